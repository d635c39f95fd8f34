//! Somebody else saved first: both texts, and what the writer chooses of them.

use std::collections::BTreeMap;

use axum::response::Response;
use frontend::page::staff::event::{self, Conflict};
use http::StatusCode;
use model::{
    error::{FieldError, FieldErrors},
    event::EventId,
    event_form::EventForm,
    locale::Locale,
    revision::{Divergence, Keep},
    route::Route,
};

use super::event::event_at;
use crate::web::{answer::Answer, form::Pairs, here::Here, problem::Problem};

/// How many of the revisions that were saved meanwhile are looked at to tell who saved them.
const MEANWHILE: u16 = 50;

/// The base of an edit of which nobody knows any more what it began from: there is no such version.
pub(super) const UNKNOWN: i64 = 0;

/// What a merge page sends beside the form.
pub(super) struct Merge {
    /// The version that the edit began from.
    base: i64,
    /// What was chosen, by field.
    choices: BTreeMap<String, Keep>,
    /// What the writer made of two texts, by field.
    own: BTreeMap<String, String>,
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
            |(name, choice): (&str, &str)| Some((name.strip_prefix("choose.")?.to_owned(), Keep::named(choice)?));
        let own =
            |(name, text): (&str, &str)| Some((name.strip_prefix("own.")?.to_owned(), text.replace("\r\n", "\n")));
        Some(Self {
            base,
            choices: pairs.iter().filter_map(choice).collect(),
            own: pairs.iter().filter_map(own).collect(),
        })
    }

    /// What to keep: what was chosen, if it can be of such a field, else the side that alone changed it.
    fn keep(&self, divergence: &Divergence) -> Option<Keep> {
        let field = &divergence.field;
        let fits = |keep: &Keep| match keep {
            Keep::Mine | Keep::Theirs => true,
            Keep::Both => EventForm::is_list(field),
            Keep::Own => self.own.contains_key(field) && EventForm::is_text(field),
        };
        let chosen = self.choices.get(field).copied().filter(fits);
        // Who writes a text of their own, and ticks nothing, has chosen.
        let own = || self.has_own(divergence).then_some(Keep::Own).filter(fits);
        let kept = chosen.or_else(own).or_else(|| divergence.only_changed_by().map(Keep::from));
        kept.filter(|keep| *keep == Keep::Own || !self.has_own(divergence))
    }

    /// Somebody has written in the box for a text of their own: it is neither empty nor one of the two.
    fn has_own(&self, divergence: &Divergence) -> bool {
        let own = self.own.get(&divergence.field).map_or("", |own| own.trim());
        let is = |values: &[String]| values.first().is_some_and(|value| value.trim() == own);
        !own.is_empty() && !is(&divergence.mine) && !is(&divergence.theirs)
    }

    /// Why a difference is not decided.
    fn error(&self, divergence: &Divergence) -> FieldError {
        let chosen = self.choices.contains_key(&divergence.field);
        if chosen && self.has_own(divergence) { FieldError::OwnUnused } else { FieldError::Undecided }
    }
}

/// What somebody typed, to be merged.
pub(super) struct Mine<'a> {
    /// The form.
    pub(super) form: &'a EventForm,
    /// The note on the change.
    pub(super) note: &'a str,
    /// The language at the right of the edit page.
    pub(super) right: Locale,
    /// The version that the translations were made from.
    pub(super) seen: i64,
    /// It was typed as a new event.
    pub(super) new: bool,
}

/// The form after the choices, which were between what was typed and what was stored at `seen`.
pub(super) async fn merged(
    here: &Here,
    id: &EventId,
    seen: i64,
    merge: &Merge,
    mine: &Mine<'_>,
) -> Result<Merged, Problem> {
    let theirs = EventForm::of(&here.app().staff_event_at(&here.viewer, id, seen).await?.content);
    let base = form_at(here, id, merge.base).await?;
    let mut form = mine.form.clone();
    for divergence in EventForm::divergences(base.as_ref(), mine.form, &theirs) {
        let field = &divergence.field;
        match merge.keep(&divergence) {
            Some(Keep::Mine) => {}
            Some(Keep::Theirs) => form.take(field, &theirs),
            Some(Keep::Both) => form.replace(field, divergence.joined()),
            Some(Keep::Own) => form.replace(field, merge.own.get(field).cloned().into_iter().collect()),
            None => {
                let again = page(here, StatusCode::UNPROCESSABLE_ENTITY, id, seen, merge, mine).await?;
                return Ok(Merged::Undecided(again));
            }
        }
    }
    if !form.has_slug() {
        form.take("slug", &theirs);
    }
    Ok(Merged::Whole(form))
}

/// The merge page for an edit that began from `base`.
pub(super) async fn conflict(here: &Here, id: &EventId, base: i64, mine: &Mine<'_>) -> Answer {
    let fresh = Merge { base, choices: BTreeMap::new(), own: BTreeMap::new() };
    let current = here.app().staff_event(&here.viewer, id).await?.version;
    page(here, StatusCode::CONFLICT, id, current, &fresh, mine).await
}

async fn page(here: &Here, status: StatusCode, id: &EventId, seen: i64, merge: &Merge, mine: &Mine<'_>) -> Answer {
    let current = here.app().staff_event_at(&here.viewer, id, seen).await?;
    let base = form_at(here, id, merge.base).await?;
    let divergences = EventForm::divergences(base.as_ref(), mine.form, &EventForm::of(&current.content));
    let mut errors = FieldErrors::none();
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        for divergence in divergences.iter().filter(|d| merge.keep(d).is_none()) {
            errors.add(format!("choose.{}", divergence.field), merge.error(divergence));
        }
    }
    let mut meanwhile = here.app().event_revisions(&here.viewer, id, seen.checked_add(1), MEANWHILE).await?;
    // Of an unknown base, as after a backup was restored, the latest.
    let latest = meanwhile.first().map(|revision| revision.version);
    meanwhile.retain(|revision| revision.version > merge.base || Some(revision.version) == latest);
    let catalogue = here.app().catalogue().await?;
    here.page_with(status, Route::StaffEvent(id.clone()), || {
        event::conflict(
            &catalogue,
            &Conflict {
                current: &current,
                base: merge.base,
                mine: mine.form,
                right: mine.right,
                seen: mine.seen,
                new: mine.new,
                divergences: &divergences,
                choices: &merge.choices,
                own: &merge.own,
                errors: &errors,
                note: mine.note,
                meanwhile: &meanwhile,
            },
        )
    })
    .await
}

/// What the form was at a version, if there was one.
pub(super) async fn form_at(here: &Here, id: &EventId, version: i64) -> Result<Option<EventForm>, Problem> {
    Ok(event_at(here, id, version).await?.map(|event| EventForm::of(&event.content)))
}
