//! The files of one noun in all its languages, read field by field. Every field that is asked for is a field the noun
//! has; what the files hold besides is a mistake.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    country::CountryCode,
    history::Theme,
    locale::{Locale, Localized},
    plan::AreaNumber,
    programme::{Certainty, ProgrammeKind},
    revision::Noun,
    sdg::SdgNumber,
    slug::Slug,
    time::{PartialDate, Zone},
};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value::Error},
};

use super::{
    Broken, Findings, Reference,
    front_matter::{Entry, Parsed, Value},
    noun::Written,
};

/// The files of one noun.
pub(super) struct Record<'a> {
    key: &'a str,
    noun: Noun,
    files: BTreeMap<Locale, Parsed>,
    findings: &'a mut Findings,
    /// Fields asked for, and whether each is text.
    asked: BTreeMap<&'static str, bool>,
    /// The noun has a body.
    has_body: bool,
    /// What the English file lists as its sources.
    listed: BTreeSet<String>,
}

impl<'a> Record<'a> {
    pub(super) fn new(key: &'a str, files: BTreeMap<Locale, Parsed>, noun: Noun, findings: &'a mut Findings) -> Self {
        let (asked, listed) = (BTreeMap::new(), BTreeSet::new());
        Self { key, noun, files, findings, asked, has_body: false, listed }
    }

    /// The whole noun; `None` if something is broken.
    pub(super) fn read<T: Written>(mut self) -> Option<T> {
        let Some(source) = self.files.get(&Locale::En) else {
            let orphans: Vec<String> = self.files.values().map(|f| f.path.clone()).collect();
            for path in orphans {
                let reason =
                    format!("a translation of nothing: {}/{}/{}.md is missing", Locale::En, self.noun.name(), self.key);
                self.findings.broken.push(Broken { path, line: 1, reason });
            }
            return None;
        };
        // Without fields that can be trusted, every further complaint would only hide the real one.
        if source.in_pieces {
            return None;
        }
        let value = T::read(&mut self);
        self.look_for_strangers();
        value
    }

    /// What the noun is found by, from the file's name.
    pub(super) fn key<T: Field>(&mut self) -> Option<T> {
        // A number has one spelling: `04` is not `4`.
        let value = match self.key.parse::<i64>() {
            Ok(number) if number.to_string() == self.key && T::IS_NUMBER => Value::Number(number),
            _ => Value::Text(self.key.to_owned()),
        };
        T::read(&value).map_err(|reason| self.broken(1, format!("the file's name, `{}`: {reason}", self.key))).ok()
    }

    /// A field that has to be there.
    pub(super) fn required<T: Field>(&mut self, name: &'static str) -> Option<T> {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional(name)
    }

    /// A field that may be left out. Also `None` if it is broken.
    pub(super) fn optional<T: Field>(&mut self, name: &'static str) -> Option<T> {
        self.asked.insert(name, false);
        let entry = self.english(name)?;
        T::read(&entry.value).map_err(|reason| self.broken(entry.line, format!("`{name}`: {reason}"))).ok()
    }

    /// A field that names another noun, and may be left out.
    pub(super) fn reference<T: Field>(&mut self, name: &'static str, noun: Noun) -> Option<T> {
        let value = self.optional(name)?;
        if let Some(Entry { line, value }) = self.english(name) {
            self.refer(noun, &value, line);
        }
        Some(value)
    }

    /// A field that names another noun, and has to be there.
    pub(super) fn required_reference<T: Field>(&mut self, name: &'static str, noun: Noun) -> Option<T> {
        if !self.has(name) {
            self.missing(name);
        }
        self.reference(name, noun)
    }

    /// A list that has to be there; it may be empty.
    pub(super) fn list<T: Field + PartialEq>(&mut self, name: &'static str) -> Vec<T> {
        if !self.has(name) {
            self.missing(name);
        }
        self.asked.insert(name, false);
        let Some(entry) = self.english(name) else { return Vec::new() };
        let Value::List(items) = entry.value else {
            self.broken(entry.line, format!("`{name}`: a list was expected: [ … ]"));
            return Vec::new();
        };
        let mut list = Vec::new();
        for Entry { line, value } in items {
            match T::read(&value) {
                Ok(value) if list.contains(&value) => self.broken(line, format!("`{name}`: listed twice")),
                Ok(value) => list.push(value),
                Err(reason) => self.broken(line, format!("`{name}`: {reason}")),
            }
        }
        list
    }

    /// A list of other nouns, which has to be there.
    pub(super) fn references<T: Field + PartialEq>(&mut self, name: &'static str, noun: Noun) -> Vec<T> {
        let list = self.list(name);
        if let Some(Entry { value: Value::List(items), .. }) = self.english(name) {
            for Entry { line, value } in items {
                if T::read(&value).is_ok() {
                    self.refer(noun, &value, line);
                }
            }
        }
        list
    }

    /// A list of countries, or `"all"` for the twelve.
    pub(super) fn countries(&mut self, name: &'static str) -> Vec<CountryCode> {
        match self.english(name) {
            Some(Entry { value: Value::Text(word), line }) if word == "all" => {
                self.asked.insert(name, false);
                for country in CountryCode::ALL {
                    self.refer(Noun::Country, &Value::Text(country.path()), line);
                }
                CountryCode::ALL.to_vec()
            }
            Some(Entry { value: Value::Text(_), line }) => {
                self.asked.insert(name, false);
                self.broken(line, format!("`{name}`: a list of country codes, or \"all\""));
                Vec::new()
            }
            _ => self.references(name, Noun::Country),
        }
    }

    /// The list of sources, which may be left out.
    pub(super) fn sources_if_any(&mut self) -> Vec<Slug> {
        self.asked.insert("sources", false);
        if self.has("sources") { self.sources() } else { Vec::new() }
    }

    /// The list of sources. Footnotes name no others; ask for it before the body.
    pub(super) fn sources(&mut self) -> Vec<Slug> {
        let sources: Vec<Slug> = self.references("sources", Noun::Source);
        self.listed = sources.iter().map(ToString::to_string).collect();
        sources
    }

    /// Which of the sources stand behind the summary; may be left out. Ask for it after them.
    pub(super) fn summary_sources(&mut self) -> Vec<Slug> {
        const NAME: &str = "summary-sources";
        self.asked.insert(NAME, false);
        if !self.has(NAME) {
            return Vec::new();
        }
        let sources: Vec<Slug> = self.references(NAME, Noun::Source);
        if let Some(other) = sources.iter().find(|source| !self.listed.contains(source.as_str())) {
            self.complain(NAME, &format!("{other} is not listed in `sources`"));
        }
        sources
    }

    /// A line of text that has to be there in English.
    pub(super) fn text(&mut self, name: &'static str) -> Localized {
        if !self.has(name) {
            self.missing(name);
        }
        self.text_if_any(name)
    }

    /// A line of text that may be left out.
    pub(super) fn text_if_any(&mut self, name: &'static str) -> Localized {
        self.asked.insert(name, true);
        let entries: Vec<(Locale, Entry)> =
            self.files.iter().filter_map(|(l, file)| Some((*l, file.fields.get(name)?.clone()))).collect();
        let mut texts = Vec::new();
        for (locale, entry) in entries {
            match line_of_text(&entry.value) {
                Ok(text) => texts.push((locale, entry.line, text)),
                Err(reason) => self.broken_in(locale, entry.line, format!("`{name}`: {reason}")),
            }
        }
        let has_english = self.has(name);
        self.localized(name, texts, has_english)
    }

    /// The Markdown after the front matter; it has to be there in English.
    pub(super) fn body(&mut self) -> Localized {
        if self.files.get(&Locale::En).is_some_and(|f| f.body.is_empty()) {
            let line = self.files.get(&Locale::En).map_or(1, |f| f.body_line);
            self.broken(line, "the text after the front matter is missing".to_owned());
        }
        self.body_if_any()
    }

    /// The Markdown after the front matter.
    pub(super) fn body_if_any(&mut self) -> Localized {
        self.has_body = true;
        let texts: Vec<(Locale, usize, String)> = self
            .files
            .iter()
            .filter(|(_, file)| !file.body.is_empty())
            .map(|(locale, file)| (*locale, file.body_line, file.body.clone()))
            .collect();
        for (locale, line, body) in &texts {
            self.check_body(*locale, *line, body);
        }
        let has_english = texts.iter().any(|(locale, ..)| *locale == Locale::En);
        self.localized("body", texts, has_english)
    }

    /// A rule of the noun as a whole is broken; told at this field.
    pub(super) fn complain(&mut self, name: &str, reason: &str) {
        let line = self.english(name).map_or(1, |entry| entry.line);
        self.broken(line, format!("`{name}`: {reason}"));
    }

    /// No other noun of this kind says the same: told at this field.
    pub(super) fn claim(&mut self, name: &'static str, what: String) {
        let Some(path) = self.files.get(&Locale::En).map(|file| file.path.clone()) else { return };
        if let Some(other) = self.findings.claims.insert((self.noun, name, what), path) {
            self.complain(name, &format!("the same as in {other}"));
        }
    }

    fn localized(&mut self, name: &str, texts: Vec<(Locale, usize, String)>, has_english: bool) -> Localized {
        let mut localized = Localized::empty(Locale::En);
        // `Locale` is ordered with English first, so the translations are made from the text that is there.
        for (locale, line, text) in texts {
            if has_english {
                localized.set(locale, text, 1);
                localized.review(locale);
            } else {
                self.broken_in(locale, line, format!("`{name}`: a translation of nothing: English has no `{name}`"));
            }
        }
        localized
    }

    fn check_body(&mut self, locale: Locale, first: usize, body: &str) {
        for (n, line) in body.lines().enumerate() {
            let at = first + n;
            if line.chars().any(|c| c.is_control() && c != '\t') {
                self.broken_in(locale, at, "the text holds control characters".to_owned());
            }
            for (key, defines) in footnotes(line) {
                if defines {
                    let reason = format!("`[^{key}]:` footnotes are written by the portal, from the source `{key}`");
                    self.broken_in(locale, at, reason);
                } else if !self.listed.contains(key) {
                    let reason = format!("`[^{key}]`: not listed in `sources`");
                    self.broken_in(locale, at, reason);
                }
            }
        }
    }

    /// Fields that the noun does not have, and what is not text outside of English.
    fn look_for_strangers(&mut self) {
        let mut strangers = Vec::new();
        for (locale, file) in &self.files {
            for (name, entry) in &file.fields {
                let reason = match self.asked.get(name.as_str()) {
                    None => format!("`{name}`: not a field of `{}`", self.noun.name()),
                    Some(false) if *locale != Locale::En => {
                        format!("`{name}`: not text, so it stands in the English file alone")
                    }
                    Some(_) => continue,
                };
                strangers.push((*locale, entry.line, reason));
            }
            if !self.has_body && !file.body.is_empty() {
                strangers.push((
                    *locale,
                    file.body_line,
                    format!("`{}` has no text after the front matter", self.noun.name()),
                ));
            }
        }
        for (locale, line, reason) in strangers {
            self.broken_in(locale, line, reason);
        }
    }

    /// The English file has this field, sound or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.files.get(&Locale::En).is_some_and(|file| file.fields.contains_key(name))
    }

    fn english(&self, name: &str) -> Option<Entry> {
        self.files.get(&Locale::En)?.fields.get(name).cloned()
    }

    fn refer(&mut self, noun: Noun, value: &Value, line: usize) {
        let key = match value {
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.to_lowercase(),
            _ => return,
        };
        let Some(path) = self.files.get(&Locale::En).map(|file| file.path.clone()) else { return };
        self.findings.references.push(Reference { path, line, noun, key });
    }

    fn missing(&mut self, name: &str) {
        self.broken(1, format!("`{name}` is missing"));
    }

    fn broken(&mut self, line: usize, reason: String) {
        self.broken_in(Locale::En, line, reason);
    }

    fn broken_in(&mut self, locale: Locale, line: usize, reason: String) {
        if let Some(path) = self.files.get(&locale).map(|file| file.path.clone()) {
            self.findings.broken.push(Broken { path, line, reason });
        }
    }
}

/// One line of text, without space around it.
fn line_of_text(value: &Value) -> Result<String, String> {
    let Value::Text(text) = value else { return Err("text was expected: \"…\"".to_owned()) };
    let text = text.trim();
    if text.is_empty() {
        Err("empty: leave the field out instead".to_owned())
    } else if text.chars().any(char::is_control) {
        Err("line ends and control characters are not allowed here".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// The footnote marks `[^key]` in a line of Markdown, and whether each defines its footnote (`[^key]: …`).
fn footnotes(line: &str) -> impl Iterator<Item = (&str, bool)> {
    line.match_indices("[^").filter_map(move |(at, mark)| {
        let rest = &line[at + mark.len()..];
        let (key, after) = rest.split_once(']')?;
        Some((key, after.starts_with(':') && line[..at].trim().is_empty()))
    })
}

/// Something that a field can say.
pub(super) trait Field: Sized {
    /// Written as a number.
    const IS_NUMBER: bool = false;

    /// The value, or what was expected, for an editor.
    fn read(value: &Value) -> Result<Self, String>;
}

fn words(value: &Value) -> Result<&str, String> {
    match value {
        Value::Text(text) => Ok(text),
        _ => Err("text was expected: \"…\"".to_owned()),
    }
}

fn number(value: &Value) -> Result<i64, String> {
    match value {
        Value::Number(number) => Ok(*number),
        _ => Err("a whole number was expected".to_owned()),
    }
}

macro_rules! by_words {
    ($($type:ty),+) => {$(
        impl Field for $type {
            fn read(value: &Value) -> Result<Self, String> {
                let text = words(value)?;
                text.parse::<Self>().map_err(|e| format!("{e}, but `{text}` is written"))
            }
        }
    )+};
}

macro_rules! by_number {
    ($($type:ty),+) => {$(
        impl Field for $type {
            const IS_NUMBER: bool = true;

            fn read(value: &Value) -> Result<Self, String> {
                let number = number(value)?;
                Self::try_from(number).map_err(|_| format!("{number} is out of range"))
            }
        }
    )+};
}

/// A number of a few, which the model knows.
macro_rules! by_small_number {
    ($($type:ty),+) => {$(
        impl Field for $type {
            const IS_NUMBER: bool = true;

            fn read(value: &Value) -> Result<Self, String> {
                // What does not fit a byte is as wrong as 255 is.
                let number = u8::try_from(number(value)?).unwrap_or(u8::MAX);
                Self::try_from(number).map_err(|e| e.to_string())
            }
        }
    )+};
}

/// One of a few words, by the names that the model gives them.
macro_rules! by_choice {
    ($($type:ty),+) => {$(
        impl Field for $type {
            fn read(value: &Value) -> Result<Self, String> {
                let text = words(value)?;
                // Serde's own error lists the names that there are.
                Self::deserialize(IntoDeserializer::<Error>::into_deserializer(text)).map_err(|e| e.to_string())
            }
        }
    )+};
}

by_words!(Slug, CountryCode, Zone, Locale);
by_number!(i64, i16, u16);
by_choice!(ProgrammeKind, Certainty, Theme);

by_small_number!(AreaNumber, SdgNumber);

impl Field for bool {
    fn read(value: &Value) -> Result<Self, String> {
        match value {
            Value::Truth(truth) => Ok(*truth),
            _ => Err("true or false was expected".to_owned()),
        }
    }
}

impl Field for PartialDate {
    /// Quoted, or as a date of TOML's own.
    fn read(value: &Value) -> Result<Self, String> {
        let text = match value {
            Value::Text(text) | Value::Date(text) => text,
            _ => return Err("a date was expected: \"2011\", \"2011-10\" or \"2011-10-22\"".to_owned()),
        };
        text.parse().map_err(|e| format!("`{text}` is {e}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_are_found_where_they_stand() {
        let line = "One.[^a][^b-2] [link](x) [^open";
        assert_eq!(footnotes(line).collect::<Vec<_>>(), [("a", false), ("b-2", false)]);
        assert_eq!(footnotes(" [^a]: Text.").collect::<Vec<_>>(), [("a", true)]);
    }
}
