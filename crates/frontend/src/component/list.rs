//! Ledgers, the trail of pages above this one, and the ways on from a list.

use leptos::prelude::*;
use model::route::Route;

use crate::{
    context::{link, t},
    page::Alternate,
};

/// A row of a ledger.
pub struct LedgerRow {
    /// Its number, where the thing itself is numbered; else empty.
    pub number: String,
    /// Where it leads.
    pub route: Route,
    /// What it is.
    pub title: AnyView,
    /// A line or two below the title.
    pub below: AnyView,
    /// What stands at the side: goals, dates, tags.
    pub side: AnyView,
}

/// A numbered list with rules between the rows, in place of a grid of cards.
#[must_use]
pub fn ledger(rows: Vec<LedgerRow>) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = link(&row.route);
            view! {
                <li>
                    <span class="no" aria-hidden="true">{row.number}</span>
                    <div><a href=href>{row.title}</a><div class="meta">{row.below}</div></div>
                    <div>{row.side}</div>
                </li>
            }
        })
        .collect_view();
    view! { <ol role="list" class="ledger">{rows}</ol> }.into_any()
}

/// The pages above this one, from the front page down, and this one's name.
#[must_use]
pub fn trail(above: Vec<(String, Route)>, here: String) -> AnyView {
    let steps = std::iter::once((t("nav-home"), Route::Home))
        .chain(above)
        .map(|(name, route)| view! { <li><a href=link(&route)>{name}</a></li> })
        .collect_view();
    view! {
        <nav class="trail" aria-label=t("nav-trail")>
            <ol role="list">{steps}<li><span aria-current="page">{here}</span></li></ol>
        </nav>
    }
    .into_any()
}

/// The way to the next page of a list.
#[must_use]
pub fn next_page(route: Option<Route>) -> Option<AnyView> {
    let href = link(&route?);
    Some(
        view! { <nav aria-label=t("list-pages")><a class="button plain" rel="next" href=href>{t("list-next")}</a></nav> }
            .into_any(),
    )
}

/// The page's other representations, as links that say so.
#[must_use]
pub fn representations(alternates: &[Alternate]) -> AnyView {
    if alternates.is_empty() {
        return ().into_any();
    }
    let items = alternates
        .iter()
        .map(|a| {
            let (href, title) = (a.href.clone(), a.title.clone());
            view! { <li><a href=href type=a.media_type>{title}</a></li> }
        })
        .collect_view();
    view! {
        <p class="meta">{t("list-representations")}</p>
        <ul role="list" class="row">{items}</ul>
    }
    .into_any()
}
