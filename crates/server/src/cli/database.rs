//! Which database a command works on.

use std::{convert::Infallible, fmt, path::PathBuf, str::FromStr};

use super::exit::{Exit, Failure};
use crate::{
    config::DatabaseUrl,
    store::{Database, Store},
};

#[derive(Debug, clap::Args)]
pub(super) struct DatabaseArgs {
    /// The folder the portal keeps its data in: the file `portal.sqlite`, unless a database URL is given.
    #[arg(long, env = "PORTAL_DATA", value_name = "DIR", default_value = "./data", help_heading = "Database")]
    data: PathBuf,

    /// A PostgreSQL database in place of the file: `postgres://user:password@host/database`.
    ///
    /// Give it in the environment: a flag can be seen by everybody on the machine. On another machine, the server has to show
    /// a certificate of its name that a known authority signed, or the one that `?sslrootcert=FILE` names; who wants less
    /// writes `?sslmode=require`, or `disable`. It has to be reachable when the
    /// command starts, else the command ends with exit code 69; a supervisor may start it again.
    #[arg(long, env = "PORTAL_DATABASE_URL", value_name = "URL", hide_env_values = true, help_heading = "Database")]
    database_url: Option<Unread>,
}

/// The database URL as typed. Not parsed by `clap`, which would print it, password and all, if it were wrong.
#[derive(Clone)]
struct Unread(String);

impl FromStr for Unread {
    type Err = Infallible;

    fn from_str(s: &str) -> Result<Self, Infallible> {
        Ok(Self(s.to_owned()))
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unread(…)")
    }
}

impl DatabaseArgs {
    /// Which database, and its name for people, without a password.
    pub(super) fn database(&self) -> Result<(Database, String), Failure> {
        let Some(Unread(text)) = &self.database_url else {
            return Ok((Database::Sqlite(self.data.clone()), self.data.join("portal.sqlite").display().to_string()));
        };
        let url: DatabaseUrl =
            text.parse().map_err(|e| Failure::new(Exit::Usage, format!("the database URL is {e}")))?;
        Ok((Database::Postgres(url.reveal().to_owned()), url.to_string()))
    }

    /// Refuses where there is no SQLite file, for commands that make none.
    pub(super) fn is_there(&self) -> Result<(), Failure> {
        if !self.lacks_file() {
            return Ok(());
        }
        let (_, name) = self.database()?;
        Err(Failure::new(Exit::NoInput, format!("there is no database at {name}"))
            .advise("Name the folder that it is in with --data."))
    }

    /// There is no SQLite file yet. Whether there is a PostgreSQL database, connecting tells.
    fn lacks_file(&self) -> bool {
        self.database_url.is_none() && !self.data.join("portal.sqlite").exists()
    }

    /// Opens the store, and says so if there was none: for commands that may come before the first start, and seldom do.
    pub(super) async fn open_expected(&self) -> Result<(Store, Database), Failure> {
        let made = self.lacks_file();
        let opened = self.open().await?;
        if made {
            tracing::warn!(folder = %self.data.display(), "there was no database: a new one was made");
        }
        Ok(opened)
    }

    /// Opens the store and brings its tables up to date.
    pub(super) async fn open(&self) -> Result<(Store, Database), Failure> {
        let (database, name) = self.database()?;
        let store = Store::open(&database).await.map_err(|fault| Failure::of_store(fault, &database))?;
        tracing::info!(database = name, "the database is open");
        Ok((store, database))
    }
}
