//! The Center's story and history.

use axum::{Router, routing::get};
use frontend::page::center;
use model::{
    error::{FieldError, FieldErrors},
    history::Theme,
    route::Route,
};

use crate::web::{answer::Answer, form::filtered, here::Here, state::WebState};

pub(super) fn router() -> Router<WebState> {
    Router::new().route("/{language}/center", get(show))
}

async fn show(here: Here) -> Answer {
    let query = here.query()?;
    let parse = |pairs: Vec<(&str, &str)>| match pairs.iter().rev().find(|(name, _)| *name == "theme") {
        None | Some((_, "")) => Ok(None),
        Some((_, name)) => Theme::named(name).map(Some).ok_or_else(|| FieldErrors::one("theme", FieldError::Choice)),
    };
    let theme = filtered(&query, parse, Route::Center)?;
    let catalogue = here.app().catalogue().await?;
    here.page(Route::Center(theme), || center::center(&catalogue, theme)).await
}
