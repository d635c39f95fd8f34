//! What every request passes, from the outside in:
//!
//! 1. [`arrive`]: what is known about it, its id, its line in the log
//! 2. [`guard`]: the headers that tell browsers what this site never does
//! 3. [`tell`]: problems as pages, or as problem+json
//! 4. [`survive`]: a panic is an error 500, not a lost connection
//! 5. [`hurry`]: no request takes for ever
//! 6. the right spelling of addresses ([`spell`](super::language::spell))
//! 7. [`forged`]: forms that other sites send are refused

mod arrive;
mod forged;
mod guard;
mod hurry;
mod survive;
mod tell;

use axum::{Router, middleware};

use super::{language, state::WebState};

/// The router with everything around it.
pub(crate) fn around(router: Router<WebState>, state: WebState) -> Router {
    // The last one added is the first that a request meets.
    router
        .layer(forged::layer(state.config().origin.as_deref()))
        .layer(middleware::from_fn(language::spell))
        .layer(middleware::from_fn_with_state(state.clone(), hurry::hurry))
        .layer(survive::layer())
        .layer(middleware::from_fn_with_state(state.clone(), tell::tell))
        .layer(middleware::from_fn_with_state(state.clone(), guard::guard))
        .layer(middleware::from_fn_with_state(state.clone(), arrive::arrive))
        .with_state(state)
}
