//! All content but events: small enough to be read at once, kept in memory, and looked up without a query.

use serde::{Deserialize, Serialize};

use crate::{
    country::{Country, CountryCode},
    error::{FieldError, FieldErrors},
    history::HistoryEntry,
    page::Page,
    plan::{Area, AreaNumber, Flagship, Plan},
    programme::{Edition, Programme},
    sdg::{Sdg, SdgNumber},
    slug::Slug,
    source::Source,
};

/// The content that comes with the portal, each list in the order in which it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// By position.
    pub programmes: Vec<Programme>,
    /// By programme and number.
    pub editions: Vec<Edition>,
    /// By first year.
    pub plans: Vec<Plan>,
    /// By number.
    pub areas: Vec<Area>,
    /// By position.
    pub flagships: Vec<Flagship>,
    /// By date.
    pub history: Vec<HistoryEntry>,
    /// By English name.
    pub countries: Vec<Country>,
    /// By number.
    pub sdgs: Vec<Sdg>,
    /// By slug.
    pub pages: Vec<Page>,
    /// By slug.
    pub sources: Vec<Source>,
}

impl Catalogue {
    /// The programme at this slug.
    #[must_use]
    pub fn programme(&self, slug: &str) -> Option<&Programme> {
        self.programmes.iter().find(|p| p.slug == *slug)
    }

    /// The programme that a list is asked for is one of those there are.
    ///
    /// # Errors
    /// [`FieldError::Choice`] on `programme`.
    pub fn has_programme(&self, asked: Option<&Slug>) -> Result<(), FieldErrors> {
        let known = asked.is_none_or(|slug| self.programme(slug.as_str()).is_some());
        if known { Ok(()) } else { Err(FieldErrors::one("programme", FieldError::Choice)) }
    }

    /// The editions of a programme, by number.
    pub fn editions_of<'a>(&'a self, programme: &'a str) -> impl Iterator<Item = &'a Edition> {
        self.editions.iter().filter(move |e| e.programme == *programme)
    }

    /// The programmes that serve a priority area.
    pub fn programmes_in(&self, area: AreaNumber) -> impl Iterator<Item = &Programme> {
        self.programmes.iter().filter(move |p| p.areas.contains(&area))
    }

    /// The plan at this slug.
    #[must_use]
    pub fn plan(&self, slug: &str) -> Option<&Plan> {
        self.plans.iter().find(|p| p.slug == *slug)
    }

    /// The Framework 2021-2025.
    #[must_use]
    pub fn framework(&self) -> Option<&Plan> {
        self.plan(Plan::FRAMEWORK)
    }

    /// The priority area of this number.
    #[must_use]
    pub fn area(&self, number: AreaNumber) -> Option<&Area> {
        self.areas.iter().find(|a| a.number == number)
    }

    /// The country of this code.
    #[must_use]
    pub fn country(&self, code: CountryCode) -> Option<&Country> {
        self.countries.iter().find(|c| c.code == code)
    }

    /// The goal of this number.
    #[must_use]
    pub fn sdg(&self, number: SdgNumber) -> Option<&Sdg> {
        self.sdgs.iter().find(|s| s.number == number)
    }

    /// The page of text at this slug.
    #[must_use]
    pub fn page(&self, slug: &str) -> Option<&Page> {
        self.pages.iter().find(|p| p.slug == *slug)
    }

    /// The source at this slug.
    #[must_use]
    pub fn source(&self, slug: &str) -> Option<&Source> {
        self.sources.iter().find(|s| s.slug == *slug)
    }
}
