//! When things happen. The clock is a parameter, never `now()`.

use std::{fmt, ops::RangeInclusive, str::FromStr};

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// The name of a zone of the IANA time zone database that exists: `Asia/Vientiane`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zone(String);

/// There is no such zone in the IANA time zone database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such time zone")]
pub struct UnknownZone;

impl Zone {
    /// The zones of the region, west to east; the ones offered first.
    pub const REGION: [&'static str; 14] = [
        "Asia/Yangon",
        "Asia/Bangkok",
        "Asia/Ho_Chi_Minh",
        "Asia/Jakarta",
        "Asia/Phnom_Penh",
        "Asia/Vientiane",
        "Asia/Brunei",
        "Asia/Kuala_Lumpur",
        "Asia/Makassar",
        "Asia/Manila",
        "Asia/Shanghai",
        "Asia/Singapore",
        "Asia/Dili",
        "Asia/Jayapura",
    ];

    /// The zone's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The last part of the name, readable: `Ho Chi Minh`.
    #[must_use]
    pub fn city(&self) -> String {
        self.0.rsplit('/').next().unwrap_or(&self.0).replace('_', " ")
    }

    /// The zone's rules. A zone that has left the database since it was stored is taken as UTC: the page stays up,
    /// and the name that is shown beside the time tells.
    #[must_use]
    pub fn rules(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }
}

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let zone = TimeZone::get(s.trim()).map_err(|_| UnknownZone)?;
        // The name as the database spells it, so that `asia/tokyo` and `Asia/Tokyo` are one.
        zone.iana_name().map(|name| Self(name.to_owned())).ok_or(UnknownZone)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// When an event happens: a span with times, or whole days, in the zone of its place.
///
/// Civil times are kept, not instants: if a government moves its clocks, nine o'clock stays nine o'clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum When {
    /// From one time to another.
    Timed {
        /// The first moment, as clocks show it in `zone`.
        start: DateTime,
        /// The moment it is over; not before `start`.
        end: DateTime,
        /// Where the clocks hang.
        zone: Zone,
    },
    /// Whole days.
    Days {
        /// The first day.
        first: Date,
        /// The last day, itself included; not before `first`.
        last: Date,
        /// Where the days begin and end.
        zone: Zone,
    },
}

/// Why two days or moments are no span of an agenda.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSpan {
    /// The end lies before the start.
    #[error("the end is before the start")]
    EndBeforeStart,
    /// One of them lies outside of [`YEARS`].
    #[error("the year is out of range")]
    OutOfRange,
}

/// The years that an agenda holds. Far outside of them zone arithmetic overflows, and what is meant is another year.
pub const YEARS: RangeInclusive<i16> = 1900..=2200;

impl When {
    /// A span with times.
    ///
    /// # Errors
    /// [`BadSpan`].
    pub fn timed(start: DateTime, end: DateTime, zone: Zone) -> Result<Self, BadSpan> {
        Self::Timed { start, end, zone }.checked()
    }

    /// Whole days, both included.
    ///
    /// # Errors
    /// [`BadSpan`].
    pub fn days(first: Date, last: Date, zone: Zone) -> Result<Self, BadSpan> {
        Self::Days { first, last, zone }.checked()
    }

    fn checked(self) -> Result<Self, BadSpan> {
        if [self.first_day(), self.last_day()].iter().any(|day| !YEARS.contains(&day.year())) {
            return Err(BadSpan::OutOfRange);
        }
        let ordered = match &self {
            Self::Timed { start, end, .. } => start <= end,
            Self::Days { first, last, .. } => first <= last,
        };
        if ordered && self.starts_at() <= self.ends_at() { Ok(self) } else { Err(BadSpan::EndBeforeStart) }
    }

    /// The zone of the place.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        match self {
            Self::Timed { zone, .. } | Self::Days { zone, .. } => zone,
        }
    }

    /// The first day, in the event's zone.
    #[must_use]
    pub fn first_day(&self) -> Date {
        match self {
            Self::Timed { start, .. } => start.date(),
            Self::Days { first, .. } => *first,
        }
    }

    /// The last day, in the event's zone.
    #[must_use]
    pub fn last_day(&self) -> Date {
        match self {
            Self::Timed { end, .. } => end.date(),
            Self::Days { last, .. } => *last,
        }
    }

    /// Whole days, without times.
    #[must_use]
    pub const fn is_days(&self) -> bool {
        matches!(self, Self::Days { .. })
    }

    /// The first instant. A time that clocks skip counts as after the gap, one that comes twice as the first
    /// (RFC 5545, section 3.3.5).
    #[must_use]
    pub fn starts_at(&self) -> Timestamp {
        match self {
            Self::Timed { start, zone, .. } => instant(*start, zone),
            Self::Days { first, zone, .. } => instant(first.at(0, 0, 0, 0), zone),
        }
    }

    /// The instant it is over: for whole days, the midnight after the last.
    #[must_use]
    pub fn ends_at(&self) -> Timestamp {
        match self {
            Self::Timed { end, zone, .. } => instant(*end, zone),
            Self::Days { last, zone, .. } => instant(last.tomorrow().unwrap_or(*last).at(0, 0, 0, 0), zone),
        }
    }

    /// The instant it is over, where that is known: of an event with times, one that ends as it begins has no known end.
    #[must_use]
    pub fn known_end(&self) -> Option<Timestamp> {
        let unknown = matches!(self, Self::Timed { start, end, .. } if start == end);
        (!unknown).then(|| self.ends_at())
    }

    /// It is over at `now`.
    #[must_use]
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.ends_at() <= now
    }
}

fn instant(at: DateTime, zone: &Zone) -> Timestamp {
    zone.rules().to_ambiguous_zoned_datetime(at).compatible().map_or(Timestamp::UNIX_EPOCH, |z| z.timestamp())
}

/// A date as exactly as the sources give it: a year, a month or a day.
///
/// Written `2011`, `2011-10` or `2011-10-22`. Ordered by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Not a year, a month or a day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date: write 2011, 2011-10 or 2011-10-22")]
pub struct BadDate;

impl PartialDate {
    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    #[must_use]
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// The day, where it is known exactly.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        Date::new(self.year, self.month?, self.day?).ok()
    }

    /// The first day that the date can mean; for sorting.
    #[must_use]
    pub fn earliest(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::ZERO)
    }
}

impl FromStr for PartialDate {
    type Err = BadDate;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        // A number may be written `+1`, and a date may not.
        if !s.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return Err(BadDate);
        }
        let mut parts = s.split('-');
        let year = parts.next().filter(|y| y.len() == 4).and_then(|y| y.parse().ok()).ok_or(BadDate)?;
        let mut two = || match parts.next() {
            None => Ok(None),
            Some(p) if p.len() == 2 => p.parse().map(Some).map_err(|_| BadDate),
            Some(_) => Err(BadDate),
        };
        let (month, day) = (two()?, two()?);
        if parts.next().is_some() {
            return Err(BadDate);
        }
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| BadDate)?;
        Ok(Self { year, month, day })
    }
}

impl TryFrom<String> for PartialDate {
    type Error = BadDate;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        s.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

/// From one [`PartialDate`] to another; a single date where `until` is `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialSpan {
    /// The first date.
    pub from: PartialDate,
    /// The last, itself included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap_or_else(|e| panic!("{name}: {e}"))
    }

    #[test]
    fn every_zone_of_the_region_exists() {
        for name in Zone::REGION {
            assert_eq!(zone(name).name(), name);
        }
    }

    #[test]
    fn a_zone_that_does_not_exist_is_refused() {
        for bad in ["", "Asia/Atlantis", "../../etc/passwd", "+08:00", "Asia"] {
            assert_eq!(bad.parse::<Zone>(), Err(UnknownZone), "{bad:?}");
        }
    }

    #[test]
    fn nine_in_yangon_is_half_past_two_in_utc() {
        let when = When::timed(date(2026, 3, 1).at(9, 0, 0, 0), date(2026, 3, 1).at(10, 0, 0, 0), zone("Asia/Yangon"));
        assert_eq!(when.map(|w| w.starts_at().to_string()), Ok("2026-03-01T02:30:00Z".to_owned()));
    }

    #[test]
    fn a_whole_day_ends_at_the_next_midnight_of_its_zone() {
        let day = When::days(date(2026, 3, 1), date(2026, 3, 1), zone("Asia/Shanghai"));
        assert_eq!(day.map(|w| w.ends_at().to_string()), Ok("2026-03-01T16:00:00Z".to_owned()));
    }

    #[test]
    fn a_reversed_or_absurd_span_is_refused() {
        let z = zone("Asia/Dili");
        assert_eq!(When::days(date(2026, 3, 2), date(2026, 3, 1), z.clone()), Err(BadSpan::EndBeforeStart));
        assert_eq!(When::days(date(-9999, 1, 1), date(9999, 12, 31), z), Err(BadSpan::OutOfRange));
    }

    #[test]
    fn partial_dates_are_as_exact_as_their_source() {
        for good in ["2011", "2011-10", "2011-10-22"] {
            assert_eq!(good.parse::<PartialDate>().map(|d| d.to_string()), Ok(good.to_owned()));
        }
        for bad in ["+202", "2011-+1", "", "11", "2011-13", "2011-02-30", "2011-1", "2011-10-22-1", "x"] {
            assert_eq!(bad.parse::<PartialDate>(), Err(BadDate), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn an_ordered_span_keeps_its_order_in_any_zone(
            day in 0_i32..50_000, minutes in 0_i64..5_000, at in 0_i8..24, n in 0_usize..14,
        ) {
            let first = date(1950, 1, 1).checked_add(jiff::Span::new().days(day)).map_err(|e| TestCaseError::fail(e.to_string()))?;
            let start = first.at(at, 0, 0, 0);
            let end = start.checked_add(jiff::Span::new().minutes(minutes)).map_err(|e| TestCaseError::fail(e.to_string()))?;
            let when = When::timed(start, end, zone(Zone::REGION[n]));
            prop_assert!(when.is_ok_and(|w| w.starts_at() <= w.ends_at()));
        }
    }
}
