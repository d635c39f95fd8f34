//! How much is worked on at once, for all together.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Subscriber;

/// Places for work of one kind. Who finds none free waits a little, in line.
#[derive(Debug)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    patience: Duration,
    /// How many one address may take or wait for.
    of_one: usize,
    taken: Arc<Mutex<HashMap<Subscriber, usize>>>,
}

/// A place; free again when this is dropped.
#[derive(Debug)]
pub(crate) struct Place {
    _permit: OwnedSemaphorePermit,
    _share: Share,
}

/// One of the places that an address may take.
#[derive(Debug)]
struct Share {
    who: Subscriber,
    taken: Arc<Mutex<HashMap<Subscriber, usize>>>,
}

/// No place was free in time, or the address has taken its share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

impl Places {
    pub(super) fn new(all: usize, of_one: usize, patience: Duration) -> Self {
        Self { free: Arc::new(Semaphore::new(all)), patience, of_one, taken: Arc::default() }
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// [`Full`].
    pub(super) async fn take(&self, who: Subscriber) -> Result<Place, Full> {
        let share = self.share(who)?;
        match tokio::time::timeout(self.patience, Arc::clone(&self.free).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Place { _permit: permit, _share: share }),
            _ => Err(Full),
        }
    }

    fn share(&self, who: Subscriber) -> Result<Share, Full> {
        let mut taken = lock(&self.taken);
        let count = taken.entry(who).or_default();
        if *count >= self.of_one {
            return Err(Full);
        }
        *count += 1;
        Ok(Share { who, taken: Arc::clone(&self.taken) })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        if let Some(count) = taken.get_mut(&self.who) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.who);
            }
        }
    }
}

/// Numbers that were being counted when a thread panicked are numbers still.
fn lock<T>(taken: &Mutex<T>) -> MutexGuard<'_, T> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Subscriber = Subscriber::V4(1);
    const OTHER: Subscriber = Subscriber::V4(2);

    #[tokio::test]
    async fn who_finds_no_place_is_told_in_time_and_a_place_that_is_left_is_free() {
        let places = Places::new(1, 1, Duration::from_millis(20));
        let place = places.take(ONE).await.unwrap();
        assert!(places.take(OTHER).await.is_err());
        drop(place);
        assert!(places.take(OTHER).await.is_ok());
        assert!(lock(&places.taken).is_empty(), "nobody is remembered who has left");
    }

    #[tokio::test]
    async fn one_address_leaves_places_for_others() {
        let places = Places::new(4, 2, Duration::from_secs(60));
        let mut held = vec![places.take(ONE).await.unwrap(), places.take(ONE).await.unwrap()];
        assert_eq!(places.take(ONE).await.unwrap_err(), Full, "at once, not after a wait");
        held.push(places.take(OTHER).await.unwrap());
        held.clear();
        assert!(places.take(ONE).await.is_ok());
    }
}
