//! Countries.

use axum::{Router, routing::get};
use frontend::page::country;
use model::{country::CountryCode, event::EventQuery, route::Route};

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
        .route("/{language}/countries", get(index))
        .route("/{language}/countries.json", get(index_json))
        .route("/{language}/countries/{country}", get(show))
}

async fn index(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    here.page(Route::Countries, || country::index(&catalogue)).await
}

async fn index_json(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    Ok(answer::representation(json::MEDIA_TYPE, json::countries(&here.site(&catalogue))))
}

async fn show(here: Here) -> Answer {
    let (code, extension) = here.named::<CountryCode>("country")?;
    let catalogue = here.app().catalogue().await?;
    let found = catalogue.country(code).ok_or(Problem::NOT_FOUND)?;
    if let Some(right) = spelled(&here, code, extension.as_deref()) {
        return Ok(answer::moved(&right));
    }
    let query = EventQuery { country: Some(code), ..EventQuery::default() };
    let (upcoming, past) = (super::upcoming(&here, query.clone()).await?, super::past(&here, query).await?);
    match extension.as_deref() {
        None => {
            let route = Route::Country(code);
            here.page(route.clone(), || {
                let page = country::show(&catalogue, found, &upcoming, &past);
                let way = [("nav-countries", Route::Countries)];
                super::trailed(page, &here, &catalogue, &way, (&found.name, route))
            })
            .await
        }
        Some("json") => {
            let text = json::country(&here.site(&catalogue), found, &upcoming, &past);
            Ok(answer::representation(json::MEDIA_TYPE, text))
        }
        Some(_) => Err(Problem::NOT_FOUND),
    }
}

/// The country's own address, where it was asked for as `LA` instead of `la`.
fn spelled(here: &Here, code: CountryCode, extension: Option<&str>) -> Option<String> {
    let route = Route::Country(code);
    let right = extension.map_or_else(|| route.path(here.locale), |e| route.representation(here.locale, e));
    (here.uri.path() != right).then_some(right)
}
