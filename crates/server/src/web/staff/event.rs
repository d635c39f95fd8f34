//! Events as staff write them.

use axum::{Router, routing::get};
use frontend::{
    message::interface,
    page::staff::event::{self, Edit, Saved},
};
use http::StatusCode;
use jiff::Timestamp;
use model::{
    error::{Error, FieldErrors},
    event::{Event, EventId, StaffEventQuery},
    event_form::{EventForm, TEXTS},
    locale::Locale,
    revision::Revision,
    route::Route,
    viewer::Action,
};

use super::{
    desk::{Desk, Posted, without_sign_in},
    merge::{self, Merge, Merged, Mine},
};
use crate::app::EventEdit;
use crate::web::{
    answer::{self, Answer},
    form::{Pairs, filtered},
    here::Here,
    problem::Problem,
    state::WebState,
};

/// Events on a page of the list.
const PAGE: u16 = 50;
/// Revisions on a page of theirs.
const REVISIONS: u16 = 50;

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/staff", get(front))
        .route("/{language}/staff/events", get(list))
        .route("/{language}/staff/events/new", get(show_new).post(create))
        .route("/{language}/staff/events/{event}", get(show).post(save))
        .route("/{language}/staff/events/{event}/preview", get(preview))
        .route("/{language}/staff/events/{event}/revisions", get(revisions))
}

/// The id in the path.
pub(super) fn id(here: &Here) -> Result<EventId, Problem> {
    sound(here.parameter("event")?).ok_or(Problem::NOT_FOUND)
}

/// The id that somebody sent. Other text than ids are made of never reaches the store: PostgreSQL, for one, takes a NUL for
/// a fault.
fn sound(id: String) -> Option<EventId> {
    let sound = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    sound.then(|| EventId::from_stored(id))
}

/// The id of a new event, in the form that the portal gives out.
fn new_id(text: &str) -> Option<EventId> {
    let sound = text.len() == 32 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    sound.then(|| EventId::from_stored(text.to_owned()))
}

async fn front(Desk(here): Desk) -> Answer {
    Ok(answer::see_own(&Route::StaffEvents(StaffEventQuery::default()).path(here.locale)))
}

async fn list(Desk(here): Desk) -> Answer {
    let (asked, catalogue) = (here.query()?, here.app().catalogue().await?);
    let parse = |pairs| {
        let query = StaffEventQuery::parse(pairs)?;
        catalogue.has_programme(query.programme.as_ref()).map(|()| query)
    };
    let query = filtered(&asked, parse, Route::StaffEvents)?;
    let events = here.app().staff_events(&here.viewer, &query, PAGE).await?;
    here.page(Route::StaffEvents(query.clone()), || event::list(&catalogue, &query, &events)).await
}

async fn preview(Desk(here): Desk) -> Answer {
    let found = here.app().staff_event(&here.viewer, &id(&here)?).await?;
    let catalogue = here.app().catalogue().await?;
    here.page(Route::StaffEventPreview(found.id.clone()), || event::preview(&catalogue, &found)).await
}

async fn revisions(Desk(here): Desk) -> Answer {
    let found = here.app().staff_event(&here.viewer, &id(&here)?).await?;
    let before = match here.query()?.one("before") {
        "" => None,
        typed => Some(typed.parse().map_err(|_| Problem::BAD_REQUEST)?),
    };
    let revisions = here.app().event_revisions(&here.viewer, &found.id, before, REVISIONS).await?;
    let route = Route::StaffEventRevisions(found.id.clone(), before);
    let catalogue = here.app().catalogue().await?;
    here.page(route, || event::revisions(&catalogue, &found, &revisions, before)).await
}

/// Two languages side by side: the source at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sides {
    left: Locale,
    right: Locale,
}

impl Sides {
    /// The sides that `asked` names, else the source and the language that somebody who reads this page is likely to
    /// write: the page's, or that of the words on it, or Chinese where those are the source, or English where Chinese is.
    fn of(source: Locale, page: Locale, asked: &str) -> Self {
        let usual = [page, interface(page), Locale::ZhHans, Locale::En];
        let right = asked.parse().ok().into_iter().chain(usual).find(|l| *l != source);
        Self { left: source, right: right.unwrap_or(page) }
    }
}

async fn show_new(desk: Desk) -> Answer {
    let here = desk.may(Action::EditDraft)?;
    let sides = Sides::of(here.locale, here.locale, here.query()?.one("with"));
    let new = Some(here.app().new_event_id()?);
    edit_page(&here, StatusCode::OK, &Typed { new, ..Typed::fresh(EventForm::default(), sides) }).await
}

/// Shown to all staff: who may not write it can read it.
async fn show(Desk(here): Desk) -> Answer {
    let found = here.app().staff_event(&here.viewer, &id(&here)?).await?;
    let query = here.query()?;
    let sides = Sides::of(found.content.title.source(), here.locale, query.one("with"));
    if !here.viewer.can(event::may_write(&found)) {
        return read_page(&here, &found, sides).await;
    }
    let form = EventForm::of(&found.content);
    let saved = query.get("saved").map(Saved::named);
    edit_page(&here, StatusCode::OK, &Typed { event: Some(found), saved, ..Typed::fresh(form, sides) }).await
}

async fn read_page(here: &Here, found: &Event, sides: Sides) -> Answer {
    let (catalogue, last) = (here.app().catalogue().await?, last_change(here, Some(found)).await?);
    let sides = [sides.left, sides.right];
    here.page(Route::StaffEvent(found.id.clone()), || event::read(&catalogue, found, sides, last.as_ref())).await
}

async fn last_change(here: &Here, event: Option<&Event>) -> Result<Option<Revision>, Problem> {
    let Some(event) = event else { return Ok(None) };
    Ok(here.app().event_revisions(&here.viewer, &event.id, None, 1).await?.into_iter().next())
}

/// The event of the path, for those who may edit it as it stands.
async fn editable(here: &Here) -> Result<Event, Problem> {
    let found = here.app().staff_event(&here.viewer, &id(here)?).await?;
    here.viewer.may(event::may_write(&found))?;
    Ok(found)
}

/// What stands on an edit page.
struct Typed {
    event: Option<Event>,
    /// The id of one that is not stored yet.
    new: Option<EventId>,
    /// The version that the translations were made from, where it is not the one that is edited.
    seen: Option<i64>,
    form: EventForm,
    sides: Sides,
    errors: FieldErrors,
    note: String,
    /// What was saved just now.
    saved: Option<Saved>,
}

impl Typed {
    fn fresh(form: EventForm, sides: Sides) -> Self {
        Self {
            event: None,
            new: None,
            seen: None,
            form,
            sides,
            errors: FieldErrors::none(),
            note: String::new(),
            saved: None,
        }
    }
}

impl Sides {
    /// The same, with a language at the right that has an error and would not be seen.
    fn with_errors(self, errors: &FieldErrors) -> Self {
        let languages = errors.iter().filter_map(|(field, _)| field.split_once('.')?.1.parse().ok());
        let languages: Vec<Locale> = languages.filter(|l| *l != self.left).collect();
        if languages.contains(&self.right) {
            return self;
        }
        Self { right: languages.first().copied().unwrap_or(self.right), ..self }
    }
}

async fn edit_page(here: &Here, status: StatusCode, typed: &Typed) -> Answer {
    let catalogue = here.app().catalogue().await?;
    let (last, sides) = (last_change(here, typed.event.as_ref()).await?, typed.sides.with_errors(&typed.errors));
    let route = typed.event.as_ref().map_or(Route::StaffEventNew, |event| Route::StaffEvent(event.id.clone()));
    here.page_with(status, route, || {
        let edit = Edit {
            event: typed.event.as_ref(),
            new: typed.new.as_ref(),
            seen: typed.seen,
            form: &typed.form,
            left: sides.left,
            right: sides.right,
            errors: &typed.errors,
            note: &typed.note,
            saved: typed.saved,
            last: last.as_ref(),
        };
        event::edit(&catalogue, &edit)
    })
    .await
}

/// Where an event that was saved is shown again.
fn saved_path(here: &Here, id: &EventId, sides: Sides) -> String {
    format!("{}?saved=1&with={}", Route::StaffEvent(id.clone()).path(here.locale), sides.right)
}

async fn create(posted: Posted) -> Answer {
    posted.answer(create_as).await
}

async fn create_as(here: &Here, pairs: &Pairs) -> Answer {
    here.viewer.may(Action::EditDraft)?;
    let left = pairs.one("left").parse().unwrap_or(here.locale);
    let sides = Sides::of(left, here.locale, pairs.one("right"));
    let (form, note) = (EventForm::from_pairs(pairs.iter()), pairs.one("note").to_owned());
    let new = match new_id(pairs.one("new")) {
        Some(new) => new,
        None => here.app().new_event_id()?,
    };
    if let Some(sides) = edited_on(pairs, sides, here.locale) {
        let typed = Typed { new: Some(new), note, ..Typed::fresh(form, sides) };
        return edit_page(here, StatusCode::OK, &typed).await;
    }
    let preview = is_preview(pairs);
    let made = match preview {
        true => here.app().preview_new_event(&here.viewer, &new, &form, left, &note).await,
        false => here.app().create_event(&here.viewer, &new, &form, left, &note).await,
    };
    match made {
        Ok(event) if preview => preview_page(here, &event, &Route::StaffEventNew, pairs, false).await,
        Ok(event) => Ok(answer::see_own(&saved_path(here, &event.id, sides))),
        Err(Error::Invalid { fields: errors }) => {
            let typed = Typed { new: Some(new), errors, note, ..Typed::fresh(form, sides) };
            edit_page(here, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
        // It was made already: of other words, or edited since.
        Err(Error::Conflict { .. }) => {
            let mine = Mine { form: &form, note: &note, right: sides.right, seen: 1, new: true };
            merge::conflict(here, &new, 1, &mine).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The sides to show where the form is not to be saved, but to be shown again: in another language, or after a preview.
fn edited_on(pairs: &Pairs, sides: Sides, page: Locale) -> Option<Sides> {
    match pairs.one("do") {
        "language" => Some(Sides::of(sides.left, page, pairs.one("with"))),
        "edit" => Some(sides),
        _ => None,
    }
}

fn is_preview(pairs: &Pairs) -> bool {
    pairs.one("do") == "preview"
}

/// What was typed, as visitors would see it. `stale`: somebody has saved since the edit began.
async fn preview_page(here: &Here, event: &Event, action: &Route, pairs: &Pairs, stale: bool) -> Answer {
    let catalogue = here.app().catalogue().await?;
    let mut typed = without_sign_in(pairs);
    typed.retain(|(name, _)| name != "do");
    // The page's other languages lead to what is stored: the preview in them is a button of the form.
    here.page(action.clone(), || event::preview_typed(&catalogue, event, action, &typed, stale)).await
}

async fn save(posted: Posted) -> Answer {
    posted.answer(save_as).await
}

async fn save_as(here: &Here, pairs: &Pairs) -> Answer {
    let found = editable(here).await?;
    let sides = Sides::of(found.content.title.source(), here.locale, pairs.one("right"));
    let (typed, note) = (EventForm::from_pairs(pairs.iter()), pairs.one("note").to_owned());
    if let Some(sides) = edited_on(pairs, sides, here.locale) {
        let found = as_edited(found, pairs)?;
        let typed = with_stored(here, &found, typed, sides).await?;
        let typed = Typed { event: Some(found), seen: seen(pairs), note, ..Typed::fresh(typed, sides) };
        return edit_page(here, StatusCode::OK, &typed).await;
    }
    let edited = version(pairs)?;
    // A version that is not reached yet is one from before a backup was restored: nothing was seen that could be chosen.
    let mine = |form, seen| Mine { form, note: &note, right: sides.right, seen, new: false };
    if !is_as_seen(here, &found, edited, pairs).await? {
        return merge::conflict(here, &found.id, merge::UNKNOWN, &mine(&typed, merge::UNKNOWN)).await;
    }
    let merge = Merge::of(pairs).filter(|_| edited <= found.version);
    let seen = seen(pairs).unwrap_or(edited);
    let form = match merge {
        None => typed,
        Some(merge) => {
            let mine = mine(&typed, seen);
            match merge::merged(here, &found.id, edited, &merge, &mine).await? {
                Merged::Whole(form) => form,
                Merged::Undecided(page) => return Ok(page),
            }
        }
    };
    let (preview, edit) =
        (is_preview(pairs), EventEdit { id: &found.id, version: edited, seen, form: &form, note: &note });
    let done = match preview {
        true => here.app().preview_event(&here.viewer, &edit).await,
        false => here.app().merge_event(&here.viewer, &edit).await,
    };
    match done {
        Ok(event) if preview => {
            preview_page(here, &event, &Route::StaffEvent(found.id), pairs, edited != found.version).await
        }
        Ok(event) => Ok(answer::see_own(&saved_path(here, &event.id, sides))),
        Err(Error::Invalid { fields: errors }) => {
            let event = Some(as_edited(found, pairs)?);
            let typed = Typed { event, seen: Some(seen), errors, note, ..Typed::fresh(form, sides) };
            edit_page(here, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
        Err(Error::Conflict { .. }) => merge::conflict(here, &found.id, edited, &mine(&form, seen)).await,
        Err(error) => Err(error.into()),
    }
}

/// The form with the texts of the languages that come into view, as they were stored at the version that is edited. An empty
/// field would say that the text is to be taken out.
async fn with_stored(here: &Here, edited: &Event, mut form: EventForm, sides: Sides) -> Result<EventForm, Problem> {
    let stored = merge::form_at(here, &edited.id, edited.version).await?;
    // A version from before a backup was restored: what is stored now is as near as can be.
    let stored = stored.unwrap_or_else(|| EventForm::of(&edited.content));
    let shown: Vec<Locale> = form.shown().collect();
    for locale in [sides.left, sides.right].into_iter().filter(|locale| !shown.contains(locale)) {
        for (name, _, _) in TEXTS {
            let field = format!("{name}.{locale}");
            form.replace(&field, stored.all(&field).to_vec());
        }
    }
    Ok(form)
}

/// The version that was edited.
pub(super) fn version(pairs: &Pairs) -> Result<i64, Problem> {
    pairs.one("version").parse().map_err(|_| Problem::BAD_REQUEST)
}

/// The version that was edited is the one that the writer saw. Where a backup was restored meanwhile, its number may have
/// been given to another.
pub(super) async fn is_as_seen(here: &Here, found: &Event, edited: i64, pairs: &Pairs) -> Result<bool, Problem> {
    let Some(seen) = stamp(pairs) else { return Ok(true) };
    if found.version == edited {
        return Ok(found.updated_at == seen);
    }
    Ok(event_at(here, &found.id, edited).await?.is_none_or(|event| event.updated_at == seen))
}

/// The event as it was at a version; `None` where there never was such a version, as after a backup was restored.
pub(super) async fn event_at(here: &Here, id: &EventId, version: i64) -> Result<Option<Event>, Problem> {
    match here.app().staff_event_at(&here.viewer, id, version).await {
        Ok(event) => Ok(Some(event)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The version that the translations in the form were made from, where the edit was merged since.
fn seen(pairs: &Pairs) -> Option<i64> {
    pairs.one("seen").parse().ok()
}

/// When the version that was edited was saved.
fn stamp(pairs: &Pairs) -> Option<Timestamp> {
    pairs.one("stamp").parse().ok().and_then(|at| Timestamp::from_microsecond(at).ok())
}

/// The event, with the version that was edited, to be posted again: what is shown anew is still what was typed then.
fn as_edited(event: Event, pairs: &Pairs) -> Result<Event, Problem> {
    let updated_at = stamp(pairs).unwrap_or(event.updated_at);
    Ok(Event { version: version(pairs)?, updated_at, ..event })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_is_at_the_left_and_another_language_at_the_right() {
        let sides = |source, page, asked| {
            let Sides { left, right } = Sides::of(source, page, asked);
            (left, right)
        };
        assert_eq!(sides(Locale::En, Locale::En, ""), (Locale::En, Locale::ZhHans));
        assert_eq!(sides(Locale::En, Locale::Th, ""), (Locale::En, Locale::Th));
        assert_eq!(sides(Locale::Km, Locale::Km, ""), (Locale::Km, Locale::En));
        assert_eq!(sides(Locale::ZhHans, Locale::ZhHans, ""), (Locale::ZhHans, Locale::En));
        assert_eq!(sides(Locale::En, Locale::En, "km"), (Locale::En, Locale::Km));
        assert_eq!(sides(Locale::En, Locale::En, "en"), (Locale::En, Locale::ZhHans));
        assert_eq!(sides(Locale::En, Locale::En, "klingon"), (Locale::En, Locale::ZhHans));
    }
}
