//! Events, as visitors see them.

mod index;
mod notice;
mod share;
mod show;

pub use index::index;
pub use show::show;
