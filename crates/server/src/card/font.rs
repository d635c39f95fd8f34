//! The fonts of this machine, and which of them has the letters of a text.

use std::{path::Path, sync::Arc};

use model::locale::Locale;
use resvg::usvg::fontdb::{Database, Family, ID, Query, Source, Stretch, Style, Weight};
use skrifa::{FontRef, MetadataProvider};

/// Latin letters are in the binary, so that eight of the thirteen languages need no font to be installed. Subsets of Noto Serif and
/// Noto Sans (SIL Open Font License 1.1, beside them).
const LATIN: [&[u8]; 2] =
    [include_bytes!("../../font/noto-serif-latin-bold.ttf"), include_bytes!("../../font/noto-sans-latin.ttf")];

/// What a text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Voice {
    /// Titles and figures: the serifs of the portal's headings.
    Display,
    /// All else.
    Body,
}

/// The families of a script: with serifs and without, each by the names under which it is installed.
struct Script {
    display: &'static [&'static str],
    body: &'static [&'static str],
}

const LATIN_SCRIPT: Script = Script { display: &["Noto Serif"], body: &["Noto Sans"] };
const CHINESE: Script = Script {
    display: &["Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC"],
    body: &["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC"],
};
const THAI: Script = Script { display: &["Noto Serif Thai"], body: &["Noto Sans Thai"] };
const LAO: Script = Script { display: &["Noto Serif Lao"], body: &["Noto Sans Lao"] };
const KHMER: Script = Script { display: &["Noto Serif Khmer"], body: &["Noto Sans Khmer"] };
const BURMESE: Script = Script { display: &["Noto Serif Myanmar"], body: &["Noto Sans Myanmar"] };
const TAMIL: Script = Script { display: &["Noto Serif Tamil"], body: &["Noto Sans Tamil"] };

const fn script(locale: Locale) -> &'static Script {
    match locale {
        Locale::ZhHans => &CHINESE,
        Locale::Th => &THAI,
        Locale::Lo => &LAO,
        Locale::Km => &KHMER,
        Locale::My => &BURMESE,
        Locale::Ta => &TAMIL,
        Locale::En | Locale::Id | Locale::Ms | Locale::Vi | Locale::Fil | Locale::Pt | Locale::Tet => &LATIN_SCRIPT,
    }
}

/// The fonts there are. What is held is where each is; its file is mapped into memory while it is read, and no longer.
pub struct Fonts {
    pub(super) database: Arc<Database>,
    /// All faces: those that are tried last in the order in which they are tried. A face's place is its name in a drawing.
    faces: Vec<ID>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Fonts({} faces)", self.database.len())
    }
}

impl Fonts {
    /// Looks for fonts in this folder and below; without one, where the system keeps them. Reads the names of all of them: it takes a
    /// moment.
    #[must_use]
    pub fn find(folder: Option<&Path>) -> Self {
        let mut database = Database::new();
        // First, so that they are taken before the system's: Latin looks the same everywhere.
        for font in LATIN {
            database.load_font_source(Source::Binary(Arc::new(font)));
        }
        match folder {
            Some(folder) => database.load_fonts_dir(folder),
            None => database.load_system_fonts(),
        }
        // Of the system's fonts only those are looked at that have one voice in all scripts; whoever names a folder means all in it.
        let foreign = |family: &str| folder.is_none() && !family.starts_with("Noto S");
        let unfit: Vec<ID> = database
            .faces()
            .filter(|face| {
                face.style != Style::Normal
                    || face.stretch != Stretch::Normal
                    || face.families.iter().all(|(name, _)| foreign(name))
            })
            .map(|face| face.id)
            .collect();
        for id in unfit {
            database.remove_face(id);
        }
        let mut faces: Vec<_> = database
            .faces()
            .map(|face| (face.weight != Weight::NORMAL, face.post_script_name.clone(), face.id))
            .collect();
        faces.sort();
        Self { faces: faces.into_iter().map(|(_, _, id)| id).collect(), database: Arc::new(database) }
    }

    /// The languages that this machine has no letters for.
    pub fn missing(&self) -> Vec<Locale> {
        let lacks = |locale: &Locale| {
            let name = locale.endonym();
            [Voice::Display, Voice::Body].into_iter().any(|voice| self.faces(&[name], voice, *locale).contains(&None))
        };
        Locale::ALL.into_iter().filter(lacks).collect()
    }

    /// What a drawing calls this face. A family's name would let the library choose another.
    pub(super) fn name(&self, face: ID) -> String {
        self.faces.iter().position(|id| *id == face).map(|place| format!("face-{place}")).unwrap_or_default()
    }

    /// The face that a drawing calls so.
    pub(super) fn named(&self, name: &str) -> Option<ID> {
        self.faces.get(name.strip_prefix("face-")?.parse::<usize>().ok()?).copied()
    }

    /// For each piece, the font that has all its letters and comes first for this voice and language; `None` where none has.
    ///
    /// Latin letters and figures look the same within every language.
    pub(super) fn faces(&self, pieces: &[&str], voice: Voice, locale: Locale) -> Vec<Option<ID>> {
        let mut found = vec![None; pieces.len()];
        let latin = |piece: &str| piece.chars().all(|c| c.is_ascii_graphic() || c == '–');
        self.choose(pieces, &mut found, self.in_order(voice, Locale::En), latin);
        self.choose(pieces, &mut found, self.in_order(voice, locale), |_| true);
        found
    }

    /// Gives each of the pieces in question that has no font yet the first that has its letters.
    fn choose(
        &self,
        pieces: &[&str],
        found: &mut [Option<ID>],
        order: impl Iterator<Item = ID>,
        in_question: impl Fn(&str) -> bool,
    ) {
        for id in order {
            let open = |(piece, face): (&&str, &Option<ID>)| face.is_none() && in_question(piece);
            if !pieces.iter().zip(found.iter()).any(open) {
                break;
            }
            self.database.with_face_data(id, |bytes, index| {
                let Ok(font) = FontRef::from_index(bytes, index) else { return };
                let letters = font.charmap();
                for (piece, face) in pieces.iter().zip(found.iter_mut()) {
                    let has = |c: char| is_unseen(c) || letters.map(c).is_some();
                    if face.is_none() && in_question(piece) && piece.chars().all(has) {
                        *face = Some(id);
                    }
                }
            });
        }
    }

    /// The fonts to try: the language's own, Latin, the other scripts', then all others.
    fn in_order(&self, voice: Voice, locale: Locale) -> impl Iterator<Item = ID> {
        let scripts = std::iter::once(locale).chain([Locale::En]).chain(Locale::ALL);
        let named = scripts.flat_map(move |locale| {
            let script = script(locale);
            match voice {
                Voice::Display => [script.display, script.body],
                Voice::Body => [script.body, script.display],
            }
        });
        let weight = if voice == Voice::Display { Weight::BOLD } else { Weight::NORMAL };
        let named = named.flatten().filter_map(move |name| {
            self.database.query(&Query { families: &[Family::Name(name)], weight, ..Query::default() })
        });
        named.chain(self.faces.iter().copied())
    }
}

/// Joins letters, keeps them apart, or says where a line may end, and is not seen itself.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}')
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::OnceLock;

    use super::*;

    /// The fonts of this machine. A test that is skipped in silence keeps no promise: without fonts it fails, and says why.
    pub(in crate::card) fn fonts() -> &'static Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        let fonts = FONTS.get_or_init(|| Fonts::find(None));
        let missing = fonts.missing();
        assert!(
            missing.is_empty(),
            "no fonts for {missing:?}: run `cargo xtask test`, or apt-get install fonts-noto-core fonts-noto-cjk"
        );
        fonts
    }

    #[test]
    fn every_language_has_letters_of_its_own_family() {
        for locale in Locale::ALL {
            for voice in [Voice::Display, Voice::Body] {
                let face = fonts().faces(&[locale.endonym()], voice, locale)[0].unwrap();
                let face = fonts().database.face(face).unwrap();
                let script = script(locale);
                let families = if voice == Voice::Display { script.display } else { script.body };
                assert!(families.contains(&face.families[0].0.as_str()), "{locale}: {:?}", face.families);
            }
        }
    }

    #[test]
    fn latin_letters_need_no_font_to_be_installed() {
        let folder = tempfile::tempdir().unwrap();
        let bare = Fonts::find(Some(folder.path()));
        let without = [Locale::ZhHans, Locale::Th, Locale::Km, Locale::Lo, Locale::My, Locale::Ta];
        assert_eq!(bare.missing(), without);
        let accents = ["Việt", "ữ", "ção", "ñ", "–", "—", "’", "“", "…", "·", "é", "ā", "₂", "°", "№"];
        for voice in [Voice::Display, Voice::Body] {
            let faces = bare.faces(&accents, voice, Locale::Vi);
            assert!(
                !faces.contains(&None),
                "{:?}",
                accents.iter().zip(&faces).filter(|(_, f)| f.is_none()).collect::<Vec<_>>()
            );
        }
    }
}
