//! The list of public events as one statement that reads an index in the list's own order, whatever is filtered; and the
//! same events in the order of change.

use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use model::event::{Cursor, EventQuery, Period};

use super::{dispatch::Value, event::LOOK_BACK};

/// A statement that answers rows of two columns: the document, and its place in the order.
pub(super) struct Sought {
    pub(super) sql: String,
    pub(super) values: Vec<Value>,
}

/// The statement for one page, and one row more.
pub(super) fn sought(query: &EventQuery, now: Timestamp, limit: u16) -> Sought {
    let mut seeking = Seeking { query, now, values: Vec::new() };
    let limit = rows(limit);
    let sql = match query.period {
        Period::Past => seeking.past(&limit),
        Period::Upcoming => seeking.upcoming(&limit),
    };
    Sought { sql, values: seeking.values }
}

/// The statement for one page of news, and one row more: the latest changed first.
pub(super) fn news(query: &EventQuery, now: Timestamp, limit: u16) -> Sought {
    let mut seeking = Seeking { query, now, values: Vec::new() };
    let limit = rows(limit);
    let sql = seeking.changed(&limit);
    Sought { sql, values: seeking.values }
}

/// How many rows to read for a page, one more than it shows. A number in the statement, because SQLite plans a statement anew
/// each time a value is bound to its `LIMIT`, which costs more than reading a page's rows does.
pub(super) fn rows(limit: u16) -> String {
    (u32::from(limit) + 1).to_string()
}

struct Seeking<'a> {
    query: &'a EventQuery,
    now: Timestamp,
    values: Vec<Value>,
}

/// Where rows are read in order: from the events, or from a link table, which repeats the order's columns.
struct Driver {
    from: String,
    /// The columns of the order.
    start: &'static str,
    id: &'static str,
    end: &'static str,
    changed: &'static str,
}

impl Seeking<'_> {
    /// The name of a value in the statement.
    fn value(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn at(&mut self, at: Timestamp) -> String {
        self.value(at.into())
    }

    /// Over at `now`, latest start first. What is over has begun: the start is bounded too, for the index.
    fn past(&mut self, limit: &str) -> String {
        let driver = self.driver();
        let now = self.at(self.now);
        let filters = self.filters();
        let (year, until) = self.year_bounds();
        let ceiling = self.ceiling(&driver, until);
        let floor = year.map_or_else(String::new, |year| format!(" AND {} >= {}", driver.start, self.at(year)));
        let Driver { from, start, id, end, .. } = driver;
        format!(
            "SELECT e.doc, {start} FROM {from} AND {end} <= {now}{ceiling}{floor}{filters} \
             ORDER BY {start} DESC, {id} DESC LIMIT {limit}"
        )
    }

    /// Latest changed first. Those of the other period are passed over in the index.
    fn changed(&mut self, limit: &str) -> String {
        let driver = self.driver();
        let now = self.at(self.now);
        let filters = self.filters();
        let Driver { from, id, end, changed, .. } = driver;
        let over = match self.query.period {
            Period::Past => "<=",
            Period::Upcoming => ">",
        };
        let after = match self.query.after.clone() {
            Some(Cursor { at, id: last }) => {
                let (at, last) = (self.value(at.into()), self.value(last.into()));
                format!(" AND ({changed}, {id}) < ({at}, {last})")
            }
            None => String::new(),
        };
        format!(
            "SELECT e.doc, {changed} FROM {from} AND {end} {over} {now}{after}{filters} \
             ORDER BY {changed} DESC, {id} DESC LIMIT {limit}"
        )
    }

    /// Not over at `now`, soonest first: the long-running ones that began long ago, then those that began lately or
    /// will begin. The former are few and come first, as they began first.
    fn upcoming(&mut self, limit: &str) -> String {
        let back = self.now - LOOK_BACK;
        let recent = self.recent(back, limit);
        if self.query.after.as_ref().is_some_and(|after| after.at > back.as_microsecond()) {
            return format!("SELECT doc, start FROM ({recent}) AS recent ORDER BY start, id");
        }
        let running = self.running(back, limit);
        format!(
            "SELECT doc, start FROM (SELECT * FROM ({running}) AS running UNION ALL SELECT * FROM ({recent}) AS recent) \
             AS upcoming ORDER BY start, id LIMIT {limit}"
        )
    }

    fn recent(&mut self, back: Timestamp, limit: &str) -> String {
        let driver = self.driver();
        let now = self.at(self.now);
        let filters = self.filters();
        let (year, until) = self.year_bounds();
        let floor = self.floor(&driver, back, year);
        let ceiling = until.map_or_else(String::new, |until| format!(" AND {} < {}", driver.start, self.at(until)));
        let Driver { from, start, id, end, .. } = driver;
        format!(
            "SELECT e.doc AS doc, {start} AS start, {id} AS id FROM {from} AND {end} > {now}\
             {floor}{ceiling}{filters} ORDER BY {start}, {id} LIMIT {limit}"
        )
    }

    fn running(&mut self, back: Timestamp, limit: &str) -> String {
        let (now, back) = (self.at(self.now), self.at(back));
        let links = self.links().into_iter().map(|(noun, to)| self.linked(noun, to)).collect::<String>();
        let filters = self.filters();
        // A plus keeps a column from being looked for in an index: this half is to use `event_long_running` alone, and
        // sort the few rows it finds.
        let after = match self.query.after.clone() {
            Some(Cursor { at, id }) => {
                let (at, id) = (self.value(at.into()), self.value(id.into()));
                format!(" AND (+e.starts_at, e.id) > ({at}, {id})")
            }
            None => String::new(),
        };
        format!(
            "SELECT e.doc AS doc, e.starts_at AS start, e.id AS id FROM event e WHERE e.public = 1 \
             AND e.long_running = 1 AND e.ends_at > {now} AND +e.starts_at <= {back}{after}{links}{filters} \
             ORDER BY +e.starts_at, e.id LIMIT {limit}"
        )
    }

    /// The link tables that are asked for, the likely rarest first.
    fn links(&self) -> Vec<(&'static str, Value)> {
        let q = self.query;
        let mut links: Vec<(&'static str, Value)> = Vec::new();
        links.extend(q.programme.iter().map(|p| ("programme", p.as_str().into())));
        links.extend(q.country.iter().map(|c| ("country", c.code().into())));
        links.extend(q.area.iter().map(|a| ("area", i64::from(a.get()).into())));
        links
    }

    fn linked(&mut self, noun: &str, to: Value) -> String {
        let to = self.value(to);
        format!(" AND EXISTS (SELECT 1 FROM event_{noun} x WHERE x.event = e.id AND x.{noun} = {to})")
    }

    /// The first link table drives, the others are looked up. CROSS JOIN, because SQLite then keeps this order of
    /// tables, where it would guess without statistics; to PostgreSQL it is a join like any other.
    fn driver(&mut self) -> Driver {
        let mut links = self.links().into_iter();
        let Some((noun, to)) = links.next() else {
            return Driver {
                from: "event e WHERE e.public = 1".to_owned(),
                start: "e.starts_at",
                id: "e.id",
                end: "e.ends_at",
                changed: "e.updated_at",
            };
        };
        let to = self.value(to);
        let mut from =
            format!("event_{noun} k CROSS JOIN event e WHERE e.id = k.event AND k.{noun} = {to} AND k.public = 1");
        for (noun, to) in links {
            from += &self.linked(noun, to);
        }
        Driver { from, start: "k.starts_at", id: "k.event", end: "k.ends_at", changed: "k.updated_at" }
    }

    fn filters(&mut self) -> String {
        let mut sql = String::new();
        if let Some(format) = self.query.format {
            sql += &format!(" AND e.format = {}", self.value(format.name().into()));
        }
        if let Some(year) = self.query.year {
            sql += &format!(" AND e.year = {}", self.value(i64::from(year).into()));
        }
        sql
    }

    /// The instants between which a year's events can begin, whatever their zone: a day more on both sides.
    fn year_bounds(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let Some(year) = self.query.year else { return (None, None) };
        let utc = |day: Option<Date>| day.and_then(|d| TimeZone::UTC.to_timestamp(d.at(0, 0, 0, 0)).ok());
        (utc(date(year, 1, 1).yesterday().ok()), utc(date(year, 12, 31).tomorrow().and_then(|d| d.tomorrow()).ok()))
    }

    /// The one lower bound that is tightest: databases use one for the index, and may choose the other.
    fn floor(&mut self, driver: &Driver, back: Timestamp, year: Option<Timestamp>) -> String {
        let Driver { start, id, .. } = driver;
        let least = year.map_or(back, |year| year.max(back));
        match self.query.after.clone().filter(|after| after.at > least.as_microsecond()) {
            Some(after) => {
                let [at, after] = [after.at.into(), after.id.into()].map(|v| self.value(v));
                format!(" AND ({start}, {id}) > ({at}, {after})")
            }
            None => format!(" AND {start} > {}", self.at(least)),
        }
    }

    /// The one upper bound that is tightest.
    fn ceiling(&mut self, driver: &Driver, year: Option<Timestamp>) -> String {
        let Driver { start, id, .. } = driver;
        let most = year.map_or(self.now, |year| year.min(self.now));
        match self.query.after.clone().filter(|after| after.at <= most.as_microsecond()) {
            Some(after) => {
                let [at, after] = [after.at.into(), after.id.into()].map(|v| self.value(v));
                format!(" AND ({start}, {id}) < ({at}, {after})")
            }
            None => format!(" AND {start} <= {}", self.at(most)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        app::Fault,
        store::{
            Database, Store,
            plan::{self, on_postgres, said, sql},
        },
    };

    /// Every query there is, but for what the values are.
    fn queries() -> Vec<EventQuery> {
        let periods = [Period::Upcoming, Period::Past];
        let mut queries: Vec<EventQuery> = Vec::new();
        for (period, mask) in periods.into_iter().flat_map(|p| (0..64_u32).map(move |mask| (p, mask))) {
            let has = |bit: u32| mask & (1 << bit) != 0;
            queries.push(EventQuery {
                period,
                programme: "forum".parse().ok().filter(|_| has(0)),
                area: "2".parse().ok().filter(|_| has(1)),
                country: "LA".parse().ok().filter(|_| has(2)),
                format: model::event::Format::named("hybrid").filter(|_| has(3)),
                year: Some(2026).filter(|_| has(4)),
                after: Cursor::parse("1772323200000000_a1").filter(|_| has(5)),
            });
        }
        queries
    }

    #[tokio::test]
    async fn no_list_is_sorted_or_read_from_end_to_end() -> Result<(), Fault> {
        let folder = tempfile::tempdir().map_err(|e| Fault::Other(e.to_string()))?;
        let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await?;
        let now: Timestamp = Timestamp::from_second(1_772_323_200).map_err(|e| Fault::Other(e.to_string()))?;
        for query in queries() {
            let Sought { sql, values } = sought(&query, now, 20);
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let plan: Vec<(i64, i64, i64, String)> = store.read().await?.all(explain, values).await?;
            let steps = |what: &str| plan.iter().filter(|(.., step)| step.contains(what)).count();
            assert_eq!(steps("SCAN e") + steps("SCAN k"), 0, "{query:?}\n{sql}\n{plan:#?}");
            // The few long-running may be sorted, and with them the page they are put before; nothing else.
            let sorts = 2 * steps("event_long_running");
            assert!(steps("TEMP B-TREE") <= sorts && sorts <= 2, "{query:?}\n{sql}\n{plan:#?}");
        }
        Ok(())
    }

    #[tokio::test]
    async fn news_are_read_in_the_order_of_change_and_not_sorted() -> Result<(), Fault> {
        let folder = tempfile::tempdir().map_err(|e| Fault::Other(e.to_string()))?;
        let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await?;
        let now: Timestamp = Timestamp::from_second(1_772_323_200).map_err(|e| Fault::Other(e.to_string()))?;
        for query in queries() {
            let Sought { sql, values } = news(&query, now, 100);
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let plan: Vec<(i64, i64, i64, String)> = store.read().await?.all(explain, values).await?;
            let steps = |what: &str| plan.iter().filter(|(.., step)| step.contains(what)).count();
            assert_eq!(steps("SCAN e") + steps("SCAN k") + steps("B-TREE"), 0, "{query:?}\n{sql}\n{plan:#?}");
            assert_eq!(steps("_by_news"), 1, "{query:?}\n{sql}\n{plan:#?}");
        }
        Ok(())
    }

    /// So many events that an index is worth while, ten hours apart.
    const MANY: [&str; 6] = [
        "INSERT INTO programme (key, position, doc, version, updated_at) VALUES ('forum', 1, '{}', 1, 0)",
        "INSERT INTO event (id, slug, status, public, sample, starts_at, ends_at, long_running, year, format, doc, version, \
         created_at, updated_at, published_at, site_map) \
         SELECT 'e' || CAST(n AS TEXT), 'e' || CAST(n AS TEXT), 'published', 1, 0, n * 36000000000, n * 36000000000 + 1, \
         CASE WHEN n % 5000 = 0 THEN 1 ELSE 0 END, 1970 + n / 876, \
         CASE n % 3 WHEN 0 THEN 'hybrid' WHEN 1 THEN 'online' ELSE 'in-person' END, '{}', 1, 0, n, 0, n / 250 \
         FROM generate_series(1, 60000) n",
        "INSERT INTO event_programme (event, programme, public, starts_at, ends_at, updated_at) \
         SELECT id, 'forum', 1, starts_at, ends_at, updated_at FROM event WHERE updated_at % 3 = 0",
        "INSERT INTO event_area (event, area, public, starts_at, ends_at, updated_at) \
         SELECT id, 1 + updated_at % 4, 1, starts_at, ends_at, updated_at FROM event",
        "INSERT INTO event_country (event, country, public, starts_at, ends_at, updated_at) \
         SELECT id, CASE updated_at % 6 WHEN 0 THEN 'LA' WHEN 1 THEN 'VN' ELSE 'TH' END, 1, starts_at, ends_at, updated_at \
         FROM event",
        "ANALYZE",
    ];

    /// PostgreSQL chooses by what it has counted, and may rightly sort what little several filters leave. That is put off here:
    /// what is shown is that an index has each list in its order.
    const BY_INDEX_ALONE: [&str; 5] = [
        "SET enable_seqscan = off",
        "SET enable_sort = off",
        "SET enable_bitmapscan = off",
        "SET enable_hashjoin = off",
        "SET enable_mergejoin = off",
    ];

    #[tokio::test]
    async fn postgres_has_each_list_in_its_order_from_an_index() -> Result<(), Fault> {
        on_postgres(async |store| {
            sql(store, &MANY).await?;
            let now = Timestamp::from_second(1_772_323_200).map_err(|e| Fault::Other(e.to_string()))?;
            let mut conn = store.read().await?;
            for setting in BY_INDEX_ALONE {
                conn.run(setting, Vec::new()).await?;
            }
            for query in queries() {
                let Sought { sql, values } = sought(&query, now, 20);
                let plan = plan::steps(&mut conn, &sql, values).await?;
                assert_eq!(said(&plan, "Seq Scan"), 0, "{query:?}\n{sql}\n{plan:#?}");
                // The few long-running may be sorted, and with them the page they are put before; nothing else.
                let few = 2 * said(&plan, "event_long_running");
                assert!(plan::sorts(&plan) <= few && few <= 2, "{query:?}\n{sql}\n{plan:#?}");
                let Sought { sql, values } = news(&query, now, 100);
                let plan = plan::steps(&mut conn, &sql, values).await?;
                assert_eq!(said(&plan, "Seq Scan") + plan::sorts(&plan), 0, "{query:?}\n{sql}\n{plan:#?}");
            }
            Ok(())
        })
        .await
    }
}
