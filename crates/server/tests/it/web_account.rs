//! What the web promises to staff about their own accounts, asked of the whole router.

use jiff::ToSpan;
use model::{
    staff::Email,
    viewer::{Role, Viewer},
};
use server::{
    app::{Client, Policy, SignIn},
    config::Serve,
};

use crate::{
    account::code_at,
    browser::{Browser, PASSWORD, Reply, event, written},
    harness::{TestState, nobody, on_both_databases},
};

const ACCOUNT: &str = "/en/staff/account";
const SECOND: &str = "/en/staff/account/second-factor";
const SESSIONS: &str = "/en/staff/account/sessions";
const CODE: &str = "/en/staff/sign-in/code";

/// What stands between two pieces of a page.
#[track_caller]
fn between<'a>(reply: &'a Reply, before: &str, after: &str) -> &'a str {
    let (_, rest) = reply.text().split_once(before).unwrap_or_else(|| panic!("{before:?} is not in\n{}", reply.text()));
    rest.split(after).next().unwrap()
}

/// Turns the second factor on at the desk: the secret as text, and the recovery codes.
async fn enrol(browser: &mut Browser<'_>) -> (String, Vec<String>) {
    let begun = browser.post(SECOND, &[("do", "begin")]).await.expect(303);
    let page = browser.get(begun.location()).await.expect(200);
    let text = between(&page, "<code class=\"secret\">", "<").to_owned();
    let code = code_at(browser.state, &text, 0.seconds());
    let pairs = [("do", "confirm"), ("code", code.as_str()), ("password", PASSWORD)];
    let page = browser.post(SECOND, &pairs).await.expect(200);
    let codes = between(&page, "<ol class=\"codes\">", "</ol>").split("<code>").skip(1);
    let codes: Vec<_> = codes.map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 10, "{}", page.text());
    browser.state.clock.advance(30.seconds());
    (text, codes)
}

/// Gives the password, and is asked for a code.
async fn give_password(browser: &mut Browser<'_>, email: &str, next: &str) -> Reply {
    let pairs = [("email", email), ("password", PASSWORD), ("next", next)];
    let reply = browser.post("/en/staff/sign-in", &pairs).await.expect(303);
    assert!(reply.location().starts_with(CODE), "{}", reply.location());
    assert!(browser.session().is_none() && browser.cookie("__Host-portal-step").is_some());
    reply
}

/// Signs an account in elsewhere; the secret of that session.
async fn elsewhere(state: &TestState, email: &str) -> String {
    let client = Client { user_agent: "curl/8.5", ..nobody() };
    let SignIn::Done(signed_in) = state.app.sign_in(email, PASSWORD, client).await.unwrap() else { panic!("a code") };
    signed_in.session.reveal().to_owned()
}

on_both_databases! {
    async fn a_second_factor_is_set_up_and_asked_for_from_then_on(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        staff.get(ACCOUNT).await.expect(200).says(&["Second factor", "Set up a second factor", "editor@example.org"]);
        staff.get(SECOND).await.expect(200).says(&["name=\"do\" value=\"begin\""]);
        staff.post(SECOND, &[("do", "begin")]).await.expect(303);
        let page = staff.get(SECOND).await.expect(200).says(&["<svg", "class=\"qr\"", "otpauth://totp/CAEC"]);
        assert_eq!(page.header("cache-control"), "private, no-store");
        assert!(!page.text().contains("style="), "the policy lets no style stand in a page");
        let again = staff.get(SECOND).await.expect(200);
        let text = between(&page, "<code class=\"secret\">", "<");
        assert_eq!(between(&again, "<code class=\"secret\">", "<"), text, "it may be loaded again");
        let bad = [("do", "confirm"), ("code", "<script>alert(1)</script>"), ("password", "<script>alert(2)</script>")];
        let page = staff.post(SECOND, &bad).await.expect(422).says(&["id=\"code-error\"", "id=\"password-error\"", text]);
        assert!(!page.text().contains("alert("), "neither is shown again");

        let before = staff.session().unwrap().to_owned();
        let (text, codes) = enrol(&mut staff).await;
        assert_ne!(staff.session(), Some(before.as_str()), "a new secret for the session");
        assert!(codes.iter().all(|code| code.len() == 29), "{codes:?}");
        staff.get(SECOND).await.expect(200).says(&["10 recovery codes are left"]);
        staff.post(SECOND, &[("do", "begin")]).await.expect(303);

        let mut other = staff.other();
        let next = "/en/staff/events/new";
        let wrong = [("email", "editor@example.org"), ("password", "wrong password"), ("next", next)];
        let told = other.post("/en/staff/sign-in", &wrong).await.expect(401);
        assert!(other.cookie("__Host-portal-step").is_none() && !told.text().contains("code\""), "nothing before the password is right");
        let asked = give_password(&mut other, "editor@example.org", next).await;
        let page = other.get(asked.location()).await.expect(200).says(&["name=\"code\"", "autocomplete=\"one-time-code\""]);
        assert_eq!((page.hidden("next"), page.header("cache-control")), (next, "private, no-store"));
        other.get(&format!("{CODE}?with=recovery")).await.expect(200).says(&["Recovery code"]);
        other.get("/en/staff/events").await.expect(303);
        other.post(CODE, &[("code", "000000"), ("next", next)]).await.expect(422).says(&["id=\"code-error\"", "This code does not work."]);
        let code = code_at(state, &text, 0.seconds());
        let done = other.post(CODE, &[("code", code.as_str()), ("next", next)]).await.expect(303);
        assert_eq!(done.location(), next);
        assert!(other.session().is_some() && other.cookie("__Host-portal-step").is_none());
        other.get(next).await.expect(200);
        // Back, and once more: the form that was sent asks for nothing any more.
        assert_eq!(other.get(CODE).await.expect(303).location(), "/en/staff/events");
        let twice = other.post(CODE, &[("code", code.as_str())]).await.expect(303);
        assert!(twice.location().contains("notice=code-over"), "{}", twice.location());
    }

    async fn a_code_that_was_used_is_refused_and_a_recovery_code_works_once(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let (text, codes) = enrol(&mut staff).await;
        let code = code_at(state, &text, 0.seconds());
        let mut first = staff.other();
        give_password(&mut first, "editor@example.org", "").await;
        first.post(CODE, &[("code", code.as_str())]).await.expect(303);
        let mut second = staff.other();
        give_password(&mut second, "editor@example.org", "").await;
        second.post(CODE, &[("code", code.as_str())]).await.expect(422);
        second.post(CODE, &[("code", codes[0].as_str()), ("with", "recovery")]).await.expect(303);
        let mut third = staff.other();
        give_password(&mut third, "editor@example.org", "").await;
        let page = third.post(CODE, &[("code", codes[0].as_str()), ("with", "recovery")]).await.expect(422);
        assert_eq!(page.hidden("with"), "recovery");
        second.get(SECOND).await.expect(200).says(&["9 recovery codes are left"]);
        second.get("/en/staff/account/log").await.expect(200).says(&["Recovery code used", "Wrong code"]);
    }

    async fn wrong_codes_are_slowed(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        enrol(&mut staff).await;
        let mut thief = staff.other();
        give_password(&mut thief, "editor@example.org", "").await;
        for _ in 0..5 {
            thief.post(CODE, &[("code", "abc")]).await.expect(422);
        }
        let slowed = thief.post(CODE, &[("code", "abc")]).await.expect(429).says(&["Too many tries"]);
        assert_eq!(slowed.header("retry-after"), "1");
    }

    async fn a_step_that_is_over_leads_back_to_the_password(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let (text, _) = enrol(&mut staff).await;
        let mut late = staff.other();
        assert!(late.get(CODE).await.expect(303).location().contains("code-over"));
        give_password(&mut late, "editor@example.org", "").await;
        state.clock.advance(10.minutes());
        let code = code_at(state, &text, 0.seconds());
        let over = late.post(CODE, &[("code", code.as_str()), ("next", "/en/staff/events/new")]).await.expect(303);
        assert_eq!(over.location(), "/en/staff/sign-in?notice=code-over&next=%2Fen%2Fstaff%2Fevents%2Fnew");
        assert!(late.cookie("__Host-portal-step").is_none());
        late.get(over.location()).await.expect(200).says(&["Signing in took too long"]);
    }

    async fn what_was_typed_is_kept_while_a_code_is_asked_for(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let (text, _) = enrol(&mut staff).await;
        let edit = written(&mut staff, &[]).await;
        state.clock.advance(3.hours());
        let typed = event(&[("version", "1"), ("title.en", "Mangroves & <b>reefs</b>"), ("slug", "mangroves")]);
        staff.post(&edit, &typed).await.expect(401).says(&["sign-in-password"]);
        let with_password = [("sign-in-email", "editor@example.org"), ("sign-in-password", PASSWORD)];
        let asked = staff.post(&edit, &[&typed[..], &with_password].concat()).await.expect(401);
        let asked = asked.says(&["name=\"sign-in-code\"", "Mangroves &amp; &lt;b&gt;reefs"]);
        assert!(!asked.text().contains(PASSWORD));
        let wrong = staff.post(&edit, &[&typed[..], &[("sign-in-code", "12")]].concat()).await.expect(401);
        wrong.says(&["id=\"sign-in-code-error\"", "Mangroves &amp; &lt;b&gt;reefs"]);
        let code = code_at(state, &text, 0.seconds());
        let saved = staff.post(&edit, &[&typed[..], &[("sign-in-code", code.as_str())]].concat()).await.expect(303);
        assert!(saved.location().contains("saved"), "{}", saved.location());
        assert!(staff.cookie("__Host-portal-step").is_none());
        staff.get(&edit).await.expect(200).says(&["Mangroves &amp; &lt;b&gt;reefs"]);
    }

    async fn a_code_that_comes_too_late_in_saving_is_no_wrong_password(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let (text, _) = enrol(&mut staff).await;
        let edit = written(&mut staff, &[]).await;
        state.clock.advance(3.hours());
        let typed = event(&[("version", "1"), ("title.en", "Mangroves again"), ("slug", "mangroves")]);
        let with_password = [("sign-in-email", "editor@example.org"), ("sign-in-password", PASSWORD)];
        staff.post(&edit, &[&typed[..], &with_password].concat()).await.expect(401).says(&["name=\"sign-in-code\""]);
        state.clock.advance(10.minutes());
        let code = code_at(state, &text, 0.seconds());
        let late = staff.post(&edit, &[&typed[..], &[("sign-in-code", code.as_str())]].concat()).await.expect(401);
        let late = late.says(&["name=\"sign-in-password\"", "Mangroves again"]);
        assert!(!late.text().contains("the password is not right"), "the password was right: {}", late.text());
        staff.post(&edit, &[&typed[..], &with_password].concat()).await.expect(401).says(&["name=\"sign-in-code\""]);
    }

    async fn forged_forms_change_no_account(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        staff.headers.push(("sec-fetch-site", "cross-site".to_owned()));
        for path in [SECOND, SESSIONS, CODE, "/en/staff/account/password", "/en/staff/account/second-factor/codes", "/en/staff/account/second-factor/off"] {
            staff.post(path, &[("do", "begin"), ("password", PASSWORD)]).await.expect(403);
        }
        assert_eq!(state.number("SELECT COUNT(*) FROM second_factor").await, 0);
    }

    async fn a_session_that_was_ended_stops_at_its_next_request(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let mut other = staff.other();
        other.keep("__Host-portal", &elsewhere(state, "editor@example.org").await);
        other.get("/en/staff/events").await.expect(200);
        let page = staff.get(SESSIONS).await.expect(200).says(&["This one", "curl", "192.0.2.…"]);
        let name = between(&page, "name=\"end\" value=\"", "\"").to_owned();
        let ends = [("do", "chosen"), ("end", name.as_str())];
        let page = staff.post(SESSIONS, &[&ends[..], &[("password", "wrong password")]].concat()).await.expect(422);
        page.says(&["id=\"password-error\"", "checked"]);
        staff.post(SESSIONS, &[("do", "chosen"), ("password", PASSWORD)]).await.expect(422).says(&["id=\"end-error\""]);
        other.get("/en/staff/events").await.expect(200);
        let done = staff.post(SESSIONS, &[&ends[..], &[("password", PASSWORD)]].concat()).await.expect(303);
        other.get("/en/staff/events").await.expect(303);
        staff.get(done.location()).await.expect(200).says(&["those sessions have ended", "You are signed in nowhere else."]);

        other.keep("__Host-portal", &elsewhere(state, "editor@example.org").await);
        staff.post(SESSIONS, &[("do", "others"), ("password", PASSWORD)]).await.expect(303);
        other.get("/en/staff/events").await.expect(303);
        state.app.end_all_sessions(&Viewer::Operator, &Email::parse("editor@example.org").unwrap()).await.unwrap();
        staff.get(ACCOUNT).await.expect(303);
    }

    async fn a_password_is_changed_at_the_desk(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let mut other = staff.other();
        other.keep("__Host-portal", &elsewhere(state, "editor@example.org").await);
        let path = "/en/staff/account/password";
        staff.get(path).await.expect(200).says(&["autocomplete=\"current-password\"", "autocomplete=\"new-password\""]);
        let nasty = "</input><script>alert(1)</script>";
        let bad = staff.post(path, &[("current", nasty), ("password", "Password1234"), ("again", "x")]).await.expect(422);
        let bad = bad.says(&["id=\"current-error\"", "everybody tries first", "id=\"again-error\""]);
        assert!(!bad.text().contains("alert("), "no password is shown again");
        staff.post("/zh-Hans/staff/account/password", &[("current", ""), ("password", "Password1234")]).await.expect(422).says(&["这是人人都会先试的常用密码"]);
        let before = staff.session().unwrap().to_owned();
        let new = "a longer one than before";
        let done = staff.post(path, &[("current", PASSWORD), ("password", new), ("again", new)]).await.expect(303);
        staff.get(done.location()).await.expect(200).says(&["Your password is changed."]);
        assert_ne!(staff.session(), Some(before.as_str()));
        other.get("/en/staff/events").await.expect(303);
        other.keep("__Host-portal", &before);
        other.get("/en/staff/events").await.expect(303);
        let twice = staff.post(path, &[("current", PASSWORD), ("password", new), ("again", new)]).await.expect(422);
        twice.says(&["id=\"current-error\""]);
    }

    async fn where_a_second_factor_is_required_everything_leads_to_it(state) {
        let policy = Policy { require_second_factor: true, ..Policy::default() };
        let app = state.app.clone().with_policy(policy);
        let mut staff = Browser::at_app(state, &Serve::at(Serve::LISTEN), app).await.sign_in_as(Role::Admin).await;
        for path in ["/en/staff/events", "/en/staff/events/new", ACCOUNT, SESSIONS, "/en/staff/account/second-factor/off"] {
            assert_eq!(staff.get(path).await.expect(303).location(), SECOND, "{path}");
        }
        staff.post("/en/staff/events/new", &event(&[])).await.expect(403);
        assert_eq!(state.number("SELECT COUNT(*) FROM event").await, 0);
        staff.get(SECOND).await.expect(200).says(&["This portal asks everybody for a second factor.", "Sign out"]);
        enrol(&mut staff).await;
        staff.get("/en/staff/events").await.expect(200);
    }

    async fn the_log_of_an_account_is_its_owners_alone_and_names_no_address(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let mut other = staff.other().sign_in_as(Role::Publisher).await;
        let wrong = [("email", "editor@example.org"), ("password", "wrong password"), ("next", "")];
        staff.other().sending("user-agent", "<script>alert(1)</script>").post("/en/staff/sign-in", &wrong).await.expect(401);
        let page = staff.get("/en/staff/account/log").await.expect(200).says(&["Wrong password", "198.51.100.…"]);
        assert!(!page.text().contains("198.51.100.7") && !page.text().contains("alert("), "{}", page.text());
        assert!(!other.get("/en/staff/account/log").await.expect(200).text().contains("Wrong password"));
        staff.get("/en/staff/account/log?before=soon").await.expect(400);
        staff.get("/en/staff/account/log?before=1").await.expect(200);
        assert!(staff.other().get("/en/staff/account/log").await.expect(303).location().contains("sign-in-first"));
        staff.get("/zh-Hans/staff/account/log").await.expect(200).says(&["账号记录", "密码错误"]);
    }

    async fn the_next_sign_in_says_when_the_last_one_was(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        assert!(!staff.get("/en/staff/events").await.expect(200).text().contains("You last signed in"));
        state.clock.advance(1.hour());
        let wrong = [("email", "editor@example.org"), ("password", "wrong password"), ("next", "")];
        staff.other().post("/en/staff/sign-in", &wrong).await.expect(401);
        let right = [("email", "editor@example.org"), ("password", PASSWORD), ("next", "")];
        staff.post("/en/staff/sign-in", &right).await.expect(303);
        staff.get("/en/staff/events").await.expect(200).says(&["You last signed in", "one try to sign in failed"]);
        staff.get("/zh-Hans").await.expect(200).says(&["您上次登录"]);
        state.clock.advance(5.minutes());
        assert!(!staff.get("/en/staff/events").await.expect(200).text().contains("You last signed in"));
    }
}
