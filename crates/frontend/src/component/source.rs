//! Where the facts of a page come from.

use leptos::prelude::*;

use crate::{
    context::{interface, t, t_with},
    format,
    markdown::{Cited, Footnotes},
};

/// The sources that the page cites, numbered as cited, each with the ways back to its citations. An `h2` leads them.
///
/// Name the sources that stand behind the page as a whole with [`Footnotes::also`] before.
#[must_use]
pub fn sources(notes: &Footnotes<'_>) -> AnyView {
    if notes.cited().is_empty() {
        return ().into_any();
    }
    let items = notes.cited().iter().map(item).collect_view();
    view! {
        <section class="sources" aria-labelledby="sources">
            <h2 id="sources">{t("sources-title")}</h2>
            <ol>{items}</ol>
        </section>
    }
    .into_any()
}

/// The sources as the last band of a page.
#[must_use]
pub fn sources_band(notes: &Footnotes<'_>) -> AnyView {
    if notes.cited().is_empty() {
        return ().into_any();
    }
    view! { <div class="bay"><div class="page">{sources(notes)}</div></div> }.into_any()
}

fn item(cited: &Cited<'_>) -> AnyView {
    let source = cited.source;
    let slug = source.slug.to_string();
    let date = source.date.map(|date| format!(", {}", format::partial(interface(), date)));
    let publisher = (!source.publisher.is_empty()).then(|| view! { ". "{super::text(&source.publisher)} });
    let backs = (1..=cited.uses)
        .map(|n| {
            let label = t_with("source-back", &[("number", n.into())]);
            view! { " "<a class="back" href=format!("#cite-{slug}-{n}") aria-label=label>{n}</a> }
        })
        .collect_view();
    let backs =
        (cited.uses > 0).then(|| view! { " "<span class="backs"><span aria-hidden="true">"↑"</span>{backs}</span> });
    view! { <li id=format!("source-{slug}")><cite>{super::text(&source.title)}</cite>{publisher}{date}{backs}</li> }
        .into_any()
}
