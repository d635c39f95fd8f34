//! Publishing, taking back, cancelling, postponing: each confirmed on a page of its own.

use axum::{Router, routing::get};
use frontend::page::staff::event;
use http::StatusCode;
use model::{
    error::{Error, FieldError, FieldErrors},
    event::Event,
    event_form::{EventForm, WHEN_FIELDS},
    locale::Locale,
    route::{Route, StatusChange},
    viewer::Action,
};

use super::{
    desk::{Desk, Posted},
    event::{event_at, id, is_as_seen, version},
};
use crate::{
    app::Notice,
    web::{
        answer::{self, Answer},
        form::Pairs,
        here::Here,
        problem::Problem,
        state::WebState,
    },
};

/// What visitors are told: a field in each language.
const NOTICE: &str = "notice.";

pub(super) fn router() -> Router<WebState> {
    Router::new().route("/{language}/staff/events/{event}/{change}", get(show).post(change))
}

fn asked(here: &Here) -> Result<StatusChange, Problem> {
    StatusChange::named(&here.parameter::<String>("change")?).ok_or(Problem::NOT_FOUND)
}

async fn show(desk: Desk) -> Answer {
    let here = desk.may(Action::Publish)?;
    let change = asked(&here)?;
    let found = here.app().staff_event(&here.viewer, &id(&here)?).await?;
    if !StatusChange::possible(found.status).contains(&change) {
        return Err(Error::WrongState.into());
    }
    page(&here, StatusCode::OK, &found, change, &FieldErrors::none(), &[]).await
}

async fn page(
    here: &Here,
    status: StatusCode,
    found: &Event,
    change: StatusChange,
    errors: &FieldErrors,
    typed: &[(String, String)],
) -> Answer {
    let route = Route::StaffEventStatus(found.id.clone(), change);
    here.page_with(status, route, || event::status(found, change, errors, typed)).await
}

async fn change(posted: Posted) -> Answer {
    posted.answer(change_as).await
}

async fn change_as(here: &Here, pairs: &Pairs) -> Answer {
    here.viewer.may(Action::Publish)?;
    let (change, id, edited) = (asked(here)?, id(here)?, version(pairs)?);
    let again = async |status, errors| {
        let found = here.app().staff_event(&here.viewer, &id).await?;
        if !StatusChange::possible(found.status).contains(&change) {
            // Its page has no room any more for what was typed: all of it goes back on a page of its own.
            return Err(Error::WrongState.into());
        }
        let own = |name: &str| name == "note" || name.starts_with(NOTICE) || WHEN_FIELDS.contains(&name);
        let mut typed = pairs.only(own);
        if change == StatusChange::Notice && status == StatusCode::CONFLICT {
            typed = without_unchanged(here, &found, edited, typed).await?;
        }
        page(here, status, &found, change, &errors, &typed).await
    };
    // The event is shown as it is now, with what was typed, to be looked at again before visitors see it.
    let changed = async || again(StatusCode::CONFLICT, FieldErrors::one("version", FieldError::Changed)).await;
    let found = here.app().staff_event(&here.viewer, &id).await?;
    if !is_as_seen(here, &found, edited, pairs).await? {
        return changed().await;
    }
    match here.app().change_event_status(&here.viewer, &id, edited, change, &notice(pairs)).await {
        Ok(event) => {
            let path = Route::StaffEvent(event.id).path(here.locale);
            let resumed = change == StatusChange::Publish && found.status.is_off();
            Ok(answer::see_own(&format!("{path}?saved={}", if resumed { "resume" } else { change.name() })))
        }
        Err(Error::Invalid { fields }) => again(StatusCode::UNPROCESSABLE_ENTITY, fields).await,
        Err(Error::Conflict { .. }) => changed().await,
        Err(error) => Err(error.into()),
    }
}

/// What was typed, without the notices that the writer left as they were: others may have changed them.
async fn without_unchanged(
    here: &Here,
    found: &Event,
    edited: i64,
    mut typed: Vec<(String, String)>,
) -> Result<Vec<(String, String)>, Problem> {
    let Some(Event { notice: before, .. }) = event_at(here, &found.id, edited).await? else { return Ok(typed) };
    typed.retain(|(name, text)| {
        let locale = name.strip_prefix(NOTICE).and_then(|tag| tag.parse().ok());
        let was = |locale| before.get(locale).map_or("", String::as_str);
        locale.is_none_or(|locale| was(locale).trim() != text.replace("\r\n", "\n").trim())
    });
    Ok(typed)
}

fn notice(pairs: &Pairs) -> Notice {
    let public = pairs.iter().filter_map(|(name, text)| {
        let locale: Locale = name.strip_prefix(NOTICE)?.parse().ok()?;
        Some((locale, text.replace("\r\n", "\n")))
    });
    let when = pairs.iter().filter(|(name, _)| WHEN_FIELDS.contains(name));
    Notice { public: public.collect(), note: pairs.one("note").to_owned(), when: EventForm::from_pairs(when) }
}
