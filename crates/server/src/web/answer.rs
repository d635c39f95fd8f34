//! Answers: pages, other representations, and the way elsewhere.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderName, HeaderValue, StatusCode, header};

use super::problem::Problem;

/// What a handler gives.
pub(crate) type Answer = Result<Response, Problem>;

/// The page holds an island: its policy must let scripts run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Islands;

/// The answer says all there is to say, though its status is an error's: it is not told anew.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told;

/// For pages that are for one person.
pub(crate) const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-store");
/// For pages that are for everybody. Browsers ask each time whether theirs still holds, which costs no body; caches in
/// between (RFC 9111; RFC 5861) may answer for a minute, for another while they ask, and for a day while nobody answers.
pub(crate) const PUBLIC: HeaderValue =
    HeaderValue::from_static("public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400");

/// What a 401 must name (RFC 9110, section 15.5.2). Signing in is a form and a cookie, which has no registered name;
/// browsers pass over names that they do not know.
pub(crate) const CHALLENGE: HeaderValue = HeaderValue::from_static("Cookie realm=\"staff\"");

/// A page.
pub(crate) fn html(status: StatusCode, document: String) -> Response {
    // What people type is escaped, so only the frame can have written this.
    let islands = document.contains("<script type=\"module\"");
    let mut response = Response::new(Body::from(document));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.extensions_mut().insert(Told);
    if islands {
        response.extensions_mut().insert(Islands);
    }
    response
}

/// Another representation. The same for everybody, signed in or not.
pub(crate) fn representation(media_type: &'static str, body: impl Into<Body>) -> Response {
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(media_type)), (header::CACHE_CONTROL, PUBLIC)];
    (headers, body.into()).into_response()
}

/// A file to be kept: its name is offered where the browser asks where to save it.
pub(crate) fn download(media_type: &'static str, name: &str, body: impl Into<Body>) -> Response {
    let mut response = representation(media_type, body);
    if let Ok(value) = HeaderValue::try_from(format!("inline; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// On to another page (303). `to` is a path of this site.
pub(crate) fn see_other(to: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, to)
}

/// On to another page, as it is for one person alone.
pub(crate) fn see_own(to: &str) -> Response {
    with(see_other(to), header::CACHE_CONTROL, PRIVATE)
}

/// For ever on to another spelling of the address (308).
pub(crate) fn moved(to: &str) -> Response {
    redirect(StatusCode::PERMANENT_REDIRECT, to)
}

fn redirect(status: StatusCode, to: &str) -> Response {
    HeaderValue::try_from(to)
        .map_or_else(|_| Problem::BAD_REQUEST.into_response(), |to| (status, [(header::LOCATION, to)]).into_response())
}

/// Puts a header into an answer.
pub(crate) fn with(mut response: Response, name: HeaderName, value: HeaderValue) -> Response {
    response.headers_mut().append(name, value);
    response
}
