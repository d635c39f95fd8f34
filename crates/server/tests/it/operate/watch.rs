//! Metrics, and what the log tells.

use std::{
    net::SocketAddr,
    path::Path,
    sync::mpsc::{self, Receiver},
    time::Duration,
};

use server::store::{Database, Store};
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

use crate::{
    cli::{PATIENCE, Served, asked, failed, get, loaded, run},
    harness::{Place, sqlite_hold},
};

/// A portal that tells metrics, where it tells them, and its log.
fn watched(folder: &Path, more: &[&str]) -> (Served, SocketAddr, Receiver<String>) {
    let (line, log) = mpsc::channel();
    let arguments = [&["--metrics-listen", "127.0.0.1:0"], more].concat();
    let served = Served::logged(folder, &arguments, move |told| drop(line.send(told)));
    let metrics = log.iter().find_map(|line| {
        let address = line.split_once("metrics on http://")?.1.trim().strip_suffix("/metrics")?;
        Some(address.parse().unwrap())
    });
    (served, metrics.unwrap(), log)
}

/// The value of this metric, written with its labels as Prometheus reads it.
fn value(metrics: &str, name: &str) -> Option<f64> {
    metrics.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

fn sign_in(address: SocketAddr, email: &str, headers: &str) -> String {
    let form = format!("email={email}&password=a-wrong-password");
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let length = form.len();
    asked(address, &format!("{head}{headers}Connection: close\r\nContent-Length: {length}\r\n\r\n{form}"))
}

/// A database that a portal can be started on: its arguments.
struct Ready {
    folder: TempDir,
    place: Option<Place>,
}

/// Nothing is left to be indexed, which moves the generation.
async fn indexed(database: &Database) {
    let store = Store::open(database).await.unwrap();
    while store.index_more().await.unwrap() {}
    store.close().await;
}

impl Ready {
    async fn sqlite() -> Self {
        let folder = loaded();
        indexed(&Database::Sqlite(folder.path().join("data"))).await;
        Self { folder, place: None }
    }

    async fn postgres() -> Option<Self> {
        let place = Place::postgres().await?;
        let (folder, Database::Postgres(url)) = (tempfile::tempdir().unwrap(), &place.database) else { return None };
        assert!(run(folder.path(), &["content", "load", "--apply", "--database-url", url]).status.success());
        indexed(&place.database).await;
        Some(Self { folder, place: Some(place) })
    }

    fn arguments(&self) -> Vec<&str> {
        match self.place.as_ref().map(|place| &place.database) {
            Some(Database::Postgres(url)) => vec!["--database-url", url],
            _ => vec![],
        }
    }
}

/// What is counted is what happened; and nothing that visitors typed is in it.
fn metrics_tell(ready: &Ready) {
    let (served, metrics, _log) = watched(ready.folder.path(), &ready.arguments());
    for _ in 0..3 {
        assert!(served.get("/en").starts_with("HTTP/1.1 200"));
    }
    assert!(served.get("/en/events.json").starts_with("HTTP/1.1 200"));
    assert!(served.get("/wp-login-hunter2.php").starts_with("HTTP/1.1 404"));
    assert!(sign_in(served.address(), "hunter2%40example.org", "").starts_with("HTTP/1.1 401"));
    let answer = get(metrics, "/metrics");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.contains("content-type: text/plain; version=0.0.4"), "{answer}");
    assert!(!answer.contains("hunter2") && !answer.contains("127.0.0.1"), "{answer}");
    for (name, least) in [
        (r#"portal_requests_total{class="page",method="GET",status="200"}"#, 3.0),
        (r#"portal_requests_total{class="feed",method="GET",status="200"}"#, 1.0),
        (r#"portal_requests_total{class="other",method="GET",status="404"}"#, 1.0),
        (r#"portal_requests_total{class="desk",method="POST",status="401"}"#, 1.0),
        (r#"portal_request_duration_seconds_bucket{class="page",le="+Inf"}"#, 3.0),
        (r#"portal_request_duration_seconds_count{class="page"}"#, 3.0),
        ("portal_connections_accepted_total", 6.0),
        // A page is made anew when a minute begins.
        ("portal_page_cache_hits_total", 1.0),
        ("portal_page_cache_misses_total", 2.0),
        ("portal_database_wait_seconds_count", 1.0),
        ("portal_database_statement_seconds_count", 1.0),
        (r#"portal_sign_ins_total{result="failed"}"#, 1.0),
        ("portal_content_generation", 1.0),
        ("process_resident_memory_bytes", 1e6),
        ("process_open_fds", 3.0),
        ("process_max_fds", 64.0),
        ("process_start_time_seconds", 1e9),
    ] {
        assert!(value(&answer, name).is_some_and(|value| value >= least), "{name}\n{answer}");
    }
    for (name, exactly) in [
        ("portal_requests_under_way", 0.0),
        ("portal_password_hashes_waiting", 0.0),
        (r#"portal_sign_ins_total{result="ok"}"#, 0.0),
    ] {
        assert_eq!(value(&answer, name), Some(exactly), "{name}\n{answer}");
    }
    let pools = if ready.place.is_some() { &["postgres"][..] } else { &["writer", "readers"] };
    for pool in pools {
        let name = format!("portal_database_connections_max{{pool=\"{pool}\"}}");
        assert!(value(&answer, &name).is_some_and(|most| most >= 1.0), "{name}\n{answer}");
    }
}

#[tokio::test]
async fn metrics_tell_what_happened_and_nobodys_secrets_on_sqlite() {
    metrics_tell(&Ready::sqlite().await);
}

#[tokio::test]
async fn metrics_tell_what_happened_and_nobodys_secrets_on_postgres() {
    if let Some(ready) = Ready::postgres().await {
        tokio::task::spawn_blocking(move || metrics_tell(&ready)).await.unwrap();
    }
}

#[test]
fn visitors_find_no_metrics_and_whoever_watches_finds_nothing_else() {
    let folder = loaded();
    let (served, metrics, _log) = watched(folder.path(), &[]);
    assert!(served.get("/metrics").starts_with("HTTP/1.1 404"));
    assert!(get(metrics, "/en").starts_with("HTTP/1.1 404"));
    let posted = "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    assert!(asked(metrics, posted).starts_with("HTTP/1.1 405"));
}

#[test]
fn an_address_for_metrics_that_is_in_use_is_told_before_anything_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let told = failed(&run(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--metrics-listen", &address]), 98);
    assert!(told.contains(&address), "{told}");
    assert!(!folder.path().join("data").exists());
}

/// How long somebody else keeps the database busy: twice as long as a statement may take.
const BUSY: Duration = Duration::from_millis(400);
const SLOW: [&str; 4] = ["--slow-query", "200", "--trusted-proxy", "127.0.0.1"];

/// The line that tells of a request's slow statement, and the one of the request.
fn told_of_slowness(log: &Receiver<String>) -> (String, String) {
    let of_the_request = |line: &str, what: &str| line.contains(what) && line.contains("told-by-our-proxy");
    let mut lines: Vec<String> = Vec::new();
    while !lines.last().is_some_and(|line| of_the_request(line, "answered")) {
        let line = log.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no more is told: {lines:#?}"));
        assert!(!line.contains("hunter2"), "{line}");
        lines.push(line);
    }
    let find =
        |what: &str| lines.iter().find(|line| of_the_request(line, what)).unwrap_or_else(|| panic!("{lines:#?}"));
    (find("a slow statement").clone(), find("answered").clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_statement_is_told_with_its_request_and_without_its_values_on_sqlite() {
    let folder = loaded();
    let (served, _, log) = watched(folder.path(), &SLOW);
    let held = sqlite_hold(&folder.path().join("data")).await;
    let address = served.address();
    let trying = tokio::task::spawn_blocking(move || {
        sign_in(address, "hunter2%40example.org", "X-Request-Id: told-by-our-proxy\r\n")
    });
    tokio::time::sleep(BUSY).await;
    held.close().await.unwrap();
    assert!(trying.await.unwrap().starts_with("HTTP/1.1 401"));
    let (slow, answered) = tokio::task::spawn_blocking(move || told_of_slowness(&log)).await.unwrap();
    assert!(slow.contains("WARN") && slow.contains("BEGIN to write"), "{slow}");
    assert!(answered.contains("status=401"), "{answered}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_statement_is_told_with_its_request_and_without_its_values_on_postgres() {
    let Some(ready) = Ready::postgres().await else { return };
    let Some(Database::Postgres(url)) = ready.place.as_ref().map(|place| &place.database) else { panic!("no url") };
    let (served, metrics, log) = watched(ready.folder.path(), &[&ready.arguments()[..], &SLOW].concat());
    let mut held = PgConnection::connect(url).await.unwrap();
    sqlx::raw_sql("BEGIN; LOCK TABLE sign_in_attempt").execute(&mut held).await.unwrap();
    let address = served.address();
    let trying = tokio::task::spawn_blocking(move || {
        sign_in(address, "hunter2%40example.org", "X-Request-Id: told-by-our-proxy\r\n")
    });
    tokio::time::sleep(BUSY).await;
    held.close().await.unwrap();
    assert!(trying.await.unwrap().starts_with("HTTP/1.1 401"));
    let (slow, answered) = tokio::task::spawn_blocking(move || told_of_slowness(&log)).await.unwrap();
    assert!(slow.contains("WARN") && slow.contains("sign_in_attempt") && slow.contains("$1"), "{slow}");
    assert!(answered.contains("status=401"), "{answered}");
    let counted = value(&get(metrics, "/metrics"), "portal_database_slow_statements_total");
    assert!(counted.is_some_and(|slow| slow >= 1.0), "{counted:?}");
}
