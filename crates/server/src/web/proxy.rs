//! What the proxies in front of the portal tell of a request.
//!
//! Anybody can begin such a header; only a proxy of ours can have ended it. So hops are read from the last to the first, each
//! believed as long as the one that told it is ours. Of the two headers, one is read, whichever the proxies are known to
//! write: what they do not write, they may pass on as a stranger wrote it.

use std::net::{IpAddr, SocketAddr};

use http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;

use crate::config::{ProxyHeader, Serve};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The address is one of our proxies'.
pub(crate) fn is_trusted(address: IpAddr, proxies: &[IpNet]) -> bool {
    let address = address.to_canonical();
    proxies.iter().any(|block| block.contains(&address))
}

/// The client behind our proxies: the last hop that is not one of them. Where a proxy told nothing that can be read, the
/// proxy itself.
pub(crate) fn client(peer: IpAddr, headers: &HeaderMap, config: &Serve) -> IpAddr {
    hop(peer, headers, config).0
}

/// The visitor came by https, as the proxy says that they came to. `peer` is one of ours.
pub(crate) fn is_https(peer: IpAddr, headers: &HeaderMap, config: &Serve) -> bool {
    match config.proxy_header {
        ProxyHeader::XForwardedFor => {
            headers.get(X_FORWARDED_PROTO).is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"))
        }
        ProxyHeader::Forwarded => {
            hop(peer, headers, config).1.is_some_and(|scheme| scheme.eq_ignore_ascii_case("https"))
        }
    }
}

/// The client, and the scheme by which it came to the proxy that told of it.
fn hop<'h>(peer: IpAddr, headers: &'h HeaderMap, config: &Serve) -> (IpAddr, Option<&'h str>) {
    let (mut client, mut scheme) = (peer, None);
    // Nearly every request at a portal without a proxy.
    if config.trusted_proxies.is_empty() {
        return (client.to_canonical(), scheme);
    }
    let name = match config.proxy_header {
        ProxyHeader::XForwardedFor => X_FORWARDED_FOR,
        ProxyHeader::Forwarded => header::FORWARDED,
    };
    let lines: Vec<&str> = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default()).collect();
    for element in lines.iter().rev().flat_map(|line| parts(line, b',').into_iter().rev()) {
        if !is_trusted(client, &config.trusted_proxies) {
            break;
        }
        let (told, by) = match config.proxy_header {
            ProxyHeader::XForwardedFor => (address(element), None),
            ProxyHeader::Forwarded => (parameter(element, "for").and_then(address), parameter(element, "proto")),
        };
        let Some(told) = told else { break };
        (client, scheme) = (told, by);
    }
    (client.to_canonical(), scheme)
}

/// The parts of a header's value between separators that are not quoted (RFC 9110, section 5.6.4).
fn parts(line: &str, separator: u8) -> Vec<&str> {
    let (mut parts, mut from, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            // A separator is ASCII, so both sides of it are text.
            _ if byte == separator && !quoted => {
                parts.push(line[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(line[from..].trim());
    parts
}

/// A parameter of an element of `Forwarded` (RFC 7239, section 4). None of those read here holds an escaped character.
fn parameter<'e>(element: &'e str, name: &str) -> Option<&'e str> {
    parts(element, b';').into_iter().find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        key.eq_ignore_ascii_case(name).then_some(value)
    })
}

/// The address in a hop, perhaps with a port: `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::1`, `[2001:db8::1]:4711`. `None` for
/// `unknown`, for names that hide an address (RFC 7239, section 6), and for nonsense.
fn address(hop: &str) -> Option<IpAddr> {
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok().map(IpAddr::V6);
    let with_port = || hop.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    hop.parse().ok().or_else(with_port).or_else(bracketed)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::prelude::*;

    use super::*;

    fn config(proxy_header: ProxyHeader) -> Serve {
        let trusted_proxies = ["10.0.0.0/8", "fd00::/8"].map(|block| block.parse().unwrap()).to_vec();
        Serve { trusted_proxies, proxy_header, ..Serve::at(Serve::LISTEN) }
    }

    fn headers(name: HeaderName, lines: &[&str]) -> HeaderMap {
        lines.iter().map(|line| (name.clone(), HeaderValue::from_str(line).unwrap())).collect()
    }

    #[track_caller]
    fn told(by: &str, name: HeaderName, lines: &[&str], client_is: &str) {
        let header = if name == X_FORWARDED_FOR { ProxyHeader::XForwardedFor } else { ProxyHeader::Forwarded };
        let found = client(by.parse().unwrap(), &headers(name, lines), &config(header));
        assert_eq!(found.to_string(), client_is, "{by} {lines:?}");
    }

    #[test]
    fn hops_are_read_from_the_last_as_long_as_they_are_ours() {
        for (by, lines, client_is) in [
            ("10.0.0.1", &["1.1.1.1, 2.2.2.2, 10.0.0.9"][..], "2.2.2.2"),
            ("10.0.0.1", &["1.1.1.1", "2.2.2.2", "10.0.0.9, 10.0.0.8"], "2.2.2.2"),
            ("10.0.0.1", &["10.0.0.7, 10.0.0.9"], "10.0.0.7"),
            ("::ffff:10.0.0.1", &["2.2.2.2"], "2.2.2.2"),
            ("fd00::1", &["1.1.1.1, 2001:db8::7"], "2001:db8::7"),
            ("10.0.0.1", &["[2001:db8::7]:4711"], "2001:db8::7"),
            ("10.0.0.1", &["2.2.2.2:4711"], "2.2.2.2"),
            ("10.0.0.1", &["::ffff:2.2.2.2"], "2.2.2.2"),
            ("10.0.0.1", &[], "10.0.0.1"),
        ] {
            told(by, X_FORWARDED_FOR, lines, client_is);
        }
    }

    #[test]
    fn a_strangers_word_is_not_believed() {
        for header in [X_FORWARDED_FOR, header::FORWARDED] {
            told("3.3.3.3", header.clone(), &["1.1.1.1", "for=1.1.1.1"], "3.3.3.3");
            told("3.3.3.3", header, &["10.0.0.1"], "3.3.3.3");
        }
        // Which of the two our proxies write is known: the other is a stranger's.
        let both: HeaderMap = [(X_FORWARDED_FOR, "2.2.2.2"), (header::FORWARDED, "for=1.1.1.1;proto=https")]
            .into_iter()
            .map(|(name, value)| (name, HeaderValue::from_static(value)))
            .collect();
        let proxy = "10.0.0.1".parse().unwrap();
        assert_eq!(client(proxy, &both, &config(ProxyHeader::XForwardedFor)).to_string(), "2.2.2.2");
        assert!(!is_https(proxy, &both, &config(ProxyHeader::XForwardedFor)));
        assert_eq!(client(proxy, &both, &config(ProxyHeader::Forwarded)).to_string(), "1.1.1.1");
    }

    #[test]
    fn what_cannot_be_read_counts_for_the_proxy_that_told_it() {
        for bad in
            ["nonsense", "2.2.2.2, nonsense", "2.2.2.2,", "unknown", "_hidden", "2.2.2.2.2", "[2.2.2.2]", "999.1.1.1"]
        {
            told("10.0.0.1", X_FORWARDED_FOR, &[bad], "10.0.0.1");
            told("10.0.0.1", header::FORWARDED, &[&format!("for={bad}")], "10.0.0.1");
        }
        for bad in ["for", "for=\"2.2.2.2", "proto=https", ";;;", ",", "for=2.2.2.2, \"for=2.2.2.2"] {
            told("10.0.0.1", header::FORWARDED, &[bad], "10.0.0.1");
        }
    }

    #[test]
    fn forwarded_is_read_as_its_standard_spells_it() {
        for (lines, client_is) in [
            (&["for=1.1.1.1, For=\"[2001:db8:cafe::17]:4711\""][..], "2001:db8:cafe::17"),
            (&["for=192.0.2.60;proto=http;by=203.0.113.43"], "192.0.2.60"),
            (&["for=192.0.2.43, for=198.51.100.17;by=10.0.0.2, for=10.0.0.2"], "198.51.100.17"),
            (&["by=\"a,b;for=9.9.9.9\"; for=192.0.2.60"], "192.0.2.60"),
        ] {
            told("10.0.0.1", header::FORWARDED, lines, client_is);
        }
        let https = |line: &str| {
            let headers = headers(header::FORWARDED, &[line]);
            is_https("10.0.0.1".parse().unwrap(), &headers, &config(ProxyHeader::Forwarded))
        };
        assert!(https("for=192.0.2.60;proto=https") && https("for=192.0.2.60;proto=HTTPS, for=10.0.0.2;proto=http"));
        assert!(!https("for=192.0.2.60;proto=http") && !https("for=9.9.9.9;proto=https, for=192.0.2.60"));
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_makes_another_of_a_stranger(line in "[ -~]{0,80}", many in 0_usize..4) {
            for name in [X_FORWARDED_FOR, header::FORWARDED] {
                told("3.3.3.3", name.clone(), &vec![line.as_str(); many], "3.3.3.3");
                let header = if name == X_FORWARDED_FOR { ProxyHeader::XForwardedFor } else { ProxyHeader::Forwarded };
                let _ = client("10.0.0.1".parse().unwrap(), &headers(name, &[&line]), &config(header));
            }
        }
    }
}
