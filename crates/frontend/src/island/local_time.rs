//! An event's time on the visitor's own clock.

use leptos::prelude::*;

/// Shows a span of instants in the browser's zone and the page's language. Empty without scripts: the page shows the
/// time at the event's place anyway.
#[island]
pub fn LocalTime(
    /// The first instant, RFC 3339.
    start: String,
    /// The last instant, RFC 3339.
    end: String,
) -> impl IntoView {
    view! { <span class="local" hidden data-start=start data-end=end></span> }
}
