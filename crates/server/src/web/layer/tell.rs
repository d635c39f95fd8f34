//! Problems, told: as a page in the visitor's language, or as problem+json (RFC 9457) to programs.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use axum::{
    body::{Body, HttpBody},
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use frontend::message::{Argument, interface, message};
use http::{HeaderValue, Method, StatusCode, header};
use model::error::Error;

use crate::web::{
    answer::{self, Told},
    here::problem_page,
    problem::{Problem, Refusal},
    state::WebState,
    visit::Visit,
};

/// Gives every problem its body.
///
/// A status of 400 and above without a body of ours comes from the router or an extractor; it is told the same way.
pub(super) async fn tell(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Arc<Visit>>().cloned();
    let head = request.method() == Method::HEAD;
    let response = next.run(request).await;
    let Some(visit) = visit else { return response };
    let Some(problem) = problem(&response) else { return response };
    let told = if visit.program { json(&visit, &problem) } else { page(&state, &visit, &problem).await };
    joined(response, told, head)
}

fn problem(response: &Response) -> Option<Problem> {
    match response.extensions().get::<Problem>() {
        Some(problem) => Some(problem.clone()),
        None if is_error(response.status()) && response.extensions().get::<Told>().is_none() => {
            Some(Problem::behind(response.status()))
        }
        None => None,
    }
}

fn is_error(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

/// Status and headers of the answer (`Allow`, `Retry-After`), and the body that tells.
fn joined(answered: Response, told: Response, head: bool) -> Response {
    let (mut parts, _) = answered.into_parts();
    let (about, body) = told.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(about.headers);
    parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if parts.status == StatusCode::UNAUTHORIZED {
        parts.headers.insert(header::WWW_AUTHENTICATE, answer::CHALLENGE);
    }
    if let Some(length) = body.size_hint().exact() {
        parts.headers.insert(header::CONTENT_LENGTH, length.into());
    }
    parts.status = about.status;
    parts.extensions.extend(about.extensions);
    Response::from_parts(parts, if head { Body::empty() } else { body })
}

fn json(visit: &Visit, problem: &Problem) -> Response {
    let language = interface(visit.language);
    let (key, seconds) = match problem {
        Problem::Failed(error @ Error::Throttled { seconds }) => (key(error), *seconds),
        Problem::Failed(error) => (key(error), 0),
        Problem::Refused(refusal @ Refusal::TooOften(seconds)) => (refusal.key(), *seconds),
        Problem::Refused(refusal) => (refusal.key(), 0),
        Problem::Filter(_) => ("error-filter", 0),
    };
    // A page's words speak of the page, and of what stands below them on it.
    let key = key.replacen("error-", "problem-", 1);
    let detail = message(language, &key, &[("seconds", Argument::from(seconds))]);
    let mut response = Response::new(Body::from(problem.json(&detail, &visit.id).to_string()));
    *response.status_mut() = problem.status();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if let Ok(tag) = HeaderValue::try_from(language.tag()) {
        headers.insert(header::CONTENT_LANGUAGE, tag);
    }
    response
}

/// The message's key, as on the page.
const fn key(error: &Error) -> &'static str {
    match error {
        Error::NotFound => "error-not-found",
        Error::Invalid { .. } => "error-invalid",
        Error::Conflict { .. } => "error-conflict",
        Error::WrongState => "error-wrong-state",
        Error::Unauthenticated => "error-unauthenticated",
        Error::Forbidden => "error-forbidden",
        Error::Throttled { .. } => "error-throttled",
        Error::Unavailable => "error-unavailable",
        Error::Internal => "error-internal",
    }
}

/// The page. Should even that fail, a bare sentence: this is the last line of defence.
async fn page(state: &WebState, visit: &Visit, problem: &Problem) -> Response {
    // Where the portal itself is at fault, nothing more is asked of it; and wrong addresses, which come in floods, cost no
    // query.
    let demo = !problem.status().is_server_error() && state.app().was_demo().await.unwrap_or(false);
    catch_unwind(AssertUnwindSafe(|| problem_page(state, visit, problem, demo))).unwrap_or_else(|_| {
        let text = format!("{}\n\n{}\n", problem.status(), visit.id);
        let mut response = Response::new(Body::from(text));
        *response.status_mut() = problem.status();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        response
    })
}
