//! The same content for other software: calendars, news readers, spreadsheets, scripts, search engines.
//!
//! Pure functions from what the use cases give to a whole text, or to its parts where a list may be long; no I/O, no clock:
//! the same content is the same text, to the byte, so that an `ETag` of it holds. Each file says which standard it keeps, and its media type as `MEDIA_TYPE`.
//!
//! - [`calendar`]: iCalendar, of one event and of a list
//! - [`atom`]: Atom, of a list of events
//! - [`csv`]: comma-separated values, of a list of events
//! - [`json`]: events, programmes and countries, for scripts; [`search`]: what was found
//! - [`opensearch`]: how browsers search the portal, and what they are offered
//! - [`linked_data`]: JSON-LD, for search engines
//! - [`sitemap`] and [`robots`]: what search engines may keep
//! - [`security`]: where to write to about a hole

pub mod atom;
pub mod calendar;
pub mod csv;
pub mod json;
pub mod linked_data;
pub mod opensearch;
pub mod robots;
pub mod search;
pub mod security;
pub mod sitemap;

#[cfg(test)]
mod sample;

use frontend::{
    format,
    message::{interface, message},
};
use model::{
    catalogue::Catalogue,
    event::{Event, EventQuery, Period, Status},
    locale::{Locale, Localized, Shown},
    route::Route,
    time::When,
};
use sha2::{Digest, Sha256};

use crate::content::sample::LABELS;

/// What every feed needs to know besides what it shows.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Scheme and host for absolute links (`https://portal.example`), without a slash at the end.
    pub origin: &'a str,
    /// The language asked for.
    pub locale: Locale,
    /// All content but events.
    pub catalogue: &'a Catalogue,
}

impl Site<'_> {
    /// The whole address of a page in the language asked for.
    #[must_use]
    pub fn url(&self, route: &Route) -> String {
        format!("{}{}", self.origin, route.path(self.locale))
    }

    /// The whole address of another representation of a page: `json`, `csv`, `ics` or `atom`.
    #[must_use]
    pub fn representation(&self, route: &Route, extension: &str) -> String {
        format!("{}{}", self.origin, route.representation(self.locale, extension))
    }

    /// A word of the interface, in the language asked for or else in English.
    fn word(&self, key: &str) -> String {
        message(self.locale, key, &[])
    }

    /// The best text for the reader.
    fn pick<'t>(&self, text: &'t Localized) -> Option<Shown<'t, String>> {
        text.pick(self.locale)
    }

    /// When an event happens, in the interface's language.
    fn when(&self, when: &When) -> String {
        format::when(interface(self.locale), when)
    }

    /// The best text for the reader where its language cannot be told; empty where there is none.
    fn plain(&self, text: &Localized) -> String {
        self.pick(text).map(|s| s.value.clone()).unwrap_or_default()
    }

    /// The same of a text that holds one thing a line.
    fn lines(&self, text: &Localized) -> Vec<String> {
        self.plain(text).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// The name of a list of events: what it holds, and by which filters.
    fn list_name(&self, query: &EventQuery) -> String {
        let first = self.word(match query.period {
            Period::Upcoming => "feed-events",
            Period::Past => "feed-events-past",
        });
        let programme = query.programme.as_ref().and_then(|slug| self.catalogue.programme(slug.as_str()));
        let area = query.area.and_then(|number| self.catalogue.area(number));
        let country = query.country.and_then(|code| self.catalogue.country(code));
        let filters = [
            programme.map(|p| self.plain(&p.short_name)),
            area.map(|a| self.plain(&a.short_name)),
            country.map(|c| self.plain(&c.name)),
            query.format.map(|f| self.word(&format!("format-{}", f.name()))),
            query.year.map(|y| y.to_string()),
        ];
        std::iter::once(first).chain(filters.into_iter().flatten()).collect::<Vec<_>>().join(" · ")
    }

    /// An event's title as a list elsewhere must show it: readers that know nothing of an event's status must not take
    /// a cancelled event for one that takes place, nor a sample for a real one. The words before it are in its language.
    fn headline<'e>(&self, event: &'e Event) -> Option<(String, Shown<'e, String>)> {
        let title = self.pick(&event.content.title)?;
        let mut text = String::new();
        // The titles of the demonstration say it themselves; one that staff have changed may not.
        let labelled = LABELS.iter().any(|(_, label)| title.value.starts_with(label));
        if event.sample && !labelled {
            text.push_str(&message(title.locale, "feed-sample-title", &[]));
        }
        match event.status {
            Status::Cancelled => text.push_str(&message(title.locale, "feed-cancelled-title", &[])),
            Status::Postponed => text.push_str(&message(title.locale, "feed-postponed-title", &[])),
            Status::Draft | Status::Published | Status::Rescheduled | Status::MovedOnline => {}
        }
        text.push_str(title.value);
        Some((text, title))
    }

    /// What a reader must know first about an event that is not simply to take place, then whether it is a sample.
    fn warnings(&self, event: &Event) -> Vec<String> {
        let told = |status| match status {
            Status::Draft | Status::Published => None,
            Status::Cancelled => Some("feed-cancelled"),
            Status::Postponed => Some("feed-postponed"),
            Status::Rescheduled => Some("feed-rescheduled"),
            Status::MovedOnline => Some("feed-moved-online"),
        };
        let statuses = event.statuses().filter_map(told).map(|key| self.word(key));
        let before = event.first_told().map(|w| format!("{} {}", self.word("feed-previous"), self.when(w)));
        let notice = self.pick(&event.notice).map(|n| n.value.clone());
        let sample = event.sample.then(|| self.word("feed-sample"));
        statuses.chain([notice, before, sample].into_iter().flatten()).collect()
    }
}

/// A name for `subject` that is the same wherever the portal is served from, as a UUID (RFC 9562, version 8).
///
/// Calendars and news readers tell an entry they know from a new one by its name. A name with the portal's host in it
/// would double every entry when the portal moves to another host; RFC 7986, section 5.3, asks to leave hosts out.
fn uuid(subject: &str) -> String {
    let digest = Sha256::digest(format!("china-asean-environmental-cooperation-center/{subject}"));
    let mut hex = String::with_capacity(36);
    for (i, byte) in digest.iter().take(16).enumerate() {
        let byte = match i {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        if matches!(i, 4 | 6 | 8 | 10) {
            hex.push('-');
        }
        hex.push_str(&format!("{byte:02x}"));
    }
    hex
}

/// A text as it stands in XML, in an element or in an attribute.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}

/// The characters of a text that XML 1.0 can hold (section 2.2).
fn xml_characters(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_uuid_that_does_not_know_the_host() {
        let name = uuid("event/1");
        assert_eq!(name, uuid("event/1"));
        assert_ne!(name, uuid("event/2"));
        assert_eq!(name.len(), 36);
        assert_eq!((name.as_bytes()[14], name.as_bytes()[8]), (b'8', b'-'));
    }

    #[test]
    fn a_lists_name_tells_its_filters() {
        let catalogue = sample::catalogue();
        let site = sample::site(&catalogue, Locale::En);
        let query = EventQuery { country: "la".parse().ok(), year: Some(2026), ..EventQuery::default() };
        assert!(site.list_name(&query).ends_with(" · Lao PDR · 2026"), "{}", site.list_name(&query));
    }
}
