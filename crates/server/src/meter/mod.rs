//! What is counted while the portal works, for whoever watches it. Counting is on every request's way, so it is additions to
//! atomic numbers alone: no lock, no allocation, and room for every label made beforehand. A label is one of a few words,
//! never a path, an address or anything that people typed.
//!
//! - [`request`]: requests by class, method and status, and how long they took
//! - [`work`]: connections, kept pages, the database, signing in
//! - [`histogram`]: how long things take
//! - [`process`]: what the system tells of this process
//!
//! Who reads them is [`crate::web`], which writes them down as Prometheus wants them.

pub(crate) mod histogram;
pub(crate) mod process;
pub(crate) mod request;
pub(crate) mod work;

use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) use histogram::Histogram;
pub(crate) use request::{Class, Requests};
pub(crate) use work::{Connections, Kept, SignIns, Statements};

/// Everything that is counted: one a database that is open.
#[derive(Debug, Default)]
pub(crate) struct Meters {
    pub(crate) requests: Requests,
    pub(crate) connections: Connections,
    pub(crate) kept: Kept,
    pub(crate) statements: Statements,
    pub(crate) sign_ins: SignIns,
}

/// A number that grows.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    /// One more.
    pub(crate) fn one(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// So many.
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How many there are just now.
#[derive(Debug, Default)]
pub(crate) struct Level(AtomicU64);

impl Level {
    /// One more, until what is given is dropped.
    pub(crate) fn up(&self) -> Up<'_> {
        self.rise();
        Up(self)
    }

    /// One more, until [`Level::fall`].
    pub(crate) fn rise(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// One less.
    pub(crate) fn fall(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    /// So many.
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// That there is one more.
pub(crate) struct Up<'a>(&'a Level);

impl Drop for Up<'_> {
    fn drop(&mut self) {
        self.0.fall();
    }
}
