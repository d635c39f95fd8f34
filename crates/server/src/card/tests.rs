//! What cards promise, in every language. `PORTAL_TEST_CARDS=DIR` has the cards written into a folder, to be looked at.

use frontend::card::{Card, Days, Ground, Line, Tag};
use model::{catalogue::Catalogue, country::CountryCode, locale::Locale};
use resvg::{
    tiny_skia::Pixmap,
    usvg::{Group, Node, Rect, Tree},
};

use super::{
    draw::{self, Drawn, draw},
    font::{Fonts, tests::fonts},
};

/// The title of an event, as each language would say it.
const TITLES: [(Locale, &str); 13] = [
    (Locale::En, "Mangroves and the coast: a seminar on blue carbon in the ASEAN-China region"),
    (Locale::ZhHans, "红树林与海岸：东盟—中国区域蓝碳研讨会"),
    (Locale::Id, "Lokakarya tentang pemulihan hutan bakau di kawasan ASEAN–Tiongkok"),
    (Locale::Ms, "Seminar pemuliharaan hutan bakau di rantau ASEAN–China"),
    (Locale::Th, "การสัมมนาเรื่องการอนุรักษ์ป่าชายเลนในภูมิภาคอาเซียน–จีน"),
    (Locale::Vi, "Hội thảo về bảo tồn rừng ngập mặn trong khu vực ASEAN – Trung Quốc"),
    (Locale::Km, "សិក្ខាសាលាស្តីពីការអភិរក្សព្រៃកោងកាងក្នុងតំបន់អាស៊ាន–ចិន"),
    (Locale::Lo, "ສຳມະນາກ່ຽວກັບການອະນຸລັກປ່າຊາຍເລນໃນພາກພື້ນອາຊຽນ–ຈີນ"),
    (Locale::My, "အာဆီယံ–တရုတ် ဒေသတွင်း ဒီရေတောထိန်းသိမ်းရေး ဆွေးနွေးပွဲ"),
    (Locale::Fil, "Seminar tungkol sa pangangalaga ng mga bakawan sa rehiyong ASEAN–Tsina"),
    (Locale::Ta, "ஆசியான்–சீனா பகுதியில் சதுப்புநிலக் காடுகளைப் பாதுகாப்பது குறித்த கருத்தரங்கு"),
    (Locale::Pt, "Seminário sobre a conservação dos mangais na região ASEAN–China"),
    (Locale::Tet, "Semináriu kona-ba konservasaun ai-parapa iha rejiaun ASEAN–Xina"),
];

fn line(text: &str, locale: Locale) -> Line {
    Line { text: text.to_owned(), locale }
}

/// An event's card with this title.
fn event(title: &str, locale: Locale) -> Card {
    let other = frontend::message::interface(locale);
    let word = |key: &str| line(&frontend::message::message(other, key, &[]), other);
    Card {
        ground: Ground::Paper,
        site: word("site-name"),
        eyebrow: Some(word("card-event")),
        tags: vec![],
        title: line(title, locale),
        days: Some(Days {
            month: line("Oct", other),
            days: line("21–22", other),
            year: line("2026", other),
            struck: false,
        }),
        below: vec![line("09:00 – 17:30, Jakarta time (UTC+7)", other), line(title, locale)],
        on: vec![CountryCode::Id, CountryCode::Cn, CountryCode::Vn],
        figure: None,
        alt: String::new(),
    }
}

/// A page's card with this title.
fn page(title: &str, locale: Locale) -> Card {
    Card { days: None, below: vec![], on: vec![], ..event(title, locale) }
}

/// A piece of text on a card.
struct Seen {
    words: String,
    glyphs: Vec<u32>,
    place: Rect,
}

fn texts(group: &Group, seen: &mut Vec<Seen>) {
    for node in group.children() {
        match node {
            Node::Group(group) => texts(group, seen),
            Node::Text(text) => seen.push(Seen {
                words: text.chunks().iter().map(|chunk| chunk.text()).collect(),
                glyphs: text
                    .layouted()
                    .iter()
                    .flat_map(|span| &span.positioned_glyphs)
                    .map(|glyph| glyph.id.0)
                    .collect(),
                place: text.abs_bounding_box(),
            }),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn seen(fonts: &Fonts, card: &Card) -> Vec<Seen> {
    let svg = draw::sketch(fonts, card).unwrap_or_else(|_| panic!("no letters for {}", card.title.text));
    let tree = Tree::from_str(&svg, &draw::options(fonts)).unwrap_or_else(|e| panic!("{e}: {svg}"));
    let mut all = Vec::new();
    texts(tree.root(), &mut all);
    all
}

/// The words without spaces: a line ends where one stood.
fn letters(seen: &[Seen]) -> String {
    seen.iter().flat_map(|text| text.words.chars()).filter(|c| !c.is_whitespace()).collect()
}

fn look_at(name: &str, drawn: &Drawn) {
    if let Some(folder) = std::env::var_os("PORTAL_TEST_CARDS") {
        std::fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), &drawn.png).unwrap();
    }
}

#[test]
fn a_card_in_every_language_shows_every_letter_of_its_title() {
    for (locale, title) in TITLES {
        for (kind, card) in [("event", event(title, locale)), ("page", page(title, locale))] {
            let all = seen(fonts(), &card);
            let whole: String = title.split(' ').collect();
            assert!(letters(&all).contains(&whole), "{locale} {kind}: {}", letters(&all));
            for text in &all {
                assert!(!text.glyphs.is_empty() && !text.glyphs.contains(&0), "{locale} {kind}: {:?}", text.words);
            }
            let drawn = draw(fonts(), &card).unwrap();
            look_at(&format!("{kind}-{locale}"), &drawn);
            assert!(drawn.speaks && drawn.png.len() < 120_000, "{locale} {kind}: {} bytes", drawn.png.len());
            let picture = Pixmap::decode_png(&drawn.png).unwrap();
            assert_eq!((picture.width(), picture.height()), (1200, 630), "{locale} {kind}");
        }
    }
}

#[test]
fn a_title_of_any_length_stays_on_the_card() {
    for (locale, title) in TITLES {
        let title = [title; 12].join(" ");
        let numbered = Card { figure: Some("3".to_owned()), ..page(&title, locale) };
        for card in [event(&title, locale), page(&title, locale), numbered] {
            let all = seen(fonts(), &card);
            assert!(letters(&all).contains('…'), "{locale}: {}", letters(&all));
            // The large figure stands back, behind the words.
            for Seen { words, place, .. } in all.iter().filter(|text| text.words != "3") {
                assert!(place.left() >= 60.0 && place.right() <= 1140.0, "{locale}: {words:?} {place:?}");
                assert!(place.top() >= 0.0 && place.bottom() <= 630.0, "{locale}: {words:?} {place:?}");
            }
        }
    }
}

#[test]
fn a_word_that_is_too_wide_is_set_smaller() {
    for days in ["1", "9–10", "21–22", "27–29日", "30 Sep–2 Oct"] {
        let plain = event("A title", Locale::En);
        let card = Card { days: plain.days.clone().map(|d| Days { days: line(days, Locale::En), ..d }), ..plain };
        let all = seen(fonts(), &card);
        let of_days = |text: &&Seen| days.contains(text.words.trim_end_matches('…').trim());
        assert!(all.iter().any(|text| of_days(&text)), "{days}");
        for Seen { place, .. } in all.iter().filter(of_days) {
            assert!(place.right() < 72.0 + 240.0, "{days} runs into the title: {place:?}");
        }
    }
    let word = "Naturschutzgebietsverwaltungszusammenarbeit";
    for Seen { words, place, .. } in seen(fonts(), &event(word, Locale::En)) {
        assert!(place.right() <= 1140.0, "{words:?} {place:?}");
    }
}

#[test]
fn no_line_begins_with_a_mark_that_belongs_to_the_letter_before() {
    let marks = |c: char| matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb1}' | '\u{eb4}'..='\u{ebc}' | '\u{17b6}'..='\u{17d3}' | '\u{102b}'..='\u{103e}' | '\u{bbe}'..='\u{bcd}' | '，' | '。' | '：' | '）');
    for (locale, title) in TITLES {
        for text in seen(fonts(), &page(&[title; 2].join(" "), locale)) {
            assert!(!text.words.starts_with(marks), "{locale}: {:?}", text.words);
        }
    }
}

#[test]
fn what_people_type_stays_text() {
    let title = "</text></svg><script>alert(1)</script> \"&amp;\" <image href='file:///etc/passwd'/>";
    let card = page(title, Locale::En);
    let told = letters(&seen(fonts(), &card));
    assert!(told.contains(&title.replace(' ', "")), "{told}");
    assert_eq!(draw::sketch(fonts(), &card).unwrap_or_default().matches("<script").count(), 0);
}

#[test]
fn what_cannot_be_seen_or_drawn_is_left_out() {
    for (title, told) in [
        ("Sea 👩‍🔬 and shore 🇨🇳🦜", "Seaandshore"),
        ("One\u{0}\u{1b}[31m two\r\nthree\u{2028}four", "One[31mtwothreefour"),
        ("left \u{202e}right\u{202c} \u{2067}left\u{2069}\u{200f}", "leftrightleft"),
        ("zero\u{200b}width\u{2060}\u{feff}joined", "zerowidthjoined"),
        ("\u{fffe}\u{ffff}", ""),
        ("", ""),
    ] {
        let card = Card { eyebrow: None, site: line("S", Locale::En), ..page(title, Locale::En) };
        assert_eq!(letters(&seen(fonts(), &card)), format!("S{told}"), "{title:?}");
        assert!(draw(fonts(), &card).unwrap().speaks);
    }
    // Nor does what is left out leave a gap.
    assert!(seen(fonts(), &page("Sea 👩‍🔬 and shore", Locale::En)).iter().any(|text| text.words.contains("Sea and")));
}

#[test]
fn a_word_that_fits_on_no_line_is_broken() {
    let card = page(&"https://portal.example/".repeat(8), Locale::En);
    for text in seen(fonts(), &card) {
        assert!(text.place.right() <= 1140.0, "{:?}", text.words);
    }
}

#[test]
fn without_its_letters_a_card_shows_the_mark_alone() {
    let folder = tempfile::tempdir().unwrap();
    let bare = Fonts::find(Some(folder.path()));
    let drawn = draw(&bare, &event(TITLES[6].1, Locale::Km)).unwrap();
    look_at("mute", &drawn);
    assert!(!drawn.speaks);
    assert!(Pixmap::decode_png(&drawn.png).is_ok());
    assert!(draw(&bare, &event(TITLES[5].1, Locale::Vi)).unwrap().speaks, "Latin letters are always there");
    assert!(draw(&bare, &page("Key 1\u{fe0f}\u{20e3}, 🌊", Locale::En)).unwrap().speaks, "and a mark is no letter");
}

#[test]
fn a_card_is_the_same_picture_every_time() {
    let card = event(TITLES[0].1, Locale::En);
    assert_eq!(draw(fonts(), &card).unwrap(), draw(fonts(), &card).unwrap());
}

#[test]
fn every_sort_of_page_has_a_card_with_words() {
    let crate::content::Content { programmes, plans, areas, countries, pages, .. } =
        crate::content::Content::embedded().unwrap();
    let catalogue = Catalogue { programmes, plans, areas, countries, pages, ..Catalogue::default() };
    for locale in [Locale::En, Locale::ZhHans] {
        let mut cards = vec![("home", Card::home(locale, &catalogue))];
        for (slug, key) in [
            ("center", "nav-center"),
            ("programmes", "nav-programmes"),
            ("framework", "nav-framework"),
            ("countries", "nav-countries"),
            ("events", "nav-events"),
            ("privacy", "site-name"),
            ("accessibility", "site-name"),
        ] {
            cards.push((slug, Card::page(locale, &catalogue, slug, key)));
        }
        cards.extend(catalogue.programmes.iter().map(|p| ("programme", Card::programme(locale, p))));
        cards.extend(catalogue.areas.iter().map(|a| ("area", Card::area(locale, a))));
        cards.extend(catalogue.plans.iter().map(|p| ("plan", Card::plan(locale, p))));
        cards.extend(catalogue.countries.iter().map(|c| ("country", Card::country(locale, c))));
        let tag = |words: &str, warns| Tag { words: line(words, Locale::En), warns };
        let off = event(TITLES[0].1, Locale::En);
        let off = Card {
            tags: vec![tag("Cancelled", true), tag("Sample", false)],
            days: off.days.clone().map(|days| Days { struck: true, ..days }),
            ..off
        };
        cards.push(("cancelled", off.clone()));
        cards.push(("postponed", Card { days: None, tags: vec![tag("Postponed", true)], ..off }));
        for (at, (name, card)) in cards.iter().enumerate() {
            assert!(draw::sketch(fonts(), card).is_ok(), "{name}: {card:?}");
            if std::env::var_os("PORTAL_TEST_CARDS").is_some() {
                look_at(&format!("{name}-{at}-{locale}"), &draw(fonts(), card).unwrap());
            }
        }
    }
}
