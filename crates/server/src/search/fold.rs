//! Spellings that mean the same, made one: upper and lower case, accents, full width, the digits of every script.
//!
//! Accents are the marks that any script may use (Unicode script `Inherited`: those of Latin, Greek, Cyrillic). The vowels and
//! tones of Thai, Lao, Khmer, Burmese and Tamil are marks of their own scripts, tell words apart, and stay.

use icu::{
    casemap::{CaseMapper, CaseMapperBorrowed},
    normalizer::{DecomposingNormalizer, DecomposingNormalizerBorrowed},
    properties::{
        CodePointMapData, CodePointMapDataBorrowed,
        props::{GeneralCategory, Script},
    },
};

const CASES: CaseMapperBorrowed<'static> = CaseMapper::new();
const NFKD: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizer::new_nfkd();
const CATEGORY: CodePointMapDataBorrowed<'static, GeneralCategory> = CodePointMapData::new();
const SCRIPT: CodePointMapDataBorrowed<'static, Script> = CodePointMapData::new();
/// Folding what is folded changes nothing more after this many times, whatever the text (a property test looks for one).
const ROUNDS: usize = 4;

/// The text as it is compared: Unicode full case folding and NFKD, without accents, with ASCII digits. Folding it again
/// changes nothing.
pub(super) fn fold(text: &str) -> String {
    if text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut folded = once(text);
    for _ in 1..ROUNDS {
        let again = once(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

fn once(text: &str) -> String {
    NFKD.normalize(&CASES.fold_string(text)).chars().filter(|c| !is_accent(*c) && !is_unseen(*c)).map(plain).collect()
}

/// A mark that any script may carry.
fn is_accent(c: char) -> bool {
    let mark = matches!(CATEGORY.get(c), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark);
    mark && SCRIPT.get(c) == Script::Inherited
}

/// A sign that is not seen (Unicode `Cf`): a joiner, a soft hyphen.
fn is_unseen(c: char) -> bool {
    CATEGORY.get(c) == GeneralCategory::Format
}

/// Part of a word: a letter, a mark, a number, a sign within that is not seen. Where the sign is one that parts words (the
/// zero width space of Khmer and Burmese texts), it is not.
pub(super) fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii()
            && c != '\u{200b}'
            && !matches!(
                CATEGORY.get(c),
                GeneralCategory::Control
                    | GeneralCategory::SpaceSeparator
                    | GeneralCategory::LineSeparator
                    | GeneralCategory::ParagraphSeparator
                    | GeneralCategory::DashPunctuation
                    | GeneralCategory::OpenPunctuation
                    | GeneralCategory::ClosePunctuation
                    | GeneralCategory::ConnectorPunctuation
                    | GeneralCategory::InitialPunctuation
                    | GeneralCategory::FinalPunctuation
                    | GeneralCategory::OtherPunctuation
                    | GeneralCategory::MathSymbol
                    | GeneralCategory::CurrencySymbol
                    | GeneralCategory::ModifierSymbol
                    | GeneralCategory::OtherSymbol
                    | GeneralCategory::Surrogate
                    | GeneralCategory::PrivateUse
                    | GeneralCategory::Unassigned
            ))
}

/// Can be a word by itself, as marks cannot.
pub(super) fn is_letter_or_number(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (is_of_word(c)
            && !matches!(
                CATEGORY.get(c),
                GeneralCategory::NonspacingMark
                    | GeneralCategory::SpacingMark
                    | GeneralCategory::EnclosingMark
                    | GeneralCategory::Format
            ))
}

/// A Chinese character.
pub(super) fn is_han(c: char) -> bool {
    !c.is_ascii() && SCRIPT.get(c) == Script::Han
}

/// A letter that Unicode does not take apart, as its plain one; a digit as an ASCII one.
fn plain(c: char) -> char {
    match c {
        'đ' | 'ð' => 'd',
        'ø' => 'o',
        'ł' => 'l',
        'ħ' => 'h',
        'ı' => 'i',
        c if c.is_ascii() => c,
        c if CATEGORY.get(c) == GeneralCategory::DecimalNumber => digit(c),
        c => c,
    }
}

/// The digits of a script are ten in a row, from a code point that ends in 0 or in 6 (hexadecimal).
fn digit(c: char) -> char {
    let code = u32::from(c);
    let nibble = code & 0xf;
    let from_nought = char::from_u32(code - nibble).is_some_and(|n| CATEGORY.get(n) == GeneralCategory::DecimalNumber);
    let value = if from_nought { nibble } else { nibble.saturating_sub(6) };
    char::from_digit(value, 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_width_and_compatibility_do_not_matter() {
        for (written, folded) in [
            ("ASEAN", "asean"),
            ("São Tomé", "sao tome"),
            ("Đà Nẵng", "da nang"),
            ("ＡＳＥＡＮ２０２５", "asean2025"),
            ("Straße", "strasse"),
            ("ﬁsh", "fish"),
            ("CO₂", "co2"),
            ("soft\u{ad}hyphen", "softhyphen"),
        ] {
            assert_eq!(fold(written), folded);
        }
    }

    #[test]
    fn the_digits_of_every_script_are_the_same_digits() {
        for digits in [
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "๐๑๒๓๔๕๖๗๘๙",
            "໐໑໒໓໔໕໖໗໘໙",
            "០១២៣៤៥៦៧៨៩",
            "၀၁၂၃၄၅၆၇၈၉",
            "௦௧௨௩௪௫௬௭௮௯",
            "０１２３４５６７８９",
        ] {
            assert_eq!(fold(digits), "0123456789", "{digits}");
        }
    }

    #[test]
    fn vowels_and_tones_of_a_script_stay() {
        // "Near" and "far" differ by a tone mark alone.
        assert_ne!(fold("ใกล้"), fold("ไกล"));
        assert_ne!(fold("ก่า"), fold("กา"));
        assert_eq!(fold("ខ្មែរ"), "ខ្មែរ");
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "\\PC*") {
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let text = String::from_utf8_lossy(&bytes);
            let folded = fold(&text);
            prop_assert_eq!(fold(&folded), folded);
        }

        #[test]
        fn case_does_not_matter(text in "[a-zA-Zà-üÀ-Ü ]*") {
            prop_assert_eq!(fold(&text.to_uppercase()), fold(&text));
        }
    }
}
