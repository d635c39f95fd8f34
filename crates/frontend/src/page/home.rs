//! The front page.

use leptos::prelude::*;
use model::{catalogue::Catalogue, event::Event};

use super::{Head, Page};

/// Who the Center is in one screen, what is next, the four areas, the programmes, the region.
///
/// `upcoming`: the next few public events, soonest first.
#[must_use]
pub fn home(_catalogue: &Catalogue, _upcoming: &[Event]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
