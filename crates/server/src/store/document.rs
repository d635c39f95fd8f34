//! The nouns of the first content: each a table of `(key, position, doc, version, edited, updated_at)`, where `doc` is the
//! noun as JSON.

use std::collections::BTreeMap;

use jiff::Timestamp;
use model::{
    catalogue::Catalogue,
    country::Country,
    history::HistoryEntry,
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    revision::{Actor, Change, Noun, differences},
    sdg::Sdg,
    source::Source,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::{
    Store,
    dispatch::{Conn, values},
    revision::{NewRevision, append, from_json, json},
    search::{index::Indexing, rebuild},
};
use crate::app::Fault;

/// A noun that is stored as a document.
pub trait Document: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Which noun; its name is also its table's.
    const NOUN: Noun;

    /// The key: a slug, a number, a code in lower case.
    fn key(&self) -> String;

    /// Its place in lists; equal places are ordered by key.
    fn position(&self) -> i64;
}

macro_rules! document {
    ($type:ty, $noun:ident, $key:expr, $position:expr) => {
        impl Document for $type {
            const NOUN: Noun = Noun::$noun;

            fn key(&self) -> String {
                let key: fn(&Self) -> String = $key;
                key(self)
            }

            fn position(&self) -> i64 {
                let position: fn(&Self) -> i64 = $position;
                position(self)
            }
        }
    };
}

document!(Programme, Programme, |p| p.slug.to_string(), |p| p.position);
document!(Edition, Edition, |e| e.slug.to_string(), |e| i64::from(e.number));
document!(Plan, Plan, |p| p.slug.to_string(), |p| i64::from(p.from_year));
document!(Area, Area, |a| a.number.get().to_string(), |a| i64::from(a.number.get()));
document!(Flagship, Flagship, |f| f.slug.to_string(), |f| f.position);
document!(HistoryEntry, History, |h| h.slug.to_string(), |h| days(h.from.earliest()));
document!(Country, Country, |c| c.code.path(), |c| alphabetical(c.code));
document!(Sdg, Sdg, |s| s.number.get().to_string(), |s| i64::from(s.number.get()));
document!(Page, Page, |p| p.slug.to_string(), |_| 0);
document!(Source, Source, |s| s.slug.to_string(), |_| 0);

/// A date as a number that sorts: 20110524.
fn days(date: jiff::civil::Date) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

fn alphabetical(code: model::country::CountryCode) -> i64 {
    model::country::CountryCode::ALL.iter().position(|c| *c == code).map_or(0, |i| i as i64)
}

/// A document as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored<T> {
    /// The document.
    pub value: T,
    /// One more with every write; from 1.
    pub version: i64,
    /// Staff have edited it: the first content never overwrites it.
    pub edited: bool,
}

/// A document to be written from the first content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentWrite {
    noun: Noun,
    key: String,
    position: i64,
    doc: Value,
}

impl DocumentWrite {
    /// The write of this document, new or in place of the one with its key.
    ///
    /// # Errors
    /// [`Fault::Other`] if it cannot be written as JSON.
    pub fn of<T: Document>(document: &T) -> Result<Self, Fault> {
        let doc = serde_json::to_value(document)
            .map_err(|e| Fault::Other(format!("{} {}: {e}", T::NOUN.name(), document.key())))?;
        Ok(Self { noun: T::NOUN, key: document.key(), position: document.position(), doc })
    }

    /// Which noun.
    #[must_use]
    pub const fn noun(&self) -> Noun {
        self.noun
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

/// The nouns that are stored as documents.
pub(super) const NOUNS: [Noun; 10] = [
    Noun::Area,
    Noun::Country,
    Noun::Edition,
    Noun::Flagship,
    Noun::History,
    Noun::Page,
    Noun::Plan,
    Noun::Programme,
    Noun::Sdg,
    Noun::Source,
];

impl Store {
    /// The documents of a noun, by position and key.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn documents<T: Document>(&self) -> Result<Vec<Stored<T>>, Fault> {
        read(&mut self.read().await?).await
    }

    /// There is no document of any noun: the first content has not been loaded.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn is_empty(&self) -> Result<bool, Fault> {
        is_empty(&mut self.snapshot().await?).await
    }

    /// Writes the first content, all of it or nothing, if there is none yet. Of two processes that start at once one
    /// answers `true`.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn load_if_empty(&self, changes: Vec<DocumentWrite>, at: Timestamp) -> Result<bool, Fault> {
        let mut conn = self.write().await?;
        if !is_empty(&mut conn).await? {
            return Ok(false);
        }
        for change in changes {
            write(&mut conn, None, change, at, &Actor::Content).await?;
        }
        // Indexing takes longer than all of this: the process that serves does it while it serves.
        rebuild::again(&mut conn).await?;
        conn.commit().await?;
        Ok(true)
    }

    /// Writes documents and their revisions, all of them or none. Equal documents are left as they are.
    ///
    /// # Errors
    /// [`Fault::Stale`] if staff have edited one of them meanwhile: what they wrote is never overwritten.
    pub async fn write_documents(&self, changes: Vec<DocumentWrite>, at: Timestamp, by: &Actor) -> Result<(), Fault> {
        let mut conn = self.write().await?;
        let mut indexing = Indexing::begin(&mut conn).await?;
        for change in changes {
            Box::pin(write(&mut conn, Some(&mut indexing), change, at, by)).await?;
        }
        Box::pin(indexing.end(&mut conn)).await?;
        conn.commit().await
    }

    /// All content but events, as of one generation.
    pub(crate) async fn catalogue(&self) -> Result<(i64, Catalogue), Fault> {
        let mut conn = self.snapshot().await?;
        let generation: Option<(i64,)> = conn.one("SELECT value FROM generation WHERE id = 1", values![]).await?;
        let mut catalogue = Catalogue {
            programmes: values_of(&mut conn).await?,
            editions: values_of(&mut conn).await?,
            plans: values_of(&mut conn).await?,
            areas: values_of(&mut conn).await?,
            flagships: values_of(&mut conn).await?,
            history: values_of(&mut conn).await?,
            countries: values_of(&mut conn).await?,
            sdgs: values_of(&mut conn).await?,
            pages: values_of(&mut conn).await?,
            sources: values_of(&mut conn).await?,
        };
        catalogue.editions.sort_by(|a, b| (&a.programme, a.number, &a.slug).cmp(&(&b.programme, b.number, &b.slug)));
        Ok((generation.map_or(0, |(value,)| value), catalogue))
    }
}

async fn values_of<T: Document>(conn: &mut Conn) -> Result<Vec<T>, Fault> {
    Ok(read(conn).await?.into_iter().map(|stored| stored.value).collect())
}

async fn read<T: Document>(conn: &mut Conn) -> Result<Vec<Stored<T>>, Fault> {
    let table = T::NOUN.name();
    let sql = format!("SELECT key, doc, version, edited FROM {table} ORDER BY position, key");
    let rows: Vec<(String, String, i64, i64)> = conn.all(AssertSqlSafe(sql), values![]).await?;
    rows.into_iter()
        .map(|(key, doc, version, edited)| {
            Ok(Stored { value: from_json(&format!("{table} {key}"), &doc)?, version, edited: edited != 0 })
        })
        .collect()
}

async fn is_empty(conn: &mut Conn) -> Result<bool, Fault> {
    for noun in NOUNS {
        let sql = format!("SELECT key FROM {} LIMIT 1", noun.name());
        if conn.one::<(String,)>(AssertSqlSafe(sql), values![]).await?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The document and its revision; where the index is written along, also what of it can be found.
async fn write(
    conn: &mut Conn,
    indexing: Option<&mut Indexing>,
    change: DocumentWrite,
    at: Timestamp,
    by: &Actor,
) -> Result<(), Fault> {
    let DocumentWrite { noun, key, position, doc } = change;
    let table = noun.name();
    let sql = format!("SELECT doc, version, edited FROM {table} WHERE key = $1");
    let before: Option<(String, i64, i64)> = conn.one(AssertSqlSafe(sql), values![&key]).await?;
    let text = json(&doc)?;
    let (fields_before, found_before, version) = match &before {
        Some((_, version, edited)) if *edited != 0 => return Err(Fault::Stale(*version)),
        Some((old, version, _)) => {
            let old: Value = from_json(&format!("{table} {key}"), old)?;
            if old == doc {
                return Ok(());
            }
            (fields(&old), rebuild::subject_of(noun, &old)?, version + 1)
        }
        None => (BTreeMap::new(), None, 1),
    };
    let sql = format!(
        "INSERT INTO {table} (key, position, doc, version, edited, updated_at) VALUES ($1, $2, $3, $4, 0, $5) \
         ON CONFLICT (key) DO UPDATE SET position = excluded.position, doc = excluded.doc, \
         version = excluded.version, updated_at = excluded.updated_at"
    );
    conn.run(AssertSqlSafe(sql), values![&key, position, &text, version, at]).await?;
    if let (Some(indexing), Some(kind)) = (indexing, rebuild::kind_of(noun)) {
        let found_now = rebuild::subject_of(noun, &doc)?;
        indexing.put(conn, (kind, &key), found_before.as_ref(), found_now.as_ref()).await?;
    }
    append(
        conn,
        NewRevision {
            noun,
            subject: &key,
            version,
            at,
            by,
            change: Change::Loaded,
            note: "",
            fields: &differences(&fields_before, &fields(&doc)),
            snapshot: &text,
        },
    )
    .await
}

/// A document as fields: `name.texts.en.value`, and lists of plain values as one field of several.
fn fields(doc: &Value) -> BTreeMap<String, Vec<String>> {
    fn walk(name: String, value: &Value, out: &mut BTreeMap<String, Vec<String>>) {
        match value {
            Value::Null => {}
            Value::Object(members) => {
                for (member, value) in members {
                    walk(if name.is_empty() { member.clone() } else { format!("{name}.{member}") }, value, out);
                }
            }
            Value::Array(items) if items.iter().any(|i| i.is_object() || i.is_array()) => {
                for (n, item) in items.iter().enumerate() {
                    walk(format!("{name}.{}", n + 1), item, out);
                }
            }
            Value::Array(items) => {
                out.insert(name, items.iter().map(plain).collect());
            }
            other => {
                out.insert(name, vec![plain(other)]);
            }
        }
    }
    fn plain(value: &Value) -> String {
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }
    let mut out = BTreeMap::new();
    walk(String::new(), doc, &mut out);
    out
}
