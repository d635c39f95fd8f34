//! JSON-LD with the words of schema.org, for search engines. Safe inside a script element.

use model::{event::Event, route::Route};

use super::Site;

/// The Center.
#[must_use]
pub fn organization(_site: &Site<'_>) -> String {
    String::new()
}

/// An event.
#[must_use]
pub fn event(_site: &Site<'_>, _event: &Event) -> String {
    String::new()
}

/// The way from the front page to this one: names in the language asked for, and their pages, this page last.
#[must_use]
pub fn breadcrumbs(_site: &Site<'_>, _trail: &[(String, Route)]) -> String {
    String::new()
}
