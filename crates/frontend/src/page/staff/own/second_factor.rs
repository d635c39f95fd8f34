//! A code besides the password: turned on, looked at, turned off.

use leptos::prelude::*;
use model::{
    account::SecondFactor,
    error::{Error, FieldErrors},
    route::Route,
    viewer::Viewer,
};

use super::{any_code, back, failure, label, present_password};
use crate::{
    component::form::error_summary_by,
    context::{link, page, t, t_with},
    page::{
        Page,
        staff::{
            account::{private, with_error},
            field::{Field, Input, field, hidden},
            words::moment,
        },
    },
};

/// What an owner takes over into a phone.
pub struct Offer<'a> {
    /// The secret as text, in groups.
    pub text: &'a str,
    /// The address that is scanned, for phones on which this page is read.
    pub uri: &'a str,
    /// What is scanned: the dark modules of a QR code (ISO/IEC 18004), row by row, as many to a row as there are rows.
    pub modules: &'a [bool],
}

/// Light modules around a QR code (ISO/IEC 18004, section 9.1).
const QUIET: usize = 4;

/// What the second factor is, and the way to set it up.
///
/// Posts `do` = `begin`.
#[must_use]
pub fn off(error: Option<&Error>) -> Page {
    let title = t("own-second-title");
    let body = view! {
        <div class="page bay desk measure">
            {way_back()}
            <h1>{title.clone()}</h1>
            {error.map(failure)}
            {required()}
            <p class="lead">{t("own-second-what")}</p>
            <p>{t("own-second-need")}</p>
            <form method="post" action=link(&Route::SecondFactor)>
                {hidden("do", "begin")}
                <p><button class="button" type="submit">{t("own-second-set-up")}</button></p>
            </form>
        </div>
    };
    Page { head: private(with_error(title, error.is_some())), body: body.into_any() }
}

/// The secret, to be taken over into a phone, and to be confirmed.
///
/// Posts `do` = `confirm`, `code` and `password`.
#[must_use]
pub fn offer(offer: &Offer<'_>, errors: &FieldErrors, error: Option<&Error>) -> Page {
    let title = t("own-second-set-up");
    let code = Field {
        name: "code".to_owned(),
        label: t("own-code"),
        hint: Some(t("own-code-digits")),
        input: Input::Code,
        autocomplete: "one-time-code",
        ..Field::default()
    };
    let place = |field: &str| usize::from(field == "password");
    let body = view! {
        <div class="page bay desk">
            {way_back()}
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, place, str::to_owned, label)}
            {error.map(failure)}
            {required()}
            <div class="enrol">
                <section class="stack">
                    <h2>{t("own-step-scan")}</h2>
                    <p>{t("own-step-scan-how")}</p>
                    <figure>
                        {drawn(offer.modules)}
                        <figcaption>{t("own-qr-caption")}</figcaption>
                    </figure>
                    <p><a href=offer.uri.to_owned()>{t("own-step-open")}</a></p>
                    <p>{t("own-step-type")}</p>
                    <p><code class="secret">{offer.text.to_owned()}</code></p>
                </section>
                <section class="stack">
                    <h2>{t("own-step-confirm")}</h2>
                    <p>{t("own-step-confirm-how")}</p>
                    <form method="post" action=link(&Route::SecondFactor) class="stack">
                        {hidden("do", "confirm")}
                        {field(code, errors)}
                        {field(present_password("password"), errors)}
                        <p><button class="button" type="submit">{t("own-second-confirm")}</button></p>
                    </form>
                </section>
            </div>
        </div>
    };
    let wrong = error.is_some() || !errors.is_empty();
    Page { head: private(with_error(title, wrong)), body: body.into_any() }
}

/// The second factor that is on, and the ways on.
#[must_use]
pub fn on(factor: SecondFactor) -> Page {
    let title = t("own-second-title");
    let left = t_with("own-codes-left", &[("count", factor.codes_left.into())]);
    let body = view! {
        <div class="page bay desk measure">
            {back()}
            <div class="row"><h1>{title.clone()}</h1><span class="tag">{t("own-second-on")}</span></div>
            <p>{t("own-second-since")}" "{moment(factor.since)}</p>
            <p class="lead">{t("own-second-is")}</p>
            <section class="stack tight">
                <h2>{t("own-codes-title")}</h2>
                <p>{left}</p>
                <p><a class="button plain" href=link(&Route::RecoveryCodes)>{t("own-codes-do")}</a></p>
            </section>
            <section class="stack tight">
                <h2>{t("own-off-title")}</h2>
                <p>{t("own-off-part")}</p>
                <p><a class="button plain" href=link(&Route::SecondFactorOff)>{t("own-off-ask")}</a></p>
            </section>
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

/// The recovery codes, this once. `fresh`: the second factor has just been turned on.
#[must_use]
pub fn codes(codes: &[String], fresh: bool) -> Page {
    let title = t("own-codes-keep");
    let items = codes.iter().map(|code| view! { <li><code>{code.clone()}</code></li> }).collect_view();
    let done = if fresh { "own-second-is-on" } else { "own-codes-made" };
    let body = view! {
        <div class="page bay desk measure">
            <h1>{title.clone()}</h1>
            <p class="note good" role="status">{t(done)}</p>
            <p>{t("own-codes-how")}</p>
            <p><b>{t("own-codes-once")}</b></p>
            <ol class="codes">{items}</ol>
            <p class="hint">{t("own-codes-print")}</p>
            <p><a class="button" href=link(&Route::Account)>{t("own-codes-kept")}</a></p>
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

/// The form for new recovery codes. Posts `password` and `code`.
#[must_use]
pub fn new_codes(errors: &FieldErrors, error: Option<&Error>) -> Page {
    prove(["own-codes-title", "own-codes-why", "own-codes-do"], &Route::RecoveryCodes, errors, error)
}

/// The form that turns the second factor off. Posts `password` and `code`.
#[must_use]
pub fn turn_off(errors: &FieldErrors, error: Option<&Error>) -> Page {
    prove(["own-off-title", "own-off-why", "own-off-do"], &Route::SecondFactorOff, errors, error)
}

/// A form that asks for both, and does what its words (a title, a reason, a button) say.
fn prove([title, why, act]: [&str; 3], to: &Route, errors: &FieldErrors, error: Option<&Error>) -> Page {
    let title = t(title);
    let place = |field: &str| usize::from(field == "code");
    let way = link(&Route::SecondFactor);
    let body = view! {
        <div class="page bay desk narrow">
            <p class="eyebrow"><a href=way>{t("own-second-title")}</a></p>
            <h1>{title.clone()}</h1>
            {error_summary_by(errors, place, str::to_owned, label)}
            {error.map(failure)}
            <p>{t(why)}</p>
            <form method="post" action=link(to) class="stack">
                {field(present_password("password"), errors)}
                {field(any_code(), errors)}
                <p><button class="button" type="submit">{t(act)}</button></p>
            </form>
        </div>
    };
    let wrong = error.is_some() || !errors.is_empty();
    Page { head: private(with_error(title, wrong)), body: body.into_any() }
}

/// The way back, for those who have one.
fn way_back() -> Option<AnyView> {
    page().viewer.is_staff().then(back)
}

/// Says that nothing else goes on before this is done.
fn required() -> Option<AnyView> {
    let waits = matches!(page().viewer, Viewer::Enrolling { .. });
    waits.then(|| view! { <p class="note warn" role="status">{t("own-second-required")}</p> }.into_any())
}

/// A QR code: one path of a square for each dark module, on a light ground in any colour scheme, because some phones read no
/// other.
fn drawn(modules: &[bool]) -> AnyView {
    let side = modules.len().isqrt();
    let square = |(at, dark): (usize, &bool)| {
        dark.then(|| format!("M{} {}h1v1h-1z", QUIET + at % side.max(1), QUIET + at / side.max(1)))
    };
    let path: String = modules.iter().enumerate().filter_map(square).collect();
    let size = side + 2 * QUIET;
    let view_box = format!("0 0 {size} {size}");
    let size = size.to_string();
    view! {
        <svg class="qr" viewBox=view_box role="img" aria-label=t("own-qr") shape-rendering="crispEdges">
            <rect class="light" width=size.clone() height=size/>
            <path class="dark" d=path/>
        </svg>
    }
    .into_any()
}
