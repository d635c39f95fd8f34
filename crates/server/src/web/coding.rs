//! The forms that one answer can take: packed or not, and whether the browser has it already.

use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

/// What tells these bytes from others, for [`etag`].
pub(crate) fn tag(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// The strong `ETag` of a form of what has this [`tag`]. Each form is another sequence of bytes, so each has one of its own
/// (RFC 9110, section 8.8.3.3).
pub(crate) fn etag(tag: &str, coding: Option<&str>) -> String {
    coding.map_or_else(|| format!("\"{tag}\""), |coding| format!("\"{tag}-{coding}\""))
}

/// The browser has this very form (RFC 9110, section 13.1.2: weak comparison).
pub(crate) fn is_known<'h>(if_none_match: impl IntoIterator<Item = &'h HeaderValue>, etag: &str) -> bool {
    let lines = if_none_match.into_iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == etag)
}

/// The browser unpacks this coding (RFC 9110, section 12.5.3).
pub(crate) fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let lines = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let refused =
            parts.any(|p| p.strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>().is_ok_and(|q| q <= 0.0)));
        named && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_coding_is_used_only_where_it_is_unpacked() {
        let asked = headers(header::ACCEPT_ENCODING, "gzip, deflate, BR;q=0.9, zstd;q=0");
        assert!(accepts(&asked, "br") && accepts(&asked, "gzip") && !accepts(&asked, "zstd"));
        assert!(!accepts(&headers(header::ACCEPT_ENCODING, "br;q=0"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }

    #[test]
    fn a_file_that_is_known_is_not_sent_again() {
        let line = HeaderValue::from_static;
        assert!(is_known(&[line("\"c\""), line("\"a\", W/\"b-br\"")], "\"b-br\""));
        assert!(!is_known(&[line("\"b\"")], "\"b-br\""));
    }
}
