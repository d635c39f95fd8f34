//! When an event is, as fields.

use leptos::prelude::*;
use model::{error::FieldErrors, event_form::EventForm};

use super::zone::zone_select;
use crate::{
    context::t,
    page::staff::field::{Field, Input, field, tick},
};

/// The fields of [`EventForm::when`]: the days, the hours, the zone.
pub(super) fn times(form: &EventForm, errors: &FieldErrors) -> AnyView {
    let plain = |name: &str, input: Input, hint: Option<&str>| {
        let value = form.one(name).to_owned();
        let label = t(&format!("staff-field-{name}"));
        // The hour is needed too, but for whole days; the hint of those says so.
        let needed = name == "start-date";
        field(
            Field { name: name.to_owned(), label, hint: hint.map(t), value, input, needed, ..Field::default() },
            errors,
        )
    };
    view! {
        {tick("all-day", t("staff-field-all-day"), Some(t("staff-all-day-hint")), form.has("all-day", "on"))}
        <div class="times">
            {plain("start-date", Input::Date, None)}
            {plain("start-time", Input::Time, Some("staff-start-time-hint"))}
            {plain("end-date", Input::Date, Some("staff-end-date-hint"))}
            {plain("end-time", Input::Time, Some("staff-end-time-hint"))}
        </div>
        {zone_select(form.one("zone").trim(), errors)}
    }
    .into_any()
}
