//! What becomes of an event when it is edited, published, called off. Pure: an event in, an event out.

use jiff::Timestamp;
use model::{
    error::{Error, FieldError, FieldErrors},
    event::{Event, EventContent, Format, Status},
    event_form::has_unseen,
    locale::{Locale, Localized},
    revision::Change,
    route::StatusChange,
    time::When,
};

use super::Notice;

/// The longest public notice, in characters.
pub const NOTICE_MAX: usize = 1000;
/// The longest note on a revision, in characters.
pub const NOTE_MAX: usize = 500;

/// A note as it is recorded: trimmed, with `\n` at line ends.
pub(super) fn note(typed: &str, errors: &mut FieldErrors) -> String {
    text("note", typed, NOTE_MAX, errors)
}

fn text(field: &str, typed: &str, max: usize, errors: &mut FieldErrors) -> String {
    let typed = typed.replace("\r\n", "\n").trim().to_owned();
    if typed.chars().count() > max {
        errors.add(field, FieldError::TooLong { max });
    }
    if has_unseen(&typed, true) {
        errors.add(field, FieldError::Control);
    }
    typed
}

/// The event at its next version. One that was moved online before portals remembered how it was first told to be held was
/// told to be at a place: nothing else can be moved online.
fn next(before: &Event, at: Timestamp) -> Event {
    let moved_online = (before.status == Status::MovedOnline).then_some(Format::InPerson);
    let first_format = before.first_format.or(moved_online);
    Event { version: before.version + 1, updated_at: at, first_format, ..before.clone() }
}

/// The event with this content.
///
/// Of a public event, visitors are told what moved: another time makes it rescheduled (and remembers when it was first
/// told to be), from a place to the network makes it moved online (and remembers how it was first told to be held). Both
/// are remembered apart, so that neither hides the other. What is moved back has not moved. What is cancelled or postponed
/// stays so: it gets a new time with the word that it takes place after all, see [`changed`].
pub(super) fn edited(before: &Event, content: EventContent, at: Timestamp) -> Event {
    let mut after = Event { content, ..next(before, at) };
    if !before.status.is_public() {
        return after;
    }
    note_first_time(before, &mut after);
    if before.content.format != after.content.format {
        let first_told = after.first_format.unwrap_or(before.content.format);
        after.first_format = (first_told != after.content.format).then_some(first_told);
    }
    if before.status.takes_place() {
        after.status = after.status_as_told();
    }
    after
}

/// Remembers when visitors were first told that it happens, where it moves.
fn note_first_time(before: &Event, after: &mut Event) {
    if before.content.when != after.content.when {
        let first_told = before.previous.clone().unwrap_or_else(|| before.content.when.clone());
        after.previous = (first_told != after.content.when).then_some(first_told);
    }
}

/// The event after a change of status, and what the revision calls it.
///
/// # Errors
/// [`Error::WrongState`] where the change does not fit; [`Error::Invalid`] on `notice.<language>`, on the fields of
/// [`EventForm::when`](model::event_form::EventForm::when), and on what lacks before visitors may see the event.
pub(super) fn changed(
    before: &Event,
    change: StatusChange,
    notice: &Notice,
    at: Timestamp,
) -> Result<(Event, Change), Error> {
    if !StatusChange::possible(before.status).contains(&change) {
        return Err(Error::WrongState);
    }
    let mut after = next(before, at);
    let change = match change {
        StatusChange::Publish => {
            before.content.publishable().map_err(|fields| Error::Invalid { fields })?;
            // What was moved back while nobody saw it has not moved.
            after.previous = before.first_told().cloned();
            after.first_format = before.first_told_format();
            after.published_at = before.published_at.or(Some(at));
            let off = before.status.is_off();
            if off {
                resume(before, &mut after, notice)?;
            }
            after.status = after.status_as_told();
            if off { Change::Resumed } else { Change::Published }
        }
        StatusChange::Unpublish => {
            after.status = Status::Draft;
            if before.status.is_off() {
                after.notice = Localized::default();
            }
            Change::Unpublished
        }
        StatusChange::Cancel => {
            after.status = Status::Cancelled;
            after.notice = public_notice(before, notice)?;
            Change::Cancelled
        }
        StatusChange::Postpone => {
            after.status = Status::Postponed;
            after.notice = public_notice(before, notice)?;
            Change::Postponed
        }
        StatusChange::Notice => {
            after.notice =
                if before.status.is_off() { public_notice(before, notice)? } else { optional_notice(before, notice)? };
            Change::Notified
        }
    };
    Ok((after, change))
}

/// What was off takes place after all: at its time or at a new one. What was told about its being off is over; what is told
/// from now on may be nothing.
fn resume(before: &Event, after: &mut Event, notice: &Notice) -> Result<(), Error> {
    let when = match notice.when.fields().is_empty() {
        true => Ok(before.content.when.clone()),
        false => notice.when.when(),
    };
    // What was called off by mistake can have taken place; what was put off cannot, at a time that is over.
    let kept = |when: &When| before.status == Status::Cancelled && *when == before.content.when;
    let when = when.and_then(|when| match when.is_past(after.updated_at) && !kept(&when) {
        true => Err(FieldErrors::one("start-date", FieldError::Over)),
        false => Ok(when),
    });
    match (when, optional_notice(before, notice)) {
        (Ok(when), Ok(notice)) => {
            after.content.when = when;
            after.notice = notice;
            note_first_time(before, after);
            Ok(())
        }
        (Err(fields), Err(Error::Invalid { fields: more })) => Err(Error::Invalid { fields: fields.and(&more) }),
        (Err(fields), _) => Err(Error::Invalid { fields }),
        (_, Err(error)) => Err(error),
    }
}

/// The notice of an event that takes place: there need not be anything to tell.
fn optional_notice(event: &Event, notice: &Notice) -> Result<Localized, Error> {
    let none = notice.public.iter().all(|(_, text)| text.trim().is_empty());
    if none { Ok(Localized::default()) } else { public_notice(event, notice) }
}

/// The notice in its languages; the event's own language first, which the others count as translated from.
fn public_notice(event: &Event, notice: &Notice) -> Result<Localized, Error> {
    let source = event.content.title.source();
    let mut errors = FieldErrors::none();
    let mut texts: Vec<(Locale, String)> = notice
        .public
        .iter()
        .map(|(locale, typed)| (*locale, text(&format!("notice.{locale}"), typed, NOTICE_MAX, &mut errors)))
        .filter(|(_, text)| !text.is_empty())
        .collect();
    texts.sort_by_key(|(locale, _)| (*locale != source, *locale));
    if texts.is_empty() && errors.is_empty() {
        let asked = notice.public.iter().map(|(locale, _)| *locale);
        let asked = asked.min_by_key(|locale| (*locale != source, *locale)).unwrap_or(source);
        errors.add(format!("notice.{asked}"), FieldError::AnyLanguage);
    }
    errors.into_result()?;
    // What stays as it was told keeps its place in time.
    let mut out = if event.notice.is_empty() { Localized::empty(source) } else { event.notice.clone() };
    for gone in event.notice.locales().filter(|locale| texts.iter().all(|(l, _)| l != locale)) {
        out.remove(gone);
    }
    for (locale, text) in texts {
        out.set(locale, text, event.version + 1);
    }
    Ok(out)
}
