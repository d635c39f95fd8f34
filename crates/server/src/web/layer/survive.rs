//! A panic is an error 500, not a lost connection.

use std::any::Any;

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use model::error::Error;
use tower_http::catch_panic::CatchPanicLayer;

use crate::web::problem::Problem;

type Answering = fn(Box<dyn Any + Send>) -> Response<Body>;

/// The layer.
pub(super) fn layer() -> CatchPanicLayer<Answering> {
    CatchPanicLayer::custom(answer)
}

/// Where and why is in the log: the process' panic hook wrote it.
fn answer(_: Box<dyn Any + Send>) -> Response<Body> {
    tracing::error!("a request ended in a panic");
    Problem::from(Error::Internal).into_response()
}
