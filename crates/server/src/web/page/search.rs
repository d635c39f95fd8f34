//! Search: what is found, what is offered while somebody types, and how browsers ask by themselves.

use axum::{Router, response::Response, routing::get};
use frontend::page::search;
use model::{
    catalogue::Catalogue,
    error::Error,
    event::Period,
    route::Route,
    search::{Found, Query},
};

use crate::{
    feed::{self, json, opensearch},
    web::{
        answer::{self, Answer},
        form::filtered,
        here::Here,
        problem::Problem,
        state::WebState,
    },
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/search", get(index))
        .route("/{language}/search.json", get(index_json))
        .route("/{language}/search/suggestions.json", get(suggestions))
        .route("/{language}/opensearch.xml", get(description))
}

async fn index(here: Here) -> Answer {
    let query = query(&here)?;
    let catalogue = here.app().catalogue().await?;
    let (found, years) = (found(&here, &query).await?, years(&here, &catalogue).await?);
    here.page(Route::Search(query.clone()), || search::index(&catalogue, &query, &found, &years)).await
}

async fn index_json(here: Here) -> Answer {
    let query = query(&here)?;
    let catalogue = here.app().catalogue().await?;
    let found = found(&here, &query).await?;
    Ok(answer::representation(json::MEDIA_TYPE, feed::search::found(&here.site(&catalogue), &query, &found)))
}

/// For whoever has typed this much: no more of it is looked at than of a query.
async fn suggestions(here: Here) -> Answer {
    let typed = Query::of(here.query()?.one("q")).text;
    let offered = here.app().suggest(&typed, here.locale).await?;
    let catalogue = here.app().catalogue().await?;
    let told = opensearch::suggestions(&here.site(&catalogue), &typed, &offered);
    Ok(answer::representation(opensearch::SUGGESTIONS, told))
}

async fn description(here: Here) -> Response {
    answer::representation(opensearch::MEDIA_TYPE, opensearch::description(&here.visit.origin, here.locale))
}

/// What is asked in the address.
fn query(here: &Here) -> Result<Query, Problem> {
    filtered(&here.query()?, Query::parse, Route::Search)
}

/// What is found; of a query without words nothing is asked.
async fn found(here: &Here, query: &Query) -> Result<Found, Error> {
    if query.text.is_empty() { Ok(Found::default()) } else { here.app().search(query, here.locale).await }
}

/// The years that something is of, latest first: events, editions, the history.
async fn years(here: &Here, catalogue: &Catalogue) -> Result<Vec<i16>, Error> {
    let mut years = here.app().event_years(Period::Upcoming).await?;
    years.extend(here.app().event_years(Period::Past).await?);
    years.extend(catalogue.history.iter().map(|entry| entry.from.year()));
    years.extend(catalogue.editions.iter().filter_map(|edition| Some(edition.from?.year())));
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    Ok(years)
}
