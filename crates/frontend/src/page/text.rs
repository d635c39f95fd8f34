//! Pages of text: the accessibility statement, the privacy page.

use leptos::prelude::*;
use model::catalogue::Catalogue;

use super::{Head, Page};
use crate::{
    card::Card,
    component::{Opening, body, opening, sources_band},
    context::{locale, plain},
    markdown::Footnotes,
};

/// A page of text.
#[must_use]
pub fn show(catalogue: &Catalogue, page: &model::page::Page) -> Page {
    let mut notes = Footnotes::new(catalogue);
    let title = plain(&page.title);
    let opening = opening(Opening {
        above: vec![],
        here: page.title.clone(),
        eyebrow: None,
        title: &page.title,
        notice: None,
        lead: Some(&page.summary),
        below: None,
    });
    let words = body(&page.title, &page.body, 2, &mut notes);
    notes.also(&page.sources);
    let body = view! {
        <article>
            {opening}
            <div class="bay"><div class="page stack editorial">{words}</div></div>
            {sources_band(&notes)}
        </article>
    };
    let card = Some(Card::page(locale(), catalogue, page.slug.as_str(), "site-name"));
    Page { head: Head { title, description: plain(&page.summary), card, ..Head::default() }, body: body.into_any() }
}

#[cfg(test)]
mod tests {
    use model::{
        locale::{Locale, Localized},
        route::Route,
    };

    use super::*;
    use crate::page::sample;

    #[test]
    fn a_text_in_another_language_says_so() {
        let page = model::page::Page {
            slug: sample::slug("privacy"),
            title: sample::both("Privacy", "隐私"),
            summary: sample::both("What is kept.", "保存的内容。"),
            body: sample::english("## One\n\nA text."),
            sources: vec![],
        };
        let catalogue = Catalogue::default();
        let html = sample::render(Locale::ZhHans, Route::Privacy, || show(&catalogue, &page));
        sample::assert_sound(&html);
        assert!(html.contains("现以英语显示"), "{html}");
        assert!(
            html.contains("lang=\"en\" class=\"prose") || html.contains("class=\"prose measure stack\" lang=\"en\""),
            "{html}"
        );
        let html = sample::render(Locale::Lo, Route::Privacy, || show(&catalogue, &page));
        assert!(!html.contains("it is shown in <span"), "the frame has said it once: {html}");
        let lao = model::page::Page { body: Localized::new(Locale::Lo, "ຂໍ້".to_owned()), ..page };
        let html = sample::render(Locale::Lo, Route::Privacy, || show(&catalogue, &lao));
        assert!(html.contains("lang=\"lo\""), "{html}");
    }
}
