//! The server's tests: one binary, so that they are linked once and share a harness.
//!
//! - [`harness`]: a database of one's own, on SQLite and on PostgreSQL, and a clock that stands still
//! - [`store`]: what the store promises
//! - [`app`]: what the use cases promise
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by panicking")]

mod app;
mod harness;
mod store;
