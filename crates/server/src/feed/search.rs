//! What was found, as JSON. [`super::json`] tells what is promised about names, texts and links.

use model::{
    event::Status,
    locale::Locale,
    route::Route,
    search::{Alternative, Count, Found, Group, Hit, Instead, Kind, Moment, Passage, Piece, Query, Reading},
};
use serde::Serialize;

use super::{
    Site,
    json::{Links, WhenShape, links, written},
    opensearch::at,
};

/// What was found for a query: `{"lang", "query", "groups", "next", "readAs", "leftOut", "incomplete", "instead", "links"}`.
///
/// - `query` is what was looked for: `{"text", "cut", "kind", "language", "country", "year"}`. `cut`: more was asked.
/// - A group is `{"kind", "count", "more", "hits", "url"}`: `count` hits there are, `more` where there are more than that;
///   without a kind in the query, `url` leads to all of them. With one, `next` leads to the next page.
/// - A hit is `{"kind", "key", "url", "title", "passage", "moment"}`. A text is `{"value", "lang", "pieces"}`; of its
///   `pieces`, `{"text", "marked"}`, those are marked that were looked for.
/// - A moment is `{"when", "status", "sample", "from", "until"}`: an event has the first three, a date or years the others
///   (`2011`, `2011-10`, `2011-05-24`).
/// - `instead` is there where nothing was found: `{"spellings", "languages", "without", "fewer", "nearby"}`, each but the
///   last with `{"filter", "text", "language", "count", "more", "url"}`.
#[must_use]
pub fn found(site: &Site<'_>, query: &Query, found: &Found) -> String {
    let route = Route::Search(query.clone());
    let next = found.next.map(|after| data(site, &Query { after: Some(after), ..query.clone() }));
    written(&FoundShape {
        lang: site.locale,
        query: QueryShape {
            text: &query.text,
            cut: query.cut,
            kind: query.kind,
            language: query.language,
            country: query.country.map(model::country::CountryCode::code),
            year: query.year,
        },
        groups: found.groups.iter().map(|group| GroupShape::of(site, query, group)).collect(),
        next,
        read_as: &found.read_as,
        left_out: &found.left_out,
        incomplete: found.incomplete,
        instead: found.instead.as_ref().map(|instead| InsteadShape::of(site, instead)),
        links: links(site, &route),
    })
}

fn data(site: &Site<'_>, query: &Query) -> String {
    site.representation(&Route::Search(query.clone()), "json")
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FoundShape<'a> {
    lang: Locale,
    query: QueryShape<'a>,
    groups: Vec<GroupShape<'a>>,
    next: Option<String>,
    read_as: &'a [Reading],
    left_out: &'a [String],
    incomplete: bool,
    instead: Option<InsteadShape<'a>>,
    links: Links,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct QueryShape<'a> {
    text: &'a str,
    cut: bool,
    kind: Option<Kind>,
    language: Option<Locale>,
    country: Option<&'static str>,
    year: Option<i16>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GroupShape<'a> {
    kind: Kind,
    count: u32,
    more: bool,
    hits: Vec<HitShape<'a>>,
    url: String,
}

impl<'a> GroupShape<'a> {
    fn of(site: &Site<'_>, query: &Query, group: &'a Group) -> Self {
        let Count { number, more } = group.count;
        let hits = group.hits.iter().map(|hit| HitShape::of(site, hit)).collect();
        Self { kind: group.kind, count: number, more, hits, url: data(site, &query.of_kind(group.kind)) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HitShape<'a> {
    kind: Kind,
    key: &'a str,
    url: String,
    title: PassageShape<'a>,
    passage: Option<PassageShape<'a>>,
    moment: Option<MomentShape>,
}

impl<'a> HitShape<'a> {
    fn of(site: &Site<'_>, hit: &'a Hit) -> Self {
        Self {
            kind: hit.kind,
            key: &hit.key,
            url: at(site, &hit.target),
            title: PassageShape::of(&hit.title),
            passage: hit.passage.as_ref().map(PassageShape::of),
            moment: hit.moment.as_ref().map(MomentShape::of),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PassageShape<'a> {
    value: String,
    lang: Locale,
    pieces: &'a [Piece],
}

impl<'a> PassageShape<'a> {
    fn of(passage: &'a Passage) -> Self {
        Self { value: passage.text(), lang: passage.locale, pieces: &passage.pieces }
    }
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct MomentShape {
    when: Option<WhenShape>,
    status: Option<Status>,
    sample: Option<bool>,
    from: Option<String>,
    until: Option<String>,
}

impl MomentShape {
    fn of(moment: &Moment) -> Self {
        match moment {
            Moment::Event { when, status, sample } => Self {
                when: Some(WhenShape::of(when)),
                status: Some(*status),
                sample: Some(*sample),
                ..Self::default()
            },
            Moment::Date { from, until } => {
                Self { from: Some(from.to_string()), until: until.map(|until| until.to_string()), ..Self::default() }
            }
            Moment::Years(from, until) => {
                Self { from: Some(from.to_string()), until: Some(until.to_string()), ..Self::default() }
            }
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InsteadShape<'a> {
    spellings: Vec<WayShape<'a>>,
    languages: Vec<WayShape<'a>>,
    without: Vec<WayShape<'a>>,
    fewer: Vec<WayShape<'a>>,
    nearby: Vec<HitShape<'a>>,
}

impl<'a> InsteadShape<'a> {
    fn of(site: &Site<'_>, instead: &'a Instead) -> Self {
        let ways = |ways: &'a [Alternative]| ways.iter().map(|way| WayShape::of(site, None, way)).collect();
        Self {
            spellings: ways(&instead.spellings),
            languages: ways(&instead.languages),
            without: instead.without.iter().map(|(f, way)| WayShape::of(site, Some(f.name()), way)).collect(),
            fewer: ways(&instead.fewer),
            nearby: instead.nearby.iter().map(|hit| HitShape::of(site, hit)).collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WayShape<'a> {
    filter: Option<&'static str>,
    text: &'a str,
    language: Option<Locale>,
    count: u32,
    more: bool,
    url: String,
}

impl<'a> WayShape<'a> {
    fn of(site: &Site<'_>, filter: Option<&'static str>, way: &'a Alternative) -> Self {
        let Alternative { query, count } = way;
        let Count { number, more } = *count;
        Self { filter, text: &query.text, language: query.language, count: number, more, url: data(site, query) }
    }
}
