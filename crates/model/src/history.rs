//! How the cooperation came about, from 1991 to today.

use serde::{Deserialize, Serialize};

use crate::{locale::Localized, slug::Slug, time::PartialDate};

/// What an entry of the history is about; what the reader filters by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// The relations between ASEAN and China, and the region.
    Relations,
    /// The Center itself.
    Center,
    /// Strategies, plans and joint statements.
    Plans,
    /// Programmes and meetings.
    Programmes,
}

impl Theme {
    /// Every theme, in the order offered.
    pub const ALL: [Self; 4] = [Self::Relations, Self::Center, Self::Plans, Self::Programmes];

    /// The name, as in addresses and Fluent keys (`history-theme-center`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Relations => "relations",
            Self::Center => "center",
            Self::Plans => "plans",
            Self::Programmes => "programmes",
        }
    }

    /// The theme of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == name)
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Its id: `2011-inauguration`.
    pub slug: Slug,
    /// When, as exactly as the sources say.
    pub from: PartialDate,
    /// The last date, where it lasted or where sources differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// What it is about.
    pub theme: Theme,
    /// What happened, in one sentence of plain text.
    pub title: Localized,
    /// More about it, as Markdown; often empty.
    #[serde(default)]
    pub body: Localized,
    /// The programme it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<Slug>,
    /// The plan it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Slug>,
    /// Where the facts come from.
    pub sources: Vec<Slug>,
}
