//! All pages on one.

use axum::{Router, routing::get};
use frontend::page::site_map;
use model::route::Route;

use crate::web::{answer::Answer, here::Here, state::WebState};

pub(super) fn router() -> Router<WebState> {
    Router::new().route("/{language}/site-map", get(show))
}

async fn show(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    here.page(Route::SiteMap, || site_map::site_map(&catalogue)).await
}
