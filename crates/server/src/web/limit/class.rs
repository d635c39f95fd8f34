//! What a request costs.

use http::Method;

use crate::config::Class;

/// The class of a request that is not answered from what is kept. `None`: it costs next to nothing (the site's files), or
/// is asked by whoever keeps the portal running, who must be told.
pub(crate) fn class_of(method: &Method, path: &str) -> Option<Class> {
    let is = |name: &str| path.split('/').any(|segment| segment == name);
    if !matches!(*method, Method::GET | Method::HEAD) {
        let with_password = ["sign-in", "set-password", "account"].into_iter().any(is);
        return Some(if with_password { Class::SignIn } else { Class::Form });
    }
    let is_file = path.starts_with("/assets/") || path.starts_with("/pkg/");
    if is_file || matches!(path, "/healthz" | "/readyz" | "/robots.txt" | "/favicon.svg" | "/favicon.ico") {
        return None;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    Some(match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("png" | "jpg" | "webp") => Class::Card,
        _ if is("search") || name.starts_with("search.") => Class::Search,
        Some("json") => Class::Json,
        Some("atom" | "csv" | "ics" | "xml" | "xlsx" | "zip") => Class::File,
        _ => Class::Page,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_costs_what_its_address_names() {
        for (path, class) in [
            ("/en", Some(Class::Page)),
            ("/", Some(Class::Page)),
            ("/en/events", Some(Class::Page)),
            ("/en/staff/events/abc", Some(Class::Page)),
            ("/en/no.such/page", Some(Class::Page)),
            ("/en/events.json", Some(Class::Json)),
            ("/en/events/mangroves.ics", Some(Class::File)),
            ("/th/events.csv", Some(Class::File)),
            ("/sitemap-events.xml", Some(Class::File)),
            ("/en/search", Some(Class::Search)),
            ("/en/search.json", Some(Class::Search)),
            ("/en/search/suggestions.json", Some(Class::Search)),
            ("/en/card.png", Some(Class::Card)),
            ("/en/search/card.png", Some(Class::Card)),
            ("/en/events/mangroves/card.png", Some(Class::Card)),
            ("/wp-login.php", Some(Class::Page)),
            ("/assets/main.css", None),
            ("/favicon.svg", None),
            ("/robots.txt", None),
            ("/healthz", None),
            ("/readyz", None),
        ] {
            assert_eq!(class_of(&Method::GET, path), class, "{path}");
            assert_eq!(class_of(&Method::HEAD, path), class, "{path}");
        }
        assert_eq!(class_of(&Method::POST, "/en/staff/sign-in"), Some(Class::SignIn));
        assert_eq!(class_of(&Method::POST, "/en/staff/set-password/secret"), Some(Class::SignIn));
        for form in ["password", "sessions", "second-factor", "second-factor/codes", "second-factor/off"] {
            let path = format!("/en/staff/account/{form}");
            assert_eq!(class_of(&Method::POST, &path), Some(Class::SignIn), "{path} asks for the password again");
        }
        assert_eq!(class_of(&Method::POST, "/en/staff/events/new"), Some(Class::Form));
        assert_eq!(class_of(&Method::DELETE, "/healthz"), Some(Class::Form), "nothing is free but asking");
    }
}
