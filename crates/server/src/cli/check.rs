//! `portal check`: is what is stored sound, and what is set?

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{
    CommandFactory, Parser,
    builder::BoolishValueParser,
    error::{ContextKind, ContextValue},
};
use serde_json::json;

use super::{
    Cli,
    backup::in_words,
    database::DatabaseArgs,
    exit::{Exit, Failure},
    say, serve,
};
use crate::{
    app::Fault,
    config,
    store::{Database, Finding, Holdings, Report, Severity, Store},
};

/// Look at everything, and change nothing: the settings, the files' rights, the database and every record in it.
///
/// Settings: those in the environment, as `portal serve` would read them; run it with the same environment. Files: nobody
/// else on the machine can read the database. Database: its pages, its references, its tables' version. Records: each can be
/// read and keeps its rules, the columns and links by which it is found are those of its document, and it is what its latest
/// revision says, of which none is missing.
///
/// The portal may serve meanwhile. It ends with code 0 where nothing is wrong, 65 where something stored is, 2 where only a
/// setting is.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  portal check --data /var/lib/portal
  portal check --json | jq .findings")]
pub(super) struct Check {
    /// Print one JSON object, for programs.
    #[arg(long, env = "PORTAL_CHECK_JSON", value_parser = BoolishValueParser::new())]
    json: bool,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// The settings of `portal serve` alone, as the environment has them.
#[derive(Debug, Parser)]
#[command(name = "portal serve")]
struct Settings {
    #[command(flatten)]
    serve: serve::Serve,
}

impl Check {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let (database, name) = self.database.database()?;
        let mut set = Report::default();
        settings(&mut set);
        let mut stored = Report::default();
        if let Database::Sqlite(folder) = &database {
            self.database.is_there()?;
            files(folder, &mut stored);
        }
        let holds = match examined(&database, &mut stored).await {
            Ok(holds) => holds,
            // Damaged so that nothing can be asked of it: that is found, too.
            Err(Fault::Damaged(what)) => {
                stored.wrong("database", "", what);
                None
            }
            Err(fault) => return Err(Failure::of_store(fault, &database)),
        };
        if self.json {
            let findings: Vec<&Finding> = set.findings.iter().chain(&stored.findings).collect();
            say(json!({
                "sound": set.is_sound() && stored.is_sound(),
                "database": name,
                "holds": holds,
                "looked_at": stored.looked_at,
                "findings": findings,
                "more_findings": set.more + stored.more,
            }));
        } else {
            say(match &holds {
                Some(holds) => format!("{name}: {}", in_words(holds)),
                None => name,
            });
            say_findings(&set);
            say_findings(&stored);
            let mut all = set.clone();
            all.join(stored.clone());
            say(summary(&all));
        }
        ended(&set, &stored)
    }
}

/// Looks at what is stored; what it holds, where it is sound enough to tell.
async fn examined(database: &Database, stored: &mut Report) -> Result<Option<Holdings>, Fault> {
    let store = Store::look_into(database).await?;
    let report = store.check().await?;
    let looked = !report.looked_at.is_empty();
    stored.join(report);
    let holds = if looked { Some(store.holdings().await?) } else { None };
    store.close().await;
    Ok(holds)
}

fn ended(set: &Report, stored: &Report) -> Result<(), Failure> {
    if !stored.is_sound() {
        return Err(Failure::new(Exit::Data, "something stored is not sound")
            .advise("Nothing was changed. docs/operate.md says what helps."));
    }
    if !set.is_sound() {
        return Err(Failure::new(Exit::Usage, "a setting is wrong").advise("portal serve --help tells what is right."));
    }
    Ok(())
}

/// What was found, a line each, for people.
pub(super) fn say_findings(report: &Report) {
    for Finding { severity, part, subject, what } in &report.findings {
        let severity = match severity {
            Severity::Wrong => "wrong",
            Severity::Note => "note ",
        };
        let of = if subject.is_empty() { part.clone() } else { format!("{part} {subject}") };
        say(format_args!("{severity}  {of}: {what}"));
    }
    if report.more > 0 {
        say(format_args!("… and {} more", report.more));
    }
}

/// What was looked at, in a sentence.
pub(super) fn summary(report: &Report) -> String {
    let looked: Vec<String> = report.looked_at.iter().map(|(what, count)| format!("{count} {what}")).collect();
    let wrong = report.findings.iter().filter(|f| f.severity == Severity::Wrong).count();
    let found = match (report.is_sound(), wrong) {
        (true, _) => "nothing is wrong".to_owned(),
        (false, 1) => "1 thing is wrong".to_owned(),
        (false, wrong) => format!("{wrong} things are wrong"),
    };
    if looked.is_empty() { format!("Checked: {found}.") } else { format!("Checked {}: {found}.", looked.join(", ")) }
}

/// The settings in the environment.
fn settings(report: &mut Report) {
    let known = known_variables();
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        // Those are the tests'.
        if name.starts_with("PORTAL_") && !name.starts_with("PORTAL_TEST_") && !known.iter().any(|k| *k == *name) {
            report.note("setting", &name, "no command knows it: it may be misspelt");
        }
    }
    match Settings::try_parse_from(["portal serve"]) {
        Err(error) => {
            let told = error.to_string();
            let what = told.lines().next().unwrap_or_default().trim_start_matches("error: ");
            match error.get(ContextKind::InvalidArg) {
                Some(ContextValue::String(argument)) => {
                    // It stands in the environment, whatever its flag is.
                    report.wrong("setting", &variable(argument), what.replace(&format!(" for '{argument}'"), ""));
                }
                _ => report.wrong("setting", "", what),
            }
        }
        Ok(Settings { serve }) => advice(&serve.config(), report),
    }
}

/// The variable of an argument that is told as `--origin <URL>`.
fn variable(argument: &str) -> String {
    let flag = argument.split(' ').next().and_then(|flag| flag.strip_prefix("--")).unwrap_or(argument);
    let command = Settings::command();
    let found = command.get_arguments().find(|known| known.get_long() == Some(flag));
    found.and_then(clap::Arg::get_env).map_or_else(|| flag.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// What is allowed, and may not be meant.
fn advice(config: &config::Serve, report: &mut Report) {
    let https = config.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"));
    if serve::believes_anybody(config) {
        report.note("setting", "PORTAL_ORIGIN", "not set: links are made of whatever host a request names");
    }
    if https && config.trusted_proxies.is_empty() {
        let what = "not set: behind a proxy, all visitors are one address, and share its tries to sign in";
        report.note("setting", "PORTAL_TRUSTED_PROXY", what);
    }
    if config.contact.is_none() {
        report.note("setting", "PORTAL_CONTACT", "not set: visitors are not told where to write to");
    }
}

/// Every variable that a command reads.
fn known_variables() -> Vec<String> {
    fn of(command: &clap::Command, known: &mut Vec<String>) {
        let names = command.get_arguments().filter_map(clap::Arg::get_env);
        known.extend(names.map(|name| name.to_string_lossy().into_owned()));
        command.get_subcommands().for_each(|command| of(command, known));
    }
    let mut known = Vec::new();
    of(&Cli::command(), &mut known);
    known
}

/// Nobody else on the machine reads the database, or puts another in its place.
fn files(folder: &Path, report: &mut Report) {
    let named: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("portal.sqlite")))
        .collect();
    report.count("files", named.len());
    rights(folder, 0o002, "everybody on this machine may put another database here", report);
    for file in named {
        rights(
            &file,
            0o007,
            "everybody on this machine may read it: drafts, names and password hashes are in it",
            report,
        );
    }
}

#[cfg(unix)]
fn rights(path: &Path, too_much: u32, what: &str, report: &mut Report) {
    use std::os::unix::fs::PermissionsExt;
    match fs::metadata(path) {
        Ok(there) if there.permissions().mode() & too_much != 0 => {
            report.wrong("files", &path.display().to_string(), format!("{what}; chmod o-rwx mends it"));
        }
        // A log that was folded in meanwhile.
        Ok(_) | Err(_) => {}
    }
}

#[cfg(not(unix))]
fn rights(_: &Path, _: u32, _: &str, _: &mut Report) {}
