//! What an event is about, and how one takes part: choices from what the portal knows.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    error::FieldErrors,
    event::Format,
    event_form::EventForm,
    locale::{Locale, Localized},
};

use crate::{
    component::{CheckboxGroup, Choice, checkbox_group, field_error, form::error_id},
    context::{lang_of, pick, plain_told, t, t_with},
    page::staff::field::need,
};

/// The formats, as radio buttons.
pub(super) fn formats(form: &EventForm, errors: &FieldErrors) -> AnyView {
    let error = field_error("format", errors);
    let class = if error.is_some() { "choices bad" } else { "choices" };
    let chosen = form.one("format").to_owned();
    let options = Format::ALL
        .map(|format| {
            let id = format!("format-{}", format.name());
            let checked = chosen == format.name();
            view! {
                <li>
                    <input type="radio" id=id.clone() name="format" value=format.name() checked=checked/>
                    <label for=id.clone()>{t(&id)}</label>
                </li>
            }
        })
        .collect_view();
    view! {
        <fieldset class=class id="format" aria-describedby=error_id("format", errors) tabindex="-1">
            <legend>{t("staff-field-format")}{need()}</legend>
            {error}
            <ul role="list">{options}</ul>
        </fieldset>
    }
    .into_any()
}

/// The programmes, areas, countries, goals and spoken languages. The long lists are folded under a line that says how many
/// are chosen.
pub(super) fn abouts(catalogue: &Catalogue, form: &EventForm, errors: &FieldErrors) -> AnyView {
    let named = |name: &str, value: String, text: &Localized, number: Option<u8>| {
        let shown = pick(text);
        let label = shown.as_ref().map_or_else(|| value.clone(), |_| plain_told(text));
        Choice {
            chosen: form.has(name, &value),
            label: number.map_or(label.clone(), |n| format!("{n}. {label}")),
            lang: shown.and_then(|s| lang_of(s.locale)),
            value,
        }
    };
    let programmes =
        catalogue.programmes.iter().map(|p| named("programmes", p.slug.to_string(), &p.short_name, None)).collect();
    let areas = catalogue
        .areas
        .iter()
        .map(|a| named("areas", a.number.get().to_string(), &a.short_name, Some(a.number.get())))
        .collect();
    let countries = catalogue.countries.iter().map(|c| named("countries", c.code.to_string(), &c.name, None)).collect();
    let sdgs = catalogue
        .sdgs
        .iter()
        .map(|s| named("sdgs", s.number.get().to_string(), &s.name, Some(s.number.get())))
        .collect();
    let spoken = Locale::ALL
        .into_iter()
        .map(|l| Choice {
            value: l.tag().to_owned(),
            label: l.endonym().to_owned(),
            lang: lang_of(l),
            chosen: form.has("spoken", l.tag()),
        })
        .collect();
    let offer = |name: &str, choices: Vec<Choice>| with_strangers(name, choices, form);
    let open = [("programmes", programmes), ("areas", areas), ("countries", countries)]
        .map(|(name, choices)| group(name, offer(name, choices), errors))
        .collect_view();
    let folded = [("sdgs", sdgs), ("spoken", spoken)]
        .map(|(name, choices)| folded(name, offer(name, choices), errors))
        .collect_view();
    view! { {open}<div>{folded}</div> }.into_any()
}

/// What was chosen and is not offered (any more) stays a choice: saving must not drop what nobody unticked.
fn with_strangers(name: &str, mut choices: Vec<Choice>, form: &EventForm) -> Vec<Choice> {
    for value in form.all(name) {
        if !value.trim().is_empty() && choices.iter().all(|c| c.value != *value) {
            choices.push(Choice { value: value.clone(), label: value.clone(), lang: None, chosen: true });
        }
    }
    choices
}

fn group(name: &str, choices: Vec<Choice>, errors: &FieldErrors) -> AnyView {
    let legend = t(&format!("staff-field-{name}"));
    checkbox_group(CheckboxGroup { name: name.to_owned(), legend, choices }, errors)
}

fn folded(name: &str, choices: Vec<Choice>, errors: &FieldErrors) -> AnyView {
    let count = choices.iter().filter(|c| c.chosen).count();
    let field = t(&format!("staff-field-{name}"));
    let summary = t_with("staff-chosen", &[("field", field.into()), ("count", count.into())]);
    let open = errors.get(name).is_some();
    view! {
        <details open=open>
            <summary>{summary}</summary>
            {group(name, choices, errors)}
        </details>
    }
    .into_any()
}
