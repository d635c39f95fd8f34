//! What the store promises.

use std::{path::Path, time::Duration};

use jiff::Timestamp;
use model::{
    error::Error,
    event_form::EventForm,
    locale::{Locale, Localized},
    page::Page,
    revision::Actor,
    staff::StaffId,
    viewer::{Role, Viewer},
};
use server::{
    app::{App, Fault},
    store::{Database, DocumentWrite, Store},
};
use tokio::task::JoinSet;

use crate::harness::{Place, TestState, on_both_databases};

fn page(slug: &str, title: &str) -> Page {
    Page {
        slug: slug.parse().unwrap(),
        title: Localized::new(Locale::En, title.to_owned()),
        summary: Localized::default(),
        body: Localized::default(),
        sources: Vec::new(),
    }
}

fn write(page: &Page) -> DocumentWrite {
    DocumentWrite::of(page).unwrap()
}

fn at() -> Timestamp {
    "2026-03-01T02:00:00Z".parse().unwrap()
}

on_both_databases! {
    async fn the_first_content_is_loaded_once_even_by_two_at_a_time(state) {
        let other = Store::open(&state.place.database).await.unwrap();
        assert!(other.is_empty().await.unwrap());
        let pages = || vec![write(&page("privacy", "Privacy")), write(&page("accessibility", "Accessibility"))];
        let (one, two) = tokio::join!(state.app.store.load_if_empty(pages(), at()), other.load_if_empty(pages(), at()));
        assert_eq!([one.unwrap(), two.unwrap()].into_iter().filter(|loaded| *loaded).count(), 1);
        let keys: Vec<String> =
            other.documents::<Page>().await.unwrap().into_iter().map(|s| s.value.slug.to_string()).collect();
        assert_eq!(keys, ["accessibility", "privacy"]);
        other.close().await;
    }

    async fn loading_again_writes_what_differs_and_never_what_staff_edited(state) {
        let store = &state.app.store;
        store.load_if_empty(vec![write(&page("a", "One")), write(&page("b", "One"))], at()).await.unwrap();
        store.write_documents(vec![write(&page("a", "Two")), write(&page("b", "One"))], at(), &Actor::Operator).await.unwrap();
        let versions: Vec<i64> = store.documents::<Page>().await.unwrap().iter().map(|s| s.version).collect();
        assert_eq!(versions, [2, 1]);

        state.sql("UPDATE page SET edited = 1 WHERE key = 'b'").await;
        let refused =
            store.write_documents(vec![write(&page("a", "Three")), write(&page("b", "Two"))], at(), &Actor::Content).await;
        assert!(matches!(refused, Err(Fault::Stale(1))), "{refused:?}");
        let titles: Vec<_> = store.documents::<Page>().await.unwrap().into_iter().map(|s| s.value.title).collect();
        assert_eq!(titles, [page("a", "Two").title, page("b", "One").title], "all of it or nothing");
        assert_eq!(state.number("SELECT COUNT(*) FROM revision WHERE noun = 'page'").await, 3);
    }

    async fn a_document_equal_to_the_stored_one_is_left_alone(state) {
        let store = &state.app.store;
        store.load_if_empty(vec![write(&page("a", "One"))], at()).await.unwrap();
        store.write_documents(vec![write(&page("a", "One"))], at(), &Actor::Content).await.unwrap();
        assert_eq!(store.documents::<Page>().await.unwrap()[0].version, 1);
    }

    async fn a_database_newer_than_the_binary_is_refused(state) {
        state.app.store.close().await;
        state
            .sql(
                "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 SELECT 9999, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
            )
            .await;
        let refused = Store::open(&state.place.database).await;
        let Err(Fault::TooNew(told)) = refused else { panic!("{refused:?}") };
        assert!(told.contains("9999"), "{told}");
        let unknown = "SELECT COUNT(*) FROM _sqlx_migrations WHERE version = 9999";
        assert_eq!(state.number(unknown).await, 1, "left as it is");
    }
}

/// Four at once, as processes do: each opens for itself.
async fn all_open_one_new_database(place: Place) {
    let mut opening = JoinSet::new();
    for _ in 0..4 {
        let database = place.database.clone();
        opening.spawn(async move { Store::open(&database).await });
    }
    for store in opening.join_all().await {
        let store = store.unwrap();
        assert_eq!(store.generation().await.unwrap(), 0);
        store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_make_one_sqlite_database() {
    all_open_one_new_database(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_make_one_postgres_database() {
    if let Some(place) = Place::postgres().await {
        all_open_one_new_database(place).await;
    }
}

/// What the first version wrote is found by all that later ones look it up by.
async fn an_older_database_is_brought_up_to_date(place: Place) {
    place.of_the_first_version().await;
    let programme = "INSERT INTO programme (key, position, doc, version, updated_at) VALUES ('forum', 1, '{}', 1, 0)";
    let events = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 600) \
                  INSERT INTO event (id, slug, status, public, sample, starts_at, ends_at, long_running, year, format, \
                  doc, version, created_at, updated_at) \
                  SELECT 'e' || CAST(i AS TEXT), 'slug-' || CAST(i AS TEXT), 'published', 1, 0, 0, 0, 0, 1970, 'online', \
                  '{}', 1, 600 - i, 1000 + i FROM n";
    let links = "INSERT INTO event_programme (event, programme, public, starts_at, ends_at) \
                 SELECT id, 'forum', 1, 0, 0 FROM event WHERE updated_at > 1500";
    let account = "INSERT INTO staff (id, email, name, role, sample, version, created_at) \
                   VALUES ('s', 'a@example.org', 'A', 'admin', 0, 1, 0); \
                   INSERT INTO sign_in_attempt (kind, key, failures, last_at) VALUES ('known', 'k', 0, 0)";
    // Waited for, though its day has passed: a million microseconds after 1970.
    let postponed = "UPDATE event SET status = 'postponed', ends_at = 1000000 WHERE id = 'e600'; \
                     UPDATE event_programme SET ends_at = 1000000 WHERE event = 'e600'";
    for sql in [programme, events, links, account, postponed] {
        place.sql(sql).await;
    }

    let state = TestState::on(place).await;
    let maps = state.app.event_maps().await.unwrap();
    // Made in the order of `created_at`, the latest changed first.
    let changed: Vec<_> = maps.iter().map(|(number, at)| (*number, at.as_microsecond())).collect();
    assert_eq!(changed, [(0, 1600), (1, 1350), (2, 1100)]);
    assert_eq!(state.app.event_map(2).await.unwrap().len(), 100);
    assert_eq!(state.number("SELECT COUNT(*) FROM event_programme WHERE updated_at > 1500").await, 100);
    let year = 365 * 24 * 3600 * 1_000_000_i64 + 1_000_000;
    let waited = format!(
        "SELECT COUNT(*) FROM event e, event_programme p WHERE p.event = e.id AND e.ends_at = {year} \
                          AND p.ends_at = {year} AND e.long_running = 1 AND e.status = 'postponed'"
    );
    assert_eq!(state.number(&waited).await, 1);
    assert_eq!(state.number("SELECT COUNT(*) FROM event WHERE ends_at > 0").await, 1, "and nothing else");
    let accounts = state.app.accounts(&Viewer::Operator).await.unwrap();
    assert_eq!(accounts.iter().map(|a| (a.has_password, a.signed_in_at)).collect::<Vec<_>>(), [(false, None)]);
    assert_eq!(state.number("SELECT COUNT(*) FROM sign_in_attempt").await, 0, "addresses are not remembered any more");
}

#[tokio::test]
async fn an_older_sqlite_database_is_brought_up_to_date_with_what_is_in_it() {
    an_older_database_is_brought_up_to_date(Place::sqlite()).await;
}

#[tokio::test]
async fn an_older_postgres_database_is_brought_up_to_date_with_what_is_in_it() {
    if let Some(place) = Place::postgres().await {
        an_older_database_is_brought_up_to_date(place).await;
    }
}

/// `table.column` of every table, in order; but for what the full text of each database is kept in: a column in PostgreSQL, tables of
/// FTS5 in SQLite.
async fn columns(state: &TestState) -> Vec<String> {
    match &state.place.database {
        Database::Sqlite(_) => {
            let sql = "SELECT group_concat(t.name || '.' || c.name, ' ') FROM sqlite_schema t, pragma_table_info(t.name) c \
                       WHERE t.type = 'table' AND t.name NOT LIKE '\\_sqlx%' ESCAPE '\\' AND t.name NOT LIKE 'search\\_text%' ESCAPE '\\'";
            sorted(&state.text(sql).await)
        }
        Database::Postgres(_) => {
            let sql = "SELECT string_agg(table_name || '.' || column_name, ' ') FROM information_schema.columns \
                       WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' \
                       AND NOT (table_name = 'search_subject' AND column_name = 'tokens')";
            sorted(&state.text(sql).await)
        }
    }
}

fn sorted(words: &str) -> Vec<String> {
    let mut words: Vec<String> = words.split(' ').map(str::to_owned).collect();
    words.sort_unstable();
    words
}

#[tokio::test]
async fn both_databases_have_the_same_tables_columns_and_migrations() {
    let names = |folder: &str| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let files = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort_unstable();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    let (sqlite, postgres) = (TestState::sqlite().await, TestState::postgres().await);
    if let Some(postgres) = postgres {
        assert_eq!(columns(&sqlite).await, columns(&postgres).await);
    }
}

#[tokio::test]
async fn sqlite_is_one_without_the_bug_that_loses_the_log() {
    let state = TestState::sqlite().await;
    let version: Vec<u32> =
        state.text("SELECT sqlite_version()").await.split('.').map(|n| n.parse().unwrap()).collect();
    assert!(version >= vec![3, 51, 3], "{version:?}");
    assert_eq!(state.text("SELECT journal_mode FROM pragma_journal_mode").await, "wal");
}

/// The folder of a closed database with a page in it.
async fn closed() -> Place {
    let state = TestState::sqlite().await;
    state.app.store.load_if_empty(vec![write(&page("a", &"x".repeat(20_000)))], at()).await.unwrap();
    state.app.store.close().await;
    state.place
}

/// Opens and expects it to be called damaged, and every byte left alone.
async fn is_refused_as_damaged(place: &Place) -> String {
    let files = || {
        let mut files: Vec<_> = std::fs::read_dir(place.folder())
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| !path.ends_with("portal.lock"))
            // The index of the log is scratch, made by whoever reads.
            .filter(|path| path.extension().is_none_or(|e| e != "sqlite-shm"))
            .map(|path| (path.clone(), std::fs::read(path).unwrap()))
            .filter(|(path, bytes)| path.extension().is_none_or(|e| e != "sqlite-wal") || !bytes.is_empty())
            .collect();
        files.sort_unstable();
        files
    };
    let before = files();
    let refused = Store::open(&place.database).await;
    let Err(Fault::Damaged(told)) = refused else { panic!("{refused:?}") };
    assert!(files() == before, "files were changed");
    told
}

#[tokio::test]
async fn a_file_cut_short_is_refused_and_left_alone() {
    for keep in [8192_u64, 5000, 4096, 1000] {
        let place = closed().await;
        let file = std::fs::File::options().write(true).open(place.folder().join("portal.sqlite")).unwrap();
        assert!(file.metadata().unwrap().len() > keep);
        file.set_len(keep).unwrap();
        let told = is_refused_as_damaged(&place).await;
        assert!(!told.is_empty(), "{keep}");
    }
}

#[tokio::test]
async fn garbage_is_refused_and_left_alone() {
    let place = closed().await;
    std::fs::write(place.folder().join("portal.sqlite"), "These are not the pages you are looking for.").unwrap();
    assert!(is_refused_as_damaged(&place).await.contains("portal.sqlite"));

    let place = closed().await;
    let path = place.folder().join("portal.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[4096 * 2..4096 * 6].fill(0xAB);
    std::fs::write(&path, bytes).unwrap();
    is_refused_as_damaged(&place).await;
}

#[tokio::test]
async fn an_empty_file_has_lost_its_content_and_is_refused() {
    let place = closed().await;
    std::fs::write(place.folder().join("portal.sqlite"), "").unwrap();
    assert!(is_refused_as_damaged(&place).await.contains("empty"));
}

#[tokio::test]
async fn a_new_database_is_not_made_beside_the_log_of_a_lost_one() {
    let place = closed().await;
    std::fs::rename(place.folder().join("portal.sqlite"), place.folder().join("portal.sqlite-wal")).unwrap();
    assert!(is_refused_as_damaged(&place).await.contains("-wal"));
}

#[tokio::test]
async fn what_a_first_start_left_half_made_is_made_anew() {
    let place = Place::sqlite();
    std::fs::create_dir_all(place.folder()).unwrap();
    std::fs::write(place.folder().join("portal.sqlite.new"), "half").unwrap();
    std::fs::write(place.folder().join("portal.sqlite.new-wal"), "half").unwrap();
    Store::open(&place.database).await.unwrap().close().await;
    let left: Vec<_> = std::fs::read_dir(place.folder()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("new")), "{left:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_database_is_for_its_owners_eyes() {
    use std::os::unix::fs::PermissionsExt;
    let state = TestState::sqlite().await;
    draft(&state.app, "One").await.unwrap();
    for name in ["portal.sqlite", "portal.sqlite-wal"] {
        let mode = state.place.folder().join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}: {mode:o}");
    }
}

/// A draft that needs pages of its own.
async fn draft(app: &App, title: &str) -> Result<(), Error> {
    let by = Viewer::Staff { id: StaffId::from_stored("s".to_owned()), name: "S".to_owned(), role: Role::Editor };
    let form = EventForm::from_pairs([
        ("title.en", title),
        ("body.en", &"mud ".repeat(12_000)),
        ("start-date", "2026-05-04"),
        ("all-day", "on"),
        ("zone", "Asia/Jakarta"),
        ("format", "online"),
    ]);
    app.create_event(&by, &app.new_event_id().unwrap(), &form, Locale::En, "").await.map(drop)
}

/// Nothing is half written, reading goes on, and writing too once there is room.
async fn a_full_disk_is_survived(state: &TestState, fill: impl AsyncFn(bool)) {
    draft(&state.app, "Before").await.unwrap();
    let generation = state.app.generation().await.unwrap();
    fill(true).await;
    assert_eq!(draft(&state.app, "During").await, Err(Error::Unavailable));
    assert_eq!(state.app.ready().await, Ok(()));
    assert_eq!(state.app.generation().await.unwrap(), generation);
    for table in ["event", "revision"] {
        assert_eq!(state.number(&format!("SELECT COUNT(*) FROM {table}")).await, 1, "{table}");
    }
    fill(false).await;
    assert_eq!(draft(&state.app, "After").await, Ok(()));
}

#[tokio::test]
async fn a_full_disk_is_survived_on_sqlite() {
    let state = TestState::sqlite().await;
    a_full_disk_is_survived(&state, async |full| state.app.store.pretend_full(full).await.unwrap()).await;
}

#[tokio::test]
async fn a_full_disk_is_survived_on_postgres() {
    let Some(state) = TestState::postgres().await else { return };
    // What the server says when its disk is full, at the last statement of the write.
    let full = "CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN \
                RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$ \
                LANGUAGE plpgsql; \
                CREATE TRIGGER full_disk BEFORE INSERT ON revision FOR EACH ROW EXECUTE FUNCTION full_disk();";
    let room = "DROP TRIGGER full_disk ON revision";
    a_full_disk_is_survived(&state, async |is_full| state.sql(if is_full { full } else { room }).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_another_process_holds_is_unavailable_until_it_lets_go() {
    let state = TestState::sqlite().await;
    let other = state.hold().await;
    assert_eq!(draft(&state.app, "During").await, Err(Error::Unavailable));
    assert!(state.app.ready().await.is_ok(), "readers do not wait");
    drop(other);
    // The connection is closed on a thread of its own.
    let after = async { while draft(&state.app, "After").await.is_err() {} };
    tokio::time::timeout(Duration::from_secs(10), after).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_that_cannot_be_reached_is_unavailable_and_comes_back_by_itself() {
    let Some((state, mut network)) = TestState::behind_network().await else { return };
    let app = &state.app;
    draft(app, "Before").await.unwrap();
    let catalogue = app.catalogue().await.unwrap();

    network.fail().await;
    let asked = std::time::Instant::now();
    assert_eq!(app.ready().await, Err(Error::Unavailable));
    assert_eq!(app.catalogue().await.err(), Some(Error::Unavailable));
    assert_eq!(draft(app, "During").await, Err(Error::Unavailable));
    assert!(asked.elapsed() < Duration::from_secs(15), "each answers within seconds");
    assert!(matches!(Store::open(&state.place.database).await, Err(Fault::Unreachable(_))));

    network.mend().await;
    assert_eq!(app.ready().await, Ok(()));
    assert_eq!(app.catalogue().await.unwrap(), catalogue);
    assert_eq!(draft(app, "After").await, Ok(()));
}

#[tokio::test]
async fn a_fault_never_tells_the_password() {
    let secret = "hunter2hunter2";
    for url in [
        format!("postgres://portal:{secret}@127.0.0.1:1/portal"),
        format!("postgres://portal:{secret}@127.0.0.1:port/portal"),
        format!("postgres://portal:{secret}@"),
        format!("mysql://portal:{secret}@127.0.0.1/portal"),
        secret.to_owned(),
    ] {
        let database = Database::Postgres(url);
        assert!(!format!("{database:?}").contains(secret));
        let refused = Store::open(&database).await.err();
        assert!(!format!("{refused:?}").contains(secret), "{refused:?}");
        assert!(refused.is_some());
    }
}
