//! The pieces pages are made of.
//!
//! Each is a function from data to a view. They take their words and language from [`crate::context`].
//!
//! - [`text`]: text in the reader's language, or honest about being in another
//! - [`tile`]: the map of twelve tiles, and the mark made of it
//! - [`goal`], [`tag`]: what something is about, and how it stands
//! - [`event`]: rows of events
//! - [`list`]: ledgers, the trail of pages above this one, the way to the next page of a list
//! - [`source`]: where the facts come from
//! - [`form`]: fields and what is wrong with them

pub mod event;
pub mod form;
pub mod goal;
pub mod list;
pub mod source;
pub mod tag;
pub mod text;
pub mod tile;

pub use event::{event_list, event_row, local_time};
pub use form::{CheckboxGroup, Choice, Select, checkbox_group, error_summary, field_error, field_message, select};
pub use goal::{goals, goals_named};
pub use list::{LedgerRow, ledger, next_page, representations, trail};
pub use source::sources;
pub use tag::{format_tag, sample_tag, status_tag};
pub use text::{body, fallback_note, lines, text};
pub use tile::{country_links, mark, tile_map};
