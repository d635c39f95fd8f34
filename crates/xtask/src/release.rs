//! What makes a build the same wherever and whenever it is made.
//!
//! A path of the machine that builds would stand in messages about panics, and so make every folder's build another. All are
//! written from `/portal` (the clone), `/target` and `/cargo` (the packages) instead: `--remap-path-prefix` for Rust,
//! `-ffile-prefix-map` for the C in SQLite and ring. Nothing asks for the time; `SOURCE_DATE_EPOCH` is for tools that would.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::project::{root, target};

/// Has cargo build the same bytes from the same sources. Flags that the environment gives go first.
pub(crate) fn reproducible(cargo: &mut Command) -> &mut Command {
    let places = places(root(), &target(), &packages());
    let mut flags: Vec<String> = match env::var("CARGO_ENCODED_RUSTFLAGS") {
        Ok(encoded) => encoded.split('\u{1f}').filter(|flag| !flag.is_empty()).map(str::to_owned).collect(),
        Err(_) => env::var("RUSTFLAGS").unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
    };
    flags.extend(places.iter().map(|(from, to)| format!("--remap-path-prefix={from}={to}")));
    let maps: Vec<String> = places.iter().map(|(from, to)| format!("-ffile-prefix-map={from}={to}")).collect();
    let given = env::var("CFLAGS").unwrap_or_default();
    cargo
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
        .env("CFLAGS", format!("{given} {}", maps.join(" ")).trim())
        .env("SOURCE_DATE_EPOCH", env::var("SOURCE_DATE_EPOCH").unwrap_or_else(|_| "0".to_owned()))
}

/// Folders of this machine, and what is written in their place. The last one that fits counts, so the innermost is last.
fn places(root: &Path, target: &Path, packages: &Path) -> [(String, &'static str); 3] {
    [(packages, "/cargo"), (root, "/portal"), (target, "/target")]
        .map(|(path, name)| (path.display().to_string(), name))
}

/// Where cargo keeps packages.
fn packages() -> PathBuf {
    env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")))
        .unwrap_or_else(|| PathBuf::from("/usr/local/cargo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_folder_is_named_last() {
        let [packages, root, target] = places(Path::new("/home/a/p"), Path::new("/home/a/p/target"), Path::new("/c"));
        assert_eq!((packages.0.as_str(), root.0.as_str(), target.1), ("/c", "/home/a/p", "/target"));
    }

    #[test]
    fn no_path_of_this_machine_is_left_to_the_compiler() {
        let mut cargo = Command::new("cargo");
        let told: Vec<String> = reproducible(&mut cargo)
            .get_envs()
            .filter_map(|(_, value)| Some(value?.to_string_lossy().into_owned()))
            .collect();
        let root = root().display().to_string();
        assert!(told.iter().filter(|value| value.contains(&format!("={root}=/portal"))).count() == 2, "{told:?}");
    }
}
