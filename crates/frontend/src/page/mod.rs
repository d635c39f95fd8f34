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
pub mod search;
pub mod site_map;
pub mod staff;
pub mod text;

use leptos::prelude::AnyView;
use model::{catalogue::Catalogue, locale::Localized, plan::Plan, route::Route, slug::Slug};

use crate::{
    card::Card,
    context::{interface, t},
};

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
    /// What the picture says that goes with a link to the page. Every page for visitors has one.
    pub card: Option<Card>,
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

#[cfg(test)]
mod tests {
    use model::{
        country::CountryCode,
        event::{Event, EventQuery, Paged},
        history::{HistoryEntry, Theme},
        locale::Locale,
    };

    use super::*;

    /// A page of text that is there in English alone.
    fn text(slug: &str) -> model::page::Page {
        model::page::Page {
            slug: sample::slug(slug),
            title: sample::both("A title", "标题"),
            summary: sample::english("A summary."),
            body: sample::english("A text."),
            sources: vec![],
        }
    }

    /// The sample catalogue, with what it has no need of elsewhere; most of its texts are in English alone.
    fn catalogue() -> Catalogue {
        let entry = HistoryEntry {
            slug: sample::slug("inauguration"),
            from: "2011-05-24".parse().unwrap(),
            until: None,
            theme: Theme::Center,
            title: sample::english("The Center is inaugurated."),
            body: sample::english("In Beijing."),
            programme: None,
            plan: None,
            sources: vec![],
        };
        let pages = ["home", "center", "programmes", "framework", "countries", "events"].map(text).to_vec();
        Catalogue { pages, history: vec![entry], ..sample::catalogue() }
    }

    #[test]
    fn every_text_in_another_language_says_which() {
        let catalogue = catalogue();
        let events = [sample::event()];
        let event: &Event = &events[0];
        let paged = Paged { items: events.to_vec(), next: None };
        let filtered = EventQuery { programme: "marine-plastics-action".parse().ok(), ..EventQuery::default() };
        let programme = catalogue.programme("marine-plastics-action").unwrap();
        let (area, plan) = (&catalogue.areas[0], &catalogue.plans[0]);
        let country = catalogue.country(CountryCode::Vn).unwrap();
        let told = |name: &str, page: &dyn Fn() -> Page| {
            let html = sample::render(Locale::ZhHans, Route::Home, page);
            assert!(html.contains("lang=\"en\""), "{name} has nothing to tell");
            sample::assert_told(&html);
            sample::assert_sound(&html);
        };
        told("home", &|| home::home(&catalogue, &events));
        told("center", &|| center::center(&catalogue, None));
        told("programmes", &|| programme::index(&catalogue));
        told("programme", &|| programme::show(&catalogue, programme, &events, &events));
        told("framework", &|| framework::framework(&catalogue, &events));
        told("area", &|| framework::area(&catalogue, area, &events, &events));
        told("plan", &|| framework::plan(&catalogue, plan));
        told("countries", &|| country::index(&catalogue));
        told("country", &|| country::show(&catalogue, country, &events, &events));
        told("events", &|| event::index(&catalogue, &filtered, &paged, &[2026]));
        told("event", &|| event::show(&catalogue, event, "{}".to_owned()));
        told("text", &|| text::show(&catalogue, &catalogue.pages[0]));
        told("site map", &|| site_map::site_map(&catalogue));
    }
}
