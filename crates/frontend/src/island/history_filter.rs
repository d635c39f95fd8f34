//! The history, by theme, without asking the server again.

use leptos::{ev::MouseEvent, prelude::*};
use serde::{Deserialize, Serialize};

/// A theme to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeLink {
    /// The theme's name, as in the entries' `data-theme`; empty for all.
    pub theme: String,
    /// What is read.
    pub label: String,
    /// The page with this theme alone.
    pub href: String,
}

/// Links to the themes. Without scripts each asks the server; with them, entries are hidden in place, the address
/// follows, and the number of entries shown is said to screen readers.
#[island]
pub fn HistoryFilter(
    /// What the links are, for screen readers.
    label: String,
    /// The themes to choose from.
    links: Vec<ThemeLink>,
    /// The theme chosen by the address; empty for all.
    chosen: String,
    /// The id of the list whose items carry `data-theme`.
    list: String,
    /// The sentence that tells how many are shown, with `{shown}` and `{all}`.
    sentence: String,
) -> impl IntoView {
    let chosen = RwSignal::new(chosen);
    let told = RwSignal::new(String::new());
    let items = links
        .into_iter()
        .map(|link| {
            let ThemeLink { theme, label, href } = link;
            let (list, sentence) = (list.clone(), sentence.clone());
            let (this, address) = (theme.clone(), href.clone());
            let choose = move |event: MouseEvent| {
                if is_plain(&event)
                    && let Some((shown, all)) = browser::show_only(&list, &this, &address)
                {
                    event.prevent_default();
                    chosen.set(this.clone());
                    told.set(sentence.replace("{shown}", &shown.to_string()).replace("{all}", &all.to_string()));
                }
            };
            let current = move || (*chosen.read() == theme).then_some("true");
            view! { <li><a href=href aria-current=current on:click=choose>{label}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="themes" aria-label=label>
            <ul role="list">{items}</ul>
        </nav>
        <p class="unseen" aria-live="polite">{told}</p>
    }
}

/// A click that means "here": not one that opens a new tab or saves the page.
fn is_plain(event: &MouseEvent) -> bool {
    event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, window};

    /// Hides all entries of other themes and moves the address; how many are shown, of how many. `None` where the page
    /// is not as expected: then the link does its work.
    pub(super) fn show_only(list: &str, theme: &str, address: &str) -> Option<(u32, u32)> {
        let window = window()?;
        let entries = window.document()?.get_element_by_id(list)?.query_selector_all("[data-theme]").ok()?;
        let mut shown = 0;
        for at in 0..entries.length() {
            let entry: Element = entries.item(at)?.dyn_into().ok()?;
            let fits = theme.is_empty() || entry.get_attribute("data-theme").as_deref() == Some(theme);
            shown += u32::from(fits);
            entry.toggle_attribute_with_force("hidden", !fits).ok()?;
        }
        window.history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(address)).ok()?;
        Some((shown, entries.length()))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    /// There is no document on the server.
    pub(super) const fn show_only(_list: &str, _theme: &str, _address: &str) -> Option<(u32, u32)> {
        None
    }
}
