//! No request takes for ever.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use model::error::Error;
use tokio::time::Instant;

use crate::web::{
    problem::{Problem, Refusal},
    state::WebState,
    visit::Visit,
};

/// How much of a request's time a handler may take that has something to say when time is over.
const OWN_SHARE: f32 = 0.9;

/// When a handler should give up by itself: there is time left then to say so, and to give back what was typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(pub(crate) Instant);

/// Gives up when time is over: 408 if the visitor was still sending, else 503.
pub(super) async fn hurry(State(state): State<WebState>, mut request: Request, next: Next) -> Response {
    let visit = request.extensions().get::<Arc<Visit>>().cloned();
    let limit = state.config().request_timeout;
    request.extensions_mut().insert(Deadline(Instant::now() + limit.mul_f32(OWN_SHARE)));
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) if visit.is_some_and(|visit| visit.is_reading()) => Problem::from(Refusal::Timeout).into_response(),
        Err(_) => {
            tracing::error!(seconds = limit.as_secs(), "a request took too long");
            Problem::from(Error::Unavailable).into_response()
        }
    }
}
