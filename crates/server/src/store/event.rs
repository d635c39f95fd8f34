//! Events: the document, the columns and link tables that find it, and its revision, always written together.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use model::{
    event::{Cursor, Event, EventId, EventQuery, Paged, Period, StaffEventQuery},
    event_form::EventForm,
    revision::{Actor, Change, Noun, Revision, differences},
    search::Kind,
    slug::Slug,
};
use sqlx::AssertSqlSafe;

use super::{
    Store,
    dispatch::{Conn, Value, values},
    event_list::{Sought, news, rows, sought},
    event_map,
    revision::{self, NewRevision, append, from_json, json},
    search::index::Indexing,
};
use crate::{app::Fault, search::subject::Findable};

/// An event that lasts longer than this, or is waited for longer, is "long running". What is upcoming is looked for from
/// this far back by the index on starts; the few long-running events that began earlier are looked for by an index of their
/// own. Without the bound, the list would wade through every past event.
pub(super) const LOOK_BACK: SignedDuration = SignedDuration::from_hours(31 * 24);
/// The most that clocks are apart.
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A change of an event, to be written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EventWrite<'a> {
    /// The event as it was read; `None` for a new one.
    pub(crate) before: Option<&'a Event>,
    /// The event as it shall be, with its new version.
    pub(crate) after: &'a Event,
    /// Who.
    pub(crate) by: &'a Actor,
    /// What was done.
    pub(crate) change: Change,
    /// Why.
    pub(crate) note: &'a str,
}

impl Store {
    /// Writes an event and its revision.
    ///
    /// # Errors
    /// [`Fault::Stale`] if the event is not at the version of `before` any more; [`Fault::Taken`] for the slug.
    pub(crate) async fn write_event(&self, write: EventWrite<'_>) -> Result<(), Fault> {
        let mut conn = self.write().await?;
        let mut indexing = Indexing::begin(&mut conn).await?;
        // Kept apart: a future of tens of kilobytes, inside those of a form, is more than a thread's stack bears.
        Box::pin(written(&mut conn, &mut indexing, write)).await?;
        Box::pin(indexing.end(&mut conn)).await?;
        conn.commit().await
    }

    /// Writes new events and their first revisions in one transaction. For databases that are made to be measured: nobody is
    /// asked whether they may.
    ///
    /// # Errors
    /// [`Fault::Taken`] for a slug.
    pub async fn fill(&self, events: &[Event]) -> Result<(), Fault> {
        let mut conn = self.write().await?;
        let mut indexing = Indexing::begin(&mut conn).await?;
        for after in events {
            let write = EventWrite { before: None, after, by: &Actor::Operator, change: Change::Created, note: "" };
            Box::pin(written(&mut conn, &mut indexing, write)).await?;
        }
        Box::pin(indexing.end(&mut conn)).await?;
        conn.commit().await
    }

    /// How many events there are, drafts included.
    ///
    /// # Errors
    /// [`Fault::Unreachable`].
    pub async fn event_count(&self) -> Result<i64, Fault> {
        let count: Option<(i64,)> = self.read().await?.one("SELECT COUNT(*) FROM event", values![]).await?;
        Ok(count.map_or(0, |(count,)| count))
    }

    /// Has PostgreSQL look at what was filled in, as it does by itself after a while. (SQLite is never asked to: its plans do
    /// not depend on what is in the tables.)
    ///
    /// # Errors
    /// [`Fault::Unreachable`].
    pub async fn settle(&self) -> Result<(), Fault> {
        let mut conn = self.write_aside().await?;
        if conn.is_postgres() {
            conn.run("ANALYZE", values![]).await?;
        }
        conn.commit().await
    }

    /// The event of this id.
    pub(crate) async fn event(&self, id: &EventId) -> Result<Option<Event>, Fault> {
        let row = self.read().await?.one("SELECT doc FROM event WHERE id = $1", values![id.as_str()]).await?;
        row.map(event).transpose()
    }

    /// The public event at this slug.
    pub(crate) async fn public_event(&self, slug: &Slug) -> Result<Option<Event>, Fault> {
        let sql = "SELECT doc FROM event WHERE slug = $1 AND public = 1";
        let row = self.read().await?.one(sql, values![slug.as_str()]).await?;
        row.map(event).transpose()
    }

    /// Whose slug it is, public or not.
    pub(crate) async fn slug_owner(&self, slug: &Slug) -> Result<Option<EventId>, Fault> {
        let sql = "SELECT id FROM event WHERE slug = $1";
        let row: Option<(String,)> = self.read().await?.one(sql, values![slug.as_str()]).await?;
        Ok(row.map(|(id,)| EventId::from_stored(id)))
    }

    /// A page of public events.
    pub(crate) async fn public_events(
        &self,
        query: &EventQuery,
        now: Timestamp,
        limit: u16,
    ) -> Result<Paged<Event>, Fault> {
        let Sought { sql, values } = sought(query, now, limit);
        paged(self.read().await?.all(AssertSqlSafe(sql), values).await?, limit)
    }

    /// A page of public events, latest changed first.
    pub(crate) async fn event_news(
        &self,
        query: &EventQuery,
        now: Timestamp,
        limit: u16,
    ) -> Result<Paged<Event>, Fault> {
        let Sought { sql, values } = news(query, now, limit);
        paged(self.read().await?.all(AssertSqlSafe(sql), values).await?, limit)
    }

    /// A page of all events, latest changed first.
    pub(crate) async fn all_events(&self, query: &StaffEventQuery, limit: u16) -> Result<Paged<Event>, Fault> {
        let mut values: Vec<Value> = Vec::new();
        let mut sql = "SELECT e.doc, e.updated_at FROM event e WHERE 1 = 1".to_owned();
        if let Some(status) = query.status {
            values.push(status.name().into());
            sql += &format!(" AND e.status = ${}", values.len());
        }
        if let Some(programme) = &query.programme {
            values.push(programme.as_str().into());
            sql += &format!(
                " AND EXISTS (SELECT 1 FROM event_programme x WHERE x.event = e.id AND x.programme = ${})",
                values.len()
            );
        }
        if let Some(after) = &query.after {
            values.extend(values![after.at, &after.id]);
            sql += &format!(" AND (e.updated_at, e.id) < (${}, ${})", values.len() - 1, values.len());
        }
        sql += &format!(" ORDER BY e.updated_at DESC, e.id DESC LIMIT {}", rows(limit));
        paged(self.read().await?.all(AssertSqlSafe(sql), values).await?, limit)
    }

    /// The years that public events of a period may begin in, latest first. Leaps from year to year along an index: as many
    /// steps as years, however many events.
    pub(crate) async fn event_years(&self, period: Period, now: Timestamp) -> Result<Vec<i16>, Fault> {
        let sql = "WITH RECURSIVE found (year) AS ( \
                     SELECT MAX(year) FROM event WHERE public = 1 \
                     UNION ALL \
                     SELECT (SELECT MAX(e.year) FROM event e WHERE e.public = 1 AND e.year < found.year) \
                     FROM found WHERE found.year IS NOT NULL \
                   ) SELECT year FROM found WHERE year IS NOT NULL ORDER BY year DESC";
        let mut conn = self.read().await?;
        let rows: Vec<(i64,)> = conn.all(sql, values![]).await?;
        let year = |at: Timestamp| i64::from(TimeZone::UTC.to_datetime(at).year());
        let years: Vec<i64> = match period {
            // A day more: it is tomorrow already where some of the events are.
            Period::Past => rows.into_iter().map(|(year,)| year).filter(|y| *y <= year(now + DAY)).collect(),
            Period::Upcoming => {
                let sql = "SELECT DISTINCT year FROM event WHERE public = 1 AND long_running = 1 AND ends_at > $1";
                let long: Vec<(i64,)> = conn.all(sql, values![now]).await?;
                let lately = year(now - LOOK_BACK - DAY);
                rows.into_iter().map(|(year,)| year).filter(|y| *y >= lately || long.contains(&(*y,))).collect()
            }
        };
        Ok(years.into_iter().filter_map(|year| i16::try_from(year).ok()).collect())
    }

    /// The revisions of an event before `before`, latest first.
    pub(crate) async fn event_revisions(
        &self,
        id: &EventId,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<Revision>, Fault> {
        revision::list(&mut self.read().await?, Noun::Event, id.as_str(), before, limit).await
    }

    /// The event as it was at a version.
    pub(crate) async fn event_at(&self, id: &EventId, version: i64) -> Result<Option<Event>, Fault> {
        let doc = revision::snapshot(&mut self.read().await?, Noun::Event, id.as_str(), version).await?;
        doc.map(|doc| event((doc,))).transpose()
    }

    /// There is a sample event or a sample account.
    pub(crate) async fn has_samples(&self) -> Result<bool, Fault> {
        let sql = "SELECT id FROM event WHERE sample = 1 UNION ALL SELECT id FROM staff WHERE sample = 1 LIMIT 1";
        Ok(self.read().await?.one::<(String,)>(sql, values![]).await?.is_some())
    }
}

/// An instant as it is stored.
pub(super) fn timestamp(at: i64) -> Result<Timestamp, Fault> {
    Timestamp::from_microsecond(at).map_err(|e| Fault::Damaged(e.to_string()))
}

fn event((doc,): (String,)) -> Result<Event, Fault> {
    from_json("an event", &doc)
}

/// One row more than the page holds was asked for: it tells that there is a next page, which begins after the last row's
/// place. The place is the stored one: worked out of the document, a start may be another by now, where a government has
/// moved its clocks.
fn paged(mut rows: Vec<(String, i64)>, limit: u16) -> Result<Paged<Event>, Fault> {
    let more = rows.len() > usize::from(limit);
    rows.truncate(limit.into());
    let place = rows.last().map(|(_, at)| *at).filter(|_| more);
    let items = rows.into_iter().map(|(doc, _)| event((doc,))).collect::<Result<Vec<_>, _>>()?;
    let next = items.last().zip(place).map(|(last, at)| Cursor { at, id: last.id.as_str().to_owned() });
    Ok(Paged { items, next })
}

/// What a revision tells of an event: its form, and what is changed by status pages.
fn told(event: &Event) -> BTreeMap<String, Vec<String>> {
    let mut fields = EventForm::of(&event.content).fields().clone();
    fields.insert("status".to_owned(), vec![event.status.name().to_owned()]);
    for locale in event.notice.locales() {
        fields.insert(format!("notice.{locale}"), event.notice.get(locale).cloned().into_iter().collect());
    }
    fields
}

/// The event, its revision, and what of it can be found.
async fn written(conn: &mut Conn, indexing: &mut Indexing, write: EventWrite<'_>) -> Result<(), Fault> {
    let EventWrite { before, after, by, change, note } = write;
    let doc = json(after)?;
    match before {
        None => insert(conn, after, &doc).await?,
        Some(before) => update(conn, before, after, &doc).await?,
    }
    link(conn, after).await?;
    let found_before = before.and_then(Findable::subject);
    let subject = after.subject();
    let put = indexing.put(conn, (Kind::Event, after.id.as_str()), found_before.as_ref(), subject.as_ref());
    Box::pin(put).await?;
    append(
        conn,
        NewRevision {
            noun: Noun::Event,
            subject: after.id.as_str(),
            version: after.version,
            at: after.updated_at,
            by,
            change,
            note,
            fields: &differences(&before.map(told).unwrap_or_default(), &told(after)),
            snapshot: &doc,
        },
    )
    .await
}

/// The columns that are worked out of an event, in the order of their values.
pub(super) const COLUMNS: [&str; 15] = [
    "id",
    "slug",
    "status",
    "public",
    "sample",
    "starts_at",
    "ends_at",
    "long_running",
    "year",
    "format",
    "doc",
    "version",
    "created_at",
    "updated_at",
    "published_at",
];

/// The values of [`COLUMNS`], `$1` to `$15`. `ends_at` is [`Event::over_at`].
pub(super) fn columns(event: &Event, doc: &str) -> Vec<Value> {
    let when = &event.content.when;
    values![
        event.id.as_str(),
        event.content.slug.as_str(),
        event.status.name(),
        event.status.is_public(),
        event.sample,
        when.starts_at(),
        event.over_at(),
        event.over_at().duration_since(when.starts_at()) > LOOK_BACK,
        i64::from(when.first_day().year()),
        event.content.format.name(),
        doc,
        event.version,
        event.created_at,
        event.updated_at,
        event.published_at,
    ]
}

async fn insert(conn: &mut Conn, event: &Event, doc: &str) -> Result<(), Fault> {
    let mut values = columns(event, doc);
    values.push(event_map::with_room(conn).await?.into());
    conn.run(
        "INSERT INTO event (id, slug, status, public, sample, starts_at, ends_at, long_running, year, format, doc, \
         version, created_at, updated_at, published_at, site_map) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        values,
    )
    .await?;
    Ok(())
}

async fn update(conn: &mut Conn, before: &Event, after: &Event, doc: &str) -> Result<(), Fault> {
    let mut values = columns(after, doc);
    values.push(before.version.into());
    let written = conn
        .run(
            "UPDATE event SET slug = $2, status = $3, public = $4, sample = $5, starts_at = $6, ends_at = $7, \
             long_running = $8, year = $9, format = $10, doc = $11, version = $12, created_at = $13, \
             updated_at = $14, published_at = $15 WHERE id = $1 AND version = $16",
            values,
        )
        .await?;
    if written == 1 {
        return Ok(());
    }
    let now: Option<(i64,)> = conn.one("SELECT version FROM event WHERE id = $1", values![after.id.as_str()]).await?;
    Err(now.map_or_else(|| Fault::Other(format!("event {} is gone", after.id)), |(version,)| Fault::Stale(version)))
}

/// What an event is linked to, by noun.
pub(super) fn links(event: &Event) -> [(&'static str, Vec<Value>); 4] {
    let c = &event.content;
    let number = |n: u8| Value::from(i64::from(n));
    [
        ("programme", c.programmes.iter().map(|p| p.as_str().into()).collect()),
        ("area", c.areas.iter().map(|a| number(a.get())).collect()),
        ("country", c.countries.iter().map(|c| c.code().into()).collect()),
        ("sdg", c.sdgs.iter().map(|s| number(s.get())).collect()),
    ]
}

/// Writes the link rows anew.
async fn link(conn: &mut Conn, event: &Event) -> Result<(), Fault> {
    let c = &event.content;
    for (noun, to) in links(event) {
        let sql = format!("DELETE FROM event_{noun} WHERE event = $1");
        conn.run(AssertSqlSafe(sql), values![event.id.as_str()]).await?;
        for to in to {
            let sql = format!(
                "INSERT INTO event_{noun} (event, {noun}, public, starts_at, ends_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6)"
            );
            let mut values = values![event.id.as_str()];
            values.push(to);
            values.extend(values![event.status.is_public(), c.when.starts_at(), event.over_at(), event.updated_at]);
            conn.run(AssertSqlSafe(sql), values).await?;
        }
    }
    Ok(())
}
