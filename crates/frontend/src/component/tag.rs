//! How something stands, in a word.

use leptos::prelude::*;
use model::event::{Event, Format, Status};

use crate::context::t;

/// An event's status, where it is not simply public; two tags where it moved both online and in time.
#[must_use]
pub fn status_tag(event: &Event) -> Option<AnyView> {
    let class = match event.status {
        Status::Published => return None,
        Status::Draft => "tag plain",
        _ => "tag warn",
    };
    let tag = |(at, status): (usize, Status)| {
        view! { {(at > 0).then_some(" ")}<span class=class>{t(&format!("status-{}", status.name()))}</span> }
    };
    Some(event.statuses().enumerate().map(tag).collect_view().into_any())
}

/// Says that an event is sample content.
#[must_use]
pub fn sample_tag(event: &Event) -> Option<AnyView> {
    event.sample.then(|| view! { <span class="tag sample">{t("status-sample")}</span> }.into_any())
}

/// How one takes part.
#[must_use]
pub fn format_tag(format: Format) -> AnyView {
    view! { <span class="tag plain">{t(&format!("format-{}", format.name()))}</span> }.into_any()
}
