//! `cargo xtask bench`: how fast, how small, and what it costs when there is much.
//!
//! Everything is told as a ratio between things measured in turn, in one run, on the same core: machines differ, and are never
//! quiet. The server under test has the first core, what loads it the second.
//!
//! - [`load`]: requests, by wrk; [`nginx`]: the same bytes from nginx; [`portal`]: the portal under test
//! - [`report`]: the table and the file

mod load;
mod nginx;
mod portal;
mod report;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::Result;
use clap::Args;

use crate::{
    command::{cargo, program, run, say},
    postgres::Cluster,
    project::target,
    release, site, tool,
};
use load::{Load, Measured};
use portal::{Portal, Where};
use report::{Against, Report, Scale};

/// The pages that are measured: a name, and its address.
const PAGES: [(&str, &str); 9] = [
    ("home", "/en"),
    ("programme", "/en/programmes/forum"),
    ("event", "/en/events/made-up-7"),
    ("event list", "/en/events"),
    ("list, filtered", "/en/events?period=past&country=la"),
    ("country", "/en/countries/la"),
    ("feed", "/en/events.atom"),
    ("data", "/en/events.json"),
    ("search", "/en/search?q=mangroves"),
];

/// Of many events, what is asked of the database.
const ASKED: [(&str, &str); 16] = [
    ("home", "/en"),
    ("event", "/en/events/made-up-7"),
    ("upcoming", "/en/events"),
    ("past", "/en/events?period=past"),
    ("past of a country", "/en/events?period=past&country=la"),
    ("past, three filters", "/en/events?period=past&country=la&area=2&format=hybrid&year=2019"),
    ("far into the list", "/en/events?period=past&after=1400000000000000_00000000000000000000000000000001"),
    ("feed", "/en/events.atom"),
    // In every event, but in no title.
    ("search, in all", "/en/search?q=region"),
    // In a fifth of the titles.
    ("search, common", "/en/search?q=seminar"),
    ("search, three words", "/en/search?q=seminar+mangroves+learnt"),
    ("search, Chinese", "/en/search?q=%E7%8E%AF%E5%A2%83"),
    ("search, one event", "/en/search?q=number+777"),
    ("search, mistyped", "/en/search?q=mangorves"),
    ("search, filtered", "/en/search?q=region&kind=event&country=la&year=2019"),
    ("suggestions", "/en/search/suggestions.json?q=man"),
];

/// What `cargo xtask bench` takes.
#[derive(Debug, Args)]
pub(crate) struct Bench {
    /// How many events there are in the databases that are compared; the first is what the others are told against
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 100_000, 1_000_000])]
    events: Vec<u32>,
    /// How long each measurement takes, in seconds
    #[arg(long, default_value_t = 4)]
    seconds: u64,
    /// How often each is taken, in turn with the others; the median counts
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Only SQLite
    #[arg(long)]
    no_postgres: bool,
}

impl Bench {
    /// Builds, measures, tells.
    pub(crate) fn run(self) -> Result<()> {
        tool::bench()?;
        site::build()?;
        // In one go: apart, the two would be built with other features, and everything twice.
        let mut build = cargo();
        release::reproducible(&mut build);
        run(build.args(["build", "--package", "server", "--release", "--bin", "portal", "--example", "fill"]))?;
        let mut report = Report::default();
        let measured = self.measure(&target().join("release/portal"), &mut report);
        if report.start.is_none() {
            return measured;
        }
        // Also what was measured before something failed: it took long.
        println!("{report}");
        measured.and(report.write(&folder()?.join("bench.json")))
    }

    fn measure(&self, portal: &Path, report: &mut Report) -> Result<()> {
        let small = Self::sqlite(portal, self.events.first().copied().unwrap_or(1_000))?;

        say("start, memory, sizes");
        report.start = Some(portal::start_times(portal, &small, self.rounds.max(3))?);
        report.sizes = portal::sizes(portal, &small)?;
        report.memory = Some(portal::memory(portal, &small)?);
        self.against_nginx(portal, &small, report)?;
        report.writes.push(("SQLite", portal::writes(portal, &small, self.load())?));

        for events in &self.events {
            let filled = Self::sqlite(portal, *events)?;
            report.scale.push(self.scale(portal, "SQLite", *events, &filled)?);
        }
        if !self.no_postgres {
            let cluster = Cluster::start_durable()?;
            for events in &self.events {
                let filled = Where::Postgres(cluster.url.clone());
                fill(portal, &filled, *events)?;
                report.scale.push(self.scale(portal, "PostgreSQL", *events, &filled)?);
            }
            report
                .writes
                .push(("PostgreSQL", portal::writes(portal, &Where::Postgres(cluster.url.clone()), self.load())?));
        }
        Ok(())
    }

    const fn load(&self) -> Load {
        Load { connections: 32, time: Duration::from_secs(self.seconds) }
    }

    /// A folder with so many events; kept for the next run.
    fn sqlite(portal: &Path, events: u32) -> Result<Where> {
        let folder = target().join(format!("bench/sqlite-{events}"));
        fs::create_dir_all(&folder)?;
        let filled = Where::Sqlite(folder);
        fill(portal, &filled, events)?;
        Ok(filled)
    }

    /// Each page from nginx, from what the portal keeps, and made anew each time; in turn.
    fn against_nginx(&self, portal: &Path, filled: &Where, report: &mut Report) -> Result<()> {
        let cached = Portal::start(portal, filled, &[])?;
        let uncached = Portal::start(portal, filled, &["--no-page-cache"])?;
        let nginx = nginx::Nginx::start(&cached, &PAGES)?;
        for (name, path) in PAGES {
            say(&format!("{name}, {} rounds", self.rounds));
            let (mut still, mut kept, mut made) = (Vec::new(), Vec::new(), Vec::new());
            for _ in 0..self.rounds {
                still.push(self.load().of(&nginx.url, path)?);
                kept.push(self.load().of(&cached.url, path)?);
                made.push(self.load().of(&uncached.url, path)?);
            }
            report.pages.push(Against {
                name,
                nginx: Measured::median(still),
                cached: Measured::median(kept),
                uncached: Measured::median(made),
            });
        }
        Ok(())
    }

    /// What a request costs where there are so many events.
    fn scale(&self, portal: &Path, database: &'static str, events: u32, filled: &Where) -> Result<Scale> {
        say(&format!("{events} events, {database}"));
        let running = Portal::start(portal, filled, &["--no-page-cache"])?;
        let load = Load { connections: 4, ..self.load() };
        let costs = ASKED.map(|(name, path)| Ok((name, load.of(&running.url, path)?)));
        Ok(Scale { database, events, costs: costs.into_iter().collect::<Result<_>>()? })
    }
}

/// Fills the database with made-up events, up to so many. They belong to programmes, which a first start puts there.
fn fill(portal: &Path, filled: &Where, events: u32) -> Result<()> {
    drop(Portal::start(portal, filled, &[])?);
    let mut fill = program(target().join("release/examples/fill"));
    match filled {
        Where::Sqlite(folder) => fill.arg(folder),
        Where::Postgres(url) => fill.arg("-").env("PORTAL_DATABASE_URL", url),
    };
    run(fill.arg(events.to_string()))
}

/// Where the run keeps what it makes.
fn folder() -> Result<PathBuf> {
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
