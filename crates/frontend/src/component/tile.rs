//! The schematic map: one tile a country, so that small states are as large as big ones and no border is drawn. The
//! same twelve tiles, without names, are the Center's mark.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    country::{Country, CountryCode},
    route::Route,
};

use crate::{
    context::{interface, lang_of, link, other_language, pick, plain, plain_told, t, t_with},
    format,
};

/// The side of a tile and the distance from one tile to the next, in the map's own units.
const SIDE: u16 = 56;
const STEP: u16 = 62;

/// The map of the region; every tile is a link to its country. The countries in `on` stand out; with none, the whole
/// region is meant.
///
/// It is small enough to be in the page, and needs no table behind it for those who do not see it: each tile has its
/// country's name. A page about the countries still shows a table.
#[must_use]
pub fn tile_map(catalogue: &Catalogue, on: &[CountryCode]) -> AnyView {
    map(catalogue, on, "tiles")
}

/// The map as a figure beside facts, small.
#[must_use]
pub fn small_tile_map(catalogue: &Catalogue, on: &[CountryCode]) -> AnyView {
    map(catalogue, on, "tiles small")
}

fn map(catalogue: &Catalogue, on: &[CountryCode], class: &'static str) -> AnyView {
    let label = map_label(catalogue, on);
    let tiles = by_row(catalogue).into_iter().map(|country| tile(country, on)).collect_view();
    view! { <svg class=class viewBox="0 0 308 308" role="group" aria-label=label>{tiles}</svg> }.into_any()
}

/// The countries in the order of the map: row by row, from the west. The keyboard goes where the eye goes (WCAG 2.4.3); those
/// who look for a country by its name have the alphabetical table and list that stand beside every map.
fn by_row(catalogue: &Catalogue) -> Vec<&Country> {
    let mut countries: Vec<_> = catalogue.countries.iter().collect();
    countries.sort_by_key(|country| {
        let (column, row) = country.code.tile();
        (row, column)
    });
    countries
}

fn map_label(catalogue: &Catalogue, on: &[CountryCode]) -> String {
    if on.is_empty() {
        return t("map-label");
    }
    let names = on.iter().filter_map(|code| catalogue.country(*code)).map(|c| plain_told(&c.name));
    t_with("map-label-on", &[("countries", format::list(interface(), names).into())])
}

fn tile(country: &Country, on: &[CountryCode]) -> AnyView {
    let code = country.code;
    let is_on = on.contains(&code);
    let class = match (is_on, code.is_asean(), on.is_empty()) {
        (true, false, _) => Some("on host"),
        (true, true, _) => Some("on"),
        (false, false, true) => Some("host"),
        _ => None,
    };
    let (column, row) = code.tile();
    let (x, y) = (1 + u16::from(column) * STEP, 1 + u16::from(row) * STEP);
    let centre = x + SIDE / 2;
    let lang = pick(&country.name).and_then(|shown| lang_of(shown.locale));
    // A tile has no room to name the language of its name: one in another language is not shown, but said.
    let lines = if other_language(&country.name).is_none() { tile_lines(&plain(&country.name)) } else { Vec::new() };
    // What is seen is part of what is said, so that a tile can be called by its code (WCAG 2.5.3).
    let label = format!("{} {}", code.code(), plain_told(&country.name));
    // The code rises to make room for the lines of the name; the style sheet lowers it where they are not shown.
    let code_class = format!("code-{}", lines.len());
    let code_y = y + if lines.len() == 2 { 25 } else { 30 } + u16::from(lines.is_empty()) * 4;
    let labels = lines
        .into_iter()
        .zip([13_u16, 23])
        // The space is not seen, and keeps the words apart where the tile's text is read as one.
        .map(|(line, below)| view! { " "<text class="name" x=centre y=code_y + below lang=lang>{line}</text> })
        .collect_view();
    view! {
        <a href=link(&Route::Country(code)) class=class aria-label=label>
            <rect x=x y=y width=SIDE height=SIDE rx="9"></rect>
            <text class=code_class x=centre y=code_y>{code.code()}</text>
            {labels}
        </a>
    }
    .into_any()
}

/// The name in one line or two that fit the tile; none where they do not (the code and the link's name are there).
fn tile_lines(name: &str) -> Vec<String> {
    const FITS: u16 = 620;
    if width(name) <= FITS {
        return vec![name.to_owned()];
    }
    name.split_once(' ')
        .or_else(|| halves(name))
        .filter(|(first, second)| width(first) <= FITS && width(second) <= FITS)
        .map(|(first, second)| vec![first.to_owned(), second.to_owned()])
        .unwrap_or_default()
}

/// The halves of a name in Chinese, which is broken anywhere; no other language of the portal writes so.
fn halves(name: &str) -> Option<(&str, &str)> {
    let wide = name.chars().all(is_wide);
    let middle = name.char_indices().nth(name.chars().count().div_ceil(2))?.0;
    wide.then(|| name.split_at(middle))
}

/// About how wide a name is, in hundredths of the type size: enough to tell what fits. Marks above and below letters
/// (Thai, Khmer, Lao, Burmese, Tamil) are counted as letters, which errs on the side of not fitting.
fn width(text: &str) -> u16 {
    text.chars().map(|c| if is_wide(c) { 100 } else { 54 }).sum()
}

/// Characters as wide as they are high.
const fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{ffef}')
}

/// The countries' names as links, in the order given.
#[must_use]
pub fn country_links(catalogue: &Catalogue, codes: &[CountryCode]) -> AnyView {
    let items = codes
        .iter()
        .filter_map(|code| catalogue.country(*code))
        .map(|country| {
            let href = link(&Route::Country(country.code));
            view! { <li><a href=href>{super::text(&country.name)}</a></li> }
        })
        .collect_view();
    view! { <ul role="list" class="row">{items}</ul> }.into_any()
}

/// The Center's mark: the map's twelve tiles. Said by the words beside it, so hidden from screen readers.
#[must_use]
pub fn mark() -> AnyView {
    let tiles = CountryCode::ALL
        .iter()
        .map(|code| {
            let (column, row) = code.tile();
            let (x, y) = (at(column), at(row));
            let class = if code.is_asean() { None } else { Some("host") };
            view! { <rect x=x y=y width="7.4" height="7.4" rx="2.2" class=class></rect> }
        })
        .collect_view();
    view! { <svg viewBox="0 0 45 45" aria-hidden="true" focusable="false">{tiles}</svg> }.into_any()
}

fn at(place: u8) -> String {
    format!("{}.5", u16::from(place) * 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyboard_walks_the_map_row_by_row() {
        let catalogue = crate::page::sample::catalogue();
        let codes: Vec<_> = by_row(&catalogue).iter().map(|country| country.code.code()).collect();
        assert_eq!(codes, ["CN", "MM", "LA", "VN", "TH", "KH", "PH", "MY", "BN", "SG", "ID", "TL"]);
    }

    #[test]
    fn a_name_that_does_not_fit_its_tile_is_broken_or_left_out() {
        assert_eq!(tile_lines("Viet Nam"), ["Viet Nam"]);
        assert_eq!(tile_lines("Brunei Darussalam"), ["Brunei", "Darussalam"]);
        assert_eq!(tile_lines("文莱达鲁萨兰国"), ["文莱达鲁", "萨兰国"]);
        assert_eq!(tile_lines("ប្រទេសកម្ពុជានៃយើង"), Vec::<String>::new());
        assert_eq!(tile_lines("印度尼西亚"), ["印度尼西亚"]);
    }
}
