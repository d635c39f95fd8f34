//! What happened to the account.

use leptos::prelude::*;
use model::{
    account::{Entry, Log},
    route::Route,
};

use super::{back, place};
use crate::{
    component::{Table, TableRow, pager, table},
    context::{link, t, t_with},
    page::{
        Page,
        staff::{
            account::private,
            words::{actor, moment},
        },
    },
};

/// A piece of the log, latest first; before a line where `before` says so.
#[must_use]
pub fn log(log: &Log, before: Option<i64>) -> Page {
    let title = t("own-log-title");
    let latest = before.map(|_| Route::AccountLog(None));
    let earlier = log.next.map(|next| Route::AccountLog(Some(next)));
    let list = if log.entries.is_empty() {
        view! { <p class="empty">{t("own-log-none")}</p> }.into_any()
    } else {
        let columns = ["own-column-what", "own-column-when", "own-column-where"].map(t).to_vec();
        let rows = log.entries.iter().map(row).collect();
        table(Table { caption: t("own-log-caption"), columns, rows })
    };
    let body = view! {
        <div class="page bay desk">
            {back()}
            <h1>{title.clone()}</h1>
            <p class="measure">
                {t("own-log-why")}" "<a href=link(&Route::AccountPassword)>{t("own-password-do")}</a>
            </p>
            {list}
            {pager(latest, earlier)}
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

fn row(entry: &Entry) -> TableRow {
    let words = t_with(&format!("entry-{}", entry.kind.name()), &[("count", entry.times.into())]);
    let class = if entry.kind.is_failure() { "tag warn" } else { "tag plain" };
    let whence = match &entry.by {
        Some(by) => t_with("own-log-by", &[("name", actor(by).into())]),
        None => place(&entry.place),
    };
    let warn = entry.kind.is_failure().then(|| view! { " "<span class=class>{t("own-log-failed")}</span> });
    TableRow { id: None, head: view! { {words}{warn} }.into_any(), cells: vec![moment(entry.at), whence.into_any()] }
}
