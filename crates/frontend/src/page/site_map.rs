//! All pages on one.

use leptos::prelude::*;
use model::catalogue::Catalogue;

use super::{Head, Page};

/// Every page of the portal, by section.
#[must_use]
pub fn site_map(_catalogue: &Catalogue) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
