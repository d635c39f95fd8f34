//! Tables that are wider than a phone: they scroll by themselves, the page does not.

use leptos::prelude::*;

/// A table in a region of its own, which scrolls sideways by finger and by keyboard. `id` becomes the caption's id.
#[must_use]
pub fn scroll_table(id: &'static str, caption: String, rows: AnyView) -> AnyView {
    view! {
        <section class="scroll" tabindex="0" aria-labelledby=id>
            <table>
                <caption id=id>{caption}</caption>
                {rows}
            </table>
        </section>
    }
    .into_any()
}
