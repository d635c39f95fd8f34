//! One address, all representations: the same content for calendars, news readers, spreadsheets and scripts.

use leptos::prelude::*;
use model::route::Route;

use crate::{
    context::{locale, page, t, t_with},
    page::Alternate,
};

/// What a representation holds: that decides what it is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// One event: a calendar takes it once.
    OneEvent,
    /// Events that change: a calendar subscribes.
    Events,
    /// Facts.
    Facts,
}

impl Holds {
    const fn name(self) -> &'static str {
        match self {
            Self::OneEvent => "event",
            Self::Events => "events",
            Self::Facts => "facts",
        }
    }
}

/// The other representations of the page at `route`, by extension. `name`: what they are of.
#[must_use]
pub fn alternates(route: &Route, name: &str, extensions: &[&'static str]) -> Vec<Alternate> {
    extensions
        .iter()
        .map(|extension| Alternate {
            media_type: media_type(extension),
            href: route.representation(locale(), extension),
            title: t_with(
                "list-format-of",
                &[("name", name.to_owned().into()), ("format", format_name(extension).into())],
            ),
            of: name.to_owned(),
        })
        .collect()
}

/// The representations as a list: each with its format, what it is for, and its whole address, so that it can be copied
/// from paper or from the screen. What it is of stands at the head of the page or of the list; it is said once more to those
/// who go from link to link.
#[must_use]
pub fn formats(alternates: &[Alternate], holds: Holds) -> AnyView {
    let origin = page().origin.clone();
    let items = alternates
        .iter()
        .map(|alternate| {
            let extension = extension(alternate.media_type);
            let purpose = t(&format!("list-format-{extension}-{}", holds.name()));
            let (href, media_type) = (alternate.href.clone(), alternate.media_type);
            let address = format!("{origin}{href}");
            let (format, of) = (format_name(extension), format!(" ({})", alternate.of));
            view! {
                <li>
                    <a href=href type=media_type>{format}<span class="unseen">{of}</span></a>
                    <span class="meta">" "{purpose}</span>
                    <p class="address"><code>{address}</code></p>
                </li>
            }
        })
        .collect_view();
    view! { <ul role="list" class="formats">{items}</ul> }.into_any()
}

fn format_name(extension: &str) -> String {
    t(&format!("list-format-{extension}"))
}

fn media_type(extension: &str) -> &'static str {
    match extension {
        "ics" => "text/calendar",
        "atom" => "application/atom+xml",
        "csv" => "text/csv",
        _ => "application/json",
    }
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "text/calendar" => "ics",
        "application/atom+xml" => "atom",
        "text/csv" => "csv",
        _ => "json",
    }
}
