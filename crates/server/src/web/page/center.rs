//! The Center's story and history.

use axum::{Router, routing::get};
use frontend::page::center;
use model::{
    error::{FieldError, FieldErrors},
    history::Theme,
    route::Route,
};

use crate::web::{answer::Answer, form::bad_filter, here::Here, state::WebState};

pub(super) fn router() -> Router<WebState> {
    Router::new().route("/{language}/center", get(show))
}

async fn show(here: Here) -> Answer {
    let query = here.query()?;
    let theme = match query.one("theme") {
        "" => None,
        name => Some(Theme::named(name).ok_or_else(|| {
            let errors = FieldErrors::one("theme", FieldError::Choice);
            bad_filter(&query, errors, |_| Route::Center(None))
        })?),
    };
    let catalogue = here.app().catalogue().await?;
    here.page(Route::Center(theme), || center::center(&catalogue, theme)).await
}
