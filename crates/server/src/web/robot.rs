//! What search engines ask for first.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Extension, State},
    response::Response,
    routing::get,
};
use http::Uri;
use tracing::Instrument;

use super::{
    answer::{self, Answer},
    flow::{HungUp, flow},
    form::Pairs,
    problem::Problem,
    state::WebState,
    visit::Visit,
};
use crate::feed::{robots, sitemap};

/// `/robots.txt`, and the site map.
pub(crate) fn router() -> Router<WebState> {
    Router::new()
        .route("/robots.txt", get(show_robots))
        .route(sitemap::INDEX, get(show_index))
        .route(sitemap::PAGES, get(show_pages))
        .route(sitemap::EVENTS, get(show_events))
}

async fn show_robots(Extension(visit): Extension<Arc<Visit>>) -> Response {
    answer::representation(robots::MEDIA_TYPE, robots::robots(&visit.origin))
}

async fn show_index(State(state): State<WebState>, Extension(visit): Extension<Arc<Visit>>) -> Answer {
    let maps = state.app().event_maps().await?;
    Ok(answer::representation(sitemap::MEDIA_TYPE, sitemap::index(&visit.origin, &maps)))
}

async fn show_pages(State(state): State<WebState>, Extension(visit): Extension<Arc<Visit>>) -> Answer {
    let catalogue = state.app().catalogue().await?;
    Ok(answer::representation(sitemap::MEDIA_TYPE, sitemap::pages(&visit.origin, &catalogue)))
}

async fn show_events(State(state): State<WebState>, Extension(visit): Extension<Arc<Visit>>, uri: Uri) -> Answer {
    let query = Pairs::parse(uri.query().unwrap_or_default().as_bytes())?;
    let number = query.one("map").parse().map_err(|_| Problem::NOT_FOUND)?;
    let events = state.app().event_map(number).await?;
    // A full map is megabytes: made as fast as it is taken.
    let (pieces, body) = flow();
    let sending = async move {
        pieces.send(sitemap::BEGIN.to_owned()).await?;
        for (slug, changed) in &events {
            pieces.send(sitemap::event(&visit.origin, slug, *changed)).await?;
        }
        pieces.send(sitemap::END.to_owned()).await?;
        pieces.finish().await
    };
    tokio::spawn(
        async move {
            if let Err(HungUp) = sending.await {
                tracing::debug!("nobody waits for the rest of a map");
            }
        }
        .in_current_span(),
    );
    Ok(answer::representation(sitemap::MEDIA_TYPE, body))
}
