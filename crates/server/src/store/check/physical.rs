//! What the database itself can say.

use super::Report;
use crate::{
    app::Fault,
    store::{Store, dispatch::Pools},
};

/// The most lines that SQLite is asked for.
const LINES: u32 = 20;

impl Store {
    /// Every page and every index of a SQLite file, and every reference. PostgreSQL looks after both by itself, and has tools
    /// of its own for its files (`pg_amcheck`).
    pub(super) async fn check_physically(&self, report: &mut Report) -> Result<(), Fault> {
        let Pools::Sqlite { readers, .. } = &self.pools else { return Ok(()) };
        // Past `dispatch`, which gives up on a statement that takes as long as this may.
        let mut conn = readers.acquire().await?;
        let sql = sqlx::AssertSqlSafe(format!("PRAGMA integrity_check({LINES})"));
        match sqlx::query_scalar::<_, String>(sql).fetch_all(&mut *conn).await.map_err(Fault::from) {
            Ok(lines) => lines.iter().filter(|line| *line != "ok").for_each(|line| report.wrong("database", "", line)),
            Err(Fault::Damaged(what)) => report.wrong("database", "", what),
            Err(fault) => return Err(fault),
        }
        if !report.is_sound() {
            return Ok(());
        }
        let rows: Vec<(String, Option<i64>, String, i64)> =
            sqlx::query_as("PRAGMA foreign_key_check").fetch_all(&mut *conn).await?;
        for (table, row, parent, _) in rows {
            let row = row.map_or_else(String::new, |row| format!("row {row}"));
            report.wrong(&table, &row, format!("what it refers to is not in {parent}"));
        }
        Ok(())
    }
}
