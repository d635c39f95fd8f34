//! What can go wrong, in words that are safe to show and to send.
//!
//! Use [`Error`] from use cases: it never carries a cause that a visitor must not see. The server keeps the cause in
//! its log. Use [`FieldErrors`] from validation: one error per field, each a message key and its figures.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What a use case answers when it cannot do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "error")]
pub enum Error {
    /// There is no such thing, or the viewer may not know that there is. 404.
    #[error("not found")]
    NotFound,
    /// The input breaks rules. 422.
    #[error("the input is not valid")]
    Invalid {
        /// One error per field.
        fields: FieldErrors,
    },
    /// The record has moved on since the writer read it. 409.
    #[error("changed meanwhile: now at version {current}")]
    Conflict {
        /// The version the record is at now.
        current: i64,
    },
    /// What was asked does not fit the record's state (publishing what is published). 409.
    #[error("not possible in this state")]
    WrongState,
    /// Nobody is signed in. 401, or the way to the sign-in page.
    #[error("sign in first")]
    Unauthenticated,
    /// The viewer's role does not allow it. 403.
    #[error("not allowed")]
    Forbidden,
    /// Too many tries. 429 with `Retry-After`.
    #[error("too many tries; again in {seconds} s")]
    Throttled {
        /// How long to wait, in seconds.
        seconds: u32,
    },
    /// The database cannot be reached or is too busy. 503 with `Retry-After`.
    #[error("not available just now")]
    Unavailable,
    /// A fault of ours. 500; the cause is in the log.
    #[error("internal error")]
    Internal,
}

/// The errors of a form, by field name. The first error found for a field is the one shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(BTreeMap<String, FieldError>);

/// What is wrong with one field. The message for people is the Fluent message [`FieldError::key`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "code")]
pub enum FieldError {
    /// The field must be filled in.
    Required,
    /// More than `max` characters.
    TooLong {
        /// The longest allowed, in characters.
        max: usize,
    },
    /// Fewer than `min` characters.
    TooShort {
        /// The shortest allowed, in characters.
        min: usize,
    },
    /// Not a slug.
    Slug,
    /// Another record has it.
    Taken,
    /// Not a date of the calendar (`2026-02-30`).
    Date,
    /// A day outside of the years that an agenda holds.
    Year {
        /// The first year allowed.
        min: usize,
        /// The last year allowed.
        max: usize,
    },
    /// Not a time of day.
    Time,
    /// Not a zone of the IANA time zone database.
    Zone,
    /// The end is before the start.
    EndBeforeStart,
    /// Not an `https` or `http` address.
    Link,
    /// Not an e-mail address.
    Email,
    /// Not one of the choices offered.
    Choice,
    /// Holds control characters.
    Control,
    /// The two passwords differ.
    Mismatch,
    /// One of the passwords that are tried first everywhere.
    Common,
    /// A password made of what anybody knows: the owner's name or address, the portal's names.
    Guessable,
    /// The new password is the present one.
    SamePassword,
    /// None of several was chosen, and one at least has to be.
    NoneChosen,
    /// Not the account's password.
    WrongPassword,
    /// Not a code that works: mistyped, over, or used before.
    WrongCode,
    /// Cannot be changed any more: others rely on it.
    Fixed,
    /// The event does not take place, and so has no time; it gets one where it is said to take place after all.
    Off,
    /// The time is over already.
    Over,
    /// One of a text's languages must be filled in.
    AnyLanguage,
    /// Both changed it: which one stays must be chosen.
    Undecided,
    /// A text was written out of both, and another one is chosen.
    OwnUnused,
    /// Somebody else has changed the record meanwhile; on `version`.
    Changed,
}

impl FieldError {
    /// The key of the Fluent message. [`FieldError::figures`] are its arguments.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Required => "error-required",
            Self::TooLong { .. } => "error-too-long",
            Self::TooShort { .. } => "error-too-short",
            Self::Slug => "error-slug",
            Self::Taken => "error-taken",
            Self::Date => "error-date",
            Self::Year { .. } => "error-year",
            Self::Time => "error-time",
            Self::Zone => "error-zone",
            Self::EndBeforeStart => "error-end-before-start",
            Self::Link => "error-link",
            Self::Email => "error-email",
            Self::Choice => "error-choice",
            Self::Control => "error-control",
            Self::Mismatch => "error-mismatch",
            Self::Common => "error-common",
            Self::Guessable => "error-guessable",
            Self::SamePassword => "error-same-password",
            Self::NoneChosen => "error-none-chosen",
            Self::WrongPassword => "error-wrong-password",
            Self::WrongCode => "error-wrong-code",
            Self::Fixed => "error-fixed",
            Self::Off => "error-off",
            Self::Over => "error-over",
            Self::AnyLanguage => "error-any-language",
            Self::Undecided => "error-undecided",
            Self::OwnUnused => "error-own-unused",
            Self::Changed => "error-changed",
        }
    }

    /// The figures in the message, if it has any: the names of the Fluent arguments, and their values.
    pub fn figures(&self) -> impl Iterator<Item = (&'static str, usize)> + use<> {
        let (min, max) = match self {
            Self::TooLong { max } => (None, Some(*max)),
            Self::TooShort { min } => (Some(*min), None),
            Self::Year { min, max } => (Some(*min), Some(*max)),
            _ => (None, None),
        };
        min.map(|min| ("min", min)).into_iter().chain(max.map(|max| ("max", max)))
    }
}

impl FieldErrors {
    /// No errors.
    #[must_use]
    pub const fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// One error.
    #[must_use]
    pub fn one(field: impl Into<String>, error: FieldError) -> Self {
        let mut errors = Self::none();
        errors.add(field, error);
        errors
    }

    /// Notes an error, unless the field has one already.
    pub fn add(&mut self, field: impl Into<String>, error: FieldError) {
        self.0.entry(field.into()).or_insert(error);
    }

    /// These and `more`; of a field that has both, the one that is here.
    #[must_use]
    pub fn and(mut self, more: &Self) -> Self {
        for (field, error) in more.iter() {
            self.add(field, error.clone());
        }
        self
    }

    /// The error of a field.
    #[must_use]
    pub fn get(&self, field: &str) -> Option<&FieldError> {
        self.0.get(field)
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Fields and their errors, by field name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FieldError)> {
        self.0.iter().map(|(field, error)| (field.as_str(), error))
    }

    /// `Ok` when there are none, else [`Error::Invalid`].
    ///
    /// # Errors
    /// [`Error::Invalid`] with these errors.
    pub fn into_result(self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(Error::Invalid { fields: self }) }
    }
}
