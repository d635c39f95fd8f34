//! What searching promises: the same answers from both databases, in every script, of what visitors may see and nothing else.

use jiff::Timestamp;
use model::{
    country::{Country, CountryCode},
    event::{Event, EventId, Status},
    event_form::EventForm,
    locale::{Locale, Localized},
    page::Page,
    revision::Actor,
    route::{Route, StatusChange},
    sdg::Sdg,
    search::{Count, Filter, Found, Kind, Query, Suggestion},
    staff::StaffId,
    viewer::{Role, Viewer},
};
use server::{
    app::{Clock, Notice},
    content::{Content, load::Load},
    store::{DocumentWrite, Store},
};

use crate::harness::{Place, TestState, on_both_databases};

fn publisher() -> Viewer {
    Viewer::Staff { id: StaffId::from_stored("s1".to_owned()), name: "Dara".to_owned(), role: Role::Publisher }
}

/// A form of an event on a day.
fn form(title: &str, day: &str, with: &[(&str, &str)]) -> EventForm {
    let sound = [("title.en", title), ("summary.en", "About it."), ("venue.en", "Jakarta"), ("start-date", day)];
    let times = [("start-time", "09:00"), ("end-date", day), ("end-time", "17:00"), ("zone", "Asia/Jakarta")];
    let usual = sound.into_iter().chain(times).chain([("format", "in-person")]);
    let kept = usual.filter(|(name, _)| with.iter().all(|(other, _)| other != name));
    EventForm::from_pairs(kept.chain(with.iter().copied()))
}

/// An event as the store keeps it, the same on every database.
fn event(number: u32, title: &str, day: &str, with: &[(&str, &str)]) -> Event {
    event_of(number, Locale::En, &form(title, day, &[with, &[("slug", &format!("event-{number}"))]].concat()))
}

/// The same, in another language.
fn event_in(source: Locale, number: u32, with: &[(&str, &str)]) -> Event {
    let mut form = form("", "2026-05-04", &[("slug", &format!("event-{number}"))]);
    for (name, value) in with {
        form.replace(name, vec![(*value).to_owned()]);
    }
    event_of(number, source, &form)
}

fn event_of(number: u32, source: Locale, form: &EventForm) -> Event {
    let at = Timestamp::from_second(1_700_000_000).unwrap();
    Event {
        status: Status::Published,
        published_at: Some(at),
        ..Event::first(EventId::from_stored(format!("{number:032x}")), form.parse(None, source, 1).unwrap(), at)
    }
}

/// A few at a time: a transaction must not last long, however slow and busy the machine is.
async fn fill(state: &TestState, events: &[Event]) {
    for events in events.chunks(50) {
        state.app.store.fill(events).await.unwrap();
    }
}

async fn public(state: &TestState, title: &str, with: &[(&str, &str)]) -> Event {
    let id = state.app.new_event_id().unwrap();
    let form = form(title, "2026-05-04", with);
    let event = state.app.create_event(&publisher(), &id, &form, Locale::En, "").await.unwrap();
    change(state, &event, StatusChange::Publish, "").await
}

async fn change(state: &TestState, event: &Event, change: StatusChange, told: &str) -> Event {
    let notice = Notice { public: vec![(Locale::En, told.to_owned())], ..Notice::default() };
    state.app.change_event_status(&publisher(), &event.id, event.version, change, &notice).await.unwrap()
}

async fn search(state: &TestState, text: &str) -> Found {
    ask(state, &Query::of(text)).await
}

async fn ask(state: &TestState, query: &Query) -> Found {
    state.app.search(query, Locale::En).await.unwrap()
}

/// The titles that are found, in order.
fn titles(found: &Found) -> Vec<String> {
    found.groups.iter().flat_map(|group| &group.hits).map(|hit| hit.title.text()).collect()
}

async fn found(state: &TestState, text: &str) -> Vec<String> {
    titles(&search(state, text).await)
}

fn localized(texts: &[(Locale, &str)]) -> Localized {
    let mut localized = Localized::default();
    for (locale, text) in texts {
        localized.set(*locale, (*text).to_owned(), 1);
    }
    localized
}

fn page(slug: &str, title: &str, body: &str) -> DocumentWrite {
    DocumentWrite::of(&Page {
        slug: slug.parse().unwrap(),
        title: Localized::new(Locale::En, title.to_owned()),
        summary: Localized::default(),
        body: Localized::new(Locale::En, body.to_owned()),
        sources: Vec::new(),
    })
    .unwrap()
}

async fn write(state: &TestState, writes: Vec<DocumentWrite>) {
    state.app.store.write_documents(writes, state.clock.now(), &Actor::Operator).await.unwrap();
}

/// Searching where an answer must not be an error, whatever is typed.
const ODD: [&str; 28] = [
    "",
    " ",
    "\"",
    "\" OR 1=1 --",
    "'; DROP TABLE event; --",
    "NEAR(a b, 5)",
    "a NEAR b",
    "AND",
    "a AND",
    "NOT a",
    "a NOT b OR (c",
    "tokens:a",
    "tokens : a",
    "^a",
    "*",
    "a*",
    "-a",
    "- -",
    "(",
    ")))",
    "%",
    "_len t_a",
    "a\0b",
    "a' <-> 'b' | !'c' & :*",
    "\\'a\\",
    "\u{301}\u{302}\u{e34}\u{17d2}",
    "mангровы 红树林 ป่าชายเลน mangrove ١٢٣",
    "\u{202e}gnp.exe\u{200b}\u{feff}",
];

on_both_databases! {
    async fn words_of_every_script_are_found_however_they_are_written(state) {
        let titles = [
            (Locale::En, "Clean Air for CITIES"),
            (Locale::ZhHans, "中国东盟环境保护合作中心"),
            (Locale::Th, "การอนุรักษ์ป่าชายเลน ปี ๒๕๖๘"),
            (Locale::Vi, "Hội thảo tại Đà Nẵng"),
            (Locale::Km, "ការអភិរក្សព្រៃកោងកាង"),
            (Locale::Lo, "ການອະນຸລັກປ່າໄມ້"),
            (Locale::My, "ဒီရေတောထိန်းသိမ်းရေး"),
            (Locale::Ta, "சதுப்புநிலப் பாதுகாப்பு"),
            (Locale::Pt, "Educação e conservação"),
        ];
        for (number, (locale, title)) in (1_u32..).zip(titles) {
            let name = format!("title.{locale}");
            let event = event_in(locale, number, &[("title.en", ""), ("summary.en", ""), ("venue.en", ""), (&name, title)]);
            fill(state, &[event]).await;
        }
        for (typed, title) in [
            ("CLEAN air", "Clean Air for CITIES"),
            ("ｃｌｅａｎ", "Clean Air for CITIES"),
            ("环境保护", "中国东盟环境保护合作中心"),
            ("合作 东盟", "中国东盟环境保护合作中心"),
            ("东盟", "中国东盟环境保护合作中心"),
            ("ป่าชายเลน", "การอนุรักษ์ป่าชายเลน ปี ๒๕๖๘"),
            ("2568", "การอนุรักษ์ป่าชายเลน ปี ๒๕๖๘"),
            ("hoi thao DA NANG", "Hội thảo tại Đà Nẵng"),
            ("ព្រៃ", "ការអភិរក្សព្រៃកោងកាង"),
            ("ປ່າໄມ້", "ການອະນຸລັກປ່າໄມ້"),
            ("ဒီရေတော", "ဒီရေတောထိန်းသိမ်းရေး"),
            ("பாதுகாப்பு", "சதுப்புநிலப் பாதுகாப்பு"),
            ("educacao", "Educação e conservação"),
        ] {
            assert_eq!(found(state, typed).await, [title], "{typed}");
        }
    }

    async fn everything_public_is_found_by_kind_and_leads_to_where_it_is_shown(state) {
        let content = Content::embedded().unwrap();
        Load::first(&content).unwrap().apply_if_empty(&state.app.store, state.clock.now()).await.unwrap();
        assert!(search(state, "mangroves").await.incomplete);
        state.app.store.index_all().await.unwrap();
        let found = search(state, "mangroves").await;
        assert!(!found.incomplete);
        let kinds: Vec<Kind> = found.groups.iter().map(|group| group.kind).collect();
        assert!(kinds.is_sorted() && kinds.contains(&Kind::Programme), "{kinds:?}");
        assert!(found.groups.iter().all(|group| group.count.number as usize >= group.hits.len() && !group.hits.is_empty()));
        for (text, kind, route, fragment) in [
            ("Lao PDR", Kind::Country, Route::Country(CountryCode::La), None),
            ("\"No poverty\"", Kind::Goal, Route::Framework, None),
            ("regional green growth", Kind::Edition, Route::Programme("forum".parse().unwrap()), Some("forum-09")),
            ("framework 2021", Kind::Plan, Route::Framework, None),
            ("privacy", Kind::Page, Route::Privacy, None),
        ] {
            let found = ask(state, &Query::of(text).of_kind(kind)).await;
            let hit = found.groups.first().and_then(|group| group.hits.first());
            let hit = hit.unwrap_or_else(|| panic!("{text}: {found:?}"));
            assert_eq!((&hit.target.route, hit.target.fragment.as_deref()), (&route, fragment), "{text}");
        }
        for kind in Kind::ALL.into_iter().filter(|kind| *kind != Kind::Event) {
            let found = ask(state, &Query { kind: Some(kind), ..Query::of("the of and in a") }).await;
            assert!(found.groups.len() <= 1);
        }
        assert!(search(state, "红树林").await.groups.iter().any(|group| group.kind == Kind::Programme));
    }

    async fn the_title_comes_before_the_text_and_new_before_old(state) {
        let told = [("summary.en", "About mangroves.")];
        fill(state, &[
            event(1, "Old mangroves", "2020-05-04", &[]),
            event(2, "New mangroves", "2026-05-04", &[]),
            event(3, "Newest seminar", "2026-07-04", &told),
            event(4, "Older seminar", "2019-07-04", &told),
            event(5, "Something else", "2027-07-04", &[]),
        ])
        .await;
        let expected = ["New mangroves", "Old mangroves", "Newest seminar", "Older seminar"];
        assert_eq!(found(state, "mangroves").await, expected);
        let hit = search(state, "mangroves").await.groups.remove(0).hits.remove(2);
        let marked: Vec<String> =
            hit.passage.unwrap().pieces.into_iter().filter(|p| p.marked).map(|p| p.text).collect();
        assert_eq!(marked, ["mangroves"]);
    }

    async fn a_list_is_paged_by_key_whole_and_in_order(state) {
        let told = [("summary.en", "About mangroves.")];
        let events: Vec<Event> = (1..=45)
            .map(|n| match n % 3 {
                0 => event(n, &format!("Mangroves {n}"), "2026-05-04", &[]),
                1 => event(n, &format!("Seminar {n}"), &format!("2025-05-{:02}", n % 28 + 1), &told),
                _ => event(n, &format!("Mangroves {n}"), &format!("2024-01-{:02}", n % 28 + 1), &[]),
            })
            .collect();
        fill(state, &events).await;
        let mut query = Query::of("mangroves").of_kind(Kind::Event);
        let (mut all, mut pages) = (Vec::new(), 0);
        loop {
            let found = ask(state, &query).await;
            assert_eq!(found.groups.first().map(|g| g.count), Some(Count { number: 45, more: false }));
            all.extend(titles(&found));
            pages += 1;
            let Some(next) = found.next else { break };
            query.after = Some(next);
        }
        assert_eq!((all.len(), pages), (45, 3));
        let in_title = |title: &String| title.starts_with("Mangroves");
        assert_eq!(all.iter().position(|t| !in_title(t)), Some(30));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 45);
        // Where all kinds are shown, the first few of each are.
        assert_eq!(search(state, "mangroves").await.groups.first().map(|group| group.hits.len()), Some(5));
    }

    async fn the_last_word_may_be_a_beginning_and_only_the_last(state) {
        public(state, "Mangroves of the coast", &[]).await;
        for (typed, is_found) in
            [("mangro", true), ("coast man", true), ("man coast", false), ("\"mangro\"", false), ("m", false)]
        {
            assert_eq!(!found(state, typed).await.is_empty(), is_found, "{typed}");
        }
    }

    async fn small_mistakes_are_forgiven_and_told(state) {
        public(state, "Mangroves of the coast", &[]).await;
        let corrected = search(state, "magnroves").await;
        assert_eq!(titles(&corrected), ["Mangroves of the coast"]);
        assert_eq!(corrected.read_as.first().map(|r| (r.typed.as_str(), r.taken.clone())), Some(("magnroves", vec!["mangroves".to_owned()])));
        for typed in ["mangroevs", "mangrove", "Coasts of", "coasst"] {
            assert_eq!(found(state, typed).await.len(), 1, "{typed}");
        }
        assert!(search(state, "mangroves").await.read_as.is_empty());
        assert!(found(state, "seminar").await.is_empty());
        public(state, "Seas of Laos", &[("slug", "laos")]).await;
        assert_eq!(found(state, "loas").await, ["Seas of Laos"], "no end of it is right");
    }

    async fn a_phrase_is_found_as_it_stands(state) {
        public(state, "Air quality in cities", &[("summary.en", "Quality of life. Air for all."), ("title.zh-Hans", "城市空气质量")]).await;
        for (typed, is_found) in [
            ("\"air quality\"", true),
            ("“air quality”", true),
            ("\"quality air\"", false),
            ("quality air", true),
            ("\"life air for\"", true),
            // A phrase does not reach from one text to the next.
            ("\"cities quality\"", false),
            ("「空气质量」", true),
            ("「质量空气」", false),
        ] {
            assert_eq!(!found(state, typed).await.is_empty(), is_found, "{typed}");
        }
    }

    async fn filters_narrow_what_is_found(state) {
        fill(state, &[
            event(1, "Mangroves one", "2024-05-04", &[("countries", "LA")]),
            event(2, "Mangroves two", "2025-05-04", &[("title.zh-Hans", "红树林"), ("countries", "VN")]),
        ])
        .await;
        write(state, vec![
            page("privacy", "Mangroves and privacy", ""),
            DocumentWrite::of(&Sdg { number: 14.try_into().unwrap(), name: localized(&[(Locale::En, "Mangroves below water")]) }).unwrap(),
        ])
        .await;
        let all = Query::of("mangroves");
        for (query, expected) in [
            (Query { year: Some(2024), ..all.clone() }, vec!["Mangroves one"]),
            (Query { country: Some(CountryCode::Vn), ..all.clone() }, vec!["Mangroves two"]),
            (Query { kind: Some(Kind::Goal), ..all.clone() }, vec!["Mangroves below water"]),
            (Query { kind: Some(Kind::Page), ..all.clone() }, vec!["Mangroves and privacy"]),
            (Query { language: Some(Locale::ZhHans), kind: Some(Kind::Event), ..all.clone() }, vec!["Mangroves two"]),
            (Query { year: Some(2024), country: Some(CountryCode::Vn), ..all.clone() }, vec![]),
            (Query { year: Some(1950), ..all.clone() }, vec![]),
        ] {
            assert_eq!(titles(&ask(state, &query).await), expected, "{query:?}");
        }
        assert_eq!(titles(&ask(state, &all).await).len(), 4);
    }

    async fn what_is_not_public_is_never_found(state) {
        let id = state.app.new_event_id().unwrap();
        let secret = form("Zanzibarian surprise", "2026-05-04", &[]);
        state.app.create_event(&publisher(), &id, &secret, Locale::En, "").await.unwrap();
        let nothing = async || {
            for typed in ["zanzibarian", "zanzib", "zanzibarain", "surprise"] {
                let found = search(state, typed).await;
                assert!(found.groups.is_empty() && found.read_as.is_empty(), "{typed}: {found:?}");
                let instead = found.instead.unwrap();
                assert!(instead.spellings.is_empty() && instead.nearby.is_empty(), "{typed}: {instead:?}");
                assert_eq!(state.app.suggest(typed, Locale::En).await.unwrap(), [], "{typed}");
            }
            assert_eq!(state.number("SELECT COUNT(*) FROM search_word WHERE word LIKE '%zanzibar%'").await, 0);
            assert_eq!(state.number("SELECT COUNT(*) FROM search_subject").await, 0);
            assert_eq!(state.number("SELECT subjects FROM search_state").await, 0);
        };
        nothing().await;
        let draft = state.app.staff_event(&publisher(), &id).await.unwrap();
        let event = change(state, &draft, StatusChange::Publish, "").await;
        assert_eq!(found(state, "zanzib").await, ["Zanzibarian surprise"]);
        let cancelled = change(state, &event, StatusChange::Cancel, "Called off.").await;
        // What is called off is still told of.
        assert_eq!(found(state, "surprise").await, ["Zanzibarian surprise"]);
        change(state, &cancelled, StatusChange::Unpublish, "").await;
        nothing().await;
        assert_eq!(state.number("SELECT COUNT(*) FROM search_word").await, 0);
    }

    async fn an_edit_is_found_by_its_new_words_and_not_by_its_old(state) {
        let event = public(state, "Mangroves", &[("venue.en", "Vientiane"), ("summary.en", "Coastal woods.")]).await;
        let mut form = EventForm::of(&event.content);
        for (name, text) in [("title.en", "Wetlands"), ("venue.en", "Luang Prabang"), ("summary.en", "Coastal marsh.")] {
            form.replace(name, vec![text.to_owned()]);
        }
        state.app.edit_event(&publisher(), &event.id, event.version, &form, "").await.unwrap();
        for (typed, is_found) in [("mangroves", false), ("vientiane", false), ("wetlands", true), ("luang", true), ("coastal", true)] {
            assert_eq!(!found(state, typed).await.is_empty(), is_found, "{typed}");
        }
        assert_eq!(state.number("SELECT subjects FROM search_word WHERE word = 'coastal'").await, 1);
        assert_eq!(state.number("SELECT COUNT(*) FROM search_word WHERE word = 'woods'").await, 0);
    }

    async fn the_venue_of_an_event_that_is_held_online_is_not_found(state) {
        public(state, "Mangroves", &[("format", "online"), ("venue.en", "Secret Hall"), ("join-link", "https://meet.example/1")]).await;
        assert!(found(state, "secret hall").await.is_empty());
        assert!(found(state, "meet example").await.is_empty());
    }

    async fn nothing_found_says_what_would_find_something(state) {
        fill(state, &[
            event(1, "Mangroves one", "2024-05-04", &[("countries", "LA")]),
            event(2, "Seminar two", "2025-05-04", &[("countries", "VN")]),
        ])
        .await;
        let instead = async |query: Query| ask(state, &query).await.instead.unwrap();
        let filtered = instead(Query { year: Some(2025), ..Query::of("mangroves") }).await;
        assert_eq!(filtered.without.iter().map(|(filter, a)| (*filter, a.count.number)).collect::<Vec<_>>(), [(Filter::Year, 1)]);
        assert_eq!(filtered.nearby.iter().map(|hit| hit.title.text()).collect::<Vec<_>>(), ["Seminar two"]);
        let language = instead(Query { language: Some(Locale::Km), ..Query::of("mangroves") }).await;
        assert_eq!(language.languages.iter().map(|a| (a.query.language, a.count.number)).collect::<Vec<_>>(), [(Some(Locale::En), 1)]);
        let both = instead(Query::of("mangroves seminar")).await;
        let fewer: Vec<&str> = both.fewer.iter().map(|a| a.query.text.as_str()).collect();
        assert_eq!(fewer, ["seminar", "mangroves"]);
        assert!(!both.nearby.is_empty());
        // A word that is known, but not with the others: another spelling of it is.
        fill(state, &[event(3, "Mangrovee", "2025-05-04", &[])]).await;
        let spelled = instead(Query::of("mangrovee one")).await;
        assert!(spelled.spellings.iter().any(|a| a.query.text == "mangroves one"), "{spelled:?}");
        let nothing = instead(Query::of("xylophone")).await;
        assert!(nothing.fewer.is_empty() && nothing.nearby.is_empty() && nothing.without.is_empty());
    }

    async fn things_and_words_are_offered_while_somebody_types(state) {
        let many: Vec<Event> = (1..=12).map(|n| event(n, &format!("Mangroves number {n}"), "2026-05-04", &[])).collect();
        fill(state, &many).await;
        write(state, vec![page("privacy", "Mangled pages", "")]).await;
        let offered = state.app.suggest("mang", Locale::En).await.unwrap();
        assert_eq!(offered.len(), 8);
        let words: Vec<&Suggestion> = offered.iter().filter(|s| matches!(s, Suggestion::Words(_))).collect();
        assert_eq!(words, [&Suggestion::Words("mangroves".to_owned()), &Suggestion::Words("mangled".to_owned())]);
        assert!(offered.iter().any(|s| matches!(s, Suggestion::Thing { kind: Kind::Page, .. })));
        let second = state.app.suggest("number mang", Locale::En).await.unwrap();
        assert!(second.contains(&Suggestion::Words("number mangroves".to_owned())));
        assert!(!second.contains(&Suggestion::Words("number mangled".to_owned())));
        assert_eq!(state.app.suggest(" \" ", Locale::En).await.unwrap(), []);
    }

    async fn no_text_is_an_error(state) {
        public(state, "A mangrove at B, c", &[]).await;
        let long = ["a ".repeat(5_000), "环境".repeat(2_500), "\"".repeat(10_000), "x".repeat(10_000), "\u{301}".repeat(10_000)];
        for text in ODD.into_iter().chain(long.iter().map(String::as_str)) {
            let found = search(state, text).await;
            assert!(found.blank || !found.groups.is_empty() || found.instead.is_some(), "{text:?}");
            state.app.suggest(text, Locale::En).await.unwrap();
            for query in [Query::of(text).of_kind(Kind::Event), Query { year: Some(2026), ..Query::of(text) }] {
                ask(state, &query).await;
            }
        }
        // No operator was meant: each is a word like others.
        assert_eq!(found(state, "mangrove OR seminar").await.len(), 0);
        assert_eq!(found(state, "mangrove -at").await.len(), 1);
        let many = search(state, "one two three four five six seven eight nine ten").await;
        assert_eq!(many.left_out, ["nine", "ten"]);
    }

    async fn what_was_there_before_the_index_is_indexed_bit_by_bit_and_goes_on_after_a_stop(state) {
        let events: Vec<Event> = (1..=250).map(|n| event(n, &format!("Mangroves {n}"), "2026-05-04", &[])).collect();
        fill(state, &events).await;
        let before = search(state, "mangroves").await;
        // As a database is that knew no index, or one that was made in another way.
        state.sql("UPDATE search_state SET version = 0, whole = 0").await;
        assert!(state.app.store.index_more().await.unwrap());
        assert!(state.app.store.index_more().await.unwrap());
        let partly = search(state, "mangroves").await;
        assert!(partly.incomplete && partly.groups.first().is_some_and(|g| g.count.number == 100), "{partly:?}");
        // Written meanwhile: indexed once, and only once.
        fill(state, &[event(900, "Mangroves 900", "2026-05-04", &[])]).await;
        let again = Store::open(&state.place.database).await.unwrap();
        again.index_all().await.unwrap();
        again.close().await;
        let after = search(state, "mangroves").await;
        assert!(!after.incomplete);
        assert_eq!(after.groups.first().map(|g| g.count.number), before.groups.first().map(|g| g.count.number + 1));
        assert_eq!(state.number("SELECT subjects FROM search_word WHERE word = 'mangroves'").await, 251);
        assert_eq!(state.number("SELECT subjects FROM search_state").await, 251);
    }

    async fn loading_content_again_keeps_the_index_right(state) {
        write(state, vec![page("privacy", "Privacy", "What is kept."), page("accessibility", "Access", "")]).await;
        write(state, vec![page("privacy", "Privacy", "What is forgotten.")]).await;
        assert!(found(state, "kept").await.is_empty());
        assert_eq!(found(state, "forgotten").await, ["Privacy"]);
        // A page that is shown nowhere leads nowhere.
        write(state, vec![page("elsewhere", "Nowhere", "")]).await;
        assert!(found(state, "nowhere").await.is_empty());
    }

    async fn counting_stops_where_it_tells_nothing_more(state) {
        let events: Vec<Event> = (1..=1_050).map(|n| event(n, "Common", "2026-05-04", &[])).collect();
        fill(state, &events).await;
        let count = async |text: &str| search(state, text).await.groups.first().map(|g| g.count);
        assert_eq!(count("common").await, Some(Count { number: 1_000, more: true }));
    }
}

/// A corpus in which words are common and rare, in titles and in texts, in several languages, at equal and at different times.
fn corpus() -> Vec<Event> {
    let things = ["mangroves", "air quality", "plastic waste", "Đà Nẵng", "river basins", "urban heat"];
    let han = ["红树林保护", "空气质量", "塑料垃圾", "中国环境", "流域管理", "城市热岛"];
    (0..200_u32)
        .map(|n| {
            let chance = |salt: u32, of: usize| (n.wrapping_add(salt).wrapping_mul(2_654_435_769) >> 7) as usize % of;
            let (thing, other) = (things[chance(1, 6)], things[chance(2, 6)]);
            let day = format!("{}-{:02}-{:02}", 2015 + chance(3, 12), chance(4, 12) + 1, chance(5, 28) + 1);
            let title = format!("Seminar on {thing} {n}");
            let summary = format!("In the region: {other}, and what is next.");
            let zh = han[chance(6, 6)];
            let mut with = vec![("summary.en", summary.as_str()), ("countries", ["LA", "VN", "TH"][chance(7, 3)])];
            if chance(8, 3) == 0 {
                with.push(("title.zh-Hans", zh));
            }
            event(n + 1, &title, &day, &with)
        })
        .collect()
}

/// Both databases give the same answers, in the same order, page by page, with the same counts, alternatives and suggestions.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_databases_give_the_same_answers() {
    let Some(postgres) = Place::postgres().await else { return };
    let (postgres, sqlite) = (TestState::on(postgres).await, TestState::sqlite().await);
    let content = Content::embedded().unwrap();
    for state in [&postgres, &sqlite] {
        Load::first(&content).unwrap().apply_if_empty(&state.app.store, state.clock.now()).await.unwrap();
        state.app.store.index_all().await.unwrap();
        fill(state, &corpus()).await;
    }
    let texts = [
        "mangroves",
        "seminar",
        "region",
        "the",
        "air quality",
        "\"air quality\"",
        "\"quality air\"",
        "quality mangroves",
        "da nang",
        "红树林",
        "环境",
        "「中国环境」",
        "质量 空气",
        "城",
        "sem",
        "mangorves",
        "plastik",
        "next 17",
        "2021",
        "forum",
        "framework",
        "climate change",
        "cooperation 合作",
        "mangroves xylophone",
        "xylophone",
        "seminar on air in the region and what is next",
    ];
    let filters = [
        Query::default(),
        Query { kind: Some(Kind::Event), ..Query::default() },
        Query { kind: Some(Kind::Milestone), ..Query::default() },
        Query { language: Some(Locale::ZhHans), ..Query::default() },
        Query { language: Some(Locale::Km), ..Query::default() },
        Query { country: Some(CountryCode::La), ..Query::default() },
        Query { year: Some(2021), kind: Some(Kind::Event), ..Query::default() },
        Query { year: Some(2016), country: Some(CountryCode::Th), language: Some(Locale::ZhHans), ..Query::default() },
    ];
    let sound = texts.into_iter().flat_map(|text| filters.iter().map(move |filter| (text, filter)));
    let odd = ODD.into_iter().flat_map(|text| filters.iter().take(2).map(move |filter| (text, filter)));
    for (text, filter) in sound.chain(odd) {
        let mut query = filter.with_text(text);
        // Three pages: a list to its end is read by the test of paging.
        for _ in 0..3 {
            let (one, other) = (ask(&postgres, &query).await, ask(&sqlite, &query).await);
            assert_eq!(one, other, "{query:?}");
            let Some(next) = one.next else { break };
            query.after = Some(next);
        }
    }
    for text in texts.into_iter().chain(ODD) {
        for reader in [Locale::En, Locale::ZhHans] {
            let suggested = async |state: &TestState| state.app.suggest(text, reader).await.unwrap();
            assert_eq!(suggested(&postgres).await, suggested(&sqlite).await, "{text:?}");
        }
    }
}

/// A country, to be sure that the language of a hit is the reader's where the words stand there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hit_is_shown_in_the_language_of_its_reader_where_the_words_stand_there() {
    let state = TestState::sqlite().await;
    let country = Country {
        code: CountryCode::Sg,
        name: localized(&[(Locale::En, "Singapore"), (Locale::ZhHans, "新加坡"), (Locale::Ms, "Singapore")]),
        capital: Localized::default(),
        languages: Localized::default(),
        locales: Vec::new(),
        zones: Vec::new(),
        ministry: Localized::default(),
        asean_since: Some(1967),
        body: Localized::default(),
        sources: Vec::new(),
    };
    write(&state, vec![DocumentWrite::of(&country).unwrap()]).await;
    for (typed, reader, shown) in [
        ("singapore", Locale::Ms, Locale::Ms),
        ("singapore", Locale::ZhHans, Locale::En),
        ("新加坡", Locale::En, Locale::ZhHans),
    ] {
        let found = state.app.search(&Query::of(typed), reader).await.unwrap();
        let hit = found.groups.first().and_then(|g| g.hits.first()).unwrap();
        assert_eq!(hit.title.locale, shown, "{typed} {reader}");
    }
}
