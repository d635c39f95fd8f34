//! Takes the site's files into the binary, so that it runs from any folder; and embeds content and migrations anew when
//! a file is added or removed (changed files are noticed without this).
//!
//! `cargo xtask` makes the files beforehand, in `target/site`. Where they are not made, an empty manifest is put in their
//! place: pages then have no style, and cargo has a file whose change it can notice. (A path that is missing would have
//! the server compiled anew every time.)

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=content");
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=CARGO_TARGET_DIR");
    let site = site()?;
    let manifest = site.join("manifest.json");
    println!("cargo::rerun-if-changed={}", manifest.display());
    if !manifest.exists() {
        fs::create_dir_all(&site)?;
        fs::write(&manifest, "{ \"files\": [] }\n")?;
    }
    let table = table(&site, &serde_json::from_str(&fs::read_to_string(&manifest)?)?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("site.rs"), table)?;
    Ok(())
}

/// Where `cargo xtask` makes the site's files.
fn site() -> Result<PathBuf, Box<dyn Error>> {
    let crate_folder = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let root = crate_folder.ancestors().nth(2).ok_or("the crate lies two folders below the workspace")?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    Ok(target.join("site"))
}

/// The manifest's text and its files' bytes, as Rust.
fn table(site: &Path, manifest: &Value) -> Result<String, Box<dyn Error>> {
    let mut out = format!("const MANIFEST: &str = {:?};\nconst FILES: &[Embedded] = &[\n", manifest.to_string());
    for file in manifest["files"].as_array().into_iter().flatten() {
        let path = file["path"].as_str().ok_or("a file of the manifest has a path")?;
        let name = file["file"].as_str().ok_or("a file of the manifest has a name")?;
        let bytes = |suffix: &str| format!("include_bytes!({:?})", format!("{}{suffix}", site.join(name).display()));
        let packed = |key: &str| match file[key].as_bool() {
            Some(true) => format!("Some({})", bytes(&format!(".{key}"))),
            _ => "None".to_owned(),
        };
        writeln!(
            out,
            "Embedded {{ path: {path:?}, bytes: {}, br: {}, gz: {} }},",
            bytes(""),
            packed("br"),
            packed("gz")
        )?;
    }
    out.push_str("];\n");
    Ok(out)
}
