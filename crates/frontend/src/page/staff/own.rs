//! What owners see to themselves: their password, their second factor, where they are signed in, what happened to their account.
//!
//! - [`overview`]: all of it on one page, with the ways on
//! - [`mod@password`]: a new password
//! - [`second_factor`]: codes besides the password
//! - [`session`]: where the account is signed in
//! - [`log`]: what happened to it

pub mod log;
pub mod overview;
pub mod password;
pub mod second_factor;
pub mod session;

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use model::{account::Place, error::Error, route::Route};

use super::field::{Field, Input};
use crate::context::{link, t, t_with};

/// What was just done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// The password was changed.
    Password,
    /// The second factor was turned off.
    SecondFactorOff,
    /// Sessions were ended.
    Ended,
}

impl Done {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Password, Self::SecondFactorOff, Self::Ended];

    /// The name, as in addresses and Fluent keys (`own-done-password`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SecondFactorOff => "off",
            Self::Ended => "ended",
        }
    }

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|done| done.name() == name)
    }

    fn view(self) -> AnyView {
        let words = t(&format!("own-done-{}", self.name()));
        view! { <p class="note good" role="status">{words}</p> }.into_any()
    }
}

/// The way back to the overview.
fn back() -> AnyView {
    view! { <p class="eyebrow"><a href=link(&Route::Account)>{t("own-title")}</a></p> }.into_any()
}

/// Why a form was not taken, where that is not at a field: too many tries.
fn failure(error: &Error) -> AnyView {
    let words = match error {
        Error::Throttled { seconds } => {
            t_with("staff-sign-in-throttled", &[("minutes", seconds.div_ceil(60).max(1).into())])
        }
        Error::WrongState => t("error-wrong-state-text"),
        _ => t("error-unavailable-text"),
    };
    view! {
        <div class="note errors" role="alert" tabindex="-1" id="errors">
            <p>{words}</p>
        </div>
    }
    .into_any()
}

/// The password that is there, asked for again. `name`: of the field.
fn present_password(name: &str) -> Field {
    Field {
        name: name.to_owned(),
        label: t("own-password-present"),
        input: Input::Password,
        autocomplete: "current-password",
        ..Field::default()
    }
}

/// A code, from the phone or from paper.
fn any_code() -> Field {
    Field {
        name: "code".to_owned(),
        label: t("own-code"),
        hint: Some(t("own-code-hint")),
        autocomplete: "one-time-code",
        ..Field::default()
    }
}

/// The names of the fields of these forms, for the summary of what is wrong.
fn label(field: &str) -> String {
    match field {
        "current" => t("own-password-present"),
        "code" => t("own-code"),
        "end" => t("own-sessions-title"),
        "again" => t("staff-password-again"),
        _ => t("staff-password"),
    }
}

/// Where somebody came from: the browser and the network, as far as they are known.
pub(crate) fn place(place: &Place) -> String {
    let browser = if place.browser.is_empty() { t("own-browser-unknown") } else { place.browser.clone() };
    if place.network.is_empty() {
        return browser;
    }
    t_with("own-place", &[("browser", browser.into()), ("network", place.network.clone().into())])
}
