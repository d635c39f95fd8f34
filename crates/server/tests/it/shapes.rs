//! Requests that are none, or not what they seem, over real sockets: each gets one answer, or none, and never another's.

use std::io::{Read, Write};

use crate::{
    cli::Served,
    wire::{connect, exchange, get, until_closed},
};

fn served() -> (tempfile::TempDir, Served) {
    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--header-timeout", "2", "--request-timeout", "5"]);
    (folder, served)
}

/// What would be answered by itself, were it taken for a request of its own.
const SMUGGLED: &str = "GET /en/center HTTP/1.1\r\nHost: portal.example\r\n\r\n";

#[test]
fn a_request_whose_end_can_be_read_in_two_ways_is_answered_once_and_the_connection_ends() {
    let (_folder, served) = served();
    let post = "POST /en/staff/sign-in HTTP/1.1\r\nHost: portal.example\r\n\
                Content-Type: application/x-www-form-urlencoded\r\n";
    for (what, request, statuses) in [
        // RFC 9112, section 6.3: Transfer-Encoding wins, and the connection must not be used again.
        (
            "CL, then TE",
            format!("{post}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}"),
            &[422, 400][..],
        ),
        (
            "TE, then CL",
            format!("{post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n{SMUGGLED}"),
            &[422, 400],
        ),
        (
            "TE, hidden in a second line",
            format!(
                "{post}Content-Length: 4\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}"
            ),
            &[422, 400],
        ),
        ("two lengths", format!("{post}Content-Length: 0\r\nContent-Length: 5\r\n\r\n{SMUGGLED}"), &[400]),
        ("two lengths in one line", format!("{post}Content-Length: 0, 5\r\n\r\n{SMUGGLED}"), &[400]),
        ("a length with a sign", format!("{post}Content-Length: +5\r\n\r\n{SMUGGLED}"), &[400]),
        ("a length below zero", format!("{post}Content-Length: -1\r\n\r\n{SMUGGLED}"), &[400]),
        ("a length that is none", format!("{post}Content-Length: 0x5\r\n\r\n{SMUGGLED}"), &[400]),
        ("a length beyond numbers", format!("{post}Content-Length: 99999999999999999999999\r\n\r\n{SMUGGLED}"), &[400]),
        (
            "chunked, but not at last",
            format!("{post}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{SMUGGLED}"),
            &[400],
        ),
        ("a coding that is none", format!("{post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{SMUGGLED}"), &[400]),
        (
            "chunked in HTTP/1.0",
            format!("{}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}", post.replace("1.1", "1.0")),
            &[400],
        ),
        ("a chunk that is none", format!("{post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{SMUGGLED}"), &[400]),
        (
            "a chunk beyond numbers",
            format!("{post}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{SMUGGLED}"),
            &[400],
        ),
        (
            "a chunk's endless extension",
            format!("{post}Transfer-Encoding: chunked\r\n\r\n1;{}\r\na\r\n0\r\n\r\n{SMUGGLED}", "x".repeat(40_000)),
            &[400],
        ),
        (
            "a folded header",
            format!("GET /en HTTP/1.1\r\nHost: portal.example\r\nX-Folded: a\r\n b\r\n\r\n{SMUGGLED}"),
            &[400],
        ),
        ("a folded length", format!("{post}Content-Length:\r\n 5\r\n\r\n{SMUGGLED}"), &[400]),
        ("a space before the colon", format!("{post}Content-Length : 5\r\n\r\n{SMUGGLED}"), &[400]),
        ("a space before a header", format!("GET /en HTTP/1.1\r\n Host: portal.example\r\n\r\n{SMUGGLED}"), &[400]),
        ("NUL in a header", format!("GET /en HTTP/1.1\r\nHost: portal.example\r\nX: a\0b\r\n\r\n{SMUGGLED}"), &[400]),
        (
            "a lone CR in a header",
            format!("GET /en HTTP/1.1\r\nHost: portal.example\r\nX: a\rb\r\n\r\n{SMUGGLED}"),
            &[400],
        ),
        (
            "a header without a colon",
            format!("GET /en HTTP/1.1\r\nHost: portal.example\r\nnothing\r\n\r\n{SMUGGLED}"),
            &[400],
        ),
        ("HTTP/2's preface", format!("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{SMUGGLED}"), &[400, 505]),
        ("no HTTP at all", format!("hello\r\n\r\n{SMUGGLED}"), &[400]),
    ] {
        let answer = exchange(served.address(), request.as_bytes());
        assert!(answer.count() <= 1, "{what}: {}", answer.text);
        assert!(statuses.contains(&answer.status()) || answer.text.is_empty(), "{what}: {}", answer.text);
        assert!(!answer.text.contains("<title>The Center"), "{what}: {}", answer.text);
    }
    assert_eq!(get(served.address(), "/en", &[]).status(), 200);
}

#[test]
fn a_request_without_one_sound_host_is_refused() {
    let (_folder, served) = served();
    for (hosts, status) in [
        ("", 400),
        ("Host: a.example\r\nHost: b.example\r\n", 400),
        ("Host: a.example\r\nHost: a.example\r\n", 400),
        ("Host: \r\n", 400),
        ("Host: a.example/en\r\n", 400),
        ("Host: a.example\"><script>\r\n", 400),
        ("Host: user@a.example\r\n", 400),
        ("Host: a.example\r\n", 200),
        ("Host: [::1]:3000\r\n", 200),
    ] {
        // Twice: the second time, the page is kept.
        for _ in 0..2 {
            let request = format!("GET /en/center HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
            let answer = exchange(served.address(), request.as_bytes());
            assert_eq!(answer.status(), status, "{hosts:?}: {}", answer.head());
            assert!(status == 200 || answer.text.contains("<h1"), "{hosts:?}: {}", answer.text);
        }
    }
    // RFC 9112, section 3.2.2: the address says which host is meant.
    let request = "GET http://a.example/en/events.atom HTTP/1.1\r\nHost: b.example\r\nConnection: close\r\n\r\n";
    let answer = exchange(served.address(), request.as_bytes());
    assert!(answer.status() == 200 && answer.text.contains("http://a.example/") && !answer.text.contains("b.example"));
}

#[test]
fn no_path_leads_out_of_the_site_or_is_an_error_of_ours() {
    let (_folder, served) = served();
    let long = format!("/en/{}", "a".repeat(7000));
    let longer = format!("/en/{}", "a".repeat(20_000));
    let deep = "/en".repeat(2000);
    let mut paths: Vec<String> = [
        "/../../../../etc/passwd",
        "/en/../../etc/passwd",
        "/assets/../../../etc/passwd",
        "/assets/..%2f..%2f..%2fetc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/%252e%252e/%252e%252e/etc/passwd",
        "/assets/....//....//etc/passwd",
        "/assets/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
        "/assets/%u002e%u002e/etc/passwd",
        "/assets//etc/passwd",
        "/assets/..\\..\\etc\\passwd",
        "/assets/%5c%2e%2e%5c%2e%2e",
        "/assets/main.css%00.svg",
        "/favicon.svg%00",
        "/%00",
        "/en/events/%00",
        "/en/events/a%00b",
        "/en/events/a%2fb",
        "/en/events/..%2f..",
        "/en%2fevents",
        "//evil.example/en",
        "/en//events",
        "//",
        "///",
        "/en/./events",
        "/en/events/..",
        "/.git/config",
        "/.env",
        "/en/%ff%fe",
        "/%e0%80%af",
        "/en/events/%c0%af",
        "/en;a=b/events",
        "/en/events;jsessionid=1",
        "/en/events%20",
        "/en/events%0d%0aX: y",
        "/%",
        "/en/%zz",
        "/en?%",
        "/en/events?%00=%00",
        "/en/events?year=%00",
        "/en/events?=&&&==",
        "*",
        "en",
        "",
        "?",
        "http://",
        "http://a.example",
        "http:///en",
        "ftp://a.example/en",
        "javascript:alert(1)",
        "/en/\u{202e}",
        "/en/staff/../events",
    ]
    .map(str::to_owned)
    .to_vec();
    paths.extend([long, longer, deep]);
    for path in paths {
        let shown: String = path.chars().take(60).collect();
        let answer = get(served.address(), &path, &[]);
        let status = answer.status();
        assert!(!answer.text.contains("root:") && !answer.text.contains("[core]"), "{shown}: {}", answer.text);
        assert!(status == 0 || (200..500).contains(&status), "{shown}: {}", answer.head());
        let elsewhere = answer.header("location");
        assert!(
            elsewhere.is_empty() || (elsewhere.starts_with('/') && !elsewhere.starts_with("//")),
            "{shown}: {elsewhere}"
        );
        if status == 200 {
            assert!(path.starts_with("/en") || path.starts_with("http"), "{shown} is a page: {}", answer.head());
        }
    }
    assert_eq!(get(served.address(), &format!("/en?{}", "a".repeat(9000)), &[]).status(), 414);
    assert_eq!(get(served.address(), "/en", &[]).status(), 200);
}

#[test]
fn a_method_that_is_none_of_ours_is_told_so() {
    let (_folder, served) = served();
    for method in ["TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND", "BREW", "get", "GETGETGET", "OPTIONS"] {
        for path in ["/en", "/en/staff/events/new", "/assets/nothing", "/healthz", "*", "portal.example:443"] {
            let request = format!("{method} {path} HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n\r\n");
            let answer = exchange(served.address(), request.as_bytes());
            let status = answer.status();
            assert!(matches!(status, 0 | 400 | 404 | 405), "{method} {path}: {}", answer.head());
            assert!(!answer.body().contains("Connection: close"), "{method} {path}: nothing is sent back");
        }
    }
    assert!(get(served.address(), "/en", &[]).status() == 200);
}

#[test]
fn older_http_is_answered_as_it_asks() {
    let (_folder, served) = served();
    let answer = exchange(served.address(), b"GET /en HTTP/1.0\r\n\r\n");
    assert!(answer.status() == 200 && answer.text.contains("<h1"), "{}", answer.head());
    assert!(answer.header("transfer-encoding").is_empty(), "HTTP/1.0 knows no chunks: {}", answer.head());
    // A long list has no length beforehand; it ends with the connection.
    let answer = exchange(served.address(), b"GET /en/events.csv HTTP/1.0\r\nHost: portal.example\r\n\r\n");
    assert!(answer.status() == 200 && answer.header("transfer-encoding").is_empty(), "{}", answer.head());
    let answer = exchange(served.address(), b"GET /en HTTP/0.9\r\n\r\n");
    assert!(matches!(answer.status(), 0 | 400 | 505), "{}", answer.head());
}

#[test]
fn a_range_is_not_cut_out_of_a_page_and_many_ranges_cost_nothing() {
    let (_folder, served) = served();
    let whole = get(served.address(), "/en/center", &[]);
    let many = format!("bytes={}", (0..1500).map(|n| format!("{n}-{}", n + 5000)).collect::<Vec<_>>().join(","));
    for range in ["bytes=0-0", "bytes=5-1", "bytes=-1", "bytes=0-", "bytes=0-99999999999999999999", "pages=1-2", &many]
    {
        for path in ["/en/center", "/robots.txt", "/en/events.csv"] {
            let answer = get(served.address(), path, &[("Range", range)]);
            assert_eq!(answer.status(), 200, "{path} {}", answer.head());
            assert!(answer.header("content-range").is_empty(), "{path}");
            assert!(path != "/en/center" || answer.body() == whole.body());
        }
    }
}

#[test]
fn a_packed_body_is_refused_before_it_is_read() {
    let (_folder, served) = served();
    for coding in ["gzip", "br", "deflate", "zstd", "gzip, gzip"] {
        let mut stream = connect(served.address());
        let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000";
        // Of the body, which never comes whole, the portal waits for nothing.
        write!(stream, "{head}\r\nContent-Encoding: {coding}\r\n\r\n\x1f").unwrap();
        let answer = until_closed(stream);
        assert_eq!(answer.status(), 415, "{coding}: {}", answer.text);
        assert!(answer.text.contains("<h1"), "{}", answer.text);
    }
}

#[test]
fn too_many_or_too_large_headers_are_refused() {
    let (_folder, served) = served();
    let with = |headers: &str| {
        let request = format!("GET /en HTTP/1.1\r\nHost: portal.example\r\nConnection: close\r\n{headers}\r\n");
        exchange(served.address(), request.as_bytes()).status()
    };
    let many = |count: usize| (0..count).map(|n| format!("X-Header-{n}: {n}\r\n")).collect::<String>();
    assert_eq!(with(&many(80)), 200);
    assert!(matches!(with(&many(1000)), 0 | 431));
    assert!(matches!(with(&many(5000)), 0 | 431));
    assert!(matches!(with(&format!("X-Large: {}\r\n", "a".repeat(200_000))), 0 | 431));
    assert!(matches!(with(&format!("{}: a\r\n", "X".repeat(100_000))), 0 | 400 | 431));
    // Lists that are read for each request are read once, however long.
    let codings = format!("Accept-Encoding: {}\r\n", "br;q=0.1,".repeat(1500));
    assert_eq!(with(&codings), 200);
    let known = format!("If-None-Match: {}\r\n", "\"a\",".repeat(3000));
    assert_eq!(with(&known), 200);
    let languages = format!("Accept-Language: {}\r\n", "zh-Hans;q=0.1,".repeat(1000));
    assert_eq!(with(&languages), 200);
    assert_eq!(with(&format!("Cookie: {}\r\n", "a=b; ".repeat(4000))), 200);
    assert_eq!(with(&format!("X-Forwarded-For: {}\r\n", "1.1.1.1, ".repeat(2000))), 200);
}

#[test]
fn requests_in_a_row_on_one_connection_are_answered_in_order() {
    let (_folder, served) = served();
    let mut stream = connect(served.address());
    let ask = |path: &str, more: &str| format!("GET {path} HTTP/1.1\r\nHost: portal.example\r\n{more}\r\n");
    let row = ask("/en/center", "") + &ask("/en/nothing", "") + &ask("/robots.txt", "Connection: close\r\n");
    stream.write_all(row.as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    let statuses: Vec<&str> = text.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
    assert_eq!(statuses, ["200", "404", "200"]);
}
