//! An event as visitors would see it.

use leptos::prelude::*;
use model::{catalogue::Catalogue, event::Event, route::Route};

use crate::{
    context::{link, t},
    page::{Head, Page, event::show},
};

/// The event as visitors would see it, under a bar that says that this is a preview.
#[must_use]
pub fn preview(catalogue: &Catalogue, event: &Event) -> Page {
    let Page { head, body } = show(catalogue, event, String::new());
    let edit = link(&Route::StaffEvent(event.id.clone()));
    let told = if event.status.is_public() { "staff-preview-public" } else { "staff-preview-draft" };
    let body = view! {
        <div class="page">
            <p class="note row between" role="status"><span>{t(told)}</span>" "<a href=edit>{t("staff-back-to-event")}</a></p>
        </div>
        {body}
    };
    // Nothing for machines: a draft is not to be found.
    let head = Head { title: head.title, description: String::new(), private: true, ..Head::default() };
    Page { head, body: body.into_any() }
}
