//! A text as shown, with the words that were looked for marked.

use model::search::Piece;

use super::{
    ask::{Group, Phrase},
    word::{Word, words},
};

/// The most characters of a passage, but for the ellipses.
const PASSAGE: usize = 240;
/// How many characters a passage begins before the first word that is marked.
const BEFORE: usize = 60;
/// How far into a text words are looked for to be marked, in bytes: a page of hits must not cost what its longest text does.
const LOOKED_AT: usize = 12_000;
const ELLIPSIS: &str = "…";

/// A place in a text: from a byte to another.
type Span = (usize, usize);

/// What of the groups stands in a text, looked for as far as [`LOOKED_AT`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// How many of the groups stand there.
    pub(crate) groups: usize,
    /// Where, in order, none over another.
    pub(crate) spans: Vec<Span>,
}

/// What is to be marked in a text: the places where a phrase of one of the groups stands.
pub(crate) fn marks(text: &str, groups: &[Group]) -> Marks {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
    let found = words(text);
    let mut marks = Marks::default();
    for group in groups {
        let before = marks.spans.len();
        for phrase in &group.any {
            if phrase.by_pairs {
                let han = phrase.words.concat();
                marks.spans.extend(text.match_indices(han.as_str()).map(|(at, is)| (at, at + is.len())));
            } else {
                marks.spans.extend(stands(&found, phrase));
            }
        }
        marks.groups += usize::from(marks.spans.len() > before);
    }
    marks.spans.sort_unstable();
    marks.spans = joined(marks.spans);
    marks
}

/// Places that overlap, as one.
fn joined(spans: Vec<Span>) -> Vec<Span> {
    let mut joined: Vec<Span> = Vec::new();
    for (start, end) in spans {
        match joined.last_mut().filter(|last| start < last.1) {
            Some(last) => last.1 = last.1.max(end),
            None => joined.push((start, end)),
        }
    }
    joined
}

/// Where the words of a phrase stand side by side.
fn stands(found: &[Word], phrase: &Phrase) -> Vec<Span> {
    let len = phrase.words.len().max(1);
    found
        .windows(len)
        .filter(|run| run.iter().zip(&phrase.words).all(|(word, sought)| word.text == *sought))
        .filter_map(|run| Some((run.first()?.start, run.last()?.end)))
        .collect()
}

/// The whole text in pieces.
pub(crate) fn pieces(text: &str, marks: &Marks) -> Vec<Piece> {
    within(text, 0, text.len(), &marks.spans)
}

/// A passage of the text, around the first marked place; its beginning where none is. An ellipsis stands for what is cut off.
pub(crate) fn passage(text: &str, marks: &Marks) -> Vec<Piece> {
    let first = marks.spans.first().map_or(0, |(start, _)| *start);
    let start = begin(text, first);
    let end = stop(text, start);
    let mut pieces = within(text, start, end, &marks.spans);
    if start > 0 {
        add(&mut pieces, 0, ELLIPSIS);
    }
    if end < text.len() {
        let last = pieces.len();
        add(&mut pieces, last, ELLIPSIS);
    }
    pieces
}

fn add(pieces: &mut Vec<Piece>, at: usize, text: &str) {
    pieces.insert(at, Piece { text: text.to_owned(), marked: false });
}

/// Where a passage begins that shows what is at `first`: at a word, some way before.
fn begin(text: &str, first: usize) -> usize {
    let before = text.get(..first).unwrap_or_default();
    let Some((from, _)) = before.char_indices().rev().nth(BEFORE) else { return 0 };
    next_break(text, from, first).unwrap_or(from)
}

/// Where a passage ends that begins at `start`: after a word, or where the text ends.
fn stop(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let Some((most, _)) = rest.char_indices().nth(PASSAGE) else { return text.len() };
    // Not far back: a script without spaces has breaks between its words as well.
    let ends = words(rest.get(..most).unwrap_or_default()).into_iter().rev().nth(1).map(|word| word.end);
    start + ends.unwrap_or(most)
}

/// The first word that begins in a part of the text.
fn next_break(text: &str, from: usize, until: usize) -> Option<usize> {
    let part = text.get(from..until)?;
    // The first one may be the rest of a word.
    words(part).get(1).map(|word| from + word.start)
}

fn within(text: &str, start: usize, end: usize, marks: &[Span]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut push = |from: usize, to: usize, marked: bool| {
        if let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) {
            pieces.push(Piece { text: part.to_owned(), marked });
        }
    };
    let mut at = start;
    for (from, to) in marks.iter().map(|(from, to)| ((*from).max(start), (*to).min(end))).filter(|(f, t)| f < t) {
        push(at, from, false);
        push(from, to, true);
        at = to;
    }
    push(at, end, false);
    pieces
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn groups(words: &[&str]) -> Vec<Group> {
        words
            .iter()
            .map(|word| Group { any: vec![Phrase::word((*word).to_owned())], subjects: None, titles: None })
            .collect()
    }

    fn marked(pieces: &[Piece]) -> Vec<&str> {
        pieces.iter().filter(|p| p.marked).map(|p| p.text.as_str()).collect()
    }

    #[test]
    fn what_was_looked_for_is_marked_as_it_is_written() {
        let text = "Mangroves in ĐÀ NẴNG, ＭＡＮＧＲＯＶＥＳ.";
        let pieces = pieces(text, &marks(text, &groups(&["mangroves", "da"])));
        assert_eq!(marked(&pieces), ["Mangroves", "ĐÀ", "ＭＡＮＧＲＯＶＥＳ"]);
    }

    #[test]
    fn a_phrase_is_marked_as_a_whole_and_only_where_it_stands() {
        let phrase = Phrase { words: vec!["air".to_owned(), "quality".to_owned()], by_pairs: false };
        let groups = [Group { any: vec![phrase], subjects: None, titles: None }];
        let text = "Air for quality; air quality.";
        assert_eq!(marked(&pieces(text, &marks(text, &groups))), ["air quality"]);
    }

    #[test]
    fn chinese_is_marked_by_its_characters_where_it_is_looked_for_by_them() {
        let phrase = Phrase { words: vec!["树林".to_owned()], by_pairs: true };
        let groups = [Group { any: vec![phrase], subjects: None, titles: None }];
        assert_eq!(marked(&pieces("保护红树林。", &marks("保护红树林。", &groups))), ["树林"]);
    }

    #[test]
    fn a_passage_shows_the_first_word_that_was_looked_for() {
        let text = format!("{} mangroves {}", "before ".repeat(100), "after ".repeat(100));
        let passage = passage(&text, &marks(&text, &groups(&["mangroves"])));
        assert_eq!(marked(&passage), ["mangroves"]);
        assert_eq!(passage.first().map(|p| p.text.as_str()), Some(ELLIPSIS));
        assert_eq!(passage.last().map(|p| p.text.as_str()), Some(ELLIPSIS));
        assert!(passage.iter().map(|p| p.text.chars().count()).sum::<usize>() <= PASSAGE + 2);
    }

    proptest! {
        #[test]
        fn the_pieces_of_a_text_are_the_text(text in "\\PC{0,80}", word in "[a-z]{1,3}") {
            let marks = marks(&text, &groups(&[&word, "a", "e"]));
            let joined: String = pieces(&text, &marks).into_iter().map(|p| p.text).collect();
            prop_assert_eq!(joined, text);
        }

        #[test]
        fn a_passage_is_a_part_of_the_text_between_ellipses(text in "[\\PC ]{0,600}", word in "\\PC{1,3}") {
            let found: Vec<String> = words(&word).into_iter().map(|w| w.text).collect();
            let sought: Vec<&str> = found.iter().map(String::as_str).collect();
            let joined: String = passage(&text, &marks(&text, &groups(&sought))).into_iter().map(|p| p.text).collect();
            prop_assert!(joined.chars().count() <= PASSAGE + 2);
            let inner = joined.strip_prefix(ELLIPSIS).unwrap_or(&joined);
            let inner = inner.strip_suffix(ELLIPSIS).unwrap_or(inner);
            prop_assert!(text.contains(inner) || text.contains(&joined));
        }
    }
}
