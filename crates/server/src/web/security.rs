//! What those ask for who have found a hole.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Extension, State},
    routing::get,
};

use super::{
    answer::{self, Answer},
    problem::Problem,
    state::WebState,
    visit::Visit,
};
use crate::feed::security;

/// `/.well-known/security.txt`.
pub(crate) fn router() -> Router<WebState> {
    Router::new().route(security::PATH, get(show))
}

/// Not found where nobody was named: a contact that nobody reads is worse than none.
async fn show(State(state): State<WebState>, Extension(visit): Extension<Arc<Visit>>) -> Answer {
    let contact = state.config().security_contact.as_deref().ok_or(Problem::NOT_FOUND)?;
    let text = security::security_txt(&visit.origin, contact, state.app().clock.now());
    Ok(answer::representation(security::MEDIA_TYPE, text))
}
