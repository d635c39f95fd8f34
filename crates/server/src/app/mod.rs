//! The use cases. Each authorises the viewer, validates the input, stores, and records the revision, in this order.
//!
//! - [`catalogue`]: all content but events, kept in memory
//! - [`event`]: events, as visitors read and as staff write them; [`event_rules`]: what becomes of an event
//! - [`search`](mod@search): looking for things in all of it; [`search_hit`]: what was found, as it is shown
//! - [`account`]: signing in; [`password`]: hashing; [`common`]: passwords that everybody tries; [`throttle`]: how fast one can
//!   guess; [`staff`]: managing accounts
//! - [`own_account`]: what owners see to themselves; [`second_factor`]: codes besides the password, [`one_time`]: how they are
//!   made; [`seal`]: secrets at rest
//! - [`clock`], [`secret`]: time and chance come from there alone
//! - [`fault`]: what went wrong below, and what of it is told
//!
//! A use case answers with [`model::error::Error`], which is safe to show. What really went wrong is a [`Fault`]: it is
//! logged where it is turned into an `Error`, and goes no further.

use std::sync::Arc;

use jiff::Timestamp;
use model::{event_form::EventForm, locale::Locale};

use crate::store::Store;

pub mod account;
mod catalogue;
mod clock;
pub mod common;
mod event;
pub mod event_rules;
mod fault;
mod one_time;
mod own_account;
mod password;
mod seal;
mod search;
mod search_hit;
mod second_factor;
mod secret;
pub mod staff;
mod throttle;

pub use account::{CODE_TIME, Client, KNOWN, Session, SignIn, SignedIn};
pub use clock::{Clock, SystemClock};
pub use event::EventEdit;
pub use fault::Fault;
pub use one_time::{Enrolment, RecoveryCodes};
pub use own_account::{Again, Which};
pub use seal::Seal;
pub use secret::Secret;

/// The use cases, over one store and one clock. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    remembered: catalogue::Remembered,
    hashing: password::Hashing,
    policy: Arc<Policy>,
}

/// What holds for every account.
#[derive(Debug, Default)]
pub struct Policy {
    /// Nobody does anything at the desk before they have set a second factor up.
    pub require_second_factor: bool,
    /// What seals the secrets of second factors at rest.
    pub seal: Seal,
}

/// What goes with a change of status: what is said to visitors (a text per language) and to other staff (why), and a new
/// time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// To visitors, by language; required for cancelling and postponing, in at least one language.
    pub public: Vec<(Locale, String)>,
    /// To staff, on the revision.
    pub note: String,
    /// When an event that was off takes place after all: the fields of [`EventForm::when`]. Where there are none, at the
    /// time that it had.
    pub when: EventForm,
}

impl App {
    /// The use cases over this store, by this clock.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        let (remembered, hashing) = (catalogue::Remembered::default(), password::Hashing::new());
        Self { store, clock, remembered, hashing, policy: Arc::default() }
    }

    /// The same, with this for all accounts.
    #[must_use]
    pub fn with_policy(self, policy: Policy) -> Self {
        Self { policy: Arc::new(policy), ..self }
    }

    /// How many passwords wait to be hashed, and how many are.
    pub(crate) fn hashing(&self) -> (u64, u64) {
        self.hashing.load()
    }

    /// Now, as exactly as it is stored: an event just written equals the one that is read back.
    fn now(&self) -> Timestamp {
        let now = self.clock.now();
        Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
    }
}
