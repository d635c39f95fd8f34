//! What the web promises to staff, asked of the whole router.

use std::time::Duration;

use http::header;
use jiff::ToSpan;
use model::event::EventId;
use model::event_form::{EventForm, TEXTS};
use model::locale::{Locale, TranslationState};
use model::viewer::{Role, Viewer};
use server::config::Serve;

use crate::{
    browser::{Browser, PASSWORD, Reply, event, published, written},
    harness::on_both_databases,
};

/// Fails to sign in until told to wait.
async fn slowed(browser: &mut Browser<'_>, wrong: &[(&str, &str)]) {
    for _ in 0..60 {
        if browser.post("/en/staff/sign-in", wrong).await.status == 429 {
            return;
        }
    }
    panic!("nobody was told to wait");
}

/// The text of a page, without what differs from request to request.
fn without_id(reply: &Reply) -> String {
    reply.text().replace(reply.header("x-request-id"), "")
}

on_both_databases! {
    async fn an_event_goes_from_the_desk_to_the_visitor_and_their_calendar(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let mut visitor = staff.other();
        let edit = written(&mut staff, &[]).await;
        staff.get(&edit).await.expect(200).says(&["Mangroves", "红树林", "name=\"version\" value=\"1\""]);
        staff.get(&format!("{edit}/preview")).await.expect(200).says(&["Mangroves"]);
        staff.get("/en/staff/events?status=draft").await.expect(200).says(&["Mangroves"]);
        visitor.get("/en/events/mangroves").await.expect(404);

        staff.get(&format!("{edit}/publish")).await.expect(200).says(&["name=\"version\" value=\"1\""]);
        let after = staff.post(&format!("{edit}/publish"), &[("version", "1"), ("note", "agreed")]).await.expect(303);
        assert_eq!(after.location(), format!("{edit}?saved=publish"));
        staff.get(after.location()).await.expect(200).says(&["Done: visitors see this event now."]);
        visitor.get("/en/events/mangroves").await.expect(200).says(&["Mangroves", "About mangroves."]);
        visitor.get("/zh-Hans/events/mangroves").await.expect(200).says(&["红树林", "lang=\"en\">About mangroves."]);
        visitor.get("/en/events/mangroves.ics").await.expect(200).says(&["SUMMARY:Mangroves", "STATUS:CONFIRMED"]);

        let moved = event(&[("version", "2"), ("start-date", "2026-05-05"), ("slug", "mangroves")]);
        staff.post(&edit, &moved).await.expect(303);
        visitor.get("/en/events/mangroves").await.expect(200).says(&["Rescheduled"]);

        let told = [("version", "3"), ("notice.en", "The hall was flooded."), ("notice.zh-Hans", "会场积水。")];
        staff.post(&format!("{edit}/cancel"), &told).await.expect(303);
        visitor.get("/en/events/mangroves").await.expect(200).says(&["Cancelled", "The hall was flooded."]);
        visitor.get("/zh-Hans/events/mangroves").await.expect(200).says(&["会场积水。"]);
        visitor.get("/en/events/mangroves.ics").await.expect(200).says(&["STATUS:CANCELLED", "SEQUENCE:4"]);

        staff.get(&format!("{edit}/revisions")).await.expect(200).says(&["agreed", "publisher", "2026-05-05"]);
        staff.post(&format!("{edit}/unpublish"), &[("version", "4")]).await.expect(303);
        visitor.get("/en/events/mangroves").await.expect(404);
    }

    async fn errors_stand_beside_their_fields_and_what_was_typed_is_kept(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut staff, &[]).await;
        for (field, value, error, message) in [
            ("title.en", "", "title.en", "Fill this in."),
            ("start-date", "2026-02-30", "start-date", "Give a date that exists"),
            ("start-date", "tomorrow", "start-date", "Give a date that exists"),
            ("zone", "Asia/Atlantis", "zone", "Choose a time zone"),
            ("end-date", "2026-05-01", "end-date", "The end is before the start."),
            ("format", "telepathy", "format", "Choose one of those offered."),
            ("join-link", "javascript:alert(1)", "join-link", "Give a whole address"),
            ("slug", "Not a slug", "slug", "Use lower-case letters"),
        ] {
            let typed = [("title.zh-Hans", "红树林会议"), ("note", "see below"), ("version", "1"), (field, value)];
            let typed = if field == "title.en" { [("title.zh-Hans", ""), typed[1], typed[2], typed[3]] } else { typed };
            for path in ["/en/staff/events/new", &edit] {
                let page = staff.post(path, &event(&typed)).await.expect(422);
                let page = page.says(&[&format!("id=\"{error}-error\""), message, "About mangroves.", "value=\"see below\""]);
                assert_eq!(page.text().matches("class=\"error\"").count(), 1, "{field}: one error a field");
            }
        }
        staff.get(&edit).await.expect(200).says(&["name=\"version\" value=\"1\""]);
    }

    async fn a_language_that_comes_into_view_shows_what_is_stored_and_loses_nothing(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let stored = [("title.th", "ป่าชายเลน"), ("summary.th", "เกี่ยวกับป่าชายเลน"), ("summary.zh-Hans", "关于红树林。")];
        let edit = written(&mut staff, &stored).await;
        // Away from Chinese and back, then to a language that was not on the page: each time as the page itself sends it.
        for (steps, version) in [(["km", "zh-Hans"], "1"), (["zh-Hans", "th"], "2")] {
            let mut page = staff.get(&edit).await.expect(200);
            let mut right = "zh-Hans";
            let posted = |page: &Reply, right: &str| {
                let texts = ["en", right].into_iter().flat_map(|locale| TEXTS.map(|(name, _, _)| format!("{name}.{locale}")));
                let texts: Vec<_> = texts.map(|name| (name.clone(), page.field(&name).to_owned())).collect();
                let rest = event(&[("slug", "mangroves"), ("version", version)]).into_iter().filter(|(n, _)| !n.contains('.') && *n != "do");
                texts.into_iter().chain(rest.map(|(n, v)| (n.to_owned(), v.to_owned()))).collect::<Vec<_>>()
            };
            for with in steps {
                let mut pairs = posted(&page, right);
                pairs.extend([("do".to_owned(), "language".to_owned()), ("with".to_owned(), with.to_owned())]);
                let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
                page = staff.post(&edit, &pairs).await.expect(200);
                right = with;
            }
            let mut pairs = posted(&page, right);
            pairs.extend([("do".to_owned(), "save".to_owned()), ("note".to_owned(), "read through".to_owned())]);
            let pairs: Vec<_> = pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            staff.post(&edit, &pairs).await.expect(303);
            for (with, summary) in [("zh-Hans", "关于红树林。"), ("th", "เกี่ยวกับป่าชายเลน")] {
                let page = staff.get(&format!("{edit}?with={with}")).await.expect(200);
                assert_eq!((page.field(&format!("summary.{with}")), page.field("summary.en")), (summary, "About mangroves."));
            }
        }
    }

    async fn a_new_event_that_is_sent_twice_is_one(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let blank = staff.get("/en/staff/events/new").await.expect(200);
        let refused = staff.post("/en/staff/events/new", &event(&[("new", blank.hidden("new")), ("zone", "")])).await.expect(422);
        assert_eq!(refused.hidden("new"), blank.hidden("new"));
        let typed = event(&[("new", blank.hidden("new"))]);
        let first = staff.post("/en/staff/events/new", &typed).await.expect(303);
        let again = staff.post("/en/staff/events/new", &typed).await.expect(303);
        assert_eq!(first.location(), again.location());
        // Somebody has worked on it since, and the form comes once more with other words.
        let edit = first.location().split('?').next().unwrap();
        staff.post(edit, &event(&[("version", "1"), ("slug", "mangroves"), ("title.en", "Mangroves, later")])).await.expect(303);
        let other = event(&[("new", blank.hidden("new")), ("title.en", "Mangroves, otherwise")]);
        let merge = staff.post("/en/staff/events/new", &other).await.expect(409);
        let merge = merge.says(&["Mangroves, later", "Mangroves, otherwise", &format!("action=\"{edit}\"")]);
        let merge = merge.says(&["formaction=\"/en/staff/events/new\""]);
        assert!(!merge.text().contains("choose.slug"), "nobody typed one");
        let mine = [("version", "2"), ("merged-from", "1"), ("seen", "1"), ("choose.title.en", "mine"), ("title.en", "Mangroves, otherwise")];
        staff.post(edit, &event(&mine)).await.expect(303);
        staff.get(edit).await.expect(200).says(&["Mangroves, otherwise", "name=\"slug\" value=\"mangroves\""]);
        let own = staff.post("/en/staff/events/new", &event(&[("title.en", "Mangroves, otherwise")])).await.expect(303);
        assert_ne!(own.location(), first.location());
        staff.post("/en/staff/events/new", &event(&[("new", "\u{0}'--"), ("slug", "odd")])).await.expect(303);
    }

    async fn a_second_event_of_a_name_gets_an_address_of_its_own(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        for slug in ["mangroves", "mangroves-2", "mangroves-3"] {
            let edit = written(&mut staff, &[]).await;
            staff.get(&edit).await.expect(200).says(&[&format!("name=\"slug\" value=\"{slug}\"")]);
            let again = event(&[("version", "1"), ("summary.en", "Edited.")]);
            staff.post(&edit, &again).await.expect(303);
            staff.get(&edit).await.expect(200).says(&[&format!("name=\"slug\" value=\"{slug}\"")]);
        }
        let typed = staff.post("/en/staff/events/new", &event(&[("slug", "mangroves")])).await.expect(422);
        typed.says(&["id=\"slug-error\""]);
    }

    async fn another_language_is_shown_with_what_was_typed(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut staff, &[]).await;
        let typed = [("title.en", "Not saved yet"), ("version", "1"), ("do", "language"), ("with", "km")];
        for path in ["/en/staff/events/new", &edit] {
            let page = staff.post(path, &event(&typed)).await.expect(200).says(&["Not saved yet", "name=\"title.km\""]);
            assert!(!page.text().contains("<input type=\"text\" id=\"title.zh-Hans\""));
        }
        let page = staff.get(&edit).await.expect(200);
        assert!(!page.text().contains("Not saved yet"));
        staff.get(&format!("{edit}?with=th")).await.expect(200).says(&["name=\"title.th\""]);
    }
}

on_both_databases! {
    async fn a_stale_edit_keeps_both_texts_and_lets_the_writer_choose(state) {
        let mut first = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut first, &[]).await;
        let mut second = first.other().sign_in_as(Role::Publisher).await;
        let mine = event(&[("title.en", "My title"), ("summary.en", "My summary."), ("slug", "mangroves"), ("version", "1"), ("note", "mine")]);
        second.post(&edit, &event(&[("title.en", "Their title"), ("venue.en", "Their hall"), ("slug", "mangroves"), ("version", "1")])).await.expect(303);
        let page = first.post(&edit, &mine).await.expect(409);
        let page = page.says(&["Their hall", "name=\"choose.title.en\"", "name=\"choose.venue.en\"", "name=\"choose.summary.en\""]);
        let page = page.says(&["publisher saved while you were writing"]);
        assert_eq!((page.hidden("version"), page.hidden("merged-from")), ("2", "1"));
        assert_eq!((page.hidden("title.en"), page.hidden("summary.en")), ("My title", "My summary."));
        assert!(!page.text().contains("name=\"choose.zone\""), "what is the same is not asked");
        let chosen = |side: &str| page.text().matches(&format!("value=\"{side}\" checked")).count();
        assert_eq!((chosen("mine"), chosen("theirs")), (1, 1), "what both changed is for the writer to choose");

        let mut again: Vec<_> = mine.into_iter().filter(|(name, _)| *name != "version").collect();
        again.extend([("version", "2"), ("merged-from", "1")]);
        let undecided = first.post(&edit, &again).await.expect(422);
        let undecided = undecided.says(&["id=\"choose.title.en-error\"", "value=\"mine\"", "My summary.", "Their hall"]);
        assert_eq!(undecided.text().matches("class=\"error\"").count(), 1);
        first.get(&edit).await.expect(200).says(&["Their title", "name=\"version\" value=\"2\""]);

        again.push(("choose.title.en", "mine"));
        first.post(&edit, &again).await.expect(303);
        first.get(&edit).await.expect(200).says(&["My title", "My summary.", "Their hall"]);
        first.get(&format!("{edit}/revisions")).await.expect(200).says(&["Their title"]);
    }

    async fn what_is_typed_can_be_previewed_and_edited_on_and_saved(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let new = staff.get("/en/staff/events/new").await.expect(200).hidden("new").to_owned();
        let typed = event(&[("new", &new), ("do", "preview"), ("body.en", "## As typed"), ("countries", "LA"), ("note", "why")]);
        let page = staff.post("/en/staff/events/new", &typed).await.expect(200);
        let page = page.says(&["Nothing of it is saved", "<h2>As typed</h2>", "action=\"/en/staff/events/new\"", "formaction=\"/zh-Hans/staff/events/new\""]);
        assert_eq!((page.hidden("new"), page.hidden("note")), (new.as_str(), "why"));
        staff.get("/en/staff/events").await.expect(200).says(&["There are no events yet."]);
        let on = event(&[("new", &new), ("do", "edit"), ("body.en", "## As typed")]);
        let again = staff.post("/en/staff/events/new", &on).await.expect(200).says(&["data-unsaved=\"true\""]);
        assert_eq!(again.field("body.en"), "## As typed");
        let wrong = event(&[("new", &new), ("do", "preview"), ("zone", "")]);
        staff.post("/en/staff/events/new", &wrong).await.expect(422).says(&["id=\"zone-error\""]);

        let edit = written(&mut staff, &[("new", &new)]).await;
        let typed = event(&[("version", "1"), ("slug", "mangroves"), ("title.en", "As typed"), ("do", "preview")]);
        let page = staff.post(&edit, &typed).await.expect(200).says(&["As typed", &format!("action=\"{edit}\"")]);
        let page = page.says(&["data-unsaved=\"true\"", "<leptos-island"]);
        assert_eq!((page.hidden("version"), page.hidden("title.en")), ("1", "As typed"));
        staff.get(&edit).await.expect(200).says(&["value=\"Mangroves\"", "data-unsaved=\"false\""]);
        let on = event(&[("version", "1"), ("slug", "mangroves"), ("title.en", "As typed"), ("do", "edit")]);
        let again = staff.post(&edit, &on).await.expect(200).says(&["data-unsaved=\"true\""]);
        assert_eq!((again.field("title.en"), again.hidden("version")), ("As typed", "1"));
        let same = event(&[("version", "1"), ("slug", "mangroves"), ("do", "language"), ("with", "km")]);
        staff.post(&edit, &same).await.expect(200).says(&["data-unsaved=\"false\""]);
        let wrong = event(&[("version", "1"), ("slug", "mangroves"), ("start-date", "0201-01-01"), ("do", "preview")]);
        staff.post(&edit, &wrong).await.expect(422).says(&["id=\"start-date-error\""]);
        // Somebody saves meanwhile: what was typed is seen as it was meant, and asked about when it is saved.
        let mut other = staff.other().sign_in_as(Role::Publisher).await;
        other.post(&edit, &event(&[("version", "1"), ("slug", "mangroves"), ("title.en", "Theirs")])).await.expect(303);
        staff.post(&edit, &typed).await.expect(200);
        let mut save = typed.clone();
        save.retain(|(name, _)| *name != "do");
        save.push(("do", "save"));
        staff.post(&edit, &save).await.expect(409);
        // Who signs in on the way does not find the password in the page.
        let pairs: Vec<_> = typed.iter().copied().chain([("sign-in-email", "editor@example.org"), ("sign-in-password", PASSWORD)]).collect();
        let page = staff.other().post(&edit, &pairs).await.expect(200);
        assert!(!page.text().contains(PASSWORD) && !page.text().contains("sign-in-"), "{}", page.text());
        staff.other().post(&edit, &typed).await.expect(401);
    }

    async fn a_preview_of_what_was_made_already_does_not_ask_for_another_address(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let new = staff.get("/en/staff/events/new").await.expect(200).hidden("new").to_owned();
        written(&mut staff, &[("new", &new), ("slug", "mangroves")]).await;
        let again = event(&[("new", &new), ("slug", "mangroves"), ("do", "preview")]);
        staff.post("/en/staff/events/new", &again).await.expect(200);
    }

    async fn a_time_that_is_typed_while_the_event_is_called_off_is_not_lost_without_a_word(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        staff.post(&format!("{edit}/cancel"), &[("version", "2"), ("notice.en", "Flooded.")]).await.expect(303);
        let typed = |what: &'static str| event(&[("version", "2"), ("slug", "mangroves"), ("start-date", "2026-05-05"), ("do", what), ("with", "km")]);
        for what in ["language", "edit"] {
            let page = staff.post(&edit, &typed(what)).await.expect(200);
            page.says(&["You typed: Tuesday, 5 May 2026", "Was planned for:"]);
        }
        staff.post(&edit, &typed("save")).await.expect(409).says(&["choose.when"]);
    }

    async fn what_is_typed_where_somebody_else_was_first_comes_back(state) {
        let mut first = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut first, &[]).await;
        first.post(&format!("{edit}/cancel"), &[("version", "2"), ("notice.en", "Flooded.")]).await.expect(303);
        let resume = format!("{edit}/publish");
        let mut second = first.other().sign_in_as(Role::Admin).await;
        let after = second.post(&resume, &[("version", "3")]).await.expect(303);
        second.get(after.location()).await.expect(200).says(&["takes place after all"]);
        let mine = [("version", "3"), ("start-date", "2026-06-30"), ("all-day", "on"), ("zone", "Asia/Jakarta"), ("notice.en", "In June.")];
        let page = first.post(&resume, &mine).await.expect(409).says(&["2026-06-30</dd>", "In June.</dd>"]);
        assert!(!page.text().contains("Try again"), "it can be no more");
    }

    async fn an_error_in_a_language_that_is_not_on_the_page_brings_it_there(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let long = "红".repeat(201);
        let wrong = event(&[("right", "th"), ("title.zh-Hans", &long)]);
        let page = staff.post("/en/staff/events/new", &wrong).await.expect(422).says(&["id=\"title.zh-Hans-error\""]);
        assert_eq!(page.field("title.zh-Hans"), long);
    }

    async fn a_list_of_staff_tells_of_a_programme_that_is_none(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Viewer).await;
        let page = staff.get("/en/staff/events?status=draft&programme=nope").await.expect(400);
        page.says(&["programme=nope", "href=\"/en/staff/events?status=draft\""]);
    }

    async fn who_may_not_change_a_public_event_reads_it_in_every_language(state) {
        let mut publisher = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut publisher, &[("title.th", "ป่าชายเลน")]).await;
        let mut editor = publisher.other().sign_in_as(Role::Editor).await;
        let page = editor.get(&format!("{edit}?with=th")).await.expect(200).says(&["ป่าชายเลน", "Indonesia", "name=\"with\""]);
        assert!(!page.text().contains("value=\"save\"") && !page.text().contains("<textarea"), "{}", page.text());
        let draft = written(&mut publisher, &[("slug", "draft")]).await;
        editor.get(&draft).await.expect(200).says(&["value=\"save\""]);
        let mut viewer = publisher.other().sign_in_as(Role::Viewer).await;
        assert!(!viewer.get(&draft).await.expect(200).text().contains("value=\"save\""));
    }

    async fn an_event_that_was_off_takes_place_at_a_time_given_on_that_page(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        staff.post(&format!("{edit}/cancel"), &[("version", "2"), ("notice.en", "Flooded.")]).await.expect(303);
        let resume = format!("{edit}/publish");
        staff.get(&resume).await.expect(200).says(&["Flooded.", "name=\"start-date\" value=\"2026-05-04\""]);
        let wrong = [("version", "3"), ("start-date", "2026-06-31"), ("zone", "Asia/Jakarta"), ("all-day", "on"), ("note", "n")];
        let page = staff.post(&resume, &wrong).await.expect(422).says(&["id=\"start-date-error\""]);
        assert_eq!((page.field("start-date"), page.field("note")), ("2026-06-31", "n"));
        let right = [("version", "3"), ("start-date", "2026-06-30"), ("zone", "Asia/Jakarta"), ("all-day", "on"), ("notice.en", "In June.")];
        staff.post(&resume, &right).await.expect(303);
        staff.other().get("/en/events/mangroves").await.expect(200).says(&["Rescheduled", "30 June 2026", "In June."]);
    }

    async fn two_additions_to_a_list_are_joined_and_a_text_is_written_out_of_both(state) {
        let mut first = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut first, &[]).await;
        let mut second = first.other().sign_in_as(Role::Publisher).await;
        let theirs = [("countries", "ID"), ("countries", "LA"), ("title.en", "Theirs"), ("slug", "mangroves"), ("version", "1")];
        second.post(&edit, &event(&theirs)).await.expect(303);
        let typed = [("countries", "ID"), ("countries", "TH"), ("title.en", "Mine"), ("slug", "mangroves")];
        let mine: Vec<_> = typed.into_iter().chain([("version", "1")]).collect();
        let page = first.post(&edit, &event(&mine)).await.expect(409);
        page.says(&["name=\"choose.countries\" value=\"both\"", "Lao PDR", "Thailand", "name=\"own.title.en\""]);
        let merged = |choices: &[(&'static str, &'static str)]| {
            let pairs: Vec<_> = typed.into_iter().chain([("version", "2"), ("merged-from", "1")]).chain(choices.iter().copied()).collect();
            event(&pairs)
        };
        // Each choice is one of those that its field has.
        let odd = merged(&[("choose.title.en", "both"), ("choose.countries", "own"), ("own.countries", "CN")]);
        first.post(&edit, &odd).await.expect(422).says(&["id=\"choose.title.en-error\"", "id=\"choose.countries-error\""]);
        let undecided = merged(&[("choose.countries", "both"), ("own.title.en", "Mine")]);
        let page = first.post(&edit, &undecided).await.expect(422);
        assert_eq!(page.field("own.title.en"), "Mine");
        page.says(&["name=\"choose.countries\" value=\"both\" checked"]);
        let unused = merged(&[("choose.countries", "both"), ("choose.title.en", "mine"), ("own.title.en", "Of both")]);
        first.post(&edit, &unused).await.expect(422).says(&["You wrote a text of your own"]);
        // Who writes a text of their own has chosen it.
        let whole = merged(&[("choose.countries", "both"), ("own.title.en", "Of both")]);
        first.post(&edit, &whole).await.expect(303);
        let id = EventId::from_stored(edit.rsplit('/').next().unwrap().to_owned());
        let stored = EventForm::of(&state.app.staff_event(&Viewer::Operator, &id).await.unwrap().content);
        assert_eq!((stored.one("title.en"), stored.all("countries").join(" ")), ("Of both", "ID LA TH".to_owned()));
    }

    async fn a_merge_that_is_overtaken_is_merged_again(state) {
        let mut first = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut first, &[]).await;
        let mut second = first.other().sign_in_as(Role::Publisher).await;
        second.post(&edit, &event(&[("title.en", "Their title"), ("slug", "mangroves"), ("version", "1")])).await.expect(303);
        first.post(&edit, &event(&[("title.en", "My title"), ("slug", "mangroves"), ("version", "1")])).await.expect(409);
        second.post(&edit, &event(&[("title.en", "Their title"), ("venue.en", "Their hall"), ("slug", "mangroves"), ("version", "2")])).await.expect(303);
        let choice = [("title.en", "My title"), ("slug", "mangroves"), ("version", "2"), ("merged-from", "1"), ("choose.title.en", "mine")];
        let page = first.post(&edit, &event(&choice)).await.expect(409);
        assert_eq!((page.hidden("version"), page.hidden("merged-from")), ("3", "2"));
        let page = page.says(&["name=\"choose.title.en\" value=\"mine\" checked", "name=\"choose.venue.en\" value=\"theirs\" checked"]);
        assert_eq!(page.hidden("title.en"), "My title");
        let choice = [("title.en", "My title"), ("slug", "mangroves"), ("version", "3"), ("merged-from", "2")];
        first.post(&edit, &event(&choice)).await.expect(303);
        first.get(&edit).await.expect(200).says(&["My title", "Their hall"]);
        // A version that never was, as after a backup was restored: nothing is decided behind anybody's back.
        let page = first.post(&edit, &event(&[("title.en", "Another"), ("version", "99")])).await.expect(409);
        assert!(!page.text().contains("\" checked"), "{}", page.text());
        let gone = [("title.en", "Another"), ("version", "99"), ("merged-from", "98"), ("choose.title.en", "mine")];
        first.post(&edit, &event(&gone)).await.expect(409).says(&["name=\"choose.title.en\""]);
    }

    async fn a_version_of_before_a_restored_backup_is_not_taken_for_the_one_of_its_number(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut staff, &[]).await;
        let page = staff.get(&edit).await.expect(200);
        let (seen, title) = (page.hidden("stamp").to_owned(), ("title.en", "Typed on the newer one"));
        let other = (seen.parse::<i64>().unwrap() + 1).to_string();
        let merge = staff.post(&edit, &event(&[("version", "1"), ("stamp", &other), title])).await.expect(409);
        assert_eq!((merge.hidden("merged-from"), merge.hidden("title.en")), ("0", title.1));
        assert!(!merge.text().contains("\" checked"), "nothing is chosen for anybody");
        let moved = [("version", "1"), ("stamp", &other), ("do", "language"), ("with", "km"), title];
        assert_eq!(staff.post(&edit, &event(&moved)).await.expect(200).hidden("stamp"), other);
        staff.post(&edit, &event(&[("version", "1"), ("stamp", &seen), title])).await.expect(303);
    }

    async fn a_save_that_takes_too_long_gives_back_what_was_typed(state) {
        let config = Serve { request_timeout: Duration::from_secs(4), ..Serve::at(Serve::LISTEN) };
        let mut staff = Browser::with(state, config).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut staff, &[]).await;
        // Somebody else writes, and does not come to an end.
        let busy = state.busy().await;
        let page = staff.post(&edit, &event(&[("title.en", "Typed for an hour"), ("version", "1")])).await.expect(503);
        assert_eq!((page.hidden("title.en"), page.hidden("version")), ("Typed for an hour", "1"));
        drop(busy);
    }

    async fn a_translation_stays_one_of_what_its_writer_saw_through_every_merge(state) {
        let mut writer = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut writer, &[]).await;
        let mut other = writer.other().sign_in_as(Role::Publisher).await;
        let theirs = [("title.en", "Mangroves and people"), ("slug", "mangroves"), ("version", "1")];
        other.post(&edit, &event(&theirs)).await.expect(303);
        let mine = ("title.zh-Hans", "红树林会议");
        let page = writer.post(&edit, &event(&[mine, ("slug", "mangroves"), ("version", "1")])).await.expect(409);
        assert_eq!(page.hidden("seen"), "1");
        // Somebody saves once more, then the note is too long, then it is saved.
        let venue = [theirs[0], ("venue.en", "Bogor"), ("slug", "mangroves"), ("version", "2")];
        other.post(&edit, &event(&venue)).await.expect(303);
        let choice = [mine, ("slug", "mangroves"), ("version", "2"), ("merged-from", "1"), ("seen", "1")];
        let page = writer.post(&edit, &event(&choice)).await.expect(409);
        assert_eq!((page.hidden("merged-from"), page.hidden("seen")), ("2", "1"));
        let long = "n".repeat(501);
        let choice = [mine, ("slug", "mangroves"), ("version", "3"), ("merged-from", "2"), ("seen", "1"), ("note", &long)];
        let page = writer.post(&edit, &event(&choice)).await.expect(422);
        assert_eq!(page.hidden("seen"), "1");
        let whole = [theirs[0], mine, ("venue.en", "Bogor"), ("slug", "mangroves"), ("version", "3"), ("seen", "1")];
        writer.post(&edit, &event(&whole)).await.expect(303);
        let id = EventId::from_stored(edit.rsplit('/').next().unwrap().to_owned());
        let stored = state.app.staff_event(&Viewer::Operator, &id).await.unwrap();
        assert_eq!(stored.content.title.state(Locale::ZhHans), TranslationState::Stale);
    }

    async fn a_stale_notice_shows_what_visitors_are_told_and_drops_nothing(state) {
        let mut writer = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut writer, &[]).await;
        let notice = format!("{edit}/notice");
        writer.get(&notice).await.expect(200).says(&["name=\"notice.zh-Hans\""]);
        writer.other().sign_in_as(Role::Admin).await
            .post(&notice, &[("version", "2"), ("notice.en", "North gate."), ("notice.zh-Hans", "北门。")]).await.expect(303);
        let stale = [("version", "2"), ("notice.en", "South gate."), ("notice.zh-Hans", "")];
        let page = writer.post(&notice, &stale).await.expect(409);
        assert_eq!((page.field("notice.en"), page.field("notice.zh-Hans")), ("South gate.", "北门。"));
        page.says(&["North gate."]);
        let moment = writer.get(&notice).await.expect(200).hidden("stamp").parse::<i64>().unwrap() + 1;
        let namesake = [("version", "3"), ("stamp", &*moment.to_string()), ("notice.en", "South gate.")];
        writer.post(&notice, &namesake).await.expect(409);
    }

    async fn a_save_that_is_refused_gives_back_what_was_typed(state) {
        let mut editor = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut editor, &[]).await;
        let mut publisher = editor.other().sign_in_as(Role::Publisher).await;
        publisher.post(&format!("{edit}/publish"), &[("version", "1")]).await.expect(303);
        let typed = event(&[("title.en", "Typed for an hour"), ("version", "1"), ("countries", "ID"), ("countries", "LA")]);
        let page = editor.post(&edit, &typed).await.expect(403);
        assert_eq!((page.hidden("title.en"), page.hidden("version")), ("Typed for an hour", "1"));
        assert_eq!(page.text().matches("name=\"countries\"").count(), 2);
        let page = page.says(&[&format!("action=\"{edit}\""), &format!("href=\"{edit}\""), "Typed for an hour</dd>"]);
        assert_eq!(page.header("cache-control"), "private, no-store");

        let gone = format!("/en/staff/events/{}", "x".repeat(26));
        assert_eq!(editor.post(&gone, &typed).await.expect(404).hidden("title.en"), "Typed for an hour");
        let cancel = [("version", "2"), ("notice.en", "The hall was flooded.")];
        assert_eq!(editor.post(&format!("{edit}/cancel"), &cancel).await.expect(403).hidden("notice.en"), "The hall was flooded.");
        let json = editor.sending("accept", "application/problem+json").post(&edit, &typed).await.expect(403);
        assert_eq!(json.header("content-type"), "application/problem+json");
    }

    async fn a_save_while_the_database_is_away_gives_back_what_was_typed(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut staff, &[]).await;
        state.app.store.close().await;
        let typed = event(&[("title.en", "Typed for an hour"), ("version", "1")]);
        for path in ["/en/staff/events/new", &edit] {
            let page = staff.post(path, &typed).await.expect(503);
            assert_eq!(page.hidden("title.en"), "Typed for an hour");
            assert!(!page.header("retry-after").is_empty());
        }
        // Signed out in another window: nobody has to be looked up to ask for that.
        let page = staff.other().post(&edit, &typed).await.expect(401);
        assert_eq!(page.hidden("title.en"), "Typed for an hour");
    }

    async fn every_revision_can_be_reached(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut staff, &[]).await;
        for version in 1..=60 {
            let (title, version) = (format!("Title number {version}"), version.to_string());
            staff.post(&edit, &event(&[("title.en", &title), ("version", &version)])).await.expect(303);
        }
        let page = staff.get(&format!("{edit}/revisions")).await.expect(200).says(&["id=\"revision-61\"", "?before=12\""]);
        assert!(!page.text().contains("id=\"revision-11\""));
        let page = staff.get(&format!("{edit}/revisions?before=12")).await.expect(200);
        let page = page.says(&["id=\"revision-11\"", "id=\"revision-1\""]);
        assert!(!page.text().contains("rel=\"next\""), "there are no more");
        staff.get(&format!("{edit}/revisions?before=soon")).await.expect(400);
    }

    async fn a_cancellation_is_told_in_every_language_the_event_is_told_in(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[("title.th", "ป่าชายเลน")]).await;
        let page = staff.get(&format!("{edit}/cancel")).await.expect(200);
        page.says(&["name=\"notice.en\"", "name=\"notice.zh-Hans\"", "name=\"notice.th\""]);
        let told = [("version", "2"), ("notice.en", "Flooded."), ("notice.th", "น้ำท่วม")];
        staff.post(&format!("{edit}/cancel"), &told).await.expect(303);
        staff.get("/th/events/mangroves").await.expect(200).says(&["น้ำท่วม"]);
    }

    async fn a_stale_change_of_status_shows_the_event_as_it_is_and_keeps_the_notice(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        staff.post(&edit, &event(&[("title.en", "Mangroves, again"), ("version", "2"), ("slug", "mangroves")])).await.expect(303);
        let stale = [("version", "2"), ("notice.en", "The hall was flooded."), ("note", "by phone")];
        let page = staff.post(&format!("{edit}/cancel"), &stale).await.expect(409);
        let page = page.says(&["Mangroves, again", "The hall was flooded.", "by phone", "Somebody changed this meanwhile"]);
        assert_eq!(page.hidden("version"), "3");
        let again = [("version", "3"), ("notice.en", "The hall was flooded.")];
        staff.post(&format!("{edit}/cancel"), &again).await.expect(303);
        let page = staff.post(&format!("{edit}/cancel"), &[("version", "4"), ("notice.en", "x")]).await;
        page.expect(409).says(&["<h1"]);
    }

    async fn a_cancellation_without_a_word_to_visitors_is_asked_for(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        let page = staff.post(&format!("{edit}/cancel"), &[("version", "2"), ("note", "by phone")]).await.expect(422);
        page.says(&["id=\"notice.en-error\"", "by phone"]);
        staff.post(&format!("{edit}/cancel"), &[("version", "soon"), ("notice.en", "x")]).await.expect(400);
    }
}

on_both_databases! {
    async fn unknown_and_wrong_get_the_same_answer(state) {
        let mut visitor = Browser::at(state).await;
        let known = visitor.account(Role::Editor).await;
        let wrong = [("email", known.as_str()), ("password", "not the password"), ("next", "")];
        let unknown = [("email", "nobody@example.org"), ("password", "not the password"), ("next", "")];
        let wrong = visitor.post("/en/staff/sign-in", &wrong).await.expect(401);
        let unknown = visitor.post("/en/staff/sign-in", &unknown).await.expect(401);
        assert_eq!(without_id(&wrong), without_id(&unknown).replace("nobody@example.org", &known));
        let headers = |reply: &Reply| {
            let told = reply.headers.iter().filter(|(name, _)| !["x-request-id", "content-length"].contains(&name.as_str()));
            told.map(|(n, v)| format!("{n}: {v:?}")).collect::<Vec<_>>()
        };
        assert_eq!(headers(&wrong), headers(&unknown));
        assert_eq!(visitor.session(), None);
        for empty in [&[][..], &[("email", "")], &[("password", "x")], &[("email", "a@b.c")]] {
            visitor.post("/en/staff/sign-in", empty).await.expect(422).says(&["Fill in your e-mail address and your password."]);
        }
    }

    async fn guessing_is_slowed_down_and_told_so(state) {
        let mut guesser = Browser::at(state).await;
        let email = guesser.account(Role::Editor).await;
        let mut last = None;
        for guess in 0..40 {
            let password = format!("guess number {guess}");
            let reply = guesser.post("/en/staff/sign-in", &[("email", &email), ("password", &password)]).await;
            if reply.status == 429 {
                last = Some(reply);
                break;
            }
        }
        let told = last.expect("somebody who guesses is asked to wait");
        assert!(told.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
        told.says(&["<form", "name=\"email\""]);
    }

    async fn a_session_is_new_at_every_sign_in_and_bound_to_this_host(state) {
        let mut browser = Browser::at(state).await;
        let email = browser.account(Role::Editor).await;
        browser.keep("__Host-portal", "planted");
        let pairs = [("email", email.as_str()), ("password", PASSWORD), ("next", "/en/staff/events/new")];
        let reply = browser.post("/en/staff/sign-in", &pairs).await.expect(303);
        assert_eq!(reply.location(), "/en/staff/events/new");
        let cookie = reply.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        assert!(cookie.starts_with("__Host-portal=") && !cookie.contains("planted"), "{cookie}");
        assert!(cookie.ends_with("; Path=/; Secure; HttpOnly; SameSite=Lax"), "{cookie}");
        let first = browser.session().unwrap().to_owned();
        browser.post("/en/staff/sign-in", &pairs).await.expect(303);
        assert_ne!(browser.session(), Some(first.as_str()));
        browser.get("/en/staff/sign-in").await.expect(303);
        let mut thief = browser.other();
        thief.keep("__Host-portal", &first);
        thief.get("/en/staff/events").await.expect(303);
    }

    async fn who_shares_the_owners_address_does_not_slow_the_owners_browser(state) {
        let mut owner = Browser::at(state).await;
        let email = owner.account(Role::Editor).await;
        let pairs = [("email", email.as_str()), ("password", PASSWORD)];
        let reply = owner.post("/en/staff/sign-in", &pairs).await.expect(303);
        let cookies: Vec<_> = reply.headers.get_all(header::SET_COOKIE).iter().map(|c| c.to_str().unwrap()).collect();
        let device = cookies.iter().find(|c| c.starts_with("__Host-portal-device=")).unwrap();
        assert!(device.ends_with("; Path=/; Max-Age=7776000; Secure; HttpOnly; SameSite=Strict"), "{device}");
        owner.post("/en/staff/sign-out", &[]).await.expect(303);

        let mut neighbour = owner.other();
        let wrong = [("email", email.as_str()), ("password", "not the password")];
        slowed(&mut neighbour, &wrong).await;
        neighbour.post("/en/staff/sign-in", &pairs).await.expect(429);
        owner.post("/en/staff/sign-in", &pairs).await.expect(303);
        // In the midst of saving, too.
        state.clock.advance(3.hours());
        slowed(&mut neighbour, &wrong).await;
        let again = event(&[("sign-in-email", &email), ("sign-in-password", PASSWORD)]);
        owner.post("/en/staff/events/new", &again).await.expect(303);
        slowed(&mut neighbour, &wrong).await;
        owner.post("/en/staff/sign-in", &pairs).await.expect(303);
    }

    async fn who_is_slowed_by_others_gets_in_by_a_new_link(state) {
        let mut browser = Browser::at(state).await;
        let email = browser.account(Role::Editor).await;
        let wrong = [("email", email.as_str()), ("password", "not the password")];
        slowed(&mut browser.other(), &wrong).await;
        let link = state.app.invite_staff(&Viewer::Operator, &email, "", Role::Editor).await.unwrap();
        let path = format!("/en/staff/set-password/{}", link.reveal());
        browser.post(&path, &[("password", PASSWORD), ("again", PASSWORD)]).await.expect(303);
        browser.post("/en/staff/sign-in", &[("email", &email), ("password", PASSWORD)]).await.expect(303);
    }

    async fn signing_in_leads_nowhere_but_to_this_site(state) {
        let mut browser = Browser::at(state).await;
        let email = browser.account(Role::Editor).await;
        for next in ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb: c"] {
            let pairs = [("email", email.as_str()), ("password", PASSWORD), ("next", next)];
            let reply = browser.other().post("/en/staff/sign-in", &pairs).await.expect(303);
            assert_eq!(reply.location(), "/en/staff/events", "{next}");
        }
        let away = browser.get("/zh-Hans/staff/events?status=draft").await.expect(303);
        assert_eq!(
            away.location(),
            "/zh-Hans/staff/sign-in?notice=sign-in-first&next=%2Fzh-Hans%2Fstaff%2Fevents%3Fstatus%3Ddraft"
        );
        browser.get(away.location()).await.expect(200).says(&["value=\"/zh-Hans/staff/events?status=draft\""]);
    }

    async fn signing_out_ends_the_session(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let session = staff.session().unwrap().to_owned();
        staff.get("/en").await.says(&["editor", "/en/staff/sign-out"]);
        let reply = staff.post("/en/staff/sign-out", &[]).await.expect(303);
        assert_eq!(staff.session(), None);
        staff.get(reply.location()).await.expect(200).says(&["role=\"status\""]);
        let mut thief = staff.other();
        thief.keep("__Host-portal", &session);
        thief.get("/en/staff/events").await.expect(303);
        thief.post("/en/staff/sign-out", &[]).await.expect(303);
    }
}

on_both_databases! {
    async fn an_expired_session_loses_nothing_that_was_typed(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Editor).await;
        let edit = written(&mut staff, &[]).await;
        state.clock.advance(3.hours());
        let typed = event(&[("body.en", "Two\nlines & \"quotes\""), ("version", "1"), ("countries", "ID"), ("countries", "LA")]);
        let page = staff.post(&edit, &typed).await.expect(401);
        assert_eq!(page.hidden("body.en"), "Two\nlines &amp; &quot;quotes&quot;");
        assert_eq!(page.text().matches("name=\"countries\"").count(), 2);
        let page = page.says(&[&format!("action=\"{edit}\""), "sign-in-email", "sign-in-password"]);
        assert_eq!(page.header("cache-control"), "private, no-store");

        let again = |password: &'static str| {
            let mut pairs = typed.clone();
            pairs.extend([("sign-in-email", "editor@example.org"), ("sign-in-password", password)]);
            pairs
        };
        let page = staff.post(&edit, &again("not the password")).await.expect(401);
        assert!(page.text().contains("Two\nlines") && !page.text().contains("not the password"));
        assert_eq!(page.text().matches("name=\"sign-in-password\"").count(), 1);
        let saved = staff.post(&edit, &again(PASSWORD)).await.expect(303);
        assert!(saved.location().starts_with(&edit), "{}", saved.location());
        staff.get(&edit).await.expect(200).says(&["Two\nlines &amp; \"quotes\""]);
    }

    async fn a_new_event_and_a_notice_survive_the_end_of_a_session_too(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        state.clock.advance(13.hours());
        let cancel = format!("{edit}/cancel");
        let page = staff.post("/en/staff/events/new", &event(&[("title.en", "Typed for an hour")])).await.expect(401);
        assert_eq!(page.hidden("title.en"), "Typed for an hour");
        let page = staff.post(&cancel, &[("version", "2"), ("notice.en", "Flooded.")]).await.expect(401);
        assert_eq!(page.hidden("notice.en"), "Flooded.");
        let credentials = [("sign-in-email", "publisher@example.org"), ("sign-in-password", PASSWORD)];
        staff.post(&cancel, &[&[("version", "2"), ("notice.en", "Flooded.")][..], &credentials].concat()).await.expect(303);
        staff.other().get("/en/events/mangroves").await.expect(200).says(&["Flooded."]);
    }

    async fn who_is_not_signed_in_sees_nothing_of_the_desk(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = written(&mut staff, &[("title.en", "Unseen draft")]).await;
        let mut visitor = staff.other();
        for path in ["/en/staff", "/en/staff/events", "/en/staff/events/new", &edit, &format!("{edit}/preview"), &format!("{edit}/revisions"), &format!("{edit}/publish")] {
            let reply = visitor.get(path).await.expect(303);
            assert!(reply.location().starts_with("/en/staff/sign-in?"), "{path}");
        }
        for path in ["/en/staff/events/new", &edit, &format!("{edit}/publish")] {
            visitor.post(path, &event(&[("version", "1")])).await.expect(401);
        }
        visitor.get("/en/events/unseen-draft").await.expect(404);
    }

    async fn a_lesser_role_is_refused(state) {
        let mut publisher = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let draft = written(&mut publisher, &[("title.en", "A draft")]).await;
        let public = published(&mut publisher, &[]).await;
        let mut reader = publisher.other().sign_in_as(Role::Viewer).await;
        let mut editor = publisher.other().sign_in_as(Role::Editor).await;
        for path in ["/en/staff/events", &draft, &public] {
            reader.get(path).await.expect(200);
        }
        reader.get("/en/staff/events/new").await.expect(403).says(&["<h1"]);
        reader.post("/en/staff/events/new", &event(&[])).await.expect(403);
        reader.post(&draft, &event(&[("version", "1")])).await.expect(403);
        editor.post(&draft, &event(&[("version", "1"), ("title.en", "A better draft")])).await.expect(303);
        editor.post(&public, &event(&[("version", "2")])).await.expect(403);
        for change in ["publish", "unpublish", "cancel", "postpone"] {
            editor.get(&format!("{public}/{change}")).await.expect(403);
            let pairs = [("version", "2"), ("notice.en", "x")];
            editor.post(&format!("{public}/{change}"), &pairs).await.expect(403);
        }
        publisher.get("/en/staff/events/nothing").await.expect(404);
        publisher.get(&format!("{public}/explode")).await.expect(404);
    }

    async fn a_link_sets_a_password_once(state) {
        let mut browser = Browser::at(state).await;
        let link = state.app.invite_staff(&Viewer::Operator, "linh@example.org", "Linh", Role::Editor).await.unwrap();
        let path = format!("/en/staff/set-password/{}", link.reveal());
        let page = browser.get(&path).await.expect(200).says(&["linh@example.org"]);
        assert_eq!(page.header("referrer-policy"), "same-origin", "the address is a secret");
        browser.post(&path, &[("password", "short"), ("again", "short")]).await.expect(422).says(&["password-error"]);
        let differ = [("password", PASSWORD), ("again", "something else")];
        let page = browser.post(&path, &differ).await.expect(422).says(&["again-error"]);
        assert!(!page.text().contains(PASSWORD), "a password is never sent back");
        let set = browser.post(&path, &[("password", PASSWORD), ("again", PASSWORD)]).await.expect(303);
        browser.get(set.location()).await.expect(200);
        browser.get(&path).await.expect(404);
        browser.post(&path, &[("password", PASSWORD), ("again", PASSWORD)]).await.expect(404);
        let pairs = [("email", "linh@example.org"), ("password", PASSWORD)];
        assert_eq!(browser.post("/en/staff/sign-in", &pairs).await.expect(303).location(), "/en/staff/events");
    }
}
