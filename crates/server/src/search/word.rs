//! A text cut into words, as ICU4X cuts it: by UAX #29, and by dictionaries where words are written without spaces (Chinese,
//! Thai, Lao, Khmer, Burmese).
//!
//! By dictionaries and not by the neural models, because these take ten times as long; the dictionaries are in the binary, and
//! take no heap.

use std::sync::LazyLock;

use icu::segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};

use super::fold::{fold, is_han, is_letter_or_number, is_of_word};

static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// The longest word that is kept whole, in characters; of a longer one, the beginning counts.
const LONGEST: usize = 48;

/// A word where it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The word, folded: letters, marks and numbers alone, no ASCII but `a-z` and `0-9`.
    pub(crate) text: String,
    /// Where it begins in the text, in bytes.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
}

impl Word {
    /// It is of Chinese characters alone.
    pub(crate) fn is_han(&self) -> bool {
        self.text.chars().all(is_han)
    }
}

/// The words of a text, in order. Two may stand at the same place, where one sign stands for two words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = 0;
    for end in SEGMENTER.segment_str(text) {
        if let Some(segment) = text.get(start..end).filter(|s| !s.is_empty()) {
            parts(segment, start, &mut words);
        }
        start = end;
    }
    words
}

/// The words within what UAX #29 takes for one: `1,5` and `center's` are two.
fn parts(segment: &str, at: usize, words: &mut Vec<Word>) {
    let mut rest = segment;
    let mut start = at;
    while !rest.is_empty() {
        let len = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(len);
        let end = start + len;
        if !part.is_empty() {
            // A sign can fold into what is no part of a word: `㈱` is `(株)`.
            let folded = fold(part);
            let found = folded.split(|c| !is_of_word(c)).filter(|w| w.contains(is_letter_or_number));
            words.extend(found.map(|word| Word { text: word.chars().take(LONGEST).collect(), start, end }));
        }
        let skipped = after.chars().next().map_or(0, char::len_utf8);
        rest = after.get(skipped..).unwrap_or_default();
        start = end + skipped;
    }
}

/// The pairs of neighbouring characters of a Chinese text, in order; none of one character.
pub(crate) fn pairs(han: &str) -> Vec<String> {
    let chars: Vec<char> = han.chars().collect();
    chars.windows(2).map(|pair| pair.iter().collect()).collect()
}

/// The runs of neighbouring Chinese words: `环境数据` where the words are `环境` and `数据`.
pub(crate) fn han_runs(words: &[Word]) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut end = None;
    for word in words.iter().filter(|w| w.is_han()) {
        match runs.last_mut().filter(|_| end == Some(word.start)) {
            Some(run) => run.push_str(&word.text),
            None => runs.push(word.text.clone()),
        }
        end = Some(word.end);
    }
    runs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<String> {
        words(text).into_iter().map(|w| w.text).collect()
    }

    #[test]
    fn words_without_spaces_are_told_apart() {
        assert_eq!(cut("中国东盟环境保护合作中心"), ["中国", "东", "盟", "环境", "保护", "合作", "中心"]);
        assert_eq!(cut("สิ่งแวดล้อมและการพัฒนา"), ["สิ่ง", "แวดล้อม", "และ", "การ", "พัฒนา"].map(fold));
        for text in ["ສິ່ງແວດລ້ອມແລະການພັດທະນາ", "បរិស្ថាននិងការអភិវឌ្ឍ", "ပတ်ဝန်းကျင်နှင့်ဖွံ့ဖြိုးတိုးတက်မှု"]
        {
            assert!(cut(text).len() > 1, "{text} {:?}", cut(text));
        }
    }

    #[test]
    fn a_khmer_word_break_that_is_not_seen_parts_words() {
        assert_eq!(cut("abc\u{200b}def"), ["abc", "def"]);
        assert_eq!(cut("ab\u{200d}c"), ["abc"]);
    }

    #[test]
    fn signs_and_marks_alone_are_no_words() {
        for text in ["", " \t\n", "\u{301}\u{302}", "\u{e34}", "* - ( ) : \" % \0", "👩‍🌾🌳", "___", "\u{200b}\u{200d}"]
        {
            assert!(cut(text).is_empty(), "{text:?} {:?}", cut(text));
        }
    }

    #[test]
    fn a_word_tells_where_it_stands() {
        let text = "The Center’s ＰＭ2.5 (Đà Nẵng)";
        let told: Vec<(&str, String)> =
            words(text).into_iter().map(|w| (text.get(w.start..w.end).unwrap_or_default(), w.text)).collect();
        let told: Vec<(&str, &str)> = told.iter().map(|(shown, word)| (*shown, word.as_str())).collect();
        assert_eq!(
            told,
            [
                ("The", "the"),
                ("Center", "center"),
                ("s", "s"),
                ("ＰＭ2", "pm2"),
                ("5", "5"),
                ("Đà", "da"),
                ("Nẵng", "nang")
            ]
        );
    }

    #[test]
    fn neighbouring_chinese_words_are_one_run() {
        assert_eq!(han_runs(&words("环境数据, 红树林 and 环境")), ["环境数据", "红树林", "环境"]);
        assert_eq!(pairs("红树林"), ["红树", "树林"]);
    }

    proptest! {
        #[test]
        fn words_stand_in_the_text_in_order(text in "\\PC*") {
            let mut end = 0;
            for word in words(&text) {
                prop_assert!(text.get(word.start..word.end).is_some());
                prop_assert!(word.start <= word.end && word.end >= end);
                prop_assert!(!word.text.is_empty());
                prop_assert!(word.text.chars().all(|c| is_of_word(c) && !c.is_ascii_uppercase()));
                end = word.end;
            }
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = words(&String::from_utf8_lossy(&bytes));
        }
    }
}
