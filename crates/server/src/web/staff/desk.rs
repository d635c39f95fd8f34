//! Who is at the desk.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use frontend::page::staff::account;
use http::{HeaderValue, Method, header};
use model::{
    error::Error,
    route::Route,
    viewer::{Action, Viewer},
};

use super::account::{refusal, sign_in_path};
use crate::web::{
    answer::{self, Answer},
    cookie,
    form::{Form, Pairs},
    here::Here,
    problem::{self, Problem},
    state::WebState,
};

/// The fields in which somebody signs in again in the midst of saving.
const EMAIL: &str = "sign-in-email";
const PASSWORD: &str = "sign-in-password";

/// A member of staff who asks for a page. Anybody else is sent to sign in, and back here after that.
#[derive(Debug)]
pub(super) struct Desk(pub(super) Here);

impl FromRequestParts<WebState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &WebState) -> Result<Self, Response> {
        let here = Here::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        if here.viewer.is_staff() {
            return Ok(Self(here));
        }
        let next = here.uri.path_and_query().map_or("", |whole| whole.as_str());
        let next = if here.method == Method::GET { next } else { "" };
        let response = answer::see_other(&sign_in_path(&here, "sign-in-first", next));
        Err(answer::with(response, header::CACHE_CONTROL, answer::PRIVATE))
    }
}

impl Desk {
    /// The page is for those who may do this.
    pub(super) fn may(self, action: Action) -> Result<Here, Problem> {
        self.0.viewer.may(action)?;
        Ok(self.0)
    }
}

/// A form that a member of staff posts.
///
/// Where the session has ended meanwhile, what was typed is not lost: the answer is a page that holds it all, and asks to
/// sign in. That page posts here again, with the e-mail address and the password; signing in and saving are then one step.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) here: Here,
    pub(super) pairs: Pairs,
    cookie: Option<HeaderValue>,
}

impl FromRequest<WebState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let here = Here::from_request_parts(&mut parts, state).await.map_err(IntoResponse::into_response)?;
        let form = Form::from_request(Request::from_parts(parts, body), state).await;
        let Form(pairs) = form.map_err(IntoResponse::into_response)?;
        if here.viewer.is_staff() {
            return Ok(Self { here, pairs, cookie: None });
        }
        sign_in_again(here, pairs).await
    }
}

impl Posted {
    /// Finishes the answer: a session that was begun on the way is handed over with it.
    pub(super) fn finish(cookie: Option<HeaderValue>, answer: Answer) -> Answer {
        let mut response = answer.unwrap_or_else(IntoResponse::into_response);
        if let Some(cookie) = cookie {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(response)
    }

    /// The parts: who posts, what, and what [`Posted::finish`] needs.
    pub(super) fn into_parts(self) -> (Here, Pairs, Option<HeaderValue>) {
        (self.here, self.pairs, self.cookie)
    }
}

async fn sign_in_again(here: Here, pairs: Pairs) -> Result<Posted, Response> {
    let Some(password) = pairs.get(PASSWORD) else {
        return Err(ask(&here, &pairs, None).await);
    };
    match here.app().sign_in(pairs.one(EMAIL), password, here.visit.address).await {
        Ok((secret, staff)) => {
            let viewer = Viewer::Staff { id: staff.id, name: staff.name, role: staff.role };
            let cookie = cookie::session(&secret);
            Ok(Posted { here: here.signed_in(viewer), pairs, cookie })
        }
        Err(error @ (Error::Unauthenticated | Error::Throttled { .. })) => Err(ask(&here, &pairs, Some(&error)).await),
        Err(error) => Err(Problem::from(error).into_response()),
    }
}

/// The page that asks to sign in, and holds what was typed.
async fn ask(here: &Here, pairs: &Pairs, error: Option<&Error>) -> Response {
    let kept = pairs.only(|name| name != EMAIL && name != PASSWORD);
    let action = here.uri.path_and_query().map_or("/", |whole| whole.as_str());
    let status = problem::status(error.unwrap_or(&Error::Unauthenticated));
    let page = || account::sign_in_again(action, pairs.one(EMAIL), error, &kept);
    match here.page_with(status, Route::SignIn, page).await {
        Ok(response) => refusal(response, error.unwrap_or(&Error::Unauthenticated)),
        Err(problem) => problem.into_response(),
    }
}
