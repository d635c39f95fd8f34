//! The short way to a page that is kept: no router, no layers, nothing that is not needed to find it and to say so in the log.

use std::net::SocketAddr;

use axum::response::Response;
use http::{Method, Request};
use tracing::{Instrument, Span};

use super::{arrive::Line, keep::Wish, sound::unsound};
use crate::web::{cookie, language, state::WebState, visit::Envelope};

/// The answer for a visitor who asks for a page that is kept, and asks for it as the portal spells its address. Anybody else
/// goes through all layers: `None`.
pub(crate) async fn at_the_door<B>(state: &WebState, request: &Request<B>, peer: SocketAddr) -> Option<Response> {
    let (kept, headers, uri) = (state.kept()?, request.headers(), request.uri());
    let signed_in = cookie::read(headers, cookie::SESSION).is_some_and(|secret| !secret.is_empty());
    // Where the database has to be asked, what it does is told under the request's id: behind the door.
    let is_plain = *request.method() == Method::GET && !signed_in && unsound(request).is_none();
    if !is_plain || !state.app().store.knows_generation() {
        return None;
    }
    let asked = language::of_path(uri.path())?;
    let Envelope { id, origin } = Envelope::of(uri, headers, peer.ip(), state.config());
    let page = kept.get(state, &origin, uri.path_and_query()?.as_str()).await?;
    state.meters().kept.hits.one();
    let wish = Wish::of(headers);
    // Nothing is told of what is there already. A span costs a tenth of the whole answer.
    let span = if page.is_ready(&wish) { Span::none() } else { tracing::info_span!("request", %id) };
    let line = Line::of(request, state, id, asked);
    let mut response = page.answer(&wish).instrument(span).await;
    line.answer(&mut response);
    Some(response)
}
