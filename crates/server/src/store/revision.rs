//! What changed: appended in the transaction of the change itself.

use jiff::Timestamp;
use model::revision::{Actor, Change, FieldChange, Noun};

use super::dispatch::{Conn, values};
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

/// A value as JSON text.
pub(super) fn json(value: &(impl serde::Serialize + ?Sized)) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|e| Fault::Other(format!("cannot be written as JSON: {e}")))
}

/// The value in stored JSON text. `what` names the record in the fault.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(what: &str, text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|e| Fault::Damaged(format!("{what} cannot be read: {e}")))
}
