//! A backup takes the place of a database.
//!
//! What was only true of its moment is not restored: sessions, links for new passwords, codes that work once, known devices.
//! Each may have been used up, ended or replaced since, and would be good again. The content generation moves on, so that
//! nothing that was kept under one of before is taken for what is stored now.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, sqlite::SqliteConnection};

use super::{
    Database, Store,
    check::Report,
    dispatch::values,
    migrate::{self, clear, of_file, with_ending},
    schema::Schema,
};
use crate::app::Fault;

/// What was true of a moment alone.
const OF_THE_MOMENT: [&str; 6] =
    ["session", "sign_in_step", "staff_invite", "recovery_code", "known_device", "sign_in_attempt"];

/// Why a backup was not restored. The database that was there is as it was.
#[derive(Debug)]
pub(crate) enum NotRestored {
    /// A portal, or something else, has the database open.
    InUse,
    /// The backup can be opened, and what is in it is not sound.
    Unsound(Report),
    /// Anything else.
    Fault(Fault),
}

impl From<Fault> for NotRestored {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<sqlx::Error> for NotRestored {
    fn from(error: sqlx::Error) -> Self {
        Self::Fault(error.into())
    }
}

/// Puts the SQLite backup `backup` in the place of the database in `folder`; where the one that was there is now, and what was
/// found in the backup. `anyway`: also one whose records are not sound.
///
/// # Errors
/// [`NotRestored`].
pub(crate) async fn restore(
    folder: &Path,
    backup: &Path,
    at: Timestamp,
    anyway: bool,
) -> Result<(Option<PathBuf>, Report), NotRestored> {
    let source = Store::look_at_file(backup).await?;
    can_be_restored(&source.schema().await?, backup)?;
    fs::create_dir_all(folder).map_err(|e| of_file(folder, &e))?;
    // Nobody opens the database from here on, and nobody has it open.
    let _alone = migrate::alone(folder).await?;
    let open = migrate::open_file(folder)?;
    match open.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(NotRestored::InUse),
        Err(TryLockError::Error(e)) => return Err(of_file(folder, &e).into()),
    }
    let (file, new) = (migrate::file_in(folder), migrate::new_in(folder));
    clear(&new)?;
    let made = make(&source, &file, &new, anyway).await;
    source.close().await;
    let report = match made {
        Ok(report) => report,
        Err(why) => {
            clear(&new)?;
            return Err(why);
        }
    };
    belong_to_its_owner(folder, &new);
    let kept = put_aside(&file, at).map_err(|e| of_file(&file, &e))?;
    let placed = fs::rename(&new, &file).and_then(|()| File::open(folder)?.sync_all());
    placed.map_err(|e| of_file(&file, &e))?;
    Ok((kept, report))
}

/// The backup is a portal's, and not of a newer one.
fn can_be_restored(schema: &Schema, backup: &Path) -> Result<(), Fault> {
    match schema {
        Schema::Same(_) | Schema::Older { .. } => Ok(()),
        Schema::Newer(has) => Err(Fault::TooNew(format!("it holds migration {has}, which this one does not know"))),
        Schema::Other(_) | Schema::Foreign | Schema::Empty => {
            Err(Fault::Damaged(format!("{} is no backup of a portal", backup.display())))
        }
    }
}

/// Writes the log of the present database into its file; its generation, if it can tell. What is damaged is left as it is.
async fn fold(file: &Path) -> Result<Option<i64>, NotRestored> {
    if !file.try_exists().map_err(|e| of_file(file, &e))? {
        return Ok(None);
    }
    let error = match folded(file).await {
        Ok(generation) => return Ok(generation),
        Err(error) => error,
    };
    let code = error.as_database_error().and_then(|e| e.code()?.parse::<i64>().ok()).unwrap_or_default();
    // Busy and locked, of any kind (sqlite.org/rescode.html).
    if [5, 6].contains(&(code & 0xff)) {
        return Err(NotRestored::InUse);
    }
    match error.into() {
        fault @ Fault::Unreachable(_) => Err(fault.into()),
        fault => {
            tracing::warn!(%fault, "the database that is there cannot be read; it is kept as it is");
            Ok(None)
        }
    }
}

async fn folded(file: &Path) -> Result<Option<i64>, sqlx::Error> {
    let mut conn = migrate::plain(file).create_if_missing(false).connect().await?;
    // Leaving the mode in which others can read and write meanwhile takes that there are none.
    sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut conn).await?;
    let told = sqlx::query_scalar("SELECT value FROM generation WHERE id = 1").fetch_optional(&mut conn).await;
    conn.close().await?;
    Ok(told.unwrap_or_default())
}

/// The database that is to be, made of the backup beside the one that is. That one is touched last, when nothing can be refused
/// any more but because somebody has it open.
async fn make(source: &Store, file: &Path, new: &Path, anyway: bool) -> Result<Report, NotRestored> {
    source.copy_into(new).await?;
    migrate::bring_up_to_date(new).await?;
    let mut conn = migrate::plain(new).connect().await?;
    // One file, without a log beside it.
    sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut conn).await?;
    conn.close().await?;
    let made = Store::look_at_file(new).await?;
    let report = made.check().await?;
    made.close().await;
    if !report.is_sound() && !anyway {
        return Err(NotRestored::Unsound(report));
    }
    let generation = fold(file).await?;
    let mut conn = migrate::plain(new).connect().await?;
    settle_file(&mut conn, generation.unwrap_or_default()).await?;
    conn.close().await?;
    File::open(new).and_then(|file| file.sync_all()).map_err(|e| of_file(new, &e))?;
    Ok(report)
}

async fn settle_file(conn: &mut SqliteConnection, generation: i64) -> Result<(), Fault> {
    let mut write = conn.begin().await?;
    for table in OF_THE_MOMENT {
        sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut *write).await?;
    }
    let sql = "UPDATE generation SET value = MAX(value, ?1) + 1 WHERE id = 1";
    sqlx::query(sql).bind(generation).execute(&mut *write).await?;
    write.commit().await?;
    Ok(())
}

impl Store {
    /// Takes away what was only true of the moment of a backup, and moves the generation: for a PostgreSQL database that its
    /// own tools have restored.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) async fn settle_after_restoring(&self) -> Result<(), Fault> {
        let mut conn = self.write().await?;
        for table in OF_THE_MOMENT {
            conn.run(AssertSqlSafe(format!("DELETE FROM {table}")), values![]).await?;
        }
        conn.commit().await
    }

    /// What a database that is to be restored into holds so far.
    ///
    /// # Errors
    /// [`Fault`].
    pub(crate) async fn schema_of(database: &Database) -> Result<Schema, Fault> {
        let store = Self::look_at(database).await?;
        let schema = store.schema().await;
        store.close().await;
        schema
    }
}

/// Whoever restores as root leaves files that the portal's own user can open. Where that is not allowed, it is not needed.
#[cfg(unix)]
fn belong_to_its_owner(folder: &Path, new: &Path) {
    use std::os::unix::fs::{MetadataExt, chown};
    let Ok(owner) = fs::metadata(folder) else { return };
    for file in [new.to_owned(), folder.join(migrate::LOCK), folder.join(migrate::OPEN)] {
        if fs::metadata(&file).is_ok_and(|now| (now.uid(), now.gid()) != (owner.uid(), owner.gid())) {
            let _ = chown(&file, Some(owner.uid()), Some(owner.gid()));
        }
    }
}

#[cfg(not(unix))]
fn belong_to_its_owner(_: &Path, _: &Path) {}

/// Keeps the database that was there under a name with the time in it, its log too, if there is one. The name that it has is
/// still its own afterwards: at no moment is there no database, which a start would take for the wish to begin anew.
fn put_aside(file: &Path, at: Timestamp) -> io::Result<Option<PathBuf>> {
    let kept = with_ending(file, &at.strftime(".before-%Y%m%dT%H%M%SZ").to_string());
    for ending in ["-wal", "-shm", "-journal"] {
        match fs::rename(with_ending(file, ending), with_ending(&kept, ending)) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
            _ => {}
        }
    }
    // The log of a file that is lost would be read into the one that comes.
    if !file.try_exists()? {
        return Ok(None);
    }
    // A file system without links has a copy made.
    if let Err(error) = fs::hard_link(file, &kept) {
        if error.kind() == ErrorKind::AlreadyExists {
            return Err(error);
        }
        fs::copy(file, &kept).and_then(|_| File::open(&kept)?.sync_all())?;
    }
    Ok(Some(kept))
}
