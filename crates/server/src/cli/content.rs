//! `portal content`: what comes with the portal, checked and loaded.

use std::path::{Path, PathBuf};

use clap::builder::BoolishValueParser;

use super::{
    database::DatabaseArgs,
    exit::{Exit, Failure},
    say,
};
use crate::{
    app::{Clock, SystemClock},
    content::{
        self, folder,
        load::{Load, Step},
    },
};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Content {
    Check(Check),
    Load(LoadArgs),
}

/// Read the content and tell every mistake in it, by file and line. Needs no database.
///
/// Files are at `<language>/<noun>/<key>.md`: TOML between two lines `+++`, then Markdown. English is the source;
/// other languages hold text alone.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal content check                      the content in this binary
  portal content check --from ./content     a folder, before loading it")]
pub(super) struct Check {
    #[command(flatten)]
    from: From,
}

/// Show what loading the content would change; with --apply, change it.
///
/// What is new is added, what files changed is changed, translations of changed text become stale, and what staff have
/// edited is kept as it is. Nothing is deleted. Running it twice changes nothing the second time. A portal that is
/// being served shows the new content at once.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal content load                       what a new version of the portal would change
  portal content load --apply               change it
  portal content load --from ./content --apply --data /var/lib/portal")]
pub(super) struct LoadArgs {
    #[command(flatten)]
    from: From,
    /// Write what would change. Without it nothing is written.
    #[arg(long, env = "PORTAL_CONTENT_APPLY", value_parser = BoolishValueParser::new())]
    apply: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, clap::Args)]
struct From {
    /// A folder with all of the content, in place of what is in this binary.
    #[arg(long = "from", env = "PORTAL_CONTENT_FROM", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl From {
    fn read(&self) -> Result<content::Content, Failure> {
        let files = match self.folder.as_deref() {
            None => folder::embedded(),
            Some(folder) => in_folder(folder)?,
        };
        content::Content::read(files).map_err(|broken| Failure::of_content(&broken))
    }
}

fn in_folder(folder: &Path) -> Result<Vec<folder::File>, Failure> {
    let files = folder::read(folder).map_err(|e| {
        Failure::new(Exit::NoInput, e.to_string()).advise("See that --from names a folder of content that can be read.")
    })?;
    if files.is_empty() {
        let what = format!("{} holds no content", folder.display());
        return Err(
            Failure::new(Exit::NoInput, what).advise("Files of content are at <language>/<noun>/<key>.md in it.")
        );
    }
    Ok(files)
}

impl Content {
    pub(super) async fn run(self) -> Result<(), Failure> {
        match self {
            Self::Check(check) => {
                let content = check.from.read()?;
                say(format_args!("The content is sound: {} records.", content.len()));
                Ok(())
            }
            Self::Load(load) => load.run().await,
        }
    }
}

impl LoadArgs {
    async fn run(self) -> Result<(), Failure> {
        let content = self.from.read()?;
        if !self.apply {
            self.database.is_there()?;
        }
        let (store, database) = self.database.open_expected().await?;
        let fault = |fault| Failure::of_store(fault, &database);
        let load = Load::compare(&content, &store).await.map_err(fault)?;
        for item in load.items.iter().filter(|item| item.step != Step::Unchanged) {
            say(item);
        }
        say(summary(&load));
        if load.is_empty() {
            say("There is nothing to write.");
        } else if self.apply {
            load.apply(&store, SystemClock.now()).await.map_err(fault)?;
            say("Written.");
        } else {
            say("Nothing was written. To write it, run the same command with --apply.");
        }
        store.close().await;
        Ok(())
    }
}

fn summary(load: &Load) -> String {
    format!(
        "{} new, {} changed, {} unchanged, {} kept as staff edited them, {} left without a file",
        load.count(|s| *s == Step::New),
        load.count(|s| matches!(s, Step::Changed(_))),
        load.count(|s| *s == Step::Unchanged),
        load.count(|s| matches!(s, Step::Kept(_))),
        load.count(|s| *s == Step::Left),
    )
}
