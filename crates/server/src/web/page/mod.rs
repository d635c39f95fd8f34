//! What visitors see. One file a noun: its pages, and their other representations.

mod card;
mod center;
mod country;
mod event;
mod event_file;
mod framework;
mod home;
mod programme;
mod search;
mod site_map;
mod text;

use axum::Router;
use frontend::{message::message, page::Page};
use model::{
    catalogue::Catalogue,
    error::Error,
    event::{Event, EventQuery, Period, Status},
    locale::Localized,
    route::Route,
};

use super::{here::Here, state::WebState};
use crate::feed::linked_data;

/// How many events of each kind a page about something else shows.
const FEW: u16 = 5;

/// All pages for visitors.
pub(super) fn router() -> Router<WebState> {
    Router::new()
        .merge(card::router())
        .merge(center::router())
        .merge(country::router())
        .merge(event::router())
        .merge(framework::router())
        .merge(home::router())
        .merge(programme::router())
        .merge(search::router())
        .merge(site_map::router())
        .merge(text::router())
}

/// The next events that match: those that have a time before those that wait for one.
async fn upcoming(here: &Here, query: EventQuery) -> Result<Vec<Event>, Error> {
    let query = EventQuery { period: Period::Upcoming, ..query };
    let now = here.app().clock.now();
    let waits = |event: &Event| event.status == Status::Postponed && event.content.when.is_past(now);
    let mut events = here.app().events(&query, FEW).await?.items;
    // Those that wait stand first, for their old time's sake. There are few, and none as a rule.
    if events.iter().any(waits) {
        events = here.app().events(&query, 4 * FEW).await?.items;
    }
    // In the order of time otherwise: the sort is stable.
    events.sort_by_key(waits);
    events.truncate(FEW.into());
    Ok(events)
}

/// The latest events that match.
async fn past(here: &Here, query: EventQuery) -> Result<Vec<Event>, Error> {
    Ok(here.app().events(&EventQuery { period: Period::Past, ..query }, FEW).await?.items)
}

/// Tells search engines the way from the front page to this one: by its section, a word of the menu, to the page itself.
fn trailed(
    mut page: Page,
    here: &Here,
    catalogue: &Catalogue,
    way: &[(&str, Route)],
    own: (&Localized, Route),
) -> Page {
    let word = |key: &str| message(here.locale, key, &[]);
    let name = own.0.pick(here.locale).map(|shown| shown.value.clone()).unwrap_or_default();
    let mut trail = vec![(word("nav-home"), Route::Home)];
    trail.extend(way.iter().map(|(key, route)| (word(key), route.clone())));
    trail.push((name, own.1));
    page.head.json_ld.push(linked_data::breadcrumbs(&here.site(catalogue), &trail));
    page
}
