//! When something is wrong: said in the visitor's language, with a way on.

use leptos::prelude::*;
use model::{
    error::{Error, FieldErrors},
    event::{EventQuery, StaffEventQuery},
    route::Route,
    search::Query,
};

use super::{Head, Page};
use crate::{
    component::{field_message, mail_link},
    context::{self, link, t, t_with},
};

/// What to tell about `error`. `request_id` is what the visitor can quote.
#[must_use]
pub fn error(error: &Error, request_id: &str) -> Page {
    let (status, _) = kind(error);
    let (title, text) = words(error);
    let fields = match error {
        Error::Invalid { fields } => problems(fields),
        _ => None,
    };
    let sign_in = matches!(error, Error::Unauthenticated).then(|| {
        view! { <p><a class="button" href=link(&Route::SignIn)>{t("nav-sign-in")}</a></p> }
    });
    let more = view! { {fields}{sign_in} }.into_any();
    page(status, title, text, more, request_id)
}

/// What went wrong, and what to do about it.
pub(super) fn words(error: &Error) -> (String, String) {
    let (_, key) = kind(error);
    let text = match error {
        Error::Throttled { seconds } => t_with("error-throttled-text", &[("seconds", (*seconds).into())]),
        _ => t(&format!("{key}-text")),
    };
    (t(key), text)
}

/// A request that is not understood before any use case is asked: its status, and the key of the message that says why
/// (`error-too-large`, `error-method`, `error-bad-request`, `error-forged`, `error-timeout`, `error-unsupported`,
/// `error-long-address`, `error-too-often`); what to do about it is at the key with `-text`.
#[must_use]
pub fn refused(status: u16, key: &str, request_id: &str) -> Page {
    page(status, t(key), t(&format!("{key}-text")), ().into_any(), request_id)
}

/// What was asked of a list is nothing that can be asked: the names in the query, with what was `asked` by them and what is
/// wrong with it. `list` is the list by all else that was asked, where the choices there are can be seen.
#[must_use]
pub fn filter(fields: &FieldErrors, asked: &[(String, String)], list: &Route, request_id: &str) -> Page {
    let items = fields.iter().map(|(name, error)| {
        // All that was asked by this name: one of them is wrong.
        let pairs = asked.iter().filter(|(n, _)| n == name).take(3);
        let pairs = pairs.map(|(name, value)| view! { <code>{format!("{name}={}", shortened(value))}</code>" " });
        view! { <li>{pairs.collect_view()}{field_message(error)}</li> }
    });
    let more = view! {
        <ul>{items.collect_view()}</ul>
        <p><a class="button" href=link(list)>{t("error-filter-list")}</a></p>
    };
    page(400, t("error-filter"), t("error-filter-text"), more.into_any(), request_id)
}

/// A value as it was asked; of a long one, its beginning.
fn shortened(value: &str) -> String {
    let mut characters = value.chars();
    let head: String = characters.by_ref().take(40).collect();
    if characters.next().is_some() { format!("{head}…") } else { head }
}

/// The status, and the message's key.
const fn kind(error: &Error) -> (u16, &'static str) {
    match error {
        Error::NotFound => (404, "error-not-found"),
        Error::Invalid { .. } => (422, "error-invalid"),
        Error::Conflict { .. } => (409, "error-conflict"),
        Error::WrongState => (409, "error-wrong-state"),
        Error::Unauthenticated => (401, "error-unauthenticated"),
        Error::Forbidden => (403, "error-forbidden"),
        Error::Throttled { .. } => (429, "error-throttled"),
        Error::Unavailable => (503, "error-unavailable"),
        Error::Internal => (500, "error-internal"),
    }
}

fn page(status: u16, title: String, text: String, more: AnyView, request_id: &str) -> Page {
    let id = request_id.to_owned();
    let contact = context::page().contact.as_ref().map(|email| view! { " · "{mail_link(email)} });
    let body = view! {
        <div class="page bay stack">
            <p class="eyebrow">{t_with("error-status", &[("status", status.to_string().into())])}</p>
            <h1>{title.clone()}</h1>
            <p class="lead measure">{text}</p>
            {more}
            {ways_on()}
            <p class="meta">{t("error-request")}" "<code>{id}</code>{contact}</p>
        </div>
    };
    Page { head: Head { title, private: true, ..Head::default() }, body: body.into_any() }
}

/// What was wrong with the input, by name.
fn problems(fields: &FieldErrors) -> Option<AnyView> {
    let items: Vec<_> = fields
        .iter()
        .map(|(name, error)| {
            let message = field_message(error);
            view! { <li><code>{name.to_owned()}</code>" "{message}</li> }
        })
        .collect();
    (!items.is_empty()).then(|| view! { <ul>{items}</ul> }.into_any())
}

/// The portal's sections: one of them is likely what was looked for. For staff, their desk first.
fn ways_on() -> AnyView {
    let desk = ("nav-desk", Route::StaffEvents(StaffEventQuery::default()));
    let desk = context::page().viewer.is_staff().then_some(desk);
    let public = [
        ("nav-home", Route::Home),
        ("nav-center", Route::Center(None)),
        ("nav-programmes", Route::Programmes),
        ("nav-framework", Route::Framework),
        ("nav-countries", Route::Countries),
        ("nav-events", Route::Events(EventQuery::default())),
        ("nav-search", Route::Search(Query::default())),
        ("nav-site-map", Route::SiteMap),
    ];
    let items = desk.into_iter().chain(public).map(|(key, route)| view! { <li><a href=link(&route)>{t(key)}</a></li> });
    let items = items.collect_view();
    view! {
        <h2>{t("error-ways-on")}</h2>
        <ul>{items}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use model::error::FieldError;

    use super::*;

    #[test]
    fn every_error_says_what_to_do_and_what_to_quote() {
        let fields = FieldErrors::one("year", FieldError::Choice);
        let errors = [
            (Error::NotFound, "404"),
            (Error::Invalid { fields }, "422"),
            (Error::Conflict { current: 2 }, "409"),
            (Error::WrongState, "409"),
            (Error::Unauthenticated, "401"),
            (Error::Forbidden, "403"),
            (Error::Throttled { seconds: 30 }, "429"),
            (Error::Unavailable, "503"),
            (Error::Internal, "500"),
        ];
        for (which, status) in errors {
            let page = error(&which, "id-1");
            assert!(page.head.private && !page.head.title.starts_with('['), "{which:?}: {}", page.head.title);
            let html = page.body.to_html();
            for part in [status, "id-1", "href=\"/en/events\""] {
                assert!(html.contains(part), "{which:?}: {part}: {html}");
            }
            assert!(!html.contains("[error-"), "{html}");
        }
    }

    #[test]
    fn a_wrong_filter_is_named() {
        let asked = [("year".to_owned(), "soon<b>".to_owned())];
        let list = Route::Events(EventQuery { area: "2".parse().ok(), ..EventQuery::default() });
        let html = filter(&FieldErrors::one("year", FieldError::Choice), &asked, &list, "id-1").body.to_html();
        for part in ["<code>year=soon&lt;b&gt;</code>", "400", "id-1", "href=\"/en/events?area=2\""] {
            assert!(html.contains(part), "{part}: {html}");
        }
        assert!(!html.contains("[error-"), "{html}");
    }

    #[test]
    fn a_typed_field_name_is_text() {
        let fields = FieldErrors::one("<script>", FieldError::Choice);
        let html = error(&Error::Invalid { fields }, "x").body.to_html();
        assert!(!html.contains("<script>"), "{html}");
    }
}
