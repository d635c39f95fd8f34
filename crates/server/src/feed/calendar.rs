//! iCalendar (RFC 5545), with the calendar's name, its refresh interval and the address to join from RFC 7986.
//!
//! Written by hand, because the lines must be the same for the same content (an `ETag` of them holds), and because of
//! what the `icalendar` crate (0.17) does: it writes DTSTAMP and a random UID into VTIMEZONE and its
//! parts, which RFC 5545, section 3.6.5, has no place for; it knows no zone's transitions; and it folds in quadratic time.

use std::collections::{BTreeMap, btree_map::Entry};

use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{Offset, TimeZone},
};
use model::{
    event::{Event, EventQuery, Format, Period, Status},
    locale::Shown,
    route::Route,
    time::{When, Zone},
};

use super::{Site, uuid};

/// The media type (RFC 5545, section 8.1).
pub const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";
/// What a calendar ends with.
pub const END: &str = "END:VCALENDAR\r\n";

/// How often a subscriber should ask again (RFC 7986, section 5.7).
const REFRESH: &str = "PT6H";
/// Where a line is folded, in octets, its line end not counted (RFC 5545, section 3.1).
const FOLD: usize = 75;

/// The calendar of one event.
#[must_use]
pub fn event(site: &Site<'_>, event: &Event) -> String {
    let events = std::slice::from_ref(event);
    head(&Gathered::of(events), |_| {}) + &entries(site, events) + END
}

/// The calendar of the events that match `query`.
#[must_use]
pub fn list(site: &Site<'_>, query: &EventQuery, events: &[Event]) -> String {
    begin(site, query, &Gathered::of(events)) + &entries(site, events) + END
}

/// What the head of a calendar tells of its events: the zones that times are told in, each with its first and last
/// instant, and the latest change. Can be gathered page by page.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    zones: BTreeMap<Zone, (Timestamp, Timestamp)>,
    changed: Option<Timestamp>,
}

impl Gathered {
    /// What is gathered of these.
    #[must_use]
    pub fn of(events: &[Event]) -> Self {
        let mut gathered = Self::default();
        gathered.add(events);
        gathered
    }

    /// Takes these in, too.
    pub fn add(&mut self, events: &[Event]) {
        for event in events {
            self.changed = self.changed.max(Some(event.updated_at));
            let when = &event.content.when;
            if when.is_days() || is_utc(when.zone()) {
                continue;
            }
            let (start, end) = (when.starts_at(), when.ends_at());
            match self.zones.get_mut(when.zone()) {
                Some(span) => *span = (span.0.min(start), span.1.max(end)),
                None => drop(self.zones.insert(when.zone().clone(), (start, end))),
            }
        }
    }

    /// The zones of these events that the head of the calendar did not tell, as parts of the calendar; from now on they
    /// are told.
    #[must_use]
    pub fn late(&mut self, events: &[Event]) -> String {
        let mut lines = Lines::default();
        for (zone, span) in Self::of(events).zones {
            if let Entry::Vacant(place) = self.zones.entry(zone) {
                time_zone(&mut lines, place.key(), span);
                place.insert(span);
            }
        }
        lines.0
    }
}

/// What the calendar of the events that match `query` begins with; [`entries`] follow, then [`END`].
#[must_use]
pub fn begin(site: &Site<'_>, query: &EventQuery, gathered: &Gathered) -> String {
    let name = site.list_name(&EventQuery { period: Period::Upcoming, ..query.clone() });
    let route = Route::Events(query.clone());
    head(gathered, |lines| {
        lines.text("NAME", &name);
        // RFC 7986 came late: Apple, Google and Microsoft read these two older names.
        lines.text("X-WR-CALNAME", &name);
        lines.raw("REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
        lines.raw("X-PUBLISHED-TTL", REFRESH);
        lines.raw("SOURCE;VALUE=URI", &site.representation(&route, "ics"));
        lines.raw("URL", &site.url(&route));
        if let Some(latest) = gathered.changed {
            lines.raw("LAST-MODIFIED", &utc(latest));
        }
    })
}

/// Events as parts of a calendar.
#[must_use]
pub fn entries(site: &Site<'_>, events: &[Event]) -> String {
    let mut lines = Lines::default();
    for event in events {
        one(&mut lines, site, event);
    }
    lines.0
}

fn head(gathered: &Gathered, about: impl FnOnce(&mut Lines)) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN", "VCALENDAR");
    lines.raw("VERSION", "2.0");
    lines.raw("PRODID", "-//China-ASEAN Environmental Cooperation Center//Portal//EN");
    lines.raw("CALSCALE", "GREGORIAN");
    lines.raw("METHOD", "PUBLISH");
    about(&mut lines);
    for (zone, span) in &gathered.zones {
        time_zone(&mut lines, zone, *span);
    }
    lines.0
}

fn one(lines: &mut Lines, site: &Site<'_>, event: &Event) {
    let content = &event.content;
    let updated = utc(event.updated_at);
    lines.raw("BEGIN", "VEVENT");
    lines.raw("UID", &uuid(&format!("event/{}", event.id)));
    lines.raw("DTSTAMP", &updated);
    lines.raw("LAST-MODIFIED", &updated);
    lines.raw("CREATED", &utc(event.created_at));
    lines.raw("SEQUENCE", &event.version.to_string());
    lines.raw("STATUS", status(event.status));
    // Whole days and what does not take place leave a diary's hours free.
    lines.raw("TRANSP", if content.when.is_days() || !event.status.takes_place() { "TRANSPARENT" } else { "OPAQUE" });
    times(lines, &content.when);
    if let Some((headline, title)) = site.headline(event) {
        lines.text(&in_language("SUMMARY", &title), &headline);
    }
    description(lines, site, event);
    place(lines, site, event);
    lines.raw("URL", &site.url(&Route::Event(content.slug.clone())));
    people(lines, site, event);
    for programme in content.programmes.iter().filter_map(|slug| site.catalogue.programme(slug.as_str())) {
        if let Some(name) = site.pick(&programme.short_name) {
            lines.text(&in_language("CATEGORIES", &name), name.value);
        }
    }
    lines.raw("END", "VEVENT");
}

/// A postponed event has no time yet; it keeps the one it had, and is tentative.
const fn status(status: Status) -> &'static str {
    match status {
        Status::Cancelled => "CANCELLED",
        Status::Postponed | Status::Draft => "TENTATIVE",
        Status::Published | Status::Rescheduled | Status::MovedOnline => "CONFIRMED",
    }
}

fn times(lines: &mut Lines, when: &When) {
    match when {
        When::Days { first, last, .. } => {
            lines.raw("DTSTART;VALUE=DATE", &first.strftime("%Y%m%d").to_string());
            // The end is the first day after (RFC 5545, section 3.6.1).
            let end = last.tomorrow().unwrap_or(*last);
            lines.raw("DTEND;VALUE=DATE", &end.strftime("%Y%m%d").to_string());
        }
        When::Timed { start, end, zone } => {
            time(lines, "DTSTART", *start, zone);
            // An end must be later than the start (section 3.8.2.2); a moment goes without.
            if start < end {
                time(lines, "DTEND", *end, zone);
            }
        }
    }
}

fn time(lines: &mut Lines, name: &str, at: DateTime, zone: &Zone) {
    if is_utc(zone) {
        lines.raw(name, &format!("{}Z", civil(at)));
    } else {
        lines.raw(&format!("{name};TZID={}", parameter(zone.name())), &civil(at));
    }
}

fn description(lines: &mut Lines, site: &Site<'_>, event: &Event) {
    let content = &event.content;
    let summary = site.pick(&content.summary);
    let labelled = |key: &str, value: String| (!value.is_empty()).then(|| format!("{} {value}", site.word(key)));
    let paragraphs: Vec<String> = site
        .warnings(event)
        .into_iter()
        .chain(summary.as_ref().map(|s| s.value.clone()))
        .chain(labelled("feed-organisers", site.lines(&content.organisers).join("; ")))
        .chain(labelled("feed-join", event.join_link().map(ToString::to_string).unwrap_or_default()))
        .chain(labelled("feed-more", site.url(&Route::Event(content.slug.clone()))))
        .collect();
    let name = summary.as_ref().map_or("DESCRIPTION".to_owned(), |s| in_language("DESCRIPTION", s));
    lines.text(&name, &paragraphs.join("\n\n"));
}

fn place(lines: &mut Lines, site: &Site<'_>, event: &Event) {
    let content = &event.content;
    match content.place().and_then(|place| site.pick(place)) {
        Some(venue) => lines.text(&in_language("LOCATION", &venue), venue.value),
        None if content.format == Format::Online => lines.text("LOCATION", &site.word("format-online")),
        None => {}
    }
    if let Some(link) = event.join_link() {
        lines.raw("CONFERENCE;VALUE=URI", link.as_str());
    }
}

fn people(lines: &mut Lines, site: &Site<'_>, event: &Event) {
    let content = &event.content;
    let name = content.contact_name.as_str();
    let Some(email) = &content.contact_email else {
        if !name.is_empty() {
            lines.text("CONTACT", name);
        }
        return;
    };
    let organiser = site.lines(&content.organisers).into_iter().next().or(Some(name.to_owned()));
    let organiser =
        organiser.filter(|name| !name.is_empty()).map(|o| format!(";CN={}", parameter(&o))).unwrap_or_default();
    lines.raw(&format!("ORGANIZER{organiser}"), &email.uri());
    lines.text("CONTACT", &if name.is_empty() { email.to_string() } else { format!("{name}, {email}") });
}

/// A property's name with the language of its text, where that is not the language asked for.
fn in_language(name: &str, text: &Shown<'_, String>) -> String {
    if text.is_fallback() { format!("{name};LANGUAGE={}", text.locale) } else { name.to_owned() }
}

fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn civil(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

/// Times of this zone are written in UTC, without a VTIMEZONE. So are those of a zone that has left the database since
/// it was stored, which [`Zone::rules`] takes for UTC.
fn is_utc(zone: &Zone) -> bool {
    zone.rules() == TimeZone::UTC
}

/// The zone's rules over the span: what was in force at its start, and each change until its end (RFC 5545, section
/// 3.6.5). Every change is told by its own date, so that no rule has to be guessed from the changes.
fn time_zone(lines: &mut Lines, zone: &Zone, (start, end): (Timestamp, Timestamp)) {
    let rules = zone.rules();
    lines.raw("BEGIN", "VTIMEZONE");
    lines.text("TZID", zone.name());
    let before = rules.preceding(start).next().map(|t| t.timestamp()).filter(|t| *t >= Timestamp::UNIX_EPOCH);
    let first = before.unwrap_or(Timestamp::UNIX_EPOCH.min(start));
    observance(lines, &rules, first);
    let after = rules.following(first).map(|t| t.timestamp()).take_while(|t| *t <= end);
    for change in after {
        observance(lines, &rules, change);
    }
    lines.raw("END", "VTIMEZONE");
}

/// What is in force from `at` on.
fn observance(lines: &mut Lines, rules: &TimeZone, at: Timestamp) {
    let now = rules.to_offset_info(at);
    let before = at.checked_sub(jiff::SignedDuration::from_secs(1)).map_or(now.offset(), |b| rules.to_offset(b));
    let kind = if now.dst().is_dst() { "DAYLIGHT" } else { "STANDARD" };
    lines.raw("BEGIN", kind);
    // The onset by the clocks as they stood before it.
    lines.raw("DTSTART", &civil(before.to_datetime(at)));
    lines.raw("TZOFFSETFROM", &offset(before));
    lines.raw("TZOFFSETTO", &offset(now.offset()));
    lines.text("TZNAME", now.abbreviation());
    lines.raw("END", kind);
}

/// A UTC offset (RFC 5545, section 3.3.14): seconds only where there are some.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.unsigned_abs();
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if s == 0 { format!("{sign}{h:02}{m:02}") } else { format!("{sign}{h:02}{m:02}{s:02}") }
}

/// A parameter's value in quotes. They cannot be escaped within (section 3.2), so they become apostrophes.
fn parameter(value: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '_' | '-' | ' ' | '.');
    let value: String = value.chars().filter(|c| !c.is_control()).map(|c| if c == '"' { '\'' } else { c }).collect();
    if value.chars().all(plain) { value } else { format!("\"{value}\"") }
}

/// A text as a value (section 3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Content lines: folded, each ended by CR LF.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A property whose value is a text.
    fn text(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{}", escape(value)));
    }

    /// A property whose value is none: a date, a figure, an address.
    fn raw(&mut self, name: &str, value: &str) {
        self.fold(&format!("{name}:{value}"));
    }

    fn fold(&mut self, line: &str) {
        let mut octets = 0;
        for c in line.chars() {
            if octets + c.len_utf8() > FOLD {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(c);
            octets += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use model::{event::EventId, locale::Locale};
    use proptest::prelude::*;

    use super::{super::sample, *};

    /// The content lines, unfolded.
    fn unfold(calendar: &str) -> Vec<String> {
        calendar.replace("\r\n ", "").split_terminator("\r\n").map(str::to_owned).collect()
    }

    /// The value of the first line of this name, with its parameters.
    fn line(calendar: &str, name: &str) -> Option<String> {
        let matches = |l: &String| l.strip_prefix(name).is_some_and(|rest| rest.starts_with([';', ':']));
        unfold(calendar).into_iter().find(matches)
    }

    /// Undoes [`escape`], by the standard's own words and not by its code.
    fn unescape(value: &str) -> String {
        let mut chars = value.chars();
        let mut out = String::new();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, false) => out.push(c),
                (_, true) => out.push(chars.next().map_or('\\', |n| if n == 'n' { '\n' } else { n })),
            }
        }
        out
    }

    fn english(event: &Event) -> String {
        let catalogue = sample::catalogue();
        super::event(&sample::site(&catalogue, Locale::En), event)
    }

    fn timed(zone: &str, start: &str, end: &str) -> Event {
        let (d1, t1) = start.split_once(' ').unwrap();
        let (d2, t2) = end.split_once(' ').unwrap();
        sample::event(sample::content(&[
            ("zone", zone),
            ("start-date", d1),
            ("start-time", t1),
            ("end-date", d2),
            ("end-time", t2),
        ]))
    }

    #[test]
    fn an_event_says_all_that_a_calendar_asks() {
        let ics = english(&sample::usual());
        let is = |name: &str, value: &str| assert_eq!(line(&ics, name).as_deref(), Some(value), "{ics}");
        is("METHOD", "METHOD:PUBLISH");
        is("SUMMARY", "SUMMARY:Mangroves");
        is("LOCATION", "LOCATION:Jakarta");
        is("SEQUENCE", "SEQUENCE:3");
        is("DTSTAMP", "DTSTAMP:20260202T020202Z");
        is("LAST-MODIFIED", "LAST-MODIFIED:20260202T020202Z");
        is("CREATED", "CREATED:20260101T000000Z");
        is("STATUS", "STATUS:CONFIRMED");
        is("DTSTART;TZID=Asia/Jakarta", "DTSTART;TZID=Asia/Jakarta:20261203T090000");
        is("DTEND;TZID=Asia/Jakarta", "DTEND;TZID=Asia/Jakarta:20261204T123000");
        is("URL", "URL:https://portal.example/en/events/mangroves");
        is("CATEGORIES", "CATEGORIES:Forum");
        assert!(!ics.contains("[feed-"), "{ics}");
    }

    #[test]
    fn a_zone_that_turns_up_late_is_told_once() {
        let there = timed("Asia/Jakarta", "2026-12-03 09:00", "2026-12-03 10:00");
        let late = timed("Asia/Vientiane", "2026-12-04 09:00", "2026-12-04 10:00");
        let mut gathered = Gathered::of(std::slice::from_ref(&there));
        let told = gathered.late(&[there.clone(), late.clone()]);
        assert_eq!(told.matches("TZID:").count(), 1, "{told}");
        assert!(told.contains("TZID:Asia/Vientiane"), "{told}");
        assert_eq!(gathered.late(&[there, late]), "");
    }

    #[test]
    fn each_status_is_told_in_the_calendars_own_word() {
        for (status, word) in [
            (Status::Published, "CONFIRMED"),
            (Status::Rescheduled, "CONFIRMED"),
            (Status::MovedOnline, "CONFIRMED"),
            (Status::Cancelled, "CANCELLED"),
            (Status::Postponed, "TENTATIVE"),
        ] {
            let mut event = sample::usual();
            event.status = status;
            event.notice = sample::text("The hall is flooded.");
            let ics = english(&event);
            assert_eq!(line(&ics, "STATUS"), Some(format!("STATUS:{word}")));
            let description = unescape(&line(&ics, "DESCRIPTION").unwrap());
            let (notice, summary) = (description.find("flooded"), description.find("About mangroves"));
            assert!(notice.is_some() && notice < summary, "{description}");
        }
    }

    #[test]
    fn a_calendar_that_ignores_the_status_still_shows_it() {
        let mut event = sample::usual();
        event.status = Status::Cancelled;
        let summary = line(&english(&event), "SUMMARY");
        assert!(
            summary.as_deref().is_some_and(|s| s.ends_with("Mangroves") && s != "SUMMARY:Mangroves"),
            "{summary:?}"
        );
    }

    #[test]
    fn a_sample_says_that_it_is_one_and_says_it_once() {
        let mut event = sample::usual();
        event.sample = true;
        assert_ne!(line(&english(&event), "SUMMARY").as_deref(), Some("SUMMARY:Mangroves"));
        event.content.title = sample::text("Sample: mangroves");
        assert_eq!(line(&english(&event), "SUMMARY").as_deref(), Some("SUMMARY:Sample: mangroves"));
    }

    #[test]
    fn a_cancelled_event_is_joined_nowhere() {
        let mut event =
            sample::event(sample::content(&[("format", "online"), ("join-link", "https://join.example/1")]));
        assert_eq!(english(&event).matches("join.example").count(), 2);
        event.status = Status::Cancelled;
        assert!(!english(&event).contains("join.example"), "{}", english(&event));
    }

    #[test]
    fn whole_days_end_with_the_day_after_and_need_no_zone() {
        let ics = english(&sample::event(sample::content(&[("all-day", "on"), ("end-date", "2026-12-31")])));
        assert_eq!(line(&ics, "DTSTART").as_deref(), Some("DTSTART;VALUE=DATE:20261203"));
        assert_eq!(line(&ics, "DTEND").as_deref(), Some("DTEND;VALUE=DATE:20270101"));
        assert!(!ics.contains("VTIMEZONE"));
    }

    #[test]
    fn a_moment_has_no_end() {
        let ics = english(&timed("Asia/Dili", "2026-05-01 09:00", "2026-05-01 09:00"));
        assert!(!ics.contains("DTEND"));
    }

    #[test]
    fn a_zone_without_summer_time_is_one_standard() {
        for (zone, offset) in
            [("Asia/Jakarta", "+0700"), ("Asia/Yangon", "+0630"), ("Asia/Shanghai", "+0800"), ("Asia/Dili", "+0900")]
        {
            let ics = english(&timed(zone, "2026-05-01 09:00", "2026-05-01 10:00"));
            assert_eq!(ics.matches("BEGIN:STANDARD").count(), 1, "{ics}");
            assert_eq!(ics.matches("BEGIN:DAYLIGHT").count(), 0, "{ics}");
            assert_eq!(line(&ics, "TZOFFSETTO"), Some(format!("TZOFFSETTO:{offset}")));
            assert_eq!(line(&ics, "TZID"), Some(format!("TZID:{zone}")));
        }
    }

    #[test]
    fn a_zone_with_summer_time_tells_each_change_by_its_date() {
        let ics = english(&timed("Europe/Berlin", "2026-01-10 09:00", "2026-11-10 10:00"));
        let lines = unfold(&ics);
        let onset = |at: &str, from: &str, to: &str| {
            let block = [format!("DTSTART:{at}"), format!("TZOFFSETFROM:{from}"), format!("TZOFFSETTO:{to}")];
            assert!(lines.windows(3).any(|w| w == block), "{block:?} in {ics}");
        };
        onset("20251026T030000", "+0200", "+0100");
        onset("20260329T020000", "+0100", "+0200");
        onset("20261025T030000", "+0200", "+0100");
        assert_eq!(ics.matches("BEGIN:DAYLIGHT").count(), 1);
    }

    #[test]
    fn each_zone_of_a_list_is_defined_once() {
        let catalogue = sample::catalogue();
        let events = [
            timed("Asia/Manila", "2026-05-01 09:00", "2026-05-01 10:00"),
            timed("Asia/Manila", "2026-06-01 09:00", "2026-06-01 10:00"),
            timed("UTC", "2026-06-01 09:00", "2026-06-01 10:00"),
        ];
        let ics = list(&sample::site(&catalogue, Locale::En), &EventQuery::default(), &events);
        assert_eq!(ics.matches("BEGIN:VTIMEZONE").count(), 1);
        assert!(ics.contains("DTSTART:20260601T090000Z"));
        assert_eq!(ics.matches("BEGIN:VEVENT").count(), 3);
        assert!(line(&ics, "NAME").is_some() && line(&ics, "REFRESH-INTERVAL").is_some());
    }

    #[test]
    fn a_text_in_another_language_says_so() {
        let catalogue = sample::catalogue();
        let ics = super::event(&sample::site(&catalogue, Locale::Km), &sample::usual());
        assert_eq!(line(&ics, "SUMMARY").as_deref(), Some("SUMMARY;LANGUAGE=en:Mangroves"));
    }

    #[test]
    fn the_uid_outlives_the_slug_and_the_host() {
        let catalogue = sample::catalogue();
        let mut event = sample::usual();
        let before = line(&english(&event), "UID");
        event.content.slug = "other".parse().unwrap();
        let elsewhere = Site { origin: "https://elsewhere.example", locale: Locale::Th, catalogue: &catalogue };
        assert_eq!(line(&super::event(&elsewhere, &event), "UID"), before);
        event.id = EventId::from_stored("e2".to_owned());
        assert_ne!(line(&english(&event), "UID"), before);
    }

    #[test]
    fn an_organisers_name_cannot_leave_its_quotes() {
        let mut event = sample::worded("A\":mailto:x@y.z\nATTENDEE:z");
        event.content.contact_email = model::staff::Email::parse("a%b@c.org").ok();
        let ics = english(&event);
        let organizer = line(&ics, "ORGANIZER");
        assert_eq!(organizer.as_deref(), Some("ORGANIZER;CN=\"A':mailto:x@y.z\":mailto:a%25b@c.org"));
        assert!(line(&ics, "ATTENDEE").is_none());
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was_written(words in "[^\\p{Cc}]{0,200}(\\n[^\\p{Cc}]{0,60})?") {
            let ics = english(&sample::worded(&words));
            let location = line(&ics, "LOCATION").unwrap_or_default();
            prop_assert_eq!(unescape(location.strip_prefix("LOCATION:").unwrap_or_default()), words);
        }

        #[test]
        fn no_line_is_longer_than_the_standard_allows(words in ".{0,400}") {
            let ics = english(&sample::worded(&words));
            for line in ics.split("\r\n") {
                prop_assert!(line.len() <= 75, "{} octets: {line:?}", line.len());
                prop_assert!(!line.contains(['\r', '\n']));
            }
        }

        #[test]
        fn no_text_can_add_a_line(words in ".{0,40}\n?BEGIN:VEVENT\r?\n.{0,40}") {
            let ics = english(&sample::worded(&words));
            let is = |l: &&String| *l == "BEGIN:VEVENT";
            prop_assert_eq!(unfold(&ics).iter().filter(is).count(), 1);
        }
    }
}
