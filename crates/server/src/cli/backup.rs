//! `portal backup`: a copy of the database, made and looked at while the portal runs.

use std::{
    fmt,
    fs::{self, File},
    path::{Path, PathBuf},
};

use clap::builder::BoolishValueParser;

use super::{
    check::{say_findings, summary},
    database::DatabaseArgs,
    exit::{Exit, Failure},
    postgres, say,
};
use crate::store::{Database, Holdings, Report, Schema, Store};

/// Write a backup of the database to a file, while the portal runs.
///
/// The copy is as of one moment. It is made under another name beside FILE, looked at as `portal check` does, and gets its
/// name when it is whole and on the disk: a file of that name is never half a backup. It can be read by its owner alone,
/// because drafts, names and password hashes are in it. What it holds is printed.
///
/// A SQLite database is copied by SQLite. PostgreSQL's is written by `pg_dump`, in its custom format, which this command
/// finds on PATH: on Debian, the package postgresql-client.
///
/// Where records are not sound, the backup is kept all the same, what was found is printed, and the command ends with code
/// 65, so that whoever runs it every night is told.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal backup portal-$(date +%F).sqlite --data /var/lib/portal
  portal backup --force /mnt/backup/portal.dump
                                            of the PostgreSQL that PORTAL_DATABASE_URL names")]
pub(super) struct Backup {
    /// The file to write.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write over a file that is there.
    #[arg(long, env = "PORTAL_BACKUP_FORCE", value_parser = BoolishValueParser::new())]
    force: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

impl Backup {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let (database, name) = self.database.database()?;
        self.is_free()?;
        self.database.is_there()?;
        let store = open_to_copy(&database, &name).await?;
        let part = Part::beside(&self.file);
        let (holds, report) = match &database {
            Database::Sqlite(_) => copied(&store, &part.0, &database).await?,
            Database::Postgres(url) => dumped(&store, url, &part.0, &database).await?,
        };
        store.close().await;
        self.is_free()?;
        part.becomes(&self.file)?;
        say(format_args!("{} holds the database {name}: {}", self.file.display(), in_words(&holds)));
        say(summary(&report));
        if report.is_sound() {
            return Ok(());
        }
        say_findings(&report);
        Err(Failure::new(Exit::Data, "the backup is written, and what is in the database is not sound").advise(
            "Keep older backups. portal check tells the same of the database; docs/operate.md says what helps.",
        ))
    }

    /// Nothing is written over without being told to.
    fn is_free(&self) -> Result<(), Failure> {
        if self.force || !self.file.exists() {
            return Ok(());
        }
        Err(Failure::new(Exit::CannotCreate, format!("{} is there already", self.file.display()))
            .advise("Give another name, or write over it with --force."))
    }
}

/// The database as it is.
async fn open_to_copy(database: &Database, name: &str) -> Result<Store, Failure> {
    let fault = |fault| Failure::of_store(fault, database);
    let store = Store::look_at(database).await.map_err(fault)?;
    match store.schema().await.map_err(fault)? {
        Schema::Same(_) | Schema::Older { .. } | Schema::Other(_) => Ok(store),
        Schema::Newer(_) => Err(Failure::new(Exit::Data, format!("{name} was made by a newer portal"))
            .advise("Nothing was changed. Use the version of portal that made it, or a newer one.")),
        Schema::Empty | Schema::Foreign => Err(Failure::new(Exit::NoInput, format!("{name} holds no portal"))
            .advise("Nothing was changed. See that --data or PORTAL_DATABASE_URL names the right one.")),
    }
}

async fn copied(store: &Store, part: &Path, database: &Database) -> Result<(Holdings, Report), Failure> {
    let fault = |fault| Failure::of_store(fault, database);
    store.copy_into(part).await.map_err(|fault| not_written(&fault, part, database))?;
    let copy = Store::look_at_file(part).await.map_err(fault)?;
    let (holds, report) = (copy.holdings().await.map_err(fault)?, copy.check().await.map_err(fault)?);
    copy.close().await;
    Ok((holds, report))
}

async fn dumped(store: &Store, url: &str, part: &Path, database: &Database) -> Result<(Holdings, Report), Failure> {
    let fault = |fault| Failure::of_store(fault, database);
    postgres::dump(url, part)?;
    Ok((store.holdings().await.map_err(fault)?, store.check().await.map_err(fault)?))
}

/// Where the copy was to be, not where the database is.
fn not_written(fault: &crate::app::Fault, part: &Path, database: &Database) -> Failure {
    use crate::app::Fault;
    match fault {
        Fault::DiskFull(why) => Failure::new(Exit::CannotCreate, format!("there is no room for the backup: {why}"))
            .advise("Nothing of it is left. Make room, or give a file on another disk."),
        Fault::Unreachable(why) | Fault::Other(why) => {
            Failure::new(Exit::CannotCreate, format!("the backup cannot be written to {}: {why}", part.display()))
                .advise("See that its folder exists and that this user may write there.")
        }
        Fault::Damaged(why) => Failure::of_store(Fault::Damaged(why.clone()), database),
        other => Failure::new(Exit::Failed, other.to_string()),
    }
}

/// A backup in the making; gone when this is dropped.
struct Part(PathBuf);

impl Part {
    fn beside(file: &Path) -> Self {
        let mut name = file.as_os_str().to_owned();
        name.push(format!(".part-{}", std::process::id()));
        Self(name.into())
    }

    /// It is whole.
    fn becomes(self, file: &Path) -> Result<(), Failure> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::rename(&self.0, file).and_then(|()| File::open(folder)?.sync_all()).map_err(|error| {
            Failure::new(Exit::CannotCreate, format!("the backup cannot be named {}: {error}", file.display()))
        })
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.0.as_os_str().to_owned();
            name.push(ending);
            let _ = fs::remove_file(name);
        }
    }
}

/// What a backup holds, for people.
pub(super) fn in_words(holds: &Holdings) -> impl fmt::Display {
    let Holdings { events, public, documents, accounts, revisions, last_change } = holds;
    let last = last_change.map_or_else(|| "never".to_owned(), |at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    format!(
        "{events} events ({public} public), {documents} other records, {accounts} accounts, {revisions} revisions; last \
         changed {last}"
    )
}
