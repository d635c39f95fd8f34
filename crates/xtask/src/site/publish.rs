//! Names by content, compressed forms, and the manifest of it all.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Map, Value, json};

use crate::{project::root, site};

/// What pages link by a name of its own, and the file that it is.
const LINKED: [(&str, &str); 4] =
    [("style", "main.css"), ("islands", "islands.js"), ("module", "frontend.js"), ("wasm", "frontend_bg.wasm")];

/// Fills `made` from the raw files and from `public/`.
pub(super) fn publish(raw: &Path, made: &Path) -> Result<()> {
    let mut manifest = Map::new();
    let mut listed = Vec::new();
    let icon = ("icon", root().join("public/favicon.svg"));
    for (name, source) in LINKED.map(|(name, file)| (name, raw.join(file))).into_iter().chain([icon]) {
        let file = hashed(&source)?;
        let entry = write(&source, made, &format!("assets/{file}"), &format!("/assets/{file}"), true)?;
        manifest.insert(name.to_owned(), entry["path"].clone());
        listed.push(entry);
    }
    let public = root().join("public");
    for source in site::files(&public)? {
        let name = source.strip_prefix(&public)?.to_string_lossy().into_owned();
        listed.push(write(&source, made, &format!("public/{name}"), &format!("/{name}"), false)?);
    }
    manifest.insert("files".to_owned(), Value::Array(listed));
    let manifest = serde_json::to_string_pretty(&manifest)?;
    fs::write(made.join("manifest.json"), manifest + "\n")?;
    Ok(())
}

/// `main.css` as `main.0123456789ab.css`.
fn hashed(source: &Path) -> Result<String> {
    let bytes = fs::read(source).with_context(|| source.display().to_string())?;
    let stem = source.file_stem().unwrap_or_default().to_string_lossy();
    Ok(format!("{stem}.{}.{}", site::digest(&bytes), extension(source)))
}

/// Writes one file and its compressed forms; its line in the manifest.
fn write(source: &Path, made: &Path, file: &str, path: &str, immutable: bool) -> Result<Value> {
    let bytes = fs::read(source).with_context(|| source.display().to_string())?;
    let out = made.join(file);
    fs::create_dir_all(out.parent().context("a file has a folder")?)?;
    fs::write(&out, &bytes)?;
    let kind = media_type(source);
    let smaller = |extension: &str, packed: Vec<u8>| -> Result<bool> {
        let worth_it = is_compressible(kind) && packed.len() < bytes.len();
        if worth_it {
            fs::write(PathBuf::from(format!("{}.{extension}", out.display())), packed)?;
        }
        Ok(worth_it)
    };
    let (br, gz) = (smaller("br", brotli(&bytes)?)?, smaller("gz", gzip(&bytes)?)?);
    Ok(json!({ "path": path, "file": file, "type": kind, "immutable": immutable, "br": br, "gz": gz }))
}

/// Brotli at its best: done once, read often.
fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let parameters = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)?;
    Ok(packed)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

fn extension(path: &Path) -> String {
    path.extension().unwrap_or_default().to_string_lossy().into_owned()
}

fn media_type(path: &Path) -> &'static str {
    match extension(path).as_str() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// Pictures and fonts are packed already.
fn is_compressible(kind: &str) -> bool {
    kind.starts_with("text/")
        || kind.starts_with("image/svg+xml")
        || ["application/wasm", "application/json", "application/manifest+json"].contains(&kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_its_content() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("portal-publish-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        let file = folder.join("main.css");
        let name = |text: &str| -> Result<String> {
            fs::write(&file, text)?;
            hashed(&file)
        };
        let (first, second) = (name("a{}")?, name("b{}")?);
        fs::remove_dir_all(&folder)?;
        assert_ne!(first, second);
        assert!(first.starts_with("main.") && first.ends_with(".css"), "{first}");
        Ok(())
    }

    #[test]
    fn what_does_not_shrink_is_not_packed() -> Result<()> {
        let tiny = b"x";
        assert!(brotli(tiny)?.len() >= tiny.len() && gzip(tiny)?.len() >= tiny.len());
        Ok(())
    }
}
