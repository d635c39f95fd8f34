//! What the owner of an account is told of it: where it is signed in, and what happened to it.

use std::net::IpAddr;

use jiff::Timestamp;

use crate::{revision::Actor, viewer::Role};

/// Where somebody came from, as roughly as an owner needs it to know themselves again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The network, not the machine: see [`network`]. Empty where it is not known.
    pub network: String,
    /// The browser and its system: see [`browser`]. Empty where it is not known.
    pub browser: String,
}

impl Place {
    /// From this address, with this browser, as its `User-Agent` header names it.
    #[must_use]
    pub fn of(address: IpAddr, user_agent: &str) -> Self {
        Self { network: network(address), browser: browser(user_agent) }
    }
}

/// The network that an address is in: of IPv4 the first 24 bits, of IPv6 the first 48. Enough to tell home from abroad.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.…")
        }
        IpAddr::V6(v6) => {
            let [a, b, c, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:…")
        }
    }
}

/// What browsers call themselves, those first that also name another.
const BROWSERS: [(&str, &str); 12] = [
    ("MicroMessenger/", "WeChat"),
    ("QQBrowser/", "QQ Browser"),
    ("UCBrowser/", "UC Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// What systems call themselves, those first that also name another.
const SYSTEMS: [(&str, &str); 9] = [
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// The longest name of a program that is no browser known here, in characters.
const PROGRAM_MAX: usize = 30;

/// The browser and its system in a `User-Agent` header: "Firefox, Windows". Of any other program the first word, cut short;
/// empty where there is none. Without a version: it changes every month, and tells one person from another.
#[must_use]
pub fn browser(user_agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(sign, _)| user_agent.contains(sign)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => {
            let plain = |c: &char| c.is_ascii_alphanumeric() || "-_.".contains(*c);
            user_agent.trim().chars().take_while(plain).take(PROGRAM_MAX).collect()
        }
    }
}

/// A session that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenSession {
    /// What it is called in a form: a hash of its secret, from which the secret cannot be found.
    pub name: String,
    /// When it began.
    pub began: Timestamp,
    /// When it was last used, as far as that was noted.
    pub seen: Timestamp,
    /// Where it began.
    pub place: Place,
    /// It is the one that asks.
    pub here: bool,
}

/// What happened to an account, or was tried on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryKind {
    /// Somebody signed in.
    SignedIn,
    /// A wrong password was given.
    WrongPassword,
    /// The right password was given, and no code after it.
    CodeMissing,
    /// A wrong code was given, or one that was used before.
    WrongCode,
    /// A recovery code was used up.
    RecoveryCodeUsed,
    /// The owner changed the password.
    PasswordChanged,
    /// The password was set with a one-time link.
    PasswordSet,
    /// A one-time link for a new password was made.
    LinkMade,
    /// Another role was given.
    RoleGiven,
    /// The second factor was turned on.
    SecondFactorOn,
    /// The second factor was turned off.
    SecondFactorOff,
    /// New recovery codes were made, and the old ones ended.
    RecoveryCodesMade,
    /// Sessions were ended from another one, or by an operator.
    SessionsEnded,
}

impl EntryKind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::SignedIn,
        Self::WrongPassword,
        Self::CodeMissing,
        Self::WrongCode,
        Self::RecoveryCodeUsed,
        Self::PasswordChanged,
        Self::PasswordSet,
        Self::LinkMade,
        Self::RoleGiven,
        Self::SecondFactorOn,
        Self::SecondFactorOff,
        Self::RecoveryCodesMade,
        Self::SessionsEnded,
    ];

    /// The name in storage and in Fluent keys (`entry-signed-in`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::WrongPassword => "wrong-password",
            Self::CodeMissing => "code-missing",
            Self::WrongCode => "wrong-code",
            Self::RecoveryCodeUsed => "recovery-code-used",
            Self::PasswordChanged => "password-changed",
            Self::PasswordSet => "password-set",
            Self::LinkMade => "link-made",
            Self::RoleGiven => "role-given",
            Self::SecondFactorOn => "second-factor-on",
            Self::SecondFactorOff => "second-factor-off",
            Self::RecoveryCodesMade => "recovery-codes-made",
            Self::SessionsEnded => "sessions-ended",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// It was tried, and failed: what an owner should look at twice.
    #[must_use]
    pub const fn is_failure(self) -> bool {
        matches!(self, Self::WrongPassword | Self::CodeMissing | Self::WrongCode)
    }
}

/// A line in the log of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number; later lines have higher ones.
    pub number: i64,
    /// What happened.
    pub kind: EntryKind,
    /// When; of several, when first.
    pub at: Timestamp,
    /// How often within the hour, or how many.
    pub times: i64,
    /// From where; empty where an operator did it.
    pub place: Place,
    /// Who did it, where that was not whoever used the account.
    pub by: Option<Actor>,
}

/// A piece of an account's log, latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// The lines.
    pub entries: Vec<Entry>,
    /// The number before which the next piece begins; `None` on the last.
    pub next: Option<i64>,
}

/// What the owner is told after signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Welcome {
    /// When somebody signed in before.
    pub previous: Timestamp,
    /// From where.
    pub place: Place,
    /// How many tries have failed since.
    pub failures: i64,
}

/// An account's second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// Since when it is on.
    pub since: Timestamp,
    /// How many recovery codes are left.
    pub codes_left: i64,
}

/// An account as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAccount {
    /// What they sign in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The second factor, if it is on.
    pub second_factor: Option<SecondFactor>,
    /// How many sessions stand.
    pub sessions: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_by_its_network() -> Result<(), std::net::AddrParseError> {
        assert_eq!(network("198.51.100.77".parse()?), "198.51.100.…");
        assert_eq!(network("::ffff:198.51.100.77".parse()?), "198.51.100.…");
        assert_eq!(network("2001:db8:1:2:3:4:5:6".parse()?), "2001:db8:1:…");
        Ok(())
    }

    #[test]
    fn a_browser_is_told_by_its_name_and_its_system() {
        for (header, told) in [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Windows"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36 EdgA/126.0",
                "Edge, Android",
            ),
            (
                "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/107 Mobile Safari/537.36 MicroMessenger/8.0",
                "WeChat, Android",
            ),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36", "Chrome, Linux"),
            ("curl/8.5.0", "curl"),
            ("", ""),
        ] {
            assert_eq!(browser(header), told);
        }
    }

    #[test]
    fn what_a_program_calls_itself_is_cut_short_and_holds_nothing_strange() {
        assert_eq!(browser("<script>alert(1)</script>"), "");
        assert_eq!(browser("a\u{202e}b"), "a");
        assert_eq!(browser(&"x".repeat(9000)).len(), PROGRAM_MAX);
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        assert!(EntryKind::ALL.into_iter().all(|kind| EntryKind::named(kind.name()) == Some(kind)));
        assert_eq!(EntryKind::named("nonsense"), None);
    }
}
