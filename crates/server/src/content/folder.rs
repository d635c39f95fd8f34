//! Where content files come from: the binary, or a folder.

use std::{fs, io, path::Path};

use include_dir::{Dir, DirEntry, include_dir};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The largest file read, in bytes. Content files have some kilobytes; what is far larger is there by mistake.
const LARGEST: u64 = 1024 * 1024;

/// A file of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name for people: `content/en/page/home.md`.
    pub path: String,
    /// Its place in the folder, with `/` between the parts: `en/page/home.md`.
    pub within: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The folder cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {path}: {cause}")]
pub struct Unreadable {
    /// What was to be read.
    pub path: String,
    /// The system's reason.
    pub cause: io::Error,
}

/// The files in the binary.
#[must_use]
pub fn embedded() -> Vec<File> {
    let mut files = Vec::new();
    gather_embedded(&EMBEDDED, &mut files);
    files
}

fn gather_embedded(dir: &Dir<'_>, files: &mut Vec<File>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => gather_embedded(inner, files),
            DirEntry::File(file) => {
                let within = file.path().to_string_lossy().replace('\\', "/");
                if is_content(&within) {
                    files.push(File { path: format!("content/{within}"), within, bytes: file.contents().to_vec() });
                }
            }
        }
    }
}

/// The files in a folder.
///
/// # Errors
/// [`Unreadable`]: the folder is missing, something in it may not be read, or is far too large.
pub fn read(folder: &Path) -> Result<Vec<File>, Unreadable> {
    let mut files = Vec::new();
    gather(folder, "", &mut files)?;
    Ok(files)
}

fn gather(folder: &Path, within: &str, files: &mut Vec<File>) -> Result<(), Unreadable> {
    let unreadable = |path: &Path| {
        let path = path.display().to_string();
        move |cause| Unreadable { path, cause }
    };
    let mut entries =
        fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(unreadable(folder))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let place = if within.is_empty() { name } else { format!("{within}/{name}") };
        if !is_content(&place) {
            continue;
        }
        // By `metadata`, not `file_type`: links are followed. Their depth is bounded by the depth of the format.
        let about = fs::metadata(&path).map_err(unreadable(&path))?;
        if about.is_dir() && place.matches('/').count() < 3 {
            gather(&path, &place, files)?;
        } else if about.is_file() && about.len() <= LARGEST {
            let bytes = fs::read(&path).map_err(unreadable(&path))?;
            files.push(File { path: path.display().to_string(), within: place, bytes });
        } else {
            let cause = if about.is_dir() { "folders are nested too deeply" } else { "not a file of at most 1 MiB" };
            return Err(unreadable(&path)(io::Error::other(cause)));
        }
    }
    Ok(())
}

/// Everything but what a folder has beside content: a README at its top, and hidden files.
fn is_content(within: &str) -> bool {
    within != "README.md" && !within.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}
