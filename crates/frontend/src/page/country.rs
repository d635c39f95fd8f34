//! Countries.

use leptos::prelude::*;
use model::{catalogue::Catalogue, country::Country, event::Event};

use super::{Head, Page};

/// The map, with a table behind it.
#[must_use]
pub fn index(_catalogue: &Catalogue) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// What concerns one country.
#[must_use]
pub fn show(_catalogue: &Catalogue, _country: &Country, _upcoming: &[Event], _past: &[Event]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
