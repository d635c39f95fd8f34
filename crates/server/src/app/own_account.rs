//! What owners see to themselves: their password, where they are signed in, what happened to their account.
//!
//! Whatever changes how somebody signs in asks for the password again, counted as when signing in, and gives the session that
//! asks another secret (OWASP ASVS 5.0, 7.2.4 and 7.5.1).

use jiff::Timestamp;
use model::{
    account::{Log, OpenSession, OwnAccount},
    error::{Error, FieldError, FieldErrors},
    staff::{PASSWORD_MAX, Staff},
    viewer::Viewer,
};

use super::{
    App, Client, KNOWN, Secret,
    account::{IDLE, check_new_password},
    secret,
};
use crate::store::{Ending, NewDevice, PasswordChange};

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

/// An owner who has shown it.
pub(super) struct Shown {
    pub(super) staff: Staff,
    pub(super) password_hash: String,
}

impl App {
    /// The viewer's account.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn own_account(&self, viewer: &Viewer, session: &str) -> Result<OwnAccount, Error> {
        let id = viewer.account()?;
        let sessions = self.open_sessions(viewer, session).await?.len();
        let Some((staff, _)) = self.store.account_by_id(id).await? else { return Err(Error::Unauthenticated) };
        let second_factor = self.store.second_factor(id).await?;
        let Staff { email, name, role, .. } = staff;
        Ok(OwnAccount { email: email.as_str().to_owned(), name, role, second_factor, sessions })
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
        let staff = self.owner(who.viewer.account()?).await?;
        let errors = check_new_password(password, again, &staff);
        let Shown { staff, password_hash } = match self.show_again(&who, "current").await {
            Err(Error::Invalid { fields }) => return Err(Error::Invalid { fields: fields.and(&errors) }),
            shown => shown?,
        };
        errors.into_result()?;
        let new_hash = self.hashing.turn().await?.hash(password).await?;
        let (session, device) = (Secret::random()?, Secret::random()?);
        let (new_session, device_hash, at) = (session.hash(), device.hash(), self.now());
        let had = who.client.device.map(secret::hash);
        let known = NewDevice { token_hash: &device_hash, had: had.as_deref(), expires_at: at + KNOWN };
        let change = PasswordChange {
            staff: &staff.id,
            old_hash: &password_hash,
            new_hash: &new_hash,
            session: &secret::hash(who.session),
            new_session: &new_session,
            device: &known,
            at,
            place: &who.client.place(),
        };
        if self.store.change_password(change).await? { Ok((session, device)) } else { Err(Error::Unauthenticated) }
    }

    /// Ends sessions of the viewer's; the new secret of the one that asks, and how many were ended.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `password`, and on `end` where none is named; [`Error::Throttled`], [`Error::Unauthenticated`],
    /// [`Error::Forbidden`].
    pub async fn end_sessions(&self, who: Again<'_>, which: Which<'_>) -> Result<(Secret, u64), Error> {
        who.viewer.account()?;
        let mut errors = FieldErrors::none();
        let ending = match which {
            Which::Others => Ending::Others,
            Which::Named(names) => {
                if names.is_empty() {
                    errors.add("end", FieldError::Choice);
                }
                Ending::Named(names)
            }
        };
        let shown = match self.show_again(&who, "password").await {
            Err(Error::Invalid { fields }) => return Err(Error::Invalid { fields: fields.and(&errors) }),
            shown => shown?,
        };
        errors.into_result()?;
        let (hash, at) = (secret::hash(who.session), self.now());
        let ended = self.store.end_sessions(&shown.staff.id, &hash, ending, at, &who.client.place()).await?;
        Ok((self.renew(who.session, at).await?, ended))
    }

    /// The account of the viewer, as it is now.
    pub(super) async fn owner(&self, id: &model::staff::StaffId) -> Result<Staff, Error> {
        self.store.account_by_id(id).await?.map(|(staff, _)| staff).ok_or(Error::Unauthenticated)
    }

    /// Checks the password that an owner gave again, which is counted as when signing in. What is wrong is told on `field`.
    pub(super) async fn show_again(&self, who: &Again<'_>, field: &str) -> Result<Shown, Error> {
        let wrong = |error| Error::Invalid { fields: FieldErrors::one(field, error) };
        let staff = self.owner(who.viewer.enrolling_account()?).await?;
        if who.password.is_empty() {
            return Err(wrong(FieldError::Required));
        }
        if who.password.chars().count() > PASSWORD_MAX {
            return Err(wrong(FieldError::WrongPassword));
        }
        match self.by_password(Ok(&staff.email), who.password, &who.client, self.now()).await? {
            Some((staff, password_hash)) => Ok(Shown { staff, password_hash }),
            None => Err(wrong(FieldError::WrongPassword)),
        }
    }

    /// Gives the session that asks another secret.
    pub(super) async fn renew(&self, session: &str, at: Timestamp) -> Result<Secret, Error> {
        let secret = Secret::random()?;
        let renewed = self.store.renew_session(&secret::hash(session), &secret.hash(), at).await?;
        if renewed { Ok(secret) } else { Err(Error::Unauthenticated) }
    }
}
