//! The Framework 2021-2025, its areas, and the earlier strategies.

use axum::{Router, routing::get};
use frontend::page::framework;
use model::{
    event::EventQuery,
    plan::{AreaNumber, Plan},
    route::Route,
    slug::Slug,
};

use crate::web::{
    answer::{self, Answer},
    here::Here,
    problem::Problem,
    state::WebState,
};

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/framework", get(show))
        .route("/{language}/framework/areas/{area}", get(area))
        .route("/{language}/plans/{plan}", get(plan))
}

async fn show(here: Here) -> Answer {
    let catalogue = here.app().catalogue().await?;
    let upcoming = super::upcoming(&here, EventQuery::default()).await?;
    here.page(Route::Framework, || framework::framework(&catalogue, &upcoming)).await
}

async fn area(here: Here) -> Answer {
    let number: AreaNumber = here.parameter("area")?;
    let catalogue = here.app().catalogue().await?;
    let area = catalogue.area(number).ok_or(Problem::NOT_FOUND)?;
    let query = EventQuery { area: Some(number), ..EventQuery::default() };
    let (upcoming, past) = (super::upcoming(&here, query.clone()).await?, super::past(&here, query).await?);
    let route = Route::Area(number);
    here.page(route.clone(), || {
        let page = framework::area(&catalogue, area, &upcoming, &past);
        let way = [("nav-framework", Route::Framework)];
        super::trailed(page, &here, &catalogue, &way, (&area.short_name, route))
    })
    .await
}

async fn plan(here: Here) -> Answer {
    let slug: Slug = here.parameter("plan")?;
    if slug == *Plan::FRAMEWORK {
        // It has a page of its own.
        return Ok(answer::moved(&Route::Framework.path(here.locale)));
    }
    let catalogue = here.app().catalogue().await?;
    let plan = catalogue.plan(slug.as_str()).ok_or(Problem::NOT_FOUND)?;
    let route = Route::Plan(slug);
    here.page(route.clone(), || {
        let page = framework::plan(&catalogue, plan);
        let way = [("nav-framework", Route::Framework)];
        super::trailed(page, &here, &catalogue, &way, (&plan.short_name, route))
    })
    .await
}
