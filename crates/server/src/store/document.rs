//! The nouns of the first content: each a table of `(slug, position, doc, version, edited, updated_at)`, where `doc` is the
//! noun as JSON.

use model::{
    country::Country,
    history::HistoryEntry,
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    revision::Noun,
    sdg::Sdg,
    source::Source,
};
use serde::{Serialize, de::DeserializeOwned};

/// A noun that is stored as a document.
pub trait Document: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Which noun; its name is also its table's.
    const NOUN: Noun;

    /// The key: a slug, a number, a code in lower case.
    fn key(&self) -> String;

    /// Its place in lists; equal places are ordered by key.
    fn position(&self) -> i64;
}

macro_rules! document {
    ($type:ty, $noun:ident, $this:ident => $key:expr, $position:expr) => {
        impl Document for $type {
            const NOUN: Noun = Noun::$noun;

            fn key(&self) -> String {
                let $this = self;
                $key
            }

            fn position(&self) -> i64 {
                let $this = self;
                $position
            }
        }
    };
}

document!(Programme, Programme, p => p.slug.to_string(), p.position);
document!(Edition, Edition, e => e.slug.to_string(), i64::from(e.number));
document!(Plan, Plan, p => p.slug.to_string(), i64::from(p.from_year));
document!(Area, Area, a => a.number.get().to_string(), i64::from(a.number.get()));
document!(Flagship, Flagship, f => f.slug.to_string(), f.position);
document!(HistoryEntry, History, h => h.slug.to_string(), days(h.from.earliest()));
document!(Country, Country, c => c.code.path(), alphabetical(c.code));
document!(Sdg, Sdg, s => s.number.get().to_string(), i64::from(s.number.get()));
document!(Page, Page, p => p.slug.to_string(), 0);
document!(Source, Source, s => s.slug.to_string(), 0);

/// A date as a number that sorts: 20110524.
fn days(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

fn alphabetical(code: model::country::CountryCode) -> i64 {
    model::country::CountryCode::ALL.iter().position(|c| *c == code).map_or(0, |i| i as i64)
}
