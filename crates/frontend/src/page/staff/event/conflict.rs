//! Two people wrote at once: both texts, and the choice.

use std::collections::BTreeMap;

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    event::Event,
    event_form::EventForm,
    locale::Locale,
    revision::{Actor, Divergence, Keep, Revision, Side},
    route::Route,
};

use crate::{
    component::{field_error, form::error_id, form::error_summary},
    context::{interface, link, plain, t, t_with},
    format,
    island::Unsaved,
    page::{
        Page,
        staff::{
            account::{private, with_error},
            difference::{Piece, marked_view, pieces},
            field::{Field, field, hidden},
            words::{actor, field_label, field_language, moment, values_words},
        },
    },
};

/// How the choice for a field is named: `choose.title.en`.
const CHOICE: &str = "choose.";
/// How a text that is made of two is named: `own.title.en`.
const OWN: &str = "own.";

/// A stale edit, to be merged with what was saved meanwhile.
pub struct Conflict<'a> {
    /// The event as it is stored: theirs.
    pub current: &'a Event,
    /// The version that the edit began from.
    pub base: i64,
    /// What was typed.
    pub mine: &'a EventForm,
    /// The language at the right of the edit page.
    pub right: Locale,
    /// The version that the translations were made from.
    pub seen: i64,
    /// It was typed as a new event: that may be what it is meant to be.
    pub new: bool,
    /// Where the two differ, in the fields that were on the page.
    pub divergences: &'a [Divergence],
    /// What was chosen so far, by field.
    pub choices: &'a BTreeMap<String, Keep>,
    /// What the writer made of two texts, by field.
    pub own: &'a BTreeMap<String, String>,
    /// The fields that still wait for a choice, as `choose.<field>`; the error of `note`.
    pub errors: &'a FieldErrors,
    /// The note on the change, as typed.
    pub note: &'a str,
    /// The revisions that were saved meanwhile, latest first.
    pub meanwhile: &'a [Revision],
}

/// The merge page. Where one side alone changed a field, that side is chosen to begin with; where both did, nobody but
/// the writer can choose. Posts to the edit address all of `mine` as hidden fields, and:
/// - `version`: the current one, and its `stamp`; `merged-from`: the version that the edit began from; `seen`: the one that
///   its translations were made from
/// - `choose.<field>`: `mine` or `theirs`, for each difference; of a list that both changed also `both`, of such a text also
///   `own`: the one in `own.<field>`
///
/// Not offered are the languages that were not on the page (they stay as they are stored) and the boxes that say that a
/// text was read by a second person: they are not sent either, since what was read may not be what is chosen.
#[must_use]
pub fn conflict(catalogue: &Catalogue, conflict: &Conflict<'_>) -> Page {
    let Conflict { current, errors, .. } = conflict;
    let title = t(if conflict.new { "staff-conflict-new" } else { "staff-conflict" });
    let intro = match (conflict.divergences.is_empty(), conflict.new) {
        (true, _) => "staff-conflict-same",
        (false, true) => "staff-conflict-new-why",
        (false, false) => "staff-conflict-why",
    };
    let hint = if conflict.new { "staff-conflict-new-save-hint" } else { "staff-conflict-save-hint" };
    let groups = [
        (None, "staff-conflict-both"),
        (Some(Side::Theirs), "staff-conflict-only-theirs"),
        (Some(Side::Mine), "staff-conflict-only-mine"),
    ]
    .map(|(side, heading)| {
        let of_group = conflict.divergences.iter().filter(|d| d.only_changed_by() == side).collect::<Vec<_>>();
        group(catalogue, conflict, heading, &of_group)
    })
    .into_iter()
    .collect_view();
    let note = Field {
        name: "note".to_owned(),
        label: t("staff-field-note"),
        hint: Some(t("staff-note-hint")),
        value: conflict.note.to_owned(),
        ..Field::default()
    };
    let another = conflict.new.then(|| {
        let action = link(&Route::StaffEventNew);
        view! {
            <button class="button plain" type="submit" name="do" value="save" formaction=action>{t("staff-conflict-another")}</button>
        }
    });
    let label = |name: &str| field_label(name.strip_prefix(CHOICE).unwrap_or(name));
    let body = view! {
        <div class="page bay desk">
            <p class="eyebrow">{plain(&current.content.title)}</p>
            <h1>{title.clone()}</h1>
            {error_summary(errors, label)}
            <div class="note" role="status">
                {(!conflict.new).then(|| who(conflict.meanwhile))}
                <p>{t(intro)}</p>
                {(!conflict.new).then(|| view! { <p>{t("staff-conflict-kept")}</p> })}
            </div>
            <form method="post" action=link(&Route::StaffEvent(current.id.clone())) class="stack" data-unsaved="true">
                {hidden_fields(conflict)}
                {groups}
                {field(note, errors)}
                <div class="savebar">
                    <button class="button" type="submit" name="do" value="save">{t("staff-conflict-save")}</button>
                    {another}
                    <p class="meta">{t(hint)}</p>
                </div>
            </form>
            <Unsaved/>
        </div>
    };
    Page { head: private(with_error(title, !errors.is_empty())), body: body.into_any() }
}

/// Everybody who saved meanwhile, with the time of their latest.
fn who(meanwhile: &[Revision]) -> AnyView {
    let mut seen: Vec<&Actor> = Vec::new();
    let lines = meanwhile.iter().filter_map(|revision| {
        let first = !seen.contains(&&revision.by);
        seen.push(&revision.by);
        let words = t_with("staff-conflict-who", &[("name", actor(&revision.by).into())]);
        first.then(|| view! { <p>{words}" · "{moment(revision.at)}</p> })
    });
    lines.collect_view().into_any()
}

fn group(
    catalogue: &Catalogue,
    conflict: &Conflict<'_>,
    heading: &'static str,
    divergences: &[&Divergence],
) -> Option<AnyView> {
    (!divergences.is_empty()).then(|| {
        let choices = divergences.iter().map(|divergence| choice(catalogue, conflict, divergence)).collect_view();
        view! {
            <section class="stack" aria-labelledby=heading>
                <h2 id=heading>{t(heading)}</h2>
                {choices}
            </section>
        }
        .into_any()
    })
}

fn hidden_fields(conflict: &Conflict<'_>) -> AnyView {
    let Conflict { current, mine, .. } = conflict;
    let values = mine.fields().iter().filter(|(name, _)| !name.starts_with("reviewed."));
    let values = values.flat_map(|(name, values)| values.iter().map(|v| (name.clone(), v.clone())));
    let stamp = current.updated_at.as_microsecond();
    let versions =
        [("version", current.version), ("stamp", stamp), ("merged-from", conflict.base), ("seen", conflict.seen)];
    let versions = versions.map(|(name, version)| (name.to_owned(), version.to_string()));
    // The translation that was being written is the one to be shown again.
    let right = Some(("right".to_owned(), conflict.right.tag().to_owned()));
    versions.into_iter().chain(right).chain(values).map(|(name, value)| hidden(name, value)).collect_view().into_any()
}

/// One difference: mine at the left, theirs at the right; what is in one only is marked. Where both changed it, also what
/// can be made of the two.
fn choice(catalogue: &Catalogue, conflict: &Conflict<'_>, divergence: &Divergence) -> AnyView {
    let field = &divergence.field;
    let name = format!("{CHOICE}{field}");
    let chosen = conflict.choices.get(field).copied().or_else(|| divergence.only_changed_by().map(Keep::from));
    let words = |values: &[String]| values_words(catalogue, field, values);
    let [in_theirs, in_mine] = match times(conflict, field) {
        Some([theirs, mine]) => pieces(&theirs, &mine),
        None => pieces(&words(&divergence.theirs), &words(&divergence.mine)),
    };
    let theirs_key = if conflict.new { "staff-conflict-stored" } else { "staff-conflict-theirs" };
    let mine = side(field, Keep::Mine, "staff-conflict-mine", text(in_mine), chosen);
    let theirs = side(field, Keep::Theirs, theirs_key, text(in_theirs), chosen);
    let asked = divergence.only_changed_by().is_none();
    let both = (asked && EventForm::is_list(field)).then(|| {
        let joined = Some(words(&divergence.joined())).filter(|joined| !joined.is_empty());
        let joined = text(joined.map(Piece::Same).into_iter().collect());
        side(field, Keep::Both, "staff-conflict-both-lists", joined, chosen)
    });
    let own = (asked && EventForm::is_text(field)).then(|| {
        let mine = || divergence.mine.first().cloned().unwrap_or_default();
        let written = conflict.own.get(field).cloned().unwrap_or_else(mine);
        side(field, Keep::Own, "staff-conflict-own", own_text(field, written), chosen)
    });
    let described = error_id(&name, conflict.errors);
    let class = if described.is_some() { "stack tight bad" } else { "stack tight" };
    view! {
        <fieldset class=class id=name.clone() aria-describedby=described tabindex="-1">
            <legend>{field_label(field)}</legend>
            {field_error(&name, conflict.errors)}
            <div class="two">{mine}{theirs}</div>
            {both}
            {own}
        </fieldset>
    }
    .into_any()
}

/// The times of both, as people read them: theirs, then mine. `None` of another field, and of what is no time.
fn times(conflict: &Conflict<'_>, field: &str) -> Option<[String; 2]> {
    let told = |form: &EventForm| form.when().ok().map(|when| format::when(interface(), &when));
    let both = || Some([told(&EventForm::of(&conflict.current.content))?, told(conflict.mine)?]);
    // Whole days in two zones read alike, and are not.
    (field == EventForm::WHEN).then(both).flatten().filter(|[theirs, mine]| theirs != mine)
}

/// A text that the writer makes of the two.
fn own_text(field: &str, written: String) -> AnyView {
    let name = format!("{OWN}{field}");
    let rows = if field.starts_with("body.") { "14" } else { "3" };
    let label = field_label(field);
    let lang = field_language(field);
    view! { <textarea name=name rows=rows aria-label=label lang=lang autocomplete="off">{written}</textarea> }
        .into_any()
}

fn text(pieces: Vec<Piece>) -> AnyView {
    if pieces.is_empty() { view! { <em>{t("staff-empty")}</em> }.into_any() } else { marked_view(pieces) }
}

fn side(field: &str, keep: Keep, key: &str, what: AnyView, chosen: Option<Keep>) -> AnyView {
    let name = format!("{CHOICE}{field}");
    let id = format!("{name}.{}", keep.name());
    let described = format!("{id}.text");
    let lang = field_language(field);
    view! {
        <div class="pane stack tight">
            <div class="choice">
                <input
                    type="radio" id=id.clone() name=name value=keep.name() checked=chosen == Some(keep)
                    aria-describedby=described.clone()
                />
                <label for=id>{t(key)}</label>
            </div>
            <div class="versus" id=described lang=lang>{what}</div>
        </div>
    }
    .into_any()
}
