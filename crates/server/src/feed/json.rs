//! JSON for scripts, dashboards and other portals.
//!
//! # What is promised
//! Names are in camel case, are never renamed, and never change their type; new ones may come at any time, so pass over
//! those you do not know. A value that is not there is `null`, a list without members is `[]`: every name is always
//! present.
//!
//! - **Texts** are objects: `{"value": "…", "lang": "en", "languages": ["en", "zh-Hans"]}`. `value` is in the language
//!   of the address where there is such a text, else in the next best, and `lang` says in which (BCP 47); `languages` are
//!   all there are, each to be had at its own address. `body` is Markdown (CommonMark), every other text is plain.
//! - **Instants** (`createdAt`, `updatedAt`, `publishedAt`) are RFC 3339 in UTC.
//! - **When** an event happens is `{"start", "end", "firstDay", "lastDay", "zone", "wholeDays"}`: RFC 3339 with the
//!   offset of the place, dates as its calendar shows them (both included), and the IANA zone's name. Of whole days,
//!   `start` and `end` are the midnights they begin and end at; an `end` that is not known is `null`.
//! - **Names of choices** (`status`, `format`, `kind`) are the same in every language.
//! - **Links** are whole addresses. A list has `next`: the address of its next page, `null` on the last.

use jiff::Timestamp;
use model::{
    catalogue::Catalogue,
    country::{Country, CountryCode},
    event::{Event, EventQuery, Format, Paged},
    locale::{Locale, Localized},
    plan::AreaNumber,
    programme::{Edition, Programme},
    route::Route,
    sdg::SdgNumber,
    slug::Slug,
    time::{When, Zone},
};
use serde::Serialize;

use super::Site;

/// The media type.
pub const MEDIA_TYPE: &str = "application/json";

/// One page of the events that match `query`: `{"lang", "name", "items", "next", "links"}`.
///
/// `links`: `self`, `page`, and the same list as `csv`, `calendar` and `atom`.
#[must_use]
pub fn events(site: &Site<'_>, query: &EventQuery, events: &Paged<Event>) -> String {
    let route = Route::Events(query.clone());
    let next = events.next.as_ref().map(|cursor| {
        let query = EventQuery { after: Some(cursor.clone()), ..query.clone() };
        site.representation(&Route::Events(query), "json")
    });
    // A calendar and a table are whole, and a feed has an order of its own: none begins at a page of the list.
    let whole = Route::Events(EventQuery { after: None, ..query.clone() });
    written(&ListOf {
        lang: site.locale,
        name: Some(site.list_name(query)),
        items: events.items.iter().map(|e| EventShape::of(site, e)).collect(),
        next,
        links: Links {
            csv: Some(site.representation(&whole, "csv")),
            calendar: Some(site.representation(&whole, "ics")),
            atom: Some(site.representation(&whole, "atom")),
            ..links(site, &route)
        },
    })
}

/// One event: see the source for its names, and the module for what they hold.
#[must_use]
pub fn event(site: &Site<'_>, event: &Event) -> String {
    written(&EventShape::of(site, event))
}

/// All programmes: `{"lang", "name", "items", "next", "links"}`.
#[must_use]
pub fn programmes(site: &Site<'_>) -> String {
    written(&ListOf {
        lang: site.locale,
        name: None,
        items: site.catalogue.programmes.iter().map(|p| ProgrammeShape::of(site, p)).collect(),
        next: None,
        links: links(site, &Route::Programmes),
    })
}

/// One programme, with its editions, and its next and latest events.
#[must_use]
pub fn programme(site: &Site<'_>, programme: &Programme, upcoming: &[Event], past: &[Event]) -> String {
    let query = EventQuery { programme: Some(programme.slug.clone()), ..EventQuery::default() };
    written(&WithEvents { of: ProgrammeShape::of(site, programme), events: AllEvents::of(site, query, upcoming, past) })
}

/// The twelve countries: `{"lang", "name", "items", "next", "links"}`.
#[must_use]
pub fn countries(site: &Site<'_>) -> String {
    written(&ListOf {
        lang: site.locale,
        name: None,
        items: site.catalogue.countries.iter().map(|c| CountryShape::of(site, c)).collect(),
        next: None,
        links: links(site, &Route::Countries),
    })
}

/// One country, with its next and latest events.
#[must_use]
pub fn country(site: &Site<'_>, country: &Country, upcoming: &[Event], past: &[Event]) -> String {
    let query = EventQuery { country: Some(country.code), ..EventQuery::default() };
    written(&WithEvents { of: CountryShape::of(site, country), events: AllEvents::of(site, query, upcoming, past) })
}

/// An instant by the clocks of a zone, RFC 3339: `2026-12-03T09:00:00+07:00`.
pub(super) fn offset_time(at: Timestamp, zone: &Zone) -> String {
    at.display_with_offset(zone.rules().to_offset(at)).to_string()
}

/// All keys are text and all numbers finite, so that writing cannot fail.
pub(super) fn written(shape: &impl Serialize) -> String {
    serde_json::to_string(shape).unwrap_or_default()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListOf<T> {
    lang: Locale,
    name: Option<String>,
    items: Vec<T>,
    next: Option<String>,
    links: Links,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WithEvents<T> {
    #[serde(flatten)]
    of: T,
    events: AllEvents,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AllEvents {
    upcoming: Vec<EventShape>,
    past: Vec<EventShape>,
    links: Links,
}

impl AllEvents {
    fn of(site: &Site<'_>, query: EventQuery, upcoming: &[Event], past: &[Event]) -> Self {
        let shapes = |events: &[Event]| events.iter().map(|e| EventShape::of(site, e)).collect();
        let route = Route::Events(query);
        Self {
            upcoming: shapes(upcoming),
            past: shapes(past),
            links: Links {
                csv: Some(site.representation(&route, "csv")),
                calendar: Some(site.representation(&route, "ics")),
                atom: Some(site.representation(&route, "atom")),
                ..links(site, &route)
            },
        }
    }
}

/// Where else to find it. `self` is this representation, `page` the one for people.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Links {
    #[serde(rename = "self")]
    this: String,
    page: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    csv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    atom: Option<String>,
}

pub(super) fn links(site: &Site<'_>, route: &Route) -> Links {
    Links { this: site.representation(route, "json"), page: site.url(route), ..Links::default() }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TextShape {
    value: String,
    lang: Locale,
    languages: Vec<Locale>,
}

impl TextShape {
    fn of(site: &Site<'_>, text: &Localized) -> Option<Self> {
        let shown = site.pick(text)?;
        Some(Self { value: shown.value.clone(), lang: shown.locale, languages: text.locales().collect() })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WhenShape {
    start: String,
    end: Option<String>,
    first_day: String,
    last_day: String,
    zone: String,
    whole_days: bool,
}

impl WhenShape {
    pub(super) fn of(when: &When) -> Self {
        Self {
            start: offset_time(when.starts_at(), when.zone()),
            end: when.known_end().map(|end| offset_time(end, when.zone())),
            first_day: when.first_day().to_string(),
            last_day: when.last_day().to_string(),
            zone: when.zone().to_string(),
            whole_days: when.is_days(),
        }
    }
}

/// A programme, an area, a country, a goal, as another thing names it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Reference<I> {
    id: I,
    name: Option<TextShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<String>,
}

fn programme_references(site: &Site<'_>, slugs: &[Slug]) -> Vec<Reference<Slug>> {
    let reference = |slug: &Slug| Reference {
        id: slug.clone(),
        name: site.catalogue.programme(slug.as_str()).and_then(|p| TextShape::of(site, &p.name)),
        page: Some(site.url(&Route::Programme(slug.clone()))),
    };
    slugs.iter().map(reference).collect()
}

fn area_references(site: &Site<'_>, areas: &[AreaNumber]) -> Vec<Reference<AreaNumber>> {
    let reference = |number: &AreaNumber| Reference {
        id: *number,
        name: site.catalogue.area(*number).and_then(|a| TextShape::of(site, &a.name)),
        page: Some(site.url(&Route::Area(*number))),
    };
    areas.iter().map(reference).collect()
}

fn country_references(site: &Site<'_>, codes: &[CountryCode]) -> Vec<Reference<CountryCode>> {
    let reference = |code: &CountryCode| Reference {
        id: *code,
        name: site.catalogue.country(*code).and_then(|c| TextShape::of(site, &c.name)),
        page: Some(site.url(&Route::Country(*code))),
    };
    codes.iter().map(reference).collect()
}

fn goal_references(site: &Site<'_>, goals: &[SdgNumber]) -> Vec<Reference<SdgNumber>> {
    let reference = |number: &SdgNumber| Reference {
        id: *number,
        name: site.catalogue.sdg(*number).and_then(|s| TextShape::of(site, &s.name)),
        page: None,
    };
    goals.iter().map(reference).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceShape {
    id: Slug,
    title: Option<TextShape>,
    publisher: Option<TextShape>,
    date: Option<String>,
}

fn sources(site: &Site<'_>, slugs: &[Slug]) -> Vec<SourceShape> {
    let catalogue: &Catalogue = site.catalogue;
    let shape = |slug: &Slug| {
        let source = catalogue.source(slug.as_str());
        SourceShape {
            id: slug.clone(),
            title: source.and_then(|s| TextShape::of(site, &s.title)),
            publisher: source.and_then(|s| TextShape::of(site, &s.publisher)),
            date: source.and_then(|s| s.date).map(|d| d.to_string()),
        }
    };
    slugs.iter().map(shape).collect()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ContactShape {
    name: Option<String>,
    email: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EventShape {
    id: String,
    slug: Slug,
    status: &'static str,
    /// Made up for the demonstration.
    sample: bool,
    title: Option<TextShape>,
    summary: Option<TextShape>,
    body: Option<TextShape>,
    /// What visitors are told about a cancellation or postponement.
    notice: Option<TextShape>,
    when: WhenShape,
    /// When it was first told to happen, if it was rescheduled.
    previous: Option<WhenShape>,
    format: &'static str,
    /// How one was first told to take part, if that has changed.
    first_format: Option<&'static str>,
    venue: Option<TextShape>,
    join_link: Option<String>,
    spoken: Vec<Locale>,
    programmes: Vec<Reference<Slug>>,
    areas: Vec<Reference<AreaNumber>>,
    countries: Vec<Reference<CountryCode>>,
    sdgs: Vec<Reference<SdgNumber>>,
    /// One a line.
    organisers: Option<TextShape>,
    contact: Option<ContactShape>,
    /// One more with every change.
    version: i64,
    created_at: Timestamp,
    updated_at: Timestamp,
    published_at: Option<Timestamp>,
    links: Links,
}

impl EventShape {
    fn of(site: &Site<'_>, event: &Event) -> Self {
        let c = &event.content;
        let route = Route::Event(c.slug.clone());
        let name = Some(c.contact_name.clone()).filter(|n| !n.is_empty());
        let email = c.contact_email.as_ref().map(ToString::to_string);
        Self {
            id: event.id.to_string(),
            slug: c.slug.clone(),
            status: event.status.name(),
            sample: event.sample,
            title: TextShape::of(site, &c.title),
            summary: TextShape::of(site, &c.summary),
            body: TextShape::of(site, &c.body),
            notice: TextShape::of(site, &event.notice),
            when: WhenShape::of(&c.when),
            previous: event.first_told().map(WhenShape::of),
            format: c.format.name(),
            first_format: event.first_told_format().map(Format::name),
            venue: c.place().and_then(|place| TextShape::of(site, place)),
            join_link: event.join_link().map(ToString::to_string),
            spoken: c.spoken.clone(),
            programmes: programme_references(site, &c.programmes),
            areas: area_references(site, &c.areas),
            countries: country_references(site, &c.countries),
            sdgs: goal_references(site, &c.sdgs),
            organisers: TextShape::of(site, &c.organisers),
            contact: (name.is_some() || email.is_some()).then_some(ContactShape { name, email }),
            version: event.version,
            created_at: event.created_at,
            updated_at: event.updated_at,
            published_at: event.published_at,
            links: Links { calendar: Some(site.representation(&route, "ics")), ..links(site, &route) },
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EditionShape {
    number: u16,
    /// The number is counted by the portal, not given by a source.
    number_inferred: bool,
    /// As exactly as known: a year, a month or a day.
    from: Option<String>,
    until: Option<String>,
    /// `reported`, `announced`, `implied` or `open`.
    certainty: &'static str,
    place: Option<TextShape>,
    online: bool,
    theme: Option<TextShape>,
    /// The theme is a paraphrase, not the official wording.
    theme_paraphrased: bool,
    note: Option<TextShape>,
    sources: Vec<SourceShape>,
}

impl EditionShape {
    fn of(site: &Site<'_>, edition: &Edition) -> Self {
        Self {
            number: edition.number,
            number_inferred: edition.number_inferred,
            from: edition.from.map(|d| d.to_string()),
            until: edition.until.map(|d| d.to_string()),
            certainty: edition.certainty.name(),
            place: TextShape::of(site, &edition.place),
            online: edition.online,
            theme: TextShape::of(site, &edition.theme),
            theme_paraphrased: edition.theme_paraphrased,
            note: TextShape::of(site, &edition.note),
            sources: sources(site, &edition.sources),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProgrammeShape {
    slug: Slug,
    kind: &'static str,
    name: Option<TextShape>,
    short_name: Option<TextShape>,
    summary: Option<TextShape>,
    body: Option<TextShape>,
    /// When it was launched, as exactly as known.
    since: Option<String>,
    areas: Vec<Reference<AreaNumber>>,
    sdgs: Vec<Reference<SdgNumber>>,
    countries: Vec<Reference<CountryCode>>,
    /// The programme it belongs to: its slug.
    parent: Option<Slug>,
    editions: Vec<EditionShape>,
    sources: Vec<SourceShape>,
    links: Links,
}

impl ProgrammeShape {
    fn of(site: &Site<'_>, programme: &Programme) -> Self {
        Self {
            slug: programme.slug.clone(),
            kind: programme.kind.name(),
            name: TextShape::of(site, &programme.name),
            short_name: TextShape::of(site, &programme.short_name),
            summary: TextShape::of(site, &programme.summary),
            body: TextShape::of(site, &programme.body),
            since: programme.since.map(|d| d.to_string()),
            areas: area_references(site, &programme.areas),
            sdgs: goal_references(site, &programme.sdgs),
            countries: country_references(site, &programme.countries),
            parent: programme.parent.clone(),
            editions: site.catalogue.editions_of(programme.slug.as_str()).map(|e| EditionShape::of(site, e)).collect(),
            sources: sources(site, &programme.sources),
            links: links(site, &Route::Programme(programme.slug.clone())),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CountryShape {
    /// ISO 3166-1 alpha-2.
    code: CountryCode,
    name: Option<TextShape>,
    capital: Option<TextShape>,
    /// Its official languages, as a reader would list them.
    languages: Option<TextShape>,
    /// Those of them that the portal speaks.
    locales: Vec<Locale>,
    /// IANA names, west to east.
    zones: Vec<Zone>,
    ministry: Option<TextShape>,
    /// A year; `null` for the dialogue partner.
    asean_since: Option<i16>,
    body: Option<TextShape>,
    /// The programmes it takes part in.
    programmes: Vec<Reference<Slug>>,
    sources: Vec<SourceShape>,
    links: Links,
}

impl CountryShape {
    fn of(site: &Site<'_>, country: &Country) -> Self {
        let takes_part = |p: &&Programme| p.countries.contains(&country.code);
        let programmes: Vec<Slug> =
            site.catalogue.programmes.iter().filter(takes_part).map(|p| p.slug.clone()).collect();
        Self {
            code: country.code,
            name: TextShape::of(site, &country.name),
            capital: TextShape::of(site, &country.capital),
            languages: TextShape::of(site, &country.languages),
            locales: country.locales.clone(),
            zones: country.zones.clone(),
            ministry: TextShape::of(site, &country.ministry),
            asean_since: country.asean_since,
            body: TextShape::of(site, &country.body),
            programmes: programme_references(site, &programmes),
            sources: sources(site, &country.sources),
            links: links(site, &Route::Country(country.code)),
        }
    }
}

#[cfg(test)]
mod tests {
    use model::event::Cursor;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::{super::sample, *};

    fn read(text: &str) -> Value {
        serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
    }

    #[test]
    fn a_text_says_its_language_and_which_others_there_are() {
        let catalogue = sample::catalogue();
        let mut event = sample::usual();
        event.content.title.set(Locale::ZhHans, "红树林".to_owned(), 2);
        let shape = read(&super::event(&sample::site(&catalogue, Locale::Lo), &event));
        assert_eq!(shape["title"], json!({"value": "Mangroves", "lang": "en", "languages": ["en", "zh-Hans"]}));
        let shape = read(&super::event(&sample::site(&catalogue, Locale::ZhHans), &event));
        assert_eq!(shape["title"]["lang"], "zh-Hans");
    }

    #[test]
    fn a_time_has_its_offset_and_its_zone() {
        let catalogue = sample::catalogue();
        let shape = read(&super::event(&sample::site(&catalogue, Locale::En), &sample::usual()));
        assert_eq!(
            shape["when"],
            json!({
                "start": "2026-12-03T09:00:00+07:00", "end": "2026-12-04T12:30:00+07:00",
                "firstDay": "2026-12-03", "lastDay": "2026-12-04", "zone": "Asia/Jakarta", "wholeDays": false,
            })
        );
        let open = sample::event(sample::content(&[("end-date", ""), ("end-time", "")]));
        let shape_of_open = read(&super::event(&sample::site(&catalogue, Locale::En), &open));
        assert!(shape_of_open["when"]["end"].is_null(), "an end that is not known is told as none");
        assert_eq!(shape["updatedAt"], "2026-02-02T02:02:02.5Z");
        assert_eq!(shape["countries"][0]["page"], "https://portal.example/en/countries/la");
    }

    /// The promise in the module's documentation: a name that goes missing here breaks somebody's script.
    #[test]
    fn the_names_stay_what_they_are() {
        let catalogue = sample::catalogue();
        let site = sample::site(&catalogue, Locale::En);
        let names = |value: &Value| value.as_object().map(|o| o.keys().cloned().collect::<Vec<_>>().join(" "));
        assert_eq!(
            names(&read(&super::event(&site, &sample::usual()))).as_deref(),
            Some(
                "areas body contact countries createdAt firstFormat format id joinLink links notice organisers previous programmes \
                 publishedAt sample sdgs slug spoken status summary title updatedAt venue version when"
            )
        );
        let programme = read(&super::programme(&site, &catalogue.programmes[0], &[sample::usual()], &[]));
        assert_eq!(
            names(&programme).as_deref(),
            Some(
                "areas body countries editions events kind links name parent sdgs shortName since slug sources summary"
            )
        );
        let country = read(&super::country(&site, &catalogue.countries[0], &[], &[sample::usual()]));
        assert_eq!(
            names(&country).as_deref(),
            Some("aseanSince body capital code events languages links locales ministry name programmes sources zones")
        );
        for list in [programmes(&site), countries(&site)] {
            assert_eq!(names(&read(&list)).as_deref(), Some("items lang links name next"));
        }
    }

    #[test]
    fn a_page_of_a_list_leads_to_the_next_under_the_same_filters() {
        let catalogue = sample::catalogue();
        let site = sample::site(&catalogue, Locale::En);
        let query = EventQuery { country: "LA".parse().ok(), ..EventQuery::default() };
        let next = Some(Cursor { at: 5, id: "e1".to_owned() });
        let page = read(&events(&site, &query, &Paged { items: vec![sample::usual()], next }));
        assert_eq!(page["next"], "https://portal.example/en/events.json?country=la&after=5_e1");
        assert_eq!(page["links"]["calendar"], "https://portal.example/en/events.ics?country=la");
        assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
        let last = read(&events(&site, &query, &Paged { items: Vec::new(), next: None }));
        assert_eq!((&last["next"], &last["items"]), (&Value::Null, &json!([])));
    }

    proptest! {
        #[test]
        fn any_text_comes_back_as_it_was_written(words in ".*") {
            let catalogue = sample::catalogue();
            let shape = read(&super::event(&sample::site(&catalogue, Locale::En), &sample::worded(&words)));
            prop_assert_eq!(shape["body"]["value"].as_str(), Some(words.as_str()));
        }
    }
}
