//! Requests, as many as a server answers.

use std::{process::Command, time::Duration};

use anyhow::{Context, Result, bail};

use crate::command;

/// How a server is loaded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    /// Connections at once, each with one request after the other.
    pub(super) connections: u32,
    /// For how long.
    pub(super) time: Duration,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Measured {
    /// Requests a second.
    pub(super) rate: f64,
    /// Milliseconds that half of the requests took at most.
    pub(super) p50: f64,
    /// Milliseconds that 99 of 100 took at most.
    pub(super) p99: f64,
}

impl Measured {
    /// The one of the median rate.
    pub(super) fn median(mut of: Vec<Self>) -> Self {
        of.sort_by(|a, b| a.rate.total_cmp(&b.rate));
        of.get(of.len() / 2).copied().unwrap_or_default()
    }
}

impl Load {
    /// GET of this address, as a browser asks.
    pub(super) fn of(&self, url: &str, path: &str) -> Result<Measured> {
        self.run(&["-H", "Accept-Encoding: gzip, deflate, br, zstd", &format!("{url}{path}")], false)
    }

    /// What a script of wrk's does; `redirects`: an answer of 303 is a good one.
    pub(super) fn script(&self, script: &str, url: &str) -> Result<Measured> {
        self.run(&["-s", script, url], true)
    }

    fn run(&self, arguments: &[&str], redirects: bool) -> Result<Measured> {
        let told = command::output(
            Command::new("taskset")
                .args(["-c", "1", "wrk", "--threads", "1", "--latency", "--timeout", "10s"])
                .args(["--connections", &self.connections.to_string()])
                .args(["--duration", &format!("{}s", self.time.as_secs())])
                .args(arguments),
        )?;
        if told.contains("Socket errors") || (!redirects && told.contains("Non-2xx")) {
            bail!("not every request was answered well:\n{told}");
        }
        let line = |start: &str| told.lines().map(str::trim).find_map(|line| line.strip_prefix(start)).map(str::trim);
        let rate = line("Requests/sec:").and_then(|rate| rate.parse().ok());
        let share = |start| line(start).and_then(milliseconds);
        Some((rate, share("50%"), share("99%")))
            .and_then(|(rate, p50, p99)| Some(Measured { rate: rate?, p50: p50?, p99: p99? }))
            .with_context(|| format!("wrk told something else than expected:\n{told}"))
    }
}

/// "950.00us", "1.20ms", "2.01s".
fn milliseconds(text: &str) -> Option<f64> {
    let number = |unit| text.strip_suffix(unit)?.parse::<f64>().ok();
    let (micro, milli) = (number("us").map(|n| n / 1000.0), number("ms"));
    micro.or(milli).or_else(|| number("s").map(|n| n * 1000.0)).or_else(|| number("m").map(|n| n * 60_000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_unit() {
        let told = ["950.00us", "1.20ms", "2.50s", "1.00m", "soon"].map(milliseconds);
        assert_eq!(told, [Some(0.95), Some(1.2), Some(2500.0), Some(60_000.0), None]);
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        let of = [3.0, 1.0, 2.0].map(|rate| Measured { rate, ..Measured::default() });
        assert!((Measured::median(of.to_vec()).rate - 2.0).abs() < f64::EPSILON);
    }
}
