//! Nothing found: said kindly, with all that would find something.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::EventQuery,
    route::Route,
    search::{Alternative, Instead, Query},
};

use super::{counted, filters, hit, quoted};
use crate::{
    context::{interface, link, t, t_with},
    format,
};

/// What to tell where nothing was found.
pub(super) fn none(catalogue: &Catalogue, query: &Query, instead: &Instead) -> AnyView {
    let chosen = filters(catalogue, query);
    let key = if chosen.is_empty() { "search-none" } else { "search-none-filtered" };
    let words = t_with(key, &[("query", query.text.clone().into())]);
    let only = (!chosen.is_empty())
        .then(|| t_with("search-only", &[("filters", format::list(interface(), chosen).into())]))
        .map(|only| view! { <p class="meta">{only}</p> });
    let spellings = ways("search-spelling", instead.spellings.iter().map(|way| (quoted(&way.query.text), way)));
    let fewer = ways("search-fewer", instead.fewer.iter().map(|way| (quoted(&way.query.text), way)));
    let without = instead.without.iter().map(|(filter, way)| (t(&format!("search-without-{}", filter.name())), way));
    let languages = instead.languages.iter().filter_map(|way| Some((language(way)?, way)));
    let wider = ways("search-wider", without.chain(languages));
    let nearby = (!instead.nearby.is_empty()).then(|| {
        view! {
            <section class="stack found" aria-labelledby="nearby">
                <h2 id="nearby">{t("search-nearby")}</h2>
                {hit::mixed(&instead.nearby)}
            </section>
        }
    });
    view! {
        <div class="empty stack">
            <p class="lead" id="found">{words}</p>
            {only}
            {spellings}
            {wider}
            {fewer}
            {sections()}
        </div>
        {nearby}
    }
    .into_any()
}

/// Links to other queries, each with how much it finds.
fn ways<'a>(title: &str, ways: impl Iterator<Item = (String, &'a Alternative)>) -> Option<AnyView> {
    let items: Vec<_> = ways
        .map(|(way, Alternative { query, count })| {
            let words = counted("search-way", *count, &[("way", way.into())]);
            view! { <li><a href=link(&Route::Search(query.clone()))>{words}</a></li> }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="stack tight">
                <h2>{t(title)}</h2>
                <ul role="list" class="chips">{items}</ul>
            </section>
        }
        .into_any()
    })
}

fn language(way: &Alternative) -> Option<String> {
    let language = t(&format!("language-{}", way.query.language?));
    Some(t_with("search-language-in", &[("language", language.into())]))
}

/// What can be read without a search.
fn sections() -> AnyView {
    let items = [
        ("nav-center", Route::Center(None)),
        ("nav-programmes", Route::Programmes),
        ("nav-framework", Route::Framework),
        ("nav-countries", Route::Countries),
        ("nav-events", Route::Events(EventQuery::default())),
    ]
    .map(|(key, route)| view! { <li><a href=link(&route)>{t(key)}</a></li> })
    .collect_view();
    view! {
        <div class="stack tight">
            <p>{t("search-advice")}</p>
            <ul role="list" class="row">{items}</ul>
        </div>
    }
    .into_any()
}
