//! What visitors must know before they read when an event is.

use leptos::prelude::*;
use model::{
    event::{Event, Status},
    time::When,
};

use crate::{
    component::{lines, sample_tag},
    context::{interface, t},
    format,
};

/// That the event does not take place as first told, and what else visitors are told; `None` where there is nothing.
pub(super) fn notice(event: &Event) -> Option<AnyView> {
    let as_told = matches!(event.status, Status::Published | Status::Draft);
    if as_told && event.notice.is_empty() {
        return None;
    }
    let words = event.statuses().map(|status| t(&format!("event-notice-{}", status.name())));
    let words = (!as_told).then(|| words.collect::<Vec<_>>().join(" ")).map(|words| view! { <p><b>{words}</b></p> });
    let class = if as_told { "note" } else { "note warn" };
    let previous = event.first_told().filter(|_| event.status.takes_place()).map(moved);
    Some(
        view! {
            <div class=class>
                {words}
                {lines(&event.notice)}
                {previous}
            </div>
        }
        .into_any(),
    )
}

/// The time that holds no more: struck for the eye, and called so for those who do not see the stroke.
fn moved(previous: &When) -> AnyView {
    let at = start(previous);
    let words = format::when(interface(), previous);
    view! { <p>{t("event-previous")}" "<s class="struck"><time datetime=at>{words}</time></s></p> }.into_any()
}

/// The first moment of an event as machines read it.
pub(super) fn start(when: &When) -> String {
    if when.is_days() {
        return when.first_day().to_string();
    }
    let at = when.starts_at().to_zoned_datetime(when.zone().rules());
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// That the event is not a real one.
pub(super) fn sample(event: &Event) -> Option<AnyView> {
    let tag = sample_tag(event.sample)?;
    Some(view! { <p class="note row">{tag}<span>{t("event-sample")}</span></p> }.into_any())
}
