//! Names of fields and their values, as people read them.

use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event_form::TEXTS,
    locale::{Locale, Localized, TranslationState},
    revision::Actor,
    time::Zone,
};

use crate::{
    context::{interface, plain_told, t, t_with},
    format,
};

/// The zone of Beijing, where the Center is.
pub(super) const CENTER_ZONE: &str = "Asia/Shanghai";

/// The fields of an event that carry no language, in the order of its page.
pub(super) const ORDER: [&str; 17] = [
    "all-day",
    "start-date",
    "start-time",
    "end-date",
    "end-time",
    "zone",
    "format",
    "join-link",
    "programmes",
    "areas",
    "countries",
    "sdgs",
    "spoken",
    "contact-name",
    "contact-email",
    "slug",
    "note",
];

/// Where a field stands in the order in which people read an event: how it stands, the texts, the rest.
pub(super) fn order(field: &str) -> (usize, usize) {
    let (name, tag) = field.split_once('.').unwrap_or((field, ""));
    let text = TEXTS.iter().position(|(text, _, _)| *text == name);
    let locale = Locale::ALL.into_iter().position(|l| l.tag() == tag).unwrap_or_default();
    match text {
        Some(text) => (1 + text, locale),
        None if tag.is_empty() => ORDER.iter().position(|field| *field == name).map_or((0, 0), |at| (100 + at, 0)),
        None => (if name == "notice" { 0 } else { 99 }, locale),
    }
}

/// A field's name: "Title (中文)". A name that has no words is shown as it is.
pub(super) fn field_label(field: &str) -> String {
    let (name, locale) = field.split_once('.').map_or((field, None), |(n, l)| (n, l.parse::<Locale>().ok()));
    let label = known(&format!("staff-field-{name}")).unwrap_or_else(|| field.to_owned());
    match locale {
        Some(locale) => t_with("staff-field-in", &[("field", label.into()), ("language", locale.endonym().into())]),
        None => label,
    }
}

/// A field's value: "In person" for `in-person`, "Viet Nam" for `VN`.
pub(super) fn value_words(catalogue: &Catalogue, field: &str, value: &str) -> String {
    let name = field.split_once('.').map_or(field, |(name, _)| name);
    let words = match name {
        "all-day" | "reviewed" => (value == "on").then(|| t("staff-yes")),
        "format" => known(&format!("format-{value}")),
        "status" => known(&format!("status-{value}")),
        "spoken" => value.parse::<Locale>().ok().map(|l| l.endonym().to_owned()),
        "programmes" => catalogue.programme(value).map(|programme| plain_told(&programme.short_name)),
        "countries" => value.parse().ok().and_then(|code| catalogue.country(code)).map(|c| plain_told(&c.name)),
        "areas" => value.parse().ok().and_then(|n| catalogue.area(n)).map(|a| numbered(value, &a.short_name)),
        "sdgs" => value.parse().ok().and_then(|n| catalogue.sdg(n)).map(|s| numbered(value, &s.name)),
        _ => None,
    };
    words.unwrap_or_else(|| value.to_owned())
}

/// The values of a field, a line each.
pub(super) fn values_words(catalogue: &Catalogue, field: &str, values: &[String]) -> String {
    values.iter().map(|value| value_words(catalogue, field, value)).collect::<Vec<_>>().join("\n")
}

fn numbered(number: &str, name: &Localized) -> String {
    format!("{number}. {}", plain_told(name))
}

/// The language that a field's value is written in, where the field has one.
pub(super) fn field_language(field: &str) -> Option<&'static str> {
    let (name, locale) = field.split_once('.')?;
    (name != "reviewed").then(|| locale.parse::<Locale>().ok().map(Locale::tag)).flatten()
}

fn known(key: &str) -> Option<String> {
    let plain = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    Some(key).filter(|_| plain).map(t).filter(|words| *words != format!("[{key}]"))
}

/// Who made a change.
pub(super) fn actor(by: &Actor) -> String {
    match by {
        Actor::Staff { name, .. } => name.clone(),
        Actor::Operator => t("staff-by-operator"),
        Actor::Content => t("staff-by-content"),
    }
}

/// When something was changed: by the clocks of Beijing, where the Center is, and said so.
pub(crate) fn moment(at: Timestamp) -> AnyView {
    let zone = TimeZone::get(CENTER_ZONE).unwrap_or(TimeZone::UTC);
    let clock = zone.to_datetime(at);
    let name = CENTER_ZONE.parse::<Zone>().map_or_else(|_| "UTC".to_owned(), |z| format::zone(interface(), &z));
    let words = t_with(
        "staff-moment",
        &[
            ("date", format::date(interface(), clock.date()).into()),
            ("time", format::time(interface(), clock.time()).into()),
            ("zone", name.into()),
        ],
    );
    view! { <time datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()>{words}</time> }.into_any()
}

/// How far a language is, as a tag.
pub(super) fn translation_tag(state: TranslationState) -> AnyView {
    let (class, key) = match state {
        TranslationState::Missing => ("tag plain", "staff-translation-missing"),
        TranslationState::Incomplete => ("tag warn", "staff-translation-incomplete"),
        TranslationState::Stale => ("tag warn", "staff-translation-stale"),
        TranslationState::Draft => ("tag plain", "staff-translation-draft"),
        TranslationState::Reviewed => ("tag", "staff-translation-reviewed"),
    };
    view! { <span class=class>{t(key)}</span> }.into_any()
}

/// A language by its own name, marked as being in that language.
pub(super) fn language(locale: Locale) -> AnyView {
    view! { <span lang=locale.tag()>{locale.endonym()}</span> }.into_any()
}
