//! One priority area of the Framework.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::{Event, EventQuery},
    plan::Area,
    route::Route,
};

use super::super::{Head, Page};
use crate::{
    card::Card,
    component::{
        Fact, Opening, agenda, body, facts, goals_named, neighbours, opening, programme_links, sources_band, text,
    },
    context::{link, locale, plain, plain_told, t, t_with},
    markdown::Footnotes,
};

/// One priority area, with its next and latest events.
#[must_use]
pub fn area(catalogue: &Catalogue, area: &Area, upcoming: &[Event], past: &[Event]) -> Page {
    let card = Some(Card::area(locale(), area));
    let head = Head { title: plain(&area.name), description: plain(&area.summary), card, ..Head::default() };
    let mut notes = Footnotes::new(catalogue);
    let opening = opening(Opening {
        above: vec![(t("nav-framework"), Route::Framework)],
        here: area.short_name.clone(),
        eyebrow: Some(number(area).into_any()),
        title: &area.name,
        notice: None,
        lead: Some(&area.summary),
        below: None,
    });
    let story = body(&area.name, &area.body, 2, &mut notes);
    let about = about(catalogue, area, &mut notes);
    notes.also(&area.sources);
    let query = EventQuery { area: Some(area.number), ..EventQuery::default() };
    let agenda = agenda(catalogue, &query, &plain_told(&area.short_name), upcoming, past);
    let body = view! {
        <article>
            {opening}
            <div class="bay">
                <div class="page split">
                    <div class="stack">{story}</div>
                    <div class="stack">{about}</div>
                </div>
            </div>
            {agenda}
            <div class="bay"><div class="page">{others(catalogue, area)}</div></div>
            {sources_band(&notes)}
        </article>
    };
    Page { head, body: body.into_any() }
}

fn number(area: &Area) -> String {
    t_with("framework-area-of", &[("number", area.number.get().into())])
}

/// What stands beside the story.
fn about(catalogue: &Catalogue, area: &Area, notes: &mut Footnotes<'_>) -> AnyView {
    let flagships: Vec<_> = catalogue
        .flagships
        .iter()
        .filter(|flagship| flagship.area == area.number)
        .filter_map(|flagship| {
            let programme = catalogue.programme(flagship.programme.as_str())?;
            let href = link(&Route::Programme(programme.slug.clone()));
            let cites = notes.cite_all(&flagship.sources);
            Some(view! {
                <p><a href=href>{text(&programme.name)}</a></p>
                <p class="meta">{text(&flagship.summary)}{cites}</p>
            })
        })
        .collect();
    let flagship = if flagships.is_empty() {
        Fact::new("framework-flagship", t("framework-no-flagship").into_any())
    } else {
        Fact::new("framework-flagship", flagships.into_any())
    };
    let programmes: Vec<_> = catalogue.programmes_in(area.number).map(|programme| programme.slug.clone()).collect();
    let programmes =
        (!programmes.is_empty()).then(|| Fact::new("framework-programmes", programme_links(catalogue, &programmes)));
    let goals = (!area.sdgs.is_empty()).then(|| {
        let goals = goals_named(catalogue, &area.sdgs);
        let value = view! { {goals}<p class="hint">{t("framework-mapping")}</p> };
        Fact::new("framework-goals", value.into_any())
    });
    facts([Some(flagship), programmes, goals])
}

/// The areas before and after this one.
fn others(catalogue: &Catalogue, area: &Area) -> AnyView {
    let step = |other: &Area| (text(&other.short_name), Route::Area(other.number));
    let before = catalogue.areas.iter().rfind(|other| other.number < area.number).map(step);
    let after = catalogue.areas.iter().find(|other| other.number > area.number).map(step);
    neighbours("framework-other-areas", before, after)
}

#[cfg(test)]
mod tests {
    use model::locale::Locale;

    use super::*;
    use crate::page::sample;

    fn show(n: u8) -> String {
        let catalogue = sample::catalogue();
        let found = catalogue.areas[usize::from(n) - 1].clone();
        sample::render(Locale::En, Route::Area(found.number), || area(&catalogue, &found, &[], &[]))
    }

    #[test]
    fn an_area_leads_to_the_areas_beside_it() {
        let (first, second) = (show(1), show(2));
        assert!(!first.contains("rel=\"prev\"") && first.contains("rel=\"next\""));
        assert!(second.contains("rel=\"prev\" href=\"/en/framework/areas/1\""), "{second}");
        assert!(second.contains("rel=\"next\" href=\"/en/framework/areas/3\""));
        sample::assert_sound(&second);
    }

    #[test]
    fn an_area_without_a_flagship_says_so() {
        assert!(show(1).contains("belong to other areas"));
        assert!(show(2).contains("Marine Plastics Reduction Action"));
    }

    #[test]
    fn its_events_are_found_under_its_own_filter() {
        assert!(show(2).contains("href=\"/en/events?area=2\""));
    }
}
