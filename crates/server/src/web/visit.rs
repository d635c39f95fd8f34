//! What is known about a request before any handler sees it.

use std::{
    cell::RefCell,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use http::{HeaderMap, Request, Uri, header};
use model::{account::Welcome, locale::Locale, viewer::Viewer};

use super::{cookie, language, limit::BodyShare, proxy};
use crate::{app::Client, config::Serve};

/// The other end of the connection; put into each request by the accept loop.
#[derive(Clone, Copy, Debug)]
pub struct Peer(
    /// Its address.
    pub SocketAddr,
);

/// What is on the outside of a request: its id, and the origin that its visitor sees.
pub(crate) struct Envelope {
    /// As [`Visit::id`].
    pub(crate) id: String,
    /// As [`Visit::origin`].
    pub(crate) origin: String,
}

impl Envelope {
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap, peer: IpAddr, config: &Serve) -> Self {
        let by_proxy = proxy::is_trusted(peer, &config.trusted_proxies);
        let given = if by_proxy { given_id(headers) } else { None };
        let https = || by_proxy && proxy::is_https(peer, headers, config);
        let origin = config.origin.clone().unwrap_or_else(|| origin(uri, headers, https(), config));
        Self { id: given.unwrap_or_else(new_id), origin }
    }
}

/// What is known about a request. In the request's extensions, behind an `Arc`.
#[derive(Debug)]
pub(crate) struct Visit {
    /// What visitors can quote, and what the log knows the request by.
    pub(crate) id: String,
    /// The language that the path begins with, if it does.
    pub(crate) path_language: Option<Locale>,
    /// The language to speak: the path's, else the one chosen before, else the browser's, else English.
    pub(crate) language: Locale,
    /// Scheme and host as the visitor sees them.
    pub(crate) origin: String,
    /// The visitor came by https.
    pub(crate) secure: bool,
    /// Whom throttling counts: the last hop that is not one of our proxies.
    pub(crate) address: IpAddr,
    /// The visitor is a program: it is told of problems as problem+json.
    pub(crate) program: bool,
    /// The session's secret, as the browser sent it. Never logged.
    pub(crate) session: Option<Token>,
    /// The secret by which the device is known, as the browser sent it. Never logged.
    pub(crate) device: Option<Token>,
    /// The secret of the second step of signing in, as the browser sent it. Never logged.
    pub(crate) step: Option<Token>,
    /// What the browser calls itself; empty where it says nothing, or nothing that is text.
    pub(crate) user_agent: String,
    /// Who asks, once that was looked up.
    pub(crate) viewer: OnceLock<Viewer>,
    /// What the owner of a session is told in its first minutes.
    pub(crate) welcome: OnceLock<Welcome>,
    reading: AtomicBool,
    body: OnceLock<BodyShare>,
}

/// A secret in a cookie.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    fn in_cookie(headers: &HeaderMap, name: &str) -> Option<Self> {
        cookie::read(headers, name).filter(|secret| !secret.is_empty()).map(|secret| Self(secret.to_owned()))
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

impl Visit {
    /// What `request` tells of itself.
    pub(crate) fn of<B>(request: &Request<B>, config: &Serve) -> Self {
        let (headers, uri) = (request.headers(), request.uri());
        let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |p| p.0.ip());
        let Envelope { id, origin } = Envelope::of(uri, headers, peer, config);
        let path_language = language::of_path(uri.path());
        Self {
            id,
            path_language,
            language: path_language.unwrap_or_else(|| language::negotiate(headers)),
            secure: origin.starts_with("https://"),
            origin,
            address: proxy::client(peer, headers, config),
            program: is_program(uri.path(), headers),
            session: Token::in_cookie(headers, cookie::SESSION),
            device: Token::in_cookie(headers, cookie::DEVICE),
            step: Token::in_cookie(headers, cookie::STEP),
            user_agent: user_agent(headers),
            viewer: OnceLock::new(),
            welcome: OnceLock::new(),
            reading: AtomicBool::new(false),
            body: OnceLock::new(),
        }
    }

    /// Where a try to sign in comes from.
    pub(crate) fn client(&self) -> Client<'_> {
        let device = self.device.as_ref().map(Token::reveal);
        Client { address: self.address, device, user_agent: &self.user_agent }
    }

    /// Who asks, as far as it was looked up.
    pub(crate) fn viewer(&self) -> Viewer {
        self.viewer.get().cloned().unwrap_or(Viewer::Visitor)
    }

    /// Notes whether the request's body is being waited for: if time runs out then, it is the visitor's line that is slow.
    pub(crate) fn set_reading(&self, reading: bool) {
        self.reading.store(reading, Ordering::Relaxed);
    }

    /// Keeps the room that the request's body takes, until the request is answered.
    pub(crate) fn keep_body(&self, share: BodyShare) {
        // There is one body.
        let _ = self.body.set(share);
    }

    /// The request's body is being waited for.
    pub(crate) fn is_reading(&self) -> bool {
        self.reading.load(Ordering::Relaxed)
    }
}

/// The longest `User-Agent` that is looked at, in bytes.
const USER_AGENT_MAX: usize = 400;

fn user_agent(headers: &HeaderMap) -> String {
    let whole = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    whole.get(..USER_AGENT_MAX).unwrap_or(whole).to_owned()
}

/// A path as logs may hold it: the token in a link for a new password is left out.
pub(crate) fn loggable(path: &str) -> String {
    const SECRET: &str = "/set-password/";
    path.find(SECRET).map_or_else(|| path.to_owned(), |at| format!("{}…", &path[..at + SECRET.len()]))
}

/// How much randomness is taken from the system at once, in bytes: enough for two hundred ids.
const RANDOM: usize = 2000;

thread_local! {
    /// Random bytes that no id was made of, at the end.
    static UNUSED: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// 80 random bits as text. Zeros where the system has no randomness to give: an id is not worth a failed request.
fn new_id() -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let bytes = UNUSED.with_borrow_mut(|unused| {
        if unused.len() < 10 {
            unused.resize(RANDOM, 0);
            let _ = getrandom::fill(unused);
        }
        unused.split_off(unused.len() - 10)
    });
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

/// The id that a proxy of ours gave, if it is sound: it goes into logs and pages.
fn given_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get("x-request-id")?.to_str().ok()?;
    let sound = (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    sound.then(|| id.to_owned())
}

/// Scheme and host by what the request says of itself. Only for portals that were not told their own address.
fn origin(uri: &Uri, headers: &HeaderMap, https: bool, config: &Serve) -> String {
    let header = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let plain = |host: &&str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]".contains(&b));
    let host = uri.authority().map(http::uri::Authority::as_str).or_else(|| header(header::HOST));
    let host = host.filter(|host| !host.is_empty()).filter(plain);
    let scheme = if https { "https" } else { "http" };
    host.map_or_else(|| format!("http://{}", config.listen), |host| format!("{scheme}://{host}"))
}

/// Programs ask for a representation that is none for people, or say that they read JSON and no pages.
fn is_program(path: &str, headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let extension = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, extension)| extension);
    matches!(extension, Some("atom" | "csv" | "ics" | "json" | "xml"))
        || (accepted.contains("json") && !accepted.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(peer: &str, headers: &[(&'static str, &'static str)]) -> Visit {
        let mut request = Request::get("/en/events").body(()).unwrap_or_else(|e| panic!("{e}"));
        for (name, value) in headers {
            request.headers_mut().append(*name, http::HeaderValue::from_static(value));
        }
        request.extensions_mut().insert(Peer(peer.parse().unwrap_or_else(|e| panic!("{e}"))));
        let config = Serve {
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap_or_else(|e| panic!("{e}"))],
            ..Serve::at(Serve::LISTEN)
        };
        Visit::of(&request, &config)
    }

    #[test]
    fn an_address_is_believed_from_our_proxies_alone() {
        let forged = ("x-forwarded-for", "1.1.1.1, 2.2.2.2, 10.0.0.9");
        assert_eq!(visit("10.0.0.1:9", &[forged]).address.to_string(), "2.2.2.2");
        assert_eq!(visit("[::ffff:10.0.0.1]:9", &[forged]).address.to_string(), "2.2.2.2");
        assert_eq!(visit("3.3.3.3:9", &[forged]).address.to_string(), "3.3.3.3");
        assert_eq!(visit("10.0.0.1:9", &[]).address.to_string(), "10.0.0.1");
        assert_eq!(visit("10.0.0.1:9", &[("x-forwarded-for", "2.2.2.2, nonsense")]).address.to_string(), "10.0.0.1");
    }

    #[test]
    fn an_id_is_taken_from_our_proxies_alone_and_only_if_sound() {
        let id = ("x-request-id", "abcdef-123");
        assert_eq!(visit("10.0.0.1:9", &[id]).id, "abcdef-123");
        assert_ne!(visit("3.3.3.3:9", &[id]).id, "abcdef-123");
        assert_eq!(visit("10.0.0.1:9", &[("x-request-id", "<script>alert(1)")]).id.len(), 20);
    }

    #[test]
    fn every_request_has_an_id_of_its_own() {
        let ids: std::collections::BTreeSet<String> = (0..1000).map(|_| new_id()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 20 && id.bytes().all(|b| b.is_ascii_hexdigit())));
    }

    #[test]
    fn the_origin_is_https_where_a_proxy_of_ours_says_so() {
        let headers = [("host", "portal.example"), ("x-forwarded-proto", "https")];
        assert_eq!(visit("10.0.0.1:9", &headers).origin, "https://portal.example");
        assert_eq!(visit("3.3.3.3:9", &headers).origin, "http://portal.example");
        assert_eq!(visit("3.3.3.3:9", &[("host", "a/../\"b")]).origin, "http://127.0.0.1:3000");
    }

    #[test]
    fn a_password_link_is_not_logged() {
        assert_eq!(loggable("/en/staff/set-password/s3cret"), "/en/staff/set-password/…");
        assert_eq!(loggable("/en/events"), "/en/events");
    }

    #[test]
    fn a_secret_is_not_printed() {
        let visit = visit(
            "3.3.3.3:9",
            &[("cookie", "__Host-portal=hunter2; __Host-portal-device=hunter3; __Host-portal-step=hunter4")],
        );
        let told = format!("{visit:?} {:?}", visit.client());
        assert!(!told.contains("hunter"), "{told}");
        assert_eq!(visit.client().device, Some("hunter3"));
        assert_eq!(visit.session.map(|s| s.reveal().to_owned()).as_deref(), Some("hunter2"));
    }
}
