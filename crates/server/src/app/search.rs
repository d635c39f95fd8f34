//! Looking for things, in everything that visitors may see.

use std::sync::Arc;

use model::{
    catalogue::Catalogue,
    error::Error,
    locale::Locale,
    search::{Alternative, Count, Filter, Found, Group as Shown, Hit, Instead, Kind, Place, Query, Suggestion},
};

use super::{
    App, Fault,
    search_hit::{Showing, locales},
};
use crate::{
    search::ask::{Asked, Group, Want, understand},
    store::{Filters, Look, SearchRow},
};

/// How many hits of each kind are shown where all kinds are.
const OF_EACH: usize = 5;
/// How many hits are on a page of one kind.
const OF_ONE: usize = 20;
/// How many are shown of what comes near.
const NEARBY: usize = 5;
/// How many of these are words, at most.
const OFFERED_WORDS: usize = 3;
/// How many other spellings are offered, and how many of one word are tried.
const SPELLINGS: usize = 3;
/// How many words may be left out, one at a time, to find something.
const FEWER: usize = 4;
/// How many other queries are counted, at most, where one finds nothing: each takes a few statements.
const TRIES: usize = 24;

impl App {
    /// What is found for a query, shown to a reader of `reader`: titles and passages are in that language where the words
    /// stand there, else in one where they do. Any query has an answer; see [`model::search`] for how to read it.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn search(&self, query: &Query, reader: Locale) -> Result<Found, Error> {
        let asked = understand(&query.text);
        if asked.wants.is_empty() {
            return Ok(Found { blank: true, left_out: asked.left_out, ..Found::default() });
        }
        // Before looking: who holds a connection must not wait for another.
        let catalogue = self.catalogue().await?;
        let look = self.store.look().await?;
        Ok(Search { look, catalogue, query, reader, tries: TRIES }.found(asked).await?)
    }

    /// What is offered to a reader of `reader` who has typed this much: at most eight, things before words.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn suggest(&self, typed: &str, reader: Locale) -> Result<Vec<Suggestion>, Error> {
        let query = Query::of(typed);
        let asked = understand(&query.text);
        if asked.wants.is_empty() {
            return Ok(Vec::new());
        }
        let catalogue = self.catalogue().await?;
        let look = self.store.look().await?;
        Ok(Search { look, catalogue, query: &query, reader, tries: TRIES }.suggested(&asked).await?)
    }

    /// Indexes what is not in the index yet. Answers whether there may be more; while the portal serves this is done until
    /// there is none.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn index_more(&self) -> Result<bool, Error> {
        Ok(self.store.index_more().await?)
    }
}

/// One search under way.
struct Search<'a> {
    look: Look,
    catalogue: Arc<Catalogue>,
    query: &'a Query,
    reader: Locale,
    /// How many other queries may still be counted.
    tries: usize,
}

/// The rows of a kind, and how many there are.
struct OfKind {
    kind: Kind,
    count: Count,
    rows: Vec<SearchRow>,
}

impl Search<'_> {
    async fn found(mut self, asked: Asked) -> Result<Found, Fault> {
        let mut found = Found { left_out: asked.left_out.clone(), incomplete: !self.look.whole, ..Found::default() };
        let (mut groups, mut corrected) = (Vec::new(), Vec::new());
        for want in &asked.wants {
            let (group, reading) = self.look.meant(want).await?;
            groups.push(group);
            corrected.push(reading.is_some());
            found.read_as.extend(reading);
        }
        let mut of_kinds = self.rows(&groups).await?;
        if self.query.kind.is_some() {
            found.next = of_kinds.first_mut().and_then(next);
        }
        for OfKind { kind, count, rows } in of_kinds {
            let hits = self.hits(&rows, &groups).await?;
            if !hits.is_empty() {
                found.groups.push(Shown { kind, count, hits });
            }
        }
        if found.groups.is_empty() && self.query.after.is_none() {
            found.instead = Some(self.instead(&asked, &groups, &corrected).await?);
        }
        Ok(found)
    }

    /// The first rows of every kind that has some, or a page of one kind and one row more.
    async fn rows(&mut self, groups: &[Group]) -> Result<Vec<OfKind>, Fault> {
        let filters = Filters::from(self.query);
        let is_asked = |kind: Kind| self.query.kind.is_none_or(|asked| asked == kind);
        let after = self.query.after.filter(|_| self.query.kind.is_some());
        let shown = if self.query.kind.is_some() { OF_ONE + 1 } else { OF_EACH };
        let mut of_kinds: Vec<OfKind> = Vec::new();
        if self.query.kind != Some(Kind::Event) {
            let rows = self.look.catalogue(groups, filters).await?;
            for of_kind in rows.chunk_by(|a, b| a.kind == b.kind) {
                let Some(kind) = of_kind.first().map(|row| row.kind).filter(|kind| is_asked(*kind)) else { continue };
                let count = Count { number: u32::try_from(of_kind.len()).unwrap_or(u32::MAX), more: false };
                let rows = of_kind.iter().filter(|row| after.is_none_or(|after| follows(row.place, after)));
                of_kinds.push(OfKind { kind, count, rows: rows.take(shown).cloned().collect() });
            }
        }
        if is_asked(Kind::Event) {
            let rows = self.look.events(groups, filters, after, shown).await?;
            let count =
                if rows.is_empty() { Count::default() } else { self.look.count_events(groups, filters).await? };
            of_kinds.push(OfKind { kind: Kind::Event, count, rows });
        }
        of_kinds.sort_by_key(|of_kind| of_kind.kind);
        Ok(of_kinds)
    }

    async fn hits(&mut self, rows: &[SearchRow], groups: &[Group]) -> Result<Vec<Hit>, Fault> {
        let ids: Vec<String> = rows.iter().filter(|r| r.kind == Kind::Event).map(|r| r.key.clone()).collect();
        let showing = Showing {
            catalogue: &self.catalogue,
            events: self.look.documents(&ids).await?,
            groups,
            locales: locales(self.query.language, self.reader),
        };
        Ok(rows.iter().filter_map(|row| showing.hit(row)).collect())
    }

    /// How many there are: of the kind that is asked, or of all.
    async fn count(&mut self, groups: &[Group], query: &Query) -> Result<Count, Fault> {
        let filters = Filters::from(query);
        let mut count = Count::default();
        if query.kind.is_none_or(|kind| kind == Kind::Event) {
            count = self.look.count_events(groups, filters).await?;
        }
        if query.kind != Some(Kind::Event) {
            let rows = self.look.catalogue(groups, filters).await?;
            let of_kind = rows.iter().filter(|row| query.kind.is_none_or(|kind| kind == row.kind)).count();
            count.number = count.number.saturating_add(u32::try_from(of_kind).unwrap_or(u32::MAX));
        }
        Ok(count)
    }
}

/// The place after which the next page begins; takes away the row that tells that there is one.
fn next(of_kind: &mut OfKind) -> Option<Place> {
    if of_kind.rows.len() <= OF_ONE {
        return None;
    }
    of_kind.rows.truncate(OF_ONE);
    of_kind.rows.last().map(|row| row.place)
}

/// A place comes after another in the list.
fn follows(place: Place, after: Place) -> bool {
    (place.in_title, place.at) < (after.in_title, after.at)
}

/// What helps where nothing was found.
impl Search<'_> {
    /// `corrected`: for each word, whether it is looked for in the spellings that are nearest to it already.
    async fn instead(&mut self, asked: &Asked, groups: &[Group], corrected: &[bool]) -> Result<Instead, Fault> {
        // First those of which there are few: the tries are numbered.
        let fewer = self.fewer(asked, groups).await?;
        let nearest = fewer.first().map(|(alternative, groups)| (alternative.query.clone(), groups.clone()));
        Ok(Instead {
            without: self.without(groups).await?,
            languages: self.languages(groups).await?,
            spellings: self.spellings(asked, groups, corrected).await?,
            nearby: self.nearby(nearest).await?,
            fewer: fewer.into_iter().map(|(alternative, _)| alternative).collect(),
        })
    }

    /// A query, if it finds something, and there is a try left to see.
    async fn alternative(&mut self, groups: &[Group], query: Query) -> Result<Option<Alternative>, Fault> {
        let Some(left) = self.tries.checked_sub(1) else { return Ok(None) };
        self.tries = left;
        let count = self.count(groups, &query).await?;
        Ok((count.number > 0).then_some(Alternative { query, count }))
    }

    /// One word in another spelling.
    async fn spellings(
        &mut self,
        asked: &Asked,
        groups: &[Group],
        corrected: &[bool],
    ) -> Result<Vec<Alternative>, Fault> {
        let mut found = Vec::new();
        let wants = asked.wants.iter().zip(corrected).enumerate();
        for (n, (want, _)) in wants.filter(|(_, (want, corrected))| !want.quoted && !**corrected) {
            if self.tries == 0 {
                break;
            }
            for word in self.look.near(&want.words.concat(), SPELLINGS).await? {
                let other = Want::word(word);
                let mut others = groups.to_vec();
                if let Some(group) = others.get_mut(n) {
                    *group = self.look.meant(&other).await?.0;
                }
                let text = typed(asked.wants.iter().enumerate().map(|(m, want)| if m == n { &other } else { want }));
                found.extend(self.alternative(&others, self.query.with_text(&text)).await?);
                if found.len() == SPELLINGS {
                    return Ok(found);
                }
            }
        }
        Ok(found)
    }

    async fn languages(&mut self, groups: &[Group]) -> Result<Vec<Alternative>, Fault> {
        let mut found = Vec::new();
        if let Some(asked) = self.query.language {
            for language in Locale::ALL.into_iter().filter(|language| *language != asked) {
                let query = Query { language: Some(language), after: None, ..self.query.clone() };
                found.extend(self.alternative(groups, query).await?);
            }
        }
        Ok(found)
    }

    async fn without(&mut self, groups: &[Group]) -> Result<Vec<(Filter, Alternative)>, Fault> {
        let mut found = Vec::new();
        for filter in self.query.filters() {
            let alternative = self.alternative(groups, self.query.without(filter)).await?;
            found.extend(alternative.map(|alternative| (filter, alternative)));
        }
        Ok(found)
    }

    /// Without one of the words, the fewest hits first; each with what is looked for then.
    async fn fewer(&mut self, asked: &Asked, groups: &[Group]) -> Result<Vec<(Alternative, Vec<Group>)>, Fault> {
        let mut found = Vec::new();
        if groups.len() > 1 {
            for n in 0..groups.len().min(FEWER) {
                let but = |m: &usize| *m != n;
                let left: Vec<Group> = (0..groups.len()).filter(but).filter_map(|m| groups.get(m).cloned()).collect();
                let text = typed((0..groups.len()).filter(but).filter_map(|m| asked.wants.get(m)));
                let alternative = self.alternative(&left, self.query.with_text(&text)).await?;
                found.extend(alternative.map(|alternative| (alternative, left)));
            }
        }
        found.sort_by_key(|(alternative, _)| alternative.count.number);
        Ok(found)
    }

    /// The first hits of the nearest query that has some; without one, what is newest of a language, a country or a year that is
    /// asked.
    async fn nearby(&mut self, nearest: Option<(Query, Vec<Group>)>) -> Result<Vec<Hit>, Fault> {
        let (query, groups) = match nearest {
            Some(nearest) => nearest,
            None if self.query.filters().is_empty() => return Ok(Vec::new()),
            None => (self.query.with_text(""), Vec::new()),
        };
        let filters = Filters::from(&query);
        let of_kind = |kind: Kind| query.kind.is_none_or(|asked| asked == kind);
        let mut rows: Vec<SearchRow> = Vec::new();
        // Without words, what is new comes before what always stands there.
        if groups.is_empty() && of_kind(Kind::Event) {
            rows.extend(self.look.events(&groups, filters, None, NEARBY).await?);
        }
        if query.kind != Some(Kind::Event) && !(groups.is_empty() && filters == Filters::default()) {
            let found = self.look.catalogue(&groups, filters).await?;
            rows.extend(found.into_iter().filter(|row| of_kind(row.kind)).take(NEARBY - rows.len()));
        }
        if !groups.is_empty() && of_kind(Kind::Event) && rows.len() < NEARBY {
            rows.extend(self.look.events(&groups, filters, None, NEARBY - rows.len()).await?);
        }
        self.hits(&rows, &groups).await
    }
}

/// The words and phrases as they would be typed.
fn typed<'w>(wants: impl Iterator<Item = &'w Want>) -> String {
    let typed = wants.map(|want| if want.quoted { format!("\"{}\"", want.typed) } else { want.typed.clone() });
    typed.collect::<Vec<_>>().join(" ")
}

/// What is offered while somebody types.
impl Search<'_> {
    async fn suggested(mut self, asked: &Asked) -> Result<Vec<Suggestion>, Fault> {
        let mut groups = Vec::new();
        for want in &asked.wants {
            groups.push(self.look.meant(want).await?.0);
        }
        let words = self.completed(asked, &groups).await?;
        let most = Suggestion::MOST - words.len();
        let catalogue = self.look.catalogue(&groups, Filters::default()).await?;
        let mut rows: Vec<SearchRow> = catalogue.into_iter().filter(|row| row.place.in_title).take(most).collect();
        if rows.len() < most {
            rows.extend(self.look.events_in_title(&groups, most - rows.len()).await?);
        }
        let hits = self.hits(&rows, &groups).await?;
        let things = hits.into_iter().map(|Hit { kind, title, target, .. }| Suggestion::Thing { kind, title, target });
        Ok(things.chain(words.into_iter().map(Suggestion::Words)).collect())
    }

    /// What was typed with its last word completed, in the ways that find something.
    async fn completed(&mut self, asked: &Asked, groups: &[Group]) -> Result<Vec<String>, Fault> {
        let Some((last, before)) = asked.wants.split_last().filter(|(last, _)| last.open) else {
            return Ok(Vec::new());
        };
        let word = last.words.concat();
        let most = i64::try_from(2 * OFFERED_WORDS).unwrap_or(i64::MAX);
        let mut found = Vec::new();
        for completion in self.look.completions(&word, most).await?.into_iter().filter(|other| *other != word) {
            let other = Want::word(completion);
            let mut others = groups.to_vec();
            if let Some(group) = others.last_mut() {
                *group = self.look.meant(&other).await?.0;
            }
            // A word alone is in the vocabulary because something holds it.
            if before.is_empty() || self.count(&others, &Query::default()).await?.number > 0 {
                found.push(typed(before.iter().chain([&other])));
            }
            if found.len() == OFFERED_WORDS {
                break;
            }
        }
        Ok(found)
    }
}
