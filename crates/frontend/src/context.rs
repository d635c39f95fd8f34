//! What the page being rendered needs to know about the request. The only place that takes things from Leptos' context.

use std::sync::Arc;

use jiff::Timestamp;
use leptos::prelude::{provide_context, use_context};
use model::{
    account::Welcome,
    locale::{Locale, Localized, Shown},
    route::Route,
    staff::Email,
    viewer::Viewer,
};

use crate::message;

/// The request, as far as pages may know it.
#[derive(Clone, Debug)]
pub struct PageContext {
    /// The language asked for: the first segment of the path.
    pub locale: Locale,
    /// The page; its address in every language follows from it. `None` on error pages.
    pub route: Option<Route>,
    /// Who asks.
    pub viewer: Viewer,
    /// What the owner of a session is told in its first minutes.
    pub welcome: Option<Welcome>,
    /// The server's clock at the request.
    pub now: Timestamp,
    /// Scheme and host for absolute links (`https://portal.example`), without a slash at the end.
    pub origin: String,
    /// Where style and scripts are.
    pub assets: Arc<Assets>,
    /// The database holds sample content: every page says so.
    pub demo: bool,
    /// Where visitors can write to, if the operator has said so.
    pub contact: Option<Email>,
}

/// The addresses of the site's own files, with their hashes.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// The module that starts the islands.
    pub islands: String,
    /// wasm-bindgen's module.
    pub module: String,
    /// The islands' wasm.
    pub wasm: String,
    /// The mark as an SVG icon.
    pub icon: String,
}

/// Makes `context` known to everything rendered under the current owner.
pub(crate) fn provide(context: PageContext) {
    provide_context(Arc::new(context));
}

/// The page's context.
///
/// Outside of [`crate::render`] there is none, and a neutral English one is given: a page is never worth a panic.
#[must_use]
pub fn page() -> Arc<PageContext> {
    use_context::<Arc<PageContext>>().unwrap_or_else(|| {
        Arc::new(PageContext {
            locale: Locale::En,
            route: None,
            viewer: Viewer::Visitor,
            welcome: None,
            now: Timestamp::UNIX_EPOCH,
            origin: String::new(),
            assets: Arc::default(),
            demo: false,
            contact: None,
        })
    })
}

/// The language asked for.
#[must_use]
pub fn locale() -> Locale {
    page().locale
}

/// The language the interface's words are in: the one asked for, if the portal has its words, else English.
#[must_use]
pub fn interface() -> Locale {
    message::interface(locale())
}

/// An interface message in the page's language.
#[must_use]
pub fn t(key: &str) -> String {
    message::message(interface(), key, &[])
}

/// An interface message with arguments: `t_with("source-cited", &[("number", 3.into())])`.
#[must_use]
pub fn t_with(key: &str, arguments: &[(&str, message::Argument)]) -> String {
    message::message(interface(), key, arguments)
}

/// The address of a page in the page's language.
#[must_use]
pub fn link(route: &Route) -> String {
    route.path(locale())
}

/// The best text for the page's reader; see [`Localized::pick`].
#[must_use]
pub fn pick<T>(text: &Localized<T>) -> Option<Shown<'_, T>> {
    text.pick(locale())
}

/// The text alone, where the language cannot be marked (titles, attributes, menus); empty where there is none.
#[must_use]
pub fn plain(text: &Localized) -> String {
    pick(text).map(|s| s.value.clone()).unwrap_or_default()
}

/// As [`plain`], with the language in words where the text is in another: for options and labels that people read.
#[must_use]
pub fn plain_told(text: &Localized) -> String {
    match other_language(text) {
        None => plain(text),
        Some(other) => t_with("text-told", &[("text", plain(text).into()), ("language", in_language(other).into())]),
    }
}

/// A language named in the page's own, as a text is said to be in it: "in Chinese".
#[must_use]
pub fn in_language(locale: Locale) -> String {
    t_with("text-in-language", &[("language", t(&format!("language-{}", locale.tag())).into())])
}

/// The `lang` of a text that is in another language than the interface around it, else `None`.
#[must_use]
pub fn lang_of(shown: Locale) -> Option<&'static str> {
    (shown != interface()).then(|| shown.tag())
}

/// The language that a text is shown in, where it is neither the one asked for nor that of the words around it: then it is
/// named, by a note or by a tag.
///
/// Where the whole page is in English because the portal has no words in the language asked for, the frame says so once;
/// then only a text in a third language is named.
#[must_use]
pub fn other_language<T>(text: &Localized<T>) -> Option<Locale> {
    let shown = pick(text)?;
    (shown.is_fallback() && shown.locale != interface()).then_some(shown.locale)
}
