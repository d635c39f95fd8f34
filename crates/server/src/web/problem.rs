//! What went wrong with a request, on its way out.
//!
//! Handlers and layers answer with a [`Problem`]; it travels as a status and an extension of an empty response. The layer
//! `layer::tell` turns it into a page or into problem+json, in one place, for all of them. The cause was
//! logged where it was known, and is not here.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use model::{
    error::{Error, FieldErrors},
    route::Route,
};
use serde_json::{Value, json};

/// How long to wait before asking again when the portal cannot answer, in seconds.
const RETRY_SECONDS: u32 = 5;

/// Why a request is not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// A use case said no.
    Failed(Error),
    /// The request is not understood before any use case is asked.
    Refused(Refusal),
    /// What is asked of a list is nothing that can be asked.
    Filter(Box<BadFilter>),
}

/// What a list cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadFilter {
    /// What is wrong, by the names in the query.
    pub(crate) errors: FieldErrors,
    /// The pairs of the query whose names these are.
    pub(crate) asked: Vec<(String, String)>,
    /// The list, by all else that was asked.
    pub(crate) list: Route,
}

/// Why a request is refused at the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not understood: a filter that is none, a body that is not text.
    BadRequest,
    /// The body or the head is larger than allowed.
    TooLarge,
    /// The address does not take this method.
    Method,
    /// A form that another site sent.
    Forged,
    /// The request took too long to arrive.
    Timeout,
    /// The body is not a form.
    Unsupported,
    /// The address is longer than any of ours.
    LongAddress,
    /// Too many requests from one address; in how many seconds to ask again.
    TooOften(u32),
}

impl Refusal {
    /// The status.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::Timeout => StatusCode::REQUEST_TIMEOUT,
            Self::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::LongAddress => StatusCode::URI_TOO_LONG,
            Self::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    /// The message that says why.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::BadRequest => "error-bad-request",
            Self::TooLarge => "error-too-large",
            Self::Method => "error-method",
            Self::Forged => "error-forged",
            Self::Timeout => "error-timeout",
            Self::Unsupported => "error-unsupported",
            Self::LongAddress => "error-long-address",
            Self::TooOften(_) => "error-too-often",
        }
    }
}

impl Problem {
    /// The page is not there.
    pub(crate) const NOT_FOUND: Self = Self::Failed(Error::NotFound);
    /// The request is not understood.
    pub(crate) const BAD_REQUEST: Self = Self::Refused(Refusal::BadRequest);

    /// The problem behind a bare status, as the router and its extractors answer it.
    pub(crate) fn behind(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::NOT_FOUND,
            StatusCode::METHOD_NOT_ALLOWED => Self::Refused(Refusal::Method),
            StatusCode::PAYLOAD_TOO_LARGE => Self::Refused(Refusal::TooLarge),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::Refused(Refusal::Unsupported),
            StatusCode::REQUEST_TIMEOUT => Self::Refused(Refusal::Timeout),
            StatusCode::SERVICE_UNAVAILABLE => Self::Failed(Error::Unavailable),
            _ if status.is_server_error() => Self::Failed(Error::Internal),
            _ => Self::BAD_REQUEST,
        }
    }

    /// The status.
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => refusal.status(),
            Self::Filter(_) => StatusCode::BAD_REQUEST,
            Self::Failed(error) => status(error),
        }
    }

    /// The problem for machines (RFC 9457). `detail` is one sentence in the visitor's language.
    pub(crate) fn json(&self, detail: &str, request_id: &str) -> Value {
        let status = self.status();
        let mut value = json!({
            "type": "about:blank",
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "detail": detail,
            "request_id": request_id,
        });
        let fields = match self {
            Self::Failed(Error::Invalid { fields }) => Some(fields),
            Self::Filter(bad) => Some(&bad.errors),
            _ => None,
        };
        if let (Some(fields), Some(members)) = (fields, value.as_object_mut()) {
            members.insert("errors".to_owned(), serde_json::to_value(fields).unwrap_or_default());
        }
        value
    }
}

/// The status of a use case's answer.
pub(crate) const fn status(error: &Error) -> StatusCode {
    match error {
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Conflict { .. } | Error::WrongState => StatusCode::CONFLICT,
        Error::Unauthenticated => StatusCode::UNAUTHORIZED,
        Error::Forbidden => StatusCode::FORBIDDEN,
        Error::Throttled { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// When to ask again, where the problem says that asking again helps.
fn come_again(problem: &Problem) -> Option<HeaderValue> {
    match problem {
        Problem::Failed(error) => retry_after(error),
        Problem::Refused(Refusal::TooOften(seconds)) => Some((*seconds).into()),
        Problem::Refused(_) | Problem::Filter(_) => None,
    }
}

/// When to ask again, where the error says that asking again helps.
pub(crate) fn retry_after(error: &Error) -> Option<HeaderValue> {
    match error {
        Error::Throttled { seconds } => Some((*seconds).into()),
        Error::Unavailable => Some(RETRY_SECONDS.into()),
        _ => None,
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(after) = come_again(&self) {
            response.headers_mut().insert(header::RETRY_AFTER, after);
        }
        response.extensions_mut().insert(self);
        response
    }
}
