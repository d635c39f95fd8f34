//! The Framework 2021-2025, its areas and flagships, and the earlier strategies.

mod area;
mod plan;

use jiff::tz;
use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::{Event, EventQuery},
    locale::Localized,
    plan::{Area, Plan},
    route::Route,
};

pub use area::area;
pub use plan::plan;

use super::{Head, Page, country, plan_route};
use crate::{
    card::Card,
    component::{Fact, LedgerRow, Opening, agenda, body, facts, goals, ledger, opening, sources_band, text},
    context::{interface, link, locale, page, plain, t, t_with},
    format,
    markdown::Footnotes,
};

/// The Framework: the four areas, the three flagships, what belongs to each.
#[must_use]
pub fn framework(catalogue: &Catalogue, upcoming: &[Event]) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let intro = super::intro(catalogue, "framework", "nav-framework");
    let card = Some(Card::page(locale(), catalogue, "framework", "nav-framework"));
    let head = Head { title: plain(&intro.title), description: plain(&intro.summary), card, ..Head::default() };
    let plan = catalogue.framework();
    let opening = opening(Opening {
        above: Vec::new(),
        here: Localized::new(interface(), t("nav-framework")),
        eyebrow: plan.map(|plan| term(plan).into_any()),
        title: &intro.title,
        notice: None,
        lead: Some(&intro.summary),
        below: None,
    });
    let words = body(&intro.title, &intro.body, 2, &mut notes);
    let about = plan.map(|plan| about(catalogue, plan, &mut notes));
    let areas = areas(catalogue, &mut notes);
    let flagships = flagships(catalogue, &mut notes);
    let story = plan.map(|plan| {
        let story = body(&intro.title, &plan.body, 3, &mut notes);
        notes.also(&plan.sources);
        view! {
            <section class="bay">
                <div class="page stack editorial"><h2>{t("framework-story")}</h2>{story}</div>
            </section>
        }
    });
    let earlier = earlier(catalogue, &mut notes);
    notes.also(&intro.sources);
    let agenda = agenda(catalogue, &EventQuery::default(), "", upcoming, &[]);
    let body = view! {
        {opening}
        <div class="bay">
            <div class="page split">
                <div class="stack">{words}</div>
                <div class="stack">{about}</div>
            </div>
        </div>
        {areas}
        {flagships}
        {actions()}
        {story}
        {agenda}
        {earlier}
        {sources_band(&notes)}
    };
    Page { head, body: body.into_any() }
}

/// The years of a plan, and whether they are over. Derived from today's date: no page has to be edited at New Year.
fn term(plan: &Plan) -> String {
    let arguments =
        [("from", plan.from_year), ("to", plan.to_year)].map(|(name, year)| (name, year.to_string().into()));
    // Years begin where the Center is: Beijing, eight hours ahead of UTC.
    let today = tz::offset(8).to_datetime(page().now).date();
    t_with(if plan.is_over(today) { "framework-term-over" } else { "framework-term-running" }, &arguments)
}

/// What the Framework is, in facts.
fn about(catalogue: &Catalogue, plan: &Plan, notes: &mut Footnotes<'_>) -> AnyView {
    let cites = notes.cite_all(&plan.sources);
    let name = Fact::new("framework-name", view! { {text(&plan.name)}{cites} }.into_any());
    facts([Some(name), members(catalogue, plan, notes)])
}

/// How many members ASEAN had when the plan began, and who has joined since. From what the countries say of themselves.
fn members(catalogue: &Catalogue, plan: &Plan, notes: &mut Footnotes<'_>) -> Option<Fact> {
    let (then, since): (Vec<_>, Vec<_>) = catalogue
        .countries
        .iter()
        .filter_map(|country| Some((country, country.asean_since?)))
        .partition(|(_, year)| *year <= plan.from_year);
    if then.is_empty() {
        return None;
    }
    let year = plan.from_year.to_string();
    let words = t_with("framework-members-then", &[("year", year.into()), ("count", then.len().into())]);
    let joined = since.into_iter().map(|(country, year)| {
        let href = link(&Route::Country(country.code));
        let words = t_with("framework-members-since", &[("year", year.to_string().into())]);
        view! { <p><a href=href>{text(&country.name)}</a>" "{words}</p> }
    });
    let joined = joined.collect_view();
    let cites = country::cite_accessions(catalogue, notes);
    let value = view! { <p>{words}{cites}</p>{joined} };
    Some(Fact::new("framework-members", value.into_any()))
}

/// The priority areas, with what belongs to each.
fn areas(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let rows = catalogue.areas.iter().map(|area| area_row(catalogue, area, notes)).collect();
    view! {
        <section class="bay quiet">
            <div class="page stack">
                <h2>{t("framework-areas")}</h2>
                {ledger(rows)}
                <p class="hint">{t("framework-mapping")}</p>
            </div>
        </section>
    }
    .into_any()
}

fn area_row(catalogue: &Catalogue, area: &Area, notes: &mut Footnotes<'_>) -> LedgerRow {
    let cites = notes.cite_all(area.cited_in_lists());
    let programmes = catalogue
        .programmes_in(area.number)
        .map(|programme| {
            let href = link(&Route::Programme(programme.slug.clone()));
            let is_flagship = catalogue.flagships.iter().any(|flagship| flagship.programme == programme.slug);
            let flagship = is_flagship.then(|| view! { " "<span class="tag">{t("framework-flagship")}</span> });
            view! { <li><a href=href>{text(&programme.short_name)}</a>{flagship}</li> }
        })
        .collect_view();
    LedgerRow {
        number: area.number.get().to_string(),
        route: Route::Area(area.number),
        title: text(&area.name),
        below: view! { <p>{text(&area.summary)}{cites}</p><ul role="list" class="row">{programmes}</ul> }.into_any(),
        side: goals(catalogue, &area.sdgs),
    }
}

/// The undertakings on which the Framework lays special emphasis.
fn flagships(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let rows: Vec<_> = catalogue
        .flagships
        .iter()
        .filter_map(|flagship| {
            let programme = catalogue.programme(flagship.programme.as_str())?;
            let cites = notes.cite_all(&flagship.sources);
            let area = catalogue.area(flagship.area).map(|area| {
                let href = link(&Route::Area(area.number));
                let number = t_with("framework-area-number", &[("number", area.number.get().into())]);
                view! { <p class="meta"><a href=href>{number}" · "{text(&area.short_name)}</a></p> }
            });
            Some(LedgerRow {
                number: String::new(),
                route: Route::Programme(programme.slug.clone()),
                title: text(&programme.name),
                below: view! { <p>{text(&flagship.summary)}{cites}</p> }.into_any(),
                side: area.into_any(),
            })
        })
        .collect();
    view! {
        <section class="bay">
            <div class="page stack">
                <h2>{t("framework-flagships")}</h2>
                {ledger(rows)}
            </div>
        </section>
    }
    .into_any()
}

/// The place of the plan's actions. Their list was not found in public: that is said, and nothing is put in its place.
fn actions() -> AnyView {
    view! {
        <section class="bay quiet" id="actions">
            <div class="page beside">
                <h2>{t("framework-actions")}</h2>
                <p class="measure">{t("framework-actions-open")}</p>
            </div>
        </section>
    }
    .into_any()
}

/// The strategies before the Framework, latest first.
fn earlier(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let rows: Vec<_> = catalogue
        .plans
        .iter()
        .rev()
        .filter(|plan| plan.slug != *Plan::FRAMEWORK)
        .map(|plan| {
            let cites = notes.cite_all(&plan.sources);
            LedgerRow {
                number: String::new(),
                route: plan_route(plan),
                title: text(&plan.name),
                below: view! { {text(&plan.summary)}{cites} }.into_any(),
                side: view! { <p class="meta">{years(plan)}</p> }.into_any(),
            }
        })
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="bay" id="earlier">
            <div class="page stack">
                <h2>{t("framework-earlier")}</h2>
                {ledger(rows)}
            </div>
        </section>
    }
    .into_any()
}

/// The years of a plan: "2016 – 2020".
fn years(plan: &Plan) -> String {
    let year = |year| format::year(interface(), year);
    t_with("framework-years", &[("from", year(plan.from_year).into()), ("to", year(plan.to_year).into())])
}

#[cfg(test)]
mod tests {
    use model::locale::Locale;

    use super::*;
    use crate::page::sample;

    fn at(now: &str) -> String {
        let catalogue = sample::catalogue();
        sample::render_at(now, Locale::En, Route::Framework, || framework(&catalogue, &[]))
    }

    #[test]
    fn its_term_runs_and_is_over_by_the_clock_of_beijing() {
        assert!(at("2025-12-31T15:59:59Z").contains("the term is running"));
        assert!(at("2025-12-31T16:00:00Z").contains("the term is over"));
    }

    #[test]
    fn members_are_counted_as_of_its_first_year() {
        let html = at(sample::NOW);
        assert!(html.contains("ASEAN had 10 members in 2021"), "{html}");
        assert!(html.contains("href=\"/en/countries/tl\""));
    }

    #[test]
    fn the_place_of_the_actions_says_that_their_list_is_not_public() {
        let html = at(sample::NOW);
        assert!(html.contains("has not been found in public"));
        sample::assert_sound(&html);
    }

    #[test]
    fn earlier_strategies_are_kept_apart_from_the_framework() {
        let html = at(sample::NOW);
        assert!(html.contains("href=\"/en/plans/strategy-2016-2020\""));
        assert!(!html.contains("/plans/framework-2021-2025"), "the Framework has a page of its own");
    }

    #[test]
    fn every_area_and_every_flagship_leads_on() {
        let html = at(sample::NOW);
        for n in 1..=4 {
            assert!(html.contains(&format!("href=\"/en/framework/areas/{n}\"")));
        }
        assert!(html.contains("href=\"/en/programmes/marine-plastics-action\""));
    }
}
