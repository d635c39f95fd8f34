//! Which version of the portal made a database, told without changing anything.

use std::cmp::Ordering;

use super::{
    Store,
    dispatch::{Conn, values},
    migrate,
};
use crate::app::Fault;

/// How a database's tables stand to those that this binary knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    /// The same; the number of the latest migration.
    Same(i64),
    /// Made by an older portal: these migrations are missing.
    Older {
        /// The latest it has.
        has: i64,
        /// The latest that there is.
        latest: i64,
    },
    /// Made by a newer portal.
    Newer(i64),
    /// A migration that both know is another one there, or did not end well.
    Other(i64),
    /// The tables are not the portal's.
    Foreign,
    /// There is no table at all.
    Empty,
}

impl Store {
    /// How the tables stand to this binary.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) async fn schema(&self) -> Result<Schema, Fault> {
        let mut conn = self.snapshot().await?;
        if !has_table(&mut conn, Some("_sqlx_migrations")).await? {
            return Ok(if has_table(&mut conn, None).await? { Schema::Foreign } else { Schema::Empty });
        }
        let sql = "SELECT version, success, checksum FROM _sqlx_migrations ORDER BY version";
        let has: Vec<(i64, bool, Vec<u8>)> = conn.all(sql, values![]).await?;
        let known: Vec<_> = migrate::known(conn.is_postgres()).iter().collect();
        let is_known = |version: i64, sum: &[u8]| known.iter().any(|k| k.version == version && *k.checksum == *sum);
        let latest = known.last().map_or(0, |migration| migration.version);
        let Some((last, ..)) = has.last() else { return Ok(Schema::Foreign) };
        let wrong = has.iter().find(|(version, ended, sum)| *version <= latest && !(*ended && is_known(*version, sum)));
        Ok(match (wrong, last.cmp(&latest)) {
            (Some((version, ..)), _) => Schema::Other(*version),
            (None, Ordering::Greater) => Schema::Newer(*last),
            (None, Ordering::Equal) => Schema::Same(latest),
            (None, Ordering::Less) => Schema::Older { has: *last, latest },
        })
    }
}

/// There is a table of this name, or of any name.
async fn has_table(conn: &mut Conn, name: Option<&str>) -> Result<bool, Fault> {
    let sql = if conn.is_postgres() {
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = ANY (current_schemas(false)) \
         AND (tablename = $1 OR $1 IS NULL) LIMIT 1"
    } else {
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND (name = $1 OR $1 IS NULL) LIMIT 1"
    };
    Ok(conn.one::<(String,)>(sql, values![name.map(str::to_owned)]).await?.is_some())
}
