//! What somebody looks for, and what is found: the words between the search page and the index.
//!
//! # How to read an answer
//! - [`Query::parse`] reads an address's `q`, `kind`, `in` (language of the content), `country`, `year`, `after` (a place);
//!   [`Query::pairs`] writes them. [`Route::Search`] is the page, [`Route::Suggestions`] (with `.json`) what is offered while
//!   somebody types.
//! - [`Found::groups`] holds what was found, a [`Group`] for each [`Kind`] that has hits, in the order of [`Kind::ALL`]. A query
//!   without a kind gets the first few hits of every kind; a group that has more than it shows leads to the same query with
//!   that kind ([`Query::of_kind`]). A query with a kind gets one group, page by page: [`Found::next`] is where the next begins.
//! - A [`Hit`] has its title and a passage as [`Piece`]s, of which those that were looked for are marked; each with the language
//!   it is in. Joined, the pieces of a title are the title.
//! - [`Found::read_as`] tells where other words were looked for than those that were typed, [`Found::left_out`] what was not
//!   looked for at all.
//! - [`Found::instead`] is there where nothing was found: what would find something.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    country::CountryCode,
    error::FieldErrors,
    event::Status,
    filter::{parse, some},
    locale::Locale,
    route::Route,
    time::{PartialDate, When, YEARS},
};

/// What a thing that can be found is. The order is the order of the groups on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A programme.
    Programme,
    /// A plan: the Framework, an earlier strategy.
    Plan,
    /// A priority area of the Framework.
    Area,
    /// An action on which the Framework lays special emphasis.
    Action,
    /// An event.
    Event,
    /// One holding of a programme that recurs.
    Edition,
    /// A country.
    Country,
    /// An entry of the history.
    Milestone,
    /// A Sustainable Development Goal.
    Goal,
    /// A page of text.
    Page,
}

impl Kind {
    /// Every kind, in the order of the groups.
    pub const ALL: [Self; 10] = [
        Self::Programme,
        Self::Plan,
        Self::Area,
        Self::Action,
        Self::Event,
        Self::Edition,
        Self::Country,
        Self::Milestone,
        Self::Goal,
        Self::Page,
    ];

    /// The name, as in storage, addresses and Fluent keys (`search-kind-event`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::Plan => "plan",
            Self::Area => "area",
            Self::Action => "action",
            Self::Event => "event",
            Self::Edition => "edition",
            Self::Country => "country",
            Self::Milestone => "milestone",
            Self::Goal => "goal",
            Self::Page => "page",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
}

/// A place in the list of one kind. Opaque to its readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The words stand in the title. Those of which they do come first.
    pub in_title: bool,
    /// The place among these: a later one is newer, and comes before.
    pub at: i64,
}

/// Not a place in a list of what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a place in a list of what was found")]
pub struct NoSuchPlace;

impl FromStr for Place {
    type Err = NoSuchPlace;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let (rank, at) = s.split_once('_').ok_or(NoSuchPlace)?;
        let in_title = match rank {
            "title" => true,
            "text" => false,
            _ => return Err(NoSuchPlace),
        };
        let at: i64 = at.parse().map_err(|_| NoSuchPlace)?;
        if at < 0 { Err(NoSuchPlace) } else { Ok(Self { in_title, at }) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", if self.in_title { "title" } else { "text" }, self.at)
    }
}

/// What a visitor looks for; the query of the search page's address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Query {
    /// What was typed, without space around it, at most [`Query::LONGEST`] characters. Words in quotation marks are looked for
    /// as they stand, side by side.
    pub text: String,
    /// More was typed than is looked for: the rest of it was cut off.
    pub cut: bool,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// To be read in this language.
    pub language: Option<Locale>,
    /// Concerning this country.
    pub country: Option<CountryCode>,
    /// Of this year.
    pub year: Option<i16>,
    /// After this place, in the list of a kind. Means nothing without a kind.
    pub after: Option<Place>,
}

/// One of the filters of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// Of one kind.
    Kind,
    /// In one language.
    Language,
    /// Concerning one country.
    Country,
    /// Of one year.
    Year,
}

impl Filter {
    /// Every filter.
    pub const ALL: [Self; 4] = [Self::Kind, Self::Language, Self::Country, Self::Year];

    /// The name of its field, as in addresses.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Language => "in",
            Self::Country => "country",
            Self::Year => "year",
        }
    }
}

impl Query {
    /// The most characters that are looked for.
    pub const LONGEST: usize = 200;

    /// A query for these words, in everything.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let text = text.trim();
        let end = text.char_indices().nth(Self::LONGEST).map(|(at, _)| at);
        let kept = end.map_or(text, |end| &text[..end]);
        Self { text: kept.trim_end().to_owned(), cut: end.is_some(), ..Self::default() }
    }

    /// The query in these decoded pairs. Unknown names and empty values are passed over; a later pair wins. Any text is one
    /// that can be looked for, so `q` is never wrong.
    ///
    /// # Errors
    /// [`Choice`](crate::error::FieldError::Choice) on each name whose value is none.
    pub fn parse<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, FieldErrors> {
        parse(pairs, |query: &mut Self, name, value| match name {
            "q" => {
                let Self { text, cut, .. } = Self::of(value);
                (query.text, query.cut) = (text, cut);
                true
            }
            "kind" => some(&mut query.kind, Kind::named(value)),
            "in" => some(&mut query.language, value.parse().ok()),
            "country" => some(&mut query.country, value.parse().ok()),
            "year" => some(&mut query.year, value.parse().ok().filter(|y| YEARS.contains(y))),
            "after" => some(&mut query.after, value.parse().ok()),
            _ => true,
        })
    }

    /// The pairs that [`Query::parse`] reads back, in a fixed order; nothing for what is not asked.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        pairs.extend(self.kind.iter().map(|k| ("kind", k.name().to_owned())));
        pairs.extend(self.language.iter().map(|l| ("in", l.tag().to_owned())));
        pairs.extend(self.country.iter().map(|c| ("country", c.path())));
        pairs.extend(self.year.iter().map(|y| ("year", y.to_string())));
        pairs.extend(self.after.iter().map(|p| ("after", p.to_string())));
        pairs
    }

    /// The same, of one kind, from its beginning.
    #[must_use]
    pub fn of_kind(&self, kind: Kind) -> Self {
        Self { kind: Some(kind), after: None, ..self.clone() }
    }

    /// The same, without one of its filters, from the beginning.
    #[must_use]
    pub fn without(&self, filter: Filter) -> Self {
        let mut query = Self { after: None, ..self.clone() };
        match filter {
            Filter::Kind => query.kind = None,
            Filter::Language => query.language = None,
            Filter::Country => query.country = None,
            Filter::Year => query.year = None,
        }
        query
    }

    /// The same, for other words, from the beginning.
    #[must_use]
    pub fn with_text(&self, text: &str) -> Self {
        let Self { text, cut, .. } = Self::of(text);
        Self { text, cut, after: None, ..self.clone() }
    }

    /// The filters that are asked.
    #[must_use]
    pub fn filters(&self) -> Vec<Filter> {
        let asked = |filter: &Filter| match filter {
            Filter::Kind => self.kind.is_some(),
            Filter::Language => self.language.is_some(),
            Filter::Country => self.country.is_some(),
            Filter::Year => self.year.is_some(),
        };
        Filter::ALL.into_iter().filter(asked).collect()
    }
}

/// How many there are, counted as far as is worth while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// That many, at least.
    pub number: u32,
    /// There are more than that: "more than 1,000".
    pub more: bool,
}

/// A part of a text as shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The part, as it stands in the text. Plain text, not Markdown or HTML.
    pub text: String,
    /// It is what was looked for: to be shown in a `mark`.
    pub marked: bool,
}

/// A text of a hit, in the language it is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The text, cut where marked and unmarked parts meet.
    pub pieces: Vec<Piece>,
    /// The language of all of it.
    pub locale: Locale,
}

impl Passage {
    /// The whole as plain text.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|p| p.text.as_str()).collect()
    }
}

/// Where a hit leads: a page, and the place on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The page.
    pub route: Route,
    /// The id of the element on it, where the thing is not the whole page.
    pub fragment: Option<String>,
}

/// When a hit is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// When an event happens, or was to happen.
    Event {
        /// When.
        when: When,
        /// Where it stands: never a draft.
        status: Status,
        /// It is a sample, and labelled as one.
        sample: bool,
    },
    /// A date or two, as exactly as known.
    Date {
        /// The first, or the only one.
        from: PartialDate,
        /// The last, where there is more than one.
        until: Option<PartialDate>,
    },
    /// From one year to another, both included.
    Years(i16, i16),
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its id among its kind: a slug, a number, a code.
    pub key: String,
    /// Where it is shown.
    pub target: Target,
    /// Its title, whole.
    pub title: Passage,
    /// The passage of its text that the words stand in, else the beginning; where the text is cut off, an ellipsis stands.
    /// `None` where there is no text.
    pub passage: Option<Passage>,
    /// When it is, where that is told.
    pub moment: Option<Moment>,
}

/// The hits of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The kind.
    pub kind: Kind,
    /// How many hits there are, on this page and on others.
    pub count: Count,
    /// Those that are shown: the words in the title first, then new before old.
    pub hits: Vec<Hit>,
}

/// A word that was looked for as others, because nothing public holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// The word as typed.
    pub typed: String,
    /// The words that were looked for, any of them, the likeliest first.
    pub taken: Vec<String>,
}

/// Another query, that finds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// What to look for.
    pub query: Query,
    /// How many are found, of all kinds together or of the kind that the query names.
    pub count: Count,
}

/// What helps where nothing was found. Nothing in it is empty of hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Instead {
    /// The same in other spellings, the likeliest first.
    pub spellings: Vec<Alternative>,
    /// The same in another language of the content; each `query.language` is set. Only where a language was asked.
    pub languages: Vec<Alternative>,
    /// The same without one of the filters.
    pub without: Vec<(Filter, Alternative)>,
    /// The same with fewer of the words, most hits last: the nearest first.
    pub fewer: Vec<Alternative>,
    /// What comes nearest: hits of some of the words; else, where a language, a country or a year is asked,
    /// the newest that fits.
    pub nearby: Vec<Hit>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// By kind; none is empty.
    pub groups: Vec<Group>,
    /// Where the next page begins. Only where the query names a kind.
    pub next: Option<Place>,
    /// Words that were looked for as others.
    pub read_as: Vec<Reading>,
    /// Words as typed that were not looked for, because there were too many.
    pub left_out: Vec<String>,
    /// There was nothing to look for: no letter and no digit was typed, and no group is there.
    pub blank: bool,
    /// Some of the content is not in the index yet: more may be found in a while.
    pub incomplete: bool,
    /// Where nothing was found, and there was something to look for.
    pub instead: Option<Instead>,
}

/// Something that is offered while somebody types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A thing, by its title.
    Thing {
        /// What it is.
        kind: Kind,
        /// Its title.
        title: Passage,
        /// Where it is shown.
        target: Target,
    },
    /// What was typed, with its last word completed: to be looked for.
    Words(String),
}

impl Suggestion {
    /// How many are offered at once, at most.
    pub const MOST: usize = 8;
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_query_reads_back_what_it_writes() {
        let query = Query {
            text: "\"红树林\" mangrove".to_owned(),
            cut: false,
            kind: Some(Kind::Event),
            language: Some(Locale::ZhHans),
            country: "LA".parse().ok(),
            year: Some(2025),
            after: Some(Place { in_title: false, at: 77 }),
        };
        let pairs = query.pairs();
        assert_eq!(Query::parse(pairs.iter().map(|(n, v)| (*n, v.as_str()))), Ok(query));
    }

    #[test]
    fn a_filter_that_is_none_is_told_by_name_and_any_words_are_sound() {
        let errors = Query::parse([("q", "\" OR 1=1 --"), ("in", "xx"), ("kind", "spy"), ("year", "soon"), ("x", "y")]);
        let names: Vec<String> = errors.err().iter().flat_map(|e| e.iter().map(|(n, _)| n.to_owned())).collect();
        assert_eq!(names, ["in", "kind", "year"]);
    }

    #[test]
    fn what_is_too_long_is_cut_and_told() {
        let query = Query::of(&"环境 ".repeat(5_000));
        assert!(query.cut && query.text.chars().count() <= Query::LONGEST);
        assert!(!Query::of("  short ").cut);
    }

    #[test]
    fn a_filter_is_taken_away_alone() {
        let query = Query { year: Some(2020), kind: Some(Kind::Goal), ..Query::of("clean water") };
        assert_eq!(query.filters(), [Filter::Kind, Filter::Year]);
        assert_eq!(query.without(Filter::Year).filters(), [Filter::Kind]);
        assert_eq!(query.without(Filter::Kind).text, "clean water");
    }

    proptest! {
        #[test]
        fn any_query_is_survived_and_what_is_read_reads_back(text in ".*", value in ".*") {
            let _ = Query::parse([("after", value.as_str()), ("in", value.as_str())]);
            let query = Query::of(&text);
            let pairs = query.pairs();
            let again = Query::parse(pairs.iter().map(|(n, v)| (*n, v.as_str()))).map(|q| q.text);
            prop_assert_eq!(again, Ok(query.text));
        }
    }
}
