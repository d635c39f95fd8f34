//! The statements that look for subjects: rows of place, kind and key, newest first.
//!
//! PostgreSQL has two for events. [`GATHER`] takes all that match from GIN and sorts them: right for what is rare. [`WALK`] reads
//! places from the newest, tests each, and stops: right for what is common, and bounded by [`WALKED`] for what only seems so.

use super::index::names;

/// How many rows a walk tests before it gives up.
pub(super) const WALKED: i64 = 20_000;

/// SQLite. `$1` the expression, `$2` and `$3` from which place to below which, `$4` how many. FTS5 reads its rows in this order.
pub(super) const FTS5: &str = "SELECT s.place, s.kind, s.key FROM search_text CROSS JOIN search_subject s \
     ON s.place = search_text.rowid WHERE search_text MATCH $1 AND search_text.rowid >= $2 AND search_text.rowid < $3 \
     ORDER BY search_text.rowid DESC LIMIT $4";

/// SQLite: how many there are, at most `$4`.
pub(super) const FTS5_COUNT: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH $1 \
     AND search_text.rowid >= $2 AND search_text.rowid < $3 ORDER BY search_text.rowid DESC LIMIT $4)";

/// PostgreSQL, for what is rare. The list is made first: else its order or its limit could lead the planner to read every place
/// there is.
pub(super) const GATHER: &str = "WITH found AS MATERIALIZED (SELECT place, kind, key FROM search_subject \
     WHERE tokens @@ (SELECT CAST($1 AS tsquery))) \
     SELECT place, kind, key FROM found WHERE place >= $2 AND place < $3 ORDER BY place DESC LIMIT $4";

/// PostgreSQL, for what is rare: how many there are, at most `$4`.
pub(super) const GATHER_COUNT: &str = "WITH found AS MATERIALIZED (SELECT place FROM search_subject \
     WHERE tokens @@ (SELECT CAST($1 AS tsquery))) \
     SELECT COUNT(*) FROM (SELECT 1 FROM found WHERE place >= $2 AND place < $3 LIMIT $4) AS counted";

/// PostgreSQL, for what is common. `$5` is how many rows may be tested.
pub(super) const WALK: &str = "SELECT place, kind, key FROM (SELECT place, kind, key, tokens FROM search_subject \
     WHERE place >= $2 AND place < $3 ORDER BY place DESC LIMIT $5) AS walked \
     WHERE tokens @@ (SELECT CAST($1 AS tsquery)) ORDER BY place DESC LIMIT $4";

/// PostgreSQL, for what is common: how many there are, at most `$4`, among the newest `$5`.
pub(super) const WALK_COUNT: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM (SELECT tokens FROM search_subject \
     WHERE place >= $2 AND place < $3 ORDER BY place DESC LIMIT $5) AS walked \
     WHERE tokens @@ (SELECT CAST($1 AS tsquery)) LIMIT $4) AS counted";

/// The public events of so many ids. `+` keeps SQLite from going through all that are public by an index of that column.
pub(super) fn documents(ids: usize) -> String {
    format!("SELECT doc FROM event WHERE +public = 1 AND id IN ({})", names(1, ids))
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            super::{
                dispatch::values,
                plan::{on_postgres, said, sql, sqlite, steps},
            },
            place::CATALOGUE,
            vocabulary::{COMPLETE, NEAR},
        },
        *,
    };
    use crate::app::Fault;

    #[tokio::test]
    async fn sqlite_reads_what_it_finds_in_order_and_sorts_nothing() -> Result<(), Fault> {
        let (store, _folder) = sqlite().await?;
        let mut conn = store.read().await?;
        for statement in [FTS5, FTS5_COUNT] {
            let plan = steps(&mut conn, statement, values!["\"a\" AND \"b\"", 0_i64, CATALOGUE, 20_i64]).await?;
            // `M`: by MATCH.
            assert!(plan.iter().any(|s| s.contains("search_text VIRTUAL TABLE INDEX") && s.contains('M')), "{plan:#?}");
            assert_eq!(said(&plan, "B-TREE") + said(&plan, "SCAN s "), 0, "{plan:#?}");
        }
        Ok(())
    }

    #[tokio::test]
    async fn sqlite_reads_the_documents_of_what_is_found_by_their_ids() -> Result<(), Fault> {
        let (store, _folder) = sqlite().await?;
        let mut conn = store.read().await?;
        for ids in [1, 5, 21] {
            let values = (0..ids).map(|n| format!("{n}").into()).collect();
            let plan = steps(&mut conn, &documents(ids), values).await?;
            assert_eq!(said(&plan, "SEARCH event USING INDEX sqlite_autoindex_event_1 (id=?)"), 1, "{plan:#?}");
        }
        Ok(())
    }

    #[tokio::test]
    async fn sqlite_reads_the_vocabulary_along_its_indexes() -> Result<(), Fault> {
        let (store, _folder) = sqlite().await?;
        let mut conn = store.read().await?;
        let complete = steps(&mut conn, COMPLETE, values!["ma", "mb", 10_i64, 5_i64]).await?;
        assert_eq!(said(&complete, "SEARCH search_word USING PRIMARY KEY (word>? AND word<?)"), 1, "{complete:#?}");
        let near = steps(&mut conn, NEAR, values!["ma", "es", 8_i64, 10_i64, 5_i64]).await?;
        assert_eq!(said(&near, "USING INDEX search_word_by_head (head=? AND letters>? AND letters<?)"), 1, "{near:#?}");
        assert_eq!(said(&near, "USING INDEX search_word_by_tail (tail=? AND letters>? AND letters<?)"), 1, "{near:#?}");
        Ok(())
    }

    /// So many subjects, and so many words, that an index is worth while.
    const MANY: [&str; 3] = [
        "INSERT INTO search_subject (place, kind, key, tokens) SELECT n, 'event', CAST(n AS TEXT), \
         CAST('common:1 rare' || CAST(n / 10 AS TEXT) || ':2' AS tsvector) FROM generate_series(1, 20000) n",
        "INSERT INTO search_word SELECT 'word' || CAST(n AS TEXT), n, 0, 8, 'w' || CAST(n % 90 AS TEXT), \
         CAST(n % 100 AS TEXT) FROM generate_series(1, 20000) n",
        "ANALYZE",
    ];

    #[tokio::test]
    async fn postgres_gathers_from_gin_and_walks_along_the_places() -> Result<(), Fault> {
        on_postgres(async |store| {
            sql(store, &MANY).await?;
            let mut conn = store.read().await?;
            for statement in [GATHER, GATHER_COUNT] {
                let plan = steps(&mut conn, statement, values!["'rare7'", 0_i64, CATALOGUE, 20_i64]).await?;
                assert_eq!(said(&plan, "Bitmap Index Scan on search_subject_tokens"), 1, "{plan:#?}");
                assert_eq!(said(&plan, "Seq Scan"), 0, "{plan:#?}");
            }
            for statement in [WALK, WALK_COUNT] {
                let plan = steps(&mut conn, statement, values!["'common'", 0_i64, CATALOGUE, 20_i64, WALKED]).await?;
                assert_eq!(said(&plan, "Index Scan Backward using search_subject_pkey"), 1, "{plan:#?}");
                assert_eq!(said(&plan, "Seq Scan") + said(&plan, "Sort"), 0, "{plan:#?}");
            }
            let complete = steps(&mut conn, COMPLETE, values!["word10", "word11", 10_i64, 5_i64]).await?;
            assert_eq!(said(&complete, "using search_word_pkey"), 1, "{complete:#?}");
            let near = steps(&mut conn, NEAR, values!["w7", "77", 8_i64, 10_i64, 5_i64]).await?;
            assert_eq!(said(&near, "search_word_by_head") + said(&near, "search_word_by_tail"), 2, "{near:#?}");
            assert_eq!(said(&near, "Seq Scan"), 0, "{near:#?}");
            Ok(())
        })
        .await
    }
}
