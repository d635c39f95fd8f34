//! A database that goes, stands still, is slow, and comes back; asked of the real server.

use std::{
    net::SocketAddr,
    thread,
    time::{Duration, Instant},
};

use model::viewer::Role;
use server::{
    app::{Clock, SystemClock},
    store::Database,
};

use crate::{
    browser::event,
    cli::Served,
    harness::{Network, Pace, TestState, sqlite_hold, sqlite_number, sqlite_shell},
    wire::{self, Answer, PATIENCE, get, post},
};

/// The longest that anything may take: a request's whole time, and some for a machine that is busy.
const LONGEST: Duration = Duration::from_secs(45);

/// A portal, and an editor at an event's edit page.
struct Portal {
    served: Served,
    cookie: String,
    edit: String,
    _folder: tempfile::TempDir,
}

impl Portal {
    async fn start(database: &Database) -> Self {
        let email = wire::account(database, Role::Publisher).await;
        let folder = tempfile::tempdir().unwrap();
        let served = match database {
            Database::Sqlite(data) => Served::start(folder.path(), &["--data", data.to_str().unwrap()]),
            Database::Postgres(url) => Served::start(folder.path(), &["--database-url", url]),
        };
        let cookie = wire::sign_in(served.address(), &email);
        let made = post(served.address(), "/en/staff/events/new", &cookie, &event(&[])).unwrap();
        assert_eq!(made.status(), 303, "{}", made.text);
        let edit = made.header("location").split('?').next().unwrap().to_owned();
        Self { served, cookie, edit, _folder: folder }
    }

    fn address(&self) -> SocketAddr {
        self.served.address()
    }

    fn get(&self, path: &str) -> Answer {
        timely(path, || get(self.address(), path, &[]))
    }

    /// Saves the event, which is at this version, under this title.
    fn save(&self, version: &str, title: &str) -> Answer {
        let form = event(&[("title.en", title), ("slug", "mangroves"), ("version", version)]);
        timely(title, || post(self.address(), &self.edit, &self.cookie, &form).unwrap())
    }

    /// Waits until it says that it is ready.
    fn recovers(&self) {
        let began = Instant::now();
        while self.get("/readyz").status() != 200 {
            assert!(began.elapsed() < PATIENCE, "it does not come back");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// What is said while the database does not answer.
    /// `year`: of which no page is kept.
    fn says_so(&self, year: u16) {
        for (path, words) in [
            (format!("/en/events?year={year}"), "The portal is not available just now"),
            (format!("/zh-Hans/events?year={year}"), "门户暂时无法访问"),
            (format!("/en/events.json?year={year}"), "application/problem+json"),
            (format!("/en/events.csv?year={year}"), "application/problem+json"),
            ("/readyz".to_owned(), "the database does not answer"),
        ] {
            let answer = self.get(&path);
            assert_eq!(answer.status(), 503, "{path}: {}", answer.head());
            assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{path}");
            assert!(answer.text.contains(words), "{path}: {}", answer.text);
        }
        assert_eq!(self.get("/healthz").status(), 200);
        let answer = self.save("1", "Typed for an hour");
        assert_eq!(answer.status(), 503);
        assert!(!answer.header("retry-after").is_empty());
        assert!(answer.text.contains("value=\"Typed for an hour\""), "what was typed comes back: {}", answer.text);
    }
}

/// Does this, which must come to an end.
fn timely(what: &str, ask: impl FnOnce() -> Answer) -> Answer {
    let began = Instant::now();
    let answer = ask();
    assert!(began.elapsed() < LONGEST, "{what} took {:?}", began.elapsed());
    answer
}

async fn behind_network() -> Option<(TestState, Network, Portal)> {
    let (state, network) = TestState::behind_network().await?;
    let portal = Portal::start(&state.place.database).await;
    Some((state, network, portal))
}

/// The event's version and title, and how many revisions it has.
async fn stored(state: &TestState) -> (i64, bool, i64) {
    let titled = "SELECT COUNT(*) FROM event WHERE doc LIKE '%\"Typed for an hour\"%'";
    (
        state.number("SELECT version FROM event").await,
        state.number(titled).await == 1,
        state.number("SELECT COUNT(*) FROM revision WHERE noun = 'event'").await,
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_cut_off_is_told_and_nothing_is_lost_or_half_written() {
    let Some((state, mut network, portal)) = behind_network().await else { return };
    assert_eq!(portal.get("/en/center").status(), 200);
    for year in [2019, 2018] {
        network.fail().await;
        portal.says_so(year);
        network.mend().await;
        portal.recovers();
        assert_eq!(stored(&state).await, (1, false, 1));
        assert_eq!(portal.get(&format!("/zh-Hans/events?year={year}")).status(), 200);
    }
    assert_eq!(portal.save("1", "Typed for an hour").status(), 303);
    assert_eq!(stored(&state).await, (2, true, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_is_kept_is_still_shown_while_the_database_is_away() {
    let Some((_state, mut network, portal)) = behind_network().await else { return };
    for _ in 0..3 {
        // Kept for a minute of the portal's clock, which is the system's.
        let minute = || SystemClock.now().as_second().div_euclid(60);
        let began = minute();
        assert_eq!(portal.get("/en/center").status(), 200);
        network.fail().await;
        let (answer, now) = (portal.get("/en/center"), minute());
        network.mend().await;
        portal.recovers();
        if now == began {
            assert_eq!(answer.status(), 200, "{}", answer.head());
            return;
        }
    }
    panic!("the minute was over each time");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_does_not_answer_holds_nobody_up_and_a_save_is_made_once() {
    let Some((state, network, portal)) = behind_network().await else { return };
    network.pace(Pace::Never);
    // Many at once: more than there are connections to the database.
    thread::scope(|scope| {
        let asked: Vec<_> = (0..24)
            .map(|number| {
                let portal = &portal;
                scope.spawn(move || match number % 3 {
                    0 => portal.save("1", "Typed for an hour").status(),
                    1 => portal.get(&format!("/en/events?year={}", 1990 + number)).status(),
                    _ => portal.get(&format!("/zh-Hans/events/nothing-{number}")).status(),
                })
            })
            .collect();
        for answer in asked {
            assert_eq!(answer.join().unwrap(), 503);
        }
    });
    portal.says_so(2019);
    network.pace(Pace::Prompt);
    portal.recovers();
    // A save whose answer was lost may have been made: sent again, it is answered as saved, and it is made once.
    assert_eq!(portal.save("1", "Typed for an hour").status(), 303);
    assert_eq!(stored(&state).await, (2, true, 2));
    assert_eq!(portal.get("/en/events?year=2019").status(), 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_slow_makes_answers_late_and_not_wrong() {
    let Some((state, network, portal)) = behind_network().await else { return };
    network.pace(Pace::Late(Duration::from_millis(40)));
    for path in ["/en/events?year=2018", "/zh-Hans/events?year=2017", "/en/events.json?year=2016", "/readyz"] {
        assert_eq!(portal.get(path).status(), 200, "{path}");
    }
    assert_eq!(portal.save("1", "Typed for an hour").status(), 303);
    network.pace(Pace::Late(Duration::from_millis(400)));
    thread::scope(|scope| {
        let asked: Vec<_> = (0..30)
            .map(|number| {
                let portal = &portal;
                scope.spawn(move || portal.get(&format!("/en/events/nothing-{number}")).status())
            })
            .collect();
        for answer in asked {
            let status = answer.join().unwrap();
            assert!(matches!(status, 404 | 503), "{status}");
        }
    });
    network.pace(Pace::Prompt);
    portal.recovers();
    assert_eq!(stored(&state).await, (2, true, 2));
    assert_eq!(portal.save("2", "Typed for an hour").status(), 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_another_process_writes_to_without_end_is_told_and_nothing_is_lost() {
    let state = TestState::sqlite().await;
    let portal = Portal::start(&state.place.database).await;
    let data = state.place.folder().to_owned();
    let held = sqlite_hold(&data).await;
    let answer = portal.save("1", "Typed for an hour");
    assert_eq!(answer.status(), 503);
    assert!(answer.text.contains("value=\"Typed for an hour\""), "{}", answer.text);
    assert_eq!(portal.get("/en/events?year=2019").status(), 200, "reading goes on");
    drop(held);
    assert_eq!(portal.save("1", "Typed for an hour").status(), 303);
    assert_eq!(stored(&state).await, (2, true, 2));
}

/// The portal may write files of so many kibibytes alone; a file that would become longer is an error, as on a full disk.
fn with_small_files(folder: &std::path::Path, data: &str, kibibytes: u64) -> Served {
    let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kibibytes * 2);
    Served::through(&["sh", "-c", &limit], folder, &["--data", data])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_that_is_full_is_told_what_was_typed_comes_back_and_room_is_enough_to_go_on() {
    let state = TestState::sqlite().await;
    let first = Portal::start(&state.place.database).await;
    let (cookie, edit) = (first.cookie.clone(), first.edit.clone());
    drop(first);
    let data = state.place.folder().to_owned();
    sqlite_shell(&data, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    let folder = tempfile::tempdir().unwrap();
    // Room for the log of a few small writes, and not for that of a long text.
    let served = with_small_files(folder.path(), data.to_str().unwrap(), 64);
    let portal = Portal { served, cookie: cookie.clone(), edit: edit.clone(), _folder: folder };
    let long = "mud ".repeat(12_000);
    let form = |title: &str| {
        let with = [("title.en", title), ("slug", "mangroves"), ("version", "1"), ("body.en", long.as_str())];
        event(&with).into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>()
    };
    let send = |portal: &Portal| {
        let form = form("Typed for an hour");
        let pairs: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        post(portal.address(), &edit, &cookie, &pairs).unwrap()
    };
    for _ in 0..3 {
        let answer = send(&portal);
        assert_eq!(answer.status(), 503, "{}", answer.head());
        assert!(!answer.header("retry-after").is_empty());
        assert!(
            answer.text.contains("value=\"Typed for an hour\"") && answer.text.contains("mud mud"),
            "{}",
            answer.head()
        );
        assert_eq!(portal.get("/en/events?year=2019").status(), 200, "reading goes on");
    }
    drop(portal);
    assert_eq!(stored(&state).await, (1, false, 1));
    assert_eq!(
        sqlite_number(&data, "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'").await,
        0
    );
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--data", data.to_str().unwrap()]);
    let portal = Portal { served, cookie: cookie.clone(), edit: edit.clone(), _folder: folder };
    assert_eq!(send(&portal).status(), 303);
    assert_eq!(stored(&state).await, (2, true, 2));
}
