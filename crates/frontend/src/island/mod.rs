//! What runs in the browser: small, and never needed to read a page or send a form.
//!
//! `islands.js` loads the module, calls `hydrate`, then starts each island on the page by its name.
#![cfg_attr(
    not(doc),
    expect(missing_docs, reason = "the island macro makes a type for each island's properties, and gives it no words")
)]

pub mod history_filter;
pub mod local_time;

pub use history_filter::{HistoryFilter, ThemeLink};
pub use local_time::LocalTime;

/// Called once by `islands.js` before the islands are started.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
