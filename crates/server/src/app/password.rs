//! Passwords: argon2id at the cost that OWASP's Password Storage Cheat Sheet asks for (19 MiB, two passes, one lane),
//! a few at a time.
//!
//! Hashing is slow on purpose. Without a bound, a handful of clients that sign in could take every core and 19 MiB each.

use std::{sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier},
};
use model::error::Error;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Fault;
use crate::meter::Level;

/// How many passwords are hashed at a time.
const AT_A_TIME: usize = 2;
/// How long to wait for a turn before answering that we are too busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// A hash that no password has (its 32 bytes are zero), at the same cost as the others: an unknown account takes as long
/// as a known one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Where passwords are hashed, a few at a time.
#[derive(Clone, Debug)]
pub(super) struct Hashing {
    turns: Arc<Semaphore>,
    waiting: Arc<Level>,
}

/// Leave to hash one password.
pub(super) struct Turn(OwnedSemaphorePermit);

impl Hashing {
    pub(super) fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_A_TIME)), waiting: Arc::default() }
    }

    /// How many wait for a turn, and how many have one.
    pub(super) fn load(&self) -> (u64, u64) {
        let busy = AT_A_TIME.saturating_sub(self.turns.available_permits());
        (self.waiting.get(), u64::try_from(busy).unwrap_or(u64::MAX))
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when too many wait.
    pub(super) async fn turn(&self) -> Result<Turn, Error> {
        let _waiting = self.waiting.up();
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn(permit)),
            _ => Err(Error::Unavailable),
        }
    }
}

impl Turn {
    /// Whether the password is the one of this hash; for no hash, takes as long and answers `false`.
    pub(super) async fn verify(self, password: &str, hash: Option<&str>) -> Result<bool, Fault> {
        let known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let right =
            self.work(password, move |argon2, password| Ok(argon2.verify_password(password, hash.as_str()).is_ok()));
        Ok(right.await? && known)
    }

    /// The password's hash in PHC form, with a salt of its own.
    pub(super) async fn hash(self, password: &str) -> Result<String, Fault> {
        self.work(password, |argon2, password| {
            argon2.hash_password(password).map(|hash| hash.to_string()).map_err(|e| Fault::Other(e.to_string()))
        })
        .await
    }

    /// Works off the runtime's threads. The turn lasts as long as the work does, also if nobody waits for it any more.
    async fn work<T: Send + 'static>(
        self,
        password: &str,
        work: impl FnOnce(&Argon2<'_>, &[u8]) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let password = password.to_owned();
        let run = move || {
            let _turn = self.0;
            work(&argon2()?, password.as_bytes())
        };
        tokio::task::spawn_blocking(run).await.map_err(|e| Fault::Other(e.to_string()))?
    }
}

fn argon2() -> Result<Argon2<'static>, Fault> {
    let params = Params::new(19_456, 2, 1, None).map_err(|e| Fault::Other(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_costs_what_owasp_asks_and_knows_its_password() -> Result<(), Box<dyn std::error::Error>> {
        let hashing = Hashing::new();
        let hash = hashing.turn().await?.hash("correct horse battery").await?;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(hashing.turn().await?.verify("correct horse battery", Some(&hash)).await?);
        assert!(!hashing.turn().await?.verify("correct horse batterz", Some(&hash)).await?);
        Ok(())
    }

    #[tokio::test]
    async fn nobody_has_a_sound_hash_of_the_same_cost() -> Result<(), Box<dyn std::error::Error>> {
        let parsed = argon2::password_hash::phc::PasswordHash::new(NOBODY)?;
        assert_eq!(Params::try_from(&parsed)?, Params::new(19_456, 2, 1, Some(32))?);
        assert!(!Hashing::new().turn().await?.verify("", None).await?);
        Ok(())
    }
}
