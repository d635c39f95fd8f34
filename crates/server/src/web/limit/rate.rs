//! How much one address may ask for.
//!
//! Each class of answers has a bucket for each address, by the generic cell rate algorithm (ITU-T I.371, annex A): one
//! number a bucket, the moment at which it will be empty. Buckets live in two generations of tables: who asks is in the
//! young one; when that is full, it becomes the old one, and whoever is still in the old one is forgotten. So a flood from
//! however many addresses makes nothing grow, and who asks without end is never forgotten. Who is forgotten begins anew:
//! strangers' floods never make anybody's wait longer.
//!
//! Time is a number of nanoseconds that only grows, so a clock that is put back changes nothing here.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use super::Subscriber;
use crate::config::{Class, Rates};

/// How many tables there are, each under a lock of its own.
const TABLES: usize = 16;
/// How many addresses a generation of a table holds: two generations of all come to 32768 addresses, some four megabytes.
const MOST: usize = 1024;
/// The longest that anybody is made to wait in line.
const LONGEST: Duration = Duration::from_secs(5);

/// For each class, the nanosecond at which the bucket is empty.
type Buckets = [u64; Class::COUNT];

/// Counts.
pub(super) struct Meter {
    rates: Rates,
    hasher: RandomState,
    tables: [Mutex<Table>; TABLES],
}

#[derive(Default)]
struct Table {
    young: HashMap<Subscriber, Buckets>,
    old: HashMap<Subscriber, Buckets>,
}

impl Meter {
    pub(super) fn new(rates: Rates) -> Self {
        Self { rates, hasher: RandomState::new(), tables: Default::default() }
    }

    /// Counts a request at `now` (nanoseconds).
    ///
    /// # Errors
    /// How long to wait, where that is too many; it is not counted then.
    pub(super) fn ask(&self, who: Subscriber, class: Class, now: u64) -> Result<(), Duration> {
        self.in_bucket(who, class, |empty_at| {
            let (filled, over) = self.poured(*empty_at, class, 1, now);
            if over == 0 {
                *empty_at = filled;
                Ok(())
            } else {
                Err(Duration::from_nanos(over))
            }
        })
    }

    /// Counts a request that weighs as much as `weight` others, and tells how long it has to wait for its turn.
    pub(super) fn stand_in_line(&self, who: Subscriber, class: Class, weight: u32, now: u64) -> Duration {
        self.in_bucket(who, class, |empty_at| {
            let (filled, over) = self.poured(*empty_at, class, weight, now);
            let wait = Duration::from_nanos(over).min(LONGEST);
            *empty_at = filled.saturating_sub(over.saturating_sub(nanoseconds(wait)));
            wait
        })
    }

    /// When the bucket will be empty after `weight` more, and by how many nanoseconds that is too much.
    fn poured(&self, empty_at: u64, class: Class, weight: u32, now: u64) -> (u64, u64) {
        let rate = self.rates.of(class);
        let each = 1_000_000_000 / u64::from(rate.per_second.get());
        let filled = empty_at.max(now).saturating_add(each.saturating_mul(weight.into()));
        let full = now.saturating_add(each.saturating_mul(rate.burst.get().into()));
        (filled, filled.saturating_sub(full))
    }

    fn in_bucket<T>(&self, who: Subscriber, class: Class, pour: impl FnOnce(&mut u64) -> T) -> T {
        let mut table = self.table(who);
        if let Some(buckets) = table.young.get_mut(&who) {
            return pour(&mut buckets[class.number()]);
        }
        let mut buckets = table.old.remove(&who).unwrap_or_default();
        let poured = pour(&mut buckets[class.number()]);
        if table.young.len() >= MOST {
            table.old = std::mem::take(&mut table.young);
        }
        table.young.insert(who, buckets);
        poured
    }

    fn table(&self, who: Subscriber) -> MutexGuard<'_, Table> {
        let number = usize::try_from(self.hasher.hash_one(who)).unwrap_or_default() % TABLES;
        // Numbers that were being counted up when a thread panicked are numbers still.
        self.tables[number].lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    fn known(&self) -> usize {
        let tables = self.tables.iter().filter_map(|table| table.lock().ok());
        tables.map(|table| table.young.len() + table.old.len()).sum()
    }
}

fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::rate;

    const SECOND: u64 = 1_000_000_000;
    const ONE: Subscriber = Subscriber::V4(1);
    const OTHER: Subscriber = Subscriber::V4(2);

    fn meter(text: &str) -> Meter {
        let (class, rate) = rate(text).unwrap();
        Meter::new(Rates::default().with(class, rate))
    }

    #[test]
    fn so_many_at_once_then_so_many_a_second_and_the_wait_told_is_enough() {
        let meter = meter("search=2/5");
        let ask = |at| meter.ask(ONE, Class::Search, at);
        for _ in 0..5 {
            assert_eq!(ask(SECOND), Ok(()));
        }
        let wait = ask(SECOND).unwrap_err();
        assert_eq!(wait, Duration::from_millis(500));
        assert!(ask(SECOND + nanoseconds(wait) - 1).is_err(), "what was refused does not count");
        assert_eq!(ask(SECOND + nanoseconds(wait)), Ok(()));
        assert!((0..5).all(|_| ask(60 * SECOND).is_ok()) && ask(60 * SECOND).is_err(), "nobody saves up for more");
    }

    #[test]
    fn addresses_and_classes_do_not_count_for_each_other() {
        let meter = meter("search=1/1");
        assert_eq!(meter.ask(ONE, Class::Search, 0), Ok(()));
        assert!(meter.ask(ONE, Class::Search, 0).is_err());
        assert_eq!(meter.ask(OTHER, Class::Search, 0), Ok(()));
        assert_eq!(meter.ask(ONE, Class::Page, 0), Ok(()));
    }

    #[test]
    fn a_clock_that_stands_still_or_goes_back_keeps_nobody_out_for_longer() {
        let meter = meter("search=1/1");
        assert_eq!(meter.ask(ONE, Class::Search, 100 * SECOND), Ok(()));
        assert_eq!(meter.ask(ONE, Class::Search, 100 * SECOND), Err(Duration::from_secs(1)));
        assert_eq!(meter.ask(ONE, Class::Search, u64::MAX), Ok(()), "nor does one that leaps");
    }

    #[test]
    fn in_line_one_waits_for_ones_turn_and_never_for_long() {
        let meter = meter("any=10/2");
        let turn = |weight| meter.stand_in_line(ONE, Class::Any, weight, 0).as_millis();
        assert_eq!([turn(1), turn(1), turn(1), turn(1), turn(10)], [0, 0, 100, 200, 1200]);
        assert_eq!([turn(1000), turn(1000)], [5000, 5000]);
        assert_eq!(meter.stand_in_line(ONE, Class::Any, 1, 10 * SECOND), Duration::ZERO, "and then it is over");
    }

    #[test]
    fn a_flood_from_many_addresses_makes_nothing_grow_and_hides_nobody() {
        let meter = meter("search=1/1");
        assert_eq!(meter.ask(ONE, Class::Search, 0), Ok(()));
        for address in 10..1_000_000 {
            assert_eq!(meter.ask(Subscriber::V4(address), Class::Search, 0), Ok(()));
            if address % 1000 == 0 {
                assert!(meter.ask(ONE, Class::Search, 0).is_err(), "who keeps asking is known");
            }
        }
        assert!(meter.known() <= 2 * TABLES * MOST, "{}", meter.known());
    }
}
