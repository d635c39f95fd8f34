//! Where the time comes from.

use jiff::Timestamp;

/// Where the time comes from. A parameter, so that a test can stand at any moment.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is where the clock is read; all else is given it")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}
