//! The islands: Rust to wasm, and the module that a browser loads it with.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    command::{cargo, program, run},
    project::{root, target},
    release,
};

const TARGET: &str = "wasm32-unknown-unknown";
/// See the root `Cargo.toml`.
pub(crate) const PROFILE: &str = "wasm-release";

/// The module that pages load: it starts the islands. Written by hand.
pub(super) fn starter() -> PathBuf {
    root().join("public/islands.js")
}

/// Compiles the islands; the wasm as rustc leaves it.
pub(super) fn compile() -> Result<PathBuf> {
    let mut build = cargo();
    // Always, so that the tests' islands are the release's.
    release::reproducible(&mut build);
    run(build.args(["build", "--package", "frontend", "--lib", "--target", TARGET, "--profile", PROFILE]))?;
    Ok(target().join(TARGET).join(PROFILE).join("frontend.wasm"))
}

/// Writes `frontend.js` and `frontend_bg.wasm` into `folder`, and the starter beside them.
pub(super) fn bind(islands: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(islands)
        .out_name("frontend")
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The file's name has a hash that the module cannot know: the starter hands it over.
        .omit_default_module_path(true)
        .generate(folder)
        .context("wasm-bindgen")?;
    fs::copy(starter(), folder.join("islands.js")).context("public/islands.js")?;
    Ok(())
}

/// Makes the wasm smaller, in place.
pub(super) fn optimise(tools: &Path, folder: &Path) -> Result<()> {
    let wasm = folder.join("frontend_bg.wasm");
    run(program("node")
        .arg(tools.join("node_modules/binaryen/bin/wasm-opt"))
        .args(["-Oz", "--strip-debug", "--strip-producers", "--strip-target-features"])
        .arg(&wasm)
        .arg("-o")
        .arg(&wasm))
}
