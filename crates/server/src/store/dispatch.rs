//! One statement, two databases: the only place that knows which of them a connection leads to.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::{Duration, Instant},
};

use sqlx::{
    FromRow, PgConnection, PgPool, PgTransaction, Postgres, SqlSafeStr, Sqlite, SqlitePool, SqliteTransaction,
    pool::PoolConnection,
    postgres::PgRow,
    sqlite::{SqliteConnection, SqliteRow},
};

use super::{Store, generation::Mark};
use crate::{app::Fault, meter::Meters};

/// How long one statement may take before the database counts as unreachable. Longer than the server's own
/// `statement_timeout`, so this one speaks only when the network has swallowed the answer.
const STATEMENT_LIMIT: Duration = Duration::from_secs(12);

/// The pools of one database.
#[derive(Clone)]
pub(super) enum Pools {
    /// SQLite has one writer at a time: a pool of one puts them in line without a busy loop, and readers never wait.
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// A value that a statement is given. Both databases know these two.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Value {
    Text(Option<String>),
    Int(Option<i64>),
}

macro_rules! value {
    ($($from:ty, $v:ident => $into:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($v: $from) -> Self {
                $into
            }
        }
    )*};
}

value! {
    String, v => Self::Text(Some(v));
    &str, v => Self::Text(Some(v.to_owned()));
    &String, v => Self::Text(Some(v.clone()));
    Option<String>, v => Self::Text(v);
    i64, v => Self::Int(Some(v));
    Option<i64>, v => Self::Int(v);
    bool, v => Self::Int(Some(i64::from(v)));
    jiff::Timestamp, v => Self::Int(Some(v.as_microsecond()));
    Option<jiff::Timestamp>, v => Self::Int(v.map(|t| t.as_microsecond()));
}

/// The values of a statement, in the order of `$1`, `$2`, …
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::store::dispatch::Value::from($value)),*] };
}
pub(super) use values;

/// A row of either database.
pub(super) trait Row:
    for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static
{
}

impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin + 'static {}

/// A connection, or a transaction on one. A transaction that is dropped is rolled back.
pub(super) struct Conn {
    link: Link,
    /// How long a statement may take.
    limit: Duration,
    meters: Arc<Meters>,
}

/// Where a connection leads to.
enum Link {
    Sqlite(PoolConnection<Sqlite>),
    SqliteTransaction(SqliteTransaction<'static>),
    Postgres(PoolConnection<Postgres>),
    PostgresTransaction(PgTransaction<'static>),
}

/// Runs the same statement on whichever connection it is, and notes how long it took.
macro_rules! on {
    ($conn:expr, $sql:ident, $c:ident => $run:expr) => {{
        let ($sql, began) = ($sql.into_sql_str(), Instant::now());
        let told = $sql.clone();
        let done = limited_to($conn.limit, async {
            match &mut $conn.link {
                Link::Sqlite(conn) => {
                    let $c: &mut SqliteConnection = conn;
                    $run
                }
                Link::SqliteTransaction(conn) => {
                    let $c: &mut SqliteConnection = conn;
                    $run
                }
                Link::Postgres(conn) => {
                    let $c: &mut PgConnection = conn;
                    $run
                }
                Link::PostgresTransaction(conn) => {
                    let $c: &mut PgConnection = conn;
                    $run
                }
            }
        })
        .await;
        $conn.meters.statements.ran(told.as_str(), began.elapsed());
        done
    }};
}

macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Int(int) => query.bind(int),
            };
        }
        query
    }};
}

impl Conn {
    /// It leads to PostgreSQL: for the few things that each database has its own words for.
    pub(super) const fn is_postgres(&self) -> bool {
        matches!(self.link, Link::Postgres(_) | Link::PostgresTransaction(_))
    }

    /// In this transaction, statements may take as long as they take: who looks at a million events waits longer than a visitor.
    pub(super) async fn take_your_time(&mut self) -> Result<(), Fault> {
        if self.is_postgres() {
            self.run("SET LOCAL statement_timeout = 0", values![]).await?;
        }
        self.limit = Duration::MAX;
        Ok(())
    }

    /// Every row.
    pub(super) async fn all<R: Row>(
        &mut self,
        sql: impl SqlSafeStr + Send,
        values: Vec<Value>,
    ) -> Result<Vec<R>, Fault> {
        on!(self, sql, c => bound!(sqlx::query_as::<_, R>(sql), values).fetch_all(c).await)
    }

    /// The row, if there is one.
    pub(super) async fn one<R: Row>(
        &mut self,
        sql: impl SqlSafeStr + Send,
        values: Vec<Value>,
    ) -> Result<Option<R>, Fault> {
        on!(self, sql, c => bound!(sqlx::query_as::<_, R>(sql), values).fetch_optional(c).await)
    }

    /// How many rows were written.
    pub(super) async fn run(&mut self, sql: impl SqlSafeStr + Send, values: Vec<Value>) -> Result<u64, Fault> {
        on!(self, sql, c => bound!(sqlx::query(sql), values).execute(c).await.map(|done| done.rows_affected()))
    }

    /// Waits until no other transaction writes accounts, their sessions or their devices. These writes touch rows of several
    /// tables, and of more than one account where what has ended is cleared away: in line, they cannot lock each other out.
    /// SQLite's writers stand in line anyway.
    pub(super) async fn write_accounts(&mut self) -> Result<(), Fault> {
        if self.is_postgres() {
            self.run("SELECT pg_advisory_xact_lock(7310)", values![]).await?;
        }
        Ok(())
    }

    /// Makes a transaction lasting.
    pub(super) async fn commit(self) -> Result<(), Fault> {
        let began = Instant::now();
        let done = limited(async {
            match self.link {
                Link::SqliteTransaction(t) => t.commit().await,
                Link::PostgresTransaction(t) => t.commit().await,
                Link::Sqlite(_) | Link::Postgres(_) => Ok(()),
            }
        })
        .await;
        self.meters.statements.ran("COMMIT", began.elapsed());
        done
    }
}

/// A write to content under way.
pub(super) struct Writing {
    conn: Conn,
    mark: Mark,
}

impl Deref for Writing {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

impl DerefMut for Writing {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.conn
    }
}

impl Writing {
    /// Makes it lasting. Who reads from now on in this process reads it.
    pub(super) async fn commit(self) -> Result<(), Fault> {
        let Self { conn, mark } = self;
        conn.commit().await?;
        mark.committed();
        Ok(())
    }
}

async fn limited<T>(run: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Fault> {
    limited_to(STATEMENT_LIMIT, run).await
}

async fn limited_to<T>(limit: Duration, run: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Fault> {
    match tokio::time::timeout(limit, run).await {
        Ok(done) => done.map_err(Fault::from),
        Err(_) => Err(Fault::Unreachable("no answer in time".to_owned())),
    }
}

impl Store {
    /// A connection for one statement that reads.
    pub(super) async fn read(&self) -> Result<Conn, Fault> {
        self.waited(
            "a connection",
            Box::pin(async {
                Ok(match &self.pools {
                    Pools::Sqlite { readers, .. } => Link::Sqlite(readers.acquire().await?),
                    Pools::Postgres(pool) => Link::Postgres(pool.acquire().await?),
                })
            }),
        )
        .await
    }

    /// For several statements that read one state of the database.
    pub(super) async fn snapshot(&self) -> Result<Conn, Fault> {
        self.waited(
            "a connection, and BEGIN to read",
            Box::pin(async {
                Ok(match &self.pools {
                    Pools::Sqlite { readers, .. } => Link::SqliteTransaction(limited(readers.begin()).await?),
                    Pools::Postgres(pool) => {
                        let begin = "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
                        Link::PostgresTransaction(limited(pool.begin_with(begin)).await?)
                    }
                })
            }),
        )
        .await
    }

    /// A write to content: moves the generation. It does so first, because the row of the generation is then locked:
    /// on PostgreSQL too, writers stand in line, see each other's work, and cannot lock each other out.
    pub(super) async fn write(&self) -> Result<Writing, Fault> {
        let mut conn = self.write_aside().await?;
        let mark = self.move_generation(&mut conn).await?;
        Ok(Writing { conn, mark })
    }

    /// A write that no page shows (sessions, tries to sign in): the generation stays.
    pub(super) async fn write_aside(&self) -> Result<Conn, Fault> {
        self.waited(
            "a connection, and BEGIN to write",
            Box::pin(async {
                Ok(match &self.pools {
                    // IMMEDIATE: the lock is taken at once, where waiting for it is safe, not at the first write, where it is not.
                    Pools::Sqlite { writer, .. } => {
                        Link::SqliteTransaction(limited(writer.begin_with("BEGIN IMMEDIATE")).await?)
                    }
                    Pools::Postgres(pool) => Link::PostgresTransaction(limited(pool.begin()).await?),
                })
            }),
        )
        .await
    }

    /// Waits for a connection, and notes how long. In a box: what the driver needs to make one is 25 kB, and every future up to the
    /// handler's would hold it.
    async fn waited(&self, what: &str, link: impl Future<Output = Result<Link, Fault>>) -> Result<Conn, Fault> {
        let began = Instant::now();
        let link = link.await;
        self.meters.statements.waited(what, began.elapsed());
        Ok(Conn { link: link?, limit: STATEMENT_LIMIT, meters: Arc::clone(&self.meters) })
    }
}
