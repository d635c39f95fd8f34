//! What changed: appended in the transaction of the change itself.

use jiff::Timestamp;
use model::revision::{Actor, Change, FieldChange, Noun, Revision};

use super::{
    dispatch::{Conn, values},
    event::timestamp,
};
use crate::app::Fault;

/// A revision to be appended.
pub(super) struct NewRevision<'a> {
    pub(super) noun: Noun,
    pub(super) subject: &'a str,
    /// The record's version after the change.
    pub(super) version: i64,
    pub(super) at: Timestamp,
    pub(super) by: &'a Actor,
    pub(super) change: Change,
    pub(super) note: &'a str,
    pub(super) fields: &'a [FieldChange],
    /// The whole record after the change, as JSON; without secrets.
    pub(super) snapshot: &'a str,
}

/// Appends a revision.
pub(super) async fn append(conn: &mut Conn, revision: NewRevision<'_>) -> Result<(), Fault> {
    let NewRevision { noun, subject, version, at, by, change, note, fields, snapshot } = revision;
    conn.run(
        "INSERT INTO revision (noun, subject, version, at, actor, change, note, fields, snapshot) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        values![noun.name(), subject, version, at, json(by)?, change.name(), note, json(fields)?, snapshot],
    )
    .await?;
    Ok(())
}

/// The revisions of a record before version `before` (all for `None`), latest first.
pub(super) async fn list(
    conn: &mut Conn,
    noun: Noun,
    subject: &str,
    before: Option<i64>,
    limit: u16,
) -> Result<Vec<Revision>, Fault> {
    let rows: Vec<RevisionRow> = conn
        .all(
            "SELECT version, at, actor, change, note, fields FROM revision \
             WHERE noun = $1 AND subject = $2 AND version < $3 ORDER BY version DESC LIMIT $4",
            values![noun.name(), subject, before.unwrap_or(i64::MAX), i64::from(limit)],
        )
        .await?;
    rows.into_iter().map(|row| row.revision(noun, subject)).collect()
}

/// A record as it was after the change that made it `version`, as JSON; `None` if there was no such version.
pub(super) async fn snapshot(
    conn: &mut Conn,
    noun: Noun,
    subject: &str,
    version: i64,
) -> Result<Option<String>, Fault> {
    let sql = "SELECT snapshot FROM revision WHERE noun = $1 AND subject = $2 AND version = $3";
    let row: Option<(String,)> = conn.one(sql, values![noun.name(), subject, version]).await?;
    Ok(row.map(|(snapshot,)| snapshot))
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    version: i64,
    at: i64,
    actor: String,
    change: String,
    note: String,
    fields: String,
}

impl RevisionRow {
    fn revision(self, noun: Noun, subject: &str) -> Result<Revision, Fault> {
        let what = format!("revision {} of {} {subject}", self.version, noun.name());
        Ok(Revision {
            noun,
            subject: subject.to_owned(),
            version: self.version,
            at: timestamp(self.at)?,
            by: from_json(&what, &self.actor)?,
            change: from_json(&what, &json(&self.change)?)?,
            note: self.note,
            fields: from_json(&what, &self.fields)?,
        })
    }
}

/// A value as JSON text.
pub(super) fn json(value: &(impl serde::Serialize + ?Sized)) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|e| Fault::Other(format!("cannot be written as JSON: {e}")))
}

/// The value in stored JSON text. `what` names the record in the fault.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|e| Fault::Damaged(format!("{what} cannot be read: {e}")))
}
