//! Lists of events as files: all that match, however many.
//!
//! A list is read page by page. One that ends within the first pages is answered whole, with its length; a longer one is
//! written while it is sent ([`flow`]), so that it takes the memory of a page. Each page is read when its turn comes:
//! what staff change meanwhile may be in the file or not, but nothing is in it twice that did not move, and what did not
//! change is in it.

use std::{collections::VecDeque, sync::Arc};

use model::{
    catalogue::Catalogue,
    error::Error,
    event::{Event, EventQuery, Paged, Period},
};
use tokio::sync::Semaphore;
use tracing::Instrument;

use crate::{
    feed::{
        Site,
        calendar::{self, Gathered},
        csv,
    },
    web::{
        answer::{self, Answer},
        flow::{HungUp, Pieces, flow},
        here::Here,
    },
};

/// Events read at a time.
const PAGE: u16 = 100;
/// How many pages are read before the answer begins.
const AT_ONCE: usize = 2;
/// Who may read a page of a long list just now: two of all. However many long lists are asked for, the database has time
/// and connections left for visitors who want a page. For one read, not for a whole list, so that who takes it slowly keeps
/// nobody waiting.
static TURNS: Semaphore = Semaphore::const_new(2);

/// What a list is written as.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Comma-separated values.
    Table,
    /// iCalendar. Of upcoming events, it also holds those that were over lately: a calendar that dropped them would wipe
    /// them from its subscribers' diaries.
    Calendar,
}

/// A list to be written.
struct List {
    here: Here,
    catalogue: Arc<Catalogue>,
    query: EventQuery,
    form: Form,
}

/// A list that is being read.
struct Reading<'a> {
    here: &'a Here,
    /// What is still to be read; of a part that is `once`, the first page alone.
    parts: VecDeque<Part>,
}

struct Part {
    query: EventQuery,
    once: bool,
}

/// The events that match `query`, as a file.
pub(super) async fn answer(here: Here, query: EventQuery, form: Form) -> Answer {
    let catalogue = here.app().catalogue().await?;
    let list = List { here, catalogue, query, form };
    let (media_type, name) = match form {
        Form::Table => (csv::MEDIA_TYPE, "events.csv"),
        Form::Calendar => (calendar::MEDIA_TYPE, "events.ics"),
    };
    let (events, whole) = list.first().await?;
    if whole {
        return Ok(answer::download(media_type, name, list.text(&events)));
    }
    let (pieces, body) = flow();
    tokio::spawn(list.send(pieces).in_current_span());
    Ok(answer::download(media_type, name, body))
}

impl List {
    fn site(&self) -> Site<'_> {
        self.here.site(&self.catalogue)
    }

    fn reading(&self) -> Reading<'_> {
        let mut parts = VecDeque::from([Part { query: self.query.clone(), once: false }]);
        if matches!(self.form, Form::Calendar) && self.query.period == Period::Upcoming {
            parts.push_back(Part { query: EventQuery { period: Period::Past, ..self.query.clone() }, once: true });
        }
        Reading { here: &self.here, parts }
    }

    /// The first pages, and whether they are all there are.
    async fn first(&self) -> Result<(Vec<Event>, bool), Error> {
        let (mut reading, mut events) = (self.reading(), Vec::new());
        for _ in 0..AT_ONCE {
            events.extend(reading.next().await?.unwrap_or_default());
        }
        Ok((events, reading.parts.is_empty()))
    }

    fn text(&self, events: &[Event]) -> String {
        match self.form {
            Form::Table => csv::list(&self.site(), events),
            Form::Calendar => calendar::list(&self.site(), &self.query, events),
        }
    }

    async fn send(self, pieces: Pieces) {
        match self.write(&pieces).await {
            Ok(()) => {}
            // What happened was logged as it became an `Error`.
            Err(Stopped::Failed) => pieces.give_up().await,
            Err(Stopped::HungUp) => tracing::debug!("nobody waits for the rest of a list"),
        }
    }

    async fn write(&self, pieces: &Pieces) -> Result<(), Stopped> {
        pieces.send(self.head(pieces).await?).await?;
        let mut reading = self.reading();
        while let Some(events) = reading.next_in_turn().await? {
            let page = match self.form {
                Form::Table => csv::rows(&self.site(), &events),
                Form::Calendar => calendar::entries(&self.site(), &events),
            };
            pieces.send(page).await?;
        }
        match self.form {
            Form::Table => Ok(()),
            Form::Calendar => Ok(pieces.send(calendar::END.to_owned()).await?),
        }
    }

    /// What stands before the events. That of a calendar tells their zones, so they are read through once for it.
    async fn head(&self, pieces: &Pieces) -> Result<String, Stopped> {
        if matches!(self.form, Form::Table) {
            return Ok(csv::head());
        }
        let (mut reading, mut gathered) = (self.reading(), Gathered::default());
        while let Some(events) = reading.next_in_turn().await? {
            if pieces.are_unwanted() {
                return Err(Stopped::HungUp);
            }
            gathered.add(&events);
        }
        Ok(calendar::begin(&self.site(), &self.query, &gathered))
    }
}

impl Reading<'_> {
    /// The next page; `None` at the end.
    async fn next(&mut self) -> Result<Option<Vec<Event>>, Error> {
        let Some(part) = self.parts.front_mut() else { return Ok(None) };
        let Paged { items, next } = self.here.app().events(&part.query, PAGE).await?;
        match next.filter(|_| !part.once) {
            Some(after) => part.query.after = Some(after),
            None => drop(self.parts.pop_front()),
        }
        Ok(Some(items))
    }

    /// The same, when it is this list's turn.
    async fn next_in_turn(&mut self) -> Result<Option<Vec<Event>>, Error> {
        // The semaphore is never closed.
        let _turn = TURNS.acquire().await.map_err(|_| Error::Internal)?;
        self.next().await
    }
}

/// Why a list was not written to its end.
enum Stopped {
    HungUp,
    Failed,
}

impl From<HungUp> for Stopped {
    fn from(_: HungUp) -> Self {
        Self::HungUp
    }
}

impl From<Error> for Stopped {
    fn from(_: Error) -> Self {
        Self::Failed
    }
}
