//! Text in the reader's language, or honest about being in another.

use leptos::prelude::*;
use model::locale::{Locale, Localized};

use crate::{
    context::{in_language, lang_of, other_language, pick, t, t_with},
    markdown::{self, Footnotes},
};

/// A short text, in place. Where it is in another language than the words around it, it carries its `lang`; where that is
/// not the language asked for either, a small tag beside it names the language.
#[must_use]
pub fn text(text: &Localized) -> AnyView {
    let tag = language_tag(text);
    view! { {text_as_noted(text)}{tag} }.into_any()
}

/// A short text under a note or a tag that speaks for its language already.
#[must_use]
pub fn text_as_noted(text: &Localized) -> AnyView {
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
    let tag = language_tag(text).map(|tag| view! { <p>{tag}</p> });
    view! { <ul role="list" lang=lang>{items}</ul>{tag} }.into_any()
}

/// A text in Markdown below a heading. It gets a note of its own where the one at the heading does not speak for it: where
/// it is in yet another language. `top`: the level of its headings.
#[must_use]
pub fn body(heading: &Localized, text: &Localized, top: u8, notes: &mut Footnotes<'_>) -> AnyView {
    let told = other_language(heading) == other_language(text);
    let note = (!told).then(|| fallback_note(text)).flatten();
    let prose = prose(text, top, notes);
    view! { {note}{prose} }.into_any()
}

fn prose(text: &Localized, top: u8, notes: &mut Footnotes<'_>) -> AnyView {
    let Some(shown) = pick(text) else { return ().into_any() };
    let html = markdown::to_html(shown.value, top, notes);
    let lang = lang_of(shown.locale);
    view! { <div class="prose measure stack" lang=lang inner_html=html></div> }.into_any()
}

/// Names the language of a text, in a tag beside it. `None` where it is in the page's own.
#[must_use]
pub fn language_tag<T>(text: &Localized<T>) -> Option<AnyView> {
    other_language(text).map(|other| {
        let words = in_language(other);
        view! { " "<span class="tongue">{words}</span> }.into_any()
    })
}

/// Says that a text is shown in another language, and in which. `None` where it is in the page's own.
#[must_use]
pub fn fallback_note<T>(text: &Localized<T>) -> Option<AnyView> {
    other_language(text).map(note)
}

fn note(shown: Locale) -> AnyView {
    let words = t_with("text-shown-in", &[("language", t(&format!("language-{}", shown.tag())).into())]);
    view! { <p class="note meta">{words}</p> }.into_any()
}
