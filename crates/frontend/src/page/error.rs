//! When something is wrong: said in the visitor's language, with a way on.

use leptos::prelude::*;
use model::error::Error;

use super::{Head, Page};

/// What to tell about `error`. `request_id` is what the visitor can quote; `retry` is where a try again leads.
#[must_use]
pub fn error(_error: &Error, _request_id: &str) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// A request that is not understood before any use case is asked: its status, and the key of the message that says why
/// (`error-too-large`, `error-method`, `error-bad-request`, `error-forged`, `error-timeout`, `error-unsupported`).
#[must_use]
pub fn refused(_status: u16, _key: &str, _request_id: &str) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
