//! What the standard that `docs/security.md` goes through asks for, and no other test shows.

use std::{
    collections::BTreeSet,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    sync::Arc,
};

use http::header;
use model::viewer::{Role, Viewer};
use server::{
    app::{App, SystemClock},
    config::Serve,
    store::{Database, Store},
};

use crate::{
    browser::{Browser, PASSWORD, Reply, event, published, written},
    cli::Served,
    harness::{TestState, on_both_databases},
};

/// Every form in which visitors are told of events.
const TOLD: [&str; 11] = [
    "/en",
    "/en/events",
    "/zh-Hans/events",
    "/en/events.json",
    "/en/events.csv",
    "/en/events.ics",
    "/en/events.atom",
    "/en/countries/id",
    "/en/countries/id.json",
    "/sitemap.xml",
    "/sitemap-pages.xml",
];

on_both_databases! {
    async fn a_draft_is_told_to_no_visitor_in_any_form(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = written(&mut staff, &[("title.en", "Zzmarsh talks"), ("summary.en", "Zzmarsh talks.")]).await;
        let mut visitor = staff.other();
        let silent = async |visitor: &mut Browser<'_>| {
            for path in ["/en/events/zzmarsh-talks", "/en/events/zzmarsh-talks.json", "/zh-Hans/events/zzmarsh-talks.ics"] {
                visitor.get(path).await.expect(404);
            }
            for path in TOLD {
                let told = visitor.get(path).await.expect(200);
                assert!(!told.text().to_lowercase().contains("zzmarsh"), "{path}");
            }
        };
        silent(&mut visitor).await;
        // What was public is as unseen as what never was, though it was kept in memory meanwhile.
        staff.post(&format!("{edit}/publish"), &[("version", "1")]).await.expect(303);
        visitor.get("/en/events").await.expect(200).says(&["Zzmarsh talks"]);
        staff.post(&format!("{edit}/unpublish"), &[("version", "2")]).await.expect(303);
        silent(&mut visitor).await;
    }

    async fn what_staff_say_among_themselves_is_told_to_no_visitor(state) {
        let mut browser = Browser::at(state).await;
        owner(&mut browser, "quiet@example.org", "Quiet Writer", PASSWORD).await;
        browser.post("/en/staff/sign-in", &[("email", "quiet@example.org"), ("password", PASSWORD)]).await.expect(303);
        let edit = published(&mut browser, &[("note", "Not for everybody")]).await;
        browser.post(&format!("{edit}/cancel"), &[("version", "2"), ("notice.en", "Off."), ("note", "Not for everybody")]).await.expect(303);
        browser.get(&format!("{edit}/revisions")).await.expect(200).says(&["Not for everybody", "Quiet Writer"]);
        let mut visitor = browser.other();
        for path in TOLD.into_iter().chain(["/en/events/mangroves", "/en/events/mangroves.json", "/en/events/mangroves.ics"]) {
            let told = visitor.get(path).await.expect(200);
            for secret in ["Not for everybody", "Quiet Writer", "quiet@example.org"] {
                assert!(!told.text().contains(secret), "{secret} in {path}");
            }
        }
    }

    async fn a_form_sets_its_own_fields_alone(state) {
        let mut editor = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let more = [
            ("status", "published"), ("public", "1"), ("id", "0123456789abcdef0123456789abcdef"), ("version", "9"), ("sample", "1"),
            ("published-at", "2020-01-01"), ("created-at", "2020-01-01"), ("role", "admin"), ("by", "somebody else"),
        ];
        let edit = written(&mut editor, &more).await;
        assert!(!edit.contains("0123456789abcdef"), "{edit}");
        let page = editor.get(&edit).await.expect(200);
        assert_eq!(page.hidden("version"), "1");
        editor.other().get("/en/events/mangroves").await.expect(404);
        editor.get("/en/staff/events?status=draft").await.expect(200).says(&["Mangroves"]);
        editor.get(&format!("{edit}/publish")).await.expect(403);
    }

    async fn what_stands_in_the_address_is_not_taken_for_the_form(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = written(&mut staff, &[]).await;
        staff.post(&format!("{edit}/publish?version=1"), &[]).await.expect(400);
        staff.other().get("/en/events/mangroves").await.expect(404);
        let email = staff.account(Role::Editor).await;
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs([("email", &*email), ("password", PASSWORD)]).finish();
        staff.other().post(&format!("/en/staff/sign-in?{query}"), &[]).await.expect(422);
        // A field that is sent twice is the last, wherever it is read.
        staff.post(&format!("{edit}/publish"), &[("version", "7"), ("version", "1")]).await.expect(303);
    }

    async fn no_address_of_the_desk_answers_a_stranger(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        let id = edit.rsplit('/').next().unwrap();
        let mut stranger = staff.other();
        for path in desk() {
            let path = path.replace("{language}", "en").replace("{event}", id).replace("{change}", "cancel");
            let path = path.replace(['{', '}'], "");
            let seen = stranger.get(&path).await;
            let sent_away = seen.status == 303 && seen.location().starts_with("/en/staff/sign-in?");
            assert!(sent_away || seen.status == 405, "{path}: {}", seen.status);
            let posted = stranger.post(&path, &event(&[("version", "2")])).await;
            let sent_away = posted.status == 303 && posted.location().starts_with("/en/staff/sign-in?");
            assert!(sent_away || matches!(posted.status.as_u16(), 401 | 405), "{path}: {}", posted.status);
        }
        staff.other().get("/en/events/mangroves").await.expect(200);
    }

    async fn a_password_is_taken_as_it_was_typed(state) {
        let mut browser = Browser::at(state).await;
        let typed = "  Mángrove-Wörter 红树林 🌿  ";
        let longest = "ab".repeat(128);
        for (number, password) in [typed, &longest].into_iter().enumerate() {
            let email = format!("typist{number}@example.org");
            owner(&mut browser, &email, "", password).await;
            let shortened: String = password.chars().take(password.chars().count() - 1).collect();
            for other in [password.trim(), &password.to_lowercase(), &shortened, &format!("{password}a")] {
                if other != password {
                    browser.other().post("/en/staff/sign-in", &[("email", &email), ("password", other)]).await.expect(401);
                }
            }
            browser.other().post("/en/staff/sign-in", &[("email", &email), ("password", password)]).await.expect(303);
        }
    }
}

/// Makes an account, whose owner sets this password by its link.
async fn owner(browser: &mut Browser<'_>, email: &str, name: &str, password: &str) {
    let link = browser.state.app.invite_staff(&Viewer::Operator, email, name, Role::Publisher).await.unwrap();
    let set = format!("/en/staff/set-password/{}", link.reveal());
    browser.other().post(&set, &[("password", password), ("again", password)]).await.expect(303);
}

/// The addresses under which the desk's handlers are, as their routers spell them, but for those by which one comes in or goes.
fn desk() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/staff");
    let files = std::fs::read_dir(folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let spelled = files.flat_map(|text| {
        let routes = text.split(".route(").skip(1).filter_map(|rest| rest.split('"').nth(1));
        routes.map(str::to_owned).collect::<Vec<_>>()
    });
    let entrances = ["sign-in", "sign-out", "set-password"];
    let found: BTreeSet<String> = spelled.filter(|path| entrances.iter().all(|door| !path.contains(door))).collect();
    assert!(found.len() >= 7, "{found:?}");
    found
}

#[tokio::test]
async fn every_cookie_is_bound_to_this_host() {
    let state = TestState::sqlite().await;
    let mut browser = Browser::at(&state).await;
    let link = state.app.invite_staff(&Viewer::Operator, "linh@example.org", "Linh", Role::Editor).await.unwrap();
    let set = format!("/en/staff/set-password/{}", link.reveal());
    let mut replies = vec![browser.get("/language/th?to=/th").await.expect(303)];
    replies.push(browser.post(&set, &[("password", PASSWORD), ("again", PASSWORD)]).await.expect(303));
    replies.push(browser.post("/en/staff/sign-in", &[("email", "linh@example.org"), ("password", PASSWORD)]).await);
    replies.push(browser.post("/en/staff/sign-out", &[]).await.expect(303));
    let cookies: Vec<&str> = replies
        .iter()
        .flat_map(|reply| reply.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap()))
        .collect();
    assert!(cookies.len() >= 5, "{cookies:?}");
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-"), "{cookie}");
        let attributes: BTreeSet<&str> = cookie.split("; ").skip(1).collect();
        for needed in ["Path=/", "Secure", "HttpOnly"] {
            assert!(attributes.contains(needed), "{needed} of {cookie}");
        }
        assert!(attributes.contains("SameSite=Lax") || attributes.contains("SameSite=Strict"), "{cookie}");
        assert!(!cookie.contains("Domain="), "{cookie}");
    }
}

#[tokio::test]
async fn every_answer_says_what_it_is_and_in_which_characters() {
    let state = TestState::sqlite().await;
    let mut visitor = Browser::at(&state).await;
    let mut paths: Vec<String> = TOLD.map(str::to_owned).into();
    paths.extend(["/robots.txt", "/healthz", "/readyz", "/en/nothing", "/en/nothing.json"].map(str::to_owned));
    let home = visitor.get("/en/center").await.expect(200);
    let linked = home.text().split(['"', '=']).filter(|word| word.starts_with("/assets/"));
    paths.extend(linked.map(str::to_owned));
    for path in paths {
        let reply = visitor.get(&path).await;
        let kind = reply.header("content-type");
        assert!(!kind.is_empty() && !reply.bytes.is_empty(), "{path}");
        let is_text = kind.starts_with("text/") || kind.split(';').next().is_some_and(|kind| kind.ends_with("xml"));
        assert!(!is_text || kind.contains("charset=utf-8"), "{path}: {kind}");
    }
}

#[tokio::test]
async fn no_other_site_is_let_read_an_answer() {
    let state = TestState::sqlite().await;
    let mut visitor = Browser::at(&state).await.sending("origin", "https://evil.example");
    let allowed = |reply: &Reply| reply.headers.keys().any(|name| name.as_str().starts_with("access-control-"));
    for path in ["/en", "/en/events.json", "/en/staff/sign-in", "/en/nothing", "/healthz"] {
        assert!(!allowed(&visitor.get(path).await), "{path}");
        let preflight = visitor.request("OPTIONS", path).header("access-control-request-method", "POST");
        assert!(!allowed(&visitor.send(preflight.body(axum::body::Body::empty()).unwrap()).await), "{path}");
    }
}

#[tokio::test]
async fn no_folder_is_listed_and_nothing_else_of_the_project_is_served() {
    let state = TestState::sqlite().await;
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(site.path().join("pkg/inner")).unwrap();
    std::fs::create_dir_all(site.path().join(".git")).unwrap();
    std::fs::write(site.path().join(".git/config"), "[core]").unwrap();
    let folder = Serve { site: Some(site.path().to_owned()), ..Serve::at(Serve::LISTEN) };
    for config in [Serve::at(Serve::LISTEN), folder] {
        let mut visitor = Browser::with(&state, config).await;
        for path in [
            "/assets",
            "/assets/",
            "/pkg",
            "/pkg/",
            "/pkg/inner",
            "/pkg/inner/",
            "/.git/config",
            "/.git/HEAD",
            "/.env",
            "/Cargo.toml",
            "/migrations/",
            "/data/portal.sqlite",
            "/portal.sqlite",
        ] {
            let reply = visitor.get(path).await;
            assert!(matches!(reply.status.as_u16(), 404 | 308), "{path}: {}", reply.status);
        }
    }
}

#[tokio::test]
async fn whoever_has_found_a_hole_is_told_whom_to_write_to_if_somebody_was_named() {
    let state = TestState::sqlite().await;
    Browser::at(&state).await.get("/.well-known/security.txt").await.expect(404);
    let config = Serve {
        origin: Some("https://portal.example".to_owned()),
        security_contact: Some("mailto:security@portal.example".to_owned()),
        ..Serve::at(Serve::LISTEN)
    };
    let told = Browser::with(&state, config).await.get("/.well-known/security.txt").await.expect(200);
    assert_eq!(told.header("content-type"), "text/plain; charset=utf-8");
    told.says(&[
        "Contact: mailto:security@portal.example\n",
        "Expires: 2026-08-28T00:00:00Z\n",
        "Canonical: https://portal.example/.well-known/security.txt\n",
    ]);
}

/// What the portal answers to these bytes, until it hangs up or says no more.
fn answer(served: &Served, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(served.address()).unwrap();
    stream.set_read_timeout(Some(std::time::Duration::from_secs(20))).unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

/// What the portal answers to a form.
fn post(served: &Served, path: &str, headers: &str, form: &str) -> String {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n{headers}\r\n{form}",
        form.len()
    );
    answer(served, head.as_bytes())
}

#[tokio::test]
async fn what_is_refused_stands_in_the_log_with_the_account_that_asked() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Database::Sqlite(folder.path().join("data"))).await.unwrap();
    let app = App::new(store.clone(), Arc::new(SystemClock));
    let link = app.invite_staff(&Viewer::Operator, "linh@example.org", "Linh", Role::Viewer).await.unwrap();
    let account = app.accounts(&Viewer::Operator).await.unwrap()[0].staff.id.as_str().to_owned();
    store.close().await;

    let (line, log) = std::sync::mpsc::channel();
    let served = Served::logged(folder.path(), &[], move |told| drop(line.send(told)));
    let password = PASSWORD.replace(' ', "+");
    let set = format!("/en/staff/set-password/{}", link.reveal());
    assert!(post(&served, &set, "", &format!("password={password}&again={password}")).starts_with("HTTP/1.1 303"));
    let signed_in = post(&served, "/en/staff/sign-in", "", &format!("email=linh%40example.org&password={password}"));
    let (_, cookie) = signed_in.split_once("__Host-portal=").unwrap_or_else(|| panic!("{signed_in}"));
    let cookie = format!("Cookie: __Host-portal={}\r\n", cookie.split(';').next().unwrap());
    let new = "/en/staff/events/new";
    assert!(post(&served, new, &cookie, "title.en=A").starts_with("HTTP/1.1 403"));
    let asked = format!("GET {new} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{cookie}\r\n");
    assert!(answer(&served, asked.as_bytes()).starts_with("HTTP/1.1 403"));
    assert!(post(&served, new, "", "title.en=A").starts_with("HTTP/1.1 401"));
    assert!(post(&served, new, "Sec-Fetch-Site: cross-site\r\n", "title.en=A").starts_with("HTTP/1.1 403"));
    served.terminate();
    assert_eq!(served.wait(), Some(0));

    let log: Vec<String> = log.iter().collect();
    let lines = |piece: &str| log.iter().filter(|line| line.contains(piece)).collect::<Vec<_>>();
    assert_eq!(lines("status=403").len(), 3, "{log:#?}");
    assert!(lines("status=401").iter().all(|line| !line.contains("account=")), "{log:#?}");
    let of_account = format!("account=\"{account}\"");
    let refused = lines("status=403").into_iter().filter(|line| line.contains(&of_account)).count();
    assert_eq!(refused, 2, "{log:#?}");
    assert!(lines("a forged form was refused").iter().any(|line| line.contains("WARN")), "{log:#?}");
    assert!(lines("linh@example.org").is_empty(), "{log:#?}");
}

#[test]
fn where_a_request_ends_is_never_in_doubt() {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--header-timeout", "2", "--request-timeout", "4"]);
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    for doubtful in [
        "Content-Length: 6\r\nContent-Length: 7\r\n",
        "Content-Length: 6, 7\r\n",
        "Content-Length: +6\r\n",
        "Content-Length: 0x6\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        "Content-Length: 6\r\n folded: yes\r\n",
    ] {
        let told = answer(
            &served,
            format!("{head}{doubtful}\r\nemail=GET /en/smuggled HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes(),
        );
        assert!(told.starts_with("HTTP/1.1 400"), "{doubtful}: {told}");
        assert_eq!(told.matches("HTTP/1.1").count(), 1, "{doubtful}: {told}");
    }
}

#[test]
fn nobody_writes_a_line_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let (line, log) = std::sync::mpsc::channel();
    let arguments = ["--trusted-proxy", "127.0.0.1", "--log", "debug"];
    let served = Served::logged(folder.path(), &arguments, move |told| drop(line.send(told)));
    for path in [
        "/en/a%0a2026-01-01T00:00:00Z%20%20INFO%20forged",
        "/en/a%1b%5b2Jb%0d%0aforged",
        "/en/\u{2028}forged",
        "/en/\u{9b}2Jforged",
        "/en/events?year=%0aforged",
    ] {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: forged\u{85}\r\nX-Request-Id: forged\u{85}id\r\nConnection: close\r\n\r\n"
        );
        answer(&served, request.as_bytes());
        answer(&served, b"GET /en/\x1b[2Jforged HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    }
    served.terminate();
    assert_eq!(served.wait(), Some(0));
    let lines: Vec<String> = log.iter().collect();
    assert!(lines.iter().any(|line| line.contains("forged")), "{lines:#?}");
    for line in lines {
        let begins = line.split(' ').next().is_some_and(|at| at.parse::<jiff::Timestamp>().is_ok());
        assert!(begins && !line.chars().any(char::is_control), "{line:?}");
    }
}
