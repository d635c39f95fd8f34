//! What changed, by whom, when and why.

use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::Event,
    revision::{FieldChange, Revision},
    route::Route,
};

use crate::{
    component::{Table, TableRow, pager, table},
    context::{link, plain, t, t_with},
    page::{
        Page,
        staff::{
            account::private,
            difference::{after_view, before_view, pieces},
            words::{actor, field_label, field_language, moment, order, values_words},
        },
    },
};

/// A page of the event's revisions, those before version `before`, latest first, each with its differences. Versions are
/// counted from 1 without a gap, so the last one shown tells whether there are more.
#[must_use]
pub fn revisions(catalogue: &Catalogue, event: &Event, revisions: &[Revision], before: Option<i64>) -> Page {
    let title = t("staff-revisions-title");
    let name = plain(&event.content.title);
    let back = link(&Route::StaffEvent(event.id.clone()));
    let page_before = |before| Route::StaffEventRevisions(event.id.clone(), before);
    let latest = before.map(|_| page_before(None));
    let earlier = revisions.last().filter(|last| last.version > 1).map(|last| page_before(Some(last.version)));
    let items = revisions.iter().map(|shown| revision(catalogue, shown)).collect_view();
    let none = revisions.is_empty().then(|| view! { <p class="empty">{t("staff-revisions-none")}</p> });
    let body = view! {
        <div class="page bay desk">
            <p class="eyebrow"><a href=back>{name.clone()}</a></p>
            <h1>{title.clone()}</h1>
            <p class="lead measure">{t("staff-revisions-why")}</p>
            {none}
            {items}
            {pager(latest, earlier)}
        </div>
    };
    Page { head: private(format!("{title} – {name}")), body: body.into_any() }
}

fn revision(catalogue: &Catalogue, revision: &Revision) -> AnyView {
    let heading = t_with("staff-revision", &[("version", revision.version.to_string().into())]);
    let change = t(&format!("staff-change-{}", revision.change.name()));
    let id = format!("revision-{}", revision.version);
    let labelled = id.clone();
    let note = (!revision.note.is_empty()).then(|| view! { <blockquote><p>{revision.note.clone()}</p></blockquote> });
    view! {
        <section class="revision stack tight" aria-labelledby=labelled>
            <h2 id=id>{heading}</h2>
            <p class="row">
                <span class="tag">{change}</span>
                <b>{actor(&revision.by)}</b>
                <span class="meta">{moment(revision.at)}</span>
            </p>
            {note}
            {changes(catalogue, revision)}
        </section>
    }
    .into_any()
}

/// The fields that changed, in the order in which people read an event. Where nothing was there before, there is no column
/// for it.
fn changes(catalogue: &Catalogue, revision: &Revision) -> Option<AnyView> {
    let mut fields: Vec<&FieldChange> = revision.fields.iter().collect();
    fields.sort_by_key(|change| order(&change.field));
    let first = fields.iter().all(|change| change.before.is_empty());
    let before = (!first).then_some("staff-column-before");
    let columns = ["staff-column-field"].into_iter().chain(before).chain(["staff-column-after"]);
    (!fields.is_empty()).then(|| {
        table(Table {
            caption: t_with("staff-revision-caption", &[("version", revision.version.to_string().into())]),
            columns: columns.map(t).collect(),
            rows: fields.into_iter().map(|change| row(catalogue, change, first)).collect(),
        })
    })
}

fn row(catalogue: &Catalogue, change: &FieldChange, first: bool) -> TableRow {
    let field = &change.field;
    let lang = field_language(field);
    let words = |values: &[String]| values_words(catalogue, field, values);
    let [before, after] = pieces(&words(&change.before), &words(&change.after));
    let cell = |view: AnyView| view! { <div class="versus" lang=lang>{view}</div> }.into_any();
    TableRow {
        id: None,
        head: field_label(field).into_any(),
        cells: if first {
            vec![cell(after_view(after))]
        } else {
            vec![cell(before_view(before)), cell(after_view(after))]
        },
    }
}
