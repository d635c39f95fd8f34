//! The Framework 2021-2025, its areas and flagships, and the earlier strategies.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::Event,
    plan::{Area, Plan},
};

use super::{Head, Page};

/// The Framework: the four areas, the three flagships, what belongs to each.
#[must_use]
pub fn framework(_catalogue: &Catalogue, _upcoming: &[Event]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// One priority area, with its next and latest events.
#[must_use]
pub fn area(_catalogue: &Catalogue, _area: &Area, _upcoming: &[Event], _past: &[Event]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// An earlier strategy.
#[must_use]
pub fn plan(_catalogue: &Catalogue, _plan: &Plan) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
