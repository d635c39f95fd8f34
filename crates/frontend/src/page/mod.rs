//! The pages: functions from data to what is shown.

pub mod center;
pub mod country;
pub mod error;
pub mod event;
pub mod framework;
pub mod home;
pub mod programme;
#[cfg(test)]
pub(crate) mod sample;
pub mod site_map;
pub mod staff;
pub mod text;

use leptos::prelude::AnyView;
use model::{catalogue::Catalogue, locale::Localized, plan::Plan, route::Route, slug::Slug};

use crate::context::{interface, t};

/// A page: what goes into the document's head, and what into its `main`.
pub struct Page {
    /// What machines read about it.
    pub head: Head,
    /// What people read.
    pub body: AnyView,
}

/// What machines read about a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The page's own title, plain text; the portal's name is added.
    pub title: String,
    /// What the page says, plain text.
    pub description: String,
    /// Other representations of the same page (`rel=alternate`).
    pub alternates: Vec<Alternate>,
    /// JSON-LD values, each a JSON text made by the server's feed code. Written safe for a script element.
    pub json_ld: Vec<String>,
    /// Search engines must not keep it.
    pub private: bool,
}

/// Another representation of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternate {
    /// Its media type: `text/calendar`.
    pub media_type: &'static str,
    /// Its address.
    pub href: String,
    /// Its name for people, whole: "Events, Lao PDR: Calendar (iCalendar)".
    pub title: String,
    /// What it is of: "Events, Lao PDR".
    pub of: String,
}

/// Where a plan is told: the Framework has a page of its own.
fn plan_route(plan: &Plan) -> Route {
    if plan.slug == *Plan::FRAMEWORK { Route::Framework } else { Route::Plan(plan.slug.clone()) }
}

/// What a section's own page says before its list.
pub(crate) struct Intro {
    /// The heading.
    pub(crate) title: Localized,
    /// What the section is about.
    pub(crate) summary: Localized,
    /// More about it, as Markdown.
    pub(crate) body: Localized,
    /// Where the facts come from.
    pub(crate) sources: Vec<Slug>,
}

/// The words of the page of text at `slug`; the message `title` for a heading where the content has none.
pub(crate) fn intro(catalogue: &Catalogue, slug: &str, title: &str) -> Intro {
    let page = catalogue.page(slug);
    let text = |of: fn(&model::page::Page) -> &Localized| page.map(of).cloned().unwrap_or_default();
    Intro {
        title: page.map_or_else(|| Localized::new(interface(), t(title)), |page| page.title.clone()),
        summary: text(|page| &page.summary),
        body: text(|page| &page.body),
        sources: page.map(|page| page.sources.clone()).unwrap_or_default(),
    }
}
