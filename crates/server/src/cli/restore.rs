//! `portal restore`: a backup takes the place of the database.

use std::path::PathBuf;

use clap::builder::BoolishValueParser;

use super::{
    backup::in_words,
    check::{say_findings, summary},
    database::DatabaseArgs,
    exit::{Exit, Failure},
    postgres, say,
};
use crate::{
    app::{Clock, SystemClock},
    store::{Database, NotRestored, Report, Schema, Store, restore},
};

/// Put a backup in the place of the database, while no portal runs on it.
///
/// SQLite: the backup is copied, brought up to date and looked at as `portal check` does, all of it beside the database;
/// then it takes its name. The database that was there is kept in the same folder, under a name with the time in it. It is
/// refused while a portal, or anything else, has the database open, and for a file that is no sound backup or is of a newer
/// portal; the database is then as it was.
///
/// PostgreSQL: the database that PORTAL_DATABASE_URL names has to be a new one, without a table in it; the one that was used
/// so far stays where it is, under its own name. `pg_restore`, which does the work, is looked for on PATH.
///
/// Everybody is signed out, one-time links and recovery codes are void, and no device is known: each may have been used up
/// or taken away since the backup. Passwords and roles are those of the day of the backup: set anew what was changed since
/// because somebody else knew it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal restore portal-2026-11-26.sqlite --data /var/lib/portal
  PORTAL_DATABASE_URL=postgres://portal:…@db/portal_2 portal restore portal.dump")]
pub(super) struct Restore {
    /// The backup.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Restore it also where records in it are not sound.
    #[arg(long, env = "PORTAL_RESTORE_FORCE", value_parser = BoolishValueParser::new())]
    force: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

impl Restore {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let (database, name) = self.database.database()?;
        if !self.file.is_file() {
            return Err(Failure::new(Exit::NoInput, format!("there is no file {}", self.file.display()))
                .advise("Nothing was changed. Name the backup."));
        }
        let (kept, report) = match &database {
            Database::Sqlite(folder) => {
                let done = restore(folder, &self.file, SystemClock.now(), self.force).await;
                done.map_err(|why| self.refused(why, &database))?
            }
            Database::Postgres(url) => (None, self.restore_to_postgres(url, &name, &database).await?),
        };
        let fault = |fault| Failure::of_store(fault, &database);
        let store = Store::look_at(&database).await.map_err(fault)?;
        let holds = store.holdings().await.map_err(fault)?;
        store.close().await;
        say(format_args!("{name} is restored from {}: {}", self.file.display(), in_words(&holds)));
        if let Some(kept) = kept {
            say(format_args!("The database that was there is kept as {}.", kept.display()));
        }
        say("Everybody is signed out, and earlier links are void. Passwords and roles are those of the backup.");
        if report.is_sound() {
            return Ok(());
        }
        say(summary(&report));
        say_findings(&report);
        Err(Failure::new(Exit::Data, "the backup is restored, and what is in it is not sound"))
    }

    fn refused(&self, why: NotRestored, database: &Database) -> Failure {
        let file = self.file.display();
        match why {
            NotRestored::InUse => {
                Failure::new(Exit::TryAgain, "a portal runs on this database, or something else has it open")
                    .advise("Nothing was changed. Stop it, then run the command again.")
            }
            NotRestored::Unsound(report) => {
                say_findings(&report);
                Failure::new(Exit::Data, format!("what is in {file} is not sound"))
                    .advise("Nothing was changed. Take another backup; or give --force, to restore this one as it is.")
            }
            NotRestored::Fault(fault) => {
                let failure = Failure::of_store(fault, database);
                if failure.exit != Exit::Data {
                    return failure;
                }
                failure
                    .instead(format!("{file} cannot be restored"))
                    .advise("Nothing was changed. Take another backup.")
            }
        }
    }

    async fn restore_to_postgres(&self, url: &str, name: &str, database: &Database) -> Result<Report, Failure> {
        let fault = |fault| Failure::of_store(fault, database);
        if Store::schema_of(database).await.map_err(fault)? != Schema::Empty {
            let advice = "Nothing was changed. Make a new one beside it, and name that in PORTAL_DATABASE_URL:\n  \
                          createdb --template=template0 --encoding=UTF8 --owner=portal portal_2";
            return Err(Failure::new(Exit::CannotCreate, format!("{name} is not empty")).advise(advice));
        }
        postgres::restore(url, &self.file)?;
        // Brings its tables up to date.
        let store = Store::open(database).await.map_err(fault)?;
        store.settle_after_restoring().await.map_err(fault)?;
        let report = store.check().await.map_err(fault)?;
        store.close().await;
        Ok(report)
    }
}
