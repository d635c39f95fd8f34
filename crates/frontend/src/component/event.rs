//! Rows of events: the date leads.

use std::collections::BTreeSet;

use jiff::civil::Date;
use leptos::prelude::*;
use model::{
    catalogue::Catalogue,
    event::{Event, Status},
    route::Route,
    time::When,
};

use crate::{
    context::{interface, link, t, t_with},
    format,
    island::LocalTime,
};

/// The event's time on the visitor's own clock, in the words of the page: an island, hidden until the browser has something
/// to add. `None` for whole days, and for events that do not take place at their time.
#[must_use]
pub fn local_time(event: &Event) -> Option<AnyView> {
    let when = &event.content.when;
    if when.is_days() || !event.status.takes_place() {
        return None;
    }
    let offset = when.zone().rules().to_offset(when.starts_at()).seconds() / 60;
    let (start, end) = (when.starts_at().to_string(), when.ends_at().to_string());
    let [moment, same_day, several_days] =
        format::when_patterns(interface()).map(|pattern| t_with("date-local", &[("time", pattern.into())]));
    let days = days_elsewhere(when);
    // Room for the sentence is kept from the beginning, so that nothing moves when it comes.
    let elsewhere = format::when_at(interface(), when, "UTC+00:00");
    let room = t_with("date-local", &[("time", elsewhere.into())]);
    let same = t("date-local-same");
    Some(
        view! {
            <LocalTime>
                <div class="local-room" data-room=room>
                    <p
                        class="local"
                        hidden
                        data-start=start
                        data-end=end
                        data-offset=offset
                        data-days=days
                        data-moment=moment
                        data-same-day=same_day
                        data-several-days=several_days
                        data-same=same
                    ></p>
                </div>
            </LocalTime>
        }
        .into_any(),
    )
}

/// The days that the event may begin and end on by clocks elsewhere, each as the page writes it. No two clocks of the world
/// are more than a day and two hours apart.
fn days_elsewhere(when: &When) -> String {
    let around = |day: Date| [day.yesterday().ok(), Some(day), day.tomorrow().ok()].into_iter().flatten();
    let days: BTreeSet<Date> = around(when.first_day()).chain(around(when.last_day())).collect();
    let days = days.into_iter().map(|day| format!("{day}={}", format::weekday_date(interface(), day)));
    days.collect::<Vec<_>>().join("|")
}

/// The events as a list, or the words at `empty` where there are none. Each title is an `h3`.
#[must_use]
pub fn event_list(catalogue: &Catalogue, events: &[Event], empty: &str) -> AnyView {
    if events.is_empty() {
        return view! { <p class="meta">{t(empty)}</p> }.into_any();
    }
    let rows = events.iter().map(|event| event_row(catalogue, event)).collect_view();
    view! { <ul role="list" class="events">{rows}</ul> }.into_any()
}

/// One event as an item of a list.
#[must_use]
pub fn event_row(catalogue: &Catalogue, event: &Event) -> AnyView {
    let content = &event.content;
    let href = link(&Route::Event(content.slug.clone()));
    let title = struck(event.status, super::text(&content.title));
    let title = view! { <a href=href>{title}</a> }.into_any();
    let tags = tag_row([super::status_tag(event), super::sample_tag(event.sample)]);
    let about = view! { {place_and_time(event)}{programmes(catalogue, event)} }.into_any();
    dated_row(event.status, &content.when, title, tags, about)
}

/// A row that the date leads. `title`: with its link.
#[must_use]
pub fn dated_row(status: Status, when: &When, title: AnyView, tags: Option<AnyView>, about: AnyView) -> AnyView {
    let block = format::date_block(interface(), when);
    let day = when.first_day().to_string();
    let several = (when.first_day() != when.last_day()).then_some("span");
    // The day of what is postponed holds no more. The tag says so to those who do not see the stroke.
    let class = match status {
        Status::Cancelled => "event off",
        Status::Postponed => "event undated",
        _ => "event",
    };
    view! {
        <li class=class>
            <time class="date" datetime=day>
                <span>{block.month}</span>" "<b class=several>{block.days}</b>" "<span>{block.year}</span>
            </time>
            <div>
                <h3>{title}</h3>
                {tags}
                {about}
            </div>
        </li>
    }
    .into_any()
}

/// The title of what is cancelled is struck.
#[must_use]
pub fn struck(status: Status, title: AnyView) -> AnyView {
    if status == Status::Cancelled { view! { <s class="struck">{title}</s> }.into_any() } else { title }
}

/// These tags in a row, where there are any.
#[must_use]
pub fn tag_row(tags: [Option<AnyView>; 2]) -> Option<AnyView> {
    tags.iter().any(Option::is_some).then(|| {
        let tags = tags.into_iter().flatten().collect_view();
        view! { <p class="row">{tags}</p> }.into_any()
    })
}

fn place_and_time(event: &Event) -> AnyView {
    let content = &event.content;
    let venue = content.place().map(super::text);
    let form = t(&format!("format-{}", content.format.name())).into_any();
    let hours = event.status.takes_place().then(|| format::hours(interface(), &content.when)).flatten();
    let pieces = [venue, Some(form), hours.map(IntoAny::into_any)];
    let pieces = pieces
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(i, piece)| view! { {(i > 0).then_some(" · ")}{piece} })
        .collect_view();
    view! { <p class="meta">{pieces}</p> }.into_any()
}

fn programmes(catalogue: &Catalogue, event: &Event) -> Option<AnyView> {
    let of: Vec<_> = event.content.programmes.iter().filter_map(|slug| catalogue.programme(slug.as_str())).collect();
    (!of.is_empty()).then(|| {
        let names = of
            .into_iter()
            .enumerate()
            .map(|(i, p)| view! { {(i > 0).then_some(" · ")}{super::text(&p.short_name)} })
            .collect_view();
        view! { <p class="meta">{names}</p> }.into_any()
    })
}
