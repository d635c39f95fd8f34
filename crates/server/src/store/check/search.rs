//! The search index: what is public is in it, and nothing else.

use std::collections::BTreeSet;

use super::Report;
use crate::{
    app::Fault,
    store::{
        dispatch::{Conn, values},
        search::rebuild::{expected, is_whole},
    },
};

/// The most events that are told.
const TOLD: i64 = 20;

pub(super) async fn check(conn: &mut Conn, report: &mut Report) -> Result<(), Fault> {
    if !is_whole(conn).await? {
        let what = "not all is indexed yet: a portal that serves does it by and by";
        report.note("search index", "", what);
        return Ok(());
    }
    let sql = "SELECT (SELECT COUNT(*) FROM search_subject), (SELECT subjects FROM search_state WHERE id = 1)";
    let (subjects, counted): (i64, i64) = conn.one(sql, values![]).await?.unwrap_or_default();
    report.count("search subjects", usize::try_from(subjects).unwrap_or(usize::MAX));
    if subjects != counted {
        report.wrong("search index", "", format!("it holds {subjects} subjects, and says that it holds {counted}"));
    }
    // PostgreSQL keeps a subject and its words in one row.
    if !conn.is_postgres() {
        let texts: Option<(i64,)> = conn.one("SELECT COUNT(*) FROM search_text", values![]).await?;
        let texts = texts.unwrap_or_default().0;
        if texts != subjects {
            report.wrong("search index", "", format!("it holds {subjects} subjects, and the words of {texts}"));
        }
    }
    let missing = "SELECT e.id FROM event e WHERE e.public = 1 AND NOT EXISTS \
                   (SELECT 1 FROM search_subject s WHERE s.kind = 'event' AND s.key = e.id) ORDER BY e.id LIMIT $1";
    let extra = "SELECT s.key FROM search_subject s WHERE s.kind = 'event' AND NOT EXISTS \
                 (SELECT 1 FROM event e WHERE e.public = 1 AND e.id = s.key) ORDER BY s.key LIMIT $1";
    for (sql, what) in [(missing, "it is public, and cannot be found"), (extra, "it can be found, and is not public")] {
        let rows: Vec<(String,)> = conn.all(sql, values![TOLD]).await?;
        for (event,) in rows {
            report.wrong("search index", &event, what);
        }
    }
    let sql = "SELECT kind, key FROM search_subject WHERE kind <> 'event'";
    let found: BTreeSet<(String, String)> = conn.all(sql, values![]).await?.into_iter().collect();
    let (expected, unread) = expected(conn).await?;
    for (kind, key) in expected.difference(&found) {
        report.wrong("search index", &format!("{kind} {key}"), "it is there, and cannot be found");
    }
    for (kind, key) in found.difference(&expected).filter(|found| !unread.contains(*found)) {
        report.wrong("search index", &format!("{kind} {key}"), "it can be found, and is not there");
    }
    Ok(())
}
