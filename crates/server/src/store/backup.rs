//! A copy of a SQLite database, made while others write to it; and what a database holds, in numbers.

use std::{fs::File, path::Path};

use jiff::Timestamp;

use super::{
    Store,
    dispatch::{Pools, values},
    document::NOUNS,
    event::timestamp,
    migrate,
};
use crate::app::Fault;

/// What a database holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Holdings {
    /// Events, drafts included.
    pub(crate) events: i64,
    /// Those that visitors see.
    pub(crate) public: i64,
    /// Records of the first content.
    pub(crate) documents: i64,
    pub(crate) accounts: i64,
    pub(crate) revisions: i64,
    /// When somebody last changed something.
    pub(crate) last_change: Option<Timestamp>,
}

impl Store {
    /// Copies a SQLite database as it is at one moment into a new file that the owner alone may read, and waits until the disk
    /// has it. Writers do not wait meanwhile.
    ///
    /// # Errors
    /// [`Fault`]; [`Fault::Other`] on PostgreSQL. What was copied so far is then left at `file`.
    pub(crate) async fn copy_into(&self, file: &Path) -> Result<(), Fault> {
        let Pools::Sqlite { readers, .. } = &self.pools else {
            return Err(Fault::Other("only the embedded file can be copied like this".to_owned()));
        };
        let told = |error| migrate::of_file(file, &error);
        let name = file.to_str().ok_or_else(|| Fault::Other(format!("{} is not a name in UTF-8", file.display())))?;
        // SQLite takes a file that is empty for one that is not there, and leaves its rights as they are.
        migrate::private(file).map_err(told)?;
        // Past `dispatch`, which gives up on a statement that takes as long as this may.
        let mut conn = readers.acquire().await?;
        sqlx::query("VACUUM INTO ?1").bind(name).execute(&mut *conn).await?;
        File::open(file).and_then(|copy| copy.sync_all()).map_err(told)
    }

    /// What it holds, as of one moment.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) async fn holdings(&self) -> Result<Holdings, Fault> {
        let mut conn = self.snapshot().await?;
        conn.take_your_time().await?;
        let sql = "SELECT (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM event WHERE public = 1), \
                   (SELECT COUNT(*) FROM staff), (SELECT COUNT(*) FROM revision), (SELECT MAX(at) FROM revision)";
        let row: Option<(i64, i64, i64, i64, Option<i64>)> = conn.one(sql, values![]).await?;
        let (events, public, accounts, revisions, last) = row.unwrap_or_default();
        let mut documents = 0;
        for noun in NOUNS {
            let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {}", noun.name()));
            documents += conn.one::<(i64,)>(sql, values![]).await?.map_or(0, |(count,)| count);
        }
        let last_change = last.map(timestamp).transpose()?;
        Ok(Holdings { events, public, documents, accounts, revisions, last_change })
    }
}
