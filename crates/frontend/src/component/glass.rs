//! The glass that stands for searching, beside its word or in its place.

use leptos::prelude::*;

/// The glass. It says nothing to those who do not see it: the word does.
#[must_use]
pub fn glass() -> AnyView {
    view! {
        <svg viewBox="0 0 20 20" aria-hidden="true" class="lens">
            <circle cx="8.5" cy="8.5" r="5.5"></circle>
            <path d="m13 13 5 5"></path>
        </svg>
    }
    .into_any()
}
