//! The headers that tell browsers what this site never does. On every answer, errors and files included.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::{
    config::Serve,
    web::{answer::Islands, state::WebState, visit::Visit},
};

/// For pages. Nothing is allowed that is not named; scripts are not even ours, where a page has no island. What no script can
/// use, `connect-src`, is for browsers' own tools: Lighthouse asks for `robots.txt` in the page's name.
const PAGE: &str = "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; \
                    base-uri 'none'; frame-ancestors 'none'";
/// For pages with an island: the starter, the module that it imports, and the wasm that the module compiles and fetches.
const ISLAND_PAGE: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' \
                           'wasm-unsafe-eval'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                           frame-ancestors 'none'";
/// For everything else: should a browser show it as a page of its own, it can do nothing.
const OTHER: &str = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Two years, as browsers' preload lists ask, and for the hosts below the portal's: a cookie or a page of theirs over plain
/// http is a way in (OWASP ASVS 5.0, V3.4.1).
const HSTS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");
/// The same where hosts below the portal's are somebody else's to speak for.
const HSTS_HOST: HeaderValue = HeaderValue::from_static("max-age=63072000");

/// Headers of every answer.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(), \
         geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
         publickey-credentials-get=(), screen-wake-lock=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// Adds the headers, where the answer does not have a stricter one already.
pub(super) async fn guard(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let hsts = request.extensions().get::<Arc<Visit>>().and_then(|visit| hsts(visit, state.config()));
    let mut response = next.run(request).await;
    let islands = response.extensions().get::<Islands>().is_some();
    dress(response.headers_mut(), islands, hsts);
    response
}

/// What browsers are told of https, where the visitor came by it.
pub(super) fn hsts(visit: &Visit, config: &Serve) -> Option<HeaderValue> {
    visit.secure.then_some(if config.hsts_host_only { HSTS_HOST } else { HSTS })
}

/// The headers for an answer that has these so far.
pub(super) fn dress(headers: &mut HeaderMap, islands: bool, hsts: Option<HeaderValue>) {
    let policy = policy(headers, islands);
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(policy));
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if let Some(hsts) = hsts {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, hsts);
    }
}

fn policy(headers: &HeaderMap, islands: bool) -> &'static str {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match (kind.starts_with("text/html"), islands) {
        (true, true) => ISLAND_PAGE,
        (true, false) => PAGE,
        (false, _) => OTHER,
    }
}
