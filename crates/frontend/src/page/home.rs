//! The front page.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    country::Country,
    event::{Event, EventQuery},
    history::{HistoryEntry, Theme},
    plan::Area,
    programme::Programme,
    route::Route,
};

use super::{Head, Page, center, country};
use crate::{
    card::Card,
    component::{
        LedgerRow, body, event_list, fallback_note, goals, heading, lead_under, ledger, sources_band, text, tile_map,
    },
    context::{link, locale, plain, t, t_with},
    markdown::Footnotes,
};

/// Who the Center is in one screen, what is next, the four areas, the programmes, the region.
///
/// `upcoming`: the next few public events, soonest first.
#[must_use]
pub fn home(catalogue: &Catalogue, upcoming: &[Event]) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let description = catalogue.page("home").map(|page| plain(&page.summary)).unwrap_or_default();
    // In the order in which they are read: the citations are numbered as they come.
    let body = view! {
        {opening(catalogue, &mut notes)}
        <section class="bay quiet">
            <div class="page split top">
                {next(catalogue, upcoming)}
                {story(catalogue, &mut notes)}
            </div>
        </section>
        {areas(catalogue, &mut notes)}
        {programmes(catalogue, &mut notes)}
        {region(catalogue, &mut notes)}
        {sources_band(&notes)}
    };
    let card = Some(Card::home(locale(), catalogue));
    Page { head: Head { title: t("site-name"), description, card, ..Head::default() }, body: body.into_any() }
}

/// Who the Center is, beside the map.
fn opening(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let words = catalogue.page("home").map(|page| {
        view! {
            {heading(&page.title)}
            {lead_under(&page.title, &page.summary)}
            {fallback_note(&page.title)}
            {body(&page.title, &page.body, 2, notes)}
        }
    });
    view! {
        <section class="bay hero">
            <div class="page split middle">
                <div class="stack">
                    <p class="eyebrow">{t("home-eyebrow")}</p>
                    {words}
                    <p class="row">
                        <a class="button" href=link(&Route::Framework)>{t("home-explore")}</a>
                        <a class="button plain" href=link(&Route::Center(None))>{t("home-story-link")}</a>
                    </p>
                </div>
                <figure>{tile_map(catalogue, &[])}</figure>
            </div>
        </section>
    }
    .into_any()
}

fn next(catalogue: &Catalogue, upcoming: &[Event]) -> AnyView {
    view! {
        <div class="stack">
            <div class="row between">
                <h2>{t("home-next")}</h2>
                <a href=link(&Route::Events(EventQuery::default()))>{t("home-all-events")}</a>
            </div>
            {event_list(catalogue, upcoming, "home-no-events")}
        </div>
    }
    .into_any()
}

/// The beginning of the history, what concerns the Center itself, and where it stands today.
fn story(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let last = catalogue.history.len().saturating_sub(1);
    let entries = catalogue
        .history
        .iter()
        .enumerate()
        .filter(|(at, entry)| *at == 0 || *at == last || entry.theme == Theme::Center)
        .map(|(_, entry)| milestone(entry, notes))
        .collect_view();
    view! {
        <div class="stack">
            <div class="row between">
                <h2>{t("home-history")}</h2>
                <a href=format!("{}#history", link(&Route::Center(None)))>{t("home-whole-history")}</a>
            </div>
            <ol role="list" class="shore">{entries}</ol>
        </div>
    }
    .into_any()
}

fn milestone(entry: &HistoryEntry, notes: &mut Footnotes<'_>) -> AnyView {
    view! {
        <li>{center::year(entry)}" "<p>{text(&entry.title)}{notes.cite_all(&entry.sources)}</p></li>
    }
    .into_any()
}

fn areas(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let rows = catalogue.areas.iter().map(|area| area_row(catalogue, area, notes)).collect();
    view! {
        <section class="bay">
            <div class="page stack">
                <div class="row between">
                    <h2>{t("home-areas")}</h2>
                    <a href=link(&Route::Framework)>{t("home-whole-framework")}</a>
                </div>
                {ledger(rows)}
            </div>
        </section>
    }
    .into_any()
}

fn area_row(catalogue: &Catalogue, area: &Area, notes: &mut Footnotes<'_>) -> LedgerRow {
    let cites = notes.cite_all(area.cited_in_lists());
    let programmes = catalogue
        .programmes_in(area.number)
        .enumerate()
        .map(|(at, p)| view! { {(at > 0).then_some(" · ")}{text(&p.short_name)} })
        .collect_view();
    LedgerRow {
        number: area.number.get().to_string(),
        route: Route::Area(area.number),
        title: text(&area.name),
        below: view! { {programmes}{cites} }.into_any(),
        side: goals(catalogue, &area.sdgs),
    }
}

fn programmes(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let rows = catalogue.programmes.iter().map(|programme| programme_row(programme, notes)).collect();
    view! {
        <section class="bay quiet">
            <div class="page stack">
                <div class="row between">
                    <h2>{t("home-programmes")}</h2>
                    <a href=link(&Route::Programmes)>{t("home-all-programmes")}</a>
                </div>
                {ledger(rows)}
            </div>
        </section>
    }
    .into_any()
}

fn programme_row(programme: &Programme, notes: &mut Footnotes<'_>) -> LedgerRow {
    let cites = notes.cite_all(programme.cited_in_lists());
    let since = programme.since.map(|date| t_with("home-since", &[("year", date.year().to_string().into())]));
    LedgerRow {
        number: String::new(),
        route: Route::Programme(programme.slug.clone()),
        title: text(&programme.name),
        below: view! { {text(&programme.summary)}{cites} }.into_any(),
        side: view! { <span class="meta">{since}</span> }.into_any(),
    }
}

/// The countries, and since when they belong to ASEAN. One citation speaks for all the years.
fn region(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let cites = country::cite_accessions(catalogue, notes);
    let items = catalogue.countries.iter().map(country_item).collect_view();
    view! {
        <section class="bay">
            <div class="page stack">
                <div class="row between">
                    <h2>{t("home-region")}</h2>
                    <a href=link(&Route::Countries)>{t("home-all-countries")}</a>
                </div>
                <p class="measure">{t("home-region-text")}{cites}</p>
                <ul role="list" class="columns">{items}</ul>
            </div>
        </section>
    }
    .into_any()
}

fn country_item(country: &Country) -> AnyView {
    let standing = match country.asean_since {
        Some(year) => t_with("home-asean-since", &[("year", year.to_string().into())]),
        None => t("home-partner"),
    };
    let href = link(&Route::Country(country.code));
    view! { <li><a href=href>{text(&country.name)}</a>" "<span class="meta">{standing}</span></li> }.into_any()
}

#[cfg(test)]
mod tests {
    use model::locale::Locale;

    use super::*;
    use crate::page::sample;

    #[test]
    fn the_front_page_leads_to_every_part() {
        let page = model::page::Page {
            slug: sample::slug("home"),
            title: sample::english("One shared environment"),
            summary: sample::english("Who we are."),
            body: sample::english("A story."),
            sources: vec![],
        };
        let catalogue = Catalogue { pages: vec![page], ..sample::catalogue() };
        let html = sample::render(Locale::ZhHans, Route::Home, || home(&catalogue, &[sample::event()]));
        sample::assert_sound(&html);
        for path in
            ["framework", "center#history", "programmes/forum", "framework/areas/4", "countries/", "events/mangroves"]
        {
            assert!(html.contains(&format!("href=\"/zh-Hans/{path}")), "{path}");
        }
        assert!(html.contains("<title>中国—东盟环境保护合作中心</title>"), "{html}");
    }

    #[test]
    fn without_events_it_says_so() {
        let html = sample::render(Locale::En, Route::Home, || home(&sample::catalogue(), &[]));
        assert!(html.contains(&t("home-no-events")), "{html}");
    }
}
