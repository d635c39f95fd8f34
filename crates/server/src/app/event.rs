//! Events: as visitors read them, and as staff write them.

use jiff::Timestamp;
use model::{
    error::{Error, FieldError, FieldErrors},
    event::{Event, EventContent, EventId, EventQuery, Paged, StaffEventQuery, Status},
    event_form::EventForm,
    locale::{Locale, Localized},
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
        Ok(self.store.public_events(query, self.now(), limit.max(1)).await?)
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
    pub async fn event_years(&self) -> Result<Vec<i16>, Error> {
        Ok(self.store.event_years().await?)
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

    /// A new draft. `source` is the language of its first text.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`]; [`Error::Invalid`] on the form's fields, `slug` (taken) and
    /// `note`.
    pub async fn create_event(
        &self,
        viewer: &Viewer,
        form: &EventForm,
        source: Locale,
        note: &str,
    ) -> Result<Event, Error> {
        let by = viewer.may(Action::EditDraft)?;
        let (content, note) = self.typed(form, None, source, note).await?;
        let event = Event {
            id: EventId::from_stored(secret::id()?),
            version: 1,
            status: Status::Draft,
            notice: Localized::default(),
            previous: None,
            first_format: None,
            sample: false,
            created_at: self.now(),
            updated_at: self.now(),
            published_at: None,
            content,
        };
        self.write(None, event, &by, Change::Created, &note).await
    }

    /// Edits the event as of `version`. Moving a public event in time makes it rescheduled, moving it online moved-online.
    /// Nothing is written if nothing differs and there is no note.
    ///
    /// # Errors
    /// As [`App::create_event`]; [`Error::NotFound`]; [`Error::Conflict`] if the event is at another version. The slug
    /// of an event that has been public is fixed: its address is out in the world.
    pub async fn edit_event(
        &self,
        viewer: &Viewer,
        id: &EventId,
        version: i64,
        form: &EventForm,
        note: &str,
    ) -> Result<Event, Error> {
        let by = viewer.may(Action::EditDraft)?;
        let before = self.at_version(id, version, || viewer.may(Action::EditPublic).map(drop)).await?;
        let (content, note) = self.typed(form, Some(&before), before.content.title.source(), note).await?;
        if content == before.content && note.is_empty() {
            return Ok(before);
        }
        let after = event_rules::edited(&before, content, self.now());
        self.write(Some(&before), after, &by, Change::Edited, &note).await
    }

    /// Publishes, unpublishes, cancels or postpones the event as of `version`.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`], [`Error::Forbidden`], [`Error::NotFound`], [`Error::Conflict`];
    /// [`Error::WrongState`] where the change does not fit; [`Error::Invalid`] on `notice.<language>`, `note`, and on
    /// what lacks before visitors may see the event.
    pub async fn change_event_status(
        &self,
        viewer: &Viewer,
        id: &EventId,
        version: i64,
        change: StatusChange,
        notice: &Notice,
    ) -> Result<Event, Error> {
        let by = viewer.may(Action::Publish)?;
        let before = self.at_version(id, version, || Ok(())).await?;
        let mut errors = FieldErrors::none();
        let note = event_rules::note(&notice.note, &mut errors);
        let (after, change) = match event_rules::changed(&before, change, notice, self.now()) {
            Ok(changed) => changed,
            Err(Error::Invalid { fields }) => return Err(Error::Invalid { fields: both(fields, &errors) }),
            Err(other) => return Err(other),
        };
        errors.into_result()?;
        self.write(Some(&before), after, &by, change, &note).await
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
            id: EventId::from_stored(secret::id()?),
            version: 1,
            status: sample.status,
            notice: sample.notice.clone(),
            previous: sample.previous.clone(),
            first_format: sample.first_format,
            sample: true,
            created_at: at,
            updated_at: at,
            published_at: sample.status.is_public().then_some(at),
            content: sample.content.clone(),
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

    /// The event, if it is still at the version that the writer saw. `public` is asked for leave if it is public.
    async fn at_version(
        &self,
        id: &EventId,
        version: i64,
        public: impl FnOnce() -> Result<(), Error>,
    ) -> Result<Event, Error> {
        let event = self.store.event(id).await?.ok_or(Error::NotFound)?;
        if event.status.is_public() {
            public()?;
        }
        if event.version == version { Ok(event) } else { Err(Error::Conflict { current: event.version }) }
    }

    /// What was typed, as content and a note, with every error there is.
    async fn typed(
        &self,
        form: &EventForm,
        before: Option<&Event>,
        source: Locale,
        note: &str,
    ) -> Result<(EventContent, String), Error> {
        let mut errors = FieldErrors::none();
        let note = event_rules::note(note, &mut errors);
        let version = before.map_or(1, |b| b.version + 1);
        let content = match form.parse(before.map(|b| &b.content), source, version) {
            Ok(content) if form.has_slug() => content,
            Ok(content) => EventContent { slug: self.free_slug(&content.slug, before).await?, ..content },
            Err(fields) => return Err(Error::Invalid { fields: both(fields, &errors) }),
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
        if before.is_some_and(|b| b.status.is_public())
            && let Err(lacking) = content.publishable()
        {
            *errors = both(lacking, errors);
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

fn both(mut fields: FieldErrors, more: &FieldErrors) -> FieldErrors {
    for (field, error) in more.iter() {
        fields.add(field, error.clone());
    }
    fields
}
