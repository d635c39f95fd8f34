//! `cargo xtask test`: every promise, on both databases and in a real browser.

use std::{
    fmt,
    io::{BufRead, BufReader, IsTerminal, Write},
    ops::AddAssign,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{
    command::{cargo, say, without_settings},
    end2end,
    postgres::Cluster,
    site, tool,
};

/// What `cargo xtask test` takes.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Leave the browser out
    #[arg(long)]
    fast: bool,
    /// Run only the tests whose name holds one of these; without the browser (for that: `cargo xtask e2e`)
    names: Vec<String>,
}

impl Test {
    /// Runs them, and says how many there were.
    pub(crate) fn run(self) -> Result<()> {
        // The server under test serves these, too.
        site::build()?;
        let mut count = self.native()?;
        if self.fast || !self.names.is_empty() {
            say("left out: the browser tests; run them with: cargo xtask e2e");
        } else {
            count += end2end::run(&[])?;
        }
        if count.passed == 0 {
            bail!("no test ran");
        }
        println!("\n{count}");
        Ok(())
    }

    fn native(&self) -> Result<Count> {
        tool::fonts()?;
        let postgres = Cluster::start()?;
        let mut tests = cargo();
        without_settings(&mut tests)
            .args(["test", "--workspace", "--no-fail-fast"])
            .env("PORTAL_TEST_POSTGRES", &postgres.url)
            .envs(tool::proxies()?);
        if !self.names.is_empty() {
            tests.arg("--").args(&self.names);
        }
        counted(tests, Count::of_cargo)
    }
}

/// How many tests there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    passed: u32,
    failed: u32,
    skipped: u32,
}

impl Count {
    /// What a line of cargo's tells: `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    fn of_cargo(line: &str) -> Self {
        if !line.starts_with("test result:") {
            return Self::default();
        }
        let number = |what: &str| {
            let before = line.split(what).next().filter(|before| before.len() < line.len());
            before.and_then(|before| before.split_whitespace().last()?.parse().ok()).unwrap_or(0)
        };
        Self { passed: number(" passed;"), failed: number(" failed;"), skipped: number(" ignored;") }
    }

    /// What a line of Playwright's tells: `  12 passed (3.4s)`.
    pub(crate) fn of_playwright(line: &str) -> Self {
        let mut words = line.split_whitespace();
        let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse), words.next()) else {
            return Self::default();
        };
        match (what, words.next()) {
            ("passed", Some(time)) if time.starts_with('(') => Self { passed: number, ..Self::default() },
            ("flaky", None) => Self { passed: number, ..Self::default() },
            ("failed", None) => Self { failed: number, ..Self::default() },
            ("skipped", None) => Self { skipped: number, ..Self::default() },
            _ => Self::default(),
        }
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

/// Runs tests in sight of the user, and counts them by what their lines tell.
///
/// # Errors
/// Some failed, or none could be started.
pub(crate) fn counted(mut tests: Command, tell: fn(&str) -> Count) -> Result<Count> {
    if std::io::stdout().is_terminal() {
        // They write into a pipe, and the pipe's end is a terminal.
        tests.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = tests.stdout(Stdio::piped()).spawn().with_context(|| format!("could not start: {tests:?}"))?;
    let mut count = Count::default();
    let mut out = std::io::stdout().lock();
    for line in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).lines()) {
        let line = line.context("the tests' output is not text")?;
        writeln!(out, "{line}")?;
        count += tell(&plain(&line));
    }
    drop(out);
    let status = child.wait()?;
    if !status.success() {
        bail!("tests failed: {count}");
    }
    Ok(count)
}

/// The line without its colours (ECMA-48 control sequences).
fn plain(line: &str) -> String {
    let mut parts = line.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.find(|c: char| c.is_ascii_alphabetic()).and_then(|end| part.get(end + 1..));
        text + rest.unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_runner_is_counted_by_its_own_words() {
        let cargo = "test result: ok. 14 passed; 1 failed; 2 ignored; 0 measured; 3 filtered out; finished in 0.00s";
        assert_eq!(Count::of_cargo(cargo), Count { passed: 14, failed: 1, skipped: 2 });
        assert_eq!(Count::of_cargo("test time::passed; ... ok"), Count::default());
        assert_eq!(Count::of_playwright(&plain("\x1b[32m  12 passed\x1b[39m\x1b[2m (3.4s)\x1b[22m")).passed, 12);
        assert_eq!(Count::of_playwright("  2 skipped").skipped, 2);
        assert_eq!(Count::of_playwright("  3 events were found").passed, 0);
    }
}
