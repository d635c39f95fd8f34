//! Who is at the desk.

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::response::{IntoResponse, Response};
use frontend::page::staff::{self, account};
use http::{HeaderValue, Method, header};
use model::{
    error::{Error, FieldError, FieldErrors},
    route::Route,
    viewer::Action,
};
use tokio::time::Instant;

use super::account::{refusal, sign_in_path};
use crate::{
    app::{SignIn, SignedIn},
    web::{
        answer::{self, Answer},
        cookie,
        form::{Form, Pairs},
        here::Here,
        layer::Deadline,
        problem::{self, Problem},
        state::WebState,
    },
};

/// The fields in which somebody signs in again in the midst of saving.
const EMAIL: &str = "sign-in-email";
const PASSWORD: &str = "sign-in-password";
const CODE: &str = "sign-in-code";

/// A member of staff who asks for a page, or posts a form that holds nothing to lose. Anybody else is sent to sign in, and back
/// here after that; who has to set a second factor up, there.
#[derive(Debug)]
pub(super) struct Desk(pub(super) Here);

impl FromRequestParts<WebState> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &WebState) -> Result<Self, Response> {
        let here = Here::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        Self::of(here).map(Self).map_err(|elsewhere| *elsewhere)
    }
}

impl Desk {
    /// A request by a member of staff; for anybody else, where they are sent.
    fn of(here: Here) -> Result<Here, Box<Response>> {
        if here.viewer.is_staff() {
            return Ok(here);
        }
        if here.viewer.enrolling_account().is_ok() {
            return Err(Box::new(answer::see_own(&Route::SecondFactor.path(here.locale))));
        }
        let next = if here.method == Method::GET { action(&here) } else { "" };
        Err(Box::new(answer::see_own(&sign_in_path(&here, "sign-in-first", next))))
    }

    /// The page is for those who may do this.
    pub(super) fn may(self, action: Action) -> Result<Here, Problem> {
        self.0.viewer.may(action)?;
        Ok(self.0)
    }
}

/// As [`Desk`], and also who has to set a second factor up.
#[derive(Debug)]
pub(super) struct Enrolling(pub(super) Here);

impl FromRequestParts<WebState> for Enrolling {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut http::request::Parts, state: &WebState) -> Result<Self, Response> {
        let here = Here::from_request_parts(parts, state).await.map_err(IntoResponse::into_response)?;
        if here.viewer.enrolling_account().is_ok() {
            return Ok(Self(here));
        }
        Desk::of(here).map(Self).map_err(|elsewhere| *elsewhere)
    }
}

/// A form that a member of staff posts. Whatever becomes of it, what was typed is not lost.
///
/// Where the session has ended meanwhile, the answer is a page that holds it all, and asks to sign in. That page posts here
/// again, with the e-mail address and the password; signing in and saving are then one step, or two where the account asks for a
/// code. Where a use case says no to
/// the whole (a role that was taken away, a draft that is public by now, a database that does not answer), the answer is a
/// page that holds it all, to be sent again or to be copied: see [`Posted::answer`].
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) here: Here,
    pub(super) pairs: Pairs,
    cookies: Cookies,
    deadline: Instant,
}

/// What a session that was begun on the way hands over with the answer.
type Cookies = Vec<HeaderValue>;

impl FromRequest<WebState> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Some(Deadline(deadline)) = parts.extensions.get().copied() else {
            return Err(Problem::Failed(Error::Internal).into_response());
        };
        // The form first: if it cannot be asked who sends it, it must be there to be sent again.
        let here = Here::unasked(&mut parts, state).await.map_err(IntoResponse::into_response)?;
        let form = Form::from_request(Request::from_parts(parts, body), state).await;
        let Form(pairs) = form.map_err(IntoResponse::into_response)?;
        let here = match within(deadline, here.clone().known()).await {
            Ok(here) => here,
            Err(error) => return Err(kept(&here, &pairs, error).await),
        };
        if here.viewer.enrolling_account().is_ok() {
            return Ok(Self { here, pairs, cookies: Cookies::new(), deadline });
        }
        let (again, typed) = (here.clone(), pairs.clone());
        match within(deadline, async { Ok(sign_in_again(here, pairs, deadline).await) }).await {
            Ok(posted) => posted,
            Err(error) => Err(kept(&again, &typed, error).await),
        }
    }
}

impl Posted {
    /// Answers by `answer`, while there is time: what was typed goes back with a refusal, and a session that was begun on the
    /// way is handed over.
    ///
    /// Errors at fields and conflicts are answered by the form's own pages before they come here.
    pub(super) async fn answer(self, answer: impl AsyncFnOnce(&Here, &Pairs) -> Answer) -> Answer {
        let answered = within(self.deadline, async { Ok(answer(&self.here, &self.pairs).await) }).await;
        let mut response = match answered.unwrap_or_else(|error| Err(error.into())) {
            Ok(response) => response,
            Err(Problem::Failed(error)) => kept(&self.here, &self.pairs, error).await,
            Err(problem) => problem.into_response(),
        };
        for cookie in self.cookies {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(response)
    }
}

/// What comes of it before `deadline`; after that, the portal counts as not available.
async fn within<T>(deadline: Instant, run: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    // What is run holds all that a form asks of the store: it is kept apart from the stack.
    tokio::time::timeout_at(deadline, Box::pin(run)).await.unwrap_or_else(|_| {
        tracing::error!("a form could not be answered in time, and was given back");
        Err(Error::Unavailable)
    })
}

async fn sign_in_again(here: Here, pairs: Pairs, deadline: Instant) -> Result<Posted, Response> {
    let app = here.app();
    let signed_in = match (pairs.get(CODE), pairs.get(PASSWORD), &here.visit.step) {
        (Some(code), _, Some(step)) => {
            Box::pin(app.give_code(step.reveal(), code, here.visit.client())).await.map(SignIn::Done)
        }
        (None, Some(password), _) => Box::pin(app.sign_in(pairs.one(EMAIL), password, here.visit.client())).await,
        (Some(_), _, None) | (None, None, _) => return Err(ask(&here, &pairs, None).await),
    };
    match signed_in {
        Ok(SignIn::Done(SignedIn { session, device, viewer, .. })) => {
            let gone = here.visit.step.is_some().then(cookie::no_step);
            let cookies = [cookie::session(&session), cookie::device(&device), gone].into_iter().flatten().collect();
            Ok(Posted { here: here.signed_in(viewer), pairs, cookies, deadline })
        }
        Ok(SignIn::Code(step)) => {
            let mut response = ask_code(&here, &pairs, &FieldErrors::none(), &Error::Unauthenticated).await;
            if let Some(cookie) = cookie::step(&step) {
                response.headers_mut().append(header::SET_COOKIE, cookie);
            }
            Err(response)
        }
        Err(Error::Invalid { fields }) => {
            let fields = FieldErrors::one(CODE, fields.get("code").cloned().unwrap_or(FieldError::WrongCode));
            Err(ask_code(&here, &pairs, &fields, &Error::Unauthenticated).await)
        }
        Err(error @ Error::Throttled { .. }) if pairs.get(CODE).is_some() => {
            Err(ask_code(&here, &pairs, &FieldErrors::none(), &error).await)
        }
        // Nobody waits for a code any more: the password again, which was not wrong.
        Err(Error::Unauthenticated) if pairs.get(CODE).is_some() => Err(ask(&here, &pairs, None).await),
        Err(error @ (Error::Unauthenticated | Error::Throttled { .. })) => Err(ask(&here, &pairs, Some(&error)).await),
        Err(error) => Err(kept(&here, &pairs, error).await),
    }
}

/// The page that tells why the form was not taken, and holds what was typed. Programs are told in their own way.
async fn kept(here: &Here, pairs: &Pairs, error: Error) -> Response {
    if here.visit.program {
        return Problem::from(error).into_response();
    }
    let stored = super::event::id(here).map_or_else(|_| Route::StaffEvents(Default::default()), Route::StaffEvent);
    let page = || staff::kept(action(here), &stored, &error, &without_sign_in(pairs), &here.visit.id);
    match here.page_with(problem::status(&error), Route::SignIn, page).await {
        Ok(response) => refusal(response, &error),
        Err(problem) => problem.into_response(),
    }
}

/// The address that was posted to.
fn action(here: &Here) -> &str {
    here.uri.path_and_query().map_or("/", |whole| whole.as_str())
}

/// All that was posted, but for how somebody signs in.
pub(super) fn without_sign_in(pairs: &Pairs) -> Vec<(String, String)> {
    pairs.only(|name| ![EMAIL, PASSWORD, CODE].contains(&name))
}

/// The page that asks to sign in, and holds what was typed.
async fn ask(here: &Here, pairs: &Pairs, error: Option<&Error>) -> Response {
    if here.visit.program {
        return Problem::from(error.cloned().unwrap_or(Error::Unauthenticated)).into_response();
    }
    let status = problem::status(error.unwrap_or(&Error::Unauthenticated));
    let page = || account::sign_in_again(action(here), pairs.one(EMAIL), error, &without_sign_in(pairs));
    match here.page_with(status, Route::SignIn, page).await {
        Ok(response) => refusal(response, error.unwrap_or(&Error::Unauthenticated)),
        Err(problem) => problem.into_response(),
    }
}

/// The page that asks for a code, and holds what was typed. `error`: what it is answered as; told where it is that there were too
/// many tries.
async fn ask_code(here: &Here, pairs: &Pairs, fields: &FieldErrors, error: &Error) -> Response {
    if here.visit.program {
        return Problem::from(error.clone()).into_response();
    }
    let told = matches!(error, Error::Throttled { .. }).then_some(error);
    let page = || account::code_again(action(here), fields, told, &without_sign_in(pairs));
    match here.page_with(problem::status(error), Route::SignInCode, page).await {
        Ok(response) => refusal(response, error),
        Err(problem) => problem.into_response(),
    }
}
