//! Programmes.

use axum::{Router, routing::get};
use frontend::page::programme;
use model::{event::EventQuery, route::Route, slug::Slug};

use crate::{
    feed::json,
    web::{
        answer::{self, Answer},
        here::Here,
        problem::Problem,
        state::WebState,
    },
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/programmes", get(index))
        .route("/{language}/programmes.json", get(index_json))
        .route("/{language}/programmes/{programme}", get(show))
}

async fn index(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    here.page(Route::Programmes, || programme::index(&catalogue)).await
}

async fn index_json(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    Ok(answer::representation(json::MEDIA_TYPE, json::programmes(&here.site(&catalogue))))
}

async fn show(here: Here) -> Answer {
    let (slug, extension) = here.named::<Slug>("programme")?;
    let catalogue = here.app().catalogue().await?;
    let found = catalogue.programme(slug.as_str()).ok_or(Problem::NOT_FOUND)?;
    let query = EventQuery { programme: Some(slug.clone()), ..EventQuery::default() };
    let (upcoming, past) = (super::upcoming(&here, query.clone()).await?, super::past(&here, query).await?);
    match extension.as_deref() {
        None => {
            let route = Route::Programme(slug);
            here.page(route.clone(), || {
                let page = programme::show(&catalogue, found, &upcoming, &past);
                let way = [("nav-programmes", Route::Programmes)];
                super::trailed(page, &here, &catalogue, &way, (&found.short_name, route))
            })
            .await
        }
        Some("json") => {
            let text = json::programme(&here.site(&catalogue), found, &upcoming, &past);
            Ok(answer::representation(json::MEDIA_TYPE, text))
        }
        Some(_) => Err(Problem::NOT_FOUND),
    }
}
