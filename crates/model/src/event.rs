//! What happens when and where: the noun that staff write every day.

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    country::CountryCode,
    error::{FieldError, FieldErrors},
    filter::{parse, put, some},
    locale::{Locale, Localized, TranslationState},
    plan::AreaNumber,
    sdg::SdgNumber,
    slug::Slug,
    staff::Email,
    time::{When, YEARS},
};

/// The id of an event: random, opaque, never reused. Stable where the slug may change; the calendar UID is made of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// An id that the store made.
    #[must_use]
    pub const fn from_stored(id: String) -> Self {
        Self(id)
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How one takes part (schema.org `EventAttendanceModeEnumeration`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// At a place.
    InPerson,
    /// Over the network.
    Online,
    /// Either way.
    Hybrid,
}

impl Format {
    /// Every format, in the order offered.
    pub const ALL: [Self; 3] = [Self::InPerson, Self::Online, Self::Hybrid];

    /// The name, as in storage, addresses and Fluent keys (`format-in-person`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InPerson => "in-person",
            Self::Online => "online",
            Self::Hybrid => "hybrid",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// Where an event stands (schema.org `EventStatusType`, and drafts).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Seen by staff alone.
    Draft,
    /// Public, and takes place as told.
    Published,
    /// Public, and called off.
    Cancelled,
    /// Public, and put off to a time not known yet.
    Postponed,
    /// Public, and takes place at another time than first told.
    Rescheduled,
    /// Public, and takes place online instead of at a place.
    MovedOnline,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 6] =
        [Self::Draft, Self::Published, Self::Cancelled, Self::Postponed, Self::Rescheduled, Self::MovedOnline];

    /// The name, as in storage, addresses and Fluent keys (`status-moved-online`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::Rescheduled => "rescheduled",
            Self::MovedOnline => "moved-online",
        }
    }

    /// The status of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }

    /// Visitors see the event.
    #[must_use]
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Draft)
    }

    /// Visitors are told that the event does not take place (as told).
    #[must_use]
    pub const fn is_off(self) -> bool {
        self.is_public() && !self.takes_place()
    }

    /// The event takes place at its time.
    #[must_use]
    pub const fn takes_place(self) -> bool {
        matches!(self, Self::Published | Self::Rescheduled | Self::MovedOnline)
    }
}

/// How long what is postponed is waited for, from the end that it had.
const YEAR: SignedDuration = SignedDuration::from_hours(365 * 24);

/// What staff write about an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventContent {
    /// Its address.
    pub slug: Slug,
    /// Its title.
    pub title: Localized,
    /// What it is about, in a sentence or two of plain text.
    #[serde(default)]
    pub summary: Localized,
    /// The whole text, as Markdown.
    #[serde(default)]
    pub body: Localized,
    /// When it happens.
    pub when: When,
    /// How one takes part.
    pub format: Format,
    /// Where: a hall, a street, a city; empty when online only.
    #[serde(default)]
    pub venue: Localized,
    /// Where to join online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub join_link: Option<Url>,
    /// The languages spoken there.
    #[serde(default)]
    pub spoken: Vec<Locale>,
    /// The programmes it belongs to.
    #[serde(default)]
    pub programmes: Vec<Slug>,
    /// The priority areas it serves.
    #[serde(default)]
    pub areas: Vec<AreaNumber>,
    /// The countries it concerns.
    #[serde(default)]
    pub countries: Vec<CountryCode>,
    /// The goals it serves.
    #[serde(default)]
    pub sdgs: Vec<SdgNumber>,
    /// Who holds it, one a line.
    #[serde(default)]
    pub organisers: Localized,
    /// Whom to ask.
    #[serde(default)]
    pub contact_name: String,
    /// Where to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<Email>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// One more with every write; from 1. Also the calendar SEQUENCE.
    pub version: i64,
    /// Where it stands.
    pub status: Status,
    /// What visitors are told before all else: why it is off, as a rule. Plain text.
    pub notice: Localized,
    /// When it was first told to happen, as stored: read [`Event::first_told`].
    pub previous: Option<When>,
    /// How one was first told to take part, as stored: read [`Event::first_told_format`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_format: Option<Format>,
    /// It belongs to the demonstration, and is labelled so wherever it is shown.
    pub sample: bool,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When visitors could first see it.
    pub published_at: Option<Timestamp>,
    /// What staff wrote.
    pub content: EventContent,
}

impl Event {
    /// A draft, as it is first written.
    #[must_use]
    pub fn first(id: EventId, content: EventContent, at: Timestamp) -> Self {
        Self {
            id,
            version: 1,
            status: Status::Draft,
            notice: Localized::default(),
            previous: None,
            first_format: None,
            sample: false,
            created_at: at,
            updated_at: at,
            published_at: None,
            content,
        }
    }

    /// When visitors were first told that it happens, if that is not when it happens now.
    #[must_use]
    pub fn first_told(&self) -> Option<&When> {
        self.previous.as_ref().filter(|first| **first != self.content.when)
    }

    /// How visitors were first told to take part, if that is not how they do now.
    #[must_use]
    pub fn first_told_format(&self) -> Option<Format> {
        self.first_format.filter(|first| *first != self.content.format)
    }

    /// It happens at another time than visitors were first told.
    #[must_use]
    pub fn is_rescheduled(&self) -> bool {
        self.first_told().is_some()
    }

    /// It happens online, and visitors were first told to come to a place.
    #[must_use]
    pub fn is_moved_online(&self) -> bool {
        self.content.format == Format::Online && self.first_told_format().is_some()
    }

    /// The status of the event where it takes place: what of it has moved since visitors were first told. An event can
    /// have moved both in time and online; the status then names the one that changes what they do on the day, and the
    /// time first told is shown beside it.
    #[must_use]
    pub fn status_as_told(&self) -> Status {
        if self.is_moved_online() {
            Status::MovedOnline
        } else if self.is_rescheduled() {
            Status::Rescheduled
        } else {
            Status::Published
        }
    }

    /// What is to be told of where the event stands: its status; of one that moved online, also that it moved in time.
    pub fn statuses(&self) -> impl Iterator<Item = Status> + use<> {
        let too = (self.status == Status::MovedOnline && self.is_rescheduled()).then_some(Status::Rescheduled);
        std::iter::once(self.status).chain(too)
    }

    /// How far the event is in one language: as far as the least of the texts that the source language has. Where some of
    /// them are there and some are missing, it is incomplete.
    #[must_use]
    pub fn translation_state(&self, locale: Locale) -> TranslationState {
        let texts = self.content.texts().into_iter().map(|(_, text)| text);
        let states = texts.filter(|text| !text.is_empty()).map(|text| text.state(locale));
        let least = states.clone().min().unwrap_or(TranslationState::Missing);
        let some = states.max().is_some_and(|best| best > TranslationState::Missing);
        if least == TranslationState::Missing && some { TranslationState::Incomplete } else { least }
    }

    /// When lists begin to count the event among those that are over: at its end. Of what is postponed nobody knows when it
    /// will be over; a year after the end it had, it is not waited for any more.
    #[must_use]
    pub fn over_at(&self) -> Timestamp {
        let end = self.content.when.ends_at();
        if self.status == Status::Postponed { end.saturating_add(YEAR).unwrap_or(end) } else { end }
    }

    /// Where to join online, for those who read about the event: of a public event that is off, there is nothing to join.
    #[must_use]
    pub fn join_link(&self) -> Option<&Url> {
        self.content.join_link.as_ref().filter(|_| !self.status.is_off())
    }
}

impl EventContent {
    /// The texts, each with its name in the form ([`crate::event_form`]).
    #[must_use]
    pub const fn texts(&self) -> [(&'static str, &Localized); 5] {
        [
            ("title", &self.title),
            ("summary", &self.summary),
            ("body", &self.body),
            ("venue", &self.venue),
            ("organisers", &self.organisers),
        ]
    }

    /// Where one comes to; `None` where there is nowhere to come to. What was typed as the venue of an event that is held
    /// online only is kept, and not told.
    #[must_use]
    pub fn place(&self) -> Option<&Localized> {
        Some(&self.venue).filter(|venue| self.format != Format::Online && !venue.is_empty())
    }

    /// What still lacks before visitors may see it.
    ///
    /// # Errors
    /// On `summary.<source>`: required. On `venue.<source>`: required where one can come in person.
    pub fn publishable(&self) -> Result<(), FieldErrors> {
        let source = self.title.source();
        let mut errors = FieldErrors::none();
        if self.summary.is_empty() {
            errors.add(format!("summary.{source}"), FieldError::Required);
        }
        if self.format != Format::Online && self.venue.is_empty() {
            errors.add(format!("venue.{source}"), FieldError::Required);
        }
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

/// The part of time that a list of events shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Period {
    /// Not over yet, soonest first.
    #[default]
    Upcoming,
    /// Over, latest first.
    Past,
}

impl Period {
    /// The name, as in addresses and Fluent keys (`period-past`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::Past => "past",
        }
    }
}

/// A place in a list: the key of the last row shown. Opaque to its readers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// The sort key: microseconds since 1970.
    pub at: i64,
    /// The id, for rows of equal key.
    pub id: String,
}

impl Cursor {
    /// The cursor in this text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('_')?;
        let sound = (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        Some(Self { at: at.parse().ok().filter(|_| sound)?, id: id.to_owned() })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.at, self.id)
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paged<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
}

/// Which public events a visitor asks for; the query of the event list's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct EventQuery {
    /// Upcoming or past.
    pub period: Period,
    /// Of this programme.
    pub programme: Option<Slug>,
    /// Of this priority area.
    pub area: Option<AreaNumber>,
    /// Concerning this country.
    pub country: Option<CountryCode>,
    /// Of this format.
    pub format: Option<Format>,
    /// Beginning in this year, by the clocks of its place.
    pub year: Option<i16>,
    /// After this place in the list.
    pub after: Option<Cursor>,
}

impl EventQuery {
    /// The query in these decoded pairs. Unknown names and empty values are passed over; a later pair wins.
    ///
    /// # Errors
    /// [`FieldError::Choice`] on each name whose value is none.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, FieldErrors> {
        parse(pairs, |query: &mut Self, name, value| match name {
            "period" => match value {
                "upcoming" => put(&mut query.period, Some(Period::Upcoming)),
                "past" => put(&mut query.period, Some(Period::Past)),
                _ => false,
            },
            "programme" => some(&mut query.programme, value.parse().ok()),
            "area" => some(&mut query.area, value.parse().ok()),
            "country" => some(&mut query.country, value.parse().ok()),
            "format" => some(&mut query.format, Format::named(value)),
            "year" => some(&mut query.year, value.parse().ok().filter(|y| YEARS.contains(y))),
            "after" => some(&mut query.after, Cursor::parse(value)),
            _ => true,
        })
    }

    /// The pairs that [`EventQuery::parse`] reads back, in a fixed order; nothing for what is not asked.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if self.period != Period::default() {
            pairs.push(("period", self.period.name().to_owned()));
        }
        pairs.extend(self.programme.iter().map(|p| ("programme", p.to_string())));
        pairs.extend(self.area.iter().map(|a| ("area", a.get().to_string())));
        pairs.extend(self.country.iter().map(|c| ("country", c.path())));
        pairs.extend(self.format.iter().map(|f| ("format", f.name().to_owned())));
        pairs.extend(self.year.iter().map(|y| ("year", y.to_string())));
        pairs.extend(self.after.iter().map(|c| ("after", c.to_string())));
        pairs
    }

    /// Something besides the period is asked.
    #[must_use]
    pub const fn is_filtered(&self) -> bool {
        self.programme.is_some()
            || self.area.is_some()
            || self.country.is_some()
            || self.format.is_some()
            || self.year.is_some()
    }
}

/// Which events a member of staff asks for. Latest changed first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct StaffEventQuery {
    /// Of this status.
    pub status: Option<Status>,
    /// Of this programme.
    pub programme: Option<Slug>,
    /// After this place in the list.
    pub after: Option<Cursor>,
}

impl StaffEventQuery {
    /// The query in these decoded pairs, as [`EventQuery::parse`].
    ///
    /// # Errors
    /// [`FieldError::Choice`] on each name whose value is none.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, FieldErrors> {
        parse(pairs, |query: &mut Self, name, value| match name {
            "status" => some(&mut query.status, Status::named(value)),
            "programme" => some(&mut query.programme, value.parse().ok()),
            "after" => some(&mut query.after, Cursor::parse(value)),
            _ => true,
        })
    }

    /// The pairs that [`StaffEventQuery::parse`] reads back.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        pairs.extend(self.status.iter().map(|s| ("status", s.name().to_owned())));
        pairs.extend(self.programme.iter().map(|p| ("programme", p.to_string())));
        pairs.extend(self.after.iter().map(|c| ("after", c.to_string())));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_reads_back_what_it_writes() {
        let query = EventQuery {
            period: Period::Past,
            programme: "forum".parse().ok(),
            area: "2".parse().ok(),
            country: "LA".parse().ok(),
            format: Some(Format::Hybrid),
            year: Some(2025),
            after: Some(Cursor { at: -5, id: "a1".to_owned() }),
        };
        let pairs = query.pairs();
        assert_eq!(EventQuery::parse(pairs.iter().map(|(n, v)| (*n, v.as_str()))), Ok(query));
    }

    fn event(status: Status, fields: &[(&str, &str)]) -> Event {
        let usual = [("title.en", "Mangroves"), ("start-date", "2026-12-03"), ("all-day", "on")];
        let more = [("zone", "Asia/Jakarta"), ("format", "online"), ("join-link", "https://meet.example/1")];
        let pairs = usual.into_iter().chain(more).chain(fields.iter().copied());
        let content = crate::event_form::EventForm::from_pairs(pairs).parse(None, Locale::En, 1);
        Event {
            id: EventId::from_stored("e1".to_owned()),
            version: 1,
            status,
            notice: Localized::default(),
            previous: None,
            first_format: None,
            sample: false,
            created_at: Timestamp::UNIX_EPOCH,
            updated_at: Timestamp::UNIX_EPOCH,
            published_at: None,
            content: content.unwrap_or_else(|e| panic!("{e:?}")),
        }
    }

    #[test]
    fn a_language_that_has_some_of_the_texts_is_incomplete_and_one_that_has_none_is_missing() {
        let some = event(Status::Draft, &[("title.zh-Hans", "红树林"), ("summary.en", "About them.")]);
        assert_eq!(some.translation_state(Locale::ZhHans), TranslationState::Incomplete);
        assert_eq!(some.translation_state(Locale::Km), TranslationState::Missing);
        let all = [("title.zh-Hans", "红树林"), ("summary.en", "About them."), ("summary.zh-Hans", "关于红树林")];
        assert_eq!(event(Status::Draft, &all).translation_state(Locale::ZhHans), TranslationState::Draft);
    }

    #[test]
    fn what_is_postponed_is_not_over_when_its_day_has_passed() {
        let day: Timestamp = "2026-12-05T00:00:00Z".parse().unwrap_or_default();
        for status in Status::ALL {
            assert_eq!(event(status, &[]).over_at() <= day, status != Status::Postponed, "{status:?}");
        }
        let later: Timestamp = "2027-12-05T00:00:00Z".parse().unwrap_or_default();
        assert!(event(Status::Postponed, &[]).over_at() <= later);
    }

    #[test]
    fn what_is_off_has_nothing_to_join() {
        for status in Status::ALL {
            let off = matches!(status, Status::Cancelled | Status::Postponed);
            assert_eq!(event(status, &[]).join_link().is_none(), off, "{status:?}");
        }
    }

    #[test]
    fn nonsense_in_a_query_is_told_by_name_and_strangers_are_passed_over() {
        let errors = EventQuery::parse([("year", "soon"), ("area", "9"), ("utm_source", "x"), ("country", "")]);
        let names: Vec<String> = errors.err().iter().flat_map(|e| e.iter().map(|(n, _)| n.to_owned())).collect();
        assert_eq!(names, ["area", "year"]);
    }

    proptest! {
        #[test]
        fn any_query_is_survived(name in ".*", value in ".*") {
            let _ = EventQuery::parse([(name.as_str(), value.as_str()), ("after", value.as_str())]);
        }
    }
}
