//! `cargo xtask serve`: from a fresh clone to a portal in the browser.

use std::os::unix::process::CommandExt;

use anyhow::Result;
use clap::Args;

use crate::{
    binary,
    command::{program, say},
    project::root,
};

/// What `cargo xtask serve` takes.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Optimise, as for a real site
    #[arg(long)]
    release: bool,
    /// Add sample events and a sample account, labelled as such; into a database of its own, `data-demo/`
    #[arg(long)]
    demo: bool,
    /// For `portal serve`: `--listen 127.0.0.1:8080`, `--database-url URL`, …
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Serve {
    /// Builds, then becomes the portal.
    pub(crate) fn run(self) -> Result<()> {
        let portal = binary::build(self.release)?;
        let mut serve = program(portal);
        serve.arg("serve");
        let given = |flag: &str| self.arguments.iter().any(|a| a == flag || a.starts_with(&format!("{flag}=")));
        if !given("--data") {
            // Samples stay out of the database that somebody writes real events into.
            serve.arg("--data").arg(root().join(if self.demo { "data-demo" } else { "data" }));
        }
        if self.demo {
            serve.arg("--demo");
        }
        serve.args(&self.arguments);
        say("portal serve (Ctrl-C ends it)");
        // In place of this process, so that signals reach the portal and its exit code is ours.
        Err(serve.exec().into())
    }
}
