//! The style sheet: `style/main.css` and what it imports, as one small file.

use std::path::Path;

use anyhow::Result;

use crate::{
    command::{program, run},
    project::root,
};

/// Writes `main.css` into `folder`.
pub(super) fn bundle(tools: &Path, folder: &Path) -> Result<()> {
    run(program("node")
        .arg(root().join("crates/xtask/site/style.mjs"))
        .arg(tools)
        .arg(root().join("style/main.css"))
        .arg(folder.join("main.css")))
}
