//! Where the account is signed in.

use leptos::prelude::*;
use model::{
    account::OpenSession,
    error::{Error, FieldErrors},
    route::Route,
};

use super::{Done, back, failure, label, place, present_password};
use crate::{
    component::{Table, TableRow, field_error, form::error_summary_by, table},
    context::{link, t, t_with},
    page::{
        Page,
        staff::{
            account::{private, with_error},
            field::field,
            words::moment,
        },
    },
};

/// The account's sessions, and the form that ends them. `chosen`: the names of those that were ticked.
///
/// Posts `end` (names, ticked), `password`, and `do` = `chosen` or `others`.
#[must_use]
pub fn sessions(
    sessions: &[OpenSession],
    chosen: &[&str],
    errors: &FieldErrors,
    error: Option<&Error>,
    done: Option<Done>,
) -> Page {
    let title = t("own-sessions-title");
    let alone = sessions.iter().all(|session| session.here);
    let order = |field: &str| usize::from(field == "password");
    let list = table_of(sessions, chosen);
    let form = if alone {
        view! { {list}<p>{t("own-sessions-alone")}</p> }.into_any()
    } else {
        view! {
            <form method="post" action=link(&Route::AccountSessions) class="stack">
                <div id="end" tabindex="-1">{field_error("end", errors)}{list}</div>
                <div class="narrow">{field(present_password("password"), errors)}</div>
                <p class="row">
                    <button class="button" type="submit" name="do" value="chosen">{t("own-sessions-end")}</button>
                    <button class="button plain" type="submit" name="do" value="others">{t("own-sessions-end-others")}</button>
                </p>
            </form>
        }
        .into_any()
    };
    let body = view! {
        <div class="page bay desk">
            {back()}
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, order, str::to_owned, label)}
            {error.map(failure)}
            {done.filter(|_| errors.is_empty() && error.is_none()).map(Done::view)}
            <p class="measure">{t("own-sessions-why")}</p>
            {form}
        </div>
    };
    let wrong = error.is_some() || !errors.is_empty();
    Page { head: private(with_error(title, wrong)), body: body.into_any() }
}

fn table_of(sessions: &[OpenSession], chosen: &[&str]) -> AnyView {
    let columns = ["own-column-where", "own-column-began", "own-column-seen", "own-column-end"].map(t).to_vec();
    let rows = sessions.iter().enumerate().map(|(at, session)| row(at, session, chosen)).collect();
    table(Table { caption: t("own-sessions-caption"), columns, rows })
}

fn row(at: usize, session: &OpenSession, chosen: &[&str]) -> TableRow {
    let here = session.here.then(|| view! { " "<span class="tag">{t("own-sessions-here")}</span> });
    let whence = place(&session.place);
    let end = if session.here {
        view! { <span class="meta">{t("own-sessions-stays")}</span> }.into_any()
    } else {
        let id = format!("end-{at}");
        let ticked = chosen.contains(&session.name.as_str());
        let words = t_with("own-sessions-tick", &[("place", whence.clone().into())]);
        view! {
            <div class="choice">
                <input type="checkbox" id=id.clone() name="end" value=session.name.clone() checked=ticked/>
                <label for=id><span class="unseen">{words}</span><span aria-hidden="true">{t("own-sessions-tick-short")}</span></label>
            </div>
        }
        .into_any()
    };
    TableRow {
        id: None,
        head: view! { {whence}{here} }.into_any(),
        cells: vec![moment(session.began), moment(session.seen), end],
    }
}
