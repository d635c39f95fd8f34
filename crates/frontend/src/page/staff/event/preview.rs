//! An event as visitors would see it.

use leptos::prelude::*;
use model::{catalogue::Catalogue, event::Event, locale::Locale, route::Route};

use crate::{
    context::{link, locale, t, t_with},
    island::Unsaved,
    message,
    page::{Head, Page, event::show, staff::field::hidden},
};

/// The event as visitors would see it, under a bar that says that this is a preview.
#[must_use]
pub fn preview(catalogue: &Catalogue, event: &Event) -> Page {
    let edit = link(&Route::StaffEvent(event.id.clone()));
    let told = if event.status.is_public() { "staff-preview-public" } else { "staff-preview-draft" };
    let bar = view! {
        <p class="note row between" role="status"><span>{t(told)}</span>" "<a href=edit>{t("staff-back-to-event")}</a></p>
    };
    under(catalogue, event, bar.into_any())
}

/// What somebody has typed and not saved, as visitors would see it: `event` is what it would become.
///
/// The bar is a form that holds every pair of `typed`, in its order, and posts them to where they came from (`action`), in
/// the page's language or another: to be saved (`do` is `save`), to be edited on (`edit`), or to be seen in another
/// language (`preview`). `stale`: somebody has saved since the edit began.
#[must_use]
pub fn preview_typed(
    catalogue: &Catalogue,
    event: &Event,
    action: &Route,
    typed: &[(String, String)],
    stale: bool,
) -> Page {
    let fields = typed.iter().map(|(name, value)| hidden(name, value)).collect_view();
    let others = Locale::ALL
        .into_iter()
        .filter(|l| *l != locale() && (message::interface(*l) == *l || event.content.title.get(*l).is_some()))
        .map(|l| {
            let words = t_with("staff-preview-in", &[("language", t(&format!("language-{}", l.tag())).into())]);
            view! {
                <button class="button plain" type="submit" name="do" value="preview" formaction=action.path(l)>{words}</button>
            }
        })
        .collect_view();
    let bar = view! {
        <form class="note stack tight" method="post" action=link(action) data-unsaved="true">
            <p role="status">{t("staff-preview-typed")}{stale.then(|| view! { " "{t("staff-preview-stale")} })}</p>
            {fields}
            <p class="row">
                <button class="button" type="submit" name="do" value="save">{t("staff-save")}</button>
                <button class="button plain" type="submit" name="do" value="edit">{t("staff-preview-edit")}</button>
                {others}
            </p>
        </form>
        <Unsaved/>
    };
    under(catalogue, event, bar.into_any())
}

fn under(catalogue: &Catalogue, event: &Event, bar: AnyView) -> Page {
    let Page { head, body } = show(catalogue, event, String::new());
    let body = view! { <div class="page above">{bar}</div>{body} };
    // Nothing for machines: a draft is not to be found.
    let head = Head { title: head.title, description: String::new(), private: true, ..Head::default() };
    Page { head, body: body.into_any() }
}
