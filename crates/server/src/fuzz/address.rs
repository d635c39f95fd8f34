//! Slugs, paths, links and e-mail addresses.

use model::{country::CountryCode, plan::AreaNumber, slug::Slug, staff::Email};
use url::Url;

use super::text;
use crate::{
    config,
    web::{
        language::{is_own_path, of_path, spelled},
        visit::loggable,
    },
};

/// One thing has one address; a path of this site leads nowhere else; and what is in a log has no secret.
pub(super) fn address(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    if let Ok(slug) = typed.parse::<Slug>() {
        assert_eq!(slug.as_str(), typed);
        assert_eq!(Slug::suggest(typed).as_ref(), Some(&slug));
        assert!(slug.numbered(7).as_str().parse::<Slug>().is_ok());
    }
    if let Some(slug) = Slug::suggest(typed) {
        assert_eq!(slug.as_str().parse().as_ref(), Ok(&slug));
    }
    if let Ok(area) = typed.parse::<AreaNumber>() {
        assert_eq!(area.get().to_string(), typed, "one area, one address");
    }
    if let Ok(country) = typed.parse::<CountryCode>() {
        assert!(country.path().parse() == Ok(country) && typed.eq_ignore_ascii_case(country.code()));
    }
    path(typed);
    if let Ok(email) = Email::parse(typed) {
        assert_eq!(Email::parse(email.as_str()).as_ref(), Ok(&email));
        assert!(Url::parse(&email.uri()).is_ok_and(|uri| uri.scheme() == "mailto" && uri.query().is_none()), "{email}");
    }
    if let Ok(origin) = config::origin(typed) {
        assert_eq!(config::origin(&origin).as_ref(), Ok(&origin));
        assert!(!origin.ends_with('/'));
    }
    let _ = config::proxies(typed);
}

fn path(typed: &str) {
    if let Some(right) = spelled(typed) {
        assert_eq!(spelled(&right), None, "{typed} is spelled {right}");
        assert!(of_path(&right).is_none_or(|locale| right.starts_with(&format!("/{locale}"))), "{right}");
    }
    if is_own_path(typed) {
        let here = Url::parse("https://portal.example/en/events").ok();
        let there = here.and_then(|here| here.join(typed).ok());
        assert!(there.is_some_and(|there| there.host_str() == Some("portal.example")), "{typed}");
    }
    let logged = loggable(typed);
    assert!(logged.split_once("/set-password/").is_none_or(|(_, token)| token == "…"), "{logged}");
}
