//! The short way to a page that is kept: no router, no layers, nothing that is not needed to find it and to say so in the log.

use std::net::SocketAddr;

use axum::response::Response;
use http::{Method, Request};

use super::{arrive::Line, keep::Wish};
use crate::web::{cookie, language, state::WebState, visit::Envelope};

/// The answer for a visitor who asks for a page that is kept, and asks for it as the portal spells its address. Anybody else
/// goes through all layers: `None`.
pub(crate) async fn at_the_door<B>(state: &WebState, request: &Request<B>, peer: SocketAddr) -> Option<Response> {
    let (kept, headers, uri) = (state.kept()?, request.headers(), request.uri());
    let signed_in = cookie::read(headers, cookie::SESSION).is_some_and(|secret| !secret.is_empty());
    if *request.method() != Method::GET || signed_in {
        return None;
    }
    let asked = language::of_path(uri.path())?;
    let Envelope { id, origin } = Envelope::of(uri, headers, peer.ip(), state.config());
    let page = kept.get(state, &origin, uri.path_and_query()?.as_str()).await?;
    let line = Line::of(request, id, asked);
    let mut response = page.answer(&Wish::of(headers)).await;
    line.answer(&mut response);
    Some(response)
}
