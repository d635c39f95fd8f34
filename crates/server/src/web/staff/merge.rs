//! Somebody else saved first: both texts, and what the writer chooses of them.

use std::collections::BTreeMap;

use axum::response::Response;
use frontend::page::staff::event::{self, Conflict};
use http::StatusCode;
use model::{
    error::{Error, FieldError, FieldErrors},
    event::EventId,
    event_form::EventForm,
    revision::{Divergence, Side},
    route::Route,
};

use crate::web::{answer::Answer, form::Pairs, here::Here, problem::Problem};

/// What a merge page sends beside the form.
pub(super) struct Merge {
    /// The version that the edit began from.
    base: i64,
    /// What was chosen, by field.
    choices: BTreeMap<String, Side>,
}

/// What was typed, with the choices made.
pub(super) enum Merged {
    /// Every difference is decided.
    Whole(EventForm),
    /// Fields that both changed still wait for a choice: the page that asks again.
    Undecided(Response),
}

impl Merge {
    /// What the form sends; `None` if it does not come from a merge page.
    pub(super) fn of(pairs: &Pairs) -> Option<Self> {
        let base = pairs.one("merged-from").parse().ok()?;
        let choice =
            |(name, choice): (&str, &str)| Some((name.strip_prefix("choose.")?.to_owned(), Side::named(choice)?));
        Some(Self { base, choices: pairs.iter().filter_map(choice).collect() })
    }

    /// The side to keep: the one chosen, else the one that alone changed the field.
    fn side(&self, divergence: &Divergence) -> Option<Side> {
        self.choices.get(&divergence.field).copied().or_else(|| divergence.only_changed_by())
    }
}

/// The form after the choices, which were between what was typed and what was stored at `seen`.
pub(super) async fn merged(
    here: &Here,
    id: &EventId,
    seen: i64,
    merge: &Merge,
    mine: &EventForm,
    note: &str,
) -> Result<Merged, Problem> {
    let theirs = EventForm::of(&here.app().staff_event_at(&here.viewer, id, seen).await?.content);
    let base = form_at(here, id, merge.base).await?;
    let mut form = mine.clone();
    for divergence in EventForm::divergences(base.as_ref(), mine, &theirs) {
        match merge.side(&divergence) {
            Some(Side::Mine) => {}
            Some(Side::Theirs) => take(&mut form, &divergence.field, &theirs),
            None => {
                let again = page(here, StatusCode::UNPROCESSABLE_ENTITY, id, seen, merge, mine, note).await?;
                return Ok(Merged::Undecided(again));
            }
        }
    }
    Ok(Merged::Whole(form))
}

/// Puts their values of a field into the form. A text in a language that the form shows stays a field of it, if an empty
/// one.
fn take(form: &mut EventForm, field: &str, theirs: &EventForm) {
    let values = match theirs.all(field) {
        [] if field.contains('.') => vec![String::new()],
        values => values.to_vec(),
    };
    form.replace(field, values);
}

/// The merge page for an edit that began from `base`.
pub(super) async fn conflict(here: &Here, id: &EventId, base: i64, mine: &EventForm, note: &str) -> Answer {
    let fresh = Merge { base, choices: BTreeMap::new() };
    let current = here.app().staff_event(&here.viewer, id).await?.version;
    page(here, StatusCode::CONFLICT, id, current, &fresh, mine, note).await
}

async fn page(
    here: &Here,
    status: StatusCode,
    id: &EventId,
    seen: i64,
    merge: &Merge,
    mine: &EventForm,
    note: &str,
) -> Answer {
    let current = here.app().staff_event_at(&here.viewer, id, seen).await?;
    let base = form_at(here, id, merge.base).await?;
    let divergences = EventForm::divergences(base.as_ref(), mine, &EventForm::of(&current.content));
    let mut errors = FieldErrors::none();
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        for divergence in divergences.iter().filter(|d| merge.side(d).is_none()) {
            errors.add(format!("choose.{}", divergence.field), FieldError::Choice);
        }
    }
    let last = here.app().event_revisions(&here.viewer, id, Some(seen.saturating_add(1)), 1).await?.into_iter().next();
    here.page_with(status, Route::StaffEvent(id.clone()), || {
        event::conflict(&Conflict {
            current: &current,
            base: merge.base,
            mine,
            divergences: &divergences,
            choices: &merge.choices,
            errors: &errors,
            note,
            last: last.as_ref(),
        })
    })
    .await
}

/// What the form was at a version; `None` where there never was such a version, as after a backup was restored.
pub(super) async fn form_at(here: &Here, id: &EventId, version: i64) -> Result<Option<EventForm>, Problem> {
    match here.app().staff_event_at(&here.viewer, id, version).await {
        Ok(event) => Ok(Some(EventForm::of(&event.content))),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
