//! Somebody else saved first: both texts, and what the writer chooses of them.

use std::collections::BTreeMap;

use frontend::page::staff::event::{self, Conflict};
use http::StatusCode;
use model::{
    error::{Error, FieldError, FieldErrors},
    event::EventId,
    event_form::EventForm,
    locale::Locale,
    revision::{Divergence, Side, divergences},
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
    /// Fields that both changed still wait for a choice; as typed.
    Undecided(EventForm),
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
    mine: EventForm,
) -> Result<Merged, Problem> {
    let theirs = EventForm::of(&here.app().staff_event_at(&here.viewer, id, seen).await?.content);
    let base = form_at(here, id, merge.base).await?;
    let mut form = mine.clone();
    for divergence in diverging(base.as_ref(), &mine, &theirs) {
        match merge.side(&divergence) {
            Some(Side::Mine) => {}
            Some(Side::Theirs) => take(&mut form, &divergence.field, &theirs),
            None => return Ok(Merged::Undecided(mine)),
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

/// The merge page once more, as of the version that was seen: something waits for a choice.
pub(super) async fn decide(
    here: &Here,
    id: &EventId,
    seen: i64,
    merge: &Merge,
    mine: &EventForm,
    note: &str,
) -> Answer {
    page(here, StatusCode::UNPROCESSABLE_ENTITY, id, seen, merge, mine, note).await
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
    let divergences = diverging(base.as_ref(), mine, &EventForm::of(&current.content));
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
async fn form_at(here: &Here, id: &EventId, version: i64) -> Result<Option<EventForm>, Problem> {
    match here.app().staff_event_at(&here.viewer, id, version).await {
        Ok(event) => Ok(Some(EventForm::of(&event.content))),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Where mine and theirs differ, in the fields that mine shows.
fn diverging(base: Option<&EventForm>, mine: &EventForm, theirs: &EventForm) -> Vec<Divergence> {
    let shown: Vec<Locale> = mine.shown().collect();
    let base = base.map(|base| comparable(base, &shown));
    divergences(base.as_ref(), &comparable(mine, &shown), &comparable(theirs, &shown))
}

/// The fields that a form shows, as they would be saved: trimmed, and without the empty ones. That a text was read by a
/// second person is not among them: it is true of the text that was read alone.
fn comparable(form: &EventForm, shown: &[Locale]) -> BTreeMap<String, Vec<String>> {
    let is_shown = |field: &str| {
        field.split_once('.').is_none_or(|(name, tag)| {
            name != "reviewed" && tag.parse().is_ok_and(|locale: Locale| shown.contains(&locale))
        })
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
    fn what_would_be_saved_alike_is_no_difference() {
        let form = |pairs: &[(&str, &str)]| EventForm::from_pairs(pairs.iter().copied());
        let theirs = form(&[("title.en", "A"), ("title.th", "B"), ("countries", "CN"), ("countries", "LA")]);
        let mine = form(&[("title.en", " A "), ("summary.en", ""), ("countries", "LA"), ("countries", "CN")]);
        assert!(diverging(None, &mine, &theirs).is_empty());
    }
}
