//! The maps of the site map that events are in.
//!
//! A map holds a fixed number of events, and every language of an event names all others, so a million events are four
//! thousand maps. Which map an event is in is settled when it is made: the newest, until that is full. So a map's address
//! stands for ever, a change of one event changes one map, and the list of maps is found by leaps along an index, two
//! steps a map, however many events there are.

use jiff::Timestamp;
use model::slug::Slug;

use super::{
    Store,
    dispatch::{Conn, values},
    event::timestamp,
};
use crate::app::Fault;

/// How many events a map holds. One takes 25 kB: thirteen addresses, each with fourteen alternates. So a map takes 6 MB,
/// where the standard allows 50.
pub(crate) const CAPACITY: i64 = 250;

/// The maps with public events in them, and when one of these last changed.
const MAPS: &str = "WITH RECURSIVE map (number) AS ( \
     SELECT MIN(site_map) FROM event \
     UNION ALL \
     SELECT (SELECT MIN(e.site_map) FROM event e WHERE e.site_map > map.number) FROM map WHERE map.number IS NOT NULL \
   ), changed (number, at) AS ( \
     SELECT number, (SELECT MAX(e.updated_at) FROM event e WHERE e.site_map = map.number AND e.public = 1) FROM map \
   ) SELECT number, at FROM changed WHERE at IS NOT NULL ORDER BY number";

/// The public events of a map.
const MAP: &str = "SELECT slug, updated_at FROM event WHERE site_map = $1 AND public = 1 ORDER BY updated_at, slug";

/// The newest map, and how many events are in it, drafts included.
const NEWEST: &str = "SELECT site_map, COUNT(*) FROM event WHERE site_map = (SELECT MAX(site_map) FROM event) \
                      GROUP BY site_map";

impl Store {
    /// The numbers of the maps with public events in them, and when one of these last changed.
    pub(crate) async fn event_maps(&self) -> Result<Vec<(i64, Timestamp)>, Fault> {
        let rows: Vec<(i64, i64)> = self.read().await?.all(MAPS, values![]).await?;
        rows.into_iter().map(|(number, at)| Ok((number, timestamp(at)?))).collect()
    }

    /// The slugs of the public events in a map, and when each last changed.
    pub(crate) async fn event_map(&self, number: i64) -> Result<Vec<(Slug, Timestamp)>, Fault> {
        let rows: Vec<(String, i64)> = self.read().await?.all(MAP, values![number]).await?;
        rows.into_iter()
            .map(|(slug, at)| {
                let slug = slug.parse().map_err(|_| Fault::Damaged(format!("event slug {slug:?}")))?;
                Ok((slug, timestamp(at)?))
            })
            .collect()
    }
}

/// The map that a new event goes to. Writers stand in line, so that none is filled twice.
pub(super) async fn with_room(conn: &mut Conn) -> Result<i64, Fault> {
    let newest: Option<(i64, i64)> = conn.one(NEWEST, values![]).await?;
    Ok(newest.map_or(0, |(number, events)| if events < CAPACITY { number } else { number + 1 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Database;

    #[tokio::test]
    async fn maps_are_found_along_their_index_and_no_event_is_read() -> Result<(), Fault> {
        let folder = tempfile::tempdir().map_err(|e| Fault::Other(e.to_string()))?;
        let store = Store::open(&Database::Sqlite(folder.path().to_owned())).await?;
        for (sql, values) in [(MAPS, values![]), (MAP, values![7_i64]), (NEWEST, values![])] {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let plan: Vec<(i64, i64, i64, String)> = store.read().await?.all(explain, values).await?;
            let steps: Vec<&str> = plan.iter().map(|(.., step)| step.as_str()).collect();
            let of_events = || steps.iter().filter(|step| step.contains("SEARCH e"));
            assert!(of_events().count() > 0, "{sql}\n{steps:#?}");
            assert!(of_events().all(|step| step.contains("COVERING INDEX event_by_site_map")), "{sql}\n{steps:#?}");
            assert!(
                !steps.iter().any(|step| step.contains("SCAN e") || step.contains("B-TREE FOR GROUP")),
                "{steps:#?}"
            );
        }
        Ok(())
    }
}
