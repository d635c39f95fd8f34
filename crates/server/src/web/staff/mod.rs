//! The staff desk. Nobody gets past these handlers without a session, and nothing past the use cases without a role.
//!
//! - [`account`]: signing in and out, setting a password; [`own`]: what owners see to themselves; [`second_factor`]: codes
//! - [`desk`]: who is at the desk; what happens to those who are not signed in
//! - [`event`]: events as staff write them; [`merge`]: what becomes of a stale edit; [`status`]: publishing, cancelling,
//!   postponing

mod account;
mod desk;
mod event;
mod merge;
mod own;
mod second_factor;
mod status;

use axum::Router;

use super::state::WebState;

/// All pages for staff.
pub(super) fn router() -> Router<WebState> {
    Router::new()
        .merge(account::router())
        .merge(event::router())
        .merge(own::router())
        .merge(second_factor::router())
        .merge(status::router())
}
