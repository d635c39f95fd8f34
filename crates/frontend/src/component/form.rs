//! Fields of forms, and what is wrong with them. An error stands beside its field and is tied to it
//! (`aria-describedby`, `aria-invalid`).

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    country::{Country, CountryCode},
    error::{FieldError, FieldErrors},
    locale::Localized,
};

use crate::{
    context::{interface, lang_of, pick, plain_told, t, t_with},
    format,
};

/// What is wrong, in words.
#[must_use]
pub fn field_message(error: &FieldError) -> String {
    let figures: Vec<_> = error.figures().map(|(name, figure)| (name, figure.into())).collect();
    t_with(error.key(), &figures)
}

/// The id of a field's error, for `aria-describedby`; `None` while nothing is wrong with it.
#[must_use]
pub fn error_id(field: &str, errors: &FieldErrors) -> Option<String> {
    errors.get(field).map(|_| format!("{field}-error"))
}

/// What is wrong with a field, to be put under its label.
#[must_use]
pub fn field_error(field: &str, errors: &FieldErrors) -> Option<AnyView> {
    let message = field_message(errors.get(field)?);
    let id = error_id(field, errors);
    Some(view! { <p class="error" id=id>{message}</p> }.into_any())
}

/// All that is wrong, at the head of a form, each with the way to its field. `label` names a field; the fields' ids are
/// their names.
#[must_use]
pub fn error_summary(errors: &FieldErrors, label: impl Fn(&str) -> String) -> Option<AnyView> {
    error_summary_by(errors, |_| 0, str::to_owned, label)
}

/// As [`error_summary`], in the order of `place`, each leading to the element that `id` names for its field.
#[must_use]
pub fn error_summary_by(
    errors: &FieldErrors,
    place: impl Fn(&str) -> usize,
    id: impl Fn(&str) -> String,
    label: impl Fn(&str) -> String,
) -> Option<AnyView> {
    if errors.is_empty() {
        return None;
    }
    let mut told: Vec<(&str, &FieldError)> = errors.iter().collect();
    told.sort_by_key(|(field, _)| place(field));
    let items = told
        .into_iter()
        .map(|(field, error)| {
            let words =
                t_with("error-of-field", &[("field", label(field).into()), ("problem", field_message(error).into())]);
            view! { <li><a href=format!("#{}", id(field))>{words}</a></li> }
        })
        .collect_view();
    Some(
        view! {
            <div class="note errors" role="alert" tabindex="-1" id="errors" autofocus>
                <h2>{t("error-summary")}</h2>
                <ul>{items}</ul>
            </div>
        }
        .into_any(),
    )
}

/// One choice of a select or a group of checkboxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The language of the label, where it is not the page's.
    pub lang: Option<&'static str>,
    /// It is chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice whose label is one of the interface's words.
    #[must_use]
    pub fn word(value: impl Into<String>, label: String, chosen: bool) -> Self {
        Self { value: value.into(), label, lang: None, chosen }
    }

    /// A choice that is named by a text, which may be in another language than the page.
    #[must_use]
    pub fn text(value: impl Into<String>, label: &Localized, chosen: bool) -> Self {
        let lang = pick(label).and_then(|shown| lang_of(shown.locale));
        Self { value: value.into(), label: plain_told(label), lang, chosen }
    }
}

/// The twelve countries.
#[must_use]
pub fn country_choices(catalogue: &Catalogue, asked: Option<CountryCode>) -> Vec<Choice> {
    let choice = |country: &Country| Choice::text(country.code.path(), &country.name, asked == Some(country.code));
    catalogue.countries.iter().map(choice).collect()
}

/// Years, latest first, and the one that is asked, so that a form never drops it.
#[must_use]
pub fn year_choices(years: &[i16], asked: Option<i16>) -> Vec<Choice> {
    let mut years: Vec<i16> = years.iter().copied().chain(asked).collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    let choice = |year| Choice::word(i16::to_string(&year), format::year(interface(), year), asked == Some(year));
    years.into_iter().map(choice).collect()
}

/// A select with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Select {
    /// Its name and id.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The words for choosing nothing (an empty value); `None` where something must be chosen.
    pub none: Option<String>,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// A select with its label, and its error where there is one.
#[must_use]
pub fn select(select: Select, errors: &FieldErrors) -> AnyView {
    let Select { name, label, none, choices } = select;
    let described = error_id(&name, errors);
    let error = field_error(&name, errors);
    let invalid = error.is_some().then_some("true");
    let class = if error.is_some() { "field bad" } else { "field" };
    let none = none.map(|words| view! { <option value="">{words}</option> });
    let options = choices
        .into_iter()
        .map(|c| view! { <option value=c.value lang=c.lang selected=c.chosen>{c.label}</option> })
        .collect_view();
    view! {
        <div class=class>
            <label for=name.clone()>{label}</label>
            {error}
            <select id=name.clone() name=name aria-describedby=described aria-invalid=invalid>{none}{options}</select>
        </div>
    }
    .into_any()
}

/// A group of checkboxes under one legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckboxGroup {
    /// The name that all its boxes share; also the id of the group.
    pub name: String,
    /// What the group is about.
    pub legend: String,
    /// The choices.
    pub choices: Vec<Choice>,
}

/// A group of checkboxes, and its error where there is one.
#[must_use]
pub fn checkbox_group(group: CheckboxGroup, errors: &FieldErrors) -> AnyView {
    let CheckboxGroup { name, legend, choices } = group;
    let described = error_id(&name, errors);
    let error = field_error(&name, errors);
    let class = if error.is_some() { "choices bad" } else { "choices" };
    let boxes = choices
        .into_iter()
        .map(|c| {
            let id = format!("{name}-{}", c.value);
            view! {
                <li>
                    <input type="checkbox" id=id.clone() name=name.clone() value=c.value checked=c.chosen/>
                    <label for=id lang=c.lang>{c.label}</label>
                </li>
            }
        })
        .collect_view();
    view! {
        <fieldset class=class id=name.clone() aria-describedby=described tabindex="-1">
            <legend>{legend}</legend>
            {error}
            <ul role="list">{boxes}</ul>
        </fieldset>
    }
    .into_any()
}
