//! The frame around every page: head, masthead, main, footer; and the one function that turns a page into a document.

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
        let page = page();
        let title = page.head.title.clone();
        format!(
            "<!DOCTYPE html><html lang=\"{}\"><head><title>{}</title></head><body>{}</body></html>",
            context::interface().tag(),
            title.replace('&', "&amp;").replace('<', "&lt;"),
            page.body.to_html()
        )
    })
}
