//! The server's tests: one binary, so that they are linked once and share a harness.
//!
//! - [`harness`]: a database of one's own, on SQLite and on PostgreSQL, and a clock that stands still
//! - [`store`]: what the store promises
//! - [`app`]: what the use cases promise; [`account`]: those that owners see to their accounts with
//! - [`search`]: what searching promises
//! - [`content`]: what files of content are read as, and what loading them changes
//! - [`cli`]: the binary as an operator runs it
//! - [`operate`]: what whoever keeps the portal running is promised: metrics, the log, backups, checks
//! - [`browser`]: a browser without a socket; with it:
//!   - [`web`]: what visitors are promised
//!   - [`web_staff`]: what staff are promised; [`web_account`]: about their own accounts
//!   - [`card`]: what those who show links are promised
//!   - [`web_search`]: what somebody who looks for something is promised
//!   - [`attack`]: what nobody gets away with
//!   - [`standard`]: what `docs/security.md` answers for and no other test shows
//! - [`wire`]: requests as bytes; with it:
//!   - [`shapes`]: requests that are none, or not what they seem
//!   - [`flood`]: too much of anything
//!   - [`away`]: a database that goes, stands still, and comes back
//!   - [`killed`]: a process that is killed while staff save
//! - [`security_page`]: `docs/security.md` says what is so
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says what went wrong by panicking")]

mod account;
mod app;
mod attack;
mod away;
mod browser;
mod card;
mod cli;
mod content;
mod flood;
mod harness;
mod killed;
mod operate;
mod search;
mod security_page;
mod shapes;
mod standard;
mod store;
mod web;
mod web_account;
mod web_search;
mod web_staff;
mod wire;
