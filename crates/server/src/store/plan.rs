//! How the databases carry out a statement: for tests that no list is sorted, or read from end to end.

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};

use super::{
    Database, Store,
    dispatch::{Conn, Value, values},
};
use crate::app::Fault;

/// A store on a new SQLite file, which is gone with the folder.
pub(super) async fn sqlite() -> Result<(Store, tempfile::TempDir), Fault> {
    let folder = tempfile::tempdir().map_err(|e| Fault::Other(e.to_string()))?;
    let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await?;
    Ok((store, folder))
}

/// Runs a test on a new database of the server that `PORTAL_TEST_POSTGRES` names, as `tests/it/harness.rs` does.
pub(super) async fn on_postgres(test: impl AsyncFnOnce(&Store) -> Result<(), Fault>) -> Result<(), Fault> {
    let Ok(server) = std::env::var("PORTAL_TEST_POSTGRES") else {
        let skip = std::env::var("PORTAL_TEST_SKIP_POSTGRES").is_ok_and(|skip| skip == "1");
        assert!(skip, "set PORTAL_TEST_POSTGRES to the URL of a PostgreSQL server, or run `cargo xtask test`");
        return Ok(());
    };
    let other = |e: &dyn std::fmt::Display| Fault::Other(e.to_string());
    let chance = getrandom::u64().map_err(|e| other(&e))?;
    let name = format!("portal_plan_{chance:016x}");
    let options: PgConnectOptions = server.parse()?;
    let mut conn = options.connect().await?;
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
    sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut conn).await?;
    conn.close().await?;
    let mut url = url::Url::parse(&server).map_err(|e| other(&e))?;
    url.set_path(&name);
    let store = Store::open(&Database::Postgres(url.into())).await?;
    let tested = test(&store).await;
    store.close().await;
    let mut conn = PgConnection::connect(&server).await?;
    sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"))).execute(&mut conn).await?;
    tested
}

/// Runs statements past the store: to have many rows at once.
pub(super) async fn sql(store: &Store, statements: &[&str]) -> Result<(), Fault> {
    let mut conn = store.write_aside().await?;
    for statement in statements {
        conn.run(AssertSqlSafe((*statement).to_owned()), values![]).await?;
    }
    conn.commit().await
}

/// The steps of a statement's plan.
pub(super) async fn steps(conn: &mut Conn, sql: &str, values: Vec<Value>) -> Result<Vec<String>, Fault> {
    if conn.is_postgres() {
        let explain = AssertSqlSafe(format!("EXPLAIN (COSTS OFF) {sql}"));
        let plan: Vec<(String,)> = conn.all(explain, values).await?;
        return Ok(plan.into_iter().map(|(step,)| step).collect());
    }
    let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
    let plan: Vec<(i64, i64, i64, String)> = conn.all(explain, values).await?;
    Ok(plan.into_iter().map(|(.., step)| step).collect())
}

/// In how many steps this is said.
pub(super) fn said(steps: &[String], what: &str) -> usize {
    steps.iter().filter(|step| step.contains(what)).count()
}

/// How many steps sort. (Merging what is in order already is told with a sort key too, and is none.)
pub(super) fn sorts(steps: &[String]) -> usize {
    let name = |step: &String| step.trim_start().trim_start_matches("->").trim_start().to_owned();
    steps.iter().map(name).filter(|name| matches!(name.as_str(), "Sort" | "Incremental Sort")).count()
}
