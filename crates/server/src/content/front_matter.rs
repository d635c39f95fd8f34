//! One file: TOML between two lines `+++`, then Markdown; every field with its line.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::Broken;

/// The line before and after the front matter.
const FENCE: &str = "+++";

/// What a field says: what of TOML content is written with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Number(i64),
    Truth(bool),
    /// A date or time of TOML's own, as written.
    Date(String),
    List(Vec<Entry>),
    /// Something that no field of content is; its name.
    Other(&'static str),
}

/// A value, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Its line in the file, from 1.
    pub(crate) line: usize,
    /// What it says.
    pub(crate) value: Value,
}

/// A file, taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Parsed {
    /// The file, for people.
    pub(crate) path: String,
    /// The front matter's fields that could be read.
    pub(crate) fields: BTreeMap<String, Entry>,
    /// The Markdown, without empty lines around it; may be empty.
    pub(crate) body: String,
    /// The line of the body's first character.
    pub(crate) body_line: usize,
    /// The file could not be taken apart, and this was told: that a field is missing means nothing.
    pub(crate) in_pieces: bool,
}

impl Parsed {
    /// Takes a file apart. What cannot be read is told in `broken`, and left out.
    pub(crate) fn read(path: String, bytes: &[u8], broken: &mut Vec<Broken>) -> Self {
        let mut parsed = Self { path, fields: BTreeMap::new(), body: String::new(), body_line: 1, in_pieces: false };
        match text_of(bytes).and_then(|text| parsed.fill(&text)) {
            Ok(errors) => {
                // What follows a mistake may have been swallowed by it.
                parsed.in_pieces = !errors.is_empty();
                broken.extend(errors.into_iter().map(|(line, reason)| parsed.broken(line, reason)));
            }
            Err((line, reason)) => {
                parsed.in_pieces = true;
                broken.push(parsed.broken(line, reason));
            }
        }
        parsed
    }

    fn broken(&self, line: usize, reason: String) -> Broken {
        Broken { path: self.path.clone(), line, reason }
    }

    /// Fills in fields and body; the mistakes in the TOML, by line.
    fn fill(&mut self, text: &str) -> Result<Vec<(usize, String)>, (usize, String)> {
        let (front, body) = split(text)?;
        let lines = Lines::of(front);
        let (table, errors) = DeTable::parse_recoverable(front);
        self.fields = table
            .into_inner()
            .into_iter()
            .map(|(name, value)| {
                let line = lines.at(name.span().start);
                (name.into_inner().into_owned(), Entry { line, value: lines.value(value.get_ref()) })
            })
            .collect();
        let blank = body.len() - body.trim_start().len();
        let before = text.len() - body.len() + blank;
        self.body_line = 1 + text.get(..before).map_or(0, |head| head.matches('\n').count());
        body.trim().clone_into(&mut self.body);
        Ok(errors
            .iter()
            .map(|e| {
                (lines.at(e.span().map_or(0, |s| s.start)), format!("not TOML: {}", e.message().replace('\n', ", ")))
            })
            .collect())
    }
}

/// The bytes as text with plain line ends. Some editors begin a file with a byte order mark, and end lines with a
/// carriage return; some leave stray ones.
fn text_of(bytes: &[u8]) -> Result<String, (usize, String)> {
    let text = std::str::from_utf8(bytes).map_err(|e| {
        let line = 1 + bytes.iter().take(e.valid_up_to()).filter(|b| **b == b'\n').count();
        (line, "not UTF-8 text".to_owned())
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n"))
}

/// The text between the two fences, and what comes after.
fn split(text: &str) -> Result<(&str, &str), (usize, String)> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.trim_end() != FENCE {
        return Err((1, format!("a file of content begins with a line `{FENCE}`")));
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Ok((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    Err((1, format!("the front matter has no line `{FENCE}` at its end")))
}

/// Where the front matter's lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(front: &str) -> Self {
        Self(std::iter::once(0).chain(front.match_indices('\n').map(|(at, _)| at + 1)).collect())
    }

    /// The line of the file in which a place of the front matter is; the fence is line 1.
    fn at(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|start| *start <= offset).max(1)
    }

    fn entry(&self, value: &Spanned<DeValue<'_>>) -> Entry {
        Entry { line: self.at(value.span().start), value: self.value(value.get_ref()) }
    }

    fn value(&self, value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.clone().into_owned()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Value::Other("a huge number"), Value::Number),
            DeValue::Boolean(truth) => Value::Truth(*truth),
            DeValue::Datetime(date) => Value::Date(date.to_string()),
            DeValue::Array(items) => Value::List(items.iter().map(|item| self.entry(item)).collect()),
            DeValue::Float(_) => Value::Other("a fraction"),
            DeValue::Table(_) => Value::Other("a table"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Parsed, Vec<String>) {
        let mut broken = Vec::new();
        let parsed = Parsed::read("x.md".to_owned(), text.as_bytes(), &mut broken);
        (parsed, broken.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_field_and_the_body_know_their_lines() {
        let (parsed, broken) = read("+++\nname = \"A\"\n\nareas = [1,\n  2]\n+++\n\n\nText.\n\n");
        assert_eq!(broken, Vec::<String>::new());
        let lines: Vec<_> = parsed.fields.iter().map(|(n, e)| (n.as_str(), e.line)).collect();
        assert_eq!(lines, [("areas", 4), ("name", 2)]);
        let Some(Entry { value: Value::List(items), .. }) = parsed.fields.get("areas") else { panic!("no list") };
        assert_eq!(items.iter().map(|i| i.line).collect::<Vec<_>>(), [4, 5]);
        assert_eq!((parsed.body.as_str(), parsed.body_line), ("Text.", 9));
    }

    #[test]
    fn files_from_any_editor_are_the_same() {
        let (plain, _) = read("+++\nname = \"A\"\n+++\nText\nhere\n");
        let (windows, broken) = read("\u{feff}+++\r\nname = \"A\"\r\n+++\r\nText\r\nhere\r\n");
        assert_eq!((windows.fields, windows.body, broken), (plain.fields, plain.body, Vec::new()));
    }

    #[test]
    fn all_mistakes_in_the_front_matter_are_told() {
        let (_, broken) = read("+++\nname = \nplace = \"A\nfine = 1\nfine = 2\n+++\n");
        let places: Vec<&str> = broken.iter().filter_map(|b| b.split(": ").next()).collect();
        assert!(places.contains(&"x.md:2") && places.contains(&"x.md:3") && places.contains(&"x.md:5"), "{broken:?}");
    }

    #[test]
    fn a_file_without_fences_is_told() {
        assert_eq!(read("name = 1").1, ["x.md:1: a file of content begins with a line `+++`"]);
        assert_eq!(read("+++\nname = 1\n").1, ["x.md:1: the front matter has no line `+++` at its end"]);
        assert_eq!(read("").1.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "(?s)\\+\\+\\+\n.{0,80}\n\\+\\+\\+.{0,20}") {
            let mut broken = Vec::new();
            Parsed::read("x.md".to_owned(), &bytes, &mut broken);
            Parsed::read("x.md".to_owned(), text.as_bytes(), &mut broken);
        }
    }
}
