//! The choice of a time zone.

use std::sync::OnceLock;

use icu::time::zone::iana::IanaParserExtended;
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::*;
use model::{error::FieldErrors, time::Zone};

use crate::{
    component::{field_error, form::error_id},
    context::{interface, page, t, t_with},
    format,
    page::staff::field::{described_by, need},
};

/// The areas of the IANA database whose zones are places. The rest are old names and bare offsets.
const PLACES: [&str; 10] =
    ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];

/// The zones of the region first, each with its distance from UTC; then UTC and all others of the world by their names.
/// What was typed and is no zone stands there too, so that it can be seen beside its error.
pub(super) fn zone_select(value: &str, errors: &FieldErrors) -> AnyView {
    let error = field_error("zone", errors);
    let invalid = error.is_some().then_some("true");
    let class = if error.is_some() { "field bad" } else { "field" };
    let now = page().now;
    let region = Zone::REGION.map(|name| option(name, region_label(name, now), value)).collect_view();
    let others = others().iter().map(|name| option(name, name.replace('_', " "), value)).collect_view();
    let known = value.is_empty() || Zone::REGION.contains(&value) || others_has(value);
    let stranger = (!known).then(|| option(value, value.to_owned(), value));
    view! {
        <div class=class>
            <label for="zone">{t("staff-field-zone")}{need()}</label>
            <p class="hint" id="zone-hint">{t("staff-zone-hint")}</p>
            {error}
            <select
                id="zone" name="zone" aria-invalid=invalid aria-required="true"
                aria-describedby=described_by([Some("zone-hint".to_owned()), error_id("zone", errors)])
            >
                <option value="" selected=value.is_empty()>{t("staff-zone-none")}</option>
                {stranger}
                <optgroup label=t("staff-zone-region")>{region}</optgroup>
                <optgroup label=t("staff-zone-others")>{others}</optgroup>
            </select>
        </div>
    }
    .into_any()
}

fn option(name: &str, label: String, value: &str) -> AnyView {
    view! { <option value=name.to_owned() selected={name == value}>{label}</option> }.into_any()
}

/// "Beijing time (UTC+8)".
fn region_label(name: &str, now: Timestamp) -> String {
    let Ok(zone) = name.parse::<Zone>() else { return name.to_owned() };
    let offset = format::utc_offset(zone.rules().to_offset(now));
    t_with("date-zone", &[("zone", format::zone(interface(), &zone).into()), ("offset", offset.into())])
}

fn others_has(name: &str) -> bool {
    others().iter().any(|other| other == name)
}

/// UTC, and the places of the world outside of the region. A place that the database knows by several names is offered by
/// the one that holds today (`Asia/Kolkata`, not `Asia/Calcutta`).
fn others() -> &'static [String] {
    static OTHERS: OnceLock<Vec<String>> = OnceLock::new();
    OTHERS.get_or_init(|| {
        let is_place = |name: &String| name.split_once('/').is_some_and(|(area, _)| PLACES.contains(&area));
        let today = IanaParserExtended::new();
        let is_todays = |name: &String| today.parse(name).canonical == name;
        let mut names: Vec<String> = jiff::tz::db()
            .available()
            .map(|name| name.as_str().to_owned())
            .filter(|name| is_place(name) && is_todays(name))
            .filter(|name| !Zone::REGION.contains(&name.as_str()) && TimeZone::get(name).is_ok())
            .collect();
        names.sort_unstable();
        names.insert(0, "UTC".to_owned());
        names
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_zone_offered_is_one_that_the_form_takes() {
        assert!(others().len() > 100, "{}", others().len());
        for (old, today) in
            [("Asia/Calcutta", "Asia/Kolkata"), ("Europe/Kiev", "Europe/Kyiv"), ("Asia/Katmandu", "Asia/Kathmandu")]
        {
            assert!(!others_has(old) && others_has(today), "{old}");
        }
        for twin in ["Asia/Saigon", "Asia/Rangoon"] {
            assert!(!others_has(twin), "{twin} is among the region's, by its name of today");
        }
        for name in others() {
            assert_eq!(name.parse::<Zone>().map(|z| z.name().to_owned()), Ok(name.clone()));
        }
    }
}
