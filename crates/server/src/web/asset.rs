//! The site's own files: style, scripts, icons.
//!
//! They are in the binary, so that it runs from any folder: `build.rs` takes in what `cargo xtask` made. Those whose name
//! holds their hash may be kept for ever; all are there in brotli and gzip, packed beforehand. A folder given in the
//! settings is served in their place, read anew for every request: for development.

use std::{
    collections::HashMap,
    path::{Component, Path, PathBuf},
    sync::{Arc, OnceLock},
};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::Response,
    routing::get,
};
use frontend::context::Assets;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use serde::Deserialize;

use super::{
    answer::Answer,
    coding::{accepts, etag, is_known, tag},
    problem::Problem,
    state::WebState,
};

/// A file in the binary, and its packed forms where they are smaller.
struct Embedded {
    path: &'static str,
    bytes: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// For files whose name changes with their content.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// For files whose name stays: an hour, then ask.
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// What there is, as `cargo xtask` wrote it down.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Manifest {
    style: String,
    islands: String,
    module: String,
    wasm: String,
    icon: String,
    files: Vec<Line>,
}

/// One file of the manifest.
#[derive(Clone, Debug, Deserialize)]
struct Line {
    path: String,
    #[serde(default)]
    file: String,
    #[serde(rename = "type")]
    kind: String,
    immutable: bool,
}

/// Where the site's files come from.
#[derive(Debug)]
pub(crate) enum Site {
    /// The binary.
    Embedded,
    /// A folder.
    Folder(PathBuf),
}

/// A file about to be served.
struct File {
    kind: String,
    immutable: bool,
    etag: Option<String>,
    encoding: Option<&'static str>,
    bytes: Body,
}

/// The files that have a folder of their own.
pub(crate) fn router() -> Router<WebState> {
    Router::new().route("/assets/{*file}", get(serve)).route("/pkg/{*file}", get(serve))
}

async fn serve(State(state): State<WebState>, request: Request) -> Answer {
    let found = find(&state, request.uri().path(), request.headers()).await;
    found.map(|file| response(file, request.headers())).ok_or(Problem::NOT_FOUND)
}

/// The files that lie beside the pages: `/favicon.svg`. Looked for before the router is asked, to which the first
/// segment of a path is a language.
pub(crate) async fn beside(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // What programs ask for that read no page. They are answered with the one icon there is, under its own media type.
    let path = if path == "/favicon.ico" { "/favicon.svg" } else { path };
    let may_be = path.contains('.') && path.rfind('/') == Some(0);
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    match if may_be && asks { find(&state, path, request.headers()).await } else { None } {
        Some(file) => response(file, request.headers()),
        None => next.run(request).await,
    }
}

async fn find(state: &WebState, path: &str, headers: &HeaderMap) -> Option<File> {
    match state.site() {
        Site::Embedded => embedded(path, headers),
        Site::Folder(folder) => from_folder(folder, path).await,
    }
}

impl Site {
    /// The files in the binary.
    pub(crate) const fn embedded() -> Self {
        Self::Embedded
    }

    /// The files in a folder: one that `cargo xtask` filled, or one of `cargo leptos`.
    pub(crate) const fn folder(folder: PathBuf) -> Self {
        Self::Folder(folder)
    }

    /// The addresses that pages link.
    pub(crate) fn links(&self) -> Arc<Assets> {
        static LINKS: OnceLock<Arc<Assets>> = OnceLock::new();
        match self {
            Self::Embedded => Arc::clone(LINKS.get_or_init(|| Arc::new(links(manifest())))),
            Self::Folder(folder) => Arc::new(manifest_in(folder).as_ref().map_or_else(unhashed, links)),
        }
    }
}

fn manifest() -> &'static Manifest {
    static READ: OnceLock<Manifest> = OnceLock::new();
    READ.get_or_init(|| serde_json::from_str(MANIFEST).unwrap_or_default())
}

fn manifest_in(folder: &Path) -> Option<Manifest> {
    serde_json::from_str(&std::fs::read_to_string(folder.join("manifest.json")).ok()?).ok()
}

fn links(manifest: &Manifest) -> Assets {
    Assets {
        style: manifest.style.clone(),
        islands: manifest.islands.clone(),
        module: manifest.module.clone(),
        wasm: manifest.wasm.clone(),
        icon: manifest.icon.clone(),
    }
}

/// The names that `cargo leptos watch` gives.
fn unhashed() -> Assets {
    Assets {
        style: "/pkg/portal.css".to_owned(),
        islands: "/islands.js".to_owned(),
        module: "/pkg/portal.js".to_owned(),
        wasm: "/pkg/portal.wasm".to_owned(),
        icon: "/favicon.svg".to_owned(),
    }
}

fn embedded(path: &str, headers: &HeaderMap) -> Option<File> {
    static BY_PATH: OnceLock<HashMap<&'static str, (&'static Line, &'static Embedded, String)>> = OnceLock::new();
    let files = BY_PATH.get_or_init(|| {
        let line = |path| manifest().files.iter().find(|line| line.path == path);
        FILES.iter().filter_map(|f| Some((f.path, (line(f.path)?, f, tag(f.bytes))))).collect()
    });
    let (line, file, tag) = files.get(path)?;
    let takes = |coding| accepts(headers, coding);
    let (encoding, bytes) = match (file.br.filter(|_| takes("br")), file.gz.filter(|_| takes("gzip"))) {
        (Some(br), _) => (Some("br"), br),
        (None, Some(gz)) => (Some("gzip"), gz),
        (None, None) => (None, file.bytes),
    };
    let (kind, immutable) = (line.kind.clone(), line.immutable);
    Some(File { kind, immutable, etag: Some(etag(tag, encoding)), encoding, bytes: Body::from(bytes) })
}

async fn from_folder(folder: &Path, path: &str) -> Option<File> {
    let listed = manifest_in(folder).and_then(|m| m.files.into_iter().find(|line| line.path == path));
    let name = listed.as_ref().map_or(path.trim_start_matches('/'), |line| line.file.as_str());
    let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let bytes = tokio::fs::read(folder.join(Some(name).filter(|name| inside && !name.is_empty())?)).await.ok()?;
    let kind = listed.as_ref().map_or_else(|| kind_of(name).to_owned(), |line| line.kind.clone());
    Some(File { kind, immutable: false, etag: None, encoding: None, bytes: Body::from(bytes) })
}

fn kind_of(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml; charset=utf-8",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn response(file: File, headers: &HeaderMap) -> Response {
    let cache = match (file.etag.is_some(), file.immutable) {
        (true, true) => FOR_EVER,
        (true, false) => FOR_AN_HOUR,
        (false, _) => HeaderValue::from_static("no-store"),
    };
    let known = file.etag.as_deref().is_some_and(|etag| is_known(headers.get_all(header::IF_NONE_MATCH), etag));
    let mut response = Response::new(if known { Body::empty() } else { file.bytes });
    let out = response.headers_mut();
    out.insert(header::CACHE_CONTROL, cache);
    out.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(etag) = file.etag.and_then(|etag| HeaderValue::try_from(etag).ok()) {
        out.insert(header::ETAG, etag);
    }
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    if let Ok(kind) = HeaderValue::try_from(file.kind) {
        out.insert(header::CONTENT_TYPE, kind);
    }
    if let Some(encoding) = file.encoding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_folder_gives_nothing_from_outside_it() -> std::io::Result<()> {
        let outer = tempfile::tempdir()?;
        std::fs::write(outer.path().join("secret.txt"), "s")?;
        let site = outer.path().join("site");
        std::fs::create_dir_all(site.join("pkg"))?;
        std::fs::write(site.join("pkg/portal.css"), "a{}")?;
        assert!(from_folder(&site, "/pkg/portal.css").await.is_some());
        for bad in ["/../secret.txt", "/pkg/../../secret.txt", "//etc/passwd", "/", "/pkg"] {
            assert!(from_folder(&site, bad).await.is_none(), "{bad}");
        }
        Ok(())
    }

    #[test]
    fn every_file_of_the_manifest_is_in_the_binary() {
        for line in &manifest().files {
            assert!(FILES.iter().any(|file| file.path == line.path), "{}", line.path);
        }
    }
}
