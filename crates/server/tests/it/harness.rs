//! A database of one's own for each test, on SQLite and on PostgreSQL, and a clock that stands still until it is moved.

use std::{
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{Span, Timestamp};
use server::{
    app::{App, Client, Clock},
    store::{Database, Store},
};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, migrate::Migrator};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
    task::JoinSet,
};
use url::Url;

/// Runs each test twice: as `<name>::sqlite` and as `<name>::postgres`.
macro_rules! on_both_databases {
    ($($(#[$meta:meta])* async fn $name:ident($test:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            $(#[$meta])*
            async fn promise($test: &$crate::harness::TestState) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                promise(&$crate::harness::TestState::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(state) = $crate::harness::TestState::postgres().await {
                    promise(&state).await;
                }
            }
        }
    )*};
}
pub(crate) use on_both_databases;

/// The clock of a test: 1 March 2026, 02:00 UTC, until it is moved.
#[derive(Clone, Debug)]
pub(crate) struct TestClock(Arc<AtomicI64>);

impl TestClock {
    fn new() -> Self {
        let start: Timestamp = "2026-03-01T02:00:00Z".parse().unwrap();
        Self(Arc::new(AtomicI64::new(start.as_microsecond())))
    }

    /// Puts the clock.
    pub(crate) fn set(&self, at: &str) {
        self.0.store(at.parse::<Timestamp>().unwrap().as_microsecond(), Ordering::SeqCst);
    }

    /// Moves the clock on.
    pub(crate) fn advance(&self, span: Span) {
        let moved = self.now().checked_add(span).unwrap();
        self.0.store(moved.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// A browser that nothing is known of.
pub(crate) fn nobody() -> Client<'static> {
    Client { address: [192, 0, 2, 99].into(), device: None, user_agent: "" }
}

/// All that a test needs.
pub(crate) struct TestState {
    pub(crate) app: App,
    pub(crate) clock: TestClock,
    pub(crate) place: Place,
}

impl TestState {
    /// On a new SQLite file.
    pub(crate) async fn sqlite() -> Self {
        Self::on(Place::sqlite()).await
    }

    /// On a new PostgreSQL database; see [`Place::postgres`].
    pub(crate) async fn postgres() -> Option<Self> {
        match Place::postgres().await {
            Some(place) => Some(Self::on(place).await),
            None => None,
        }
    }

    /// On a new PostgreSQL database that is reached through a network that can fail.
    pub(crate) async fn behind_network() -> Option<(Self, Network)> {
        let mut place = Place::postgres().await?;
        let Database::Postgres(url) = &place.database else { panic!("not PostgreSQL") };
        let mut url: Url = url.parse().unwrap();
        let to = format!("{}:{}", url.host_str().expect("a host to reach by TCP"), url.port().unwrap_or(5432));
        let network = Network::new(to).await;
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(network.address.port())).unwrap();
        place.database = Database::Postgres(url.into());
        Some((Self::on(place).await, network))
    }

    /// On this database.
    pub(crate) async fn on(place: Place) -> Self {
        let clock = TestClock::new();
        let store = Store::open(&place.database).await.unwrap();
        Self { app: App::new(store, Arc::new(clock.clone())), clock, place }
    }

    /// Runs a statement past the store, as an operator with a database shell would.
    pub(crate) async fn sql(&self, sql: &str) {
        self.place.sql(sql).await;
    }

    /// Makes copies of an event, past the store, because there are to be many: `<slug>-1` and so on. Without links.
    pub(crate) async fn copies(&self, slug: &str, count: u32) {
        let sql = format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) \
             INSERT INTO event (id, slug, status, public, sample, starts_at, ends_at, long_running, year, format, doc, \
             version, created_at, updated_at, published_at, site_map) \
             SELECT 'copy' || CAST(i AS TEXT), slug || '-' || CAST(i AS TEXT), status, public, sample, starts_at, ends_at, \
             long_running, year, format, replace(replace(doc, id, 'copy' || CAST(i AS TEXT)), '\"{slug}\"', \
             '\"{slug}-' || CAST(i AS TEXT) || '\"'), version, created_at, updated_at, published_at, i / 250 \
             FROM event CROSS JOIN n WHERE slug = '{slug}'"
        );
        self.sql(&sql).await;
    }

    /// The number that a query gives, past the store.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        self.scalar(sql).await
    }

    /// The text that a query gives, past the store.
    pub(crate) async fn text(&self, sql: &str) -> String {
        self.scalar(sql).await
    }

    async fn scalar<T>(&self, sql: &str) -> T
    where
        T: Send + Unpin,
        for<'r> T: sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Decode<'r, sqlx::Postgres>,
        T: sqlx::Type<sqlx::Sqlite> + sqlx::Type<sqlx::Postgres>,
    {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.place.database {
            Database::Sqlite(folder) => {
                sqlx::query_scalar(sql).fetch_one(&mut sqlite_open(folder).await).await.unwrap()
            }
            Database::Postgres(url) => {
                sqlx::query_scalar(sql).fetch_one(&mut PgConnection::connect(url).await.unwrap()).await.unwrap()
            }
        }
    }

    /// The rows that a query gives, past the store.
    pub(crate) async fn rows<R>(&self, sql: &str) -> Vec<R>
    where
        R: Send + Unpin + for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>,
        R: for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>,
    {
        let sql = AssertSqlSafe(sql.to_owned());
        match &self.place.database {
            Database::Sqlite(folder) => sqlx::query_as(sql).fetch_all(&mut sqlite_open(folder).await).await.unwrap(),
            Database::Postgres(url) => {
                sqlx::query_as(sql).fetch_all(&mut PgConnection::connect(url).await.unwrap()).await.unwrap()
            }
        }
    }

    /// Another process's write to content, which does not end until this is dropped.
    pub(crate) async fn busy(&self) -> Box<dyn std::any::Any> {
        match &self.place.database {
            Database::Sqlite(folder) => Box::new(sqlite_hold(folder).await),
            Database::Postgres(url) => {
                let mut conn = PgConnection::connect(url).await.unwrap();
                let write = "BEGIN; UPDATE generation SET value = value WHERE id = 1";
                sqlx::raw_sql(write).execute(&mut conn).await.unwrap();
                Box::new(conn)
            }
        }
    }

    /// Another process's write to the SQLite file; see [`sqlite_hold`].
    pub(crate) async fn hold(&self) -> sqlx::SqliteConnection {
        sqlite_hold(self.place.folder()).await
    }
}

/// A write to the file in `folder`, which does not end until this is dropped.
pub(crate) async fn sqlite_hold(folder: &Path) -> sqlx::SqliteConnection {
    let mut conn = sqlite_open(folder).await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut conn).await.unwrap();
    conn
}

async fn sqlite_open(folder: &Path) -> sqlx::SqliteConnection {
    sqlx::sqlite::SqliteConnectOptions::new().filename(folder.join("portal.sqlite")).connect().await.unwrap()
}

/// Runs a statement on the file in `folder`.
pub(crate) async fn sqlite_shell(folder: &Path, sql: &str) {
    let mut conn = sqlite_open(folder).await;
    sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
}

/// The number that a query of the file in `folder` gives.
pub(crate) async fn sqlite_number(folder: &Path, sql: &str) -> i64 {
    let mut conn = sqlite_open(folder).await;
    let number = sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    number
}

/// Where a test's database is. Gone when this is dropped.
pub(crate) struct Place {
    pub(crate) database: Database,
    _gone_after: GoneAfter,
}

enum GoneAfter {
    Folder(#[expect(dead_code, reason = "held for its drop")] tempfile::TempDir),
    Postgres { server: Url, name: String },
}

impl Place {
    /// A folder without a database yet.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { database: Database::Sqlite(folder.path().join("data")), _gone_after: GoneAfter::Folder(folder) }
    }

    /// An empty database on the server that `PORTAL_TEST_POSTGRES` names, which `cargo xtask test` starts and sets.
    /// `None` only if `PORTAL_TEST_SKIP_POSTGRES=1` says so: a test that is skipped in silence keeps no promise.
    pub(crate) async fn postgres() -> Option<Self> {
        let Ok(server) = std::env::var("PORTAL_TEST_POSTGRES") else {
            assert!(
                std::env::var("PORTAL_TEST_SKIP_POSTGRES").is_ok_and(|skip| skip == "1"),
                "set PORTAL_TEST_POSTGRES to the URL of a PostgreSQL server, or run `cargo xtask test`; \
                 PORTAL_TEST_SKIP_POSTGRES=1 leaves these tests out"
            );
            return None;
        };
        let server: Url = server.parse().expect("PORTAL_TEST_POSTGRES is a URL");
        let name = format!("portal_test_{:016x}", getrandom::u64().unwrap());
        let mut conn = PgConnection::connect(server.as_str()).await.unwrap();
        let sql = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
        let mut url = server.clone();
        url.set_path(&name);
        Some(Self { database: Database::Postgres(url.into()), _gone_after: GoneAfter::Postgres { server, name } })
    }

    /// Makes the database as the first version of the portal made it.
    pub(crate) async fn of_the_first_version(&self) {
        let folder = |name| Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(name);
        let first = async |folder| {
            let mut all = Migrator::new(folder).await.unwrap();
            all.migrations.to_mut().truncate(1);
            all
        };
        match &self.database {
            Database::Sqlite(data) => {
                std::fs::create_dir_all(data).unwrap();
                let options = sqlx::sqlite::SqliteConnectOptions::new().filename(data.join("portal.sqlite"));
                let mut conn = options.create_if_missing(true).connect().await.unwrap();
                first(folder("sqlite")).await.run(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
            Database::Postgres(url) => {
                let mut conn = PgConnection::connect(url).await.unwrap();
                first(folder("postgres")).await.run(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
        }
    }

    /// Runs a statement past the store, as an operator with a database shell would.
    pub(crate) async fn sql(&self, sql: &str) {
        match &self.database {
            Database::Sqlite(folder) => sqlite_shell(folder, sql).await,
            Database::Postgres(url) => {
                let mut conn = PgConnection::connect(url).await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut conn).await.unwrap();
            }
        }
    }

    /// The folder of a SQLite database.
    pub(crate) fn folder(&self) -> &Path {
        match &self.database {
            Database::Sqlite(folder) => folder,
            Database::Postgres(_) => panic!("no folder"),
        }
    }
}

impl Drop for GoneAfter {
    fn drop(&mut self) {
        let Self::Postgres { server, name } = self else { return };
        let (server, name) = (server.clone(), name.clone());
        // On a runtime of its own: the test's may be on its way out, by a panic even.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let mut conn = PgConnection::connect(server.as_str()).await?;
                let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.map(drop)
            })
        })
        .join();
        if !matches!(dropped, Ok(Ok(()))) && !std::thread::panicking() {
            eprintln!("the test's database is left over: {dropped:?}");
        }
    }
}

/// Stands between the portal and PostgreSQL, as a network that can fail.
pub(crate) struct Network {
    to: String,
    address: SocketAddr,
    pace: watch::Sender<Pace>,
    up: Option<tokio::task::JoinHandle<()>>,
}

/// How what is sent gets through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// At once.
    Prompt,
    /// Each piece this late.
    Late(Duration),
    /// Not at all, and nobody is told: connections stand, and new ones are made.
    Never,
}

impl Network {
    async fn new(to: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut network = Self { to, address, pace: watch::Sender::new(Pace::Prompt), up: None };
        network.carry(listener);
        network
    }

    fn carry(&mut self, listener: TcpListener) {
        let (to, pace) = (self.to.clone(), self.pace.clone());
        self.up = Some(tokio::spawn(async move {
            // Aborted with this task: dropping the set ends every connection.
            let mut connections = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                let (to, there, back) = (to.clone(), pace.subscribe(), pace.subscribe());
                connections.spawn(async move {
                    let far = TcpStream::connect(to).await.unwrap();
                    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
                    // When one way ends, so does the other.
                    tokio::select! {
                        () = carry_on(near_in, far_out, there) => {}
                        () = carry_on(far_in, near_out, back) => {}
                    }
                });
            }
        }));
    }

    /// From here on, what is sent gets through like this.
    pub(crate) fn pace(&self, pace: Pace) {
        self.pace.send_replace(pace);
    }

    /// From here on nothing gets through: connections break, and new ones are refused.
    pub(crate) async fn fail(&mut self) {
        let up = self.up.take().unwrap();
        up.abort();
        let _ = up.await;
    }

    /// All is well again.
    pub(crate) async fn mend(&mut self) {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(self.address).unwrap();
        self.carry(socket.listen(16).unwrap());
    }
}

/// Carries what is read to where it is written, at this pace, until either end is gone.
async fn carry_on(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut pace: watch::Receiver<Pace>) {
    let mut piece = vec![0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        let now = *pace.borrow_and_update();
        if let Pace::Late(by) = now {
            tokio::time::sleep(by).await;
        }
        let gone = pace.wait_for(|pace| *pace != Pace::Never).await.is_err();
        if gone || to.write_all(&piece[..length]).await.is_err() {
            return;
        }
    }
}
