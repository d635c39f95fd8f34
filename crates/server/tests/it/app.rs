//! What the use cases promise.

use std::{collections::BTreeSet, net::IpAddr};

use jiff::{Span, Timestamp, ToSpan};
use model::{
    error::{Error, FieldError},
    event::{Event, EventId, EventQuery, Format, Paged, Period, StaffEventQuery, Status},
    event_form::EventForm,
    locale::{Locale, Localized, TranslationState},
    programme::{Programme, ProgrammeKind},
    revision::{Actor, Change, Revision},
    route::StatusChange,
    slug::Slug,
    staff::{Email, StaffId},
    viewer::{Role, Viewer},
};
use server::{
    app::{App, Client, Clock, EventEdit, Notice, Secret, Session, SignIn, SignedIn},
    store::DocumentWrite,
};

use crate::harness::{TestState, nobody, on_both_databases};

/// A member of staff who signed in.
fn staff(role: Role) -> Viewer {
    Viewer::Staff { id: StaffId::from_stored("s1".to_owned()), name: "Dara".to_owned(), role }
}

fn publisher() -> Viewer {
    staff(Role::Publisher)
}

/// A sound form, with some fields replaced.
fn form(with: &[(&str, &str)]) -> EventForm {
    let sound = [
        ("title.en", "Mangroves"),
        ("summary.en", "About mangroves."),
        ("venue.en", "Jakarta"),
        ("start-date", "2026-05-04"),
        ("start-time", "09:00"),
        ("end-date", "2026-05-05"),
        ("end-time", "17:00"),
        ("zone", "Asia/Jakarta"),
        ("format", "in-person"),
    ];
    let kept = sound.iter().filter(|(name, _)| with.iter().all(|(other, _)| other != name));
    EventForm::from_pairs(kept.chain(with).copied())
}

/// An event's form, with some fields replaced.
fn form_of(event: &Event, with: &[(&str, &str)]) -> EventForm {
    let mut form = EventForm::of(&event.content);
    for (name, value) in with {
        form.replace(name, vec![(*value).to_owned()]);
    }
    form
}

async fn programmes(state: &TestState, slugs: &[&str]) {
    let programme = |slug: &&str| Programme {
        summary_sources: Vec::new(),
        slug: slug.parse().unwrap(),
        position: 1,
        kind: ProgrammeKind::Forum,
        name: Localized::new(Locale::En, (*slug).to_owned()),
        short_name: Localized::default(),
        summary: Localized::default(),
        body: Localized::default(),
        since: None,
        areas: Vec::new(),
        sdgs: Vec::new(),
        countries: Vec::new(),
        parent: None,
        sources: Vec::new(),
    };
    let writes = slugs.iter().map(programme).map(|p| DocumentWrite::of(&p).unwrap()).collect();
    state.app.store.write_documents(writes, state.clock.now(), &Actor::Content).await.unwrap();
}

fn fresh(state: &TestState) -> EventId {
    state.app.new_event_id().unwrap()
}

async fn draft(state: &TestState, with: &[(&str, &str)]) -> Event {
    state.app.create_event(&publisher(), &fresh(state), &form(with), Locale::En, "").await.unwrap()
}

async fn change(state: &TestState, event: &Event, change: StatusChange, notice: &Notice) -> Result<Event, Error> {
    state.app.change_event_status(&publisher(), &event.id, event.version, change, notice).await
}

async fn public(state: &TestState, with: &[(&str, &str)]) -> Event {
    let event = draft(state, with).await;
    change(state, &event, StatusChange::Publish, &Notice::default()).await.unwrap()
}

async fn edit(state: &TestState, event: &Event, with: &[(&str, &str)]) -> Result<Event, Error> {
    state.app.edit_event(&publisher(), &event.id, event.version, &form_of(event, with), "").await
}

async fn revisions(state: &TestState, event: &Event) -> Vec<Revision> {
    state.app.event_revisions(&publisher(), &event.id, None, 100).await.unwrap()
}

fn told(text: &str) -> Notice {
    let public = vec![(Locale::En, text.to_owned()), (Locale::ZhHans, String::new())];
    Notice { public, note: " why ".to_owned(), ..Notice::default() }
}

/// It takes place after all, at this time.
fn again_at(when: &[(&str, &str)]) -> Notice {
    Notice { when: EventForm::from_pairs(when.iter().copied()), ..Notice::default() }
}

const LATER: [(&str, &str); 4] =
    [("all-day", "on"), ("start-date", "2026-06-01"), ("end-date", "2026-06-02"), ("zone", "Asia/Jakarta")];

#[track_caller]
fn field<T: std::fmt::Debug>(result: Result<T, Error>, name: &str) -> FieldError {
    match result {
        Err(Error::Invalid { fields }) => fields.get(name).cloned().unwrap_or_else(|| panic!("{name}: {fields:?}")),
        other => panic!("{name}: {other:?}"),
    }
}

on_both_databases! {
    async fn an_event_goes_from_draft_to_public_to_cancelled_and_back(state) {
        let event = draft(state, &[]).await;
        assert_eq!((event.status, event.version), (Status::Draft, 1));
        let slug = event.content.slug.clone();
        assert_eq!(state.app.event(&slug).await, Err(Error::NotFound), "a draft is not public");
        assert_eq!(state.app.staff_event(&staff(Role::Viewer), &event.id).await.unwrap(), event);

        state.clock.advance(1.minute());
        let shown = change(state, &event, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!((shown.status, shown.published_at), (Status::Published, Some(state.clock.now())));
        assert_eq!(state.app.event(&slug).await.unwrap(), shown);

        let off = change(state, &shown, StatusChange::Cancel, &told("Called off")).await.unwrap();
        assert_eq!((off.status, off.notice.get(Locale::En).map(String::as_str)), (Status::Cancelled, Some("Called off")));
        assert_eq!(state.app.event(&slug).await.unwrap(), off, "a cancelled event stays public");

        let on = change(state, &off, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!((on.status, on.notice.is_empty(), on.published_at), (Status::Published, true, shown.published_at));
        let hidden = change(state, &on, StatusChange::Unpublish, &Notice::default()).await.unwrap();
        assert_eq!(hidden.status, Status::Draft);
        assert_eq!(state.app.event(&slug).await, Err(Error::NotFound));

        let told: Vec<_> = revisions(state, &event).await.into_iter().map(|r| (r.version, r.change)).collect();
        let expected = [Change::Unpublished, Change::Resumed, Change::Cancelled, Change::Published, Change::Created];
        assert_eq!(told, [5, 4, 3, 2, 1].into_iter().zip(expected).collect::<Vec<_>>());
    }

    async fn a_change_that_does_not_fit_the_status_is_refused(state) {
        let event = draft(state, &[]).await;
        for wrong in [StatusChange::Unpublish, StatusChange::Cancel, StatusChange::Postpone] {
            assert_eq!(change(state, &event, wrong, &told("x")).await, Err(Error::WrongState), "{wrong:?}");
        }
        let shown = change(state, &event, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!(change(state, &shown, StatusChange::Publish, &Notice::default()).await, Err(Error::WrongState));
        let off = change(state, &shown, StatusChange::Cancel, &told("x")).await.unwrap();
        assert_eq!(change(state, &off, StatusChange::Postpone, &told("x")).await, Err(Error::WrongState));
    }

    async fn calling_off_and_putting_off_tell_visitors_why(state) {
        let event = public(state, &[]).await;
        for wanted in [StatusChange::Cancel, StatusChange::Postpone] {
            assert_eq!(field(change(state, &event, wanted, &told("  ")).await, "notice.en"), FieldError::AnyLanguage);
            let long = told(&"x".repeat(1001));
            assert_eq!(field(change(state, &event, wanted, &long).await, "notice.en"), FieldError::TooLong { max: 1000 });
            assert_eq!(field(change(state, &event, wanted, &told("a\u{0}b")).await, "notice.en"), FieldError::Control);
        }
        let note = Notice { note: "\u{7}".to_owned(), ..told("Called off") };
        assert_eq!(field(change(state, &event, StatusChange::Cancel, &note).await, "note"), FieldError::Control);
        assert_eq!(state.app.event(&event.content.slug).await.unwrap(), event, "nothing was written");

        let chinese = Notice { public: vec![(Locale::ZhHans, "延期\r\n举行".to_owned())], ..Notice::default() };
        let put_off = change(state, &event, StatusChange::Postpone, &chinese).await.unwrap();
        assert_eq!(put_off.notice.get(Locale::ZhHans).map(String::as_str), Some("延期\n举行"));
        assert_eq!(put_off.status, Status::Postponed);
    }

    async fn what_lacks_for_the_public_is_asked_for(state) {
        let event = draft(state, &[("summary.en", ""), ("venue.en", "")]).await;
        let refused = change(state, &event, StatusChange::Publish, &Notice::default()).await;
        assert_eq!(field(refused.clone(), "summary.en"), FieldError::Required);
        assert_eq!(field(refused, "venue.en"), FieldError::Required);
        let event = public(state, &[("slug", "whole")]).await;
        assert_eq!(field(edit(state, &event, &[("summary.en", "")]).await, "summary.en"), FieldError::Required);
    }

    async fn moving_a_public_event_is_told(state) {
        let event = public(state, &[]).await;
        let first = event.content.when.clone();
        let moved = edit(state, &event, &[("start-date", "2026-06-01"), ("end-date", "2026-06-02")]).await.unwrap();
        assert_eq!((moved.status, moved.previous.as_ref()), (Status::Rescheduled, Some(&first)));
        let again = edit(state, &moved, &[("start-date", "2026-07-01"), ("end-date", "2026-07-02")]).await.unwrap();
        assert_eq!((again.status, again.previous.as_ref()), (Status::Rescheduled, Some(&first)), "the first time told");
        let online = edit(state, &again, &[("format", "online")]).await.unwrap();
        assert_eq!((online.status, online.previous.as_ref()), (Status::MovedOnline, Some(&first)));
        let back = edit(state, &online, &[("format", "hybrid")]).await.unwrap();
        assert_eq!(back.status, Status::Rescheduled);
        let as_first = edit(state, &back, &[("start-date", "2026-05-04"), ("end-date", "2026-05-05")]).await.unwrap();
        assert_eq!((as_first.status, as_first.previous), (Status::Published, None), "what is moved back has not moved");
    }

    async fn what_moved_online_stays_so_whatever_else_becomes_of_it(state) {
        let event = public(state, &[]).await;
        let online = edit(state, &event, &[("format", "online")]).await.unwrap();
        assert_eq!((online.status, online.first_format), (Status::MovedOnline, Some(Format::InPerson)));
        let moved = edit(state, &online, &[("start-date", "2026-06-01"), ("end-date", "2026-06-02")]).await.unwrap();
        assert_eq!((moved.status, moved.is_rescheduled()), (Status::MovedOnline, true), "neither hides the other");
        let back = edit(state, &moved, &[("start-date", "2026-05-04"), ("end-date", "2026-05-05")]).await.unwrap();
        assert_eq!((back.status, back.is_rescheduled()), (Status::MovedOnline, false));
        let put_off = change(state, &back, StatusChange::Postpone, &told("Later")).await.unwrap();
        let on = change(state, &put_off, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!(on.status, Status::MovedOnline);
        let put_off = change(state, &on, StatusChange::Postpone, &told("Later")).await.unwrap();
        let later = change(state, &put_off, StatusChange::Publish, &again_at(&LATER)).await.unwrap();
        assert_eq!((later.status, later.is_rescheduled()), (Status::MovedOnline, true));
        let place = edit(state, &later, &[("format", "in-person")]).await.unwrap();
        assert_eq!((place.status, place.first_format), (Status::Rescheduled, None), "what is moved back has not moved");
    }

    async fn what_moved_online_before_that_was_remembered_stays_so(state) {
        let event = public(state, &[]).await;
        let online = edit(state, &event, &[("format", "online")]).await.unwrap();
        let old = serde_json::to_string(&Event { first_format: None, ..online.clone() }).unwrap().replace('\'', "''");
        state.sql(&format!("UPDATE event SET doc = '{old}' WHERE id = '{}'", online.id)).await;
        let mended = edit(state, &online, &[("format", "online"), ("title.en", "A typo mended")]).await.unwrap();
        assert_eq!(mended.status, Status::MovedOnline);
    }

    async fn moving_a_draft_is_nobodys_business(state) {
        let event = draft(state, &[]).await;
        let moved = edit(state, &event, &[("end-date", "2026-05-06"), ("format", "online")]).await.unwrap();
        assert_eq!((moved.status, moved.previous), (Status::Draft, None));
    }

    async fn the_years_offered_are_those_that_the_period_has(state) {
        let long = [("start-date", "2025-11-03"), ("end-date", "2026-06-30")];
        let put_off = [("start-date", "2024-12-01"), ("end-date", "2024-12-01")];
        state.clock.set("2025-12-31T18:00:00Z");
        let years = async |period| state.app.event_years(period).await.unwrap();
        public(state, &[("slug", "long"), long[0], long[1]]).await;
        public(state, &[("slug", "next"), ("start-date", "2026-02-01"), ("end-date", "2026-02-01")]).await;
        public(state, &[("slug", "old"), ("start-date", "2023-02-01"), ("end-date", "2023-02-01")]).await;
        let event = public(state, &[("slug", "put-off"), put_off[0], put_off[1]]).await;
        assert_eq!(years(Period::Upcoming).await, [2026, 2025]);
        change(state, &event, StatusChange::Postpone, &told("Later")).await.unwrap();
        assert_eq!(years(Period::Past).await, [2026, 2025, 2024, 2023], "it is the new year where some of them are");
        state.clock.set("2025-11-30T00:00:00Z");
        assert_eq!(years(Period::Upcoming).await, [2026, 2025, 2024], "what is postponed is waited for");
    }

    async fn what_is_postponed_is_upcoming_though_its_day_has_passed(state) {
        let event = public(state, &[("countries", "ID")]).await;
        let put_off = change(state, &event, StatusChange::Postpone, &told("Later")).await.unwrap();
        let listed = async |period, country: Option<&str>| {
            let query = EventQuery { period, country: country.and_then(|c| c.parse().ok()), ..EventQuery::default() };
            state.app.events(&query, 9).await.unwrap().items.into_iter().map(|e| e.id).collect::<Vec<_>>()
        };
        for (days, upcoming) in [(0, true), (90, true), (360, false)] {
            state.clock.advance((days * 24).hours());
            for country in [None, Some("ID")] {
                let [coming, over] = [listed(Period::Upcoming, country).await, listed(Period::Past, country).await];
                let expected = if upcoming { (1, 0) } else { (0, 1) };
                assert_eq!((coming.len(), over.len()), expected, "{days} {country:?}");
            }
        }
        for over in [again_at(&LATER), Notice::default()] {
            let refused = change(state, &put_off, StatusChange::Publish, &over).await;
            assert_eq!(field(refused, "start-date"), FieldError::Over);
        }
        let to_come = [LATER[0], ("start-date", "2027-09-01"), LATER[3]];
        let on = change(state, &put_off, StatusChange::Publish, &again_at(&to_come)).await.unwrap();
        assert_eq!(on.status, Status::Rescheduled);
        // What was called off by mistake may have taken place.
        state.clock.advance((400 * 24).hours());
        let off = change(state, &on, StatusChange::Cancel, &told("A mistake")).await.unwrap();
        assert_eq!(change(state, &off, StatusChange::Publish, &Notice::default()).await.unwrap().status, Status::Rescheduled);
    }

    async fn what_is_off_gets_a_new_time_with_the_word_that_it_takes_place(state) {
        for (slug, off) in [("put-off", StatusChange::Postpone), ("called-off", StatusChange::Cancel)] {
            let event = public(state, &[("slug", slug)]).await;
            let off = change(state, &event, off, &told("Flooded")).await.unwrap();
            let touched = edit(state, &off, &[("title.en", "Mangroves, later")]).await.unwrap();
            assert_eq!((touched.status, &touched.notice), (off.status, &off.notice));
            let moved = edit(state, &touched, &[("start-date", "2026-09-01"), ("end-date", "2026-09-02")]).await;
            assert_eq!(field(moved, "start-date"), FieldError::Off, "visitors were never told of such a time");
            let reversed = [LATER[0], LATER[1], ("end-date", "2026-05-02"), LATER[3]];
            let wrong = change(state, &touched, StatusChange::Publish, &Notice { public: told("\u{0}").public, ..again_at(&reversed) }).await;
            assert_eq!(field(wrong.clone(), "end-date"), FieldError::EndBeforeStart);
            assert_eq!(field(wrong, "notice.en"), FieldError::Control, "all that is wrong is told at once");
            let told_so = Notice { public: told("In June").public, ..again_at(&LATER) };
            let later = change(state, &touched, StatusChange::Publish, &told_so).await.unwrap();
            assert_eq!((later.status, later.first_told()), (Status::Rescheduled, Some(&event.content.when)));
            assert_eq!(later.notice.get(Locale::En).map(String::as_str), Some("In June"));
            assert_eq!(change(state, &touched, StatusChange::Publish, &told_so).await.unwrap(), later, "sent twice");
            let as_first = EventForm::of(&event.content);
            let again = change(state, &later, StatusChange::Postpone, &told("Later")).await.unwrap();
            let back = change(state, &again, StatusChange::Publish, &Notice { when: as_first, ..Notice::default() }).await.unwrap();
            assert_eq!((back.status, back.notice.is_empty()), (Status::Published, true), "at the time first told");
        }
    }

    async fn a_stale_version_is_a_conflict_and_writes_nothing(state) {
        let event = draft(state, &[]).await;
        let now = edit(state, &event, &[("title.en", "First")]).await.unwrap();
        let conflict = Error::Conflict { current: 2 };
        assert_eq!(edit(state, &event, &[("title.en", "Second")]).await, Err(conflict.clone()));
        assert_eq!(change(state, &event, StatusChange::Publish, &Notice::default()).await, Err(conflict));
        assert_eq!(state.app.staff_event(&publisher(), &event.id).await.unwrap(), now);
        assert_eq!(revisions(state, &event).await.len(), 2);
    }

    async fn of_many_edits_at_once_exactly_one_wins(state) {
        let event = draft(state, &[]).await;
        let edits: Vec<_> = (0..8)
            .map(|n| {
                let (app, event) = (state.app.clone(), event.clone());
                tokio::spawn(async move {
                    let form = form_of(&event, &[("title.en", &format!("Title {n}"))]);
                    app.edit_event(&publisher(), &event.id, event.version, &form, "").await
                })
            })
            .collect();
        let mut won = Vec::new();
        for edit in edits {
            match edit.await.unwrap() {
                Ok(event) => won.push(event),
                Err(error) => assert_eq!(error, Error::Conflict { current: 2 }),
            }
        }
        assert_eq!(won.len(), 1);
        assert_eq!(state.app.staff_event(&publisher(), &event.id).await.unwrap(), won[0]);
        assert_eq!(revisions(state, &event).await.len(), 2);
    }

    async fn a_form_that_is_sent_twice_makes_one_event(state) {
        let (id, by) = (fresh(state), publisher());
        let create = async |with: &[(&str, &str)], note: &str| {
            state.app.create_event(&by, &id, &form(with), Locale::En, note).await
        };
        let made = create(&[], "new").await.unwrap();
        assert_eq!(create(&[], "new").await.unwrap(), made, "the answer was lost, and the form sent again");
        assert_eq!(revisions(state, &made).await.len(), 1);
        let noted = create(&[], "asked by Jakarta").await.unwrap();
        assert_eq!((noted.version, &noted.content), (2, &made.content), "no note is lost");
        let other = create(&[("venue.en", "Hall three")], "").await;
        assert_eq!(other, Err(Error::Conflict { current: 2 }), "its writer is asked what it is meant to be");
        let lesser = state.app.create_event(&staff(Role::Viewer), &id, &form(&[]), Locale::En, "").await;
        assert_eq!(lesser, Err(Error::Forbidden));
    }

    async fn of_one_form_sent_twice_at_once_both_are_told_of_the_one_event(state) {
        let id = fresh(state);
        let sent: Vec<_> = (0..4)
            .map(|_| {
                let (app, id) = (state.app.clone(), id.clone());
                tokio::spawn(async move {
                    app.create_event(&publisher(), &id, &form(&[("slug", "mangroves")]), Locale::En, "").await
                })
            })
            .collect();
        for answer in sent {
            assert_eq!(answer.await.unwrap().unwrap().version, 1);
        }
        let edits: Vec<_> = (0..4)
            .map(|_| {
                let (app, id) = (state.app.clone(), id.clone());
                let form = form(&[("slug", "mangroves"), ("venue.en", "Hall two")]);
                tokio::spawn(async move { app.edit_event(&publisher(), &id, 1, &form, "").await })
            })
            .collect();
        for answer in edits {
            assert_eq!(answer.await.unwrap().unwrap().version, 2);
        }
        let all = state.app.staff_events(&publisher(), &StaffEventQuery::default(), 10).await.unwrap();
        assert_eq!(all.items.len(), 1);
    }

    async fn a_change_that_is_sent_twice_is_made_once(state) {
        let event = draft(state, &[]).await;
        let edited = edit(state, &event, &[("venue.en", "Hall two")]).await.unwrap();
        assert_eq!(edit(state, &event, &[("venue.en", "Hall two")]).await.unwrap(), edited);
        let form = form_of(&event, &[("venue.en", "Hall two")]);
        let other = Viewer::Staff { id: StaffId::from_stored("s2".to_owned()), name: "Linh".to_owned(), role: Role::Editor };
        let other = state.app.edit_event(&other, &event.id, 1, &form, "").await;
        assert_eq!(other, Err(Error::Conflict { current: 2 }), "another writer is to see that somebody was first");
        assert_eq!(
            edit(state, &event, &[("venue.en", "Hall three")]).await,
            Err(Error::Conflict { current: 2 })
        );
        let third = edit(state, &edited, &[("venue.en", "Hall three")]).await.unwrap();
        let late = edit(state, &event, &[("venue.en", "Hall two")]).await;
        assert_eq!(late, Err(Error::Conflict { current: 3 }), "not told as saved: something else is stored");
        let edited = edit(state, &third, &[("venue.en", "Hall two")]).await.unwrap();
        let shown = change(state, &edited, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!(change(state, &edited, StatusChange::Publish, &Notice::default()).await.unwrap(), shown);
        let off = change(state, &shown, StatusChange::Cancel, &told("Flooded")).await.unwrap();
        assert_eq!(change(state, &shown, StatusChange::Cancel, &told("Flooded")).await.unwrap(), off);
        let else_told = change(state, &shown, StatusChange::Cancel, &told("A storm")).await;
        assert_eq!(else_told, Err(Error::Conflict { current: 6 }));
        assert_eq!(revisions(state, &off).await.len(), 6);
    }

    async fn a_public_notice_can_be_corrected_and_given_where_an_event_has_moved(state) {
        let event = public(state, &[]).await;
        let off = change(state, &event, StatusChange::Cancel, &told("Floded")).await.unwrap();
        let right = change(state, &off, StatusChange::Notice, &told("Flooded")).await.unwrap();
        assert_eq!((right.status, right.notice.get(Locale::En).map(String::as_str)), (Status::Cancelled, Some("Flooded")));
        let none = change(state, &right, StatusChange::Notice, &Notice::default()).await;
        assert_eq!(field(none, "notice.en"), FieldError::AnyLanguage);
        let on = change(state, &right, StatusChange::Publish, &Notice::default()).await.unwrap();
        let moved = edit(state, &on, &[("start-date", "2026-09-08"), ("end-date", "2026-09-08")]).await.unwrap();
        let told_why = change(state, &moved, StatusChange::Notice, &told("The hall is taken")).await.unwrap();
        assert_eq!((told_why.status, told_why.notice.is_empty()), (Status::Rescheduled, false));
        let quiet = change(state, &told_why, StatusChange::Notice, &Notice::default()).await.unwrap();
        assert_eq!((quiet.status, quiet.notice.is_empty()), (Status::Rescheduled, true));
        let changes: Vec<_> = revisions(state, &quiet).await.into_iter().map(|r| r.change).take(4).collect();
        assert_eq!(changes, [Change::Notified, Change::Notified, Change::Edited, Change::Resumed]);
        assert_eq!(change(state, &quiet, StatusChange::Notice, &Notice::default()).await.unwrap(), quiet);
        let entrance = change(state, &quiet, StatusChange::Notice, &told("Entrance in the north")).await.unwrap();
        let hidden = change(state, &entrance, StatusChange::Unpublish, &Notice::default()).await.unwrap();
        assert_eq!(change(state, &hidden, StatusChange::Notice, &told("x")).await, Err(Error::WrongState));
        let shown = change(state, &hidden, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!(shown.notice, entrance.notice, "what was told of it holds as before");
        let off = change(state, &shown, StatusChange::Cancel, &told("Flooded")).await.unwrap();
        let hidden = change(state, &off, StatusChange::Unpublish, &Notice::default()).await.unwrap();
        let shown = change(state, &hidden, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert!(shown.notice.is_empty(), "that it was off is not told of one that takes place");
        let turned = change(state, &shown, StatusChange::Notice, &told("a\u{202e}b")).await;
        assert_eq!(field(turned, "notice.en"), FieldError::Control);
    }

    async fn what_is_moved_back_while_nobody_sees_it_has_not_moved(state) {
        let event = public(state, &[]).await;
        let moved = edit(state, &event, &[("start-date", "2026-09-08"), ("end-date", "2026-09-08")]).await.unwrap();
        assert!(moved.is_rescheduled());
        let hidden = change(state, &moved, StatusChange::Unpublish, &Notice::default()).await.unwrap();
        let when = EventForm::of(&event.content);
        let back = [("start-date", when.one("start-date")), ("end-date", when.one("end-date"))];
        let back = edit(state, &hidden, &back).await.unwrap();
        let again = change(state, &back, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!((again.status, again.first_told(), again.previous.clone()), (Status::Published, None, None));
    }

    async fn a_translation_merged_beside_a_new_original_is_not_fresh(state) {
        let event = draft(state, &[("title.zh-Hans", "红树林")]).await;
        let theirs = edit(state, &event, &[("title.en", "Mangroves and people")]).await.unwrap();
        let merged = form_of(&theirs, &[("title.zh-Hans", "红树林会议")]);
        let merged = state
            .app
            .merge_event(&publisher(), &EventEdit { id: &event.id, version: 2, seen: 1, form: &merged, note: "" })
            .await
            .unwrap();
        assert_eq!(merged.content.title.state(Locale::ZhHans), TranslationState::Stale);
    }

    async fn a_taken_slug_is_told_at_its_field(state) {
        draft(state, &[("slug", "forum-2026")]).await;
        let again = state.app.create_event(&publisher(), &fresh(state), &form(&[("slug", "forum-2026")]), Locale::En, "").await;
        assert_eq!(field(again, "slug"), FieldError::Taken);
        let other = draft(state, &[("slug", "other")]).await;
        assert_eq!(field(edit(state, &other, &[("slug", "forum-2026")]).await, "slug"), FieldError::Taken);
    }

    async fn of_two_with_one_slug_at_once_one_is_told_that_it_is_taken(state) {
        let create = || {
            let app = state.app.clone();
            tokio::spawn(async move { app.create_event(&publisher(), &app.new_event_id().unwrap(), &form(&[]), Locale::En, "").await })
        };
        let (one, two) = (create(), create());
        let (one, two) = (one.await.unwrap(), two.await.unwrap());
        let refused = match (one, two) {
            (Ok(_), refused) | (refused, Ok(_)) => refused,
            both => panic!("{both:?}"),
        };
        assert_eq!(field(refused, "slug"), FieldError::Taken);
    }

    async fn the_address_of_what_was_public_is_fixed(state) {
        let event = draft(state, &[("slug", "one")]).await;
        let event = edit(state, &event, &[("slug", "two")]).await.unwrap();
        let event = change(state, &event, StatusChange::Publish, &Notice::default()).await.unwrap();
        assert_eq!(field(edit(state, &event, &[("slug", "three")]).await, "slug"), FieldError::Fixed);
        let event = change(state, &event, StatusChange::Unpublish, &Notice::default()).await.unwrap();
        assert_eq!(field(edit(state, &event, &[("slug", "three")]).await, "slug"), FieldError::Fixed);
    }

    async fn only_programmes_that_there_are_can_be_named(state) {
        programmes(state, &["forum"]).await;
        let named = |slug| form(&[("programmes", slug), ("slug", slug)]);
        let unknown = state.app.create_event(&publisher(), &fresh(state), &named("atlantis"), Locale::En, "").await;
        assert_eq!(field(unknown, "programmes"), FieldError::Choice);
        assert!(state.app.create_event(&publisher(), &fresh(state), &named("forum"), Locale::En, "").await.is_ok());
    }

    async fn all_errors_of_a_form_are_told_at_once(state) {
        let bad = form(&[("zone", "Asia/Atlantis"), ("title.en", "")]);
        let refused = state.app.create_event(&publisher(), &fresh(state), &bad, Locale::En, &"n".repeat(501)).await;
        assert_eq!(field(refused.clone(), "zone"), FieldError::Zone);
        assert_eq!(field(refused.clone(), "title.en"), FieldError::Required);
        assert_eq!(field(refused, "note"), FieldError::TooLong { max: 500 });
    }

    async fn each_role_may_what_it_may_and_no_more(state) {
        let app = &state.app;
        let create = |viewer: Viewer| async move {
            app.create_event(&viewer, &app.new_event_id().unwrap(), &form(&[]), Locale::En, "").await.map(drop)
        };
        assert_eq!(create(Viewer::Visitor).await, Err(Error::Unauthenticated));
        assert_eq!(create(staff(Role::Viewer)).await, Err(Error::Forbidden));
        assert_eq!(create(staff(Role::Editor)).await, Ok(()));

        let query = StaffEventQuery::default();
        assert_eq!(app.staff_events(&Viewer::Visitor, &query, 10).await, Err(Error::Unauthenticated));
        let event = app.staff_events(&staff(Role::Viewer), &query, 10).await.unwrap().items.remove(0);
        assert_eq!(app.staff_event(&Viewer::Visitor, &event.id).await, Err(Error::Unauthenticated));
        let seen = app.event_revisions(&Viewer::Visitor, &event.id, None, 10).await;
        assert_eq!(seen, Err(Error::Unauthenticated));

        let edit = |role, event: Event| async move {
            let form = form_of(&event, &[("title.en", &format!("By {role:?}"))]);
            app.edit_event(&staff(role), &event.id, event.version, &form, "").await
        };
        assert_eq!(edit(Role::Viewer, event.clone()).await, Err(Error::Forbidden));
        let event = edit(Role::Editor, event).await.unwrap();
        let publish = |role, event: Event| async move {
            let change = StatusChange::Publish;
            app.change_event_status(&staff(role), &event.id, event.version, change, &Notice::default()).await
        };
        assert_eq!(publish(Role::Editor, event.clone()).await, Err(Error::Forbidden));
        let event = publish(Role::Publisher, event).await.unwrap();
        assert_eq!(edit(Role::Editor, event.clone()).await, Err(Error::Forbidden), "editors do not touch what is public");
        assert!(edit(Role::Admin, event).await.is_ok());
    }

    async fn a_revision_tells_who_when_what_and_why(state) {
        let event = draft(state, &[]).await;
        state.clock.advance(1.hour());
        let form = form_of(&event, &[("title.en", "Mangroves, again"), ("countries", "ID")]);
        state.app.edit_event(&publisher(), &event.id, 1, &form, "  asked by Jakarta ").await.unwrap();
        let revision = revisions(state, &event).await.remove(0);
        assert_eq!(revision.by, Actor::Staff { id: "s1".to_owned(), name: "Dara".to_owned() });
        assert_eq!((revision.version, revision.at, revision.note.as_str()), (2, state.clock.now(), "asked by Jakarta"));
        let fields: Vec<_> = revision.fields.iter().map(|f| (f.field.as_str(), f.after.as_slice())).collect();
        assert_eq!(fields, [("countries", &["ID".to_owned()][..]), ("title.en", &["Mangroves, again".to_owned()])]);

        let earlier = state.app.event_revisions(&publisher(), &event.id, Some(2), 10).await.unwrap();
        assert_eq!(earlier.iter().map(|r| r.version).collect::<Vec<_>>(), [1]);
        let status = revisions(state, &event).await.pop().unwrap().fields;
        assert!(status.iter().any(|f| f.field == "status" && f.after == ["draft"]));
    }

    async fn an_edit_that_changes_nothing_writes_nothing(state) {
        let event = draft(state, &[]).await;
        let generation = state.app.generation().await.unwrap();
        assert_eq!(edit(state, &event, &[]).await.unwrap(), event);
        assert_eq!(state.app.generation().await.unwrap(), generation);
        let noted = state.app.edit_event(&publisher(), &event.id, 1, &form_of(&event, &[]), "Checked").await.unwrap();
        assert_eq!(noted.version, 2, "a note is worth a revision");
    }

    async fn record_and_revision_are_written_together_or_not_at_all(state) {
        let event = draft(state, &[]).await;
        let generation = state.app.generation().await.unwrap();
        state.sql("DROP TABLE revision").await;
        assert_eq!(edit(state, &event, &[("title.en", "Lost")]).await, Err(Error::Internal));
        assert_eq!(state.app.staff_event(&publisher(), &event.id).await.unwrap(), event);
        assert_eq!(state.app.generation().await.unwrap(), generation);
    }

    async fn every_write_of_content_moves_the_generation_and_the_catalogue_follows(state) {
        assert!(state.app.catalogue().await.unwrap().programmes.is_empty());
        let other = App::new(server::store::Store::open(&state.place.database).await.unwrap(), state.app.clock.clone());
        let before = state.app.generation().await.unwrap();
        programmes(&TestState { app: other.clone(), clock: state.clock.clone(), place: crate::harness::Place::sqlite() }, &["forum"]).await;
        assert!(state.app.generation().await.unwrap() > before);
        assert_eq!(state.app.catalogue().await.unwrap().programmes.len(), 1, "written by another process");
        let one = state.app.catalogue().await.unwrap();
        assert!(std::sync::Arc::ptr_eq(&one, &state.app.catalogue().await.unwrap()), "read once a generation");
        other.store.close().await;
    }

    async fn the_list_filters_by_each_and_by_all(state) {
        programmes(state, &["forum", "mangroves"]).await;
        let event = |slug, with: &[(&'static str, &'static str)]| {
            let with: Vec<_> = with.iter().copied().chain([("slug", slug)]).collect();
            async move { public(state, &with).await }
        };
        event("a", &[("programmes", "forum"), ("areas", "1"), ("countries", "ID"), ("format", "hybrid")]).await;
        event("b", &[("start-time", "10:00"), ("programmes", "mangroves"), ("areas", "1"), ("countries", "TH")]).await;
        event("c", &[("programmes", "forum"), ("areas", "2"), ("countries", "ID"), ("start-date", "2027-01-01"), ("end-date", "2027-01-01"), ("start-time", "00:30")]).await;
        draft(state, &[("slug", "d"), ("programmes", "forum"), ("areas", "1")]).await;
        // Over, and in the year before by the clocks of its place alone.
        event("e", &[("programmes", "forum"), ("start-date", "2025-12-31"), ("end-date", "2026-01-01"), ("zone", "Pacific/Honolulu"), ("start-time", "23:00")]).await;

        let slugs = async |pairs: &[(&str, &str)]| {
            let query = EventQuery::parse(pairs.iter().copied()).unwrap();
            let page = state.app.events(&query, 50).await.unwrap();
            page.items.iter().map(|e| e.content.slug.to_string()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(slugs(&[]).await, "a b c");
        assert_eq!(slugs(&[("period", "past")]).await, "e");
        assert_eq!(slugs(&[("programme", "forum")]).await, "a c");
        assert_eq!(slugs(&[("area", "1")]).await, "a b");
        assert_eq!(slugs(&[("country", "ID")]).await, "a c");
        assert_eq!(slugs(&[("format", "hybrid")]).await, "a");
        assert_eq!(slugs(&[("year", "2027")]).await, "c");
        assert_eq!(slugs(&[("year", "2026")]).await, "a b");
        assert_eq!(slugs(&[("year", "2025"), ("period", "past")]).await, "e");
        assert_eq!(slugs(&[("year", "2026"), ("period", "past")]).await, "");
        assert_eq!(slugs(&[("programme", "forum"), ("country", "ID"), ("area", "2"), ("format", "in-person"), ("year", "2027")]).await, "c");
        assert_eq!(slugs(&[("programme", "nothing-of-that-name")]).await, "");
        assert_eq!(state.app.event_years(Period::Upcoming).await.unwrap(), [2027, 2026]);
        assert_eq!(state.app.event_years(Period::Past).await.unwrap(), [2026, 2025]);

        let staff_slugs = async |pairs: &[(&str, &str)]| {
            let query = StaffEventQuery::parse(pairs.iter().copied()).unwrap();
            let page = state.app.staff_events(&publisher(), &query, 50).await.unwrap();
            page.items.iter().map(|e| e.content.slug.to_string()).collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(staff_slugs(&[]).await, "a b c d e");
        assert_eq!(staff_slugs(&[("status", "draft")]).await, "d");
        assert_eq!(staff_slugs(&[("programme", "forum"), ("status", "published")]).await, "a c e");
    }

    async fn paging_shows_every_event_once_in_order(state) {
        programmes(state, &["forum"]).await;
        let all = many_events(state, 120).await;
        let now = state.clock.now();
        for (period, filter) in [(Period::Upcoming, ""), (Period::Past, ""), (Period::Upcoming, "forum"), (Period::Past, "forum")] {
            let programme = (!filter.is_empty()).then(|| filter.parse::<Slug>().unwrap());
            let mut expected: Vec<&Event> = all
                .iter()
                .filter(|e| e.status.is_public())
                .filter(|e| (e.over_at() <= now) == (period == Period::Past))
                .filter(|e| programme.as_ref().is_none_or(|p| e.content.programmes.contains(p)))
                .collect();
            expected.sort_by_key(|e| (e.content.when.starts_at(), e.id.clone()));
            if period == Period::Past {
                expected.reverse();
            }
            let expected: Vec<_> = expected.iter().map(|e| e.id.clone()).collect();
            assert!(expected.len() > 10, "{period:?} {filter}: {}", expected.len());
            for limit in [1, 7, 50, 200] {
                let query = EventQuery { period, programme: programme.clone(), ..EventQuery::default() };
                let found = pages(query, async |query| state.app.events(&query, limit).await.unwrap()).await;
                assert_eq!(found, expected, "{period:?} {filter} {limit}");
            }
        }

        let mut expected: Vec<&Event> = all.iter().collect();
        expected.sort_by_key(|e| (std::cmp::Reverse(e.updated_at), std::cmp::Reverse(e.id.clone())));
        let mut query = StaffEventQuery::default();
        let mut found = Vec::new();
        loop {
            let page = state.app.staff_events(&publisher(), &query, 11).await.unwrap();
            found.extend(page.items.into_iter().map(|e| e.id));
            let Some(next) = page.next else { break };
            query.after = Some(next);
        }
        assert_eq!(found, expected.iter().map(|e| e.id.clone()).collect::<Vec<_>>());

    }

    async fn paging_keeps_to_the_order_that_is_stored_though_clocks_have_been_moved_since(state) {
        for (slug, time) in [("a", "09:00"), ("b", "10:00"), ("c", "11:00")] {
            public(state, &[("slug", slug), ("start-time", time)]).await;
        }
        // As if the zone had been two hours away from where it is now when they were written.
        for (period, hours, expected) in [(Period::Upcoming, 2, "a b c"), (Period::Past, -4, "c b a")] {
            state.sql(&format!("UPDATE event SET starts_at = starts_at + {hours} * 3600000000")).await;
            if period == Period::Past {
                state.sql("UPDATE event SET ends_at = starts_at").await;
                state.clock.advance((200 * 24).hours());
            }
            let (mut query, mut found) = (EventQuery { period, ..EventQuery::default() }, Vec::new());
            for _ in 0..3 {
                let page = state.app.events(&query, 1).await.unwrap();
                found.extend(page.items.iter().map(|e| e.content.slug.to_string()));
                query.after = page.next;
            }
            assert_eq!((found.join(" ").as_str(), &query.after), (expected, &None));
        }
    }

    async fn news_are_the_latest_changes_under_the_same_filters(state) {
        programmes(state, &["forum"]).await;
        let mut events = Vec::new();
        for (slug, with) in [
            ("a", &[("programmes", "forum"), ("countries", "ID"), ("areas", "1")][..]),
            ("b", &[("start-date", "2026-05-01"), ("format", "hybrid"), ("countries", "ID")]),
            ("c", &[("start-date", "2026-01-01"), ("end-date", "2026-01-02"), ("programmes", "forum")]),
            ("d", &[("start-date", "2027-05-01"), ("end-date", "2027-05-02"), ("programmes", "forum")]),
        ] {
            let with: Vec<_> = with.iter().copied().chain([("slug", slug)]).collect();
            events.push(public(state, &with).await);
            state.clock.advance(1.second());
        }
        draft(state, &[("slug", "e"), ("programmes", "forum")]).await;
        let slugs = async |pairs: &[(&str, &str)]| {
            let (mut query, mut found) = (EventQuery::parse(pairs.iter().copied()).unwrap(), Vec::new());
            loop {
                let page = state.app.event_news(&query, 1).await.unwrap();
                found.extend(page.items.iter().map(|e| e.content.slug.to_string()));
                let Some(next) = page.next else { return found.join(" ") };
                query.after = Some(next);
            }
        };
        assert_eq!(slugs(&[]).await, "d b a");
        edit(state, &events[0], &[("title.en", "Changed")]).await.unwrap();
        assert_eq!(slugs(&[]).await, "a d b");
        assert_eq!(slugs(&[("period", "past")]).await, "c");
        assert_eq!(slugs(&[("programme", "forum")]).await, "a d");
        assert_eq!(slugs(&[("programme", "forum"), ("year", "2027")]).await, "d");
        assert_eq!(slugs(&[("country", "ID")]).await, "a b");
        assert_eq!(slugs(&[("country", "ID"), ("format", "hybrid")]).await, "b");
        assert_eq!(slugs(&[("area", "1"), ("programme", "forum")]).await, "a");
        assert_eq!(slugs(&[("format", "hybrid")]).await, "b");
        assert_eq!(slugs(&[("year", "2026")]).await, "a b");
        change(state, &events[3], StatusChange::Unpublish, &Notice::default()).await.unwrap();
        assert_eq!(slugs(&[]).await, "a b", "what was taken back is no news");
    }

    async fn every_public_event_is_in_one_map_of_the_site_map_and_stays_there(state) {
        assert_eq!(state.app.event_maps().await.unwrap(), []);
        let first = public(state, &[("slug", "first")]).await;
        state.copies("first", 248).await;
        draft(state, &[("slug", "a-draft")]).await;
        state.clock.advance(1.minute());
        let next = public(state, &[("slug", "next")]).await;
        let maps = state.app.event_maps().await.unwrap();
        assert_eq!(maps, [(0, first.updated_at), (1, next.updated_at)], "drafts take a place, and nobody is told of them");
        let slugs = async |map| -> BTreeSet<String> {
            let events = state.app.event_map(map).await.unwrap();
            events.into_iter().map(|(slug, _)| slug.to_string()).collect()
        };
        let before = slugs(0).await;
        assert_eq!((before.len(), before.contains("first"), before.contains("a-draft")), (249, true, false));
        assert_eq!(slugs(1).await, BTreeSet::from(["next".to_owned()]));

        state.clock.advance(1.minute());
        let edited = edit(state, &first, &[("title.en", "Edited")]).await.unwrap();
        assert_eq!(state.app.event_maps().await.unwrap(), [(0, edited.updated_at), (1, next.updated_at)]);
        assert_eq!(slugs(0).await, before);
        change(state, &next, StatusChange::Unpublish, &Notice::default()).await.unwrap();
        assert_eq!(state.app.event_maps().await.unwrap(), [(0, edited.updated_at)]);
        for none in [1, 2, -1] {
            assert_eq!(state.app.event_map(none).await, Err(Error::NotFound));
        }
    }

    async fn samples_are_made_once_and_make_it_a_demonstration(state) {
        let samples = server::content::sample::events(state.clock.now().to_zoned_date()).unwrap();
        let slugs: BTreeSet<&str> = samples.iter().flat_map(|s| &s.content.programmes).map(Slug::as_str).collect();
        programmes(state, &slugs.into_iter().collect::<Vec<_>>()).await;
        assert!(!state.app.is_demo().await.unwrap());
        for sample in &samples {
            assert!(state.app.add_sample_event(sample).await.unwrap());
            assert!(!state.app.add_sample_event(sample).await.unwrap(), "once");
        }
        assert!(state.app.is_demo().await.unwrap());
        assert!(state.app.events(&EventQuery::default(), 50).await.unwrap().items.iter().all(|e| e.sample));
        let add = || state.app.add_sample_staff("demo@example.org", "Demo", Role::Publisher, "a sample of a phrase");
        assert!(add().await.unwrap());
        assert!(!add().await.unwrap());
        assert!(sign_in(state, "demo@example.org", "a sample of a phrase", HOME).await.is_ok());
    }
}

/// An event's day in UTC, for the samples.
trait ToZonedDate {
    fn to_zoned_date(&self) -> jiff::civil::Date;
}

impl ToZonedDate for Timestamp {
    fn to_zoned_date(&self) -> jiff::civil::Date {
        jiff::tz::TimeZone::UTC.to_datetime(*self).date()
    }
}

/// Events around now, many at the same time, some of them years long, some drafts. The same each time.
async fn many_events(state: &TestState, count: u64) -> Vec<Event> {
    let mut seed = 7_u64;
    let mut random = |below: u64| {
        // Knuth's linear congruential generator: any will do, as long as it repeats itself.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((seed >> 33) % below).unwrap()
    };
    let mut all = Vec::new();
    for n in 0..count {
        let today = state.clock.now().to_zoned_date();
        let first = today.checked_add(Span::new().days(random(40) - 20 - 400 * i64::from(n % 9 == 0))).unwrap();
        let last = first.checked_add(Span::new().days(if n % 9 == 0 { random(800) } else { random(3) })).unwrap();
        let (slug, first, last) = (format!("event-{n}"), first.to_string(), last.to_string());
        let mut with = vec![("slug", slug.as_str()), ("start-date", &first), ("end-date", &last), ("all-day", "on")];
        if random(3) > 0 {
            with.push(("programmes", "forum"));
        }
        let event = if random(10) == 0 { draft(state, &with).await } else { public(state, &with).await };
        if random(2) == 0 {
            state.clock.advance(1.second());
        }
        all.push(event);
    }
    let drafts = all.iter().filter(|e| !e.status.is_public()).count();
    assert!((3..40).contains(&drafts), "{drafts} drafts");
    all
}

async fn pages(mut query: EventQuery, page: impl AsyncFn(EventQuery) -> Paged<Event>) -> Vec<model::event::EventId> {
    let mut found = Vec::new();
    loop {
        let Paged { items, next } = page(query.clone()).await;
        found.extend(items.into_iter().map(|e| e.id));
        let Some(next) = next else { return found };
        query.after = Some(next);
    }
}

const HOME: &str = "192.0.2.1";
const STRANGER: &str = "198.51.100.9";
const PASSWORD: &str = "correct horse battery";

async fn sign_in(state: &TestState, email: &str, password: &str, from: &str) -> Result<Secret, Error> {
    sign_in_at(state, email, password, from, None).await.map(|signed_in| signed_in.session)
}

/// At a device with this secret.
async fn sign_in_at(
    state: &TestState,
    email: &str,
    password: &str,
    from: &str,
    device: Option<&Secret>,
) -> Result<SignedIn, Error> {
    let address: IpAddr = from.parse().unwrap();
    let client = Client { address, device: device.map(Secret::reveal), user_agent: "" };
    match state.app.sign_in(email, password, client).await? {
        SignIn::Done(signed_in) => Ok(signed_in),
        SignIn::Code(_) => panic!("{email} is asked for a code"),
    }
}

fn address(email: &str) -> Email {
    Email::parse(email).unwrap()
}

/// An account with a password.
async fn account(state: &TestState, email: &str, role: Role) {
    let link = state.app.invite_staff(&Viewer::Operator, email, "Linh", role).await.unwrap();
    state.app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
}

async fn role(state: &TestState, secret: &Secret) -> Option<Role> {
    match state.app.session(secret.reveal()).await.unwrap().viewer {
        Viewer::Staff { role, .. } => Some(role),
        Viewer::Visitor | Viewer::Enrolling { .. } | Viewer::Operator => None,
    }
}

on_both_databases! {
    async fn a_link_sets_a_password_once(state) {
        let link = state.app.invite_staff(&Viewer::Operator, "Linh@Example.org", "Linh", Role::Editor).await.unwrap();
        assert_eq!(state.app.invited(link.reveal()).await.unwrap().email.as_str(), "linh@example.org");
        let short = state.app.set_password(link.reveal(), "short", "short", nobody()).await;
        assert_eq!(field(short, "password"), FieldError::TooShort { min: 12 });
        assert_eq!(sign_in(state, "linh@example.org", "", HOME).await, Err(Error::Unauthenticated), "no password yet");

        let set = |password: &'static str| {
            let (app, link) = (state.app.clone(), link.clone());
            tokio::spawn(async move { app.set_password(link.reveal(), password, password, nobody()).await })
        };
        let (one, two) = (set("the first password"), set("the second password"));
        let (one, two) = (one.await.unwrap(), two.await.unwrap());
        assert!(matches!((&one, &two), (Ok(_), Err(Error::NotFound)) | (Err(Error::NotFound), Ok(_))), "{one:?} {two:?}");
        let won = if one.is_ok() { "the first password" } else { "the second password" };
        assert!(sign_in(state, "LINH@example.org ", won, HOME).await.is_ok());
        assert_eq!(state.app.invited(link.reveal()).await, Err(Error::NotFound), "used up");
    }

    async fn a_link_ends_after_three_days_and_when_there_is_a_newer_one(state) {
        let old = state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Viewer).await.unwrap();
        let new = state.app.invite_staff(&Viewer::Operator, "a@example.org", "Somebody", Role::Admin).await.unwrap();
        assert_eq!(state.app.invited(old.reveal()).await, Err(Error::NotFound));
        let invited = state.app.invited(new.reveal()).await.unwrap();
        assert_eq!((invited.name.as_str(), invited.role), ("A", Role::Admin));
        state.clock.advance(72.hours());
        assert_eq!(state.app.invited(new.reveal()).await, Err(Error::NotFound));
        let late = state.app.set_password(new.reveal(), PASSWORD, PASSWORD, nobody()).await;
        assert_eq!(late, Err(Error::NotFound));
        assert_eq!(state.app.invited("nonsense").await, Err(Error::NotFound));
    }

    async fn a_new_password_ends_the_sessions_of_the_old_one(state) {
        account(state, "a@example.org", Role::Editor).await;
        let session = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        let link = state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Editor).await.unwrap();
        assert_eq!(role(state, &session).await, Some(Role::Editor), "a link alone ends nothing");
        state.app.set_password(link.reveal(), "another battery, horse", "another battery, horse", nobody()).await.unwrap();
        assert_eq!(role(state, &session).await, None);
        assert_eq!(sign_in(state, "a@example.org", PASSWORD, HOME).await, Err(Error::Unauthenticated));
    }

    async fn secrets_are_nowhere_in_the_database(state) {
        let link = state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Editor).await.unwrap();
        state.app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
        let SignedIn { session, device, .. } = sign_in_at(state, "a@example.org", PASSWORD, HOME, None).await.unwrap();
        let _ = sign_in_at(state, "a@example.org", "wrong password", HOME, Some(&device)).await;
        for (table, column) in [("known_device", "token_hash"), ("staff_invite", "token_hash"), ("session", "token_hash"), ("revision", "snapshot"), ("revision", "fields"), ("staff", "password_hash"), ("sign_in_attempt", "key")] {
            for secret in [link.reveal(), session.reveal(), device.reveal(), PASSWORD, "192.0.2.1"] {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%{secret}%'");
                assert_eq!(state.number(&sql).await, 0, "{table}.{column}");
            }
        }
        assert_eq!(state.number("SELECT COUNT(*) FROM revision WHERE snapshot LIKE '%argon2%' OR fields LIKE '%argon2%'").await, 0);
        assert_eq!(state.number("SELECT COUNT(*) FROM revision WHERE noun = 'staff'").await, 2, "created, password set");
    }

    async fn a_session_ends_when_idle_and_at_the_latest_after_half_a_day(state) {
        account(state, "a@example.org", Role::Editor).await;
        let idle = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        let used = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        assert_ne!(idle, used, "each sign-in is a new session");
        for _ in 0..7 {
            assert_eq!(role(state, &used).await, Some(Role::Editor));
            state.clock.advance(100.minutes());
        }
        assert_eq!(role(state, &idle).await, None);
        assert_eq!(role(state, &used).await, Some(Role::Editor), "11 h 40 min, and never idle for two");
        state.clock.advance(20.minutes());
        assert_eq!(role(state, &used).await, None, "12 h");
    }

    async fn signing_out_ends_that_session_alone(state) {
        account(state, "a@example.org", Role::Editor).await;
        let one = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        let two = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        state.app.sign_out(one.reveal()).await.unwrap();
        assert_eq!((role(state, &one).await, role(state, &two).await), (None, Some(Role::Editor)));
        state.app.sign_out("nonsense").await.unwrap();
        assert_eq!(state.app.session("").await.unwrap(), Session::NONE);
    }

    async fn a_role_taken_away_is_gone_at_once(state) {
        account(state, "a@example.org", Role::Admin).await;
        let session = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Viewer).await.unwrap();
        assert_eq!(role(state, &session).await, Some(Role::Viewer));
    }

    async fn the_use_of_a_session_is_noted_once_a_minute(state) {
        account(state, "a@example.org", Role::Editor).await;
        let session = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        let seen = async || state.number("SELECT seen_at FROM session").await;
        let first = seen().await;
        state.clock.advance(59.seconds());
        role(state, &session).await;
        assert_eq!(seen().await, first);
        state.clock.advance(1.second());
        role(state, &session).await;
        assert_eq!(seen().await, first + 60_000_000);
    }

    async fn unknown_and_wrong_are_answered_alike(state) {
        account(state, "a@example.org", Role::Editor).await;
        state.app.invite_staff(&Viewer::Operator, "new@example.org", "New", Role::Editor).await.unwrap();
        for email in ["a@example.org", "nobody@example.org", "new@example.org", "not an address", ""] {
            assert_eq!(sign_in(state, email, "wrong password", HOME).await, Err(Error::Unauthenticated), "{email}");
        }
        let long = "x".repeat(257);
        assert_eq!(sign_in(state, "a@example.org", &long, HOME).await, Err(Error::Unauthenticated));

        // The same answers when throttled, try for try.
        let mut answers = Vec::new();
        for email in ["a@example.org", "nobody2@example.org"] {
            let mut told = Vec::new();
            for _ in 0..9 {
                told.push(sign_in(state, email, "wrong password", if email.starts_with('a') { "192.0.2.3" } else { "192.0.2.4" }).await.err());
            }
            answers.push(told);
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0].last(), Some(&Some(Error::Throttled { seconds: 1 })));
    }

    async fn guessing_slows_down_and_a_right_password_clears_it(state) {
        account(state, "a@example.org", Role::Editor).await;
        let wrong = async || sign_in(state, "a@example.org", "wrong password", HOME).await.err().unwrap();
        for _ in 0..5 {
            assert_eq!(wrong().await, Error::Unauthenticated);
        }
        assert_eq!(wrong().await, Error::Throttled { seconds: 1 });
        let right = sign_in(state, "a@example.org", PASSWORD, HOME).await;
        assert_eq!(right, Err(Error::Throttled { seconds: 1 }), "a right guess is not told from a wrong one");
        state.clock.advance(1.second());
        assert_eq!(wrong().await, Error::Unauthenticated);
        assert_eq!(wrong().await, Error::Throttled { seconds: 2 });
        state.clock.advance(2.seconds());
        assert!(sign_in(state, "a@example.org", PASSWORD, HOME).await.is_ok());
        assert_eq!(wrong().await, Error::Unauthenticated, "cleared");
    }

    async fn a_hundred_tries_at_once_fare_like_a_hundred_in_a_row(state) {
        account(state, "a@example.org", Role::Editor).await;
        let tries: Vec<_> = (0..30)
            .map(|_| {
                let app = state.app.clone();
                tokio::spawn(async move { app.sign_in("a@example.org", "wrong password", Client { address: STRANGER.parse().unwrap(), ..nobody() }).await.err() })
            })
            .collect();
        let mut looked_at = 0;
        for one in tries {
            looked_at += usize::from(one.await.unwrap() == Some(Error::Unauthenticated));
        }
        assert_eq!(looked_at, 5);
    }

    async fn nobody_can_slow_the_owner_at_their_own_device(state) {
        account(state, "a@example.org", Role::Editor).await;
        let device = sign_in_at(state, "a@example.org", PASSWORD, HOME, None).await.unwrap().device;
        // From all the world, and from the owner's own address.
        for n in 0..25 {
            let _ = sign_in(state, "a@example.org", "wrong password", &format!("203.0.113.{n}")).await;
            let _ = sign_in(state, "a@example.org", "wrong password", HOME).await;
            let _ = sign_in(state, &format!("b{n}@example.org"), "wrong password", HOME).await;
            state.clock.advance(30.seconds());
        }
        let _ = sign_in(state, "a@example.org", "wrong password", "203.0.113.99").await;
        let unknown = sign_in(state, "a@example.org", PASSWORD, HOME).await;
        assert!(matches!(unknown, Err(Error::Throttled { .. })), "{unknown:?}");
        let device = sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&device)).await.unwrap().device;
        let device = sign_in_at(state, "A@example.org ", PASSWORD, STRANGER, Some(&device)).await.unwrap().device;

        let Err(Error::Throttled { seconds }) = sign_in(state, "a@example.org", PASSWORD, "192.0.2.200").await else {
            panic!("many machines at one account are slowed, whoever signs in meanwhile")
        };
        assert!(seconds <= 30);
        state.clock.advance(i64::from(seconds).seconds());
        assert!(sign_in(state, "a@example.org", PASSWORD, "192.0.2.200").await.is_ok(), "elsewhere, half a minute at most");

        // Known for 90 days from when somebody last signed in there.
        state.clock.advance((90 * 24 * 60 - 1).minutes());
        let device = sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&device)).await.unwrap().device;
        state.clock.advance((90 * 24).hours());
        for n in 0..11 {
            let _ = sign_in(state, "a@example.org", "wrong password", &format!("203.0.113.{n}")).await;
        }
        let late = sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&device)).await.err();
        assert!(matches!(late, Some(Error::Throttled { .. })), "{late:?}");
    }

    async fn a_copied_device_gets_its_own_few_tries_until_the_owner_signs_in(state) {
        account(state, "a@example.org", Role::Editor).await;
        account(state, "b@example.org", Role::Editor).await;
        let device = sign_in_at(state, "a@example.org", PASSWORD, HOME, None).await.unwrap().device;
        let wrong = async |email: &str, device: &Secret| sign_in_at(state, email, "wrong password", STRANGER, Some(device)).await.err();
        for _ in 0..5 {
            assert_eq!(wrong("a@example.org", &device).await, Some(Error::Unauthenticated));
        }
        assert_eq!(wrong("a@example.org", &device).await, Some(Error::Throttled { seconds: 1 }));
        // It is known for that account alone: at another it is a stranger's, counted under its address.
        for _ in 0..5 {
            assert_eq!(wrong("b@example.org", &device).await, Some(Error::Unauthenticated));
        }
        assert_eq!(sign_in(state, "b@example.org", PASSWORD, STRANGER).await.err(), Some(Error::Throttled { seconds: 1 }));

        state.clock.advance(1.second());
        let new = sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&device)).await.unwrap().device;
        assert_ne!(new, device);
        for _ in 0..5 {
            let _ = wrong("a@example.org", &device).await;
        }
        let counted = state.number("SELECT COUNT(*) FROM sign_in_attempt WHERE kind = 'device'").await;
        assert_eq!(counted, 0, "the old secret is worth nothing");
        assert!(sign_in_at(state, "a@example.org", PASSWORD, STRANGER, Some(&new)).await.is_ok());
    }

    async fn colleagues_who_share_a_browser_are_both_known_there(state) {
        account(state, "a@example.org", Role::Editor).await;
        account(state, "b@example.org", Role::Editor).await;
        let device = sign_in_at(state, "a@example.org", PASSWORD, HOME, None).await.unwrap().device;
        let device = sign_in_at(state, "b@example.org", PASSWORD, HOME, Some(&device)).await.unwrap().device;
        for _ in 0..30 {
            let _ = sign_in(state, "a@example.org", "wrong password", HOME).await;
            let _ = sign_in(state, "b@example.org", "wrong password", HOME).await;
        }
        let device = sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&device)).await.unwrap().device;
        assert!(sign_in_at(state, "b@example.org", PASSWORD, HOME, Some(&device)).await.is_ok());
    }

    async fn a_new_password_forgets_the_devices_but_for_the_one_it_was_set_on(state) {
        account(state, "a@example.org", Role::Editor).await;
        let lost = sign_in_at(state, "a@example.org", PASSWORD, HOME, None).await.unwrap().device;
        let link = state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Editor).await.unwrap();
        let device = state.app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
        for n in 0..20 {
            let _ = sign_in(state, "a@example.org", "wrong password", &format!("203.0.113.{n}")).await;
        }
        let forgotten = sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&lost)).await.err();
        assert!(matches!(forgotten, Some(Error::Throttled { .. })), "{forgotten:?}");
        assert!(sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&device)).await.is_ok());
    }

    async fn of_an_accounts_devices_no_more_are_known_than_anybody_has(state) {
        account(state, "a@example.org", Role::Editor).await;
        for _ in 0..25 {
            state.clock.advance(1.second());
            sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        }
        assert_eq!(state.number("SELECT COUNT(*) FROM known_device").await, 20);
        state.clock.advance((91 * 24).hours());
        sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        assert_eq!(state.number("SELECT COUNT(*) FROM known_device").await, 1, "what has ended is cleared away");
    }

    async fn what_is_kept_of_tries_is_bounded_though_nobody_gets_in(state) {
        let kept = async || state.number("SELECT COUNT(*) FROM sign_in_attempt").await;
        // More than are forgotten in one transaction.
        state
            .sql(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) \
                 INSERT INTO sign_in_attempt (kind, key, failures, last_at) SELECT 'pair', CAST(i AS TEXT), 1, i FROM n",
            )
            .await;
        for n in 0..6 {
            let _ = sign_in(state, &format!("a{n}@example.org"), "wrong password", &format!("203.0.113.{n}")).await;
        }
        assert_eq!(kept().await, 1200 + 18);
        state.app.forget_old_tries().await.unwrap();
        assert_eq!(kept().await, 18, "what still counts is kept");
        assert_eq!(sign_in(state, "a0@example.org", "wrong password", "203.0.113.0").await.err(), Some(Error::Unauthenticated));
        state.clock.advance(15.minutes());
        let _ = sign_in(state, "a0@example.org", "wrong password", "203.0.113.0").await;
        state.clock.advance(1.second());
        state.app.forget_old_tries().await.unwrap();
        assert_eq!(kept().await, 3, "counted anew a second ago");
    }

    async fn one_address_cannot_try_account_after_account(state) {
        let mut answers = Vec::new();
        for n in 0..25 {
            answers.push(sign_in(state, &format!("a{n}@example.org"), "wrong password", "2001:db8::1").await.err().unwrap());
        }
        assert_eq!(answers.iter().filter(|a| **a == Error::Unauthenticated).count(), 20);
        let neighbour = sign_in(state, "b@example.org", "wrong password", "2001:db8::ffff:1").await;
        assert_eq!(neighbour, Err(Error::Throttled { seconds: 1 }), "one subscriber is one address");
        let other = sign_in(state, "b@example.org", "wrong password", "2001:db8:1::1").await;
        assert_eq!(other, Err(Error::Unauthenticated));
    }

    async fn accounts_are_managed_by_those_who_may(state) {
        account(state, "a@example.org", Role::Editor).await;
        let email = address("a@example.org");
        for (who, refused) in [(Viewer::Visitor, Error::Unauthenticated), (publisher(), Error::Forbidden)] {
            assert_eq!(state.app.accounts(&who).await.err(), Some(refused.clone()));
            assert_eq!(state.app.invite_staff(&who, "b@example.org", "B", Role::Admin).await.err(), Some(refused.clone()));
            assert_eq!(state.app.set_role(&who, &email, Role::Admin).await.err(), Some(refused.clone()));
            assert_eq!(state.app.remove_staff(&who, &email).await.err(), Some(refused));
        }
        assert_eq!(state.app.accounts(&staff(Role::Admin)).await.unwrap().len(), 1);
        state.app.set_role(&staff(Role::Admin), &email, Role::Publisher).await.unwrap();
        let actor = state.text("SELECT actor FROM revision WHERE noun = 'staff' AND version = 3").await;
        assert!(actor.contains("Dara"), "{actor}");
    }

    async fn a_list_of_accounts_tells_who_can_sign_in_and_who_has(state) {
        account(state, "b@example.org", Role::Editor).await;
        state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Viewer).await.unwrap();
        let told = async || -> Vec<_> {
            let accounts = state.app.accounts(&Viewer::Operator).await.unwrap();
            accounts.into_iter().map(|a| (a.staff.email.to_string(), a.staff.role, a.has_password, a.signed_in_at)).collect()
        };
        let (a, b) = ("a@example.org".to_owned(), "b@example.org".to_owned());
        assert_eq!(told().await, [(a.clone(), Role::Viewer, false, None), (b.clone(), Role::Editor, true, None)]);
        state.clock.advance(1.hour());
        sign_in(state, "b@example.org", PASSWORD, HOME).await.unwrap();
        let at = state.clock.now();
        state.clock.advance(1.hour());
        let _ = sign_in(state, "b@example.org", "wrong password", HOME).await;
        assert_eq!(told().await, [(a, Role::Viewer, false, None), (b, Role::Editor, true, Some(at))]);
    }

    async fn a_role_is_given_without_a_new_link(state) {
        account(state, "a@example.org", Role::Editor).await;
        let email = address("a@example.org");
        let session = sign_in(state, "a@example.org", PASSWORD, HOME).await.unwrap();
        let link = state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Editor).await.unwrap();
        state.app.set_role(&Viewer::Operator, &email, Role::Viewer).await.unwrap();
        assert_eq!(role(state, &session).await, Some(Role::Viewer));
        assert!(state.app.invited(link.reveal()).await.is_ok());
        let revisions = async || state.number("SELECT COUNT(*) FROM revision WHERE noun = 'staff'").await;
        let before = revisions().await;
        state.app.set_role(&Viewer::Operator, &email, Role::Viewer).await.unwrap();
        assert_eq!(revisions().await, before, "a role that it has is not written");
        let nobody = address("nobody@example.org");
        assert_eq!(state.app.set_role(&Viewer::Operator, &nobody, Role::Admin).await, Err(Error::NotFound));
    }

    async fn an_account_that_is_removed_is_gone_and_what_it_wrote_stays(state) {
        account(state, "a@example.org", Role::Publisher).await;
        let email = address("a@example.org");
        let SignedIn { session, device, staff, viewer } = sign_in_at(state, "a@example.org", PASSWORD, HOME, None).await.unwrap();
        assert_eq!(state.app.session(session.reveal()).await.unwrap().viewer, viewer);
        let event = state.app.create_event(&viewer, &fresh(state), &form(&[]), Locale::En, "").await.unwrap();
        let link = state.app.invite_staff(&Viewer::Operator, "a@example.org", "A", Role::Publisher).await.unwrap();
        state.app.remove_staff(&Viewer::Operator, &email).await.unwrap();

        assert_eq!(role(state, &session).await, None);
        assert_eq!(state.app.invited(link.reveal()).await, Err(Error::NotFound));
        let again = sign_in_at(state, "a@example.org", PASSWORD, HOME, Some(&device)).await;
        assert_eq!(again.err(), Some(Error::Unauthenticated));
        for table in ["staff", "session", "staff_invite", "known_device"] {
            assert_eq!(state.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
        assert_eq!(revisions(state, &event).await[0].by, Actor::Staff { id: staff.id.as_str().to_owned(), name: "Linh".to_owned() });
        let told = state.text("SELECT change || ' ' || actor || ' ' || snapshot FROM revision WHERE noun = 'staff' AND version = 4").await;
        assert!(told.starts_with("removed") && told.contains("operator") && told.contains("a@example.org"), "{told}");
        assert_eq!(state.app.remove_staff(&Viewer::Operator, &email).await, Err(Error::NotFound));

        account(state, "a@example.org", Role::Viewer).await;
        assert!(sign_in(state, "a@example.org", PASSWORD, HOME).await.is_ok(), "the address can be added again");
    }

    async fn what_an_account_cannot_be_is_told(state) {
        let refused = state.app.invite_staff(&Viewer::Operator, "nobody", &"n".repeat(201), Role::Viewer).await;
        assert_eq!(field(refused.clone(), "email"), FieldError::Email);
        assert_eq!(field(refused, "name"), FieldError::TooLong { max: 200 });
        state.app.invite_staff(&Viewer::Operator, "linh@example.org", "  ", Role::Viewer).await.unwrap();
        assert_eq!(state.number("SELECT COUNT(*) FROM staff WHERE name = 'linh'").await, 1);
    }
}
