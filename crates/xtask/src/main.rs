//! `cargo xtask`: sets up what is missing, then does the work.
//!
//! - [`tool`]: what is installed, where, and what to type where it cannot be
//! - [`site`]: the files that browsers load: style, islands, icons
//! - [`binary`]: the `portal` command, with these files inside
//! - [`serve`], [`mod@test`], [`end2end`], [`check`], [`mod@bench`]: what its users type
//! - [`audit`], [`fuzz`], [`sbom`], [`reproduce`], [`release`]: proof, and where everything comes from
//! - [`postgres`]: a database server for one test run; [`guard`]: takes away what a run leaves behind
//! - [`command`], [`project`]: running programs; where things are
//!
//! To add a step to `check` or `test`: a function there. To add a command: a variant of [`Task`] and a file.

mod audit;
mod bench;
mod binary;
mod check;
mod command;
mod end2end;
mod fuzz;
mod guard;
mod postgres;
mod project;
mod release;
mod reproduce;
mod sbom;
mod serve;
mod site;
mod test;
mod tool;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

/// Sets up what is missing, then builds, serves, tests and checks the portal.
///
/// Tools are pinned by version and kept in a folder of the user's (`$CAEC_PORTAL_CACHE`, else
/// `$XDG_CACHE_HOME/caec-portal`, else `~/.cache/caec-portal`), so that a fresh clone finds them again.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, max_term_width = 100)]
struct Xtask {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Build the portal and serve it at <http://127.0.0.1:3000>, with its database in `data/`
    Serve(serve::Serve),
    /// Build the `portal` command: `target/debug/portal`, or `target/release/portal` with `--release`
    Build {
        /// Optimise, and put the site's files into the binary: it then runs from any folder
        #[arg(long)]
        release: bool,
    },
    /// Run all tests: units, properties, the store on SQLite and PostgreSQL, the whole router, then a real browser
    Test(test::Test),
    /// Run the browser tests alone
    E2e {
        /// For Playwright: a file's name, `--project en`, `--grep words`, `--headed`, …
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Take a picture of every page at three widths, light and dark, in three languages
    Screens {
        /// The folder for the pictures
        folder: PathBuf,
        /// For Playwright: `--grep home`, …
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Check form and lints (native and wasm), documentation, licences, sources of dependencies
    Check,
    /// Measure: against nginx on the same core, and at a thousand, a hundred thousand and a million events
    Bench(bench::Bench),
    /// Look for bytes that a parser does not survive, with libFuzzer: a minute for each target
    Fuzz(fuzz::Fuzz),
    /// Look at every kind of page with Lighthouse, axe, the Nu checker, the HTTP Observatory; follow every link
    Audit(audit::Audit),
    /// Write what the binary is made of, as CycloneDX: `target/portal.cdx.json`
    Sbom,
    /// Build the release twice, in two folders, and compare the bytes
    Reproduce(reproduce::Reproduce),
    /// Make the site's files alone, in `target/site`
    Site,
    /// Install what `cargo leptos watch` needs (once; it takes some ten minutes)
    Tools,
}

fn main() -> ExitCode {
    let done = match Xtask::parse().task {
        Task::Serve(serve) => serve.run(),
        Task::Build { release } => binary::build(release).map(|portal| command::say(&format!("{}", portal.display()))),
        Task::Test(test) => test.run(),
        Task::E2e { arguments } => end2end::run(&arguments).map(|_| ()),
        Task::Screens { folder, arguments } => end2end::screens(&folder, &arguments),
        Task::Check => check::run_checks(),
        Task::Bench(bench) => bench.run(),
        Task::Fuzz(fuzz) => fuzz.run(),
        Task::Audit(audit) => audit.run(),
        Task::Sbom => sbom::write(),
        Task::Reproduce(reproduce) => reproduce::run_twice(&reproduce),
        Task::Site => site::build().map(|_| ()),
        Task::Tools => tool::leptos(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\ncargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
