//! What somebody who looks for something is promised, asked of the whole router.

use model::{
    locale::Locale,
    route::Route,
    search::{Kind, Query},
    viewer::Role,
};
use serde_json::Value;

use crate::{
    attack::{SCRIPTS, harmless},
    browser::{Browser, Reply, published, written},
    harness::{TestState, on_both_databases},
};

/// A publisher at a portal whose content can be found.
async fn publisher(state: &TestState) -> Browser<'_> {
    let staff = Browser::at(state).await.sign_in_as(Role::Publisher).await;
    while state.app.index_more().await.unwrap() {}
    staff
}

fn asked(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// The search page in English for these pairs.
async fn search(visitor: &mut Browser<'_>, pairs: &[(&str, &str)]) -> Reply {
    visitor.get(&format!("/en/search?{}", asked(pairs))).await
}

/// The hits of a kind in what was found as JSON.
fn hits<'v>(found: &'v Value, kind: &str) -> Vec<&'v str> {
    let groups = found["groups"].as_array().unwrap();
    let hits = groups.iter().filter(|group| group["kind"] == kind).flat_map(|group| group["hits"].as_array().unwrap());
    hits.map(|hit| hit["title"]["value"].as_str().unwrap()).collect()
}

on_both_databases! {
    async fn what_is_public_is_found_in_every_script_and_no_draft_is(state) {
        let mut staff = publisher(state).await;
        let texts = [("title.en", "Seagrass meadows"), ("title.zh-Hans", "海草床研讨会"), ("title.th", "การประชุมหญ้าทะเล")];
        published(&mut staff, &texts).await;
        let draft = written(&mut staff, &[("title.en", "Seagrass secret"), ("title.zh-Hans", "海草床机密"), ("slug", "secret")]).await;
        let mut visitor = staff.other();
        for (word, marked) in [("seagrass", "<mark>Seagrass</mark>"), ("海草床", "lang=\"zh-Hans\"><mark>海草</mark>"), ("หญ้าทะเล", "lang=\"th\"")] {
            let page = search(&mut visitor, &[("q", word)]).await.expect(200).says(&[marked, "/en/events/seagrass-meadows\""]);
            assert!(!page.text().contains("secret") && !page.text().contains("机密"), "{word}");
            assert_eq!(page.text().matches("<h1").count(), 1);
        }
        let suggestions = visitor.get(&format!("/en/search/suggestions.json?{}", asked(&[("q", "seag")]))).await.expect(200);
        assert!(suggestions.says(&["Seagrass meadows"]).text().find("secret").is_none());
        staff.post(&format!("{draft}/publish"), &[("version", "1"), ("note", "")]).await.expect(303);
        search(&mut visitor, &[("q", "seagrass")]).await.expect(200).says(&["/en/events/secret\""]);
        staff.post(&format!("{draft}/unpublish"), &[("version", "2"), ("note", "")]).await.expect(303);
        let page = search(&mut visitor, &[("q", "seagrass")]).await.expect(200);
        assert!(!page.text().contains("/events/secret\""), "what is taken back is not found any more");
    }

    async fn every_kind_has_a_few_and_the_way_to_all_and_one_kind_is_read_page_by_page(state) {
        let mut staff = publisher(state).await;
        for number in 1..=23 {
            let (title, slug) = (format!("Coral meeting {number}"), format!("coral-{number}"));
            published(&mut staff, &[("title.en", &title), ("title.zh-Hans", ""), ("slug", &slug)]).await;
        }
        let mut visitor = staff.other();
        let page = search(&mut visitor, &[("q", "coral meeting")]).await.expect(200);
        page.says(&["All 23 events", "href=\"/en/search?q=coral+meeting&amp;kind=event\"", "23 results"]);
        let mut seen = Vec::new();
        let mut next = Some("/en/search.json?q=coral+meeting&kind=event".to_owned());
        while let Some(address) = next {
            let found = visitor.get(address.trim_start_matches("http://portal.example")).await.expect(200).json();
            assert_eq!(found["groups"][0]["count"], 23);
            seen.extend(hits(&found, "event").into_iter().map(str::to_owned));
            next = found["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen.len(), 23);
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 23);
        let first = search(&mut visitor, &[("q", "coral meeting"), ("kind", "event")]).await.expect(200);
        first.says(&["rel=\"next\" href=\"/en/search?q=coral+meeting&amp;kind=event&amp;after="]);
        let past = visitor.get("/en/search?q=coral+meeting&kind=event&after=text_0").await.expect(200);
        assert!(!past.text().contains("id=\"found\""), "an empty page says nothing of how much was found");
        past.says(&["href=\"/en/search?q=coral+meeting&amp;kind=event\""]);
    }

    async fn filters_narrow_the_page_and_its_data(state) {
        let mut staff = publisher(state).await;
        published(&mut staff, &[("title.en", "Dugong count"), ("countries", "ID")]).await;
        published(&mut staff, &[("title.en", "Dugong rescue"), ("title.zh-Hans", ""), ("countries", "VN"), ("start-date", "2027-05-04"), ("end-date", "2027-05-05")]).await;
        let mut visitor = staff.other();
        for (filters, found) in [
            ("", &["Dugong count", "Dugong rescue"][..]),
            ("&country=id", &["Dugong count"]),
            ("&year=2027", &["Dugong rescue"]),
            ("&kind=event&country=vn&year=2027", &["Dugong rescue"]),
            ("&kind=programme", &[]),
            ("&country=vn&year=2026", &[]),
        ] {
            let told = visitor.get(&format!("/en/search.json?q=dugong{filters}")).await.expect(200).json();
            let mut titles = hits(&told, "event");
            titles.sort_unstable();
            assert_eq!(titles, found, "{filters}");
            let page = visitor.get(&format!("/en/search?q=dugong{filters}")).await.expect(200);
            let query = format!("q=dugong{filters}").replace('&', "&amp;");
            page.says(&[&format!("<link rel=\"alternate\" type=\"application/json\" href=\"/en/search.json?{query}\"")]);
        }
        let chinese = visitor.get("/en/search.json?q=dugong&in=th").await.expect(200).json();
        assert!(chinese["groups"].as_array().unwrap().is_empty());
        assert!(chinese["instead"]["without"].as_array().unwrap().iter().any(|way| way["filter"] == "in"), "{chinese}");
    }

    async fn a_wrong_filter_is_told_and_leads_on(state) {
        let mut visitor = publisher(state).await.other();
        for (pair, name) in [("kind=spy", "kind"), ("country=xx", "country"), ("year=soon", "year"), ("in=klingon", "in"), ("after=x", "after")] {
            let page = visitor.get(&format!("/en/search?q=sea&{pair}")).await.expect(400);
            page.says(&[&format!("<code>{pair}</code>"), "href=\"/en/search?q=sea\"", "<h1"]);
            let problem = visitor.get(&format!("/en/search.json?q=sea&{pair}")).await.expect(400);
            assert_eq!(problem.header("content-type"), "application/problem+json");
            assert!(problem.json()["errors"][name].is_object(), "{pair}");
        }
        let page = visitor.get("/zh-Hans/search?q=sea&kind=spy&year=soon&country=la").await.expect(400);
        page.says(&["<code>kind=spy</code>", "<code>year=soon</code>", "href=\"/zh-Hans/search?q=sea&amp;country=la\""]);
    }

    async fn whatever_is_typed_has_a_page(state) {
        let mut visitor = publisher(state).await.other();
        let long = "mangrove 红树林 ".repeat(100);
        for (typed, told) in [
            (long.as_str(), "Its beginning was"),
            ("!!! … ???", "no letter and no digit"),
            ("\u{301}\u{e31}", "<h1"),
            ("mangrove红树林ป่าชายเลน", "<h1"),
            ("\"mangrove AND (forest* OR NEAR/2) -x:y^3 \\ %_ '' ; --", "<h1"),
            ("a\0b", "<h1"),
            ("\u{202e}\u{200b}\u{feff}mangrove", "<h1"),
            ("🌊", "<h1"),
        ] {
            for path in ["/en/search", "/zh-Hans/search", "/km/search"] {
                visitor.get(&format!("{path}?{}", asked(&[("q", typed)]))).await.expect(200).says(&["<h1", "id=\"q\""]);
            }
            search(&mut visitor, &[("q", typed)]).await.expect(200).says(&[told]);
            let query = asked(&[("q", typed)]);
            visitor.get(&format!("/en/search.json?{query}")).await.expect(200).json();
            let offered = visitor.get(&format!("/en/search/suggestions.json?{query}")).await.expect(200).json();
            assert_eq!(offered[1].as_array().unwrap().len(), offered[3].as_array().unwrap().len());
        }
        // Ten kilobytes and more are no words: the address is refused, in the reader's language.
        let longer = asked(&[("q", &long.repeat(7))]);
        visitor.get(&format!("/en/search?{longer}")).await.expect(414).says(&["This address is too long"]);
        visitor.get(&format!("/zh-Hans/search?{longer}")).await.expect(414).says(&["<html lang=\"zh-Hans\""]);
        visitor.get("/en/search?q=%ff").await.expect(400);
        visitor.get("/en/search").await.expect(200).says(&["id=\"q\"", "name=\"kind\"", "name=\"in\"", "name=\"country\"", "name=\"year\""]);
    }

    async fn a_script_that_is_looked_for_or_found_stays_text(state) {
        let mut staff = publisher(state).await;
        for (number, script) in SCRIPTS.into_iter().enumerate() {
            let text = format!("Lagoon {script}");
            let slug = format!("lagoon-{number}");
            let fields = ["title.en", "title.zh-Hans", "summary.en", "body.en", "venue.en", "organisers.en"].map(|name| (name, text.as_str()));
            published(&mut staff, &[&fields[..], &[("slug", slug.as_str())]].concat()).await;
        }
        let mut visitor = staff.other();
        for script in SCRIPTS.into_iter().chain(["lagoon", "alert"]) {
            for locale in [Locale::En, Locale::ZhHans] {
                for query in [Query::of(script), Query::of(script).of_kind(Kind::Event), Query { year: Some(1991), ..Query::of(script) }] {
                    let path = Route::Search(query).path(locale);
                    harmless(&path, visitor.get(&path).await.expect(200).text());
                }
            }
            let query = asked(&[("q", "x"), ("kind", script), ("year", script), ("in", script)]);
            harmless("a filter", visitor.get(&format!("/en/search?{query}")).await.expect(400).text());
            visitor.get(&format!("/en/search/suggestions.json?{}", asked(&[("q", script)]))).await.expect(200).json();
        }
    }

    async fn only_the_empty_page_may_be_kept_by_search_engines(state) {
        let mut visitor = publisher(state).await.other();
        let noindex = "<meta name=\"robots\" content=\"noindex\">";
        let empty = visitor.get("/en/search").await.expect(200);
        assert!(!empty.text().contains(noindex));
        empty.says(&["<link rel=\"canonical\" href=\"http://portal.example/en/search\">", "hreflang=\"km\""]);
        for query in ["q=forum", "kind=event", "q=qqqqqq&year=1991"] {
            let page = visitor.get(&format!("/en/search?{query}")).await.expect(200).says(&[noindex]);
            let address = format!("http://portal.example/en/search?{}", query.replace('&', "&amp;"));
            page.says(&[&format!("<link rel=\"canonical\" href=\"{address}\">")]);
        }
        let map = visitor.get("/sitemap-pages.xml").await.expect(200);
        assert!(map.text().contains("<loc>http://portal.example/en/search</loc>") && !map.text().contains("search?"));
    }

    async fn every_page_tells_browsers_how_to_search(state) {
        let mut visitor = publisher(state).await.other();
        for path in ["/en", "/en/search?q=x", "/en/events", "/en/nothing", "/en/staff/sign-in"] {
            let page = visitor.get(path).await;
            let link = "<link rel=\"search\" type=\"application/opensearchdescription+xml\" href=\"/en/opensearch.xml\"";
            page.says(&[link, "<a href=\"/en/search\"", "class=\"glass\""]);
        }
        let told = visitor.get("/zh-Hans/opensearch.xml").await.expect(200);
        assert_eq!(told.header("content-type"), "application/opensearchdescription+xml; charset=utf-8");
        told.says(&["template=\"http://portal.example/zh-Hans/search?q={searchTerms}\""]);
        let offered = visitor.get("/zh-Hans/search/suggestions.json?q=ASEAN").await.expect(200);
        assert_eq!(offered.header("content-type"), "application/x-suggestions+json");
        assert_eq!(offered.json()[0], "ASEAN");
        assert!(visitor.get("/en/search/suggestions.json").await.expect(200).json()[1].as_array().unwrap().is_empty());
    }

    async fn what_was_found_is_one_page_however_it_is_asked_for(state) {
        let mut visitor = publisher(state).await.other();
        let etag = visitor.get("/en/search?q=forum").await.expect(200).header("etag").to_owned();
        assert!(!etag.is_empty());
        for same in ["/en/search?utm_source=x&q=forum", "/en/search?q=+forum+&kind=", "/en/search?q=forum&after=title_7"] {
            assert_eq!(visitor.get(same).await.expect(200).header("etag"), etag, "{same}");
        }
        let reply = visitor.other().sending("if-none-match", &etag).get("/en/search?q=forum").await.expect(304);
        assert!(reply.text().is_empty());
    }
}
