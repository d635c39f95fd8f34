//! What was typed and not saved is not lost by a wrong click.

use leptos::prelude::*;

/// Makes the browser ask before the page is left while a `form[data-unsaved]` holds something that was typed and not sent.
/// Where the attribute is `true`, the form began with such.
///
/// Without scripts the browser does not ask; what is posted is kept either way.
#[island]
pub fn Unsaved() -> impl IntoView {
    browser::watch();
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use leptos::{ev, prelude::window_event_listener};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, window};

    /// The form's attribute: `true` while it holds what was not sent.
    const UNSAVED: &str = "data-unsaved";

    pub(super) fn watch() {
        // The handles are dropped: the listeners stay as long as the page does.
        let _ = window_event_listener(ev::input, |event| mark(&event, "true"));
        let _ = window_event_listener(ev::submit, |event| mark(event.unchecked_ref(), "false"));
        let _ = window_event_listener(ev::beforeunload, |event| {
            if is_unsaved() {
                event.prevent_default();
            }
        });
    }

    fn mark(event: &Event, unsaved: &str) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        // Which language stands beside the original is nothing that is saved.
        let target = target.filter(|element| element.get_attribute("name").as_deref() != Some("with"));
        let form = target.and_then(|element| element.closest("form[data-unsaved]").ok().flatten());
        if let Some(form) = form {
            let _ = form.set_attribute(UNSAVED, unsaved);
        }
    }

    fn is_unsaved() -> bool {
        let document = window().and_then(|window| window.document());
        document.is_some_and(|d| d.query_selector("form[data-unsaved=true]").is_ok_and(|found| found.is_some()))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    /// Nobody leaves the server.
    pub(super) const fn watch() {}
}
