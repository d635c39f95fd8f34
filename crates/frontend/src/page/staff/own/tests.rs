//! The pages of an account as rendered documents.

use jiff::Timestamp;
use model::{
    account::{Entry, EntryKind, Log, OpenSession, OwnAccount, Place, SecondFactor, Welcome},
    error::{Error, FieldError, FieldErrors},
    locale::Locale,
    revision::Actor,
    route::Route,
    staff::StaffId,
    viewer::{Role, Viewer},
};

use super::{Done, log, overview, password, second_factor, session};
use crate::{
    context::PageContext,
    page::{Page, sample, staff::account},
};

const NASTY: &str = "</textarea><script>alert(1)</script>\"><img src=x onerror=alert(2)>";

fn staff() -> Viewer {
    Viewer::Staff { id: StaffId::from_stored("s".to_owned()), name: NASTY.to_owned(), role: Role::Editor }
}

fn render_as(viewer: Viewer, locale: Locale, page: impl FnOnce() -> Page) -> String {
    let welcome = Welcome { previous: Timestamp::UNIX_EPOCH, place: place(), failures: 2 };
    let context =
        PageContext { viewer, welcome: Some(welcome), route: Some(Route::Account), ..sample::context(locale) };
    crate::render(context, page)
}

fn place() -> Place {
    Place { network: NASTY.to_owned(), browser: NASTY.to_owned() }
}

/// Sound, and none of what people typed is anything but text.
#[track_caller]
fn sound(page: impl Fn() -> Page) -> String {
    let mut shown = String::new();
    for locale in [Locale::ZhHans, Locale::En] {
        shown = render_as(staff(), locale, &page);
        sample::assert_sound(&shown);
        assert!(!shown.contains("<script>alert") && !shown.contains("<img src=x"), "{shown}");
    }
    shown
}

fn wrong(fields: &[&str]) -> FieldErrors {
    let mut errors = FieldErrors::none();
    for field in fields {
        errors.add(*field, FieldError::WrongCode);
    }
    errors
}

#[test]
fn every_page_of_an_account_is_sound_whatever_stands_in_it() {
    let none = FieldErrors::none();
    let throttled = Error::Throttled { seconds: 61 };
    let factor = SecondFactor { since: Timestamp::UNIX_EPOCH, codes_left: 2 };
    let account_of = |second_factor| OwnAccount {
        email: NASTY.to_owned(),
        name: NASTY.to_owned(),
        role: Role::Admin,
        second_factor,
        sessions: 2,
    };
    sound(|| overview::overview(&account_of(None), Some(Done::Password)));
    sound(|| overview::overview(&account_of(Some(factor)), None));
    sound(|| password::password(NASTY, &wrong(&["current", "password", "again"]), None));
    sound(|| password::password(NASTY, &none, Some(&throttled)));
    sound(|| second_factor::off(Some(&Error::WrongState)));
    sound(|| second_factor::on(factor));
    let offer = second_factor::Offer { text: NASTY, uri: NASTY, modules: &[true, false, false, true] };
    sound(|| second_factor::offer(&offer, &wrong(&["code", "password"]), None));
    sound(|| second_factor::offer(&offer, &none, Some(&throttled)));
    sound(|| second_factor::codes(&[NASTY.to_owned()], true));
    sound(|| second_factor::new_codes(&wrong(&["code", "password"]), None));
    sound(|| second_factor::turn_off(&none, Some(&throttled)));
    let open = |name: &str, here| OpenSession {
        name: name.to_owned(),
        began: Timestamp::UNIX_EPOCH,
        seen: Timestamp::UNIX_EPOCH,
        place: if here { Place::default() } else { place() },
        here,
    };
    let sessions = [open("a", true), open(NASTY, false)];
    let shown = sound(|| session::sessions(&sessions, &[NASTY], &wrong(&["end", "password"]), None, None));
    assert_eq!(shown.matches("name=\"end\"").count(), 1, "the one that asks stays: {shown}");
    sound(|| session::sessions(&sessions[..1], &[], &none, None, Some(Done::Ended)));
    let entries = EntryKind::ALL.into_iter().zip([None, Some(Actor::Operator)].into_iter().cycle());
    let entry = |(kind, by)| Entry { number: 1, kind, at: Timestamp::UNIX_EPOCH, times: 3, place: place(), by };
    let whole = Log { entries: entries.map(entry).collect(), next: Some(4) };
    sound(|| log::log(&whole, Some(9)));
    sound(|| log::log(&Log::default(), None));
    sound(|| account::sign_in_code(NASTY, false, &wrong(&["code"]), None));
    sound(|| account::sign_in_code(NASTY, true, &none, Some(&throttled)));
    sound(|| account::code_again("/en", &wrong(&["sign-in-code"]), None, &[("title.en".to_owned(), NASTY.to_owned())]));
}

#[test]
fn what_is_scanned_has_its_dark_squares_where_they_belong_and_light_around_them() {
    let offer = second_factor::Offer { text: "", uri: "", modules: &[true, false, false, true] };
    let html = render_as(staff(), Locale::En, || second_factor::offer(&offer, &FieldErrors::none(), None));
    assert!(html.contains("viewBox=\"0 0 10 10\"") && html.contains("d=\"M4 4h1v1h-1zM5 5h1v1h-1z\""), "{html}");
}

#[test]
fn who_must_set_a_second_factor_up_is_led_nowhere_else() {
    let viewer = Viewer::Enrolling { id: StaffId::from_stored("s".to_owned()), name: "Linh".to_owned() };
    let html = render_as(viewer, Locale::En, || second_factor::off(None));
    assert!(html.contains("This portal asks everybody for a second factor."));
    // The links with a language are the same page's in others.
    assert!(html.contains("/en/staff/sign-out") && !html.contains("<a href=\"/en/staff/account\">"), "{html}");
}
