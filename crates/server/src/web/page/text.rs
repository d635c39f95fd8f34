//! Pages of text.

use axum::{Router, routing::get};
use frontend::page::text;
use model::route::Route;

use crate::web::{answer::Answer, here::Here, problem::Problem, state::WebState};

pub(super) fn router() -> Router<WebState> {
    Router::new().route("/{language}/accessibility", get(accessibility)).route("/{language}/privacy", get(privacy))
}

async fn accessibility(here: Here) -> Answer {
    show(here, Route::Accessibility, "accessibility").await
}

async fn privacy(here: Here) -> Answer {
    show(here, Route::Privacy, "privacy").await
}

async fn show(here: Here, route: Route, slug: &str) -> Answer {
    let catalogue = here.app().catalogue().await?;
    let page = catalogue.page(slug).ok_or(Problem::NOT_FOUND)?;
    here.page(route, || text::show(&catalogue, page)).await
}
