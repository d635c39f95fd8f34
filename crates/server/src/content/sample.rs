//! The events of the demonstration: `content-demo/events.toml`, with dates around today.

use jiff::{Span, civil::Date};
use model::{
    country::CountryCode,
    event::{EventContent, Format, Status},
    event_form::EventForm,
    locale::{Locale, Localized},
    time::When,
};
use serde::Deserialize;

const EVENTS: &str = include_str!("../../content-demo/events.toml");

/// How every title of a sample begins, by language: nobody takes one for an announcement, wherever it is copied.
pub const LABELS: [(Locale, &str); 2] = [(Locale::En, "Sample: "), (Locale::ZhHans, "示例：")];

/// An event of the demonstration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleEvent {
    /// What staff would have written.
    pub content: EventContent,
    /// Where it stands.
    pub status: Status,
    /// What visitors are told about a cancellation or postponement.
    pub notice: Localized,
    /// When it was first told to happen, if it was rescheduled.
    pub previous: Option<When>,
    /// How one was first told to take part, if it was moved online.
    pub first_format: Option<Format>,
}

/// The samples are not as they should be. A test sees to it that this never happens.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("content-demo/events.toml: {0}")]
pub struct BadSample(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Samples {
    event: Vec<Sample>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sample {
    slug: String,
    status: Status,
    format: String,
    /// Days from today.
    first: i64,
    last: Option<i64>,
    /// Days from today; the first day that was told before.
    previously: Option<i64>,
    /// The format that was told before.
    previous_format: Option<Format>,
    /// None: whole days.
    times: Option<[String; 2]>,
    zone: String,
    programmes: Vec<String>,
    areas: Vec<u8>,
    countries: Vec<String>,
    sdgs: Vec<u8>,
    spoken: Vec<String>,
    #[serde(default)]
    join_link: String,
    en: Texts,
    #[serde(rename = "zh-Hans")]
    zh_hans: Texts,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Texts {
    title: String,
    summary: String,
    body: String,
    venue: String,
    organisers: String,
    notice: String,
}

impl Texts {
    /// The texts that staff write into the form, by field.
    fn fields(&self) -> [(&'static str, &str); 5] {
        [
            ("title", &self.title),
            ("summary", &self.summary),
            ("body", &self.body),
            ("venue", &self.venue),
            ("organisers", &self.organisers),
        ]
    }
}

/// The events, around `today`.
///
/// # Errors
/// [`BadSample`], never in a binary that passed its tests.
pub fn events(today: Date) -> Result<Vec<SampleEvent>, BadSample> {
    let samples: Samples = toml::from_str(EVENTS).map_err(|e| BadSample(e.message().to_owned()))?;
    samples.event.iter().map(|sample| sample.event(today)).collect()
}

impl Sample {
    fn event(&self, today: Date) -> Result<SampleEvent, BadSample> {
        let content = self.content(today, self.first)?;
        let previous = self.previously.map(|first| self.content(today, first)).transpose()?.map(|c| c.when);
        let mut notice = Localized::empty(Locale::En);
        for (locale, texts) in self.texts().filter(|(_, texts)| !texts.notice.is_empty()) {
            notice.set(locale, texts.notice.clone(), 1);
            notice.review(locale);
        }
        Ok(SampleEvent { content, status: self.status, notice, previous, first_format: self.previous_format })
    }

    /// The event as if it began `first` days from today. Typed into a form, so that a sample keeps all rules.
    fn content(&self, today: Date, first: i64) -> Result<EventContent, BadSample> {
        let last = first + self.last.map_or(0, |last| last - self.first);
        let day = |days| today.checked_add(Span::new().days(days)).map(|d| d.to_string()).map_err(|e| self.bad(&e));
        let mut pairs = vec![
            ("slug".to_owned(), self.slug.clone()),
            ("format".to_owned(), self.format.clone()),
            ("start-date".to_owned(), day(first)?),
            ("end-date".to_owned(), day(last)?),
            ("zone".to_owned(), self.zone.clone()),
            ("join-link".to_owned(), self.join_link.clone()),
            ("contact-name".to_owned(), "Sample contact".to_owned()),
            ("contact-email".to_owned(), "sample@example.org".to_owned()),
        ];
        match &self.times {
            None => pairs.push(("all-day".to_owned(), "on".to_owned())),
            Some([start, end]) => {
                pairs.push(("start-time".to_owned(), start.clone()));
                pairs.push(("end-time".to_owned(), end.clone()));
            }
        }
        let many =
            |name: &str, values: Vec<String>| values.into_iter().map(|v| (name.to_owned(), v)).collect::<Vec<_>>();
        pairs.extend(many("programmes", self.programmes.clone()));
        pairs.extend(many("areas", self.areas.iter().map(ToString::to_string).collect()));
        pairs.extend(many("countries", self.country_codes()));
        pairs.extend(many("sdgs", self.sdgs.iter().map(ToString::to_string).collect()));
        pairs.extend(many("spoken", self.spoken.clone()));
        for (locale, texts) in self.texts() {
            pairs.push((format!("reviewed.{locale}"), "on".to_owned()));
            pairs.extend(texts.fields().map(|(name, text)| (format!("{name}.{locale}"), text.to_owned())));
        }
        EventForm::from_pairs(pairs).parse(None, Locale::En, 1).map_err(|errors| self.bad(&format!("{errors:?}")))
    }

    fn texts(&self) -> impl Iterator<Item = (Locale, &Texts)> {
        [(Locale::En, &self.en), (Locale::ZhHans, &self.zh_hans)].into_iter()
    }

    fn country_codes(&self) -> Vec<String> {
        if self.countries == ["all"] {
            CountryCode::ALL.iter().map(ToString::to_string).collect()
        } else {
            self.countries.clone()
        }
    }

    fn bad(&self, why: &impl std::fmt::Display) -> BadSample {
        BadSample(format!("{}: {why}", self.slug))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use model::{event::Format, locale::TranslationState};

    use super::*;
    use crate::content::Content;

    fn samples() -> Vec<SampleEvent> {
        events(date(2026, 3, 10)).unwrap_or_else(|e| panic!("{e}"))
    }

    #[test]
    fn every_sample_says_that_it_is_one_in_both_languages() {
        for sample in samples() {
            for (locale, label) in LABELS {
                let title = sample.content.title.get(locale).map_or("", String::as_str);
                assert!(title.starts_with(label), "{title}");
                assert_ne!(sample.content.title.state(locale), TranslationState::Draft);
            }
        }
    }

    #[test]
    fn the_samples_show_whatever_an_event_can_be() {
        let samples = samples();
        let all = |f: &dyn Fn(&SampleEvent) -> bool| samples.iter().filter(|s| f(s)).count();
        for status in Status::ALL {
            assert!(all(&|s| s.status == status) > 0, "{status:?}");
        }
        for format in Format::ALL {
            assert!(all(&|s| s.content.format == format) > 0, "{format:?}");
        }
        for country in CountryCode::ALL {
            assert!(all(&|s| s.content.countries.contains(&country)) > 0, "{country}");
        }
        let today = date(2026, 3, 10);
        assert!(all(&|s| s.content.when.is_days()) > 0);
        assert!(all(&|s| s.content.when.last_day() < today) > 2 && all(&|s| s.content.when.first_day() > today) > 5);
        assert!(all(&|s| s.content.title.get(Locale::En).is_some_and(|t| t.len() > 190)) > 0);
        assert_eq!(all(&|s| s.previous.is_some()), all(&|s| s.status == Status::Rescheduled));
        assert_eq!(all(&|s| s.first_format.is_some()), all(&|s| s.status == Status::MovedOnline));
        let slugs: BTreeSet<_> = samples.iter().map(|s| s.content.slug.clone()).collect();
        assert_eq!(slugs.len(), samples.len());
    }

    #[test]
    fn public_samples_could_have_been_published_and_name_real_programmes() {
        let content = Content::embedded().unwrap_or_else(|e| panic!("{e:?}"));
        for sample in samples() {
            assert_eq!(sample.content.publishable(), Ok(()), "{}", sample.content.slug);
            let told = matches!(sample.status, Status::Cancelled | Status::Postponed);
            assert!(!told || sample.notice.get(Locale::En).is_some(), "{}", sample.content.slug);
            for slug in &sample.content.programmes {
                assert!(content.programmes.iter().any(|p| p.slug == *slug), "{slug}");
            }
        }
    }
}
