//! Events, as staff write them.
//!
//! - [`list`]: all events, drafts included
//! - [`edit`]: one event, two languages side by side
//! - [`conflict`]: two people wrote at once
//! - [`status`]: publish, unpublish, cancel, postpone
//! - [`revisions`]: what changed, by whom, why
//! - [`preview`]: as visitors would see it

mod choices;
mod conflict;
mod edit;
mod list;
mod preview;
mod revisions;
mod status;
mod zone;

pub use conflict::conflict;
pub use edit::{Edit, edit};
pub use list::list;
pub use preview::preview;
pub use revisions::revisions;
pub use status::status;
