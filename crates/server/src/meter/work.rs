//! What the portal does besides answering.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use model::error::Error;

use super::{Count, Histogram, Level};
use crate::config;

/// Connections.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    /// Taken since the start.
    pub(crate) accepted: Count,
    /// Those that could not be taken, or were turned away.
    pub(crate) refused: Count,
    /// Open just now.
    pub(crate) open: Level,
}

/// Pages for everybody, kept.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    /// Asked for and there.
    pub(crate) hits: Count,
    /// Asked for, and made.
    pub(crate) misses: Count,
}

/// What the database was asked.
#[derive(Debug)]
pub(crate) struct Statements {
    /// How long a connection was waited for, with the beginning of its transaction where there is one.
    pub(crate) waited: Histogram,
    /// How long statements took.
    pub(crate) took: Histogram,
    /// Those that took longer than [`Statements::slow_after`].
    pub(crate) slow: Count,
    /// In microseconds.
    slow_after: AtomicU64,
}

impl Statements {
    /// From here on, a statement that takes longer is slow.
    pub(crate) fn set_slow_after(&self, slow: Duration) {
        self.slow_after.store(u64::try_from(slow.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// A statement took so long. One that is slow is told in the log: its text, in which values are numbered places, and
    /// never the values.
    pub(crate) fn ran(&self, statement: &str, took: Duration) {
        self.took.observe(took);
        tracing::debug!(micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX), statement, "a statement");
        self.look_at(statement, took);
    }

    /// A connection was waited for so long.
    pub(crate) fn waited(&self, waiting_for: &str, took: Duration) {
        self.waited.observe(took);
        self.look_at(waiting_for, took);
    }

    fn look_at(&self, statement: &str, took: Duration) {
        if took.as_micros() < u128::from(self.slow_after.load(Ordering::Relaxed)) {
            return;
        }
        self.slow.one();
        let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        tracing::warn!(ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX), statement, "a slow statement");
    }
}

impl Default for Statements {
    fn default() -> Self {
        let none = Self {
            waited: Histogram::default(),
            took: Histogram::default(),
            slow: Count::default(),
            slow_after: AtomicU64::new(0),
        };
        none.set_slow_after(Duration::from_millis(config::Serve::SLOW_QUERY_MILLIS));
        none
    }
}

/// Tries to sign in, by what became of them: at the password, and at the code where one is asked for.
#[derive(Debug, Default)]
pub(crate) struct SignIns([Count; 5]);

impl SignIns {
    /// What becomes of a try.
    const ENDS: [&str; 5] = ["ok", "code-asked", "failed", "throttled", "unavailable"];

    /// A session was opened; or a try ended so.
    pub(crate) fn ended<T>(&self, answer: &Result<T, Error>) {
        self.count(match answer {
            Ok(_) => 0,
            Err(Error::Throttled { .. }) => 3,
            Err(Error::Unavailable | Error::Internal) => 4,
            Err(_) => 2,
        });
    }

    /// The password was right, and a code is asked for.
    pub(crate) fn code_asked(&self) {
        self.count(1);
    }

    fn count(&self, end: usize) {
        if let Some(count) = self.0.get(end) {
            count.one();
        }
    }

    /// How many, by what became of them.
    pub(crate) fn told(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        Self::ENDS.into_iter().zip(self.0.iter().map(Count::get))
    }
}
