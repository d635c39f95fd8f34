//! Signing in, and setting a password.

use leptos::prelude::*;
use model::error::{Error, FieldErrors};

use crate::page::{Head, Page};

/// The sign-in form. `next`: the path to go on to. `error`: why the last try failed; unknown account and wrong password
/// are both [`Error::Unauthenticated`] and read the same.
#[must_use]
pub fn sign_in(_email: &str, _next: &str, _error: Option<&Error>, _notice: Option<SignInNotice>) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// Why the visitor is at the sign-in page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInNotice {
    /// They have signed out.
    SignedOut,
    /// Their password is set.
    PasswordSet,
    /// Their session has ended, or they were never signed in.
    SignInFirst,
}

/// Signing in again in the midst of saving: the session has ended, and nothing typed may be lost.
///
/// The form posts to `action`, the address that was posted to, with every pair of `kept` as a hidden field, in its order,
/// and `sign-in-email` and `sign-in-password`: signing in and saving are one step. `email` and `error` as in [`sign_in`];
/// without an error the page says that the session has ended and that what was typed is kept.
#[must_use]
pub fn sign_in_again(_action: &str, _email: &str, _error: Option<&Error>, _kept: &[(String, String)]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// The form for a new password, for the owner of a valid token.
#[must_use]
pub fn set_password(_token: &str, _email: &str, _errors: &FieldErrors) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// The token is used up, too old or wrong.
#[must_use]
pub fn bad_token() -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
