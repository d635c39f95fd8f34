//! The fields of each noun of the content.

use model::{
    country::Country,
    history::HistoryEntry,
    locale::Localized,
    page::Page,
    plan::{Area, Flagship, Plan},
    programme::{Edition, Programme},
    revision::Noun,
    sdg::Sdg,
    slug::Slug,
    source::Source,
    time::PartialDate,
};

use super::record::Record;
use crate::store::Document;

/// The nouns that come with the content.
pub(super) const ALL: [Noun; 10] = [
    Noun::Programme,
    Noun::Edition,
    Noun::Plan,
    Noun::Area,
    Noun::Flagship,
    Noun::History,
    Noun::Country,
    Noun::Sdg,
    Noun::Page,
    Noun::Source,
];

/// A noun that is written in files.
pub(super) trait Written: Document {
    /// Asks the record for every field the noun has, so that all mistakes are found; then makes the noun.
    fn read(record: &mut Record<'_>) -> Option<Self>;

    /// Its texts, in an order that is always the same.
    fn texts(&mut self) -> Vec<&mut Localized>;
}

impl Written for Programme {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let (slug, position, kind) = (record.key(), record.required("position"), record.required("kind"));
        let (name, short_name, summary) = (record.text("name"), record.text("short-name"), record.text("summary"));
        let since = record.optional("since");
        let areas = record.references("areas", Noun::Area);
        let sdgs = record.references("sdgs", Noun::Sdg);
        let countries = record.countries("countries");
        let parent = record.reference("parent", Noun::Programme);
        if parent.is_some() && parent == slug {
            record.complain("parent", "a programme does not belong to itself");
        }
        let sources = record.sources();
        let summary_sources = record.summary_sources();
        let body = record.body();
        Some(Self {
            slug: slug?,
            position: position?,
            kind: kind?,
            name,
            short_name,
            summary,
            body,
            since,
            areas,
            sdgs,
            countries,
            parent,
            sources,
            summary_sources,
        })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.name, &mut self.short_name, &mut self.summary, &mut self.body]
    }
}

impl Written for Edition {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let slug = record.key();
        let programme: Option<Slug> = record.required_reference("programme", Noun::Programme);
        let (number, certainty) = (record.required::<u16>("number"), record.required("certainty"));
        if number == Some(0) {
            record.complain("number", "editions are numbered from 1");
        }
        if let (Some(programme), Some(number)) = (&programme, number) {
            record.claim("number", format!("{programme} {number}"));
        }
        let number_inferred = record.required("number-inferred");
        let (from, until) = span(record);
        let online = record.optional("online").unwrap_or_default();
        let theme_paraphrased = record.optional("theme-paraphrased").unwrap_or_default();
        let (place, theme, note) =
            (record.text_if_any("place"), record.text_if_any("theme"), record.text_if_any("note"));
        let sources = record.sources();
        Some(Self {
            slug: slug?,
            programme: programme?,
            number: number?,
            number_inferred: number_inferred?,
            from,
            until,
            certainty: certainty?,
            place,
            online,
            theme,
            theme_paraphrased,
            note,
            sources,
        })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.place, &mut self.theme, &mut self.note]
    }
}

impl Written for Plan {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let slug = record.key();
        let (from_year, to_year) = (record.required::<i16>("from-year"), record.required("to-year"));
        if from_year.zip(to_year).is_some_and(|(from, to)| from > to) {
            record.complain("to-year", "before `from-year`");
        }
        let (name, short_name, summary) = (record.text("name"), record.text("short-name"), record.text("summary"));
        let sources = record.sources();
        let body = record.body();
        Some(Self { slug: slug?, from_year: from_year?, to_year: to_year?, name, short_name, summary, body, sources })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.name, &mut self.short_name, &mut self.summary, &mut self.body]
    }
}

impl Written for Area {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let (number, plan) = (record.key(), record.required_reference("plan", Noun::Plan));
        let (name, short_name, summary) = (record.text("name"), record.text("short-name"), record.text("summary"));
        let sdgs = record.references("sdgs", Noun::Sdg);
        let sources = record.sources();
        let summary_sources = record.summary_sources();
        let body = record.body();
        Some(Self { number: number?, plan: plan?, name, short_name, summary, body, sdgs, sources, summary_sources })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.name, &mut self.short_name, &mut self.summary, &mut self.body]
    }
}

impl Written for Flagship {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let (slug, position) = (record.key(), record.required("position"));
        let plan = record.required_reference("plan", Noun::Plan);
        let area = record.required_reference("area", Noun::Area);
        let programme = record.required_reference("programme", Noun::Programme);
        let summary = record.text("summary");
        let sources = record.sources();
        Some(Self {
            slug: slug?,
            plan: plan?,
            area: area?,
            programme: programme?,
            position: position?,
            summary,
            sources,
        })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.summary]
    }
}

impl Written for HistoryEntry {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let (slug, theme) = (record.key(), record.required("theme"));
        let from = record.required::<PartialDate>("from");
        let (_, until) = span(record);
        let title = record.text("title");
        let programme = record.reference("programme", Noun::Programme);
        let plan = record.reference("plan", Noun::Plan);
        let sources = record.sources();
        let body = record.body_if_any();
        Some(Self { slug: slug?, from: from?, until, theme: theme?, title, body, programme, plan, sources })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.title, &mut self.body]
    }
}

impl Written for Country {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let code = record.key::<model::country::CountryCode>();
        let (name, capital) = (record.text("name"), record.text("capital"));
        let (languages, ministry) = (record.text("languages"), record.text("ministry"));
        let (locales, zones) = (record.list("locales"), record.list("zones"));
        let asean_since = record.optional("asean-since");
        if code.is_some_and(|code| code.is_asean() != asean_since.is_some()) {
            record.complain("asean-since", "every member of ASEAN has the year it joined, and nobody else");
        }
        let sources = record.sources();
        let body = record.body_if_any();
        Some(Self { code: code?, name, capital, languages, locales, zones, ministry, asean_since, body, sources })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.name, &mut self.capital, &mut self.languages, &mut self.ministry, &mut self.body]
    }
}

impl Written for Sdg {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let (number, name) = (record.key(), record.text("name"));
        Some(Self { number: number?, name })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.name]
    }
}

impl Written for Page {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let slug = record.key();
        let (title, summary) = (record.text("title"), record.text("summary"));
        let sources = record.sources_if_any();
        let body = record.body_if_any();
        Some(Self { slug: slug?, title, summary, body, sources })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.title, &mut self.summary, &mut self.body]
    }
}

impl Written for Source {
    fn read(record: &mut Record<'_>) -> Option<Self> {
        let (slug, title, publisher) = (record.key(), record.text("title"), record.text("publisher"));
        let date = record.optional("date");
        Some(Self { slug: slug?, title, publisher, date })
    }

    fn texts(&mut self) -> Vec<&mut Localized> {
        vec![&mut self.title, &mut self.publisher]
    }
}

/// `from` and `until`, which needs a `from` that is not later.
fn span(record: &mut Record<'_>) -> (Option<PartialDate>, Option<PartialDate>) {
    let (from, until) = (record.optional("from"), record.optional::<PartialDate>("until"));
    match (from, until) {
        (None, Some(_)) if !record.has("from") => record.complain("until", "there is no `from`"),
        (Some(from), Some(until)) if PartialDate::earliest(until) < PartialDate::earliest(from) => {
            record.complain("until", "before `from`");
        }
        _ => {}
    }
    (from, until)
}
