//! The site map for search engines (sitemaps.org 0.9, with `xhtml:link` alternates).

use model::{
    catalogue::Catalogue,
    event::{Event, EventQuery},
    locale::Locale,
    plan::Plan,
    route::Route,
};

/// The media type.
pub const MEDIA_TYPE: &str = "application/xml; charset=utf-8";
/// The most events that the map lists. A map may hold 50,000 addresses and 50 MB; an event takes thirteen addresses, one
/// a language, and each names all others: 25 kB.
pub const EVENT_LIMIT: u16 = 500;

/// Every public page in every language, each with its address in the others. `events`: public events, upcoming ones
/// first; those beyond [`EVENT_LIMIT`] are left out.
///
/// Where a page is told by date of change, it is an event: nothing else carries one.
#[must_use]
pub fn sitemap(origin: &str, catalogue: &Catalogue, events: &[Event]) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    ));
    for route in routes(catalogue) {
        page(&mut out, origin, &route, None);
    }
    for event in events.iter().take(usize::from(EVENT_LIMIT)) {
        let changed = event.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        page(&mut out, origin, &Route::Event(event.content.slug.clone()), Some(&changed));
    }
    out.push_str("</urlset>\n");
    out
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
    routes.extend([Route::Accessibility, Route::Privacy, Route::SiteMap]);
    routes
}

fn page(out: &mut String, origin: &str, route: &Route, changed: Option<&str>) {
    let address = |locale: Locale| escape(&format!("{origin}{}", route.path(locale)));
    // The bare address of the portal negotiates the language; no other page has one.
    let unnamed = if *route == Route::Home { escape(&format!("{origin}/")) } else { address(Locale::En) };
    let mut alternates = String::new();
    for (language, href) in Locale::ALL.map(|l| (l.tag(), address(l))).iter().chain([&("x-default", unnamed)]) {
        alternates.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{href}\"/>\n"));
    }
    let changed = changed.map(|at| format!("<lastmod>{at}</lastmod>\n")).unwrap_or_default();
    for locale in Locale::ALL {
        out.push_str(&format!("<url>\n<loc>{}</loc>\n{changed}{alternates}</url>\n", address(locale)));
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn every_page_names_itself_in_every_language() {
        let catalogue = sample::catalogue();
        let map = sitemap(sample::ORIGIN, &catalogue, &[sample::usual()]);
        for route in [Route::Home, Route::Country("LA".parse().unwrap()), Route::Event("mangroves".parse().unwrap())] {
            for locale in Locale::ALL {
                let address = format!("https://portal.example{}", route.path(locale));
                assert!(map.contains(&format!("<loc>{address}</loc>")), "{address}");
                let alternate = format!("hreflang=\"{locale}\" href=\"{address}\"");
                assert_eq!(map.matches(&alternate).count(), 13, "{alternate}");
            }
        }
        assert!(map.contains("hreflang=\"x-default\" href=\"https://portal.example/\""));
        assert!(map.contains("<lastmod>2026-02-02T02:02:02Z</lastmod>"));
        assert!(!map.contains("/staff"));
    }

    #[test]
    fn a_full_map_keeps_the_limits_of_the_standard() {
        let events = vec![sample::usual(); usize::from(EVENT_LIMIT) + 10];
        let map = sitemap(sample::ORIGIN, &sample::catalogue(), &events);
        assert!(map.matches("<url>").count() <= 50_000 && map.len() <= 50 * 1024 * 1024, "{}", map.len());
    }
}
