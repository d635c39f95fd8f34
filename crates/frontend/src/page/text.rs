//! Pages of text: the accessibility statement, the privacy page.

use leptos::prelude::*;
use model::catalogue::Catalogue;

use super::{Head, Page};

/// A page of text.
#[must_use]
pub fn show(_catalogue: &Catalogue, _page: &model::page::Page) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
