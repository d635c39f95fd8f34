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
            let number =
                (!row.number.is_empty()).then(|| view! { <span class="no" aria-hidden="true">{row.number}</span> });
            view! {
                <li>
                    {number}
                    <div><a href=href>{row.title}</a><div class="meta">{row.below}</div></div>
                    <div>{row.side}</div>
                </li>
            }
        })
        .collect_view();
    view! { <ol role="list" class="ledger">{rows}</ol> }.into_any()
}

/// The pages above this one, from the front page down, and this one's name, which says that it is the current one.
#[must_use]
pub fn trail(above: Vec<(String, Route)>, here: AnyView) -> AnyView {
    let steps = std::iter::once((t("nav-home"), Route::Home))
        .chain(above)
        .map(|(name, route)| view! { <li><a href=link(&route)>{name}</a></li> })
        .collect_view();
    view! {
        <nav class="trail" aria-label=t("nav-trail")>
            <ol role="list">{steps}<li>{here}</li></ol>
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

/// The ways through a list that is longer than a page: back to its beginning, and on. Nothing where there are none.
#[must_use]
pub fn pager(first: Option<Route>, next: Option<Route>) -> AnyView {
    if first.is_none() && next.is_none() {
        return ().into_any();
    }
    let first = first.map(|route| view! { <a class="button plain" href=link(&route)>{t("list-first")}</a> });
    let next = next.map(|route| view! { <a class="button plain" rel="next" href=link(&route)>{t("list-next")}</a> });
    view! { <nav class="pager" aria-label=t("list-pages")>{first}{next}</nav> }.into_any()
}

/// The pages before and after this one in an order that readers know. `label`: what the order is of.
#[must_use]
pub fn neighbours(label: &str, before: Option<(AnyView, Route)>, after: Option<(AnyView, Route)>) -> AnyView {
    let before = before.map(|(name, route)| {
        view! {
            <a class="button plain" rel="prev" href=link(&route)>
                <span aria-hidden="true">"← "</span><span class="unseen">{t("list-before")}" "</span>{name}
            </a>
        }
    });
    let after = after.map(|(name, route)| {
        view! {
            <a class="button plain" rel="next" href=link(&route)>
                <span class="unseen">{t("list-after")}" "</span>{name}<span aria-hidden="true">" →"</span>
            </a>
        }
    });
    view! { <nav class="pager row between" aria-label=t(label)>{before}{after}</nav> }.into_any()
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
