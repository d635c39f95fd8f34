//! Opening a database: is it sound, is it ours, are its tables up to date?

use std::{
    fs::File,
    io::{Error, ErrorKind, Read},
    net::IpAddr,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, Executor, PgConnection,
    migrate::{Migrate, Migrator},
    postgres::{PgConnectOptions, PgPoolOptions, PgSslMode},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::dispatch::Pools;
use crate::app::Fault;

static SQLITE: Migrator = sqlx::migrate!("./migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("./migrations/postgres");

/// The name of the SQLite file in the data folder.
const FILE: &str = "portal.sqlite";
/// Where a new database is made before it gets its name.
const NEW: &str = "portal.sqlite.new";
/// Held while a process opens and migrates.
pub(super) const LOCK: &str = "portal.lock";
/// Held by every process for as long as it has the database open, shared with others.
pub(super) const OPEN: &str = "portal.open";
/// Files up to this size (bytes) are checked page by page at each start: well under a second. Larger ones are checked as
/// far as SQLite does by itself, which finds a wrong header and a file cut short.
const CHECKED: u64 = 64 << 20;
/// How long a writer waits for another process's transaction.
const BUSY: Duration = Duration::from_secs(5);
/// How long a request waits for a connection before the database counts as unreachable.
const ACQUIRE: Duration = Duration::from_secs(3);
/// How long a connection that was idle may take to show that it still leads somewhere. A network that was away for a while
/// may have forgotten it, and tell nobody: it is given up then, and another one is made.
const ALIVE: Duration = Duration::from_secs(1);

/// Opens `portal.sqlite` in `folder`, making both where they are missing.
///
/// One process at a time: the others wait at the lock file. A new database is made under another name and renamed when
/// it is whole, so a file of this name is never half made, and an empty one has lost its content: it is refused.
///
/// With the pools comes the lock that tells others that the database is open.
pub(super) async fn sqlite(folder: &Path) -> Result<(Pools, File), Fault> {
    std::fs::create_dir_all(folder).map_err(|e| of_file(folder, &e))?;
    let lock = alone(folder).await?;
    let open = open_file(folder)?;
    // Nobody holds it alone but with the lock above.
    open.lock_shared().map_err(|e| of_file(folder, &e))?;
    let file = folder.join(FILE);
    if file.try_exists().map_err(|e| of_file(&file, &e))? {
        check(&file).await?;
    } else {
        create(folder, &file).await?;
    }
    let writer = watched(pool()).max_connections(1).acquire_timeout(BUSY).connect_with(writing(&file)).await?;
    up_to_date(&SQLITE, &mut *writer.acquire().await?).await?;
    let readers = std::thread::available_parallelism().map_or(4, |n| n.get().clamp(4, 16));
    let readers = pool()
        .max_connections(u32::try_from(readers).unwrap_or(4))
        .acquire_timeout(ACQUIRE)
        .connect_with(plain(&file).read_only(true))
        .await?;
    drop(lock);
    Ok((Pools::Sqlite { writer, readers }, open))
}

/// The SQLite file in a data folder.
pub(super) fn file_in(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// Where a database is made that is to come in the place of the one in this folder.
pub(super) fn new_in(folder: &Path) -> PathBuf {
    folder.join(NEW)
}

/// The pools of this SQLite file as it is: nothing is made, brought up to date or written.
pub(super) async fn sqlite_as_it_is(file: &Path) -> Result<Pools, Fault> {
    let options = plain(file).read_only(true);
    let readers = SqlitePoolOptions::new().max_connections(2).acquire_timeout(ACQUIRE).connect_with(options).await?;
    Ok(Pools::Sqlite { writer: readers.clone(), readers })
}

/// Brings the tables of this SQLite file up to date, which nobody else has open.
pub(super) async fn bring_up_to_date(file: &Path) -> Result<(), Fault> {
    let mut conn = writing(file).connect().await?;
    up_to_date(&SQLITE, &mut conn).await?;
    conn.close().await?;
    Ok(())
}

/// Waits until no other process opens the database in this folder; none does until the file is dropped.
pub(super) async fn alone(folder: &Path) -> Result<File, Fault> {
    lock(folder.join(LOCK)).await
}

/// The file that is locked, shared, by whoever has the database in this folder open.
pub(super) fn open_file(folder: &Path) -> Result<File, Fault> {
    let path = folder.join(OPEN);
    File::options().create(true).truncate(false).write(true).open(&path).map_err(|e| of_file(&path, &e))
}

/// The migrations that this binary knows, by version.
pub(super) fn known(postgres: bool) -> &'static Migrator {
    if postgres { &POSTGRES } else { &SQLITE }
}

/// A pool of connections to a file. They are not asked whether they still live before they are used: a file does not hang up,
/// and a question costs what a small statement costs, because each goes to the connection's own thread and back.
fn pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new().idle_timeout(None).max_lifetime(None).test_before_acquire(false)
}

/// Parts with a connection on which a transaction did not end.
///
/// SQLite itself rolls a transaction back when the disk is full or fails. The driver does not notice, cannot roll back
/// what is not there any more, and would take every later transaction for one inside the first.
fn watched(pool: SqlitePoolOptions) -> SqlitePoolOptions {
    pool.after_release(|conn, _| {
        Box::pin(async move {
            // Waits for the rollback that dropping a transaction has sent on its way.
            conn.ping().await?;
            Ok(!conn.is_in_transaction())
        })
    })
}

/// Runs what is missing, after checking that nothing is there that this binary does not know.
///
/// By `run_direct`, because the future of `run` cannot be sent between threads (its `Acquire` is not general enough).
async fn up_to_date<C: Migrate>(migrator: &Migrator, conn: &mut C) -> Result<(), Fault> {
    Ok(migrator.run_direct(None, conn, false).await?)
}

pub(super) fn plain(file: &Path) -> SqliteConnectOptions {
    // Statements are told in the log by `dispatch`, under the id of the request that they are for.
    SqliteConnectOptions::new().filename(file).busy_timeout(BUSY).foreign_keys(true).disable_statement_logging()
}

/// FULL: what was answered with "saved" is on the disk, also after a power cut.
fn writing(file: &Path) -> SqliteConnectOptions {
    plain(file).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
}

async fn lock(path: PathBuf) -> Result<File, Fault> {
    let told = path.clone();
    tokio::task::spawn_blocking(move || {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        Ok(file)
    })
    .await
    .map_err(|e| Fault::Other(e.to_string()))?
    .map_err(|e: Error| of_file(&told, &e))
}

/// Looks at a file from outside: it is SQLite's, and not empty. How large it is, in bytes.
pub(super) fn header(file: &Path) -> Result<u64, Fault> {
    let told = |what: &str| Fault::Damaged(format!("{}: {what}", file.display()));
    let mut head = Vec::new();
    let size = File::open(file)
        .and_then(|f| {
            let size = f.metadata()?.len();
            f.take(16).read_to_end(&mut head)?;
            Ok(size)
        })
        .map_err(|e| of_file(file, &e))?;
    if size == 0 {
        return Err(told("the file is empty; restore it from a backup, or remove it to begin anew"));
    }
    if head != b"SQLite format 3\0" {
        return Err(told("not a SQLite database"));
    }
    Ok(size)
}

/// Reads, and writes nothing.
pub(super) async fn check(file: &Path) -> Result<(), Fault> {
    let size = header(file)?;
    let mut conn = plain(file).read_only(true).connect().await?;
    let found: String = if size <= CHECKED {
        sqlx::query_scalar("PRAGMA quick_check(1)").fetch_one(&mut conn).await?
    } else {
        sqlx::query_scalar("SELECT 'ok' FROM (SELECT COUNT(*) FROM sqlite_schema)").fetch_one(&mut conn).await?
    };
    conn.close().await?;
    if found == "ok" { Ok(()) } else { Err(Fault::Damaged(format!("{}: {found}", file.display()))) }
}

async fn create(folder: &Path, file: &Path) -> Result<(), Fault> {
    // The log of a lost database would be read into the new one.
    if with_ending(file, "-wal").metadata().is_ok_and(|wal| wal.len() > 0) {
        return Err(Fault::Damaged(format!("{} is missing, but its log {FILE}-wal is there", file.display())));
    }
    let new = folder.join(NEW);
    clear(&new)?;
    private(&new).map_err(|e| of_file(&new, &e))?;
    let mut conn = writing(&new).connect().await?;
    up_to_date(&SQLITE, &mut conn).await?;
    conn.close().await?;
    std::fs::rename(&new, file).and_then(|()| File::open(folder)?.sync_all()).map_err(|e| of_file(file, &e))
}

/// Takes a database away that was left half made.
pub(super) fn clear(new: &Path) -> Result<(), Fault> {
    for left in ["", "-wal", "-shm", "-journal"].map(|ending| with_ending(new, ending)) {
        match std::fs::remove_file(&left) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(of_file(&left, &e)),
            _ => {}
        }
    }
    Ok(())
}

pub(super) fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// An empty file for the owner's eyes alone: it will hold password hashes and drafts. SQLite gives its log the same rights.
pub(super) fn private(path: &Path) -> Result<(), Error> {
    let mut options = File::options();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

pub(super) fn of_file(path: &Path, error: &Error) -> Fault {
    let told = format!("{}: {error}", path.display());
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Fault::DiskFull(told),
        _ => Fault::Unreachable(told),
    }
}

/// Over a network, the server must show a certificate of its name that a known authority signed: the driver's own default
/// (`prefer`) takes any certificate, and none at all where somebody on the way says so. Who wants less writes `sslmode` into
/// the URL; that it is less is in the log.
fn encrypted(options: PgConnectOptions) -> PgConnectOptions {
    if is_here(&options) {
        return options;
    }
    match options.get_ssl_mode() {
        PgSslMode::VerifyFull => options,
        PgSslMode::Prefer => options.ssl_mode(PgSslMode::VerifyFull),
        less => {
            tracing::warn!(sslmode = ?less, "PostgreSQL is on another machine, and is not asked who it is");
            options
        }
    }
}

/// What is said to the server stays on this machine: a socket, or the loopback network.
fn is_here(options: &PgConnectOptions) -> bool {
    options.get_socket().is_some() || is_this_machine(options.get_host())
}

/// A host of a PostgreSQL URL is the folder of a socket, or on the loopback network.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    let loopback = || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
    host.starts_with('/') || host == "localhost" || loopback()
}

/// Connects to PostgreSQL. `sqlx` holds an advisory lock while it migrates, so the second of two processes waits.
pub(super) async fn postgres(url: &str) -> Result<Pools, Fault> {
    let options = encrypted(PgConnectOptions::from_str(url)?).disable_statement_logging();
    // On its own connection, without the time limits: a migration may take long, and so may the wait for the lock.
    let mut migrating = answering(&options).await?;
    up_to_date(&POSTGRES, &mut migrating).await?;
    migrating.close().await?;
    Ok(postgres_pools(options))
}

/// Connects to PostgreSQL as it is: nothing is brought up to date.
pub(super) async fn postgres_as_it_is(url: &str) -> Result<Pools, Fault> {
    let options = encrypted(PgConnectOptions::from_str(url)?).disable_statement_logging();
    answering(&options).await?.close().await?;
    Ok(postgres_pools(options))
}

async fn answering(options: &PgConnectOptions) -> Result<PgConnection, Fault> {
    let connecting = tokio::time::timeout(ACQUIRE, options.connect()).await;
    Ok(connecting.map_err(|_| Fault::Unreachable("no answer in time".to_owned()))??)
}

fn postgres_pools(options: PgConnectOptions) -> Pools {
    let pool = PgPoolOptions::new()
        .max_connections(10)
        .acquire_timeout(ACQUIRE)
        // In place of the pool's own test, which waits without a bound.
        .test_before_acquire(false)
        .before_acquire(|conn, _| {
            Box::pin(async move {
                let silent = |_| sqlx::Error::Io(ErrorKind::TimedOut.into());
                tokio::time::timeout(ALIVE, conn.ping()).await.map_err(silent)?.map(|()| true)
            })
        })
        .after_connect(|conn, _| {
            Box::pin(async move {
                // By statement, not as start-up options, which poolers in front of PostgreSQL refuse.
                conn.execute("SET statement_timeout = '10s'; SET idle_in_transaction_session_timeout = '15s'").await?;
                Ok(())
            })
        })
        .connect_lazy_with(options);
    Pools::Postgres(pool)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postgres_on_another_machine_must_show_who_it_is() {
        let mode = |url: &str| {
            let options = encrypted(PgConnectOptions::from_str(url).unwrap_or_else(|e| panic!("{url}: {e}")));
            format!("{:?}", options.get_ssl_mode())
        };
        for (url, expected) in [
            ("postgres://portal:x@db.example.org/portal", "VerifyFull"),
            ("postgres://portal:x@db.example.org/portal?sslmode=prefer", "VerifyFull"),
            ("postgres://portal:x@192.0.2.7/portal?sslrootcert=/etc/ca.pem", "VerifyFull"),
            ("postgres://portal:x@localhost.example.org/portal", "VerifyFull"),
            ("postgres://portal:x@db.example.org/portal?sslmode=verify-ca", "VerifyCa"),
            ("postgres://portal:x@db/portal?sslmode=disable", "Disable"),
            ("postgres://portal:x@127.0.0.1:5433/portal", "Prefer"),
            ("postgres://portal:x@[::1]/portal", "Prefer"),
            ("postgres://portal:x@localhost/portal", "Prefer"),
            ("postgres:///portal?host=/var/run/postgresql", "Prefer"),
        ] {
            assert_eq!(mode(url), expected, "{url}");
        }
    }
}
