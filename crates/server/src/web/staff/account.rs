//! Signing in (with a code after the password, where the account asks for one) and out, and setting a password.

use axum::{Router, response::Response, routing::get};
use frontend::page::staff::account::{self, SignInNotice};
use http::{HeaderValue, StatusCode, header};
use model::{
    error::{Error, FieldErrors},
    event::StaffEventQuery,
    route::{Route, with_query},
};

use super::own;
use crate::{
    app::{SignIn, SignedIn},
    web::{
        answer::{self, Answer},
        cookie,
        form::{Form, Pairs},
        here::Here,
        language::is_own_path,
        problem,
        state::WebState,
    },
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/staff/sign-in", get(show_sign_in).post(sign_in))
        .route("/{language}/staff/sign-in/code", get(show_code).post(give_code))
        .route("/{language}/staff/sign-out", axum::routing::post(sign_out))
        .route("/{language}/staff/set-password/{token}", get(show_set_password).post(set_password))
}

/// Where to go after signing in: where somebody wanted to go, if it is on this site, else to the list of events.
fn destination(here: &Here, next: &str) -> String {
    if is_own_path(next) { next.to_owned() } else { Route::StaffEvents(StaffEventQuery::default()).path(here.locale) }
}

/// The sign-in page with its reason for being shown.
pub(super) fn sign_in_path(here: &Here, notice: &str, next: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("notice", notice);
    if !next.is_empty() {
        query.append_pair("next", next);
    }
    format!("{}?{}", Route::SignIn.path(here.locale), query.finish())
}

async fn show_sign_in(here: Here) -> Answer {
    let query = here.query()?;
    let next = query.one("next");
    if here.viewer.enrolling_account().is_ok() {
        return Ok(answer::see_own(&destination(&here, next)));
    }
    let notice = match query.one("notice") {
        "signed-out" => Some(SignInNotice::SignedOut),
        "password-set" => Some(SignInNotice::PasswordSet),
        "sign-in-first" => Some(SignInNotice::SignInFirst),
        "code-over" => Some(SignInNotice::CodeOver),
        _ => None,
    };
    here.page(Route::SignIn, || account::sign_in("", next, None, notice)).await
}

async fn sign_in(here: Here, Form(pairs): Form) -> Answer {
    let (email, next) = (pairs.one("email"), pairs.one("next"));
    if email.trim().is_empty() || pairs.one("password").is_empty() {
        let error = Error::Invalid { fields: FieldErrors::none() };
        return here
            .page_with(problem::status(&error), Route::SignIn, || account::sign_in(email, next, Some(&error), None))
            .await;
    }
    match here.app().sign_in(email, pairs.one("password"), here.visit.client()).await {
        Ok(SignIn::Done(signed_in)) => welcome(&here, &signed_in, next).await,
        Ok(SignIn::Code(step)) => {
            let to = Route::SignInCode.path(here.locale);
            let pairs = if next.is_empty() { Vec::new() } else { vec![("next", next.to_owned())] };
            let response = answer::see_own(&with_query(to, &pairs));
            Ok(answer::with(response, header::SET_COOKIE, cookie::step(&step).ok_or(Error::Internal)?))
        }
        Err(error @ (Error::Unauthenticated | Error::Throttled { .. })) => {
            let page = || account::sign_in(email, next, Some(&error), None);
            let response = here.page_with(problem::status(&error), Route::SignIn, page).await?;
            Ok(refusal(response, &error))
        }
        Err(error) => Err(error.into()),
    }
}

/// On to where somebody wanted to go, with the session that was opened.
async fn welcome(here: &Here, signed_in: &SignedIn, next: &str) -> Answer {
    // The browser forgets the session it came with, so nobody could end it any more.
    if let Some(session) = &here.visit.session {
        here.app().sign_out(session.reveal()).await?;
    }
    let mut response = answer::see_own(&destination(here, next));
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, cookie::session(&signed_in.session).ok_or(Error::Internal)?);
    headers.append(header::SET_COOKIE, cookie::device(&signed_in.device).ok_or(Error::Internal)?);
    if here.visit.step.is_some() {
        headers.append(header::SET_COOKIE, cookie::no_step());
    }
    Ok(response)
}

/// Whether the code is one from paper.
fn is_recovery(pairs: &Pairs) -> bool {
    pairs.one("with") == "recovery"
}

async fn show_code(here: Here) -> Answer {
    let query = here.query()?;
    let next = query.one("next");
    if here.viewer.enrolling_account().is_ok() {
        return Ok(answer::see_own(&destination(&here, next)));
    }
    let waits = match &here.visit.step {
        Some(step) => here.app().is_waiting(step.reveal()).await?,
        None => false,
    };
    if !waits {
        return Ok(begin_anew(&here, next));
    }
    let page = || account::sign_in_code(next, is_recovery(&query), &FieldErrors::none(), None);
    here.page(Route::SignInCode, page).await
}

async fn give_code(here: Here, Form(pairs): Form) -> Answer {
    let next = pairs.one("next");
    let Some(step) = &here.visit.step else { return Ok(begin_anew(&here, next)) };
    match here.app().give_code(step.reveal(), pairs.one("code"), here.visit.client()).await {
        Ok(signed_in) => welcome(&here, &signed_in, next).await,
        Err(Error::Unauthenticated) => Ok(begin_anew(&here, next)),
        Err(error) => {
            let page = |fields: &_, told: Option<&_>| account::sign_in_code(next, is_recovery(&pairs), fields, told);
            own::refused(&here, Route::SignInCode, error, page).await
        }
    }
}

/// Back to the password: nobody waits for a code any more.
fn begin_anew(here: &Here, next: &str) -> Response {
    let response = answer::see_own(&sign_in_path(here, "code-over", next));
    answer::with(response, header::SET_COOKIE, cookie::no_step())
}

/// The headers that a refused sign-in carries.
pub(super) fn refusal(mut response: Response, error: &Error) -> Response {
    let headers = response.headers_mut();
    if let Some(after) = problem::retry_after(error) {
        headers.insert(header::RETRY_AFTER, after);
    }
    if *error == Error::Unauthenticated {
        headers.insert(header::WWW_AUTHENTICATE, answer::CHALLENGE);
    }
    response
}

async fn sign_out(here: Here) -> Answer {
    if let Some(session) = &here.visit.session {
        here.app().sign_out(session.reveal()).await?;
    }
    let response = answer::see_own(&sign_in_path(&here, "signed-out", ""));
    Ok(answer::with(response, header::SET_COOKIE, cookie::no_session()))
}

async fn show_set_password(here: Here) -> Answer {
    let token: String = here.parameter("token")?;
    password_page(&here, &token, &FieldErrors::none()).await
}

async fn set_password(here: Here, Form(pairs): Form) -> Answer {
    let token: String = here.parameter("token")?;
    let client = here.visit.client();
    match here.app().set_password(&token, pairs.one("password"), pairs.one("again"), client).await {
        Ok(device) => {
            let response = answer::see_own(&sign_in_path(&here, "password-set", ""));
            Ok(answer::with(response, header::SET_COOKIE, cookie::device(&device).ok_or(Error::Internal)?))
        }
        Err(Error::Invalid { fields }) => password_page(&here, &token, &fields).await,
        Err(Error::NotFound) => bad_token(&here, token).await,
        Err(error) => Err(error.into()),
    }
}

async fn password_page(here: &Here, token: &str, errors: &FieldErrors) -> Answer {
    let staff = match here.app().invited(token).await {
        Ok(staff) => staff,
        Err(Error::NotFound) => return bad_token(here, token.to_owned()).await,
        Err(error) => return Err(error.into()),
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = || account::set_password(token, staff.email.as_str(), errors);
    here.page_with(status, Route::SetPassword(token.to_owned()), page).await.map(discreet)
}

async fn bad_token(here: &Here, token: String) -> Answer {
    here.page_with(StatusCode::NOT_FOUND, Route::SetPassword(token), account::bad_token).await.map(discreet)
}

/// The address is a secret: no other site is told of it.
fn discreet(response: Response) -> Response {
    answer::with(response, header::REFERRER_POLICY, HeaderValue::from_static("same-origin"))
}
