//! Events, as staff write them.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    event::{Event, Paged, StaffEventQuery},
    event_form::EventForm,
    locale::Locale,
    revision::{FieldChange, Revision},
    route::StatusChange,
};

use crate::page::{Head, Page};

/// The list, drafts included.
#[must_use]
pub fn list(_catalogue: &Catalogue, _query: &StaffEventQuery, _events: &Paged<Event>) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// What the edit page shows.
pub struct Edit<'a> {
    /// The event as stored; `None` for a new one.
    pub event: Option<&'a Event>,
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
    /// It was saved just now.
    pub saved: bool,
    /// The latest revision: who changed it last, and when.
    pub last: Option<&'a Revision>,
}

/// The edit page, new or existing: two languages side by side.
///
/// Posts to its own address (of the event, or of new events) the fields of [`EventForm`], and:
/// - `version`: the version that was edited; none for a new event
/// - `note`: why it was changed
/// - `left`, `right`: the languages side by side, by their tags
/// - `do`: `save`; or `language`, which saves nothing: the page is to be shown again with what was typed, and with the
///   language in `with` at the right. A language that was typed and is no longer shown stays in the form, hidden.
#[must_use]
pub fn edit(_catalogue: &Catalogue, _edit: &Edit<'_>) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// A stale edit: both texts for each field that differs, and the choice. Posts to the edit address with the current
/// version, all of `mine` as hidden fields, and `choose.<field>` = `mine` or `theirs` for each difference
/// (`before` is theirs, `after` is mine).
#[must_use]
pub fn conflict(_current: &Event, _mine: &EventForm, _differences: &[FieldChange], _note: &str) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// Confirms a change of status. Cancel and postpone ask for a public notice (`notice.<language>`), in the event's source
/// language and the page's.
#[must_use]
pub fn status(_event: &Event, _change: StatusChange, _errors: &FieldErrors, _typed: &[(String, String)]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// The event's revisions, latest first, each with its differences.
#[must_use]
pub fn revisions(_event: &Event, _revisions: &[Revision]) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}

/// The event as visitors would see it, under a bar that says that this is a preview.
#[must_use]
pub fn preview(_catalogue: &Catalogue, _event: &Event) -> Page {
    Page { head: Head::default(), body: ().into_any() }
}
