//! JSON for scripts.

use model::{
    country::Country,
    event::{Event, EventQuery, Paged},
    programme::Programme,
};

use super::Site;

/// The media type.
pub const MEDIA_TYPE: &str = "application/json";

/// One page of the events that match `query`.
#[must_use]
pub fn events(_site: &Site<'_>, _query: &EventQuery, _events: &Paged<Event>) -> String {
    String::new()
}

/// One event.
#[must_use]
pub fn event(_site: &Site<'_>, _event: &Event) -> String {
    String::new()
}

/// All programmes.
#[must_use]
pub fn programmes(_site: &Site<'_>) -> String {
    String::new()
}

/// One programme, with its next and latest events.
#[must_use]
pub fn programme(_site: &Site<'_>, _programme: &Programme, _upcoming: &[Event], _past: &[Event]) -> String {
    String::new()
}

/// The twelve countries.
#[must_use]
pub fn countries(_site: &Site<'_>) -> String {
    String::new()
}

/// One country, with its next and latest events.
#[must_use]
pub fn country(_site: &Site<'_>, _country: &Country, _upcoming: &[Event], _past: &[Event]) -> String {
    String::new()
}
