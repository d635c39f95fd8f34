//! `security.txt`: where those can write to who have found a hole (RFC 9116).

use jiff::{Timestamp, ToSpan, tz::TimeZone};

/// The media type (section 3).
pub const MEDIA_TYPE: &str = "text/plain; charset=utf-8";
/// Where it is (section 3).
pub const PATH: &str = "/.well-known/security.txt";
/// For how many days a copy may be relied on. The RFC recommends less than a year (section 2.5.5).
const HOLDS: i32 = 180;

/// The file. `contact` is a URI; `now` is when it is asked for: what is served holds, for as long as it is served.
#[must_use]
pub fn security_txt(origin: &str, contact: &str, now: Timestamp) -> String {
    let today = TimeZone::UTC.to_datetime(now).date();
    let expires = today.checked_add(HOLDS.days()).unwrap_or(today);
    format!("Contact: {contact}\nExpires: {expires}T00:00:00Z\nCanonical: {origin}{PATH}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_whom_to_write_to_and_until_when_that_holds() {
        let now = "2026-03-01T23:59:00Z".parse().unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            security_txt("https://portal.example", "mailto:s@portal.example", now),
            "Contact: mailto:s@portal.example\nExpires: 2026-08-28T00:00:00Z\n\
             Canonical: https://portal.example/.well-known/security.txt\n"
        );
    }
}
