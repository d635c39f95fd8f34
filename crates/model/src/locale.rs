//! The thirteen languages, and text that knows which language it is in and what it was translated from.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language the portal speaks, named by its BCP 47 tag.
///
/// The order is the order in which languages are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Locale {
    /// English, the working language of ASEAN (Charter, article 34).
    #[serde(rename = "en")]
    En,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// Indonesian.
    #[serde(rename = "id")]
    Id,
    /// Malay.
    #[serde(rename = "ms")]
    Ms,
    /// Thai.
    #[serde(rename = "th")]
    Th,
    /// Vietnamese.
    #[serde(rename = "vi")]
    Vi,
    /// Khmer.
    #[serde(rename = "km")]
    Km,
    /// Lao.
    #[serde(rename = "lo")]
    Lo,
    /// Burmese.
    #[serde(rename = "my")]
    My,
    /// Filipino.
    #[serde(rename = "fil")]
    Fil,
    /// Tamil.
    #[serde(rename = "ta")]
    Ta,
    /// Portuguese.
    #[serde(rename = "pt")]
    Pt,
    /// Tetum.
    #[serde(rename = "tet")]
    Tet,
}

impl Locale {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 13] = [
        Self::En,
        Self::ZhHans,
        Self::Id,
        Self::Ms,
        Self::Th,
        Self::Vi,
        Self::Km,
        Self::Lo,
        Self::My,
        Self::Fil,
        Self::Ta,
        Self::Pt,
        Self::Tet,
    ];

    /// The BCP 47 tag, as in `lang` and `hreflang`; also the first segment of every path.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhHans => "zh-Hans",
            Self::Id => "id",
            Self::Ms => "ms",
            Self::Th => "th",
            Self::Vi => "vi",
            Self::Km => "km",
            Self::Lo => "lo",
            Self::My => "my",
            Self::Fil => "fil",
            Self::Ta => "ta",
            Self::Pt => "pt",
            Self::Tet => "tet",
        }
    }

    /// The language's name in the language itself.
    #[must_use]
    pub const fn endonym(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::ZhHans => "中文",
            Self::Id => "Bahasa Indonesia",
            Self::Ms => "Bahasa Melayu",
            Self::Th => "ไทย",
            Self::Vi => "Tiếng Việt",
            Self::Km => "ខ្មែរ",
            Self::Lo => "ລາວ",
            Self::My => "မြန်မာ",
            Self::Fil => "Filipino",
            Self::Ta => "தமிழ்",
            Self::Pt => "Português",
            Self::Tet => "Tetun",
        }
    }

    /// The languages to try, in order, where a text lacks this one.
    ///
    /// Tetum readers in Timor-Leste also read Portuguese, the other official language; after that comes English,
    /// the working language of ASEAN, then whatever language the text was written in.
    #[must_use]
    pub const fn fallback(self) -> &'static [Self] {
        match self {
            Self::Tet => &[Self::Pt, Self::En],
            _ => &[Self::En],
        }
    }

    /// The best language for an `Accept-Language` header (RFC 9110, section 12.5.4), or `None` when it names none
    /// that the portal speaks. `zh` in any script and region is answered in simplified characters.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Option<Self> {
        Self::negotiate_among(accept_language, |_| true)
    }

    /// The same, among the languages that `may_be` names.
    #[must_use]
    pub fn negotiate_among(accept_language: &str, may_be: impl Fn(Self) -> bool) -> Option<Self> {
        let mut best: Option<(u16, Self)> = None;
        // 64 ranges are far more than any browser sends; the rest is somebody playing.
        for range in accept_language.split(',').take(64) {
            let mut parts = range.split(';');
            let Some(locale) = parts.next().and_then(|tag| Self::closest(tag.trim())).filter(|l| may_be(*l)) else {
                continue;
            };
            let quality = parts
                .find_map(|p| p.trim().strip_prefix("q="))
                .map_or(Some(1000), |q| q.trim().parse::<f32>().ok().map(|q| (q.clamp(0.0, 1.0) * 1000.0) as u16));
            let Some(quality) = quality else { continue };
            if quality > 0 && best.is_none_or(|(q, _)| quality > q) {
                best = Some((quality, locale));
            }
        }
        best.map(|(_, locale)| locale)
    }

    /// The language that a BCP 47 tag of any case, script and region comes closest to.
    #[must_use]
    pub fn closest(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        match primary.as_str() {
            "zh" | "cmn" => Some(Self::ZhHans),
            "tl" => Some(Self::Fil),
            "in" => Some(Self::Id),
            other => Self::ALL.into_iter().find(|l| l.tag() == other),
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// The text is not the exact tag of one of the thirteen languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the portal's languages")]
pub struct UnknownLocale;

impl FromStr for Locale {
    type Err = UnknownLocale;

    /// Exact tags only: one address for one page.
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|l| l.tag() == s).ok_or(UnknownLocale)
    }
}

/// How far a text is in one language. Derived from [`Translation`], never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TranslationState {
    /// There is no text in this language.
    Missing,
    /// Of several texts, some are there in this language and some are not. Said of a whole, never of one text.
    Incomplete,
    /// The source text has changed since this was translated from it.
    Stale,
    /// Written, not yet read by a second person.
    Draft,
    /// Read and agreed.
    Reviewed,
}

/// A text in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation<T> {
    /// The text itself.
    pub value: T,
    /// The version of the whole record in which this text last changed.
    pub revision: i64,
    /// The [`Translation::revision`] of the source text that this was translated from; `None` for the source itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// A second person has read it.
    #[serde(default)]
    pub reviewed: bool,
}

/// A text in some of the thirteen languages. One of them is the source that the others are translated from.
///
/// Empty texts are not kept: a language without a text is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Localized<T = String> {
    source: Locale,
    texts: BTreeMap<Locale, Translation<T>>,
}

/// A text as shown to a reader: honest about the language it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown<'a, T> {
    /// The text.
    pub value: &'a T,
    /// The language the text is in.
    pub locale: Locale,
    /// The language that was asked for.
    pub asked: Locale,
}

impl<T> Shown<'_, T> {
    /// The text is in another language than asked for: it carries its `lang`, and the page says so.
    #[must_use]
    pub fn is_fallback(&self) -> bool {
        self.locale != self.asked
    }
}

impl<T> Localized<T> {
    /// No text yet; the first one will be in `source`.
    #[must_use]
    pub const fn empty(source: Locale) -> Self {
        Self { source, texts: BTreeMap::new() }
    }

    /// A text in its source language, reviewed, at record version 1.
    #[must_use]
    pub fn new(source: Locale, value: T) -> Self {
        let mut texts = BTreeMap::new();
        texts.insert(source, Translation { value, revision: 1, of: None, reviewed: true });
        Self { source, texts }
    }

    /// The language the text was written in first.
    #[must_use]
    pub const fn source(&self) -> Locale {
        self.source
    }

    /// The text in exactly this language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> Option<&T> {
        self.texts.get(&locale).map(|t| &t.value)
    }

    /// The text in exactly this language, with where it came from.
    #[must_use]
    pub fn translation(&self, locale: Locale) -> Option<&Translation<T>> {
        self.texts.get(&locale)
    }

    /// The languages there is a text in, in the order they are offered.
    pub fn locales(&self) -> impl Iterator<Item = Locale> + '_ {
        self.texts.keys().copied()
    }

    /// There is no text in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The best text for a reader of `asked`: that language, else its [`Locale::fallback`]s, else the source, else
    /// the first there is. `None` only when there is no text at all.
    #[must_use]
    pub fn pick(&self, asked: Locale) -> Option<Shown<'_, T>> {
        std::iter::once(asked)
            .chain(asked.fallback().iter().copied())
            .chain(std::iter::once(self.source))
            .chain(self.texts.keys().copied())
            .find_map(|locale| self.texts.get(&locale).map(|t| Shown { value: &t.value, locale, asked }))
    }

    /// How far this language is.
    #[must_use]
    pub fn state(&self, locale: Locale) -> TranslationState {
        let Some(text) = self.texts.get(&locale) else {
            return TranslationState::Missing;
        };
        let stale = match (text.of, self.texts.get(&self.source)) {
            (Some(of), Some(source)) if locale != self.source => of < source.revision,
            _ => false,
        };
        match (stale, text.reviewed) {
            (true, _) => TranslationState::Stale,
            (false, true) => TranslationState::Reviewed,
            (false, false) => TranslationState::Draft,
        }
    }
}

impl<T: PartialEq> Localized<T> {
    /// Writes a text as of record version `version`. A changed translation counts as made from the source as it
    /// is now, and as not yet reviewed; an unchanged text keeps its place, so a changed source makes the others stale.
    ///
    /// Write the source language first when several change at once.
    pub fn set(&mut self, locale: Locale, value: T, version: i64) {
        self.set_seen(locale, value, version, i64::MAX);
    }

    /// The same, by a writer who saw the record as of version `seen`. A translation counts as made from the source as it
    /// was then, unless the source is written along with it, at the same `version`.
    pub fn set_seen(&mut self, locale: Locale, value: T, version: i64, seen: i64) {
        if self.texts.is_empty() {
            self.source = locale;
        }
        if self.texts.get(&locale).is_some_and(|t| t.value == value) {
            return;
        }
        let of = self.source_revision_for(locale).map(|of| if of == version { of } else { of.min(seen) });
        self.texts.insert(locale, Translation { value, revision: version, of, reviewed: false });
    }

    /// Removes a text. Removing the source hands that role to the first language left.
    pub fn remove(&mut self, locale: Locale) {
        self.texts.remove(&locale);
        if locale == self.source
            && let Some((&next, text)) = self.texts.iter_mut().next()
        {
            self.source = next;
            text.of = None;
        }
    }

    /// A second person has read the text and found it true to the source as it is now.
    pub fn review(&mut self, locale: Locale) {
        let of = self.source_revision_for(locale);
        if let Some(text) = self.texts.get_mut(&locale) {
            text.reviewed = true;
            text.of = of;
        }
    }

    fn source_revision_for(&self, locale: Locale) -> Option<i64> {
        if locale == self.source { None } else { self.texts.get(&self.source).map(|t| t.revision) }
    }
}

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Self::empty(Locale::En)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_locale() -> impl Strategy<Value = Locale> {
        proptest::sample::select(Locale::ALL.to_vec())
    }

    #[test]
    fn accept_language_follows_quality_and_aliases() {
        assert_eq!(Locale::negotiate("zh-TW;q=0.5, th;q=0.9, en;q=0.1"), Some(Locale::Th));
        assert_eq!(Locale::negotiate("zh-CN,zh;q=0.9,en;q=0.8"), Some(Locale::ZhHans));
        assert_eq!(Locale::negotiate("tl-PH"), Some(Locale::Fil));
        assert_eq!(Locale::negotiate("fr, de;q=0.4"), None);
        assert_eq!(Locale::negotiate("en;q=0"), None);
        assert_eq!(Locale::negotiate("en;q=x, ,;;;,lo"), Some(Locale::Lo));
    }

    #[test]
    fn changed_source_makes_translations_stale_until_reviewed() {
        let mut text = Localized::new(Locale::En, "one".to_owned());
        text.set(Locale::ZhHans, "一".to_owned(), 2);
        assert_eq!(text.state(Locale::ZhHans), TranslationState::Draft);
        text.set(Locale::En, "two".to_owned(), 3);
        assert_eq!(text.state(Locale::ZhHans), TranslationState::Stale);
        text.review(Locale::ZhHans);
        assert_eq!(text.state(Locale::ZhHans), TranslationState::Reviewed);
        assert_eq!(text.state(Locale::Km), TranslationState::Missing);
    }

    #[test]
    fn a_translation_made_beside_a_changed_source_is_stale_from_the_start() {
        let mut text = Localized::new(Locale::En, "one".to_owned());
        text.set(Locale::En, "two".to_owned(), 2);
        text.set_seen(Locale::ZhHans, "一".to_owned(), 3, 1);
        assert_eq!(text.state(Locale::ZhHans), TranslationState::Stale);
        text.set_seen(Locale::Th, "สอง".to_owned(), 3, 2);
        assert_eq!(text.state(Locale::Th), TranslationState::Draft);
        text.set_seen(Locale::En, "three".to_owned(), 4, 1);
        text.set_seen(Locale::Km, "បី".to_owned(), 4, 1);
        assert_eq!(text.state(Locale::Km), TranslationState::Draft, "written along with the source");
    }

    #[test]
    fn removing_the_source_hands_on_the_role() {
        let mut text = Localized::new(Locale::En, "one".to_owned());
        text.set(Locale::Th, "หนึ่ง".to_owned(), 2);
        text.remove(Locale::En);
        assert_eq!(text.source(), Locale::Th);
        assert_eq!(text.pick(Locale::En).map(|s| s.locale), Some(Locale::Th));
    }

    proptest! {
        #[test]
        fn a_text_in_any_language_is_shown_to_every_reader(has in any_locale(), asked in any_locale()) {
            let text = Localized::new(has, 1);
            let shown = text.pick(asked);
            prop_assert_eq!(shown.map(|s| (s.locale, s.is_fallback())), Some((has, has != asked)));
        }

        #[test]
        fn the_asked_language_always_wins(asked in any_locale(), other in any_locale()) {
            let mut text = Localized::new(other, 1);
            text.set(asked, 2, 2);
            prop_assert_eq!(text.pick(asked).map(|s| s.locale), Some(asked));
        }

        #[test]
        fn any_header_is_survived(header in ".*") {
            let _ = Locale::negotiate(&header);
        }

        #[test]
        fn tags_round_trip(locale in any_locale()) {
            prop_assert_eq!(locale.tag().parse::<Locale>(), Ok(locale));
        }
    }
}
