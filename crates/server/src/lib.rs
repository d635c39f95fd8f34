//! The portal: one binary, from the command line to the database.
//!
//! - [`cli`]: what an operator types; [`config`]: flags, then environment, then defaults
//! - [`web`]: the edge and the handlers: a handler reads the request, calls one use case or a few, and renders a page
//! - [`feed`]: the same content for calendars, news readers, search engines, scripts
//! - [`card`]: pictures that go with a link
//! - [`app`]: the use cases: authorise, validate, store, record the revision. One way in, one way out
//! - `search`: texts cut into words, and what somebody looks for
//! - [`store`]: SQL; the only place that names sqlx
//! - [`content`]: the first content, from Markdown files
//! - [`meter`]: what is counted, for whoever watches
//! - [`log`]: what an operator reads when something is odd
//! - `fuzz`: what must be true of every parser, whatever the bytes are; for tests alone

pub mod app;
pub mod card;
pub mod cli;
pub mod config;
pub mod content;
pub mod feed;
#[cfg(any(test, fuzzing))]
pub mod fuzz;
pub mod log;
mod meter;
mod search;
pub mod store;
pub mod web;
