//! For whoever keeps the portal running: is the process alive, and should it be sent visitors?

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use http::{StatusCode, header};
use model::error::Error;

use super::{answer::Told, problem, state::WebState};

/// `/healthz` and `/readyz`.
pub(crate) fn router() -> Router<WebState> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready))
}

/// The process answers. Says nothing of the database: restarting the portal would not mend that.
async fn alive() -> Response {
    plain(StatusCode::OK, "alive\n")
}

/// The database answers, and the portal is not on its way out.
async fn ready(State(state): State<WebState>) -> Response {
    if state.is_draining() {
        return plain(StatusCode::SERVICE_UNAVAILABLE, "draining\n");
    }
    match state.app().ready().await {
        Ok(()) => plain(StatusCode::OK, "ready\n"),
        Err(error) => {
            let mut response = plain(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n");
            if let Some(after) = problem::retry_after(&Error::Unavailable) {
                response.headers_mut().insert(header::RETRY_AFTER, after);
            }
            tracing::warn!(%error, "not ready");
            response
        }
    }
}

/// A line of text for a program.
fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = (status, [(header::CACHE_CONTROL, "no-store")], text).into_response();
    response.extensions_mut().insert(Told);
    response
}
