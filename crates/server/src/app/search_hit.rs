//! What was found, as it is shown: a title, a passage, where it leads, when it is.

use model::{
    catalogue::Catalogue,
    event::Event,
    locale::Locale,
    plan::Plan,
    route::Route,
    search::{Hit, Kind, Moment, Passage, Target},
};

use crate::{
    search::{
        ask::Group,
        mark::{Marks, marks, passage, pieces},
        subject::{Findable, Subject, Written, page_route},
    },
    store::SearchRow,
};

/// What hits are made of.
pub(super) struct Showing<'a> {
    /// All content but events.
    pub(super) catalogue: &'a Catalogue,
    /// The events that were found.
    pub(super) events: Vec<Event>,
    /// What was looked for.
    pub(super) groups: &'a [Group],
    /// The languages to show a hit in, the best first.
    pub(super) locales: Vec<Locale>,
}

/// The languages to show hits in: the one that was asked for, the reader's, what readers of that one read, then all others.
pub(super) fn locales(asked: Option<Locale>, reader: Locale) -> Vec<Locale> {
    let best = asked.into_iter().chain([reader]).chain(reader.fallback().iter().copied());
    let mut locales: Vec<Locale> = Vec::new();
    for locale in best.chain(Locale::ALL) {
        if !locales.contains(&locale) {
            locales.push(locale);
        }
    }
    locales
}

/// A thing of any kind.
struct Thing {
    subject: Subject,
    target: Target,
    moment: Option<Moment>,
}

impl Thing {
    fn new(subject: Option<Subject>, route: Route) -> Option<Self> {
        Some(Self { subject: subject?, target: Target { route, fragment: None }, moment: None })
    }

    fn at(mut self, fragment: impl ToString) -> Self {
        self.target.fragment = Some(fragment.to_string());
        self
    }

    fn when(mut self, moment: Option<Moment>) -> Self {
        self.moment = moment;
        self
    }
}

impl Showing<'_> {
    /// The hit of a row; `None` of what has gone meanwhile.
    pub(super) fn hit(&self, row: &SearchRow) -> Option<Hit> {
        let Thing { subject, target, moment } = self.thing(row)?;
        let title = self
            .best(&subject.titles)
            .map(|(written, marks)| Passage { pieces: pieces(&written.text, &marks), locale: written.locale })?;
        let passage = self
            .best(&subject.texts)
            .map(|(written, marks)| Passage { pieces: passage(&written.text, &marks), locale: written.locale });
        Some(Hit { kind: row.kind, key: row.key.clone(), target, title, passage, moment })
    }

    /// The text that holds the most of what was looked for; of several, the one in the best language, and the first in it.
    fn best<'w>(&self, texts: &'w [Written]) -> Option<(&'w Written, Marks)> {
        let mut best: Option<(&Written, Marks)> = None;
        for locale in &self.locales {
            for written in texts.iter().filter(|written| written.locale == *locale) {
                let marks = marks(&written.text, self.groups);
                let all = marks.groups == self.groups.len();
                if best.as_ref().is_none_or(|(_, before)| marks.groups > before.groups) {
                    best = Some((written, marks));
                }
                if all {
                    return best;
                }
            }
        }
        best
    }

    fn thing(&self, row: &SearchRow) -> Option<Thing> {
        let (catalogue, key) = (self.catalogue, row.key.as_str());
        match row.kind {
            Kind::Event => event(self.events.iter().find(|event| event.id.as_str() == key)?),
            Kind::Programme => {
                let programme = catalogue.programme(key)?;
                let date = programme.since.map(|from| Moment::Date { from, until: None });
                Some(Thing::new(programme.subject(), Route::Programme(programme.slug.clone()))?.when(date))
            }
            Kind::Plan => plan(catalogue.plan(key)?),
            Kind::Area => {
                let area = catalogue.areas.iter().find(|area| area.number.get().to_string() == key)?;
                Thing::new(area.subject(), Route::Area(area.number))
            }
            Kind::Action => self.action(key),
            Kind::Edition => {
                let edition = catalogue.editions.iter().find(|edition| edition.slug == *key)?;
                let date = edition.from.map(|from| Moment::Date { from, until: edition.until });
                let thing = Thing::new(edition.subject(), Route::Programme(edition.programme.clone()))?;
                Some(thing.at(&edition.slug).when(date))
            }
            Kind::Country => {
                let country = catalogue.countries.iter().find(|country| country.code.path() == key)?;
                Thing::new(country.subject(), Route::Country(country.code))
            }
            Kind::Milestone => {
                let entry = catalogue.history.iter().find(|entry| entry.slug == *key)?;
                let date = Moment::Date { from: entry.from, until: entry.until };
                let thing = Thing::new(entry.subject(), Route::Center(None))?;
                Some(thing.at(format!("history-{}", entry.slug)).when(Some(date)))
            }
            Kind::Goal => self.goal(key),
            Kind::Page => Thing::new(catalogue.page(key)?.subject(), page_route(key)?),
        }
    }

    /// An action goes by the name of the programme that carries it out, and is told on its area's page.
    fn action(&self, key: &str) -> Option<Thing> {
        let action = self.catalogue.flagships.iter().find(|flagship| flagship.slug == *key)?;
        let programme = self.catalogue.programme(action.programme.as_str())?;
        let mut subject = action.subject()?;
        subject.titles = programme.subject()?.titles;
        Thing::new(Some(subject), Route::Area(action.area))
    }

    /// A goal has no page: it is told where a priority area serves it, else with the Framework.
    fn goal(&self, key: &str) -> Option<Thing> {
        let goal = self.catalogue.sdgs.iter().find(|sdg| sdg.number.get().to_string() == key)?;
        let area = self.catalogue.areas.iter().find(|area| area.sdgs.contains(&goal.number));
        Thing::new(goal.subject(), area.map_or(Route::Framework, |area| Route::Area(area.number)))
    }
}

fn event(event: &Event) -> Option<Thing> {
    let moment = Moment::Event { when: event.content.when.clone(), status: event.status, sample: event.sample };
    Some(Thing::new(event.subject(), Route::Event(event.content.slug.clone()))?.when(Some(moment)))
}

fn plan(plan: &Plan) -> Option<Thing> {
    let is_framework = plan.slug == *Plan::FRAMEWORK;
    let route = if is_framework { Route::Framework } else { Route::Plan(plan.slug.clone()) };
    Some(Thing::new(plan.subject(), route)?.when(Some(Moment::Years(plan.from_year, plan.to_year))))
}
