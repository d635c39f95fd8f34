//! The staff desk.
//!
//! - [`account`]: signing in, and setting a password
//! - [`event`]: events, as staff write them
//!
//! Forms are checked by the server alone, so that every error is told in the same words and beside its field; the
//! browser's own checks are in its language, not the page's.

pub mod account;
pub mod event;

mod difference;
mod field;
mod words;

#[cfg(test)]
mod tests;
