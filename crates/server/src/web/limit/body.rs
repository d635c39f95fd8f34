//! How much of what is being sent to the portal may be in its memory, for all together.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What a permit stands for, in bytes.
const UNIT: usize = 1024;
/// Bytes of all bodies together. Each is in memory some three times while its form is worked on.
const ALL: usize = 64 * 1024 * 1024;
/// Bodies of the largest size that there must be room for in any case.
const LARGEST: usize = 4;

/// The room for all bodies.
#[derive(Debug)]
pub(crate) struct Bodies(Arc<Semaphore>);

/// What one body takes of it, until dropped.
#[derive(Debug)]
pub(crate) struct BodyShare {
    all: Arc<Semaphore>,
    permit: Option<OwnedSemaphorePermit>,
    bytes: usize,
}

/// There is no room for more just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoRoom;

impl Bodies {
    /// `limit`: the largest body, in bytes.
    pub(super) fn new(limit: usize) -> Self {
        let units = ALL.max(limit.saturating_mul(LARGEST)) / UNIT;
        Self(Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))))
    }

    /// For a body of which nothing is there yet.
    pub(crate) fn begin(&self) -> BodyShare {
        BodyShare { all: Arc::clone(&self.0), permit: None, bytes: 0 }
    }
}

impl BodyShare {
    /// Takes room for so many bytes more.
    ///
    /// # Errors
    /// [`NoRoom`].
    pub(crate) fn grow(&mut self, bytes: usize) -> Result<(), NoRoom> {
        self.bytes = self.bytes.saturating_add(bytes);
        let held = self.permit.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let missing = u32::try_from(self.bytes.div_ceil(UNIT).saturating_sub(held)).map_err(|_| NoRoom)?;
        if missing == 0 {
            return Ok(());
        }
        let more = Arc::clone(&self.all).try_acquire_many_owned(missing).map_err(|_| NoRoom)?;
        match &mut self.permit {
            Some(permit) => permit.merge(more),
            None => self.permit = Some(more),
        }
        Ok(())
    }

    /// Nothing of the body is kept any more.
    pub(crate) fn drop_all(&mut self) {
        self.permit = None;
        self.bytes = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_bodies_together_are_bounded_and_room_comes_back() {
        let bodies = Bodies::new(2 * 1024 * 1024);
        let mut shares: Vec<BodyShare> = (0..32).map(|_| bodies.begin()).collect();
        for share in &mut shares {
            // As bodies arrive: in pieces.
            assert!((0..256).all(|_| share.grow(8 * 1024).is_ok()));
        }
        let mut late = bodies.begin();
        assert_eq!(late.grow(1), Err(NoRoom));
        shares[0].drop_all();
        assert_eq!(late.grow(1), Ok(()));
        drop(shares);
        assert_eq!(late.grow(ALL / 2), Ok(()));
    }
}
