//! What of a subject is put into the index: one row of tokens in order, of which both databases make their own.
//!
//! | token | is |
//! |---|---|
//! | `mangrove` | a word, of the title or of the texts |
//! | `t_mangrove` | a word of the title |
//! | `h_红树` | two neighbouring Chinese characters, of the title or of the texts |
//! | `g_红树` | the same, of the title |
//! | `_len`, `_cla`, `_y2025` | to be read in English; concerns the Lao PDR; of the year 2025 |
//! | `_` | a gap, over which no phrase reaches |
//!
//! Words never hold a `_`, so no text can make a token of another sort.

use std::collections::{BTreeMap, BTreeSet};

use model::{country::CountryCode, locale::Locale};

use super::{
    subject::{Subject, Written},
    word::{han_runs, pairs, words},
};

/// How what is indexed is made. Another number, and every database is indexed anew: to be moved when words are cut, folded or
/// named otherwise than before, or when more of a subject is to be found.
pub(crate) const VERSION: i64 = 2;

/// No phrase reaches over it.
const GAP: &str = "_";
/// The most tokens of a subject. PostgreSQL knows 16,383 places in a text.
const MOST: usize = 16_000;
/// The most times that one token is put into one subject. PostgreSQL keeps 256 places of each, and SQLite shall find no more.
const MOST_OF_ONE: u16 = 250;
/// The most bytes of tokens: PostgreSQL takes a megabyte.
const MOST_BYTES: usize = 600_000;
/// Longer numbers are found as they are, and neither completed nor corrected: there can be as many of them as events.
const LONGEST_NUMBER: usize = 4;

/// The tokens of a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tokens {
    row: Vec<String>,
    bytes: usize,
    times: BTreeMap<String, u16>,
}

/// How a word is known: what the vocabulary counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// How many subjects hold it.
    pub(crate) subjects: i64,
    /// How many hold it in a title.
    pub(crate) titles: i64,
}

impl Tokens {
    /// The tokens of this subject.
    pub(crate) fn of(subject: &Subject) -> Self {
        let mut tokens = Self::default();
        for facet in facets(subject) {
            tokens.push(facet);
        }
        let titles: Vec<&Written> = subject.titles.iter().chain(&subject.names).collect();
        // All of the titles first: of a text that is too long, the end is what is not found.
        for sort in ["t_", ""] {
            titles.iter().for_each(|written| tokens.written(&written.text, sort));
        }
        for sort in ["g_", "h_"] {
            titles.iter().for_each(|written| tokens.pairs(&written.text, sort));
        }
        subject.texts.iter().for_each(|written| tokens.written(&written.text, ""));
        subject.texts.iter().for_each(|written| tokens.pairs(&written.text, "h_"));
        tokens
    }

    fn push(&mut self, token: String) {
        if self.row.len() >= MOST || self.bytes + token.len() > MOST_BYTES {
            return;
        }
        let times = self.times.entry(token.clone()).or_default();
        *times += 1;
        let token = if *times > MOST_OF_ONE { GAP.to_owned() } else { token };
        // A byte between it and the next; PostgreSQL needs two for its place.
        self.bytes += token.len() + 2;
        self.row.push(token);
    }

    fn gap(&mut self) {
        if self.row.last().is_some_and(|last| last != GAP) && self.row.len() < MOST {
            self.row.push(GAP.to_owned());
        }
    }

    fn written(&mut self, text: &str, sort: &str) {
        self.gap();
        for word in words(text) {
            self.push(format!("{sort}{}", word.text));
        }
    }

    fn pairs(&mut self, text: &str, sort: &str) {
        for run in han_runs(&words(text)) {
            self.gap();
            for pair in pairs(&run) {
                self.push(format!("{sort}{pair}"));
            }
        }
    }

    /// As FTS5 reads it: the tokens with spaces between.
    pub(crate) fn sqlite(&self) -> String {
        self.row.join(" ")
    }

    /// As PostgreSQL reads a `tsvector`: each token with its places, from 1.
    pub(crate) fn postgres(&self) -> String {
        let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (n, token) in self.row.iter().enumerate().filter(|(_, token)| *token != GAP) {
            places.entry(token).or_default().push((n + 1).to_string());
        }
        let tokens: Vec<String> = places.iter().map(|(t, places)| format!("'{t}':{}", places.join(","))).collect();
        tokens.join(" ")
    }

    /// The words that the vocabulary counts, each once; `true` for those in a title.
    pub(crate) fn counted(&self) -> BTreeMap<&str, bool> {
        let titles: BTreeSet<&str> = self.row.iter().filter_map(|token| token.strip_prefix("t_")).collect();
        self.row
            .iter()
            .map(String::as_str)
            .filter(|token| is_counted(token))
            .map(|token| (token, titles.contains(token)))
            .collect()
    }
}

/// A word that is known to the vocabulary where it is in a text.
pub(crate) fn is_counted(word: &str) -> bool {
    !word.contains('_') && (word.len() <= LONGEST_NUMBER || word.contains(|c: char| !c.is_ascii_digit()))
}

/// To be read in this language.
pub(crate) fn of_locale(locale: Locale) -> String {
    format!("_l{}", locale.tag().to_ascii_lowercase().replace('-', ""))
}

/// Concerns this country.
pub(crate) fn of_country(country: CountryCode) -> String {
    format!("_c{}", country.path())
}

/// Of this year.
pub(crate) fn of_year(year: i16) -> String {
    format!("_y{year}")
}

fn facets(subject: &Subject) -> Vec<String> {
    let locales = subject.locales().into_iter().map(of_locale);
    let countries = subject.countries.iter().copied().map(of_country);
    let years = subject.years.into_iter().flat_map(|(first, last)| (first..=last).map(of_year));
    locales.chain(countries).chain(years).collect()
}

#[cfg(test)]
mod tests {
    use model::{locale::Locale, search::Kind};
    use proptest::prelude::*;

    use super::*;
    use crate::search::subject::Age;

    fn subject(title: &str, text: &str) -> Subject {
        Subject {
            kind: Kind::Goal,
            key: "1".to_owned(),
            age: Age::Position(1),
            titles: vec![Written { locale: Locale::En, text: title.to_owned() }],
            names: Vec::new(),
            texts: vec![Written { locale: Locale::ZhHans, text: text.to_owned() }],
            countries: vec![CountryCode::La],
            years: Some((2024, 2025)),
        }
    }

    #[test]
    fn a_subject_is_indexed_by_its_words_its_pairs_and_its_filters() {
        let tokens = Tokens::of(&subject("Clean water", "红树林"));
        assert_eq!(
            tokens.sqlite(),
            "_len _lzhhans _cla _y2024 _y2025 _ t_clean t_water _ clean water _ 红树林 _ h_红树 h_树林"
        );
        assert!(tokens.postgres().contains("'clean':10"), "{}", tokens.postgres());
        assert_eq!(tokens.counted().get("water"), Some(&true));
        assert_eq!(tokens.counted().get("红树林"), Some(&false));
    }

    /// What is stored was cut by the binary that stored it, and is taken out again by this one: both have to cut alike.
    #[test]
    fn words_are_cut_as_they_are_in_databases_that_are_there() {
        for (text, cut) in [
            ("ASEAN’s Green Envoys, 2025", "asean s green envoys 2025"),
            (
                "中国—东盟环境保护合作中心",
                "中国 东 盟 环境 保护 合作 中心 _ h_中国 _ h_东盟 h_盟环 h_环境 h_境保 h_保护 h_护合 h_合作 h_作中 h_中心",
            ),
            ("ความร่วมมือด้านสิ่งแวดล้อม", "ความ ร่วม มือ ด้าน สิ่ง แวดล้อม"),
            ("ຄວາມຮ່ວມມືດ້ານສິ່ງແວດລ້ອມ", "ຄວາມ ຮ່ວມມື ດ້ານ ສິ່ງແວດລ້ອມ"),
            ("កិច្ចសហប្រតិបត្តិការបរិស្ថាន", "កិច្ច សហប្រតិបត្តិ ការ បរិស្ថាន"),
            ("ပတ်ဝန်းကျင်ဆိုင်ရာ ပူးပေါင်းဆောင်ရွက်မှု", "ပတ်ဝန်းကျင် ဆိုင်ရာ ပူးပေါင်း ဆောင်ရွက် မှု"),
            ("Hợp tác môi trường", "hop tac moi truong"),
        ] {
            let tokens = Tokens::of(&Subject { countries: Vec::new(), years: None, ..subject("", text) });
            let told = tokens.sqlite();
            let told = told.strip_prefix("_len _lzhhans _ ").unwrap_or(&told);
            assert_eq!(told, cut, "cut otherwise than before: move VERSION");
        }
    }

    #[test]
    fn however_long_the_texts_are_all_of_the_title_is_found() {
        let tokens = Tokens::of(&subject("中国东盟研讨会", &"water and 水 ".repeat(10_000)));
        for token in ["t_东", "g_东盟", "h_东盟", "g_研讨", "h_研讨"] {
            assert!(tokens.row.iter().any(|there| there == token), "{token}");
        }
    }

    #[test]
    fn a_text_of_any_length_keeps_within_what_both_databases_take() {
        let tokens = Tokens::of(&subject("a", &"water ".repeat(40_000)));
        assert!(tokens.row.len() <= MOST && tokens.sqlite().len() <= MOST_BYTES + MOST);
        assert_eq!(tokens.row.iter().filter(|t| *t == "water").count(), usize::from(MOST_OF_ONE));
    }

    proptest! {
        #[test]
        fn no_text_makes_a_token_of_another_sort(text in "\\PC*") {
            let tokens = Tokens::of(&subject(&text, &text));
            let facets = tokens.row.iter().filter(|t| t.starts_with('_') && *t != GAP).count();
            prop_assert_eq!(facets, 5);
            prop_assert!(!tokens.postgres().contains('\\'));
            let sound = |t: &String| t.chars().all(|c| !c.is_ascii() || c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            prop_assert!(tokens.row.iter().all(sound));
        }
    }
}
