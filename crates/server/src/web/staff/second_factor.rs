//! Codes besides the password: turned on, renewed, turned off.

use axum::{Router, response::Response, routing::get};
use frontend::page::staff::own::{
    Done,
    second_factor::{self, Offer},
};
use http::{HeaderValue, header};
use model::{
    error::{Error, FieldErrors},
    route::Route,
};
use qrcode::{Color, EcLevel, QrCode};

use super::{
    desk::{Desk, Enrolling},
    own::{again, refused, session, went},
};
use crate::{
    app::{Enrolment, RecoveryCodes, Secret},
    web::{
        answer::{self, Answer},
        cookie,
        form::{Form, Pairs},
        here::Here,
        problem,
        state::WebState,
    },
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/staff/account/second-factor", get(show).post(set_up))
        .route("/{language}/staff/account/second-factor/codes", get(show_codes).post(new_codes))
        .route("/{language}/staff/account/second-factor/off", get(show_off).post(turn_off))
}

async fn show(Enrolling(here): Enrolling) -> Answer {
    stands(&here, &FieldErrors::none(), None).await
}

/// The page for how it stands: on, waiting to be confirmed, or off. `error`: what a form was refused for.
async fn stands(here: &Here, errors: &FieldErrors, error: Option<&Error>) -> Answer {
    let status = match error {
        Some(error) => problem::status(error),
        None if errors.is_empty() => http::StatusCode::OK,
        None => http::StatusCode::UNPROCESSABLE_ENTITY,
    };
    if let Some(factor) = here.app().second_factor(&here.viewer).await? {
        return here.page_with(status, Route::SecondFactor, || second_factor::on(factor)).await;
    }
    let Some(enrolment) = here.app().enrolment(&here.viewer, session(here)).await? else {
        return here.page_with(status, Route::SecondFactor, || second_factor::off(error)).await;
    };
    let modules = modules(&enrolment)?;
    let page = || {
        let Enrolment { text, uri } = &enrolment;
        second_factor::offer(&Offer { text, uri, modules: &modules }, errors, error)
    };
    here.page_with(status, Route::SecondFactor, page).await
}

/// What is scanned, drawn: the dark modules.
fn modules(enrolment: &Enrolment) -> Result<Vec<bool>, Error> {
    let drawn = QrCode::with_error_correction_level(&enrolment.uri, EcLevel::M).map_err(|error| {
        tracing::error!(%error, "a QR code could not be drawn");
        Error::Internal
    })?;
    Ok(drawn.to_colors().into_iter().map(|module| module == Color::Dark).collect())
}

async fn set_up(Enrolling(here): Enrolling, Form(pairs): Form) -> Answer {
    if pairs.one("do") != "confirm" {
        return match here.app().begin_second_factor(&here.viewer, session(&here)).await {
            // On already, by a form sent twice: the page says so.
            Ok(()) | Err(Error::WrongState) => Ok(answer::see_own(&Route::SecondFactor.path(here.locale))),
            Err(error) => Err(error.into()),
        };
    }
    let who = again(&here, pairs.one("password"));
    match here.app().confirm_second_factor(who, pairs.one("code")).await {
        Ok((session, codes)) => told(&here, &session, &codes, true).await,
        Err(Error::Invalid { fields }) => stands(&here, &fields, None).await,
        Err(error @ (Error::Throttled { .. } | Error::WrongState)) => {
            let response = stands(&here, &FieldErrors::none(), Some(&error)).await?;
            Ok(super::account::refusal(response, &error))
        }
        Err(error) => Err(error.into()),
    }
}

/// The recovery codes, this once; nothing keeps the page.
async fn told(here: &Here, session: &Secret, codes: &RecoveryCodes, fresh: bool) -> Answer {
    // Who had to set it up first is at the desk from here on.
    let viewer = here.app().session(session.reveal()).await?.viewer;
    let here = here.clone().signed_in(viewer);
    let response = here.page(Route::SecondFactor, || second_factor::codes(codes.reveal(), fresh)).await?;
    let cookie: HeaderValue = cookie::session(session).ok_or(Error::Internal)?;
    Ok(answer::with(response, header::SET_COOKIE, cookie))
}

/// To the page that says how it stands, where there is nothing to be renewed or turned off.
async fn unless_on(here: &Here) -> Result<Option<Response>, Error> {
    let on = here.app().second_factor(&here.viewer).await?.is_some();
    Ok((!on).then(|| answer::see_own(&Route::SecondFactor.path(here.locale))))
}

async fn show_codes(Desk(here): Desk) -> Answer {
    if let Some(elsewhere) = unless_on(&here).await? {
        return Ok(elsewhere);
    }
    here.page(Route::RecoveryCodes, || second_factor::new_codes(&FieldErrors::none(), None)).await
}

async fn new_codes(Desk(here): Desk, Form(pairs): Form) -> Answer {
    let (password, code) = both(&pairs);
    match here.app().new_recovery_codes(again(&here, password), code).await {
        Ok((session, codes)) => told(&here, &session, &codes, false).await,
        Err(error) => refused(&here, Route::RecoveryCodes, error, second_factor::new_codes).await,
    }
}

async fn show_off(Desk(here): Desk) -> Answer {
    if let Some(elsewhere) = unless_on(&here).await? {
        return Ok(elsewhere);
    }
    here.page(Route::SecondFactorOff, || second_factor::turn_off(&FieldErrors::none(), None)).await
}

async fn turn_off(Desk(here): Desk, Form(pairs): Form) -> Answer {
    let (password, code) = both(&pairs);
    match here.app().remove_second_factor(again(&here, password), code).await {
        Ok(session) => went(&here, &Route::Account, Done::SecondFactorOff, &session),
        Err(error) => refused(&here, Route::SecondFactorOff, error, second_factor::turn_off).await,
    }
}

fn both(pairs: &Pairs) -> (&str, &str) {
    (pairs.one("password"), pairs.one("code"))
}
