//! Secrets that the portal itself must be able to read again, at rest.
//!
//! A password is hashed; the secret of a second factor cannot be, because codes are made of it. Whoever reads the database or
//! a backup could make codes too (and would still lack the password). So it is sealed with ChaCha20-Poly1305 (RFC 8439) where
//! the operator gives a key that is kept elsewhere (`--key-file`), bound to the account that it is of. Without a key it is stored as
//! it is; given one later, it is sealed the next time its owner signs in. What is sealed cannot be used without the key.

use std::fmt;

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use sha2::{Digest, Sha256};

use super::{Fault, secret};

/// How a stored secret begins that is sealed.
pub(super) const SEALED: &str = "sealed:";
/// How one begins that is not.
const PLAIN: &str = "plain:";

/// What seals secrets; nothing, where the operator gave no key. Prints no key.
#[derive(Clone, Default)]
pub struct Seal(Option<LessSafeKey>);

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Seal(…)" } else { "Seal(none)" })
    }
}

impl Seal {
    /// The least length of what a key is made of, in bytes.
    pub const KEY_MIN: usize = 32;

    /// Seals with a key made of this: [`Seal::KEY_MIN`] random bytes or more. `None` where it is shorter.
    #[must_use]
    pub fn with(material: &[u8]) -> Option<Self> {
        if material.len() < Self::KEY_MIN {
            return None;
        }
        let mut digest = Sha256::new();
        digest.update(b"portal: secrets at rest\0");
        digest.update(material);
        UnboundKey::new(&CHACHA20_POLY1305, &digest.finalize()).ok().map(|key| Self(Some(LessSafeKey::new(key))))
    }

    /// A secret as it is stored. `owner`: what it is of; the same is asked for when it is opened.
    pub(super) fn close(&self, bytes: &[u8], owner: &str) -> Result<String, Fault> {
        let Some(key) = &self.0 else { return Ok(format!("{PLAIN}{}", secret::hex(bytes))) };
        let nonce = secret::bytes::<NONCE_LEN>()?;
        let mut sealed = bytes.to_vec();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(owner.as_bytes()), &mut sealed)
            .map_err(|_| Fault::Other("a secret could not be sealed".to_owned()))?;
        Ok(format!("{SEALED}{}{}", secret::hex(&nonce), secret::hex(&sealed)))
    }

    /// A stored secret.
    pub(super) fn open(&self, stored: &str, owner: &str) -> Result<Vec<u8>, Fault> {
        let unreadable = || Fault::Damaged("a stored secret cannot be read".to_owned());
        if let Some(plain) = stored.strip_prefix(PLAIN) {
            return secret::unhex(plain).ok_or_else(unreadable);
        }
        let sealed = stored.strip_prefix(SEALED).and_then(secret::unhex).ok_or_else(unreadable)?;
        let key =
            self.0.as_ref().ok_or_else(|| Fault::Other("secrets are sealed, and no --key-file is given".to_owned()))?;
        let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>().ok_or_else(unreadable)?;
        let mut rest = rest.to_vec();
        let opened = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(owner.as_bytes()), &mut rest);
        let wrong = |_| Fault::Other("the key in --key-file is not the one that secrets were sealed with".to_owned());
        opened.map(|bytes| bytes.to_vec()).map_err(wrong)
    }

    /// It would be stored otherwise by now.
    pub(super) fn is_outdated(&self, stored: &str) -> bool {
        self.0.is_some() && stored.starts_with(PLAIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealing(material: &[u8]) -> Seal {
        Seal::with(material).unwrap_or_else(|| panic!("too short"))
    }

    #[test]
    fn what_is_sealed_is_read_by_its_key_for_its_owner_alone() -> Result<(), Fault> {
        let seal = sealing(&[7; 32]);
        let stored = seal.close(b"a secret", "linh")?;
        assert!(!stored.contains(&secret::hex(b"a secret")), "{stored}");
        assert_ne!(stored, seal.close(b"a secret", "linh")?, "never the same twice");
        assert_eq!(seal.open(&stored, "linh")?, b"a secret");
        assert!(seal.open(&stored, "dara").is_err());
        assert!(sealing(&[8; 32]).open(&stored, "linh").is_err());
        assert!(Seal::default().open(&stored, "linh").is_err());
        let mut bent = stored.clone();
        bent.replace_range(stored.len() - 1.., if stored.ends_with('0') { "1" } else { "0" });
        assert!(seal.open(&bent, "linh").is_err());
        Ok(())
    }

    #[test]
    fn what_was_stored_without_a_key_is_still_read_and_is_due_to_be_sealed() -> Result<(), Fault> {
        let (none, seal) = (Seal::default(), sealing(&[7; 40]));
        let stored = none.close(b"a secret", "linh")?;
        assert_eq!(seal.open(&stored, "linh")?, b"a secret");
        assert!(seal.is_outdated(&stored) && !none.is_outdated(&stored));
        assert!(!seal.is_outdated(&seal.close(b"a secret", "linh")?));
        Ok(())
    }

    #[test]
    fn a_key_is_long_enough_and_not_shown() {
        assert!(Seal::with(&[7; 31]).is_none());
        assert_eq!(format!("{:?}", sealing(&[7; 32])), "Seal(…)");
    }
}
