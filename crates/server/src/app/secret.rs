//! What is random, and what is hashed.

use std::fmt;

use sha2::{Digest, Sha256};

use super::Fault;

/// What a browser holds to show who it is: 256 random bits as text. Only its SHA-256 is stored. Never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A new secret.
    pub(super) fn random() -> Result<Self, Fault> {
        random::<32>().map(Self)
    }

    /// The secret's text, to be handed to its owner.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored of it.
    pub(super) fn hash(&self) -> String {
        hash(&self.0)
    }
}

/// A new id: 128 random bits, which is enough to never meet again and too many to guess.
pub(super) fn id() -> Result<String, Fault> {
    random::<16>()
}

/// SHA-256 as text. Enough for secrets of 256 random bits; passwords take [`super::password`].
pub(super) fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Random bytes.
pub(super) fn bytes<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Fault::Other(format!("no random bytes: {e}")))?;
    Ok(bytes)
}

fn random<const N: usize>() -> Result<String, Fault> {
    bytes::<N>().map(|bytes| hex(&bytes))
}

/// The bytes that [`hex`] wrote.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: &u8| char::from(*b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let byte = |[high, low]: &[u8; 2]| Some((digit(high)? << 4) | digit(low)?);
    if rest.is_empty() { pairs.iter().map(byte).collect() } else { None }
}

/// Bytes as text.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_long_new_each_time_and_not_shown() -> Result<(), Fault> {
        let (one, two) = (Secret::random()?, Secret::random()?);
        assert_eq!(one.reveal().len(), 64);
        assert_ne!(one, two);
        assert_ne!(one.hash(), one.reveal());
        assert!(!format!("{one:?}").contains(one.reveal()));
        Ok(())
    }
}
