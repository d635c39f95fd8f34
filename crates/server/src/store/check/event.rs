//! Events, and their links.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    event::{Event, EventContent},
    event_form::EventForm,
};
use sqlx::AssertSqlSafe;

use super::{Latest, Report};
use crate::{
    app::Fault,
    store::{
        dispatch::{Conn, Value, values},
        event::{COLUMNS, columns, links},
        event_map::CAPACITY,
    },
};

/// Events read at a time.
const PAGE: i64 = 200;
/// The columns that are worked out of the law of a time zone, which changes.
const BY_THE_CLOCK: [&str; 4] = ["starts_at", "ends_at", "long_running", "year"];
/// The furthest that a government has moved its clocks, in microseconds.
const DAY: i64 = 24 * 3600 * 1_000_000;

/// An event's row, and its latest revision.
#[derive(sqlx::FromRow)]
struct EventRow {
    id: String,
    slug: String,
    status: String,
    public: i64,
    sample: i64,
    starts_at: i64,
    ends_at: i64,
    long_running: i64,
    year: i64,
    format: String,
    doc: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    published_at: Option<i64>,
    snapshot: Option<String>,
    last: Option<i64>,
}

impl EventRow {
    /// In the order of [`COLUMNS`].
    fn values(&self) -> Vec<Value> {
        values![
            &self.id,
            &self.slug,
            &self.status,
            self.public,
            self.sample,
            self.starts_at,
            self.ends_at,
            self.long_running,
            self.year,
            &self.format,
            &self.doc,
            self.version,
            self.created_at,
            self.updated_at,
            self.published_at,
        ]
    }
}

/// A link's other end, and what of the event's row is repeated there.
type Link = (String, i64, i64, i64, i64);
/// Links by event.
type Links = BTreeMap<String, BTreeSet<Link>>;

pub(super) async fn check(conn: &mut Conn, report: &mut Report) -> Result<(), Fault> {
    let sql = format!(
        "SELECT {}, r.snapshot, \
         (SELECT MAX(l.version) FROM revision l WHERE l.noun = 'event' AND l.subject = e.id) AS last \
         FROM event e LEFT JOIN revision r ON r.noun = 'event' AND r.subject = e.id AND r.version = e.version \
         WHERE e.id > $1 ORDER BY e.id LIMIT $2",
        COLUMNS.map(|column| format!("e.{column}")).join(", ")
    );
    let mut after = String::new();
    loop {
        let rows: Vec<EventRow> = conn.all(AssertSqlSafe(sql.clone()), values![&after, PAGE]).await?;
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { break };
        report.count("events", rows.len());
        let mut found = BTreeMap::new();
        for noun in LINKED {
            found.insert(noun, links_of(conn, noun, [&first.id, &last.id], report).await?);
        }
        for row in &rows {
            one(row, &found, report);
        }
        after.clone_from(&last.id);
    }
    maps(conn, report).await
}

/// The nouns that events are linked to.
const LINKED: [&str; 4] = ["programme", "area", "country", "sdg"];

/// The links of the events between these, both included.
async fn links_of(
    conn: &mut Conn,
    noun: &'static str,
    [first, last]: [&String; 2],
    report: &mut Report,
) -> Result<Links, Fault> {
    let sql = format!(
        "SELECT event, CAST({noun} AS TEXT), public, starts_at, ends_at, updated_at FROM event_{noun} \
         WHERE event >= $1 AND event <= $2"
    );
    let rows: Vec<(String, String, i64, i64, i64, i64)> = conn.all(AssertSqlSafe(sql), values![first, last]).await?;
    report.count("links", rows.len());
    let mut links = Links::new();
    for (event, to, public, starts_at, ends_at, updated_at) in rows {
        links.entry(event).or_default().insert((to, public, starts_at, ends_at, updated_at));
    }
    Ok(links)
}

fn one(row: &EventRow, found: &BTreeMap<&str, Links>, report: &mut Report) {
    let event: Event = match serde_json::from_str(&row.doc) {
        Ok(event) => event,
        Err(error) => return report.wrong("event", &row.id, format!("its document cannot be read: {error}")),
    };
    rules(&event, report);
    key_columns(row, &event, report);
    for (noun, to) in links(&event) {
        let to = to.iter().filter_map(|to| match to {
            Value::Text(text) => text.clone(),
            Value::Int(number) => number.map(|number| number.to_string()),
        });
        let expected: BTreeSet<Link> =
            to.map(|to| (to, row.public, row.starts_at, row.ends_at, row.updated_at)).collect();
        let stored = found.get(noun).and_then(|links| links.get(&row.id)).cloned().unwrap_or_default();
        if stored != expected {
            report.wrong("event", &row.id, format!("its links in event_{noun} are not those of its document"));
        }
    }
    let same =
        row.snapshot.as_deref().map(|s| s == row.doc || serde_json::from_str(s).is_ok_and(|e: Event| e == event));
    Latest { part: "event", key: &row.id, version: row.version, last: row.last }.agree(same, report);
}

/// What staff could not have saved.
fn rules(event: &Event, report: &mut Report) {
    let content: &EventContent = &event.content;
    let read = EventForm::of(content).parse(Some(content), content.title.source(), event.version);
    let publishable = if event.status.is_public() { content.publishable() } else { Ok(()) };
    for errors in [read.map(drop), publishable].into_iter().filter_map(Result::err) {
        for (field, error) in errors.iter() {
            report.wrong("event", event.id.as_str(), format!("its {field} breaks a rule: {}", error.key()));
        }
    }
}

fn key_columns(row: &EventRow, event: &Event, report: &mut Report) {
    let expected = columns(event, &row.doc);
    let apart = |a: i64, b: Option<&Value>| match b {
        Some(Value::Int(Some(b))) => (a - b).abs(),
        _ => i64::MAX,
    };
    let at = |name: &str| expected.get(COLUMNS.iter().position(|column| *column == name).unwrap_or(COLUMNS.len()));
    let moved = apart(row.starts_at, at("starts_at")).max(apart(row.ends_at, at("ends_at")));
    for ((name, is), should_be) in COLUMNS.into_iter().zip(row.values()).zip(&expected) {
        if is == *should_be {
            continue;
        }
        if BY_THE_CLOCK.contains(&name) && (1..=DAY).contains(&moved) {
            let what = "its time zone has other clocks now than when it was saved: save it once more";
            report.note("event", &row.id, format!("{name}: {what}"));
        } else {
            report.wrong("event", &row.id, format!("its column {name} is not what its document says"));
        }
    }
}

/// No map of the site map holds more than it may.
async fn maps(conn: &mut Conn, report: &mut Report) -> Result<(), Fault> {
    let sql = "SELECT site_map, COUNT(*) FROM event GROUP BY site_map HAVING COUNT(*) > $1 OR site_map < 0";
    let rows: Vec<(i64, i64)> = conn.all(sql, values![CAPACITY]).await?;
    for (map, events) in rows {
        report.wrong("site map", &map.to_string(), format!("it holds {events} events"));
    }
    Ok(())
}
