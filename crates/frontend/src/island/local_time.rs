//! An event's time on the visitor's own clock.

use leptos::prelude::*;

/// Fills the hidden `.local` elements that it is given with their span in the browser's zone. They stay hidden where the
/// browser's clock shows what the page shows anyway, and without scripts.
///
/// Each carries, as data attributes: `start` and `end` (RFC 3339), `offset` (minutes that the clocks at the event's place
/// are ahead of UTC), `locale` (for `Intl.DateTimeFormat`), `sentence` (with `{time}` where the time belongs). Attributes
/// and not properties: they cost no code to read.
#[island]
pub fn LocalTime(children: Children) -> impl IntoView {
    browser::tell();
    children()
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
    use wasm_bindgen::JsCast;
    use web_sys::{Element, window};

    /// How the time is told: the day with its name, the time, and the zone.
    const PARTS: [(&str, &str); 7] = [
        ("weekday", "long"),
        ("year", "numeric"),
        ("month", "long"),
        ("day", "numeric"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
    ];

    pub(super) fn tell() {
        let found = window().and_then(|w| w.document()).and_then(|d| d.query_selector_all(".local[hidden]").ok());
        let Some(found) = found else { return };
        for at in 0..found.length() {
            if let Some(element) = found.item(at).and_then(|node| node.dyn_into::<Element>().ok())
                && let Some(words) = words(&element)
            {
                element.set_text_content(Some(&words));
                let _ = element.remove_attribute("hidden");
            }
        }
    }

    /// What to say; `None` where the browser is as far from UTC as the event.
    fn words(element: &Element) -> Option<String> {
        let value = |name: &str| element.get_attribute(name);
        let start = Date::new(&value("data-start")?.into());
        let end = Date::new(&value("data-end")?.into());
        // JavaScript counts the other way: minutes that UTC is ahead of the clock.
        if (-start.get_timezone_offset()).to_string() == value("data-offset")? {
            return None;
        }
        let options = Object::new();
        for (name, value) in PARTS {
            Reflect::set(&options, &name.into(), &value.into()).ok()?;
        }
        let format = DateTimeFormat::new(&Array::of1(&value("data-locale")?.into()), &options);
        let time = String::from(format.format_range(&start, &end).ok()?);
        Some(value("data-sentence")?.replace("{time}", &time))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    /// The server does not know the visitor's clock.
    pub(super) const fn tell() {}
}
