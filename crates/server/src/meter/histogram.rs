//! How long things take, in steps that grow.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

/// The upper ends of the steps, in microseconds: from a page that is kept to a request that is given up.
const STEPS: [u64; 15] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 5_000_000, 30_000_000,
];

/// How often something took so long.
#[derive(Debug, Default)]
pub(crate) struct Histogram {
    /// By step; the last is for what took longer than all of them.
    counts: [AtomicU64; STEPS.len() + 1],
    /// In microseconds.
    sum: AtomicU64,
}

/// A histogram as of one moment.
pub(crate) struct Told {
    /// The upper end of each step in seconds, and how often it took longer than the step before and not longer than this one.
    pub(crate) steps: Vec<(f64, u64)>,
    /// In seconds.
    pub(crate) sum: f64,
    pub(crate) count: u64,
}

impl Histogram {
    /// It took so long once.
    pub(crate) fn observe(&self, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let step = STEPS.iter().position(|end| took <= *end).unwrap_or(STEPS.len());
        if let Some(count) = self.counts.get(step) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(took, Ordering::Relaxed);
    }

    /// What was observed so far.
    pub(crate) fn told(&self) -> Told {
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed));
        let ends = STEPS.iter().map(|end| seconds(*end)).chain([f64::INFINITY]);
        let steps: Vec<(f64, u64)> = ends.zip(counts).collect();
        let count = steps.iter().map(|(_, count)| count).sum();
        Told { steps, sum: seconds(self.sum.load(Ordering::Relaxed)), count }
    }
}

fn seconds(micros: u64) -> f64 {
    Duration::from_micros(micros).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_took_as_long_as_a_step_is_within_it_and_nothing_is_too_long_to_be_counted() {
        let histogram = Histogram::default();
        for took in [Duration::ZERO, Duration::from_micros(50), Duration::from_micros(51), Duration::from_secs(3600)] {
            histogram.observe(took);
        }
        let Told { steps, sum, count } = histogram.told();
        assert_eq!(count, 4);
        assert_eq!(steps.first(), Some(&(0.00005, 2)));
        assert_eq!(steps.get(1), Some(&(0.0001, 1)));
        assert_eq!(steps.last(), Some(&(f64::INFINITY, 1)));
        assert!((sum - 3_600.000_101).abs() < 1e-6, "{sum}");
        assert!(steps.is_sorted_by(|a, b| a.0 < b.0));
    }
}
