//! What the use cases promise to owners of accounts: second factors, sessions, the log, passwords.

use jiff::{Span, ToSpan};
use model::{
    account::EntryKind,
    error::{Error, FieldError},
    revision::Actor,
    staff::Email,
    viewer::{Action, Role, Viewer},
};
use server::app::{Again, App, Client, Clock, Policy, RecoveryCodes, Seal, Secret, SignIn, SignedIn, Which};
use totp_rs::{Builder, Secret as Shared};

use crate::harness::{TestState, nobody, on_both_databases};

pub(crate) const EMAIL: &str = "linh@example.org";
const PASSWORD: &str = "correct horse battery";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// The code of a secret, shown in groups, at the test's clock moved by this.
pub(crate) fn code_at(state: &TestState, text: &str, span: Span) -> String {
    let secret = Shared::try_from_base32(text.replace('-', "")).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let at = state.clock.now().checked_add(span).unwrap();
    totp.generate(at.as_second().try_into().unwrap()).to_string()
}

fn code(state: &TestState, text: &str) -> String {
    code_at(state, text, 0.seconds())
}

/// A code that is none.
fn wrong(state: &TestState, text: &str) -> String {
    let near = [-60_i64, -30, 0, 30, 60].map(|seconds| code_at(state, text, seconds.seconds()));
    (0..).map(|n| format!("{n:06}")).find(|code| !near.contains(code)).unwrap()
}

fn firefox() -> Client<'static> {
    Client { address: [198, 51, 100, 7].into(), device: None, user_agent: FIREFOX }
}

async fn account(app: &App, role: Role) {
    let link = app.invite_staff(&Viewer::Operator, EMAIL, "Linh", role).await.unwrap();
    app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
}

async fn open(app: &App, client: Client<'_>) -> SignedIn {
    match app.sign_in(EMAIL, PASSWORD, client).await.unwrap() {
        SignIn::Done(signed_in) => signed_in,
        SignIn::Code(_) => panic!("a code is asked for"),
    }
}

/// The first step, where a code is asked for.
async fn step(app: &App, client: Client<'_>) -> Secret {
    match app.sign_in(EMAIL, PASSWORD, client).await.unwrap() {
        SignIn::Done(_) => panic!("no code is asked for"),
        SignIn::Code(step) => step,
    }
}

async fn viewer(app: &App, session: &Secret) -> Viewer {
    app.session(session.reveal()).await.unwrap().viewer
}

fn again<'a>(viewer: &'a Viewer, session: &'a Secret) -> Again<'a> {
    Again { viewer, session: session.reveal(), password: PASSWORD, client: firefox() }
}

/// An account whose second factor is on: the session that turned it on, the secret as text, the recovery codes.
async fn enrolled(state: &TestState, app: &App) -> (Secret, String, RecoveryCodes) {
    account(app, Role::Editor).await;
    let SignedIn { session, viewer, .. } = open(app, firefox()).await;
    app.begin_second_factor(&viewer, session.reveal()).await.unwrap();
    let text = app.enrolment(&viewer, session.reveal()).await.unwrap().unwrap().text;
    let confirmed = app.confirm_second_factor(again(&viewer, &session), &code(state, &text)).await;
    let (session, codes) = confirmed.unwrap();
    // The next code is another one.
    state.clock.advance(30.seconds());
    (session, text, codes)
}

#[track_caller]
fn field<T: std::fmt::Debug>(result: Result<T, Error>, name: &str) -> FieldError {
    let Err(Error::Invalid { fields }) = result else { panic!("{result:?}") };
    fields.get(name).unwrap_or_else(|| panic!("{fields:?}")).clone()
}

async fn kinds(app: &App, session: &Secret) -> Vec<(EntryKind, i64)> {
    let log = app.account_log(&viewer(app, session).await, None, 50).await.unwrap();
    log.entries.into_iter().map(|entry| (entry.kind, entry.times)).collect()
}

on_both_databases! {
    async fn a_second_factor_is_none_before_a_code_has_confirmed_it(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let SignedIn { session, viewer: who, .. } = open(app, firefox()).await;
        assert_eq!(app.enrolment(&who, session.reveal()).await.unwrap(), None);
        app.begin_second_factor(&who, session.reveal()).await.unwrap();
        let shown = app.enrolment(&who, session.reveal()).await.unwrap().unwrap();
        app.begin_second_factor(&who, session.reveal()).await.unwrap();
        assert_eq!(app.enrolment(&who, session.reveal()).await.unwrap(), Some(shown.clone()), "the page may be loaded again");
        let SignedIn { session: other, .. } = open(app, nobody()).await;
        assert_eq!(app.enrolment(&who, other.reveal()).await.unwrap(), None, "another session does not see it");

        let bad = app.confirm_second_factor(again(&who, &session), &wrong(state, &shown.text)).await;
        assert_eq!(field(bad, "code"), FieldError::WrongCode);
        let without = Again { password: "wrong password", ..again(&who, &session) };
        let bad = app.confirm_second_factor(without, &code(state, &shown.text)).await;
        assert_eq!(field(bad, "password"), FieldError::WrongPassword);
        assert!(app.second_factor(&who).await.unwrap().is_none());

        let (new, codes) = app.confirm_second_factor(again(&who, &session), &code(state, &shown.text)).await.unwrap();
        assert_eq!((codes.reveal().len(), app.second_factor(&who).await.unwrap().unwrap().codes_left), (10, 10));
        assert_eq!(app.enrolment(&who, new.reveal()).await.unwrap(), None, "it is shown no more");
        for ended in [&session, &other] {
            assert_eq!(viewer(app, ended).await, Viewer::Visitor, "a new secret for this session, the others end");
        }
        assert!(viewer(app, &new).await.is_staff());
        assert_eq!(app.begin_second_factor(&who, new.reveal()).await, Err(Error::WrongState));
        assert_eq!(kinds(app, &new).await[0].0, EntryKind::SecondFactorOn);
    }

    async fn what_was_offered_an_hour_ago_cannot_be_confirmed(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let SignedIn { session, viewer: who, .. } = open(app, firefox()).await;
        app.begin_second_factor(&who, session.reveal()).await.unwrap();
        let text = app.enrolment(&who, session.reveal()).await.unwrap().unwrap().text;
        state.clock.advance(1.hour());
        let late = app.confirm_second_factor(again(&who, &session), &code(state, &text)).await;
        assert_eq!(late.err(), Some(Error::WrongState));
        app.begin_second_factor(&who, session.reveal()).await.unwrap();
        assert_ne!(app.enrolment(&who, session.reveal()).await.unwrap().unwrap().text, text);
    }

    async fn the_password_opens_nothing_without_a_code(state) {
        let app = &state.app;
        let (_, text, _) = enrolled(state, app).await;
        let step = step(app, firefox()).await;
        assert_eq!(viewer(app, &step).await, Viewer::Visitor, "what asks for a code is no session");
        assert_eq!(field(app.give_code(step.reveal(), " ", firefox()).await, "code"), FieldError::Required);
        assert_eq!(field(app.give_code(step.reveal(), &wrong(state, &text), firefox()).await, "code"), FieldError::WrongCode);
        let signed_in = app.give_code(step.reveal(), &code(state, &text), firefox()).await.unwrap();
        assert!(viewer(app, &signed_in.session).await.is_staff());
        state.clock.advance(30.seconds());
        let twice = app.give_code(step.reveal(), &code(state, &text), firefox()).await;
        assert_eq!(twice.err(), Some(Error::Unauthenticated), "a step is taken once");
        assert_eq!(app.give_code("nonsense", &code(state, &text), firefox()).await.err(), Some(Error::Unauthenticated));
    }

    async fn a_code_works_once_and_a_step_too_early_or_too_late(state) {
        let app = &state.app;
        let (session, text, _) = enrolled(state, app).await;
        // The one that turned it on, a step ago.
        let used = code_at(state, &text, -30.seconds());
        let first = step(app, firefox()).await;
        assert_eq!(field(app.give_code(first.reveal(), &used, firefox()).await, "code"), FieldError::WrongCode);

        let now = code(state, &text);
        app.give_code(first.reveal(), &now, firefox()).await.unwrap();
        let second = step(app, firefox()).await;
        assert_eq!(field(app.give_code(second.reveal(), &now, firefox()).await, "code"), FieldError::WrongCode);
        assert_eq!(field(app.remove_second_factor(again(&viewer(app, &session).await, &session), &now).await, "code"), FieldError::WrongCode);
        // A phone whose clock is half a minute ahead; then nothing from before that.
        let next = code_at(state, &text, 30.seconds());
        app.give_code(second.reveal(), &next, firefox()).await.unwrap();
        state.clock.advance(60.seconds());
        let third = step(app, firefox()).await;
        assert_eq!(field(app.give_code(third.reveal(), &next, firefox()).await, "code"), FieldError::WrongCode);
        // Two steps off is too much, either way.
        for seconds in [-60_i64, 60] {
            let off = code_at(state, &text, seconds.seconds());
            assert_eq!(field(app.give_code(third.reveal(), &off, firefox()).await, "code"), FieldError::WrongCode);
        }
        state.clock.advance(30.seconds());
        let late = code_at(state, &text, -30.seconds());
        app.give_code(third.reveal(), &late, firefox()).await.unwrap();
    }

    async fn of_two_who_give_one_code_at_once_one_is_let_in(state) {
        let app = &state.app;
        let (_, text, codes) = enrolled(state, app).await;
        for code in [code(state, &text), codes.reveal()[0].clone()] {
            let tries: Vec<_> = [step(app, firefox()).await, step(app, firefox()).await]
                .into_iter()
                .map(|step| {
                    let (app, code) = (app.clone(), code.clone());
                    tokio::spawn(async move { app.give_code(step.reveal(), &code, firefox()).await.is_ok() })
                })
                .collect();
            let mut let_in = 0;
            for done in tries {
                let_in += u32::from(done.await.unwrap());
            }
            assert_eq!(let_in, 1, "{code}");
        }
    }

    async fn a_recovery_code_opens_the_account_once(state) {
        let app = &state.app;
        let (session, _, codes) = enrolled(state, app).await;
        let paper = codes.reveal()[3].to_uppercase().replace('-', " ");
        let first = step(app, firefox()).await;
        app.give_code(first.reveal(), &paper, firefox()).await.unwrap();
        let second = step(app, firefox()).await;
        assert_eq!(field(app.give_code(second.reveal(), &paper, firefox()).await, "code"), FieldError::WrongCode);
        let who = viewer(app, &session).await;
        assert_eq!(app.second_factor(&who).await.unwrap().unwrap().codes_left, 9);
        assert!(kinds(app, &session).await.contains(&(EntryKind::RecoveryCodeUsed, 1)));

        let (session, new) = app.new_recovery_codes(again(&who, &session), &codes.reveal()[4]).await.unwrap();
        assert_eq!(app.second_factor(&who).await.unwrap().unwrap().codes_left, 10);
        assert_eq!(field(app.give_code(second.reveal(), &codes.reveal()[5], firefox()).await, "code"), FieldError::WrongCode);
        app.give_code(second.reveal(), &new.reveal()[0], firefox()).await.unwrap();
        assert!(kinds(app, &session).await.contains(&(EntryKind::RecoveryCodesMade, 1)));
    }

    async fn what_a_session_asks_that_has_ended_is_not_done_by_half(state) {
        let app = &state.app;
        let (session, _, codes) = enrolled(state, app).await;
        let who = viewer(app, &session).await;
        let waiting = step(app, nobody()).await;
        let other = app.give_code(waiting.reveal(), &codes.reveal()[0], nobody()).await.unwrap().session;
        app.sign_out(session.reveal()).await.unwrap();
        let gone = Some(Error::Unauthenticated);
        assert_eq!(app.new_recovery_codes(again(&who, &session), &codes.reveal()[1]).await.err(), gone);
        assert_eq!(app.remove_second_factor(again(&who, &session), &codes.reveal()[2]).await.err(), gone);
        assert_eq!(app.end_sessions(again(&who, &session), Which::Others).await.err(), gone);
        assert!(viewer(app, &other).await.is_staff(), "no session has ended");
        assert_eq!(app.second_factor(&who).await.unwrap().unwrap().codes_left, 7, "those used to ask are used up");
        let told = kinds(app, &other).await;
        for kind in [EntryKind::RecoveryCodesMade, EntryKind::SecondFactorOff, EntryKind::SessionsEnded] {
            assert!(told.iter().all(|(told, _)| *told != kind), "{told:?}");
        }
    }

    async fn guessing_codes_slows_down_whoever_knows_the_password(state) {
        let app = &state.app;
        let (_, text, _) = enrolled(state, app).await;
        let device = open_with_code(state, &text, firefox()).await.device;
        state.clock.advance(30.seconds());
        // From many addresses, each with the right password, which clears no wrong codes.
        for n in 0..5 {
            let from = Client { address: [203, 0, 113, n].into(), ..nobody() };
            let step = step(app, from).await;
            assert_eq!(field(app.give_code(step.reveal(), &wrong(state, &text), from).await, "code"), FieldError::WrongCode);
        }
        let waiting = step(app, nobody()).await;
        let slowed = app.give_code(waiting.reveal(), &code(state, &text), nobody()).await;
        assert_eq!(slowed.err(), Some(Error::Throttled { seconds: 1 }));
        // The owner at their own device waits for none of that.
        let own = Client { device: Some(device.reveal()), ..firefox() };
        let step = step(app, own).await;
        assert!(app.give_code(step.reveal(), &code(state, &text), own).await.is_ok());
    }

    async fn a_code_that_is_not_given_in_ten_minutes_is_not_waited_for(state) {
        let app = &state.app;
        let (_, text, _) = enrolled(state, app).await;
        let step = step(app, firefox()).await;
        assert!(app.is_waiting(step.reveal()).await.unwrap());
        state.clock.advance(10.minutes());
        assert!(!app.is_waiting(step.reveal()).await.unwrap());
        assert_eq!(app.give_code(step.reveal(), &code(state, &text), firefox()).await.err(), Some(Error::Unauthenticated));
    }

    async fn a_new_password_by_link_asks_for_the_code_all_the_same(state) {
        let app = &state.app;
        let (session, text, _) = enrolled(state, app).await;
        let waiting = step(app, firefox()).await;
        let link = app.invite_staff(&Viewer::Operator, EMAIL, "", Role::Editor).await.unwrap();
        app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
        assert_eq!(viewer(app, &session).await, Viewer::Visitor);
        let old = app.give_code(waiting.reveal(), &code(state, &text), firefox()).await;
        assert_eq!(old.err(), Some(Error::Unauthenticated), "who gave the old password waits no more");
        let signed_in = open_with_code(state, &text, firefox()).await;
        let told = kinds(app, &signed_in.session).await;
        assert!(told.contains(&(EntryKind::LinkMade, 1)) && told.contains(&(EntryKind::PasswordSet, 1)), "{told:?}");
    }

    async fn turning_it_off_takes_the_password_and_a_code(state) {
        let app = &state.app;
        let (session, text, codes) = enrolled(state, app).await;
        let other = open_with_code(state, &text, nobody()).await.session;
        state.clock.advance(30.seconds());
        let who = viewer(app, &session).await;
        let without = Again { password: "wrong password", ..again(&who, &session) };
        assert_eq!(field(app.remove_second_factor(without, &code(state, &text)).await, "password"), FieldError::WrongPassword);
        assert_eq!(field(app.remove_second_factor(again(&who, &session), "").await, "code"), FieldError::Required);
        assert_eq!(field(app.remove_second_factor(again(&who, &session), &wrong(state, &text)).await, "code"), FieldError::WrongCode);
        let new = app.remove_second_factor(again(&who, &session), &code(state, &text)).await.unwrap();
        assert_eq!(viewer(app, &other).await, Viewer::Visitor);
        assert_eq!((viewer(app, &session).await, viewer(app, &new).await.is_staff()), (Viewer::Visitor, true));
        assert!(app.second_factor(&who).await.unwrap().is_none());
        assert_eq!(app.remove_second_factor(again(&who, &new), &codes.reveal()[0]).await.err(), Some(Error::WrongState));
        open(app, firefox()).await;
        for table in ["second_factor", "recovery_code", "sign_in_step"] {
            assert_eq!(state.number(&format!("SELECT COUNT(*) FROM {table}")).await, 0, "{table}");
        }
    }

    async fn an_operator_resets_a_lost_one_and_the_log_says_who(state) {
        let app = &state.app;
        let (session, _, _) = enrolled(state, app).await;
        let email = Email::parse(EMAIL).unwrap();
        let editor = viewer(app, &session).await;
        assert_eq!(app.reset_second_factor(&editor, &email).await, Err(Error::Forbidden));
        assert!(app.accounts(&Viewer::Operator).await.unwrap()[0].has_second_factor);
        app.reset_second_factor(&Viewer::Operator, &email).await.unwrap();
        assert_eq!(viewer(app, &session).await, Viewer::Visitor);
        let new = open(app, firefox()).await;
        let log = app.account_log(&new.viewer, None, 50).await.unwrap();
        let off = log.entries.iter().find(|entry| entry.kind == EntryKind::SecondFactorOff).unwrap();
        assert_eq!((&off.by, off.place.network.as_str()), (&Some(Actor::Operator), ""));
        assert_eq!(app.reset_second_factor(&Viewer::Operator, &email).await, Err(Error::WrongState));
        let nobody = Email::parse("nobody@example.org").unwrap();
        assert_eq!(app.reset_second_factor(&Viewer::Operator, &nobody).await, Err(Error::NotFound));
    }

    async fn where_it_is_required_nothing_else_can_be_done_before(state) {
        let app = &state.app.clone().with_policy(Policy { require_second_factor: true, ..Policy::default() });
        account(app, Role::Admin).await;
        let SignedIn { session, viewer: who, .. } = open(app, firefox()).await;
        assert!(matches!(who, Viewer::Enrolling { .. }), "{who:?}");
        assert_eq!(viewer(app, &session).await, who);
        for action in [Action::SeeDrafts, Action::EditDraft, Action::EditPublic, Action::Publish, Action::ManageStaff] {
            assert_eq!(who.may(action), Err(Error::Forbidden));
        }
        assert_eq!(app.own_account(&who, session.reveal()).await.err(), Some(Error::Forbidden));
        assert_eq!(app.change_password(again(&who, &session), PASSWORD, PASSWORD).await.err(), Some(Error::Forbidden));
        app.begin_second_factor(&who, session.reveal()).await.unwrap();
        let text = app.enrolment(&who, session.reveal()).await.unwrap().unwrap().text;
        let (session, _) = app.confirm_second_factor(again(&who, &session), &code(state, &text)).await.unwrap();
        assert!(viewer(app, &session).await.can(Action::ManageStaff));
    }

    async fn with_a_key_the_secret_is_sealed_and_without_it_nobody_gets_in(state) {
        let sealing = |byte| Policy { seal: Seal::with(&[byte; 32]).unwrap(), ..Policy::default() };
        let (_, text, _) = enrolled(state, &state.app).await;
        let stored = async || state.text("SELECT secret FROM second_factor").await;
        assert!(stored().await.starts_with("plain:"), "no key yet");
        let keyed = state.app.clone().with_policy(sealing(1));
        let waiting = step(&keyed, firefox()).await;
        keyed.give_code(waiting.reveal(), &code(state, &text), firefox()).await.unwrap();
        let sealed = stored().await;
        assert!(sealed.starts_with("sealed:"), "sealed when it is next used: {sealed}");
        state.clock.advance(30.seconds());
        for other in [state.app.clone(), state.app.clone().with_policy(sealing(2))] {
            assert!(!other.can_read_secrets().await.unwrap());
            let waiting = step(&other, firefox()).await;
            assert_eq!(other.give_code(waiting.reveal(), &code(state, &text), firefox()).await.err(), Some(Error::Internal));
        }
        assert!(keyed.can_read_secrets().await.unwrap());
        let waiting = step(&keyed, firefox()).await;
        assert!(keyed.give_code(waiting.reveal(), &code(state, &text), firefox()).await.is_ok());
    }

    async fn no_secret_of_a_second_factor_is_in_the_database(state) {
        let app = &state.app.clone().with_policy(Policy { seal: Seal::with(&[1; 32]).unwrap(), ..Policy::default() });
        let (session, text, codes) = enrolled(state, app).await;
        let step = step(app, firefox()).await;
        let bytes: String = Shared::try_from_base32(text.replace('-', "")).unwrap().as_bytes().iter().map(|b| format!("{b:02x}")).collect();
        let plain = codes.reveal()[0].replace('-', "");
        let secrets = [bytes.as_str(), &text, &codes.reveal()[0], &plain, session.reveal(), step.reveal(), "198.51.100.7"];
        for (table, column) in [("second_factor", "secret"), ("second_factor", "offered_to"), ("recovery_code", "code_hash"), ("sign_in_step", "token_hash"), ("session", "token_hash"), ("session", "network"), ("account_entry", "network"), ("account_entry", "browser"), ("account_entry", "actor")] {
            for secret in secrets {
                let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%{secret}%'");
                assert_eq!(state.number(&sql).await, 0, "{table}.{column}");
            }
        }
    }

    async fn a_new_password_ends_the_other_sessions_and_asks_for_the_old_one(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let other = open(app, nobody()).await.session;
        let SignedIn { session, viewer: who, .. } = open(app, firefox()).await;
        let new = "a longer one than before";
        let wrong = Again { password: "wrong password", ..again(&who, &session) };
        let refused = app.change_password(wrong, "short", "other").await;
        assert_eq!(field(refused.clone(), "current"), FieldError::WrongPassword);
        assert_eq!(field(refused.clone(), "password"), FieldError::TooShort { min: 12 });
        assert_eq!(field(refused, "again"), FieldError::Mismatch);
        let common = app.change_password(again(&who, &session), "Password1234", "Password1234").await;
        assert_eq!(field(common, "password"), FieldError::Common);
        let guessable = app.change_password(again(&who, &session), "linh-asean-2026", "linh-asean-2026").await;
        assert_eq!(field(guessable, "password"), FieldError::Guessable);
        let same = app.change_password(again(&who, &session), PASSWORD, PASSWORD).await;
        assert_eq!(field(same, "password"), FieldError::SamePassword);
        assert!(viewer(app, &other).await.is_staff(), "nothing has changed so far");

        let (renewed, _) = app.change_password(again(&who, &session), new, new).await.unwrap();
        assert_eq!((viewer(app, &session).await, viewer(app, &other).await), (Viewer::Visitor, Viewer::Visitor));
        assert_eq!(viewer(app, &renewed).await, who);
        assert_eq!(app.sign_in(EMAIL, PASSWORD, firefox()).await.err(), Some(Error::Unauthenticated));
        assert!(app.sign_in(EMAIL, new, firefox()).await.is_ok());
        assert!(kinds(app, &renewed).await.contains(&(EntryKind::PasswordChanged, 1)));
        let told = state.number("SELECT COUNT(*) FROM revision WHERE noun = 'staff' AND change = 'password-set'").await;
        assert_eq!(told, 2);
    }

    async fn guessing_the_password_in_a_session_is_slowed_like_signing_in(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let SignedIn { session, viewer: who, .. } = open(app, firefox()).await;
        for n in 0..5 {
            let wrong = Again { password: "wrong password", ..again(&who, &session) };
            assert_eq!(field(app.end_sessions(wrong, Which::Others).await, "password"), FieldError::WrongPassword, "{n}");
        }
        let slowed = app.change_password(again(&who, &session), "a longer one than before", "a longer one than before").await;
        assert_eq!(slowed.err(), Some(Error::Throttled { seconds: 1 }));
    }

    async fn sessions_are_listed_and_ended_by_their_owner_alone(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let old = open(app, nobody()).await.session;
        state.clock.advance(1.minute());
        let SignedIn { session, viewer: who, .. } = open(app, firefox()).await;
        let third = open(app, Client { user_agent: "curl/8", ..nobody() }).await.session;
        let listed = app.open_sessions(&who, session.reveal()).await.unwrap();
        let told: Vec<_> = listed.iter().map(|s| (s.place.browser.as_str(), s.place.network.as_str(), s.here)).collect();
        assert_eq!(told.len(), 3);
        assert!(told.contains(&("Firefox, Linux", "198.51.100.…", true)) && told.contains(&("curl", "192.0.2.…", false)), "{told:?}");
        assert_eq!(listed.last().map(|s| s.began), Some(state.clock.now() - 1.minute()), "the one that was used last comes first");

        let link = app.invite_staff(&Viewer::Operator, "dara@example.org", "Dara", Role::Editor).await.unwrap();
        app.set_password(link.reveal(), PASSWORD, PASSWORD, nobody()).await.unwrap();
        let SignIn::Done(dara) = app.sign_in("dara@example.org", PASSWORD, nobody()).await.unwrap() else { panic!() };
        let name = listed.last().unwrap().name.clone();
        let theirs = [name.as_str()];
        app.end_sessions(again(&dara.viewer, &dara.session), Which::Named(&theirs)).await.unwrap();
        assert!(viewer(app, &old).await.is_staff(), "it is not Dara's");

        assert_eq!(field(app.end_sessions(again(&who, &session), Which::Named(&[])).await, "end"), FieldError::NoneChosen);
        let (session, ended) = app.end_sessions(again(&who, &session), Which::Named(&theirs)).await.unwrap();
        assert_eq!((ended, viewer(app, &old).await), (1, Viewer::Visitor));
        assert!(viewer(app, &third).await.is_staff());
        let (session, ended) = app.end_sessions(again(&who, &session), Which::Others).await.unwrap();
        assert_eq!((ended, viewer(app, &third).await, viewer(app, &session).await), (1, Viewer::Visitor, who));
        assert_eq!(kinds(app, &session).await[0], (EntryKind::SessionsEnded, 1));
    }

    async fn an_administrator_ends_all_sessions_of_an_account(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let (one, two) = (open(app, firefox()).await, open(app, nobody()).await);
        let email = Email::parse(EMAIL).unwrap();
        assert_eq!(app.end_all_sessions(&one.viewer, &email).await, Err(Error::Forbidden));
        assert_eq!(app.end_all_sessions(&Viewer::Operator, &email).await, Ok(2));
        assert_eq!((viewer(app, &one.session).await, viewer(app, &two.session).await), (Viewer::Visitor, Viewer::Visitor));
        assert_eq!(app.end_all_sessions(&Viewer::Operator, &email).await, Ok(0));
        let nobody = Email::parse("nobody@example.org").unwrap();
        assert_eq!(app.end_all_sessions(&Viewer::Operator, &nobody).await, Err(Error::NotFound));
        let new = open(app, firefox()).await.session;
        assert!(kinds(app, &new).await.contains(&(EntryKind::SessionsEnded, 2)));
    }

    async fn the_log_counts_what_failed_by_the_hour_and_takes_back_what_was_right(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        for _ in 0..3 {
            let _ = app.sign_in(EMAIL, "wrong password", nobody()).await;
        }
        let _ = app.sign_in("nobody@example.org", "wrong password", nobody()).await;
        let SignedIn { session, .. } = open(app, firefox()).await;
        assert_eq!(kinds(app, &session).await, [(EntryKind::SignedIn, 1), (EntryKind::WrongPassword, 3), (EntryKind::PasswordSet, 1)]);
        state.clock.advance(1.hour());
        let _ = app.sign_in(EMAIL, "wrong password", nobody()).await;
        let SignedIn { session, viewer: who, .. } = open(app, firefox()).await;
        assert_eq!(kinds(app, &session).await[..2], [(EntryKind::SignedIn, 1), (EntryKind::WrongPassword, 1)]);
        let first = app.account_log(&who, None, 2).await.unwrap();
        let rest = app.account_log(&who, first.next, 9).await.unwrap();
        assert_eq!((first.entries.len(), rest.entries.len(), rest.next), (2, 3, None));
        assert!(first.entries[1].number > rest.entries[0].number);
        // A year later nothing of it is left, nor of anybody's.
        state.clock.advance((366 * 24).hours());
        app.forget_old_tries().await.unwrap();
        assert_eq!(state.number("SELECT COUNT(*) FROM account_entry").await, 0);
    }

    async fn a_right_password_without_a_code_stands_in_the_log(state) {
        let app = &state.app;
        let (_, text, _) = enrolled(state, app).await;
        step(app, nobody()).await;
        state.clock.advance(30.seconds());
        let session = open_with_code(state, &text, firefox()).await.session;
        assert_eq!(kinds(app, &session).await[..2], [(EntryKind::SignedIn, 1), (EntryKind::CodeMissing, 1)]);
    }

    async fn the_owner_is_told_when_somebody_last_signed_in_and_what_failed_since(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let first = open(app, firefox()).await;
        assert_eq!(app.session(first.session.reveal()).await.unwrap().welcome, None, "nobody did before");
        let began = state.clock.now();
        state.clock.advance(1.hour());
        for _ in 0..2 {
            let _ = app.sign_in(EMAIL, "wrong password", nobody()).await;
        }
        let second = open(app, nobody()).await.session;
        let welcome = app.session(second.reveal()).await.unwrap().welcome.unwrap();
        assert_eq!((welcome.previous, welcome.failures, welcome.place.browser.as_str()), (began, 2, "Firefox, Linux"));
        // Within the same hour: those before are not told again.
        let _ = app.sign_in(EMAIL, "wrong password", nobody()).await;
        state.clock.advance(1.minute());
        let third = open(app, firefox()).await.session;
        assert_eq!(app.session(third.reveal()).await.unwrap().welcome.unwrap().failures, 1);
        state.clock.advance(5.minutes());
        assert_eq!(app.session(third.reveal()).await.unwrap().welcome, None, "once is enough");
    }

    async fn when_somebody_last_signed_in_is_told_however_much_is_written_since(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        open(app, firefox()).await;
        let began = state.clock.now();
        let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100) \
                    INSERT INTO account_entry (staff, kind, at, times, network, browser, actor) \
                    SELECT id, 'link-made', 0, 1, '', '', '' FROM staff CROSS JOIN n";
        state.sql(many).await;
        state.clock.advance(1.hour());
        let again = open(app, nobody()).await.session;
        assert_eq!(app.session(again.reveal()).await.unwrap().welcome.map(|w| w.previous), Some(began));
        assert_eq!(state.number("SELECT COUNT(*) FROM account_entry").await, 1001, "a thousand, and the sign-in before");
    }

    async fn a_role_that_comes_with_a_link_stands_in_the_log(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        app.invite_staff(&Viewer::Operator, EMAIL, "Linh", Role::Publisher).await.unwrap();
        app.invite_staff(&Viewer::Operator, EMAIL, "Linh", Role::Publisher).await.unwrap();
        let told = kinds(app, &open(app, firefox()).await.session).await;
        assert_eq!(told.iter().filter(|(kind, _)| *kind == EntryKind::RoleGiven).count(), 1, "{told:?}");
        assert_eq!(told.iter().filter(|(kind, _)| *kind == EntryKind::LinkMade).count(), 2, "{told:?}");
    }

    async fn what_strangers_try_makes_no_more_than_a_line_an_hour(state) {
        let app = &state.app;
        account(app, Role::Editor).await;
        let before = state.number("SELECT COUNT(*) FROM account_entry").await;
        for n in 0..40 {
            let from = Client { address: [203, 0, 113, n].into(), ..nobody() };
            let _ = app.sign_in(EMAIL, "wrong password", from).await;
            state.clock.advance(40.seconds());
        }
        assert_eq!(state.number("SELECT COUNT(*) FROM account_entry").await, before + 1);
        assert!(state.number("SELECT MAX(times) FROM account_entry").await >= 30);
    }
}

async fn open_with_code(state: &TestState, text: &str, client: Client<'_>) -> SignedIn {
    let step = step(&state.app, client).await;
    state.app.give_code(step.reveal(), &code(state, text), client).await.unwrap()
}
