//! Who counts as one.

use std::net::IpAddr;

/// What one subscriber of the net has: an IPv4 address, or the first 64 bits of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Subscriber {
    V4(u32),
    V6(u64),
}

impl From<IpAddr> for Subscriber {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self::V4(v4.to_bits()),
            IpAddr::V6(v6) => Self::V6(u64::try_from(v6.to_bits() >> 64).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subscriber_is_one_however_it_writes_itself() -> Result<(), std::net::AddrParseError> {
        let of = |text: &str| text.parse::<IpAddr>().map(Subscriber::from);
        assert_eq!(of("2001:db8:1:2:3:4:5:6")?, of("2001:db8:1:2::9")?);
        assert_ne!(of("2001:db8:1:2::9")?, of("2001:db8:1:3::9")?);
        assert_eq!(of("::ffff:192.0.2.7")?, of("192.0.2.7")?);
        assert_ne!(of("192.0.2.7")?, of("192.0.2.8")?);
        Ok(())
    }
}
