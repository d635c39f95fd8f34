//! SQL. Rows are not domain types; every statement is written once and runs on SQLite and PostgreSQL alike.
//!
//! - [`dispatch`]: connections and transactions, over one database or the other
//! - [`migrate`]: opening a database and bringing its tables up to date; [`schema`]: who made its tables
//! - [`mod@check`]: whether it is sound; [`backup`], [`mod@restore`]: copies of it
//! - [`generation`]: whether what was read still holds
//! - [`fault`]: what a database's error means
//! - [`document`]: the nouns of the first content
//! - [`event`]: events; [`event_list`]: the statement of their public list; [`event_map`]: their part of the site map
//! - [`staff`]: accounts and one-time links; [`session`]: sessions and tries to sign in; [`device`]: known devices;
//!   [`second_factor`]: codes; [`account_entry`]: what happened to accounts
//! - [`revision`]: what changed
//! - [`search`]: the search index
//! - `plan`: how the databases carry out a statement, for tests
//!
//! What both databases understand: `$1`, `BIGINT` and `TEXT`, `RETURNING`, `ON CONFLICT`, row values. Times are
//! microseconds since 1970, truths are 0 and 1, records are JSON. No `now()`, no `ILIKE`, no arrays.

use std::{
    fmt,
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use crate::{app::Fault, meter::Meters};

mod account_entry;
mod backup;
mod check;
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
mod restore;
mod revision;
mod schema;
mod search;
mod second_factor;
mod session;
mod staff;

pub(crate) use account_entry::Failed;
pub(crate) use backup::Holdings;
pub(crate) use check::{Finding, Report, Severity};
pub(crate) use device::NewDevice;
use dispatch::Pools;
pub use document::{Document, DocumentWrite, Stored};
pub(crate) use event::EventWrite;
#[cfg(test)]
pub(crate) use event_map::CAPACITY as MAP_CAPACITY;
pub(crate) use migrate::is_this_machine;
pub(crate) use restore::{NotRestored, restore};
pub(crate) use schema::Schema;
pub(crate) use search::{Filters, Look, Row as SearchRow};
pub(crate) use second_factor::{NewWaiting, Proof, Waiting};
pub(crate) use session::{Asks, Attempt, By, Ending, NewSession, Tries};
pub(crate) use staff::{Invite, NewInvite, PasswordChange};

/// The database: an embedded SQLite file, or PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pools: Pools,
    seen: Arc<generation::Seen>,
    meters: Arc<Meters>,
    /// Locked for as long as somebody has this.
    _open: Option<Arc<File>>,
}

/// The connections of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PoolState {
    /// Which pool.
    pub(crate) name: &'static str,
    /// How many are open.
    pub(crate) open: u32,
    /// How many of these wait for something to do.
    pub(crate) idle: u32,
    /// How many there may be.
    pub(crate) most: u32,
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

/// An empty file for the owner's eyes alone.
pub(crate) fn private_file(path: &Path) -> std::io::Result<()> {
    migrate::private(path)
}

/// The number of the latest migration that this binary knows.
pub(crate) fn latest_migration() -> i64 {
    migrate::known(true).iter().map(|migration| migration.version).max().unwrap_or_default()
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
        let (pools, open) = match database {
            Database::Sqlite(folder) => {
                let (pools, open) = migrate::sqlite(folder).await?;
                (pools, Some(open))
            }
            Database::Postgres(url) => (migrate::postgres(url).await?, None),
        };
        Ok(Self { _open: open.map(Arc::new), ..Self::of(pools) })
    }

    /// Opens the database as it is, to look at it: nothing is made, brought up to date or written.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) async fn look_at(database: &Database) -> Result<Self, Fault> {
        match database {
            Database::Sqlite(folder) => Self::look_at_file(&migrate::file_in(folder)).await,
            Database::Postgres(url) => Ok(Self::of(migrate::postgres_as_it_is(url).await?)),
        }
    }

    /// As [`Store::look_at`], also where pages of a SQLite file are damaged: for who looks for that.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::Damaged`] where nothing can be asked of it.
    pub(crate) async fn look_into(database: &Database) -> Result<Self, Fault> {
        let Database::Sqlite(folder) = database else { return Self::look_at(database).await };
        let file = migrate::file_in(folder);
        migrate::header(&file)?;
        Ok(Self::of(migrate::sqlite_as_it_is(&file).await?))
    }

    /// Opens a SQLite file as it is, to look at it.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::Damaged`] for a file that is no SQLite database, or is damaged.
    pub(crate) async fn look_at_file(file: &Path) -> Result<Self, Fault> {
        migrate::check(file).await?;
        Ok(Self::of(migrate::sqlite_as_it_is(file).await?))
    }

    fn of(pools: Pools) -> Self {
        Self { pools, seen: Arc::default(), meters: Arc::default(), _open: None }
    }

    /// A statement that takes longer than this is told in the log, from here on.
    pub fn set_slow_after(&self, slow: Duration) {
        self.meters.statements.set_slow_after(slow);
    }

    /// What is counted.
    pub(crate) const fn meters(&self) -> &Arc<Meters> {
        &self.meters
    }

    /// The connections of every pool.
    pub(crate) fn pool_states(&self) -> Vec<PoolState> {
        let idle = |idle: usize| u32::try_from(idle).unwrap_or(u32::MAX);
        macro_rules! state {
            ($name:literal, $pool:expr) => {
                PoolState {
                    name: $name,
                    open: $pool.size(),
                    idle: idle($pool.num_idle()).min($pool.size()),
                    most: $pool.options().get_max_connections(),
                }
            };
        }
        match &self.pools {
            Pools::Sqlite { writer, readers } => vec![state!("writer", writer), state!("readers", readers)],
            Pools::Postgres(pool) => vec![state!("postgres", pool)],
        }
    }

    /// The database's name for people.
    pub(crate) const fn kind(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres(_) => "postgres",
        }
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
