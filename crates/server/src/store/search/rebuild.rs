//! Indexing what was there before: after the index came, after it is made in another way, after content was loaded at once.
//!
//! Done in small transactions by the process that serves, while it serves. How far it is is written in each of them, so it goes
//! on after a stop, and two processes share the work.

use std::collections::BTreeSet;

use model::{
    country::Country,
    event::Event,
    history::HistoryEntry,
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    revision::Noun,
    sdg::Sdg,
    search::Kind,
};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use sqlx::AssertSqlSafe;

use super::{
    super::{
        Store,
        dispatch::{Conn, values},
        revision::from_json,
    },
    index::Indexing,
};
use crate::{
    app::Fault,
    search::{
        subject::{Findable, Subject},
        token::VERSION,
    },
};

/// Events in one transaction: who writes meanwhile waits for no more than these.
const AT_ONCE: i64 = 100;
/// The nouns of the first content that can be found.
const NOUNS: [Noun; 9] = [
    Noun::Programme,
    Noun::Plan,
    Noun::Area,
    Noun::Flagship,
    Noun::Edition,
    Noun::Country,
    Noun::History,
    Noun::Sdg,
    Noun::Page,
];
/// What `reached` begins with when events are under way; the id of the last one follows.
const EVENTS: &str = "event:";

/// The subject of a document of the first content; `None` of what cannot be found.
pub(in crate::store) fn subject_of(noun: Noun, doc: &Json) -> Result<Option<Subject>, Fault> {
    fn of<T: Findable + DeserializeOwned>(doc: &Json) -> Result<Option<Subject>, Fault> {
        T::deserialize(doc).map(|noun| noun.subject()).map_err(|e| Fault::Damaged(e.to_string()))
    }
    match noun {
        Noun::Programme => of::<Programme>(doc),
        Noun::Plan => of::<Plan>(doc),
        Noun::Area => of::<Area>(doc),
        Noun::Flagship => of::<Flagship>(doc),
        Noun::Edition => of::<Edition>(doc),
        Noun::Country => of::<Country>(doc),
        Noun::History => of::<HistoryEntry>(doc),
        Noun::Sdg => of::<Sdg>(doc),
        Noun::Page => of::<Page>(doc),
        _ => Ok(None),
    }
}

/// The kind that the documents of a noun are found as.
pub(in crate::store) const fn kind_of(noun: Noun) -> Option<Kind> {
    match noun {
        Noun::Programme => Some(Kind::Programme),
        Noun::Plan => Some(Kind::Plan),
        Noun::Area => Some(Kind::Area),
        Noun::Flagship => Some(Kind::Action),
        Noun::Edition => Some(Kind::Edition),
        Noun::Country => Some(Kind::Country),
        Noun::History => Some(Kind::Milestone),
        Noun::Sdg => Some(Kind::Goal),
        Noun::Page => Some(Kind::Page),
        _ => None,
    }
}

/// Content has come that is not indexed: what there is is looked through once more.
pub(in crate::store) async fn again(conn: &mut Conn) -> Result<(), Fault> {
    conn.run("UPDATE search_state SET reached = '', whole = 0 WHERE id = 1", values![]).await?;
    Ok(())
}

impl Store {
    /// Indexes some of what is not in the index yet. Answers whether there may be more.
    ///
    /// # Errors
    /// [`Fault`]; what was indexed before stays.
    pub async fn index_more(&self) -> Result<bool, Fault> {
        if is_whole(&mut self.read().await?).await? {
            return Ok(false);
        }
        let mut conn = self.write().await?;
        let mut indexing = Indexing::begin(&mut conn).await?;
        let state: Option<(String, i64)> =
            conn.one("SELECT reached, whole FROM search_state WHERE id = 1", values![]).await?;
        let (reached, whole) = state.ok_or_else(|| Fault::Damaged("the state of the index is missing".to_owned()))?;
        if whole != 0 {
            return Ok(false);
        }
        let now = match reached.strip_prefix(EVENTS) {
            None => {
                catalogue(&mut conn, &mut indexing).await?;
                Some(String::new())
            }
            Some(last) => events(&mut conn, &mut indexing, last).await?,
        };
        indexing.end(&mut conn).await?;
        let more = now.is_some();
        let reached = format!("{EVENTS}{}", now.unwrap_or_default());
        let sql = "UPDATE search_state SET reached = $1, whole = $2 WHERE id = 1";
        conn.run(sql, values![reached, !more]).await?;
        conn.commit().await?;
        Ok(more)
    }

    /// Indexes all that is not in the index yet.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn index_all(&self) -> Result<(), Fault> {
        while self.index_more().await? {}
        Ok(())
    }
}

/// All content is in the index.
pub(in crate::store) async fn is_whole(conn: &mut Conn) -> Result<bool, Fault> {
    let sql = "SELECT version, whole FROM search_state WHERE id = 1";
    let state: Option<(i64, i64)> = conn.one(sql, values![]).await?;
    Ok(state == Some((VERSION, 1)))
}

/// The kinds and the keys of what can be found of the first content, as its documents tell; and of documents that cannot be read,
/// of which nobody knows.
pub(in crate::store) async fn expected(
    conn: &mut Conn,
) -> Result<(BTreeSet<(String, String)>, BTreeSet<(String, String)>), Fault> {
    let (mut expected, mut unread) = (BTreeSet::new(), BTreeSet::new());
    for noun in NOUNS {
        let Some(kind) = kind_of(noun) else { continue };
        let sql = format!("SELECT key, doc FROM {}", noun.name());
        for (key, doc) in conn.all::<(String, String)>(AssertSqlSafe(sql), values![]).await? {
            let of = (kind.name().to_owned(), key);
            match from_json(noun.name(), &doc).and_then(|doc: Json| subject_of(noun, &doc)) {
                Ok(Some(_)) => drop(expected.insert(of)),
                Ok(None) => {}
                Err(_) => drop(unread.insert(of)),
            }
        }
    }
    Ok((expected, unread))
}

async fn catalogue(conn: &mut Conn, indexing: &mut Indexing) -> Result<(), Fault> {
    for noun in NOUNS {
        let sql = format!("SELECT doc FROM {} ORDER BY key", noun.name());
        let rows: Vec<(String,)> = conn.all(AssertSqlSafe(sql), values![]).await?;
        for (doc,) in rows {
            if let Some(subject) = subject_of(noun, &from_json(noun.name(), &doc)?)? {
                indexing.put_where_missing(conn, &subject).await?;
            }
        }
    }
    Ok(())
}

/// Indexes the events after one; answers the last of them, `None` where there is none.
async fn events(conn: &mut Conn, indexing: &mut Indexing, after: &str) -> Result<Option<String>, Fault> {
    let sql = "SELECT id, doc FROM event WHERE id > $1 ORDER BY id LIMIT $2";
    let rows: Vec<(String, String)> = conn.all(sql, values![after, AT_ONCE]).await?;
    let last = rows.last().map(|(id, _)| id.clone());
    for (_, doc) in rows {
        let event: Event = from_json("an event", &doc)?;
        if let Some(subject) = event.subject() {
            indexing.put_where_missing(conn, &subject).await?;
        }
    }
    Ok(last)
}
