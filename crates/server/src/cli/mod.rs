//! What an operator types. Each command is a file; all of them end in an [`Exit`].
//!
//! Standard output is for what was asked for (a link, a list); the log and what went wrong go to standard error.

mod backup;
mod check;
mod content;
mod database;
mod demo;
mod exit;
mod health;
mod postgres;
mod restore;
mod serve;
mod staff;

use std::{
    fmt,
    io::{self, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use self::exit::{Exit, Failure};
use crate::{config::LogFormat, log};

/// The portal of the China-ASEAN Environmental Cooperation Center.
#[derive(Debug, Parser)]
#[command(name = "portal", version, max_term_width = 100, after_long_help = AFTER, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    log: LogArgs,
}

/// Words after the help of the whole command.
const AFTER: &str = "\
Begin:
  portal serve --demo                       look around, with sample events
  portal serve --data /var/lib/portal       serve for real; the content comes with the binary
  portal staff add linh@example.org --role admin --data /var/lib/portal
                                            the first account; prints a link to set its password
  portal backup FILE --data /var/lib/portal a sound copy, while the portal runs

Settings:
  Every flag can be given in the environment, under the name shown beside it. A flag wins over the environment, which
  wins over the default. The database URL holds a password: give it in the environment, not as a flag that others on
  the machine can see.

Exit codes:
   0  done
   1  failed, for a reason that has no code of its own
   2  the command line, or a setting in the environment, is wrong
  65  the database or a backup is damaged or made by a newer portal, or content files are broken; what was there is as
      it was, unless the message says that a backup was written or restored
  66  the folder, file or database given to read from is not there, or cannot be read
  69  the database cannot be reached
  73  the data folder or a backup cannot be made or written, or the disk is full
  75  something changed at the same time, or a portal runs that must not; try again
  98  the address to listen on is in use
  99  the address to listen on is not this machine's, or may not be used";

#[derive(Debug, clap::Args)]
struct LogArgs {
    /// The form of the log, which goes to standard error: `text` for people, `json` for machines.
    #[arg(long, global = true, env = "PORTAL_LOG_FORMAT", value_enum, default_value_t = LogFormat::Text, help_heading = "Log")]
    log_format: LogFormat,

    /// What is logged: a level (`error`, `warn`, `info`, `debug`), or levels by part: `info,server::store=debug`.
    ///
    /// Without it, `serve` logs `info`, and the other commands `warn`.
    #[arg(long, global = true, env = "PORTAL_LOG", value_name = "FILTER", help_heading = "Log")]
    log: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(Box<serve::Serve>),
    /// Staff accounts: who may sign in.
    #[command(subcommand)]
    Staff(staff::Staff),
    /// The content that comes with the portal: programmes, plans, history, countries, pages.
    #[command(subcommand)]
    Content(content::Content),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Check(check::Check),
    Health(health::Health),
}

/// Runs the command line of the process.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version come this way, too. If the terminal is gone there is nobody to tell.
            let _ = answer.print();
            return if answer.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    let ended = cli.run();
    log::flush();
    match ended {
        Ok(()) => Exit::Done.into(),
        Err(failure) => {
            let _ = writeln!(io::stderr(), "{failure}");
            failure.exit.into()
        }
    }
}

/// Prints a line of what was asked for. A reader that has gone (`portal … | head`) is no reason to panic, as `println!`
/// does.
fn say(line: impl fmt::Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

impl Cli {
    fn run(self) -> Result<(), Failure> {
        let usual = if matches!(self.command, Command::Serve(_)) { "info" } else { "warn" };
        log::start(self.log.log_format, self.log.log.as_deref().unwrap_or(usual))
            .map_err(|e| Failure::new(Exit::Usage, format!("--log: {e}")))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|e| Failure::new(Exit::Failed, format!("the system gives no threads: {e}")))?;
        runtime.block_on(async {
            match self.command {
                Command::Serve(serve) => serve.run().await,
                Command::Staff(staff) => staff.run().await,
                Command::Content(content) => content.run().await,
                Command::Backup(backup) => backup.run().await,
                Command::Restore(restore) => restore.run().await,
                Command::Check(check) => check.run().await,
                Command::Health(health) => health.run(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_flag_has_a_name_in_the_environment() {
        fn check(command: &clap::Command) {
            for argument in command.get_arguments().filter(|a| a.get_long().is_some()) {
                let builtin = ["help", "version"].contains(&argument.get_id().as_str());
                let named = argument.get_env().is_some_and(|e| e.to_string_lossy().starts_with("PORTAL_"));
                assert!(builtin || named, "{} --{}", command.get_name(), argument.get_id());
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }

    #[test]
    fn every_flag_and_command_is_explained() {
        fn check(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments() {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
            command.get_subcommands().for_each(check);
        }
        check(&Cli::command());
    }

    #[test]
    fn every_exit_code_is_explained() {
        for exit in Exit::ALL {
            let told = AFTER.lines().any(|line| line.trim_start().starts_with(&format!("{}  ", exit.code())));
            let row = format!("| {} | ", exit.code());
            let in_the_readme = include_str!("../../../../README.md").lines().any(|line| line.starts_with(&row));
            assert!(told && in_the_readme, "{exit:?}");
        }
    }
}
