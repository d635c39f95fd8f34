//! The `portal` command.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    command::{cargo, run},
    project::target,
    release, site,
};

/// Makes the site's files, then the binary; where it is.
///
/// # Errors
/// A tool is missing, or the code does not compile.
pub(crate) fn build(release: bool) -> Result<PathBuf> {
    site::build()?;
    let mut build = cargo();
    build.arg("build");
    if release {
        release::reproducible(&mut build).args(["--package", "server", "--release"]);
    } else {
        // With the features that the tests of the whole workspace need: so both share what they compile.
        build.arg("--workspace");
    }
    run(build.args(["--bin", "portal"]))?;
    Ok(target().join(if release { "release" } else { "debug" }).join("portal"))
}
