//! The history, by theme, without asking the server again.

use leptos::prelude::*;

/// Around links to the themes (`a[data-theme]`, empty for all, in a `nav[data-list]` that names the list by its id; a page
/// that does not have the entries of all themes names none, and its links ask the server) and an
/// element that speaks (`[data-sentence]`, with `{shown}` and `{all}`).
///
/// Without scripts each link asks the server. With them, the entries of other themes are hidden in place, the address
/// follows, the browser's Back leads to the choice before, and the number of entries shown is said to screen readers. A link
/// within the page that leads to an entry of another theme shows all of them.
#[island]
pub fn HistoryFilter(children: Children) -> impl IntoView {
    browser::watch();
    view! { <div class="filter" on:click=browser::choose>{children()}</div> }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use leptos::{
        ev::{self, MouseEvent},
        prelude::window_event_listener,
    };
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Document, Element, HtmlAnchorElement, NodeList, window};

    /// The links that choose a theme.
    const THEMES: &str = ".themes a[data-theme]";

    /// Follows the address, which changes without a click on a theme: by Back and Forward, and by links within the page.
    pub(super) fn watch() {
        // The handle is dropped: the listener stays as long as the page does.
        let _ = window_event_listener(ev::popstate, |_| {
            let _ = follow();
        });
    }

    /// Does a link's work, where it can; where the page is not as expected, the link does it.
    pub(super) fn choose(event: MouseEvent) {
        if is_plain(&event) && chosen(&event).is_some() {
            event.prevent_default();
        }
    }

    /// A click that means "here": not one that opens a new tab or saves the page.
    fn is_plain(event: &MouseEvent) -> bool {
        event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key())
    }

    fn chosen(event: &MouseEvent) -> Option<()> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let link: HtmlAnchorElement = target.closest("a[data-theme]").ok()??.dyn_into().ok()?;
        if link.has_attribute("aria-current") {
            return Some(());
        }
        show_only(&link)?;
        window()?.history().ok()?.push_state_with_url(&JsValue::NULL, "", Some(&link.href())).ok()
    }

    fn follow() -> Option<()> {
        let window = window()?;
        let (document, location) = (window.document()?, window.location());
        let found = document.query_selector_all(THEMES).ok()?;
        let links: Vec<HtmlAnchorElement> = elements(&found).filter_map(|link| link.dyn_into().ok()).collect();
        let asked = theme(&location.search().ok()?);
        let link = links.iter().find(|link| link.get_attribute("data-theme").as_deref() == Some(&*asked))?;
        if !link.has_attribute("aria-current") && show_only(link).is_none() {
            // This page came with the entries of one theme alone: the server has the others.
            return location.reload().ok();
        }
        // To an entry, or back to a citation in one, that the choice hides.
        let hash = location.hash().ok()?;
        let target = document.get_element_by_id(hash.strip_prefix('#')?)?;
        if target.closest("[hidden]").ok()?.is_some() {
            let all = links.iter().find(|link| link.get_attribute("data-theme").as_deref() == Some(""))?;
            show_only(all)?;
            let address = format!("{}{hash}", all.pathname());
            window.history().ok()?.replace_state_with_url(&JsValue::NULL, "", Some(&address)).ok()?;
            target.scroll_into_view();
        }
        Some(())
    }

    /// The theme in a query; empty for all.
    fn theme(query: &str) -> String {
        let mut pairs = query.trim_start_matches('?').split('&');
        pairs.find_map(|pair| pair.strip_prefix("theme=")).unwrap_or_default().to_owned()
    }

    /// Shows the entries of the link's theme alone, and says so.
    fn show_only(link: &Element) -> Option<()> {
        let document = window()?.document()?;
        let themes = link.closest("nav").ok()??;
        let entries = entries(&document, &themes.get_attribute("data-list")?)?;
        let shown = filter(&entries, &link.get_attribute("data-theme")?)?;
        for other in elements(&themes.query_selector_all("a[aria-current]").ok()?) {
            other.remove_attribute("aria-current").ok()?;
        }
        link.set_attribute("aria-current", "true").ok()?;
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
    /// Nobody goes back on the server.
    pub(super) const fn watch() {}

    /// Nobody clicks on the server.
    pub(super) fn choose(_event: leptos::ev::MouseEvent) {}
}
