//! Revisions: every one can be read, and none is missing.

use model::{
    country::Country,
    event::Event,
    history::HistoryEntry,
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    revision::{Actor, Change, FieldChange, Noun},
    sdg::Sdg,
    source::Source,
    staff::Staff,
};
use serde::de::DeserializeOwned;
use sqlx::AssertSqlSafe;

use super::Report;
use crate::{
    app::Fault,
    store::{
        dispatch::{Conn, values},
        document::NOUNS,
    },
};

/// Revisions read at a time.
const PAGE: i64 = 500;
/// The most records without a row that are told, for each noun.
const TOLD: i64 = 20;

#[derive(sqlx::FromRow)]
struct RevisionRow {
    noun: String,
    subject: String,
    version: i64,
    actor: String,
    change: String,
    fields: String,
    snapshot: String,
}

pub(super) async fn check(conn: &mut Conn, report: &mut Report) -> Result<(), Fault> {
    let sql = "SELECT noun, subject, version, actor, change, fields, snapshot FROM revision \
               WHERE (noun, subject, version) > ($1, $2, $3) ORDER BY noun, subject, version LIMIT $4";
    let mut before = (String::new(), String::new(), 0_i64);
    loop {
        let (noun, subject, version) = &before;
        let rows: Vec<RevisionRow> = conn.all(sql, values![noun, subject, *version, PAGE]).await?;
        report.count("revisions", rows.len());
        for row in &rows {
            let same = (&row.noun, &row.subject) == (&before.0, &before.1);
            let expected = if same { before.2 + 1 } else { 1 };
            if row.version != expected {
                let what = format!("revision {} follows {}: some are missing", row.version, expected - 1);
                report.wrong(&row.noun, &row.subject, what);
            }
            if let Err(what) = readable(row) {
                report.wrong(&row.noun, &row.subject, format!("revision {}: {what}", row.version));
            }
            before = (row.noun.clone(), row.subject.clone(), row.version);
        }
        if rows.is_empty() {
            break;
        }
    }
    lost(conn, "event", "id", report).await?;
    lost(conn, "staff", "id", report).await?;
    for noun in NOUNS {
        lost(conn, noun.name(), "key", report).await?;
    }
    Ok(())
}

/// Every part of it can be read.
fn readable(row: &RevisionRow) -> Result<(), String> {
    let noun: Noun = word(&row.noun).map_err(|_| "of no noun that there is".to_owned())?;
    let _: Change = word(&row.change).map_err(|_| format!("{:?} is no change that there is", row.change))?;
    let _: Actor = read(&row.actor).map_err(|e| format!("who made it cannot be read: {e}"))?;
    let _: Vec<FieldChange> = read(&row.fields).map_err(|e| format!("what it changed cannot be read: {e}"))?;
    let snapshot = &row.snapshot;
    let whole = match noun {
        Noun::Area => read::<Area>(snapshot).map(drop),
        Noun::Country => read::<Country>(snapshot).map(drop),
        Noun::Edition => read::<Edition>(snapshot).map(drop),
        Noun::Event => read::<Event>(snapshot).map(drop),
        Noun::Flagship => read::<Flagship>(snapshot).map(drop),
        Noun::History => read::<HistoryEntry>(snapshot).map(drop),
        Noun::Page => read::<Page>(snapshot).map(drop),
        Noun::Plan => read::<Plan>(snapshot).map(drop),
        Noun::Programme => read::<Programme>(snapshot).map(drop),
        Noun::Sdg => read::<Sdg>(snapshot).map(drop),
        Noun::Source => read::<Source>(snapshot).map(drop),
        Noun::Staff => read::<Staff>(snapshot).map(drop),
    };
    whole.map_err(|e| format!("the record as it was cannot be read: {e}"))
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text)
}

/// A word of a vocabulary.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_value(text.into())
}

/// Records that have revisions and are not there. Accounts alone can be taken away, which is a revision too.
async fn lost(conn: &mut Conn, noun: &str, key: &str, report: &mut Report) -> Result<(), Fault> {
    let sql = format!(
        "SELECT r.subject FROM revision r WHERE r.noun = '{noun}' AND r.version = 1 \
         AND NOT EXISTS (SELECT 1 FROM {noun} t WHERE t.{key} = r.subject) \
         AND NOT EXISTS (SELECT 1 FROM revision g WHERE g.noun = '{noun}' AND g.subject = r.subject AND g.change = 'removed') \
         ORDER BY r.subject LIMIT {TOLD}"
    );
    let rows: Vec<(String,)> = conn.all(AssertSqlSafe(sql), values![]).await?;
    for (subject,) in rows {
        report.wrong(noun, &subject, "it has revisions, and is not there");
    }
    Ok(())
}
