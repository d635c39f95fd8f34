//! An earlier strategy.

use leptos::prelude::*;
use model::{catalogue::Catalogue, plan::Plan, route::Route};

use super::{
    super::{Head, Page, plan_route},
    term,
};
use crate::{
    card::Card,
    component::{Fact, Opening, body, facts, neighbours, opening, sources_band, text},
    context::{locale, plain, t},
    markdown::Footnotes,
};

/// An earlier strategy.
#[must_use]
pub fn plan(catalogue: &Catalogue, plan: &Plan) -> Page {
    let card = Some(Card::plan(locale(), plan));
    let head = Head { title: plain(&plan.name), description: plain(&plan.summary), card, ..Head::default() };
    let mut notes = Footnotes::new(catalogue);
    let opening = opening(Opening {
        above: vec![(t("nav-framework"), Route::Framework)],
        here: plan.short_name.clone(),
        eyebrow: Some(t("framework-earlier-one").into_any()),
        title: &plan.name,
        notice: None,
        lead: Some(&plan.summary),
        below: None,
    });
    let story = body(&plan.name, &plan.body, 2, &mut notes);
    notes.also(&plan.sources);
    let facts = facts([Some(Fact::new("framework-term", term(plan).into_any()))]);
    let body = view! {
        <article>
            {opening}
            <div class="bay">
                <div class="page split">
                    <div class="stack">{story}</div>
                    <div class="stack">{facts}</div>
                </div>
            </div>
            <div class="bay"><div class="page">{others(catalogue, plan)}</div></div>
            {sources_band(&notes)}
        </article>
    };
    Page { head, body: body.into_any() }
}

/// The plans before and after this one.
fn others(catalogue: &Catalogue, plan: &Plan) -> AnyView {
    let step = |other: &Plan| (text(&other.short_name), plan_route(other));
    let before = catalogue.plans.iter().rfind(|other| other.from_year < plan.from_year).map(step);
    let after = catalogue.plans.iter().find(|other| other.from_year > plan.from_year).map(step);
    neighbours("framework-other-plans", before, after)
}

#[cfg(test)]
mod tests {
    use model::locale::Locale;

    use super::*;
    use crate::page::sample;

    #[test]
    fn an_earlier_strategy_leads_on_to_the_framework() {
        let catalogue = sample::catalogue();
        let found = catalogue.plans[0].clone();
        let html = sample::render(Locale::En, Route::Plan(found.slug.clone()), || plan(&catalogue, &found));
        assert!(html.contains("rel=\"next\" href=\"/en/framework\""), "{html}");
        assert!(html.contains("the term is over"));
        sample::assert_sound(&html);
    }
}
