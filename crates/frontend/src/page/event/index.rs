//! The list of events, with the form that filters it.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    event::{Event, EventQuery, Format, Paged, Period},
    route::Route,
};

use super::super::{Head, Page};
use crate::{
    card::Card,
    component::{
        Choice, Holds, Opening, Select, alternates, country_choices, event_list, formats, opening, pager, select,
        year_choices,
    },
    context::{interface, link, locale, plain, plain_told, t, t_with},
    format,
};

/// The events that match, with the form that filters them. `years`: the years there are events of this period in,
/// latest first.
#[must_use]
pub fn index(catalogue: &Catalogue, query: &EventQuery, events: &Paged<Event>, years: &[i16]) -> Page {
    let intro = super::super::intro(catalogue, "events", "nav-events");
    let results = t(&format!("event-{}", query.period.name()));
    let filters = filters(catalogue, query);
    // A feed is of the whole list: it does not begin where a page of it does.
    let list = Route::Events(EventQuery { after: None, ..query.clone() });
    let name = name(&results, &filters);
    let alternates = alternates(&list, &name, &["ics", "atom", "csv", "json"]);
    let head = Head {
        title: name,
        description: plain(&intro.summary),
        alternates: alternates.clone(),
        card: Some(Card::page(locale(), catalogue, "events", "nav-events")),
        ..Head::default()
    };
    let opening = opening(Opening {
        above: Vec::new(),
        here: intro.title.clone(),
        eyebrow: None,
        title: &intro.title,
        notice: None,
        lead: Some(&intro.summary),
        below: None,
    });
    let found = (!filters.is_empty()).then(|| {
        let found = t_with("event-filtered-by", &[("filters", format::list(interface(), filters).into())]);
        view! { <p class="meta">{found}</p> }
    });
    let items =
        if events.items.is_empty() { empty(query) } else { event_list(catalogue, &events.items, "event-none-here") };
    let first = query.after.is_some().then(|| Route::Events(EventQuery { after: None, ..query.clone() }));
    let next = events.next.clone().map(|after| Route::Events(EventQuery { after: Some(after), ..query.clone() }));
    let body = view! {
        {opening}
        <div class="bay">
            <div class="page stack">
                {periods(query)}
                {form(catalogue, query, years)}
                <h2 id="results">{results}</h2>
                {found}
                {items}
                {pager(first, next)}
            </div>
        </div>
        <section class="bay quiet">
            <div class="page stack">
                <h2>{t("event-formats")}</h2>
                <p class="measure">{t("event-formats-lead")}</p>
                {formats(&alternates, Holds::Events)}
            </div>
        </section>
    };
    Page { head, body: body.into_any() }
}

/// What the list is of: "Upcoming events: Forum, Lao PDR".
fn name(results: &str, filters: &[String]) -> String {
    if filters.is_empty() {
        return results.to_owned();
    }
    let filters = format::list(interface(), filters.iter().cloned());
    t_with("event-list-of", &[("events", results.to_owned().into()), ("filters", filters.into())])
}

/// What is asked besides the period, in words.
fn filters(catalogue: &Catalogue, query: &EventQuery) -> Vec<String> {
    let programme = query.programme.as_ref().map(|slug| {
        catalogue
            .programme(slug.as_str())
            .map_or_else(|| slug.to_string(), |programme| plain_told(&programme.short_name))
    });
    let area = query.area.and_then(|number| catalogue.area(number)).map(|area| plain_told(&area.short_name));
    let country = query.country.and_then(|code| catalogue.country(code)).map(|country| plain_told(&country.name));
    let way = query.format.map(|format| t(&format!("format-{}", format.name())));
    let year = query.year.map(|year| format::year(interface(), year));
    [programme, area, country, way, year].into_iter().flatten().collect()
}

/// Upcoming or past, under the same filters.
fn periods(query: &EventQuery) -> AnyView {
    let links = [Period::Upcoming, Period::Past]
        .map(|period| {
            let current = (period == query.period).then_some("page");
            let href = link(&Route::Events(EventQuery { period, after: None, ..query.clone() }));
            view! { <li><a href=href aria-current=current>{t(&format!("period-{}", period.name()))}</a></li> }
        })
        .collect_view();
    view! { <nav aria-label=t("event-periods")><ul role="list" class="tabs">{links}</ul></nav> }.into_any()
}

/// The form. It asks by GET: what it asks is in the address, and can be shared.
fn form(catalogue: &Catalogue, query: &EventQuery, years: &[i16]) -> AnyView {
    let none = FieldErrors::none();
    let fields = [
        programmes(catalogue, query),
        areas(catalogue, query),
        field("country", country_choices(catalogue, query.country)),
        ways(query),
        field("year", year_choices(years, query.year)),
    ]
    .map(|field| select(field, &none))
    .collect_view();
    // The form's own address takes no query: the browser puts the fields in its place.
    let action = link(&Route::Events(EventQuery::default()));
    let period = (query.period != Period::default())
        .then(|| view! { <input type="hidden" name="period" value=query.period.name()/> });
    let clear = query.is_filtered().then(|| {
        let all = EventQuery { period: query.period, ..EventQuery::default() };
        view! { <a href=link(&Route::Events(all))>{t("event-clear")}</a> }
    });
    view! {
        <form class="find" method="get" action=action role="search" aria-label=t("event-find")>
            {period}
            {fields}
            <p class="row"><button class="button" type="submit">{t("event-show")}</button>{clear}</p>
        </form>
    }
    .into_any()
}

fn field(name: &str, choices: Vec<Choice>) -> Select {
    Select { name: name.to_owned(), label: t(&format!("event-filter-{name}")), none: Some(t("event-any")), choices }
}

fn programmes(catalogue: &Catalogue, query: &EventQuery) -> Select {
    let choices = catalogue
        .programmes
        .iter()
        .map(|p| Choice::text(p.slug.to_string(), &p.short_name, query.programme.as_ref() == Some(&p.slug)))
        .collect();
    field("programme", choices)
}

fn areas(catalogue: &Catalogue, query: &EventQuery) -> Select {
    let choices = catalogue
        .areas
        .iter()
        .map(|area| Choice::text(area.number.get().to_string(), &area.short_name, query.area == Some(area.number)))
        .collect();
    field("area", choices)
}

fn ways(query: &EventQuery) -> Select {
    let choice = |format: Format| {
        Choice::word(format.name(), t(&format!("format-{}", format.name())), query.format == Some(format))
    };
    field("format", Format::ALL.map(choice).into())
}

/// Nothing found: what else to try.
fn empty(query: &EventQuery) -> AnyView {
    let words =
        if query.is_filtered() { t("event-none-filtered") } else { t(&format!("event-none-{}", query.period.name())) };
    let other = match query.period {
        Period::Upcoming => Period::Past,
        Period::Past => Period::Upcoming,
    };
    let mut ways =
        vec![(t(&format!("event-try-{}", other.name())), EventQuery { period: other, after: None, ..query.clone() })];
    if query.is_filtered() {
        ways.push((t("event-clear"), EventQuery { period: query.period, ..EventQuery::default() }));
    }
    let ways = ways
        .into_iter()
        .map(|(words, query)| view! { <li><a href=link(&Route::Events(query))>{words}</a></li> })
        .collect_view();
    view! { <div class="empty stack tight"><p>{words}</p><ul>{ways}</ul></div> }.into_any()
}

#[cfg(test)]
mod tests {
    use model::{event::Cursor, locale::Locale};

    use super::*;
    use crate::page::sample;

    fn filtered() -> EventQuery {
        EventQuery {
            period: Period::Past,
            programme: "forum".parse().ok(),
            area: "1".parse().ok(),
            country: "ID".parse().ok(),
            format: Some(Format::Hybrid),
            year: Some(2024),
            after: None,
        }
    }

    fn list(query: &EventQuery, events: Paged<Event>) -> String {
        let catalogue = sample::catalogue();
        sample::render(Locale::En, Route::Events(query.clone()), || index(&catalogue, query, &events, &[2026, 2025]))
    }

    fn page(items: Vec<Event>, next: Option<Cursor>) -> Paged<Event> {
        Paged { items, next }
    }

    #[test]
    fn the_form_keeps_what_was_asked() {
        let html = list(&filtered(), page(vec![sample::event()], None));
        for chosen in ["forum", "1", "id", "hybrid", "2024"] {
            assert!(html.contains(&format!("<option value=\"{chosen}\" selected")), "{chosen}: {html}");
        }
        assert!(html.contains("<input type=\"hidden\" name=\"period\" value=\"past\">"), "{html}");
        assert!(html.contains("action=\"/en/events\""));
        sample::assert_sound(&html);
    }

    #[test]
    fn every_representation_has_the_same_filters_and_is_printed() {
        let query = EventQuery { after: Cursor::parse("5_a1"), ..filtered() };
        let html = list(&query, page(vec![sample::event()], None));
        let asked = "period=past&amp;programme=forum&amp;area=1&amp;country=id&amp;format=hybrid&amp;year=2024";
        for extension in ["ics", "atom", "csv", "json"] {
            let href = format!("href=\"/en/events.{extension}?{asked}\"");
            assert_eq!(html.matches(&href).count(), 2, "{extension}: in the head and on the page: {html}");
            assert!(html.contains(&format!("<code>https://portal.example/en/events.{extension}?{asked}</code>")));
        }
    }

    #[test]
    fn the_other_period_keeps_the_filters_and_leaves_the_page() {
        let query = EventQuery { after: Cursor::parse("5_a1"), ..filtered() };
        let html = list(&query, page(vec![sample::event()], None));
        let rest = "programme=forum&amp;area=1&amp;country=id&amp;format=hybrid&amp;year=2024";
        assert!(html.contains(&format!("href=\"/en/events?{rest}\"")), "{html}");
        assert!(html.contains(&format!("href=\"/en/events?period=past&amp;{rest}\" aria-current=\"page\"")), "{html}");
    }

    #[test]
    fn a_long_list_leads_on_and_back() {
        let query = EventQuery { after: Cursor::parse("5_a1"), ..EventQuery::default() };
        let html = list(&query, page(vec![sample::event()], Cursor::parse("9_b2")));
        assert!(html.contains("rel=\"next\" href=\"/en/events?after=9_b2\""), "{html}");
        assert!(
            html.contains("href=\"/en/events\" class=\"button plain\"")
                || html.contains("class=\"button plain\" href=\"/en/events\"")
        );
    }

    #[test]
    fn an_empty_list_offers_ways_on() {
        let html = list(&filtered(), page(Vec::new(), None));
        assert!(html.contains("class=\"empty"), "{html}");
        assert!(html.contains("href=\"/en/events?period=past\""), "without the filters: {html}");
        sample::assert_sound(&html);
    }
}
