//! Settings, after flags, environment (`PORTAL_…`) and defaults have been weighed. How they are spelled for an operator
//! is in [`cli`](crate::cli).

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};

use ipnet::IpNet;
use model::staff::Email;
use url::Url;

mod rate;

pub use rate::{Class, Rate, Rates, rate};

/// How to serve.
///
/// There is no switch for insecure cookies: the session cookie is always `Secure`. Browsers send it over plain http to
/// `localhost` and `127.0.0.1`, which they hold trustworthy; anywhere else staff need TLS, given by a proxy in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serve {
    /// Where to listen. Port 0 takes any free port, which the line "listening on …" names.
    pub listen: SocketAddr,
    /// The address that visitors use, without a path or a slash at the end: `https://portal.example.org`. `None`: told
    /// by each request's `Host`. An `https` origin turns HSTS on.
    pub origin: Option<String>,
    /// Browsers are told to use https for the portal's host alone, and not for the hosts below it.
    pub hsts_host_only: bool,
    /// Where visitors can write to.
    pub contact: Option<Email>,
    /// Where those can write to who have found a hole: a `mailto:` or `https:` address, told in `/.well-known/security.txt`.
    pub security_contact: Option<String>,
    /// The proxies whose word on where a request comes from is believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Where they say it.
    pub proxy_header: ProxyHeader,
    /// How much one address may ask for. `None`: as much as it likes, which is for tests and measurements.
    pub rates: Option<Rates>,
    /// The most connections at once.
    pub connections: usize,
    /// The most connections at once from one address that is not a trusted proxy's.
    pub connections_of_one: usize,
    /// A folder to serve the site's assets from in place of those in the binary; for development.
    pub site: Option<PathBuf>,
    /// A folder of fonts for cards; where there is none, the system's are used.
    pub fonts: Option<PathBuf>,
    /// How long a client may take to send a request's head.
    pub header_timeout: Duration,
    /// Keep pages for everybody until something is written.
    pub keep_pages: bool,
    /// How long a request may take from its first byte to its answer's; also bounds how slowly a body may arrive.
    pub request_timeout: Duration,
    /// How long after SIGTERM new connections are still taken while `/readyz` already says no: the time that a load
    /// balancer needs to notice.
    pub grace: Duration,
    /// How long after SIGTERM requests under way may still run before their connections are closed.
    pub drain: Duration,
    /// The largest request body, in bytes.
    pub body_limit: usize,
    /// Where metrics are told, apart from where visitors are answered. `None`: nowhere.
    pub metrics: Option<SocketAddr>,
    /// A statement that takes longer is told in the log.
    pub slow_query: Duration,
}

impl Serve {
    /// The address listened on when none is given.
    pub const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);
    /// Seconds for a request's head.
    pub const HEADER_SECONDS: u64 = 10;
    /// Seconds for a request.
    pub const REQUEST_SECONDS: u64 = 30;
    /// Seconds to drain.
    pub const DRAIN_SECONDS: u64 = 20;
    /// Milliseconds after which a statement is slow.
    pub const SLOW_QUERY_MILLIS: u64 = 250;
    /// The largest body: an event in thirteen languages fits twice over.
    pub const BODY_BYTES: usize = 2 * 1024 * 1024;

    /// Connections at once: under the 1024 files that a process may usually open.
    pub const CONNECTIONS: usize = 900;
    /// Connections of one address: forty browsers at once, behind one address.
    pub const CONNECTIONS_OF_ONE: usize = 256;

    /// The defaults, listening here; without rates, which whoever serves visitors asks for: [`Rates::default`].
    #[must_use]
    pub const fn at(listen: SocketAddr) -> Self {
        Self {
            listen,
            origin: None,
            hsts_host_only: false,
            contact: None,
            security_contact: None,
            trusted_proxies: Vec::new(),
            proxy_header: ProxyHeader::XForwardedFor,
            rates: None,
            connections: Self::CONNECTIONS,
            connections_of_one: Self::CONNECTIONS_OF_ONE,
            site: None,
            fonts: None,
            header_timeout: Duration::from_secs(Self::HEADER_SECONDS),
            keep_pages: true,
            request_timeout: Duration::from_secs(Self::REQUEST_SECONDS),
            grace: Duration::ZERO,
            drain: Duration::from_secs(Self::DRAIN_SECONDS),
            body_limit: Self::BODY_BYTES,
            metrics: None,
            slow_query: Duration::from_millis(Self::SLOW_QUERY_MILLIS),
        }
    }
}

/// The text is not an origin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an origin: write the scheme and the host, as in https://portal.example.org")]
pub struct BadOrigin;

/// The origin in `text` as browsers spell it (RFC 6454, section 6.2): lower case, no default port, no slash at the end.
///
/// # Errors
/// [`BadOrigin`] for anything but `http` or `https` and a host, or with a path, a query or a password.
pub fn origin(text: &str) -> Result<String, BadOrigin> {
    let url = Url::parse(text.trim()).map_err(|_| BadOrigin)?;
    let bare = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if bare { Ok(url.origin().ascii_serialization()) } else { Err(BadOrigin) }
}

/// The text is no address for those who have found a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("neither an e-mail address nor an https address")]
pub struct BadContact;

/// The e-mail address or `https` page in `text`, as a URI (RFC 9116, section 2.5.3).
///
/// # Errors
/// [`BadContact`].
pub fn security_contact(text: &str) -> Result<String, BadContact> {
    let page = || Url::parse(text.trim()).ok().filter(|url| url.scheme() == "https" && url.has_host());
    let mail = Email::parse(text).ok().map(|email| email.uri());
    mail.or_else(|| page().map(String::from)).ok_or(BadContact)
}

/// The addresses in `text`: one address, or a block (`10.0.0.0/8`).
///
/// # Errors
/// A sentence that says what was expected.
pub fn proxies(text: &str) -> Result<IpNet, &'static str> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<IpAddr>().map(IpNet::from))
        .map_err(|_| "not an IP address or block: write 10.0.0.7 or 10.0.0.0/8")
}

/// Where proxies say whom a request comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`, and `X-Forwarded-Proto`.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// The form that logs are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// For a person at a terminal.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// A database URL with its password. Nothing prints it; [`DatabaseUrl::reveal`] is for the connection alone.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Url);

/// The text is not the URL of a PostgreSQL database. Does not repeat the text: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PostgreSQL address: write postgres://user:password@host/database")]
pub struct BadDatabaseUrl;

impl DatabaseUrl {
    /// The URL with its password.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.as_str()
    }
}

impl std::str::FromStr for DatabaseUrl {
    type Err = BadDatabaseUrl;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let url = Url::parse(s.trim()).map_err(|_| BadDatabaseUrl)?;
        if matches!(url.scheme(), "postgres" | "postgresql") { Ok(Self(url)) } else { Err(BadDatabaseUrl) }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl std::fmt::Display for DatabaseUrl {
    /// Scheme, host and database: enough to know which one it is. The query may hold a password, too, so it is left out.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.0.scheme(), self.0.host_str().unwrap_or_default())?;
        if let Some(port) = self.0.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(self.0.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_spelled_as_browsers_spell_it() {
        assert_eq!(origin("HTTPS://Portal.Example.org:443/"), Ok("https://portal.example.org".to_owned()));
        assert_eq!(origin("http://127.0.0.1:3000"), Ok("http://127.0.0.1:3000".to_owned()));
        for bad in
            ["", "portal.example.org", "https://a.b/c", "https://u:p@a.b", "ftp://a.b", "https://a.b?x", "https://"]
        {
            assert_eq!(origin(bad), Err(BadOrigin), "{bad:?}");
        }
    }

    #[test]
    fn a_security_contact_is_an_address_that_a_program_can_read() {
        assert_eq!(security_contact("Security@Example.org"), Ok("mailto:security@example.org".to_owned()));
        assert_eq!(security_contact("https://example.org/report"), Ok("https://example.org/report".to_owned()));
        for bad in ["", "somebody", "http://example.org/", "javascript:alert(1)", "a@b.c\r\nContact: mailto:d@e.f"] {
            assert_eq!(security_contact(bad), Err(BadContact), "{bad:?}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_block() {
        assert_eq!(proxies("10.0.0.7").map(|n| n.to_string()), Ok("10.0.0.7/32".to_owned()));
        assert_eq!(proxies("fd00::/8").map(|n| n.to_string()), Ok("fd00::/8".to_owned()));
        assert!(proxies("proxy").is_err());
    }

    #[test]
    fn a_database_password_is_never_printed() {
        let url: DatabaseUrl = "postgres://portal:hunter2@db.example.org:5433/portal?password=hunter2"
            .parse()
            .unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            format!("{url} {url:?}"),
            "postgres://db.example.org:5433/portal postgres://db.example.org:5433/portal"
        );
        assert!(url.reveal().contains("hunter2"));
        let bad = "mysql://portal:hunter2@db".parse::<DatabaseUrl>();
        assert!(bad.is_err_and(|e| !format!("{e} {e:?}").contains("hunter2")));
    }
}
