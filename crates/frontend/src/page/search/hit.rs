//! What was found, as lists: of events the date leads, as everywhere.

use leptos::prelude::*;
use model::{
    event::Status,
    locale::Locale,
    search::{Hit, Moment, Passage},
    time::When,
};

use crate::{
    component::{dated_row, sample_tag, status_tags, struck, tag_row},
    context::{in_language, interface, lang_of, link, locale, t, t_with},
    format,
};

/// The hits of one kind.
pub(super) fn list(events: bool, hits: &[Hit]) -> AnyView {
    let items = hits.iter().map(|hit| item(hit, false)).collect_view();
    let class = if events { "events" } else { "hits" };
    view! { <ol role="list" class=class>{items}</ol> }.into_any()
}

/// Hits of several kinds, each with its kind.
pub(super) fn mixed(hits: &[Hit]) -> AnyView {
    let items = hits.iter().map(|hit| item(hit, true)).collect_view();
    view! { <ol role="list" class="hits">{items}</ol> }.into_any()
}

fn item(hit: &Hit, mixed: bool) -> AnyView {
    match &hit.moment {
        Some(Moment::Event { when, status, sample }) if !mixed => event(hit, when, *status, *sample),
        _ => thing(hit, mixed),
    }
}

fn event(hit: &Hit, when: &When, status: Status, sample: bool) -> AnyView {
    let about = view! { {passage(hit)} }.into_any();
    dated_row(status, when, struck(status, title(hit)), tags(status, sample), about)
}

fn tags(status: Status, sample: bool) -> Option<AnyView> {
    tag_row([status_tags(status, [status]), sample_tag(sample)])
}

fn thing(hit: &Hit, mixed: bool) -> AnyView {
    let kind = mixed.then(|| t(&format!("search-one-{}", hit.kind.name())));
    let moment = hit.moment.as_ref().map(moment);
    let about: Vec<_> = [kind, moment].into_iter().flatten().collect();
    let about = (!about.is_empty()).then(|| view! { <p class="meta">{about.join(" · ")}</p> });
    let tags = match &hit.moment {
        Some(Moment::Event { status, sample, .. }) => tags(*status, *sample),
        _ => None,
    };
    view! { <li><h3>{title(hit)}</h3>{about}{tags}{passage(hit)}</li> }.into_any()
}

fn moment(moment: &Moment) -> String {
    match moment {
        Moment::Event { when, .. } => format::when(interface(), when),
        Moment::Date { from, until } => format::partial_span(interface(), *from, *until),
        Moment::Years(from, until) => {
            let years = [("from", from.to_string().into()), ("to", until.to_string().into())];
            t_with("framework-years", &years)
        }
    }
}

fn title(hit: &Hit) -> AnyView {
    let fragment = hit.target.fragment.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
    let href = format!("{}{fragment}", link(&hit.target.route));
    let lang = lang_of(hit.title.locale);
    view! { <a href=href lang=lang>{marked(&hit.title)}</a>{tongue(hit.title.locale)} }.into_any()
}

fn passage(hit: &Hit) -> Option<AnyView> {
    let passage = hit.passage.as_ref()?;
    let lang = lang_of(passage.locale);
    if passage.locale == hit.title.locale {
        // The title says which.
        return Some(view! { <div lang=lang>{marked(passage)}</div> }.into_any());
    }
    Some(view! { <p><span lang=lang>{marked(passage)}</span>{tongue(passage.locale)}</p> }.into_any())
}

fn marked(passage: &Passage) -> AnyView {
    passage
        .pieces
        .iter()
        .map(|piece| {
            let text = piece.text.clone();
            if piece.marked { view! { <mark>{text}</mark> }.into_any() } else { text.into_any() }
        })
        .collect_view()
        .into_any()
}

/// Names a language, where it is neither the one asked for nor that of the words around.
fn tongue(shown: Locale) -> Option<AnyView> {
    (shown != interface() && shown != locale())
        .then(|| view! { " "<span class="tongue">{in_language(shown)}</span> }.into_any())
}
