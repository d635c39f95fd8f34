//! Backups of PostgreSQL by its own tools, and putting them back.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use server::store::Database;

use super::check::{arguments, checked, demonstrate};
use crate::{
    cli::{Served, err, failed, out, run},
    harness::{Place, TestState},
};

fn url(place: &Place) -> &str {
    match &place.database {
        Database::Postgres(url) => url,
        Database::Sqlite(_) => panic!("no URL"),
    }
}

/// The number that a query gives.
async fn number(url: &str, sql: &'static str) -> i64 {
    use sqlx::Connection;
    let mut conn = sqlx::PgConnection::connect(url).await.unwrap();
    sqlx::query_scalar(sql).fetch_one(&mut conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_pg_dump_wrote_while_the_portal_served_is_restored_into_a_new_database() {
    let (Some(place), Some(other)) = (Place::postgres().await, Place::postgres().await) else { return };
    demonstrate(&place).await;
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &arguments(&place));
    let then = served.get("/en/events.json").matches("Sample:").count();
    place
        .sql(
            "INSERT INTO session (token_hash, staff, created_at, seen_at, expires_at) \
              SELECT 't', id, 1, 1, 9000000000000000 FROM staff",
        )
        .await;
    let output = run(folder.path(), &[&["backup", "backup.dump"], &arguments(&place)[..]].concat());
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    assert!(out(&output).contains("1 accounts") && !out(&output).contains(url(&place)), "{}", out(&output));
    let file = folder.path().join("backup.dump");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let generation = number(url(&place), "SELECT value FROM generation").await;
    served.stop();

    let full = failed(&run(folder.path(), &[&["restore", "backup.dump"], &arguments(&place)[..]].concat()), 73);
    assert!(full.contains("is not empty") && full.contains("createdb"), "{full}");
    let output = run(folder.path(), &[&["restore", "backup.dump"], &arguments(&other)[..]].concat());
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    assert_eq!(number(url(&other), "SELECT COUNT(*) FROM session").await, 0);
    assert_eq!(number(url(&place), "SELECT COUNT(*) FROM session").await, 1, "the old one stays as it was");
    assert_eq!(number(url(&other), "SELECT value FROM generation").await, generation + 1);
    assert!(checked(&other, &[]).status.success());
    let served = Served::start(folder.path(), &arguments(&other));
    assert_eq!(served.get("/en/events.json").matches("Sample:").count(), then);
    served.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_backup_of_this_portal_leaves_a_new_database_empty() {
    let (Some(place), Some(other)) = (Place::postgres().await, Place::postgres().await) else { return };
    demonstrate(&place).await;
    place
        .sql(
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
              VALUES (9999, 'from the future', true, '\\x00', 0)",
        )
        .await;
    let folder = tempfile::tempdir().unwrap();
    failed(&run(folder.path(), &[&["backup", "backup.dump"], &arguments(&place)[..]].concat()), 65);
    let dumped = Command::new("pg_dump")
        .args(["--format=custom", "--file=newer.dump", "--dbname", url(&place)])
        .current_dir(folder.path())
        .status();
    assert!(dumped.unwrap().success());
    let dump = fs::read(folder.path().join("newer.dump")).unwrap();
    fs::write(folder.path().join("cut.dump"), &dump[..200]).unwrap();
    fs::write(folder.path().join("text.dump"), "Not a dump.").unwrap();
    for name in ["newer.dump", "cut.dump", "text.dump"] {
        let told = failed(&run(folder.path(), &[&["restore", name], &arguments(&other)[..]].concat()), 65);
        assert!(told.contains("Nothing was changed"), "{name}: {told}");
    }
    let tables = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(number(url(&other), tables).await, 0);
    assert!(
        failed(&run(folder.path(), &[&["backup", "b"], &arguments(&other)[..]].concat()), 66)
            .contains("holds no portal")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_password_is_not_on_the_command_line_of_the_tools() {
    use std::os::unix::fs::OpenOptionsExt;
    let Some(test) = TestState::postgres().await else { return };
    let folder = tempfile::tempdir().unwrap();
    // In the place of the tool stands one that tells how it was called.
    let told = folder.path().join("told");
    let script = format!("#!/bin/sh\necho \"$@\" > {}\nexit 1\n", told.display());
    let mut options = fs::OpenOptions::new();
    use std::io::Write;
    options
        .create(true)
        .write(true)
        .mode(0o755)
        .open(folder.path().join("pg_dump"))
        .unwrap()
        .write_all(script.as_bytes())
        .unwrap();
    let output = crate::cli::portal(&["backup", "b"])
        .current_dir(folder.path())
        .env("PORTAL_DATABASE_URL", url(&test.place))
        .env("PATH", folder.path())
        .output()
        .unwrap();
    failed(&output, 1);
    let called = fs::read_to_string(told).unwrap();
    let password = url(&test.place).split(['@', ':']).nth(2).unwrap();
    assert!(called.contains("--format=custom") && !called.contains(password), "{called}");
    assert!(!folder.path().join("b").exists(), "and nothing is left");
}
