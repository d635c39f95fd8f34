//! What happens around something: its next and latest events, and the ways to all of them.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::{Event, EventQuery, Period},
    route::Route,
};

use super::event_list;
use crate::context::{link, t, t_with};

/// The next and the latest events about one thing. `query` finds them all in the list of events, where the links lead: here
/// are the nearest few alone. `about` is the thing's name, said with the links; empty where it is the whole portal.
#[must_use]
pub fn agenda(catalogue: &Catalogue, query: &EventQuery, about: &str, upcoming: &[Event], past: &[Event]) -> AnyView {
    let latest = (!past.is_empty()).then(|| {
        let link = all(query, Period::Past, about);
        view! {
            <div class="row between"><h2>{t("event-latest")}</h2>{link}</div>
            {event_list(catalogue, past, "event-none-past")}
        }
    });
    let link = all(query, Period::Upcoming, about);
    view! {
        <section class="bay quiet">
            <div class="page stack">
                <div class="row between"><h2>{t("event-next")}</h2>{link}</div>
                {event_list(catalogue, upcoming, "event-none-upcoming")}
                {latest}
            </div>
        </section>
    }
    .into_any()
}

fn all(query: &EventQuery, period: Period, about: &str) -> AnyView {
    let query = EventQuery { period, after: None, ..query.clone() };
    let href = link(&Route::Events(query));
    let key = format!("event-all-{}", period.name());
    let words =
        if about.is_empty() { t(&key) } else { t_with(&format!("{key}-of"), &[("about", about.to_owned().into())]) };
    view! { <a href=href>{words}</a> }.into_any()
}
