//! A page of text that is not about one of the other nouns: the Center's story, the accessibility statement.

use serde::{Deserialize, Serialize};

use crate::{locale::Localized, slug::Slug};

/// A page of text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Its id: `home`, `center`, `programmes`, `countries`, `events`, `accessibility`, `privacy`.
    pub slug: Slug,
    /// Its heading.
    pub title: Localized,
    /// What it says, in a sentence or two of plain text; also its description for search engines.
    pub summary: Localized,
    /// The text, as Markdown; `[^source]` marks footnotes. May be empty.
    #[serde(default)]
    pub body: Localized,
    /// Where the facts come from.
    #[serde(default)]
    pub sources: Vec<Slug>,
}
