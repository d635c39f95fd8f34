//! The use cases. Each authorises the viewer, validates the input, stores, and records the revision, in this order.
//!
//! - [`catalogue`](App::catalogue) and the public events: for anybody
//! - events as staff write them
//! - accounts and sessions
//!
//! A use case answers with [`model::error::Error`], which is safe to show. What really went wrong is a [`Fault`]: it is
//! logged where it is turned into an `Error`, and goes no further.

use std::sync::Arc;

use jiff::Timestamp;
use model::{
    catalogue::Catalogue,
    error::Error,
    event::{Event, EventId, EventQuery, Paged, StaffEventQuery},
    event_form::EventForm,
    locale::Locale,
    revision::Revision,
    route::StatusChange,
    slug::Slug,
    staff::Staff,
    viewer::{Role, Viewer},
};

use crate::store::Store;

/// Where the time comes from.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The time now.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// What went wrong below the use cases; for the operator's eyes and the log alone.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database does not answer. The text holds no password.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The file is not a sound database.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The tables were made by a newer portal.
    #[error("the database was made by a newer version of the portal: {0}")]
    TooNew(String),
    /// There is no room to write.
    #[error("the disk is full: {0}")]
    DiskFull(String),
    /// A unique key is taken; the name of the field.
    #[error("taken: {0}")]
    Taken(&'static str),
    /// The record has moved on.
    #[error("at version {0} now")]
    Stale(i64),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

/// The use cases, over one store and one clock.
#[derive(Clone, Debug)]
pub struct App {
    /// The store.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// What a browser holds to show who it is: 256 random bits as text. Only its SHA-256 is stored. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// The secret's text, to be handed to its owner.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// What a change of status says: to visitors (a text per language), and to other staff (why).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notice {
    /// To visitors, by language; required for cancelling and postponing, in at least one language.
    pub public: Vec<(Locale, String)>,
    /// To staff, on the revision.
    pub note: String,
}

// The bodies below are written one by one; see the modules of this folder.
#[expect(clippy::unused_async, unused_variables, reason = "bodies are being written")]
impl App {
    /// The use cases over this store, by this clock.
    #[must_use]
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
    /// All content but events. Read from memory while the content generation stands.
    pub async fn catalogue(&self) -> Result<Arc<Catalogue>, Error> {
        Err(Error::Internal)
    }
    /// The content generation: a number that every write moves.
    pub async fn generation(&self) -> Result<i64, Error> {
        Err(Error::Internal)
    }
    /// The database answers.
    pub async fn ready(&self) -> Result<(), Error> {
        Err(Error::Internal)
    }
    /// The database holds sample content.
    pub async fn is_demo(&self) -> Result<bool, Error> {
        Err(Error::Internal)
    }
    /// Public events that match, at most `limit`.
    pub async fn events(&self, query: &EventQuery, limit: u16) -> Result<Paged<Event>, Error> {
        Err(Error::Internal)
    }
    /// The years there are public events in, latest first.
    pub async fn event_years(&self) -> Result<Vec<i16>, Error> {
        Err(Error::Internal)
    }
    /// A public event.
    pub async fn event(&self, slug: &Slug) -> Result<Event, Error> {
        Err(Error::NotFound)
    }
    /// Events that match, drafts included, latest changed first.
    pub async fn staff_events(
        &self,
        viewer: &Viewer,
        query: &StaffEventQuery,
        limit: u16,
    ) -> Result<Paged<Event>, Error> {
        Err(Error::Internal)
    }
    /// An event, draft or not.
    pub async fn staff_event(&self, viewer: &Viewer, id: &EventId) -> Result<Event, Error> {
        Err(Error::NotFound)
    }
    /// A new draft. `source` is the language of its first text.
    pub async fn create_event(
        &self,
        viewer: &Viewer,
        form: &EventForm,
        source: Locale,
        note: &str,
    ) -> Result<Event, Error> {
        Err(Error::Internal)
    }
    /// Edits the event as of `version`. Moving a public event in time makes it rescheduled, moving it online moved-online.
    pub async fn edit_event(
        &self,
        viewer: &Viewer,
        id: &EventId,
        version: i64,
        form: &EventForm,
        note: &str,
    ) -> Result<Event, Error> {
        Err(Error::Internal)
    }
    /// Publishes, unpublishes, cancels or postpones the event as of `version`.
    pub async fn change_event_status(
        &self,
        viewer: &Viewer,
        id: &EventId,
        version: i64,
        change: StatusChange,
        notice: &Notice,
    ) -> Result<Event, Error> {
        Err(Error::Internal)
    }
    /// The event's revisions before version `before` (all for `None`), latest first, at most `limit`.
    pub async fn event_revisions(
        &self,
        viewer: &Viewer,
        id: &EventId,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<Revision>, Error> {
        Err(Error::Internal)
    }
    /// Opens a new session. Unknown account and wrong password are both `Unauthenticated`, in the same time; too many
    /// tries from the address or at the account are `Throttled`.
    pub async fn sign_in(
        &self,
        email: &str,
        password: &str,
        address: std::net::IpAddr,
    ) -> Result<(Secret, Staff), Error> {
        Err(Error::Internal)
    }
    /// Whose session this is; `Visitor` for none, an unknown or an ended one. Moves its idle limit.
    pub async fn session(&self, token: &str) -> Result<Viewer, Error> {
        Err(Error::Internal)
    }
    /// Ends the session.
    pub async fn sign_out(&self, token: &str) -> Result<(), Error> {
        Err(Error::Internal)
    }
    /// Makes an account (or, if it exists, a new link for it) at the command line; the secret of the one-time link.
    pub async fn invite_staff(&self, email: &str, name: &str, role: Role) -> Result<Secret, Error> {
        Err(Error::Internal)
    }
    /// The account that a one-time link is for.
    pub async fn invited(&self, token: &str) -> Result<Staff, Error> {
        Err(Error::NotFound)
    }
    /// Sets the password with a one-time link, uses the link up, and ends the account's sessions.
    pub async fn set_password(&self, token: &str, password: &str, again: &str) -> Result<(), Error> {
        Err(Error::Internal)
    }
}
