//! How a page begins: where it stands, what it is, what it says in a sentence.

use leptos::prelude::*;
use model::{locale::Localized, route::Route};

use super::text::{fallback_note, language_tag, text, text_as_noted};
use crate::context::{lang_of, other_language, pick};

/// How a page begins.
pub struct Opening<'a> {
    /// The pages above this one, from the section down.
    pub above: Vec<(String, Route)>,
    /// The page's name in the trail, short.
    pub here: Localized,
    /// What sort of thing the page is about, in a few words.
    pub eyebrow: Option<AnyView>,
    /// The heading.
    pub title: &'a Localized,
    /// What must be known before anything else: that an event is cancelled.
    pub notice: Option<AnyView>,
    /// What the page says, in a sentence or two.
    pub lead: Option<&'a Localized>,
    /// What follows the lead: notes, buttons.
    pub below: Option<AnyView>,
}

/// The trail, the heading and the lead of a page; and one note for them where they are in another language.
#[must_use]
pub fn opening(opening: Opening<'_>) -> AnyView {
    let Opening { above, here, eyebrow, title, notice, lead, below } = opening;
    let eyebrow = eyebrow.map(|words| view! { <p class="eyebrow">{words}</p> });
    let lead = lead.filter(|text| !text.is_empty()).map(|lead| lead_under(title, lead));
    view! {
        <header class="bay">
            <div class="page stack">
                {super::trail(above, step(title, &here))}
                <div class="stack tight">{eyebrow}{heading(title)}</div>
                {notice}
                {lead}
                {fallback_note(title)}
                {below}
            </div>
        </header>
    }
    .into_any()
}

/// What a page says in a sentence. The note on its title speaks for it where both are in the same language.
#[must_use]
pub fn lead_under(title: &Localized, lead: &Localized) -> AnyView {
    let told = other_language(title) == other_language(lead);
    let words = if told { text_as_noted(lead) } else { text(lead) };
    view! { <p class="lead measure">{words}</p> }.into_any()
}

/// The page's own step of the trail. The note on its title speaks for it where both are in the same language.
fn step(title: &Localized, here: &Localized) -> AnyView {
    let Some(shown) = pick(here) else { return ().into_any() };
    let told = other_language(title) == other_language(here);
    let tag = (!told).then(|| language_tag(here)).flatten();
    let lang = lang_of(shown.locale);
    view! { <span aria-current="page" lang=lang>{short(shown.value)}</span>{tag} }.into_any()
}

/// The page's one `h1`. A long one is set smaller, so that it does not fill a phone's screen.
#[must_use]
pub fn heading(title: &Localized) -> AnyView {
    let Some(shown) = pick(title) else { return ().into_any() };
    let class = is_long(shown.value).then_some("long");
    let lang = lang_of(shown.locale);
    view! { <h1 class=class lang=lang>{shown.value.clone()}</h1> }.into_any()
}

/// A name for the trail, on one line of a phone or two: the heading below it has the whole.
fn short(name: &str) -> String {
    const MOST: usize = 48;
    let mut width = 0;
    let end = name.char_indices().find_map(|(at, c)| {
        width += wide(c);
        (width > MOST).then_some(at)
    });
    match end.and_then(|end| name.get(..end)) {
        None => name.to_owned(),
        Some(cut) => {
            let at = cut.rfind(' ').filter(|at| *at > cut.len() / 2).unwrap_or(cut.len());
            format!("{}…", cut.get(..at).unwrap_or(cut).trim_end())
        }
    }
}

/// Wide characters count twice.
const fn wide(c: char) -> usize {
    if c >= '\u{2e80}' { 2 } else { 1 }
}

/// Longer than about two lines of a large heading.
fn is_long(title: &str) -> bool {
    title.chars().map(wide).sum::<usize>() > 52
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_words_in_the_trail() {
        assert_eq!(short("Forum"), "Forum");
        let name = "Sample: joint regional consultation of cities, ministries and companies";
        assert_eq!(short(name), "Sample: joint regional consultation of cities,…");
        assert_eq!(short(&"长".repeat(40)), format!("{}…", "长".repeat(24)));
    }

    #[test]
    fn long_official_names_are_set_smaller() {
        assert!(!is_long("ASEAN-China Environmental Cooperation Forum"));
        assert!(is_long("ASEAN-China Initiative of Tackling Climate Change and Improving Air Quality"));
        assert!(is_long("基于自然的解决方案：中国—东盟红树林保护伙伴关系暨能力建设交流研讨会"));
    }
}
