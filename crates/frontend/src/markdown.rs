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
        self.mark(slug).map(|html| view! { <sup class="cite" inner_html=html></sup> }.into_any())
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
    let events = Parser::new_ext(markdown, options()).filter_map(|event| {
        Some(match event {
            Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            // The catalogue has the sources: a definition here is not one, but its words are not lost.
            Event::Start(Tag::FootnoteDefinition(_)) | Event::End(TagEnd::FootnoteDefinition) => return None,
            Event::FootnoteReference(slug) => match notes.mark(&slug) {
                Some(mark) => Event::InlineHtml(format!("<sup>{mark}</sup>").into()),
                None => Event::Text(format!("[^{slug}]").into()),
            },
            Event::Start(Tag::Heading { level, .. }) => {
                let level = headings.next(level);
                Event::Start(Tag::Heading { level, id: None, classes: vec![], attrs: vec![] })
            }
            Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(headings.open())),
            // A picture from elsewhere tells its host who reads; its words stay.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            other => cells.scoped(other),
        })
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events);
    cleaner().clean(&out).to_string()
}

/// The words of the text alone, on one line: for descriptions. At most `max` characters, cut between words.
#[must_use]
pub fn plain_text(markdown: &str, max: usize) -> String {
    let mut words = String::new();
    for event in Parser::new_ext(markdown, options()) {
        match event {
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                words.push(' ');
            }
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

/// What may stand in a text.
fn cleaner() -> &'static Builder<'static> {
    static CLEANER: OnceLock<Builder<'static>> = OnceLock::new();
    CLEANER.get_or_init(|| {
        let mut builder = Builder::empty();
        builder
            .tags(BTreeSet::from_iter(ELEMENTS).into_iter().collect())
            .clean_content_tags(["script", "style"].into())
            .tag_attributes(
                [("a", ["href", "id", "aria-label"].into()), ("th", ["scope"].into()), ("ol", ["start"].into())].into(),
            )
            .url_schemes(["http", "https", "mailto"].into())
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
    use super::*;

    #[test]
    fn raw_html_is_text_and_headings_follow_the_page() {
        let catalogue = Catalogue::default();
        let mut notes = Footnotes::new(&catalogue);
        let html = to_html("# A\n\n<b>b</b> [^x] ![p](http://x/y.png)\n\n#### C\n\n<script>1</script>", 2, &mut notes);
        assert_eq!(
            html,
            "<h2>A</h2>\n<p>&lt;b&gt;b&lt;/b&gt; [^x] p</p>\n<h3>C</h3>\n<p>&lt;script&gt;1&lt;/script&gt;</p>\n"
        );
    }
}
