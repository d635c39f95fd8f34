//! Atom (RFC 4287).

use model::event::{Event, EventQuery};

use super::Site;

/// The media type.
pub const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";
/// The most entries that a feed holds.
pub const LIMIT: u16 = 100;

/// The news of the events that match `query`, latest changed first.
#[must_use]
pub fn list(_site: &Site<'_>, _query: &EventQuery, _events: &[Event]) -> String {
    String::new()
}
