//! Fills a database with made-up events, for measurements: `cargo xtask bench` runs it.
//!
//! `fill DATA EVENTS` or, with PORTAL_DATABASE_URL in the environment, `fill - EVENTS`. Goes on where an earlier run ended:
//! the events are the same ones each time, each by its number. They are samples, and labelled as such on every page.

use std::{env, error::Error, path::PathBuf};

use jiff::{Span, Timestamp, civil::date};
use model::{
    event::{Event, EventId, Status},
    event_form::EventForm,
    locale::Locale,
};
use server::store::{Database, Store};

/// Events in one transaction.
const AT_ONCE: u32 = 5_000;
/// The days that the events are spread over, from 2010 on: most are over, as in a portal that has stood for long.
const DAYS: u32 = 6_600;
/// Words for titles, so that a search has something to tell apart.
const THINGS: [(&str, &str); 12] = [
    ("mangroves", "红树林"),
    ("air quality", "空气质量"),
    ("plastic waste", "塑料垃圾"),
    ("green buildings", "绿色建筑"),
    ("river basins", "河流流域"),
    ("coral reefs", "珊瑚礁"),
    ("urban heat", "城市热岛"),
    ("environmental data", "环境数据"),
    ("climate finance", "气候融资"),
    ("wetlands", "湿地"),
    ("waste separation", "垃圾分类"),
    ("young scholars", "青年学者"),
];
const FORMS: [(&str, &str); 5] = [
    ("Seminar on", "研讨会："),
    ("Workshop on", "研修班："),
    ("Dialogue on", "对话会："),
    ("Field visit:", "实地考察："),
    ("Training in", "培训："),
];
const COUNTRIES: [&str; 12] = ["BN", "KH", "CN", "ID", "LA", "MY", "MM", "PH", "SG", "TH", "TL", "VN"];
const ZONES: [&str; 4] = ["Asia/Shanghai", "Asia/Jakarta", "Asia/Vientiane", "Asia/Manila"];
const FORMATS: [&str; 3] = ["in-person", "online", "hybrid"];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: fill DATA EVENTS";
    let (folder, events) = (env::args().nth(1).ok_or(usage)?, env::args().nth(2).ok_or(usage)?);
    let database =
        env::var("PORTAL_DATABASE_URL").map_or_else(|_| Database::Sqlite(PathBuf::from(folder)), Database::Postgres);
    let store = Store::open(&database).await?;
    let wanted: u32 = events.parse()?;
    let mut made = u32::try_from(store.event_count().await?)?;
    while made < wanted {
        let until = wanted.min(made + AT_ONCE);
        let events = (made..until).map(event).collect::<Result<Vec<_>, _>>()?;
        store.fill(&events).await?;
        made = until;
    }
    // Of a database that was filled before there was an index.
    store.index_all().await?;
    store.settle().await?;
    store.close().await;
    println!("{made} events");
    Ok(())
}

/// The event of this number: always the same.
fn event(number: u32) -> Result<Event, Box<dyn Error>> {
    // Neighbours differ in everything: a sequence of Weyl (the golden ratio), cheap and even.
    let chance = |salt: u32, of: u32| number.wrapping_add(salt).wrapping_mul(2_654_435_769).rotate_left(salt) % of;
    let pick = |salt, of: usize| chance(salt, u32::try_from(of).unwrap_or(1)) as usize;
    let (thing, form) = (THINGS[pick(1, THINGS.len())], FORMS[pick(2, FORMS.len())]);
    let first = date(2010, 1, 1).checked_add(Span::new().days(i64::from(chance(3, DAYS))))?;
    let last = first.checked_add(Span::new().days(i64::from(chance(4, 3))))?;
    let programme = ["forum", "green-envoys", "climate-and-air-initiative"][pick(5, 3)];
    let text =
        format!("{} {} in the region, number {number}: what has been learnt, and what is next.", form.0, thing.0);
    let pairs = [
        ("title.en", format!("{} {} {number}", form.0, thing.0)),
        ("title.zh-Hans", format!("{}{} {number}", form.1, thing.1)),
        ("summary.en", text.clone()),
        ("summary.zh-Hans", format!("{}{}，第 {number} 次。", form.1, thing.1)),
        ("body.en", format!("## Programme\n\n- Opening\n- {text}\n- Closing\n")),
        ("venue.en", "A hall in the region".to_owned()),
        ("organisers.en", "Sample organiser".to_owned()),
        ("start-date", first.to_string()),
        ("start-time", "09:00".to_owned()),
        ("end-date", last.to_string()),
        ("end-time", "17:00".to_owned()),
        ("zone", ZONES[pick(6, ZONES.len())].to_owned()),
        ("format", FORMATS[pick(7, FORMATS.len())].to_owned()),
        ("countries", COUNTRIES[pick(8, COUNTRIES.len())].to_owned()),
        ("countries", COUNTRIES[pick(9, COUNTRIES.len())].to_owned()),
        ("areas", (1 + chance(10, 4)).to_string()),
        ("programmes", programme.to_owned()),
        ("spoken", "en".to_owned()),
        ("slug", format!("made-up-{number}")),
    ];
    let content = EventForm::from_pairs(pairs).parse(None, Locale::En, 1).map_err(|errors| format!("{errors:?}"))?;
    let written = Timestamp::from_second(1_262_304_000 + i64::from(number))?;
    let status = match chance(11, 40) {
        0 => Status::Draft,
        1 => Status::Cancelled,
        _ => Status::Published,
    };
    Ok(Event {
        status,
        sample: true,
        published_at: status.is_public().then_some(written),
        ..Event::first(EventId::from_stored(format!("{number:032x}")), content, written)
    })
}
