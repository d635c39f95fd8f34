//! The search index: FTS5 on SQLite, `tsvector` and GIN on PostgreSQL, behind the same functions and with the same answers in
//! the same order.
//!
//! - [`place`]: a subject's place in the order of what is found
//! - [`index`](mod@index): writing the index, in the transaction that writes what it indexes
//! - [`rebuild`]: indexing what was there before
//! - [`vocabulary`]: the words that visitors may see: counted, completed, corrected
//! - [`expression`]: what is looked for, in the words of each database; [`statement`]: the statements that look for it
//! - [`look`]: looking, as of one moment
//!
//! # Why the answers are the same
//! Both databases are given the same tokens, which Rust has cut and folded; neither has a say in what a word is. Neither is
//! asked for a rank: what has the words in its title comes first, then what is newest, and the place of a subject is a number
//! that says how new it is. So an order is an order of integers.
//!
//! # Why a common word costs no more than a rare one
//! FTS5 reads its rows from the newest place and stops where the page is full. GIN cannot: it gathers all that match. So for words
//! that are common PostgreSQL is asked to walk along the places from the newest, and to test each; how common a word is, the
//! vocabulary tells. Counting stops at a thousand.

mod expression;
pub(super) mod index;
mod look;
mod place;
pub(super) mod rebuild;
mod statement;
mod vocabulary;

pub(crate) use look::{Filters, Look, Row};
