//! Accounts, as those manage them who may.

use jiff::{SignedDuration, Timestamp};
use model::{
    error::{Error, FieldError, FieldErrors},
    revision::Actor,
    staff::{Account, Email, Staff, StaffId},
    viewer::{Action, Role, Viewer},
};

use super::{App, Secret, account::check_new_password, secret};
use crate::store::NewInvite;

/// How long a one-time link stands.
pub const INVITE: SignedDuration = SignedDuration::from_hours(72);
/// The longest name of an account, in characters.
const NAME_MAX: usize = 200;

impl App {
    /// Every account, by e-mail address.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn accounts(&self, viewer: &Viewer) -> Result<Vec<Account>, Error> {
        viewer.may(Action::ManageStaff)?;
        Ok(self.store.accounts().await?)
    }

    /// Makes an account, or gives the one there is this role; the secret of a one-time link, which ends the account's
    /// older ones. An account that exists keeps its name. An empty name is the part of the address before the @.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::Invalid`] on `email` and `name`.
    pub async fn invite_staff(&self, viewer: &Viewer, email: &str, name: &str, role: Role) -> Result<Secret, Error> {
        let by = viewer.may(Action::ManageStaff)?;
        let at = self.now();
        let staff = new_staff(email, name, role, false, at)?;
        let secret = Secret::random()?;
        let new = NewInvite { staff: &staff, token_hash: &secret.hash(), expires_at: at + INVITE, at, by: &by };
        self.store.invite_staff(new).await?;
        Ok(secret)
    }

    /// Gives an account another role, from its next request on. Nothing is written if it has that role.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::NotFound`].
    pub async fn set_role(&self, viewer: &Viewer, email: &Email, role: Role) -> Result<(), Error> {
        let by = viewer.may(Action::ManageStaff)?;
        let found = self.store.set_role(email, role, self.now(), &by).await?;
        if found { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Takes an account away, with its sessions, its links and its devices. What it wrote stays, under its name.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::NotFound`].
    pub async fn remove_staff(&self, viewer: &Viewer, email: &Email) -> Result<(), Error> {
        let by = viewer.may(Action::ManageStaff)?;
        let found = self.store.remove_staff(email, self.now(), &by).await?;
        if found { Ok(()) } else { Err(Error::NotFound) }
    }

    /// Ends every session of an account; how many there were.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::NotFound`].
    pub async fn end_all_sessions(&self, viewer: &Viewer, email: &Email) -> Result<u64, Error> {
        let by = viewer.may(Action::ManageStaff)?;
        self.store.end_all_sessions(email, self.now(), &by).await?.ok_or(Error::NotFound)
    }

    /// Turns the second factor of an account off whose owner has lost the phone and the recovery codes; ends its sessions.
    /// Whoever asks for it has made sure that it is the owner who wants it, as when the account was made.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::NotFound`], [`Error::WrongState`] where none is on.
    pub async fn reset_second_factor(&self, viewer: &Viewer, email: &Email) -> Result<(), Error> {
        let by = viewer.may(Action::ManageStaff)?;
        match self.store.reset_factor(email, self.now(), &by).await? {
            None => Err(Error::NotFound),
            Some(false) => Err(Error::WrongState),
            Some(true) => Ok(()),
        }
    }

    /// Makes a sample account for the demonstration; `false` if there is an account of this address, which is then left
    /// as it is.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `email`, `name` and `password`.
    pub async fn add_sample_staff(&self, email: &str, name: &str, role: Role, password: &str) -> Result<bool, Error> {
        let staff = new_staff(email, name, role, true, self.now())?;
        check_new_password(password, password, &staff).into_result()?;
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
