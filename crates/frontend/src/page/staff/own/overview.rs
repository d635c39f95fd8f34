//! All that an owner sees to, on one page.

use leptos::prelude::*;
use model::{
    account::{OwnAccount, SecondFactor},
    route::Route,
};

use super::Done;
use crate::{
    component::{Fact, facts},
    context::{link, t, t_with},
    page::{
        Page,
        staff::{account::private, words::moment},
    },
};

/// Few enough recovery codes to say so.
const FEW: i64 = 3;

/// The account. `done`: what was just done.
#[must_use]
pub fn overview(account: &OwnAccount, done: Option<Done>) -> Page {
    let title = t("own-title");
    let text = |words: &str| words.to_owned().into_any();
    let role = t(&format!("role-{}", account.role.name()));
    let who = facts([
        Some(Fact::new("own-name", text(&account.name))),
        Some(Fact::new("staff-email", text(&account.email))),
        Some(Fact::new("own-role", text(&role))),
    ]);
    let sessions = t_with("own-sessions-count", &[("count", account.sessions.into())]);
    let body = view! {
        <div class="page bay desk">
            <h1>{title.clone()}</h1>
            {done.map(Done::view)}
            <div class="own-who">{who}</div>
            <div class="own">
                {part("own-password-title", t("own-password-part"), None, &Route::AccountPassword, "own-password-do")}
                {second_factor(account.second_factor)}
                {part("own-sessions-title", sessions, None, &Route::AccountSessions, "own-sessions-do")}
                {part("own-log-title", t("own-log-part"), None, &Route::AccountLog(None), "own-log-do")}
            </div>
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

/// A part of the account: what it is, how it stands, the way to it.
fn part(title: &str, words: String, tag: Option<AnyView>, route: &Route, act: &str) -> AnyView {
    let href = link(route);
    view! {
        <section class="stack tight">
            <div class="row"><h2>{t(title)}</h2>{tag}</div>
            <p>{words}</p>
            <p><a class="button plain" href=href>{t(act)}</a></p>
        </section>
    }
    .into_any()
}

fn second_factor(factor: Option<SecondFactor>) -> AnyView {
    let Some(factor) = factor else {
        let tag = view! { <span class="tag warn">{t("own-second-off")}</span> }.into_any();
        return part("own-second-title", t("own-second-part"), Some(tag), &Route::SecondFactor, "own-second-set-up");
    };
    let left = t_with("own-codes-left", &[("count", factor.codes_left.into())]);
    let class = if factor.codes_left < FEW { "tag warn" } else { "tag plain" };
    view! {
        <section class="stack tight">
            <div class="row"><h2>{t("own-second-title")}</h2><span class="tag">{t("own-second-on")}</span></div>
            <p>{t("own-second-since")}" "{moment(factor.since)}</p>
            <p><span class=class>{left}</span></p>
            <p><a class="button plain" href=link(&Route::SecondFactor)>{t("own-second-do")}</a></p>
        </section>
    }
    .into_any()
}
