//! A new password for one's own account.

use leptos::prelude::*;
use model::{
    error::{Error, FieldErrors},
    route::Route,
    staff::{PASSWORD_MAX, PASSWORD_MIN},
};

use super::{back, failure, label, present_password};
use crate::{
    component::form::error_summary_by,
    context::{link, t, t_with},
    page::{
        Page,
        staff::{
            account::{private, with_error},
            field::{Field, Input, field},
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
    let rules = t_with("staff-password-rules", &[("min", PASSWORD_MIN.into()), ("max", PASSWORD_MAX.into())]);
    let account = Field {
        name: "email".to_owned(),
        label: t("staff-email"),
        value: email.to_owned(),
        input: Input::Email,
        autocomplete: "username",
        fixed: true,
        ..Field::default()
    };
    let new = |name: &str, label: &str, hint: Option<String>| Field {
        name: name.to_owned(),
        label: t(label),
        hint,
        input: Input::Password,
        autocomplete: "new-password",
        ..Field::default()
    };
    let named = |field: &str| if field == "password" { t("staff-password-new") } else { label(field) };
    let body = view! {
        <div class="page bay desk narrow">
            {back()}
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, place, str::to_owned, named)}
            {error.map(failure)}
            <p>{t("own-password-why")}</p>
            <form method="post" action=link(&Route::AccountPassword) class="stack">
                {field(account, errors)}
                {field(present_password("current"), errors)}
                {field(new("password", "staff-password-new", Some(rules)), errors)}
                {field(new("again", "staff-password-again", None), errors)}
                <p><button class="button" type="submit">{t("own-password-do")}</button></p>
            </form>
        </div>
    };
    let wrong = error.is_some() || !errors.is_empty();
    Page { head: private(with_error(title, wrong)), body: body.into_any() }
}
