//! Files of content, and the Markdown in them and in events.

use frontend::markdown::{self, Footnotes};
use model::catalogue::Catalogue;

use super::text;
use crate::content::{Content, folder::File, front_matter::Parsed};

/// Front matter: every place that is told is one of the file, and the body is read again as it was read.
pub(super) fn front_matter(bytes: &[u8]) {
    let mut broken = Vec::new();
    let parsed = Parsed::read("x.md".to_owned(), bytes, &mut broken);
    let lines = 1 + bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    for place in &broken {
        assert!((1..=lines).contains(&place.line), "{place} in {lines} lines");
        assert!(!place.to_string().contains('\n'), "a mistake is told on one line: {place:?}");
    }
    for (name, entry) in &parsed.fields {
        assert!((1..=lines).contains(&entry.line), "{name} in line {} of {lines}", entry.line);
    }
    assert!((1..=lines).contains(&parsed.body_line) && parsed.body == parsed.body.trim());
    assert_eq!(parsed.in_pieces, !broken.is_empty());

    let again = format!("+++\nkey = 1\n+++\n\n{}\n", parsed.body);
    let mut broken = Vec::new();
    let read = Parsed::read("x.md".to_owned(), again.as_bytes(), &mut broken);
    assert_eq!((read.body, broken), (parsed.body, Vec::new()));
}

/// Where the file lies, by its first byte: one noun of each.
const PLACES: [&str; 12] = [
    "en/page/home.md",
    "en/programme/forum.md",
    "en/edition/forum-01.md",
    "en/area/1.md",
    "en/sdg/1.md",
    "en/country/la.md",
    "en/history/one.md",
    "en/plan/framework-2021-2025.md",
    "en/source/about-us.md",
    "en/flagship/one.md",
    "zh-Hans/page/home.md",
    "en/nowhere/x.md",
];

/// A file of content: it is read, or every mistake is told with its place.
pub(super) fn content(bytes: &[u8]) {
    let (first, rest) = bytes.split_first().unwrap_or((&0, &[]));
    let within = PLACES[usize::from(*first) % PLACES.len()];
    let file = File { path: format!("content/{within}"), within: within.to_owned(), bytes: rest.to_vec() };
    if let Err(broken) = Content::read(vec![file]) {
        assert!(!broken.is_empty(), "what is refused is told");
        assert!(broken.iter().all(|place| place.line > 0 && !place.reason.is_empty()), "{broken:?}");
    }
}

/// What may stand in a text, and with which attributes.
const ELEMENTS: [&str; 25] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
];
const ATTRIBUTES: [&str; 6] = ["href", "id", "aria-label", "scope", "start", "rel"];

/// Markdown: nothing in what is made of it can run or lead to another scheme; cleaning it again changes nothing; and its words
/// are one short line.
pub(super) fn markdown(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    let catalogue = Catalogue::default();
    let html = markdown::to_html(typed, 2, &mut Footnotes::new(&catalogue));
    assert_harmless(&html);
    assert_eq!(markdown::clean(&html), html, "what is clean stays as it is");
    let words = markdown::plain_text(typed, 160);
    assert!(words.chars().count() <= 160 && !words.contains('\n'), "{words}");
}

/// Tags are what an attack needs: in text, `<` is always written as an entity.
fn assert_harmless(html: &str) {
    for piece in html.split('<').skip(1) {
        let tag = piece.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name) || name == "ul", "<{tag}> in {html}");
        let mut rest = tag.split_once(' ').map_or("", |(_, attributes)| attributes);
        while let Some((name, value)) = rest.split_once("=\"") {
            let name = name.trim();
            let (value, after) = value.split_once('"').unwrap_or((value, ""));
            assert!(ATTRIBUTES.contains(&name), "{name} in <{tag}>");
            assert!(name != "href" || leads_where_it_may(value), "{value} in <{tag}>");
            rest = after;
        }
        assert!(rest.trim().is_empty(), "{rest:?} in <{tag}>");
    }
}

fn leads_where_it_may(address: &str) -> bool {
    let lower = address.trim_start().to_ascii_lowercase();
    let own = address.starts_with('#')
        || (address.starts_with('/') && !address.starts_with("//") && !address.starts_with("/\\"));
    own || ["http:", "https:", "mailto:"].iter().any(|scheme| lower.starts_with(scheme))
}
