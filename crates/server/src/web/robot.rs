//! What search engines ask for first.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Extension, State},
    response::Response,
    routing::get,
};
use model::event::{EventQuery, Period};

use super::{
    answer::{self, Answer},
    state::WebState,
    visit::Visit,
};
use crate::feed::{robots, sitemap};

/// `/robots.txt` and `/sitemap.xml`.
pub(crate) fn router() -> Router<WebState> {
    Router::new().route("/robots.txt", get(show_robots)).route("/sitemap.xml", get(show_sitemap))
}

async fn show_robots(Extension(visit): Extension<Arc<Visit>>) -> Response {
    answer::representation(robots::MEDIA_TYPE, robots::robots(&visit.origin))
}

async fn show_sitemap(State(state): State<WebState>, Extension(visit): Extension<Arc<Visit>>) -> Answer {
    let app = state.app();
    let catalogue = app.catalogue().await?;
    let mut events = Vec::new();
    for period in [Period::Upcoming, Period::Past] {
        let query = EventQuery { period, ..EventQuery::default() };
        events.extend(app.events(&query, sitemap::EVENT_LIMIT).await?.items);
    }
    Ok(answer::representation(sitemap::MEDIA_TYPE, sitemap::sitemap(&visit.origin, &catalogue, &events)))
}
