//! A form that could not be taken: nothing typed is lost.

use leptos::prelude::*;
use model::{catalogue::Catalogue, error::Error, route::Route};

use super::{
    account::private,
    field::hidden,
    words::{field_label, field_language, value_words},
};
use crate::{
    context::{link, t, t_with},
    page::{Page, error::words},
};

/// What is sent along with what people type, and is not theirs to read.
const UNSEEN: [&str; 9] = ["version", "seen", "stamp", "new", "merged-from", "left", "right", "with", "do"];

/// Why a form of the desk was not taken, with all that was typed: to be sent again, or to be copied.
///
/// For what no page of the form itself can tell: a role that does not allow it (any more), a database that is away, a state
/// that has passed. The form posts to `action`, the address that was posted to, with every pair of `typed` as a hidden
/// field, in its order; not where that can never help. `stored` is where what is stored now can be seen. Needs nothing that
/// can fail.
#[must_use]
pub fn kept(action: &str, stored: &Route, error: &Error, typed: &[(String, String)], request_id: &str) -> Page {
    let (why, text) = match error {
        // The words for visitors lead on to the portal's sections.
        Error::NotFound => (t("staff-kept-gone"), t("staff-kept-gone-text")),
        Error::Forbidden if matches!(stored, Route::StaffEvent(_)) => {
            (t("error-forbidden"), t("staff-kept-forbidden-text"))
        }
        Error::Forbidden => (t("error-forbidden"), t("staff-kept-forbidden-new-text")),
        _ => words(error),
    };
    let title = t_with("staff-kept", &[("why", why.into())]);
    let fields = typed.iter().map(|(name, value)| hidden(name, value)).collect_view();
    let shown = typed.iter().filter(|(name, value)| is_seen(name) && !value.trim().is_empty());
    let shown = shown.map(|(name, value)| piece(name, value)).collect_view();
    let (action, id) = (action.to_owned(), request_id.to_owned());
    let again = !matches!(error, Error::WrongState);
    let why = if again { "staff-kept-why" } else { "staff-kept-why-copy" };
    let again = again.then(|| {
        view! {
            <form method="post" action=action>
                {fields}
                <button class="button" type="submit">{t("staff-kept-again")}</button>
            </form>
        }
    });
    let body = view! {
        <div class="page bay desk measure">
            <h1>{title.clone()}</h1>
            <div class="note errors" role="alert" tabindex="-1" id="errors">
                <p>{text}</p>
                <p>{t(why)}</p>
            </div>
            <div class="row">
                {again}
                <a href=link(stored) target="_blank">{t("staff-kept-as-is")}</a>
            </div>
            <h2>{t("staff-kept-typed")}</h2>
            <dl class="facts">{shown}</dl>
            <p class="meta">{t("error-request")}" "<code>{id}</code></p>
        </div>
    };
    Page { head: private(title), body: body.into_any() }
}

fn is_seen(name: &str) -> bool {
    !UNSEEN.contains(&name) && !name.starts_with("choose.")
}

/// A field and its value; codes as codes: the names are in the database, which may be what is away.
fn piece(name: &str, value: &str) -> AnyView {
    // A text that was written out of two is one for its field.
    let name = name.strip_prefix("own.").unwrap_or(name);
    let lang = field_language(name);
    view! { <div><dt>{field_label(name)}</dt><dd class="versus" lang=lang>{value_words(&Catalogue::default(), name, value)}</dd></div> }
        .into_any()
}
