//! The content generation: a number that every write of content moves, so that whoever keeps something that was read knows
//! whether it still holds.
//!
//! It is in the database, because several processes may write there. A process that serves watches it, so that a request
//! costs no query to know it: its own writes set it as they are committed, those of others are told by PostgreSQL
//! (`NOTIFY`) and looked for every half a second, in case that is lost, and on SQLite.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use sqlx::postgres::PgListener;

use super::{
    Store,
    dispatch::{Conn, Pools, values},
};
use crate::app::Fault;

/// How often the database is asked.
const POLL: Duration = Duration::from_millis(500);
/// How long connecting to hear of other processes' writes may take.
const CONNECT: Duration = Duration::from_secs(3);
/// Where writes are told.
pub(super) const CHANNEL: &str = "portal_generation";
/// No generation: it has to be asked for.
const UNKNOWN: i64 = i64::MIN;

/// What this process knows of the generation.
#[derive(Debug)]
pub(super) struct Seen {
    value: AtomicI64,
    watched: AtomicBool,
}

impl Default for Seen {
    fn default() -> Self {
        Self { value: AtomicI64::new(UNKNOWN), watched: AtomicBool::new(false) }
    }
}

/// That a write is under way. Whatever becomes of it, what is known of the generation is right afterwards.
pub(super) struct Mark {
    seen: Arc<Seen>,
    generation: i64,
    committed: bool,
}

impl Mark {
    pub(super) fn committed(mut self) {
        self.committed = true;
    }
}

impl Drop for Mark {
    fn drop(&mut self) {
        if self.committed {
            self.seen.value.fetch_max(self.generation, Ordering::AcqRel);
        } else {
            // Rolled back; or committed, and the answer was lost.
            self.seen.value.store(UNKNOWN, Ordering::Release);
        }
    }
}

impl Store {
    /// The generation: what this process knows of it where it watches, else what the database says.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn generation(&self) -> Result<i64, Fault> {
        let known = self.seen.value.load(Ordering::Acquire);
        if known != UNKNOWN && self.seen.watched.load(Ordering::Acquire) {
            return Ok(known);
        }
        self.ask_generation().await
    }

    /// The generation, as the database says.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn ask_generation(&self) -> Result<i64, Fault> {
        let known = self.seen.value.load(Ordering::Acquire);
        let row: Option<(i64,)> =
            self.read().await?.one("SELECT value FROM generation WHERE id = 1", values![]).await?;
        let (told,) = row.ok_or_else(|| Fault::Damaged("the generation is missing".to_owned()))?;
        // Not where a write has said otherwise meanwhile. It may be less than was known: a backup was restored.
        let _ = self.seen.value.compare_exchange(known, told, Ordering::AcqRel, Ordering::Acquire);
        Ok(told)
    }

    /// [`Store::generation`] asks nobody.
    pub(crate) fn knows_generation(&self) -> bool {
        self.seen.watched.load(Ordering::Acquire) && self.known_generation().is_some()
    }

    /// The generation, as far as this process knows it without asking.
    pub(crate) fn known_generation(&self) -> Option<i64> {
        Some(self.seen.value.load(Ordering::Acquire)).filter(|known| *known != UNKNOWN)
    }

    /// Moves the generation, as the first statement of a write.
    pub(super) async fn move_generation(&self, conn: &mut Conn) -> Result<Mark, Fault> {
        let sql = "UPDATE generation SET value = value + 1 WHERE id = 1 RETURNING value";
        let row: Option<(i64,)> = conn.one(sql, values![]).await?;
        let (generation,) = row.ok_or_else(|| Fault::Damaged("the generation is missing".to_owned()))?;
        if conn.is_postgres() {
            // Told when the transaction is committed, and only then.
            conn.run("SELECT pg_notify($1, '')", values![CHANNEL]).await?;
        }
        Ok(Mark { seen: Arc::clone(&self.seen), generation, committed: false })
    }

    /// Watches the generation, until dropped.
    pub async fn watch_generation(&self) {
        let _watching = Watching::begin(&self.seen);
        let mut listener = None;
        loop {
            if listener.is_none() {
                listener = self.listener().await;
            }
            if let Err(fault) = self.ask_generation().await {
                tracing::debug!(%fault, "the generation is not known just now");
            }
            let told = async {
                match &mut listener {
                    Some(listener) => listener.recv().await.is_ok(),
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = tokio::time::sleep(POLL) => {}
                heard = told => if !heard {
                    listener = None;
                    tokio::time::sleep(POLL).await;
                }
            }
        }
    }

    async fn listener(&self) -> Option<PgListener> {
        let Pools::Postgres(pool) = &self.pools else { return None };
        let connect = async {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(CHANNEL).await?;
            Ok::<_, sqlx::Error>(listener)
        };
        match tokio::time::timeout(CONNECT, connect).await {
            Ok(Ok(listener)) => Some(listener),
            Ok(Err(_)) | Err(_) => None,
        }
    }
}

/// That somebody watches.
struct Watching<'a>(&'a Seen);

impl<'a> Watching<'a> {
    fn begin(seen: &'a Seen) -> Self {
        seen.value.store(UNKNOWN, Ordering::Release);
        seen.watched.store(true, Ordering::Release);
        Self(seen)
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        self.0.watched.store(false, Ordering::Release);
    }
}
