//! What must be true of every parser of bytes that others write, whatever the bytes are.
//!
//! Each target takes any bytes and fails by a panic. `cargo xtask fuzz` looks for bytes that break one (the programs around
//! them are in `fuzz/`), and what it kept is tried again by every `cargo xtask test`. This module is compiled for these two
//! alone; the portal does not hold it.
//!
//! - [`content`]: front matter, files of content, Markdown
//! - [`form`]: forms and what they become: events, and all that is written of them
//! - [`query`]: filters, places in a list, and what a kept page is kept under
//! - [`search`]: what somebody looks for
//! - [`header`]: what a request says in its head
//! - [`time`]: days, times and zones
//! - [`address`]: slugs, paths, links, e-mail addresses
//!
//! To add a target: a function here, its line in [`TARGETS`], a program in `fuzz/fuzz_targets` with its `[[bin]]`, and a first
//! file in `fuzz/corpus/<name>`.

mod address;
mod content;
mod form;
mod header;
mod query;
#[cfg(test)]
mod replay;
mod search;
mod time;

/// A target: any bytes, and a panic where they break a promise.
pub type Target = fn(&[u8]);

/// Every target, by the name of its program and of its folder in `fuzz/corpus`.
pub const TARGETS: [(&str, Target); 12] = [
    ("front-matter", content::front_matter),
    ("content", content::content),
    ("markdown", content::markdown),
    ("form", form::form),
    ("event", form::event),
    ("query", query::query),
    ("kept", query::kept),
    ("search", search::search),
    ("words", search::words),
    ("headers", header::headers),
    ("time", time::time),
    ("address", address::address),
];

/// Runs the target of this name; for the programs in `fuzz/`.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    assert!(target.is_some(), "there is no target {name}");
    if let Some((_, target)) = target {
        target(bytes);
    }
}

/// The bytes as text, where they are.
fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}
