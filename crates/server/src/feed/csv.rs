//! Comma-separated values (RFC 4180).

use model::event::Event;

use super::Site;

/// The media type (RFC 4180, section 3).
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";
/// The most rows that a table holds.
pub const LIMIT: u16 = 1000;

/// The events as a table, one a row, in the order given.
#[must_use]
pub fn list(_site: &Site<'_>, _events: &[Event]) -> String {
    String::new()
}
