//! The first content: Markdown with front matter, embedded in the binary, or in a folder that an operator gives.
//!
//! # The format
//! `<language>/<noun>/<key>.md`, where the noun is one of those in [`Content`] and the key is what the noun is found by:
//! a slug, the number of an area or a goal, a country's code in lower case. A file is TOML between two lines `+++`, then
//! Markdown, which is the noun's `body`:
//!
//! ```text
//! +++
//! kind = "forum"
//! position = 1
//! areas = [1]
//! countries = "all"
//! sources = ["about-us"]
//! name = "ASEAN-China Environmental Cooperation Forum"
//! +++
//!
//! The Forum is a place for policy dialogue.[^about-us]
//! ```
//!
//! Field names are the model's, with hyphens. English is the source: its files hold all that is not text, and a noun
//! exists if its English file does. The files of other languages hold text alone, and no text that English lacks; what
//! they leave out is shown in English. `[^key]` in a body names a source, which is listed in `sources`. A folder may
//! have a `README.md`; files whose names begin with a dot are passed over.
//!
//! # The way of a file
//! - [`folder`]: where the bytes come from
//! - [`front_matter`]: bytes to fields, each with its line
//! - [`record`]: one noun's files in all languages, read field by field; [`noun`]: what fields each noun has
//! - [`Content::read`]: all of them, and whether what they name is there
//! - [`load`]: what is new or changed compared to the store, and writing it
//! - [`sample`]: the events of the demonstration
//!
//! Reading goes on after an error, so that all [`Broken`] places are told at once.

pub mod folder;
pub(crate) mod front_matter;
pub mod load;
mod noun;
mod record;
pub mod sample;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use model::{
    country::Country,
    history::HistoryEntry,
    locale::Locale,
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    revision::Noun,
    sdg::Sdg,
    slug::Slug,
    source::Source,
};

use self::{folder::File, front_matter::Parsed, noun::Written, record::Record};

/// All nouns of the first content, each list by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// What facts come from.
    pub sources: Vec<Source>,
    /// The goals.
    pub sdgs: Vec<Sdg>,
    /// The countries.
    pub countries: Vec<Country>,
    /// The strategies and the Framework.
    pub plans: Vec<Plan>,
    /// The Framework's priority areas.
    pub areas: Vec<Area>,
    /// What the Center does.
    pub programmes: Vec<Programme>,
    /// The holdings of programmes that recur.
    pub editions: Vec<Edition>,
    /// The Framework's flagships.
    pub flagships: Vec<Flagship>,
    /// What happened.
    pub history: Vec<HistoryEntry>,
    /// Pages of text.
    pub pages: Vec<Page>,
}

/// A place in a file that cannot be read as content, and why. Shown as `path:line: reason`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broken {
    /// The file, as the operator would name it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, for an editor of content.
    pub reason: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.reason)
    }
}

impl std::error::Error for Broken {}

/// A noun that a file names, and where: it has to be there.
#[derive(Clone, Debug)]
struct Reference {
    path: String,
    line: usize,
    noun: Noun,
    key: String,
}

/// What is found on the way besides the nouns themselves.
#[derive(Debug, Default)]
struct Findings {
    broken: Vec<Broken>,
    references: Vec<Reference>,
    /// What may be said once, and the file that said it: noun, field, value.
    claims: BTreeMap<(Noun, &'static str, String), String>,
}

/// The files of one noun, sorted out by key and language.
type Drawer = BTreeMap<String, BTreeMap<Locale, Parsed>>;

impl Content {
    /// The nouns in these files.
    ///
    /// # Errors
    /// Every broken place, by path and line.
    pub fn read(files: Vec<File>) -> Result<Self, Vec<Broken>> {
        let mut findings = Findings::default();
        let mut drawers = sorted_out(files, &mut findings);
        let present: BTreeSet<(Noun, String)> = drawers
            .iter()
            .flat_map(|(noun, drawer)| {
                drawer.iter().filter(|(_, by)| by.contains_key(&Locale::En)).map(|(key, _)| (*noun, key.clone()))
            })
            .collect();
        let content = Self {
            sources: all(&mut drawers, &mut findings),
            sdgs: all(&mut drawers, &mut findings),
            countries: all(&mut drawers, &mut findings),
            plans: all(&mut drawers, &mut findings),
            areas: all(&mut drawers, &mut findings),
            programmes: all(&mut drawers, &mut findings),
            editions: all(&mut drawers, &mut findings),
            flagships: all(&mut drawers, &mut findings),
            history: all(&mut drawers, &mut findings),
            pages: all(&mut drawers, &mut findings),
        };
        let Findings { mut broken, references, .. } = findings;
        // By what is present, not by what could be read: a broken source is told once, not wherever it is named.
        broken.extend(references.into_iter().filter(|r| !present.contains(&(r.noun, r.key.clone()))).map(|r| Broken {
            path: r.path,
            line: r.line,
            reason: format!("there is no {0} `{1}`: {2}/{0}/{1}.md is missing", r.noun.name(), r.key, Locale::En),
        }));
        if broken.is_empty() {
            return Ok(content);
        }
        broken.sort_unstable();
        broken.dedup();
        Err(broken)
    }

    /// The content in the binary.
    ///
    /// # Errors
    /// As [`Content::read`]; a test sees to it that there are none.
    pub fn embedded() -> Result<Self, Vec<Broken>> {
        Self::read(folder::embedded())
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.sources.len()
            + self.sdgs.len()
            + self.countries.len()
            + self.plans.len()
            + self.areas.len()
            + self.programmes.len()
            + self.editions.len()
            + self.flagships.len()
            + self.history.len()
            + self.pages.len()
    }

    /// There are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Every noun of one kind.
fn all<T: Written>(drawers: &mut BTreeMap<Noun, Drawer>, findings: &mut Findings) -> Vec<T> {
    let drawer = drawers.remove(&T::NOUN).unwrap_or_default();
    drawer.into_iter().filter_map(|(key, files)| Record::new(&key, files, T::NOUN, findings).read()).collect()
}

/// Files by noun, key and language. What is not at a place for content is a finding.
fn sorted_out(files: Vec<File>, findings: &mut Findings) -> BTreeMap<Noun, Drawer> {
    let mut drawers: BTreeMap<Noun, Drawer> = BTreeMap::new();
    for file in files {
        let place = match place(&file.within) {
            Ok(place) => place,
            Err(reason) => {
                findings.broken.push(Broken { path: file.path, line: 1, reason });
                continue;
            }
        };
        let (locale, noun, key) = place;
        let parsed = Parsed::read(file.path, &file.bytes, &mut findings.broken);
        drawers.entry(noun).or_default().entry(key).or_default().insert(locale, parsed);
    }
    drawers
}

/// What a file is about, by its place in the folder.
fn place(within: &str) -> Result<(Locale, Noun, String), String> {
    let parts: Vec<&str> = within.split('/').collect();
    let [language, noun, name] = parts.as_slice() else {
        return Err("not a place for content: files are at <language>/<noun>/<key>.md".to_owned());
    };
    let Some(key) = name.strip_suffix(".md") else {
        return Err("not a content file: its name has to end in .md".to_owned());
    };
    let locale = language.parse().map_err(|_| {
        let tags: Vec<&str> = Locale::ALL.iter().map(|l| l.tag()).collect();
        format!("`{language}` is not one of the portal's languages: {}", tags.join(", "))
    })?;
    let noun = noun::ALL.into_iter().find(|n| n.name() == *noun).ok_or_else(|| {
        let names: Vec<&str> = noun::ALL.iter().map(|n| n.name()).collect();
        format!("`{noun}` is not a noun of the content: {}", names.join(", "))
    })?;
    // The numbers and codes that some nouns are found by are slugs, too.
    let key: Slug = key.parse().map_err(|e| format!("the file's name, `{key}`: {e}"))?;
    Ok((locale, noun, key.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_in_the_binary_is_sound() {
        let broken = Content::embedded().err().unwrap_or_default();
        assert!(broken.is_empty(), "{}", broken.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}
