//! An event's time on the visitor's own clock.

use leptos::prelude::*;

/// Shows a span of instants in the browser's zone. Stays hidden where the browser's clock shows what the page shows
/// anyway, and without scripts.
#[island]
pub fn LocalTime(
    /// The first instant, RFC 3339.
    start: String,
    /// The last instant, RFC 3339.
    end: String,
    /// Minutes that the clocks at the event's place are ahead of UTC.
    offset: i32,
    /// The locale for `Intl.DateTimeFormat`.
    locale: String,
    /// The sentence to say, with `{time}` where the time belongs.
    sentence: String,
) -> impl IntoView {
    let words = RwSignal::new(String::new());
    Effect::new(move || {
        if let Some(time) = browser::span(&start, &end, offset, &locale) {
            words.set(sentence.replace("{time}", &time));
        }
    });
    view! { <span class="local" hidden=move || words.read().is_empty()>{words}</span> }
}

/// What only a browser knows.
#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, Date, Intl::DateTimeFormat, Object, Reflect};
    use wasm_bindgen::JsValue;

    /// The span in the browser's zone, with the zone's name; `None` where the browser is as far from UTC as the event.
    pub(super) fn span(start: &str, end: &str, offset: i32, locale: &str) -> Option<String> {
        let (start, end) = (Date::new(&start.into()), Date::new(&end.into()));
        // JavaScript counts the other way: minutes that UTC is ahead of the clock.
        if -start.get_timezone_offset() == f64::from(offset) {
            return None;
        }
        let options = Object::new();
        for (name, value) in [
            ("weekday", "long"),
            ("year", "numeric"),
            ("month", "long"),
            ("day", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("timeZoneName", "short"),
        ] {
            Reflect::set(&options, &name.into(), &value.into()).ok()?;
        }
        let format = DateTimeFormat::new(&Array::of1(&JsValue::from_str(locale)), &options);
        format.format_range(&start, &end).ok().map(String::from)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    /// The server does not know the visitor's clock.
    pub(super) const fn span(_start: &str, _end: &str, _offset: i32, _locale: &str) -> Option<String> {
        None
    }
}
