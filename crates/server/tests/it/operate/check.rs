//! What is not sound is found, and told.

use std::{fs, os::unix::fs::PermissionsExt, process::Output};

use serde_json::Value;
use server::store::{Database, Store};

use crate::{
    cli::{Served, err, failed, out, portal, run},
    harness::{Place, TestState, on_both_databases, sqlite_shell},
};

/// Fills a place with the demonstration, all of it indexed.
pub(super) async fn demonstrate(place: &Place) {
    let folder = tempfile::tempdir().unwrap();
    Served::start(folder.path(), &[&["--demo"], &arguments(place)[..]].concat()).stop();
    let store = Store::open(&place.database).await.unwrap();
    while store.index_more().await.unwrap() {}
    store.close().await;
}

/// How the binary is told of a place.
pub(super) fn arguments(place: &Place) -> Vec<&str> {
    match &place.database {
        Database::Sqlite(folder) => vec!["--data", folder.to_str().unwrap()],
        Database::Postgres(url) => vec!["--database-url", url],
    }
}

pub(super) fn checked(place: &Place, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), &[&["check"], &arguments(place)[..], more].concat())
}

/// One event of the demonstration, by its number.
fn event(number: u8) -> String {
    format!("(SELECT id FROM event ORDER BY id LIMIT 1 OFFSET {number})")
}

/// What is done to the database, and what is to be said of it.
fn damages() -> Vec<(String, &'static str)> {
    let of = |sql: &str, number: u8| sql.replace('$', &event(number));
    vec![
        (of("UPDATE event SET doc = '{' WHERE id = $", 0), "its document cannot be read"),
        (of("UPDATE event SET year = 1900 WHERE id = $", 1), "its column year is not what its document says"),
        (of("UPDATE event SET public = 1 - public WHERE id = $", 2), "its column public is not what its document says"),
        ("DELETE FROM event_country".to_owned(), "its links in event_country are not those of its document"),
        (of("DELETE FROM revision WHERE noun = 'event' AND subject = $", 3), "it has no revision"),
        (
            of("UPDATE revision SET version = version + 5 WHERE noun = 'event' AND subject = $", 4),
            "revision 6 follows 0: some are missing",
        ),
        (of("UPDATE revision SET actor = '{}' WHERE noun = 'event' AND subject = $", 5), "who made it cannot be read"),
        (
            of("UPDATE event SET version = version + 1 WHERE id = $", 6),
            "it is at version 2, and its latest revision is 1",
        ),
        (
            of("UPDATE event SET doc = replace(doc, '\"format\":\"', '\"format\":\"un') WHERE id = $", 7),
            "its document cannot be read: unknown variant",
        ),
        ("UPDATE history SET doc = '{'".to_owned(), "its document cannot be read"),
        ("UPDATE page SET doc = replace(doc, '\"home\"', '\"hone\"')".to_owned(), "its document says that it is hone"),
        ("UPDATE plan SET position = 7".to_owned(), "its place is 7, and its document says 20"),
        ("DELETE FROM source WHERE key = 'about-us'".to_owned(), "it names source about-us, which is not there"),
        ("UPDATE revision SET change = 'x' WHERE noun = 'sdg' AND subject = '3'".to_owned(), "\"x\" is no change"),
        ("DELETE FROM country WHERE key = 'la'".to_owned(), "it has revisions, and is not there"),
        ("UPDATE staff SET role = 'owner'".to_owned(), "role"),
        ("UPDATE staff SET name = 'Somebody else'".to_owned(), "role"),
        ("UPDATE event SET site_map = -1".to_owned(), "site map -1: it holds"),
        ("DELETE FROM generation".to_owned(), "its row is missing"),
        (
            "DELETE FROM search_subject WHERE kind = 'plan' AND key = 'framework-2021-2025'".to_owned(),
            "it is there, and cannot be found",
        ),
        // The test indexes all before: see `demonstrate`.
        (
            // Two: one of them may be of an event that another damage hides.
            "DELETE FROM search_subject WHERE place IN (SELECT place FROM search_subject ORDER BY place LIMIT 2)"
                .to_owned(),
            "cannot be found",
        ),
    ]
}

on_both_databases! {
    async fn what_is_sound_is_said_to_be_and_every_damage_is_found(test) {
        demonstrate(&test.place).await;
        let sound = checked(&test.place, &[]);
        assert!(sound.status.success(), "{}{}", out(&sound), err(&sound));
        let told = out(&sound);
        assert!(told.contains("nothing is wrong") && told.contains(" events") && told.contains(" revisions"), "{told}");
        for (sql, _) in damages() {
            test.sql(&sql).await;
        }
        let told = checked(&test.place, &[]);
        failed(&told, 65);
        for (sql, said) in damages() {
            assert!(out(&told).contains(said), "{sql}: {said}\n{}", out(&told));
        }
        let json: Value = serde_json::from_str(&out(&checked(&test.place, &["--json"]))).unwrap();
        assert_eq!(json["sound"], false);
        let told = json.to_string();
        assert!(!told.contains("\"history "), "what cannot be read is not told to be missing: {told}");
        assert!(json["findings"].as_array().is_some_and(|found| found.len() > damages().len()), "{json}");
    }

    async fn clocks_that_a_government_moved_are_a_note_and_no_damage(test) {
        demonstrate(&test.place).await;
        let hour = "starts_at = starts_at + 3600000000, ends_at = ends_at + 3600000000";
        for table in ["event", "event_programme", "event_area", "event_country", "event_sdg"] {
            test.sql(&format!("UPDATE {table} SET {hour}")).await;
        }
        let told = checked(&test.place, &["--json"]);
        assert!(told.status.success(), "{}", out(&told));
        let json: Value = serde_json::from_str(&out(&told)).unwrap();
        let found = json["findings"].as_array().unwrap();
        let noted = found.iter().filter(|f| f["part"] == "event" && f["severity"] == "note").count();
        assert!(noted > 0 && found.iter().all(|f| f["severity"] == "note"), "{json}");
    }
}

#[tokio::test]
async fn a_damaged_page_and_a_broken_reference_are_found() {
    let test = TestState::sqlite().await;
    test.app.store.close().await;
    let folder = test.place.folder();
    let dangling = "PRAGMA foreign_keys = OFF; INSERT INTO session (token_hash, staff, created_at, seen_at, expires_at) \
                    VALUES ('a', 'nobody', 1, 1, 1)";
    sqlite_shell(folder, dangling).await;
    let told = checked(&test.place, &[]);
    failed(&told, 65);
    assert!(out(&told).contains("session row 1: what it refers to is not in staff"), "{}", out(&told));
    let file = folder.join("portal.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    for part in [2, 3] {
        let page = bytes.len() / part / 4096 * 4096;
        bytes[page..page + 4096].fill(0xa5);
    }
    fs::write(&file, bytes).unwrap();
    let told = checked(&test.place, &[]);
    failed(&told, 65);
    assert!(out(&told).contains("wrong  database: "), "{}", out(&told));
    assert!(
        out(&told).matches(" page ").count() > 1,
        "every damaged page is told, not the first alone: {}",
        out(&told)
    );
    let told = checked(&test.place, &["--json"]);
    failed(&told, 65);
    let json: Value = serde_json::from_str(&out(&told)).unwrap();
    let found = json["findings"].as_array().unwrap();
    assert!(json["sound"] == false && found.iter().any(|f| f["part"] == "database"), "{json}");
    fs::write(&file, "").unwrap();
    let told = checked(&test.place, &["--json"]);
    failed(&told, 65);
    assert!(out(&told).contains("the file is empty"), "{}", out(&told));
}

#[tokio::test]
async fn files_that_others_can_read_are_told() {
    let test = TestState::sqlite().await;
    test.app.store.close().await;
    let file = test.place.folder().join("portal.sqlite");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let told = checked(&test.place, &[]);
    failed(&told, 65);
    assert!(out(&told).contains("everybody on this machine may read it"), "{}", out(&told));
}

#[tokio::test]
async fn settings_that_are_wrong_or_misspelt_are_told() {
    let test = TestState::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let check = |name: &str, value: &str| {
        portal(&["check"]).args(arguments(&test.place)).current_dir(folder.path()).env(name, value).output().unwrap()
    };
    let told = check("PORTAL_ORGIN", "https://portal.example.org");
    assert!(told.status.success() && out(&told).contains("PORTAL_ORGIN: no command knows it"), "{told:?}");
    let told = check("PORTAL_ORIGIN", "portal.example.org");
    failed(&told, 2);
    let said = out(&told);
    assert!(said.contains("PORTAL_ORIGIN: invalid value 'portal.example.org'"), "{told:?}");
    assert!(said.contains("1 thing is wrong") && !said.contains("--origin <"), "{told:?}");
    let told = check("PORTAL_ORIGIN", "https://portal.example.org");
    assert!(told.status.success() && out(&told).contains("PORTAL_TRUSTED_PROXY: not set"), "{told:?}");
}

#[test]
fn looking_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let told = failed(&run(folder.path(), &["check"]), 66);
    assert!(told.contains("no database") && told.contains("--data"), "{told}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_supervisor_is_told_whether_the_portal_is_ready() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &[]);
    let address = served.address().to_string();
    assert!(run(folder.path(), &["health", "--listen", &address]).status.success());
    assert!(
        run(folder.path(), &["health", "--listen", &format!("0.0.0.0:{}", served.address().port())]).status.success()
    );
    served.stop();
    assert!(failed(&run(folder.path(), &["health", "--listen", &address]), 69).contains(&address));
}
