//! Where a fact comes from. Every fact shown to a visitor has one.

use serde::{Deserialize, Serialize};

use crate::{locale::Localized, slug::Slug, time::PartialDate};

/// A publication, page or statement that a fact is taken from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its id: what `[^slug]` in a Markdown body and `sources` in front matter name.
    pub slug: Slug,
    /// Its title, or what it is.
    pub title: Localized,
    /// Who published it.
    pub publisher: Localized,
    /// When it was published, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
}
