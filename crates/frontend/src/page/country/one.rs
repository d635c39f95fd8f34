//! What concerns one country.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    country::Country,
    event::{Event, EventQuery},
    locale::{Locale, Localized},
    programme::Programme,
    route::Route,
};

use super::{
    super::{Head, Page},
    CLOCKS, CODES, RECORD, cite, offsets,
};
use crate::{
    card::Card,
    component::{
        Fact, Holds, LedgerRow, Opening, agenda, alternates, body, facts, formats, ledger, neighbours, opening,
        sources_band, text, tile_map,
    },
    context::{interface, link, locale, page, pick, plain, plain_told, t, t_with},
    format,
    markdown::{Footnotes, plain_text},
    message,
};

/// The longest description for search engines, in characters.
const DESCRIPTION: usize = 200;

/// What concerns one country.
#[must_use]
pub fn show(catalogue: &Catalogue, country: &Country, upcoming: &[Event], past: &[Event]) -> Page {
    let name = plain(&country.name);
    let query = EventQuery { country: Some(country.code), ..EventQuery::default() };
    let facts_as_data = alternates(&Route::Country(country.code), &name, &["json"]);
    let events_as_data = alternates(
        &Route::Events(query.clone()),
        &t_with("country-events-of", &[("country", name.clone().into())]),
        &["ics", "atom", "csv", "json"],
    );
    let head = Head {
        title: name.clone(),
        description: pick(&country.body).map(|shown| plain_text(shown.value, DESCRIPTION)).unwrap_or_default(),
        alternates: facts_as_data.iter().chain(&events_as_data).cloned().collect(),
        card: Some(Card::country(locale(), country)),
        ..Head::default()
    };
    let mut notes = Footnotes::new(catalogue);
    let eyebrow = view! { {standing(country)}{cite(country, RECORD, &mut notes)} };
    let opening = opening(Opening {
        above: vec![(t("nav-countries"), Route::Countries)],
        here: country.name.clone(),
        eyebrow: Some(eyebrow.into_any()),
        title: &country.name,
        notice: None,
        lead: None,
        below: None,
    });
    let story = (!country.body.is_empty()).then(|| {
        let story = body(&country.name, &country.body, 3, &mut notes);
        view! { <h2>{t("country-concerns")}</h2>{story} }
    });
    let programmes = programmes(catalogue, country, &mut notes);
    let about = about(country, &mut notes);
    notes.also(&country.sources);
    let agenda = agenda(catalogue, &query, &plain_told(&country.name), upcoming, past);
    let body = view! {
        <article>
            {opening}
            <div class="bay">
                <div class="page split">
                    <div class="stack">{story}{programmes}</div>
                    <div class="stack">
                        <figure>{tile_map(catalogue, &[country.code])}</figure>
                        {about}
                    </div>
                </div>
            </div>
            {agenda}
            <section class="bay">
                <div class="page stack">
                    <h2>{t("country-feeds")}</h2>
                    {formats(&events_as_data, Holds::Events)}
                    <h2>{t("list-data")}</h2>
                    {formats(&facts_as_data, Holds::Facts)}
                    {others(catalogue, country)}
                </div>
            </section>
            {sources_band(&notes)}
        </article>
    };
    Page { head, body: body.into_any() }
}

/// Member since when, or dialogue partner.
fn standing(country: &Country) -> String {
    match country.asean_since {
        Some(year) => t_with("country-member-since", &[("year", year.to_string().into())]),
        None => t("country-dialogue-partner"),
    }
}

/// What is known of the country, each fact with its source.
fn about(country: &Country, notes: &mut Footnotes<'_>) -> AnyView {
    let mut fact = |key, value: AnyView, register: &str| {
        let cites = cite(country, register, notes);
        Some(Fact::new(key, view! { {value}{cites} }.into_any()))
    };
    let mut known = |key, value: &Localized| if value.is_empty() { None } else { fact(key, text(value), RECORD) };
    let capital = known("country-column-capital", &country.capital);
    let languages = known("country-languages", &country.languages);
    let ministry = known("country-column-ministry", &country.ministry);
    let code = fact("country-column-code", country.code.code().into_any(), CODES);
    let standing = fact("country-asean", standing(country).into_any(), RECORD);
    let zones = if country.zones.is_empty() { None } else { fact("country-zones", zones(country), CLOCKS) };
    facts([capital, languages, standing, ministry, code, zones, portal_languages(country)])
}

/// The country's zones with their distance from UTC. No clock: the page may be an hour old when it is read.
fn zones(country: &Country) -> AnyView {
    if let [zone] = country.zones.as_slice() {
        return view! { {offsets(country, page().now)}" ("{zone.name().to_owned()}")" }.into_any();
    }
    let items = country
        .zones
        .iter()
        .map(|zone| {
            let offset = format::utc_offset(zone.rules().to_offset(page().now));
            let city = format::zone_city(interface(), zone);
            view! { <li>{offset}" "{city}" ("{zone.name().to_owned()}")"</li> }
        })
        .collect_view();
    view! { <ul role="list">{items}</ul> }.into_any()
}

/// The country's languages as far as the portal knows them: a link to this page in each that the portal has words in; of
/// the others it is said that there is no translation yet.
fn portal_languages(country: &Country) -> Option<Fact> {
    let route = Route::Country(country.code);
    let item = |locale: &Locale| {
        let (href, tag) = (route.path(*locale), locale.tag());
        if message::interface(*locale) == *locale {
            view! { <li><a href=href lang=tag hreflang=tag>{locale.endonym()}</a></li> }.into_any()
        } else {
            let missing = t("country-portal-language-missing");
            view! { <li><span lang=tag>{locale.endonym()}</span>" "<span class="meta">{missing}</span></li> }.into_any()
        }
    };
    (!country.locales.is_empty()).then(|| {
        let items = country.locales.iter().map(item).collect_view();
        Fact::new("country-portal-languages", view! { <ul role="list">{items}</ul> }.into_any())
    })
}

/// The programmes of which the country is a part.
fn programmes(catalogue: &Catalogue, country: &Country, notes: &mut Footnotes<'_>) -> AnyView {
    let rows: Vec<_> = catalogue
        .programmes
        .iter()
        .filter(|programme| programme.countries.contains(&country.code))
        .map(|programme| programme_row(programme, notes))
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <h2>{t("country-programmes")}</h2>{ledger(rows)} }.into_any()
}

fn programme_row(programme: &Programme, notes: &mut Footnotes<'_>) -> LedgerRow {
    let cites = notes.cite_all(programme.cited_in_lists());
    LedgerRow {
        number: String::new(),
        route: Route::Programme(programme.slug.clone()),
        title: text(&programme.name),
        below: view! { <p>{text(&programme.summary)}{cites}</p> }.into_any(),
        side: ().into_any(),
    }
}

/// The countries before and after this one, in the order of the list.
fn others(catalogue: &Catalogue, country: &Country) -> AnyView {
    let step = |other: &Country| (text(&other.name), Route::Country(other.code));
    let here = catalogue.countries.iter().position(|other| other.code == country.code);
    let before = here.and_then(|at| at.checked_sub(1)).and_then(|at| catalogue.countries.get(at)).map(step);
    let after = here.and_then(|at| catalogue.countries.get(at + 1)).map(step);
    let all = link(&Route::Countries);
    view! { {neighbours("country-others", before, after)}<p><a href=all>{t("country-all")}</a></p> }.into_any()
}

#[cfg(test)]
mod tests {
    use model::country::CountryCode;

    use super::*;
    use crate::page::sample;

    fn of(code: CountryCode) -> String {
        let catalogue = sample::catalogue();
        let country = catalogue.country(code).unwrap();
        sample::render(Locale::En, Route::Country(code), || show(&catalogue, country, &[sample::event()], &[]))
    }

    #[test]
    fn a_country_has_feeds_of_its_own_events_printed_and_linked() {
        let html = of(CountryCode::La);
        assert!(html.contains("href=\"/en/events.ics?country=la\""), "{html}");
        assert!(html.contains("<code>https://portal.example/en/events.atom?country=la</code>"), "{html}");
        assert!(html.contains("<link rel=\"alternate\" type=\"text/calendar\" href=\"/en/events.ics?country=la\""));
        assert!(html.contains("href=\"/en/countries/la.json\""));
        sample::assert_sound(&html);
    }

    #[test]
    fn a_country_leads_to_those_of_its_languages_that_are_there() {
        let html = of(CountryCode::La);
        let about = &html[html.find("<dl class=\"facts\">").unwrap()..html.find("</dl>").unwrap()];
        assert!(about.contains("<a href=\"/zh-Hans/countries/la\" lang=\"zh-Hans\""), "{about}");
        assert!(!about.contains("/lo/") && about.contains("<span lang=\"lo\">ລາວ</span>"), "no promise: {about}");
        assert!(about.contains(&t("country-portal-language-missing")), "{about}");
    }

    #[test]
    fn every_fact_about_a_country_has_its_source() {
        let html = of(CountryCode::La);
        let about = &html[html.find("<dl class=\"facts\">").unwrap()..html.find("</dl>").unwrap()];
        let facts: Vec<_> = about.split("<div>").skip(1).filter(|fact| !fact.contains("lang=\"lo\"")).collect();
        assert_eq!(facts.len(), 6, "{about}");
        for fact in facts {
            assert!(fact.contains("href=\"#source-"), "{fact}");
        }
        let programmes = html.split("<ol role=\"list\" class=\"ledger\">").nth(1).unwrap();
        let row = programmes.split("</li>").next().unwrap();
        assert!(row.contains("href=\"#source-about-us\""), "{row}");
    }

    #[test]
    fn an_event_is_on_the_page_of_its_country_and_the_others_are_one_link_away() {
        let html = of(CountryCode::La);
        let main = &html[html.find("<main").unwrap()..];
        assert!(main.contains("href=\"/en/events/mangroves\""), "{main}");
        assert!(main.contains("<a href=\"/en/events?country=la\">All upcoming events: Lao PDR</a>"), "{main}");
    }

    #[test]
    fn every_zone_is_told_with_its_distance_from_utc() {
        let html = of(CountryCode::Id);
        for told in ["UTC+7 Jakarta (Asia/Jakarta)", "UTC+8 Makassar", "UTC+9 Jayapura"] {
            assert!(html.contains(told), "{told}: {html}");
        }
    }

    #[test]
    fn china_is_called_a_dialogue_partner_and_timor_leste_a_member_since_2025() {
        assert!(of(CountryCode::Cn).contains("Dialogue partner of ASEAN"));
        assert!(of(CountryCode::Tl).contains("Member of ASEAN since 2025"));
    }

    #[test]
    fn the_country_stands_out_on_the_map() {
        let html = of(CountryCode::La);
        assert_eq!(html.matches("class=\"on\"").count(), 1, "{html}");
        assert!(html.contains("with Lao PDR highlighted"));
    }
}
