//! Signing in and out, and setting a password.

use std::{fmt, net::IpAddr};

use jiff::{SignedDuration, Timestamp};
use model::{
    error::Error,
    staff::{Email, PASSWORD_MAX, Staff, check_password},
    viewer::Viewer,
};

use super::{
    App, Fault, Secret, secret,
    throttle::{self, Keys},
};
use crate::store::{Invite, NewDevice, NewSession};

/// A session ends when it has not been used for so long.
pub const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// A session ends at the latest after so long: once a working day one shows who one is.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// How long a device is known for an account after somebody last signed in to it there.
pub const KNOWN: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Use of a session is noted at most so often: a write for every page would be waste.
const NOTED: SignedDuration = SignedDuration::from_mins(1);
/// How many old tries are forgotten in one transaction: few enough that a sign-in meanwhile does not wait.
const CLEARED: u16 = 500;

/// Where a try to sign in comes from.
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// The address.
    pub address: IpAddr,
    /// The secret by which the device is known, if it showed one.
    pub device: Option<&'a str>,
}

impl fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}

/// A session that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The session's secret.
    pub session: Secret,
    /// The secret by which the device is known from now on.
    pub device: Secret,
    /// Whose session it is.
    pub staff: Staff,
}

impl App {
    /// Opens a new session. Unknown account and wrong password are both `Unauthenticated`, in the same time; too many
    /// tries are `Throttled` (see [`super::throttle`] for how many). The device is known for the account afterwards.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Throttled`], [`Error::Unavailable`].
    pub async fn sign_in(&self, email: &str, password: &str, client: Client<'_>) -> Result<SignedIn, Error> {
        let ended = self.try_to_sign_in(email, password, client).await;
        self.store.meters().sign_ins.ended(&ended);
        ended
    }

    async fn try_to_sign_in(&self, email: &str, password: &str, client: Client<'_>) -> Result<SignedIn, Error> {
        // No account has such a password, and no work is done for it.
        if password.chars().count() > PASSWORD_MAX {
            return Err(Error::Unauthenticated);
        }
        let now = self.now();
        let email = Email::parse(email).map_err(|_| email);
        let shown = client.device.map(secret::hash);
        let keys = self.keys(email.as_ref(), shown.as_deref(), client.address, now).await?;
        // Before a turn at hashing is waited for: who is told to wait must not keep others from their turn.
        self.count_try(&keys, now).await?;
        let turn = self.hashing.turn().await?;

        let account = match &email {
            Ok(email) => self.store.account(email).await?,
            Err(_) => None,
        };
        let (staff, hash) = account.map_or((None, None), |(staff, hash)| (Some(staff), hash));
        let right = turn.verify(password, hash.as_deref()).await?;
        let (Some(staff), Some(hash), true) = (staff, hash, right) else { return Err(Error::Unauthenticated) };

        self.store.settle_tries(keys.counted_once(), &keys.cleared()).await?;
        let (session, device) = (Secret::random()?, Secret::random()?);
        let new = NewSession {
            token_hash: &session.hash(),
            staff: &staff.id,
            password_hash: &hash,
            at: now,
            expires_at: now + ABSOLUTE,
            idle_since: now - IDLE,
            device: NewDevice { token_hash: &device.hash(), had: shown.as_deref(), expires_at: now + KNOWN },
        };
        let opened = self.store.open_session(new).await?;
        if opened { Ok(SignedIn { session, device, staff }) } else { Err(Error::Unauthenticated) }
    }

    /// What a try is counted under. `email`: as understood, or as typed where it is no address. `shown`: the hash of the
    /// device's secret.
    async fn keys(
        &self,
        email: Result<&Email, &&str>,
        shown: Option<&str>,
        address: IpAddr,
        now: Timestamp,
    ) -> Result<Keys, Fault> {
        if let (Ok(email), Some(device)) = (email, shown)
            && self.store.knows_device(device, email, now).await?
        {
            return Ok(Keys::at_device(email, device));
        }
        Ok(Keys::elsewhere(email.map_or_else(|typed| *typed, Email::as_str), address))
    }

    async fn count_try(&self, keys: &Keys, now: Timestamp) -> Result<(), Error> {
        let counted = keys.counted();
        let wait = |tries: &[_]| throttle::wait(&counted, tries, now);
        let counted = self.store.count_try(&counted, now, throttle::WINDOW, wait).await?;
        counted.map_err(|seconds| Error::Throttled { seconds })
    }

    /// Forgets the tries to sign in that do not count any more. While the portal serves this is done every minute, so
    /// that what is stored is bounded by what a quarter of an hour brings, also while nobody gets in.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn forget_old_tries(&self) -> Result<(), Error> {
        let old = self.now() - throttle::WINDOW;
        for kind in throttle::KINDS {
            while self.store.clear_tries(kind, old, CLEARED).await? == u64::from(CLEARED) {}
        }
        Ok(())
    }

    /// Whose session this is; `Visitor` for none, an unknown or an ended one. Moves its idle limit.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn session(&self, token: &str) -> Result<Viewer, Error> {
        let now = self.now();
        let hash = secret::hash(token);
        let Some(session) = self.store.session(&hash).await? else { return Ok(Viewer::Visitor) };
        if session.expires_at <= now || session.seen_at + IDLE <= now {
            return Ok(Viewer::Visitor);
        }
        if session.seen_at + NOTED <= now
            && let Err(fault) = self.store.session_seen(&hash, now).await
        {
            // A full disk must not sign everybody out; reading still works.
            tracing::warn!(cause = %fault, "the use of a session could not be noted");
        }
        Ok(session.viewer)
    }

    /// Ends the session.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn sign_out(&self, token: &str) -> Result<(), Error> {
        Ok(self.store.end_session(&secret::hash(token)).await?)
    }

    /// The account that a one-time link is for.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown, a used or an ended link.
    pub async fn invited(&self, token: &str) -> Result<Staff, Error> {
        let hash = secret::hash(token);
        self.store.invited(&Invite { token_hash: &hash, at: self.now() }).await?.ok_or(Error::NotFound)
    }

    /// Sets the password with a one-time link, uses the link up, ends the account's sessions, and forgets its devices.
    /// Whoever has the link is the owner, so that the device they use it on is known afterwards, by the secret given:
    /// what strangers fail at the account does not slow them there. `device`: the secret that it showed.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown, a used or an ended link; [`Error::Invalid`] on `password` and `again`.
    pub async fn set_password(
        &self,
        token: &str,
        password: &str,
        again: &str,
        device: Option<&str>,
    ) -> Result<Secret, Error> {
        self.invited(token).await?;
        check_password(password, again).map_err(|fields| Error::Invalid { fields })?;
        let password_hash = self.hashing.turn().await?.hash(password).await?;
        let (hash, at, had) = (secret::hash(token), self.now(), device.map(secret::hash));
        let secret = Secret::random()?;
        let known = NewDevice { token_hash: &secret.hash(), had: had.as_deref(), expires_at: at + KNOWN };
        let set = self.store.set_password(&Invite { token_hash: &hash, at }, &password_hash, &known).await?;
        if set { Ok(secret) } else { Err(Error::NotFound) }
    }
}
