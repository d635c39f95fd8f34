//! The Center's story and history.

use leptos::prelude::*;
use model::{catalogue::Catalogue, history::Theme};

use super::{Head, Page};

/// The story, and the history from 1991 to today; of one theme where one is asked.
#[must_use]
pub fn center(_catalogue: &Catalogue, _theme: Option<Theme>) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
