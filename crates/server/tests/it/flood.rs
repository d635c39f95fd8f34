//! Too much of anything: of requests, of connections, of bodies, of waiting.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use model::viewer::Role;
use server::config::{Rates, Serve, rate};

use crate::{
    browser::{Browser, PASSWORD, Reply, published},
    cli::Served,
    harness::{TestState, on_both_databases},
    wire::{self, PATIENCE, connect, get, until_closed},
};

/// Asks for this until that is too often: on a machine that is slow, some more may be free meanwhile.
async fn refused(browser: &mut Browser<'_>, path: &str) -> Reply {
    for _ in 0..50 {
        let reply = browser.get(path).await;
        if reply.status == 429 {
            return reply;
        }
    }
    panic!("{path} is never too often");
}

/// The usual settings, with these rates.
fn with_rates(rates: &[&str]) -> Serve {
    let rates = rates.iter().fold(Rates::default(), |all, text| {
        let (class, rate) = rate(text).unwrap();
        all.with(class, rate)
    });
    Serve { rates: Some(rates), ..Serve::at(Serve::LISTEN) }
}

on_both_databases! {
    async fn who_asks_too_often_is_told_when_to_come_again_and_others_are_served(state) {
        let mut greedy = Browser::with(state, with_rates(&["page=1/3", "json=1/1", "form=1/1"])).await;
        greedy.get("/en/center").await.expect(200);
        greedy.get("/zh-Hans/center").await.expect(200);
        greedy.get("/en/nothing").await.expect(404);
        let told = refused(&mut greedy, "/en/nothing").await.says(&["<h1", "Too many requests from your network"]);
        assert!(told.header("retry-after").parse::<u32>().is_ok_and(|seconds| (1..=4).contains(&seconds)));
        assert_eq!(told.header("cache-control"), "no-store");
        let told = refused(&mut greedy, "/zh-Hans/nothing").await.says(&["您所在网络的请求过多", "lang=\"zh-Hans\""]);
        assert!(!told.header("retry-after").is_empty());
        // A class of its own; and programs are told in their way.
        greedy.get("/en/events.json").await.expect(200);
        let problem = refused(&mut greedy, "/en/nothing.json").await;
        assert_eq!(problem.header("content-type"), "application/problem+json");
        assert_eq!(problem.json()["status"], 429);
        assert!(problem.json()["detail"].as_str().unwrap().starts_with("Too many requests from this address. Wait "));
        greedy.post("/en/staff/events/new", &[]).await.expect(401);
        let mut told = greedy.post("/en/staff/events/new", &[]).await;
        for _ in 0..50 {
            if told.status == 401 {
                told = greedy.post("/en/staff/events/new", &[]).await;
            }
        }
        told.expect(429).says(&["<h1"]);
        // What is kept costs nothing to speak of, and the portal's keeper must be answered.
        greedy.get("/en/center?utm_source=x").await.expect(200);
        for _ in 0..5 {
            greedy.get("/readyz").await.expect(200);
        }
        // Whose word is not believed cannot change who they are.
        refused(&mut greedy.other().sending("x-forwarded-for", "203.0.113.9"), "/en/nothing").await;
        let mut neighbour = greedy.other();
        neighbour.address = "198.51.100.8:5000".parse().unwrap();
        neighbour.get("/en/nothing").await.expect(404);
    }

    async fn behind_a_proxy_each_visitor_counts_alone(state) {
        let mut config = with_rates(&["page=1/1"]);
        config.trusted_proxies = vec!["198.51.100.7/32".parse().unwrap()];
        let visitor = Browser::with(state, config).await;
        let ask = async |forwarded: &str| {
            visitor.other().sending("x-forwarded-for", forwarded).get("/en/nothing").await.status.as_u16()
        };
        let exhaust = async |forwarded: &str| {
            refused(&mut visitor.other().sending("x-forwarded-for", forwarded), "/en/nothing").await;
        };
        for (one, same, other) in [
            // What a visitor writes there themselves changes nothing.
            ("203.0.113.1", "6.6.6.6, 203.0.113.1", "203.0.113.2"),
            ("2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:3::1"),
        ] {
            exhaust(one).await;
            exhaust(same).await;
            assert_eq!(ask(other).await, 404);
        }
    }

    async fn a_ministry_behind_one_address_is_served(state) {
        let visitor = Browser::with(state, with_rates(&[])).await;
        // Three hundred people open three pages each, and a tenth of them mistype an address.
        for person in 0..300 {
            let mut browser = visitor.other();
            for path in ["/en", "/zh-Hans/events", "/en/center"] {
                browser.get(path).await.expect(200);
            }
            if person % 10 == 0 {
                browser.get(&format!("/en/events/mistyped-{person}")).await.expect(404);
            }
        }
        // And twenty of its people sign in at once.
        let email = visitor.account(Role::Viewer).await;
        for _ in 0..20 {
            visitor.other().post("/en/staff/sign-in", &[("email", &email), ("password", PASSWORD)]).await.expect(303);
        }
    }

    async fn parameters_that_mean_nothing_lead_to_the_page_that_is_kept(state) {
        let mut visitor = Browser::with(state, with_rates(&["page=1/2"])).await;
        let etag = visitor.get("/en/center").await.expect(200).header("etag").to_owned();
        for number in 0..200 {
            let page = visitor.get(&format!("/en/center?bust={number}&x[]={number}&_={number}")).await.expect(200);
            assert_eq!(page.header("etag"), etag);
        }
    }
}

#[tokio::test]
async fn a_clock_that_is_put_back_takes_nothing_away_and_gives_nothing() {
    let state = TestState::sqlite().await;
    let mut staff = Browser::with(&state, with_rates(&[])).await.sign_in_as(Role::Publisher).await;
    published(&mut staff, &[]).await;
    let mut visitor = staff.other();
    let list = visitor.get("/en/events").await.expect(200).says(&["Mangroves"]);
    for (earlier, slug) in [("2026-03-01T01:59:00Z", "corals"), ("2026-03-01T00:30:00Z", "reefs")] {
        state.clock.set(earlier);
        staff.get("/en/staff/events").await.expect(200);
        visitor.get("/en/events").await.expect(200).says(&["Mangroves"]);
        visitor.get("/en/events.atom").await.expect(200).says(&["Mangroves"]);
        // A page of the list is kept under the minute; what was kept of a later one is not shown for this one.
        let edit = published(&mut staff, &[("title.en", "Corals"), ("slug", slug)]).await;
        staff.get(&edit).await.expect(200);
        visitor.get("/en/events").await.expect(200).says(&["Corals", &format!("/en/events/{slug}\"")]);
    }
    assert!(!list.text().contains("Corals"));
    // Back by more than a session may be idle: how long it has been is not known, and nobody is signed in by it for longer.
    state.clock.set("2026-02-01T00:00:00Z");
    assert!(staff.get("/en/staff/events").await.expect(303).location().contains("/sign-in"));
    let email = staff.other().account(Role::Viewer).await;
    let mut stranger = staff.other();
    for _ in 0..8 {
        stranger.post("/en/staff/sign-in", &[("email", &email), ("password", "wrong wrong wrong")]).await;
    }
    stranger.post("/en/staff/sign-in", &[("email", &email), ("password", PASSWORD)]).await.expect(429);
    state.clock.set("2026-01-01T00:00:00Z");
    stranger.post("/en/staff/sign-in", &[("email", &email), ("password", PASSWORD)]).await.expect(303);
}

/// A long list of events with this text, on SQLite.
async fn with_many_events(count: u32, text: &str) -> TestState {
    let state = TestState::sqlite().await;
    let mut staff = Browser::at(&state).await.sign_in_as(Role::Publisher).await;
    published(&mut staff, &[("body.en", text)]).await;
    state.copies("mangroves", count).await;
    state
}

#[test]
fn who_asks_without_end_for_what_is_kept_waits_in_line_and_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--rate-limit", "any=100/10"]);
    let mut stream = connect(served.address());
    let row = "GET /en/center HTTP/1.1\r\nHost: portal.example\r\n\r\n".repeat(59)
        + "GET /en/center HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n\r\n";
    let began = Instant::now();
    stream.write_all(row.as_bytes()).unwrap();
    let answer = until_closed(stream);
    assert_eq!(answer.text.matches("HTTP/1.1 200").count(), 60);
    assert!(began.elapsed() >= Duration::from_millis(450), "the other fifty come a hundred a second");
}

#[test]
fn rates_can_be_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, status) in [(&["--rate-limit", "page=1/1"][..], 429), (&["--no-rate-limit"], 404)] {
        let served = Served::start(folder.path(), arguments);
        let statuses = [(); 12].map(|()| get(served.address(), "/en/nothing", &[]).status());
        assert!(
            statuses[1..].contains(&status) && !(status == 404 && statuses.contains(&429)),
            "{arguments:?}: {statuses:?}"
        );
    }
}

/// The portal's memory, in megabytes.
fn memory(served: &Served) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", served.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap() / 1024
}

/// Opens connections on which nothing is asked, as many as that.
fn idle(address: SocketAddr, count: usize) -> Vec<TcpStream> {
    (0..count).map_while(|_| TcpStream::connect(address).ok()).collect()
}

/// How many of these the portal has hung up on.
fn ended(streams: &mut [TcpStream]) -> usize {
    let is_ended = |stream: &mut TcpStream| {
        stream.set_nonblocking(true).unwrap();
        match stream.read(&mut [0; 1]) {
            Ok(0) => true,
            Ok(_) => panic!("an answer to nothing"),
            Err(error) => error.kind() != std::io::ErrorKind::WouldBlock,
        }
    };
    streams.iter_mut().map(is_ended).filter(|ended| *ended).count()
}

#[test]
fn ten_thousand_idle_connections_keep_nobody_out_and_are_ended() {
    // Half of the files that this process may have: other tests have theirs at the same time.
    let count = 10_000.min(wire::all_files_allowed().saturating_sub(1000));
    let folder = tempfile::tempdir().unwrap();
    // From one address; and as if each came from another, behind a proxy, which has no share of its own.
    for (arguments, most) in
        [(&["--header-timeout", "10"][..], 256), (&["--header-timeout", "10", "--trusted-proxy", "127.0.0.1"], 900)]
    {
        let served = Served::start(folder.path(), arguments);
        let before = memory(&served);
        let mut streams = idle(served.address(), count);
        println!("{} idle connections of {count} were opened", streams.len());
        assert_eq!(streams.len(), count);
        for path in ["/en", "/zh-Hans/events", "/en/nothing", "/readyz"] {
            let answer = get(served.address(), path, &[]);
            assert_eq!(answer.status(), if path == "/en/nothing" { 404 } else { 200 }, "{path}");
        }
        let began = Instant::now();
        while ended(&mut streams) < count - most {
            assert!(began.elapsed() < PATIENCE, "only {} were ended", ended(&mut streams));
            thread::sleep(Duration::from_millis(50));
        }
        let grown = memory(&served).saturating_sub(before);
        assert!(grown < 150, "{grown} MB for idle connections");
        // The rest have their time, and are ended then.
        while ended(&mut streams) < count {
            assert!(began.elapsed() < PATIENCE, "only {} were ended", ended(&mut streams));
            thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(get(served.address(), "/en", &[]).status(), 200);
    }
}

#[test]
fn heads_and_bodies_that_trickle_keep_nobody_out_and_are_cut() {
    let folder = tempfile::tempdir().unwrap();
    let arguments =
        ["--header-timeout", "2", "--request-timeout", "3", "--connections", "60", "--connections-of-one", "50"];
    let served = Served::start(folder.path(), &arguments);
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: portal.example\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let mut slow: Vec<TcpStream> = (0..80).map(|_| connect(served.address())).collect();
    for (number, stream) in slow.iter_mut().enumerate() {
        let begun = if number % 2 == 0 {
            "GET /en HTTP/1.1\r\nX-A: ".to_owned()
        } else {
            format!("{head}Content-Length: 5000\r\n\r\n")
        };
        let _ = stream.write_all(begun.as_bytes());
    }
    let began = Instant::now();
    let mut left = slow.len();
    while left > 0 {
        assert!(began.elapsed() < PATIENCE, "{left} still trickle");
        // A byte more each time: none of them is ever quite still.
        slow.retain_mut(|stream| stream.write_all(b"a").is_ok() && !is_over(stream));
        left = slow.len();
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(get(served.address(), "/en", &[]).status(), 200);
}

/// The portal has answered, or hung up.
fn is_over(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let read = stream.read(&mut [0; 1024]);
    stream.set_nonblocking(false).unwrap();
    !read.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_files_that_are_taken_slowly_leave_others_theirs_and_are_cut() {
    let state = with_many_events(1000, &"Mud and mangroves. ".repeat(500)).await;
    let data = state.place.folder().to_str().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(
        folder.path(),
        &["--data", &data, "--request-timeout", "4", "--trusted-proxy", "127.0.0.1", "--rate-limit", "file=1000/1000"],
    );
    let ask = |address: &str| {
        let mut stream = connect(served.address());
        let head = format!(
            "GET /en/events.csv?period=past HTTP/1.1\r\nHost: portal.example\r\nX-Forwarded-For: {address}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        (stream, String::from_utf8_lossy(&first[9..]).into_owned())
    };
    let slow: Vec<_> = (0..16).map(|_| ask("203.0.113.1")).collect();
    assert!(slow.iter().all(|(_, status)| status == "200"));
    let refused = get(served.address(), "/en/events.csv?period=past", &[("X-Forwarded-For", "203.0.113.1")]);
    assert_eq!((refused.status(), refused.header("retry-after")), (503, "5"), "it has its share");
    assert_eq!(ask("203.0.113.2").1, "200", "others have theirs");
    assert_eq!(get(served.address(), "/en", &[("X-Forwarded-For", "203.0.113.1")]).status(), 200);
    // Nobody reads: the portal hangs up, and the places are free again.
    let began = Instant::now();
    while ask("203.0.113.1").1 != "200" {
        assert!(began.elapsed() < PATIENCE, "still taken");
        thread::sleep(Duration::from_millis(200));
    }
    let (stream, _) = slow.into_iter().next().unwrap();
    assert!(!until_closed(stream).text.ends_with("0\r\n\r\n"), "what is cut off does not look whole");
}

#[test]
fn bodies_that_wait_in_memory_are_bounded_for_all_together() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--no-rate-limit"]);
    let before = memory(&served);
    let large = vec![b'a'; 2_000_000];
    let all: Vec<TcpStream> = (0..60)
        .map(|_| {
            let mut stream = connect(served.address());
            let head = "POST /en/staff/events/new HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n\
                        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2000010\r\n\r\ntitle.en=";
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&large).unwrap();
            stream
        })
        .collect();
    assert_eq!(get(served.address(), "/en", &[]).status(), 200);
    let most = settled(&served).saturating_sub(before);
    assert!(most < 250, "{most} MB for 120 MB of bodies that are not whole yet");
    let statuses: Vec<u16> = all
        .into_iter()
        .map(|mut stream| {
            stream.write_all(b"a").unwrap();
            let answer = until_closed(stream);
            assert!(answer.status() != 503 || !answer.header("retry-after").is_empty());
            answer.status()
        })
        .collect();
    // Those that came when there was no room are told to come again; the others are worked on.
    let refused = statuses.iter().filter(|status| **status == 503).count();
    assert!((15..=40).contains(&refused) && statuses.iter().all(|status| [401, 503].contains(status)), "{statuses:?}");
    assert_eq!(get(served.address(), "/en", &[]).status(), 200);
}

/// The memory that it has when it changes no more.
fn settled(served: &Served) -> u64 {
    let mut last = (memory(served), 0);
    while last.1 < 10 {
        thread::sleep(Duration::from_millis(150));
        let now = memory(served);
        last = if now == last.0 { (now, last.1 + 1) } else { (now, 0) };
    }
    last.0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_pages_that_are_never_the_same_makes_nothing_grow_without_a_bound() {
    let state = with_many_events(2000, "").await;
    let data = state.place.folder().to_str().unwrap().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--data", &data, "--no-rate-limit"]);
    assert_eq!(get(served.address(), "/en/events", &[]).status(), 200);
    let before = memory(&served);
    let (asked, failed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let until = Instant::now() + Duration::from_secs(4);
    thread::scope(|scope| {
        for client in 0..24 {
            let (asked, failed, address) = (&asked, &failed, served.address());
            scope.spawn(move || {
                let mut number = client;
                while Instant::now() < until {
                    number += 24;
                    let path = match number % 5 {
                        0 => format!("/en/events/mangroves-{}", number % 2000 + 1),
                        1 => format!("/zh-Hans/events?period=past&year=2026&bust={number}"),
                        2 => format!("/en/events/nothing-{number}?{}", "x".repeat(4000)),
                        3 => format!("/en/events/mangroves-{}.json?bust={number}", number % 2000 + 1),
                        _ => format!("/{number}/{}", "y".repeat(4000)),
                    };
                    let host = format!("{number}.portal.example");
                    let request = format!(
                        "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
                    );
                    let status = wire::exchange(address, request.as_bytes()).status();
                    asked.fetch_add(1, Ordering::Relaxed);
                    if !matches!(status, 200 | 404 | 503) {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let (grown, asked) = (memory(&served).saturating_sub(before), asked.into_inner());
    println!("{asked} requests: {grown} MB more");
    assert_eq!(failed.into_inner(), 0, "of {asked}");
    // Kept pages may take 24 MB, and 24 clients at once the memory of their pages; the allocator keeps some besides.
    assert!(grown < 300, "{grown} MB more after {asked} requests");
}
