//! `portal serve`.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use clap::{builder::BoolishValueParser, value_parser};
use ipnet::IpNet;
use model::staff::Email;

use super::{
    database::DatabaseArgs,
    demo,
    exit::{Exit, Failure},
};
use crate::{
    app::{App, Clock, Policy, Seal, SystemClock},
    config::{self, Class, ProxyHeader, Rate, Rates},
    content::{Content, load::Load},
    store::{Database, Store},
    web::{can_listen, serve},
};

/// Serve the portal: pages, feeds, the staff desk.
///
/// The first start makes the database and loads the content that comes with the portal. SIGTERM or Ctrl-C stops it:
/// requests under way are finished first.
///
/// The portal speaks plain HTTP. For visitors, put a proxy with TLS in front of it and give --origin and
/// --trusted-proxy. Staff can sign in over https, and over plain http on this machine alone: the session cookie is
/// Secure, and browsers trust http://localhost and http://127.0.0.1.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal serve                              on http://127.0.0.1:3000, data in ./data
  portal serve --demo --data ./demo         with sample events, labelled as samples
  portal serve --data /var/lib/portal --origin https://portal.example.org --trusted-proxy 127.0.0.1
  portal serve --listen 0.0.0.0:3000 --log-format json
                                            for everybody; PORTAL_DATABASE_URL may name a PostgreSQL")]
pub(super) struct Serve {
    /// The address and port to listen on. Port 0 takes any free port; the line "listening on" names it.
    #[arg(long, env = "PORTAL_LISTEN", value_name = "ADDRESS", default_value_t = config::Serve::LISTEN)]
    listen: SocketAddr,

    /// The address of the portal for its visitors: `https://portal.example.org`.
    ///
    /// Links in feeds, calendars and search engines begin with it, forms are accepted from it alone, and an https one
    /// turns HSTS on. Without it, the Host of each request is believed, which is right on your own machine only.
    #[arg(long, env = "PORTAL_ORIGIN", value_name = "URL", value_parser = config::origin)]
    origin: Option<String>,

    /// Tell browsers to use https for the portal's own host alone. Without it, they are told so for all hosts below it, too
    /// (`a.portal.example.org`): give it where one of those is reached over plain http.
    #[arg(long, env = "PORTAL_HSTS_HOST_ONLY", value_parser = BoolishValueParser::new())]
    hsts_host_only: bool,

    /// The e-mail address that visitors can write to: at the foot of every page, and where something went wrong.
    #[arg(long, env = "PORTAL_CONTACT", value_name = "EMAIL", value_parser = super::staff::email)]
    contact: Option<Email>,

    /// Where those can write to who have found a hole in the portal: an e-mail address, or an https page. It is told at
    /// `/.well-known/security.txt` (RFC 9116), which is not there without it.
    #[arg(long, env = "PORTAL_SECURITY_CONTACT", value_name = "EMAIL|URL", value_parser = config::security_contact)]
    security_contact: Option<String>,

    /// A proxy in front of the portal, whose word on where a request comes from is believed: an address, or a block
    /// such as 10.0.0.0/8. Repeat it, or separate several by commas.
    #[arg(long = "trusted-proxy", env = "PORTAL_TRUSTED_PROXY", value_name = "ADDRESS", value_delimiter = ',', value_parser = config::proxies)]
    trusted_proxies: Vec<IpNet>,

    /// The header in which these proxies say it.
    ///
    /// Name the one that they write. The other is not read: they may pass it on as a stranger wrote it.
    #[arg(long, env = "PORTAL_PROXY_HEADER", value_name = "HEADER", value_enum, default_value_t)]
    proxy_header: ProxyHeader,

    /// Add sample events and a sample member of staff, whose password is printed once. Not for a portal in use.
    ///
    /// The samples are labelled wherever they are shown. They stay in the database: use a data folder of its own.
    #[arg(long, env = "PORTAL_DEMO", value_parser = BoolishValueParser::new())]
    demo: bool,

    /// A folder of fonts for cards, the pictures that go with a link. Without it, the system's are used.
    ///
    /// Latin letters need none. For the others, Noto's fonts are known: on Debian, the packages fonts-noto-core and
    /// fonts-noto-cjk. A language without letters gets cards with the mark alone; the log says which.
    #[arg(long, env = "PORTAL_FONTS", value_name = "DIR")]
    fonts: Option<PathBuf>,

    /// Let nobody do anything at the desk before they have set a second factor up.
    #[arg(long, env = "PORTAL_REQUIRE_SECOND_FACTOR", value_parser = BoolishValueParser::new())]
    require_second_factor: bool,

    /// A file that holds a key: 32 random bytes or more, as they come or as text. It seals the secrets of second factors in the
    /// database.
    ///
    /// Keep it outside of the data folder and its backups: without it, a stolen database gives no codes. And keep a copy of it:
    /// without it, nobody who has a second factor can sign in, and `portal staff reset-second-factor` has to turn it off.
    #[arg(long, env = "PORTAL_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,

    #[command(flatten)]
    database: DatabaseArgs,

    #[command(flatten)]
    limits: Limits,

    #[command(flatten)]
    watch: Watch,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Watching")]
struct Watch {
    /// An address and port to tell metrics at, at /metrics, as Prometheus reads them. Port 0 takes any free port; the line
    /// "metrics on" names it. Without it, none are told.
    ///
    /// They say how busy the portal is, and nothing of who visits it. Still, keep them from visitors: give an address of
    /// this machine, or of a network that only you are in.
    #[arg(long, env = "PORTAL_METRICS_LISTEN", value_name = "ADDRESS")]
    metrics_listen: Option<SocketAddr>,

    /// Milliseconds after which a statement to the database is told in the log, as a warning: its text without the values,
    /// how long it took, and the request it was for.
    #[arg(long, env = "PORTAL_SLOW_QUERY", value_name = "MILLISECONDS", default_value_t = config::Serve::SLOW_QUERY_MILLIS, value_parser = value_parser!(u64).range(1..=3_600_000))]
    slow_query: u64,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Limits")]
struct Limits {
    /// The most connections at once. When there are as many, the one that has been idle for longest makes room.
    #[arg(long, env = "PORTAL_CONNECTIONS", value_name = "NUMBER", default_value_t = config::Serve::CONNECTIONS, value_parser = connections)]
    connections: usize,

    /// The most connections at once from one address; trusted proxies have no such limit.
    #[arg(long, env = "PORTAL_CONNECTIONS_OF_ONE", value_name = "NUMBER", default_value_t = config::Serve::CONNECTIONS_OF_ONE, value_parser = connections)]
    connections_of_one: usize,

    /// How much one address (IPv6: its first 64 bits) may ask for, by what it costs to answer: a class, requests a second,
    /// and requests at once, as in search=20/300. Repeat it, or separate several by commas.
    ///
    /// The classes and their rates, where no other is given: any=2000/4000 (every request; who asks faster waits in line),
    /// page=50/600 (pages made anew), json=20/300, search=20/300 (suggestions too), file=5/100 (calendars, news, tables),
    /// card=5/60 (pictures of pages), form=5/100, sign-in=1/60. Who asks too often is told 429, and when to ask again. Pages
    /// that are kept, and the site's files, count as any alone. Behind a proxy, give --trusted-proxy: else all visitors
    /// are one address.
    #[arg(long, env = "PORTAL_RATE_LIMIT", value_name = "CLASS=RATE/BURST", value_delimiter = ',', value_parser = config::rate)]
    rate_limit: Vec<(Class, Rate)>,

    /// Let every address ask for as much as it likes, and have every place: for measurements, or where a proxy in front counts.
    #[arg(long, env = "PORTAL_NO_RATE_LIMIT", value_parser = BoolishValueParser::new())]
    no_rate_limit: bool,

    /// Seconds that a client may take to send the head of a request.
    #[arg(long, env = "PORTAL_HEADER_TIMEOUT", value_name = "SECONDS", default_value_t = config::Serve::HEADER_SECONDS, value_parser = value_parser!(u64).range(1..=3600))]
    header_timeout: u64,

    /// Seconds that a request may take, its body included.
    #[arg(long, env = "PORTAL_REQUEST_TIMEOUT", value_name = "SECONDS", default_value_t = config::Serve::REQUEST_SECONDS, value_parser = value_parser!(u64).range(1..=3600))]
    request_timeout: u64,

    /// Seconds after SIGTERM in which new connections are still taken, though /readyz says no: what a load balancer
    /// needs to notice.
    #[arg(long, env = "PORTAL_GRACE", value_name = "SECONDS", default_value_t = 0, value_parser = value_parser!(u64).range(0..=3600))]
    grace: u64,

    /// Seconds that requests under way may still take after SIGTERM.
    #[arg(long, env = "PORTAL_DRAIN_TIMEOUT", value_name = "SECONDS", default_value_t = config::Serve::DRAIN_SECONDS, value_parser = value_parser!(u64).range(0..=3600))]
    drain_timeout: u64,

    /// The largest body of a request, in bytes.
    #[arg(long, env = "PORTAL_BODY_LIMIT", value_name = "BYTES", default_value_t = config::Serve::BODY_BYTES as u64, value_parser = value_parser!(u64).range(1024..=1 << 30))]
    body_limit: u64,

    /// Make every page anew for every request: for comparison.
    #[arg(long, env = "PORTAL_NO_PAGE_CACHE", help_heading = "Development")]
    no_page_cache: bool,

    /// A folder to serve the site's scripts and styles from, in place of those in the binary.
    #[arg(long, env = "PORTAL_SITE", value_name = "DIR", help_heading = "Development")]
    site: Option<PathBuf>,
}

/// The flag that says where the numbers are told.
const METRICS: &str = "--metrics-listen";

impl Serve {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let config = self.config();
        // A wrong setting is told before anything begins.
        self.database.database()?;
        let seal = self.seal()?;
        can_listen(config.listen).map_err(|e| Failure::of_server(&e, config.listen, "--listen"))?;
        if let Some(listen) = config.metrics {
            can_listen(listen).map_err(|e| Failure::of_server(&e, listen, METRICS))?;
        }
        tracing::info!(version = env!("CARGO_PKG_VERSION"), "the portal starts");
        if believes_anybody(&config) {
            tracing::warn!("--origin is not given: links are made of whatever host a request names");
        }
        let (store, database) = self.database.open().await?;
        store.set_slow_after(config.slow_query);
        first_content(&store, &database).await?;
        let policy = Policy { require_second_factor: self.require_second_factor, seal };
        let app = Arc::new(App::new(store.clone(), Arc::new(SystemClock)).with_policy(policy));
        if !app.can_read_secrets().await.map_err(|e| Failure::of_use_case(&e))? {
            return Err(Failure::new(Exit::Usage, "second factors are sealed with another key than --key-file gives")
                .advise("Give the file that was given before. Where it is lost, `portal staff reset-second-factor` turns a second factor off."));
        }
        if self.demo {
            demo::add(&app).await?;
        }
        let served = serve(&config, app).await;
        store.close().await;
        served.map_err(|e| {
            let listen = e.address().unwrap_or(config.listen);
            Failure::of_server(&e, listen, if config.metrics == Some(listen) { METRICS } else { "--listen" })
        })
    }

    /// What seals secrets at rest.
    fn seal(&self) -> Result<Seal, Failure> {
        let Some(file) = &self.key_file else { return Ok(Seal::default()) };
        let told =
            |why: &dyn std::fmt::Display| Failure::new(Exit::Usage, format!("--key-file {}: {why}", file.display()));
        let material = std::fs::read(file).map_err(|e| told(&e))?;
        Seal::with(material.trim_ascii())
            .ok_or_else(|| told(&"the key is too short").advise("A good one: head -c 32 /dev/urandom | base64 > FILE"))
    }

    pub(super) fn config(&self) -> config::Serve {
        config::Serve {
            listen: self.listen,
            origin: self.origin.clone(),
            hsts_host_only: self.hsts_host_only,
            contact: self.contact.clone(),
            security_contact: self.security_contact.clone(),
            trusted_proxies: self.trusted_proxies.clone(),
            proxy_header: self.proxy_header,
            rates: self.limits.rates(),
            connections: self.limits.connections,
            connections_of_one: self.limits.connections_of_one,
            // What `cargo leptos watch` tells the server it starts.
            site: self.limits.site.clone().or_else(|| std::env::var_os("LEPTOS_SITE_ROOT").map(PathBuf::from)),
            fonts: self.fonts.clone(),
            header_timeout: Duration::from_secs(self.limits.header_timeout),
            keep_pages: !self.limits.no_page_cache,
            request_timeout: Duration::from_secs(self.limits.request_timeout),
            grace: Duration::from_secs(self.limits.grace),
            drain: Duration::from_secs(self.limits.drain_timeout),
            body_limit: usize::try_from(self.limits.body_limit).unwrap_or(usize::MAX),
            metrics: self.watch.metrics_listen,
            slow_query: Duration::from_millis(self.watch.slow_query),
        }
    }
}

/// Others than this machine can ask, and what they say of the portal's own address goes into links.
pub(super) const fn believes_anybody(config: &config::Serve) -> bool {
    config.origin.is_none() && !config.listen.ip().is_loopback()
}

impl Limits {
    /// `None`: switched off.
    fn rates(&self) -> Option<Rates> {
        let given = || self.rate_limit.iter().fold(Rates::default(), |rates, (class, rate)| rates.with(*class, *rate));
        (!self.no_rate_limit).then(given)
    }
}

/// A number of connections.
fn connections(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| (1..=1_000_000).contains(number)).ok_or("not a number from 1 to 1000000")
}

/// Loads the content in the binary, if the database has none.
async fn first_content(store: &Store, database: &Database) -> Result<(), Failure> {
    let fault = |fault| Failure::of_store(fault, database);
    if !store.is_empty().await.map_err(fault)? {
        return Ok(());
    }
    let content = Content::embedded().map_err(|broken| Failure::of_content(&broken))?;
    let load = Load::first(&content).map_err(fault)?;
    if load.apply_if_empty(store, SystemClock.now()).await.map_err(fault)? {
        tracing::info!(records = content.len(), "the first content is loaded");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_serves_others_without_an_origin_is_warned() {
        let listening = |ip: [u8; 4]| config::Serve::at((ip, 3000).into());
        assert!(believes_anybody(&listening([0, 0, 0, 0])) && !believes_anybody(&listening([127, 0, 0, 1])));
        let named = config::Serve { origin: Some("https://portal.example".to_owned()), ..listening([0, 0, 0, 0]) };
        assert!(!believes_anybody(&named));
    }
}
