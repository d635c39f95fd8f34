//! Signing in, and setting a password.

use leptos::prelude::*;
use model::{
    error::{Error, FieldErrors},
    route::{Route, with_query},
    staff::{PASSWORD_MAX, PASSWORD_MIN},
};

use super::{
    field::{Field, Input, field, hidden},
    words::field_label,
};
use crate::{
    component::form::error_summary_by,
    context::{link, t, t_with},
    page::{Head, Page},
};

/// The sign-in form. `next`: the path to go on to. `error`: why the last try failed; unknown account and wrong password
/// are both [`Error::Unauthenticated`] and read the same; [`Error::Invalid`] is a field left empty.
///
/// Posts `email`, `password` and `next`.
#[must_use]
pub fn sign_in(email: &str, next: &str, error: Option<&Error>, notice: Option<SignInNotice>) -> Page {
    let title = t("staff-sign-in");
    let (email, password) = credentials(["email", "password"], email);
    let body = view! {
        <div class="page bay desk narrow">
            <h1>{title.clone()}</h1>
            {error.map(failure)}
            {notice.filter(|_| error.is_none()).map(SignInNotice::view)}
            <form method="post" action=link(&Route::SignIn) class="stack">
                {email}
                {password}
                {hidden("next", next)}
                <p><button class="button" type="submit">{t("staff-sign-in")}</button></p>
            </form>
            <p class="hint">{t("staff-sign-in-help")}</p>
        </div>
    };
    Page { head: private(with_error(title, error.is_some())), body: body.into_any() }
}

/// Signing in again in the midst of saving: the session has ended, and nothing typed may be lost.
///
/// The form posts to `action`, the address that was posted to, with every pair of `kept` as a hidden field, in its order,
/// and `sign-in-email` and `sign-in-password`: signing in and saving are one step. `email` and `error` as in [`sign_in`];
/// without an error the page says that the session has ended and that what was typed is kept.
#[must_use]
pub fn sign_in_again(action: &str, email: &str, error: Option<&Error>, kept: &[(String, String)]) -> Page {
    let title = t("staff-sign-in-again");
    let (email, password) = credentials(["sign-in-email", "sign-in-password"], email);
    let kept = kept.iter().map(|(name, value)| hidden(name, value)).collect_view();
    let body = view! {
        <div class="page bay desk narrow">
            <h1>{title.clone()}</h1>
            {error.map(failure)}
            <p class="note" role="status">{t("staff-sign-in-again-why")}</p>
            <form method="post" action=action.to_owned() class="stack">
                {kept}
                {email}
                {password}
                <p><button class="button" type="submit">{t("staff-sign-in-again-do")}</button></p>
            </form>
        </div>
    };
    Page { head: private(with_error(title, error.is_some())), body: body.into_any() }
}

/// Where a code is asked for, after the password. `recovery`: one from paper, else one from the phone.
///
/// Posts `code`, `next` and `with` (`recovery`, or empty).
#[must_use]
pub fn sign_in_code(next: &str, recovery: bool, errors: &FieldErrors, error: Option<&Error>) -> Page {
    let title = t("own-code-title");
    let other = if recovery { "" } else { "recovery" };
    let pairs = [("next", next.to_owned()), ("with", other.to_owned())];
    let pairs: Vec<_> = pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let switch = with_query(link(&Route::SignInCode), &pairs);
    let words = if recovery { "own-code-use-phone" } else { "own-code-use-recovery" };
    let body = view! {
        <div class="page bay desk narrow">
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, |_| 0, str::to_owned, |_| code_label(recovery))}
            {error.map(failure)}
            <p>{t(if recovery { "own-code-recovery-how" } else { "own-code-how" })}</p>
            <form method="post" action=link(&Route::SignInCode) class="stack">
                {field(code("code", recovery), errors)}
                {hidden("next", next)}
                {hidden("with", if recovery { "recovery" } else { "" })}
                <p><button class="button" type="submit">{t("staff-sign-in")}</button></p>
            </form>
            <p><a href=switch>{t(words)}</a></p>
            <p class="hint">{t("own-code-lost")}</p>
        </div>
    };
    let wrong = error.is_some() || !errors.is_empty();
    Page { head: private(with_error(title, wrong)), body: body.into_any() }
}

/// Giving a code in the midst of saving, after the password: as [`sign_in_again`], with `sign-in-code`.
#[must_use]
pub fn code_again(action: &str, errors: &FieldErrors, error: Option<&Error>, kept: &[(String, String)]) -> Page {
    let title = t("own-code-title");
    let kept = kept.iter().map(|(name, value)| hidden(name, value)).collect_view();
    let body = view! {
        <div class="page bay desk narrow">
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, |_| 0, str::to_owned, |_| t("own-code"))}
            {error.map(failure)}
            <p class="note" role="status">{t("own-code-again-why")}</p>
            <form method="post" action=action.to_owned() class="stack">
                {kept}
                {field(Field { hint: Some(t("own-code-hint")), input: Input::Line, ..code("sign-in-code", false) }, errors)}
                <p><button class="button" type="submit">{t("staff-sign-in-again-do")}</button></p>
            </form>
        </div>
    };
    let wrong = error.is_some() || !errors.is_empty();
    Page { head: private(with_error(title, wrong)), body: body.into_any() }
}

fn code_label(recovery: bool) -> String {
    t(if recovery { "own-code-recovery" } else { "own-code" })
}

fn code(name: &str, recovery: bool) -> Field {
    Field {
        name: name.to_owned(),
        label: code_label(recovery),
        hint: Some(t(if recovery { "own-code-recovery-hint" } else { "own-code-digits" })),
        input: if recovery { Input::Line } else { Input::Code },
        autocomplete: if recovery { "off" } else { "one-time-code" },
        ..Field::default()
    }
}

/// The two fields by which somebody signs in, under these names.
fn credentials(names: [&str; 2], email: &str) -> (AnyView, AnyView) {
    let none = FieldErrors::none();
    let email = Field {
        name: names[0].to_owned(),
        label: t("staff-email"),
        value: email.to_owned(),
        input: Input::Email,
        autocomplete: "username",
        ..Field::default()
    };
    let password = Field {
        name: names[1].to_owned(),
        label: t("staff-password"),
        input: Input::Password,
        autocomplete: "current-password",
        ..Field::default()
    };
    (field(email, &none), field(password, &none))
}

/// Why a try to sign in failed.
fn failure(error: &Error) -> AnyView {
    let words = match error {
        Error::Invalid { .. } => t("staff-sign-in-empty"),
        Error::Unauthenticated | Error::NotFound => t("staff-sign-in-wrong"),
        Error::Throttled { seconds } => {
            t_with("staff-sign-in-throttled", &[("minutes", seconds.div_ceil(60).max(1).into())])
        }
        Error::Unavailable => t("staff-sign-in-unavailable"),
        Error::Conflict { .. } | Error::WrongState | Error::Forbidden | Error::Internal => t("staff-sign-in-failed"),
    };
    view! {
        <div class="note errors" role="alert" tabindex="-1" id="errors">
            <p>{words}</p>
        </div>
    }
    .into_any()
}

/// Why the visitor is at the sign-in page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInNotice {
    /// They have signed out.
    SignedOut,
    /// Their password is set.
    PasswordSet,
    /// Their session has ended, or they were never signed in.
    SignInFirst,
    /// They took too long to give a code.
    CodeOver,
}

impl SignInNotice {
    fn view(self) -> AnyView {
        let (class, key) = match self {
            Self::SignedOut => ("note good", "staff-signed-out"),
            Self::PasswordSet => ("note good", "staff-password-is-set"),
            Self::SignInFirst => ("note", "staff-sign-in-first"),
            Self::CodeOver => ("note", "own-code-over"),
        };
        view! { <p class=class role="status">{t(key)}</p> }.into_any()
    }
}

/// Whose password it is, for password keepers; it cannot be changed.
pub(super) fn account_of(email: &str) -> Field {
    Field {
        name: "email".to_owned(),
        label: t("staff-email"),
        value: email.to_owned(),
        input: Input::Email,
        autocomplete: "username",
        fixed: true,
        ..Field::default()
    }
}

/// A new password (`password`), and the same again (`again`).
pub(super) fn new_password(errors: &FieldErrors) -> AnyView {
    let rules = t_with("staff-password-rules", &[("min", PASSWORD_MIN.into()), ("max", PASSWORD_MAX.into())]);
    let new = |name: &str, label: &str, hint: Option<String>| Field {
        name: name.to_owned(),
        label: t(label),
        hint,
        input: Input::Password,
        autocomplete: "new-password",
        ..Field::default()
    };
    view! {
        {field(new("password", "staff-password-new", Some(rules)), errors)}
        {field(new("again", "staff-password-again", None), errors)}
    }
    .into_any()
}

/// The form for a new password, for the owner of a valid token.
///
/// Posts `password` and `again` to its own address. The address of the account is there for password keepers.
#[must_use]
pub fn set_password(token: &str, email: &str, errors: &FieldErrors) -> Page {
    let title = t("staff-set-password");
    let body = view! {
        <div class="page bay desk narrow">
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, |field| usize::from(field == "again"), str::to_owned, field_label)}
            <form method="post" action=link(&Route::SetPassword(token.to_owned())) class="stack">
                {field(account_of(email), errors)}
                {new_password(errors)}
                <p><button class="button" type="submit">{t("staff-set-password")}</button></p>
            </form>
        </div>
    };
    Page { head: private(with_error(title, !errors.is_empty())), body: body.into_any() }
}

/// The token is used up, too old or wrong.
#[must_use]
pub fn bad_token() -> Page {
    let title = t("staff-bad-token");
    let body = view! {
        <div class="page bay desk measure">
            <h1>{title.clone()}</h1>
            <p>{t("staff-bad-token-why")}</p>
            <p>{t("staff-bad-token-help")}</p>
            <p><a class="button plain" href=link(&Route::SignIn)>{t("staff-sign-in")}</a></p>
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

/// The head of a page of the desk.
pub(super) fn private(title: String) -> Head {
    Head { title, private: true, ..Head::default() }
}

/// The title of a page with a form: that something is wrong is the first thing a screen reader says of the page.
pub(super) fn with_error(title: String, wrong: bool) -> String {
    if wrong { t_with("staff-title-error", &[("title", title.into())]) } else { title }
}
