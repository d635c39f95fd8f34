//! Signing in and out, and setting a password.
//!
//! Who has a second factor signs in in two steps: the right password gives a secret that opens nothing but the second step,
//! where a code is asked for ([`App::give_code`]). Before the password is right nothing tells whether there is such a step.

use std::{fmt, net::IpAddr};

use jiff::{SignedDuration, Timestamp};
use model::{
    account::{EntryKind, Place, Welcome},
    error::{Error, FieldError, FieldErrors},
    staff::{Email, PASSWORD_MAX, Staff, check_password, is_guessable},
    viewer::Viewer,
};

use super::{
    App, Fault, Secret, common, secret,
    throttle::{self, Keys},
};
use crate::store::{By, Failed, Invite, NewDevice, NewSession, NewWaiting};

/// A session ends when it has not been used for so long.
pub const IDLE: SignedDuration = SignedDuration::from_hours(2);
/// A session ends at the latest after so long: once a working day one shows who one is.
pub const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// How long a device is known for an account after somebody last signed in to it there.
pub const KNOWN: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How long somebody who has given the right password may take to give a code.
pub const CODE_TIME: SignedDuration = SignedDuration::from_mins(10);
/// How long after signing in the owner is told when somebody last did.
const WELCOME: SignedDuration = SignedDuration::from_mins(5);
/// How long the lines of an account's log are kept.
const LOG_KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);
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
    /// What the browser calls itself; empty where it says nothing.
    pub user_agent: &'a str,
}

impl Client<'_> {
    /// Where that is, as roughly as it is stored.
    pub(super) fn place(&self) -> Place {
        Place::of(self.address, self.user_agent)
    }
}

impl fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}

/// What became of a right password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// A session is open.
    Done(SignedIn),
    /// A code is asked for; this is the secret of the second step, which stands for [`CODE_TIME`].
    Code(Secret),
}

/// Whose a session is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who asks; `Visitor` where the session is unknown or has ended.
    pub viewer: Viewer,
    /// What its owner is told, in the first minutes.
    pub welcome: Option<Welcome>,
}

impl Session {
    /// Nobody's.
    pub const NONE: Self = Self { viewer: Viewer::Visitor, welcome: None };
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
    /// Who they are from now on.
    pub viewer: Viewer,
}

impl App {
    /// Opens a new session, or asks for a code where the account has a second factor. Unknown account and wrong password are both
    /// `Unauthenticated`, in the same time; too many tries are `Throttled` (see [`super::throttle`] for how many). The device is
    /// known for the account once a session is open.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Throttled`], [`Error::Unavailable`].
    pub async fn sign_in(&self, email: &str, password: &str, client: Client<'_>) -> Result<SignIn, Error> {
        let ended = self.try_to_sign_in(email, password, client).await;
        match &ended {
            Ok(SignIn::Code(_)) => self.store.meters().sign_ins.code_asked(),
            _ => self.store.meters().sign_ins.ended(&ended),
        }
        ended
    }

    async fn try_to_sign_in(&self, email: &str, password: &str, client: Client<'_>) -> Result<SignIn, Error> {
        // No account has such a password, and no work is done for it.
        if password.chars().count() > PASSWORD_MAX {
            return Err(Error::Unauthenticated);
        }
        let now = self.now();
        let email = Email::parse(email).map_err(|_| email);
        let Some((staff, hash)) = self.by_password(email.as_ref(), password, &client, now).await? else {
            return Err(Error::Unauthenticated);
        };
        let factor = self.store.factor(&staff.id).await?;
        if factor.is_some_and(|factor| factor.confirmed_at.is_some()) {
            return self.wait_for_code(&staff, &hash, &client, now).await.map(SignIn::Code);
        }
        self.open(By::Password, staff, &hash, &client, now).await.map(SignIn::Done)
    }

    /// The account of this address, and its password's hash, if this is its password. Counts the try.
    ///
    /// # Errors
    /// [`Error::Throttled`], [`Error::Unavailable`].
    pub(super) async fn by_password(
        &self,
        email: Result<&Email, &&str>,
        password: &str,
        client: &Client<'_>,
        now: Timestamp,
    ) -> Result<Option<(Staff, String)>, Error> {
        let keys = self.keys(email, client.device.map(secret::hash).as_deref(), client.address, now).await?;
        let place = client.place();
        let failed = email.ok().map(|email| Failed { email, kind: EntryKind::WrongPassword, at: now, place: &place });
        // Before a turn at hashing is waited for: who is told to wait must not keep others from their turn.
        self.count_try(&keys, now, failed.as_ref()).await?;
        let turn = self.hashing.turn().await?;
        let account = match email {
            Ok(email) => self.store.account(email).await?,
            Err(_) => None,
        };
        let (staff, hash) = account.map_or((None, None), |(staff, hash)| (Some(staff), hash));
        let right = turn.verify(password, hash.as_deref()).await?;
        let (Some(staff), Some(hash), Some(failed), true) = (staff, hash, failed, right) else { return Ok(None) };
        self.store.settle_tries(keys.counted_once(), &keys.cleared(), &failed).await?;
        Ok(Some((staff, hash)))
    }

    async fn wait_for_code(
        &self,
        staff: &Staff,
        password_hash: &str,
        client: &Client<'_>,
        at: Timestamp,
    ) -> Result<Secret, Error> {
        let secret = Secret::random()?;
        let (token_hash, place) = (secret.hash(), client.place());
        let new =
            NewWaiting { token_hash: &token_hash, staff, password_hash, at, expires_at: at + CODE_TIME, place: &place };
        if self.store.wait_for_code(new).await? { Ok(secret) } else { Err(Error::Unauthenticated) }
    }

    /// The second step of signing in: opens a session for who gives a code that works. `step`: the secret of the first.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where the step is unknown, over or done: then it begins anew with the password.
    /// [`Error::Invalid`] on `code`; [`Error::Throttled`], [`Error::Unavailable`].
    pub async fn give_code(&self, step: &str, code: &str, client: Client<'_>) -> Result<SignedIn, Error> {
        let ended = self.try_code(step, code, client).await;
        self.store.meters().sign_ins.ended(&ended);
        ended
    }

    async fn try_code(&self, step: &str, code: &str, client: Client<'_>) -> Result<SignedIn, Error> {
        let (now, token_hash) = (self.now(), secret::hash(step));
        let Some(waited) = self.store.waiting(&token_hash, now).await? else { return Err(Error::Unauthenticated) };
        if code.trim().is_empty() {
            return Err(Error::Invalid { fields: FieldErrors::one("code", FieldError::Required) });
        }
        if !self.use_code(&waited.staff, code, &client, now).await? {
            return Err(Error::Invalid { fields: FieldErrors::one("code", FieldError::WrongCode) });
        }
        let by = By::Code { token_hash: &token_hash, waited: &waited };
        self.open(by, waited.staff.clone(), &waited.password_hash, &client, now).await
    }

    /// Whether a code is still asked for in this step of signing in.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn is_waiting(&self, step: &str) -> Result<bool, Error> {
        Ok(self.store.waiting(&secret::hash(step), self.now()).await?.is_some())
    }

    async fn open(
        &self,
        by: By<'_>,
        staff: Staff,
        password_hash: &str,
        client: &Client<'_>,
        now: Timestamp,
    ) -> Result<SignedIn, Error> {
        let gave_code = matches!(by, By::Code { .. });
        let (session, device) = (Secret::random()?, Secret::random()?);
        let (token_hash, device_hash, place) = (session.hash(), device.hash(), client.place());
        let had = client.device.map(secret::hash);
        let new = NewSession {
            token_hash: &token_hash,
            staff: &staff.id,
            password_hash,
            at: now,
            expires_at: now + ABSOLUTE,
            idle_since: now - IDLE,
            device: NewDevice { token_hash: &device_hash, had: had.as_deref(), expires_at: now + KNOWN },
            place: &place,
        };
        if !self.store.open_session(by, new).await? {
            return Err(Error::Unauthenticated);
        }
        let viewer = Viewer::Staff { id: staff.id.clone(), name: staff.name.clone(), role: staff.role };
        let viewer = self.held_to_policy(viewer, gave_code);
        Ok(SignedIn { session, device, staff, viewer })
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

    pub(super) async fn count_try(
        &self,
        keys: &Keys,
        now: Timestamp,
        failed: Option<&Failed<'_>>,
    ) -> Result<(), Error> {
        let counted = keys.counted();
        let wait = |tries: &[_]| throttle::wait(&counted, tries, now);
        let counted = self.store.count_try(&counted, now, throttle::WINDOW, wait, failed).await?;
        counted.map_err(|seconds| Error::Throttled { seconds })
    }

    /// Forgets the tries to sign in that do not count any more, and the lines of accounts' logs that are a year old. While the portal serves this is done every minute, so
    /// that what is stored is bounded by what a quarter of an hour brings, also while nobody gets in.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn forget_old_tries(&self) -> Result<(), Error> {
        let old = self.now() - throttle::WINDOW;
        for kind in throttle::KINDS {
            while self.store.clear_tries(kind, old, CLEARED).await? == u64::from(CLEARED) {}
        }
        Ok(self.store.forget_old_entries(self.now() - LOG_KEPT).await?)
    }

    /// Whose session this is; nobody's for none, an unknown or an ended one. Moves its idle limit.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn session(&self, token: &str) -> Result<Session, Error> {
        let now = self.now();
        let hash = secret::hash(token);
        let Some(session) = self.store.session(&hash).await? else { return Ok(Session::NONE) };
        // Where the clock was put back by hours, nobody can tell how long it has been idle: it is over.
        let is_idle = session.seen_at + IDLE <= now || session.seen_at - IDLE > now;
        if session.expires_at <= now || is_idle {
            return Ok(Session::NONE);
        }
        if session.seen_at + NOTED <= now
            && let Err(fault) = self.store.session_seen(&hash, now).await
        {
            // A full disk must not sign everybody out; reading still works.
            tracing::warn!(cause = %fault, "the use of a session could not be noted");
        }
        let viewer = self.held_to_policy(session.viewer, session.has_second_factor);
        let welcome = match &viewer {
            Viewer::Staff { id, .. } if now < session.began + WELCOME => {
                self.store.welcome(id.as_str(), session.began).await?
            }
            _ => None,
        };
        Ok(Session { viewer, welcome })
    }

    /// Who has no second factor where everybody needs one may set it up, and nothing else.
    fn held_to_policy(&self, viewer: Viewer, has_second_factor: bool) -> Viewer {
        match viewer {
            Viewer::Staff { id, name, .. } if self.policy.require_second_factor && !has_second_factor => {
                Viewer::Enrolling { id, name }
            }
            other => other,
        }
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
    /// what strangers fail at the account does not slow them there. A second factor stays on: the next sign-in asks for its code.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown, a used or an ended link; [`Error::Invalid`] on `password` and `again`.
    pub async fn set_password(
        &self,
        token: &str,
        password: &str,
        again: &str,
        client: Client<'_>,
    ) -> Result<Secret, Error> {
        let staff = self.invited(token).await?;
        check_new_password(password, again, &staff).into_result()?;
        let password_hash = self.hashing.turn().await?.hash(password).await?;
        let (hash, at, had) = (secret::hash(token), self.now(), client.device.map(secret::hash));
        let secret = Secret::random()?;
        let known = NewDevice { token_hash: &secret.hash(), had: had.as_deref(), expires_at: at + KNOWN };
        let invite = Invite { token_hash: &hash, at };
        let set = self.store.set_password(&invite, &password_hash, &known, &client.place()).await?;
        if set { Ok(secret) } else { Err(Error::NotFound) }
    }
}

/// What is wrong with a new password, typed twice, of this account. On `password` and `again`.
pub(super) fn check_new_password(password: &str, again: &str, staff: &Staff) -> FieldErrors {
    let mut errors = check_password(password, again).err().unwrap_or_default();
    if common::is_common(password) {
        errors.add("password", FieldError::Common);
    }
    if is_guessable(password, &staff.name, &staff.email) {
        errors.add("password", FieldError::Guessable);
    }
    errors
}
