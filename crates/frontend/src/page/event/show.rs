//! One event.

use leptos::prelude::*;
use model::{catalogue::Catalogue, event::Event, route::Route};

use super::{
    super::{Alternate, Head, Page},
    notice::{notice, sample, start},
    share::share,
};
use crate::{
    card::Card,
    component::{
        Fact, Holds, Opening, alternates, area_links, body, country_links, facts, format_tag, formats, goals_named,
        lines, local_time, mail_link, opening, programme_links, sources_band, status_tag, text, tile_map,
    },
    context::{interface, link, locale, page, plain, t, t_with},
    format,
    markdown::Footnotes,
};

/// One event. `json_ld`: the event for machines.
#[must_use]
pub fn show(catalogue: &Catalogue, event: &Event, json_ld: String) -> Page {
    let content = &event.content;
    let title = plain(&content.title);
    let route = Route::Event(content.slug.clone());
    let alternates = alternates(&route, &title, &["ics", "json"]);
    let head = Head {
        title: title.clone(),
        description: plain(&content.summary),
        alternates: alternates.clone(),
        json_ld: vec![json_ld],
        card: Some(Card::event(locale(), event)),
        ..Head::default()
    };
    let mut notes = Footnotes::new(catalogue);
    let opening = opening(Opening {
        above: vec![(t("nav-events"), Route::Events(Default::default()))],
        here: content.title.clone(),
        eyebrow: eyebrow(catalogue, event),
        title: &content.title,
        notice: Some(view! { {sample(event)}{notice(event)} }.into_any()),
        lead: Some(&content.summary),
        below: None,
    });
    let story = body(&content.title, &content.body, 2, &mut notes);
    let body = view! {
        <article>
            {opening}
            <div class="bay">
                <div class="page split">
                    <div class="stack">
                        <div class="pane particulars stack">
                            {practical(event)}
                            {add_to_calendar(event, &route)}
                        </div>
                        {story}
                        {updated(event)}
                    </div>
                    <div class="stack">{related(catalogue, event)}</div>
                </div>
            </div>
            {event.status.is_public().then(|| onwards(event, &route, &alternates))}
            {sources_band(&notes)}
        </article>
    };
    Page { head, body: body.into_any() }
}

/// The ways to tell others, and to the same as data. A draft, in its preview, has no address yet that others could open.
fn onwards(event: &Event, route: &Route, alternates: &[Alternate]) -> AnyView {
    let (title, summary) = (plain(&event.content.title), plain(&event.content.summary));
    let address = format!("{}{}", page().origin, link(route));
    view! {
        <section class="bay quiet">
            <div class="page two">
                {share(&title, &summary, &address)}
                <div class="stack"><h2>{t("list-data")}</h2>{formats(alternates, Holds::OneEvent)}</div>
            </div>
        </section>
    }
    .into_any()
}

/// The programmes it belongs to, and how it stands.
fn eyebrow(catalogue: &Catalogue, event: &Event) -> Option<AnyView> {
    let programmes: Vec<_> = event
        .content
        .programmes
        .iter()
        .filter_map(|slug| catalogue.programme(slug.as_str()))
        .enumerate()
        .map(|(at, programme)| {
            let href = link(&Route::Programme(programme.slug.clone()));
            view! { {(at > 0).then_some(" · ")}<a href=href>{text(&programme.short_name)}</a> }
        })
        .collect();
    let status = status_tag(event).map(|tag| view! { " "{tag} });
    (!programmes.is_empty() || status.is_some()).then(|| view! { {programmes}{status} }.into_any())
}

/// When, where, and how to take part.
fn practical(event: &Event) -> AnyView {
    let content = &event.content;
    let spoken = (!content.spoken.is_empty()).then(|| {
        let names = content.spoken.iter().map(|locale| t(&format!("language-{}", locale.tag())));
        Fact::new("event-spoken", format::list(interface(), names).into_any())
    });
    let organisers =
        (!content.organisers.is_empty()).then(|| Fact::new("event-organisers", lines(&content.organisers)));
    facts([Some(when(event)), Some(place(event)), join(event), spoken, organisers, contact(event)])
}

/// When it is; for an event that does not take place, when it would have been.
fn when(event: &Event) -> Fact {
    let when = &event.content.when;
    let (at, words) = (start(when), format::when(interface(), when));
    if event.status.is_off() {
        let value = view! { <s class="struck"><time datetime=at>{words}</time></s> };
        return Fact::new("event-when-planned", value.into_any());
    }
    Fact::new("event-when", view! { <time datetime=at>{words}</time>{local_time(event)} }.into_any())
}

fn place(event: &Event) -> Fact {
    let content = &event.content;
    let venue = content.place().map(|venue| view! { <p>{text(venue)}</p> });
    let value = view! { {venue}<p>{format_tag(content.format)}</p> };
    Fact::new("event-where", value.into_any())
}

/// The link to join by, as long as there is something to join.
fn join(event: &Event) -> Option<Fact> {
    let address = event.join_link().filter(|_| !event.content.when.is_past(page().now))?;
    let words = t_with("event-join-at", &[("host", address.host_str().unwrap_or_default().to_owned().into())]);
    let href = address.to_string();
    Some(Fact::new("event-join", view! { <a href=href rel="noopener noreferrer">{words}</a> }.into_any()))
}

fn contact(event: &Event) -> Option<Fact> {
    let content = &event.content;
    let name = (!content.contact_name.is_empty()).then(|| view! { <p>{content.contact_name.clone()}</p> });
    let mail = content.contact_email.as_ref().map(|email| view! { <p>{mail_link(email)}</p> });
    (name.is_some() || mail.is_some()).then(|| Fact::new("event-contact", view! { {name}{mail} }.into_any()))
}

/// The event as a file for calendars. A calendar that has the event learns from the same file that it is off; one that
/// is over needs none, and a draft has none.
fn add_to_calendar(event: &Event, route: &Route) -> Option<AnyView> {
    let off = event.status.is_off();
    let (class, words) = if off { ("button plain", "event-calendar-off") } else { ("button", "event-calendar") };
    let href = route.representation(locale(), "ics");
    (event.status.is_public() && event.over_at() > page().now)
        .then(|| view! { <p class="row"><a class=class href=href type="text/calendar">{t(words)}</a></p> }.into_any())
}

/// What it is about: countries on the map, areas, goals, programmes.
fn related(catalogue: &Catalogue, event: &Event) -> AnyView {
    let content = &event.content;
    let map =
        (!content.countries.is_empty()).then(|| view! { <figure>{tile_map(catalogue, &content.countries)}</figure> });
    let facts = facts([
        (!content.countries.is_empty())
            .then(|| Fact::new("event-countries", country_links(catalogue, &content.countries))),
        (!content.programmes.is_empty())
            .then(|| Fact::new("event-programmes", programme_links(catalogue, &content.programmes))),
        (!content.areas.is_empty()).then(|| Fact::new("event-areas", area_links(catalogue, &content.areas))),
        (!content.sdgs.is_empty()).then(|| Fact::new("event-goals", goals_named(catalogue, &content.sdgs))),
    ]);
    view! { {map}{facts} }.into_any()
}

/// When the page last changed, by the clock of the event's place.
fn updated(event: &Event) -> AnyView {
    let at = event.updated_at.to_zoned_datetime(event.content.when.zone().rules());
    let words = t_with("event-updated", &[("date", format::date(interface(), at.date()).into())]);
    view! { <p class="meta"><time datetime=event.updated_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()>{words}</time></p> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use model::{
        event::{EventContent, Status},
        locale::Locale,
    };

    use super::*;
    use crate::page::sample;

    fn html(locale: Locale, event: &Event) -> String {
        let catalogue = sample::catalogue();
        let route = Route::Event(event.content.slug.clone());
        sample::render(locale, route, || show(&catalogue, event, "{\"@type\":\"Event\"}".to_owned()))
    }

    fn main(html: &str) -> &str {
        &html[html.find("<main").unwrap()..]
    }

    fn with(status: Status) -> Event {
        Event { status, notice: sample::english("The hall is under water."), ..sample::event() }
    }

    #[test]
    fn a_cancelled_event_says_so_before_its_date() {
        let html = html(Locale::En, &with(Status::Cancelled));
        let main = main(&html);
        let (said, date) = (main.find("This event is cancelled").unwrap(), main.find("3 December 2026").unwrap());
        assert!(said < date && main.find("The hall is under water.").unwrap() < date, "{main}");
        assert!(main.contains("Was planned for"), "{main}");
        assert!(!main.contains("https://meet.example"), "there is nothing to join");
        assert!(!main.contains("<leptos-island"), "and no time to come to");
    }

    #[test]
    fn a_rescheduled_event_strikes_its_old_time_and_tells_the_new() {
        let previous = sample::content(&[("start-date", "2026-11-30"), ("end-date", "2026-11-30")]).when;
        let event = Event { previous: Some(previous), ..with(Status::Rescheduled) };
        let html = html(Locale::En, &event);
        let main = main(&html);
        let old = main.find("<s class=\"struck\"><time datetime=\"2026-11-30T09:00:00+07:00\">").unwrap();
        assert!(old < main.find("<time datetime=\"2026-12-03T09:00:00+07:00\">").unwrap(), "{main}");
        assert!(main.contains("Was planned for:"), "the stroke is said in words, too: {main}");
    }

    #[test]
    fn a_postponed_event_does_not_claim_a_time() {
        let html = html(Locale::ZhHans, &with(Status::Postponed));
        let main = main(&html);
        assert!(main.contains("本活动已推迟") && main.contains("原定时间"), "{main}");
        assert!(main.contains("<s class=\"struck\"><time"), "{main}");
    }

    #[test]
    fn an_event_to_come_shows_the_time_of_its_place_and_the_visitor_s_own() {
        let html = html(Locale::En, &sample::event());
        let main = main(&html);
        assert!(
            main.contains("Thursday, 3 December 2026, 09:00\u{a0}–\u{2060}\u{a0}12:30, Jakarta time (UTC+7)"),
            "{main}"
        );
        assert!(main.contains("<leptos-island"), "{main}");
        assert!(
            main.contains("data-same-day=\"For you: {date}, {from}\u{a0}–\u{2060}\u{a0}{to}, {zone}\""),
            "in the page's format: {main}"
        );
        assert!(main.contains("|2026-12-04=Friday, 4 December 2026"), "and in its words: {main}");
        assert!(main.contains("href=\"/en/events/mangroves.ics\""), "{main}");
        assert!(main.contains("href=\"https://meet.example/mangroves\""), "{main}");
        sample::assert_sound(&html);
    }

    #[test]
    fn an_event_told_in_english_alone_carries_its_language_on_a_chinese_page() {
        let html = html(Locale::ZhHans, &sample::event());
        assert!(html.contains("lang=\"en\"") && html.contains("现以英语显示"));
        assert_eq!(main(&html).matches("现以").count(), 1, "said once: {}", main(&html));
        sample::assert_told(&html);
    }

    #[test]
    fn each_text_that_is_told_in_another_language_says_so() {
        // The title is there in Chinese; the rest is not.
        let content = EventContent { title: sample::both("Mangroves", "红树林"), ..sample::content(&[]) };
        let html = html(Locale::ZhHans, &Event { content, ..with(Status::Cancelled) });
        sample::assert_told(&html);
        let main = main(&html);
        // The summary, the organisers and the notice by a tag; the long text by a note.
        assert!(main.contains("About mangroves.</span> <span class=\"tongue\">英语</span>"), "{main}");
        assert!(main.contains("<li>The Center</li></ul><p> <span class=\"tongue\">"), "{main}");
        assert!(main.contains("<li>The hall is under water.</li></ul><p> <span class=\"tongue\">"), "{main}");
        assert_eq!(main.matches("现以").count(), 1, "{main}");
    }

    #[test]
    fn what_is_over_is_neither_joined_nor_put_into_a_calendar() {
        let catalogue = sample::catalogue();
        let event = sample::event();
        let route = Route::Event(event.content.slug.clone());
        let html =
            sample::render_at("2027-01-01T00:00:00Z", Locale::En, route, || show(&catalogue, &event, "{}".into()));
        assert!(!main(&html).contains("Add to calendar") && !main(&html).contains("https://meet.example"), "{html}");
    }

    #[test]
    fn a_draft_offers_no_address_that_is_not_there_yet() {
        let main = html(Locale::En, &Event { status: Status::Draft, ..sample::event() });
        let main = &main[main.find("<main").unwrap()..main.find("</main>").unwrap()];
        for gone in [".ics", ".json", "mailto:?", "share-address"] {
            assert!(!main.contains(gone), "{gone}: {main}");
        }
        assert!(main.contains("https://meet.example"), "staff see where one will join: {main}");
    }

    #[test]
    fn a_sample_is_labelled() {
        let event = Event { sample: true, ..sample::event() };
        let html = html(Locale::En, &event);
        let main = main(&html);
        assert!(main.contains("tag sample") && main.contains("made up"), "{main}");
    }

    #[test]
    fn sharing_asks_no_third_party() {
        let html = html(Locale::En, &sample::event());
        let main = main(&html);
        assert!(main.contains("value=\"https://portal.example/en/events/mangroves\""), "{main}");
        assert!(main.contains("href=\"mailto:?subject=Mangroves%2C%20together&amp;body="), "{main}");
        for elsewhere in main.match_indices("href=\"http").map(|(at, _)| &main[at + 6..]) {
            assert!(elsewhere.starts_with("https://meet.example"), "{elsewhere}");
        }
    }

    #[test]
    fn what_people_type_stays_text() {
        let script = "</textarea></title><script>alert(1)</script>\"><img onerror=alert(1)>";
        let words = sample::english(script);
        let content = EventContent {
            title: words.clone(),
            summary: words.clone(),
            body: words.clone(),
            venue: words.clone(),
            organisers: words.clone(),
            contact_name: script.to_owned(),
            ..sample::content(&[])
        };
        let event = Event { content, notice: words, status: Status::MovedOnline, ..sample::event() };
        let html = html(Locale::En, &event);
        assert!(!html.contains("<script>") && !html.contains("<img"), "{html}");
    }
}
