//! How fast passwords can be guessed.
//!
//! What a try is counted under, each for fifteen minutes after the last failure:
//!
//! - the **address** (IPv6 by its first 64 bits, which is what one subscriber gets): one machine that tries many
//!   accounts. Many may share an address, a whole ministry even, so there are many free tries and the wait is short.
//! - the account **from that address**: one machine that tries one account. The longest wait.
//! - the **account**, from anywhere: many machines that try one account. The wait never exceeds 30 seconds, so that
//!   guessing is slow (under 3000 tries a day from all the world).
//!
//! All of these can be driven up by a stranger, the first two by one who shares the owner's address. So a try from a
//! **device** that is known for the account is counted under that device alone (OWASP, "Slow Down Online Guessing Attacks
//! with Device Cookies"): whoever has signed in there within the last 90 days, or set the password there, shows a secret
//! that nobody else has, and waits for nobody's failures but the device's own. Who copied the secret gets that device's
//! few tries, until the owner signs in: every sign-in replaces it. A new password forgets the devices.
//!
//! A **code**, which is asked for after the right password, is counted by itself: for the account from anywhere, with few free
//! tries and the longest wait, which only who knows the password can drive up; and for a known device under that device. A right
//! password forgets no wrong codes.
//!
//! Nothing is ever locked; a wait grows, and a right password clears it. Who is slowed where they are not known asks for a
//! new link: setting the password makes the device known. An unknown account is counted like a known one: the answers do
//! not tell which it is. A try is counted before the password is looked at, so many at once fare like many in a row. The
//! counts are in the database: they hold on every node and over restarts, and are forgotten once they do not count
//! any more ([`App::forget_old_tries`](super::App::forget_old_tries)).

use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};
use model::staff::Email;

use super::secret::hash;
use crate::store::{Attempt, Tries};

/// How long a failure counts.
pub(super) const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// How far ahead of now a failure may lie, by another machine's clock. If it lies further ahead, the clock was put back, and
/// nobody waits until it has caught up; the failure still counts.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
/// Every kind of key.
pub(super) const KINDS: [&str; 5] = ["account", "address", "code", "device", "pair"];

/// What a try is counted under. Hashed, so that the table is no list of who came from where.
pub(super) enum Keys {
    /// A device that is known for the account.
    Device(Attempt),
    /// A code for an account, from anywhere else.
    Code(Attempt),
    /// A password, from anywhere else.
    Elsewhere { address: Attempt, account: Attempt, pair: Attempt },
}

impl Keys {
    /// At a device that is known for this account. `device`: the hash of its secret.
    pub(super) fn at_device(account: &Email, device: &str) -> Self {
        Self::Device(attempt("device", &format!("{account} {device}")))
    }

    /// For this account, known or not, tried from this address.
    pub(super) fn elsewhere(account: &str, address: IpAddr) -> Self {
        let account = account.trim().to_lowercase();
        let prefix = prefix(address);
        Self::Elsewhere {
            address: attempt("address", &prefix),
            account: attempt("account", &account),
            pair: attempt("pair", &format!("{account} {prefix}")),
        }
    }

    /// A code for this account, at a device that is known for it (the hash of its secret), or from anywhere.
    pub(super) fn code(account: &Email, device: Option<&str>) -> Self {
        match device {
            Some(device) => Self::Device(attempt("device", &format!("code {account} {device}"))),
            None => Self::Code(attempt("code", account.as_str())),
        }
    }

    /// The keys that count, in the order in which they are always locked.
    pub(super) fn counted(&self) -> Vec<Attempt> {
        match self {
            Self::Device(one) | Self::Code(one) => vec![one.clone()],
            Self::Elsewhere { address, account, pair } => vec![address.clone(), account.clone(), pair.clone()],
        }
    }

    /// After a right try: the key that has one failure less. Not none, else who owns one account could try others for
    /// ever.
    pub(super) const fn counted_once(&self) -> Option<&Attempt> {
        match self {
            Self::Device(_) | Self::Code(_) => None,
            Self::Elsewhere { address, .. } => Some(address),
        }
    }

    /// After a right try: the keys whose failures are forgotten. What strangers failed elsewhere stays, where the right
    /// try came from a known device.
    pub(super) fn cleared(&self) -> Vec<Attempt> {
        match self {
            Self::Device(one) | Self::Code(one) => vec![one.clone()],
            Self::Elsewhere { account, pair, .. } => vec![account.clone(), pair.clone()],
        }
    }
}

fn attempt(kind: &'static str, text: &str) -> Attempt {
    Attempt { kind, key: hash(&format!("{kind} {text}")) }
}

/// Seconds to wait, or `None`: the longest of what the keys ask for.
pub(super) fn wait(keys: &[Attempt], tries: &[Option<Tries>], now: Timestamp) -> Option<u32> {
    keys.iter()
        .zip(tries)
        .filter_map(|(key, tries)| {
            let tries = (*tries)?;
            let over = tries.last_at + SignedDuration::from_secs(delay(key.kind, tries.failures));
            if tries.last_at > now + AHEAD {
                return None;
            }
            let left = u128::try_from(over.duration_since(now).as_millis()).unwrap_or(0);
            // Rounded up: who comes back after the seconds told is let in.
            (left > 0).then(|| u32::try_from(left.div_ceil(1000)).unwrap_or(u32::MAX))
        })
        .max()
}

/// Seconds to wait after so many failures: doubled with each, from one second, up to the kind's longest.
fn delay(kind: &str, failures: i64) -> i64 {
    let (free, longest) = match kind {
        "address" => (20, 60),
        "account" => (10, 30),
        _ => (5, 300),
    };
    match failures - free {
        ..0 => 0,
        over => 1_i64
            .checked_shl(u32::try_from(over).unwrap_or(u32::MAX))
            .filter(|d| *d > 0)
            .map_or(longest, |d| d.min(longest)),
    }
}

fn prefix(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_at_the_kinds_longest() {
        let waits: Vec<i64> = [4, 5, 6, 7, 13, 14, 70, i64::MAX].into_iter().map(|n| delay("pair", n)).collect();
        assert_eq!(waits, [0, 1, 2, 4, 256, 300, 300, 300]);
        assert!((0..200).all(|failures| delay("account", failures) <= 30), "nobody is locked out");
    }

    #[test]
    fn a_subscriber_is_one_address_however_it_writes_itself() -> Result<(), std::net::AddrParseError> {
        assert_eq!(prefix("2001:db8:1:2:3:4:5:6".parse()?), prefix("2001:db8:1:2::9".parse()?));
        assert_ne!(prefix("2001:db8:1:2::9".parse()?), prefix("2001:db8:1:3::9".parse()?));
        assert_eq!(prefix("::ffff:192.0.2.7".parse()?), prefix("192.0.2.7".parse()?));
        Ok(())
    }

    #[test]
    fn every_kind_of_key_is_cleared_in_time() -> Result<(), model::error::FieldError> {
        let email = Email::parse("a@b.cd")?;
        let counted = [
            Keys::at_device(&email, "x"),
            Keys::elsewhere("a", IpAddr::V6(Ipv6Addr::LOCALHOST)),
            Keys::code(&email, None),
            Keys::code(&email, Some("x")),
        ];
        for key in counted.iter().flat_map(Keys::counted) {
            assert!(KINDS.contains(&key.kind), "{}", key.kind);
        }
        Ok(())
    }

    #[test]
    fn a_clock_that_is_put_back_keeps_nobody_out_and_forgets_nothing() {
        let now = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(2);
        let key = attempt("pair", "a@b.c ::1");
        let told = |at| wait(std::slice::from_ref(&key), &[Some(Tries { failures: 70, last_at: now })], at);
        assert_eq!(told(now), Some(300));
        assert_eq!(told(now - SignedDuration::from_mins(1)), Some(360));
        assert_eq!(told(now - SignedDuration::from_hours(1)), None);
    }

    #[test]
    fn the_wait_told_is_enough() {
        let now = Timestamp::UNIX_EPOCH;
        let key = attempt("pair", "a@b.c ::1");
        let tries = Some(Tries { failures: 6, last_at: now });
        let soon = now + SignedDuration::from_millis(1);
        assert_eq!(wait(std::slice::from_ref(&key), &[tries], soon), Some(2));
        assert_eq!(wait(&[key], &[tries], soon + SignedDuration::from_secs(2)), None);
    }
}
