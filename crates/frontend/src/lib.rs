//! What people see.
//!
//! A page is a function from data to a [`page::Page`]: no I/O, no waiting, no router. The server gathers what a page
//! shows, then calls [`render`]. So a page's status is known before its first byte, it needs no streaming script, and it
//! can be tested as text.
//!
//! Only [`island`]s are compiled for the browser; everything else is for the server alone.
//!
//! - [`island`]: what runs in the browser
//! - [`context`]: the language, the viewer, the address of the page being rendered; the only place that takes things
//!   from Leptos' context
//! - [`message`]: the interface's words, from Fluent files in `locales/<language>/`
//! - [`mod@format`]: dates, times and lists as each language writes them
//! - [`markdown`]: staff's text to safe HTML, with footnotes
//! - [`card`]: what the picture says that goes with a link
//! - [`component`]: the pieces pages are made of
//! - [`page`]: the pages
//! - [`document`]: the frame around every page
//!
//! To add a page: a function in `page/<noun>.rs` that returns a `Page`, its words in `locales/*/<noun>.ftl`, a route in
//! `model::route`, a handler in `server/src/web`.

pub mod island;

#[cfg(not(target_arch = "wasm32"))]
pub mod card;
#[cfg(not(target_arch = "wasm32"))]
pub mod component;
#[cfg(not(target_arch = "wasm32"))]
pub mod context;
#[cfg(not(target_arch = "wasm32"))]
pub mod document;
#[cfg(not(target_arch = "wasm32"))]
pub mod format;
#[cfg(not(target_arch = "wasm32"))]
pub mod markdown;
#[cfg(not(target_arch = "wasm32"))]
pub mod message;
#[cfg(not(target_arch = "wasm32"))]
pub mod page;

#[cfg(not(target_arch = "wasm32"))]
pub use document::render;
