//! Content against the store: what is new, what has changed, what staff have made their own; and writing it.
//!
//! A record that staff edited is theirs: files never write it again. A text that the files leave as it is keeps its
//! revision, so a source text that changed makes the translations that did not stale. What files say counts as reviewed.
//! Nothing is deleted: a record whose file is gone stays.

use std::fmt;

use jiff::Timestamp;
use model::{locale::Localized, revision::Actor, revision::Noun};
use serde_json::Value;

use super::{Content, noun::Written};
use crate::{
    app::Fault,
    store::{DocumentWrite, Store, Stored},
};

/// What loading does to one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is written for the first time.
    New,
    /// These fields are written anew: `summary.en`, `areas`.
    Changed(Vec<String>),
    /// It is as the files say.
    Unchanged,
    /// Staff edited it, so it stays as it is, though these fields differ from the files.
    Kept(Vec<String>),
    /// It has no file any more, and stays.
    Left,
}

/// One record, and what loading does to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub noun: Noun,
    /// What it is found by.
    pub key: String,
    /// What happens to it.
    pub step: Step,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (noun, key) = (self.noun.name(), &self.key);
        match &self.step {
            Step::New => write!(f, "new        {noun}/{key}"),
            Step::Changed(fields) => write!(f, "changed    {noun}/{key}: {}", fields.join(", ")),
            Step::Unchanged => write!(f, "unchanged  {noun}/{key}"),
            Step::Kept(fields) => {
                write!(f, "kept       {noun}/{key}: edited by staff; differs in {}", fields.join(", "))
            }
            Step::Left => write!(f, "left       {noun}/{key}: has no file any more"),
        }
    }
}

/// What loading does.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// Every record, noun by noun and by key.
    pub items: Vec<Item>,
    writes: Vec<DocumentWrite>,
}

impl Load {
    /// Content as it is written into an empty store.
    ///
    /// # Errors
    /// [`Fault`]: a record cannot be written down.
    pub fn first(content: &Content) -> Result<Self, Fault> {
        let mut load = Self::default();
        load.of(&content.sources, &[])?;
        load.of(&content.sdgs, &[])?;
        load.of(&content.countries, &[])?;
        load.of(&content.plans, &[])?;
        load.of(&content.areas, &[])?;
        load.of(&content.programmes, &[])?;
        load.of(&content.editions, &[])?;
        load.of(&content.flagships, &[])?;
        load.of(&content.history, &[])?;
        load.of(&content.pages, &[])?;
        Ok(load)
    }

    /// Content against what the store holds now.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn compare(content: &Content, store: &Store) -> Result<Self, Fault> {
        let mut load = Self::default();
        load.of(&content.sources, &store.documents().await?)?;
        load.of(&content.sdgs, &store.documents().await?)?;
        load.of(&content.countries, &store.documents().await?)?;
        load.of(&content.plans, &store.documents().await?)?;
        load.of(&content.areas, &store.documents().await?)?;
        load.of(&content.programmes, &store.documents().await?)?;
        load.of(&content.editions, &store.documents().await?)?;
        load.of(&content.flagships, &store.documents().await?)?;
        load.of(&content.history, &store.documents().await?)?;
        load.of(&content.pages, &store.documents().await?)?;
        Ok(load)
    }

    /// There is nothing to write.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// How many records a step is taken with.
    #[must_use]
    pub fn count(&self, step: impl Fn(&Step) -> bool) -> usize {
        self.items.iter().filter(|item| step(&item.step)).count()
    }

    /// Writes what is new and changed, all or nothing.
    ///
    /// # Errors
    /// [`Fault::Stale`] if staff edited a record since the comparison; other [`Fault`]s of the store.
    pub async fn apply(self, store: &Store, now: Timestamp) -> Result<(), Fault> {
        if self.writes.is_empty() {
            return Ok(());
        }
        store.write_documents(self.writes, now, &Actor::Content).await
    }

    /// Writes everything, if the store has never been loaded; whether it was empty. Safe when two processes do so at
    /// once.
    ///
    /// # Errors
    /// [`Fault`] of the store.
    pub async fn apply_if_empty(self, store: &Store, now: Timestamp) -> Result<bool, Fault> {
        store.load_if_empty(self.writes, now).await
    }

    fn of<T: Written>(&mut self, files: &[T], stored: &[Stored<T>]) -> Result<(), Fault> {
        for file in files {
            let key = file.key();
            let held = stored.iter().find(|s| s.value.key() == key);
            let (step, write) = step(file, held);
            if let Some(value) = write {
                self.writes.push(DocumentWrite::of(&value)?);
            }
            self.items.push(Item { noun: T::NOUN, key, step });
        }
        let left = stored.iter().map(|s| s.value.key()).filter(|key| files.iter().all(|f| f.key() != *key));
        self.items.extend(left.map(|key| Item { noun: T::NOUN, key, step: Step::Left }));
        Ok(())
    }
}

/// What happens to one record, and what is written.
fn step<T: Written>(file: &T, held: Option<&Stored<T>>) -> (Step, Option<T>) {
    let Some(held) = held else { return (Step::New, Some(file.clone())) };
    let value = merged(file, &held.value, held.version + 1);
    if value == held.value {
        return (Step::Unchanged, None);
    }
    let fields = differences(&held.value, &value);
    if held.edited { (Step::Kept(fields), None) } else { (Step::Changed(fields), Some(value)) }
}

/// What the file says, with the history of those texts that stay.
fn merged<T: Written>(file: &T, held: &T, version: i64) -> T {
    let (mut value, mut held) = (file.clone(), held.clone());
    for (new, old) in value.texts().into_iter().zip(held.texts()) {
        *new = merged_text(new, old, version);
    }
    value
}

fn merged_text(file: &Localized, held: &Localized, version: i64) -> Localized {
    // A text whose source language changed is another text: nothing was translated from it yet.
    let mut text = if held.source() == file.source() { held.clone() } else { Localized::empty(file.source()) };
    for locale in held.locales().filter(|l| file.get(*l).is_none()) {
        text.remove(locale);
    }
    // English, the source, comes first in the order of languages.
    for locale in file.locales() {
        if let Some(value) = file.get(locale)
            && text.get(locale) != Some(value)
        {
            text.set(locale, value.clone(), version);
            text.review(locale);
        }
    }
    text
}

/// The names of the fields that differ, texts by language.
fn differences<T: Written>(before: &T, after: &T) -> Vec<String> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return Vec::new();
    };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort_unstable();
    names.dedup();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .flat_map(|name| {
            let shown = name.replace('_', "-");
            let languages = languages_that_differ(before.get(name), after.get(name));
            if languages.is_empty() {
                vec![shown]
            } else {
                languages.into_iter().map(|l| format!("{shown}.{l}")).collect()
            }
        })
        .collect()
}

/// For a [`Localized`] as JSON: the languages whose text differs; none for anything else.
fn languages_that_differ(before: Option<&Value>, after: Option<&Value>) -> Vec<String> {
    let texts = |side: Option<&Value>| side.and_then(|v| v.get("texts")?.as_object().cloned()).unwrap_or_default();
    let (before, after) = (texts(before), texts(after));
    let mut tags: Vec<&String> = before.keys().chain(after.keys()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags.into_iter().filter(|tag| before.get(*tag) != after.get(*tag)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use model::{
        locale::{Locale, TranslationState},
        source::Source,
    };
    use proptest::prelude::*;

    use super::*;

    fn source(title: &str, chinese: &str) -> Source {
        let mut text = Localized::new(Locale::En, title.to_owned());
        if !chinese.is_empty() {
            text.set(Locale::ZhHans, chinese.to_owned(), 1);
            text.review(Locale::ZhHans);
        }
        let slug = "s".parse().unwrap_or_else(|e| panic!("{e}"));
        Source { slug, title: text, publisher: Localized::new(Locale::En, "P".to_owned()), date: None }
    }

    fn held(value: Source, version: i64, edited: bool) -> Stored<Source> {
        Stored { value, version, edited }
    }

    #[test]
    fn a_changed_source_makes_an_unchanged_translation_stale() {
        let (step, write) = step(&source("two", "一"), Some(&held(source("one", "一"), 4, false)));
        assert_eq!(step, Step::Changed(vec!["title.en".to_owned()]));
        let title = write.map(|w| w.title).unwrap_or_default();
        assert_eq!(title.state(Locale::ZhHans), TranslationState::Stale);
        assert_eq!(title.translation(Locale::En).map(|t| (t.revision, t.reviewed)), Some((5, true)));
    }

    #[test]
    fn a_translation_that_follows_its_source_is_reviewed_again() {
        let (_, write) = step(&source("two", "一"), Some(&held(source("one", "一"), 1, false)));
        let stale = write.unwrap_or_else(|| panic!("nothing written"));
        let (step, write) = step(&source("two", "二"), Some(&held(stale, 2, false)));
        assert_eq!(step, Step::Changed(vec!["title.zh-Hans".to_owned()]));
        assert_eq!(write.map(|w| w.title.state(Locale::ZhHans)), Some(TranslationState::Reviewed));
    }

    #[test]
    fn a_text_that_the_files_take_back_is_gone() {
        let (_, write) = step(&source("one", ""), Some(&held(source("one", "一"), 1, false)));
        assert_eq!(write.map(|w| w.title.state(Locale::ZhHans)), Some(TranslationState::Missing));
    }

    #[test]
    fn what_staff_edited_is_never_written() {
        let (step, write) = step(&source("two", "二"), Some(&held(source("one", "一"), 2, true)));
        assert_eq!(step, Step::Kept(vec!["title.en".to_owned(), "title.zh-Hans".to_owned()]));
        assert_eq!(write, None);
    }

    proptest! {
        #[test]
        fn what_was_loaded_is_unchanged_the_next_time(
            before in ("[a-c]{1,2}", "[a-c]{0,2}"), after in ("[a-c]{1,2}", "[a-c]{0,2}"), version in 1_i64..9,
        ) {
            let file = source(&after.0, &after.1);
            let stored = held(source(&before.0, &before.1), version, false);
            let loaded = step(&file, Some(&stored)).1.unwrap_or(stored.value);
            prop_assert_eq!(step(&file, Some(&held(loaded, version + 1, false))), (Step::Unchanged, None));
        }
    }
}
