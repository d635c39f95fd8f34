//! Events as staff write them.

use axum::{Router, routing::get};
use frontend::page::staff::event::{self, Edit};
use http::StatusCode;
use model::{
    error::{Error, FieldErrors},
    event::{Event, EventId, StaffEventQuery},
    event_form::EventForm,
    locale::Locale,
    revision::differences,
    route::Route,
    viewer::Action,
};

use super::desk::{Desk, Posted};
use crate::web::{
    answer::{self, Answer},
    form::Pairs,
    here::Here,
    problem::Problem,
    state::WebState,
};

/// Events on a page of the list.
const PAGE: u16 = 50;
/// Revisions on their page.
const REVISIONS: u16 = 200;

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/staff", get(front))
        .route("/{language}/staff/events", get(list))
        .route("/{language}/staff/events/new", get(show_new).post(create))
        .route("/{language}/staff/events/{event}", get(show).post(save))
        .route("/{language}/staff/events/{event}/preview", get(preview))
        .route("/{language}/staff/events/{event}/revisions", get(revisions))
}

/// The id in the path. Other text than ids are made of never reaches the store: PostgreSQL, for one, takes a NUL for a
/// fault.
pub(super) fn id(here: &Here) -> Result<EventId, Problem> {
    let id = here.parameter::<String>("event")?;
    let sound = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric());
    if sound { Ok(EventId::from_stored(id)) } else { Err(Problem::NOT_FOUND) }
}

async fn front(Desk(here): Desk) -> Answer {
    Ok(answer::see_other(&Route::StaffEvents(StaffEventQuery::default()).path(here.locale)))
}

async fn list(Desk(here): Desk) -> Answer {
    let query = StaffEventQuery::parse(here.query()?.iter()).map_err(|_| Problem::BAD_REQUEST)?;
    let catalogue = here.app().catalogue().await?;
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
    let revisions = here.app().event_revisions(&here.viewer, &found.id, None, REVISIONS).await?;
    here.page(Route::StaffEventRevisions(found.id.clone()), || event::revisions(&found, &revisions)).await
}

/// Two languages side by side: the source at the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sides {
    left: Locale,
    right: Locale,
}

impl Sides {
    /// The sides that `asked` names, else the source and the language that somebody who reads this page is likely to
    /// write: the page's, or Chinese where that is the source, or English where Chinese is the source.
    fn of(source: Locale, page: Locale, asked: &str) -> Self {
        let usual = [page, Locale::ZhHans, Locale::En];
        let right = asked.parse().ok().into_iter().chain(usual).find(|l| *l != source);
        Self { left: source, right: right.unwrap_or(page) }
    }
}

async fn show_new(desk: Desk) -> Answer {
    let here = desk.may(Action::EditDraft)?;
    let sides = Sides::of(here.locale, here.locale, here.query()?.one("with"));
    edit_page(&here, StatusCode::OK, &Typed::fresh(EventForm::default(), sides)).await
}

/// Shown to all staff: who may not write it can read it.
async fn show(Desk(here): Desk) -> Answer {
    let found = here.app().staff_event(&here.viewer, &id(&here)?).await?;
    let query = here.query()?;
    let sides = Sides::of(found.content.title.source(), here.locale, query.one("with"));
    let form = EventForm::of(&found.content);
    let saved = query.get("saved").is_some();
    edit_page(&here, StatusCode::OK, &Typed { event: Some(found), saved, ..Typed::fresh(form, sides) }).await
}

/// The event of the path, for those who may edit it as it stands.
async fn editable(here: &Here) -> Result<Event, Problem> {
    let found = here.app().staff_event(&here.viewer, &id(here)?).await?;
    here.viewer.may(if found.status.is_public() { Action::EditPublic } else { Action::EditDraft })?;
    Ok(found)
}

/// What stands on an edit page.
struct Typed {
    event: Option<Event>,
    form: EventForm,
    sides: Sides,
    errors: FieldErrors,
    note: String,
    saved: bool,
}

impl Typed {
    fn fresh(form: EventForm, sides: Sides) -> Self {
        Self { event: None, form, sides, errors: FieldErrors::none(), note: String::new(), saved: false }
    }
}

async fn edit_page(here: &Here, status: StatusCode, typed: &Typed) -> Answer {
    let catalogue = here.app().catalogue().await?;
    let last = match &typed.event {
        Some(event) => here.app().event_revisions(&here.viewer, &event.id, None, 1).await?.into_iter().next(),
        None => None,
    };
    let route = typed.event.as_ref().map_or(Route::StaffEventNew, |event| Route::StaffEvent(event.id.clone()));
    here.page_with(status, route, || {
        let edit = Edit {
            event: typed.event.as_ref(),
            form: &typed.form,
            left: typed.sides.left,
            right: typed.sides.right,
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
    let (here, pairs, cookie) = posted.into_parts();
    Posted::finish(cookie, create_as(&here, &pairs).await)
}

async fn create_as(here: &Here, pairs: &Pairs) -> Answer {
    here.viewer.may(Action::EditDraft)?;
    let left = pairs.one("left").parse().unwrap_or(here.locale);
    let sides = Sides::of(left, here.locale, pairs.one("right"));
    let (form, note) = (EventForm::from_pairs(pairs.iter()), pairs.one("note").to_owned());
    if let Some(sides) = other_language(pairs, sides, here.locale) {
        return edit_page(here, StatusCode::OK, &Typed { note, ..Typed::fresh(form, sides) }).await;
    }
    match here.app().create_event(&here.viewer, &form, left, &note).await {
        Ok(event) => Ok(answer::see_other(&saved_path(here, &event.id, sides))),
        Err(Error::Invalid { fields: errors }) => {
            let typed = Typed { errors, note, ..Typed::fresh(form, sides) };
            edit_page(here, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The sides to show where the form asks for another language, and not to be saved.
fn other_language(pairs: &Pairs, sides: Sides, page: Locale) -> Option<Sides> {
    (pairs.one("do") == "language").then(|| Sides::of(sides.left, page, pairs.one("with")))
}

async fn save(posted: Posted) -> Answer {
    let (here, pairs, cookie) = posted.into_parts();
    Posted::finish(cookie, save_as(&here, &pairs).await)
}

async fn save_as(here: &Here, pairs: &Pairs) -> Answer {
    let found = editable(here).await?;
    let sides = Sides::of(found.content.title.source(), here.locale, pairs.one("right"));
    let (form, note) = (chosen(pairs, &found), pairs.one("note").to_owned());
    if let Some(sides) = other_language(pairs, sides, here.locale) {
        let found = as_edited(found, pairs)?;
        return edit_page(here, StatusCode::OK, &Typed { event: Some(found), note, ..Typed::fresh(form, sides) }).await;
    }
    match here.app().edit_event(&here.viewer, &found.id, version(pairs)?, &form, &note).await {
        Ok(event) => Ok(answer::see_other(&saved_path(here, &event.id, sides))),
        Err(Error::Invalid { fields: errors }) => {
            let event = Some(as_edited(found, pairs)?);
            let typed = Typed { event, errors, note, ..Typed::fresh(form, sides) };
            edit_page(here, StatusCode::UNPROCESSABLE_ENTITY, &typed).await
        }
        Err(Error::Conflict { .. }) => conflict(here, &found.id, &form, &note).await,
        Err(error) => Err(error.into()),
    }
}

/// The version that was edited.
pub(super) fn version(pairs: &Pairs) -> Result<i64, Problem> {
    pairs.one("version").parse().map_err(|_| Problem::BAD_REQUEST)
}

/// The event, with the version that was edited, to be posted again: what is shown anew is still what was typed then.
fn as_edited(event: Event, pairs: &Pairs) -> Result<Event, Problem> {
    Ok(Event { version: version(pairs)?, ..event })
}

/// What was typed; for each field where the writer chose the other text, that.
fn chosen(pairs: &Pairs, theirs: &Event) -> EventForm {
    let mut form = EventForm::from_pairs(pairs.iter());
    let theirs = EventForm::of(&theirs.content);
    for (name, choice) in pairs.iter() {
        if let Some(field) = name.strip_prefix("choose.").filter(|_| choice == "theirs") {
            // A text in a language that the form shows stays a field of the form, if an empty one.
            let values = Some(theirs.all(field)).filter(|values| !values.is_empty());
            let empty = || {
                if field.contains('.') && !field.starts_with("reviewed.") { vec![String::new()] } else { Vec::new() }
            };
            form.replace(field, values.map_or_else(empty, <[String]>::to_vec));
        }
    }
    form
}

/// Somebody else saved first: both texts, to choose from.
async fn conflict(here: &Here, id: &EventId, mine: &EventForm, note: &str) -> Answer {
    let current = here.app().staff_event(&here.viewer, id).await?;
    let changes: Vec<_> = {
        let shown: Vec<Locale> = mine.shown().collect();
        let theirs = comparable(&EventForm::of(&current.content), &shown);
        differences(&theirs, &comparable(mine, &shown))
    };
    let route = Route::StaffEvent(id.clone());
    here.page_with(StatusCode::CONFLICT, route, || event::conflict(&current, mine, &changes, note)).await
}

/// The fields that a form shows, as they would be saved: trimmed, and without the empty ones.
fn comparable(form: &EventForm, shown: &[Locale]) -> std::collections::BTreeMap<String, Vec<String>> {
    let is_shown = |field: &str| {
        field.split_once('.').is_none_or(|(_, tag)| tag.parse().is_ok_and(|locale: Locale| shown.contains(&locale)))
    };
    form.fields()
        .iter()
        .filter(|(field, _)| is_shown(field))
        .filter_map(|(field, values)| {
            let mut values: Vec<String> =
                values.iter().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect();
            values.sort_unstable();
            (!values.is_empty()).then(|| (field.clone(), values))
        })
        .collect()
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
        assert_eq!(sides(Locale::ZhHans, Locale::ZhHans, ""), (Locale::ZhHans, Locale::En));
        assert_eq!(sides(Locale::En, Locale::En, "km"), (Locale::En, Locale::Km));
        assert_eq!(sides(Locale::En, Locale::En, "en"), (Locale::En, Locale::ZhHans));
        assert_eq!(sides(Locale::En, Locale::En, "klingon"), (Locale::En, Locale::ZhHans));
    }

    #[test]
    fn what_would_be_saved_alike_is_no_difference() {
        let form = |pairs: &[(&str, &str)]| EventForm::from_pairs(pairs.iter().copied());
        let theirs = form(&[("title.en", "A"), ("title.th", "B"), ("countries", "CN"), ("countries", "LA")]);
        let mine = form(&[("title.en", " A "), ("summary.en", ""), ("countries", "LA"), ("countries", "CN")]);
        let shown: Vec<Locale> = mine.shown().collect();
        assert!(differences(&comparable(&theirs, &shown), &comparable(&mine, &shown)).is_empty());
    }
}
