//! Requests: how many, of what class, by which method, answered how and how fast.

use std::time::Duration;

use http::{Method, StatusCode};
use model::locale::Locale;

use super::{Count, Histogram, Level};

/// What sort of address was asked for: a few words, whatever people ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// A page for visitors.
    Page,
    /// The same for programs: JSON, CSV, iCalendar, Atom.
    Feed,
    /// The picture that goes with a link to a page.
    Card,
    /// The site's own files.
    Asset,
    /// The staff desk.
    Desk,
    /// Whether the portal is alive and ready.
    Health,
    /// The site map and `robots.txt`.
    Robot,
    /// Everything else: the front door, the choice of a language, what is not there.
    Other,
}

impl Class {
    /// All of them, in the order of their numbers.
    pub(crate) const ALL: [Self; 8] =
        [Self::Page, Self::Feed, Self::Card, Self::Asset, Self::Desk, Self::Health, Self::Robot, Self::Other];

    /// The class of this path, by its spelling.
    pub(crate) fn of(path: &str) -> Self {
        let mut segments = path.trim_start_matches('/').split('/');
        let (first, second) = (segments.next().unwrap_or_default(), segments.next());
        match first {
            "assets" | "pkg" | "speculation-1.json" => Self::Asset,
            "healthz" | "readyz" => Self::Health,
            "robots.txt" => Self::Robot,
            _ if first.starts_with("sitemap") && first.ends_with(".xml") => Self::Robot,
            _ if first.parse::<Locale>().is_err() => Self::Other,
            _ if second == Some("staff") => Self::Desk,
            _ if path.ends_with("/card.png") => Self::Card,
            _ if is_feed(path) => Self::Feed,
            _ => Self::Page,
        }
    }

    /// Its label.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Feed => "feed",
            Self::Card => "card",
            Self::Asset => "asset",
            Self::Desk => "desk",
            Self::Health => "health",
            Self::Robot => "robot",
            Self::Other => "other",
        }
    }
}

fn is_feed(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "json" | "csv" | "ics" | "atom"))
}

/// The labels of methods; the last stands for all others.
const METHODS: [&str; 4] = ["GET", "HEAD", "POST", "other"];
/// The statuses that there can be: 100 to 599.
const STATUSES: std::ops::Range<u16> = 100..600;

/// Requests.
#[derive(Debug)]
pub(crate) struct Requests {
    /// By class, method and status.
    counts: Box<[Count]>,
    took: [Histogram; Class::ALL.len()],
    /// Those that have no answer yet.
    pub(crate) under_way: Level,
}

impl Default for Requests {
    fn default() -> Self {
        let kinds = Class::ALL.len() * METHODS.len() * STATUSES.len();
        Self {
            counts: std::iter::repeat_with(Count::default).take(kinds).collect(),
            took: Default::default(),
            under_way: Level::default(),
        }
    }
}

impl Requests {
    /// A request was answered so, after so long.
    pub(crate) fn answered(&self, class: Class, method: &Method, status: u16, took: Duration) {
        let method = METHODS.iter().position(|name| *name == method.as_str()).unwrap_or(METHODS.len() - 1);
        if let Some(count) = place(class as usize, method, status).and_then(|place| self.counts.get(place)) {
            count.one();
        }
        if let Some(histogram) = self.took.get(class as usize) {
            histogram.observe(took);
        }
    }

    /// How many there were, by class, method and status, where there were any.
    pub(crate) fn told(&self) -> impl Iterator<Item = (Class, &'static str, u16, u64)> + '_ {
        let kinds = Class::ALL.into_iter().enumerate().flat_map(|(at, class)| {
            METHODS.iter().enumerate().flat_map(move |(m, method)| STATUSES.map(move |s| (at, class, m, *method, s)))
        });
        kinds.filter_map(|(at, class, m, method, status)| {
            let count = self.counts.get(place(at, m, status)?)?.get();
            (count > 0).then_some((class, method, status, count))
        })
    }

    /// How long they took, by class.
    pub(crate) fn took(&self) -> impl Iterator<Item = (Class, &Histogram)> {
        Class::ALL.into_iter().zip(&self.took)
    }
}

fn place(class: usize, method: usize, status: u16) -> Option<usize> {
    let status = usize::from(status.checked_sub(STATUSES.start)?);
    (status < STATUSES.len()).then_some((class * METHODS.len() + method) * STATUSES.len() + status)
}

/// What stands for the status where the client hung up before there was one: the number that nginx gives it.
pub(crate) const HUNG_UP: u16 = 499;

/// The status to count.
pub(crate) fn status(answered: Option<StatusCode>) -> u16 {
    answered.map_or(HUNG_UP, |status| status.as_u16())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_of_one_of_a_few_classes() {
        for (path, class) in [
            ("/en", Class::Page),
            ("/zh-Hans/events/mangroves", Class::Page),
            ("/en/events.json", Class::Feed),
            ("/en/events/mangroves.ics", Class::Feed),
            ("/th/events/card.png", Class::Card),
            ("/en/staff", Class::Desk),
            ("/en/staff/set-password/secret", Class::Desk),
            ("/assets/main.css", Class::Asset),
            ("/readyz", Class::Health),
            ("/sitemap-events.xml", Class::Robot),
            ("/robots.txt", Class::Robot),
            ("/", Class::Other),
            ("/metrics", Class::Other),
            ("/wp-login.php", Class::Other),
            ("/sitemap/staff", Class::Other),
        ] {
            assert_eq!(Class::of(path), class, "{path}");
        }
    }

    #[test]
    fn every_class_has_its_own_number_and_every_answer_its_own_count() {
        assert!(Class::ALL.into_iter().enumerate().all(|(number, class)| class as usize == number));
        let requests = Requests::default();
        let brew = Method::from_bytes(b"BREW").unwrap_or_default();
        for (class, method, status) in
            [(Class::Page, &Method::GET, 200), (Class::Other, &brew, 599), (Class::Page, &Method::GET, 200)]
        {
            requests.answered(class, method, status, Duration::from_millis(1));
        }
        requests.answered(Class::Page, &Method::GET, 999, Duration::ZERO);
        let told: Vec<_> = requests.told().collect();
        assert_eq!(told, [(Class::Page, "GET", 200, 2), (Class::Other, "other", 599, 1)]);
    }
}
