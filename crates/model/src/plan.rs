//! What was agreed: the strategies, the Framework, its priority areas and flagships.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{locale::Localized, sdg::SdgNumber, slug::Slug};

/// A plan that both sides agreed on for a span of years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its address: `framework-2021-2025`.
    pub slug: Slug,
    /// The first year.
    pub from_year: i16,
    /// The last year.
    pub to_year: i16,
    /// Its official name.
    pub name: Localized,
    /// A name short enough for a menu.
    pub short_name: Localized,
    /// What it is, in a sentence or two of plain text.
    pub summary: Localized,
    /// The whole story, as Markdown; `[^source]` marks footnotes.
    pub body: Localized,
    /// Where the facts come from.
    pub sources: Vec<Slug>,
}

impl Plan {
    /// The slug of the plan that the portal is about.
    pub const FRAMEWORK: &'static str = "framework-2021-2025";

    /// The years of the plan are over.
    #[must_use]
    pub fn is_over(&self, today: Date) -> bool {
        today.year() > self.to_year
    }
}

/// The number of a priority area of the Framework, 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct AreaNumber(u8);

/// Not an area's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the priority areas are numbered 1 to 4")]
pub struct NoSuchArea;

impl AreaNumber {
    /// All areas, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=4).map(Self)
    }

    /// The number, 1 to 4.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for AreaNumber {
    type Error = NoSuchArea;

    fn try_from(n: u8) -> Result<Self, Self::Error> {
        if (1..=4).contains(&n) { Ok(Self(n)) } else { Err(NoSuchArea) }
    }
}

impl From<AreaNumber> for u8 {
    fn from(n: AreaNumber) -> Self {
        n.0
    }
}

impl std::str::FromStr for AreaNumber {
    type Err = NoSuchArea;

    /// In its one spelling: neither `01` nor `+1`, so that one area has one address.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::all().find(|number| number.get().to_string() == s).ok_or(NoSuchArea)
    }
}

/// A priority area of the Framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Its number.
    pub number: AreaNumber,
    /// The plan.
    pub plan: Slug,
    /// Its name in the plan.
    pub name: Localized,
    /// A name short enough for a tag.
    pub short_name: Localized,
    /// What it is, in a sentence or two of plain text.
    pub summary: Localized,
    /// The whole story, as Markdown; `[^source]` marks footnotes.
    pub body: Localized,
    /// The goals it serves, by the portal's own mapping.
    pub sdgs: Vec<SdgNumber>,
    /// Where the facts come from.
    pub sources: Vec<Slug>,
    /// Which of these stand behind what lists show: the name, the summary, the year. See [`Area::cited_in_lists`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summary_sources: Vec<Slug>,
}

impl Area {
    /// The sources of what lists show; all of them where nothing closer is told.
    #[must_use]
    pub fn cited_in_lists(&self) -> &[Slug] {
        if self.summary_sources.is_empty() { &self.sources } else { &self.summary_sources }
    }
}

/// A programme on which a plan lays special emphasis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flagship {
    /// Its id.
    pub slug: Slug,
    /// The plan.
    pub plan: Slug,
    /// The priority area.
    pub area: AreaNumber,
    /// The programme that carries it out.
    pub programme: Slug,
    /// Its place among the flagships, from 1.
    pub position: i64,
    /// Why it is one, in a sentence or two of plain text.
    pub summary: Localized,
    /// Where the facts come from.
    pub sources: Vec<Slug>,
}
