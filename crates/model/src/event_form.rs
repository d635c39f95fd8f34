//! An event as a form: every field as a person types it, and the one place where that becomes an event.
//!
//! A form is a map from field name to values. Text fields carry their language (`title.zh-Hans`); lists repeat their
//! name. The same map is what an edit page shows, what a stale edit is compared by, and what a revision's
//! differences are told in.
//!
//! | field | value |
//! |---|---|
//! | `slug` | empty: made from a title in Latin letters, else from the first day |
//! | `title.L` `summary.L` `body.L` `venue.L` `organisers.L` | text in language L |
//! | `reviewed.L` | `on`: the texts in language L have been read by a second person |
//! | `all-day` | `on`: whole days |
//! | `start-date` `end-date` | `2026-05-01`; an empty end is the start |
//! | `start-time` `end-time` | `09:00`; an empty end, of one day: it is not known |
//! | `zone` | `Asia/Vientiane` |
//! | `format` | `in-person`, `online`, `hybrid` |
//! | `join-link` | an address |
//! | `spoken` | language tags, repeated |
//! | `programmes` `areas` `countries` `sdgs` | slugs, numbers, codes, numbers, repeated |
//! | `contact-name` `contact-email` | text |

use std::collections::BTreeMap;

use jiff::civil::{Date, Time};
use url::Url;

use crate::{
    error::{FieldError, FieldErrors},
    event::{EventContent, Format},
    locale::{Locale, Localized, TranslationState},
    revision::{Divergence, divergences},
    slug::Slug,
    staff::Email,
    time::{When, YEARS, Zone},
};

/// The longest title, in characters.
pub const TITLE_MAX: usize = 200;
/// The longest summary, in characters.
pub const SUMMARY_MAX: usize = 500;
/// The longest body, in characters.
pub const BODY_MAX: usize = 50_000;
/// The longest of the other texts, in characters.
pub const LINE_MAX: usize = 500;

/// The text fields, each in every language, with the longest allowed and whether they may have several lines.
pub const TEXTS: [(&str, usize, bool); 5] = [
    ("title", TITLE_MAX, false),
    ("summary", SUMMARY_MAX, true),
    ("body", BODY_MAX, true),
    ("venue", LINE_MAX, false),
    ("organisers", LINE_MAX, true),
];

/// The fields that tell when an event is.
pub const WHEN_FIELDS: [&str; 6] = ["all-day", "start-date", "start-time", "end-date", "end-time", "zone"];

/// What a person typed, or what an event looks like in a form. See the module for the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventForm(BTreeMap<String, Vec<String>>);

impl EventForm {
    /// The form in these decoded pairs. Line ends become `\n`; unknown fields are kept out.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<str>>(pairs: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            if is_field(name.as_ref()) {
                let value = value.as_ref().replace("\r\n", "\n").replace('\r', "\n");
                form.0.entry(name.as_ref().to_owned()).or_default().push(value);
            }
        }
        form
    }

    /// An event's content as a form. Empty fields are left out.
    #[must_use]
    pub fn of(content: &EventContent) -> Self {
        let mut form = Self::default();
        form.put("slug", content.slug.as_str());
        for (name, text) in content.texts() {
            for locale in text.locales() {
                form.put(&format!("{name}.{locale}"), text.get(locale).map_or("", String::as_str));
            }
        }
        for locale in Locale::ALL {
            let mut states = content
                .texts()
                .into_iter()
                .map(|(_, t)| t.state(locale))
                .filter(|s| *s != TranslationState::Missing)
                .peekable();
            if states.peek().is_some() && states.all(|s| s == TranslationState::Reviewed) {
                form.put(&format!("reviewed.{locale}"), "on");
            }
        }
        match &content.when {
            When::Timed { start, end, .. } => {
                form.put("start-time", &start.time().strftime("%H:%M").to_string());
                // An end that is not known is none: it would stay where it is when the beginning moves.
                if start != end {
                    form.put("end-time", &end.time().strftime("%H:%M").to_string());
                }
            }
            When::Days { .. } => form.put("all-day", "on"),
        }
        form.put("start-date", &content.when.first_day().to_string());
        if content.when.last_day() != content.when.first_day() {
            form.put("end-date", &content.when.last_day().to_string());
        }
        form.put("zone", content.when.zone().name());
        form.put("format", content.format.name());
        form.put("join-link", content.join_link.as_ref().map_or("", Url::as_str));
        form.put_all("spoken", content.spoken.iter().map(|l| l.tag().to_owned()));
        form.put_all("programmes", content.programmes.iter().map(ToString::to_string));
        form.put_all("areas", content.areas.iter().map(|a| a.get().to_string()));
        form.put_all("countries", content.countries.iter().map(ToString::to_string));
        form.put_all("sdgs", content.sdgs.iter().map(|s| s.get().to_string()));
        form.put("contact-name", &content.contact_name);
        form.put("contact-email", content.contact_email.as_ref().map_or("", Email::as_str));
        form
    }

    /// The fields and their values.
    #[must_use]
    pub const fn fields(&self) -> &BTreeMap<String, Vec<String>> {
        &self.0
    }

    /// The value of a field that has one; empty where it was not typed.
    #[must_use]
    pub fn one(&self, name: &str) -> &str {
        self.0.get(name).and_then(|v| v.last()).map_or("", String::as_str)
    }

    /// The values of a field that repeats.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a repeated field, or a checkbox, holds this value.
    #[must_use]
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|v| v == value)
    }

    /// Replaces a field's values; none removes it.
    pub fn replace(&mut self, name: &str, values: Vec<String>) {
        if values.is_empty() {
            self.0.remove(name);
        } else if is_field(name) {
            self.0.insert(name.to_owned(), values);
        }
    }

    fn put(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0.insert(name.to_owned(), vec![value.to_owned()]);
        }
    }

    fn put_all(&mut self, name: &str, values: impl Iterator<Item = String>) {
        self.replace(name, values.collect());
    }

    /// The event content that was typed, as record version `version`.
    ///
    /// Languages that the form does not show keep their texts from `base`; a language is shown if the form has its
    /// `title` field, even an empty one. `source` is the language of a new event's first text.
    ///
    /// # Errors
    /// One [`FieldError`] a field, under the field's name.
    pub fn parse(
        &self,
        base: Option<&EventContent>,
        source: Locale,
        version: i64,
    ) -> Result<EventContent, FieldErrors> {
        self.parse_seen(base, source, version, i64::MAX)
    }

    /// The same, of a writer who saw the record as of version `seen`, which is what the translations in the form were made
    /// from: see [`Localized::set_seen`].
    ///
    /// # Errors
    /// As [`EventForm::parse`].
    pub fn parse_seen(
        &self,
        base: Option<&EventContent>,
        source: Locale,
        version: i64,
        seen: i64,
    ) -> Result<EventContent, FieldErrors> {
        let mut errors = FieldErrors::none();
        let texts = self.texts(base, source, [version, seen], &mut errors);
        let [title, summary, body, venue, organisers] = texts;

        let when = self.read_when(&mut errors);
        let slug = if self.has_slug() {
            self.one("slug").trim().parse().map_err(|_| errors.add("slug", FieldError::Slug)).ok()
        } else {
            let day = when.as_ref().map(When::first_day);
            named(&title).or_else(|| base.map(|b| b.slug.clone())).or_else(|| day.and_then(dated))
        };
        let format = Format::named(self.one("format").trim());
        if format.is_none() {
            errors.add(
                "format",
                if self.one("format").trim().is_empty() { FieldError::Required } else { FieldError::Choice },
            );
        }
        let join_link = self.link(&mut errors);
        let spoken = self.list("spoken", &mut errors);
        let programmes = self.list("programmes", &mut errors);
        let areas = self.list("areas", &mut errors);
        let countries = self.list("countries", &mut errors);
        let sdgs = self.list("sdgs", &mut errors);
        let contact_name = self.line("contact-name", &mut errors);
        let contact_email = match self.one("contact-email").trim() {
            "" => None,
            typed => Email::parse(typed).map_err(|e| errors.add("contact-email", e)).ok(),
        };

        match (slug, when, format, errors.is_empty()) {
            (Some(slug), Some(when), Some(format), true) => Ok(EventContent {
                slug,
                title,
                summary,
                body,
                when,
                format,
                venue,
                join_link,
                spoken,
                programmes,
                areas,
                countries,
                sdgs,
                organisers,
                contact_name,
                contact_email,
            }),
            _ => Err(errors),
        }
    }

    /// A slug was typed: it is taken as it is, or refused. One that is made from the rest may be changed to be free.
    #[must_use]
    pub fn has_slug(&self) -> bool {
        !self.one("slug").trim().is_empty()
    }

    /// Where two edits of `base` differ, in the fields that `mine` shows: the languages that were not on its page stay as
    /// they are stored, and so does the slug where none was typed. `base` is `None` where it is not known any more. The days,
    /// times and zone are one field, [`EventForm::WHEN`]: half of one edit's time and half of another's are a time that
    /// nobody chose.
    #[must_use]
    pub fn divergences(base: Option<&Self>, mine: &Self, theirs: &Self) -> Vec<Divergence> {
        let shown: Vec<Locale> = mine.shown().collect();
        let base = base.map(|base| base.comparable(&shown));
        let mut found = divergences(base.as_ref(), &mine.comparable(&shown), &theirs.comparable(&shown));
        found.retain(|divergence| divergence.field != "slug" || mine.has_slug());
        found
    }

    /// Takes over a field of [`EventForm::divergences`] as it stands in the other form. A text in a language that this form
    /// shows stays a field of it, if an empty one.
    pub fn take(&mut self, field: &str, theirs: &Self) {
        let names: &[&str] = if field == Self::WHEN { &WHEN_FIELDS } else { &[field] };
        for name in names {
            match theirs.all(name) {
                [] if name.contains('.') => self.replace(name, vec![String::new()]),
                values => self.replace(name, values.to_vec()),
            }
        }
    }

    /// The field holds several values, in no order of their own.
    #[must_use]
    pub fn is_list(field: &str) -> bool {
        ["spoken", "programmes", "areas", "countries", "sdgs"].contains(&field)
    }

    /// The field holds words in a language.
    #[must_use]
    pub fn is_text(field: &str) -> bool {
        field.split_once('.').is_some_and(|(name, _)| TEXTS.iter().any(|(text, _, _)| *text == name))
    }

    /// What [`EventForm::divergences`] calls the days, times and zone together.
    pub const WHEN: &'static str = "when";

    /// The days, times and zone in one line: `2026-05-01 09:00 – 2026-05-01 12:00 · Asia/Vientiane`. As typed, whether they
    /// are a time or not; `None` where nothing was.
    #[must_use]
    pub fn when_line(&self) -> Option<String> {
        let typed = |name| self.one(name).trim();
        let or = |end, start| if typed(end).is_empty() { typed(start) } else { typed(end) };
        let (first, last, zone) = (typed("start-date"), or("end-date", "start-date"), typed("zone"));
        let [from, to] = match self.has("all-day", "on") {
            true => ["", ""],
            false => [typed("start-time"), typed("end-time")],
        };
        let [start, end] = [format!("{first} {from}"), format!("{last} {to}")];
        let (start, end) = (start.trim(), end.trim());
        let blank = start.is_empty() && end.is_empty() && zone.is_empty();
        (!blank).then(|| format!("{start} – {end} · {zone}"))
    }

    /// The fields that a form shows, as they would be saved: trimmed, and without the empty ones. That a text was read by a
    /// second person is not among them: it is true of the text that was read alone.
    fn comparable(&self, shown: &[Locale]) -> BTreeMap<String, Vec<String>> {
        let is_shown = |field: &str| {
            field.split_once('.').is_none_or(|(name, tag)| {
                name != "reviewed" && tag.parse().is_ok_and(|locale: Locale| shown.contains(&locale))
            })
        };
        self.0
            .iter()
            .filter(|(field, _)| is_shown(field) && !WHEN_FIELDS.contains(&field.as_str()))
            .filter_map(|(field, values)| {
                let mut values: Vec<String> =
                    values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect();
                values.sort_unstable();
                (!values.is_empty()).then(|| (field.clone(), values))
            })
            .chain(self.when_line().map(|line| (Self::WHEN.to_owned(), vec![line])))
            .collect()
    }

    /// The languages whose texts the form shows.
    pub fn shown(&self) -> impl Iterator<Item = Locale> + '_ {
        Locale::ALL.into_iter().filter(|l| self.0.contains_key(&format!("title.{l}")))
    }

    fn texts(
        &self,
        base: Option<&EventContent>,
        source: Locale,
        [version, seen]: [i64; 2],
        errors: &mut FieldErrors,
    ) -> [Localized; 5] {
        let source = base.map_or(source, |b| b.title.source());
        let texts = TEXTS.map(|(name, max, lines)| {
            let mut text = base
                .and_then(|b| b.texts().into_iter().find(|(n, _)| *n == name).map(|(_, t)| t.clone()))
                .filter(|t| !t.is_empty())
                .unwrap_or_else(|| Localized::empty(source));
            // The source first, so that a translation typed with it counts as made from what it says now.
            let mut shown: Vec<Locale> = self.shown().collect();
            shown.sort_by_key(|l| *l != source);
            for locale in shown {
                let field = format!("{name}.{locale}");
                let typed = self.one(&field).trim();
                check_text(&field, typed, max, lines, errors);
                if typed.is_empty() {
                    text.remove(locale);
                } else {
                    text.set_seen(locale, typed.to_owned(), version, seen);
                }
                if self.has(&format!("reviewed.{locale}"), "on") {
                    text.review(locale);
                }
            }
            text
        });
        // What is empty has no language of its own: it says nothing of the page on which nothing was typed.
        let of_title = texts[0].source();
        let texts = texts.map(|text| if text.is_empty() { Localized::empty(of_title) } else { text });
        if texts[0].is_empty() {
            let first = self.shown().find(|l| *l == source).or_else(|| self.shown().next()).unwrap_or(source);
            errors.add(format!("title.{first}"), FieldError::Required);
        }
        texts
    }

    /// When it happens, as typed.
    ///
    /// # Errors
    /// One [`FieldError`] a field, under the field's name.
    pub fn when(&self) -> Result<When, FieldErrors> {
        let mut errors = FieldErrors::none();
        let when = self.read_when(&mut errors);
        when.filter(|_| errors.is_empty()).ok_or(errors)
    }

    fn read_when(&self, errors: &mut FieldErrors) -> Option<When> {
        let zone = match self.one("zone").trim() {
            "" => Err(FieldError::Required),
            typed => typed.parse::<Zone>().map_err(|_| FieldError::Zone),
        }
        .map_err(|e| errors.add("zone", e));
        // Without a zone, the order of days and hours can be told all the same.
        let clocks = zone.clone().or_else(|()| "UTC".parse()).ok()?;
        let first = match self.one("start-date").trim() {
            "" => Err(FieldError::Required),
            typed => date(typed),
        }
        .map_err(|e| errors.add("start-date", e));
        let last = match self.one("end-date").trim() {
            "" => first,
            typed => date(typed).map_err(|e| errors.add("end-date", e)),
        };
        let all_day = self.has("all-day", "on");
        // Told even while the hours lack.
        if let (Ok(first), Ok(last)) = (first, last)
            && last < first
        {
            errors.add("end-date", FieldError::EndBeforeStart);
        }
        let span = if all_day {
            When::days(first.ok()?, last.ok()?, clocks)
        } else {
            let start = match self.one("start-time").trim() {
                "" => Err(FieldError::Required),
                typed => time(typed),
            }
            .map_err(|e| errors.add("start-time", e));
            let end = match self.one("end-time").trim() {
                // It would end on its last day at the hour at which it began: nobody said so.
                "" if matches!((first, last), (Ok(first), Ok(last)) if first != last) => {
                    errors.add("end-time", FieldError::Required);
                    Err(())
                }
                "" => start,
                typed => time(typed).map_err(|e| errors.add("end-time", e)),
            };
            When::timed(first.ok()?.to_datetime(start.ok()?), last.ok()?.to_datetime(end.ok()?), clocks)
        };
        // The days are in range, each on its own: what is left is their order. On one day, the hours are to blame.
        let blamed = if !all_day && first == last { "end-time" } else { "end-date" };
        span.map_err(|_| errors.add(blamed, FieldError::EndBeforeStart)).ok().filter(|_| zone.is_ok())
    }

    fn link(&self, errors: &mut FieldErrors) -> Option<Url> {
        let typed = self.line("join-link", errors);
        if typed.is_empty() {
            return None;
        }
        // The scheme decides what a click does: `javascript:` and `data:` never leave this function.
        let link = Url::parse(&typed).ok().filter(|u| matches!(u.scheme(), "https" | "http") && u.has_host());
        if link.is_none() {
            errors.add("join-link", FieldError::Link);
        }
        link
    }

    fn line(&self, name: &str, errors: &mut FieldErrors) -> String {
        let typed = self.one(name).trim();
        check_text(name, typed, LINE_MAX, false, errors);
        typed.to_owned()
    }

    fn list<T: std::str::FromStr + Ord>(&self, name: &str, errors: &mut FieldErrors) -> Vec<T> {
        let mut values = Vec::new();
        for typed in self.all(name).iter().map(|v| v.trim()).filter(|v| !v.is_empty()) {
            match typed.parse() {
                Ok(value) => values.push(value),
                Err(_) => errors.add(name, FieldError::Choice),
            }
        }
        values.sort_unstable();
        values.dedup();
        values
    }
}

/// A slug from the first title that has Latin letters, the source's before others: a writer of Chinese needs no English
/// address, if there is an English title to make it of.
fn named(title: &Localized) -> Option<Slug> {
    let source = title.source();
    let others = title.locales().filter(|locale| *locale != source);
    let texts = std::iter::once(source).chain(others).filter_map(|locale| title.get(locale));
    texts.filter_map(|text| Slug::suggest(text)).find(|slug| slug.as_str().bytes().any(|b| b.is_ascii_alphabetic()))
}

/// A slug for an event whose titles have no Latin letters.
fn dated(day: Date) -> Option<Slug> {
    format!("event-{day}").parse().ok()
}

fn is_field(name: &str) -> bool {
    const PLAIN: [&str; 16] = [
        "slug",
        "all-day",
        "start-date",
        "end-date",
        "start-time",
        "end-time",
        "zone",
        "format",
        "join-link",
        "spoken",
        "programmes",
        "areas",
        "countries",
        "sdgs",
        "contact-name",
        "contact-email",
    ];
    PLAIN.contains(&name)
        || name.split_once('.').is_some_and(|(text, locale)| {
            (text == "reviewed" || TEXTS.iter().any(|(n, _, _)| *n == text)) && locale.parse::<Locale>().is_ok()
        })
}

/// Whether a text holds what nobody sees and nobody should type: control characters, but for the ends of lines and tabs
/// where it has `lines`; and the marks that turn the direction of what follows, on the page around the text too (Unicode
/// 16, UAX #9, section 2), which no language of the portal needs, and which can make a text read as another.
#[must_use]
pub fn has_unseen(text: &str, lines: bool) -> bool {
    text.chars().any(|c| match c {
        '\n' | '\t' => !lines,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        _ => c.is_control(),
    })
}

fn check_text(field: &str, typed: &str, max: usize, lines: bool, errors: &mut FieldErrors) {
    if typed.chars().count() > max {
        errors.add(field, FieldError::TooLong { max });
    }
    if has_unseen(typed, lines) {
        errors.add(field, FieldError::Control);
    }
}

fn date(typed: &str) -> Result<Date, FieldError> {
    let shape = typed.len() == 10
        && typed.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    let day: Date = typed.parse().ok().filter(|_| shape).ok_or(FieldError::Date)?;
    let figure = |year: &i16| usize::try_from(*year).unwrap_or_default();
    let out = FieldError::Year { min: figure(YEARS.start()), max: figure(YEARS.end()) };
    YEARS.contains(&day.year()).then_some(day).ok_or(out)
}

fn time(typed: &str) -> Result<Time, FieldError> {
    // Browsers may send seconds (HTML, 2.3.5.4); they are checked, and not kept.
    let parts: Vec<&str> = typed.split(':').collect();
    let number = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        let sound = lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        part.parse::<i8>().ok().filter(|_| sound).ok_or(FieldError::Time)
    };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (hour, minute, &"00"),
        [hour, minute, second] => (hour, minute, second),
        _ => return Err(FieldError::Time),
    };
    Time::new(number(hour, 1..=2)?, number(minute, 2..=2)?, number(second, 2..=2)?, 0)
        .map(|t| t.with().second(0).build().unwrap_or(t))
        .map_err(|_| FieldError::Time)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed() -> Vec<(&'static str, &'static str)> {
        vec![
            ("title.en", "Mangroves"),
            ("title.zh-Hans", "红树林"),
            ("summary.en", "About mangroves."),
            ("start-date", "2026-12-03"),
            ("start-time", "09:00"),
            ("end-date", "2026-12-04"),
            ("end-time", "12:30"),
            ("zone", "Asia/Jakarta"),
            ("format", "hybrid"),
            ("venue.en", "Jakarta"),
            ("countries", "ID"),
            ("countries", "CN"),
        ]
    }

    fn with(field: &str, value: &str) -> Result<EventContent, FieldErrors> {
        let typed = typed();
        let pairs = typed.into_iter().filter(|(n, _)| *n != field).chain([(field, value)]);
        EventForm::from_pairs(pairs).parse(None, Locale::En, 1)
    }

    fn error(field: &str, value: &str) -> Vec<(String, FieldError)> {
        with(field, value).err().iter().flat_map(|e| e.iter().map(|(n, e)| (n.to_owned(), e.clone()))).collect()
    }

    #[test]
    fn a_sound_form_becomes_an_event_and_back() -> Result<(), FieldErrors> {
        let content = EventForm::from_pairs(typed()).parse(None, Locale::En, 1)?;
        assert_eq!(content.slug.as_str(), "mangroves");
        assert_eq!(EventForm::of(&content).parse(Some(&content), Locale::En, 2)?, content);
        Ok(())
    }

    #[test]
    fn what_was_left_empty_stays_so_and_does_not_stay_behind_when_an_event_moves() -> Result<(), FieldErrors> {
        let one_day = || typed().into_iter().filter(|(name, _)| !name.starts_with("end-"));
        for whole_days in [false, true] {
            let more = [("all-day", "on")].into_iter().filter(|_| whole_days);
            let content = EventForm::from_pairs(one_day().chain(more)).parse(None, Locale::En, 1)?;
            assert_eq!(content.when.known_end().is_some(), whole_days);
            let mut form = EventForm::of(&content);
            assert_eq!((form.one("end-date"), form.one("end-time")), ("", ""));
            for (name, value) in [("start-date", "2026-11-30"), ("start-time", "08:00")] {
                form.replace(name, vec![value.to_owned()]);
            }
            let moved = form.when()?;
            assert_eq!((moved.first_day(), moved.last_day()), (moved.last_day(), moved.first_day()));
            assert_eq!(moved.known_end().is_some(), whole_days);
        }
        Ok(())
    }

    #[test]
    fn of_several_days_the_end_is_asked_for_and_their_order_is_told_while_hours_lack() {
        assert_eq!(error("end-time", ""), [("end-time".to_owned(), FieldError::Required)]);
        let lacking = typed().into_iter().filter(|(name, _)| !name.ends_with("-time"));
        let lacking = lacking.map(|(name, value)| (name, if name == "end-date" { "2026-12-01" } else { value }));
        let errors = EventForm::from_pairs(lacking).when().err().unwrap_or_default();
        assert_eq!(errors.get("end-date"), Some(&FieldError::EndBeforeStart));
        assert_eq!(errors.get("start-time"), Some(&FieldError::Required));
    }

    #[test]
    fn each_bad_value_is_told_at_its_own_field() {
        let told =
            |field, value: &str, error_field: &str, e| assert_eq!(error(field, value), [(error_field.to_owned(), e)]);
        told("zone", "Asia/Atlantis", "zone", FieldError::Zone);
        told("start-date", "2026-02-30", "start-date", FieldError::Date);
        told("start-date", "tomorrow", "start-date", FieldError::Date);
        told("end-date", "2026-12-02", "end-date", FieldError::EndBeforeStart);
        for year in ["0201", "0999", "1899", "2201", "9998"] {
            let out = FieldError::Year { min: 1900, max: 2200 };
            told("start-date", &format!("{year}-12-03"), "start-date", out.clone());
            told("end-date", &format!("{year}-12-03"), "end-date", out);
        }
        for time in ["25:00", "09:30:nonsense", "+9:30", "09:+5", "9", "09:30:00:00"] {
            told("start-time", time, "start-time", FieldError::Time);
        }
        let one_day = EventForm::from_pairs(
            typed()
                .into_iter()
                .filter(|(name, _)| *name != "end-date")
                .map(|(n, v)| (n, if n == "end-time" { "08:00" } else { v })),
        );
        let errors = one_day.parse(None, Locale::En, 1).err();
        let told_at: Vec<String> = errors.iter().flat_map(|e| e.iter().map(|(n, _)| n.to_owned())).collect();
        assert_eq!(told_at, ["end-time"], "the hours are to blame, on one day");
        told("format", "telepathy", "format", FieldError::Choice);
        told("join-link", "javascript:alert(1)", "join-link", FieldError::Link);
        told("contact-email", "nobody", "contact-email", FieldError::Email);
        told("countries", "XX", "countries", FieldError::Choice);
        told("slug", "Not A Slug", "slug", FieldError::Slug);
        told("venue.en", "a\u{0}b", "venue.en", FieldError::Control);
    }

    #[test]
    fn an_address_is_made_of_any_title_in_latin_letters_or_of_the_day() -> Result<(), FieldErrors> {
        let slug = |en: &'static str, zh: &'static str| {
            let mut pairs = typed();
            pairs.retain(|(n, _)| !n.starts_with("title"));
            pairs.extend([("title.en", en), ("title.zh-Hans", zh)]);
            EventForm::from_pairs(pairs).parse(None, Locale::ZhHans, 1).map(|c| c.slug.to_string())
        };
        assert_eq!(slug("Delta training", "三角洲培训2027")?, "delta-training");
        assert_eq!(slug("", "三角洲培训")?, "event-2026-12-03");
        assert_eq!(slug("ຝຶກອົບຮົມ", "三角洲培训")?, "event-2026-12-03");
        Ok(())
    }

    #[test]
    fn when_an_event_is_differs_as_a_whole_and_is_taken_as_a_whole() {
        let timed =
            [("title.en", "A"), ("start-date", "2026-05-01"), ("start-time", "09:00"), ("zone", "Asia/Jakarta")];
        let base = EventForm::from_pairs(timed);
        let mut mine = base.clone();
        mine.replace("start-time", vec!["10:00".to_owned()]);
        let mut theirs = base.clone();
        theirs.replace("all-day", vec!["on".to_owned()]);
        let found = EventForm::divergences(Some(&base), &mine, &theirs);
        let [when] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((when.field.as_str(), when.only_changed_by()), (EventForm::WHEN, None));
        assert_eq!(when.mine, ["2026-05-01 10:00 – 2026-05-01 · Asia/Jakarta"]);
        assert_eq!(when.theirs, ["2026-05-01 – 2026-05-01 · Asia/Jakarta"]);
        mine.take(&when.field, &theirs);
        assert_eq!(EventForm::divergences(Some(&base), &mine, &theirs), []);
        assert!(mine.has("all-day", "on"));
    }

    #[test]
    fn what_would_be_saved_alike_is_no_difference() {
        let form = |pairs: &[(&str, &str)]| EventForm::from_pairs(pairs.iter().copied());
        let theirs = form(&[("title.en", "A"), ("title.th", "B"), ("countries", "CN"), ("countries", "LA")]);
        let mine = form(&[("title.en", " A "), ("summary.en", ""), ("countries", "LA"), ("countries", "CN")]);
        assert!(EventForm::divergences(None, &mine, &theirs).is_empty());
    }

    #[test]
    fn a_title_in_no_language_is_asked_for() {
        let mut pairs = typed();
        pairs.retain(|(n, _)| !n.starts_with("title"));
        pairs.push(("title.en", "  "));
        let errors = EventForm::from_pairs(pairs).parse(None, Locale::En, 1).err();
        assert_eq!(errors.and_then(|e| e.get("title.en").cloned()), Some(FieldError::Required));
    }

    #[test]
    fn languages_that_the_form_does_not_show_are_kept() -> Result<(), FieldErrors> {
        let mut base = EventForm::from_pairs(typed()).parse(None, Locale::En, 1)?;
        base.title.set(Locale::Th, "ป่าชายเลน".to_owned(), 1);
        let after = EventForm::from_pairs(typed()).parse(Some(&base), Locale::En, 2)?;
        assert_eq!(after.title.get(Locale::Th).map(String::as_str), Some("ป่าชายเลน"));
        Ok(())
    }

    #[test]
    fn a_changed_source_makes_its_translation_stale() -> Result<(), FieldErrors> {
        let base = EventForm::from_pairs(typed()).parse(None, Locale::En, 1)?;
        let mut form = EventForm::of(&base);
        form.replace("title.en", vec!["Mangroves, again".to_owned()]);
        let after = form.parse(Some(&base), Locale::En, 2)?;
        assert_eq!(after.title.state(Locale::ZhHans), TranslationState::Stale);
        Ok(())
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_answered(
            values in proptest::collection::vec((proptest::sample::select(vec![
                "slug", "title.en", "body.th", "all-day", "start-date", "end-date", "start-time", "end-time", "zone",
                "format", "join-link", "spoken", "areas", "sdgs", "contact-email", "reviewed.en", "nonsense", "title.xx",
            ]), ".*"), 0..20)
        ) {
            let form = EventForm::from_pairs(values.iter().map(|(n, v)| (*n, v.as_str())));
            match form.parse(None, Locale::En, 1) {
                Ok(content) => prop_assert!(content.when.starts_at() <= content.when.ends_at()),
                Err(errors) => prop_assert!(!errors.is_empty()),
            }
        }
    }
}
