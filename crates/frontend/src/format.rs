//! Dates, times and lists as each language writes them.
//!
//! Patterns, names of months and days, digits and list words come from the CLDR by way of ICU4X; the few words around
//! them are Fluent messages. Every function takes the language: dates on a page are among the interface's words, so
//! pages give [`crate::context::interface`].
//!
//! - **Calendar**: Gregorian in every language. Official Thai dates count the years of the Buddhist era (2568 for 2025);
//!   but the portal is read by twelve countries side by side and its dates stand beside the titles of documents and
//!   plans that carry Gregorian years, so a year has one number here.
//! - **Hours** run from 00 to 23 in every language: they cannot be mistaken, and compare well across zones.
//! - **English** puts the day before the month, as ASEAN writes.
//! - **Tetum** is not in the CLDR; its dates are Portuguese, the language its month names come from.

mod formatter;

use formatter::{Fields, Period};
use icu::{
    calendar::{Date as IcuDate, Gregorian},
    datetime::{input::Time as IcuTime, parts},
    decimal::input::Decimal,
    time::TimeZone as IcuZone,
};
use jiff::{
    civil::{Date, Time},
    tz::Offset,
};
use model::{
    locale::Locale,
    time::{PartialDate, When, Zone},
};
use writeable::{Part, PartsWrite, Writeable};

use crate::message;

/// A date in full: "21 October 2025".
#[must_use]
pub fn date(locale: Locale, day: Date) -> String {
    dated(locale, Fields::Date, day, None)
}

/// A date in full with its day of the week: "Tuesday, 21 October 2025".
#[must_use]
pub fn weekday_date(locale: Locale, day: Date) -> String {
    if matches!(locale, Locale::Pt | Locale::Tet) {
        // Here the CLDR's European Portuguese falls into figures: "terça-feira, 21/10/2025".
        let weekday = dated(locale, Fields::Weekday, day, None);
        return format!("{weekday}, {}", date(locale, day));
    }
    dated(locale, Fields::WeekdayDate, day, None)
}

/// From one day to another, both included: "21–22 October 2025", "30 October 2025 – 2 November 2025".
#[must_use]
pub fn date_span(locale: Locale, first: Date, last: Date) -> String {
    if first == last {
        return date(locale, first);
    }
    if (first.year(), first.month()) == (last.year(), last.month()) {
        let fields = Fields::Date;
        return dated(locale, fields, first, Some(last.day()));
    }
    span(locale, date(locale, first), date(locale, last))
}

/// A month and its year: "October 2025". The day is passed over.
#[must_use]
pub fn month_year(locale: Locale, day: Date) -> String {
    period(locale, Period::MonthYear, day)
}

/// A year: "2025", "2025年".
#[must_use]
pub fn year(locale: Locale, year: i16) -> String {
    let first = jiff::civil::date(year.clamp(1, 9999), 1, 1);
    period(locale, Period::Year, first)
}

/// A date as exactly as it is known: "2011", "October 2011", "24 May 2011".
#[must_use]
pub fn partial(locale: Locale, at: PartialDate) -> String {
    match (at.day(), at.month()) {
        (Some(day), _) => date(locale, day),
        (None, Some(_)) => month_year(locale, at.earliest()),
        (None, None) => year(locale, at.year()),
    }
}

/// From one date to another, each as exactly as it is known; one date where `until` is `None`.
#[must_use]
pub fn partial_span(locale: Locale, from: PartialDate, until: Option<PartialDate>) -> String {
    match until {
        None => partial(locale, from),
        Some(until) if until == from => partial(locale, from),
        Some(until) => match (from.day(), until.day()) {
            (Some(first), Some(last)) => date_span(locale, first, last),
            _ => span(locale, partial(locale, from), partial(locale, until)),
        },
    }
}

/// A time of day: "09:00".
#[must_use]
pub fn time(locale: Locale, at: Time) -> String {
    let input = IcuTime::try_new(at.hour().unsigned_abs(), at.minute().unsigned_abs(), at.second().unsigned_abs(), 0);
    formatter::times(locale)
        .zip(input.ok())
        .map_or_else(|| at.strftime("%H:%M").to_string(), |(formatter, input)| formatter.format(&input).to_string())
}

/// When an event happens, in full, with the zone of its place:
/// "Tuesday, 21 October 2025, 09:00 – 17:30, Beijing time (UTC+8)".
#[must_use]
pub fn when(locale: Locale, when: &When) -> String {
    match when {
        When::Days { first, last, .. } if first == last => weekday_date(locale, *first),
        When::Days { first, last, .. } => span(locale, weekday_date(locale, *first), weekday_date(locale, *last)),
        When::Timed { start, end, .. } => {
            let words = |key, arguments: &[(&str, String)]| words(locale, key, arguments);
            let day = weekday_date(locale, start.date());
            let (from, to) = (time(locale, start.time()), time(locale, end.time()));
            let zone = zone_at(locale, when);
            if start == end {
                words("date-moment", &[("date", day), ("from", from), ("zone", zone)])
            } else if start.date() == end.date() {
                words("date-same-day", &[("date", day), ("from", from), ("to", to), ("zone", zone)])
            } else {
                let last = weekday_date(locale, end.date());
                let arguments = [("date", day), ("from", from), ("last", last), ("to", to), ("zone", zone)];
                words("date-several-days", &arguments)
            }
        }
    }
}

/// The same for an event with hours, by a clock that is called `zone` there.
#[must_use]
pub fn when_at(locale: Locale, when: &When, zone: &str) -> String {
    let own = zone_at(locale, when);
    // The zone stands once, and no day or hour is spelled like one.
    self::when(locale, when).replace(&own, zone)
}

/// The sentences of [`when`] for a moment, for a span within a day and for one over several days, with `{date}`, `{from}`,
/// `{last}`, `{to}` and `{zone}` in the place of what only the browser knows.
#[must_use]
pub fn when_patterns(locale: Locale) -> [String; 3] {
    let gaps = ["date", "from", "last", "to", "zone"].map(|name| (name, format!("{{{name}}}")));
    ["date-moment", "date-same-day", "date-several-days"].map(|key| words(locale, key, &gaps))
}

/// The times of day of an event with their zone: "09:00 – 17:30, Beijing time (UTC+8)"; for whole days `None`, and for an
/// event over several days the time it begins.
#[must_use]
pub fn hours(locale: Locale, when: &When) -> Option<String> {
    let When::Timed { start, end, .. } = when else { return None };
    let (from, zone) = (time(locale, start.time()), zone_at(locale, when));
    Some(if start.date() == end.date() && start != end {
        words(locale, "date-hours", &[("from", from), ("to", time(locale, end.time())), ("zone", zone)])
    } else {
        words(locale, "date-hour", &[("from", from), ("zone", zone)])
    })
}

/// The zone of an event as people name it, with its distance from UTC at that time: "Beijing time (UTC+8)".
#[must_use]
pub fn zone_at(locale: Locale, when: &When) -> String {
    let offset = when.zone().rules().to_offset(when.starts_at());
    words(locale, "date-zone", &[("zone", zone(locale, when.zone())), ("offset", utc_offset(offset))])
}

/// A zone as people name it, after its city: "Jakarta time". (By country some languages would say "Myanmar (Burma)".)
///
/// China's zone is named after Shanghai in the database and after the capital in life.
#[must_use]
pub fn zone(locale: Locale, zone: &Zone) -> String {
    if zone.name() == "Asia/Shanghai" {
        return words(locale, "date-zone-beijing", &[]);
    }
    words(locale, "date-zone-city", &[("city", zone_city(locale, zone))])
}

/// The city that a zone is named after: "Ho Chi Minh City". The last part of its IANA name where the language has none.
#[must_use]
pub fn zone_city(locale: Locale, zone: &Zone) -> String {
    let id = IcuZone::from_iana_id(zone.name());
    if id.is_unknown() {
        return zone.city();
    }
    formatter::cities(locale)
        .map_or_else(|| zone.city(), |formatter| formatter.format(&id.without_offset()).to_string())
}

/// A distance from UTC, as ISO 8601 orders it and people write it: "UTC+8", "UTC+6:30", "UTC".
#[must_use]
pub fn utc_offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

/// The pieces of the block that leads an event's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateBlock {
    /// The month's short name, or the first's and the last's: "Oct", "Oct – Nov".
    pub month: String,
    /// The day, or the first and the last: "21", "21–22", "30–2"; "21日".
    pub days: String,
    /// The year, or the first and the last.
    pub year: String,
}

/// The pieces of the block that leads an event's row.
#[must_use]
pub fn date_block(locale: Locale, when: &When) -> DateBlock {
    let (first, last) = (when.first_day(), when.last_day());
    let short = |day| period(locale, Period::Month, day);
    let same_month = (first.year(), first.month()) == (last.year(), last.month());
    let month = if same_month { short(first) } else { span(locale, short(first), short(last)) };
    let numeral = |day: Date| number(locale, i64::from(day.day()));
    let days = if first == last { numeral(first) } else { format!("{}–{}", numeral(first), numeral(last)) };
    let days = words(locale, "date-days", &[("days", days)]);
    let year = if first.year() == last.year() {
        year(locale, first.year())
    } else {
        span(locale, year(locale, first.year()), year(locale, last.year()))
    };
    DateBlock { month, days, year }
}

/// A list in words: "A, B and C".
#[must_use]
pub fn list(locale: Locale, items: impl IntoIterator<Item = String>) -> String {
    let items: Vec<String> = items.into_iter().collect();
    formatter::lists(locale).map_or_else(|| items.join(", "), |formatter| formatter.format(items.iter()).to_string())
}

/// A whole number in the language's digits and groups: "4,000,000".
#[must_use]
pub fn number(locale: Locale, n: i64) -> String {
    formatter::numbers(locale).map_or_else(|| n.to_string(), |formatter| formatter.format_to_string(&Decimal::from(n)))
}

fn words(locale: Locale, key: &str, arguments: &[(&str, String)]) -> String {
    let arguments: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.clone().into())).collect();
    message::message(message::interface(locale), key, &arguments)
}

fn span(locale: Locale, from: String, to: String) -> String {
    words(locale, "date-span", &[("from", from), ("to", to)])
}

/// The month or year that the day is in.
fn period(locale: Locale, fields: Period, day: Date) -> String {
    formatter::periods(locale, fields)
        .zip(gregorian(day))
        .map_or_else(|| day.to_string(), |(formatter, day)| formatter.format(&day).to_string())
}

/// The day in these fields. `last`: the day of the same month on which the span ends; it is put beside the day.
fn dated(locale: Locale, fields: Fields, day: Date, last: Option<i8>) -> String {
    let (Some(input), Some(formatter)) = (gregorian(day), formatter::dates(locale, fields)) else {
        return day.to_string();
    };
    let mut sink = Days { text: String::new(), last: last.map(|d| number(locale, i64::from(d))) };
    // Writing to a string does not fail.
    let _ = formatter.format(&input).write_to_parts(&mut sink);
    sink.text
}

fn gregorian(day: Date) -> Option<IcuDate<Gregorian>> {
    IcuDate::try_new_gregorian(day.year().into(), day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

/// Writes a date down, and the last day of a span beside the first.
struct Days {
    text: String,
    last: Option<String>,
}

impl std::fmt::Write for Days {
    fn write_str(&mut self, s: &str) -> std::fmt::Result {
        self.text.push_str(s);
        Ok(())
    }
}

impl PartsWrite for Days {
    type SubPartsWrite = Self;

    fn with_part(
        &mut self,
        part: Part,
        mut f: impl FnMut(&mut Self::SubPartsWrite) -> std::fmt::Result,
    ) -> std::fmt::Result {
        f(self)?;
        if part == parts::DAY
            && let Some(last) = self.last.take()
        {
            self.text.push('–');
            self.text.push_str(&last);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    fn zone_named(name: &str) -> Zone {
        name.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    fn timed(first: Date, last: Date, zone: &str) -> When {
        When::timed(first.at(9, 0, 0, 0), last.at(17, 30, 0, 0), zone_named(zone)).unwrap_or_else(|e| panic!("{e}"))
    }

    fn days(first: Date, last: Date) -> When {
        When::days(first, last, zone_named("Asia/Shanghai")).unwrap_or_else(|e| panic!("{e}"))
    }

    const TUESDAY: Date = day(2025, 10, 21);

    #[test]
    fn a_date_reads_as_each_language_writes_it_in_the_gregorian_calendar() {
        let told = [
            (Locale::En, "Tuesday, 21 October 2025", "October 2025"),
            (Locale::ZhHans, "2025年10月21日星期二", "2025年10月"),
            (Locale::Th, "วันอังคารที่ 21 ตุลาคม ค.ศ. 2025", "ตุลาคม ค.ศ. 2025"),
            (Locale::Km, "អង្គារ 21 តុលា 2025", "តុលា 2025"),
            (Locale::My, "၂၀၂၅ အောက်တိုဘာ ၂၁၊ အင်္ဂါ", "၂၀၂၅ အောက်တိုဘာ"),
            (Locale::Tet, "terça-feira, 21 de outubro de 2025", "outubro de 2025"),
        ];
        for (locale, full, month) in told {
            assert_eq!(weekday_date(locale, TUESDAY), full);
            assert_eq!(month_year(locale, TUESDAY), month);
        }
    }

    #[test]
    fn days_of_one_month_are_told_together() {
        let last = day(2025, 10, 22);
        assert_eq!(date_span(Locale::En, TUESDAY, last), "21–22 October 2025");
        assert_eq!(date_span(Locale::ZhHans, TUESDAY, last), "2025年10月21–22日");
        assert_eq!(date_span(Locale::Th, TUESDAY, last), "21–22 ตุลาคม ค.ศ. 2025");
        assert_eq!(date_span(Locale::My, TUESDAY, last), "၂၀၂၅ အောက်တိုဘာ ၂၁–၂၂");
        assert_eq!(date_span(Locale::En, TUESDAY, day(2025, 11, 2)), "21 October 2025 – 2 November 2025");
        assert_eq!(date_span(Locale::En, TUESDAY, TUESDAY), "21 October 2025");
    }

    #[test]
    fn an_event_is_told_with_its_place_s_clock_and_distance_from_utc() {
        assert_eq!(
            when(Locale::En, &timed(TUESDAY, TUESDAY, "Asia/Shanghai")),
            "Tuesday, 21 October 2025, 09:00\u{a0}–\u{2060}\u{a0}17:30, Beijing time (UTC+8)"
        );
        assert_eq!(
            when(Locale::ZhHans, &timed(TUESDAY, TUESDAY, "Asia/Shanghai")),
            "2025年10月21日星期二 09:00–\u{2060}17:30，北京时间（UTC+8）"
        );
        assert_eq!(
            when(Locale::En, &timed(TUESDAY, day(2025, 10, 22), "Asia/Yangon")),
            "Tuesday, 21 October 2025, 09:00 – Wednesday, 22 October 2025, 17:30, Yangon time (UTC+6:30)"
        );
        assert_eq!(when(Locale::En, &days(TUESDAY, TUESDAY)), "Tuesday, 21 October 2025");
        assert_eq!(hours(Locale::En, &days(TUESDAY, TUESDAY)), None);
    }

    #[test]
    fn the_browser_fills_in_the_same_sentences() {
        let [moment, same_day, several_days] = when_patterns(Locale::En);
        assert_eq!(moment, "{date}, {from}, {zone}");
        assert_eq!(same_day, "{date}, {from}\u{a0}–\u{2060}\u{a0}{to}, {zone}");
        assert_eq!(several_days, "{date}, {from} – {last}, {to}, {zone}");
    }

    #[test]
    fn a_date_block_leads_with_month_days_and_year() {
        let block = date_block(Locale::En, &days(TUESDAY, day(2025, 10, 22)));
        assert_eq!((block.month.as_str(), block.days.as_str(), block.year.as_str()), ("Oct", "21–22", "2025"));
        let block = date_block(Locale::ZhHans, &days(TUESDAY, day(2026, 1, 2)));
        let told = (block.month.as_str(), block.days.as_str(), block.year.as_str());
        assert_eq!(told, ("10月至1月", "21–2日", "2025年至2026年"));
    }

    #[test]
    fn a_partial_date_claims_no_more_than_its_source() {
        let told = |s: &str| partial(Locale::En, s.parse().unwrap_or_else(|e| panic!("{s}: {e}")));
        assert_eq!([told("2011"), told("2011-10"), told("2011-05-24")], ["2011", "October 2011", "24 May 2011"]);
        let at = |s: &str| s.parse::<PartialDate>().unwrap_or_else(|e| panic!("{s}: {e}"));
        assert_eq!(partial_span(Locale::En, at("2009"), Some(at("2010"))), "2009 – 2010");
        assert_eq!(partial_span(Locale::En, at("2013-09-04"), Some(at("2013-09-05"))), "4–5 September 2013");
    }

    #[test]
    fn lists_and_figures_follow_the_language() {
        let letters = || ["A", "B", "C"].map(str::to_owned);
        assert_eq!(list(Locale::En, letters()), "A, B and C");
        assert_eq!(list(Locale::ZhHans, letters()), "A、B和C");
        assert_eq!(number(Locale::En, 4_000_000), "4,000,000");
        assert_eq!(number(Locale::Id, 4_000_000), "4.000.000");
        assert_eq!(number(Locale::My, 14), "၁၄");
    }

    #[test]
    fn every_language_writes_every_form_of_every_zone_of_the_region() {
        for locale in Locale::ALL {
            for name in Zone::REGION {
                let when_ = timed(TUESDAY, day(2025, 11, 2), name);
                let block = date_block(locale, &when_);
                let forms = [
                    when(locale, &when_),
                    month_year(locale, TUESDAY),
                    block.month,
                    year(locale, 2025),
                    date_span(locale, TUESDAY, day(2025, 10, 22)),
                    zone_city(locale, when_.zone()),
                    block.days,
                ];
                // U+FFFD and braces are what ICU4X writes where a name or a value lacks.
                assert!(forms.iter().all(|f| !f.is_empty() && !f.contains(['{', '\u{fffd}'])), "{locale}: {forms:?}");
            }
        }
    }
}
