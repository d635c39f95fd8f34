//! What the feeds' tests are about.

use jiff::Timestamp;
use model::{
    catalogue::Catalogue,
    country::Country,
    event::{Event, EventContent, EventId, Status},
    event_form::EventForm,
    locale::{Locale, Localized},
    programme::{Programme, ProgrammeKind},
};

use super::Site;

pub(super) const ORIGIN: &str = "https://portal.example";

pub(super) fn site(catalogue: &Catalogue, locale: Locale) -> Site<'_> {
    Site { origin: ORIGIN, locale, catalogue }
}

pub(super) fn text(value: &str) -> Localized {
    Localized::new(Locale::En, value.to_owned())
}

pub(super) fn catalogue() -> Catalogue {
    let programme = Programme {
        summary_sources: Vec::new(),
        slug: "forum".parse().unwrap(),
        position: 1,
        kind: ProgrammeKind::Forum,
        name: text("The Forum, and more"),
        short_name: text("Forum"),
        summary: text("A meeting."),
        body: Localized::default(),
        since: "2011-10".parse().ok(),
        areas: vec!["1".parse().unwrap()],
        sdgs: vec!["17".parse().unwrap()],
        countries: vec!["LA".parse().unwrap()],
        parent: None,
        sources: Vec::new(),
    };
    let country = Country {
        code: "LA".parse().unwrap(),
        name: text("Lao PDR"),
        capital: text("Vientiane"),
        languages: text("Lao"),
        locales: vec![Locale::Lo],
        zones: vec!["Asia/Vientiane".parse().unwrap()],
        ministry: text("Ministry"),
        asean_since: Some(1997),
        body: Localized::default(),
        sources: Vec::new(),
    };
    Catalogue { programmes: vec![programme], countries: vec![country], ..Catalogue::default() }
}

/// An event's content: the usual fields, with these in their place.
pub(super) fn content(fields: &[(&str, &str)]) -> EventContent {
    let mut pairs = vec![
        ("title.en", "Mangroves"),
        ("summary.en", "About mangroves."),
        ("start-date", "2026-12-03"),
        ("start-time", "09:00"),
        ("end-date", "2026-12-04"),
        ("end-time", "12:30"),
        ("zone", "Asia/Jakarta"),
        ("format", "in-person"),
        ("venue.en", "Jakarta"),
        ("slug", "mangroves"),
        ("programmes", "forum"),
        ("countries", "LA"),
    ];
    pairs.retain(|(name, _)| fields.iter().all(|(n, _)| n != name));
    pairs.extend_from_slice(fields);
    EventForm::from_pairs(pairs).parse(None, Locale::En, 1).unwrap()
}

/// A published event of this content.
pub(super) fn event(content: EventContent) -> Event {
    let at = |s: &str| s.parse::<Timestamp>().unwrap();
    Event {
        version: 3,
        status: Status::Published,
        updated_at: at("2026-02-02T02:02:02.5Z"),
        published_at: Some(at("2026-01-05T00:00:00Z")),
        ..Event::first(EventId::from_stored("e1".to_owned()), content, at("2026-01-01T00:00:00Z"))
    }
}

/// A published event.
pub(super) fn usual() -> Event {
    event(content(&[]))
}

/// An event whose every text is `words`.
pub(super) fn worded(words: &str) -> Event {
    let mut event = usual();
    for field in [
        &mut event.content.title,
        &mut event.content.summary,
        &mut event.content.body,
        &mut event.content.venue,
        &mut event.content.organisers,
        &mut event.notice,
    ] {
        *field = text(words);
    }
    event.content.contact_name = words.to_owned();
    event
}
