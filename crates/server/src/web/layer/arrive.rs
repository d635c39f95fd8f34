//! What is known about a request, its id, and its one line in the log.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use tracing::Instrument;

use crate::web::{
    state::WebState,
    visit::{Visit, loggable},
};

/// Notes what is known, answers with the id, and logs.
pub(super) async fn arrive(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let visit = Arc::new(Visit::of(&request, state.config()));
    let mut line = Line::of(&request, Arc::clone(&visit));
    request.extensions_mut().insert(Arc::clone(&visit));
    let span = tracing::info_span!("request", id = %visit.id);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = HeaderValue::try_from(&visit.id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
    }
    line.answered = Some(response.status());
    response
}

/// A request's line in the log, written when this is dropped: when there is an answer, or when nobody waits for one any
/// more.
///
/// It holds the path without its query, and no header: secrets travel there. What went wrong on the way is logged where
/// it is known, inside a span with the same id.
struct Line {
    began: Instant,
    method: Method,
    path: String,
    visit: Arc<Visit>,
    answered: Option<StatusCode>,
}

/// What stands for the status where the client hung up before there was one: the number that nginx gives it.
const HUNG_UP: u16 = 499;

impl Line {
    fn of(request: &Request, visit: Arc<Visit>) -> Self {
        let (method, path) = (request.method().clone(), loggable(request.uri().path()));
        Self { began: Instant::now(), method, path, visit, answered: None }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let Self { began, method, path, visit, answered } = self;
        tracing::info!(
            %method,
            path,
            status = answered.map_or(HUNG_UP, |status| status.as_u16()),
            ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
            id = %visit.id,
            language = %visit.language,
            "{}",
            if answered.is_some() { "answered" } else { "hung up" }
        );
    }
}
