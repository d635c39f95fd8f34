//! What becomes of an event when it is edited, published, called off. Pure: an event in, an event out.

use jiff::Timestamp;
use model::{
    error::{Error, FieldError, FieldErrors},
    event::{Event, EventContent, Format, Status},
    event_form::has_unseen,
    locale::{Locale, Localized},
    revision::Change,
    route::StatusChange,
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
/// are remembered apart, so that neither hides the other. A cancelled event stays cancelled, and a postponed one stays
/// postponed until it has a new time. What is moved back has not moved.
pub(super) fn edited(before: &Event, content: EventContent, at: Timestamp) -> Event {
    let mut after = Event { content, ..next(before, at) };
    if !before.status.is_public() {
        return after;
    }
    let moved_in_time = before.content.when != after.content.when;
    if moved_in_time {
        let first_told = before.previous.clone().unwrap_or_else(|| before.content.when.clone());
        after.previous = (first_told != after.content.when).then_some(first_told);
    }
    if before.content.format != after.content.format {
        let first_told = after.first_format.unwrap_or(before.content.format);
        after.first_format = (first_told != after.content.format).then_some(first_told);
    }
    match before.status {
        Status::Cancelled => {}
        Status::Postponed if !moved_in_time => {}
        Status::Postponed => {
            // It has a time again: what was told about its having none is over.
            after.notice = Localized::default();
            after.status = after.status_as_told();
        }
        _ => after.status = after.status_as_told(),
    }
    after
}

/// The event after a change of status, and what the revision calls it.
///
/// # Errors
/// [`Error::WrongState`] where the change does not fit; [`Error::Invalid`] on `notice.<language>`, and on what lacks
/// before visitors may see the event.
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
            after.status = before.status_as_told();
            // What was told about its being off is over.
            if before.status.is_public() {
                after.notice = Localized::default();
            }
            // What was moved back while nobody saw it has not moved.
            after.previous = before.first_told().cloned();
            after.first_format = before.first_told_format();
            after.published_at = before.published_at.or(Some(at));
            if before.status.is_public() { Change::Resumed } else { Change::Published }
        }
        StatusChange::Unpublish => {
            after.status = Status::Draft;
            if !before.status.takes_place() {
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
            // Of what takes place, there need not be anything to tell.
            let none = before.status.takes_place() && notice.public.iter().all(|(_, text)| text.trim().is_empty());
            after.notice = if none { Localized::default() } else { public_notice(before, notice)? };
            Change::Notified
        }
    };
    Ok((after, change))
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
        errors.add(format!("notice.{asked}"), FieldError::Required);
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
