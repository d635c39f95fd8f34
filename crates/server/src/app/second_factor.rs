//! The second factor: a code that a phone shows (RFC 6238), asked for after the password.
//!
//! It is on once a code has shown that the phone has the secret. Turning it on and off, and making new recovery codes, asks for
//! the password and a code. A code works once: the step that it is of is remembered, and a recovery code is used up.

use jiff::{SignedDuration, Timestamp};
use model::{
    account::{EntryKind, SecondFactor},
    error::{Error, FieldError, FieldErrors},
    staff::{Email, Staff, StaffId},
    viewer::Viewer,
};

use super::{
    Again, App, Client, Enrolment, RecoveryCodes, Secret,
    one_time::{SharedSecret, Typed},
    own_account::Renewal,
    seal, secret,
    throttle::Keys,
};
use crate::store::{Failed, Proof};

/// How long a secret that was not confirmed is shown: after that, another one is made.
const OFFERED: SignedDuration = SignedDuration::from_hours(1);

impl App {
    /// The second factor of the viewer's account, if it is on.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn second_factor(&self, viewer: &Viewer) -> Result<Option<SecondFactor>, Error> {
        Ok(self.store.second_factor(viewer.enrolling_account()?).await?)
    }

    /// Makes a secret for the viewer's phone. It is shown to the session that asks alone, however often the page is loaded, stands
    /// for an hour, and asks for no codes until it is confirmed.
    ///
    /// # Errors
    /// [`Error::WrongState`] where a second factor is on; [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn begin_second_factor(&self, viewer: &Viewer, session: &str) -> Result<(), Error> {
        let id = viewer.enrolling_account()?;
        if self.offered(id, session).await?.is_some() {
            return Ok(());
        }
        let stored = self.policy.seal.close(SharedSecret::random()?.bytes(), id.as_str())?;
        let begun = self.store.begin_factor(id, &stored, &secret::hash(session), self.now()).await?;
        if begun { Ok(()) } else { Err(Error::WrongState) }
    }

    /// The secret that the viewer is to take over into a phone, where one was made and not confirmed yet.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn enrolment(&self, viewer: &Viewer, session: &str) -> Result<Option<Enrolment>, Error> {
        let id = viewer.enrolling_account()?;
        let Some((_, secret)) = self.offered(id, session).await? else { return Ok(None) };
        let staff = self.owner(id).await?;
        Ok(Some(secret.enrolment(&staff.email)?))
    }

    /// Turns the second factor on, by a code of the secret that was shown; ends the account's other sessions. The recovery codes
    /// are told here, and never again.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `password` and `code`; [`Error::WrongState`] where no secret is waiting to be confirmed;
    /// [`Error::Throttled`], [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn confirm_second_factor(&self, who: Again<'_>, code: &str) -> Result<(Secret, RecoveryCodes), Error> {
        let id = who.viewer.enrolling_account()?;
        let Some((stored, secret)) = self.offered(id, who.session).await? else { return Err(Error::WrongState) };
        let at = self.now();
        let step = match Typed::of(code) {
            Typed::Digits(code) => secret.step_of(&code, at)?,
            Typed::Recovery(_) | Typed::Nothing => None,
        };
        // Whoever sees the secret can make codes of it: that the code is wrong tells nothing, and both errors are told at once.
        let wrong = if step.is_some() { FieldErrors::none() } else { wrong_code(code) };
        self.show_again(&who, "password", |_| wrong).await?;
        let (codes, renewal) = (RecoveryCodes::random()?, Renewal::of(&who, at)?);
        let step = step.unwrap_or_default();
        let on = self.store.confirm_factor(renewal.asks(id), &stored, step, &codes.hashes()).await?;
        Ok((renewal.done(on)?, codes))
    }

    /// Makes new recovery codes; the old ones work no more.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `password` and `code`; [`Error::WrongState`] where no second factor is on; [`Error::Throttled`],
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn new_recovery_codes(&self, who: Again<'_>, code: &str) -> Result<(Secret, RecoveryCodes), Error> {
        who.viewer.account()?;
        let staff = self.show_both(&who, code).await?;
        let (codes, renewal) = (RecoveryCodes::random()?, Renewal::of(&who, self.now())?);
        let made = self.store.replace_codes(renewal.asks(&staff.id), &codes.hashes()).await?;
        Ok((renewal.done(made)?, codes))
    }

    /// Turns the second factor off; ends the account's other sessions.
    ///
    /// # Errors
    /// As [`App::new_recovery_codes`].
    pub async fn remove_second_factor(&self, who: Again<'_>, code: &str) -> Result<Secret, Error> {
        who.viewer.account()?;
        let staff = self.show_both(&who, code).await?;
        let renewal = Renewal::of(&who, self.now())?;
        let removed = self.store.remove_factor(renewal.asks(&staff.id)).await?;
        renewal.done(removed)
    }

    /// Whether what is sealed can be read with the key that this portal was given.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn can_read_secrets(&self) -> Result<bool, Error> {
        let sealed = self.store.any_secret(seal::SEALED).await?;
        Ok(sealed.is_none_or(|(owner, stored)| self.policy.seal.open(&stored, &owner).is_ok()))
    }

    /// Uses a code of the account's up, if it is one; counts the try.
    ///
    /// # Errors
    /// [`Error::Throttled`], [`Error::Unavailable`].
    pub(super) async fn use_code(
        &self,
        staff: &Staff,
        code: &str,
        client: &Client<'_>,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let (keys, place) = (self.code_keys(&staff.email, client, now).await?, client.place());
        let failed = Failed { email: &staff.email, kind: EntryKind::WrongCode, at: now, place: &place };
        self.count_try(&keys, now, Some(&failed)).await?;
        let factor = self.store.factor(&staff.id).await?.filter(|factor| factor.confirmed_at.is_some());
        let Some(factor) = factor else { return Ok(false) };
        let secret = SharedSecret::of(self.policy.seal.open(&factor.secret, staff.id.as_str())?);
        let proof = match Typed::of(code) {
            Typed::Digits(code) => secret.step_of(&code, now)?.map(Proof::Step),
            Typed::Recovery(hash) => Some(Proof::Recovery(hash)),
            Typed::Nothing => None,
        };
        let Some(proof) = proof else { return Ok(false) };
        let outdated = self.policy.seal.is_outdated(&factor.secret);
        let reseal = outdated.then(|| self.policy.seal.close(secret.bytes(), staff.id.as_str())).transpose()?;
        let used = self.store.use_proof(&staff.id, &proof, reseal.as_deref(), now, &place).await?;
        if used {
            self.store.settle_tries(keys.counted_once(), &keys.cleared(), &failed).await?;
        }
        Ok(used)
    }

    /// Checks the password and a code that an owner gave again. A code is not looked at before the password is right.
    async fn show_both(&self, who: &Again<'_>, code: &str) -> Result<Staff, Error> {
        let missing = if code.trim().is_empty() { wrong_code(code) } else { FieldErrors::none() };
        let (staff, _) = self.show_again(who, "password", |_| missing).await?;
        if self.store.second_factor(&staff.id).await?.is_none() {
            return Err(Error::WrongState);
        }
        let used = self.use_code(&staff, code, &who.client, self.now()).await?;
        if used { Ok(staff) } else { Err(Error::Invalid { fields: wrong_code(code) }) }
    }

    async fn code_keys(&self, email: &Email, client: &Client<'_>, now: Timestamp) -> Result<Keys, Error> {
        let Some(device) = client.device.map(secret::hash) else { return Ok(Keys::code(email, None)) };
        let known = self.store.knows_device(&device, email, now).await?;
        Ok(Keys::code(email, known.then_some(device.as_str())))
    }

    /// The secret that is waiting to be confirmed in this session, as it is stored and as it is.
    async fn offered(&self, id: &StaffId, session: &str) -> Result<Option<(String, SharedSecret)>, Error> {
        let (young, session) = (self.now() - OFFERED, secret::hash(session));
        let factor = self.store.factor(id).await?;
        let offered = factor.filter(|factor| {
            factor.confirmed_at.is_none() && factor.created_at > young && factor.offered_to == session
        });
        let Some(factor) = offered else { return Ok(None) };
        let secret = SharedSecret::of(self.policy.seal.open(&factor.secret, id.as_str())?);
        Ok(Some((factor.secret, secret)))
    }
}

/// What is wrong with a code that does not work.
fn wrong_code(code: &str) -> FieldErrors {
    let error = if code.trim().is_empty() { FieldError::Required } else { FieldError::WrongCode };
    FieldErrors::one("code", error)
}
