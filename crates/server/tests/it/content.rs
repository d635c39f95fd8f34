//! What files of content are read as, and what loading them changes.

use jiff::Span;
use model::{
    locale::{Locale, TranslationState},
    plan::Plan,
    programme::{Certainty, Programme},
};
use serde_json::Value;
use server::{
    app::Clock,
    content::{
        Content,
        folder::{self, File},
        load::{Item, Load, Step},
    },
};

use crate::harness::{TestState, on_both_databases};

/// The content in the binary, with some files replaced, added (`Some`) or taken away (`None`).
fn with(changes: &[(&str, Option<&[u8]>)]) -> Vec<File> {
    let mut files = folder::embedded();
    for (within, bytes) in changes {
        files.retain(|f| f.within != *within);
        if let Some(bytes) = bytes {
            let path = format!("content/{within}");
            files.push(File { path, within: (*within).to_owned(), bytes: bytes.to_vec() });
        }
    }
    files
}

/// The text of an embedded file.
fn text(within: &str) -> String {
    let file = folder::embedded().into_iter().find(|f| f.within == within).unwrap_or_else(|| panic!("no {within}"));
    String::from_utf8(file.bytes).unwrap()
}

/// What is told when `from` in a file is replaced by `to`.
fn told_with(within: &str, from: &str, to: &str) -> Vec<String> {
    let text = text(within);
    assert!(text.contains(from), "{from:?} is not in {within}");
    told(&with(&[(within, Some(text.replacen(from, to, 1).as_bytes()))]))
}

fn told(files: &[File]) -> Vec<String> {
    Content::read(files.to_vec()).err().unwrap_or_default().iter().map(ToString::to_string).collect()
}

/// The line that a piece of an embedded file is in.
fn line(within: &str, piece: &str) -> usize {
    1 + text(within).lines().position(|l| l.contains(piece)).unwrap_or_else(|| panic!("{piece:?} is not in {within}"))
}

#[test]
fn the_first_content_is_there() {
    let content = Content::embedded().unwrap();
    let counts = [
        content.programmes.len(),
        content.editions.len(),
        content.plans.len(),
        content.areas.len(),
        content.flagships.len(),
        content.countries.len(),
        content.sdgs.len(),
    ];
    assert_eq!(counts, [7, 14, 3, 4, 3, 12, 17]);
    assert!(content.plans.iter().any(|p| p.slug == *Plan::FRAMEWORK));
    assert!(content.history.len() > 20 && content.pages.len() >= 7);
}

#[test]
fn the_first_content_is_complete_in_english_and_chinese() {
    fn check(name: &str, value: &Value) {
        match value {
            Value::Object(members) if members.contains_key("texts") && members.contains_key("source") => {
                let texts = members["texts"].as_object().unwrap();
                assert!(texts.is_empty() || texts.contains_key("en") && texts.contains_key("zh-Hans"), "{name}");
                assert!(texts.values().all(|t| t["reviewed"] == true), "{name}");
            }
            Value::Object(members) => members.iter().for_each(|(n, v)| check(&format!("{name} {n}"), v)),
            _ => {}
        }
    }
    let content = Content::embedded().unwrap();
    let nouns = [
        serde_json::to_value(&content.programmes),
        serde_json::to_value(&content.editions),
        serde_json::to_value(&content.plans),
        serde_json::to_value(&content.areas),
        serde_json::to_value(&content.flagships),
        serde_json::to_value(&content.history),
        serde_json::to_value(&content.countries),
        serde_json::to_value(&content.sdgs),
        serde_json::to_value(&content.pages),
        serde_json::to_value(&content.sources),
    ];
    for record in nouns.into_iter().flat_map(|n| n.unwrap().as_array().unwrap().clone()) {
        check(
            record.get("slug").or_else(|| record.get("code")).unwrap_or(&record["number"]).to_string().as_str(),
            &record,
        );
    }
}

#[test]
fn every_record_of_the_first_content_has_a_source_or_says_that_it_is_open() {
    let content = Content::embedded().unwrap();
    assert!(content.programmes.iter().all(|p| !p.sources.is_empty()));
    assert!(content.plans.iter().all(|p| !p.sources.is_empty()));
    assert!(content.areas.iter().all(|a| !a.sources.is_empty()));
    assert!(content.flagships.iter().all(|f| !f.sources.is_empty()));
    assert!(content.countries.iter().all(|c| !c.sources.is_empty()));
    for entry in &content.history {
        assert!(!entry.sources.is_empty(), "{}", entry.slug);
    }
    for edition in &content.editions {
        assert!(!edition.sources.is_empty() || edition.certainty == Certainty::Open, "{}", edition.slug);
    }
}

#[test]
fn a_broken_file_gives_file_line_and_reason() {
    let forum = "en/programme/forum.md";
    let edition = "en/edition/forum-03.md";
    let history = "en/history/2011-inauguration.md";
    // File, what is replaced by what, and what is told about the line of the former.
    let cases = [
        (forum, "kind = \"forum\"", "kind = \"meeting\"", "`kind`: unknown variant `meeting`, expected one of"),
        (forum, "position = 1", "position = \"one\"", "`position`: a whole number was expected"),
        (forum, "position = 1", "position = 1.5", "`position`: a whole number was expected"),
        (forum, "position = 1", "position = 1\ncolour = \"red\"", ""),
        (forum, "since = \"2011-10\"", "since = \"2011-13\"", "`since`: `2011-13` is not a date"),
        (forum, "since = \"2011-10\"", "since = \"October\"", "`since`: `October` is not a date"),
        (forum, "areas = [1]", "areas = [5]", "`areas`: the priority areas are numbered 1 to 4"),
        (forum, "areas = [1]", "areas = [1, 1]", "`areas`: listed twice"),
        (forum, "areas = [1]", "areas = 1", "`areas`: a list was expected"),
        (forum, "sdgs = [4", "sdgs = [18", "`sdgs`: the goals are numbered 1 to 17"),
        (forum, "countries = \"all\"", "countries = \"most\"", "`countries`: a list of country codes, or \"all\""),
        (forum, "countries = \"all\"", "countries = [\"US\"]", "`countries`: not a country of the region"),
        (forum, "sources = [\"about-us\"", "sources = [\"hearsay\", \"about-us\"", "there is no source `hearsay`"),
        (forum, "sources = [\"about-us\"", "sources = [\"About us\", \"about-us\"", "`sources`: a slug is"),
        (forum, "name = \"ASEAN-China Env", "name = \"\" # ", "`name`: empty: leave the field out instead"),
        (forum, "name = \"ASEAN-China Env", "name = 7 # ", "`name`: text was expected"),
        (forum, "kind = \"forum\"", "kind = ", "not TOML:"),
        (
            forum,
            "kind = \"forum\"",
            "parent = \"forum\"\nkind = \"forum\"",
            "`parent`: a programme does not belong to itself",
        ),
        (edition, "programme = \"forum\"", "programme = \"fora\"", "there is no programme `fora`"),
        (edition, "number = 3", "number = 0", "`number`: editions are numbered from 1"),
        (edition, "number = 3", "number = 70000", "`number`: 70000 is out of range"),
        (
            edition,
            "number-inferred = true",
            "number-inferred = \"yes\"",
            "`number-inferred`: true or false was expected",
        ),
        (edition, "until = \"2013-09-05\"", "until = \"2013-09-03\"", "`until`: before `from`"),
        (edition, "certainty = \"announced\"", "certainty = \"sure\"", "`certainty`: unknown variant `sure`"),
        (history, "theme = \"center\"", "theme = \"centre\"", "`theme`: unknown variant `centre`"),
        ("en/area/2.md", "plan = \"framework-2021-2025\"", "plan = \"x\"", "there is no plan `x`"),
        ("en/plan/framework-2021-2025.md", "to-year = 2025", "to-year = 2020", "`to-year`: before `from-year`"),
        ("en/flagship/marine-plastics-action.md", "area = 2", "area = 0", "`area`: the priority areas are numbered"),
        (
            "en/country/la.md",
            "zones = [\"Asia/Vientiane\"]",
            "zones = [\"Asia/Atlantis\"]",
            "`zones`: no such time zone",
        ),
        (
            "en/country/la.md",
            "locales = [\"lo\"]",
            "locales = [\"laotian\"]",
            "`locales`: not one of the portal's languages",
        ),
        ("en/source/asean-news-2011-05-24.md", "date = \"2011-05-24\"", "date = 2011", "`date`: a date was expected"),
        ("zh-Hans/edition/forum-03.md", "place = ", "number = 3\nplace = ", "`number`: not text"),
        ("zh-Hans/edition/forum-03.md", "place = ", "venue = \"x\"\nplace = ", "`venue`: not a field of `edition`"),
        ("zh-Hans/edition/forum-03.md", "place = ", "note = \"x\"\nplace = ", "`note`: a translation of nothing"),
    ];
    for (within, from, to, reason) in cases {
        let told = told_with(within, from, to);
        let place = format!("content/{within}:{}: {reason}", line(within, from));
        let found = if reason.is_empty() {
            told.iter().any(|t| t.ends_with("`colour`: not a field of `programme`"))
        } else {
            told.iter().any(|t| t.starts_with(&place))
        };
        assert!(found, "{to:?}\nexpected {place}\ntold     {told:#?}");
        // One mistake is told as one, not with all that follows from it.
        assert_eq!(told.len(), 1, "{to:?}: {told:#?}");
    }
}

#[test]
fn a_missing_field_is_named() {
    for (within, field) in [
        ("en/programme/forum.md", "kind"),
        ("en/programme/forum.md", "summary"),
        ("en/programme/forum.md", "areas"),
        ("en/edition/forum-03.md", "number-inferred"),
        ("en/country/la.md", "capital"),
        ("en/country/la.md", "zones"),
        ("en/source/about-us.md", "publisher"),
        ("en/sdg/4.md", "name"),
    ] {
        let kept: Vec<String> = text(within).lines().map(str::to_owned).collect();
        let kept: Vec<String> = kept.into_iter().filter(|l| !l.starts_with(&format!("{field} ="))).collect();
        let told = told(&with(&[(within, Some(kept.join("\n").as_bytes()))]));
        let named = format!("content/{within}:1: `{field}` is missing");
        assert!(told.contains(&named), "{named}: {told:#?}");
    }
}

#[test]
fn a_footnote_names_a_source_that_the_record_lists() {
    let within = "en/country/la.md";
    let at = line(within, "[^portal-record]");
    let told = told_with(within, "[^portal-record]", "[^hearsay]");
    assert_eq!(told, [format!("content/{within}:{at}: `[^hearsay]`: not listed in `sources`")]);
    let chinese = "zh-Hans/country/la.md";
    let at = line(chinese, "[^portal-record]");
    let told = told_with(chinese, "[^portal-record]", "[^hearsay]");
    assert_eq!(told, [format!("content/{chinese}:{at}: `[^hearsay]`: not listed in `sources`")]);
}

#[test]
fn a_summary_cites_sources_that_the_record_lists() {
    let within = "en/programme/forum.md";
    let at = line(within, "summary-sources");
    let told = told_with(within, "summary-sources = [\"about-us\"", "summary-sources = [\"ggkp\"");
    assert_eq!(told, [format!("content/{within}:{at}: `summary-sources`: ggkp is not listed in `sources`")]);
}

#[test]
fn files_that_are_not_content_are_told_where_they_are() {
    let cases: [(&str, &[u8], &str); 9] = [
        ("en/page/Home.md", b"+++\n+++\n", "content/en/page/Home.md:1: the file's name, `Home`: a slug is 1 to 80"),
        ("en/page/notes.txt", b"", "content/en/page/notes.txt:1: not a content file: its name has to end in .md"),
        ("en/pages/home.md", b"+++\n+++\n", "content/en/pages/home.md:1: `pages` is not a noun of the content: "),
        ("fr/page/home.md", b"+++\n+++\n", "content/fr/page/home.md:1: `fr` is not one of the portal's languages: en"),
        ("en/page/2011/x.md", b"", "content/en/page/2011/x.md:1: not a place for content: files are at"),
        ("th/page/soon.md", b"+++\n+++\n", "content/th/page/soon.md:1: a translation of nothing: en/page/soon.md"),
        (
            "en/area/5.md",
            b"+++\n+++\n",
            "content/en/area/5.md:1: the file's name, `5`: the priority areas are numbered",
        ),
        ("en/country/us.md", b"+++\n+++\n", "content/en/country/us.md:1: the file's name, `us`: not a country of the"),
        ("en/page/home.md", b"+++\ntitle = \"A\"\n+++\n\nText \xff\n", "content/en/page/home.md:5: not UTF-8 text"),
    ];
    for (within, bytes, expected) in cases {
        let told = told(&with(&[(within, Some(bytes))]));
        assert!(told.iter().any(|t| t.starts_with(expected)), "expected {expected}\ntold {told:#?}");
    }
}

#[test]
fn all_mistakes_in_all_files_are_told_at_once() {
    let forum = text("en/programme/forum.md").replacen("position = 1", "position = true", 1);
    let forum = forum.replacen("since = \"2011-10\"", "since = \"then\"", 1);
    let files = with(&[
        ("en/programme/forum.md", Some(forum.as_bytes())),
        ("en/source/about-us.md", Some(b"no front matter")),
        ("en/sdg/4.md", None),
    ]);
    let told = told(&files);
    for piece in
        ["forum.md:3: `position`", "forum.md:4: `since`", "about-us.md:1: a file of content begins", "no sdg `4`"]
    {
        assert!(told.iter().any(|t| t.contains(piece)), "{piece}: {told:#?}");
    }
    assert!(told.is_sorted());
}

#[test]
fn two_editions_cannot_have_one_number() {
    let told = told_with("en/edition/forum-04.md", "number = 4", "number = 3");
    assert_eq!(told.len(), 1);
    assert!(told[0].ends_with("`number`: the same as in content/en/edition/forum-03.md"), "{told:?}");
}

/// Loads these files; what happened to records that are not unchanged.
async fn load(state: &TestState, files: Vec<File>) -> Vec<Item> {
    let content = Content::read(files).unwrap();
    let load = Load::compare(&content, &state.app.store).await.unwrap();
    let items = load.items.iter().filter(|i| i.step != Step::Unchanged).cloned().collect();
    load.apply(&state.app.store, state.clock.now()).await.unwrap();
    items
}

/// The Forum as stored, and its version.
async fn forum(state: &TestState) -> (Programme, i64) {
    let all = state.app.store.documents::<Programme>().await.unwrap();
    let forum = all.into_iter().find(|p| p.value.slug == *"forum").unwrap();
    (forum.value, forum.version)
}

/// The content in the binary with another English summary for the Forum.
fn with_summary(summary: &str) -> Vec<File> {
    let within = "en/programme/forum.md";
    let lines: Vec<String> = text(within)
        .lines()
        .map(|l| if l.starts_with("summary =") { format!("summary = \"{summary}\"") } else { l.to_owned() })
        .collect();
    with(&[(within, Some(lines.join("\n").as_bytes()))])
}

on_both_databases! {
    async fn a_second_load_changes_nothing(state) {
        let first = load(state, folder::embedded()).await;
        assert!(first.len() > 100 && first.iter().all(|i| i.step == Step::New));
        let generation = state.app.store.generation().await.unwrap();
        assert_eq!(load(state, folder::embedded()).await, []);
        assert_eq!(state.app.store.generation().await.unwrap(), generation);
        assert_eq!(forum(state).await.1, 1);
    }

    async fn what_was_loaded_is_what_the_files_say(state) {
        load(state, folder::embedded()).await;
        let content = Content::embedded().unwrap();
        let mut stored: Vec<Programme> =
            state.app.store.documents().await.unwrap().into_iter().map(|s| s.value).collect();
        stored.sort_by(|a: &Programme, b| a.slug.cmp(&b.slug));
        assert_eq!(stored, content.programmes);
    }

    async fn a_changed_source_makes_its_translation_stale_and_no_other(state) {
        load(state, folder::embedded()).await;
        state.clock.advance(Span::new().hours(1));
        let changed = load(state, with_summary("Another summary.")).await;
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].step, Step::Changed(vec!["summary.en".to_owned()]));
        let (forum, version) = forum(state).await;
        assert_eq!(version, 2);
        assert_eq!(forum.summary.get(Locale::En).map(String::as_str), Some("Another summary."));
        assert_eq!(forum.summary.state(Locale::ZhHans), TranslationState::Stale);
        assert_eq!(forum.body.state(Locale::ZhHans), TranslationState::Reviewed);
        assert_eq!(forum.body.translation(Locale::En).map(|t| t.revision), Some(1));
        assert_eq!(load(state, with_summary("Another summary.")).await, []);
    }

    async fn what_staff_edited_is_kept(state) {
        load(state, folder::embedded()).await;
        state.sql("UPDATE programme SET edited = 1 WHERE key = 'forum'").await;
        let before = forum(state).await;
        let changed = load(state, with_summary("Another summary.")).await;
        assert_eq!(changed.iter().map(|i| &i.step).collect::<Vec<_>>(), [&Step::Kept(vec!["summary.en".to_owned()])]);
        assert_eq!(forum(state).await, before);
    }

    async fn a_record_whose_file_is_gone_stays_and_is_told(state) {
        load(state, folder::embedded()).await;
        let gone = with(&[("en/page/privacy.md", None), ("zh-Hans/page/privacy.md", None)]);
        let told = load(state, gone).await;
        assert_eq!(told.iter().map(|i| (i.key.as_str(), &i.step)).collect::<Vec<_>>(), [("privacy", &Step::Left)]);
        assert_eq!(load(state, folder::embedded()).await, []);
    }

    async fn of_two_that_start_at_once_one_loads(state) {
        let content = Content::embedded().unwrap();
        let (one, two) = (Load::first(&content).unwrap(), Load::first(&content).unwrap());
        let (store, now) = (&state.app.store, state.clock.now());
        let (one, two) = tokio::join!(one.apply_if_empty(store, now), two.apply_if_empty(store, now));
        assert_ne!(one.unwrap(), two.unwrap());
        assert_eq!(forum(state).await.1, 1);
    }
}
