//! What cannot be a browser's or an honest program's request is refused before anything is made of it.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, Version, header};

use crate::web::problem::{Problem, Refusal};

/// The longest address, in bytes. The longest of ours, a list by all filters, has some hundreds.
const ADDRESS: usize = 8 * 1024;

/// Refuses what is not sound.
pub(super) async fn sound(request: Request, next: Next) -> Response {
    match unsound(&request) {
        Some(refusal) => Problem::from(refusal).into_response(),
        None => next.run(request).await,
    }
}

/// What is wrong with the request's outside.
pub(super) fn unsound<B>(request: &http::Request<B>) -> Option<Refusal> {
    let (headers, uri) = (request.headers(), request.uri());
    let is_ours =
        uri.path().starts_with('/') && uri.scheme_str().is_none_or(|scheme| ["http", "https"].contains(&scheme));
    if !is_ours || !has_one_host(headers, request.version()) || *request.method() == Method::CONNECT {
        return Some(Refusal::BadRequest);
    }
    if uri.path_and_query().is_some_and(|address| address.as_str().len() > ADDRESS) {
        return Some(Refusal::LongAddress);
    }
    // Nothing of ours sends packed bodies; unpacking a stranger's would let a small one grow without a bound.
    let packed = headers.get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity");
    packed.then_some(Refusal::Unsupported)
}

/// One `Host`, which names one (RFC 9112, section 3.2). A request of HTTP/1.0 need not have one.
fn has_one_host(headers: &HeaderMap, version: Version) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (None, _) => version < Version::HTTP_11,
        (Some(host), None) => is_host(host.as_bytes()),
        (Some(_), Some(_)) => false,
    }
}

/// The letters of names, addresses and ports.
fn is_host(host: &[u8]) -> bool {
    (1..=261).contains(&host.len()) && host.iter().all(|b| b.is_ascii_alphanumeric() || b"-_.:[]".contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(method: &str, uri: &str, version: Version, headers: &[(&str, &str)]) -> Option<Refusal> {
        let request = http::Request::builder().method(method).uri(uri).version(version);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        unsound(&request.body(()).unwrap())
    }

    #[test]
    fn a_request_has_one_host_that_is_one() {
        for host in ["portal.example", "127.0.0.1:3000", "[::1]:3000", "xn--fiqs8s.example"] {
            assert_eq!(told("GET", "/en", Version::HTTP_11, &[("host", host)]), None, "{host}");
        }
        for host in ["", "a b", "a/b", "a@b", "a,b", "a\"b", "<a>", "a\\b", &"a".repeat(300)] {
            assert_eq!(told("GET", "/en", Version::HTTP_11, &[("host", host)]), Some(Refusal::BadRequest), "{host}");
        }
        let two = [("host", "a"), ("host", "a")];
        assert_eq!(told("GET", "/en", Version::HTTP_11, &two), Some(Refusal::BadRequest));
        assert_eq!(told("GET", "/en", Version::HTTP_10, &two), Some(Refusal::BadRequest));
        assert_eq!(told("GET", "/en", Version::HTTP_11, &[]), Some(Refusal::BadRequest));
        assert_eq!(told("GET", "/en", Version::HTTP_10, &[]), None);
    }

    #[test]
    fn an_address_is_one_of_a_site() {
        let told = |uri| told("GET", uri, Version::HTTP_11, &[("host", "a")]);
        assert_eq!((told("/en"), told("http://a/en"), told("https://a/en")), (None, None, None));
        for uri in ["*", "ftp://a/en", "a:443"] {
            assert_eq!(told(uri), Some(Refusal::BadRequest), "{uri}");
        }
    }

    #[test]
    fn a_packed_body_and_an_endless_address_are_refused() {
        let with = |coding| told("POST", "/en", Version::HTTP_11, &[("host", "a"), ("content-encoding", coding)]);
        for coding in ["gzip", "br", "zstd", "deflate", "gzip, gzip"] {
            assert_eq!(with(coding), Some(Refusal::Unsupported), "{coding}");
        }
        assert_eq!(with("identity"), None);
        let long = format!("/en?{}", "a".repeat(ADDRESS));
        assert_eq!(told("GET", &long, Version::HTTP_11, &[("host", "a")]), Some(Refusal::LongAddress));
    }
}
