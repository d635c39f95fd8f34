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
    /// A second factor is on.
    pub has_second_factor: bool,
}

/// The rules for a new password: NIST SP 800-63B-4, section 3.1.1.2, and OWASP ASVS 5.0, section 6.2: length, no rules of
/// composition, none of those that everybody tries first.
pub const PASSWORD_MIN: usize = 12;
/// The longest password hashed; longer input is refused before any work.
pub const PASSWORD_MAX: usize = 256;

/// Words that stand for the portal and the Center (OWASP ASVS 5.0, 6.1.2): whoever guesses a password here tries them first,
/// alone and with figures. In lower case.
pub const PORTAL_WORDS: [&str; 22] = [
    "caec",
    "asean",
    "china",
    "chinese",
    "beijing",
    "environmental",
    "environment",
    "cooperation",
    "center",
    "centre",
    "portal",
    "feco",
    "staff",
    "admin",
    "administrator",
    "editor",
    "publisher",
    "viewer",
    "password",
    "中国",
    "东盟",
    "环境",
];
/// How many characters of a password that holds such words must be others: the least length that OWASP ASVS 5.0 allows for
/// a whole one (6.2.1).
pub const PASSWORD_OWN: usize = 8;

/// Whether a password is made of words that anybody knows: of the portal's ([`PORTAL_WORDS`]), and of the owner's name and
/// address.
#[must_use]
pub fn is_guessable(password: &str, name: &str, email: &Email) -> bool {
    let known = format!("{name} {email}").to_lowercase();
    // A short piece of a name is in every other word; two ideographs are a whole name.
    let long = |word: &&str| word.chars().count() >= if word.is_ascii() { 4 } else { 2 };
    let mut words: Vec<&str> = known.split(|c: char| !c.is_alphanumeric()).filter(long).collect();
    words.extend(PORTAL_WORDS);
    // The longest first, or what holds another would leave its rest.
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let whole = password.to_lowercase();
    let own = words.into_iter().fold(whole.clone(), |own, word| own.replace(word, " "));
    own != whole && own.chars().filter(|c| !c.is_whitespace()).count() < PASSWORD_OWN
}

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
    fn a_password_of_what_anybody_knows_is_told_from_one_that_has_more() {
        let email = Email::parse("linh.nguyen@example.org").unwrap_or_else(|e| panic!("{e:?}"));
        for guessable in [
            "linh.nguyen@example.org",
            "Linh-Nguyen-2026",
            "ASEAN-China-2026",
            "CAEC Portal Admin!",
            "中国东盟环境中心portal2026",
        ] {
            assert!(is_guessable(guessable, "Nguyễn Linh", &email), "{guessable}");
        }
        for sound in [
            "correct horse battery",
            "my asean password oak tree",
            "linh plants mangroves",
            "红树林保护着海岸线和村庄",
            "!?!?!?!?!?!?",
        ] {
            assert!(!is_guessable(sound, "Nguyễn Linh", &email), "{sound}");
        }
    }

    #[test]
    fn a_short_or_mistyped_password_is_refused() {
        assert!(check_password("elevenchars", "elevenchars").is_err());
        assert!(check_password("twelve chars", "twelve char").is_err());
        assert!(check_password("twelve chars", "twelve chars").is_ok());
    }
}
