//! What was found by fuzzing is tried again with every test.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::TARGETS;

/// So much is kept at most: of files, and of bytes.
const FILES: usize = 300;
const BYTES: usize = 300_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz")
}

/// The files kept for a target: their names, and what they hold.
fn kept(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = fs::read_dir(folder().join("corpus").join(target)).unwrap_or_else(|e| panic!("{target}: {e}"));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

#[test]
fn what_fuzzing_kept_breaks_no_promise() {
    for (name, target) in TARGETS {
        let files = kept(name);
        assert!(!files.is_empty(), "nothing is kept for {name}");
        target(b"");
        for (path, bytes) in files {
            let broken = std::panic::catch_unwind(|| target(&bytes)).is_err();
            assert!(!broken, "{} breaks {name}; its reason is above", path.display());
        }
    }
}

#[test]
fn what_is_kept_stays_small() {
    let files: Vec<usize> = TARGETS.iter().flat_map(|(name, _)| kept(name)).map(|(_, bytes)| bytes.len()).collect();
    assert!(files.len() <= FILES && files.iter().sum::<usize>() <= BYTES, "keep less: cargo xtask fuzz --keep");
}

#[test]
fn every_target_has_a_program_and_a_folder_and_nothing_else_has() {
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let names = |within: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(folder().join(within)).unwrap();
        entries.map(|e| e.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned()).collect()
    };
    assert_eq!(names("fuzz_targets"), targets);
    assert_eq!(names("corpus"), targets);
    let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
    assert!(targets.iter().all(|name| manifest.contains(&format!("name = \"{name}\""))), "{manifest}");
}
