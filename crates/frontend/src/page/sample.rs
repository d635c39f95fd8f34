//! What the pages' tests are about: a small catalogue, an event, and the promises that every page keeps.

use std::{collections::BTreeSet, sync::Arc};

use jiff::Timestamp;
use model::{
    catalogue::Catalogue,
    country::{Country, CountryCode},
    event::{Event, EventContent, EventId, Status},
    event_form::EventForm,
    locale::{Locale, Localized},
    plan::{Area, AreaNumber, Flagship, Plan},
    programme::{Certainty, Edition, Programme, ProgrammeKind},
    route::Route,
    sdg::{Sdg, SdgNumber},
    slug::Slug,
    source::Source,
    viewer::Viewer,
};

use super::Page;
use crate::context::{Assets, PageContext};

/// The clock of every test, unless it names another.
pub(crate) const NOW: &str = "2026-11-23T12:00:00Z";

pub(crate) fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

/// A text in English alone.
pub(crate) fn english(text: &str) -> Localized {
    Localized::new(Locale::En, text.to_owned())
}

/// A text in English, and its translation.
pub(crate) fn both(en: &str, zh: &str) -> Localized {
    let mut text = english(en);
    text.set(Locale::ZhHans, zh.to_owned(), 1);
    text
}

/// A page at `route`, rendered in `locale`.
pub(crate) fn render(locale: Locale, route: Route, page: impl FnOnce() -> Page) -> String {
    render_at(NOW, locale, route, page)
}

/// A visitor's request for no page in particular.
pub(crate) fn context(locale: Locale) -> PageContext {
    PageContext {
        locale,
        route: None,
        viewer: Viewer::Visitor,
        welcome: None,
        now: NOW.parse().unwrap(),
        origin: "https://portal.example".to_owned(),
        assets: Arc::new(Assets::default()),
        demo: false,
        contact: None,
    }
}

/// A page at `route`, rendered in `locale` at `now`.
pub(crate) fn render_at(now: &str, locale: Locale, route: Route, page: impl FnOnce() -> Page) -> String {
    let context = PageContext { route: Some(route), now: now.parse().unwrap(), ..context(locale) };
    crate::render(context, page)
}

/// What holds for every page: one `h1`, headings in order, no id twice, no script but the islands' module and JSON-LD, no
/// inline style, no handler in an attribute.
pub(crate) fn assert_sound(html: &str) {
    let main = &html[html.find("<main").unwrap()..];
    let mut last = 0;
    let mut tops = 0;
    for level in main.match_indices("<h").filter_map(|(at, _)| main[at + 2..].chars().next()?.to_digit(10)) {
        assert!(level <= last + 1, "h{level} after h{last}: {main}");
        tops += u32::from(level == 1);
        last = level;
    }
    assert_eq!(tops, 1, "one h1: {main}");
    let mut ids = BTreeSet::new();
    for (at, _) in html.match_indices(" id=\"") {
        let id = html[at + 5..].split('"').next().unwrap();
        assert!(ids.insert(id), "id {id} stands twice: {main}");
    }
    for (at, _) in html.match_indices("<script") {
        let tag = html[at..].split('>').next().unwrap();
        assert!(tag.contains("type=\"module\"") || tag.contains("application/ld+json"), "{tag}");
    }
    for bad in [" style=\"", " onclick=", " onchange=", " onload="] {
        assert!(!html.contains(bad), "{bad}: {main}");
    }
    // A message that lacks is shown as its key in brackets.
    for (at, _) in main.match_indices('[') {
        let key = main[at + 1..].split(']').next().unwrap();
        let is_key = key.contains('-') && key.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        assert!(!is_key, "no words for {key}");
    }
}

/// What is in English on a Chinese page carries its language and names it: a tag follows a short text, a note or a tag stands
/// above a long one and above what the page's heading speaks for.
pub(crate) fn assert_told(html: &str) {
    let main = &html[html.find("<main").unwrap()..html.find("</main>").unwrap()];
    for (at, _) in main.match_indices(" lang=\"en\"") {
        let element = main[..at].rfind('<').map(|from| &main[from..]).unwrap();
        let name = element[1..].split([' ', '>']).next().unwrap();
        let whole = &element[..element.find(&format!("</{name}>")).unwrap()];
        let after = element[whole.len()..].trim_start_matches(&format!("</{name}>"));
        let tagged = |rest: &str| rest.trim_start_matches("<p>").trim_start().starts_with("<span class=\"tongue\">");
        let above = &main[..at];
        let noted = above.contains("class=\"tongue\"") || main.contains("现以英语显示");
        let is_name_of_language = whole.ends_with(">English");
        // The heading, its step in the trail and its lead have one note; what a heading speaks for is a `div` of prose.
        let under = ["h1", "div"].contains(&name) || element.contains("aria-current=\"page\"") && name == "span";
        let lead = above.ends_with("<p class=\"lead measure\"><span");
        let option = ["option", "text", "q", "a"].contains(&name);
        assert!(
            is_name_of_language || tagged(after) || option || ((under || lead) && noted),
            "not told: {whole} … {}",
            &after[..after.len().min(80)]
        );
    }
}

pub(crate) fn catalogue() -> Catalogue {
    Catalogue {
        programmes: programmes(),
        editions: editions(),
        plans: vec![plan("strategy-2016-2020", 2016, 2020), plan(Plan::FRAMEWORK, 2021, 2025)],
        areas: AreaNumber::all().map(area).collect(),
        flagships: vec![Flagship {
            slug: slug("marine-plastics-action"),
            plan: slug(Plan::FRAMEWORK),
            area: number(2),
            programme: slug("marine-plastics-action"),
            position: 1,
            summary: english("The Framework lays special emphasis on this Action."),
            sources: vec![slug("about-us")],
        }],
        countries: CountryCode::ALL.into_iter().map(country).collect(),
        sdgs: SdgNumber::all()
            .map(|number| Sdg { number, name: both(&format!("Goal {}", number.get()), "目标") })
            .collect(),
        sources: ["about-us", "peoples-daily-2023", "peoples-daily-2024", "portal-record", "iana-tz", "iso-3166"]
            .map(source)
            .to_vec(),
        ..Catalogue::default()
    }
}

fn number(n: u8) -> AreaNumber {
    n.try_into().unwrap()
}

fn source(name: &str) -> Source {
    Source { slug: slug(name), title: english(name), publisher: Localized::default(), date: None }
}

fn programme(name: &str, position: i64, kind: ProgrammeKind, area: u8, title: Localized) -> Programme {
    Programme {
        summary_sources: Vec::new(),
        slug: slug(name),
        position,
        kind,
        short_name: title.clone(),
        name: title,
        summary: english("What it is."),
        body: english("## What it is\n\nA fact.[^about-us]"),
        since: None,
        areas: vec![number(area)],
        sdgs: vec![17_u8.try_into().unwrap()],
        countries: CountryCode::ALL.to_vec(),
        parent: None,
        sources: vec![slug("about-us")],
    }
}

fn programmes() -> Vec<Programme> {
    let forum = both("ASEAN-China Environmental Cooperation Forum", "中国—东盟环境合作论坛");
    let urban = both("ASEAN-China Partnership for Eco-Friendly Urban Development", "中国—东盟生态友好城市发展伙伴关系");
    let forum = Programme { since: "2011-10".parse().ok(), ..programme("forum", 1, ProgrammeKind::Forum, 1, forum) };
    let action = Programme {
        parent: Some(slug("eco-friendly-urban-development")),
        ..programme("marine-plastics-action", 7, ProgrammeKind::Action, 2, english("Marine Plastics Reduction Action"))
    };
    vec![forum, programme("eco-friendly-urban-development", 3, ProgrammeKind::Partnership, 2, urban), action]
}

fn edition(number: u16, inferred: bool, from: &str, certainty: Certainty, sources: &[&str]) -> Edition {
    Edition {
        slug: slug(&format!("forum-{number:02}")),
        programme: slug("forum"),
        number,
        number_inferred: inferred,
        from: from.parse().ok(),
        until: None,
        certainty,
        place: Localized::default(),
        online: false,
        theme: Localized::default(),
        theme_paraphrased: false,
        note: Localized::default(),
        sources: sources.iter().map(|name| slug(name)).collect(),
    }
}

fn editions() -> Vec<Edition> {
    let second = edition(2, true, "2012", Certainty::Open, &["about-us"]);
    let twelfth = Edition {
        place: both("Nanning", "南宁"),
        online: true,
        theme: both("Climate and environment in synergy", "气候与环境协同"),
        theme_paraphrased: true,
        ..edition(12, false, "2023-09-15", Certainty::Reported, &["peoples-daily-2023"])
    };
    let thirteenth = Edition {
        place: both("Liuzhou", "柳州"),
        theme: both("Forging Regional Capacity Building Partnerships", "构建区域能力建设伙伴关系"),
        ..edition(13, true, "2024-10-29", Certainty::Reported, &["peoples-daily-2024"])
    };
    vec![second, twelfth, thirteenth]
}

fn plan(name: &str, from_year: i16, to_year: i16) -> Plan {
    Plan {
        slug: slug(name),
        from_year,
        to_year,
        name: english(&format!("The official name {from_year}-{to_year}")),
        short_name: english(&format!("Plan {from_year}–{to_year}")),
        summary: english("What was agreed."),
        body: english("## What was agreed\n\nA fact.[^about-us]"),
        sources: vec![slug("about-us")],
    }
}

fn area(number: AreaNumber) -> Area {
    Area {
        summary_sources: Vec::new(),
        number,
        plan: slug(Plan::FRAMEWORK),
        name: english(&format!("Area of work {}", number.get())),
        short_name: english(&format!("Work {}", number.get())),
        summary: english("What it is."),
        body: english("## What it is\n\nA fact.[^about-us]"),
        sdgs: vec![17_u8.try_into().unwrap()],
        sources: vec![slug("about-us")],
    }
}

fn country(code: CountryCode) -> Country {
    let (name, zones): (Localized, &[&str]) = match code {
        CountryCode::La => (both("Lao PDR", "老挝"), &["Asia/Vientiane"]),
        CountryCode::Id => (both("Indonesia", "印度尼西亚"), &["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
        CountryCode::Mm => (both("Myanmar", "缅甸"), &["Asia/Yangon"]),
        other => (english(other.code()), &["Asia/Shanghai"]),
    };
    Country {
        code,
        name,
        capital: english("Its capital"),
        languages: english("Its languages"),
        locales: if code == CountryCode::La { vec![Locale::Lo, Locale::ZhHans] } else { Vec::new() },
        zones: zones.iter().map(|zone| zone.parse().unwrap()).collect(),
        ministry: english("Its ministry"),
        asean_since: match code {
            CountryCode::Cn => None,
            CountryCode::Tl => Some(2025),
            _ => Some(1997),
        },
        body: english("What concerns it.[^about-us]"),
        sources: ["portal-record", "iana-tz", "iso-3166", "about-us"].map(slug).to_vec(),
    }
}

/// What the sample event says, with these fields in place of its own.
pub(crate) fn content(fields: &[(&str, &str)]) -> EventContent {
    let mut pairs = vec![
        ("slug", "mangroves"),
        ("title.en", "Mangroves, together"),
        ("summary.en", "About mangroves."),
        ("body.en", "Bring boots."),
        ("start-date", "2026-12-03"),
        ("start-time", "09:00"),
        ("end-date", "2026-12-03"),
        ("end-time", "12:30"),
        ("zone", "Asia/Jakarta"),
        ("format", "hybrid"),
        ("venue.en", "Jakarta"),
        ("join-link", "https://meet.example/mangroves"),
        ("spoken", "id"),
        ("programmes", "forum"),
        ("areas", "1"),
        ("countries", "ID"),
        ("sdgs", "17"),
        ("organisers.en", "The Center"),
        ("contact-name", "Linh"),
        ("contact-email", "linh@portal.example"),
    ];
    pairs.retain(|(name, _)| fields.iter().all(|(n, _)| n != name));
    pairs.extend_from_slice(fields);
    EventForm::from_pairs(pairs).parse(None, Locale::En, 1).unwrap()
}

/// A published event in Jakarta, ten days after [`NOW`].
pub(crate) fn event() -> Event {
    let at = |s: &str| s.parse::<Timestamp>().unwrap();
    Event {
        version: 3,
        status: Status::Published,
        updated_at: at("2026-11-02T02:02:02Z"),
        published_at: Some(at("2026-10-05T00:00:00Z")),
        ..Event::first(EventId::from_stored("e1".to_owned()), content(&[]), at("2026-10-01T00:00:00Z"))
    }
}
