//! The files that browsers load, made ready to be served: `target/site`.
//!
//! ```text
//! manifest.json            what there is: the addresses that pages link, and each file's type
//! assets/<stem>.<hash>.*   style, islands, icon: a name for each content, so that a browser may keep it for ever
//! public/*                 the files of `public/`, under their own names
//! ```
//!
//! Each file has a `.br` and a `.gz` beside it where that is smaller. The server takes the folder in when it is compiled.

mod publish;
mod style;
mod wasm;

pub(crate) use wasm::PROFILE;

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{
    command::say,
    project::{root, target},
    tool,
};

/// Moved when what is made of the same inputs changes.
const RECIPE: &str = "2";

/// Makes the site's files where they are missing or older than their sources; their folder.
///
/// # Errors
/// A tool is missing, or its own words about a source.
pub(crate) fn build() -> Result<PathBuf> {
    tool::wasm_target()?;
    let islands = wasm::compile()?;
    let site = target().join("site");
    let inputs = inputs(&islands)?;
    let stamp = site.join("inputs");
    if fs::read_to_string(&stamp).is_ok_and(|made| made == inputs) {
        return Ok(site);
    }

    say("making the site's files");
    let tools = tool::site()?;
    let raw = fresh(&target().join("site-raw"))?;
    wasm::bind(&islands, &raw)?;
    wasm::optimise(&tools, &raw)?;
    style::bundle(&tools, &raw)?;

    let made = fresh(&target().join("site-made"))?;
    publish::publish(&raw, &made)?;
    fs::write(made.join("inputs"), inputs)?;
    let _ = fs::remove_dir_all(&site);
    fs::rename(&made, &site).with_context(|| site.display().to_string())?;
    Ok(site)
}

/// The first 12 hexadecimal digits of the SHA-256: enough to tell versions of one file apart.
pub(crate) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// A name for everything that the site is made of.
fn inputs(islands: &Path) -> Result<String> {
    let mut sources = vec![islands.to_owned(), wasm::starter(), root().join("crates/xtask/site/style.mjs")];
    sources.push(root().join("crates/xtask/site/package-lock.json"));
    sources.extend(files(&root().join("style"))?);
    sources.extend(files(&root().join("public"))?);
    let mut inputs = format!("recipe {RECIPE}\n");
    for source in sources {
        let bytes = fs::read(&source).with_context(|| source.display().to_string())?;
        inputs += &format!("{} {}\n", digest(&bytes), source.strip_prefix(root()).unwrap_or(&source).display());
    }
    Ok(inputs)
}

/// The files in a folder and below, in order.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn fresh(folder: &Path) -> Result<PathBuf> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    Ok(folder.to_owned())
}
