//! What the web promises to visitors, asked of the whole router.

use axum::body::Body;
use http::{StatusCode, header};
use http_body_util::BodyExt;
use jiff::ToSpan;
use model::{
    catalogue::Catalogue,
    country::CountryCode,
    event::{EventQuery, Status},
    history::Theme,
    locale::Locale,
    plan::AreaNumber,
    route::Route,
    search::Query,
    viewer::Role,
};
use server::{config::Serve, content::sample};

use crate::{
    browser::{Browser, event, published, written},
    cli::Served,
    harness::{TestState, on_both_databases},
};

/// Every page for visitors.
pub(crate) fn pages(catalogue: &Catalogue) -> Vec<Route> {
    let mut pages = vec![Route::Home, Route::Center(None), Route::Center(Some(Theme::Plans)), Route::Programmes];
    pages.extend(catalogue.programmes.iter().map(|p| Route::Programme(p.slug.clone())));
    pages.push(Route::Framework);
    pages.extend(AreaNumber::all().map(Route::Area));
    pages.extend(["strategy-2009-2015", "strategy-2016-2020"].map(|slug| Route::Plan(slug.parse().unwrap())));
    pages.push(Route::Countries);
    pages.extend(CountryCode::ALL.map(Route::Country));
    pages.push(Route::Events(EventQuery::default()));
    pages.push(Route::Events(EventQuery { year: Some(2026), country: "LA".parse().ok(), ..EventQuery::default() }));
    pages.push(Route::Event("mangroves".parse().unwrap()));
    pages.extend([
        Route::Search(Query::default()),
        Route::Search(Query::of("ASEAN")),
        Route::Search(Query::of("qqqqqq")),
    ]);
    pages.extend([Route::Accessibility, Route::Privacy, Route::SiteMap]);
    pages
}

on_both_databases! {
    async fn every_page_answers_in_its_language(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        published(&mut staff, &[]).await;
        let mut visitor = staff.other();
        let catalogue = state.app.catalogue().await.unwrap();
        for (locale, lang) in [(Locale::En, "en"), (Locale::ZhHans, "zh-Hans"), (Locale::Km, "en")] {
            for route in pages(&catalogue) {
                let path = route.path(locale);
                let page = visitor.get(&path).await.expect(200);
                assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
                assert!(page.text().starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{lang}\">")), "{path}");
                assert_eq!(page.text().matches("<h1").count(), 1, "{path}");
                let untold = page.text().split(['[', ']']).find(|key| message_key(key));
                assert_eq!(untold, None, "a message is missing on {path}");
                let note = page.text().contains("does not speak <span lang=\"km\">");
                assert_eq!(note, locale == Locale::Km, "{path} is honest about its language");
            }
        }
    }
}

/// The addresses that a map of the site map names, without the portal's own.
fn addresses(map: &str) -> impl Iterator<Item = &str> {
    map.split("<loc>http://portal.example").skip(1).filter_map(|rest| rest.split("</loc>").next())
}

/// What stands in brackets where a message is missing.
fn message_key(key: &str) -> bool {
    key.contains('-') && key.len() > 4 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

on_both_databases! {
    async fn a_page_has_other_representations_under_the_same_filters(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        published(&mut staff, &[("programmes", "forum")]).await;
        published(&mut staff, &[("title.en", "Elsewhere"), ("countries", "VN")]).await;
        written(&mut staff, &[("title.en", "Unseen draft")]).await;
        let mut visitor = staff.other();
        for (extension, kind) in [
            ("json", "application/json"),
            ("csv", "text/csv; charset=utf-8; header=present"),
            ("ics", "text/calendar; charset=utf-8"),
            ("atom", "application/atom+xml; charset=utf-8"),
        ] {
            let all = visitor.get(&format!("/en/events.{extension}")).await.expect(200).says(&["Mangroves", "Elsewhere"]);
            assert_eq!(all.header("content-type"), kind);
            assert!(!all.text().contains("Unseen"), "{extension}");
            for filter in ["country=id", "programme=forum", "country=id&year=2026&format=in-person"] {
                let one = visitor.get(&format!("/en/events.{extension}?{filter}")).await.expect(200).says(&["Mangroves"]);
                assert!(!one.text().contains("Elsewhere"), "{extension} {filter}");
            }
            visitor.get(&format!("/en/events.{extension}?year=soon")).await.expect(400);
        }
        for path in [
            "/en/events/mangroves.json",
            "/en/events/mangroves.ics",
            "/en/programmes.json",
            "/en/programmes/forum.json",
            "/en/countries.json",
            "/en/countries/id.json",
        ] {
            visitor.get(path).await.expect(200);
        }
        for path in ["/en/events/mangroves.pdf", "/en/programmes/forum.ics", "/en/events/unseen-draft.json"] {
            visitor.get(path).await.expect(404);
        }
    }

    async fn a_page_names_its_other_representations(state) {
        let mut visitor = Browser::at(state).await;
        visitor.get("/en/events?country=la").await.expect(200).says(&[
            "rel=\"alternate\" type=\"application/json\"",
            "href=\"/en/events.json?country=la\"",
            "href=\"/en/events.csv?country=la\"",
            "href=\"/en/events.ics?country=la\"",
            "href=\"/en/events.atom?country=la\"",
        ]);
        visitor.get("/en/programmes/forum").await.expect(200).says(&["/en/programmes/forum.json"]);
        visitor.get("/en/countries/la").await.expect(200).says(&["/en/countries/la.json"]);
    }

    async fn a_table_and_a_calendar_hold_all_of_a_list_however_long(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        published(&mut staff, &[]).await;
        published(&mut staff, &[("title.en", "Over"), ("start-date", "2026-02-01"), ("end-date", "2026-02-02")]).await;
        state.copies("mangroves", 1100).await;
        let mut visitor = staff.other();
        let table = visitor.get("/en/events.csv").await.expect(200);
        assert_eq!(table.header("content-type"), "text/csv; charset=utf-8; header=present");
        assert_eq!(table.header("content-length"), "", "written while it is sent");
        let ids: std::collections::BTreeSet<&str> = table.text().lines().skip(1).map(|l| l.split(',').next().unwrap()).collect();
        assert_eq!((table.text().lines().count(), ids.len()), (1102, 1101));
        let calendar = visitor.get("/en/events.ics").await.expect(200);
        assert_eq!(calendar.text().matches("BEGIN:VEVENT").count(), 1102, "with what was over lately");
        assert_eq!(calendar.text().matches("BEGIN:VTIMEZONE").count(), 1);
        assert!(calendar.text().ends_with("END:VEVENT\r\nEND:VCALENDAR\r\n"));
        let past = visitor.get("/en/events.csv?period=past").await.expect(200);
        assert_eq!((past.text().lines().count(), past.header("content-length")), (2, past.bytes.len().to_string().as_str()));

        let mut links = Vec::new();
        let mut next = Some("/en/events.atom".to_owned());
        while let Some(path) = next {
            let feed = visitor.get(&path).await.expect(200);
            links.extend(feed.text().split("<id>").skip(2).map(|rest| rest.split('<').next().unwrap().to_owned()));
            next = feed.text().split("<link").find(|l| l.contains("rel=\"next\"")).map(|link| {
                link.split("href=\"http://portal.example").nth(1).unwrap().split('"').next().unwrap().replace("&amp;", "&")
            });
        }
        assert_eq!((links.len(), links.iter().collect::<std::collections::BTreeSet<_>>().len()), (1101, 1101));
    }

    async fn a_list_that_cannot_be_written_to_its_end_breaks_off(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        published(&mut staff, &[]).await;
        state.copies("mangroves", 1100).await;
        let mut visitor = staff.other();
        for path in ["/en/events.csv", "/en/events.ics"] {
            let mut body = visitor.begin(path).await;
            assert!(body.frame().await.unwrap().is_ok());
            state.sql("UPDATE event SET doc = 'damaged' WHERE id = 'copy999'").await;
            let mut broken = false;
            while let Some(frame) = body.frame().await {
                broken = frame.is_err();
            }
            assert!(broken, "{path}: a part is not taken for the whole");
            state.sql("UPDATE event SET doc = (SELECT doc FROM event WHERE id = 'copy1') WHERE id = 'copy999'").await;
        }
    }

    async fn a_long_list_is_read_page_by_page(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        for number in 1..=23 {
            published(&mut staff, &[("title.en", &format!("Meeting {number}"))]).await;
        }
        let mut visitor = staff.other();
        let first = visitor.get("/en/events.json").await.expect(200).json();
        assert_eq!(first["items"].as_array().unwrap().len(), 20);
        let next = first["next"].as_str().unwrap().strip_prefix("http://portal.example").unwrap();
        let second = visitor.get(next).await.expect(200).json();
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (3, &serde_json::Value::Null));
        let next = next.replace("events.json", "events");
        visitor.get("/en/events").await.expect(200).says(&[&format!("href=\"{}\"", next.replace('&', "&amp;"))]);
        visitor.get(&next).await.expect(200).says(&["Meeting"]);
    }
}

on_both_databases! {
    async fn the_front_door_knows_the_language(state) {
        let mut visitor = Browser::at(state).await;
        let plain = visitor.get("/").await.expect(303);
        assert_eq!((plain.location(), plain.header("vary")), ("/en", "Accept-Language, Cookie"));
        let mut chinese = visitor.other().sending("accept-language", "zh-CN,zh;q=0.9,en;q=0.8");
        assert_eq!(chinese.get("/").await.location(), "/zh-Hans");
        let switched = chinese.get("/language/th?to=/th/events%3Fperiod%3Dpast").await.expect(303);
        assert_eq!(switched.location(), "/th/events?period=past");
        assert_eq!(chinese.get("/").await.location(), "/th", "a choice made by hand wins");
        assert_eq!(chinese.get("/en/events").await.expect(200).status, StatusCode::OK, "the path says it all");
        chinese.get("/language/klingon?to=/en").await.expect(404);
    }

    async fn what_is_not_there_is_told_in_the_visitors_language(state) {
        let mut visitor = Browser::at(state).await.sending("accept-language", "zh-CN");
        for (path, lang) in [
            ("/en/nothing", "en"),
            ("/zh-Hans/nothing", "zh-Hans"),
            ("/xx/events", "zh-Hans"),
            ("/xx", "zh-Hans"),
            ("/nothing.html", "zh-Hans"),
            ("/en/events/no-such-event", "en"),
            ("/en/events/Not_a_Slug", "en"),
            ("/en/events/%F0%9F%8C%B4", "en"),
            ("/en/programmes/no-such-programme", "en"),
            ("/en/countries/xx", "en"),
            ("/en/countries/fr", "en"),
            ("/en/framework/areas/5", "en"),
            ("/en/plans/five-year-plan", "en"),
            ("/en/staff/set-password/guessed", "en"),
            ("/assets/nothing.css", "zh-Hans"),
        ] {
            let page = visitor.get(path).await.expect(404);
            assert!(page.text().contains(&format!("<html lang=\"{lang}\">")), "{path}");
            assert!(page.text().contains("noindex"), "{path}");
        }
    }

    async fn a_filter_that_is_none_is_told(state) {
        let mut visitor = Browser::at(state).await;
        for query in ["year=soon", "year=2026-02-30", "area=9", "country=fr", "format=telepathy", "period=later", "after=x", "programme=nope"] {
            let name = query.split('=').next().unwrap();
            visitor.get(&format!("/en/events?{query}")).await.expect(400).says(&["<h1", &format!("<code>{query}</code>"), "href=\"/en/events\" class=\"button\">Show the list"]);
            let told = visitor.get(&format!("/en/events.json?{query}")).await.expect(400).json();
            assert!(told["errors"][name].is_string() || told["errors"][name].is_object(), "{told}");
        }
        visitor.get("/en/center?theme=gossip").await.expect(400).says(&["href=\"/en/center\""]);
        for address in ["/en/events?area=2&programme=nope", "/en/events.ics?programme=nope", "/en/events.csv?programme=nope&year=2026"] {
            visitor.get(address).await.expect(400).says(&["programme"]);
        }
        let both = visitor.get("/en/events?year=soon&year=2026&programme=nope&area=2&after=5_a").await.expect(400);
        both.says(&["year=soon", "programme=nope", "href=\"/en/events?area=2\""]);
        visitor.get("/en/events?area=2&programme=nope&x=y").await.expect(400).says(&["href=\"/en/events?area=2\""]);
        visitor.get("/en/events?utm_source=x&country=").await.expect(200);
    }

    async fn a_page_is_kept_until_something_is_written(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        let mut visitor = staff.other();
        let first = visitor.get("/en/events/mangroves").await.expect(200).says(&["About mangroves."]);
        // Past the portal, so that it cannot know: what it answers then is what it kept.
        state.sql("UPDATE event SET doc = replace(doc, 'About mangroves.', 'Behind its back.')").await;
        for address in ["/en/events/mangroves", "/en/events/mangroves?utm_source=x", "/en/events/mangroves?fbclid=1&y=2"] {
            assert_eq!(visitor.get(address).await.expect(200).header("etag"), first.header("etag"));
        }
        staff.get("/en/events/mangroves").await.expect(200).says(&["Behind its back."]);
        staff.post(&edit, &event(&[("version", "2"), ("summary.en", "Written anew."), ("slug", "mangroves")])).await.expect(303);
        let second = visitor.get("/en/events/mangroves").await.expect(200).says(&["Written anew."]);
        assert_ne!(second.header("etag"), first.header("etag"));
        state.sql("UPDATE event SET doc = replace(doc, 'Written anew.', 'Behind its back.')").await;
        state.clock.advance(61_i64.seconds());
        visitor.get("/en/events/mangroves").await.expect(200).says(&["Behind its back."]);
    }

    async fn a_page_comes_in_the_form_that_is_asked_and_not_at_all_where_it_is_known(state) {
        let mut visitor = Browser::at(state).await;
        let plain = visitor.get("/en").await.expect(200);
        assert_eq!((plain.header("content-encoding"), plain.header("etag").starts_with('"')), ("", true));
        for (asked, coding) in [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("zstd", "")] {
            let mut browser = visitor.other().sending("accept-encoding", asked);
            let page = browser.get("/en").await.expect(200);
            assert_eq!(page.header("content-encoding"), coding, "{asked}");
            assert_eq!(page.header("vary"), "Accept-Encoding, Cookie");
            let known = page.header("etag").to_owned();
            let again = browser.other().sending("accept-encoding", asked).sending("if-none-match", &known).get("/en").await;
            assert_eq!((again.status.as_u16(), again.bytes.len(), again.header("etag")), (304, 0, known.as_str()));
            assert!(!again.header("content-security-policy").is_empty());
            assert_eq!(again.header("content-type"), "");
            let other = browser.other().sending("if-none-match", "\"other\"").get("/en").await;
            assert_eq!(other.status.as_u16(), 200);
        }
        let head = visitor.request("HEAD", "/en").body(Body::empty()).unwrap();
        let head = visitor.send(head).await.expect(200);
        assert_eq!((head.header("content-length"), head.bytes.len()), (&*plain.bytes.len().to_string(), 0));
        let whole = visitor.other().sending("range", "bytes=0-5,5-9,-1").get("/en").await.expect(200);
        assert_eq!(whole.bytes, plain.bytes);
    }

    async fn a_write_of_one_portal_is_seen_by_the_other(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        let edit = published(&mut staff, &[]).await;
        let mut other = Browser::at_another(state).await;
        other.get("/en/events/mangroves").await.expect(200).says(&["About mangroves."]);
        staff.post(&edit, &event(&[("version", "2"), ("summary.en", "Written anew."), ("slug", "mangroves")])).await.expect(303);
        staff.other().get("/en/events/mangroves").await.expect(200).says(&["Written anew."]);
        let seen = async {
            while !other.get("/en/events/mangroves").await.expect(200).text().contains("Written anew.") {
                tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            }
        };
        // A second is promised; the machine may be busy.
        tokio::time::timeout(std::time::Duration::from_secs(10), seen).await.unwrap();
    }

    async fn a_page_has_one_address(state) {
        let mut visitor = Browser::at(state).await;
        for (given, right) in [
            ("/EN/events?period=past", "/en/events?period=past"),
            ("/zh-hans", "/zh-Hans"),
            ("/zh", "/zh-Hans"),
            ("/zh-CN/events?period=past&country=la", "/zh-Hans/events?period=past&country=la"),
            ("/zh-cn/events.ics", "/zh-Hans/events.ics"),
            ("/en-GB/", "/en"),
            ("/en/", "/en"),
            ("/en/events/", "/en/events"),
            ("/en/countries/LA", "/en/countries/la"),
            ("/en/countries/LA.json", "/en/countries/la.json"),
            ("/en/plans/framework-2021-2025", "/en/framework"),
        ] {
            assert_eq!(visitor.get(given).await.expect(308).location(), right, "{given}");
        }
        assert_eq!(visitor.post("/zh/staff/sign-in", &[]).await.expect(308).location(), "/zh-Hans/staff/sign-in");
        for unknown in ["/fr", "/ja-JP/events", "/xx", "/english/events"] {
            visitor.get(unknown).await.expect(404);
        }
        visitor.get("//evil.example/").await.expect(404);
    }
}

on_both_databases! {
    async fn every_answer_is_guarded(state) {
        let mut visitor = Browser::at(state).await;
        let mut replies = Vec::new();
        for path in [
            "/", "/en", "/en/center", "/en/events.json", "/en/events.ics", "/en/nothing", "/xx/events", "/en/events/",
            "/en/events?year=x", "/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/en/staff/events",
            "/en/staff/sign-in", "/language/th?to=/th", "/assets/nothing.css",
        ] {
            replies.push((path, visitor.get(path).await));
        }
        replies.push(("POST", visitor.post("/en/events", &[]).await.expect(405)));
        let mut forger = visitor.other().sending("sec-fetch-site", "cross-site");
        replies.push(("forged", forger.post("/en/staff/sign-in", &[]).await.expect(403)));
        let mut machine = visitor.other().sending("accept", "application/json");
        replies.push(("problem", machine.get("/en/nothing").await.expect(404)));
        for (path, reply) in replies {
            let policy = reply.header("content-security-policy");
            assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("x-frame-options", "DENY"),
                ("referrer-policy", "strict-origin-when-cross-origin"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(reply.header(name), value, "{name} of {path}");
            }
            assert!(reply.header("permissions-policy").contains("geolocation=()"), "{path}");
            assert_eq!(reply.header("x-request-id").len(), 20, "{path}");
            assert_eq!(reply.header("strict-transport-security"), "", "{path}: there is no TLS");
        }
    }

    async fn only_pages_with_an_island_may_run_scripts(state) {
        let mut visitor = Browser::at(state).await;
        let island = visitor.get("/en/center").await.expect(200);
        let plain = visitor.get("/en/programmes").await.expect(200);
        let allows = |page: &crate::browser::Reply| page.header("content-security-policy").contains("script-src");
        // Without the site's files there is no starter to link; then nothing may run.
        assert_eq!(allows(&island), island.text().contains("<script type=\"module\""));
        assert!(!allows(&plain) && !plain.text().contains("<script type=\"module\""));
        for page in [island, plain] {
            assert!(!page.text().contains(" style=\"") && !page.text().contains(" onclick="));
        }
    }

    async fn behind_tls_browsers_are_told_to_stay_there(state) {
        let config = Serve { origin: Some("https://portal.example".to_owned()), ..Serve::at(Serve::LISTEN) };
        let mut visitor = Browser::with(state, config).await;
        for path in ["/en", "/en", "/en/nothing", "/healthz"] {
            let told = visitor.get(path).await;
            assert_eq!(told.header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{path}");
        }
        visitor.get("/language/th?to=/th").await.expect(303);
        visitor.get("/en/events.json").await.says(&["https://portal.example/en/events.json"]);
        let origin = Some("https://example.org".to_owned());
        let mut visitor = Browser::with(state, Serve { origin, hsts_host_only: true, ..Serve::at(Serve::LISTEN) }).await;
        assert_eq!(visitor.get("/en").await.header("strict-transport-security"), "max-age=63072000");
    }

    async fn pages_for_one_person_are_not_kept(state) {
        let mut visitor = Browser::at(state).await;
        let public = visitor.get("/en/events").await;
        assert_eq!((public.header("cache-control"), public.header("vary")), ("public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400", "Accept-Encoding, Cookie"));
        assert_eq!(visitor.get("/en/staff/sign-in").await.header("cache-control"), "private, no-store");
        assert_eq!(visitor.get("/en/nothing").await.header("cache-control"), "no-store");
        let mut staff = visitor.sign_in_as(Role::Viewer).await;
        for path in ["/en/events", "/en/staff/events", "/en/staff/events/new"] {
            assert!(staff.get(path).await.header("cache-control").contains("no-store"), "{path}");
        }
    }
}

on_both_databases! {
    async fn programs_are_told_of_problems_in_their_own_way(state) {
        let mut visitor = Browser::at(state).await;
        let problem = visitor.get("/en/events/nothing.json").await.expect(404);
        assert_eq!(problem.header("content-type"), "application/problem+json");
        let told = problem.json();
        assert_eq!((&told["status"], &told["title"]), (&404.into(), &"Not Found".into()));
        assert_eq!(told["request_id"], problem.header("x-request-id"));
        assert!(told["detail"].as_str().is_some_and(|detail| detail.len() > 10 && !detail.starts_with('[')));
        for (path, status) in [
            ("/en/events.csv?year=soon", 400),
            ("/en/events.ics?country=fr", 400),
            ("/en/events.atom?after=x", 400),
            ("/en/events/nothing.ics", 404),
            ("/zh-Hans/nothing.atom", 404),
            ("/sitemap-events.xml?map=9", 404),
        ] {
            let problem = visitor.get(path).await.expect(status);
            assert_eq!(problem.header("content-type"), "application/problem+json", "{path}");
            let detail = problem.json()["detail"].as_str().unwrap().to_owned();
            assert!(!detail.starts_with('[') && !detail.contains("below") && !detail.contains("栏目"), "{path}: {detail}");
        }
        let posted = visitor.post("/en/events.csv", &[]).await.expect(405);
        assert_eq!((posted.header("content-type"), posted.header("allow")), ("application/problem+json", "GET,HEAD"));
        let mut machine = visitor.other().sending("accept", "application/json");
        for (path, status) in [("/zh-Hans/nothing", 404), ("/en/events?year=x", 400)] {
            let problem = machine.get(path).await.expect(status);
            assert_eq!(problem.header("content-type"), "application/problem+json", "{path}");
        }
        let page = visitor.get("/en/nothing").await.expect(404);
        let id = page.header("x-request-id").to_owned();
        page.says(&[&id]);
    }

    async fn a_database_that_is_gone_is_told_and_asked_again(state) {
        let mut visitor = Browser::at(state).await;
        visitor.get("/readyz").await.expect(200);
        state.app.store.close().await;
        for path in ["/en", "/zh-Hans/events", "/en/events.json"] {
            let page = visitor.get(path).await.expect(503);
            assert!(page.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{path}");
            assert!(!page.text().contains("pool") && !page.text().contains("sqlite"), "the cause is in the log alone");
        }
        assert!(!visitor.get("/readyz").await.expect(503).header("retry-after").is_empty());
        visitor.get("/healthz").await.expect(200);
    }

    async fn a_head_is_the_page_without_its_body(state) {
        let mut visitor = Browser::at(state).await;
        for (path, status) in [("/en/programmes", 200), ("/en/nothing", 404), ("/en/events.ics", 200)] {
            let page = visitor.get(path).await.expect(status);
            let request = visitor.request("HEAD", path).body(axum::body::Body::empty()).unwrap();
            let head = visitor.send(request).await.expect(status);
            assert!(head.bytes.is_empty(), "{path}");
            assert_eq!(head.header("content-type"), page.header("content-type"), "{path}");
            assert_eq!(head.header("content-length"), page.bytes.len().to_string(), "{path}");
        }
    }

    async fn a_method_that_an_address_does_not_take_is_told(state) {
        let mut visitor = Browser::at(state).await;
        for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            let request = visitor.request(method, "/en/events").body(axum::body::Body::empty()).unwrap();
            let page = visitor.send(request).await.expect(405).says(&["<h1"]);
            assert_eq!(page.header("allow"), "GET,HEAD", "{method}");
        }
        let request = visitor.request("GET", "/en/staff/sign-out").body(axum::body::Body::empty()).unwrap();
        assert_eq!(visitor.send(request).await.expect(405).header("allow"), "POST");
    }
}

on_both_databases! {
    async fn search_engines_find_every_page_in_every_language(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        published(&mut staff, &[]).await;
        written(&mut staff, &[("title.en", "Unseen draft")]).await;
        let mut robot = staff.other();
        robot.get("/robots.txt").await.expect(200).says(&["Sitemap: http://portal.example/sitemap.xml", "Disallow: /en/staff/"]);
        let index = robot.get("/sitemap.xml").await.expect(200);
        assert_eq!(index.header("content-type"), "application/xml; charset=utf-8");
        let mut map = String::new();
        for address in addresses(index.text()) {
            let one = robot.get(address).await.expect(200);
            assert_eq!(one.header("content-type"), "application/xml; charset=utf-8");
            map.push_str(one.text());
        }
        let catalogue = state.app.catalogue().await.unwrap();
        for route in pages(&catalogue).iter().filter(|r| !matches!(r, Route::Center(Some(_)) | Route::Events(_) | Route::Search(_))) {
            for locale in [Locale::En, Locale::ZhHans, Locale::Tet] {
                let address = format!("<loc>http://portal.example{}</loc>", route.path(locale));
                assert!(map.contains(&address), "{address}");
            }
        }
        assert!(!map.contains("unseen"));
        for none in ["/sitemap-events.xml", "/sitemap-events.xml?map=1", "/sitemap-events.xml?map=x", "/sitemap-events.xml?map=-1"] {
            robot.get(none).await.expect(404);
        }
    }

    async fn however_many_events_there_are_all_are_in_the_site_map(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        published(&mut staff, &[]).await;
        state.copies("mangroves", 1100).await;
        let mut robot = staff.other();
        let index = robot.get("/sitemap.xml").await.expect(200);
        let mut found = std::collections::BTreeSet::new();
        for address in addresses(index.text()).filter(|address| address.contains("sitemap-events")) {
            let map = robot.get(address).await.expect(200);
            assert!(map.bytes.len() < 50 * 1024 * 1024);
            found.extend(addresses(map.text()).filter(|a| a.starts_with("/en/")).map(str::to_owned));
        }
        assert_eq!(found.len(), 1101);
        assert!(found.contains("/en/events/mangroves") && found.contains("/en/events/mangroves-1100"));
    }

    async fn machines_read_what_a_page_is_about(state) {
        let mut staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
        published(&mut staff, &[]).await;
        let mut visitor = staff.other();
        visitor.get("/en").await.expect(200).says(&["application/ld+json", "\"Organization\""]);
        visitor.get("/en/events/mangroves").await.expect(200).says(&["\"Event\"", "\"BreadcrumbList\"", "og:title"]);
        visitor.get("/en/programmes/forum").await.expect(200).says(&["\"BreadcrumbList\""]);
    }

    async fn a_flood_of_wrong_addresses_asks_nothing_of_the_database(state) {
        let mut visitor = Browser::at(state).await;
        for sample in sample::events("2026-03-01".parse().unwrap()).unwrap() {
            state.app.add_sample_event(&sample).await.unwrap();
        }
        visitor.get("/nothing").await.expect(404).says(&["class=\"demo\""]);
        state.app.store.close().await;
        for path in ["/en/nothing", "/nothing", "/assets/nothing.css"] {
            // The label shows that it is still known that these are samples.
            visitor.get(path).await.expect(404).says(&["class=\"demo\""]);
        }
    }

    async fn sample_content_is_labelled_wherever_it_is_shown(state) {
        let mut visitor = Browser::at(state).await;
        assert!(!visitor.get("/en").await.text().contains("class=\"demo\""));
        let samples = sample::events("2026-03-01".parse().unwrap()).unwrap();
        let public = samples.iter().find(|s| s.status == Status::Published).unwrap().content.slug.clone();
        for sample in &samples {
            state.app.add_sample_event(sample).await.unwrap();
        }
        for path in ["/en", "/en/nothing", "/en/staff/sign-in"] {
            assert!(visitor.get(path).await.text().contains("class=\"demo\""), "{path}");
        }
        visitor.get(&format!("/en/events/{public}")).await.expect(200).says(&["Sample"]);
        visitor.get("/en/events.ics").await.expect(200).says(&["SUMMARY:Sample: "]);
        visitor.get("/en/events.atom").await.expect(200).says(&[">Sample: "]);
        assert!(visitor.get("/en/events.json").await.expect(200).json()["items"][0]["sample"].as_bool().unwrap());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_whose_database_comes_back_answers_again_by_itself() {
    let Some((state, mut network)) = TestState::behind_network().await else { return };
    let mut staff = Browser::at(&state).await.sign_in_as(Role::Editor).await;
    let mut visitor = staff.other();
    visitor.get("/en/events").await.expect(200);
    network.fail().await;
    for path in ["/en", "/zh-Hans/events", "/en/events.json", "/en/events.csv", "/sitemap.xml", "/readyz"] {
        let page = visitor.get(path).await.expect(503);
        assert!(page.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{path}");
    }
    staff.post("/en/staff/events/new", &event(&[])).await.expect(503).says(&["<h1"]);
    visitor.get("/healthz").await.expect(200);
    network.mend().await;
    for path in ["/readyz", "/en", "/zh-Hans/events", "/en/events.json", "/en/events.csv", "/sitemap.xml"] {
        visitor.get(path).await.expect(200);
    }
    staff.post("/en/staff/events/new", &event(&[])).await.expect(303);
}

#[tokio::test]
async fn a_full_disk_refuses_what_is_saved_and_still_shows_what_was() {
    let state = TestState::sqlite().await;
    let mut staff = Browser::at(&state).await.sign_in_as(Role::Publisher).await;
    let mut visitor = staff.other();
    let edit = published(&mut staff, &[]).await;
    let long = "mud ".repeat(12_000);
    let edited = event(&[("title.en", "Edited"), ("body.en", &long), ("version", "2"), ("slug", "mangroves")]);
    let made = event(&[("title.en", "Made"), ("body.en", &long)]);
    for (path, form) in [(edit.as_str(), &edited), ("/en/staff/events/new", &made)] {
        // Each time anew: the store parts with the connection that failed, and with it goes the pretence.
        state.app.store.pretend_full(true).await.unwrap();
        let page = staff.post(path, form).await.expect(503).says(&["<h1", "Nothing that was saved is lost."]);
        assert!(!page.header("retry-after").is_empty(), "{path}");
    }
    visitor.get("/en/events/mangroves").await.expect(200).says(&["About mangroves."]);
    staff.get(&edit).await.expect(200).says(&["name=\"version\" value=\"2\""]);
    staff.get("/en/staff/events").await.expect(200);
    let written = async |table: &str| state.number(&format!("SELECT COUNT(*) FROM {table} WHERE version > 2")).await;
    assert_eq!((written("event").await, written("revision").await), (0, 0), "nothing is half written");

    state.app.store.pretend_full(false).await.unwrap();
    staff.post(&edit, &edited).await.expect(303);
    staff.post("/en/staff/events/new", &made).await.expect(303);
    visitor.get("/en/events/mangroves").await.expect(200).says(&["Edited"]);
}

#[test]
fn what_takes_too_long_to_finish_is_cut_when_the_portal_stops() {
    use std::io::{Read, Write};

    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--drain-timeout", "1"]);
    let mut stuck = std::net::TcpStream::connect(served.address()).unwrap();
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    write!(stuck, "{head}Content-Length: 20\r\n\r\nemail=a%40b").unwrap();
    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
    let told = std::time::Instant::now();
    served.terminate();
    let mut answer = Vec::new();
    let _ = stuck.read_to_end(&mut answer);
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
    assert_eq!(served.wait(), Some(0));
    let took = told.elapsed();
    assert!(took >= std::time::Duration::from_secs(1) && took < std::time::Duration::from_secs(20), "{took:?}");
}

#[test]
fn a_portal_that_is_told_twice_to_stop_stops_at_once() {
    use std::io::{Read, Write};

    for arguments in [["--grace", "300", "--drain-timeout", "300"], ["--grace", "0", "--drain-timeout", "300"]] {
        let folder = tempfile::tempdir().unwrap();
        let (line, log) = std::sync::mpsc::channel();
        let served = Served::logged(folder.path(), &arguments, move |told| drop(line.send(told)));
        let mut stuck = std::net::TcpStream::connect(served.address()).unwrap();
        let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        write!(stuck, "{head}Content-Length: 20\r\n\r\nemail=a%40b").unwrap();
        assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
        served.terminate();
        assert!(log.iter().any(|told| told.contains("stopping: no longer ready")));
        let told = std::time::Instant::now();
        served.terminate();
        assert_eq!(served.wait(), Some(0));
        // Far less than the five minutes it had, and than what the database may take to close.
        assert!(told.elapsed() < std::time::Duration::from_secs(9), "{arguments:?}: {:?}", told.elapsed());
        let mut answer = Vec::new();
        let _ = stuck.read_to_end(&mut answer);
        assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
    }
}

#[test]
fn a_portal_that_is_told_to_stop_finishes_what_it_began() {
    use std::io::{Read, Write};

    let folder = tempfile::tempdir().unwrap();
    let served = Served::start(folder.path(), &["--grace", "1"]);
    let connect = || std::net::TcpStream::connect(served.address()).unwrap();
    let mut slow = connect();
    let head = "POST /en/staff/sign-in HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    write!(slow, "{head}Content-Length: 20\r\n\r\nemail=a%40b").unwrap();
    // An answer on another connection shows that the portal is at work on this one, too.
    assert!(served.get("/readyz").starts_with("HTTP/1.1 200"));
    served.terminate();
    let draining = (0..50).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        served.get("/readyz").starts_with("HTTP/1.1 503")
    });
    assert!(draining, "not ready any more, and still answering");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    assert!(std::net::TcpStream::connect(served.address()).is_err(), "no new connections");
    slow.write_all(b".c&passwo").unwrap();
    let mut answer = String::new();
    slow.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 422"), "{answer}");
    assert_eq!(served.wait(), Some(0));
}

#[tokio::test]
async fn a_chosen_language_is_kept_for_a_year_and_bound_to_this_host() {
    let state = TestState::sqlite().await;
    let mut visitor = Browser::at(&state).await;
    let reply = visitor.get("/language/th?to=/th").await;
    let cookie = reply.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
    assert_eq!(
        cookie, "__Host-portal-language=th; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax",
        "it tells nobody anything, and no other host can set it"
    );
}

#[tokio::test]
async fn files_are_kept_for_ever_packed_and_not_sent_twice() {
    let state = TestState::sqlite().await;
    let mut visitor = Browser::at(&state).await;
    let home = visitor.get("/en").await.expect(200);
    let Some((_, rest)) = home.text().split_once("rel=\"stylesheet\" href=\"") else {
        // The site's files are made by `cargo xtask`; without them, pages are without style.
        return;
    };
    let style = rest.split('"').next().unwrap();
    let whole = visitor.get(style).await.expect(200);
    assert_eq!(whole.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(whole.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!((whole.header("vary"), whole.header("content-encoding")), ("Accept-Encoding", ""));
    let mut modern = visitor.other().sending("accept-encoding", "gzip, deflate, br, zstd");
    let packed = modern.get(style).await.expect(200);
    assert_eq!(packed.header("content-encoding"), "br");
    assert!(packed.bytes.len() < whole.bytes.len());
    assert_ne!(packed.header("etag"), whole.header("etag"));
    let known = packed.header("etag").to_owned();
    let mut again = modern.other().sending("accept-encoding", "br").sending("if-none-match", &known);
    assert!(again.get(style).await.expect(304).bytes.is_empty());
    let icon = visitor.get("/favicon.svg").await.expect(200);
    assert_eq!(
        (icon.header("content-type"), icon.header("cache-control")),
        ("image/svg+xml; charset=utf-8", "public, max-age=3600")
    );
    assert_eq!(visitor.post("/favicon.svg", &[]).await.expect(405).header("allow"), "GET,HEAD");
    visitor.get("/assets/main.000000000000.css").await.expect(404);
}

#[tokio::test]
async fn a_folder_is_served_in_place_of_the_files_in_the_binary() {
    let state = TestState::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let site = folder.path().join("site");
    std::fs::create_dir_all(site.join("pkg")).unwrap();
    std::fs::write(site.join("pkg/portal.css"), "a{}").unwrap();
    std::fs::write(folder.path().join("secret.css"), "secret").unwrap();
    let config = Serve { site: Some(site.clone()), ..Serve::at(Serve::LISTEN) };
    let mut visitor = Browser::with(&state, config).await;
    visitor.get("/en").await.expect(200).says(&["href=\"/pkg/portal.css\""]);
    let style = visitor.get("/pkg/portal.css").await.expect(200).says(&["a{}"]);
    assert_eq!((style.header("cache-control"), style.header("content-type")), ("no-store", "text/css; charset=utf-8"));
    std::fs::write(site.join("pkg/portal.css"), "b{}").unwrap();
    visitor.get("/pkg/portal.css").await.expect(200).says(&["b{}"]);
    for outside in
        ["/pkg/../../secret.css", "/../secret.css", "/pkg/%2e%2e/%2e%2e/secret.css", "/pkg/..%2f..%2fsecret.css"]
    {
        visitor.get(outside).await.expect(404);
    }
}
