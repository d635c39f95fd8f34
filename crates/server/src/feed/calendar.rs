//! iCalendar (RFC 5545, with RFC 7986's names and colours left to the reader).

use model::event::{Event, EventQuery};

use super::Site;

/// The media type (RFC 5545, section 8.1).
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";
/// The most upcoming events that a calendar of a list holds.
pub const UPCOMING_LIMIT: u16 = 1000;
/// The most past events that a calendar of upcoming events holds besides: a calendar that dropped what is over would
/// wipe it from its subscribers' diaries.
pub const RECENT_LIMIT: u16 = 100;

/// The calendar of one event.
#[must_use]
pub fn event(_site: &Site<'_>, _event: &Event) -> String {
    String::new()
}

/// The calendar of the events that match `query`: up to [`UPCOMING_LIMIT`] of them, and where the query asks for
/// upcoming ones, up to [`RECENT_LIMIT`] past ones that match the same filters.
#[must_use]
pub fn list(_site: &Site<'_>, _query: &EventQuery, _events: &[Event]) -> String {
    String::new()
}
