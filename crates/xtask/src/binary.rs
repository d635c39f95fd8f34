//! The `portal` command.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    command::{cargo, run},
    project::target,
    site,
};

/// Makes the site's files, then the binary; where it is.
///
/// # Errors
/// A tool is missing, or the code does not compile.
pub(crate) fn build(release: bool) -> Result<PathBuf> {
    site::build()?;
    let mut build = cargo();
    build.args(["build", "--package", "server", "--bin", "portal"]);
    if release {
        build.arg("--release");
    }
    run(&mut build)?;
    Ok(target().join(if release { "release" } else { "debug" }).join("portal"))
}
