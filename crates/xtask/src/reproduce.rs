//! `cargo xtask reproduce`: the release, built twice in two folders, is the same to the byte.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use sha2::{Digest, Sha256};

use crate::{
    binary,
    command::{output, program, run, say},
    project::{root, target},
};

/// The two folders: of other names, lengths and depths.
const FOLDERS: [&str; 2] = ["one", "another/and-deeper"];

/// What `cargo xtask reproduce` takes.
#[derive(Debug, Args)]
pub(crate) struct Reproduce {
    /// Build once from nothing, and compare with this clone's own release: half the time
    #[arg(long)]
    here: bool,
}

/// Builds what is committed twice, and compares. Takes as long as two release builds from nothing.
///
/// # Errors
/// The two differ: where, and how. Or one cannot be built.
pub(crate) fn run_twice(Reproduce { here }: &Reproduce) -> Result<()> {
    let commit = output(program("git").args(["rev-parse", "HEAD"]))?.trim().to_owned();
    let dirty = !output(program("git").args(["status", "--porcelain", "--untracked-files=no"]))?.is_empty();
    match (here, dirty) {
        (true, true) => bail!("this clone holds what is not committed: another clone would not"),
        (false, true) => say("what is not committed is not built"),
        _ => {}
    }
    let folder = target().join("reproduce");
    let _ = fs::remove_dir_all(&folder);
    let mut built = Vec::new();
    if *here {
        binary::build(true)?;
        built.push(root().to_owned());
    }
    for name in FOLDERS.iter().skip(built.len()) {
        built.push(build(&folder.join(name), &commit)?);
    }
    let made: Vec<Vec<(String, Vec<u8>)>> = built.iter().map(|folder| made(folder)).collect::<Result<_>>()?;
    let [one, other] = made.as_slice() else { bail!("two were to be built") };
    let mut differ = Vec::new();
    println!("\n| file of {} | sha256 |\n|---|---|", &commit[..12.min(commit.len())]);
    for ((name, first), (_, second)) in one.iter().zip(other) {
        println!("| {name} | {} |", digest(first));
        if first != second {
            println!("| {name}, the second time | {} |", digest(second));
            differ.push(difference(name, first, second));
        }
    }
    if one.len() != other.len() {
        differ.push(format!("{} files, then {}", one.len(), other.len()));
    }
    if !differ.is_empty() {
        bail!("the two builds differ:\n{}\nBoth are kept in {}", differ.join("\n"), folder.display());
    }
    say("both builds are the same, to the byte");
    // Gigabytes that nobody needs.
    let _ = fs::remove_dir_all(&folder);
    Ok(())
}

/// A clone of the commit in this folder, built; the clone's folder.
fn build(folder: &Path, commit: &str) -> Result<PathBuf> {
    fs::create_dir_all(folder.parent().context("a folder has a parent")?)?;
    run(program("git").args(["clone", "--quiet", "--no-hardlinks", "--no-checkout"]).arg(root()).arg(folder))?;
    run(program("git").args(["checkout", "--quiet", "--detach", commit]).current_dir(folder))?;
    // This very program, told that it is in the clone: it was made of the same source.
    run(program(env::current_exe()?)
        .args(["build", "--release"])
        .env("CARGO_MANIFEST_DIR", folder.join("crates/xtask"))
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .current_dir(folder))?;
    Ok(folder.to_owned())
}

/// The binary, and the site's files that went into it: what differs there is easier to read.
fn made(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let target = if folder == root() { target() } else { folder.join("target") };
    let site = target.join("site");
    let mut paths = crate::site::files(&site)?;
    // The names of what it was made of: absolute where a folder is outside the clone.
    paths.retain(|path| !path.ends_with("inputs"));
    paths.push(target.join("release/portal"));
    let read = |path: PathBuf| -> Result<(String, Vec<u8>)> {
        let name = path.strip_prefix(&target).unwrap_or(&path).display().to_string();
        Ok((name, fs::read(&path).with_context(|| path.display().to_string())?))
    };
    paths.into_iter().map(read).collect()
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where two files part, with the text around that place.
fn difference(name: &str, first: &[u8], second: &[u8]) -> String {
    let at = first.iter().zip(second).position(|(a, b)| a != b).unwrap_or_else(|| first.len().min(second.len()));
    let differing = first.iter().zip(second).filter(|(a, b)| a != b).count();
    let around = |bytes: &[u8]| {
        let part = bytes.get(at.saturating_sub(48)..(at + 80).min(bytes.len())).unwrap_or_default();
        String::from_utf8_lossy(part).replace(|c: char| c.is_control() || c == '\u{fffd}', "·")
    };
    format!(
        "{name}: {} and {} bytes, {differing} of them differ, from {at}:\n  {}\n  {}",
        first.len(),
        second.len(),
        around(first),
        around(second)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_two_files_part_is_told() {
        let told = difference("x", b"built in /a at noon", b"built in /b at noon");
        assert!(told.contains("1 of them differ, from 10") && told.contains("built in /b"), "{told}");
    }
}
