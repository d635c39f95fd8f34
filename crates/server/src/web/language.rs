//! Which language to speak, and how a choice is remembered.
//!
//! Every page has its language in its path, so the question arises at `/` alone, and for errors elsewhere. A language
//! that was chosen by hand, on the switch in the masthead, wins over what the browser asks for: the choice was made by
//! the person, the header often by whoever set up the machine.

use axum::{
    Router,
    extract::{Extension, Path, Request},
    middleware::Next,
    response::Response,
    routing::get,
};
use frontend::message::interface;
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use model::{locale::Locale, route::Route};

use super::{answer, cookie, problem::Problem, state::WebState, visit::Visit};

/// The front door, and the language switch.
pub(crate) fn router() -> Router<WebState> {
    Router::new().route("/", get(front_door)).route("/language/{language}", get(choose))
}

/// The language that a path begins with.
pub(crate) fn of_path(path: &str) -> Option<Locale> {
    path.split('/').nth(1)?.parse().ok()
}

/// The language to speak where the path names none: the one chosen before, else the browser's, else English.
pub(crate) fn negotiate(headers: &HeaderMap) -> Locale {
    let chosen = cookie::read(headers, cookie::LANGUAGE).and_then(|tag| tag.parse().ok());
    let asked = || headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).and_then(asked);
    chosen.or_else(asked).unwrap_or(Locale::En)
}

/// The language that the browser asks for. One in which the portal has no words yet shows English around what is written in
/// it; who would rather read another that the portal does speak, and not English, is given that.
fn asked(accept_language: &str) -> Option<Locale> {
    let first = Locale::negotiate(accept_language)?;
    let spoken = || Locale::negotiate_among(accept_language, |locale| interface(locale) == locale);
    let rather = (interface(first) != first).then(spoken).flatten().filter(|locale| *locale != interface(first));
    Some(rather.unwrap_or(first))
}

/// `/`: to the front page in the visitor's language.
async fn front_door(Extension(visit): Extension<std::sync::Arc<Visit>>) -> Response {
    let mut response = answer::see_other(&Route::Home.path(visit.language));
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Language, Cookie"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

/// `/language/th?to=/th/events`: remembers the choice, and goes on to the page.
async fn choose(Path(tag): Path<String>, uri: Uri) -> Result<Response, Problem> {
    let locale: Locale = tag.parse().map_err(|_| Problem::NOT_FOUND)?;
    let query = uri.query().unwrap_or_default();
    let asked = url::form_urlencoded::parse(query.as_bytes()).find_map(|(name, to)| (name == "to").then_some(to));
    let to = asked.filter(|to| is_own_path(to)).map_or_else(|| Route::Home.path(locale), |to| to.into_owned());
    let mut response = answer::see_other(&to);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
    if let Some(value) = cookie::language(locale) {
        headers.append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// A path of this site, and of no other: browsers read `//host` and `/\host` as another site.
pub(crate) fn is_own_path(to: &str) -> bool {
    to.starts_with('/')
        && !to.starts_with("//")
        && to.len() <= 2048
        && to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// One address for one page: `/EN/events/` is sent to `/en/events`, and `/zh-CN` to `/zh-Hans`.
pub(crate) async fn spell(request: Request, next: Next) -> Response {
    let uri = request.uri();
    match spelled(uri.path()).filter(|path| is_own_path(path)) {
        Some(path) => {
            let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            answer::moved(&format!("{path}{query}"))
        }
        None => next.run(request).await,
    }
}

/// The right spelling of a path that is spelled otherwise.
pub(crate) fn spelled(path: &str) -> Option<String> {
    let trimmed = if path.len() > 1 { path.trim_end_matches('/') } else { path };
    let mut segments = trimmed.splitn(3, '/');
    let (_, first, rest) = (segments.next(), segments.next().unwrap_or_default(), segments.next());
    let language = if is_tag(first) { Locale::closest(first).map_or(first, |l| l.tag()) } else { first };
    let right = rest.map_or_else(|| format!("/{language}"), |rest| format!("/{language}/{rest}"));
    (right != path).then_some(right)
}

/// The form of a language's tag: a language, perhaps a script, perhaps a region (RFC 5646, section 2.1), joined by hyphens,
/// or by the underlines that other systems write. So that nothing else that begins like a language is taken for one.
fn is_tag(text: &str) -> bool {
    let mut parts = text.split(['-', '_']).peekable();
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_language = parts.next().is_some_and(|part| matches!(part.len(), 2 | 3) && letters(part));
    parts.next_if(|part| part.len() == 4 && letters(part));
    let is_region = |part: &&str| {
        (part.len() == 2 && letters(part)) || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    parts.next_if(is_region);
    is_language && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_choice_made_by_hand_wins_over_the_browsers() {
        let asked = (header::ACCEPT_LANGUAGE, "th, en;q=0.5");
        assert_eq!(negotiate(&headers(std::slice::from_ref(&asked))), Locale::Th);
        assert_eq!(
            negotiate(&headers(&[asked.clone(), (header::COOKIE, "__Host-portal-language=zh-Hans")])),
            Locale::ZhHans
        );
        assert_eq!(negotiate(&headers(&[asked, (header::COOKIE, "__Host-portal-language=klingon")])), Locale::Th);
        assert_eq!(negotiate(&headers(&[])), Locale::En);
        let rather = |asked: &'static str| negotiate(&headers(&[(header::ACCEPT_LANGUAGE, asked)]));
        assert_eq!(rather("th, zh;q=0.8"), Locale::ZhHans, "the words around Thai texts would be English");
        assert_eq!(rather("th, en;q=0.9, zh;q=0.8"), Locale::Th, "English is what is read next best");
        assert_eq!(rather("th, lo"), Locale::Th);
    }

    #[test]
    fn a_page_has_one_spelling() {
        for (given, right) in [
            ("/EN", Some("/en")),
            ("/zh-hans/events", Some("/zh-Hans/events")),
            ("/en/", Some("/en")),
            ("/en/events///", Some("/en/events")),
            ("/zh", Some("/zh-Hans")),
            ("/zh-CN", Some("/zh-Hans")),
            ("/zh-cn/events", Some("/zh-Hans/events")),
            ("/zh_TW/", Some("/zh-Hans")),
            ("/zh-Hant-HK", Some("/zh-Hans")),
            ("/en-US/events", Some("/en/events")),
            ("/es-419/events", None),
            ("/tl", Some("/fil")),
            ("/pt-br/staff/sign-in", Some("/pt/staff/sign-in")),
            ("/id-card-x", None),
            ("/zh.html", None),
            ("/english", None),
            ("/en-", None),
            ("/language/th", None),
            ("/", None),
            ("/en", None),
            ("/en/events", None),
            ("/xx/events", None),
            ("/healthz", None),
        ] {
            assert_eq!(spelled(given).as_deref(), right, "{given}");
        }
    }

    #[test]
    fn nobody_is_sent_to_another_site() {
        for bad in ["//evil.example", "/\\evil.example", "https://evil.example", "", "en", "/a\r\nb", "/a b"] {
            assert!(!is_own_path(bad), "{bad:?}");
        }
        assert!(is_own_path("/zh-Hans/events?period=past&year=2025"));
    }
}
