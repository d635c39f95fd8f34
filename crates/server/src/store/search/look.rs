//! Looking, as of one moment: all that an answer is made of is read in one snapshot of the database.

use std::collections::BTreeSet;

use model::{
    country::CountryCode,
    event::Event,
    locale::Locale,
    search::{Count, Kind, Place, Query, Reading},
};
use sqlx::AssertSqlSafe;

use super::{
    super::{
        Store,
        dispatch::{Conn, Value, values},
        revision::from_json,
    },
    expression::{Where, fts5, tsquery},
    place::{self, CATALOGUE, END, FIRST},
    rebuild,
    statement::{FTS5, FTS5_COUNT, GATHER, GATHER_COUNT, WALK, WALK_COUNT, WALKED, documents},
    vocabulary::{self, Entry},
};
use crate::{
    app::Fault,
    search::{
        ask::{Group, Phrase, Want},
        token::{self, is_counted},
    },
};

/// How far is counted.
const COUNTED: u32 = 1_000;
/// How many words a beginning may stand for: those that most subjects hold.
const COMPLETIONS: i64 = 16;
/// How many words a word with mistakes may stand for.
const CORRECTIONS: usize = 5;
/// The most rows of the catalogue that are read: more than it has.
const CATALOGUE_ROWS: i64 = 10_000;

/// A subject that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Where it is among those of its kind.
    pub(crate) place: Place,
    /// What it is.
    pub(crate) kind: Kind,
    /// Its id among its kind.
    pub(crate) key: String,
}

/// What is asked of a subject besides its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filters {
    /// To be read in this language.
    pub(crate) language: Option<Locale>,
    /// Concerning this country.
    pub(crate) country: Option<CountryCode>,
    /// Of this year.
    pub(crate) year: Option<i16>,
}

impl From<&Query> for Filters {
    fn from(query: &Query) -> Self {
        Self { language: query.language, country: query.country, year: query.year }
    }
}

impl Filters {
    fn facets(self) -> Vec<String> {
        let language = self.language.map(token::of_locale);
        let country = self.country.map(token::of_country);
        language.into_iter().chain(country).chain(self.year.map(token::of_year)).collect()
    }
}

/// A state of the index that stays as it is while it is looked at.
pub(crate) struct Look {
    conn: Conn,
    subjects: i64,
    /// All content is in the index.
    pub(crate) whole: bool,
}

impl Store {
    /// Begins to look.
    pub(crate) async fn look(&self) -> Result<Look, Fault> {
        let mut conn = self.snapshot().await?;
        let whole = rebuild::is_whole(&mut conn).await?;
        let subjects: Option<(i64,)> = conn.one("SELECT subjects FROM search_state WHERE id = 1", values![]).await?;
        Ok(Look { conn, subjects: subjects.map_or(0, |(subjects,)| subjects), whole })
    }
}

/// For what was typed.
impl Look {
    /// What a word or a phrase may stand for in this vocabulary; and what was read into it, where that is something else.
    pub(crate) async fn meant(&mut self, want: &Want) -> Result<(Group, Option<Reading>), Fault> {
        let Some(word) = want.words.first().filter(|_| !want.quoted) else {
            return Ok((self.phrase(want).await?, None));
        };
        if want.apart {
            return Ok((self.characters(word).await?, None));
        }
        let mut entries = vocabulary::known(&mut self.conn, std::slice::from_ref(word)).await?;
        if want.open && can_be_completed(word) {
            let completed = vocabulary::completed(&mut self.conn, word, COMPLETIONS).await?;
            entries.extend(completed.into_iter().filter(|entry| entry.word != *word));
        }
        if !entries.is_empty() {
            return Ok((of_entries(entries), None));
        }
        if !is_counted(word) {
            return Ok((Group { any: vec![Phrase::word(word.clone())], ..Group::default() }, None));
        }
        if let Some(han) = want.han() {
            return Ok((Group { any: vec![Phrase { words: vec![han], by_pairs: true }], ..Group::default() }, None));
        }
        let near = vocabulary::near(&mut self.conn, word, CORRECTIONS).await?;
        let taken: Vec<String> = near.iter().map(|entry| entry.word.clone()).collect();
        let reading = Reading { typed: want.typed.clone(), taken };
        Ok((of_entries(near), Some(reading).filter(|r| !r.taken.is_empty())))
    }

    /// Chinese that is cut into single characters, looked for by its pairs. It is no more common than the rarest of them, where
    /// all of them stand alone somewhere.
    async fn characters(&mut self, han: &str) -> Result<Group, Fault> {
        let characters: Vec<String> = han.chars().map(String::from).collect();
        let known = vocabulary::known(&mut self.conn, &characters).await?;
        let least = |count: fn(&Entry) -> i64| {
            let all = characters.iter().map(|c| known.iter().find(|entry| entry.word == *c).map(count));
            all.collect::<Option<Vec<i64>>>().and_then(|counts| counts.into_iter().min()).filter(|least| *least > 0)
        };
        let (subjects, titles) = (least(|e| e.known.subjects), least(|e| e.known.titles));
        Ok(Group { any: vec![Phrase { words: vec![han.to_owned()], by_pairs: true }], subjects, titles })
    }

    async fn phrase(&mut self, want: &Want) -> Result<Group, Fault> {
        if let Some(han) = want.han() {
            return Ok(Group { any: vec![Phrase { words: vec![han], by_pairs: true }], ..Group::default() });
        }
        let counted: Vec<String> = want.words.iter().filter(|word| is_counted(word)).cloned().collect();
        let known = vocabulary::known(&mut self.conn, &counted).await?;
        let phrase = Phrase { words: want.words.clone(), by_pairs: false };
        // A phrase is no more common than its rarest word.
        let least = |count: fn(&Entry) -> i64| {
            let of = |word: &String| known.iter().find(|entry| entry.word == *word).map_or(0, count);
            counted.iter().map(of).min()
        };
        let (subjects, titles) = (least(|e| e.known.subjects), least(|e| e.known.titles));
        Ok(Group { any: vec![phrase], subjects, titles })
    }

    /// Words that a word may be a beginning of, those that most subjects hold first.
    pub(crate) async fn completions(&mut self, word: &str, most: i64) -> Result<Vec<String>, Fault> {
        if !can_be_completed(word) {
            return Ok(Vec::new());
        }
        let entries = vocabulary::completed(&mut self.conn, word, most).await?;
        Ok(entries.into_iter().map(|entry| entry.word).collect())
    }

    /// Other words that somebody who typed this word may have meant.
    pub(crate) async fn near(&mut self, word: &str, most: usize) -> Result<Vec<String>, Fault> {
        let entries = vocabulary::near(&mut self.conn, word, most).await?;
        Ok(entries.into_iter().map(|entry| entry.word).collect())
    }
}

/// One letter of an alphabet says nothing yet; a Chinese character, or a syllable, does.
fn can_be_completed(word: &str) -> bool {
    word.len() > 1
}

fn of_entries(entries: Vec<Entry>) -> Group {
    let sum = |count: fn(&Entry) -> i64| Some(entries.iter().map(count).sum());
    let (subjects, titles) = (sum(|e| e.known.subjects), sum(|e| e.known.titles));
    Group { any: entries.into_iter().map(|entry| Phrase::word(entry.word)).collect(), subjects, titles }
}

/// For what is found.
impl Look {
    /// All that is found but events, by kind, each kind in its order.
    pub(crate) async fn catalogue(&mut self, groups: &[Group], filters: Filters) -> Result<Vec<Row>, Fault> {
        let facets = filters.facets();
        let mut rows: Vec<Row> = Vec::new();
        // Anywhere, in place of not in a title: where a word is in most titles that hold it, FTS5 would go through all events to find
        // the one that is not, because it does not look at the range of places meanwhile.
        for stand in [Where::InTitle, Where::Anywhere] {
            if stand == Where::InTitle && (groups.is_empty() || rare(groups, |group| group.titles) == Some(0)) {
                continue;
            }
            let Some(expression) = self.expression(groups, &facets, stand) else { continue };
            // Few, and in one range: walked through on PostgreSQL, whatever is looked for.
            let sql = if self.conn.is_postgres() { WALK } else { FTS5 };
            let mut values = values![expression, CATALOGUE, END, CATALOGUE_ROWS];
            if self.conn.is_postgres() {
                values.push(CATALOGUE_ROWS.into());
            }
            let in_title: BTreeSet<i64> = rows.iter().map(|row| row.place.at).collect();
            let found = self.rows(sql, values, stand).await?;
            rows.extend(found.into_iter().filter(|row| !in_title.contains(&row.place.at)));
        }
        // In the order of kinds; within one, as it was read: titles first, new before old.
        rows.sort_by_key(|row| row.kind);
        Ok(rows)
    }

    /// At most `limit` events after a place, in order.
    pub(crate) async fn events(
        &mut self,
        groups: &[Group],
        filters: Filters,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Row>, Fault> {
        let mut rows = Vec::new();
        let in_title = after.is_none_or(|place| place.in_title) && !groups.is_empty();
        if in_title && rare(groups, |group| group.titles) != Some(0) {
            rows = self.events_where(Where::InTitle, groups, filters, after, limit).await?;
        }
        if rows.len() < limit {
            let stand = if groups.is_empty() { Where::Anywhere } else { Where::NotInTitle };
            let after = after.filter(|place| !place.in_title);
            rows.extend(self.events_where(stand, groups, filters, after, limit - rows.len()).await?);
        }
        Ok(rows)
    }

    /// At most `limit` events that hold it in a title, in order.
    pub(crate) async fn events_in_title(&mut self, groups: &[Group], limit: usize) -> Result<Vec<Row>, Fault> {
        if rare(groups, |group| group.titles) == Some(0) {
            return Ok(Vec::new());
        }
        self.events_where(Where::InTitle, groups, Filters::default(), None, limit).await
    }

    async fn events_where(
        &mut self,
        stand: Where,
        groups: &[Group],
        filters: Filters,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Row>, Fault> {
        let Some(expression) = self.expression(groups, &filters.facets(), stand) else { return Ok(Vec::new()) };
        let (from, until) = span(filters, after);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = values![expression, from, until, limit];
        if !self.conn.is_postgres() {
            return self.rows(FTS5, values, stand).await;
        }
        let holding = rare(groups, |g| if stand == Where::InTitle { g.titles } else { g.subjects });
        if self.is_common(holding, limit) {
            let mut walking = values.clone();
            walking.push(WALKED.into());
            let rows = self.rows(WALK, walking, stand).await?;
            if i64::try_from(rows.len()).unwrap_or(i64::MAX) >= limit {
                return Ok(rows);
            }
        }
        self.rows(GATHER, values, stand).await
    }

    /// How many events there are, counted as far as is worth while.
    pub(crate) async fn count_events(&mut self, groups: &[Group], filters: Filters) -> Result<Count, Fault> {
        let Some(expression) = self.expression(groups, &filters.facets(), Where::Anywhere) else {
            return Ok(Count::default());
        };
        let (from, until) = span(filters, None);
        let most = i64::from(COUNTED) + 1;
        let values = values![expression, from, until, most];
        if !self.conn.is_postgres() {
            return self.count(FTS5_COUNT, values).await;
        }
        if self.is_common(rare(groups, |group| group.subjects), most) {
            let mut walking = values.clone();
            walking.push(WALKED.into());
            let count = self.count(WALK_COUNT, walking).await?;
            if count.more {
                return Ok(count);
            }
        }
        self.count(GATHER_COUNT, values).await
    }

    /// The public events of these ids.
    pub(crate) async fn documents(&mut self, ids: &[String]) -> Result<Vec<Event>, Fault> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(String,)> =
            self.conn.all(AssertSqlSafe(documents(ids.len())), ids.iter().map(Value::from).collect()).await?;
        rows.into_iter().map(|(doc,)| from_json("an event", &doc)).collect()
    }

    fn expression(&self, groups: &[Group], facets: &[String], stand: Where) -> Option<String> {
        if self.conn.is_postgres() { tsquery(groups, facets, stand) } else { fts5(groups, facets, stand) }
    }

    /// Walking along the places until `wanted` are found tests fewer rows than gathering all that match sorts, if what is looked
    /// for is spread evenly.
    fn is_common(&self, holding: Option<i64>, wanted: i64) -> bool {
        holding.filter(|holding| *holding > 0).is_some_and(|holding| {
            let walk = wanted.saturating_mul(self.subjects) / holding;
            walk < holding && walk < WALKED / 2
        })
    }

    async fn rows(&mut self, sql: &'static str, values: Vec<Value>, stand: Where) -> Result<Vec<Row>, Fault> {
        let rows: Vec<(i64, String, String)> = self.conn.all(sql, values).await?;
        let in_title = stand == Where::InTitle;
        let row = |(at, kind, key): (i64, String, String)| {
            let kind = Kind::named(&kind).ok_or_else(|| Fault::Damaged(format!("the index has a {kind:?}")))?;
            Ok(Row { place: Place { in_title, at }, kind, key })
        };
        rows.into_iter().map(row).collect()
    }

    async fn count(&mut self, sql: &'static str, values: Vec<Value>) -> Result<Count, Fault> {
        let count: Option<(i64,)> = self.conn.one(sql, values).await?;
        let number = count.and_then(|(count,)| u32::try_from(count).ok()).unwrap_or(0);
        Ok(Count { number: number.min(COUNTED), more: number > COUNTED })
    }
}

/// The places that events can have: of a year, and before one that was shown.
fn span(filters: Filters, after: Option<Place>) -> (i64, i64) {
    let (from, until) = filters.year.map_or((FIRST, CATALOGUE), place::of_year);
    (from, after.map_or(until, |place| until.min(place.at)))
}

/// How many hold all of the groups, at most: as many as hold the rarest. `None` where of none it is known.
fn rare(groups: &[Group], count: impl Fn(&Group) -> Option<i64>) -> Option<i64> {
    groups.iter().filter_map(count).min()
}
