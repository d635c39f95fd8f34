//! Staff accounts: who may sign in.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    error::{FieldError, FieldErrors},
    viewer::Role,
};

/// The id of a staff account: random, opaque.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StaffId(String);

impl StaffId {
    /// An id that the store made.
    #[must_use]
    pub const fn from_stored(id: String) -> Self {
        Self(id)
    }

    /// The id's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An e-mail address, in lower case: what a member of staff signs in with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// The address in `text`.
    ///
    /// # Errors
    /// [`FieldError::Required`], [`FieldError::TooLong`] (254 characters, RFC 5321 section 4.5.3.1.3) or
    /// [`FieldError::Email`].
    pub fn parse(text: &str) -> Result<Self, FieldError> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err(FieldError::Required);
        }
        if text.chars().count() > 254 {
            return Err(FieldError::TooLong { max: 254 });
        }
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"@".contains(c);
        let sound = text.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && local.chars().all(plain)
                && domain.chars().all(plain)
                && domain.contains('.')
                && domain.split('.').all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'))
        });
        if sound { Ok(Self(text)) } else { Err(FieldError::Email) }
    }

    /// The address's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as a `mailto` URI (RFC 6068, section 2).
    #[must_use]
    pub fn uri(&self) -> String {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"@.-_~!$'*+".contains(&b);
        let escaped = |b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") };
        format!("mailto:{}", self.0.bytes().map(escaped).collect::<String>())
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A staff account. Its password's hash is never part of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staff {
    /// The account's id.
    pub id: StaffId,
    /// What they sign in with.
    pub email: Email,
    /// The name shown beside what they did.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// A sample account of the demonstration.
    pub sample: bool,
    /// When the account was made.
    pub created_at: Timestamp,
}

/// An account as those see it who manage accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub staff: Staff,
    /// A password is set, so that one can sign in.
    pub has_password: bool,
    /// When somebody last signed in.
    pub signed_in_at: Option<Timestamp>,
}

/// The rules for a new password: NIST SP 800-63B, section 3.1.1.2 (length, no composition rules).
pub const PASSWORD_MIN: usize = 12;
/// The longest password hashed; longer input is refused before any work.
pub const PASSWORD_MAX: usize = 256;

/// Checks a new password typed twice.
///
/// # Errors
/// On `password`: required, too short, too long; on `again`: mismatch.
pub fn check_password(password: &str, again: &str) -> Result<(), FieldErrors> {
    let length = password.chars().count();
    let mut errors = FieldErrors::none();
    if length == 0 {
        errors.add("password", FieldError::Required);
    } else if length < PASSWORD_MIN {
        errors.add("password", FieldError::TooShort { min: PASSWORD_MIN });
    } else if length > PASSWORD_MAX {
        errors.add("password", FieldError::TooLong { max: PASSWORD_MAX });
    }
    if password != again {
        errors.add("again", FieldError::Mismatch);
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_nonsense() {
        assert_eq!(Email::parse(" Linh@Example.ORG ").map(|e| e.to_string()), Ok("linh@example.org".to_owned()));
        for bad in ["x", "@a.b", "a@", "a@b", "a b@c.d", "a@b..c", "<a@b.c>", "a@b.c\r\nBcc: d@e.f", "a@-b.c"] {
            assert_eq!(Email::parse(bad), Err(FieldError::Email), "{bad:?}");
        }
    }

    #[test]
    fn a_short_or_mistyped_password_is_refused() {
        assert!(check_password("elevenchars", "elevenchars").is_err());
        assert!(check_password("twelve chars", "twelve char").is_err());
        assert!(check_password("twelve chars", "twelve chars").is_ok());
    }
}
