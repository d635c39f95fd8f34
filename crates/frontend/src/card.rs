//! What a card says. A card is the picture that goes with a link to a page, in chat programs and on networks; the server draws
//! it (`server/src/card`). It says nothing that its page does not say, in the same words.
//!
//! To give a page a card: a function here that makes it of the page's noun, called by the page for its [`crate::page::Head`], and by
//! the handler of the card's own address (`server/src/web/page/card.rs`).

use std::hash::{DefaultHasher, Hash, Hasher};

use model::{
    catalogue::Catalogue,
    country::{Country, CountryCode},
    event::{Event, Format, Status},
    locale::{Locale, Localized},
    plan::{Area, Plan},
    programme::Programme,
};

use crate::{
    format,
    message::{self, Argument},
};

/// Moved when the same words are drawn otherwise, so that every card gets another address.
const LOOK: u32 = 2;

/// What a card says.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Card {
    /// What it is drawn on.
    pub ground: Ground,
    /// The portal's name.
    pub site: Line,
    /// What sort of page it is, above the title.
    pub eyebrow: Option<Line>,
    /// What must be known before the title is read: that an event is off, or a sample.
    pub tags: Vec<Tag>,
    /// The title.
    pub title: Line,
    /// The days of an event.
    pub days: Option<Days>,
    /// More about it, a line each.
    pub below: Vec<Line>,
    /// The countries that stand out on the map; the whole region where there are none.
    pub on: Vec<CountryCode>,
    /// A figure in the place of the map: the number of a priority area.
    pub figure: Option<String>,
    /// The same in a sentence, for those who do not see it.
    pub alt: String,
}

/// What a card is drawn on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ground {
    /// Paper: for one thing among others.
    Paper,
    /// The mangrove at night: for the portal itself and its sections.
    Deep,
}

/// Words in one language. Some of a card's words may be in another than asked for: each is set in letters of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// The words, plain text.
    pub text: String,
    /// Their language.
    pub locale: Locale,
}

/// A word about how something stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// The word.
    pub words: Line,
    /// It warns: not to come, not at that time, not there.
    pub warns: bool,
}

/// The days of an event, as its row in a list leads with them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Days {
    /// The month's short name.
    pub month: Line,
    /// The day, or the first and the last.
    pub days: Line,
    /// The year.
    pub year: Line,
    /// They hold no more.
    pub struck: bool,
}

impl Card {
    /// Width in pixels, as networks ask for a large picture.
    pub const WIDTH: u16 = 1200;
    /// Height in pixels.
    pub const HEIGHT: u16 = 630;

    /// A name for what the card shows: another card has another. The same in every process of one release.
    #[must_use]
    pub fn version(&self) -> String {
        let mut hasher = DefaultHasher::new();
        (LOOK, self).hash(&mut hasher);
        format!("{:016x}", hasher.finish())
    }

    /// The card of the front page.
    #[must_use]
    pub fn home(locale: Locale, catalogue: &Catalogue) -> Self {
        let title = catalogue.page("home").and_then(|page| picked(locale, &page.title));
        let site = word(locale, "site-name");
        let eyebrow = Some(word(locale, "home-eyebrow"));
        Self { eyebrow, ..Self::titled(locale, Ground::Deep, title.unwrap_or(site)) }.at_last()
    }

    /// The card of a section's own page, or of a page of text; the message `title` for one that the content does not have.
    #[must_use]
    pub fn page(locale: Locale, catalogue: &Catalogue, slug: &str, title: &str) -> Self {
        let own = catalogue.page(slug).and_then(|page| picked(locale, &page.title));
        Self::titled(locale, Ground::Deep, own.unwrap_or_else(|| word(locale, title)))
    }

    /// The card of a programme.
    #[must_use]
    pub fn programme(locale: Locale, programme: &Programme) -> Self {
        let kind = word(locale, &format!("programme-kind-{}", programme.kind.name()));
        let since = programme.since.map(|at| format::partial(kind.locale, at));
        let since = since.map(|date| told(locale, "programme-since", &[("date", date.into())]));
        Self { below: since.into_iter().collect(), ..Self::of(locale, kind, &programme.name) }.at_last()
    }

    /// The card of a priority area.
    #[must_use]
    pub fn area(locale: Locale, area: &Area) -> Self {
        let number = area.number.get();
        let eyebrow = told(locale, "framework-area-of", &[("number", number.into())]);
        let figure = Some(format::number(message::interface(locale), number.into()));
        Self { figure, ..Self::of(locale, eyebrow, &area.name) }
    }

    /// The card of an earlier strategy.
    #[must_use]
    pub fn plan(locale: Locale, plan: &Plan) -> Self {
        Self::of(locale, word(locale, "framework-earlier-one"), &plan.name)
    }

    /// The card of a country, which stands out on the map.
    #[must_use]
    pub fn country(locale: Locale, country: &Country) -> Self {
        let standing = match country.asean_since {
            Some(year) => told(locale, "country-member-since", &[("year", year.to_string().into())]),
            None => word(locale, "country-dialogue-partner"),
        };
        Self { on: vec![country.code], ..Self::of(locale, standing, &country.name) }
    }

    /// The card of an event. It claims no time for one that is postponed, and strikes that of one that is cancelled.
    #[must_use]
    pub fn event(locale: Locale, event: &Event) -> Self {
        let content = &event.content;
        let days = (event.status != Status::Postponed).then(|| days(locale, event));
        let hours =
            event.status.takes_place().then(|| format::hours(message::interface(locale), &content.when)).flatten();
        let hours = hours.map(|text| Line { text, locale: message::interface(locale) });
        let mut card = Self {
            tags: tags(locale, event),
            days,
            below: hours.into_iter().chain([place(locale, event)]).collect(),
            on: content.countries.clone(),
            ..Self::of(locale, word(locale, "card-event"), &content.title)
        };
        let when = card
            .days
            .as_ref()
            .filter(|days| !days.struck)
            .map(|_| format::when(message::interface(locale), &content.when));
        let place = card.below.last().map(|line| line.text.clone());
        card.alt = sentence(&card, when.into_iter().chain(place));
        card
    }

    /// One thing of this sort.
    fn of(locale: Locale, eyebrow: Line, title: &Localized) -> Self {
        let title = picked(locale, title).unwrap_or_else(|| word(locale, "site-name"));
        Self { eyebrow: Some(eyebrow), ..Self::titled(locale, Ground::Paper, title) }.at_last()
    }

    fn titled(locale: Locale, ground: Ground, title: Line) -> Self {
        let card = Self {
            ground,
            site: word(locale, "site-name"),
            eyebrow: None,
            tags: Vec::new(),
            title,
            days: None,
            below: Vec::new(),
            on: Vec::new(),
            figure: None,
            alt: String::new(),
        };
        card.at_last()
    }

    /// The card with its sentence.
    fn at_last(mut self) -> Self {
        self.alt = sentence(&self, self.below.iter().map(|line| line.text.clone()));
        self
    }
}

/// What the card says, in the order in which it is read.
fn sentence(card: &Card, more: impl Iterator<Item = String>) -> String {
    let tags = card.tags.iter().map(|tag| tag.words.text.clone());
    let parts =
        card.eyebrow.iter().map(|line| line.text.clone()).chain(tags).chain([card.title.text.clone()]).chain(more);
    parts.chain([card.site.text.clone()]).collect::<Vec<_>>().join(" · ")
}

/// A message, in the words of the page's interface.
fn word(locale: Locale, key: &str) -> Line {
    told(locale, key, &[])
}

fn told(locale: Locale, key: &str, arguments: &[(&str, Argument)]) -> Line {
    let locale = message::interface(locale);
    Line { text: message::message(locale, key, arguments), locale }
}

/// The best text for the reader.
fn picked(locale: Locale, text: &Localized) -> Option<Line> {
    text.pick(locale).map(|shown| Line { text: shown.value.clone(), locale: shown.locale })
}

fn days(locale: Locale, event: &Event) -> Days {
    let locale = message::interface(locale);
    let block = format::date_block(locale, &event.content.when);
    let [month, days, year] = [block.month, block.days, block.year].map(|text| Line { text, locale });
    Days { month, days, year, struck: event.status == Status::Cancelled }
}

fn tags(locale: Locale, event: &Event) -> Vec<Tag> {
    let told = event.statuses().filter(|status| !matches!(status, Status::Published | Status::Draft));
    let stands = told.map(|status| Tag { words: word(locale, &format!("status-{}", status.name())), warns: true });
    let sample = event.sample.then(|| Tag { words: word(locale, "status-sample"), warns: false });
    stands.chain(sample).collect()
}

/// Where one takes part: the venue's first line, or how where there is nowhere to come to.
fn place(locale: Locale, event: &Event) -> Line {
    let content = &event.content;
    let form = word(locale, &format!("format-{}", content.format.name()));
    let venue = content.place().and_then(|venue| picked(locale, venue));
    match (venue, content.format) {
        (None, _) => form,
        (Some(venue), Format::Hybrid) => {
            Line { text: format!("{} · {}", venue.text, form.text), locale: venue.locale }
        }
        (Some(venue), _) => venue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::sample;

    #[test]
    fn a_card_says_how_an_event_stands_before_anything_else() {
        let event = |status| Event { status, sample: true, ..sample::event() };
        let on = Card::event(Locale::En, &event(Status::Published));
        let words = |card: &Card| card.tags.iter().map(|tag| tag.words.text.clone()).collect::<Vec<_>>();
        assert_eq!(words(&on), ["Sample"]);
        assert!(on.alt.contains("Thursday, 3 December 2026"), "{}", on.alt);
        let off = Card::event(Locale::En, &event(Status::Cancelled));
        assert_eq!(words(&off), ["Cancelled", "Sample"]);
        assert!(off.days.as_ref().is_some_and(|days| days.struck) && !off.alt.contains("December"), "{off:?}");
        let postponed = Card::event(Locale::ZhHans, &event(Status::Postponed));
        assert_eq!((words(&postponed), postponed.days.is_none()), (vec!["已推迟".to_owned(), "示例".to_owned()], true));
        assert!(!postponed.below.iter().any(|line| line.text.contains("09:00")), "{postponed:?}");
    }

    #[test]
    fn an_edit_and_a_language_give_a_card_another_version() {
        let event = sample::event();
        let card = Card::event(Locale::En, &event);
        assert_eq!(card.version(), Card::event(Locale::En, &event.clone()).version());
        let mut edited = event.clone();
        edited.content.title = sample::english("Mangroves, apart");
        assert_ne!(card.version(), Card::event(Locale::En, &edited).version());
        assert_ne!(card.version(), Card::event(Locale::ZhHans, &event).version());
        // What a card does not show does not change it.
        edited = Event { version: event.version + 1, ..event };
        assert_eq!(card.version(), Card::event(Locale::En, &edited).version());
    }

    #[test]
    fn a_word_says_which_language_it_is_in() {
        let title = Localized::new(Locale::Km, "ព្រៃកោងកាង".to_owned());
        let card = Card::of(Locale::Th, word(Locale::Th, "card-event"), &title);
        assert_eq!((card.title.locale, card.eyebrow.map(|line| line.locale)), (Locale::Km, Some(Locale::En)));
    }
}
