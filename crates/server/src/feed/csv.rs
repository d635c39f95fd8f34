//! Comma-separated values (RFC 4180).
//!
//! The text begins with a byte order mark. RFC 4180 asks for none, but Excel takes a file without one for the machine's
//! own code page, and shows Chinese, Thai or Khmer as nonsense; the readers of scripting languages skip it when told
//! `utf-8-sig`. A script is better served by the `.json` beside it.

use model::{
    event::{Event, Format},
    locale::{Locale, Localized},
    route::Route,
    time::When,
};

use super::Site;

/// The media type (RFC 4180, section 3).
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The columns. The names do not depend on the language, are never renamed or reordered, and new ones are added at the
/// end.
const COLUMNS: [&str; 40] = [
    "id",
    "url",
    "status",
    "sample",
    "title",
    "title_language",
    "summary",
    "summary_language",
    "first_day",
    "last_day",
    "start",
    "end",
    "time_zone",
    "whole_days",
    "previous_start",
    "previous_end",
    "format",
    "venue",
    "venue_language",
    "join_link",
    "spoken_languages",
    "programmes",
    "areas",
    "countries",
    "sdgs",
    "organisers",
    "organisers_language",
    "contact_name",
    "contact_email",
    "notice",
    "notice_language",
    "body",
    "body_language",
    "slug",
    "languages",
    "version",
    "published_at",
    "created_at",
    "updated_at",
    "first_format",
];

/// The events as a table, one a row, in the order given. Lists within a cell are separated by a space.
#[must_use]
pub fn list(site: &Site<'_>, events: &[Event]) -> String {
    head() + &rows(site, events)
}

/// What a table begins with.
#[must_use]
pub fn head() -> String {
    format!("{BYTE_ORDER_MARK}{}", records([COLUMNS]))
}

/// The events as rows, to be put after [`head`] and each other.
#[must_use]
pub fn rows(site: &Site<'_>, events: &[Event]) -> String {
    records(events.iter().map(|event| row(site, event)))
}

fn records<T: AsRef<[u8]>>(records: impl IntoIterator<Item = [T; 40]>) -> String {
    let mut out = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    // Writing to memory does not fail, and every row has the same columns.
    let written = records.into_iter().try_for_each(|record| out.write_record(record));
    debug_assert!(written.is_ok(), "{written:?}");
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn row(site: &Site<'_>, event: &Event) -> [String; 40] {
    let c = &event.content;
    let [title, title_language] = localized(site, &c.title);
    let [summary, summary_language] = localized(site, &c.summary);
    let [venue, venue_language] = c.place().map_or_else(Default::default, |place| localized(site, place));
    let [organisers, organisers_language] = localized(site, &c.organisers);
    let [notice, notice_language] = localized(site, &event.notice);
    let [body, body_language] = localized(site, &c.body);
    let [start, end] = instants(&c.when);
    let [previous_start, previous_end] = event.first_told().map(instants).unwrap_or_default();
    [
        event.id.to_string(),
        site.url(&Route::Event(c.slug.clone())),
        event.status.name().to_owned(),
        event.sample.to_string(),
        title,
        title_language,
        summary,
        summary_language,
        c.when.first_day().to_string(),
        c.when.last_day().to_string(),
        start,
        end,
        c.when.zone().to_string(),
        c.when.is_days().to_string(),
        previous_start,
        previous_end,
        c.format.name().to_owned(),
        venue,
        venue_language,
        event.join_link().map(ToString::to_string).unwrap_or_default(),
        joined(c.spoken.iter().copied().map(Locale::tag)),
        joined(&c.programmes),
        joined(c.areas.iter().map(|a| a.get())),
        joined(&c.countries),
        joined(c.sdgs.iter().map(|s| s.get())),
        organisers,
        organisers_language,
        harmless(&c.contact_name),
        harmless(c.contact_email.as_ref().map_or("", |e| e.as_str())),
        notice,
        notice_language,
        body,
        body_language,
        c.slug.to_string(),
        joined(c.title.locales()),
        event.version.to_string(),
        event.published_at.map(|at| at.to_string()).unwrap_or_default(),
        event.created_at.to_string(),
        event.updated_at.to_string(),
        event.first_told_format().map_or("", Format::name).to_owned(),
    ]
}

fn localized(site: &Site<'_>, text: &Localized) -> [String; 2] {
    site.pick(text).map_or_else(Default::default, |s| [harmless(s.value), s.locale.tag().to_owned()])
}

/// The first and the last instant, with the offset of the place; for whole days, their first and last midnight. Empty for an
/// end that is not known.
fn instants(when: &When) -> [String; 2] {
    [Some(when.starts_at()), when.known_end()]
        .map(|at| at.map(|at| super::json::offset_time(at, when.zone())).unwrap_or_default())
}

fn joined<T: ToString>(values: impl IntoIterator<Item = T>) -> String {
    values.into_iter().map(|v| v.to_string()).collect::<Vec<_>>().join(" ")
}

/// A text that a spreadsheet does not run as a formula (OWASP, "CSV Injection"): where it begins like one, it gets an
/// apostrophe before it, which spreadsheets take as "this is text".
fn harmless(text: &str) -> String {
    let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(begins) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::sample, *};

    fn rows(events: &[Event]) -> Vec<Vec<String>> {
        let catalogue = sample::catalogue();
        let table = list(&sample::site(&catalogue, Locale::ZhHans), events);
        let table = table.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("no byte order mark"));
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
        reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    fn cell(rows: &[Vec<String>], column: &str) -> String {
        let at = rows[0].iter().position(|c| c == column).unwrap_or_else(|| panic!("{column}"));
        rows[1][at].clone()
    }

    #[test]
    fn every_row_has_the_columns_of_the_header() {
        let rows = rows(&[sample::usual(), sample::usual()]);
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[0], COLUMNS);
        assert_eq!(cell(&rows, "title"), "Mangroves");
        assert_eq!(cell(&rows, "title_language"), "en");
        assert_eq!(cell(&rows, "start"), "2026-12-03T09:00:00+07:00");
        assert_eq!(cell(&rows, "countries"), "LA");
        assert_eq!(cell(&rows, "published_at"), "2026-01-05T00:00:00Z");
    }

    #[test]
    fn lines_end_as_the_standard_says() {
        let catalogue = sample::catalogue();
        let table = list(&sample::site(&catalogue, Locale::En), &[sample::usual()]);
        assert_eq!(table.matches("\r\n").count(), 2);
        assert!(table.ends_with("\r\n"));
    }

    proptest! {
        #[test]
        fn no_text_is_run_as_a_formula(words in "[=+@\\-\t\r\n＝＋－＠ a]{1,3}.{0,20}") {
            let row = rows(&[sample::worded(&words)]).remove(1);
            for cell in row {
                let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
                prop_assert!(!cell.starts_with(begins), "{cell:?}");
            }
        }

        #[test]
        fn any_other_text_comes_back_as_it_was_written(words in "[^=+@\\-\t\r\n＝＋－＠].{0,60}") {
            prop_assert_eq!(cell(&rows(&[sample::worded(&words)]), "title"), words);
        }
    }
}
