//! Countries.

mod one;

use jiff::Timestamp;
use leptos::prelude::*;
use model::{catalogue::Catalogue, country::Country, route::Route};

pub use one::show;

use super::{Head, Page};
use crate::{
    card::Card,
    component::{
        Holds, Opening, Table, TableRow, alternates, body, formats, opening, sources_band, table, text, tile_map,
    },
    context::{link, locale, page, plain, t},
    format,
    markdown::Footnotes,
};

/// The map, with a table behind it.
#[must_use]
pub fn index(catalogue: &Catalogue) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let intro = super::intro(catalogue, "countries", "nav-countries");
    let alternates = alternates(&Route::Countries, &plain(&intro.title), &["json"]);
    let head = Head {
        title: plain(&intro.title),
        description: plain(&intro.summary),
        alternates: alternates.clone(),
        card: Some(Card::page(locale(), catalogue, "countries", "nav-countries")),
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
    let words = body(&intro.title, &intro.body, 2, &mut notes);
    let table = table_of(catalogue, &mut notes);
    notes.also(&intro.sources);
    let body = view! {
        {opening}
        <div class="bay">
            <div class="page split">
                <figure>{tile_map(catalogue, &[])}</figure>
                <div class="stack">{words}</div>
            </div>
        </div>
        <section class="bay quiet">
            <div class="page stack">
                <h2>{t("country-table-title")}</h2>
                {table}
            </div>
        </section>
        <section class="bay">
            <div class="page stack"><h2>{t("list-data")}</h2>{formats(&alternates, Holds::Facts)}</div>
        </section>
        {sources_band(&notes)}
    };
    Page { head, body: body.into_any() }
}

/// The registers that facts of one kind are taken from, for every country alike: its code, its clocks, and the rest.
const CODES: &str = "iso-3166";
const CLOCKS: &str = "iana-tz";
const RECORD: &str = "portal-record";

/// Cites the register that a fact of a country is taken from; all of the country's sources where that is not one of them.
pub(super) fn cite(country: &Country, register: &str, notes: &mut Footnotes<'_>) -> AnyView {
    if country.sources.iter().any(|source| *source == *register) {
        notes.cite(register).into_any()
    } else {
        notes.cite_all(&country.sources)
    }
}

/// Cites what stands behind the years in which the countries joined ASEAN: the register, and for the one that joined after
/// the Framework was approved, what else is said of it.
pub(super) fn cite_accessions(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let latest = catalogue.countries.iter().max_by_key(|country| country.asean_since);
    let of_latest = latest.into_iter().flat_map(|country| &country.sources);
    let others = of_latest.filter(|source| ![CODES, CLOCKS, RECORD].contains(&source.as_str()));
    view! { {notes.cite(RECORD)}{notes.cite_all(others)} }.into_any()
}

/// The table behind the map. The registers are cited above it: they stand behind whole columns.
fn table_of(catalogue: &Catalogue, notes: &mut Footnotes<'_>) -> AnyView {
    let columns = ["name", "code", "capital", "since", "offset", "ministry"]
        .map(|column| t(&format!("country-column-{column}")))
        .to_vec();
    let cites = [RECORD, CODES, CLOCKS].map(|register| notes.cite(register)).collect_view();
    let rows = catalogue.countries.iter().map(row).collect();
    let table = table(Table { caption: t("country-table"), columns, rows });
    view! { <p class="meta">{t("sources-label")}{cites}</p>{table} }.into_any()
}

fn row(country: &Country) -> TableRow {
    let href = link(&Route::Country(country.code));
    let since = country.asean_since.map_or_else(|| t("country-partner"), |year| year.to_string());
    TableRow {
        id: None,
        head: view! { <a href=href>{text(&country.name)}</a> }.into_any(),
        cells: vec![
            country.code.code().into_any(),
            text(&country.capital),
            since.into_any(),
            offsets(country, page().now).into_any(),
            text(&country.ministry),
        ],
    }
}

/// How far the country's clocks are from UTC, west to east, each distance once: "UTC+7, UTC+8, UTC+9".
fn offsets(country: &Country, now: Timestamp) -> String {
    let mut offsets: Vec<_> = country.zones.iter().map(|zone| zone.rules().to_offset(now)).collect();
    offsets.dedup();
    offsets.into_iter().map(format::utc_offset).collect::<Vec<_>>().join(&t("country-and"))
}

#[cfg(test)]
mod tests {
    use model::{country::CountryCode, locale::Locale};

    use super::*;
    use crate::page::sample;

    #[test]
    fn the_map_has_a_table_behind_it_with_every_country() {
        let catalogue = sample::catalogue();
        let html = sample::render(Locale::En, Route::Countries, || index(&catalogue));
        for code in CountryCode::ALL {
            let href = format!("href=\"/en/countries/{}\"", code.path());
            assert_eq!(html.matches(&href).count(), 2, "{code}: once on the map, once in the table");
        }
        for told in ["UTC+6:30", "UTC+7, UTC+8, UTC+9", "dialogue partner"] {
            assert!(html.contains(&format!("<div>{told}</div></td>")), "{told}: {html}");
        }
        sample::assert_sound(&html);
    }

    #[test]
    fn the_table_cites_the_registers_behind_its_columns() {
        let catalogue = sample::catalogue();
        let html = sample::render(Locale::En, Route::Countries, || index(&catalogue));
        let above = html.split("<table").next().and_then(|before| before.rsplit("<p class=\"meta\">").next()).unwrap();
        for register in [RECORD, CODES, CLOCKS] {
            assert!(above.contains(&format!("href=\"#source-{register}\"")), "{register}: {above}");
        }
    }
}
