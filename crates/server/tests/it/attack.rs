//! What nobody gets away with, asked of the whole router and of the real server.

use std::{
    io::{Read, Write},
    net::TcpStream,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::body::Body;
use http::header;
use hyper::body::{Bytes, Frame};
use model::viewer::{Role, Viewer};
use server::config::Serve;

use crate::{
    browser::{Browser, PASSWORD, event, published, written},
    cli::Served,
    harness::{TestState, on_both_databases},
};

/// What ends an element too early, and what runs where text is taken for markup.
pub(crate) const SCRIPTS: [&str; 4] = [
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'{{7*7}}${7*7}",
];

/// Fails if anything that was typed is markup.
#[track_caller]
pub(crate) fn harmless(place: &str, text: &str) {
    let lower = text.to_lowercase();
    // The last two are what a template language would make of `{{7*7}}` behind its quotation mark; without that mark,
    // an id or a moment in the page may hold the same digits.
    for bad in ["<script>", "<img", "</textarea><script", "</title><script", ";49", "'49"] {
        assert!(!lower.contains(bad), "{bad} in {place}:\n{text}");
    }
}

on_both_databases! {
    async fn a_script_in_any_field_stays_text_wherever_it_is_shown(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        for (number, script) in SCRIPTS.into_iter().enumerate() {
            let slug = format!("attack-{number}");
            let texts = ["title", "summary", "body", "venue", "organisers"].map(|name| [format!("{name}.en"), format!("{name}.zh-Hans")]);
            let mut fields: Vec<(&str, &str)> = texts.as_flattened().iter().map(|name| (name.as_str(), script)).collect();
            fields.extend([("contact-name", script), ("note", script), ("slug", &slug)]);
            let edit = published(&mut staff, &fields).await;
            staff.post(&format!("{edit}/cancel"), &[("version", "2"), ("notice.en", script), ("note", script)]).await.expect(303);
            let mut visitor = staff.other();
            for path in [
                format!("/en/events/{slug}"), format!("/zh-Hans/events/{slug}"), "/en/events".to_owned(), "/en".to_owned(),
                "/en/events.atom".to_owned(), "/en/countries/id".to_owned(),
            ] {
                harmless(&path, visitor.get(&path).await.expect(200).text());
            }
            for path in [edit.clone(), format!("{edit}/preview"), format!("{edit}/revisions"), format!("{edit}/publish"), "/en/staff/events".to_owned()] {
                harmless(&path, staff.get(&path).await.expect(200).text());
            }
            // JSON and calendars are no markup: there, what was typed is whole.
            let told = visitor.get(&format!("/en/events/{slug}.json")).await.expect(200).json();
            assert!(told.to_string().contains("alert(1)"));
            visitor.get(&format!("/en/events/{slug}.ics")).await.expect(200);
        }
    }

    async fn a_script_in_a_form_that_is_refused_stays_text(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = written(&mut staff, &[]).await;
        let names = [
            "slug", "title.en", "title.zh-Hans", "summary.en", "body.en", "venue.en", "organisers.zh-Hans", "start-date",
            "start-time", "end-date", "end-time", "zone", "format", "join-link", "spoken", "programmes", "areas",
            "countries", "sdgs", "contact-name", "contact-email", "note", "left", "right", "with",
        ];
        for script in SCRIPTS {
            let fields: Vec<(&str, &str)> = names.iter().map(|name| (*name, script)).collect();
            let with_version: Vec<_> = fields.iter().copied().chain([("version", "1"), ("do", "save")]).collect();
            harmless("a new event", staff.post("/en/staff/events/new", &fields).await.expect(422).text());
            harmless("an edit", staff.post(&edit, &with_version).await.expect(422).text());
            harmless("an expired session", staff.other().post(&edit, &with_version).await.expect(401).text());
            let pairs = [("email", script), ("password", script), ("next", script)];
            harmless("signing in", staff.other().post("/en/staff/sign-in", &pairs).await.expect(401).text());
            let stale = event(&[("version", "0"), ("title.en", script), ("body.en", script), ("note", script)]);
            harmless("a conflict", staff.post(&edit, &stale).await.expect(409).text());
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", script).finish();
            harmless("a query", staff.other().get(&format!("/en/staff/sign-in?{query}")).await.expect(200).text());
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("year", script).finish();
            harmless("a filter", staff.get(&format!("/en/events?{query}")).await.expect(400).text());
        }
    }
}

on_both_databases! {
    async fn a_script_in_a_name_stays_text_wherever_it_is_shown(state) {
        let mut other = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        for (number, script) in SCRIPTS.into_iter().enumerate() {
            let email = format!("attacker{number}@example.org");
            let link = state.app.invite_staff(&Viewer::Operator, &email, script, Role::Publisher).await.unwrap();
            let mut attacker = other.other();
            let set = format!("/en/staff/set-password/{}", link.reveal());
            harmless("a link", attacker.get(&set).await.expect(200).text());
            attacker.post(&set, &[("password", PASSWORD), ("again", PASSWORD)]).await.expect(303);
            attacker.post("/en/staff/sign-in", &[("email", &email), ("password", PASSWORD)]).await.expect(303);
            let edit = published(&mut attacker, &[("slug", &format!("named-{number}"))]).await;
            attacker.get("/en").await.expect(200).says(&["alert(1)"]);
            for path in ["/en", "/zh-Hans/events", "/en/nothing", "/en/staff/events", "/en/staff/events/new", &edit] {
                let page = attacker.get(path).await;
                harmless(path, page.text());
            }
            let revisions = format!("{edit}/revisions");
            harmless(&revisions, other.get(&revisions).await.expect(200).says(&["alert(1)"]).text());
            let stale = event(&[("version", "1"), ("title.en", "Mine")]);
            harmless("a conflict", other.post(&edit, &stale).await.expect(409).text());
        }
    }

    async fn a_forged_form_is_refused(state) {
        let config = Serve { origin: Some("https://portal.example".to_owned()), ..Serve::at(Serve::LISTEN) };
        let mut staff = Browser::with(state, config).await.sign_in_as(Role::Publisher).await;
        let edit = written(&mut staff, &[]).await;
        let session = staff.session().unwrap().to_owned();
        let publish = format!("{edit}/publish");
        for forged in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", "null")],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ] {
            let mut forger = staff.other();
            forger.keep("__Host-portal", &session);
            forger.headers.extend(forged.iter().map(|(name, value)| (*name, (*value).to_owned())));
            forger.post(&publish, &[("version", "1")]).await.expect(403).says(&["<h1"]);
            forger.post("/en/staff/sign-out", &[]).await.expect(403);
            forger.get("/en/events").await.expect(200);
        }
        staff.other().get("/en/events/mangroves").await.expect(404);
        // A proxy may change the Host: the configured origin is believed.
        for (title, sound) in [
            ("First", &[("sec-fetch-site", "same-origin"), ("host", "portal.example")][..]),
            ("Second", &[("origin", "https://portal.example"), ("host", "10.0.0.1:3000")]),
            ("Third", &[("host", "portal.example")]),
        ] {
            let mut browser = staff.other();
            browser.keep("__Host-portal", &session);
            browser.headers = sound.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
            browser.post("/en/staff/events/new", &event(&[("title.en", title)])).await.expect(303);
        }
        staff.sending("sec-fetch-site", "same-origin").post(&publish, &[("version", "1")]).await.expect(303);
    }

    async fn a_body_of_ten_megabytes_is_refused(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let body = format!("title.en={}", "a".repeat(10_000_000)).into_bytes();
        for path in ["/en/staff/events/new", "/zh-Hans/staff/sign-in"] {
            staff.post_bytes(path, body.clone()).await.expect(413).says(&["<h1"]);
        }
        // Without a length beforehand, too.
        let pieces: Vec<Bytes> = body.chunks(64 * 1024).map(Bytes::copy_from_slice).collect();
        let request = staff.request("POST", "/en/staff/events/new");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = Body::new(Pieces { pieces: pieces.into_iter(), ends: true });
        staff.send(request.body(body).unwrap()).await.expect(413);
        staff.get("/en/staff/events").await.expect(200);
    }

    async fn a_form_of_far_too_many_fields_is_refused_before_a_page_is_made_of_it(state) {
        let mut visitor = Browser::at(state).await;
        let body = "a=&".repeat(100_000).into_bytes();
        visitor.post_bytes("/en/staff/events/new", body).await.expect(413).says(&["<h1"]);
    }

    async fn an_id_that_no_event_can_have_is_not_found(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        for id in ["%00", "a-b", "%27%20OR%201=1"] {
            staff.get(&format!("/en/staff/events/{id}")).await.expect(404);
        }
    }

    async fn bytes_that_are_not_text_are_refused(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        for bad in [&b"title.en=%ff%fe&zone=Asia/Jakarta"[..], b"title.en=\xff\xfe", b"title.en=%E7%BA"] {
            staff.post_bytes("/en/staff/events/new", bad.to_vec()).await.expect(400).says(&["<h1"]);
        }
        staff.get("/en/events?country=%ff").await.expect(400);
        staff.get("/en/events/%ff").await.expect(400);
        staff.get("/%ff/events").await.expect(404);
    }

    async fn a_body_that_is_no_form_is_refused(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
            let request = staff.request("POST", "/en/staff/events/new").header(header::CONTENT_TYPE, kind);
            staff.send(request.body(Body::from("title.en=A")).unwrap()).await.expect(415).says(&["<h1"]);
        }
    }

    async fn an_attackers_words_do_not_become_headers(state) {
        let mut visitor = Browser::at(state).await;
        for path in [
            "/language/en?to=/en%0d%0aset-cookie:%20a=b",
            "/language/en?to=//evil.example",
            "/language/en?to=/%5cevil.example",
            "/language/en?to=https://evil.example",
        ] {
            let reply = visitor.get(path).await.expect(303);
            assert_eq!(reply.location(), "/en", "{path}");
            assert_eq!(reply.headers.get_all(header::SET_COOKIE).iter().count(), 1);
        }
        let page = visitor.other().sending("x-request-id", "<script>alert(1)</script>").get("/en/nothing").await.expect(404);
        harmless("an id", page.text());
        let page = visitor.other().sending("x-forwarded-proto", "https").get("/en").await.expect(200);
        assert_eq!(page.header("strict-transport-security"), "", "nobody asked that proxy");
    }

    async fn a_host_that_is_made_up_does_not_reach_a_page(state) {
        let mut visitor = Browser::at(state).await;
        visitor.headers = vec![("host", "evil.example\"><script>alert(1)</script>".to_owned())];
        harmless("a host", visitor.get("/en").await.expect(400).text());
        harmless("a host", visitor.get("/en/events.atom").await.expect(400).text());
    }
}

/// A body that comes in pieces, without its length beforehand; it ends after them, or never.
struct Pieces {
    pieces: std::vec::IntoIter<Bytes>,
    ends: bool,
}

impl hyper::body::Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        match (self.pieces.next(), self.ends) {
            (Some(piece), _) => Poll::Ready(Some(Ok(Frame::data(piece)))),
            (None, true) => Poll::Ready(None),
            (None, false) => Poll::Pending,
        }
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let state = TestState::sqlite().await;
    let config = Serve { request_timeout: Duration::from_millis(300), ..Serve::at(Serve::LISTEN) };
    let mut visitor = Browser::with(&state, config).await;
    let request = visitor.request("POST", "/en/staff/sign-in");
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = Body::new(Pieces { pieces: vec![Bytes::from_static(b"email=")].into_iter(), ends: false });
    visitor.send(request.body(body).unwrap()).await.expect(408).says(&["<h1"]);
}

/// Reads until the other end hangs up, or a minute is over; what came, and how long that took.
fn until_closed(mut stream: TcpStream) -> (String, Duration) {
    let began = Instant::now();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    assert!(read.is_ok() || !answer.is_empty() || began.elapsed() < Duration::from_secs(50), "never hung up");
    (String::from_utf8_lossy(&answer).into_owned(), began.elapsed())
}

#[test]
fn slow_and_swollen_requests_are_cut() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--header-timeout", "1", "--request-timeout", "2"]);
    let connect = || TcpStream::connect(served.address()).unwrap();

    // A head that does not end.
    let mut slow = connect();
    slow.write_all(b"GET /en HTTP/1.1\r\nHost: a\r\nX-Slow: ").unwrap();
    let (_, took) = until_closed(slow);
    assert!(took < Duration::from_secs(30), "{took:?}");

    // A connection on which nothing is asked.
    let (_, took) = until_closed(connect());
    assert!(took < Duration::from_secs(30), "{took:?}");

    // A body that does not end: told why.
    let mut slow = connect();
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    write!(slow, "{head}Content-Length: 100\r\n\r\nemail=").unwrap();
    let (answer, _) = until_closed(slow);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");

    // A head larger than any browser's.
    let mut swollen = connect();
    let _ = write!(swollen, "GET /en HTTP/1.1\r\nHost: a\r\nCookie: {}\r\n\r\n", "a".repeat(100_000));
    let (answer, _) = until_closed(swollen);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");

    // A body of 10 MB: the page that says so arrives, though the browser is still sending.
    let mut swollen = connect();
    write!(swollen, "{head}Content-Length: 10000000\r\nConnection: close\r\n\r\n").unwrap();
    swollen.write_all(&vec![b'a'; 10_000_000]).unwrap();
    let (answer, _) = until_closed(swollen);
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("<h1"), "{answer}");

    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
}

#[test]
fn secrets_are_not_logged() {
    let folder = tempfile::tempdir().unwrap();
    let (line, log) = std::sync::mpsc::channel();
    let served = Served::logged(folder.path(), &["--log", "debug"], move |told| drop(line.send(told)));
    let token = "s3cr3t-t0k3n";
    served.get(&format!("/en/staff/set-password/{token}"));
    let mut stream = TcpStream::connect(served.address()).unwrap();
    let form = format!("email=a%40b.c&password={}", PASSWORD.replace(' ', "+"));
    write!(
        stream,
        "POST /en/staff/sign-in?secret={token} HTTP/1.1\r\nHost: a\r\nCookie: __Host-portal={token}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    )
    .unwrap();
    let (answer, _) = until_closed(stream);
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    served.terminate();
    assert_eq!(served.wait(), Some(0));
    // Ends when the log has ended.
    let log = log.iter().collect::<Vec<_>>().join("\n");
    assert!(log.contains("/en/staff/set-password/…") && log.contains("status=401"), "{log}");
    for secret in [token, PASSWORD, "correct+horse", "a@b.c"] {
        assert!(!log.contains(secret), "{secret} in\n{log}");
    }
}
