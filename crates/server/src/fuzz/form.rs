//! Forms, and what they become.

use jiff::Timestamp;
use model::{
    catalogue::Catalogue,
    event::{Event, EventContent, EventId, EventQuery, Paged, Status},
    event_form::EventForm,
    locale::Locale,
};

use crate::{
    feed::{Site, atom, calendar, csv, json, linked_data},
    web::form::Pairs,
};

/// A posted form: what is read of it is, written again, read as the same.
pub(super) fn form(bytes: &[u8]) {
    let Ok(pairs) = Pairs::parse(bytes) else { return };
    let mut written = url::form_urlencoded::Serializer::new(String::new());
    written.extend_pairs(pairs.iter());
    let written = written.finish();
    // What was sent without a name and a value is written as `=`, and read as that pair.
    assert_eq!(Pairs::parse(written.as_bytes()).as_ref(), Ok(&pairs), "{written}");
    for (name, _) in pairs.iter() {
        assert!(pairs.get(name).is_some());
    }
}

/// An event's form: what it becomes is, shown as a form again and saved as it is, the same event; two edits that are one do not diverge;
/// and every representation of the event is whole.
pub(super) fn event(bytes: &[u8]) {
    let Ok(pairs) = Pairs::parse(bytes) else { return };
    let form = EventForm::from_pairs(pairs.iter());
    let stored =
        EventForm::from_pairs([("title.en", "Stored"), ("start-date", "2026-01-01"), ("zone", "Asia/Vientiane")]);
    assert!(EventForm::divergences(Some(&stored), &form, &form).iter().all(|it| it.mine == it.theirs));
    let _ = (EventForm::divergences(None, &form, &stored), form.when_line());
    match form.parse(None, Locale::En, 1) {
        Ok(content) => {
            let shown = EventForm::of(&content);
            // A language that has no title is not shown; what there is of it stays.
            assert_eq!(shown.parse(Some(&content), Locale::En, 1).as_ref(), Ok(&content), "{shown:?}");
            assert_eq!(EventForm::of(&content), shown);
            represented(&told(content));
        }
        Err(errors) => assert!(!errors.is_empty(), "what is refused is told"),
    }
}

fn told(content: EventContent) -> Event {
    Event {
        status: Status::Published,
        published_at: Some(Timestamp::UNIX_EPOCH),
        ..Event::first(EventId::from_stored("e1".to_owned()), content, Timestamp::UNIX_EPOCH)
    }
}

fn represented(event: &Event) {
    let catalogue = Catalogue::default();
    for locale in [Locale::En, Locale::ZhHans, Locale::My] {
        let site = Site { origin: "https://portal.example", locale, catalogue: &catalogue };
        let calendar = calendar::event(&site, event);
        assert!(calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.ends_with(calendar::END));
        for line in calendar.split_terminator("\r\n") {
            assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "RFC 5545, section 3.1: {line:?}");
        }
        assert_eq!(calendar.matches("\r\nBEGIN:VEVENT\r\n").count(), 1, "{calendar}");
        let json = json::event(&site, event);
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{json}");
        let linked = linked_data::event(&site, event);
        assert!(!linked.contains('<'), "nothing ends the element that it stands in: {linked}");
        assert!(serde_json::from_str::<serde_json::Value>(&linked).is_ok(), "{linked}");
        let rows = csv::list(&site, std::slice::from_ref(event));
        assert!(rows.lines().count() >= 2, "a head, and a row: {rows}");
        let news = Paged { items: vec![event.clone()], next: None };
        let atom = atom::list(&site, &EventQuery::default(), &news);
        assert_eq!(atom.matches("<entry>").count(), 1, "{atom}");
    }
}
