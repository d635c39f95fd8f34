//! The readable part of an address.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Lower-case ASCII letters and digits in groups joined by single hyphens, 1 to 80 characters:
/// `green-envoys`, `forum-2025`. Stable once published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The text cannot be a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a slug is 1 to 80 lower-case letters, digits and single hyphens")]
pub struct BadSlug;

impl Slug {
    /// The longest slug, in characters.
    pub const MAX: usize = 80;

    /// The text of the slug.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A slug made from a title: accents dropped where the letter is plain without them, everything else but
    /// letters and digits turned into hyphens. `None` when nothing is left (a title in Khmer, say).
    #[must_use]
    pub fn suggest(title: &str) -> Option<Self> {
        let mut out = String::new();
        for c in title.chars().flat_map(char::to_lowercase) {
            let c = fold(c);
            if c.is_ascii_alphanumeric() {
                out.push(c);
            } else if !out.is_empty() && !out.ends_with('-') && c != '\'' && c != '’' {
                out.push('-');
            }
        }
        out.truncate(Self::MAX);
        out.trim_matches('-').parse().ok()
    }

    /// The slug with a number behind it, for the second of a name and those after it: `annual-meeting-2`.
    #[must_use]
    pub fn numbered(&self, number: u16) -> Self {
        let number = format!("-{number}");
        let room = Self::MAX - number.len();
        let stem = self.0.get(..room.min(self.0.len())).unwrap_or_default().trim_end_matches('-');
        Self(format!("{stem}{number}"))
    }
}

/// The plain letter under the accents of the region's Latin scripts (Vietnamese, Portuguese).
const fn fold(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ă' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ'
        | 'ặ' => 'a',
        'ç' => 'c',
        'đ' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ẹ' | 'ẻ' | 'ẽ' | 'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ị' | 'ỉ' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ơ' | 'ọ' | 'ỏ' | 'ố' | 'ồ' | 'ổ' | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ' | 'ợ' => {
            'o'
        }
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ư' | 'ụ' | 'ủ' | 'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' => 'u',
        'ý' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' => 'y',
        other => other,
    }
}

impl FromStr for Slug {
    type Err = BadSlug;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::try_from(s.to_owned())
    }
}

impl TryFrom<String> for Slug {
    type Error = BadSlug;

    fn try_from(s: String) -> Result<Self, Self::Error> {
        let sound = (1..=Self::MAX).contains(&s.len())
            && s.split('-')
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
        if sound { Ok(Self(s)) } else { Err(BadSlug) }
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Slug {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Slug {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Slug {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn bad_slugs_are_refused() {
        for bad in ["", "-a", "a-", "a--b", "A", "a b", "é", "a/b", "..", "a.ics"] {
            assert_eq!(bad.parse::<Slug>(), Err(BadSlug), "{bad:?}");
        }
        assert!("forum-2025".parse::<Slug>().is_ok());
        assert!("a".repeat(81).parse::<Slug>().is_err());
    }

    #[test]
    fn a_vietnamese_title_gives_a_readable_slug() {
        assert_eq!(Slug::suggest("Hội thảo: Rừng ngập mặn, 2026!"), "hoi-thao-rung-ngap-man-2026".parse().ok());
        assert_eq!(Slug::suggest("ព្រៃកោងកាង"), None);
    }

    proptest! {
        #[test]
        fn whatever_is_suggested_is_a_slug(title in ".*") {
            if let Some(slug) = Slug::suggest(&title) {
                prop_assert_eq!(slug.as_str().parse::<Slug>(), Ok(slug.clone()));
            }
        }
    }
}
