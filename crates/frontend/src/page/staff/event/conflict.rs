//! Two people wrote at once: both texts, and the choice.

use leptos::prelude::*;
use model::{event::Event, event_form::EventForm, locale::Locale, revision::FieldChange, route::Route};

use crate::{
    context::{link, plain, t},
    page::{
        Page,
        staff::{
            account::private,
            difference::{Piece, marked_view, pieces},
            field::{Field, field, hidden},
            words::{field_label, field_language, value_words},
        },
    },
};

/// A stale edit: both texts for each field that differs, and the choice. Posts to the edit address with the current
/// version, all of `mine` as hidden fields, and `choose.<field>` = `mine` or `theirs` for each difference
/// (`before` is theirs, `after` is mine).
///
/// Not offered are the languages that were not on the page (they stay as they are stored) and the boxes that say that a
/// text was read by a second person: they are not sent either, since what was read may not be what is chosen.
#[must_use]
pub fn conflict(current: &Event, mine: &EventForm, differences: &[FieldChange], note: &str) -> Page {
    let title = t("staff-conflict");
    let offered: Vec<&FieldChange> = differences.iter().filter(|d| is_offered(&d.field, mine)).collect();
    let intro = if offered.is_empty() { "staff-conflict-same" } else { "staff-conflict-why" };
    let note = Field {
        name: "note".to_owned(),
        label: t("staff-field-note"),
        hint: Some(t("staff-note-hint")),
        value: note.to_owned(),
        ..Field::default()
    };
    let body = view! {
        <div class="page bay desk">
            <p class="eyebrow">{plain(&current.content.title)}</p>
            <h1>{title.clone()}</h1>
            <div class="note" role="status"><p>{t(intro)}</p><p>{t("staff-conflict-kept")}</p></div>
            <form method="post" action=link(&Route::StaffEvent(current.id.clone())) class="stack">
                {hidden_fields(current, mine)}
                {offered.into_iter().map(choice).collect_view()}
                {field(note, &model::error::FieldErrors::none())}
                <div class="savebar">
                    <button class="button" type="submit" name="do" value="save">{t("staff-conflict-save")}</button>
                    <p class="meta">{t("staff-conflict-save-hint")}</p>
                </div>
            </form>
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

fn is_offered(field: &str, mine: &EventForm) -> bool {
    match field.split_once('.') {
        Some(("reviewed", _)) => false,
        Some((_, locale)) => locale.parse::<Locale>().is_ok_and(|l| mine.shown().any(|shown| shown == l)),
        None => true,
    }
}

fn hidden_fields(current: &Event, mine: &EventForm) -> AnyView {
    let values = mine.fields().iter().filter(|(name, _)| !name.starts_with("reviewed."));
    let values = values.flat_map(|(name, values)| values.iter().map(|v| (name.clone(), v.clone())));
    let version = ("version".to_owned(), current.version.to_string());
    // The translation that was being written is the one to be shown again.
    let right = mine.shown().find(|l| *l != current.content.title.source());
    let right = right.map(|l| ("right".to_owned(), l.tag().to_owned()));
    [version].into_iter().chain(right).chain(values).map(|(name, value)| hidden(name, value)).collect_view().into_any()
}

/// One difference: mine at the left and chosen, theirs at the right; what is in one only is marked.
fn choice(difference: &FieldChange) -> AnyView {
    let field = &difference.field;
    let words = |values: &[String]| values.iter().map(|value| value_words(field, value)).collect::<Vec<_>>().join("\n");
    let (theirs, mine) = (words(&difference.before), words(&difference.after));
    let [in_theirs, in_mine] = pieces(&theirs, &mine);
    let mine = side(field, "mine", "staff-conflict-mine", text(in_mine), true);
    let theirs = side(field, "theirs", "staff-conflict-theirs", text(in_theirs), false);
    view! {
        <fieldset class="stack tight">
            <legend>{field_label(field)}</legend>
            <div class="two">{mine}{theirs}</div>
        </fieldset>
    }
    .into_any()
}

fn text(pieces: Vec<Piece>) -> AnyView {
    if pieces.is_empty() { view! { <em>{t("staff-empty")}</em> }.into_any() } else { marked_view(pieces) }
}

fn side(field: &str, whose: &'static str, key: &str, text: AnyView, chosen: bool) -> AnyView {
    let id = format!("choose.{field}.{whose}");
    let described = format!("{id}.text");
    let lang = field_language(field);
    view! {
        <div class="pane stack tight">
            <div class="choice">
                <input
                    type="radio" id=id.clone() name=format!("choose.{field}") value=whose checked=chosen
                    aria-describedby=described.clone()
                />
                <label for=id>{t(key)}</label>
            </div>
            <div class="versus" id=described lang=lang>{text}</div>
        </div>
    }
    .into_any()
}
