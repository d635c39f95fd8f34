//! The form: the box, what is offered while one types, the filters. It asks by GET: what it asks is in the address.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    locale::Locale,
    route::Route,
    search::{Kind, Query, Suggestion},
};

use crate::{
    component::{Choice, Select, country_choices, glass, select, year_choices},
    context::{link, locale, t, t_with},
    island::Suggest,
};

/// The form. `years`: those that can be chosen, latest first; the one that is asked is never dropped.
pub(super) fn form(catalogue: &Catalogue, query: &Query, years: &[i16]) -> AnyView {
    let none = FieldErrors::none();
    let (countries, years) = (country_choices(catalogue, query.country), year_choices(years, query.year));
    let fields = [kinds(query), languages(query), field("country", countries), field("year", years)]
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
    let counts: Vec<_> =
        (0..=Suggestion::MOST).map(|count| t_with("search-suggested", &[("count", count.into())])).collect();
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
    let choice =
        |kind: Kind| Choice::word(kind.name(), t(&format!("search-kind-{}", kind.name())), query.kind == Some(kind));
    field("kind", Kind::ALL.map(choice).into())
}

fn languages(query: &Query) -> Select {
    let choice =
        |locale: Locale| Choice::word(locale.tag(), t(&format!("language-{locale}")), query.language == Some(locale));
    field("in", Locale::ALL.map(choice).into())
}
