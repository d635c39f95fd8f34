//! Events, as pages, calendars, news, tables and data.

use axum::{Router, routing::get};
use frontend::page::event;
use model::{event::EventQuery, route::Route, slug::Slug};

use super::event_file::{self, Form};
use crate::{
    feed::{atom, calendar, json, linked_data},
    web::{
        answer::{self, Answer},
        form::filtered,
        here::Here,
        problem::Problem,
        state::WebState,
    },
};

/// Events on a page of the list.
const PAGE: u16 = 20;

pub(super) fn router() -> Router<WebState> {
    Router::new()
        .route("/{language}/events", get(index))
        .route("/{language}/events.json", get(index_json))
        .route("/{language}/events.csv", get(index_csv))
        .route("/{language}/events.ics", get(index_calendar))
        .route("/{language}/events.atom", get(index_atom))
        .route("/{language}/events/{event}", get(show))
}

async fn index(here: Here) -> Answer {
    let query = query(&here).await?;
    let app = here.app();
    let (catalogue, years) = (app.catalogue().await?, app.event_years(query.period).await?);
    let events = app.events(&query, PAGE).await?;
    here.page(Route::Events(query.clone()), || event::index(&catalogue, &query, &events, &years)).await
}

async fn index_json(here: Here) -> Answer {
    let query = query(&here).await?;
    let catalogue = here.app().catalogue().await?;
    let events = here.app().events(&query, PAGE).await?;
    Ok(answer::representation(json::MEDIA_TYPE, json::events(&here.site(&catalogue), &query, &events)))
}

async fn index_csv(here: Here) -> Answer {
    let query = whole(&here).await?;
    event_file::answer(here, query, Form::Table).await
}

async fn index_calendar(here: Here) -> Answer {
    let query = whole(&here).await?;
    event_file::answer(here, query, Form::Calendar).await
}

/// Page by page, as the list: but in the order of change.
async fn index_atom(here: Here) -> Answer {
    let query = query(&here).await?;
    let catalogue = here.app().catalogue().await?;
    let news = here.app().event_news(&query, atom::LIMIT).await?;
    Ok(answer::representation(atom::MEDIA_TYPE, atom::list(&here.site(&catalogue), &query, &news)))
}

async fn show(here: Here) -> Answer {
    let (slug, extension) = here.named::<Slug>("event")?;
    if !matches!(extension.as_deref(), None | Some("json" | "ics")) {
        return Err(Problem::NOT_FOUND);
    }
    let found = here.app().event(&slug).await?;
    let catalogue = here.app().catalogue().await?;
    let site = here.site(&catalogue);
    match extension.as_deref() {
        Some("json") => Ok(answer::representation(json::MEDIA_TYPE, json::event(&site, &found))),
        Some(_) => Ok(answer::download(calendar::MEDIA_TYPE, &format!("{slug}.ics"), calendar::event(&site, &found))),
        None => {
            let json_ld = linked_data::event(&site, &found);
            let route = Route::Event(slug);
            here.page(route.clone(), || {
                let page = event::show(&catalogue, &found, json_ld);
                let way = [("nav-events", Route::Events(EventQuery::default()))];
                super::trailed(page, &here, &catalogue, &way, (&found.content.title, route))
            })
            .await
        }
    }
}

/// The filters in the address.
async fn query(here: &Here) -> Result<EventQuery, Problem> {
    let (asked, catalogue) = (here.query()?, here.app().catalogue().await?);
    let parse = |pairs| {
        let query = EventQuery::parse(pairs)?;
        catalogue.has_programme(query.programme.as_ref()).map(|()| query)
    };
    filtered(&asked, parse, Route::Events)
}

/// The filters in the address, for representations that are not paged.
async fn whole(here: &Here) -> Result<EventQuery, Problem> {
    Ok(EventQuery { after: None, ..query(here).await? })
}
