//! The Center's programmes, and the editions of those that recur.

use serde::{Deserialize, Serialize};

use crate::{country::CountryCode, locale::Localized, plan::AreaNumber, sdg::SdgNumber, slug::Slug, time::PartialDate};

/// What sort of undertaking a programme is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProgrammeKind {
    /// A recurring high-level meeting.
    Forum,
    /// A series of activities.
    Programme,
    /// A standing association, of cities for instance.
    Partnership,
    /// A shared system.
    Platform,
    /// A joint effort named by the Framework.
    Initiative,
    /// A concrete action named by the Framework.
    Action,
}

impl ProgrammeKind {
    /// The name of the kind, as in Fluent keys (`programme-kind-forum`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Forum => "forum",
            Self::Programme => "programme",
            Self::Partnership => "partnership",
            Self::Platform => "platform",
            Self::Initiative => "initiative",
            Self::Action => "action",
        }
    }
}

/// Something the Center does, over years.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Its address.
    pub slug: Slug,
    /// Its place in lists, from 1.
    pub position: i64,
    /// What sort of undertaking it is.
    pub kind: ProgrammeKind,
    /// Its official name.
    pub name: Localized,
    /// A name short enough for a menu or a tag.
    pub short_name: Localized,
    /// What it is, in a sentence or two of plain text.
    pub summary: Localized,
    /// The whole story, as Markdown; `[^source]` marks footnotes.
    pub body: Localized,
    /// When it was launched, where a source says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<PartialDate>,
    /// The priority areas of the Framework it serves.
    pub areas: Vec<AreaNumber>,
    /// The goals it serves, by the portal's own mapping.
    pub sdgs: Vec<SdgNumber>,
    /// The countries that take part.
    pub countries: Vec<CountryCode>,
    /// The programme it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Slug>,
    /// Where the facts come from.
    pub sources: Vec<Slug>,
    /// Which of these stand behind what lists show: the name, the summary, the year. See [`Programme::cited_in_lists`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub summary_sources: Vec<Slug>,
}

impl Programme {
    /// The sources of what lists show; all of them where nothing closer is told.
    #[must_use]
    pub fn cited_in_lists(&self) -> &[Slug] {
        if self.summary_sources.is_empty() { &self.sources } else { &self.summary_sources }
    }
}

/// How sure it is that an edition took place as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Reported by a source after the fact.
    Reported,
    /// Announced beforehand; no report was found.
    Announced,
    /// Implied by a source.
    Implied,
    /// Nothing was found.
    Open,
}

impl Certainty {
    /// The name, as in Fluent keys (`certainty-open`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Announced => "announced",
            Self::Implied => "implied",
            Self::Open => "open",
        }
    }
}

/// One holding of a programme that recurs: the ninth Forum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Its id: `forum-09`.
    pub slug: Slug,
    /// The programme.
    pub programme: Slug,
    /// Its number, from 1.
    pub number: u16,
    /// The number is counted by the portal, not given by a source.
    pub number_inferred: bool,
    /// The first day, as exactly as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<PartialDate>,
    /// The last day, where there is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<PartialDate>,
    /// How sure this is.
    pub certainty: Certainty,
    /// The city; empty where open.
    #[serde(default)]
    pub place: Localized,
    /// It could also be followed online.
    #[serde(default)]
    pub online: bool,
    /// Its theme; empty where open.
    #[serde(default)]
    pub theme: Localized,
    /// The theme is a paraphrase, not the official wording.
    #[serde(default)]
    pub theme_paraphrased: bool,
    /// What else is known, plain text.
    #[serde(default)]
    pub note: Localized,
    /// Where the facts come from.
    pub sources: Vec<Slug>,
}
