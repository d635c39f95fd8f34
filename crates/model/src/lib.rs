//! What the portal is about: its nouns, their rules, and nothing that talks to the outside.
//!
//! No I/O, no clock, no database, no web framework: time is a parameter, text is data. Every other crate speaks
//! in these types.
//!
//! # The map
//! - **Languages**: [`locale`] (the thirteen, and [`Localized`](locale::Localized) text that knows what it was
//!   translated from)
//! - **Nouns from the first content**: [`programme`] (with its editions), [`plan`] (priority areas, flagships),
//!   [`history`], [`country`], [`sdg`], [`page`], [`source`]; together they are the [`catalogue`]
//! - **Nouns that staff write**: [`event`] (and [`event_form`], what a person typed)
//! - **People**: [`staff`] (accounts, roles, passwords), [`account`] (what the owner of an account is told of it), [`viewer`]
//!   (who asks, and what they may do)
//! - **Looking for things**: [`search`] (what somebody types, what is found)
//! - **Change**: [`revision`] (what changed, by whom, why)
//! - **Shared words**: [`slug`], [`time`], [`error`], [`route`] (every link is built there)
//!
//! # To add a noun
//! 1. A file `<noun>.rs` here: the type, its id, its validation with [`error::FieldError`]s, its unit tests.
//! 2. A variant of [`revision::Noun`], so that its writes can be recorded.
//! 3. If it comes with the first content: a list in [`catalogue::Catalogue`], a table in both migration folders,
//!    its fields in `server/src/content/noun.rs`.
//! 4. If staff write it: a use case in `server/src/app`, a store in `server/src/store`, tests on both databases.
//! 5. Its paths in [`route::Route`], its pages in `frontend/src/page`.

pub mod account;
pub mod catalogue;
pub mod country;
pub mod error;
pub mod event;
pub mod event_form;
mod filter;
pub mod history;
pub mod locale;
pub mod page;
pub mod plan;
pub mod programme;
pub mod revision;
pub mod route;
pub mod sdg;
pub mod search;
pub mod slug;
pub mod source;
pub mod staff;
pub mod time;
pub mod viewer;
