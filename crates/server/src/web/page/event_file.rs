//! Lists of events as files: all that match, however many.
//!
//! A list is read page by page, all as of the moment it was asked for. One that ends within the first pages is answered
//! whole, with its length; a longer one is written while it is sent ([`flow`]), so that it takes the memory of a few pages.
//! Each page is read when its turn comes: what staff change meanwhile may be in the file or not, but nothing is in it twice
//! that did not move, and what did not change is in it.

use std::{collections::VecDeque, sync::Arc};

use jiff::Timestamp;
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
    /// When it was asked for.
    now: Timestamp,
}

/// A list that is being read.
struct Reading {
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
    let now = here.app().clock.now();
    let list = List { here, catalogue, query, form, now };
    let (media_type, name) = match form {
        Form::Table => (csv::MEDIA_TYPE, "events.csv"),
        Form::Calendar => (calendar::MEDIA_TYPE, "events.ics"),
    };
    let (mut rest, mut first) = (list.reading(), Vec::new());
    for _ in 0..AT_ONCE {
        // As many rows as two pages of the list have, and read like them, out of turn.
        first.extend(list.read(&mut rest).await?.unwrap_or_default());
    }
    if rest.parts.is_empty() {
        return Ok(answer::download(media_type, name, list.text(&first)));
    }
    let (pieces, body) = flow();
    tokio::spawn(list.send(first, rest, pieces).in_current_span());
    Ok(answer::download(media_type, name, body))
}

impl List {
    fn site(&self) -> Site<'_> {
        self.here.site(&self.catalogue)
    }

    fn reading(&self) -> Reading {
        let mut parts = VecDeque::from([Part { query: self.query.clone(), once: false }]);
        if matches!(self.form, Form::Calendar) && self.query.period == Period::Upcoming {
            parts.push_back(Part { query: EventQuery { period: Period::Past, ..self.query.clone() }, once: true });
        }
        Reading { parts }
    }

    fn text(&self, events: &[Event]) -> String {
        match self.form {
            Form::Table => csv::list(&self.site(), events),
            Form::Calendar => calendar::list(&self.site(), &self.query, events),
        }
    }

    /// The next page, when it is this list's turn; `None` at the end.
    async fn next(&self, reading: &mut Reading) -> Result<Option<Vec<Event>>, Error> {
        // The semaphore is never closed.
        let _turn = TURNS.acquire().await.map_err(|_| Error::Internal)?;
        self.read(reading).await
    }

    async fn read(&self, reading: &mut Reading) -> Result<Option<Vec<Event>>, Error> {
        let Some(part) = reading.parts.front_mut() else { return Ok(None) };
        let Paged { items, next } = self.here.app().events_as_of(self.now, &part.query, PAGE).await?;
        match next.filter(|_| !part.once) {
            Some(after) => part.query.after = Some(after),
            None => drop(reading.parts.pop_front()),
        }
        Ok(Some(items))
    }

    async fn send(self, first: Vec<Event>, rest: Reading, pieces: Pieces) {
        let written = match self.form {
            Form::Table => self.table(first, rest, &pieces).await,
            Form::Calendar => {
                let gathered = Gathered::of(&first);
                // Read again after the rest was read through, which may take long: nobody holds events meanwhile.
                drop(first);
                self.calendar(gathered, rest, &pieces).await
            }
        };
        let ended = match written {
            Ok(()) => pieces.finish().await.map_err(Stopped::from),
            Err(stopped) => Err(stopped),
        };
        match ended {
            Ok(()) => {}
            // What happened was logged as it became an `Error`. A body that is not finished ends the connection.
            Err(Stopped::Failed) => tracing::debug!("a list could not be read to its end"),
            Err(Stopped::HungUp) => tracing::debug!("nobody waits for the rest of a list"),
        }
    }

    async fn table(&self, first: Vec<Event>, mut rest: Reading, pieces: &Pieces) -> Result<(), Stopped> {
        pieces.send(csv::head() + &csv::rows(&self.site(), &first)).await?;
        drop(first);
        while let Some(events) = self.next(&mut rest).await? {
            pieces.send(csv::rows(&self.site(), &events)).await?;
        }
        Ok(())
    }

    /// The head of a calendar tells the zones of its events, so they are read through once for it.
    async fn calendar(&self, mut gathered: Gathered, mut rest: Reading, pieces: &Pieces) -> Result<(), Stopped> {
        while let Some(events) = self.next(&mut rest).await? {
            if pieces.are_unwanted() {
                return Err(Stopped::HungUp);
            }
            gathered.add(&events);
        }
        let site = self.site();
        pieces.send(calendar::begin(&site, &self.query, &gathered)).await?;
        let mut again = self.reading();
        while let Some(events) = self.next(&mut again).await? {
            // Some may have been saved since they were read through.
            pieces.send(gathered.late(&events) + &calendar::entries(&site, &events)).await?;
        }
        Ok(pieces.send(calendar::END.to_owned()).await?)
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
