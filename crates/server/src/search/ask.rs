//! What was typed, understood: words, and phrases in quotation marks. There are no operators: what looks like one is a word, or
//! nothing.

use super::word::{Word, pairs, words};

/// The most words that are looked for. What is more costs too much, and narrows nothing.
const MOST: usize = 8;

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    /// What has to be there, all of it.
    pub(crate) wants: Vec<Want>,
    /// What was left out, because there was too much; as typed.
    pub(crate) left_out: Vec<String>,
}

/// A word, or a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Want {
    /// As it was typed.
    pub(crate) typed: String,
    /// Its words; of a phrase, in order.
    pub(crate) words: Vec<String>,
    /// To be found as it stands.
    pub(crate) quoted: bool,
    /// It may be the beginning of a word: the last one, that somebody may be typing still.
    pub(crate) open: bool,
    /// It was typed as one, and is cut into single characters: a Chinese name that is in no dictionary, such as `东盟` (ASEAN).
    pub(crate) apart: bool,
}

impl Want {
    /// A word as it stands in the vocabulary.
    pub(crate) fn word(word: String) -> Self {
        Self { typed: word.clone(), words: vec![word], quoted: false, open: false, apart: false }
    }
}

/// Words that stand side by side in a text, or a word alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The words; of Chinese text that is looked for by its characters, it as one.
    pub(crate) words: Vec<String>,
    /// It is looked for by its pairs of characters, whatever words they are cut into.
    pub(crate) by_pairs: bool,
}

/// Phrases of which one has to be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Group {
    /// The phrases. Where there is none, nothing can be found.
    pub(crate) any: Vec<Phrase>,
    /// How many subjects hold one of them, at most; `None` where nobody counted.
    pub(crate) subjects: Option<i64>,
    /// How many hold one in a title.
    pub(crate) titles: Option<i64>,
}

impl Phrase {
    /// A word.
    pub(crate) fn word(word: String) -> Self {
        Self { words: vec![word], by_pairs: false }
    }

    /// Its tokens, of the title alone or of all.
    pub(crate) fn tokens(&self, of_title: bool) -> Vec<String> {
        let (sort, tokens) = match (self.by_pairs, of_title) {
            (true, of_title) => {
                let han = self.words.concat();
                (if of_title { "g_" } else { "h_" }, pairs(&han))
            }
            (false, true) => ("t_", self.words.clone()),
            (false, false) => ("", self.words.clone()),
        };
        tokens.into_iter().map(|token| format!("{sort}{token}")).collect()
    }
}

impl Want {
    /// Of Chinese characters alone, and of more than one.
    pub(crate) fn han(&self) -> Option<String> {
        let text = self.words.concat();
        let word = Word { text: text.clone(), start: 0, end: 0 };
        (word.is_han() && text.chars().count() > 1).then_some(text)
    }
}

/// What this text asks for. The marks around a phrase may be those of any language; one without its partner is nothing.
pub(crate) fn understand(text: &str) -> Asked {
    let mut asked = Asked::default();
    let mut left = MOST;
    for (part, quoted) in quoted_parts(text) {
        let found = words(part);
        let typed = |word: &Word| part.get(word.start..word.end).unwrap_or_default().to_owned();
        if quoted {
            let kept: Vec<String> = found.iter().take(left).map(|w| w.text.clone()).collect();
            asked.left_out.extend(found.iter().skip(kept.len()).map(typed));
            left -= kept.len();
            asked.add(Want { typed: part.trim().to_owned(), words: kept, quoted: true, open: false, apart: false });
            continue;
        }
        for (word, apart) in &joined(found) {
            let want = Want { typed: typed(word), words: vec![word.text.clone()], quoted, open: false, apart: *apart };
            if left == 0 {
                asked.left_out.push(want.typed);
            } else if asked.add(want) {
                left -= 1;
            }
        }
    }
    if let Some(last) = asked.wants.last_mut().filter(|_| asked.left_out.is_empty()) {
        last.open = !last.quoted;
    }
    asked
}

/// Neighbouring single Chinese characters as one, each word with whether it was made so: who typed them side by side looks for
/// them side by side.
fn joined(found: Vec<Word>) -> Vec<(Word, bool)> {
    let is_single = |word: &Word| word.is_han() && word.text.chars().count() == 1;
    let mut joined: Vec<(Word, bool)> = Vec::new();
    for word in found {
        let single = is_single(&word);
        match joined.last_mut().filter(|(last, apart)| single && last.end == word.start && (*apart || is_single(last)))
        {
            Some((last, apart)) => {
                last.text.push_str(&word.text);
                last.end = word.end;
                *apart = true;
            }
            None => joined.push((word, false)),
        }
    }
    joined
}

impl Asked {
    /// Whether it was not there yet.
    fn add(&mut self, want: Want) -> bool {
        let is_new = !want.words.is_empty() && !self.wants.iter().any(|w| w.words == want.words);
        if is_new {
            self.wants.push(want);
        }
        is_new
    }
}

/// The text in parts, each with whether it stands in quotation marks.
fn quoted_parts(text: &str) -> Vec<(&str, bool)> {
    let is_mark =
        |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》' | '＂');
    let parts: Vec<&str> = text.split(is_mark).collect();
    // Marks go in twos; where the last one has no partner, what follows it is as plain as what stands before.
    let pairs_until = if parts.len() % 2 == 1 { parts.len() } else { parts.len() - 1 };
    parts.into_iter().enumerate().map(|(n, part)| (part, n % 2 == 1 && n < pairs_until)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wants(text: &str) -> Vec<(Vec<String>, bool)> {
        understand(text).wants.into_iter().map(|w| (w.words, w.quoted)).collect()
    }

    fn of(words: &[&str], quoted: bool) -> (Vec<String>, bool) {
        (words.iter().map(|w| (*w).to_owned()).collect(), quoted)
    }

    #[test]
    fn words_and_phrases_are_told_apart_by_the_marks_of_any_language() {
        assert_eq!(wants("clean \"Air quality\""), [of(&["clean"], false), of(&["air", "quality"], true)]);
        assert_eq!(wants("“air quality” now"), [of(&["air", "quality"], true), of(&["now"], false)]);
        assert_eq!(wants("「红树林」"), [of(&["红树林"], true)]);
    }

    #[test]
    fn a_mark_without_its_partner_is_nothing() {
        assert_eq!(wants("\"air quality"), [of(&["air"], false), of(&["quality"], false)]);
        assert_eq!(wants("a\" OR 1=1 --"), ["a", "or", "1"].map(|w| of(&[w], false)));
    }

    #[test]
    fn only_the_last_word_may_be_a_beginning() {
        let open = |text| understand(text).wants.iter().map(|w| w.open).collect::<Vec<_>>();
        assert_eq!(open("air qual"), [false, true]);
        assert_eq!(open("air \"quality\""), [false, false]);
    }

    #[test]
    fn a_chinese_name_that_is_in_no_dictionary_stays_whole() {
        let asked = understand("中国东盟合作");
        let words: Vec<(&str, bool)> = asked.wants.iter().map(|w| (w.typed.as_str(), w.apart)).collect();
        assert_eq!(words, [("中国", false), ("东盟", true), ("合作", false)]);
    }

    #[test]
    fn what_is_too_much_is_told() {
        let asked = understand("one two three four five six seven eight Nine ten");
        assert_eq!(asked.wants.len(), MOST);
        assert_eq!(asked.left_out, ["Nine", "ten"]);
        assert!(!asked.wants.iter().any(|w| w.open));
        let phrase = understand(&format!("\"{}\"", "a b c d e f g h i j"));
        assert_eq!((phrase.wants.len(), phrase.left_out.len()), (1, 2));
    }

    #[test]
    fn nothing_to_look_for_is_nothing() {
        for text in ["", "  ", "\"\"", "* - ( ) : %", "\u{301}", "\"\" \"", "_", "\0"] {
            assert!(understand(text).wants.is_empty(), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn anything_typed_is_understood_within_bounds(text in "[\\PC\"“ ]*") {
            let asked = understand(&text);
            prop_assert!(asked.wants.iter().map(|w| w.words.len()).sum::<usize>() <= MOST);
            prop_assert!(asked.wants.iter().all(|w| !w.words.is_empty()));
        }
    }
}
