//! What was answered with "saved" is saved, whatever becomes of the process a moment later.
//!
//! A portal is started, several writers of staff save through it as fast as they can, and it is killed with SIGKILL in the
//! midst of that; two hundred times on each database. Whoever gets no answer does what a browser's "send again" does: the
//! same form once more.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::Path,
    process::{Child, Stdio},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

use model::viewer::Role;
use server::store::Database;

use crate::{
    browser::event,
    cli::portal,
    harness::{Place, TestState},
    wire::{self, free_port},
};

/// How often the process is killed.
const KILLS: u64 = 200;
/// Who saves at the same time.
const WRITERS: usize = 4;
/// Edits of one event before a writer begins the next.
const EDITS: i64 = 12;

/// A writer: the form that is to be saved next, and all that was answered as saved.
struct Writer {
    number: usize,
    /// The event that is being written, as its form names it.
    id: String,
    /// Its version as far as that was answered; 0 where it is not made yet.
    version: i64,
    /// By event and version, the title that was saved.
    saved: BTreeMap<(String, i64), String>,
    /// Forms that were sent and never answered.
    lost: usize,
}

impl Writer {
    fn new(number: usize) -> Self {
        Self { number, id: id(number, 0), version: 0, saved: BTreeMap::new(), lost: 0 }
    }

    /// Saves until the portal is gone.
    fn save_on(&mut self, address: SocketAddr, cookie: &str, answered: &AtomicU64) {
        while self.save(address, cookie) {
            answered.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Sends the form; `false` where there was no answer.
    fn save(&mut self, address: SocketAddr, cookie: &str) -> bool {
        let title = format!("Writer {} version {}", self.number, self.version + 1);
        let (slug, version) = (format!("killed-{}", self.id), self.version.to_string());
        let (new, edit) = ("/en/staff/events/new".to_owned(), format!("/en/staff/events/{}", self.id));
        let (path, which) = if self.version == 0 { (new, ("new", &self.id)) } else { (edit, ("version", &version)) };
        let which = (which.0, which.1.as_str());
        let form = event(&[("title.en", &title), ("slug", &slug), ("countries", "ID"), ("countries", "LA"), which]);
        let Ok(answer) = wire::post(address, &path, cookie, &form) else {
            self.lost += 1;
            return false;
        };
        assert_eq!(answer.status(), 303, "{title} of {}: {}", self.id, answer.text);
        self.version += 1;
        self.saved.insert((self.id.clone(), self.version), title);
        if self.version > EDITS {
            (self.id, self.version) = (id(self.number, self.saved.len()), 0);
        }
        true
    }
}

/// The id of a writer's next event.
fn id(writer: usize, saved: usize) -> String {
    format!("{writer:016x}{saved:016x}")
}

/// A portal that is about to be killed.
struct Doomed(Child);

impl Doomed {
    /// Starts it, and waits until it answers.
    fn start(folder: &Path, database: &Database, address: SocketAddr) -> Self {
        let mut command = portal(&["serve", "--no-rate-limit", "--log", "error", "--listen", &address.to_string()]);
        match database {
            Database::Sqlite(data) => command.arg("--data").arg(data),
            Database::Postgres(url) => command.env("PORTAL_DATABASE_URL", url),
        };
        let child = command.current_dir(folder).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let (mut doomed, began) = (Self(child), Instant::now());
        while wire::try_get(address, "/healthz").is_none_or(|answer| answer.status() != 200) {
            assert!(doomed.0.try_wait().unwrap().is_none(), "it ended by itself");
            assert!(began.elapsed() < wire::PATIENCE, "it does not answer");
            thread::sleep(Duration::from_millis(1));
        }
        doomed
    }

    /// SIGKILL: it can do nothing about it.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Doomed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn what_was_answered_as_saved_is_saved(place: Place) {
    let folder = tempfile::tempdir().unwrap();
    let email = wire::account(&place.database, Role::Editor).await;
    let address = free_port();
    let first = Doomed::start(folder.path(), &place.database, address);
    let cookie = wire::sign_in(address, &email);
    first.kill();

    let mut writers: Vec<Writer> = (0..WRITERS).map(Writer::new).collect();
    for round in 0..KILLS {
        let doomed = Doomed::start(folder.path(), &place.database, address);
        let answered = AtomicU64::new(0);
        thread::scope(|scope| {
            for writer in &mut writers {
                let (cookie, answered) = (cookie.as_str(), &answered);
                scope.spawn(move || writer.save_on(address, cookie, answered));
            }
            // Another moment each time: from the very first statement on, or between any two answers.
            let began = Instant::now();
            while answered.load(Ordering::Relaxed) < round % 5 && began.elapsed() < wire::PATIENCE {
                thread::sleep(Duration::from_micros(200));
            }
            thread::sleep(Duration::from_millis(round * 7 % 13));
            doomed.kill();
        });
    }
    // Each sends once more what it was not answered, so that nothing is in doubt.
    let last = Doomed::start(folder.path(), &place.database, address);
    assert!(writers.iter_mut().all(|writer| writer.save(address, &cookie)));
    last.kill();

    let lost: usize = writers.iter().map(|writer| writer.lost).sum();
    let saved: BTreeMap<_, _> = writers.into_iter().flat_map(|writer| writer.saved).collect();
    println!("{KILLS} kills: {} saves answered, {lost} cut off", saved.len());
    assert!(saved.len() > WRITERS * 50 && lost > 50, "too little was under way: {} saved, {lost} cut off", saved.len());
    let state = TestState::on(place).await;
    is_whole(&state, &saved).await;
}

/// All that was answered as saved is there, nothing twice and nothing by halves.
async fn is_whole(state: &TestState, saved: &BTreeMap<(String, i64), String>) {
    let kept: Vec<(String, i64, String)> =
        state.rows("SELECT subject, version, snapshot FROM revision WHERE noun = 'event'").await;
    assert_eq!(kept.len(), saved.len(), "each save is one revision");
    for (id, version, snapshot) in kept {
        let title = saved.get(&(id.clone(), version)).unwrap_or_else(|| panic!("nobody saved {id} {version}"));
        assert!(snapshot.contains(&format!("\"{title}\"")), "{title}: {snapshot}");
    }
    for (wrong, sql) in [
        (
            "a gap in the revisions",
            "SELECT COUNT(*) FROM (SELECT subject FROM revision GROUP BY noun, subject \
             HAVING MIN(version) <> 1 OR MAX(version) <> COUNT(*)) AS gap",
        ),
        (
            "an event that is not as its last revision",
            "SELECT COUNT(*) FROM event LEFT JOIN revision r ON r.noun = 'event' AND r.subject = event.id \
             AND r.version = event.version WHERE r.snapshot IS NULL OR r.snapshot <> event.doc",
        ),
        (
            "an event with later revisions",
            "SELECT COUNT(*) FROM event JOIN revision r ON r.noun = 'event' AND r.subject = event.id \
             AND r.version > event.version",
        ),
        (
            "an index that is not of its event",
            "SELECT COUNT(*) FROM event WHERE (SELECT COUNT(*) FROM event_country c WHERE c.event = event.id) <> 2",
        ),
        ("an index without an event", "SELECT COUNT(*) FROM event_country WHERE event NOT IN (SELECT id FROM event)"),
        (
            "a write that did not move the generation",
            "SELECT COUNT(*) FROM generation WHERE value < (SELECT COUNT(*) FROM revision WHERE noun = 'event')",
        ),
    ] {
        assert_eq!(state.number(sql).await, 0, "{wrong}");
    }
    if let Database::Sqlite(_) = &state.place.database {
        assert_eq!(state.text("SELECT group_concat(integrity_check) FROM pragma_integrity_check").await, "ok");
        assert_eq!(state.number("SELECT COUNT(*) FROM pragma_foreign_key_check").await, 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_that_is_killed_two_hundred_times_has_lost_nothing_that_it_said_was_saved_sqlite() {
    what_was_answered_as_saved_is_saved(Place::sqlite()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_portal_that_is_killed_two_hundred_times_has_lost_nothing_that_it_said_was_saved_postgres() {
    if let Some(place) = Place::postgres().await {
        what_was_answered_as_saved_is_saved(place).await;
    }
}
