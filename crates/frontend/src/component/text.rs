//! Text in the reader's language, or honest about being in another.

use leptos::prelude::*;
use model::locale::{Locale, Localized};

use crate::{
    context::{interface, lang_of, pick, t_with},
    markdown::{self, Footnotes},
};

/// A short text, in place. Where it is in another language than the words around it, it carries its `lang`.
#[must_use]
pub fn text(text: &Localized) -> AnyView {
    let Some(shown) = pick(text) else { return ().into_any() };
    let value = shown.value.clone();
    match lang_of(shown.locale) {
        None => value.into_any(),
        Some(lang) => view! { <span lang=lang>{value}</span> }.into_any(),
    }
}

/// A text of several lines, each an item of a list. Nothing for no text.
#[must_use]
pub fn lines(text: &Localized) -> AnyView {
    let Some(shown) = pick(text) else { return ().into_any() };
    let lang = lang_of(shown.locale);
    let items: Vec<String> = shown.value.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    if items.is_empty() {
        return ().into_any();
    }
    let items = items.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! { <ul role="list" lang=lang>{items}</ul> }.into_any()
}

/// A text in Markdown, under a note where it is in another language than the page. `top`: the level of its headings.
#[must_use]
pub fn body(text: &Localized, top: u8, notes: &mut Footnotes<'_>) -> AnyView {
    let note = fallback_note(text);
    let prose = prose(text, top, notes);
    view! { {note}{prose} }.into_any()
}

/// A text in Markdown, for places where a note beside it speaks for its language. `top`: the level of its headings.
#[must_use]
pub fn prose(text: &Localized, top: u8, notes: &mut Footnotes<'_>) -> AnyView {
    let Some(shown) = pick(text) else { return ().into_any() };
    let html = markdown::to_html(shown.value, top, notes);
    let lang = lang_of(shown.locale);
    view! { <div class="prose measure stack" lang=lang inner_html=html></div> }.into_any()
}

/// Says that a text is shown in another language, and in which. `None` where it is in the page's own.
///
/// Where the whole page is in English because the portal has no words in the language asked for, the frame says so once;
/// then only a text in a third language gets a note of its own.
#[must_use]
pub fn fallback_note<T>(text: &Localized<T>) -> Option<AnyView> {
    let shown = pick(text)?;
    let differs = shown.is_fallback() && shown.locale != interface();
    differs.then(|| note(shown.locale))
}

fn note(shown: Locale) -> AnyView {
    // The endonym is in its own language: it is set apart by an element, so that it carries its lang.
    let words = t_with("text-shown-in", &[("language", "\u{1}".into())]);
    let (before, after) = words.split_once('\u{1}').unwrap_or((words.as_str(), ""));
    let (before, after) = (before.to_owned(), after.to_owned());
    view! {
        <p class="note meta">{before}<span lang=shown.tag()>{shown.endonym()}</span>{after}</p>
    }
    .into_any()
}
