//! The staff desk.
//!
//! - [`account`]: signing in, and setting a password; [`own`]: what owners see to themselves
//! - [`event`]: events, as staff write them
//! - [`mod@kept`]: a form that could not be taken, with all that was typed
//!
//! Forms are checked by the server alone, so that every error is told in the same words and beside its field; the
//! browser's own checks are in its language, not the page's.

pub mod account;
pub mod event;
pub mod own;

mod difference;
mod field;
mod kept;
mod words;

pub use kept::kept;
pub(crate) use own::place;
pub(crate) use words::moment;

#[cfg(test)]
mod tests;
