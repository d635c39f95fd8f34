//! Atom (RFC 4287), in pages (RFC 5005, section 3).

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Link, Person, Text};
use jiff::Timestamp;
use model::{
    event::{Event, EventQuery, Paged},
    locale::{Locale, Shown},
    route::Route,
};

use super::{Site, uuid, xml_characters};

/// The media type.
pub const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";
/// The most entries that a page of the feed holds. An older change is on the page that the link `next` leads to.
pub const LIMIT: u16 = 100;

/// A page of the news of the events that match `query`: those given, latest changed first.
///
/// An entry is `updated` when its text changed: a reader is told again of an event that moves. When the event takes
/// place is in its summary.
#[must_use]
pub fn list(site: &Site<'_>, query: &EventQuery, news: &Paged<Event>) -> String {
    // The feed is one, whichever of its pages this is; and a place in it is none in the list.
    let route = Route::Events(EventQuery { after: None, ..query.clone() });
    let page = |after| site.representation(&Route::Events(EventQuery { after, ..query.clone() }), "atom");
    let next = news.next.clone().map(|next| link("next", page(Some(next)), "application/atom+xml"));
    let feed = Feed {
        title: text(&site.list_name(query), None),
        id: urn(&format!("events{}", route.path(site.locale))),
        updated: time(news.items.first().map_or(Timestamp::UNIX_EPOCH, |e| e.updated_at)),
        authors: vec![Person {
            name: site.word("feed-center"),
            uri: Some(site.url(&Route::Home)),
            ..Person::default()
        }],
        links: [
            link("self", page(query.after.clone()), "application/atom+xml"),
            link("alternate", site.url(&route), "text/html"),
        ]
        .into_iter()
        .chain(next)
        .collect(),
        entries: news.items.iter().map(|event| entry(site, event)).collect(),
        lang: Some(site.locale.tag().to_owned()),
        ..Feed::default()
    };
    feed.to_string()
}

fn entry(site: &Site<'_>, event: &Event) -> Entry {
    let content = &event.content;
    let page = Route::Event(content.slug.clone());
    let (headline, language) =
        site.headline(event).map_or((String::new(), site.locale), |(text, shown)| (text, shown.locale));
    let summary = site.pick(&content.summary);
    let paragraphs: Vec<String> = site
        .warnings(event)
        .into_iter()
        .chain([site.when(&content.when)])
        .chain(content.place().and_then(|place| site.pick(place)).map(|v| v.value.clone()))
        .chain(summary.as_ref().map(|s| s.value.clone()))
        .collect();
    let programmes = content.programmes.iter().filter_map(|slug| site.catalogue.programme(slug.as_str()));
    Entry {
        title: text(&headline, Some(language).filter(|l| *l != site.locale)),
        id: urn(&format!("event/{}", event.id)),
        updated: time(event.updated_at),
        published: Some(time(event.published_at.unwrap_or(event.created_at))),
        links: vec![
            link("alternate", site.url(&page), "text/html"),
            link("alternate", site.representation(&page, "ics"), "text/calendar"),
        ],
        categories: programmes
            .map(|p| Category {
                term: p.slug.to_string(),
                label: Some(xml_characters(&site.plain(&p.short_name))),
                ..Category::default()
            })
            .collect(),
        summary: Some(text(&paragraphs.join("\n\n"), summary.filter(Shown::is_fallback).map(|s| s.locale))),
        ..Entry::default()
    }
}

/// An id that stays when the host changes; see [`uuid`].
fn urn(subject: &str) -> String {
    format!("urn:uuid:{}", uuid(subject))
}

fn text(value: &str, language: Option<Locale>) -> Text {
    Text { lang: language.map(|l| l.tag().to_owned()), ..Text::plain(xml_characters(value)) }
}

fn link(rel: &str, href: String, media_type: &str) -> Link {
    Link { href, rel: rel.to_owned(), mime_type: Some(media_type.to_owned()), ..Link::default() }
}

/// To the second: what a reader compares, it must be able to read.
fn time(at: Timestamp) -> FixedDateTime {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use model::{event::Cursor, locale::Locale};
    use proptest::prelude::*;

    use super::{super::sample, *};

    fn feed(events: &[Event], locale: Locale) -> Feed {
        paged(&EventQuery::default(), events, None, locale)
    }

    fn paged(query: &EventQuery, events: &[Event], next: Option<Cursor>, locale: Locale) -> Feed {
        let catalogue = sample::catalogue();
        let news = Paged { items: events.to_vec(), next };
        let xml = list(&sample::site(&catalogue, locale), query, &news);
        xml.parse().unwrap_or_else(|e| panic!("{e}: {xml}"))
    }

    #[test]
    fn an_entry_is_updated_when_it_was_written_not_when_it_takes_place() {
        let mut later = sample::usual();
        later.updated_at = "2026-03-03T00:00:00Z".parse().unwrap();
        let feed = feed(&[later, sample::usual()], Locale::En);
        assert_eq!(feed.updated.to_rfc3339(), "2026-03-03T00:00:00+00:00");
        let updated: Vec<String> = feed.entries.iter().map(|e| e.updated.to_rfc3339()).collect();
        assert_eq!(updated, ["2026-03-03T00:00:00+00:00", "2026-02-02T02:02:02+00:00"]);
        let published = feed.entries[0].published.map(|p| p.to_rfc3339());
        assert_eq!(published.as_deref(), Some("2026-01-05T00:00:00+00:00"));
    }

    #[test]
    fn the_feed_names_itself_its_page_and_its_language() {
        let feed = feed(&[sample::usual()], Locale::Th);
        let links: Vec<_> = feed.links.iter().map(|l| (l.rel.as_str(), l.href.as_str())).collect();
        assert_eq!(
            links,
            [("self", "https://portal.example/th/events.atom"), ("alternate", "https://portal.example/th/events"),]
        );
        assert_eq!(feed.lang.as_deref(), Some("th"));
        assert_eq!(feed.entries[0].title.lang.as_deref(), Some("en"));
        assert!(feed.id.starts_with("urn:uuid:"));
        assert_ne!(feed.id, feed.entries[0].id);
    }

    #[test]
    fn a_page_of_a_feed_leads_to_the_next_and_is_part_of_the_same_feed() {
        let query = EventQuery { country: "LA".parse().ok(), ..EventQuery::default() };
        let first = paged(&query, &[sample::usual()], Cursor::parse("5_e1"), Locale::En);
        let link = |feed: &Feed, rel| feed.links.iter().find(|l| l.rel == rel).map(|l| l.href.clone());
        let next = link(&first, "next");
        assert_eq!(next.as_deref(), Some("https://portal.example/en/events.atom?country=la&after=5_e1"));
        let query = EventQuery { after: Cursor::parse("5_e1"), ..query };
        let last = paged(&query, &[sample::usual()], None, Locale::En);
        assert_eq!((link(&last, "self"), link(&last, "next")), (next, None));
        assert_eq!(link(&last, "alternate").as_deref(), Some("https://portal.example/en/events?country=la"));
        assert_eq!(last.id, first.id);
    }

    #[test]
    fn a_feed_without_entries_is_sound() {
        assert!(feed(&[], Locale::ZhHans).entries.is_empty());
    }

    proptest! {
        #[test]
        fn any_text_can_be_read_back(words in "[^\\p{C}]{0,60}.{0,20}") {
            let feed = feed(&[sample::worded(&words)], Locale::En);
            prop_assert_eq!(feed.entries.len(), 1);
            let written = xml_characters(&words);
            prop_assert_eq!(feed.entries[0].title.value.trim(), written.trim());
        }
    }
}
