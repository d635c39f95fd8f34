//! The eleven member states of ASEAN, and China.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    locale::{Locale, Localized},
    slug::Slug,
    time::Zone,
};

/// A country of the region by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum CountryCode {
    /// Brunei Darussalam.
    Bn,
    /// Cambodia.
    Kh,
    /// China, dialogue partner.
    Cn,
    /// Indonesia.
    Id,
    /// Lao PDR.
    La,
    /// Malaysia.
    My,
    /// Myanmar.
    Mm,
    /// Philippines.
    Ph,
    /// Singapore.
    Sg,
    /// Thailand.
    Th,
    /// Timor-Leste.
    Tl,
    /// Viet Nam.
    Vn,
}

/// Not a country of the region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a country of the region")]
pub struct NoSuchCountry;

impl CountryCode {
    /// The twelve countries, in the alphabetical order of their English names.
    pub const ALL: [Self; 12] = [
        Self::Bn,
        Self::Kh,
        Self::Cn,
        Self::Id,
        Self::La,
        Self::My,
        Self::Mm,
        Self::Ph,
        Self::Sg,
        Self::Th,
        Self::Tl,
        Self::Vn,
    ];

    /// The code in capitals: `LA`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bn => "BN",
            Self::Kh => "KH",
            Self::Cn => "CN",
            Self::Id => "ID",
            Self::La => "LA",
            Self::My => "MY",
            Self::Mm => "MM",
            Self::Ph => "PH",
            Self::Sg => "SG",
            Self::Th => "TH",
            Self::Tl => "TL",
            Self::Vn => "VN",
        }
    }

    /// The code as in addresses: `la`.
    #[must_use]
    pub fn path(self) -> String {
        self.code().to_ascii_lowercase()
    }

    /// A member state of ASEAN; China is a dialogue partner.
    #[must_use]
    pub const fn is_asean(self) -> bool {
        !matches!(self, Self::Cn)
    }

    /// The country's place on the schematic map: column and row of its tile, from the north-west, each 0 to 4.
    /// Neighbours stay neighbours; nothing else about the map is to scale.
    #[must_use]
    pub const fn tile(self) -> (u8, u8) {
        match self {
            Self::Cn => (2, 0),
            Self::Mm => (0, 1),
            Self::La => (1, 1),
            Self::Vn => (2, 1),
            Self::Th => (1, 2),
            Self::Kh => (2, 2),
            Self::Ph => (4, 2),
            Self::My => (1, 3),
            Self::Bn => (3, 3),
            Self::Sg => (1, 4),
            Self::Id => (2, 4),
            Self::Tl => (4, 4),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for CountryCode {
    type Err = NoSuchCountry;

    /// In capitals or in lower case.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|c| c.code().eq_ignore_ascii_case(s)).ok_or(NoSuchCountry)
    }
}

/// A country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// Its code.
    pub code: CountryCode,
    /// Its name, as ASEAN spells it.
    pub name: Localized,
    /// Its capital.
    pub capital: Localized,
    /// Its official languages, as a reader would list them.
    pub languages: Localized,
    /// Those of its official languages that the portal speaks.
    pub locales: Vec<Locale>,
    /// Its time zones, west to east.
    pub zones: Vec<Zone>,
    /// The ministry or agency for the environment.
    pub ministry: Localized,
    /// The year it joined ASEAN; `None` for the dialogue partner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asean_since: Option<i16>,
    /// What concerns this country in particular, as Markdown; often empty.
    #[serde(default)]
    pub body: Localized,
    /// Where the facts come from.
    pub sources: Vec<Slug>,
}
