//! The cards of the pages: each beside its page, made of the same noun.

use axum::{Router, middleware, routing::get};
use frontend::card::Card;
use model::{
    country::CountryCode,
    plan::{AreaNumber, Plan},
    route::Route,
    slug::Slug,
};

use crate::web::{
    answer::{self, Answer},
    card,
    here::Here,
    problem::Problem,
    state::WebState,
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/card.png", get(home))
        .route("/{language}/center/card.png", get(async |here| page(here, "center", "nav-center").await))
        .route("/{language}/programmes/card.png", get(async |here| page(here, "programmes", "nav-programmes").await))
        .route("/{language}/programmes/{programme}/card.png", get(programme))
        .route("/{language}/framework/card.png", get(async |here| page(here, "framework", "nav-framework").await))
        .route("/{language}/framework/areas/{area}/card.png", get(area))
        .route("/{language}/plans/{plan}/card.png", get(plan))
        .route("/{language}/countries/card.png", get(async |here| page(here, "countries", "nav-countries").await))
        .route("/{language}/countries/{country}/card.png", get(country))
        .route("/{language}/events/card.png", get(async |here| page(here, "events", "nav-events").await))
        .route("/{language}/events/{event}/card.png", get(event))
        .route("/{language}/search/card.png", get(async |here| page(here, "search", "search-title").await))
        .route("/{language}/accessibility/card.png", get(async |here| page(here, "accessibility", "site-name").await))
        .route("/{language}/privacy/card.png", get(async |here| page(here, "privacy", "site-name").await))
        .route("/{language}/site-map/card.png", get(async |here| page(here, "site-map", "nav-site-map").await))
        .route_layer(middleware::from_fn(card::unless_known))
}

async fn home(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    card::answer(&here, &Card::home(here.locale, &catalogue)).await
}

async fn page(here: Here, slug: &'static str, title: &'static str) -> Answer {
    let catalogue = here.app().catalogue().await?;
    card::answer(&here, &Card::page(here.locale, &catalogue, slug, title)).await
}

async fn programme(here: Here) -> Answer {
    let slug: Slug = here.parameter("programme")?;
    let catalogue = here.app().catalogue().await?;
    let found = catalogue.programme(slug.as_str()).ok_or(Problem::NOT_FOUND)?;
    card::answer(&here, &Card::programme(here.locale, found)).await
}

async fn area(here: Here) -> Answer {
    let number: AreaNumber = here.parameter("area")?;
    let catalogue = here.app().catalogue().await?;
    let found = catalogue.area(number).ok_or(Problem::NOT_FOUND)?;
    card::answer(&here, &Card::area(here.locale, found)).await
}

async fn plan(here: Here) -> Answer {
    let slug: Slug = here.parameter("plan")?;
    if slug == *Plan::FRAMEWORK {
        // It has a page of its own, and the page a card.
        return Ok(answer::moved(&Route::Framework.card(here.locale, None)));
    }
    let catalogue = here.app().catalogue().await?;
    let found = catalogue.plan(slug.as_str()).ok_or(Problem::NOT_FOUND)?;
    card::answer(&here, &Card::plan(here.locale, found)).await
}

async fn country(here: Here) -> Answer {
    let code: CountryCode = here.parameter("country")?;
    let catalogue = here.app().catalogue().await?;
    let found = catalogue.country(code).ok_or(Problem::NOT_FOUND)?;
    let right = Route::Country(code).card(here.locale, None);
    if here.uri.path() != right {
        return Ok(answer::moved(&right));
    }
    card::answer(&here, &Card::country(here.locale, found)).await
}

async fn event(here: Here) -> Answer {
    let slug: Slug = here.parameter("event")?;
    let found = here.app().event(&slug).await?;
    card::answer(&here, &Card::event(here.locale, &found)).await
}
