//! All pages on one.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::{EventQuery, Period},
    route::Route,
    search::Query,
};

use super::{Head, Page};
use crate::{
    card::Card,
    component::{text, trail},
    context::{link, locale, t},
};

/// Every page of the portal, by section.
#[must_use]
pub fn site_map(catalogue: &Catalogue) -> Page {
    let title = t("nav-site-map");
    let past = EventQuery { period: Period::Past, ..EventQuery::default() };
    let upcoming = Route::Events(EventQuery::default());
    let here = view! { <span aria-current="page">{title.clone()}</span> }.into_any();
    let body = view! {
        <div class="page bay stack">
            {trail(vec![], here)}
            <h1>{title.clone()}</h1>
            {section("nav-center", &Route::Center(None), vec![])}
            {section("nav-programmes", &Route::Programmes, programmes(catalogue))}
            {section("nav-framework", &Route::Framework, framework(catalogue))}
            {section("nav-countries", &Route::Countries, countries(catalogue))}
            {section("nav-events", &upcoming, vec![item(&Route::Events(past), t("site-map-past").into_any())])}
            <section class="stack">
                <h2>{t("nav-feeds")}</h2>
                {list(feeds(&upcoming))}
            </section>
            <section class="stack">
                <h2>{t("nav-about")}</h2>
                {list(about())}
            </section>
        </div>
    };
    let card = Some(Card::page(locale(), catalogue, "site-map", "nav-site-map"));
    let head = Head { title, description: t("site-map-description"), card, ..Head::default() };
    Page { head, body: body.into_any() }
}

fn section(key: &str, route: &Route, items: Vec<AnyView>) -> AnyView {
    view! {
        <section class="stack">
            <h2><a href=link(route)>{t(key)}</a></h2>
            {list(items)}
        </section>
    }
    .into_any()
}

fn list(items: Vec<AnyView>) -> Option<AnyView> {
    (!items.is_empty()).then(|| view! { <ul class="columns">{items}</ul> }.into_any())
}

fn item(route: &Route, name: AnyView) -> AnyView {
    view! { <li><a href=link(route)>{name}</a></li> }.into_any()
}

fn programmes(catalogue: &Catalogue) -> Vec<AnyView> {
    catalogue.programmes.iter().map(|p| item(&Route::Programme(p.slug.clone()), text(&p.name))).collect()
}

fn framework(catalogue: &Catalogue) -> Vec<AnyView> {
    let areas = catalogue.areas.iter().map(|area| item(&Route::Area(area.number), text(&area.name)));
    let plans = catalogue
        .plans
        .iter()
        .map(|plan| (super::plan_route(plan), text(&plan.name)))
        .filter(|(route, _)| *route != Route::Framework)
        .map(|(route, name)| item(&route, name));
    areas.chain(plans).collect()
}

fn countries(catalogue: &Catalogue) -> Vec<AnyView> {
    catalogue.countries.iter().map(|c| item(&Route::Country(c.code), text(&c.name))).collect()
}

fn feeds(events: &Route) -> Vec<AnyView> {
    [("nav-calendar-feed", "ics"), ("nav-news-feed", "atom"), ("nav-open-data", "json"), ("site-map-csv", "csv")]
        .into_iter()
        .map(|(key, extension)| {
            let href = events.representation(locale(), extension);
            view! { <li><a href=href>{t(key)}</a></li> }.into_any()
        })
        .collect()
}

fn about() -> Vec<AnyView> {
    [
        ("nav-home", Route::Home),
        ("nav-search", Route::Search(Query::default())),
        ("nav-accessibility", Route::Accessibility),
        ("nav-privacy", Route::Privacy),
        ("nav-sign-in", Route::SignIn),
    ]
    .into_iter()
    .map(|(key, route)| item(&route, t(key).into_any()))
    .collect()
}

#[cfg(test)]
mod tests {
    use model::locale::Locale;

    use super::*;
    use crate::page::sample;

    #[test]
    fn the_site_map_has_every_programme_area_plan_and_country() {
        let catalogue = sample::catalogue();
        let html = sample::render(Locale::En, Route::SiteMap, || site_map(&catalogue));
        sample::assert_sound(&html);
        let paths = (catalogue.programmes.iter().map(|p| Route::Programme(p.slug.clone())))
            .chain(catalogue.areas.iter().map(|a| Route::Area(a.number)))
            .chain(catalogue.countries.iter().map(|c| Route::Country(c.code)))
            .chain(catalogue.plans.iter().map(crate::page::plan_route));
        for route in paths {
            assert!(html.contains(&format!("href=\"{}\"", route.path(Locale::En))), "{route:?}");
        }
    }
}
