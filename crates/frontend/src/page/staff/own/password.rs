//! A new password for one's own account.

use leptos::prelude::*;
use model::{
    error::{Error, FieldErrors},
    route::Route,
};

use super::{back, failure, label, present_password};
use crate::{
    component::form::error_summary_by,
    context::{link, t},
    page::{
        Page,
        staff::{
            account::{account_of, new_password, private, with_error},
            field::field,
        },
    },
};

/// The order of the fields.
fn place(field: &str) -> usize {
    ["current", "password", "again"].iter().position(|name| *name == field).unwrap_or_default()
}

/// The form for a new password. `error`: why it was not taken, where that is not at a field.
///
/// Posts `current`, `password` and `again`. The address of the account is there for password keepers.
#[must_use]
pub fn password(email: &str, errors: &FieldErrors, error: Option<&Error>) -> Page {
    let title = t("own-password-title");
    let named = |field: &str| if field == "password" { t("staff-password-new") } else { label(field) };
    let body = view! {
        <div class="page bay desk narrow">
            {back()}
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, place, str::to_owned, named)}
            {error.map(failure)}
            <p>{t("own-password-why")}</p>
            <form method="post" action=link(&Route::AccountPassword) class="stack">
                {field(account_of(email), errors)}
                {field(present_password("current"), errors)}
                {new_password(errors)}
                <p><button class="button" type="submit">{t("own-password-do")}</button></p>
            </form>
        </div>
    };
    let wrong = error.is_some() || !errors.is_empty();
    Page { head: private(with_error(title, wrong)), body: body.into_any() }
}
