//! What owners see to themselves.

use axum::{Router, routing::get};
use frontend::page::{
    Page,
    staff::own::{self, Done},
};
use http::header;
use model::{
    error::{Error, FieldErrors},
    route::{Route, with_query},
};

use super::{
    account::{refusal, sign_in_path},
    desk::Desk,
};
use crate::{
    app::{Again, Secret, Which},
    web::{
        answer::{self, Answer},
        cookie,
        form::Form,
        here::Here,
        problem::{self, Problem},
        state::WebState,
        visit::Token,
    },
};

/// How many lines of the log stand on a page.
const LINES: u16 = 50;

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/staff/account", get(overview))
        .route("/{language}/staff/account/password", get(show_password).post(change_password))
        .route("/{language}/staff/account/sessions", get(show_sessions).post(end_sessions))
        .route("/{language}/staff/account/log", get(log))
}

/// The secret of the session that asks.
pub(super) fn session(here: &Here) -> &str {
    here.visit.session.as_ref().map(Token::reveal).unwrap_or_default()
}

/// Who asks, with the password that they gave again.
pub(super) fn again<'a>(here: &'a Here, password: &'a str) -> Again<'a> {
    Again { viewer: &here.viewer, session: session(here), password, client: here.visit.client() }
}

/// What was just done, as the address says.
fn done(here: &Here) -> Result<Option<Done>, Problem> {
    Ok(Done::named(here.query()?.one("done")))
}

/// On to a page that says what was done, with the session's new secret.
pub(super) fn went(here: &Here, to: &Route, what: Done, session: &Secret) -> Answer {
    let to = with_query(to.path(here.locale), &[("done", what.name().to_owned())]);
    Ok(answer::with(answer::see_own(&to), header::SET_COOKIE, cookie::session(session).ok_or(Error::Internal)?))
}

/// A form that was refused, again: with what is wrong at its fields, or with the reason above it. A session that has ended
/// meanwhile leads to signing in.
pub(super) async fn refused(
    here: &Here,
    route: Route,
    error: Error,
    page: impl FnOnce(&FieldErrors, Option<&Error>) -> Page + Send,
) -> Answer {
    let none = FieldErrors::none();
    let (fields, told) = match &error {
        Error::Invalid { fields } => (fields, None),
        Error::Throttled { .. } | Error::WrongState => (&none, Some(&error)),
        Error::Unauthenticated => return Ok(answer::see_own(&sign_in_path(here, "sign-in-first", ""))),
        _ => return Err(error.into()),
    };
    let response = here.page_with(problem::status(&error), route, || page(fields, told)).await?;
    Ok(refusal(response, &error))
}

async fn overview(Desk(here): Desk) -> Answer {
    let account = here.app().own_account(&here.viewer, session(&here)).await?;
    let done = done(&here)?;
    here.page(Route::Account, || own::overview::overview(&account, done)).await
}

async fn show_password(Desk(here): Desk) -> Answer {
    let email = here.app().own_email(&here.viewer).await?;
    here.page(Route::AccountPassword, || own::password::password(email.as_str(), &FieldErrors::none(), None)).await
}

async fn change_password(Desk(here): Desk, Form(pairs): Form) -> Answer {
    let who = again(&here, pairs.one("current"));
    match here.app().change_password(who, pairs.one("password"), pairs.one("again")).await {
        Ok((session, device)) => {
            let response = went(&here, &Route::Account, Done::Password, &session)?;
            Ok(answer::with(response, header::SET_COOKIE, cookie::device(&device).ok_or(Error::Internal)?))
        }
        Err(error) => {
            let email = here.app().own_email(&here.viewer).await?;
            let page = |fields: &_, told: Option<&_>| own::password::password(email.as_str(), fields, told);
            refused(&here, Route::AccountPassword, error, page).await
        }
    }
}

async fn show_sessions(Desk(here): Desk) -> Answer {
    let sessions = here.app().open_sessions(&here.viewer, session(&here)).await?;
    let done = done(&here)?;
    let page = || own::session::sessions(&sessions, &[], &FieldErrors::none(), None, done);
    here.page(Route::AccountSessions, page).await
}

async fn end_sessions(Desk(here): Desk, Form(pairs): Form) -> Answer {
    let chosen: Vec<&str> = pairs.iter().filter(|(name, _)| *name == "end").map(|(_, value)| value).collect();
    let which = if pairs.one("do") == "others" { Which::Others } else { Which::Named(&chosen) };
    match here.app().end_sessions(again(&here, pairs.one("password")), which).await {
        Ok((session, _)) => went(&here, &Route::AccountSessions, Done::Ended, &session),
        Err(error) => {
            let sessions = here.app().open_sessions(&here.viewer, session(&here)).await?;
            refused(&here, Route::AccountSessions, error, |fields, told| {
                own::session::sessions(&sessions, &chosen, fields, told, None)
            })
            .await
        }
    }
}

async fn log(Desk(here): Desk) -> Answer {
    let query = here.query()?;
    let before = match query.get("before") {
        Some(before) => Some(before.parse().map_err(|_| Problem::BAD_REQUEST)?),
        None => None,
    };
    let log = here.app().account_log(&here.viewer, before, LINES).await?;
    here.page(Route::AccountLog(before), || own::log::log(&log, before)).await
}
