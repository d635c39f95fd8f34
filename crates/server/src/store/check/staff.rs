//! Accounts.

use model::staff::Staff;

use super::{Latest, Report};
use crate::{
    app::Fault,
    store::{
        dispatch::{Conn, values},
        revision::from_json,
        staff,
    },
};

/// An account's latest revision.
#[derive(sqlx::FromRow)]
struct RevisionRow {
    id: String,
    version: i64,
    snapshot: Option<String>,
    last: Option<i64>,
}

pub(super) async fn check(conn: &mut Conn, report: &mut Report) -> Result<(), Fault> {
    let rows: Vec<RevisionRow> = conn
        .all(
            "SELECT s.id, s.version, r.snapshot, \
             (SELECT MAX(l.version) FROM revision l WHERE l.noun = 'staff' AND l.subject = s.id) AS last \
             FROM staff s LEFT JOIN revision r ON r.noun = 'staff' AND r.subject = s.id AND r.version = s.version \
             ORDER BY s.id",
            values![],
        )
        .await?;
    report.count("accounts", rows.len());
    for row in rows {
        let account = match staff::told_by_id(conn, &row.id).await {
            Ok(Some(account)) => account,
            Ok(None) => continue,
            Err(Fault::Damaged(what)) => {
                report.wrong("staff", &row.id, what);
                continue;
            }
            Err(fault) => return Err(fault),
        };
        let same = row.snapshot.as_deref().map(|s| from_json("", s).is_ok_and(|told: Staff| told == account));
        Latest { part: "staff", key: &row.id, version: row.version, last: row.last }.agree(same, report);
    }
    Ok(())
}
