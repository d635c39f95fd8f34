//! Accounts and sessions.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use model::{
    error::{Error, FieldError, FieldErrors},
    revision::Actor,
    staff::{Email, PASSWORD_MAX, Staff, StaffId, check_password},
    viewer::{Role, Viewer},
};

use super::{
    App, Fault, Secret, secret,
    throttle::{self, Keys},
};
use crate::store::{Invite, NewInvite, NewSession, Settled};

/// A session ends when it has not been used for so long.
pub const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// A session ends at the latest after so long: once a working day one shows who one is.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// How long a one-time link stands.
pub const INVITE: SignedDuration = SignedDuration::from_hours(72);
/// Use of a session is noted at most so often: a write for every page would be waste.
const NOTED: SignedDuration = SignedDuration::from_mins(1);
/// The longest name of an account, in characters.
const NAME_MAX: usize = 200;

impl App {
    /// Opens a new session. Unknown account and wrong password are both `Unauthenticated`, in the same time; too many
    /// tries from the address or at the account are `Throttled` (see [`super::throttle`] for how many).
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Throttled`], [`Error::Unavailable`].
    pub async fn sign_in(&self, email: &str, password: &str, address: IpAddr) -> Result<(Secret, Staff), Error> {
        // No account has such a password, and no work is done for it.
        if password.chars().count() > PASSWORD_MAX {
            return Err(Error::Unauthenticated);
        }
        let now = self.now();
        let email = Email::parse(email).map_err(|_| email);
        let keys = Keys::of(email.as_ref().map_or_else(|typed| typed, Email::as_str), address);
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

        self.settle_try(&keys, now).await?;
        let secret = Secret::random()?;
        let session = NewSession {
            token_hash: &secret.hash(),
            staff: &staff.id,
            password_hash: &hash,
            at: now,
            expires_at: now + ABSOLUTE,
            idle_since: now - IDLE,
        };
        if self.store.open_session(session).await? { Ok((secret, staff)) } else { Err(Error::Unauthenticated) }
    }

    async fn count_try(&self, keys: &Keys, now: Timestamp) -> Result<(), Error> {
        let last = self.store.last_success(&keys.known).await?;
        let known = last.is_some_and(|at| now.duration_since(at) < throttle::KNOWN_FOR);
        let counted = keys.counted(known);
        let wait = |tries: &[_]| throttle::wait(&counted, tries, now);
        let counted = self.store.count_try(&counted, now, throttle::WINDOW, wait).await?;
        counted.map_err(|seconds| Error::Throttled { seconds })
    }

    async fn settle_try(&self, keys: &Keys, now: Timestamp) -> Result<(), Fault> {
        let settled = Settled {
            // One failure less, not none: else who owns one account could try others for ever.
            counted_once: &keys.address,
            cleared: &[keys.account.clone(), keys.pair.clone()],
            succeeded: &keys.known,
            at: now,
            old_failure: now - throttle::WINDOW,
            old_success: now - throttle::KNOWN_FOR,
        };
        self.store.settle_tries(settled).await
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

    /// Makes an account at the command line, or gives the one there is this role; the secret of a one-time link, which
    /// ends the account's older ones. An account that exists keeps its name. An empty name is the part of the address
    /// before the @.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `email` and `name`.
    pub async fn invite_staff(&self, email: &str, name: &str, role: Role) -> Result<Secret, Error> {
        let at = self.now();
        let staff = new_staff(email, name, role, false, at)?;
        let secret = Secret::random()?;
        let new =
            NewInvite { staff: &staff, token_hash: &secret.hash(), expires_at: at + INVITE, at, by: &Actor::Operator };
        self.store.invite_staff(new).await?;
        Ok(secret)
    }

    /// The account that a one-time link is for.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown, a used or an ended link.
    pub async fn invited(&self, token: &str) -> Result<Staff, Error> {
        let hash = secret::hash(token);
        self.store.invited(&Invite { token_hash: &hash, at: self.now() }).await?.ok_or(Error::NotFound)
    }

    /// Sets the password with a one-time link, uses the link up, and ends the account's sessions.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown, a used or an ended link; [`Error::Invalid`] on `password` and `again`.
    pub async fn set_password(&self, token: &str, password: &str, again: &str) -> Result<(), Error> {
        self.invited(token).await?;
        check_password(password, again).map_err(|fields| Error::Invalid { fields })?;
        let password_hash = self.hashing.turn().await?.hash(password).await?;
        let hash = secret::hash(token);
        let invite = Invite { token_hash: &hash, at: self.now() };
        let staff = self.store.set_password(&invite, &password_hash).await?.ok_or(Error::NotFound)?;
        // Whoever has the link is the owner: what strangers failed at the account slows them no more.
        let account = Keys::of(staff.email.as_str(), IpAddr::from([0; 4])).account;
        Ok(self.store.forget_tries(&[account]).await?)
    }

    /// Makes a sample account for the demonstration; `false` if there is an account of this address, which is then left
    /// as it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `email`, `name` and `password`.
    pub async fn add_sample_staff(&self, email: &str, name: &str, role: Role, password: &str) -> Result<bool, Error> {
        let staff = new_staff(email, name, role, true, self.now())?;
        check_password(password, password).map_err(|fields| Error::Invalid { fields })?;
        if self.store.account(&staff.email).await?.is_some() {
            return Ok(false);
        }
        let hash = self.hashing.turn().await?.hash(password).await?;
        Ok(self.store.add_staff(&staff, &hash, &Actor::Operator).await?)
    }
}

fn new_staff(email: &str, name: &str, role: Role, sample: bool, at: Timestamp) -> Result<Staff, Error> {
    let mut errors = FieldErrors::none();
    let email = Email::parse(email).map_err(|e| errors.add("email", e));
    let name = name.trim();
    if name.chars().count() > NAME_MAX {
        errors.add("name", FieldError::TooLong { max: NAME_MAX });
    }
    if name.chars().any(char::is_control) {
        errors.add("name", FieldError::Control);
    }
    let Ok(email) = email else { return Err(Error::Invalid { fields: errors }) };
    errors.into_result()?;
    let local = email.as_str().split('@').next().unwrap_or_default();
    let name = if name.is_empty() { local } else { name }.to_owned();
    Ok(Staff { id: StaffId::from_stored(secret::id()?), email, name, role, sample, created_at: at })
}
