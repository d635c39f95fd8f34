//! Markdown to safe HTML, with footnotes that are sources.
//!
//! Two locks on one door: raw HTML is turned into text before it is written, and what was written is cleaned again by
//! ammonia's list of allowed elements. Neither relies on the other.

use std::{borrow::Cow, collections::BTreeSet, sync::OnceLock};

use ammonia::{Builder, UrlRelative};
use leptos::prelude::*;
use model::{catalogue::Catalogue, slug::Slug, source::Source};
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use crate::context::t_with;

/// WORD JOINER: Chinese may be broken after any full stop, and a number at the head of a line belongs to nothing.
const WITH_ITS_SENTENCE: char = '\u{2060}';

/// The sources a page cites, numbered in the order in which they are first cited.
///
/// One per page: give it to everything that cites, in the order in which it is read, then show it with
/// [`crate::component::sources`].
#[derive(Clone, Debug)]
pub struct Footnotes<'a> {
    catalogue: &'a Catalogue,
    cited: Vec<Cited<'a>>,
}

/// A source, and how often it was cited.
#[derive(Clone, Copy, Debug)]
pub struct Cited<'a> {
    /// The source.
    pub source: &'a Source,
    /// How many citations there are; each is a place to go back to: `cite-<slug>-1` and so on.
    pub uses: usize,
}

impl<'a> Footnotes<'a> {
    /// No citation yet. Only sources of the catalogue can be cited.
    #[must_use]
    pub const fn new(catalogue: &'a Catalogue) -> Self {
        Self { catalogue, cited: Vec::new() }
    }

    /// The sources cited so far, by number from 1.
    #[must_use]
    pub fn cited(&self) -> &[Cited<'a>] {
        &self.cited
    }

    /// The small number that leads to a source; `None` when the catalogue has no such source.
    pub fn cite(&mut self, slug: &str) -> Option<AnyView> {
        self.mark(slug).map(|html| view! { {WITH_ITS_SENTENCE}<sup class="cite" inner_html=html></sup> }.into_any())
    }

    /// The small numbers of several sources.
    pub fn cite_all<'s>(&mut self, slugs: impl IntoIterator<Item = &'s Slug>) -> AnyView {
        slugs.into_iter().filter_map(|slug| self.cite(slug.as_str())).collect_view().into_any()
    }

    /// Adds sources that stand behind the page as a whole, without a place in its text.
    pub fn also<'s>(&mut self, slugs: impl IntoIterator<Item = &'s Slug>) {
        for slug in slugs {
            self.number(slug.as_str());
        }
    }

    /// The place of a source in the list, counted from 0, new if need be.
    fn number(&mut self, slug: &str) -> Option<usize> {
        if let Some(at) = self.cited.iter().position(|c| c.source.slug == *slug) {
            return Some(at);
        }
        let source = self.catalogue.source(slug)?;
        self.cited.push(Cited { source, uses: 0 });
        Some(self.cited.len() - 1)
    }

    /// The link inside a citation's `sup`. Slugs are plain ASCII, and the words are escaped.
    fn mark(&mut self, slug: &str) -> Option<String> {
        let at = self.number(slug)?;
        let cited = self.cited.get_mut(at)?;
        cited.uses += 1;
        let label = escape(&t_with("source-cited", &[("number", (at + 1).into())]));
        let uses = cited.uses;
        Some(format!(r##"<a href="#source-{slug}" id="cite-{slug}-{uses}" aria-label="{label}">{}</a>"##, at + 1))
    }
}

/// The text as HTML for the page. The first heading becomes `top` (2: `h2`), and no later one skips a level or rises
/// above it. `[^source]` becomes a citation where the catalogue knows the source, and stays text where it does not.
#[must_use]
pub fn to_html(markdown: &str, top: u8, notes: &mut Footnotes<'_>) -> String {
    let mut headings =
        Headings { shift: top.saturating_sub(highest_heading(markdown)), last: top.saturating_sub(1), top };
    let mut cells = Cells::default();
    let mut refused = false;
    let events = Parser::new_ext(markdown, options()).filter_map(|event| {
        Some(match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            // The catalogue has the sources: a definition here is not one, but its words are not lost.
            Event::Start(Tag::FootnoteDefinition(_)) | Event::End(TagEnd::FootnoteDefinition) => return None,
            Event::FootnoteReference(slug) => match notes.mark(&slug) {
                Some(mark) => Event::InlineHtml(format!("{WITH_ITS_SENTENCE}<sup>{mark}</sup>").into()),
                None => Event::Text(format!("[^{slug}]").into()),
            },
            Event::Start(Tag::Heading { level, .. }) => {
                let level = headings.next(level);
                Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] })
            }
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(headings.open())),
            // A link that leads nowhere would still look like one; its words stay. Links do not hold links.
            Event::Start(Tag::Link { dest_url, .. }) if !leads_somewhere(&dest_url) => {
                refused = true;
                return None;
            }
            Event::End(TagEnd::Link) if refused => {
                refused = false;
                return None;
            }
            // A picture from elsewhere tells its host who reads; its words stay.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            other => cells.scoped(other),
        })
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events);
    clean(&out)
}

/// The HTML with nothing in it but what may stand in a text.
#[must_use]
pub fn clean(html: &str) -> String {
    cleaner().clean(html).to_string()
}

/// The words of the text alone, on one line: for descriptions. At most `max` characters, cut between words.
#[must_use]
pub fn plain_text(markdown: &str, max: usize) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            // A list within an item begins without a break before it.
            Event::SoftBreak
            | Event::HardBreak
            | Event::Start(Tag::List(_))
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => words.push(' '),
            _ => {}
        }
    }
    shorten(&words.split_whitespace().collect::<Vec<_>>().join(" "), max)
}

/// At most `max` characters of `text`, cut at a space where one is near, with an ellipsis.
fn shorten(text: &str, max: usize) -> String {
    if text.chars().count() <= max {
        return text.to_owned();
    }
    let cut: String = text.chars().take(max.saturating_sub(1)).collect();
    let end = cut.rfind(' ').filter(|at| *at > cut.len() * 3 / 4).unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or(&cut))
}

const fn options() -> Options {
    // "Old" footnotes are the ones whose references need no definition.
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_OLD_FOOTNOTES)
}

/// The number of the highest heading in the text; 1 where it has none.
fn highest_heading(markdown: &str) -> u8 {
    Parser::new_ext(markdown, options())
        .filter_map(|event| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(level as u8),
            _ => None,
        })
        .min()
        .unwrap_or(1)
}

/// Keeps the headings of a text in the order of the page around it.
struct Headings {
    shift: u8,
    last: u8,
    top: u8,
}

impl Headings {
    fn next(&mut self, level: HeadingLevel) -> HeadingLevel {
        self.last = (level as u8).saturating_add(self.shift).min(self.last + 1).clamp(self.top, 6);
        self.open()
    }

    fn open(&self) -> HeadingLevel {
        HeadingLevel::try_from(usize::from(self.last)).unwrap_or(HeadingLevel::H6)
    }
}

/// Gives the cells of a table's head their scope: a reader with a screen reader hears what a column is about.
#[derive(Default)]
struct Cells {
    in_head: bool,
}

impl Cells {
    fn scoped<'e>(&mut self, event: Event<'e>) -> Event<'e> {
        match event {
            Event::Start(Tag::TableHead) => self.in_head = true,
            Event::End(TagEnd::TableHead) => self.in_head = false,
            Event::Start(Tag::TableCell) if self.in_head => {
                return Event::InlineHtml(CowStr::Borrowed("<th scope=\"col\">"));
            }
            Event::End(TagEnd::TableCell) if self.in_head => return Event::InlineHtml(CowStr::Borrowed("</th>")),
            _ => {}
        }
        event
    }
}

/// The schemes of addresses that a link may lead to.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// A link to this address is one that [`cleaner`] lets stand.
fn leads_somewhere(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.trim());
    own_address(address).is_some()
        || scheme.is_some_and(|scheme| SCHEMES.iter().any(|s| scheme.eq_ignore_ascii_case(s)))
}

/// What may stand in a text.
fn cleaner() -> &'static Builder<'static> {
    static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = Builder::empty();
        builder
            .tags(BTreeSet::from_iter(ELEMENTS).into_iter().collect())
            .clean_content_tags(["script", "style"].into())
            // ammonia would let `title` and `lang` stand on everything.
            .generic_attributes([].into())
            .tag_attributes(
                [("a", ["href", "id", "aria-label"].into()), ("th", ["scope"].into()), ("ol", ["start"].into())].into(),
            )
            .url_schemes(SCHEMES.into())
            .url_relative(UrlRelative::Custom(Box::new(own_address)))
            .link_rel(Some("noopener noreferrer"));
        builder
    })
}

const ELEMENTS: [&str; 27] = [
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
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
    "h1",
    "s",
];

/// Addresses on this site, and places on this page; nothing that a browser would take as another host (`//evil.example`).
fn own_address(url: &str) -> Option<Cow<'_, str>> {
    let own = url.starts_with('#') || (url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\"));
    own.then_some(Cow::Borrowed(url))
}

/// Text as it may stand in an element or in a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use model::locale::{Locale, Localized};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_of_cells_and_of_lists_in_lists_stand_apart() {
        let table = "| Country | Date |\n|---|---|\n| Viet Nam | 2025 |";
        assert_eq!(plain_text(table, 99), "Country Date Viet Nam 2025");
        assert_eq!(plain_text("- Mangroves\n  - Corals\n- Rivers", 99), "Mangroves Corals Rivers");
    }

    fn catalogue() -> Catalogue {
        let source = |slug: &str| Source {
            slug: slug.parse().unwrap_or_else(|e| panic!("{slug}: {e}")),
            title: Localized::new(Locale::En, "Title".to_owned()),
            publisher: Localized::default(),
            date: None,
        };
        Catalogue { sources: vec![source("about-us"), source("xinhua-2011")], ..Catalogue::default() }
    }

    fn html(markdown: &str) -> String {
        to_html(markdown, 2, &mut Footnotes::new(&catalogue()))
    }

    #[test]
    fn a_link_that_would_lead_nowhere_is_no_link() {
        let catalogue = model::catalogue::Catalogue::default();
        let html = to_html("[x *y*](javascript:alert(1)) [z](https://example.org)", 2, &mut Footnotes::new(&catalogue));
        assert!(html.starts_with("<p>x <em>y</em> <a "), "{html}");
        assert_eq!(html.matches("<a ").count(), 1, "{html}");
    }

    #[test]
    fn raw_html_is_text_and_pictures_are_their_words() {
        assert_eq!(
            html("<b>b</b> ![p](http://x/y.png)\n\n<script>1</script>"),
            "<p>&lt;b&gt;b&lt;/b&gt; p</p>\n<p>&lt;script&gt;1&lt;/script&gt;</p>\n"
        );
    }

    #[test]
    fn headings_follow_the_page_without_a_gap() {
        assert_eq!(html("# A\n#### B\n## C"), "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>\n");
        assert_eq!(html("### A\n# B"), "<h2>A</h2>\n<h2>B</h2>\n");
        assert_eq!(to_html("## A\n### B", 4, &mut Footnotes::new(&catalogue())), "<h4>A</h4>\n<h5>B</h5>\n");
    }

    #[test]
    fn sources_are_numbered_as_first_cited_across_texts() {
        let catalogue = catalogue();
        let mut notes = Footnotes::new(&catalogue);
        let first = to_html("a[^xinhua-2011] b[^about-us]", 2, &mut notes);
        assert!(first.contains("a\u{2060}<sup>"), "a number stays on the line of its sentence: {first}");
        let second = to_html("c[^about-us] d[^nowhere]", 2, &mut notes);
        assert!(first.contains("<sup><a href=\"#source-xinhua-2011\" id=\"cite-xinhua-2011-1\""), "{first}");
        assert!(second.contains("id=\"cite-about-us-2\" aria-label=\"Source 2\""), "{second}");
        assert!(second.contains("[^nowhere]"), "{second}");
        let cited: Vec<_> = notes.cited().iter().map(|c| (c.source.slug.as_str(), c.uses)).collect();
        assert_eq!(cited, [("xinhua-2011", 1), ("about-us", 2)]);
    }

    #[test]
    fn a_table_s_head_names_its_columns() {
        let table = html("|a|b|\n|-|-|\n|1|2|");
        assert!(table.contains("<th scope=\"col\">a</th>") && table.contains("<td>1</td>"), "{table}");
    }

    #[test]
    fn links_lead_only_where_a_link_may_lead() {
        for bad in ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "vbscript:x"] {
            let link = html(&format!("[l](<{bad}>)"));
            assert!(!link.contains("href"), "{bad}: {link}");
        }
        for good in ["https://example.org/", "/en/events", "#main", "mailto:a@example.org"] {
            assert!(html(&format!("[l]({good})")).contains(&format!("href=\"{good}\"")), "{good}");
        }
    }

    #[test]
    fn a_description_is_words_alone_and_ends_at_a_word() {
        assert_eq!(plain_text("## A\n\nb **c**[^x]\nd <i>", 99), "A b c d");
        assert_eq!(plain_text("one two three", 9), "one two…");
    }

    /// Pieces that attacks are made of, so that chance finds them.
    fn hostile() -> impl Strategy<Value = String> {
        let pieces = proptest::sample::select(vec![
            "<script>",
            "</script>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "[a](javascript:alert(1))",
            "[a](<java\nscript:x>)",
            "![a](javascript:x)",
            "<javascript:alert(1)>",
            "`",
            "```",
            "\n",
            "\n\n",
            "|a|b|\n|-|-|\n",
            "|",
            "<a href='javascript:x'>",
            "\"",
            "'",
            "[^about-us]",
            "[^x]: ",
            "# ",
            "> ",
            "- ",
            "</textarea>",
            "</title>",
            "<!--",
            "-->",
            "&lt;script&gt;",
            "&#x6a;avascript:",
            "[a]: javascript:x\n",
            "[a]",
            "<style>",
            "<math><mtext>",
            "\u{0}",
            " onclick=x ",
        ]);
        proptest::collection::vec(prop_oneof![pieces.prop_map(str::to_owned), ".{0,8}"], 0..24).prop_map(|p| p.concat())
    }

    proptest! {
        #[test]
        fn nothing_typed_can_run(text in hostile()) {
            let html = html(&text).to_lowercase();
            // Tags are what an attack needs; in text, `<` is always written as an entity.
            for tag in html.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
                let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
                prop_assert!(ELEMENTS.contains(&name), "{tag} in {html}");
                for attribute in tag.split_once(' ').map_or("", |(_, a)| a).split("\" ").filter(|a| !a.is_empty()) {
                    let name = attribute.split('=').next().unwrap_or_default();
                    prop_assert!(["href", "id", "aria-label", "scope", "start", "rel"].contains(&name), "{tag}");
                    prop_assert!(!attribute.starts_with("href=\"javascript:"), "{tag}");
                }
            }
        }
    }
}
