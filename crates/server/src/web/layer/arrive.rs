//! What is known about a request, its id, and its one line in the log.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use model::{locale::Locale, viewer::Viewer};
use tracing::Instrument;

use crate::{
    meter::{Class, Meters, request},
    web::{
        state::WebState,
        visit::{Visit, loggable},
    },
};

/// Notes what is known, answers with the id, and logs.
pub(super) async fn arrive(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let visit = Arc::new(Visit::of(&request, state.config()));
    let mut line = Line::of(&request, &state, visit.id.clone(), visit.language);
    request.extensions_mut().insert(Arc::clone(&visit));
    let span = tracing::info_span!("request", id = %visit.id);
    let mut response = next.run(request).instrument(span).await;
    line.asked_by(visit.viewer());
    line.answer(&mut response);
    response
}

/// A request's line in the log, and its place in what is counted; written when this is dropped: when there is an answer, or when
/// nobody waits for one any more.
///
/// It holds the path without its query, and no header: secrets travel there. Of a member of staff it holds the account's id, so
/// that what was refused can be told by whom it was tried; of a visitor, nothing. What went wrong on the way is logged where
/// it is known, inside a span with the same id.
pub(super) struct Line {
    meters: Arc<Meters>,
    class: Class,
    began: Instant,
    method: Method,
    path: String,
    id: String,
    language: Locale,
    account: Option<String>,
    answered: Option<StatusCode>,
}

impl Line {
    pub(super) fn of<B>(request: &http::Request<B>, state: &WebState, id: String, language: Locale) -> Self {
        let (method, path) = (request.method().clone(), loggable(request.uri().path()));
        let meters = Arc::clone(state.meters());
        meters.requests.under_way.rise();
        let (class, began) = (Class::of(&path), Instant::now());
        Self { meters, class, began, method, path, id, language, account: None, answered: None }
    }

    /// Notes who asked, as far as that was looked up.
    fn asked_by(&mut self, viewer: Viewer) {
        if let Viewer::Staff { id, .. } | Viewer::Enrolling { id, .. } = viewer {
            self.account = Some(id.as_str().to_owned());
        }
    }

    /// Notes the answer, which gets the request's id.
    pub(super) fn answer(mut self, response: &mut Response) {
        if let Ok(id) = HeaderValue::try_from(&self.id) {
            response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
        }
        self.answered = Some(response.status());
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let Self { meters, class, began, method, path, id, language, account, answered } = self;
        let (took, status) = (began.elapsed(), request::status(*answered));
        meters.requests.under_way.fall();
        meters.requests.answered(*class, method, status, took);
        tracing::info!(
            %method,
            path,
            status,
            ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            id,
            %language,
            account,
            "{}",
            if answered.is_some() { "answered" } else { "hung up" }
        );
    }
}
