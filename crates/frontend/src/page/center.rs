//! The Center's story and history.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    history::{HistoryEntry, Theme},
    route::Route,
};

use super::{Head, Page, intro};
use crate::{
    card::Card,
    component::{Opening, body, opening, sources_band, text},
    context::{interface, link, locale, plain, t, t_with},
    format,
    island::HistoryFilter,
    markdown::Footnotes,
};

/// The id of the list of entries, and the place links to the history lead to.
const LIST: &str = "history-entries";

/// The story, and the history from 1991 to today; of one theme where one is asked.
#[must_use]
pub fn center(catalogue: &Catalogue, theme: Option<Theme>) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let words = intro(catalogue, "center", "nav-center");
    let (title, description) = (plain(&words.title), plain(&words.summary));
    let below = view! {
        <p class="row"><a class="button plain" href="#history">{t("history-title")}</a></p>
    };
    let opening = opening(Opening {
        above: vec![],
        here: words.title.clone(),
        eyebrow: None,
        title: &words.title,
        notice: None,
        lead: Some(&words.summary),
        below: Some(below.into_any()),
    });
    let story = body(&words.title, &words.body, 2, &mut notes);
    let body = view! {
        {opening}
        <article class="bay"><div class="page editorial">{story}</div></article>
        {history(catalogue, theme, &mut notes)}
        {sources_band(&notes)}
    };
    let card = Some(Card::page(locale(), catalogue, "center", "nav-center"));
    Page { head: Head { title, description, card, ..Head::default() }, body: body.into_any() }
}

fn history(catalogue: &Catalogue, theme: Option<Theme>, notes: &mut Footnotes<'_>) -> AnyView {
    let asked = catalogue.history.iter().filter(|e| theme.is_none_or(|theme| theme == e.theme));
    let entries = asked.map(|e| entry(catalogue, e, notes)).collect_view();
    view! {
        <section class="bay quiet" aria-labelledby="history">
            <div class="page stack">
                <h2 id="history">{t("history-title")}</h2>
                <p class="lead measure">{t("history-lead")}</p>
                {filter(theme)}
                <ol role="list" class="shore wide" id=LIST>{entries}</ol>
            </div>
        </section>
    }
    .into_any()
}

/// The themes as links; on a page that has the entries of all of them, an island spares the way to the server.
fn filter(chosen: Option<Theme>) -> AnyView {
    let items = std::iter::once(None)
        .chain(Theme::ALL.map(Some))
        .map(|theme| {
            let name = theme.map_or("", Theme::name);
            let label = t(&format!("history-theme-{}", theme.map_or("all", Theme::name)));
            let href = format!("{}#history", link(&Route::Center(theme)));
            let current = (theme == chosen).then_some("true");
            view! { <li><a href=href data-theme=name aria-current=current>{label}</a></li> }
        })
        .collect_view();
    let list = chosen.is_none().then_some(LIST);
    let sentence = t_with("history-shown", &[("shown", "{shown}".into()), ("all", "{all}".into())]);
    view! {
        <HistoryFilter>
            <nav class="themes" aria-label=t("history-filter") data-list=list>
                <ul role="list">{items}</ul>
            </nav>
            <p class="unseen" aria-live="polite" data-sentence=sentence></p>
        </HistoryFilter>
    }
    .into_any()
}

fn entry(catalogue: &Catalogue, entry: &HistoryEntry, notes: &mut Footnotes<'_>) -> AnyView {
    let cites = notes.cite_all(&entry.sources);
    view! {
        <li id=format!("history-{}", entry.slug) data-theme=entry.theme.name()>
            {year(entry)}
            <h3>{text(&entry.title)}</h3>
            <p class="meta">{exact_date(entry)}{t("sources-label")}{cites}</p>
            {body(&entry.title, &entry.body, 4, notes)}
            {leads_to(catalogue, entry)}
        </li>
    }
    .into_any()
}

/// The year that an entry stands at.
pub(super) fn year(entry: &HistoryEntry) -> AnyView {
    let (at, year) = (entry.from.to_string(), format::year(interface(), entry.from.year()));
    view! { <time datetime=at>{year}</time> }.into_any()
}

/// The date as exactly as it is known, where that is more than the year; set apart from what follows.
fn exact_date(entry: &HistoryEntry) -> Option<String> {
    let more = entry.from.month().is_some() || entry.until.is_some();
    more.then(|| format!("{} · ", format::partial_span(interface(), entry.from, entry.until)))
}

/// The ways to the programme and the plan that an entry is about.
fn leads_to(catalogue: &Catalogue, entry: &HistoryEntry) -> Option<AnyView> {
    let programme = entry.programme.as_ref().and_then(|slug| catalogue.programme(slug.as_str()));
    let plan = entry.plan.as_ref().and_then(|slug| catalogue.plan(slug.as_str()));
    let links: Vec<(Route, AnyView)> = programme
        .map(|p| (Route::Programme(p.slug.clone()), text(&p.short_name)))
        .into_iter()
        .chain(plan.map(|p| (super::plan_route(p), text(&p.short_name))))
        .collect();
    (!links.is_empty()).then(|| {
        let links =
            links.into_iter().map(|(route, name)| view! { <li><a href=link(&route)>{name}</a></li> }).collect_view();
        view! { <ul role="list" class="row">{links}</ul> }.into_any()
    })
}

#[cfg(test)]
mod tests {
    use model::locale::Locale;

    use super::*;
    use crate::page::sample;

    fn entry(slug: &str, theme: Theme) -> HistoryEntry {
        HistoryEntry {
            slug: sample::slug(slug),
            from: "2011-05-24".parse().unwrap(),
            until: None,
            theme,
            title: sample::english("Something happened."),
            body: sample::english("More of it."),
            programme: Some(sample::slug("forum")),
            plan: None,
            sources: sample::catalogue().sources.iter().map(|s| s.slug.clone()).take(1).collect(),
        }
    }

    fn html(theme: Option<Theme>) -> String {
        let history = vec![entry("a", Theme::Center), entry("b", Theme::Plans)];
        let catalogue = Catalogue { history, ..sample::catalogue() };
        sample::render(Locale::En, Route::Center(theme), || center(&catalogue, theme))
    }

    #[test]
    fn a_theme_leaves_out_the_entries_of_the_others_and_their_sources() {
        let filtered = html(Some(Theme::Plans));
        assert_eq!(filtered.matches("Something happened.").count(), 1, "{filtered}");
        assert_eq!(filtered.matches("class=\"back\"").count(), 1, "no way back to what is not there: {filtered}");
        assert!(!filtered.contains("data-list"), "what is not there cannot be shown without the server: {filtered}");
        assert!(filtered.contains("theme=plans#history\" data-theme=\"plans\" aria-current=\"true\""), "{filtered}");
        let all = html(None);
        assert!(all.matches("Something happened.").count() == 2 && all.contains("data-list"), "{all}");
    }

    #[test]
    fn every_entry_has_its_date_and_its_sources() {
        let html = html(None);
        sample::assert_sound(&html);
        assert_eq!(html.matches("24 May 2011").count(), 2);
        assert_eq!(html.matches("class=\"cite\"").count(), 2, "{html}");
    }
}
