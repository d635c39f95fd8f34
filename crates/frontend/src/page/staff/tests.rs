//! The desk's pages as rendered documents.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use model::{
    catalogue::Catalogue,
    error::{Error, FieldError, FieldErrors},
    event::{Event, EventId, Paged, StaffEventQuery, Status},
    event_form::{EventForm, TEXTS},
    locale::{Locale, Localized},
    revision::{Actor, Change, FieldChange, Noun, Revision, differences},
    route::{Route, StatusChange},
    staff::StaffId,
    viewer::{Role, Viewer},
};

use super::{account, event, kept};
use crate::{
    context::{Assets, PageContext},
    page::Page,
};

const NASTY: &str = "</textarea><script>alert(1)</script>\"><img src=x onerror=alert(2)>";
/// Every field of the form but those that carry a language.
const PLAIN: [&str; 16] = [
    "slug",
    "all-day",
    "start-date",
    "end-date",
    "start-time",
    "end-time",
    "zone",
    "format",
    "join-link",
    "spoken",
    "programmes",
    "areas",
    "countries",
    "sdgs",
    "contact-name",
    "contact-email",
];

fn render_as(role: Role, locale: Locale, page: impl FnOnce() -> Page) -> String {
    let viewer = Viewer::Staff { id: StaffId::from_stored("s".to_owned()), name: "Linh".to_owned(), role };
    let context = PageContext {
        locale,
        route: Some(Route::StaffEvents(StaffEventQuery::default())),
        viewer,
        welcome: None,
        now: "2026-05-01T00:00:00Z".parse().unwrap_or(Timestamp::UNIX_EPOCH),
        origin: "https://portal.example".to_owned(),
        assets: Arc::new(Assets::default()),
        demo: false,
        contact: None,
    };
    crate::render(context, page)
}

fn render(page: impl FnOnce() -> Page) -> String {
    render_as(Role::Publisher, Locale::En, page)
}

fn form(fields: &[(&str, &str)]) -> EventForm {
    let mut pairs = vec![
        ("title.en", "Mangroves"),
        ("title.zh-Hans", "红树林"),
        ("summary.en", "About mangroves."),
        ("start-date", "2026-12-03"),
        ("start-time", "09:00"),
        ("zone", "Asia/Jakarta"),
        ("format", "hybrid"),
        ("venue.en", "Jakarta"),
        ("countries", "ID"),
        ("spoken", "id"),
    ];
    pairs.retain(|(name, _)| fields.iter().all(|(n, _)| n != name));
    pairs.extend_from_slice(fields);
    EventForm::from_pairs(pairs)
}

fn stored(status: Status) -> Event {
    let at = Timestamp::UNIX_EPOCH;
    let content = form(&[]).parse(None, Locale::En, 1).unwrap_or_else(|e| panic!("{e:?}"));
    Event { version: 4, status, sample: true, ..Event::first(EventId::from_stored("e1".to_owned()), content, at) }
}

/// With the names that the sample pages need.
fn sample() -> Catalogue {
    crate::page::sample::catalogue()
}

fn catalogue() -> Catalogue {
    Catalogue::default()
}

fn edit_page(event: Option<&Event>, form: &EventForm, errors: &FieldErrors) -> String {
    render(|| event::edit(&catalogue(), &event::Edit { note: "why", ..edited(event, form, errors) }))
}

/// What an edit page shows, in English and Chinese.
const fn edited<'a>(event: Option<&'a Event>, form: &'a EventForm, errors: &'a FieldErrors) -> event::Edit<'a> {
    event::Edit {
        event,
        new: None,
        seen: None,
        form,
        left: Locale::En,
        right: Locale::ZhHans,
        errors,
        note: "",
        saved: None,
        last: None,
    }
}

/// No message is missing, no script got in, and every label has its field.
fn sound(html: &str) {
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    let words = html.split("<main").nth(1).unwrap_or_default();
    assert!(!words.contains("[staff-") && !words.contains("[error-") && !words.contains("[status-"), "{words}");
    for target in words.split(" for=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(words.matches(&format!(" id=\"{target}\"")).count(), 1, "{target}");
    }
    for ids in words.split("aria-describedby=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        for id in ids.split(' ') {
            assert_eq!(words.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
        }
    }
    assert_eq!(words.matches("<h1").count(), 1);
    for bad in [" style=\"", " onclick", " onerror=\""] {
        assert!(!words.contains(bad), "{bad}");
    }
}

#[test]
fn every_field_of_an_event_has_an_input() {
    let event = stored(Status::Draft);
    let mut form = EventForm::of(&event.content);
    // The groups are empty where the catalogue is: what is chosen is offered all the same.
    for (name, value) in [("programmes", "forum"), ("areas", "1"), ("sdgs", "14")] {
        form.replace(name, vec![value.to_owned()]);
    }
    let html = edit_page(Some(&event), &form, &FieldErrors::none());
    sound(&html);
    for name in PLAIN {
        assert!(html.contains(&format!("name=\"{name}\"")), "{name}");
    }
    for locale in ["en", "zh-Hans"] {
        for (name, _, _) in TEXTS {
            assert!(html.contains(&format!("name=\"{name}.{locale}\"")), "{name}.{locale}");
        }
        assert!(html.contains(&format!("name=\"reviewed.{locale}\"")));
    }
    for sent in ["name=\"version\" value=\"4\"", "value=\"Asia/Jakarta\" selected", "name=\"note\"", "value=\"红树林\""]
    {
        assert!(html.contains(sent), "{sent}\n{html}");
    }
    assert!(html.contains(">About mangroves.</textarea>"), "{html}");
}

#[test]
fn an_error_stands_beside_its_field_and_leads_there() {
    let typed = form(&[("start-date", "soon"), ("zone", "Asia/Atlantis")]);
    let errors = typed.parse(None, Locale::En, 1).err().unwrap_or_default();
    let html = edit_page(None, &typed, &errors);
    sound(&html);
    assert!(html.contains("<title>Error: New event"), "{html}");
    assert!(html.contains("role=\"alert\""));
    for field in ["start-date", "zone"] {
        assert!(html.contains(&format!("href=\"#{field}\"")) && html.contains(&format!("id=\"{field}-error\"")));
        let input = html.split(&format!("id=\"{field}\"")).nth(1).and_then(|rest| rest.split('>').next());
        let input = input.unwrap_or_default();
        assert!(input.contains("aria-invalid=\"true\"") && input.contains(&format!("{field}-error")), "{input}");
    }
    let told: Vec<_> = ["start-date", "zone"].iter().map(|f| html.find(&format!("href=\"#{f}\""))).collect();
    assert!(told.is_sorted(), "the errors are told in the order of the fields: {told:?}");
    // What was typed is kept, though no date picker and no list of zones knows it.
    assert!(html.contains("value=\"soon\"") && html.contains("value=\"Asia/Atlantis\" selected"), "{html}");
}

#[test]
fn a_script_in_any_field_stays_text() {
    let mut typed = EventForm::default();
    for name in PLAIN {
        typed.replace(name, vec![NASTY.to_owned()]);
    }
    for locale in [Locale::En, Locale::ZhHans, Locale::Th] {
        for (name, _, _) in TEXTS {
            typed.replace(&format!("{name}.{locale}"), vec![NASTY.to_owned()]);
        }
    }
    let errors = typed.parse(None, Locale::En, 1).err().unwrap_or_default();
    sound(&edit_page(None, &typed, &errors));

    let mut event = stored(Status::Cancelled);
    event.content.title = Localized::new(Locale::En, NASTY.to_owned());
    event.content.summary = Localized::new(Locale::En, NASTY.to_owned());
    event.notice = Localized::new(Locale::En, NASTY.to_owned());
    let theirs = EventForm::of(&event.content);
    let told = differences(theirs.fields(), typed.fields());
    sound(&conflict_page(&event, &typed, None, NASTY));
    let pairs: Vec<_> = typed.fields().iter().flat_map(|(n, v)| v.iter().map(|v| (n.clone(), v.clone()))).collect();
    sound(&render(|| kept(NASTY, &Route::StaffEvents(StaffEventQuery::default()), &Error::Forbidden, &pairs, NASTY)));
    sound(&render(|| {
        event::list(&catalogue(), &StaffEventQuery::default(), &Paged { items: vec![event.clone()], next: None })
    }));
    let nasty = [("notice.en".to_owned(), NASTY.to_owned()), ("note".to_owned(), NASTY.to_owned())];
    for change in StatusChange::ALL {
        sound(&render(|| event::status(&event, change, &FieldErrors::none(), &nasty)));
    }
    let revision = Revision {
        noun: Noun::Event,
        subject: "e1".to_owned(),
        version: 2,
        at: Timestamp::UNIX_EPOCH,
        by: Actor::Staff { id: "s".to_owned(), name: NASTY.to_owned() },
        change: Change::Edited,
        note: NASTY.to_owned(),
        fields: told,
    };
    sound(&render(|| event::revisions(&catalogue(), &event, &[revision], Some(9))));
    let error = Error::Unauthenticated;
    let sign_in = render(|| account::sign_in(NASTY, NASTY, Some(&error), None));
    sound(&sign_in);
    sound(&render(|| account::set_password("token", NASTY, &FieldErrors::one("password", FieldError::Required))));
}

#[test]
fn another_language_at_the_right_loses_nothing_that_was_typed() {
    let event = stored(Status::Draft);
    let mut typed = EventForm::of(&event.content);
    typed.replace("title.th", vec!["ป่าชายเลน".to_owned()]);
    let html = edit_page(Some(&event), &typed, &FieldErrors::none());
    assert!(html.contains("type=\"hidden\" name=\"title.th\" value=\"ป่าชายเลน\""), "{html}");
    let untouched = edit_page(Some(&event), &EventForm::of(&event.content), &FieldErrors::none());
    assert!(!untouched.contains("name=\"title.th\""));
}

#[test]
fn enter_in_a_field_saves() {
    let html = edit_page(None, &form(&[]), &FieldErrors::none());
    let inside = html.split("<main").nth(1).unwrap_or_default();
    let first = inside.split("type=\"submit\"").nth(1).and_then(|rest| rest.split('>').next());
    assert!(first.is_some_and(|button| button.contains("value=\"save\"")), "{first:?}");
}

#[test]
fn a_review_is_never_claimed_for_a_text_that_is_being_changed() {
    let mut event = stored(Status::Published);
    for text in [&mut event.content.title, &mut event.content.summary, &mut event.content.venue] {
        text.review(Locale::En);
    }
    let form = EventForm::of(&event.content);
    assert!(form.has("reviewed.en", "on"));
    let html = edit_page(Some(&event), &form, &FieldErrors::none());
    let tick = html.split("name=\"reviewed.en\"").nth(1).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    assert!(!tick.contains("checked"), "{tick}");
    assert!(html.contains(">Reviewed</span>"));
}

/// The merge page of `mine`, which began from `base`, and what is stored.
fn conflict_page(current: &Event, mine: &EventForm, base: Option<&EventForm>, note: &str) -> String {
    let theirs = EventForm::of(&current.content);
    let conflict = event::Conflict {
        current,
        base: 3,
        mine,
        divergences: &EventForm::divergences(base, mine, &theirs),
        choices: &BTreeMap::new(),
        own: &BTreeMap::new(),
        errors: &FieldErrors::one("choose.when", FieldError::Undecided),
        note,
        meanwhile: &[],
        right: Locale::ZhHans,
        seen: 3,
        new: false,
    };
    render(|| event::conflict(&catalogue(), &conflict))
}

#[test]
fn what_one_of_two_changed_alone_is_chosen_and_what_both_did_is_asked() {
    let event = stored(Status::Published);
    let base = form(&[("title.en", "Mangrove"), ("summary.en", "About mangroves."), ("zone", "Asia/Jakarta")]);
    let mine = form(&[("title.en", "Mine"), ("summary.en", "My summary."), ("venue.en", "Jakarta")]);
    let base_venue = form(&[("title.en", "Mangrove"), ("venue.en", "Bogor")]);
    let chosen = |html: &str, field: &str| {
        ["mine", "theirs"]
            .into_iter()
            .find(|side| html.contains(&format!("name=\"choose.{field}\" value=\"{side}\" checked")))
            .map(str::to_owned)
    };
    let html = conflict_page(&event, &mine, Some(&base), "");
    sound(&html);
    assert_eq!(chosen(&html, "title.en"), None, "both changed it: {html}");
    assert_eq!(chosen(&html, "summary.en").as_deref(), Some("mine"));
    let mut stale = base_venue.clone();
    stale.replace("summary.en", vec!["About mangroves.".to_owned()]);
    let mut kept = mine.clone();
    kept.replace("venue.en", vec!["Bogor".to_owned()]);
    let html = conflict_page(&event, &kept, Some(&stale), "");
    assert_eq!(chosen(&html, "venue.en").as_deref(), Some("theirs"), "only they changed it: {html}");
    assert_eq!(chosen(&conflict_page(&event, &mine, None, ""), "summary.en"), None, "nobody knows who changed it");
}

#[test]
fn a_form_that_is_not_taken_can_be_sent_again_and_read() {
    let pairs = [("version", "4"), ("title.km", "ព្រៃកោងកាង"), ("do", "save"), ("note", ""), ("own.body.en", "Of both")];
    let typed = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let html = render(|| {
        kept(
            "/en/staff/events/e1",
            &Route::StaffEvent(EventId::from_stored("e1".to_owned())),
            &Error::Unavailable,
            &typed,
            "id-1",
        )
    });
    sound(&html);
    for part in [
        "action=\"/en/staff/events/e1\"",
        "type=\"hidden\" name=\"version\" value=\"4\"",
        "type=\"hidden\" name=\"do\" value=\"save\"",
        "lang=\"km\" class=\"versus\">ព្រៃកោងកាង</dd>",
        "id-1",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(html.contains("<dt>Text (English)</dt>") && html.contains(">Of both</dd>"), "{html}");
    assert_eq!(html.matches("<dt>").count(), 2, "what nobody typed is not shown: {html}");
    let gone = render(|| {
        kept(
            "/en/staff/events/e1",
            &Route::StaffEvent(EventId::from_stored("e1".to_owned())),
            &Error::NotFound,
            &typed,
            "id-1",
        )
    });
    assert!(!gone.contains("sections"), "there are none on this page: {gone}");
}

#[test]
fn a_stale_edit_shows_both_texts_and_keeps_mine_chosen() {
    let event = stored(Status::Published);
    let mine = form(&[("title.en", "Mangroves and people"), ("countries", "TH"), ("countries", "VN")]);
    let theirs = EventForm::of(&event.content);
    let html = conflict_page(&event, &mine, Some(&theirs), "my note");
    sound(&html);
    for part in [
        "name=\"version\" value=\"4\"",
        "type=\"hidden\" name=\"title.en\" value=\"Mangroves and people\"",
        "type=\"hidden\" name=\"countries\" value=\"TH\"",
        "type=\"hidden\" name=\"countries\" value=\"VN\"",
        "name=\"choose.title.en\" value=\"mine\" checked",
        "name=\"choose.title.en\" value=\"theirs\"",
        "value=\"my note\"",
        "<mark> and people</mark>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("value=\"theirs\" checked"));
}

#[test]
fn a_language_that_was_not_on_the_page_is_not_asked_about() {
    let mut event = stored(Status::Published);
    event.content.title.set(Locale::Th, "ป่าชายเลน".to_owned(), 3);
    let mine = form(&[("title.en", "Other")]);
    let theirs = EventForm::of(&event.content);
    let html = conflict_page(&event, &mine, Some(&theirs), "");
    assert!(html.contains("choose.title.en") && !html.contains("choose.title.th"), "{html}");
}

#[test]
fn cancelling_asks_what_to_tell_visitors_in_both_languages() {
    let event = stored(Status::Published);
    let errors = FieldErrors::one("notice.en", FieldError::Required);
    let page = || event::status(&event, StatusChange::Cancel, &errors, &[]);
    let html = render_as(Role::Publisher, Locale::ZhHans, page);
    sound(&html);
    for part in
        ["name=\"notice.en\"", "name=\"notice.zh-Hans\"", "name=\"version\" value=\"4\"", "id=\"notice.en-error\""]
    {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!render(|| event::status(&event, StatusChange::Unpublish, &FieldErrors::none(), &[])).contains("notice."));
}

#[test]
fn publishing_tells_what_visitors_would_miss() {
    let mut event = stored(Status::Draft);
    event.content.summary.remove(Locale::En);
    let html = render(|| event::status(&event, StatusChange::Publish, &FieldErrors::none(), &[]));
    sound(&html);
    assert!(html.contains("/en/staff/events/e1#summary.en"), "{html}");
    assert!(!html.contains("action=\"/en/staff/events/e1/publish\""), "{html}");
    let sound_event = stored(Status::Draft);
    let html = render(|| event::status(&sound_event, StatusChange::Publish, &FieldErrors::none(), &[]));
    assert!(html.contains("action=\"/en/staff/events/e1/publish\""), "{html}");
}

#[test]
fn a_revision_tells_who_when_what_and_why() {
    let event = stored(Status::Draft);
    let revision = Revision {
        noun: Noun::Event,
        subject: "e1".to_owned(),
        version: 2,
        at: "2026-04-30T16:30:00Z".parse().unwrap_or_default(),
        by: Actor::Staff { id: "s".to_owned(), name: "Linh".to_owned() },
        change: Change::Edited,
        note: "the hall changed".to_owned(),
        fields: vec![
            FieldChange {
                field: "venue.en".to_owned(),
                before: vec!["Hall one, Jakarta".to_owned()],
                after: vec!["Hall two, Jakarta".to_owned()],
            },
            FieldChange {
                field: "format".to_owned(),
                before: vec!["in-person".to_owned()],
                after: vec!["hybrid".to_owned()],
            },
        ],
    };
    let html = render(|| event::revisions(&catalogue(), &event, &[revision], None));
    sound(&html);
    for part in [
        "Linh",
        "1 May 2026, 00:30, Beijing time",
        "the hall changed",
        "<del>one</del>",
        "<ins>two</ins>",
        "Venue (English)",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("in-person"), "{html}");
}

#[test]
fn an_empty_list_says_what_to_do() {
    let empty = Paged { items: Vec::new(), next: None };
    let html = render(|| event::list(&catalogue(), &StaffEventQuery::default(), &empty));
    sound(&html);
    assert!(html.contains("write the first one") && html.contains("/en/staff/events/new"), "{html}");
    let filtered = StaffEventQuery { status: Some(Status::Draft), ..StaffEventQuery::default() };
    assert!(render(|| event::list(&catalogue(), &filtered, &empty)).contains("No event matches"));
    let viewer = render_as(Role::Viewer, Locale::En, || event::list(&catalogue(), &filtered, &empty));
    assert!(!viewer.contains("/en/staff/events/new"));
}

#[test]
fn the_list_tells_status_sample_languages_and_the_next_page() {
    let next = Some(model::event::Cursor { at: 5, id: "e1".to_owned() });
    let query = StaffEventQuery { status: Some(Status::Published), ..StaffEventQuery::default() };
    let html = render(|| event::list(&catalogue(), &query, &Paged { items: vec![stored(Status::Published)], next }));
    sound(&html);
    for part in [
        "<caption",
        ">Published</span>",
        ">Sample</span>",
        "lang=\"zh-Hans\">中文</span>",
        "status=published&amp;after=5_e1",
        "value=\"published\" selected",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
}

#[test]
fn who_may_only_read_gets_all_of_it_to_read_and_nothing_to_change() {
    let mut event = stored(Status::Published);
    event.content.title.set(Locale::Th, "ป่าชายเลน".to_owned(), 3);
    let page =
        |right| render_as(Role::Editor, Locale::En, || event::read(&sample(), &event, [Locale::En, right], None));
    let html = page(Locale::ZhHans);
    sound(&html);
    for part in [
        "lang=\"zh-Hans\" class=\"versus\">红树林",
        "About mangroves.",
        "Thursday, 3 December 2026",
        "Indonesia",
        "In person and online",
        "method=\"get\" action=\"/en/staff/events/e1\"",
        "/en/staff/events/e1/preview",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(html.contains("<dt>Time zone</dt><dd>Jakarta time (UTC+7)"), "{html}");
    for gone in ["value=\"save\"", "/cancel", "<textarea", "type=\"checkbox\""] {
        assert!(!html.contains(gone), "{gone}\n{html}");
    }
    assert!(page(Locale::Th).contains("ป่าชายเลน"), "every language can be read");
}

#[test]
fn who_may_only_read_is_not_led_to_fields_that_are_not_there() {
    let mut event = stored(Status::Draft);
    event.content.summary.remove(Locale::En);
    let read = || event::read(&sample(), &event, [Locale::En, Locale::ZhHans], None);
    let html = render_as(Role::Viewer, Locale::En, read);
    assert!(html.contains("fill in:") && !html.contains("#summary.en"), "{html}");
}

#[test]
fn what_is_told_as_saved_is_so() {
    let form = EventForm::of(&stored(Status::Draft).content);
    let none = FieldErrors::none();
    let told = |status: Status, saved: &str| {
        let event = stored(status);
        let edit = event::Edit { saved: Some(event::Saved::named(saved)), ..edited(Some(&event), &form, &none) };
        render(|| event::edit(&catalogue(), &edit)).contains("note good")
    };
    assert!(told(Status::Cancelled, "cancel") && told(Status::Published, "resume") && told(Status::Draft, "1"));
    assert!(!told(Status::Published, "cancel") && !told(Status::Draft, "publish") && !told(Status::Draft, "notice"));
}

#[test]
fn what_is_off_gets_its_time_where_it_takes_place_after_all() {
    let mut event = stored(Status::Cancelled);
    event.notice = Localized::new(Locale::En, "The hall is flooded.".to_owned());
    let mut typed = EventForm::of(&event.content);
    typed.replace("start-date", vec!["2027-01-01".to_owned()]);
    let html = edit_page(Some(&event), &typed, &FieldErrors::one("start-date", FieldError::Off));
    sound(&html);
    for part in ["type=\"hidden\" name=\"start-date\" value=\"2026-12-03\"", "id=\"start-date-error\"", "/e1/publish"] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("\"2027-01-01"), "what cannot be saved is not sent again: {html}");
    assert!(html.contains("You typed: Friday, 1 January 2027"), "and not lost without a word: {html}");
    let html = render(|| event::status(&event, StatusChange::Publish, &FieldErrors::none(), &[]));
    sound(&html);
    for part in
        ["name=\"start-date\" value=\"2026-12-03\"", "name=\"notice.en\"", "The hall is flooded.", "That ends now"]
    {
        assert!(html.contains(part), "{part}\n{html}");
    }
    let typed = [("start-date", "soon"), ("zone", "Asia/Jakarta")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    let errors = FieldErrors::one("start-date", FieldError::Date);
    let html = render(|| event::status(&event, StatusChange::Publish, &errors, &typed));
    assert!(html.contains("value=\"soon\"") && html.contains("id=\"start-date-error\""), "{html}");
}

#[test]
fn who_moves_a_public_event_is_told_what_visitors_read() {
    let mut event = stored(Status::Rescheduled);
    event.previous = form(&[("start-date", "2026-11-03")]).when().ok();
    let (form, none) = (EventForm::of(&event.content), FieldErrors::none());
    let edit = |saved| event::Edit { saved, ..edited(Some(&event), &form, &none) };
    let html = render(|| event::edit(&catalogue(), &edit(Some(event::Saved::Edit))));
    sound(&html);
    let note = html.split("note good").nth(1).and_then(|rest| rest.split("</div>").next()).unwrap_or_default();
    assert!(note.contains("has moved to another time") && note.contains("/e1/notice"), "{note}");
    assert!(!render(|| event::edit(&catalogue(), &edit(None))).contains("has moved to another time"));
}

#[test]
fn what_readers_miss_is_named_by_language_and_text() {
    let mut event = stored(Status::Published);
    event.content.title.set(Locale::Km, "ព្រៃកោងកាង".to_owned(), 3);
    event.notice = Localized::new(Locale::En, "North gate.".to_owned());
    event.notice.set(Locale::ZhHans, "北门。".to_owned(), 5);
    event.notice.set(Locale::En, "South gate.".to_owned(), 6);
    let html = edit_page(Some(&event), &EventForm::of(&event.content), &FieldErrors::none());
    sound(&html);
    for part in [
        "Visitors miss:",
        "中文: still to be translated: Summary and Venue.",
        "中文: the original has changed since this was translated: Notice to visitors.",
        "ខ្មែរ: still to be translated: Summary, Venue and Notice to visitors.",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("ไทย: "), "what nobody has begun is nothing to be finished: {html}");
}

#[test]
fn of_a_list_that_both_changed_both_can_be_kept_and_a_text_be_written_anew() {
    let event = stored(Status::Published);
    let base = form(&[("title.en", "Mangrove"), ("countries", "CN")]);
    let mine = form(&[("title.en", "Mine"), ("countries", "CN"), ("countries", "LA")]);
    let theirs = EventForm::of(&event.content);
    let conflict = event::Conflict {
        current: &event,
        base: 3,
        mine: &mine,
        divergences: &EventForm::divergences(Some(&base), &mine, &theirs),
        choices: &BTreeMap::new(),
        own: &BTreeMap::from([("title.en".to_owned(), "Of both".to_owned())]),
        errors: &FieldErrors::none(),
        note: "",
        meanwhile: &[],
        right: Locale::ZhHans,
        seen: 3,
        new: false,
    };
    let html = render(|| event::conflict(&sample(), &conflict));
    sound(&html);
    for part in [
        "name=\"choose.countries\" value=\"both\"",
        "Lao",
        "name=\"choose.title.en\" value=\"own\"",
        "name=\"own.title.en\"",
        ">Of both</textarea>",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    assert!(!html.contains("name=\"choose.title.en\" value=\"both\""), "{html}");
}

#[test]
fn whole_days_in_two_zones_do_not_read_alike() {
    let mut event = stored(Status::Published);
    let days = |zone| form(&[("all-day", "on"), ("start-date", "2026-05-01"), ("zone", zone)]);
    event.content.when = days("Asia/Shanghai").when().unwrap_or_else(|e| panic!("{e:?}"));
    let html = conflict_page(&event, &days("Asia/Bangkok"), Some(&days("Asia/Jakarta")), "");
    assert!(html.contains("<mark>Bangkok</mark>") || html.contains("Asia/<mark>"), "{html}");
}

#[test]
fn an_unknown_account_and_a_wrong_password_read_the_same() {
    let page = |error: Error| render(|| account::sign_in("a@b.c", "/en/staff/events", Some(&error), None));
    let html = page(Error::Unauthenticated);
    sound(&html);
    assert!(html.contains("autocomplete=\"current-password\"") && html.contains("value=\"a@b.c\""));
    assert!(html.contains("name=\"next\" value=\"/en/staff/events\""));
    assert!(page(Error::Throttled { seconds: 61 }).contains("in 2 minutes"));
}

#[test]
fn the_rules_for_a_password_are_told_before_it_is_typed() {
    let html = render(|| account::set_password("t0ken", "a@b.c", &FieldErrors::one("again", FieldError::Mismatch)));
    sound(&html);
    assert!(html.contains("At least 12 characters") && html.contains("autocomplete=\"new-password\""));
    assert!(html.contains("/en/staff/set-password/t0ken") && html.contains("id=\"again-error\""));
    sound(&render(account::bad_token));
}

#[test]
fn every_page_reads_in_chinese() {
    let event = stored(Status::Postponed);
    let (form, none) = (EventForm::of(&event.content), FieldErrors::none());
    let edit =
        event::Edit { saved: Some(event::Saved::Status(StatusChange::Postpone)), ..edited(Some(&event), &form, &none) };
    let html = render_as(Role::Publisher, Locale::ZhHans, || event::edit(&catalogue(), &edit));
    sound(&html);
    assert!(html.contains("访客看到此活动已推迟") && html.contains("lang=\"zh-Hans\""), "{html}");
}
