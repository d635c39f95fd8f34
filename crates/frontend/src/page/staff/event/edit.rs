//! One event: two languages side by side, then when and where, then what it is about.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    event::{Event, EventId, Status},
    event_form::{EventForm, TEXTS, WHEN_FIELDS},
    locale::{Locale, TranslationState},
    revision::Revision,
    route::{Route, StatusChange},
    viewer::Action,
};

use super::{choices, list::any_status_tag, times::times};
use crate::{
    component::{
        Choice, Select, field_error,
        form::{error_id, error_summary_by},
        sample_tag, select,
    },
    context::{interface, link, page, plain, t, t_with},
    format,
    island::Unsaved,
    message,
    page::{
        Page,
        staff::{
            account::{private, with_error},
            field::{Field, Input, field, hidden, tick},
            words::{ORDER, actor, field_label, language, moment, translation_tag},
        },
    },
};

/// What the edit page shows.
pub struct Edit<'a> {
    /// The event as stored; `None` for a new one.
    pub event: Option<&'a Event>,
    /// The id that a new one will have.
    pub new: Option<&'a EventId>,
    /// The version that the translations were made from, where the edit was merged since.
    pub seen: Option<i64>,
    /// What stands in the fields: the stored event, or what was typed.
    pub form: &'a EventForm,
    /// The language at the left: the source.
    pub left: Locale,
    /// The language at the right: the translation.
    pub right: Locale,
    /// Why it was not saved.
    pub errors: &'a FieldErrors,
    /// The note on the change, as typed.
    pub note: &'a str,
    /// What was saved just now.
    pub saved: Option<Saved>,
    /// The latest revision: who changed it last, and when.
    pub last: Option<&'a Revision>,
}

/// What was saved just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// What was typed.
    Edit,
    /// Where the event stands, or what visitors are told.
    Status(StatusChange),
    /// That it takes place after all.
    Resumed,
}

impl Saved {
    /// What an address says that was saved.
    #[must_use]
    pub fn named(name: &str) -> Self {
        match name {
            "resume" => Self::Resumed,
            _ => StatusChange::named(name).map_or(Self::Edit, Self::Status),
        }
    }
}

/// The event stands where this change puts it.
const fn is_so(change: StatusChange, status: Status) -> bool {
    match change {
        StatusChange::Publish => status.takes_place(),
        StatusChange::Unpublish => !status.is_public(),
        StatusChange::Cancel => matches!(status, Status::Cancelled),
        StatusChange::Postpone => matches!(status, Status::Postponed),
        StatusChange::Notice => status.is_public(),
    }
}

/// The edit page, new or existing: two languages side by side.
///
/// Posts to its own address (of the event, or of new events) the fields of [`EventForm`], and:
/// - `version`: the version that was edited; none for a new event
/// - `stamp`: when that version was saved, in microseconds since 1970: a version of the same number is another one where a
///   backup was restored meanwhile
/// - `seen`: the version that the translations were made from, where the edit was merged since
/// - `new`: the id of a new event, so that the form makes one event, however often it is sent
/// - `note`: why it was changed
/// - `left`, `right`: the languages side by side, by their tags
/// - `do`: `save`; or `language`, which saves nothing: the page is to be shown again with what was typed, and with the
///   language in `with` at the right. A language that was typed and is no longer shown stays in the form, hidden. Or
///   `preview`, which saves nothing either: see [`super::preview_typed`], which leads back by `edit`
///
/// An event that does not take place gets its time where it is said to take place after all: here, its time is shown, and
/// sent as it is stored.
///
/// The box `reviewed.…` is never ticked from the store: ticking it says that the texts as they stand now were read by a
/// second person, which is not true any more of a text that is being changed. How far a language is stands beside it.
#[must_use]
pub fn edit(catalogue: &Catalogue, edit: &Edit<'_>) -> Page {
    let title = match edit.event {
        Some(event) => plain(&event.content.title),
        None => t("staff-new-event"),
    };
    let action = edit.event.map_or(Route::StaffEventNew, |e| Route::StaffEvent(e.id.clone()));
    let unsaved = is_unsaved(edit);
    let body = view! {
        <div class="page bay desk">
            {heading(edit.event, edit.last, &title)}
            {saved(edit)}
            {error_summary_by(edit.errors, |f| place(edit, f), |f| target(edit, f), field_label)}
            {edit.event.map(lacks)}
            <form method="post" action=link(&action) class="stack" data-unsaved=unsaved.to_string()>
                {enter_saves()}
                {hidden_fields(edit)}
                {other_language(edit)}
                <div class="panes">{pane(edit, edit.left)}{pane(edit, edit.right)}</div>
                {when_and_where(edit)}
                {about(catalogue, edit)}
                {note_and_save(edit)}
            </form>
            <Unsaved/>
        </div>
    };
    Page { head: private(with_error(title, !edit.errors.is_empty())), body: body.into_any() }
}

/// The form holds what is not stored.
fn is_unsaved(edit: &Edit<'_>) -> bool {
    let stored = edit.event.map(|event| EventForm::of(&event.content)).unwrap_or_default();
    let typed = !EventForm::divergences(None, edit.form, &stored).is_empty();
    typed || !edit.note.is_empty() || !edit.errors.is_empty()
}

/// What was saved, and what visitors are told of it now. Nothing where that is not so any more: the address may be an old one.
fn saved(edit: &Edit<'_>) -> Option<AnyView> {
    let (saved, status) = (edit.saved?, edit.event?.status);
    let words = match saved {
        Saved::Edit => t("staff-saved"),
        Saved::Resumed if status.takes_place() => t("staff-saved-resume"),
        Saved::Status(change) if is_so(change, status) => t(&format!("staff-saved-{}", change.name())),
        Saved::Resumed | Saved::Status(_) => return None,
    };
    let moved = edit.event.filter(|e| e.status.takes_place() && (e.is_rescheduled() || e.is_moved_online()));
    let told = moved.map(|event| {
        let tell = Route::StaffEventStatus(event.id.clone(), StatusChange::Notice);
        let words = event.statuses().map(|status| t(&format!("event-notice-{}", status.name())));
        let when = format::when(interface(), &event.content.when);
        let words = words.chain([when]).collect::<Vec<_>>().join(" ");
        let notice = (!event.notice.is_empty()).then(|| view! { " "<q>{crate::component::text(&event.notice)}</q> });
        let tell = page().viewer.can(Action::Publish).then(|| view! { " "<a href=link(&tell)>{t("staff-notice")}</a> });
        view! { <p>{t("staff-notice-stored")}" "<q>{words}</q>{notice}{tell}</p> }
    });
    Some(view! { <div class="note good" role="status"><p>{words}</p>{told}</div> }.into_any())
}

/// Where a field stands on the page: the texts at the left, those at the right, the others.
fn place(edit: &Edit<'_>, field: &str) -> usize {
    let Some((name, locale)) = field.split_once('.') else {
        return 100 + ORDER.iter().position(|f| *f == field).unwrap_or(ORDER.len());
    };
    let pane = if locale == edit.left.tag() { 0 } else { 10 };
    pane + TEXTS.iter().position(|(n, _, _)| *n == name).unwrap_or(TEXTS.len())
}

/// Where the way to a field leads: to the choice of language where its language is not on the page.
fn target(edit: &Edit<'_>, field: &str) -> String {
    let elsewhere = field.split_once('.').is_some_and(|(_, l)| l != edit.left.tag() && l != edit.right.tag());
    if elsewhere { "with".to_owned() } else { field.to_owned() }
}

/// What somebody must be allowed to do to change the event as it stands.
#[must_use]
pub const fn may_write(event: &Event) -> Action {
    if event.status.is_public() { Action::EditPublic } else { Action::EditDraft }
}

fn save_button() -> AnyView {
    view! { <button class="button" type="submit" name="do" value="save">{t("staff-save")}</button> }.into_any()
}

/// What Enter in a field presses: browsers take the first button of a form (HTML, 4.10.21.2), and the first to be seen
/// changes the language. It is neither seen nor heard nor reached: the one that saves is at the end.
fn enter_saves() -> AnyView {
    view! { <button class="unseen" type="submit" name="do" value="save" tabindex="-1" aria-hidden="true">{t("staff-save")}</button> }
        .into_any()
}

/// The event's title, how it stands, who changed it last, and the ways on.
pub(super) fn heading(event: Option<&Event>, last: Option<&Revision>, title: &str) -> AnyView {
    let tags = event.map(|event| {
        let last = last.map(|revision| {
            let words = t_with("staff-changed-by", &[("name", actor(&revision.by).into())]);
            view! { <span class="meta">{words}" · "{moment(revision.at)}</span> }
        });
        view! { <p class="row">{any_status_tag(event)}{sample_tag(event.sample)}{last}</p> }
    });
    let title = title.to_owned();
    view! {
        <p class="eyebrow"><a href=link(&Route::StaffEvents(Default::default()))>{t("staff-events")}</a></p>
        <h1>{title}</h1>
        {tags}
        {event.map(ways)}
    }
    .into_any()
}

/// The other pages about this event, and what can be done with it.
fn ways(event: &Event) -> AnyView {
    let id = &event.id;
    // Who writes looks at what is typed, by a button of the form.
    let reads = !page().viewer.can(may_write(event));
    let pages = [
        reads.then(|| ("staff-preview", Route::StaffEventPreview(id.clone()))),
        Some(("staff-revisions", Route::StaffEventRevisions(id.clone(), None))),
    ]
    .into_iter()
    .flatten();
    let seen = event.status.is_public().then(|| ("staff-see-public", Route::Event(event.content.slug.clone())));
    let changes: Vec<(String, Route)> = if page().viewer.can(Action::Publish) {
        StatusChange::possible(event.status)
            .iter()
            .map(|change| (t(words_of(event, *change)), Route::StaffEventStatus(id.clone(), *change)))
            .collect()
    } else {
        Vec::new()
    };
    let links = pages.chain(seen).map(|(key, route)| (t(key), route)).chain(changes);
    let links = links
        .map(|(words, route)| view! { <li><a class="button plain" href=link(&route)>{words}</a></li> })
        .collect_view();
    view! { <nav aria-label=t("staff-ways")><ul role="list" class="row">{links}</ul></nav> }.into_any()
}

/// What a change of status is called: publishing what was called off is to say that it takes place after all. With
/// `-title`, `-why` and `-do`, the words of its page.
pub(super) fn words_of(event: &Event, change: StatusChange) -> &'static str {
    match change {
        StatusChange::Publish if event.status.is_public() => "staff-resume",
        StatusChange::Publish => "staff-publish",
        StatusChange::Unpublish => "staff-unpublish",
        StatusChange::Cancel => "staff-cancel",
        StatusChange::Postpone => "staff-postpone",
        StatusChange::Notice => "staff-notice",
    }
}

/// What keeps a draft from being published, and what visitors would miss; of a public event, what they miss.
pub(super) fn lacks(event: &Event) -> Option<AnyView> {
    let required: Vec<(String, String)> = event
        .content
        .publishable()
        .err()
        .iter()
        .flat_map(|errors| errors.iter().map(|(field, _)| (format!("#{field}"), field_label(field))))
        .collect();
    let missed: Vec<String> = Locale::ALL.into_iter().flat_map(|locale| missed(event, locale)).collect();
    if required.is_empty() && missed.is_empty() {
        return None;
    }
    // Who may only read finds no fields there.
    let (edit, fields) = (link(&Route::StaffEvent(event.id.clone())), page().viewer.can(may_write(event)));
    let required = (!required.is_empty()).then(|| {
        let items = required
            .into_iter()
            .map(|(fragment, label)| match fields {
                true => view! { <li><a href=format!("{edit}{fragment}")>{label}</a></li> }.into_any(),
                false => view! { <li>{label}</li> }.into_any(),
            })
            .collect_view();
        view! { <p>{t("staff-lacks-required")}</p><ul>{items}</ul> }
    });
    let heading = if event.status.is_public() { "staff-lacks-visitors-now" } else { "staff-lacks-visitors" };
    let missed = (!missed.is_empty()).then(|| {
        let items = missed.into_iter().map(|words| view! { <li>{words}</li> }).collect_view();
        view! { <p>{t(heading)}</p><ul>{items}</ul> }
    });
    Some(view! { <div class="note">{required}{missed}</div> }.into_any())
}

/// What readers of one language miss: of those that the portal speaks, and of others that the event is told in.
fn missed(event: &Event, locale: Locale) -> Vec<String> {
    let begun = event.translation_state(locale) > TranslationState::Missing;
    if message::interface(locale) != locale && !begun {
        return Vec::new();
    }
    let notice = event.status.is_public().then_some(("notice", &event.notice));
    let texts = event.content.texts().into_iter().chain(notice).filter(|(_, text)| !text.is_empty());
    let of = |state: TranslationState| {
        let fields = texts.clone().filter(|(_, text)| text.state(locale) == state);
        let names: Vec<String> = fields.map(|(name, _)| t(&format!("staff-field-{name}"))).collect();
        (!names.is_empty()).then(|| format::list(interface(), names))
    };
    let told = [
        (TranslationState::Missing, if begun { "staff-lacks-texts" } else { "staff-lacks-language" }),
        (TranslationState::Stale, "staff-lacks-fresh"),
    ];
    told.into_iter()
        .filter_map(|(state, key)| {
            let arguments = [("language", locale.endonym().into()), ("fields", of(state)?.into())];
            Some(t_with(key, &arguments))
        })
        .collect()
}

fn hidden_fields(edit: &Edit<'_>) -> AnyView {
    let mut fields = vec![hidden("left", edit.left.tag()), hidden("right", edit.right.tag())];
    fields.extend(edit.event.map(|event| hidden("version", event.version.to_string())));
    fields.extend(edit.event.map(|event| hidden("stamp", event.updated_at.as_microsecond().to_string())));
    fields.extend(edit.seen.map(|seen| hidden("seen", seen.to_string())));
    fields.extend(edit.new.map(|id| hidden("new", id.as_str())));
    let stored = edit.event.map(|event| EventForm::of(&event.content)).unwrap_or_default();
    for locale in edit.form.shown().filter(|l| *l != edit.left && *l != edit.right) {
        let names = TEXTS.iter().map(|(name, _, _)| format!("{name}.{locale}"));
        let names: Vec<String> = names.chain([format!("reviewed.{locale}")]).collect();
        // Only what was typed and is not stored: the whole of thirteen languages need not go to and fro.
        let reviewed = format!("reviewed.{locale}");
        let ticked = edit.form.has(&reviewed, "on") && !stored.has(&reviewed, "on");
        if ticked || names.iter().take(TEXTS.len()).any(|name| edit.form.one(name) != stored.one(name)) {
            fields.extend(names.into_iter().map(|name| {
                let value = edit.form.one(&name).to_owned();
                hidden(name, value)
            }));
        }
    }
    fields.collect_view().into_any()
}

/// The texts in one language.
fn pane(edit: &Edit<'_>, locale: Locale) -> AnyView {
    let state = edit.event.map_or(TranslationState::Missing, |event| event.translation_state(locale));
    let tag = edit.event.map(|_| translation_tag(state));
    let texts = [
        ("title", Input::Line),
        ("summary", Input::Lines(3)),
        ("body", Input::Lines(14)),
        ("venue", Input::Line),
        ("organisers", Input::Lines(3)),
    ]
    .map(|(name, input)| {
        let full = format!("{name}.{locale}");
        let value = edit.form.one(&full).to_owned();
        let hint = hint(name);
        let lang = Some(locale.tag());
        let label = t(&format!("staff-field-{name}"));
        field(Field { name: full, label, hint, value, input, lang, ..Field::default() }, edit.errors)
    })
    .collect_view();
    let reviewed = format!("reviewed.{locale}");
    let ticked = edit.form.has(&reviewed, "on") && !is_stored(edit);
    let stale = (state == TranslationState::Stale).then(|| view! { <p class="hint">{t("staff-stale-help")}</p> });
    let (id, by) = (format!("texts-{locale}"), format!("texts-{locale}"));
    // Not a fieldset: its content takes no part in the grid that lines the fields of both languages up.
    view! {
        <div class="pane" role="group" aria-labelledby=by>
            <div>
                <div class="row between">
                    <h2 id=id>{language(locale)}</h2>
                    <p class="row"><span class="meta">{role_of_pane(locale, edit.left)}</span>{tag}</p>
                </div>
                {stale}
            </div>
            {texts}
            {tick(&reviewed, t("staff-field-reviewed"), Some(t("staff-reviewed-hint")), ticked)}
        </div>
    }
    .into_any()
}

/// What the texts of a language are, where those of `left` are the source.
pub(super) fn role_of_pane(locale: Locale, left: Locale) -> String {
    t(if locale == left { "staff-source" } else { "staff-translation" })
}

/// The form is the stored event, not what somebody typed.
fn is_stored(edit: &Edit<'_>) -> bool {
    edit.event.is_some_and(|event| EventForm::of(&event.content) == *edit.form)
}

fn hint(name: &str) -> Option<String> {
    let key = match name {
        "title" => "staff-title-hint",
        "summary" => "staff-summary-hint",
        "body" => "staff-body-hint",
        "venue" => "staff-venue-hint",
        "organisers" => "staff-organisers-hint",
        _ => return None,
    };
    Some(t(key))
}

/// Another language at the right. A button of the form itself, so that nothing typed is lost.
fn other_language(edit: &Edit<'_>) -> AnyView {
    view! {
        <div class="row">
            {select(language_choice(edit.left, edit.right), &FieldErrors::none())}
            <button class="button plain" type="submit" name="do" value="language">{t("staff-other-language-show")}</button>
        </div>
    }
    .into_any()
}

/// The languages that can stand beside `left`.
pub(super) fn language_choice(left: Locale, right: Locale) -> Select {
    let choices = Locale::ALL
        .into_iter()
        .filter(|l| *l != left)
        .map(|l| Choice {
            value: l.tag().to_owned(),
            label: l.endonym().to_owned(),
            lang: crate::context::lang_of(l),
            chosen: l == right,
        })
        .collect();
    Select { name: "with".to_owned(), label: t("staff-other-language"), none: None, choices }
}

fn when_and_where(edit: &Edit<'_>) -> AnyView {
    let form = edit.form;
    let plain = |name: &str, input: Input, hint: Option<String>| {
        let field_ = Field {
            name: name.to_owned(),
            label: t(&format!("staff-field-{name}")),
            hint,
            value: form.one(name).to_owned(),
            input,
            ..Field::default()
        };
        field(field_, edit.errors)
    };
    let when = match edit.event {
        Some(event) if event.status.is_off() => off(event, form, edit.errors),
        Some(event) if event.status.is_public() => {
            view! { <p class="hint">{t("staff-when-public")}</p>{times(form, edit.errors)} }.into_any()
        }
        _ => times(form, edit.errors),
    };
    view! {
        <section class="pane stack">
            <h2>{t("staff-when-where")}</h2>
            {when}
            {choices::formats(form, edit.errors)}
            {plain("join-link", Input::Link, Some(t("staff-join-link-hint")))}
        </section>
    }
    .into_any()
}

/// When an event that is off was to be, and where it gets another time. Sent as it is stored. A time that was typed before it
/// was called off stands there to be read: it is given elsewhere.
fn off(event: &Event, form: &EventForm, errors: &FieldErrors) -> AnyView {
    let stored = EventForm::of(&event.content);
    let typed = form.when_line().filter(|line| stored.when_line().as_ref() != Some(line));
    let typed = typed.map(|line| {
        let words = form.when().map_or(line, |when| format::when(interface(), &when));
        view! { <p class="note">{t_with("staff-when-typed", &[("when", words.into())])}</p> }
    });
    let fields = WHEN_FIELDS.into_iter().flat_map(|name| stored.all(name).iter().map(move |value| hidden(name, value)));
    let error = field_error("start-date", errors);
    let described = error_id("start-date", errors);
    let resume = Route::StaffEventStatus(event.id.clone(), StatusChange::Publish);
    let resume = page().viewer.can(Action::Publish).then(|| view! { <a href=link(&resume)>{t("staff-resume")}</a> });
    view! {
        {fields.collect_view()}
        <div id="start-date" tabindex="-1" aria-describedby=described class="stack tight">
            {error}
            {typed}
            <p>{t("event-previous")}" "<s class="struck">{format::when(interface(), &event.content.when)}</s></p>
            <p class="hint">{t("staff-when-off")}" "{resume}</p>
        </div>
    }
    .into_any()
}

fn about(catalogue: &Catalogue, edit: &Edit<'_>) -> AnyView {
    let form = edit.form;
    let plain = |name: &str, input: Input, hint: &str, fixed: bool| {
        let field_ = Field {
            name: name.to_owned(),
            label: t(&format!("staff-field-{name}")),
            hint: Some(t(hint)),
            value: form.one(name).to_owned(),
            input,
            fixed,
            ..Field::default()
        };
        field(field_, edit.errors)
    };
    let fixed = edit.event.is_some_and(|e| e.published_at.is_some());
    let slug_hint = if fixed { "staff-slug-fixed" } else { "staff-slug-hint" };
    view! {
        <section class="pane stack">
            <h2>{t("staff-about")}</h2>
            {choices::abouts(catalogue, form, edit.errors)}
            <div class="times">
                {plain("contact-name", Input::Line, "staff-contact-name-hint", false)}
                {plain("contact-email", Input::Email, "staff-contact-email-hint", false)}
            </div>
            {plain("slug", Input::Line, slug_hint, fixed)}
        </section>
    }
    .into_any()
}

fn note_and_save(edit: &Edit<'_>) -> AnyView {
    let note = Field {
        name: "note".to_owned(),
        label: t("staff-field-note"),
        hint: Some(t("staff-note-hint")),
        value: edit.note.to_owned(),
        ..Field::default()
    };
    let public = edit.event.is_some_and(|e| e.status.is_public());
    let told = if public { "staff-save-public" } else { "staff-save-draft" };
    view! {
        {field(note, edit.errors)}
        <div class="savebar">
            {save_button()}
            <button class="button plain" type="submit" name="do" value="preview">{t("staff-preview-do")}</button>
            <p class="meta">{t(told)}</p>
        </div>
    }
    .into_any()
}
