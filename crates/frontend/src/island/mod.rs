//! What runs in the browser: small, and never needed to read a page or send a form.
//!
//! `islands.js` loads the module, calls `hydrate`, then starts each island on the page by its name.
//!
//! An island that adds to what is on the page already takes it as its children and reads data attributes: properties and
//! signals would bring a JSON parser and the reactive system to every visitor, a third more to load.

pub mod history_filter;
pub mod local_time;
pub mod suggest;
pub mod unsaved;

pub use history_filter::HistoryFilter;
pub use local_time::LocalTime;
pub use suggest::Suggest;
pub use unsaved::Unsaved;

/// Called once by `islands.js` before the islands are started.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
