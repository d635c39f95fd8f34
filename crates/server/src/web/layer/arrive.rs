//! What is known about a request, its id, and its one line in the log.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};
use tracing::Instrument;

use crate::web::{
    state::WebState,
    visit::{Visit, loggable},
};

/// Notes what is known, answers with the id, and logs.
///
/// The line holds the path without its query, and no header: secrets travel there. What went wrong on the way is logged
/// where it is known, inside a span with the same id.
pub(super) async fn arrive(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let visit = Arc::new(Visit::of(&request, state.config()));
    let (method, path) = (request.method().clone(), loggable(request.uri().path()));
    request.extensions_mut().insert(Arc::clone(&visit));
    let span = tracing::info_span!("request", id = %visit.id);
    let mut response = next.run(request).instrument(span).await;
    if let Ok(id) = HeaderValue::try_from(&visit.id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), id);
    }
    tracing::info!(
        %method,
        path,
        status = response.status().as_u16(),
        ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        id = %visit.id,
        language = %visit.language,
        "answered"
    );
    response
}
