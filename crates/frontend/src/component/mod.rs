//! The pieces pages are made of.
//!
//! Each is a function from data to a view. They take their words and language from [`crate::context`].
//!
//! - [`mod@text`]: text in the reader's language, or honest about being in another
//! - [`tile`]: the map of twelve tiles, and the mark made of it
//! - [`mod@glass`]: the glass that stands for searching
//! - [`goal`], [`tag`]: what something is about, and how it stands
//! - [`event`]: rows of events
//! - [`mod@heading`]: how a page begins
//! - [`fact`], [`link`]: what stands beside a story
//! - [`mod@agenda`]: what happens around something
//! - [`mod@table`]: tables whose rows become cards on narrow screens
//! - [`representation`]: the same content for other software
//! - [`list`]: ledgers, the trail of pages above this one, the way to the next page of a list
//! - [`source`]: where the facts come from
//! - [`form`]: fields and what is wrong with them

pub mod agenda;
pub mod event;
pub mod fact;
pub mod form;
pub mod glass;
pub mod goal;
pub mod heading;
pub mod link;
pub mod list;
pub mod representation;
pub mod source;
pub mod table;
pub mod tag;
pub mod text;
pub mod tile;

pub use agenda::agenda;
pub use event::{dated_row, event_list, event_row, local_time, struck, tag_row};
pub use fact::{Fact, facts};
pub use form::{
    CheckboxGroup, Choice, Select, checkbox_group, country_choices, error_summary, field_error, field_message, select,
    year_choices,
};
pub use glass::glass;
pub use goal::{goals, goals_named};
pub use heading::{Opening, heading, lead_under, opening};
pub use link::{area_links, mail_link, programme_links};
pub use list::{LedgerRow, ledger, neighbours, next_page, pager, representations, trail};
pub use representation::{Holds, alternates, formats};
pub use source::{sources, sources_band};
pub use table::{Table, TableRow, table};
pub use tag::{format_tag, sample_tag, status_tag, status_tags};
pub use text::{body, fallback_note, language_tag, lines, text, text_as_noted};
pub use tile::{country_links, mark, small_tile_map, tile_map};
