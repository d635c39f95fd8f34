//! All events, drafts included.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    event::{Event, Paged, StaffEventQuery, Status},
    route::Route,
    viewer::Action,
};

use crate::{
    component::{Choice, Select, Table, TableRow, next_page, sample_tag, select, table, text},
    context::{interface, link, page, pick, t},
    format,
    page::{
        Page,
        staff::{
            account::private,
            words::{language, moment, translation_tag},
        },
    },
};

/// The list, drafts included.
#[must_use]
pub fn list(catalogue: &Catalogue, query: &StaffEventQuery, events: &Paged<Event>) -> Page {
    let title = t("staff-events");
    let next =
        events.next.clone().map(|after| Route::StaffEvents(StaffEventQuery { after: Some(after), ..query.clone() }));
    let body = view! {
        <div class="page bay desk">
            <div class="row between">
                <h1>{title.clone()}</h1>
                {new_event()}
            </div>
            {filters(catalogue, query)}
            {if events.items.is_empty() { empty(query) } else { table_of(&events.items) }}
            {next_page(next)}
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

fn new_event() -> Option<AnyView> {
    page()
        .viewer
        .can(Action::EditDraft)
        .then(|| view! { <a class="button" href=link(&Route::StaffEventNew)>{t("staff-new-event")}</a> }.into_any())
}

fn filters(catalogue: &Catalogue, query: &StaffEventQuery) -> AnyView {
    let status = Select {
        name: "status".to_owned(),
        label: t("staff-filter-status"),
        none: Some(t("staff-filter-any-status")),
        choices: Status::ALL
            .into_iter()
            .map(|status| {
                Choice::word(status.name(), t(&format!("status-{}", status.name())), query.status == Some(status))
            })
            .collect(),
    };
    let programme = Select {
        name: "programme".to_owned(),
        label: t("staff-filter-programme"),
        none: Some(t("staff-filter-any-programme")),
        choices: catalogue
            .programmes
            .iter()
            .filter(|programme| pick(&programme.short_name).is_some())
            .map(|programme| {
                let chosen = query.programme.as_ref() == Some(&programme.slug);
                Choice::text(programme.slug.as_str(), &programme.short_name, chosen)
            })
            .collect(),
    };
    let none = FieldErrors::none();
    view! {
        <form class="find" method="get" action=link(&Route::StaffEvents(StaffEventQuery::default()))>
            {select(status, &none)}
            {select(programme, &none)}
            <button class="button plain" type="submit">{t("staff-filter-show")}</button>
        </form>
    }
    .into_any()
}

/// Why there is nothing, and what to do.
fn empty(query: &StaffEventQuery) -> AnyView {
    if *query == StaffEventQuery::default() {
        return view! {
            <div class="empty">
                <p>{t("staff-events-none")}</p>
                {page().viewer.can(Action::EditDraft).then(|| view! { <p>{t("staff-events-none-help")}</p> })}
            </div>
        }
        .into_any();
    }
    let all = link(&Route::StaffEvents(StaffEventQuery::default()));
    view! {
        <div class="empty">
            <p>{t("staff-events-none-match")}</p>
            <p><a href=all>{t("staff-events-all")}</a></p>
        </div>
    }
    .into_any()
}

fn table_of(events: &[Event]) -> AnyView {
    let columns = [
        "staff-column-title",
        "staff-column-status",
        "staff-column-when",
        "staff-column-languages",
        "staff-column-changed",
    ]
    .map(t)
    .to_vec();
    let rows = events.iter().map(row).collect();
    table(Table { caption: t("staff-events-caption"), columns, rows })
}

fn row(event: &Event) -> TableRow {
    let content = &event.content;
    let languages = content
        .title
        .locales()
        .map(|locale| {
            let state = event.translation_state(locale);
            view! { <li>{language(locale)}" "{translation_tag(state)}</li> }
        })
        .collect_view();
    let (first, last) = (content.when.first_day(), content.when.last_day());
    let (day, days) = (first.to_string(), format::date_span(interface(), first, last));
    let hours = format::hours(interface(), &content.when).map(|hours| view! { <p class="meta">{hours}</p> });
    let title = view! {
        <a href=link(&Route::StaffEvent(event.id.clone()))>{text(&content.title)}</a>" "{sample_tag(event.sample)}
    };
    TableRow {
        id: None,
        head: title.into_any(),
        cells: vec![
            any_status_tag(event),
            view! { <time datetime=day>{days}</time>{hours} }.into_any(),
            view! { <ul role="list">{languages}</ul> }.into_any(),
            moment(event.updated_at),
        ],
    }
}

/// A status as a tag; also the plain one, which visitors are not told.
pub(super) fn any_status_tag(event: &Event) -> AnyView {
    crate::component::status_tag(event).unwrap_or_else(|| {
        view! { <span class="tag">{t(&format!("status-{}", event.status.name()))}</span> }.into_any()
    })
}
