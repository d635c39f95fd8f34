//! What robots are asked to leave alone (RFC 9309).

use model::locale::Locale;

use super::sitemap;

/// The media type.
pub const MEDIA_TYPE: &str = "text/plain; charset=utf-8";

/// `robots.txt`: everything may be read but the staff desk; the index of the site map is named.
///
/// Every language's desk is named: patterns within a path are not understood by every robot.
#[must_use]
pub fn robots(origin: &str) -> String {
    let desks: String = Locale::ALL.iter().map(|l| format!("Disallow: /{l}/staff/\n")).collect();
    format!("User-agent: *\n{desks}\nSitemap: {origin}{}\n", sitemap::INDEX)
}

#[cfg(test)]
mod tests {
    use model::{event::StaffEventQuery, route::Route};

    use super::*;

    #[test]
    fn robots_are_kept_from_the_desk_in_every_language() {
        let text = robots("https://portal.example");
        for locale in Locale::ALL {
            for route in [Route::SignIn, Route::StaffEvents(StaffEventQuery::default())] {
                let path = route.path(locale);
                let kept = text.lines().filter_map(|l| l.strip_prefix("Disallow: ")).any(|rule| path.starts_with(rule));
                assert!(kept, "{path}");
            }
        }
        assert!(text.contains("\nSitemap: https://portal.example/sitemap.xml\n"));
    }
}
