//! Pages of text: the accessibility statement, the privacy page.

use leptos::prelude::*;
use model::catalogue::Catalogue;

use super::{Head, Page};
use crate::{
    component::{body, sources, text, trail},
    context::plain,
    markdown::Footnotes,
};

/// A page of text.
#[must_use]
pub fn show(catalogue: &Catalogue, page: &model::page::Page) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let title = plain(&page.title);
    let words = body(&page.body, 2, &mut notes);
    notes.also(&page.sources);
    let body = view! {
        <div class="page bay stack">
            {trail(vec![], title.clone())}
            <h1>{text(&page.title)}</h1>
            <p class="lead measure">{text(&page.summary)}</p>
            {words}
            {sources(&notes)}
        </div>
    };
    Page { head: Head { title, description: plain(&page.summary), ..Head::default() }, body: body.into_any() }
}
