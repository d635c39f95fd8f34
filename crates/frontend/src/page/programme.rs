//! Programmes.

mod edition;

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    country::CountryCode,
    event::{Event, EventQuery},
    plan::Flagship,
    programme::Programme,
    route::Route,
};

use super::{Head, Page};
use crate::{
    card::Card,
    component::{
        Fact, Holds, LedgerRow, Opening, agenda, alternates, area_links, body, country_links, facts, formats,
        goals_named, ledger, opening, programme_links, small_tile_map, sources_band, text,
    },
    context::{interface, link, locale, plain, plain_told, t, t_with},
    format,
    markdown::Footnotes,
};

/// All programmes.
#[must_use]
pub fn index(catalogue: &Catalogue) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let page = super::intro(catalogue, "programmes", "nav-programmes");
    let alternates = alternates(&Route::Programmes, &plain(&page.title), &["json"]);
    let head = Head {
        title: plain(&page.title),
        description: plain(&page.summary),
        alternates: alternates.clone(),
        card: Some(Card::page(locale(), catalogue, "programmes", "nav-programmes")),
        ..Head::default()
    };
    let opening = opening(Opening {
        above: Vec::new(),
        here: page.title.clone(),
        eyebrow: None,
        title: &page.title,
        notice: None,
        lead: Some(&page.summary),
        below: None,
    });
    // In the order in which they are read: the citations are numbered as they come.
    let rows = catalogue.programmes.iter().map(|programme| row(catalogue, programme, &mut notes)).collect();
    let intro = body(&page.title, &page.body, 2, &mut notes);
    notes.also(&page.sources);
    let body = view! {
        {opening}
        <div class="bay">
            <div class="page stack">{ledger(rows)}{intro}</div>
        </div>
        {data(&alternates)}
        {sources_band(&notes)}
    };
    Page { head, body: body.into_any() }
}

fn row(catalogue: &Catalogue, programme: &Programme, notes: &mut Footnotes<'_>) -> LedgerRow {
    let cites = notes.cite_all(programme.cited_in_lists());
    let kind = kind(programme);
    let since = programme.since.map(|_| format!(" · {}", since(programme)));
    let flagship = flagship(catalogue, programme).map(|_| view! { <p class="tag">{t("programme-flagship")}</p> });
    let areas = programme
        .areas
        .iter()
        .filter_map(|number| catalogue.area(*number))
        .map(|area| {
            let number = t_with("programme-area", &[("number", area.number.get().into())]);
            view! { <p class="meta">{number}" "{text(&area.short_name)}</p> }
        })
        .collect_view();
    LedgerRow {
        number: String::new(),
        route: Route::Programme(programme.slug.clone()),
        title: text(&programme.name),
        below: view! { <p class="eyebrow">{kind}{since}</p><p>{text(&programme.summary)}{cites}</p> }.into_any(),
        side: view! { {flagship}{areas} }.into_any(),
    }
}

/// One programme, with its next and latest events.
#[must_use]
pub fn show(catalogue: &Catalogue, programme: &Programme, upcoming: &[Event], past: &[Event]) -> Page {
    let route = Route::Programme(programme.slug.clone());
    let alternates = alternates(&route, &plain(&programme.short_name), &["json"]);
    let head = Head {
        title: plain(&programme.name),
        description: plain(&programme.summary),
        alternates: alternates.clone(),
        card: Some(Card::programme(locale(), programme)),
        ..Head::default()
    };
    let mut notes = Footnotes::new(catalogue);
    let opening = opening(Opening {
        above: vec![(t("nav-programmes"), Route::Programmes)],
        here: programme.short_name.clone(),
        eyebrow: Some(eyebrow(catalogue, programme)),
        title: &programme.name,
        notice: None,
        lead: Some(&programme.summary),
        below: None,
    });
    // In the order in which they are read: the citations are numbered as they come.
    let story = body(&programme.name, &programme.body, 2, &mut notes);
    let facts = about(catalogue, programme, &mut notes);
    let editions = edition::editions(catalogue, programme, &mut notes);
    notes.also(&programme.sources);
    let query = EventQuery { programme: Some(programme.slug.clone()), ..EventQuery::default() };
    let agenda = agenda(catalogue, &query, &plain_told(&programme.short_name), upcoming, past);
    let body = view! {
        <article>
            {opening}
            <div class="bay">
                <div class="page split">
                    <div class="stack">{story}</div>
                    <div class="stack">{facts}</div>
                </div>
            </div>
            {editions}
            {agenda}
            {data(&alternates)}
            {sources_band(&notes)}
        </article>
    };
    Page { head, body: body.into_any() }
}

/// The ways to the page's content for other software.
fn data(alternates: &[super::Alternate]) -> AnyView {
    let formats = formats(alternates, Holds::Facts);
    view! {
        <section class="bay">
            <div class="page stack"><h2>{t("list-data")}</h2>{formats}</div>
        </section>
    }
    .into_any()
}

/// What sort of thing it is, and whether the Framework lays special emphasis on it.
fn eyebrow(catalogue: &Catalogue, programme: &Programme) -> AnyView {
    let since = programme.since.map(|_| format!(" · {}", since(programme)));
    let flagship = flagship(catalogue, programme).map(|_| {
        let href = link(&Route::Framework);
        view! { " · "<a href=href>{t("programme-flagship-of-framework")}</a> }
    });
    view! { {kind(programme)}{since}{flagship} }.into_any()
}

fn kind(programme: &Programme) -> String {
    t(&format!("programme-kind-{}", programme.kind.name()))
}

fn since(programme: &Programme) -> String {
    programme
        .since
        .map(|since| t_with("programme-since", &[("date", format::partial(interface(), since).into())]))
        .unwrap_or_default()
}

fn flagship<'a>(catalogue: &'a Catalogue, programme: &Programme) -> Option<&'a Flagship> {
    catalogue.flagships.iter().find(|flagship| flagship.programme == programme.slug)
}

/// What stands beside the story.
fn about(catalogue: &Catalogue, programme: &Programme, notes: &mut Footnotes<'_>) -> AnyView {
    let flagship = flagship(catalogue, programme).map(|flagship| {
        let cites = notes.cite_all(&flagship.sources);
        let value = view! { <p>{text(&flagship.summary)}{cites}</p> };
        Fact::new("programme-flagship", value.into_any())
    });
    let areas =
        (!programme.areas.is_empty()).then(|| Fact::new("programme-areas", area_links(catalogue, &programme.areas)));
    let parent = programme
        .parent
        .as_ref()
        .map(|parent| Fact::new("programme-parent", programme_links(catalogue, std::slice::from_ref(parent))));
    let children: Vec<_> = catalogue
        .programmes
        .iter()
        .filter(|child| child.parent.as_ref() == Some(&programme.slug))
        .map(|child| child.slug.clone())
        .collect();
    let children =
        (!children.is_empty()).then(|| Fact::new("programme-children", programme_links(catalogue, &children)));
    let goals = (!programme.sdgs.is_empty()).then(|| {
        let goals = goals_named(catalogue, &programme.sdgs);
        let value = view! { {goals}<p class="hint">{t("programme-goals-mapping")}</p> };
        Fact::new("programme-goals", value.into_any())
    });
    let countries = (!programme.countries.is_empty())
        .then(|| Fact::new("programme-countries", countries(catalogue, &programme.countries)));
    facts([flagship, areas, parent, children, goals, countries])
}

/// The countries on the map and in words.
fn countries(catalogue: &Catalogue, codes: &[CountryCode]) -> AnyView {
    let all = CountryCode::ALL.iter().all(|code| codes.contains(code));
    let words =
        if all { view! { <p>{t("programme-countries-all")}</p> }.into_any() } else { country_links(catalogue, codes) };
    view! { {words}<figure>{small_tile_map(catalogue, codes)}</figure> }.into_any()
}

#[cfg(test)]
mod tests {
    use model::{locale::Locale, route::Route};

    use super::*;
    use crate::page::sample;

    #[test]
    fn the_index_names_every_programme_with_its_kind_and_its_area() {
        let catalogue = sample::catalogue();
        let html = sample::render(Locale::En, Route::Programmes, || index(&catalogue));
        for words in ["ASEAN-China Environmental Cooperation Forum", "Marine Plastics Reduction Action", "Flagship"] {
            assert!(html.contains(words), "{words}\n{html}");
        }
        assert!(html.contains(&format!("href=\"{}\"", Route::Programme(sample::slug("forum")).path(Locale::En))));
        sample::assert_sound(&html);
    }

    #[test]
    fn a_programme_names_its_parent_and_its_parent_names_it() {
        let catalogue = sample::catalogue();
        let page = |slug: &str| {
            let programme = catalogue.programme(slug).unwrap();
            let route = Route::Programme(programme.slug.clone());
            sample::render(Locale::ZhHans, route, || show(&catalogue, programme, &[], &[]))
        };
        assert!(page("marine-plastics-action").contains("href=\"/zh-Hans/programmes/eco-friendly-urban-development\""));
        assert!(page("eco-friendly-urban-development").contains("href=\"/zh-Hans/programmes/marine-plastics-action\""));
    }

    #[test]
    fn goals_are_called_the_portal_s_own_mapping() {
        let catalogue = sample::catalogue();
        let programme = catalogue.programme("forum").unwrap();
        let route = Route::Programme(programme.slug.clone());
        let html = sample::render(Locale::En, route, || show(&catalogue, programme, &[], &[]));
        assert!(html.contains("portal’s own mapping"), "{html}");
        sample::assert_sound(&html);
    }

    #[test]
    fn a_name_known_in_english_alone_carries_its_language_on_a_chinese_page() {
        let catalogue = sample::catalogue();
        let programme = catalogue.programme("marine-plastics-action").unwrap();
        let route = Route::Programme(programme.slug.clone());
        let html = sample::render(Locale::ZhHans, route, || show(&catalogue, programme, &[], &[]));
        assert!(html.contains("<h1 lang=\"en\">Marine Plastics Reduction Action</h1>"), "{html}");
        assert!(html.contains("<div lang=\"en\" class=\"prose"), "{html}");
        assert!(html.contains("现以英语显示"), "the note names the language: {html}");
    }

    #[test]
    fn its_events_are_found_in_the_list_under_its_own_filter() {
        let catalogue = sample::catalogue();
        let programme = catalogue.programme("forum").unwrap();
        let event = sample::event();
        let route = Route::Programme(programme.slug.clone());
        let html = sample::render(Locale::En, route, || {
            show(&catalogue, programme, std::slice::from_ref(&event), std::slice::from_ref(&event))
        });
        assert!(html.contains("href=\"/en/events?programme=forum\""), "{html}");
        assert!(html.contains("href=\"/en/events?period=past&amp;programme=forum\""), "{html}");
    }
}
