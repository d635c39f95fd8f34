//! What of a thing can be found: its titles and its texts in every language, and what lists filter by.
//!
//! Only what visitors are shown: a draft is no subject, and the venue of an event that is held online is not told.

use jiff::civil::Date;
use model::{
    country::{Country, CountryCode},
    event::{Event, EventQuery},
    history::HistoryEntry,
    locale::{Locale, Localized},
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    route::Route,
    sdg::Sdg,
    search::Kind,
};

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written {
    /// The language.
    pub(crate) locale: Locale,
    /// The text, plain.
    pub(crate) text: String,
}

/// When a subject is, for the order of what is found: new before old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Age {
    /// Events: the second at which it begins, since 1970.
    Second(i64),
    /// Of the catalogue: the day it begins.
    Day(Date),
    /// Without a time: its place in lists, from the first.
    Position(i64),
}

/// A thing that can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its id among its kind: of an event, its id and not its slug, which may change.
    pub(crate) key: String,
    /// When it is.
    pub(crate) age: Age,
    /// Its title, in each language it has one in.
    pub(crate) titles: Vec<Written>,
    /// Names it also goes by. Found like titles, not shown.
    pub(crate) names: Vec<Written>,
    /// Its texts: the summary first, then the rest, in each language.
    pub(crate) texts: Vec<Written>,
    /// The countries it concerns.
    pub(crate) countries: Vec<CountryCode>,
    /// The first and the last year it is of.
    pub(crate) years: Option<(i16, i16)>,
}

impl Subject {
    fn new(kind: Kind, key: impl ToString, age: Age, title: &Localized) -> Self {
        Self {
            kind,
            key: key.to_string(),
            age,
            titles: written(title, false),
            names: Vec::new(),
            texts: Vec::new(),
            countries: Vec::new(),
            years: None,
        }
    }

    fn named(mut self, name: &Localized) -> Self {
        self.names.extend(written(name, false));
        self
    }

    fn says(mut self, text: &Localized) -> Self {
        self.texts.extend(written(text, false));
        self
    }

    fn says_in_markdown(mut self, text: &Localized) -> Self {
        self.texts.extend(written(text, true));
        self
    }

    fn of(mut self, countries: &[CountryCode]) -> Self {
        self.countries = countries.to_vec();
        self
    }

    fn during(mut self, first: i16, last: i16) -> Self {
        self.years = Some((first, last.max(first).min(first.saturating_add(MOST_YEARS))));
        self
    }

    /// The languages it can be read in.
    pub(crate) fn locales(&self) -> Vec<Locale> {
        let mut locales: Vec<Locale> = self.titles.iter().chain(&self.texts).map(|w| w.locale).collect();
        locales.sort_unstable();
        locales.dedup();
        locales
    }
}

fn written(text: &Localized, markdown: bool) -> Vec<Written> {
    let plain = |text: &String| if markdown { frontend::markdown::plain_text(text, usize::MAX) } else { text.clone() };
    text.locales().filter_map(|locale| text.get(locale).map(|t| Written { locale, text: plain(t) })).collect()
}

/// What can be found of a noun, where it can be at all.
pub(crate) trait Findable {
    /// As a subject; `None` of what visitors may not see.
    fn subject(&self) -> Option<Subject>;
}

impl Findable for Event {
    fn subject(&self) -> Option<Subject> {
        if !self.status.is_public() {
            return None;
        }
        let content = &self.content;
        // As the list of events is filtered: by the year in which it begins.
        let year = content.when.first_day().year();
        let subject =
            Subject::new(Kind::Event, &self.id, Age::Second(content.when.starts_at().as_second()), &content.title)
                .says(&content.summary)
                .says(&self.notice)
                .says_in_markdown(&content.body)
                .says(&content.organisers)
                .of(&content.countries)
                .during(year, year);
        Some(match content.place() {
            Some(venue) => subject.says(venue),
            None => subject,
        })
    }
}

/// The most years that something is found by.
const MOST_YEARS: i16 = 50;

impl Findable for Programme {
    fn subject(&self) -> Option<Subject> {
        let subject = Subject::new(Kind::Programme, &self.slug, Age::Position(self.position), &self.name)
            .named(&self.short_name)
            .says(&self.summary)
            .says_in_markdown(&self.body)
            .of(&self.countries);
        Some(match self.since {
            Some(since) => subject.during(since.year(), since.year()),
            None => subject,
        })
    }
}

impl Findable for Edition {
    /// Goes by its theme; where none is known, by what else is told of it.
    fn subject(&self) -> Option<Subject> {
        let title = if self.theme.is_empty() { &self.place } else { &self.theme };
        let age = self.from.map_or(Age::Position(i64::from(self.number)), |from| Age::Day(from.earliest()));
        let subject = Subject::new(Kind::Edition, &self.slug, age, title).says(&self.note).says(&self.place);
        let subject = match self.from {
            Some(from) => subject.during(from.year(), self.until.unwrap_or(from).year()),
            None => subject,
        };
        (!subject.titles.is_empty()).then_some(subject)
    }
}

impl Findable for Plan {
    fn subject(&self) -> Option<Subject> {
        let age = Date::new(self.from_year, 1, 1).map_or(Age::Position(0), Age::Day);
        Some(
            Subject::new(Kind::Plan, &self.slug, age, &self.name)
                .named(&self.short_name)
                .says(&self.summary)
                .says_in_markdown(&self.body)
                .during(self.from_year, self.to_year),
        )
    }
}

impl Findable for Area {
    fn subject(&self) -> Option<Subject> {
        let age = Age::Position(i64::from(self.number.get()));
        Some(
            Subject::new(Kind::Area, self.number.get(), age, &self.name)
                .named(&self.short_name)
                .says(&self.summary)
                .says_in_markdown(&self.body),
        )
    }
}

impl Findable for Flagship {
    /// Has no name of its own: it is shown under the name of the programme that carries it out.
    fn subject(&self) -> Option<Subject> {
        let nameless = Localized::empty(self.summary.source());
        Some(Subject::new(Kind::Action, &self.slug, Age::Position(self.position), &nameless).says(&self.summary))
    }
}

impl Findable for Country {
    fn subject(&self) -> Option<Subject> {
        let position = CountryCode::ALL.iter().position(|c| *c == self.code).and_then(|at| i64::try_from(at).ok());
        let subject = Subject::new(Kind::Country, self.code.path(), Age::Position(position.unwrap_or(0)), &self.name)
            .says_in_markdown(&self.body)
            .says(&self.ministry)
            .says(&self.capital)
            .says(&self.languages)
            .of(&[self.code]);
        Some(match self.asean_since {
            Some(year) => subject.during(year, year),
            None => subject,
        })
    }
}

impl Findable for HistoryEntry {
    fn subject(&self) -> Option<Subject> {
        Some(
            Subject::new(Kind::Milestone, &self.slug, Age::Day(self.from.earliest()), &self.title)
                .says_in_markdown(&self.body)
                .during(self.from.year(), self.until.unwrap_or(self.from).year()),
        )
    }
}

impl Findable for Sdg {
    fn subject(&self) -> Option<Subject> {
        let number = self.number.get();
        Some(Subject::new(Kind::Goal, number, Age::Position(number.into()), &self.name))
    }
}

impl Findable for Page {
    fn subject(&self) -> Option<Subject> {
        page_route(self.slug.as_str())?;
        Some(
            Subject::new(Kind::Page, &self.slug, Age::Position(0), &self.title)
                .says(&self.summary)
                .says_in_markdown(&self.body),
        )
    }
}

/// Where a page of text is shown; `None` of one that is not shown as a page.
pub(crate) fn page_route(slug: &str) -> Option<Route> {
    match slug {
        "home" => Some(Route::Home),
        "center" => Some(Route::Center(None)),
        "programmes" => Some(Route::Programmes),
        "framework" => Some(Route::Framework),
        "countries" => Some(Route::Countries),
        "events" => Some(Route::Events(EventQuery::default())),
        "accessibility" => Some(Route::Accessibility),
        "privacy" => Some(Route::Privacy),
        _ => None,
    }
}
