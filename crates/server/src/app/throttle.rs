//! How fast passwords can be guessed.
//!
//! What a try is counted under, each for fifteen minutes after the last failure:
//!
//! - the **address** (IPv6 by its first 64 bits, which is what one subscriber gets): one machine that tries many
//!   accounts. Many may share an address, a whole ministry even, so there are many free tries and the wait is short.
//! - the account **from that address**: one machine that tries one account. The longest wait.
//! - the **account**, from anywhere: many machines that try one account. The wait never exceeds 30 seconds, and does not
//!   hold where somebody has signed in to this account in the last 90 days. So guessing is slow (under 3000 tries a day
//!   from all the world), and nobody can lock out the account's owner by failing on purpose.
//!
//! Nothing is ever locked; a wait grows, and a right password clears it. An unknown account is counted like a known
//! one: the answers do not tell which it is. A try is counted before the password is looked at, so many at once fare
//! like many in a row. The counts are in the database: they hold on every node and over restarts.

use std::net::{IpAddr, Ipv6Addr};

use jiff::{SignedDuration, Timestamp};

use super::secret::hash;
use crate::store::{Attempt, Tries};

/// How long a failure counts.
pub(super) const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// How long an address from which somebody signed in to an account is known for it.
pub(super) const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What a try is counted under.
pub(super) struct Keys {
    pub(super) address: Attempt,
    pub(super) account: Attempt,
    pub(super) pair: Attempt,
    /// Not for failures: where sign-ins to the account come from.
    pub(super) known: Attempt,
}

impl Keys {
    /// For this account, known or not, tried from this address. Hashed, so that the table is no list of who came
    /// from where.
    pub(super) fn of(account: &str, address: IpAddr) -> Self {
        let account = account.trim().to_lowercase();
        let prefix = prefix(address);
        let attempt = |kind, text: &str| Attempt { kind, key: hash(&format!("{kind} {text}")) };
        let pair = format!("{account} {prefix}");
        Self {
            address: attempt("address", &prefix),
            account: attempt("account", &account),
            pair: attempt("pair", &pair),
            known: attempt("known", &pair),
        }
    }

    /// The keys that count, in the order in which they are always locked. The account's own does not count where it
    /// is `known`.
    pub(super) fn counted(&self, known: bool) -> Vec<Attempt> {
        let mut keys = vec![self.address.clone()];
        if !known {
            keys.push(self.account.clone());
        }
        keys.push(self.pair.clone());
        keys
    }
}

/// Seconds to wait, or `None`: the longest of what the keys ask for.
pub(super) fn wait(keys: &[Attempt], tries: &[Option<Tries>], now: Timestamp) -> Option<u32> {
    keys.iter()
        .zip(tries)
        .filter_map(|(key, tries)| {
            let tries = (*tries)?;
            let over = tries.last_at + SignedDuration::from_secs(delay(key.kind, tries.failures));
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
    fn the_wait_told_is_enough() {
        let now = Timestamp::UNIX_EPOCH;
        let key = Keys::of("a@b.c", IpAddr::V6(Ipv6Addr::LOCALHOST)).pair;
        let tries = Some(Tries { failures: 6, last_at: now });
        let soon = now + SignedDuration::from_millis(1);
        assert_eq!(wait(std::slice::from_ref(&key), &[tries], soon), Some(2));
        assert_eq!(wait(&[key], &[tries], soon + SignedDuration::from_secs(2)), None);
    }
}
