//! Where things are.

use std::{
    env,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use anyhow::{Context, Result};

/// The folder of the clone that this command was typed in.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // As cargo says when it runs this, not as it was when this was compiled: clones that share a target folder share
        // the binary too.
        let here = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        // Two levels above this crate.
        here.ancestors().nth(2).unwrap_or_else(|| Path::new(".")).to_owned()
    })
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The user's folder for pinned tools: it outlives the clone.
pub(crate) fn tools() -> Result<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    folder("CAEC_PORTAL_CACHE")
        .or_else(|| Some(folder("XDG_CACHE_HOME")?.join("caec-portal")))
        .or_else(|| Some(folder("HOME")?.join(".cache/caec-portal")))
        .map(|cache| cache.join("tools"))
        .context("there is no folder for tools: set HOME, XDG_CACHE_HOME or CAEC_PORTAL_CACHE")
}
