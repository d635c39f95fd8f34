//! The history, by theme, without asking the server again.

use leptos::prelude::*;

/// Around links to the themes (`a[data-theme]`, empty for all, in a `nav[data-list]` that names the list by its id) and an
/// element that speaks (`[data-sentence]`, with `{shown}` and `{all}`).
///
/// Without scripts each link asks the server. With them, the entries of other themes are hidden in place, the address
/// follows, and the number of entries shown is said to screen readers.
#[island]
pub fn HistoryFilter(children: Children) -> impl IntoView {
    view! { <div class="filter" on:click=browser::choose>{children()}</div> }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use leptos::ev::MouseEvent;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Document, Element, NodeList, window};

    /// Does a link's work, where it can; where the page is not as expected, the link does it.
    pub(super) fn choose(event: MouseEvent) {
        if is_plain(&event) && show_only(&event).is_some() {
            event.prevent_default();
        }
    }

    /// A click that means "here": not one that opens a new tab or saves the page.
    fn is_plain(event: &MouseEvent) -> bool {
        event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
    }

    fn show_only(event: &MouseEvent) -> Option<()> {
        let window = window()?;
        let document = window.document()?;
        let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[data-theme]").ok()??;
        let themes = link.closest("nav").ok()??;
        let entries = entries(&document, &themes.get_attribute("data-list")?)?;
        let shown = filter(&entries, &link.get_attribute("data-theme")?)?;
        for other in elements(&themes.query_selector_all("a[aria-current]").ok()?) {
            other.remove_attribute("aria-current").ok()?;
        }
        link.set_attribute("aria-current", "true").ok()?;
        let address = link.get_attribute("href")?;
        window.history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&address)).ok()?;
        say(&themes, shown, entries.length());
        Some(())
    }

    fn entries(document: &Document, list: &str) -> Option<NodeList> {
        document.get_element_by_id(list)?.query_selector_all("[data-theme]").ok()
    }

    fn elements(nodes: &NodeList) -> impl Iterator<Item = Element> {
        (0..nodes.length()).filter_map(|at| nodes.item(at)?.dyn_into().ok())
    }

    /// Hides the entries of other themes; how many are shown.
    fn filter(entries: &NodeList, theme: &str) -> Option<u32> {
        let mut shown = 0;
        for entry in elements(entries) {
            let fits = theme.is_empty() || entry.get_attribute("data-theme").as_deref() == Some(theme);
            shown += u32::from(fits);
            entry.toggle_attribute_with_force("hidden", !fits).ok()?;
        }
        Some(shown)
    }

    fn say(themes: &Element, shown: u32, all: u32) {
        let speaker =
            themes.parent_element().and_then(|around| around.query_selector("[data-sentence]").ok().flatten());
        if let Some(speaker) = speaker
            && let Some(sentence) = speaker.get_attribute("data-sentence")
        {
            let words = sentence.replace("{shown}", &shown.to_string()).replace("{all}", &all.to_string());
            speaker.set_text_content(Some(&words));
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    /// Nobody clicks on the server.
    pub(super) fn choose(_event: leptos::ev::MouseEvent) {}
}
