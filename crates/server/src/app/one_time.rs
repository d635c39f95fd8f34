//! Codes that work once: those that a phone shows (TOTP, RFC 6238), and those on paper for when the phone is lost.

use std::fmt;

use jiff::Timestamp;
use model::staff::Email;
use totp_rs::{Builder, Secret as Shared, Totp};

use super::{Fault, secret};

/// What an authenticator lists the account under.
const ISSUER: &str = "CAEC Portal";
/// How many recovery codes an account has.
pub(super) const CODES: usize = 10;
/// The random bytes of a recovery code: 120 bits, so that a fast hash will do (OWASP ASVS 5.0, 6.5.2 asks for 112).
const CODE_BYTES: usize = 15;
/// The random bytes of a shared secret, as many as SHA-1 has (RFC 4226, section 4).
const SECRET_BYTES: usize = 20;
/// The digits of a code.
const DIGITS: usize = 6;

/// A secret that the portal shares with a phone. Nothing prints it.
pub(super) struct SharedSecret(Vec<u8>);

impl SharedSecret {
    pub(super) fn random() -> Result<Self, Fault> {
        Ok(Self(secret::bytes::<SECRET_BYTES>()?.to_vec()))
    }

    pub(super) const fn of(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The step of which this is the code: the present one, the one before or the one after, for clocks that differ. All are
    /// compared in constant time.
    pub(super) fn step_of(&self, code: &str, now: Timestamp) -> Result<Option<i64>, Fault> {
        let now = u64::try_from(now.as_second()).unwrap_or_default();
        Ok(self.totp(None)?.check(code, now).and_then(|step| i64::try_from(step).ok()))
    }

    /// What is shown to the owner once, to be taken over into a phone.
    pub(super) fn enrolment(&self, email: &Email) -> Result<Enrolment, Fault> {
        let text = Shared::new(self.0.clone().into()).to_base32();
        let uri = self.totp(Some(email))?.to_url().map_err(|e| Fault::Other(e.to_string()))?;
        Ok(Enrolment { text: grouped(&text), uri })
    }

    fn totp(&self, email: Option<&Email>) -> Result<Totp, Fault> {
        let code = Builder::new().with_secret(Shared::new(self.0.clone().into()));
        let code = match email {
            Some(email) => code.with_issuer(Some(ISSUER)).with_account_name(email.as_str()),
            None => code,
        };
        code.build().map_err(|e| Fault::Other(e.to_string()))
    }
}

/// What an owner needs to take a second factor over into a phone. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret as text, in groups that can be typed.
    pub text: String,
    /// The secret as an `otpauth` address, to be scanned.
    pub uri: String,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Enrolment(…)")
    }
}

/// Recovery codes, as their owner is shown them once. Nothing prints them.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCodes(Vec<String>);

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCodes(…)")
    }
}

impl RecoveryCodes {
    pub(super) fn random() -> Result<Self, Fault> {
        let code = |_| {
            let bytes = secret::bytes::<CODE_BYTES>()?;
            Ok(grouped(&Shared::new(Box::new(bytes)).to_base32().to_lowercase()))
        };
        (0..CODES).map(code).collect::<Result<_, Fault>>().map(Self)
    }

    /// The codes, to be shown to their owner.
    #[must_use]
    pub fn reveal(&self) -> &[String] {
        &self.0
    }

    /// What is stored of them.
    pub(super) fn hashes(&self) -> Vec<String> {
        self.0.iter().map(|code| secret::hash(&plain(code))).collect()
    }
}

/// What somebody typed who was asked for a code.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// Six digits.
    Digits(String),
    /// As long as a recovery code; its hash.
    Recovery(String),
    /// Neither.
    Nothing,
}

impl Typed {
    /// Spaces, hyphens and case do not matter, nor does the width of digits.
    pub(super) fn of(text: &str) -> Self {
        let text = plain(text);
        if text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit()) {
            Self::Digits(text)
        } else if text.len() == CODE_BYTES * 8 / 5 && text.is_ascii() {
            Self::Recovery(secret::hash(&text))
        } else {
            Self::Nothing
        }
    }
}

fn plain(code: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
        other => other,
    };
    let between = |c: &char| !(c.is_whitespace() || "-‐‑–—".contains(*c));
    code.chars().filter(between).take(64).map(narrow).flat_map(char::to_lowercase).collect()
}

/// In groups of four.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.trim_end_matches('=').chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap_or_else(|e| panic!("{e}"))
    }

    /// RFC 6238, appendix B, for SHA-1: six of the eight digits.
    #[test]
    fn codes_are_those_of_the_standard() -> Result<(), Fault> {
        let secret = SharedSecret::of(b"12345678901234567890".to_vec());
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.step_of(code, at(second))?, Some(second / 30), "{second}");
        }
        assert_eq!(secret.step_of("287083", at(59))?, None);
        Ok(())
    }

    #[test]
    fn a_clock_may_be_a_step_off_and_no_more() -> Result<(), Fault> {
        let secret = SharedSecret::of(b"12345678901234567890".to_vec());
        let codes: Vec<_> =
            (-2..=2).map(|step| secret.step_of("005924", at(1_234_567_890 + step * 30))).collect::<Result<_, _>>()?;
        let step = Some(1_234_567_890 / 30);
        assert_eq!(codes, [None, step, step, step, None]);
        Ok(())
    }

    #[test]
    fn a_phone_is_told_all_it_needs() -> Result<(), Box<dyn std::error::Error>> {
        let email = Email::parse("linh@example.org").map_err(|e| format!("{e:?}"))?;
        let shown = SharedSecret::of(b"12345678901234567890".to_vec()).enrolment(&email)?;
        assert_eq!(shown.text, "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ");
        assert!(shown.uri.starts_with("otpauth://totp/CAEC%20Portal:linh%40example.org?"), "{}", shown.uri);
        assert!(shown.uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"), "{}", shown.uri);
        assert!(!format!("{shown:?}").contains("GEZD"));
        Ok(())
    }

    #[test]
    fn recovery_codes_are_long_and_never_the_same() -> Result<(), Fault> {
        let (one, two) = (RecoveryCodes::random()?, RecoveryCodes::random()?);
        let all: BTreeSet<&String> = one.reveal().iter().chain(two.reveal()).collect();
        assert_eq!(all.len(), 2 * CODES);
        assert!(all.iter().all(|code| code.len() == 29 && code.split('-').count() == 6), "{all:?}");
        assert_eq!(format!("{one:?}"), "RecoveryCodes(…)");
        Ok(())
    }

    #[test]
    fn a_code_is_understood_however_it_is_spaced_and_cased() -> Result<(), Fault> {
        for typed in ["123456", " 123 456", "123-456", "１２３４５６"] {
            assert!(Typed::of(typed) == Typed::Digits("123456".to_owned()), "{typed}");
        }
        let codes = RecoveryCodes::random()?;
        let (code, hash) = (&codes.reveal()[0], &codes.hashes()[0]);
        for typed in [code.clone(), code.to_uppercase(), code.replace('-', " "), code.replace('-', "")] {
            assert!(Typed::of(&typed) == Typed::Recovery(hash.clone()), "{typed}");
        }
        for nothing in ["", "12345", "1234567", "abcdef", "x".repeat(9000).as_str(), "一二三四五六"] {
            assert!(Typed::of(nothing) == Typed::Nothing, "{nothing}");
        }
        Ok(())
    }
}
