//! The four cookies: who is signed in, who is asked for a code, which device is known for an account, and which language was
//! chosen.

use http::{HeaderMap, HeaderValue, header};
use model::locale::Locale;

use crate::app::{CODE_TIME, KNOWN, Secret};

/// The session's cookie. The prefix binds it to this host, to https and to the whole site (RFC 6265bis, section 4.1.3.2):
/// no other host, not even a neighbour under the same domain, can set it.
///
/// Chromium takes it over plain http from `localhost` and from `127.0.0.1`; other plain-http addresses need TLS in front.
pub(crate) const SESSION: &str = "__Host-portal";
/// The cookie of a device that is known for an account: see `app::throttle`. It opens nothing.
pub(crate) const DEVICE: &str = "__Host-portal-device";
/// The cookie of somebody who has given the right password, and is asked for a code. It opens nothing but that page.
pub(crate) const STEP: &str = "__Host-portal-step";
/// The language that was chosen. It says nothing about anybody, and is bound to this host all the same: no neighbour under the
/// same domain chooses what language the portal speaks (OWASP ASVS 5.0, V3.3.1 and V3.3.3).
pub(crate) const LANGUAGE: &str = "__Host-portal-language";
/// How long a chosen language is remembered, in seconds: a year.
const REMEMBER: u32 = 31_536_000;

/// The value of a cookie in the request; the first where it was sent twice.
pub(crate) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// Sets the session's cookie. It ends with the browser; the session itself ends sooner, by its own limits.
pub(crate) fn session(secret: &Secret) -> Option<HeaderValue> {
    secretly(format!("{SESSION}={}; Path=/; Secure; HttpOnly; SameSite=Lax", secret.reveal()))
}

/// Makes the device known for as long as the account knows it. It is wanted by the forms of this site alone, so that no
/// other site can make a browser show it.
pub(crate) fn device(secret: &Secret) -> Option<HeaderValue> {
    let (secret, seconds) = (secret.reveal(), KNOWN.as_secs());
    secretly(format!("{DEVICE}={secret}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict"))
}

/// Remembers who is asked for a code, for as long as the code may take.
pub(crate) fn step(secret: &Secret) -> Option<HeaderValue> {
    let (secret, seconds) = (secret.reveal(), CODE_TIME.as_secs());
    secretly(format!("{STEP}={secret}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict"))
}

/// A line that no log shows.
fn secretly(line: String) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(line).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Forgets who was asked for a code.
pub(crate) fn no_step() -> HeaderValue {
    const GONE: &str = "__Host-portal-step=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0";
    HeaderValue::from_static(GONE)
}

/// Removes the session's cookie.
pub(crate) fn no_session() -> HeaderValue {
    const GONE: &str = "__Host-portal=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0";
    HeaderValue::from_static(GONE)
}

/// Remembers a chosen language. Over plain http, only `localhost` and `127.0.0.1` do: elsewhere the choice is forgotten, and
/// the address of each page still says which language it is in.
pub(crate) fn language(locale: Locale) -> Option<HeaderValue> {
    HeaderValue::try_from(format!("{LANGUAGE}={locale}; Path=/; Max-Age={REMEMBER}; Secure; HttpOnly; SameSite=Lax"))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("x__Host-portal-language=th; __Host-portal-language=zh-Hans;__Host-portal=abc"),
        );
        assert_eq!(read(&headers, LANGUAGE), Some("zh-Hans"));
        assert_eq!(read(&headers, SESSION), Some("abc"));
        assert_eq!(read(&headers, "portal"), None);
    }

    #[test]
    fn removing_names_the_cookie_that_was_set() {
        assert!(no_session().to_str().is_ok_and(|line| line.starts_with(&format!("{SESSION}=;"))));
        assert!(no_step().to_str().is_ok_and(|line| line.starts_with(&format!("{STEP}=;"))));
    }
}
