//! Events, as visitors see them.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::{Event, EventQuery, Paged},
};

use super::{Head, Page};

/// The events that match, with the form that filters them. `years`: the years there are events in, latest first.
#[must_use]
pub fn index(_catalogue: &Catalogue, _query: &EventQuery, _events: &Paged<Event>, _years: &[i16]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// One event. `json_ld`: the event for machines.
#[must_use]
pub fn show(_catalogue: &Catalogue, _event: &Event, _json_ld: String) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
