//! The front page.

use axum::{Router, routing::get};
use frontend::page::home;
use model::{event::EventQuery, route::Route};

use crate::{
    feed::linked_data,
    web::{answer::Answer, here::Here, state::WebState},
};

pub(super) fn router() -> Router<WebState> {
    Router::new().route("/{language}", get(show))
}

async fn show(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    let upcoming = super::upcoming(&here, EventQuery::default()).await?;
    here.page(Route::Home, || {
        let mut page = home::home(&catalogue, &upcoming);
        page.head.json_ld.push(linked_data::organization(&here.site(&catalogue)));
        page
    })
    .await
}
