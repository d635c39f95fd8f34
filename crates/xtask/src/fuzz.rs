//! `cargo xtask fuzz`: looks for bytes that a parser of the portal does not survive.
//!
//! The targets are in `server::fuzz`, the programs around them in `fuzz/`. libFuzzer and AddressSanitizer are built in, which
//! rustc offers under `-Z` alone; `RUSTC_BOOTSTRAP` has the project's own stable toolchain take such flags, so that what is
//! fuzzed is what ships and nobody needs a second toolchain. What was found stays in `target/fuzz-found`; what is worth trying
//! with every test is kept in `fuzz/corpus` by `--keep`.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{
    command::{program, run, say},
    project::{root, target},
    tool,
};

/// The longest input, in bytes: longer than any rule about length that is not of the whole body.
const LONGEST: usize = 4096;
/// The most files that are kept for one target, with what was written by hand.
const KEPT: usize = 24;
/// The most bytes that are kept for one target.
const KEPT_BYTES: u64 = 24_000;

/// What `cargo xtask fuzz` takes.
#[derive(Debug, Args)]
pub(crate) struct Fuzz {
    /// How long each target runs, in seconds
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Keep in `fuzz/corpus` the smallest inputs that reach all that was reached
    #[arg(long)]
    keep: bool,
    /// Only these targets; see `fuzz/fuzz_targets`
    targets: Vec<String>,
}

/// What came of a target.
struct Ran {
    target: String,
    executions: u64,
    sound: bool,
}

impl Fuzz {
    /// Runs the targets, one after the other, and tells how much each tried.
    ///
    /// # Errors
    /// A promise was broken: the bytes are named. Or there is no compiler for C++.
    pub(crate) fn run(self) -> Result<()> {
        let fuzz = tool::cargo_fuzz()?;
        let targets = self.chosen()?;
        run(&mut cargo_fuzz(&fuzz, &["build"]))?;
        let mut ran = Vec::new();
        for name in targets {
            ran.push(self.explore(&fuzz, &name)?);
            if self.keep {
                keep(&fuzz, &name)?;
            }
        }
        println!("\n| target | executions in {} s | promises |\n|---|--:|---|", self.seconds);
        for Ran { target, executions, sound } in &ran {
            println!("| {target} | {executions} | {} |", if *sound { "kept" } else { "BROKEN" });
        }
        if ran.iter().any(|target| !target.sound) {
            bail!(
                "promises were broken; the bytes are in fuzz/artifacts. When it is mended, put them into fuzz/corpus"
            );
        }
        Ok(())
    }

    fn chosen(&self) -> Result<Vec<String>> {
        let all = names(&root().join("fuzz/fuzz_targets"))?;
        if let Some(unknown) = self.targets.iter().find(|name| !all.contains(name)) {
            bail!("there is no target {unknown}; there are: {}", all.join(", "));
        }
        Ok(if self.targets.is_empty() { all } else { self.targets.clone() })
    }

    /// Runs one target over what is kept and what was found before.
    fn explore(&self, fuzz: &Path, name: &str) -> Result<Ran> {
        let found = found(name)?;
        let mut explore = cargo_fuzz(fuzz, &["run", name]);
        explore.args([&found, &kept(name)]).args([
            "--",
            "-print_final_stats=1",
            "-verbosity=0",
            "-timeout=10",
            &format!("-max_len={LONGEST}"),
            &format!("-max_total_time={}", self.seconds),
        ]);
        say(&format!("{name}, {} s", self.seconds));
        let mut child = explore.stderr(Stdio::piped()).spawn().context("could not start cargo fuzz")?;
        let mut executions = 0;
        for line in child.stderr.take().into_iter().flat_map(|stderr| BufReader::new(stderr).lines()) {
            // What a program that breaks down writes need not be text.
            let Ok(line) = line else { continue };
            if let Some(number) = executed(&line) {
                executions = number;
            } else if !line.starts_with("stat::") && !line.starts_with("Done ") {
                eprintln!("{line}");
            }
        }
        Ok(Ran { target: name.to_owned(), executions, sound: child.wait()?.success() })
    }
}

/// The number in libFuzzer's line about it.
fn executed(line: &str) -> Option<u64> {
    line.strip_prefix("stat::number_of_executed_units:")?.trim().parse().ok()
}

/// cargo-fuzz, with the project's toolchain.
fn cargo_fuzz(fuzz: &Path, arguments: &[&str]) -> Command {
    let mut command = program(fuzz);
    command.args(arguments).arg("--fuzz-dir").arg(root().join("fuzz")).arg("--target-dir").arg(target().join("fuzz"));
    command.env("RUSTC_BOOTSTRAP", "1");
    command
}

/// Where a target's inputs are while it runs; never committed.
fn found(name: &str) -> Result<PathBuf> {
    let folder = target().join("fuzz-found").join(name);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn kept(name: &str) -> PathBuf {
    root().join("fuzz/corpus").join(name)
}

/// Puts the smallest inputs that reach all that was reached into the corpus. What was written by hand has a name, and stays;
/// what the fuzzer found is named by its SHA-1.
fn keep(fuzz: &Path, name: &str) -> Result<()> {
    let merged = target().join("fuzz-merged").join(name);
    let _ = fs::remove_dir_all(&merged);
    fs::create_dir_all(&merged)?;
    let corpus = kept(name);
    let mut merge = cargo_fuzz(fuzz, &["run", name]);
    merge.args([&merged, &corpus, &found(name)?]).args(["--", "-set_cover_merge=1", "-verbosity=0"]);
    run(merge.arg(format!("-max_len={LONGEST}")))?;
    let (mut files, mut bytes) = (0, 0);
    for path in files_of(&corpus)? {
        if is_found(&path) {
            fs::remove_file(path)?;
        } else {
            files += 1;
            bytes += fs::metadata(path)?.len();
        }
    }
    let by_hand: Vec<Vec<u8>> = files_of(&corpus)?.iter().map(fs::read).collect::<Result<_, _>>()?;
    let mut fresh: Vec<(u64, PathBuf)> = Vec::new();
    for path in files_of(&merged)? {
        fresh.push((fs::metadata(&path)?.len(), path));
    }
    fresh.sort();
    for (length, path) in fresh {
        if files < KEPT && bytes + length <= KEPT_BYTES && !by_hand.contains(&fs::read(&path)?) {
            fs::copy(&path, corpus.join(path.file_name().context("a file has a name")?))?;
            files += 1;
            bytes += length;
        }
    }
    say(&format!("{name}: {files} files, {bytes} bytes are kept"));
    Ok(())
}

/// The fuzzer named it.
fn is_found(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    paths.sort();
    Ok(paths)
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let stem = |path: &PathBuf| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(files_of(folder)?.iter().map(stem).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn executions_are_read_from_libfuzzers_own_words() {
        assert_eq!(executed("stat::number_of_executed_units: 123456"), Some(123_456));
        assert_eq!(executed("stat::average_exec_per_sec:     2023"), None);
    }

    #[test]
    fn what_was_written_by_hand_is_told_from_what_was_found() {
        assert!(is_found(Path::new("x/da39a3ee5e6b4b0d3255bfef95601890afd80709")));
        assert!(!is_found(Path::new("x/hostile")));
    }
}
