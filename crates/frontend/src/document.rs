//! The frame around every page: head, masthead, main, footer; and the one function that turns a page into a document.

mod frame;
mod head;
mod tidy;

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::owner::Owner};

use crate::{
    context::{self, PageContext},
    page::Page,
};

/// Renders a whole document. `page` is called once, with the context in place.
///
/// The `<html lang>` is the interface's language. Scripts are linked only where the page holds an island.
pub fn render(context: PageContext, page: impl FnOnce() -> Page) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    owner.with(|| {
        context::provide(context);
        let context = context::page();
        let Page { head, body } = page();
        let (body, islands) = tidy::tidy(&frame::frame(&context, body).to_html());
        let head = head::head(&context, &head, islands);
        let lang = context::interface().tag();
        format!("<!DOCTYPE html>\n<html lang=\"{lang}\"><head>{head}</head><body>{body}</body></html>\n")
    })
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use model::{
        locale::Locale,
        route::Route,
        staff::StaffId,
        viewer::{Role, Viewer},
    };

    use super::*;
    use crate::{
        context::Assets,
        island::LocalTime,
        page::{Alternate, Head},
    };

    fn context(locale: Locale, route: Option<Route>) -> PageContext {
        let assets = Assets { style: "/s.css".into(), islands: "/i.js".into(), ..Assets::default() };
        PageContext {
            locale,
            route,
            viewer: Viewer::Visitor,
            welcome: None,
            now: Timestamp::UNIX_EPOCH,
            origin: "https://portal.example".to_owned(),
            assets: Arc::new(assets),
            demo: false,
            contact: None,
        }
    }

    fn titled(title: &str) -> Page {
        let head = Head { title: title.to_owned(), description: title.to_owned(), ..Head::default() };
        Page { head, body: view! { <h1>{title.to_owned()}</h1> }.into_any() }
    }

    #[test]
    fn a_title_that_is_a_script_stays_a_title() {
        let html =
            render(context(Locale::En, Some(Route::Programmes)), || titled("\"></title><script>alert(1)</script>"));
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("<title>&quot;&gt;&lt;/title&gt;&lt;script&gt;"), "{html}");
    }

    #[test]
    fn json_ld_cannot_close_its_element() {
        let html = render(context(Locale::En, Some(Route::Programmes)), || {
            let head = Head { json_ld: vec!["{\"name\":\"</script><script>\"}".to_owned()], ..Head::default() };
            Page { head, body: ().into_any() }
        });
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert!(html.contains(r#"{"name":"\u003c/script>\u003cscript>"}"#), "{html}");
    }

    #[test]
    fn a_public_page_names_itself_in_every_language() {
        let html = render(context(Locale::ZhHans, Some(Route::Countries)), || {
            let alternate = Alternate {
                media_type: "application/json",
                href: "/x.json".into(),
                title: "JSON".into(),
                of: "x".into(),
            };
            Page { head: Head { alternates: vec![alternate], ..Head::default() }, body: ().into_any() }
        });
        for part in [
            "<html lang=\"zh-Hans\">",
            "<link rel=\"canonical\" href=\"https://portal.example/zh-Hans/countries\">",
            "<link rel=\"alternate\" hreflang=\"x-default\" href=\"https://portal.example/en/countries\">",
            "<link rel=\"alternate\" type=\"application/json\" href=\"/x.json\" title=\"JSON\">",
            "<meta property=\"og:locale\" content=\"zh_CN\">",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
        assert_eq!(html.matches("rel=\"alternate\" hreflang").count(), 14);
        assert!(!html.contains("noindex"));
    }

    #[test]
    fn a_page_names_the_picture_that_goes_with_its_link() {
        let mut event = crate::page::sample::event();
        event.content.title = crate::page::sample::english("\"><script>alert(1)</script>");
        let card = crate::card::Card::event(Locale::Th, &event);
        let version = card.version();
        let html = render(context(Locale::Th, Some(Route::Countries)), || Page {
            head: Head { card: Some(card), ..Head::default() },
            body: ().into_any(),
        });
        for part in [
            &*format!(
                "<meta property=\"og:image\" content=\"https://portal.example/th/countries/card.png?v={version}\">"
            ),
            "<meta property=\"og:image:type\" content=\"image/png\">",
            "<meta property=\"og:image:width\" content=\"1200\"><meta property=\"og:image:height\" content=\"630\">",
            "<meta property=\"og:image:alt\" content=\"Event · &quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ] {
            assert!(html.contains(part), "{part}\n{html}");
        }
        assert!(!html.contains("<script"), "{html}");
    }

    #[test]
    fn pages_for_staff_and_errors_are_kept_from_search_engines() {
        for route in [None, Some(Route::SignIn)] {
            let html = render(context(Locale::En, route), || Page {
                head: Head { title: "x".to_owned(), ..Head::default() },
                body: ().into_any(),
            });
            assert!(html.contains("<meta name=\"description\" content=\"x · "), "every page says what it is: {html}");
            assert!(html.contains("noindex") && !html.contains("canonical") && !html.contains("og:"), "{html}");
        }
    }

    #[test]
    fn a_page_without_an_island_has_no_script() {
        let html = render(context(Locale::En, Some(Route::Home)), || titled("x"));
        assert!(!html.contains("<script") && !html.contains("<!>"), "{html}");
        let html = render(context(Locale::En, Some(Route::Home)), || {
            let island = view! { <LocalTime><span class="local" hidden>{"a"}{"b"}</span></LocalTime> };
            Page { head: Head::default(), body: island.into_any() }
        });
        assert!(html.contains("<script type=\"module\" src=\"/i.js\"") && !html.contains("<!>"), "{html}");
    }

    #[test]
    fn where_to_write_to_is_on_every_page_if_it_is_known() {
        let known = PageContext {
            contact: model::staff::Email::parse("a%b@portal.example").ok(),
            ..context(Locale::En, Some(Route::Home))
        };
        let html = render(known, || crate::page::error::error(&model::error::Error::NotFound, "id-1"));
        assert_eq!(html.matches("href=\"mailto:a%25b@portal.example\">a%b@portal.example<").count(), 2, "{html}");
        assert!(!render(context(Locale::En, Some(Route::Home)), || titled("x")).contains("mailto:"));
    }

    #[test]
    fn a_language_without_words_is_told_so() {
        let html = render(context(Locale::Km, Some(Route::Home)), || titled("x"));
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{html}");
        assert!(html.contains("does not speak <span lang=\"km\">ខ្មែរ</span>"), "{html}");
    }

    #[test]
    fn staff_see_who_they_are_and_the_way_out() {
        let viewer = Viewer::Staff { id: StaffId::from_stored("s".into()), name: "Linh".into(), role: Role::Editor };
        let html = render(PageContext { viewer, ..context(Locale::En, Some(Route::Home)) }, || titled("x"));
        assert!(html.contains("<b>Linh</b>") && html.contains("action=\"/en/staff/sign-out\""), "{html}");
    }
}
