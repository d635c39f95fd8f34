//! What differs between two texts, word by word: what went is a `del`, what came an `ins`.

use std::time::Duration;

use leptos::prelude::*;
use similar::{Algorithm, ChangeTag, TextDiff};

/// Beyond this many octets on either side, lines are compared and not words: a long text is not worth the time.
const WORDS_MAX: usize = 20_000;
/// After this time the comparison becomes coarser, and stays true.
const TIME: Duration = Duration::from_millis(200);
/// An unchanged stretch longer than this, in characters, is shown by its ends alone.
const UNCHANGED_MAX: usize = 240;
/// How much of each of its ends is shown.
const ENDS: usize = 80;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// In both.
    Same(String),
    /// In the other text only.
    Changed(String),
}

/// The two texts, each in pieces.
pub(super) fn pieces(before: &str, after: &str) -> [Vec<Piece>; 2] {
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Patience).timeout(TIME);
    let words = before.len().max(after.len()) <= WORDS_MAX;
    let diff = if words { config.diff_unicode_words(before, after) } else { config.diff_lines(before, after) };
    let [mut left, mut right] = [Vec::new(), Vec::new()];
    for change in diff.iter_all_changes() {
        let text = change.value();
        match change.tag() {
            ChangeTag::Equal => {
                push(&mut left, Piece::Same(text.to_owned()));
                push(&mut right, Piece::Same(text.to_owned()));
            }
            ChangeTag::Delete => push(&mut left, Piece::Changed(text.to_owned())),
            ChangeTag::Insert => push(&mut right, Piece::Changed(text.to_owned())),
        }
    }
    [left, right]
}

/// Adds a piece, or lengthens the last one of the same kind.
fn push(pieces: &mut Vec<Piece>, piece: Piece) {
    match (pieces.last_mut(), piece) {
        (Some(Piece::Same(last)), Piece::Same(text)) | (Some(Piece::Changed(last)), Piece::Changed(text)) => {
            last.push_str(&text);
        }
        (_, piece) => pieces.push(piece),
    }
}

/// The text as it was, what went marked; long unchanged stretches are left out.
pub(super) fn before_view(pieces: Vec<Piece>) -> AnyView {
    view_of(pieces, true, |text| view! { <del>{text}</del> }.into_any())
}

/// The text as it became, what came marked; long unchanged stretches are left out.
pub(super) fn after_view(pieces: Vec<Piece>) -> AnyView {
    view_of(pieces, true, |text| view! { <ins>{text}</ins> }.into_any())
}

/// One of two texts to choose from, whole; what the other has not is marked.
pub(super) fn marked_view(pieces: Vec<Piece>) -> AnyView {
    view_of(pieces, false, |text| view! { <mark>{text}</mark> }.into_any())
}

fn view_of(pieces: Vec<Piece>, short: bool, mark: fn(String) -> AnyView) -> AnyView {
    let last = pieces.len().saturating_sub(1);
    pieces
        .into_iter()
        .enumerate()
        .map(|(i, piece)| match piece {
            Piece::Changed(text) => mark(text),
            Piece::Same(text) if short => shorten(&text, i > 0, i < last).into_any(),
            Piece::Same(text) => text.into_any(),
        })
        .collect_view()
        .into_any()
}

/// An unchanged stretch by its ends: the one after a change, the one before the next.
fn shorten(text: &str, after_change: bool, before_change: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= UNCHANGED_MAX {
        return text.to_owned();
    }
    let head: String = characters.iter().take(ENDS).collect();
    let tail: String = characters.iter().skip(characters.len() - ENDS).collect();
    match (after_change, before_change) {
        (true, true) => format!("{head} … {tail}"),
        (true, false) | (false, false) => format!("{head} …"),
        (false, true) => format!("… {tail}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|p| match p {
                Piece::Same(t) | Piece::Changed(t) => t.as_str(),
            })
            .collect()
    }

    #[test]
    fn one_changed_word_is_marked_and_the_rest_is_not() {
        let [before, after] = pieces("The hall in Beijing.", "The hall in Nanning.");
        assert!(before.contains(&Piece::Changed("Beijing".to_owned())), "{before:?}");
        assert!(after.contains(&Piece::Changed("Nanning".to_owned())), "{after:?}");
    }

    #[test]
    fn a_chinese_text_is_not_marked_as_a_whole() {
        let [before, after] = pieces("红树林保护研讨会", "红树林修复研讨会");
        assert!(before.len() > 1 && after.len() > 1, "{before:?} {after:?}");
    }

    #[test]
    fn both_texts_are_whole_in_their_pieces() {
        let (a, b) = ("one two\nthree ".repeat(2_000), "one 2\nthree ".repeat(2_100));
        let [before, after] = pieces(&a, &b);
        assert_eq!((whole(&before), whole(&after)), (a, b));
    }

    #[test]
    fn a_long_unchanged_stretch_is_shown_by_its_ends() {
        let text = "x".repeat(1_000);
        assert_eq!(shorten(&text, true, true).chars().count(), 2 * ENDS + 3);
        assert_eq!(shorten("short", true, true), "short");
    }
}
