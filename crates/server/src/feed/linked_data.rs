//! JSON-LD with the words of schema.org, for search engines. Safe inside a script element.

use model::{
    event::{Event, Format, Status},
    route::Route,
    time::When,
};
use serde_json::{Value, json};

use super::Site;

/// The Center.
#[must_use]
pub fn organization(site: &Site<'_>) -> String {
    written(&with_context(center(site)))
}

/// An event.
#[must_use]
pub fn event(site: &Site<'_>, event: &Event) -> String {
    let c = &event.content;
    let url = site.url(&Route::Event(c.slug.clone()));
    let [start, end] = times(&c.when);
    let mut value = json!({
        "@type": "Event",
        "@id": url,
        "url": url,
        "name": site.headline(event).map(|(headline, _)| headline),
        "startDate": start,
        "eventStatus": one_or_all(event.statuses().map(|s| status(s).into()).collect()),
        "eventAttendanceMode": attendance(c.format),
    });
    let mut put = |name: &str, told: Option<Value>| {
        if let (Some(fields), Some(told)) = (value.as_object_mut(), told) {
            fields.insert(name.to_owned(), told);
        }
    };
    // An end that was not given is the start.
    put("endDate", (c.when.is_days() || start != end).then(|| end.clone().into()));
    let paragraphs: Vec<String> =
        site.warnings(event).into_iter().chain(site.pick(&c.summary).map(|s| s.value.clone())).collect();
    put("description", some(paragraphs.join(" ")));
    let previous = event.first_told().filter(|_| event.status.takes_place());
    put("previousStartDate", previous.map(|w| times(w)[0].clone().into()));
    put("location", location(site, event));
    let organisers = site.lines(&c.organisers).into_iter();
    let organisers = organisers.map(|name| json!({"@type": "Organization", "name": name})).collect();
    put("organizer", one_or_all(organisers));
    put("inLanguage", one_or_all(c.spoken.iter().map(|l| l.tag().into()).collect()));
    written(&with_context(value))
}

/// The way from the front page to this one: names in the language asked for, and their pages, this page last.
#[must_use]
pub fn breadcrumbs(site: &Site<'_>, trail: &[(String, Route)]) -> String {
    let item = |(position, (name, route)): (usize, &(String, Route))| json!({"@type": "ListItem", "position": position + 1, "name": name, "item": site.url(route)});
    let items: Vec<Value> = trail.iter().enumerate().map(item).collect();
    written(&with_context(json!({"@type": "BreadcrumbList", "itemListElement": items})))
}

fn center(site: &Site<'_>) -> Value {
    json!({
        "@type": "Organization",
        "@id": format!("{}/#organization", site.origin),
        "name": site.word("feed-center"),
        "url": site.url(&Route::Home),
    })
}

fn with_context(mut value: Value) -> Value {
    if let Some(fields) = value.as_object_mut() {
        fields.insert("@context".to_owned(), "https://schema.org".into());
    }
    value
}

/// The first and the last moment; of whole days, the first and the last day.
fn times(when: &When) -> [String; 2] {
    match when {
        When::Days { first, last, .. } => [first.to_string(), last.to_string()],
        When::Timed { zone, .. } => [when.starts_at(), when.ends_at()].map(|at| super::json::offset_time(at, zone)),
    }
}

const fn status(status: Status) -> &'static str {
    match status {
        Status::Draft | Status::Published => "https://schema.org/EventScheduled",
        Status::Cancelled => "https://schema.org/EventCancelled",
        Status::Postponed => "https://schema.org/EventPostponed",
        Status::Rescheduled => "https://schema.org/EventRescheduled",
        Status::MovedOnline => "https://schema.org/EventMovedOnline",
    }
}

const fn attendance(format: Format) -> &'static str {
    match format {
        Format::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        Format::Online => "https://schema.org/OnlineEventAttendanceMode",
        Format::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    }
}

/// The place, the address to join at, or both. Where online the page itself tells how to join, it is the address.
fn location(site: &Site<'_>, event: &Event) -> Option<Value> {
    let c = &event.content;
    let place = c
        .place()
        .and_then(|place| site.pick(place))
        .map(|venue| json!({"@type": "Place", "name": venue.value, "address": venue.value}));
    let join = event.join_link().map_or_else(|| site.url(&Route::Event(c.slug.clone())), ToString::to_string);
    let online = (c.format != Format::InPerson).then(|| json!({"@type": "VirtualLocation", "url": join}));
    one_or_all(place.into_iter().chain(online).collect())
}

fn one_or_all(mut values: Vec<Value>) -> Option<Value> {
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Value::Array(values)),
    }
}

fn some(text: String) -> Option<Value> {
    (!text.is_empty()).then_some(Value::String(text))
}

/// JSON that holds none of the characters that HTML takes for markup, nor the two line ends that are none to JSON: they
/// stand only in strings, where JSON may write them as escapes (RFC 8259, section 7).
fn written(value: &Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use model::locale::Locale;
    use proptest::prelude::*;

    use super::{super::sample, *};

    fn read(text: &str) -> Value {
        serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text}"))
    }

    fn english(event: &Event) -> Value {
        let catalogue = sample::catalogue();
        read(&super::event(&sample::site(&catalogue, Locale::En), event))
    }

    #[test]
    fn each_status_has_its_word() {
        let word = |status| {
            let mut event = sample::usual();
            event.status = status;
            english(&event)["eventStatus"].as_str().map(|s| s.rsplit('/').next().unwrap_or_default().to_owned())
        };
        assert_eq!(word(Status::Published).as_deref(), Some("EventScheduled"));
        assert_eq!(word(Status::Cancelled).as_deref(), Some("EventCancelled"));
        assert_eq!(word(Status::Postponed).as_deref(), Some("EventPostponed"));
        assert_eq!(word(Status::Rescheduled).as_deref(), Some("EventRescheduled"));
        assert_eq!(word(Status::MovedOnline).as_deref(), Some("EventMovedOnline"));
    }

    #[test]
    fn a_rescheduled_event_tells_when_it_was_first_to_be() {
        let mut event = sample::usual();
        event.status = Status::Rescheduled;
        event.previous = Some(sample::content(&[("start-date", "2026-11-03")]).when);
        assert_eq!(english(&event)["previousStartDate"], "2026-11-03T09:00:00+07:00");
        event.status = Status::MovedOnline;
        let both = ["https://schema.org/EventMovedOnline", "https://schema.org/EventRescheduled"];
        assert_eq!(english(&event)["eventStatus"], json!(both));
        assert_eq!(english(&event)["previousStartDate"], "2026-11-03T09:00:00+07:00");
    }

    #[test]
    fn an_end_that_was_not_given_is_not_told() {
        let open = sample::event(sample::content(&[("end-date", ""), ("end-time", "")]));
        assert_eq!(english(&open).get("endDate"), None);
        assert!(english(&sample::usual()).get("endDate").is_some());
    }

    #[test]
    fn a_hybrid_event_is_at_a_place_and_online() {
        let event = sample::event(sample::content(&[("format", "hybrid"), ("join-link", "https://join.example/1")]));
        let location = &english(&event)["location"];
        assert_eq!((&location[0]["@type"], &location[0]["name"]), (&json!("Place"), &json!("Jakarta")));
        assert_eq!(location[1], json!({"@type": "VirtualLocation", "url": "https://join.example/1"}));
    }

    #[test]
    fn a_cancelled_event_is_joined_nowhere() {
        let mut event =
            sample::event(sample::content(&[("format", "online"), ("join-link", "https://join.example/1")]));
        event.status = Status::Cancelled;
        assert_eq!(english(&event)["location"]["url"], "https://portal.example/en/events/mangroves");
    }

    #[test]
    fn nothing_is_told_that_is_not_known() {
        let event = english(&sample::usual());
        for name in ["organizer", "inLanguage", "previousStartDate"] {
            assert!(event.get(name).is_none(), "{name}");
        }
    }

    #[test]
    fn breadcrumbs_are_numbered_from_the_front_page() {
        let catalogue = sample::catalogue();
        let trail = [("Home".to_owned(), Route::Home), ("Countries".to_owned(), Route::Countries)];
        let crumbs = read(&breadcrumbs(&sample::site(&catalogue, Locale::En), &trail));
        assert_eq!(crumbs["itemListElement"][1]["position"], 2);
        assert_eq!(crumbs["itemListElement"][1]["item"], "https://portal.example/en/countries");
        assert_eq!(read(&organization(&sample::site(&catalogue, Locale::ZhHans)))["@type"], "Organization");
    }

    proptest! {
        #[test]
        fn no_text_closes_the_script_element(words in ".{0,20}(</script>|<!--|&lt;|\u{2028})?.{0,20}") {
            let catalogue = sample::catalogue();
            let text = super::event(&sample::site(&catalogue, Locale::En), &sample::worded(&words));
            prop_assert!(!text.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{text}");
            let value = read(&text);
            prop_assert_eq!(value["name"].as_str(), Some(words.as_str()));
        }
    }
}
