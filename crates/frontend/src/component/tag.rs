//! How something stands, in a word.

use leptos::prelude::*;
use model::event::{Event, Format, Status};

use crate::context::t;

/// An event's status, where it is not simply public; two tags where it moved both online and in time.
#[must_use]
pub fn status_tag(event: &Event) -> Option<AnyView> {
    status_tags(event.status, event.statuses())
}

/// A tag for each of these, in the manner of `status`, where that is not simply public.
#[must_use]
pub fn status_tags(status: Status, told: impl IntoIterator<Item = Status>) -> Option<AnyView> {
    let class = match status {
        Status::Published => return None,
        Status::Draft => "tag plain",
        _ => "tag warn",
    };
    let tag = |(at, status): (usize, Status)| {
        view! { {(at > 0).then_some(" ")}<span class=class>{t(&format!("status-{}", status.name()))}</span> }
    };
    Some(told.into_iter().enumerate().map(tag).collect_view().into_any())
}

/// Says that an event is sample content.
#[must_use]
pub fn sample_tag(sample: bool) -> Option<AnyView> {
    sample.then(|| view! { <span class="tag sample">{t("status-sample")}</span> }.into_any())
}

/// How one takes part.
#[must_use]
pub fn format_tag(format: Format) -> AnyView {
    view! { <span class="tag plain">{t(&format!("format-{}", format.name()))}</span> }.into_any()
}
