//! What runs in the browser: small, and never needed to read a page or send a form.

pub mod local_time;

pub use local_time::LocalTime;

/// Called once by `islands.js` before the islands are started.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
