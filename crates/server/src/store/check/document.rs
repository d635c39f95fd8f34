//! The nouns of the first content.

use std::collections::BTreeSet;

use model::{
    country::Country,
    history::HistoryEntry,
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    sdg::Sdg,
    source::Source,
};
use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::{Latest, Report};
use crate::{
    app::Fault,
    store::{
        Document,
        dispatch::{Conn, values},
    },
};

/// Which members of a document name documents of which noun, by their keys.
const REFERENCES: [(&str, &str); 5] = [
    ("sources", "source"),
    ("summary_sources", "source"),
    ("programme", "programme"),
    ("parent", "programme"),
    ("plan", "plan"),
];

/// A document, and its latest revision.
#[derive(sqlx::FromRow)]
struct DocumentRow {
    key: String,
    position: i64,
    doc: String,
    version: i64,
    snapshot: Option<String>,
    last: Option<i64>,
}

pub(super) async fn check(conn: &mut Conn, report: &mut Report) -> Result<(), Fault> {
    let mut present = BTreeSet::new();
    for noun in ["source", "programme", "plan"] {
        let sql = AssertSqlSafe(format!("SELECT key FROM {noun}"));
        let keys: Vec<(String,)> = conn.all(sql, values![]).await?;
        present.extend(keys.into_iter().map(|(key,)| (noun, key)));
    }
    all::<Area>(conn, &present, report).await?;
    all::<Country>(conn, &present, report).await?;
    all::<Edition>(conn, &present, report).await?;
    all::<Flagship>(conn, &present, report).await?;
    all::<HistoryEntry>(conn, &present, report).await?;
    all::<Page>(conn, &present, report).await?;
    all::<Plan>(conn, &present, report).await?;
    all::<Programme>(conn, &present, report).await?;
    all::<Sdg>(conn, &present, report).await?;
    all::<Source>(conn, &present, report).await
}

/// The keys that there are, by noun.
type Present = BTreeSet<(&'static str, String)>;

async fn all<T: Document>(conn: &mut Conn, present: &Present, report: &mut Report) -> Result<(), Fault> {
    let noun = T::NOUN.name();
    let sql = format!(
        "SELECT t.key, t.position, t.doc, t.version, r.snapshot, \
         (SELECT MAX(l.version) FROM revision l WHERE l.noun = '{noun}' AND l.subject = t.key) AS last \
         FROM {noun} t LEFT JOIN revision r ON r.noun = '{noun}' AND r.subject = t.key AND r.version = t.version"
    );
    let rows: Vec<DocumentRow> = conn.all(AssertSqlSafe(sql), values![]).await?;
    report.count("documents", rows.len());
    for row in rows {
        one::<T>(&row, present, report);
    }
    Ok(())
}

fn one<T: Document>(row: &DocumentRow, present: &Present, report: &mut Report) {
    let (part, key) = (T::NOUN.name(), &*row.key);
    let document: T = match serde_json::from_str(&row.doc) {
        Ok(document) => document,
        Err(error) => return report.wrong(part, key, format!("its document cannot be read: {error}")),
    };
    if document.key() != row.key {
        report.wrong(part, key, format!("its document says that it is {}", document.key()));
    }
    if document.position() != row.position {
        report.wrong(
            part,
            key,
            format!("its place is {}, and its document says {}", row.position, document.position()),
        );
    }
    for (noun, named) in references(&row.doc) {
        if !present.contains(&(noun, named.clone())) {
            report.wrong(part, key, format!("it names {noun} {named}, which is not there"));
        }
    }
    let same = row.snapshot.as_deref().map(|s| s == row.doc || serde_json::from_str(s).is_ok_and(|d: T| d == document));
    Latest { part, key, version: row.version, last: row.last }.agree(same, report);
}

/// The documents that a document names.
fn references(doc: &str) -> Vec<(&'static str, String)> {
    let doc: Value = serde_json::from_str(doc).unwrap_or_default();
    let named = |member: &str| match doc.get(member) {
        Some(Value::String(key)) => vec![key.clone()],
        Some(Value::Array(keys)) => keys.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => vec![],
    };
    REFERENCES.into_iter().flat_map(|(member, noun)| named(member).into_iter().map(move |key| (noun, key))).collect()
}
