//! Forms that other sites send are refused: by `Sec-Fetch-Site`, which browsers cannot be talked into changing, else by
//! `Origin`. No token is needed, so a page that stood open for a day still saves.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::web::problem::{Problem, Refusal};

type Refuse = fn(ProtectionError) -> Response<Body>;

/// The layer. `origin`: the portal's own address, for proxies that change `Host` on the way.
pub(super) fn layer(origin: Option<&str>) -> CsrfLayer<Refuse> {
    let layer = CsrfLayer::new();
    let layer = match origin.map(|origin| CsrfLayer::new().add_trusted_origin(origin)) {
        Some(Ok(trusting)) => trusting,
        // Settings let no address through that is none.
        Some(Err(error)) => {
            tracing::error!(%error, "the origin cannot be trusted with forms");
            layer
        }
        None => layer,
    };
    layer.with_rejection_response(refuse)
}

fn refuse(error: ProtectionError) -> Response<Body> {
    tracing::warn!(%error, "a forged form was refused");
    Problem::from(Refusal::Forged).into_response()
}
