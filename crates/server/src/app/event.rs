//! Events: as visitors read them, and as staff write them.

use jiff::Timestamp;
use model::{
    error::{Error, FieldError, FieldErrors},
    event::{Event, EventContent, EventId, EventQuery, Paged, Period, StaffEventQuery},
    event_form::EventForm,
    locale::Locale,
    revision::{Actor, Change, Revision},
    route::StatusChange,
    slug::Slug,
    viewer::{Action, Viewer},
};

use super::{App, Notice, event_rules, secret};
use crate::{content::sample::SampleEvent, store::EventWrite};

/// How many events of one name are given addresses of their own; for more, one has to be typed.
const MOST_OF_A_NAME: u16 = 99;

/// For visitors.
impl App {
    /// Public events that match, at most `limit`.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn events(&self, query: &EventQuery, limit: u16) -> Result<Paged<Event>, Error> {
        self.events_as_of(self.now(), query, limit).await
    }

    /// Public events that match, where what is upcoming and what is past is told as of `now`: for a list that is read page
    /// by page, in which no event may go from one to the other meanwhile.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn events_as_of(&self, now: Timestamp, query: &EventQuery, limit: u16) -> Result<Paged<Event>, Error> {
        Ok(self.store.public_events(query, now, limit.max(1)).await?)
    }

    /// Public events that match, latest changed first, at most `limit`. Here `query.after` is a place in this order.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn event_news(&self, query: &EventQuery, limit: u16) -> Result<Paged<Event>, Error> {
        Ok(self.store.event_news(query, self.now(), limit.max(1)).await?)
    }

    /// The years there are public events in, latest first.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn event_years(&self, period: Period) -> Result<Vec<i16>, Error> {
        Ok(self.store.event_years(period, self.now()).await?)
    }

    /// A public event.
    ///
    /// # Errors
    /// [`Error::NotFound`], for drafts too.
    pub async fn event(&self, slug: &Slug) -> Result<Event, Error> {
        self.store.public_event(slug).await?.ok_or(Error::NotFound)
    }

    /// The event maps of the site map, by their numbers, and when an event in each last changed.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn event_maps(&self) -> Result<Vec<(i64, Timestamp)>, Error> {
        Ok(self.store.event_maps().await?)
    }

    /// The public events in a map, and when each last changed.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none.
    pub async fn event_map(&self, number: i64) -> Result<Vec<(Slug, Timestamp)>, Error> {
        let events = self.store.event_map(number).await?;
        if events.is_empty() { Err(Error::NotFound) } else { Ok(events) }
    }
}

/// For staff.
impl App {
    /// Events that match, drafts included, latest changed first.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`].
    pub async fn staff_events(
        &self,
        viewer: &Viewer,
        query: &StaffEventQuery,
        limit: u16,
    ) -> Result<Paged<Event>, Error> {
        viewer.may(Action::SeeDrafts)?;
        Ok(self.store.all_events(query, limit.max(1)).await?)
    }

    /// An event, draft or not.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn staff_event(&self, viewer: &Viewer, id: &EventId) -> Result<Event, Error> {
        viewer.may(Action::SeeDrafts)?;
        self.store.event(id).await?.ok_or(Error::NotFound)
    }

    /// The event as it was at `version`.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::NotFound`] also where it never was at that version.
    pub async fn staff_event_at(&self, viewer: &Viewer, id: &EventId, version: i64) -> Result<Event, Error> {
        viewer.may(Action::SeeDrafts)?;
        self.store.event_at(id, version).await?.ok_or(Error::NotFound)
    }

    /// The event's revisions before version `before` (all for `None`), latest first, at most `limit`.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`], [`Error::NotFound`].
    pub async fn event_revisions(
        &self,
        viewer: &Viewer,
        id: &EventId,
        before: Option<i64>,
        limit: u16,
    ) -> Result<Vec<Revision>, Error> {
        self.staff_event(viewer, id).await?;
        Ok(self.store.event_revisions(id, before, limit.max(1)).await?)
    }

    /// An id for an event that is going to be written. The form carries it, so that one that is sent twice makes one event.
    ///
    /// # Errors
    /// [`Error::Internal`].
    pub fn new_event_id(&self) -> Result<EventId, Error> {
        Ok(EventId::from_stored(secret::id()?))
    }

    /// A new draft. `id` is of [`App::new_event_id`]; `source` is the language of its first text.
    ///
    /// Where there is an event of this id, this is the form of its making, sent once more: after the answer to the first was
    /// lost, say. Then the event is returned, and a note that it did not have is recorded. A form that says something else
    /// is a conflict: whether it is meant as an edit of that event or as another event, its writer alone knows.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::Invalid`] on the form's fields, `slug` (taken) and
    /// `note`; of an event that was made before, those of [`App::edit_event`].
    pub async fn create_event(
        &self,
        viewer: &Viewer,
        id: &EventId,
        form: &EventForm,
        source: Locale,
        note: &str,
    ) -> Result<Event, Error> {
        let by = viewer.may(Action::EditDraft)?;
        if let Some(made) = self.store.event(id).await? {
            return self.create_again(viewer, made, form, note).await;
        }
        match self.create_first(&by, id, form, source, note).await {
            // The other of two at once was first, and has the id, and the slug.
            Err(taken @ Error::Invalid { .. }) => match self.store.event(id).await? {
                Some(made) => self.create_again(viewer, made, form, note).await,
                None => Err(taken),
            },
            made => made,
        }
    }

    async fn create_first(
        &self,
        by: &Actor,
        id: &EventId,
        form: &EventForm,
        source: Locale,
        note: &str,
    ) -> Result<Event, Error> {
        let (content, note) = self.typed(form, None, source, note, i64::MAX).await?;
        self.write(None, Event::first(id.clone(), content, self.now()), by, Change::Created, &note).await
    }

    /// What [`App::create_event`] would make of a form. Nothing is written.
    ///
    /// # Errors
    /// As [`App::create_event`], but for a conflict.
    pub async fn preview_new_event(
        &self,
        viewer: &Viewer,
        id: &EventId,
        form: &EventForm,
        source: Locale,
        note: &str,
    ) -> Result<Event, Error> {
        viewer.may(Action::EditDraft)?;
        // Made already, and the answer was lost, or the form was gone back to: its address is its own.
        let first = self.store.event_at(id, 1).await?;
        let (content, _) = self.typed(form, first.as_ref(), source, note, i64::MAX).await?;
        Ok(Event::first(id.clone(), content, self.now()))
    }

    /// What [`App::merge_event`] would make of the event as of the version that is edited, whatever was saved since. Nothing is
    /// written.
    ///
    /// # Errors
    /// As [`App::edit_event`]; [`Error::Conflict`] only where the event never was at that version, and where somebody else
    /// saved since and the form is not sound.
    pub async fn preview_event(&self, viewer: &Viewer, edit: &EventEdit<'_>) -> Result<Event, Error> {
        let SoundEdit { before, content, .. } = self.sound_edit(viewer, edit).await?;
        Ok(event_rules::edited(&before, content, self.now()))
    }

    async fn create_again(&self, viewer: &Viewer, made: Event, form: &EventForm, note: &str) -> Result<Event, Error> {
        let first = self.store.event_at(&made.id, 1).await?.ok_or(Error::NotFound)?;
        let (content, note) = self.typed(form, Some(&first), first.content.title.source(), note, i64::MAX).await?;
        if content != first.content {
            return Err(Error::Conflict { current: made.version });
        }
        let revision = self.store.event_revisions(&made.id, Some(2), 1).await?.into_iter().next();
        let recorded = note.is_empty() || revision.is_some_and(|revision| revision.note == note);
        if recorded { Ok(made) } else { self.edit_event(viewer, &made.id, 1, form, &note).await }
    }

    /// Edits the event as of `version`. Moving a public event in time makes it rescheduled, moving it online moved-online.
    /// What is off cannot be moved: it gets a time by [`App::change_event_status`]. Nothing is written if nothing differs and
    /// there is no note, nor if the same writer saved just this as of the same version: then the answer to that was lost.
    ///
    /// # Errors
    /// As [`App::create_event`]; [`Error::Invalid`] on `start-date` where what is off would move; [`Error::NotFound`];
    /// [`Error::Conflict`] if the event is at another version. The slug of an event that has been public is fixed: its
    /// address is out in the world.
    pub async fn edit_event(
        &self,
        viewer: &Viewer,
        id: &EventId,
        version: i64,
        form: &EventForm,
        note: &str,
    ) -> Result<Event, Error> {
        self.merge_event(viewer, &EventEdit { id, version, seen: i64::MAX, form, note }).await
    }

    /// The same of an edit that was merged with what others saved since it began.
    ///
    /// # Errors
    /// As [`App::edit_event`].
    pub async fn merge_event(&self, viewer: &Viewer, edit: &EventEdit<'_>) -> Result<Event, Error> {
        let SoundEdit { by, current, before, content, note } = self.sound_edit(viewer, edit).await?;
        if content == before.content && note.is_empty() && before == current {
            return Ok(before);
        }
        let after = event_rules::edited(&before, content, self.now());
        self.write_once(&before, after, &by, Change::Edited, &note, current).await
    }

    async fn sound_edit(&self, viewer: &Viewer, edit: &EventEdit<'_>) -> Result<SoundEdit, Error> {
        let EventEdit { id, version, seen, form, note } = *edit;
        let by = viewer.may(Action::EditDraft)?;
        let current = self.store.event(id).await?.ok_or(Error::NotFound)?;
        if current.status.is_public() {
            viewer.may(Action::EditPublic)?;
        }
        let before = self.as_of(&current, version).await?;
        let typed = self.typed(form, Some(&before), before.content.title.source(), note, seen).await;
        let (content, note) = typed.map_err(|error| stale_first(error, &before, &current))?;
        Ok(SoundEdit { by, current, before, content, note })
    }

    /// Publishes, unpublishes, cancels or postpones the event as of `version`, or changes what visitors are told of it. What
    /// was saved already is not written again, as with [`App::edit_event`].
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`];
    /// [`Error::WrongState`] where the change does not fit; [`Error::Invalid`] on `notice.<language>`, `note`, the fields of
    /// [`EventForm::when`], and on what lacks before visitors may see the event.
    pub async fn change_event_status(
        &self,
        viewer: &Viewer,
        id: &EventId,
        version: i64,
        change: StatusChange,
        notice: &Notice,
    ) -> Result<Event, Error> {
        let by = viewer.may(Action::Publish)?;
        let current = self.store.event(id).await?.ok_or(Error::NotFound)?;
        let before = self.as_of(&current, version).await?;
        let mut errors = FieldErrors::none();
        let note = event_rules::note(&notice.note, &mut errors);
        let changed = event_rules::changed(&before, change, notice, self.now());
        let changed = changed.map_err(|error| match error {
            Error::Invalid { fields } => Error::Invalid { fields: fields.and(&errors) },
            other => other,
        });
        let sound = changed.and_then(|changed| errors.into_result().map(|()| changed));
        let (after, change) = sound.map_err(|error| stale_first(error, &before, &current))?;
        if change == Change::Notified && after.notice == before.notice && note.is_empty() && before == current {
            return Ok(before);
        }
        self.write_once(&before, after, &by, change, &note, current).await
    }

    /// Makes a sample event for the demonstration; `false` if its slug is taken, by an earlier start as a rule.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn add_sample_event(&self, sample: &SampleEvent) -> Result<bool, Error> {
        if self.store.slug_owner(&sample.content.slug).await?.is_some() {
            return Ok(false);
        }
        let at = self.now();
        let event = Event {
            status: sample.status,
            notice: sample.notice.clone(),
            previous: sample.previous.clone(),
            first_format: sample.first_format,
            sample: true,
            published_at: sample.status.is_public().then_some(at),
            ..Event::first(EventId::from_stored(secret::id()?), sample.content.clone(), at)
        };
        match self.write(None, event, &Actor::Operator, Change::Created, "").await {
            Ok(_) => {
                self.forget().await;
                Ok(true)
            }
            Err(Error::Invalid { fields }) if fields.get("slug") == Some(&FieldError::Taken) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The event as the writer saw it: at the version that is edited. Where it has moved on, that is a conflict, unless what
    /// it moved on to is what the writer asks for: see [`App::write_once`].
    async fn as_of(&self, current: &Event, version: i64) -> Result<Event, Error> {
        if current.version == version {
            return Ok(current.clone());
        }
        let conflict = Error::Conflict { current: current.version };
        self.store.event_at(&current.id, version).await?.ok_or(conflict)
    }

    /// Writes the event, once: if the next version is this very change by the same writer, it was saved already, and the
    /// answer was lost on the way, or it was sent twice at once. Nothing is written then.
    async fn write_once(
        &self,
        before: &Event,
        after: Event,
        by: &Actor,
        change: Change,
        note: &str,
        current: Event,
    ) -> Result<Event, Error> {
        let written = match current.version == before.version {
            true => self.write(Some(before), after.clone(), by, change, note).await,
            false => Err(Error::Conflict { current: current.version }),
        };
        // Only what is at the very next version is looked at: where others have saved since, they are to be shown.
        match written {
            Err(Error::Conflict { current }) if current == after.version => {
                let saved = self.store.event_at(&after.id, current).await?;
                let by_whom = self.store.event_revisions(&after.id, current.checked_add(1), 1).await?;
                let asked = (&after.content, after.status, &after.notice, &after.previous, after.first_format);
                let is_asked = |e: &Event| (&e.content, e.status, &e.notice, &e.previous, e.first_format) == asked;
                let same_write =
                    by_whom.first().is_some_and(|r| (&r.by, r.change, r.note.as_str()) == (by, change, note));
                saved.filter(|saved| same_write && is_asked(saved)).ok_or(Error::Conflict { current })
            }
            written => written,
        }
    }

    /// What was typed, as content and a note, with every error there is.
    async fn typed(
        &self,
        form: &EventForm,
        before: Option<&Event>,
        source: Locale,
        note: &str,
        seen: i64,
    ) -> Result<(EventContent, String), Error> {
        let mut errors = FieldErrors::none();
        let note = event_rules::note(note, &mut errors);
        let version = before.map_or(1, |b| b.version + 1);
        let content = match form.parse_seen(before.map(|b| &b.content), source, version, seen) {
            Ok(content) if form.has_slug() => content,
            Ok(content) => EventContent { slug: self.free_slug(&content.slug, before).await?, ..content },
            Err(fields) => return Err(Error::Invalid { fields: fields.and(&errors) }),
        };
        self.check(&content, before, &mut errors).await?;
        errors.into_result()?;
        Ok((content, note))
    }

    /// The slug, with a number behind it if other events have it: the meeting of next year has the name of this year's.
    async fn free_slug(&self, slug: &Slug, before: Option<&Event>) -> Result<Slug, Error> {
        let numbered = (2..=MOST_OF_A_NAME).map(|number| slug.numbered(number));
        for candidate in std::iter::once(slug.clone()).chain(numbered) {
            let owner = self.store.slug_owner(&candidate).await?;
            if owner.is_none_or(|owner| before.is_some_and(|b| b.id == owner)) {
                return Ok(candidate);
            }
        }
        // Told as taken, at the field.
        Ok(slug.clone())
    }

    /// The rules that need more than the form: other events, the programmes there are, what is public.
    async fn check(
        &self,
        content: &EventContent,
        before: Option<&Event>,
        errors: &mut FieldErrors,
    ) -> Result<(), Error> {
        let was_public = before.is_some_and(|b| b.published_at.is_some());
        if was_public && before.is_some_and(|b| b.content.slug != content.slug) {
            errors.add("slug", FieldError::Fixed);
        }
        let owner = self.store.slug_owner(&content.slug).await?;
        if owner.is_some_and(|owner| before.is_none_or(|b| b.id != owner)) {
            errors.add("slug", FieldError::Taken);
        }
        let catalogue = self.catalogue().await?;
        if content.programmes.iter().any(|p| catalogue.programme(p.as_str()).is_none()) {
            errors.add("programmes", FieldError::Choice);
        }
        if before.is_some_and(|b| b.status.is_off() && b.content.when != content.when) {
            errors.add("start-date", FieldError::Off);
        }
        if before.is_some_and(|b| b.status.is_public())
            && let Err(lacking) = content.publishable()
        {
            *errors = lacking.and(errors);
        }
        Ok(())
    }

    async fn write(
        &self,
        before: Option<&Event>,
        after: Event,
        by: &Actor,
        change: Change,
        note: &str,
    ) -> Result<Event, Error> {
        self.store.write_event(EventWrite { before, after: &after, by, change, note }).await?;
        Ok(after)
    }
}

/// An edit as somebody asks for it.
#[derive(Clone, Copy, Debug)]
pub struct EventEdit<'a> {
    /// Of this event.
    pub id: &'a EventId,
    /// As of this version: the one that was seen last, by the edit page or by the merge page.
    pub version: i64,
    /// The version that the edit began from: its translations were made from the texts as of then. `i64::MAX` where it was
    /// not merged since.
    pub seen: i64,
    /// What was typed.
    pub form: &'a EventForm,
    /// Why.
    pub note: &'a str,
}

/// An edit in which nothing is wrong: who makes it, the event as it is stored and as it was edited, and what was typed.
struct SoundEdit {
    by: Actor,
    current: Event,
    before: Event,
    content: EventContent,
    note: String,
}

/// What is wrong with an edit of a version that is not the current one: first of all, that.
fn stale_first(error: Error, before: &Event, current: &Event) -> Error {
    match error {
        Error::Invalid { .. } | Error::WrongState if before.version != current.version => {
            Error::Conflict { current: current.version }
        }
        other => other,
    }
}
