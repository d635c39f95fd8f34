//! What robots are asked to leave alone (RFC 9309).

use model::locale::Locale;

use super::sitemap;

/// The media type.
pub const MEDIA_TYPE: &str = "text/plain; charset=utf-8";

/// `robots.txt`: everything may be read but the staff desk and what is offered to somebody who types; the index of the site
/// map is named. What was found for somebody's words may be read, and says itself that it must not be kept: a robot that may
/// not read it would keep its address, as another site wrote it.
///
/// Every language's are named: patterns within a path are not understood by every robot.
#[must_use]
pub fn robots(origin: &str) -> String {
    let rules: String =
        Locale::ALL.iter().map(|l| format!("Disallow: /{l}/staff/\nDisallow: /{l}/search/suggestions\n")).collect();
    format!("User-agent: *\n{rules}\nSitemap: {origin}{}\n", sitemap::INDEX)
}

#[cfg(test)]
mod tests {
    use model::{event::StaffEventQuery, route::Route, search::Query};

    use super::*;

    fn kept_from(text: &str, path: &str) -> bool {
        text.lines().filter_map(|line| line.strip_prefix("Disallow: ")).any(|rule| path.starts_with(rule))
    }

    #[test]
    fn robots_are_kept_from_the_desk_in_every_language() {
        let text = robots("https://portal.example");
        for locale in Locale::ALL {
            for route in [Route::SignIn, Route::StaffEvents(StaffEventQuery::default())] {
                assert!(kept_from(&text, &route.path(locale)), "{route:?}");
            }
            assert!(kept_from(&text, &Route::Suggestions("m".to_owned()).representation(locale, "json")));
            assert!(!kept_from(&text, &Route::Search(Query::of("m")).path(locale)));
        }
        assert!(text.contains("\nSitemap: https://portal.example/sitemap.xml\n"));
    }
}
