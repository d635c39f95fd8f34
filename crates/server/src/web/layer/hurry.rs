//! No request takes for ever.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use model::error::Error;

use crate::web::{
    problem::{Problem, Refusal},
    state::WebState,
    visit::Visit,
};

/// Gives up when time is over: 408 if the visitor was still sending, else 503.
pub(super) async fn hurry(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Arc<Visit>>().cloned();
    let limit = state.config().request_timeout;
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) if visit.is_some_and(|visit| visit.is_reading()) => Problem::from(Refusal::Timeout).into_response(),
        Err(_) => {
            tracing::error!(seconds = limit.as_secs(), "a request took too long");
            Problem::from(Error::Unavailable).into_response()
        }
    }
}
