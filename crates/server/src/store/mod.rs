//! SQL. Rows are not domain types; every statement runs on SQLite and PostgreSQL alike.

mod document;

pub use document::Document;

use crate::app::Fault;

/// The database: an embedded SQLite file, or PostgreSQL.
#[derive(Clone, Debug)]
pub struct Store {}

/// Which database to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Database {
    /// `portal.sqlite` in this folder; made if missing.
    Sqlite(std::path::PathBuf),
    /// A PostgreSQL URL. Holds a password: never logged.
    Postgres(String),
}

impl Store {
    /// Opens the database and brings its tables up to date. Safe when two processes start at once.
    ///
    /// # Errors
    /// [`Fault`]: cannot be reached, is damaged, is newer than this binary, disk full.
    pub async fn open(_database: &Database) -> Result<Self, Fault> {
        Err(Fault::Unreachable("not built yet".to_owned()))
    }
}
