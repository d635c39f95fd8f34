//! The Center's story and history.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    history::{HistoryEntry, Theme},
    route::Route,
};

use super::{Head, Page};
use crate::{
    component::{body, sources, text, trail},
    context::{interface, link, plain, t, t_with},
    format,
    island::{HistoryFilter, ThemeLink},
    markdown::Footnotes,
};

/// The id of the list of entries, and the place links to the history lead to.
const LIST: &str = "history-entries";

/// The story, and the history from 1991 to today; of one theme where one is asked.
#[must_use]
pub fn center(catalogue: &Catalogue, theme: Option<Theme>) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let page = catalogue.page("center");
    let title = page.map_or_else(|| t("nav-center"), |page| plain(&page.title));
    let description = page.map(|page| plain(&page.summary)).unwrap_or_default();
    let story = page.map(|page| body(&page.body, 2, &mut notes));
    let body = view! {
        <div class="page bay stack">
            {trail(vec![], title.clone())}
            <h1>{title.clone()}</h1>
            <p class="lead measure">{page.map(|page| text(&page.summary))}</p>
            <p class="row"><a class="button plain" href="#history">{t("history-title")}</a></p>
            {story}
        </div>
        {history(catalogue, theme, &mut notes)}
        <div class="page bay">{sources(&notes)}</div>
    };
    Page { head: Head { title, description, ..Head::default() }, body: body.into_any() }
}

fn history(catalogue: &Catalogue, theme: Option<Theme>, notes: &mut Footnotes<'_>) -> AnyView {
    let entries = catalogue.history.iter().map(|e| entry(catalogue, e, theme, notes)).collect_view();
    view! {
        <section class="bay quiet" aria-labelledby="history">
            <div class="page stack">
                <h2 id="history">{t("history-title")}</h2>
                <p class="lead measure">{t("history-lead")}</p>
                {filter(theme)}
                <ol role="list" class="shore" id=LIST>{entries}</ol>
            </div>
        </section>
    }
    .into_any()
}

fn filter(theme: Option<Theme>) -> AnyView {
    let all = ThemeLink {
        theme: String::new(),
        label: t("history-theme-all"),
        href: format!("{}#history", link(&Route::Center(None))),
    };
    let themes = Theme::ALL.into_iter().map(|theme| ThemeLink {
        theme: theme.name().to_owned(),
        label: t(&format!("history-theme-{}", theme.name())),
        href: format!("{}#history", link(&Route::Center(Some(theme)))),
    });
    let links = std::iter::once(all).chain(themes).collect();
    let (label, list) = (t("history-filter"), LIST.to_owned());
    let chosen = theme.map_or_else(String::new, |theme| theme.name().to_owned());
    let sentence = t_with("history-shown", &[("shown", "{shown}".into()), ("all", "{all}".into())]);
    view! { <HistoryFilter label links chosen list sentence/> }.into_any()
}

/// An entry; it is there, but hidden, where another theme is asked, so that the filter can show it without the server.
fn entry(catalogue: &Catalogue, entry: &HistoryEntry, asked: Option<Theme>, notes: &mut Footnotes<'_>) -> AnyView {
    let hidden = asked.is_some_and(|theme| theme != entry.theme);
    let cites = notes.cite_all(&entry.sources);
    view! {
        <li id=format!("history-{}", entry.slug) data-theme=entry.theme.name() hidden=hidden>
            {year(entry)}
            <h3>{text(&entry.title)}{cites}</h3>
            {exact_date(entry)}
            {body(&entry.body, 4, notes)}
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

/// The date as exactly as it is known, where that is more than the year.
fn exact_date(entry: &HistoryEntry) -> Option<AnyView> {
    let more = entry.from.month().is_some() || entry.until.is_some();
    more.then(|| {
        let date = format::partial_span(interface(), entry.from, entry.until);
        view! { <p class="meta">{date}</p> }.into_any()
    })
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
