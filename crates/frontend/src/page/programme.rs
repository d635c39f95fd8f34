//! Programmes.

use leptos::prelude::*;
use model::{catalogue::Catalogue, event::Event, programme::Programme};

use super::{Head, Page};

/// All programmes.
#[must_use]
pub fn index(_catalogue: &Catalogue) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// One programme, with its next and latest events.
#[must_use]
pub fn show(_catalogue: &Catalogue, _programme: &Programme, _upcoming: &[Event], _past: &[Event]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
