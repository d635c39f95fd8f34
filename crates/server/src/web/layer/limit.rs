//! How much one address may ask for, and how much is worked on at once. Inside [`keep`](mod@super::keep): what is kept costs
//! next to nothing.

use std::sync::Arc;

use axum::{
    body::HttpBody,
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use model::error::Error;

use crate::{
    config::Class,
    web::{
        flow::holding,
        limit::{Place, Refused, class_of},
        problem::{Problem, Refusal},
        state::WebState,
        visit::Visit,
    },
};

/// Lets the request in, or tells it to come again: 429 where its address asks too often, 503 where all places are taken.
pub(super) async fn limit(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let class = class_of(request.method(), request.uri().path());
    let visit = request.extensions().get::<Arc<Visit>>();
    let (Some(class), Some(visit)) = (class, visit) else { return next.run(request).await };
    match state.limits().enter(visit.address, class).await {
        Ok(place) => held(next.run(request).await, place),
        Err(refused) => refuse(refused, class),
    }
}

/// Keeps the place for as long as the answer is being made.
fn held(response: Response, place: Option<Place>) -> Response {
    match place {
        Some(place) if response.body().size_hint().exact().is_none() => response.map(|body| holding(body, place)),
        _ => response,
    }
}

fn refuse(refused: Refused, class: Class) -> Response {
    match refused {
        Refused::Often(seconds) => {
            tracing::debug!(class = class.name(), seconds, "an address asks too often");
            Problem::from(Refusal::TooOften(seconds)).into_response()
        }
        Refused::Busy => {
            tracing::warn!(class = class.name(), "all places are taken");
            Problem::from(Error::Unavailable).into_response()
        }
    }
}
