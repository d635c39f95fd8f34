//! A subject's place in the order of what is found: one integer, greater for newer, by which both databases keep their rows.
//!
//! Events are below [`CATALOGUE`], all other kinds above it, each kind in a range of its own: so what is few is never looked for
//! among what is many.

use model::search::Kind;

use super::super::dispatch::{Conn, values};
use crate::{
    app::Fault,
    search::subject::{Age, Subject},
};

/// The first place that is not an event's.
pub(super) const CATALOGUE: i64 = 1 << 61;
/// The least place.
pub(super) const FIRST: i64 = 0;
/// The end of all places.
pub(super) const END: i64 = i64::MAX;

/// Bits of a place below the second, which tell events of one second apart.
const OF_ONE_SECOND: u32 = 26;
/// What is added to a second, so that the year 1890 is the first that can be told.
const BEFORE_1970: i64 = 2_524_608_000;
/// Seconds that can be told: until the year 2400.
const SECONDS: i64 = 1 << 34;
/// What is without a time comes after what has one, of the same kind.
const TIMELESS: i64 = 1 << 20;
/// How many places are looked at, at once, for one that is free.
const STEP: i64 = 64;

/// The places of events that begin in a year: a day more on both sides, as the year is by the clocks of the event's place.
pub(super) fn of_year(year: i16) -> (i64, i64) {
    let second = |year: i16, days: i8| {
        jiff::civil::Date::new(year, 1, 1)
            .map_or(0, |day| day.since(jiff::civil::date(1970, 1, 1)).map_or(0, |span| i64::from(span.get_days())))
            .saturating_add(days.into())
            .saturating_mul(86_400)
    };
    (of_second(second(year, -1)), of_second(second(year.saturating_add(1), 1)))
}

fn of_second(second: i64) -> i64 {
    second.saturating_add(BEFORE_1970).clamp(0, SECONDS - 1) << OF_ONE_SECOND
}

/// The place that a subject should have. Subjects of one age are told apart by their keys; two may yet want the same.
pub(super) fn wanted(subject: &Subject) -> i64 {
    let by_key = i64::from(mixed(&subject.key));
    let age = match subject.age {
        Age::Second(second) => return of_second(second) | (by_key & ((1 << OF_ONE_SECOND) - 1)),
        Age::Day(day) => {
            let days = day.since(jiff::civil::Date::ZERO).map_or(0, |span| i64::from(span.get_days()));
            2 * TIMELESS + days
        }
        Age::Position(position) => TIMELESS - position.clamp(0, TIMELESS),
    };
    let kind = Kind::ALL.iter().position(|k| *k == subject.kind).and_then(|n| i64::try_from(n).ok()).unwrap_or(0);
    CATALOGUE | (kind << 56) | (age << 24) | (by_key & ((1 << 24) - 1))
}

/// The first place from the wanted one on that is free.
pub(super) async fn free(conn: &mut Conn, wanted: i64) -> Result<i64, Fault> {
    let mut from = wanted;
    loop {
        let sql = "SELECT place FROM search_subject WHERE place >= $1 AND place < $2 ORDER BY place";
        let taken: Vec<(i64,)> = conn.all(sql, values![from, from + STEP]).await?;
        let free = (from..from + STEP).zip(taken.iter().map(|(place,)| Some(*place)).chain(std::iter::repeat(None)));
        if let Some((place, _)) = free.into_iter().find(|(place, taken)| *taken != Some(*place)) {
            return Ok(place);
        }
        from += STEP;
    }
}

/// A number made of a key, even over all numbers, and the same for ever (FNV-1a, and a last stir).
fn mixed(key: &str) -> u32 {
    let hash = key
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
    u32::try_from((hash ^ (hash >> 32)) & u64::from(u32::MAX)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(second: i64, key: &str) -> Subject {
        Subject {
            kind: Kind::Event,
            key: key.to_owned(),
            age: Age::Second(second),
            titles: Vec::new(),
            names: Vec::new(),
            texts: Vec::new(),
            countries: Vec::new(),
            years: None,
        }
    }

    #[test]
    fn what_begins_later_has_a_greater_place_and_no_event_is_among_the_catalogue() {
        let seconds = [-2_208_988_800, -1, 0, 1, 1_772_323_200, 7_258_118_400];
        let places: Vec<i64> = seconds.iter().map(|s| wanted(&event(*s, "a"))).collect();
        assert!(places.is_sorted() && places.iter().all(|p| (FIRST..CATALOGUE).contains(p)), "{places:?}");
        assert!(
            seconds
                .iter()
                .all(|s| wanted(&event(*s, "zz")) >> OF_ONE_SECOND == wanted(&event(*s, "a")) >> OF_ONE_SECOND)
        );
    }

    #[test]
    fn a_year_holds_its_events_wherever_they_are() {
        let (from, until) = of_year(2026);
        let place = |text: &str| wanted(&event(text.parse::<jiff::Timestamp>().unwrap().as_second(), "a"));
        assert!(from < place("2025-12-31T13:00:00Z") && place("2026-12-31T23:00:00Z") < until);
        assert!(place("2025-12-30T00:00:00Z") < from && place("2027-01-03T00:00:00Z") > until);
    }

    #[test]
    fn every_kind_has_its_own_range() {
        for kind in Kind::ALL.into_iter().filter(|k| *k != Kind::Event) {
            for age in [Age::Position(0), Age::Position(99), Age::Day(jiff::civil::date(2200, 12, 31))] {
                let place = wanted(&Subject { kind, age, ..event(0, "x") });
                assert!((CATALOGUE..END).contains(&place));
            }
        }
    }
}
