//! The seventeen Sustainable Development Goals of the 2030 Agenda.

use serde::{Deserialize, Serialize};

use crate::locale::Localized;

/// The number of a goal, 1 to 17.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct SdgNumber(u8);

/// Not a goal's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the goals are numbered 1 to 17")]
pub struct NoSuchSdg;

impl SdgNumber {
    /// The goals' colours, by number from 1, as `#rrggbb`. Never the only sign of a goal: its number stands beside.
    const COLOURS: [&'static str; 17] = [
        "#e5243b", "#dda63a", "#4c9f38", "#c5192d", "#ff3a21", "#26bde2", "#fcc30b", "#a21942", "#fd6925", "#dd1367",
        "#fd9d24", "#bf8b2e", "#3f7e44", "#0a97d9", "#56c02b", "#00689d", "#19486a",
    ];

    /// All goals, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=17).map(Self)
    }

    /// The number, 1 to 17.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The goal's colour, `#rrggbb`.
    #[must_use]
    pub fn colour(self) -> &'static str {
        Self::COLOURS.get(usize::from(self.0) - 1).copied().unwrap_or("#000000")
    }
}

impl TryFrom<u8> for SdgNumber {
    type Error = NoSuchSdg;

    fn try_from(n: u8) -> Result<Self, Self::Error> {
        if (1..=17).contains(&n) { Ok(Self(n)) } else { Err(NoSuchSdg) }
    }
}

impl From<SdgNumber> for u8 {
    fn from(n: SdgNumber) -> Self {
        n.0
    }
}

impl std::str::FromStr for SdgNumber {
    type Err = NoSuchSdg;

    /// In its one spelling: neither `01` nor `+1`, so that one goal has one address.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::all().find(|number| number.get().to_string() == s).ok_or(NoSuchSdg)
    }
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sdg {
    /// Its number.
    pub number: SdgNumber,
    /// Its official short name.
    pub name: Localized,
}
