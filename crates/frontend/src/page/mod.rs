//! The pages: functions from data to what is shown.

pub mod center;
pub mod country;
pub mod error;
pub mod event;
pub mod framework;
pub mod home;
pub mod programme;
pub mod site_map;
pub mod staff;
pub mod text;

use leptos::prelude::AnyView;
use model::{plan::Plan, route::Route};

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
    /// Its name for people.
    pub title: String,
}

/// Where a plan is told: the Framework has a page of its own.
fn plan_route(plan: &Plan) -> Route {
    if plan.slug == *Plan::FRAMEWORK { Route::Framework } else { Route::Plan(plan.slug.clone()) }
}
