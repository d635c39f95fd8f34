//! Events, as staff write them.
//!
//! - [`mod@list`]: all events, drafts included
//! - [`mod@edit`]: one event, two languages side by side
//! - [`mod@conflict`]: two people wrote at once
//! - [`mod@status`]: publish, unpublish, cancel, postpone
//! - [`mod@revisions`]: what changed, by whom, why
//! - [`mod@preview`]: as visitors would see it
//! - [`mod@read`]: one event, for those who may not change it

mod choices;
mod conflict;
mod edit;
mod list;
mod preview;
mod read;
mod revisions;
mod status;
mod times;
mod zone;

pub use conflict::{Conflict, conflict};
pub use edit::{Edit, Saved, edit, may_write};
pub use list::list;
pub use preview::{preview, preview_typed};
pub use read::read;
pub use revisions::revisions;
pub use status::status;
