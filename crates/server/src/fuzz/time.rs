//! Days, times and zones.

use frontend::format;
use model::{
    event_form::{EventForm, WHEN_FIELDS},
    locale::Locale,
    time::{PartialDate, When, YEARS, Zone},
};

use super::text;

/// The values of the form's six fields about time, one a line; the first line alone is tried as a date and as a zone too. What is
/// a time is one in every language, ends after it begins, and is read again from how the form shows it.
pub(super) fn time(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    let mut lines = typed.split('\n');
    let first = lines.clone().next().unwrap_or_default();
    if let Ok(date) = first.parse::<PartialDate>() {
        assert_eq!(date.to_string(), first, "a date has one spelling");
        assert_eq!(date.to_string().parse(), Ok(date));
        assert_eq!(date.earliest().year(), date.year());
        assert!(Locale::ALL.into_iter().all(|locale| !format::partial(locale, date).is_empty()));
    }
    if let Ok(zone) = first.parse::<Zone>() {
        assert_eq!(zone.name().parse().as_ref(), Ok(&zone), "a zone's name is its name");
        assert!(!zone.city().is_empty());
    }
    let form = EventForm::from_pairs(WHEN_FIELDS.iter().filter_map(|name| Some((*name, lines.next()?))));
    match form.when() {
        Ok(when) => is_sound(&when),
        Err(errors) => assert!(!errors.is_empty(), "what is refused is told"),
    }
}

fn is_sound(when: &When) {
    assert!(when.starts_at() <= when.ends_at() && when.first_day() <= when.last_day());
    assert!(YEARS.contains(&when.first_day().year()) && YEARS.contains(&when.last_day().year()));
    let stored = serde_json::to_string(when).unwrap_or_default();
    assert_eq!(serde_json::from_str::<When>(&stored).ok().as_ref(), Some(when), "{stored}");
    for locale in Locale::ALL {
        assert!(!format::when(locale, when).is_empty());
        let _ = (format::hours(locale, when), format::zone_at(locale, when), format::date_block(locale, when));
    }
}
