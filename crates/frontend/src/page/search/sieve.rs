//! The form: the box, what is offered while one types, the filters. It asks by GET: what it asks is in the address.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    locale::Locale,
    route::Route,
    search::{Kind, Query},
};

use crate::{
    component::{Choice, Select, glass, select},
    context::{interface, lang_of, link, locale, pick, plain_told, t, t_with},
    format,
    island::Suggest,
};

/// As many as are ever offered.
const MOST: usize = 8;

/// The form. `years`: those that can be chosen, latest first; the one that is asked is never dropped.
pub(super) fn form(catalogue: &Catalogue, query: &Query, years: &[i16]) -> AnyView {
    let none = FieldErrors::none();
    let fields = [kinds(query), languages(query), countries(catalogue, query), years_of(query, years)]
        .map(|field| select(field, &none))
        .collect_view();
    let clear = (!query.filters().is_empty()).then(|| {
        let all = link(&Route::Search(Query { cut: false, ..Query::of(&query.text) }));
        view! { <p><a href=all>{t("search-clear")}</a></p> }
    });
    // The form's own address takes no query: the browser puts the fields in its place.
    view! {
        <form class="find seeking" method="get" action=link(&Route::Search(Query::default())) role="search" aria-label=t("search-form")>
            {search_box(query)}
            <div class="sieve">{fields}</div>
            {clear}
        </form>
    }
    .into_any()
}

fn search_box(query: &Query) -> AnyView {
    // The empty query at the end is where what was typed goes.
    let suggest = Route::Suggestions(String::new()).representation(locale(), "json");
    let counts: Vec<_> = (0..=MOST).map(|count| t_with("search-suggested", &[("count", count.into())])).collect();
    let words = t_with("search-key", &[("key", "\u{1}".into())]);
    let (before, after) = words.split_once('\u{1}').unwrap_or((words.as_str(), ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    let (typed, counts) = (query.text.clone(), counts.join("|"));
    // Who comes to the empty page comes to type; who comes to results comes to read.
    let empty = typed.is_empty();
    view! {
        <Suggest>
            <div class="field">
                <label for="q">{t("search-box")}</label>
                <div class="box">
                    <input
                        id="q"
                        name="q"
                        type="text"
                        inputmode="search"
                        enterkeyhint="search"
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        autofocus=empty
                        value=typed
                        data-suggest=suggest
                    />
                    <button class="button" type="submit">{glass()}<span>{t("search-go")}</span></button>
                    <ul class="suggestions" id="suggestions" data-label=t("search-suggestions") hidden></ul>
                </div>
                <p class="unseen" id="suggested" role="status" data-counts=counts></p>
                <p class="hint asleep">
                    <label><input type="checkbox" id="slash"/><span>{before}<kbd>"/"</kbd>{after}</span></label>
                </p>
            </div>
        </Suggest>
    }
    .into_any()
}

fn field(name: &str, choices: Vec<Choice>) -> Select {
    Select { name: name.to_owned(), label: t(&format!("search-filter-{name}")), none: Some(t("search-any")), choices }
}

fn kinds(query: &Query) -> Select {
    let choices = Kind::ALL
        .into_iter()
        .map(|kind| Choice {
            value: kind.name().to_owned(),
            label: t(&format!("search-kind-{}", kind.name())),
            lang: None,
            chosen: query.kind == Some(kind),
        })
        .collect();
    field("kind", choices)
}

fn languages(query: &Query) -> Select {
    let choices = Locale::ALL
        .into_iter()
        .map(|locale| Choice {
            value: locale.tag().to_owned(),
            label: t(&format!("language-{locale}")),
            lang: None,
            chosen: query.language == Some(locale),
        })
        .collect();
    field("in", choices)
}

fn countries(catalogue: &Catalogue, query: &Query) -> Select {
    let choices = catalogue
        .countries
        .iter()
        .map(|country| Choice {
            value: country.code.path(),
            label: plain_told(&country.name),
            lang: pick(&country.name).and_then(|shown| lang_of(shown.locale)),
            chosen: query.country == Some(country.code),
        })
        .collect();
    field("country", choices)
}

fn years_of(query: &Query, years: &[i16]) -> Select {
    let mut years = years.to_vec();
    years.extend(query.year);
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let choices = years
        .into_iter()
        .map(|year| Choice {
            value: year.to_string(),
            label: format::year(interface(), year),
            lang: None,
            chosen: query.year == Some(year),
        })
        .collect();
    field("year", choices)
}
