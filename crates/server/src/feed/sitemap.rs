//! The site map for search engines (sitemaps.org 0.9, with `xhtml:link` alternates): an index of maps, a map of the pages,
//! and maps of the events.

use jiff::Timestamp;
use model::{
    catalogue::Catalogue, event::EventQuery, locale::Locale, plan::Plan, route::Route, search::Query, slug::Slug,
};

use super::escape;

/// The media type.
pub const MEDIA_TYPE: &str = "application/xml; charset=utf-8";
/// The most maps that an index may list.
const MAPS: usize = 50_000;

/// Where the maps are. In the root: a map speaks for what lies below its own folder alone.
pub const INDEX: &str = "/sitemap.xml";
/// The map of all pages but the events'.
pub const PAGES: &str = "/sitemap-pages.xml";
/// The maps of events; which one is in the query's `map`.
pub const EVENTS: &str = "/sitemap-events.xml";

/// What a map begins with.
pub const BEGIN: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
);
/// What a map ends with.
pub const END: &str = "</urlset>\n";

/// The list of maps. `events`: the numbers of the event maps, and when an event in each last changed.
#[must_use]
pub fn index(origin: &str, events: &[(i64, Timestamp)]) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    ));
    let origin = escape(origin);
    out.push_str(&format!("<sitemap>\n<loc>{origin}{PAGES}</loc>\n</sitemap>\n"));
    for (number, changed) in events.iter().take(MAPS - 1) {
        let (address, changed) = (format!("{origin}{EVENTS}?map={number}"), lastmod(*changed));
        out.push_str(&format!("<sitemap>\n<loc>{address}</loc>\n{changed}</sitemap>\n"));
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// Every public page but the events', in every language, each with its address in the others. None is told by a date of
/// change: a page shows more than one record, so that nobody knows when what it shows last changed.
#[must_use]
pub fn pages(origin: &str, catalogue: &Catalogue) -> String {
    let mut out = BEGIN.to_owned();
    for route in routes(catalogue) {
        page(&mut out, origin, &route, None);
    }
    out + END
}

/// The pages of an event in every language, each with its address in the others and when the event last changed: a part of
/// a map, between [`BEGIN`] and [`END`].
#[must_use]
pub fn event(origin: &str, slug: &Slug, changed: Timestamp) -> String {
    let mut out = String::new();
    page(&mut out, origin, &Route::Event(slug.clone()), Some(changed));
    out
}

fn lastmod(at: Timestamp) -> String {
    format!("<lastmod>{}</lastmod>\n", at.strftime("%Y-%m-%dT%H:%M:%SZ"))
}

fn routes(catalogue: &Catalogue) -> Vec<Route> {
    let mut routes = vec![Route::Home, Route::Center(None), Route::Programmes];
    routes.extend(catalogue.programmes.iter().map(|p| Route::Programme(p.slug.clone())));
    routes.push(Route::Framework);
    routes.extend(catalogue.areas.iter().map(|a| Route::Area(a.number)));
    let earlier = catalogue.plans.iter().filter(|p| p.slug != *Plan::FRAMEWORK);
    routes.extend(earlier.map(|p| Route::Plan(p.slug.clone())));
    routes.push(Route::Countries);
    routes.extend(catalogue.countries.iter().map(|c| Route::Country(c.code)));
    routes.push(Route::Events(EventQuery::default()));
    routes.extend([Route::Search(Query::default()), Route::Accessibility, Route::Privacy, Route::SiteMap]);
    routes
}

fn page(out: &mut String, origin: &str, route: &Route, changed: Option<Timestamp>) {
    let address = |locale: Locale| escape(&format!("{origin}{}", route.path(locale)));
    // The bare address of the portal negotiates the language; no other page has one.
    let unnamed = if *route == Route::Home { escape(&format!("{origin}/")) } else { address(Locale::En) };
    let mut alternates = String::new();
    for (language, href) in Locale::ALL.map(|l| (l.tag(), address(l))).iter().chain([&("x-default", unnamed)]) {
        alternates.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{href}\"/>\n"));
    }
    let changed = changed.map(lastmod).unwrap_or_default();
    for locale in Locale::ALL {
        out.push_str(&format!("<url>\n<loc>{}</loc>\n{changed}{alternates}</url>\n", address(locale)));
    }
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    fn events(origin: &str, events: &[(Slug, Timestamp)]) -> String {
        let parts = events.iter().map(|(slug, changed)| event(origin, slug, *changed));
        std::iter::once(BEGIN.to_owned()).chain(parts).chain([END.to_owned()]).collect()
    }

    fn mangroves() -> (Slug, Timestamp) {
        let event = sample::usual();
        (event.content.slug, event.updated_at)
    }

    #[test]
    fn every_page_names_itself_in_every_language() {
        let pages = pages(sample::ORIGIN, &sample::catalogue());
        let events = events(sample::ORIGIN, &[mangroves()]);
        for (map, route) in [
            (&pages, Route::Home),
            (&pages, Route::Country("LA".parse().unwrap())),
            (&events, Route::Event("mangroves".parse().unwrap())),
        ] {
            for locale in Locale::ALL {
                let address = format!("https://portal.example{}", route.path(locale));
                assert!(map.contains(&format!("<loc>{address}</loc>")), "{address}");
                let alternate = format!("hreflang=\"{locale}\" href=\"{address}\"");
                assert_eq!(map.matches(&alternate).count(), 13, "{alternate}");
            }
            assert!(!map.contains("/staff"));
        }
        assert!(pages.contains("hreflang=\"x-default\" href=\"https://portal.example/\""));
        assert_eq!(events.matches("<lastmod>2026-02-02T02:02:02Z</lastmod>").count(), 13);
    }

    #[test]
    fn the_index_lists_every_map_with_its_latest_change() {
        let index = index("https://portal.example", &[(0, mangroves().1), (7, mangroves().1)]);
        assert_eq!(index.matches("<sitemap>").count(), 3);
        assert!(index.contains("<loc>https://portal.example/sitemap-pages.xml</loc>"));
        let seventh =
            "<loc>https://portal.example/sitemap-events.xml?map=7</loc>\n<lastmod>2026-02-02T02:02:02Z</lastmod>";
        assert!(index.contains(seventh), "{index}");
    }

    #[test]
    fn full_maps_and_a_full_index_keep_the_limits_of_the_standard() {
        let slug = "a".repeat(Slug::MAX).parse().unwrap();
        let full = vec![(slug, mangroves().1); usize::try_from(crate::store::MAP_CAPACITY).unwrap()];
        let map = events(sample::ORIGIN, &full);
        assert!(map.matches("<url>").count() <= 50_000 && map.len() <= 50 * 1024 * 1024, "{}", map.len());
        let maps: Vec<_> = (0..60_000).map(|number| (number, mangroves().1)).collect();
        let index = index(sample::ORIGIN, &maps);
        assert!(index.matches("<sitemap>").count() <= 50_000 && index.len() <= 50 * 1024 * 1024, "{}", index.len());
    }
}
