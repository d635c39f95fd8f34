//! Suggestions under the search box, and a key that leads to it.

use leptos::prelude::*;

/// Around a text field (`#q`, whose `data-suggest` is the address that suggests, up to what was typed), a list (`#suggestions`, hidden, named by its `data-label`), an element
/// that speaks (`#suggested`, whose `data-counts` are its sentences for no suggestion, one, two and so on, set apart by `|`)
/// and a line that is not seen (`.asleep`) with a switch (`#slash`) for the key that leads to the box.
///
/// Without scripts, and where the network fails, the field is a field: what is typed is sent by its form. With them it is a
/// combobox with a list below it (WAI-ARIA Authoring Practices, "Editable Combobox With List Autocomplete"): the arrows go
/// through the list, Enter leads to what is chosen, Escape closes it. While a character is being composed, as in Chinese, keys
/// belong to the input method.
///
/// The key `/` can be switched off (WCAG 2.2, 2.1.4), and the browser remembers that.
#[island]
pub fn Suggest(children: Children) -> impl IntoView {
    browser::begin();
    view! {
        <div
            class="seek"
            on:input=browser::typed
            on:compositionend=browser::composed
            on:keydown=browser::pressed
            on:mousedown=browser::held
            on:click=browser::clicked
            on:focusout=browser::left
        >
            {children()}
        </div>
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::{cell::RefCell, time::Duration};

    use js_sys::{
        Array, Promise, Reflect, encode_uri_component,
        futures::{JsFuture, spawn_local},
    };
    use leptos::{
        ev::{self, CompositionEvent, Event, FocusEvent, KeyboardEvent, MouseEvent},
        leptos_dom::helpers::{TimeoutHandle, set_timeout},
        prelude::window_event_listener,
    };
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{AbortController, Document, Element, HtmlInputElement, InputEvent, RequestInit, Response, window};

    /// How long to wait for the next letter before the server is asked.
    const PAUSE: Duration = Duration::from_millis(150);
    /// Under which the browser remembers that the key is off, and how.
    const KEY: (&str, &str) = ("search-key", "off");

    thread_local! {
        /// What is under way. There is one box on a page.
        static ASKING: RefCell<Asking> = const { RefCell::new(Asking { soon: None, request: None }) };
    }

    struct Asking {
        soon: Option<TimeoutHandle>,
        request: Option<AbortController>,
    }

    pub(super) fn begin() {
        let _ = make_combobox();
        let _ = offer_key();
    }

    fn document() -> Option<Document> {
        window()?.document()
    }

    fn the_box() -> Option<HtmlInputElement> {
        document()?.get_element_by_id("q")?.dyn_into().ok()
    }

    fn list() -> Option<Element> {
        document()?.get_element_by_id("suggestions")
    }

    fn make_combobox() -> Option<()> {
        let (field, list) = (the_box()?, list()?);
        for (name, value) in
            [("aria-autocomplete", "list"), ("aria-controls", "suggestions"), ("aria-expanded", "false")]
        {
            field.set_attribute(name, value).ok()?;
        }
        list.set_attribute("aria-label", &list.get_attribute("data-label")?).ok()?;
        list.set_attribute("role", "listbox").ok()?;
        field.set_attribute("role", "combobox").ok()
    }

    pub(super) fn typed(event: Event) {
        match event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            Some(switch) if switch.id() == "slash" => {
                let _ = remember(switch.checked());
            }
            Some(field) if field.id() == "q" && !event.unchecked_ref::<InputEvent>().is_composing() => ask_soon(),
            _ => {}
        }
    }

    pub(super) fn composed(_: CompositionEvent) {
        ask_soon();
    }

    pub(super) fn left(_: FocusEvent) {
        forget();
        let _ = close();
    }

    /// A press on the list, or between what is in it, does not take the focus from the box.
    pub(super) fn held(event: MouseEvent) {
        if within(&event, "#suggestions").is_some() {
            event.prevent_default();
        }
    }

    pub(super) fn clicked(event: MouseEvent) {
        if let Some(option) = option_at(&event) {
            let _ = take(&option);
        }
    }

    fn option_at(event: &MouseEvent) -> Option<Element> {
        within(event, "[role=option]")
    }

    fn within(event: &MouseEvent, selector: &str) -> Option<Element> {
        event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
    }

    pub(super) fn pressed(event: KeyboardEvent) {
        let in_box =
            event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|at| at.id() == "q");
        if in_box && !event.is_composing() && !event.ctrl_key() && !event.meta_key() && answered(&event).is_some() {
            event.prevent_default();
        }
    }

    /// Does what a key is for; `None` where the field itself knows what to do.
    fn answered(event: &KeyboardEvent) -> Option<()> {
        let open = is_open()?;
        // Also what was asked for and is not there yet.
        if event.key() == "Escape" {
            forget();
        }
        match (event.key().as_str(), open, event.alt_key()) {
            ("ArrowDown", false, _) => {
                ask();
                Some(())
            }
            ("ArrowDown", true, false) => step(1),
            ("ArrowUp", true, false) => step(-1),
            ("ArrowUp", true, true) | ("Escape", true, _) => close(),
            ("Enter", true, _) => take(&chosen()?),
            _ => None,
        }
    }

    fn is_open() -> Option<bool> {
        Some(!list()?.has_attribute("hidden"))
    }

    fn chosen() -> Option<Element> {
        list()?.query_selector("[aria-selected=true]").ok()?
    }

    /// To the next suggestion or the one before; past an end, back into the box.
    fn step(by: i32) -> Option<()> {
        let (list, field) = (list()?, the_box()?);
        let options = list.children();
        let at = (0..options.length()).find(|at| options.item(*at).as_ref() == chosen().as_ref());
        if let Some(before) = chosen() {
            before.set_attribute("aria-selected", "false").ok()?;
        }
        let next = match at {
            None if by > 0 => 0,
            None => options.length().checked_sub(1)?,
            Some(at) => at.wrapping_add_signed(by),
        };
        match options.item(next) {
            None => field.remove_attribute("aria-activedescendant").ok(),
            Some(option) => {
                option.set_attribute("aria-selected", "true").ok()?;
                option.scroll_into_view_with_bool(false);
                field.set_attribute("aria-activedescendant", &option.id()).ok()
            }
        }
    }

    /// To what is suggested.
    fn take(option: &Element) -> Option<()> {
        let address = option.get_attribute("data-href")?;
        forget();
        close()?;
        window()?.location().assign(&address).ok()
    }

    fn ask_soon() {
        forget();
        let soon = set_timeout(ask, PAUSE).ok();
        ASKING.with_borrow_mut(|asking| asking.soon = soon);
    }

    /// Leaves what is under way.
    fn forget() {
        let (soon, request) = ASKING.with_borrow_mut(|asking| (asking.soon.take(), asking.request.take()));
        if let Some(soon) = soon {
            soon.clear();
        }
        if let Some(request) = request {
            request.abort();
        }
    }

    fn ask() {
        forget();
        if begin_to_ask().is_none() {
            let _ = close();
        }
    }

    fn begin_to_ask() -> Option<()> {
        let field = the_box()?;
        let typed = field.value();
        let asked = typed.trim();
        if asked.is_empty() {
            return None;
        }
        let request = AbortController::new().ok()?;
        let how = RequestInit::new();
        how.set_signal(Some(&request.signal()));
        let address = format!("{}{}", field.get_attribute("data-suggest")?, encode_uri_component(asked));
        let answer = window()?.fetch_with_str_and_init(&address, &how);
        let signal = request.signal();
        ASKING.with_borrow_mut(|asking| asking.request = Some(request));
        spawn_local(async move {
            let offered = offered(answer).await;
            // Another letter was typed meanwhile, or the box was left.
            if !signal.aborted() && offered.and_then(show).is_none() {
                let _ = close();
            }
        });
        Some(())
    }

    /// The suggestions in an answer, as `server/src/feed/opensearch.rs` writes them.
    async fn offered(answer: Promise) -> Option<Array> {
        let response: Response = JsFuture::from(answer).await.ok()?.dyn_into().ok()?;
        let told = JsFuture::from(response.ok().then(|| response.json().ok())??).await.ok()?;
        told.dyn_into().ok()
    }

    /// Shows suggestions and says how many there are; `None` where there is nothing to show.
    fn show(offered: Array) -> Option<()> {
        let column = |at: u32| Array::from(&offered.get(at));
        let [words, kinds, addresses] = [1, 2, 3].map(column);
        let languages = Array::from(&Reflect::get(&offered.get(4), &"languages".into()).ok()?);
        let list = list()?;
        list.set_text_content(None);
        for at in 0..words.length() {
            let text = |column: &Array| column.get(at).as_string().unwrap_or_default();
            let option = element("li", "", "")?;
            option.set_id(&format!("suggestion-{at}"));
            option.set_attribute("role", "option").ok()?;
            option.set_attribute("aria-selected", "false").ok()?;
            option.set_attribute("data-href", &text(&addresses)).ok()?;
            for part in [element("span", &text(&words), &text(&languages))?, element("small", &text(&kinds), "")?] {
                option.append_child(&part).ok()?;
            }
            list.append_child(&option).ok()?;
        }
        say(words.length());
        if words.length() == 0 {
            return None;
        }
        let field = the_box()?;
        field.remove_attribute("aria-activedescendant").ok()?;
        field.set_attribute("aria-expanded", "true").ok()?;
        list.remove_attribute("hidden").ok()
    }

    fn element(name: &str, text: &str, language: &str) -> Option<Element> {
        let element = document()?.create_element(name).ok()?;
        element.set_text_content(Some(text));
        if !language.is_empty() {
            element.set_attribute("lang", language).ok()?;
        }
        Some(element)
    }

    fn close() -> Option<()> {
        let (list, field) = (list()?, the_box()?);
        list.set_attribute("hidden", "").ok()?;
        field.remove_attribute("aria-activedescendant").ok()?;
        field.set_attribute("aria-expanded", "false").ok()
    }

    fn say(count: u32) {
        let speaker = document().and_then(|document| document.get_element_by_id("suggested"));
        if let Some(speaker) = speaker {
            let sentences = speaker.get_attribute("data-counts").unwrap_or_default();
            speaker.set_text_content(sentences.split('|').nth(count as usize));
        }
    }

    /// Shows the switch for the key, as it was left, and listens for the key.
    fn offer_key() -> Option<()> {
        let switch: HtmlInputElement = document()?.get_element_by_id("slash")?.dyn_into().ok()?;
        let stored =
            window()?.local_storage().ok().flatten().and_then(|storage| storage.get_item(KEY.0).ok().flatten());
        switch.set_checked(stored.as_deref() != Some(KEY.1));
        switch.closest(".asleep").ok()??.set_attribute("class", "hint").ok()?;
        // The handle is dropped: the listener stays as long as the page does.
        let _ = window_event_listener(ev::keydown, move |event| {
            if switch.checked() && is_slash(&event) && to_the_box().is_some() {
                event.prevent_default();
            }
        });
        Some(())
    }

    fn remember(on: bool) -> Result<(), JsValue> {
        match window().and_then(|window| window.local_storage().ok().flatten()) {
            Some(storage) if on => storage.remove_item(KEY.0),
            Some(storage) => storage.set_item(KEY.0, KEY.1),
            None => Ok(()),
        }
    }

    /// The key by itself, where it would not be typed into something.
    fn is_slash(event: &KeyboardEvent) -> bool {
        let bare = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing());
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let typing = target.is_some_and(|at| at.closest("input, select, textarea").is_ok_and(|field| field.is_some()));
        event.key() == "/" && bare && !typing
    }

    fn to_the_box() -> Option<()> {
        let field = the_box()?;
        field.focus().ok()?;
        field.select();
        Some(())
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    use leptos::ev::{CompositionEvent, Event, FocusEvent, KeyboardEvent, MouseEvent};

    /// Nobody types on the server.
    pub(super) const fn begin() {}

    /// Nobody types on the server.
    pub(super) fn typed(_event: Event) {}

    /// Nobody types on the server.
    pub(super) fn composed(_event: CompositionEvent) {}

    /// Nobody types on the server.
    pub(super) fn pressed(_event: KeyboardEvent) {}

    /// Nobody points on the server.
    pub(super) fn held(_event: MouseEvent) {}

    /// Nobody points on the server.
    pub(super) fn clicked(_event: MouseEvent) {}

    /// Nobody leaves the server.
    pub(super) fn left(_event: FocusEvent) {}
}
