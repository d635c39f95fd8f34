//! One event, for those who may read it and not change it as it stands.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    event::Event,
    event_form::{EventForm, WHEN_FIELDS},
    locale::{Locale, TranslationState},
    revision::Revision,
    route::Route,
};

use super::edit::{heading, lacks, language_choice, role_of_pane};
use crate::{
    component::{Fact, facts, select},
    context::{interface, link, plain, t},
    format,
    page::{
        Page,
        staff::{
            account::private,
            words::{ORDER, field_label, language, translation_tag, values_words},
        },
    },
};

/// All of the event's fields, in two languages side by side, to be read. `with`, in the query, is the language at the right.
#[must_use]
pub fn read(catalogue: &Catalogue, event: &Event, [left, right]: [Locale; 2], last: Option<&Revision>) -> Page {
    let title = plain(&event.content.title);
    let form = EventForm::of(&event.content);
    let action = link(&Route::StaffEvent(event.id.clone()));
    let values = |name: &str| {
        let values = values_words(catalogue, name, form.all(name));
        (!values.is_empty())
            .then(|| Fact { name: field_label(name), value: view! { <div class="versus">{values}</div> }.into_any() })
    };
    // When it is has a line of its own, and a note belongs to a change.
    let others = ORDER.into_iter().filter(|name| !WHEN_FIELDS.contains(name) && *name != "note").map(values);
    let when = Fact::new("staff-field-when", format::when(interface(), &event.content.when).into_any());
    let zone = Fact::new("staff-field-zone", format::zone_at(interface(), &event.content.when).into_any());
    let notice = event.notice.locales().filter_map(|locale| {
        let text = event.notice.get(locale)?.clone();
        Some(text_of(&format!("notice.{locale}"), text, locale))
    });
    let body = view! {
        <div class="page bay desk">
            {heading(Some(event), last, &title)}
            <p class="note">{t("staff-read-only")}</p>
            {lacks(event)}
            <form method="get" action=action class="row">
                {select(language_choice(left, right), &FieldErrors::none())}
                <button class="button plain" type="submit">{t("staff-language-show")}</button>
            </form>
            <div class="panes">{pane(event, &form, left, left)}{pane(event, &form, right, left)}</div>
            <section class="pane stack">
                <h2>{t("staff-particulars")}</h2>
                {facts(notice.map(Some).chain([Some(when), Some(zone)]).chain(others))}
            </section>
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

fn text_of(field: &str, text: String, locale: Locale) -> Fact {
    let lang = locale.tag();
    Fact { name: field_label(field), value: view! { <div class="versus" lang=lang>{text}</div> }.into_any() }
}

/// The texts in one language.
fn pane(event: &Event, form: &EventForm, locale: Locale, left: Locale) -> AnyView {
    let texts = event.content.texts().map(|(name, _)| {
        let field = format!("{name}.{locale}");
        let value = form.one(&field).to_owned();
        let name = t(&format!("staff-field-{name}"));
        (!value.is_empty()).then(|| Fact { name, ..text_of(&field, value, locale) })
    });
    let state = event.translation_state(locale);
    let none = (state == TranslationState::Missing).then(|| view! { <p class="meta">{t("staff-empty")}</p> });
    view! {
        <section class="pane">
            <div class="row between">
                <h2>{language(locale)}</h2>
                <p class="row"><span class="meta">{role_of_pane(locale, left)}</span>{translation_tag(state)}</p>
            </div>
            {none}
            {facts(texts)}
        </section>
    }
    .into_any()
}
