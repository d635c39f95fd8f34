//! An event's time on the visitor's own clock.

use leptos::prelude::*;

/// Fills the hidden `.local` elements that it is given with their span in the browser's zone, or says that the browser's clock
/// shows the same. Without scripts they stay hidden. With them, room is kept for the sentence (`.local-room`).
///
/// Each carries, as data attributes: `start` and `end` (RFC 3339), `offset` (minutes that the clocks at the event's place
/// are ahead of UTC); `same`, for a browser that is as far ahead; the sentences `moment`, `same-day` and `several-days`, with `{date}`, `{from}`, `{last}`, `{to}` and
/// `{zone}` where those belong; and `days`, every day that the span may begin or end on elsewhere, as the page writes it:
/// `2026-12-03=Thursday, 3 December 2026`, set apart by `|`. So the browser writes as the server does, and need not know
/// how. Attributes and not properties: they cost no code to read.
#[island]
pub fn LocalTime(children: Children) -> impl IntoView {
    browser::tell();
    children()
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::Date;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, window};

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

    /// What to say.
    fn words(element: &Element) -> Option<String> {
        let value = |name: &str| element.get_attribute(name);
        let start = Date::new(&value("data-start")?.into());
        let end = Date::new(&value("data-end")?.into());
        // JavaScript counts the other way: minutes that UTC is ahead of the clock.
        let ahead = -(start.get_timezone_offset() as i32);
        if ahead.to_string() == value("data-offset")? {
            return value("data-same");
        }
        let days = value("data-days")?;
        let (first, last) = (day(&start), day(&end));
        let sentence = if start.get_time() == end.get_time() {
            "data-moment"
        } else if first == last {
            "data-same-day"
        } else {
            "data-several-days"
        };
        let filled = value(sentence)?
            .replace("{date}", written(&days, &first)?)
            .replace("{from}", &clock(&start))
            .replace("{last}", written(&days, &last)?)
            .replace("{to}", &clock(&end))
            .replace("{zone}", &zone(ahead));
        Some(filled)
    }

    /// The day by the browser's clock: "2026-12-03".
    fn day(at: &Date) -> String {
        format!("{:04}-{:02}-{:02}", at.get_full_year(), at.get_month() + 1, at.get_date())
    }

    /// The day as the page writes it.
    fn written<'d>(days: &'d str, day: &str) -> Option<&'d str> {
        days.split('|').find_map(|known| known.strip_prefix(day)?.strip_prefix('='))
    }

    fn clock(at: &Date) -> String {
        format!("{:02}:{:02}", at.get_hours(), at.get_minutes())
    }

    /// As `format::utc_offset` writes it: "UTC+8", "UTC+6:30", "UTC".
    fn zone(ahead: i32) -> String {
        let sign = if ahead < 0 { '\u{2212}' } else { '+' };
        match (ahead.abs() / 60, ahead.abs() % 60) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod browser {
    /// The server does not know the visitor's clock.
    pub(super) const fn tell() {}
}
