//! SQL. Rows are not domain types; every statement is written once and runs on SQLite and PostgreSQL alike.
//!
//! - [`dispatch`]: connections and transactions, over one database or the other
//! - [`migrate`]: opening a database and bringing its tables up to date
//! - [`generation`]: whether what was read still holds
//! - [`fault`]: what a database's error means
//! - [`document`]: the nouns of the first content
//! - [`event`]: events; [`event_list`]: the statement of their public list; [`event_map`]: their part of the site map
//! - [`staff`]: accounts and one-time links; [`session`]: sessions and tries to sign in; [`device`]: known devices
//! - [`revision`]: what changed
//! - [`search`]: the search index
//! - `plan`: how the databases carry out a statement, for tests
//!
//! What both databases understand: `$1`, `BIGINT` and `TEXT`, `RETURNING`, `ON CONFLICT`, row values. Times are
//! microseconds since 1970, truths are 0 and 1, records are JSON. No `now()`, no `ILIKE`, no arrays.

use std::{fmt, path::PathBuf, sync::Arc};

use crate::app::Fault;

mod device;
mod dispatch;
mod document;
mod event;
mod event_list;
mod event_map;
mod fault;
mod generation;
mod migrate;
#[cfg(test)]
mod plan;
mod revision;
mod search;
mod session;
mod staff;

pub(crate) use device::NewDevice;
use dispatch::Pools;
pub use document::{Document, DocumentWrite, Stored};
pub(crate) use event::EventWrite;
#[cfg(test)]
pub(crate) use event_map::CAPACITY as MAP_CAPACITY;
pub(crate) use search::{Filters, Look, Row as SearchRow};
pub(crate) use session::{Attempt, NewSession, Tries};
pub(crate) use staff::{Invite, NewInvite};

/// The database: an embedded SQLite file, or PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    seen: Arc<generation::Seen>,
}

impl fmt::Debug for Store {
    /// Says which database, and nothing of how to reach it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.pools {
            Pools::Sqlite { .. } => "Store(SQLite)",
            Pools::Postgres(_) => "Store(PostgreSQL)",
        })
    }
}

/// Which database to open.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// `portal.sqlite` in this folder; made if missing.
    Sqlite(PathBuf),
    /// A PostgreSQL URL. Holds a password: never logged.
    Postgres(String),
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(folder) => f.debug_tuple("Sqlite").field(folder).finish(),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

impl Store {
    /// Opens the database and brings its tables up to date. Safe when two processes start at once.
    ///
    /// # Errors
    /// [`Fault`]: cannot be reached, is damaged, is newer than this binary, disk full. Nothing is written to a database
    /// that is refused.
    pub async fn open(database: &Database) -> Result<Self, Fault> {
        let pools = match database {
            Database::Sqlite(folder) => migrate::sqlite(folder).await?,
            Database::Postgres(url) => migrate::postgres(url).await?,
        };
        Ok(Self { pools, seen: Arc::default() })
    }

    /// Makes the embedded file unable to grow, as on a full disk, or able again: for tests of what then happens, which
    /// else would need a disk to fill.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::Other`] on PostgreSQL.
    #[doc(hidden)]
    pub async fn pretend_full(&self, full: bool) -> Result<(), Fault> {
        let Pools::Sqlite { writer, .. } = &self.pools else {
            return Err(Fault::Other("only the embedded file can pretend".to_owned()));
        };
        // SQLite takes a limit below the present size as the present size.
        let limit = if full { "PRAGMA max_page_count = 1" } else { "PRAGMA max_page_count = 4294967294" };
        sqlx::raw_sql(limit).execute(writer).await?;
        Ok(())
    }

    /// Waits for what is being written and closes every connection. SQLite then folds its log into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                // The writer last: only the last to leave folds the log in, and a reader could not.
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}
