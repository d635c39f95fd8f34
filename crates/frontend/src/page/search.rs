//! Search: the box with its filters, what was found, and what helps where nothing was.

mod hit;
mod none;
mod sieve;

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    locale::Localized,
    route::Route,
    search::{Count, Filter, Found, Group, Kind, Query},
};

use super::{Head, Page};
use crate::{
    card::Card,
    component::{Holds, Opening, alternates, formats, opening, pager},
    context::{in_language, interface, link, locale, plain_told, t, t_with},
    format, message,
};

/// What was found for a query, below the form that asks. `years`: those that can be chosen, latest first.
///
/// A query without words shows the form alone; it is the one of these pages that search engines may keep.
#[must_use]
pub fn index(catalogue: &Catalogue, query: &Query, found: &Found, years: &[i16]) -> Page {
    let title = Localized::new(interface(), t("search-title"));
    let asked = !query.text.is_empty();
    let name = if asked { t_with("search-name", &[("query", query.text.clone().into())]) } else { t("search-title") };
    // The data is of the whole: it does not begin where a page of the list does.
    let whole = Route::Search(Query { after: None, ..query.clone() });
    let alternates = if asked { alternates(&whole, &name, &["json"]) } else { Vec::new() };
    let data = asked.then(|| {
        view! {
            <section class="bay quiet">
                <div class="page stack">
                    <h2>{t("search-data")}</h2>
                    {formats(&alternates, Holds::Facts)}
                </div>
            </section>
        }
    });
    let lead = Localized::new(interface(), t("search-lead"));
    let opening = opening(Opening {
        above: Vec::new(),
        here: title.clone(),
        eyebrow: None,
        title: &title,
        notice: None,
        lead: (!asked).then_some(&lead),
        below: Some(sieve::form(catalogue, query, years)),
    });
    let results = asked.then(|| {
        view! { <div class="bay"><div class="page stack" id="results">{results(catalogue, query, found)}</div></div> }
    });
    let head = Head {
        title: name,
        description: lead.pick(interface()).map(|lead| lead.value.clone()).unwrap_or_default(),
        alternates: alternates.clone(),
        card: Some(Card::page(locale(), catalogue, "search", "search-title")),
        private: *query != Query::default(),
        ..Head::default()
    };
    Page { head, body: view! { {opening}{results}{data} }.into_any() }
}

fn results(catalogue: &Catalogue, query: &Query, found: &Found) -> AnyView {
    let notes = notes(query, found);
    let body = match (&found.instead, found.blank) {
        (_, true) => view! { <p class="empty">{t("search-blank")}</p> }.into_any(),
        (Some(instead), _) => none::none(catalogue, query, instead),
        (None, _) => groups(catalogue, query, found),
    };
    view! { {notes}{body} }.into_any()
}

/// What of the query was looked for otherwise than it was typed.
fn notes(query: &Query, found: &Found) -> Option<AnyView> {
    let comma = |words: &[String]| format::list(interface(), words.iter().map(|word| quoted(word)));
    let cut = query.cut.then(|| t_with("search-cut", &[("query", query.text.clone().into())]));
    let left =
        (!found.left_out.is_empty()).then(|| t_with("search-left-out", &[("words", comma(&found.left_out).into())]));
    let read = found.read_as.iter().map(|reading| {
        let taken = comma(&reading.taken);
        t_with("search-read-as", &[("typed", reading.typed.clone().into()), ("taken", taken.into())])
    });
    let incomplete = found.incomplete.then(|| t("search-incomplete"));
    let notes: Vec<_> = cut.into_iter().chain(left).chain(read).chain(incomplete).collect();
    (!notes.is_empty()).then(|| {
        let notes = notes.into_iter().map(|note| view! { <p>{note}</p> }).collect_view();
        view! { <div class="note">{notes}</div> }.into_any()
    })
}

fn groups(catalogue: &Catalogue, query: &Query, found: &Found) -> AnyView {
    // A page past the end of a list has nothing, which says nothing of how much was found.
    let words = (!found.groups.is_empty()).then(|| {
        let words = counted("search-found", total(&found.groups), &[("query", query.text.clone().into())]);
        view! { <p class="lead" id="found">{words}</p> }
    });
    let chosen = filters(catalogue, query);
    let only = (!chosen.is_empty())
        .then(|| t_with("search-only", &[("filters", format::list(interface(), chosen).into())]))
        .map(|only| view! { <p class="meta">{only}</p> });
    let groups = found.groups.iter().map(|group| one_group(query, group)).collect_view();
    let first = query.after.is_some().then(|| Route::Search(Query { after: None, ..query.clone() }));
    let next = found.next.map(|after| Route::Search(Query { after: Some(after), ..query.clone() }));
    view! {
        {words}
        {only}
        {kinds(query, &found.groups)}
        {groups}
        {pager(first, next)}
    }
    .into_any()
}

/// The kinds there are hits of, each with how many: links to those of one kind, and back to all.
fn kinds(query: &Query, groups: &[Group]) -> Option<AnyView> {
    if query.kind.is_none() && groups.len() < 2 {
        return None;
    }
    let all = {
        let current = query.kind.is_none().then_some("page");
        let href = link(&Route::Search(query.without(Filter::Kind)));
        view! { <li><a href=href aria-current=current>{t("search-kinds-all")}</a></li> }
    };
    let each = groups
        .iter()
        .map(|group| {
            let current = (query.kind == Some(group.kind)).then_some("page");
            let href = link(&Route::Search(query.of_kind(group.kind)));
            let kind = t(&format!("search-kind-{}", group.kind.name()));
            let words = t_with("search-kind-of", &[("kind", kind.into()), ("shown", written(group.count).into())]);
            view! { <li><a href=href aria-current=current>{words}</a></li> }
        })
        .collect_view();
    Some(view! { <nav aria-label=t("search-kinds")><ul role="list" class="tabs">{all}{each}</ul></nav> }.into_any())
}

fn one_group(query: &Query, group: &Group) -> AnyView {
    let name = group.kind.name();
    let id = format!("group-{name}");
    let labelled = id.clone();
    let shown = u32::try_from(group.hits.len()).unwrap_or(u32::MAX);
    let more = query.kind.is_none() && (group.count.more || group.count.number > shown);
    let all = more.then(|| {
        let words = counted(&format!("search-all-{name}"), group.count, &[]);
        view! { <p><a href=link(&Route::Search(query.of_kind(group.kind)))>{words}"…"</a></p> }
    });
    view! {
        <section class="stack found" aria-labelledby=labelled>
            <h2 id=id>{t(&format!("search-kind-{name}"))}</h2>
            {hit::list(group.kind == Kind::Event, &group.hits)}
            {all}
        </section>
    }
    .into_any()
}

fn total(groups: &[Group]) -> Count {
    Count {
        number: groups.iter().map(|group| group.count.number).fold(0, u32::saturating_add),
        more: groups.iter().any(|group| group.count.more),
    }
}

/// A message with a number of things: `count` for its form, `shown` as it is written.
fn counted(key: &str, count: Count, more: &[(&str, message::Argument)]) -> String {
    let numbers = [("count", count.number.into()), ("shown", written(count).into())];
    t_with(key, &[&numbers, more].concat())
}

/// A number as it is written: "1,204", and "1,000+" where there are more.
fn written(count: Count) -> String {
    let number = format::number(interface(), count.number.into());
    if count.more { t_with("search-count-more", &[("number", number.into())]) } else { number }
}

fn quoted(words: &str) -> String {
    t_with("search-quoted", &[("query", words.to_owned().into())])
}

/// What is asked besides the words, in words.
fn filters(catalogue: &Catalogue, query: &Query) -> Vec<String> {
    let kind = query.kind.map(|kind| t(&format!("search-kind-{}", kind.name())));
    let language = query.language.map(in_language);
    let country = query.country.and_then(|code| catalogue.country(code)).map(|country| plain_told(&country.name));
    let year = query.year.map(|year| format::year(interface(), year));
    [kind, language, country, year].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use model::{
        error::{FieldError, FieldErrors},
        event::Status,
        locale::Locale,
        search::{Alternative, Hit, Instead, Moment, Passage, Piece, Place, Reading, Target},
    };

    use super::*;
    use crate::page::{error, sample};

    fn passage(locale: Locale, pieces: &[(&str, bool)]) -> Passage {
        let pieces = pieces.iter().map(|(text, marked)| Piece { text: (*text).to_owned(), marked: *marked }).collect();
        Passage { pieces, locale }
    }

    fn hit(kind: Kind, title: Passage, moment: Option<Moment>) -> Hit {
        Hit {
            kind,
            key: "key".to_owned(),
            target: Target { route: Route::Center(None), fragment: Some("entry".to_owned()) },
            title,
            passage: Some(passage(Locale::En, &[("All about ", false), ("mangroves", true), ("…", false)])),
            moment,
        }
    }

    fn count(number: u32) -> Count {
        Count { number, more: false }
    }

    fn event() -> Hit {
        let moment = Moment::Event { when: sample::event().content.when, status: Status::Cancelled, sample: true };
        hit(Kind::Event, passage(Locale::ZhHans, &[("红树林", true)]), Some(moment))
    }

    fn found() -> Found {
        let milestone = Moment::Date { from: "2011-10".parse().unwrap(), until: None };
        let milestone =
            hit(Kind::Milestone, passage(Locale::En, &[("First ", false), ("forum", true)]), Some(milestone));
        let group = |kind, number, hit| Group { kind, count: count(number), hits: vec![hit] };
        Found {
            groups: vec![group(Kind::Event, 1204, event()), group(Kind::Milestone, 1, milestone)],
            ..Found::default()
        }
    }

    fn page(locale: Locale, query: &Query, found: &Found) -> String {
        let catalogue = sample::catalogue();
        let route = Route::Search(query.clone());
        let html = sample::render(locale, route, || index(&catalogue, query, found, &[2026, 2025]));
        sample::assert_sound(&html);
        html
    }

    #[test]
    fn what_is_found_is_marked_dated_and_in_its_language() {
        let html = page(Locale::En, &Query::of("mangroves"), &found());
        for part in [
            "1,205 results for “mangroves”.",
            "href=\"/en/center#entry\" lang=\"zh-Hans\"><mark>红树林</mark></a>",
            "<span class=\"tongue\">in Chinese</span>",
            "All about <mark>mangroves</mark>…",
            "datetime=\"2026-12-03\"",
            "Cancelled",
            "October 2011",
            "href=\"/en/search?q=mangroves&amp;kind=event\"",
            "All 1,204 events",
            "name=\"robots\" content=\"noindex\"",
            "href=\"/en/search.json?q=mangroves\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        sample::assert_told(&html);
        assert!(!html.contains("kind=milestone\">The one"), "all there are of it are shown: {html}");
    }

    #[test]
    fn numbers_and_languages_are_told_in_chinese_too() {
        let html = page(Locale::ZhHans, &Query::of("红树林"), &found());
        assert!(html.contains("找到1,205条与“红树林”有关的结果。") && html.contains("全部1,204项活动"), "{html}");
        assert!(html.contains("<span lang=\"en\">All about <mark>"), "{html}");
        sample::assert_told(&html);
    }

    #[test]
    fn the_form_keeps_what_was_asked_and_never_drops_a_year() {
        let query = Query {
            kind: Some(Kind::Event),
            language: Some(Locale::Th),
            country: "la".parse().ok(),
            year: Some(1999),
            ..Query::of("a\"b")
        };
        let html = page(Locale::En, &query, &found());
        for chosen in ["event", "th", "la", "1999"] {
            assert!(html.contains(&format!("<option value=\"{chosen}\" selected")), "{chosen}: {html}");
        }
        assert!(html.contains("value=\"a&quot;b\"") && html.contains("Only: Events, in Thai, Lao PDR"), "{html}");
        assert!(html.contains("href=\"/en/search?q=a%22b\">Clear"), "{html}");
    }

    #[test]
    fn a_list_of_one_kind_leads_on_and_back() {
        let place = |at| Some(Place { in_title: true, at });
        let query = Query { kind: Some(Kind::Event), after: place(9), ..Query::of("x") };
        let html = page(Locale::En, &query, &Found { next: place(5), ..found() });
        assert!(html.contains("rel=\"next\" href=\"/en/search?q=x&amp;kind=event&amp;after=title_5\""), "{html}");
        assert!(html.contains("href=\"/en/search?q=x&amp;kind=event\""), "{html}");
        assert!(html.contains("href=\"/en/search?q=x\">All kinds"), "{html}");
    }

    #[test]
    fn nothing_found_offers_all_that_would_find_something() {
        let query = Query { year: Some(1991), ..Query::of("mangrov") };
        let way = |query: Query, number| Alternative { query, count: count(number) };
        let instead = Instead {
            spellings: vec![way(query.with_text("mangrove"), 1)],
            languages: vec![way(Query { language: Some(Locale::ZhHans), ..query.clone() }, 3)],
            without: vec![(Filter::Year, way(query.without(Filter::Year), 12))],
            fewer: Vec::new(),
            nearby: vec![event()],
        };
        let html = page(Locale::En, &query, &Found { instead: Some(instead), ..Found::default() });
        for part in [
            "Nothing was found for “mangrov” within what you chose.",
            "href=\"/en/search?q=mangrove&amp;year=1991\">“mangrove”: one result</a>",
            "href=\"/en/search?q=mangrov\">Of every year: 12 results</a>",
            "In Chinese: 3 results",
            "href=\"/en/events\"",
            "Event · ",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }

    #[test]
    fn what_was_read_otherwise_than_typed_is_told() {
        let found = Found {
            read_as: vec![Reading {
                typed: "mangrov".to_owned(),
                taken: vec!["mangrove".to_owned(), "mangroves".to_owned()],
            }],
            left_out: vec!["late".to_owned()],
            incomplete: true,
            ..found()
        };
        let html = page(Locale::En, &Query::of(&"word ".repeat(100)), &found);
        for part in [
            "Its beginning was",
            "Nothing here holds “mangrov”",
            "“mangrove” and “mangroves”",
            "“late”",
            "still reading",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
        let blank = page(Locale::En, &Query::of("!"), &Found { blank: true, ..Found::default() });
        assert!(blank.contains("no letter and no digit"), "{blank}");
    }

    #[test]
    fn a_query_without_words_is_the_page_that_may_be_kept() {
        let html = page(Locale::En, &Query::default(), &Found::default());
        assert!(!html.contains("noindex") && !html.contains("id=\"found\"") && !html.contains("search.json"), "{html}");
        for state in [&found(), &Found::default()] {
            let html = page(Locale::En, &Query::of("</textarea><script>alert(1)</script>"), state);
            assert!(!html.contains("<script>"), "{html}");
        }
    }

    #[test]
    fn a_wrong_filter_leads_on_to_the_same_words() {
        let asked = [("kind".to_owned(), "spy".to_owned())];
        let errors = FieldErrors::one("kind", FieldError::Choice);
        let html = error::filter(&errors, &asked, &Route::Search(Query::of("sea")), "id-1").body.to_html();
        assert!(html.contains("kind=spy") && html.contains("href=\"/en/search?q=sea\""), "{html}");
    }
}
