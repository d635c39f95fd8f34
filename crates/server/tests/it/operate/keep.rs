//! Backups of the embedded file, and putting them back.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::check::{checked, demonstrate};
use crate::{
    cli::{Served, bytes, err, failed, loaded, out, run},
    harness::{Place, sqlite_hold, sqlite_number, sqlite_shell},
};

/// What was only true of its moment.
const OF_THE_MOMENT: &str = "INSERT INTO staff (id, email, name, role, sample, version, created_at) \
    VALUES ('s', 'a@b.cd', 'A', 'admin', 0, 1, 1); \
    INSERT INTO revision (noun, subject, version, at, actor, change, note, fields, snapshot) VALUES ('staff', 's', 1, 1, \
    '{\"kind\":\"operator\"}', 'created', '', '[]', '{\"id\":\"s\",\"email\":\"a@b.cd\",\"name\":\"A\",\"role\":\"admin\",\
    \"sample\":false,\"created_at\":\"1970-01-01T00:00:00.000001Z\"}'); \
    INSERT INTO session (token_hash, staff, created_at, seen_at, expires_at) VALUES ('t', 's', 1, 1, 9000000000000000); \
    INSERT INTO staff_invite (token_hash, staff, expires_at) VALUES ('i', 's', 9000000000000000); \
    INSERT INTO known_device (token_hash, staff, expires_at) VALUES ('d', 's', 9000000000000000)";

/// A folder with a database in `data`, and a backup of it in `backup.sqlite`.
fn backed_up() -> TempDir {
    let folder = loaded();
    let output = run(folder.path(), &["backup", "backup.sqlite"]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    folder
}

/// The files in a folder whose names hold this.
fn named(folder: &Path, part: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().contains(part)).collect()
}

#[test]
fn a_backup_made_while_the_portal_serves_is_whole_and_for_the_owners_eyes_alone() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--demo"]);
    let output = run(folder.path(), &["backup", "backup.sqlite"]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    let told = out(&output);
    assert!(
        told.contains("backup.sqlite holds") && told.contains("1 accounts") && told.contains("nothing is wrong"),
        "{told}"
    );
    let file = folder.path().join("backup.sqlite");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(named(folder.path(), "backup").len(), 1, "nothing else is left");
    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
    served.stop();

    let before = fs::read(&file).unwrap();
    assert!(failed(&run(folder.path(), &["backup", "backup.sqlite"]), 73).contains("--force"));
    assert!(fs::read(&file).unwrap() == before);
    assert!(run(folder.path(), &["backup", "backup.sqlite", "--force"]).status.success());
}

#[test]
fn a_backup_of_nothing_or_to_nowhere_makes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    assert!(failed(&run(folder.path(), &["backup", "backup.sqlite"]), 66).contains("no database"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    let folder = loaded();
    assert!(failed(&run(folder.path(), &["backup", "nowhere/backup.sqlite"]), 73).contains("nowhere"));
}

#[tokio::test]
async fn a_backup_of_what_is_not_sound_is_kept_and_said_to_be() {
    let folder = loaded();
    sqlite_shell(&folder.path().join("data"), "DELETE FROM source WHERE key = 'about-us'").await;
    let output = run(folder.path(), &["backup", "backup.sqlite"]);
    failed(&output, 65);
    assert!(out(&output).contains("source about-us") && folder.path().join("backup.sqlite").exists());
    let before = bytes(&folder.path().join("data"));
    assert!(failed(&run(folder.path(), &["restore", "backup.sqlite"]), 65).contains("Nothing was changed"));
    assert!(bytes(&folder.path().join("data")) == before);
    let forced = run(folder.path(), &["restore", "backup.sqlite", "--force"]);
    failed(&forced, 65);
    assert!(out(&forced).contains("is restored"), "{}", out(&forced));
}

#[tokio::test]
async fn a_restored_backup_is_what_it_was_but_for_what_was_true_of_its_moment_alone() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let served = Served::start(folder.path(), &["--demo"]);
    sqlite_shell(&data, OF_THE_MOMENT).await;
    assert!(run(folder.path(), &["backup", "backup.sqlite"]).status.success());
    let then = served.get("/en/events.json").matches("Sample:").count();
    sqlite_shell(&data, "UPDATE event SET public = 0; UPDATE generation SET value = 500").await;

    let refused = failed(&run(folder.path(), &["restore", "backup.sqlite"]), 75);
    assert!(refused.contains("a portal runs on this database"), "{refused}");
    served.stop();
    let generation = sqlite_number(&data, "SELECT value FROM generation").await;
    let output = run(folder.path(), &["restore", "backup.sqlite"]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    assert!(out(&output).contains("signed out") && out(&output).contains(".before-2"), "{}", out(&output));

    for table in ["session", "staff_invite", "known_device", "sign_in_attempt"] {
        assert_eq!(sqlite_number(&data, &format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
    }
    let moved = sqlite_number(&data, "SELECT value FROM generation").await;
    assert_eq!(moved, generation + 1, "more than either had");
    assert_eq!(fs::metadata(data.join("portal.sqlite")).unwrap().permissions().mode() & 0o777, 0o600);
    let kept = named(&data, ".before-");
    assert_eq!(kept.len(), 1, "{kept:?}");
    let served = Served::start(folder.path(), &[]);
    assert_eq!(served.get("/en/events.json").matches("Sample:").count(), then);
    served.stop();

    // And back again: what was kept is a database like any other.
    let output = run(folder.path(), &["restore", kept[0].to_str().unwrap()]);
    assert!(output.status.code() == Some(65) && err(&output).contains("not sound"), "its events were changed by hand");
}

#[tokio::test]
async fn nothing_is_restored_while_anything_has_the_database_open() {
    let folder = backed_up();
    let data = folder.path().join("data");
    let held = sqlite_hold(&data).await;
    failed(&run(folder.path(), &["restore", "backup.sqlite"]), 75);
    drop(held);
}

#[tokio::test]
async fn what_is_no_sound_backup_of_this_portal_is_refused_and_nothing_is_changed() {
    let folder = backed_up();
    let whole = fs::read(folder.path().join("backup.sqlite")).unwrap();
    let place = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    place("text", b"Not a database at all.");
    place("empty", b"");
    place("cut", &whole[..whole.len() / 2]);
    let mut holed = whole.clone();
    let middle = holed.len() / 2;
    holed[middle..middle + 4096].fill(0x5a);
    place("holed", &holed);
    let shells = [
        (
            "newer",
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                   VALUES (9999, 'from the future', 1, x'00', 0)",
        ),
        ("foreign", "DROP TABLE _sqlx_migrations"),
        ("other", "UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1"),
    ];
    for (name, sql) in shells {
        let made = folder.path().join(format!("{name}.d"));
        fs::create_dir(&made).unwrap();
        fs::write(made.join("portal.sqlite"), &whole).unwrap();
        sqlite_shell(&made, sql).await;
        fs::rename(made.join("portal.sqlite"), folder.path().join(name)).unwrap();
    }
    let before = bytes(&folder.path().join("data"));
    for name in ["text", "empty", "cut", "holed", "newer", "foreign", "other"] {
        let told = failed(&run(folder.path(), &["restore", name]), 65);
        assert!(told.contains("Nothing was changed"), "{name}: {told}");
        assert!(bytes(&folder.path().join("data")) == before, "{name}");
    }
    failed(&run(folder.path(), &["restore", "nowhere"]), 66);
    assert!(run(folder.path(), &["restore", "backup.sqlite"]).status.success(), "and the backup itself is good");
}

#[tokio::test]
async fn a_backup_of_an_older_portal_is_brought_up_to_date() {
    let old = Place::sqlite();
    old.of_the_first_version().await;
    let folder = tempfile::tempdir().unwrap();
    let backup = old.folder().join("portal.sqlite");
    let output = run(folder.path(), &["restore", backup.to_str().unwrap()]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    assert!(!out(&output).contains("is kept as"), "there was none");
    let served = Served::start(folder.path(), &[]);
    assert!(served.get("/en").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_backup_takes_the_place_of_a_damaged_database() {
    let folder = backed_up();
    let file = folder.path().join("data/portal.sqlite");
    fs::write(&file, b"SQLite format 3\0 and then nothing of use").unwrap();
    failed(&run(folder.path(), &["content", "load"]), 65);
    let output = run(folder.path(), &["restore", "backup.sqlite"]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    let kept = named(&folder.path().join("data"), ".before-");
    assert_eq!(kept.iter().filter(|path| path.to_string_lossy().ends_with('Z')).count(), 1, "{kept:?}");
    assert!(run(folder.path(), &["check"]).status.success());
}

#[tokio::test]
async fn the_log_of_a_database_that_is_lost_is_not_read_into_the_one_that_comes() {
    let folder = backed_up();
    let data = folder.path().join("data");
    let served = Served::start(folder.path(), &[]);
    sqlite_shell(&data, "CREATE TABLE lost (a); UPDATE generation SET value = 900000").await;
    let log = fs::read(data.join("portal.sqlite-wal")).unwrap();
    assert!(!log.is_empty());
    served.stop();
    fs::remove_file(data.join("portal.sqlite")).unwrap();
    fs::write(data.join("portal.sqlite-wal"), log).unwrap();
    fs::set_permissions(data.join("portal.sqlite-wal"), fs::Permissions::from_mode(0o600)).unwrap();
    assert!(
        failed(&run(folder.path(), &["content", "load", "--apply"]), 65).contains("its log portal.sqlite-wal is there")
    );
    let output = run(folder.path(), &["restore", "backup.sqlite"]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
    assert!(sqlite_number(&data, "SELECT value FROM generation").await < 900_000);
    assert_eq!(sqlite_number(&data, "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'lost'").await, 0);
    assert_eq!(named(&data, ".before-").len(), 1, "the log is kept");
    assert!(run(folder.path(), &["check"]).status.success());
}

#[tokio::test]
async fn a_restored_demonstration_is_sound() {
    let place = Place::sqlite();
    demonstrate(&place).await;
    let folder = tempfile::tempdir().unwrap();
    let data = place.folder().to_str().unwrap();
    assert!(run(folder.path(), &["backup", "b", "--data", data]).status.success());
    assert!(run(folder.path(), &["restore", "b", "--data", data]).status.success());
    assert!(checked(&place, &[]).status.success());
}
