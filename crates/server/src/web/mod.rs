//! The edge and the handlers.
//!
//! A request passes the [`layer`]s, then a handler: it is given the request understood ([`here`]), calls one use case or
//! a few, and renders a page, or another representation of the same. What goes wrong is a [`problem`], told in one place.
//!
//! - [`serve`](mod@serve): connections, from the first byte to the last; signals; [`room`]: how many there may be
//! - [`layer`]: what every request passes; [`limit`]: how much anybody may take
//! - [`visit`], [`here`], [`form`], [`cookie`]: what a request says; [`proxy`]: what proxies say of it
//! - [`answer`], [`problem`]: what is said to it; [`flow`]: what is said piece by piece
//! - [`language`]: which language to speak
//! - [`page`]: what visitors see, with its other representations; [`staff`]: the staff desk
//! - [`card`]: pictures that go with a link
//! - [`asset`]: style, scripts, icons; [`robot`]: the site map, `robots.txt`; [`speculation`]: what browsers may fetch ahead;
//!   [`health`], [`metrics`]: for whoever keeps the portal running; [`security`]: for whoever has found a hole
//!
//! To add a page: a handler in `page/<noun>.rs`, its path in that file's `router`, as `model::route::Route` spells it.

mod answer;
mod asset;
mod card;
pub(crate) mod coding;
pub(crate) mod cookie;
mod flow;
pub(crate) mod form;
mod health;
mod here;
pub(crate) mod language;
pub(crate) mod layer;
mod limit;
mod metrics;
mod page;
pub(crate) mod problem;
mod proxy;
mod robot;
mod room;
mod security;
mod serve;
mod speculation;
mod staff;
mod state;
pub(crate) mod visit;

pub use serve::{ServeError, can_listen, serve};
pub use state::WebState;
pub use visit::Peer;

use axum::{Router, middleware};
use problem::Problem;

/// Everything the portal answers. Needs no socket, so tests ask it directly; a request may carry a [`Peer`].
pub fn router(state: WebState) -> Router {
    let routes = Router::new()
        .merge(asset::router())
        .merge(health::router())
        .merge(language::router())
        .merge(page::router())
        .merge(robot::router())
        .merge(security::router())
        .merge(speculation::router())
        .merge(staff::router())
        .fallback(async || Problem::NOT_FOUND)
        .layer(middleware::from_fn_with_state(state.clone(), asset::beside));
    layer::around(routes, state)
}
