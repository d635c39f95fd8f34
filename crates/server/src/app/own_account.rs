//! What owners see to themselves: their password, where they are signed in, what happened to their account.
//!
//! Whatever changes how somebody signs in asks for the password again, counted as when signing in, and gives the session that
//! asks another secret (OWASP ASVS 5.0, 7.2.4 and 7.5.1).

use jiff::Timestamp;
use model::{
    account::{Log, OpenSession, OwnAccount, Place},
    error::{Error, FieldError, FieldErrors},
    staff::{Email, PASSWORD_MAX, Staff, StaffId},
    viewer::Viewer,
};

use super::{
    App, Client, KNOWN, Secret,
    account::{IDLE, check_new_password},
    secret,
};
use crate::store::{Asks, Ending, NewDevice, PasswordChange};

/// An owner who shows again who they are.
#[derive(Clone, Copy)]
pub struct Again<'a> {
    /// Who asks.
    pub viewer: &'a Viewer,
    /// The secret of their session.
    pub session: &'a str,
    /// The password they gave.
    pub password: &'a str,
    /// From where.
    pub client: Client<'a>,
}

/// Which of their sessions somebody ends.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// All but the one that asks.
    Others,
    /// Those of these names; the one that asks stays in any case.
    Named(&'a [&'a str]),
}

/// The other secret that the session of an owner gets with what they ask.
pub(super) struct Renewal {
    /// The hash of the secret it has.
    had: String,
    secret: Secret,
    hash: String,
    pub(super) at: Timestamp,
    place: Place,
}

impl Renewal {
    pub(super) fn of(who: &Again<'_>, at: Timestamp) -> Result<Self, Error> {
        let secret = Secret::random()?;
        let (had, hash, place) = (secret::hash(who.session), secret.hash(), who.client.place());
        Ok(Self { had, secret, hash, at, place })
    }

    /// What the store is asked with.
    pub(super) fn asks<'a>(&'a self, staff: &'a StaffId) -> Asks<'a> {
        Asks { staff, session: &self.had, renewed: &self.hash, at: self.at, place: &self.place }
    }

    /// The new secret, if what was asked was done; `None`: the session had ended.
    pub(super) fn done(self, done: Option<bool>) -> Result<Secret, Error> {
        match done {
            Some(true) => Ok(self.secret),
            Some(false) => Err(Error::WrongState),
            None => Err(Error::Unauthenticated),
        }
    }
}

impl App {
    /// The viewer's account.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn own_account(&self, viewer: &Viewer, session: &str) -> Result<OwnAccount, Error> {
        let id = viewer.account()?;
        let sessions = self.open_sessions(viewer, session).await?.len();
        let Staff { email, name, role, .. } = self.owner(id).await?;
        let second_factor = self.store.second_factor(id).await?;
        Ok(OwnAccount { email: email.as_str().to_owned(), name, role, second_factor, sessions })
    }

    /// The address that the viewer signs in with.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn own_email(&self, viewer: &Viewer) -> Result<Email, Error> {
        Ok(self.owner(viewer.account()?).await?.email)
    }

    /// Where the viewer is signed in, latest used first. `session`: the secret of the session that asks.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn open_sessions(&self, viewer: &Viewer, session: &str) -> Result<Vec<OpenSession>, Error> {
        let id = viewer.account()?;
        let now = self.now();
        Ok(self.store.sessions(id, &secret::hash(session), now, now - IDLE).await?)
    }

    /// What happened to the viewer's account before a line of its log (all for `None`), latest first.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn account_log(&self, viewer: &Viewer, before: Option<i64>, limit: u16) -> Result<Log, Error> {
        Ok(self.store.account_log(viewer.account()?, before, limit).await?)
    }

    /// Gives the viewer's account a new password; ends its other sessions, and forgets its other devices. The secrets of the
    /// session and of the device are others from then on.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `current`, `password` and `again`; [`Error::Throttled`], [`Error::Unauthenticated`],
    /// [`Error::Forbidden`].
    pub async fn change_password(
        &self,
        who: Again<'_>,
        password: &str,
        again: &str,
    ) -> Result<(Secret, Secret), Error> {
        who.viewer.account()?;
        let wrong = |staff: &Staff| {
            let mut errors = check_new_password(password, again, staff);
            // Who changes it because others know it must not believe that it is done.
            if password == who.password {
                errors.add("password", FieldError::SamePassword);
            }
            errors
        };
        let (staff, old_hash) = self.show_again(&who, "current", wrong).await?;
        let new_hash = self.hashing.turn().await?.hash(password).await?;
        let (renewal, device) = (Renewal::of(&who, self.now())?, Secret::random()?);
        let (device_hash, had) = (device.hash(), who.client.device.map(secret::hash));
        let known = NewDevice { token_hash: &device_hash, had: had.as_deref(), expires_at: renewal.at + KNOWN };
        let asks = renewal.asks(&staff.id);
        let change = PasswordChange { asks, old_hash: &old_hash, new_hash: &new_hash, device: &known };
        let changed = self.store.change_password(change).await?;
        Ok((renewal.done(changed.then_some(true))?, device))
    }

    /// Ends sessions of the viewer's; the new secret of the one that asks, and how many were ended.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `password`, and on `end` where none is named; [`Error::Throttled`], [`Error::Unauthenticated`],
    /// [`Error::Forbidden`].
    pub async fn end_sessions(&self, who: Again<'_>, which: Which<'_>) -> Result<(Secret, u64), Error> {
        who.viewer.account()?;
        let (ending, wrong) = match which {
            Which::Others => (Ending::Others, FieldErrors::none()),
            Which::Named([]) => (Ending::Named(&[]), FieldErrors::one("end", FieldError::NoneChosen)),
            Which::Named(names) => (Ending::Named(names), FieldErrors::none()),
        };
        let (staff, _) = self.show_again(&who, "password", |_| wrong).await?;
        let renewal = Renewal::of(&who, self.now())?;
        let ended = self.store.end_sessions(renewal.asks(&staff.id), ending).await?;
        Ok((renewal.done(ended.map(|_| true))?, ended.unwrap_or_default()))
    }

    /// The account of the viewer, as it is now.
    pub(super) async fn owner(&self, id: &StaffId) -> Result<Staff, Error> {
        self.store.account_by_id(id).await?.map(|(staff, _)| staff).ok_or(Error::Unauthenticated)
    }

    /// Checks the password that an owner gave again, which is counted as when signing in; the account, and its password's hash.
    /// What is wrong is told on `field`, and in the same answer what `besides` says.
    pub(super) async fn show_again(
        &self,
        who: &Again<'_>,
        field: &str,
        besides: impl FnOnce(&Staff) -> FieldErrors + Send,
    ) -> Result<(Staff, String), Error> {
        let staff = self.owner(who.viewer.enrolling_account()?).await?;
        let besides = besides(&staff);
        let wrong = |error| Error::Invalid { fields: FieldErrors::one(field, error).and(&besides) };
        if who.password.is_empty() {
            return Err(wrong(FieldError::Required));
        }
        if who.password.chars().count() > PASSWORD_MAX {
            return Err(wrong(FieldError::WrongPassword));
        }
        match self.by_password(Ok(&staff.email), who.password, &who.client, self.now()).await? {
            Some(shown) => besides.into_result().map(|()| shown),
            None => Err(wrong(FieldError::WrongPassword)),
        }
    }
}
