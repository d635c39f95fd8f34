//! Fields of the desk's forms: a label, a hint, an error and an input, tied together. A field's id is its name.

use jiff::civil::{Date, Time};
use leptos::prelude::*;
use model::error::FieldErrors;

use crate::{
    component::{field_error, form::error_id},
    context::t,
};

/// A field for text.
#[derive(Default)]
pub(super) struct Field {
    /// Its name, and its id.
    pub(super) name: String,
    /// Its label.
    pub(super) label: String,
    /// What to know before filling it in.
    pub(super) hint: Option<String>,
    /// What stands in it.
    pub(super) value: String,
    /// What it takes.
    pub(super) input: Input,
    /// The language of what is written in it, where it has one.
    pub(super) lang: Option<&'static str>,
    /// What the browser may fill in (HTML, `autocomplete`); nothing when empty.
    pub(super) autocomplete: &'static str,
    /// It can be read, not changed.
    pub(super) fixed: bool,
    /// Nothing is saved without it.
    pub(super) needed: bool,
}

/// What a field takes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Input {
    /// One line.
    #[default]
    Line,
    /// So many lines are shown; there may be more.
    Lines(u8),
    /// A date, with the browser's own way to pick one.
    Date,
    /// A time of day.
    Time,
    /// An e-mail address.
    Email,
    /// An address on the web.
    Link,
    /// A password. It may be pasted.
    Password,
    /// A code of digits. A number field would lose zeros, and offer to count up.
    Code,
}

impl Input {
    /// The input's type. E-mail and web addresses are lines with a keyboard of their own: their types would make the
    /// browser refuse what the server explains. A date or time that is none is shown as a line, or it would vanish.
    fn type_(self, value: &str) -> &'static str {
        match self {
            Self::Date if value.is_empty() || value.parse::<Date>().is_ok_and(|d| d.to_string() == value) => "date",
            Self::Time if value.is_empty() || value.parse::<Time>().is_ok() => "time",
            Self::Password => "password",
            _ => "text",
        }
    }

    const fn keyboard(self) -> Option<&'static str> {
        match self {
            Self::Email => Some("email"),
            Self::Link => Some("url"),
            Self::Code => Some("numeric"),
            _ => None,
        }
    }
}

/// The field, with its error where there is one.
pub(super) fn field(field: Field, errors: &FieldErrors) -> AnyView {
    let Field { name, label, hint, value, input, lang, autocomplete, fixed, needed } = field;
    let error = field_error(&name, errors);
    let wrong = error.is_some();
    let hint_id = hint.as_ref().map(|_| format!("{name}-hint"));
    let described = described_by([hint_id.clone(), error_id(&name, errors)]);
    let class = if wrong { "field bad" } else { "field" };
    let invalid = wrong.then_some("true");
    let required = needed.then_some("true");
    let needed = needed.then(need);
    let autocomplete = if autocomplete.is_empty() { "off" } else { autocomplete };
    let (for_, id) = (name.clone(), name.clone());
    let control = if let Input::Lines(rows) = input {
        view! {
            <textarea
                id=id name=name rows=rows.to_string() lang=lang aria-describedby=described aria-invalid=invalid
                aria-required=required readonly=fixed autocomplete=autocomplete
            >{value}</textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                type=input.type_(&value) id=id name=name value=value lang=lang inputmode=input.keyboard()
                aria-describedby=described aria-invalid=invalid aria-required=required readonly=fixed
                autocomplete=autocomplete
            />
        }
        .into_any()
    };
    view! {
        <div class=class>
            <label for=for_>{label}{needed}</label>
            {hint.map(|words| view! { <p class="hint" id=hint_id>{words}</p> })}
            {error}
            {control}
        </div>
    }
    .into_any()
}

/// Says that nothing is saved without a field, in its label.
pub(super) fn need() -> AnyView {
    view! { " "<span class="need">{t("staff-needed")}</span> }.into_any()
}

/// Several ids as one attribute; nothing where there are none.
pub(super) fn described_by(ids: [Option<String>; 2]) -> Option<String> {
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// A box that is ticked or not; it sends `on`.
pub(super) fn tick(name: &str, label: String, hint: Option<String>, ticked: bool) -> AnyView {
    let hint_id = hint.as_ref().map(|_| format!("{name}-hint"));
    let described = hint_id.clone();
    let name = name.to_owned();
    view! {
        <div class="choice">
            <input type="checkbox" id=name.clone() name=name.clone() value="on" checked=ticked aria-describedby=described/>
            <div>
                <label for=name>{label}</label>
                {hint.map(|words| view! { <p class="hint" id=hint_id>{words}</p> })}
            </div>
        </div>
    }
    .into_any()
}

/// A value that is sent and not shown.
pub(super) fn hidden(name: impl Into<String>, value: impl Into<String>) -> AnyView {
    view! { <input type="hidden" name=name.into() value=value.into()/> }.into_any()
}
