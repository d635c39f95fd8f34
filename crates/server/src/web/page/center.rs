//! The Center's story and history.

use axum::{Router, routing::get};
use frontend::page::center;
use model::{
    error::{FieldError, FieldErrors},
    history::Theme,
    route::Route,
};

use crate::web::{answer::Answer, here::Here, problem::Problem, state::WebState};

pub(super) fn router() -> Router<WebState> {
    Router::new().route("/{language}/center", get(show))
}

async fn show(here: Here) -> Answer {
    let theme = match here.query()?.one("theme") {
        "" => None,
        name => Some(Theme::named(name).ok_or_else(|| Problem::Filter(FieldErrors::one("theme", FieldError::Choice)))?),
    };
    let catalogue = here.app().catalogue().await?;
    here.page(Route::Center(theme), || center::center(&catalogue, theme)).await
}
