//! What a request says in its head.

use std::net::SocketAddr;

use http::{HeaderMap, HeaderName, HeaderValue, Request, header};
use model::locale::Locale;
use url::Url;

use crate::{
    config::{self, Serve},
    web::{
        coding::{accepts, etag, is_known, tag},
        cookie, form, language,
        visit::{Peer, Visit},
    },
};

/// The head that these bytes are: `name: value` a line. Lines that the server would not let through are left out.
fn head(bytes: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in bytes.split(|byte| *byte == b'\n').take(40) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    headers
}

/// Languages, cookies, codings, tags, proxies, media types: whatever is sent is understood or passed over, and nothing of it
/// gets where it could do harm.
pub(super) fn headers(bytes: &[u8]) {
    let headers = head(bytes);
    let _ = (language::negotiate(&headers), form::is_form(&headers), accepts(&headers, "br"));
    if let Some(asked) = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) {
        let found = Locale::negotiate(asked);
        assert_eq!(
            found,
            Locale::negotiate(&asked.to_ascii_uppercase().replace("Q=", "q=")),
            "tags have no case: {asked}"
        );
    }
    for name in [cookie::SESSION, cookie::DEVICE, cookie::LANGUAGE] {
        assert!(cookie::read(&headers, name).is_none_or(|value| !value.contains([';', '\n'])));
    }
    known(&headers);
    for peer in ["10.0.0.1:9", "3.3.3.3:9"] {
        visited(&headers, peer);
    }
}

/// A page's tag is found among whatever else is sent with it, and no other is.
fn known(headers: &HeaderMap) {
    let own = etag(&tag(b"a page"), Some("br"));
    let mut lines: Vec<HeaderValue> = headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let holds =
        lines.iter().filter_map(|line| line.to_str().ok()).any(|line| line.contains(&own) || line.contains('*'));
    assert!(holds || !is_known(&lines, &own), "{lines:?}");
    lines.extend(HeaderValue::try_from(format!("\"other\", W/{own}")));
    assert!(is_known(&lines, &own), "{lines:?}");
}

fn visited(headers: &HeaderMap, peer: &str) {
    let mut config = Serve::at(Serve::LISTEN);
    config.trusted_proxies.extend(config::proxies("10.0.0.0/8"));
    let mut request = Request::new(());
    headers.clone_into(request.headers_mut());
    let Ok(address) = peer.parse::<SocketAddr>() else { return };
    request.extensions_mut().insert(Peer(address));
    let visit = Visit::of(&request, &config);
    let by_proxy = peer.starts_with("10.");
    assert!(by_proxy || visit.address == address.ip(), "a stranger says where they come from: {}", visit.address);
    assert!((8..=64).contains(&visit.id.len()) && visit.id.bytes().all(|b| b.is_ascii_graphic() && b != b'<'));
    let host = visit.origin.strip_prefix("https://").or_else(|| visit.origin.strip_prefix("http://"));
    assert!(host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '"', '<', '@', ' '])), "{}", visit.origin);
    assert!(by_proxy || !visit.secure);
    let said = format!("{visit:?}");
    for secret in [&visit.session, &visit.device].into_iter().flatten().filter(|secret| secret.reveal().len() > 20) {
        assert!(!said.contains(secret.reveal()), "a secret is printed");
    }
    if let Ok(origin) = config::origin(&visit.origin) {
        assert_eq!(config::origin(&origin).as_ref(), Ok(&origin));
        assert!(Url::parse(&origin).is_ok());
    }
}
