//! Publish, unpublish, cancel, postpone, give notice: each on a page of its own.

use leptos::prelude::*;
use model::{
    error::FieldErrors,
    event::Event,
    event_form::{EventForm, WHEN_FIELDS},
    locale::{Locale, TranslationState},
    route::{Route, StatusChange},
};

use super::{
    edit::{lacks, words_of},
    list::any_status_tag,
    times::times,
};
use crate::{
    component::{error_summary, field_message, sample_tag},
    context::{interface, link, plain, t},
    format, message,
    page::{
        Page,
        staff::{
            account::{private, with_error},
            field::{Field, Input, field, hidden},
            words::field_label,
        },
    },
};

/// Confirms a change of status. Cancel and postpone ask for a public notice (`notice.<language>`), in the languages that
/// the event is told in and the page's; one of them must be filled in. The page of the notice alone begins with the one
/// there is; of an event that takes place, all may be empty. So they may where an event takes place after all, and there its
/// time can be another one ([`EventForm::when`]).
///
/// Posts `version`, `note`, the notices and the time to its own address. What lacks before an event can be published is told
/// with the way to its fields on the edit page. An error on `version` says that somebody else has changed the event meanwhile.
#[must_use]
pub fn status(event: &Event, change: StatusChange, errors: &FieldErrors, typed: &[(String, String)]) -> Page {
    let words = words_of(event, change);
    let title = t(&format!("{words}-title"));
    let own: FieldErrors = errors.iter().filter(|(f, _)| is_own(f)).fold(FieldErrors::none(), |mut own, (f, e)| {
        own.add(f, e.clone());
        own
    });
    let calls_off = matches!(change, StatusChange::Cancel | StatusChange::Postpone);
    let resumes = change == StatusChange::Publish && event.status.is_off();
    let notices = (calls_off || resumes || change == StatusChange::Notice).then(|| {
        let moved_on = errors.get("version").is_some();
        let field = |l| {
            let told = match change {
                StatusChange::Notice => moved_on.then(|| stored_notice(event, l, typed)).flatten(),
                _ => replaced_notice(event, l),
            };
            view! { {told}{notice(event, change, l, &own, typed)} }
        };
        let fields = languages(event).into_iter().map(field).collect_view();
        view! { {calls_off.then(|| view! { <p>{t("staff-notice-ask")}</p> })}{fields} }
    });
    let when = resumes.then(|| {
        let typed = EventForm::from_pairs(typed.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let form = if typed.fields().is_empty() { EventForm::of(&event.content) } else { typed };
        view! { <section class="pane stack"><h2>{t("staff-field-when")}</h2>{times(&form, &own)}</section> }
    });
    let lacking = (change == StatusChange::Publish).then(|| lacks(event)).flatten();
    let blocked = change == StatusChange::Publish && event.content.publishable().is_err();
    let note = Field {
        name: "note".to_owned(),
        label: t("staff-field-note"),
        hint: Some(t("staff-note-hint")),
        value: value_of(typed, "note").unwrap_or_default(),
        ..Field::default()
    };
    let class = if calls_off { "button warn" } else { "button" };
    let back = link(&Route::StaffEvent(event.id.clone()));
    let form = (!blocked).then(|| {
        view! {
            <form method="post" action=link(&Route::StaffEventStatus(event.id.clone(), change)) class="stack">
                {hidden("version", event.version.to_string())}
                {hidden("stamp", event.updated_at.as_microsecond().to_string())}
                {when}
                {notices}
                {field(note, &own)}
                <p class="row">
                    <button class=class type="submit">{t(&format!("{words}-do"))}</button>
                    <a href=back.clone()>{t("staff-back-to-event")}</a>
                </p>
            </form>
        }
    });
    let only_back =
        blocked.then(|| view! { <p><a class="button" href=back.clone()>{t("staff-back-to-event")}</a></p> });
    let body = view! {
        <div class="page bay desk measure">
            <h1>{title.clone()}</h1>
            {changed_meanwhile(errors)}
            {error_summary(&own, field_label)}
            <p class="lead">{crate::component::text(&event.content.title)}</p>
            <p class="row">
                {any_status_tag(event)}
                {sample_tag(event.sample)}
                <span class="meta">{format::when(interface(), &event.content.when)}</span>
            </p>
            <p>{t(&format!("{words}-why"))}</p>
            {lacking}
            {form}
            {only_back}
        </div>
    };
    let title = format!("{title} – {}", plain(&event.content.title));
    Page { head: private(with_error(title, !errors.is_empty())), body: body.into_any() }
}

/// Says that the event is not as it was when the page was opened: on `version`, which is no field that anybody sees.
fn changed_meanwhile(errors: &FieldErrors) -> Option<AnyView> {
    let words = field_message(errors.get("version")?);
    Some(view! { <p class="note errors" role="alert">{words}</p> }.into_any())
}

/// The fields of this page; errors on others are told as what the event lacks.
fn is_own(field: &str) -> bool {
    field == "note" || field.starts_with("notice.") || WHEN_FIELDS.contains(&field)
}

/// The event's own language, the page's, and every other that the event is told in: who reads it in Thai must read in Thai
/// that it is off.
fn languages(event: &Event) -> Vec<Locale> {
    let mut languages = vec![event.content.title.source()];
    for locale in [interface()].into_iter().chain(event.content.title.locales()).chain(event.notice.locales()) {
        if !languages.contains(&locale) {
            languages.push(locale);
        }
    }
    languages
}

fn notice(
    event: &Event,
    change: StatusChange,
    locale: Locale,
    errors: &FieldErrors,
    typed: &[(String, String)],
) -> AnyView {
    let name = format!("notice.{locale}");
    let stored = event.notice.get(locale).filter(|_| change == StatusChange::Notice).cloned();
    let value = value_of(typed, &name).or(stored).unwrap_or_default();
    let example = match change {
        StatusChange::Cancel => "staff-notice-hint-cancel",
        StatusChange::Postpone => "staff-notice-hint-postpone",
        StatusChange::Publish => "staff-notice-hint-resume",
        _ => "staff-notice-hint",
    };
    let label = field_label(&name);
    // An example in the notice's own language, where the portal has words in it.
    let hint = message::message(locale, example, &[]);
    let hint = if message::interface(locale) == locale { hint } else { t(example) };
    // Of a notice that is corrected, the languages that were made from what it said before.
    let stale = change == StatusChange::Notice && event.notice.state(locale) == TranslationState::Stale;
    let hint = if stale { format!("{} {hint}", t("staff-stale-help")) } else { hint };
    let input = Input::Lines(4);
    field(Field { name, label, hint: Some(hint), value, input, lang: Some(locale.tag()), ..Field::default() }, errors)
}

/// What visitors are told now, where that is not what was typed.
fn stored_notice(event: &Event, locale: Locale, typed: &[(String, String)]) -> Option<AnyView> {
    let mine = value_of(typed, &format!("notice.{locale}"))?;
    let stored = event.notice.get(locale).filter(|stored| stored.trim() != mine.trim())?.clone();
    let lang = locale.tag();
    Some(view! { <p class="note">{t("staff-notice-stored")}" "<q class="versus" lang=lang>{stored}</q></p> }.into_any())
}

/// What visitors are told now, and will be no more.
fn replaced_notice(event: &Event, locale: Locale) -> Option<AnyView> {
    let (stored, lang) = (event.notice.get(locale)?.clone(), locale.tag());
    Some(view! {
        <p class="note">{t("staff-notice-stored")}" "<q class="versus" lang=lang>{stored}</q>" "{t("staff-notice-replaced")}</p>
    }
    .into_any())
}

fn value_of(typed: &[(String, String)], name: &str) -> Option<String> {
    typed.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value.clone())
}
