//! Typed paths. Every link is built here, so that no address is spelled twice.

use crate::{
    country::CountryCode,
    event::{EventId, EventQuery, StaffEventQuery, Status},
    history::Theme,
    locale::Locale,
    plan::AreaNumber,
    search::Query,
    slug::Slug,
};

/// A page of the portal, in any language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// The front page.
    Home,
    /// The Center's story and history; the history may be filtered by theme.
    Center(Option<Theme>),
    /// All programmes.
    Programmes,
    /// One programme.
    Programme(Slug),
    /// The Framework 2021-2025.
    Framework,
    /// One priority area of the Framework.
    Area(AreaNumber),
    /// An earlier strategy.
    Plan(Slug),
    /// The map and the twelve countries.
    Countries,
    /// One country.
    Country(CountryCode),
    /// The events that match.
    Events(EventQuery),
    /// One event.
    Event(Slug),
    /// What is found for a query.
    Search(Query),
    /// What is offered to somebody who has typed this much; machines alone read it, as `json`.
    Suggestions(String),
    /// How browsers search the portal by themselves; they alone read it.
    OpenSearch,
    /// The accessibility statement.
    Accessibility,
    /// The privacy page.
    Privacy,
    /// All pages on one.
    SiteMap,
    /// Where staff sign in.
    SignIn,
    /// Where signing out is posted.
    SignOut,
    /// Where a code is asked for after the password.
    SignInCode,
    /// The reader's own account.
    Account,
    /// A new password for it.
    AccountPassword,
    /// Its second factor.
    SecondFactor,
    /// New recovery codes.
    RecoveryCodes,
    /// The second factor turned off.
    SecondFactorOff,
    /// Where it is signed in.
    AccountSessions,
    /// What happened to it, latest first; before an entry.
    AccountLog(Option<i64>),
    /// Where the link for a new password leads; the token is in the path.
    SetPassword(String),
    /// The staff desk: events that match.
    StaffEvents(StaffEventQuery),
    /// A new event.
    StaffEventNew,
    /// An event's edit page.
    StaffEvent(EventId),
    /// An event as visitors would see it.
    StaffEventPreview(EventId),
    /// An event's revisions, latest first; those before a version.
    StaffEventRevisions(EventId, Option<i64>),
    /// Where a change of status is posted, and asked to be confirmed.
    StaffEventStatus(EventId, StatusChange),
}

/// A change of an event's status, as a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StatusChange {
    /// Show it to visitors.
    Publish,
    /// Take it back from visitors.
    Unpublish,
    /// Call it off.
    Cancel,
    /// Put it off.
    Postpone,
    /// Tell visitors something about it, or tell it otherwise. Where it stands stays as it is.
    Notice,
}

impl StatusChange {
    /// Every change.
    pub const ALL: [Self; 5] = [Self::Publish, Self::Unpublish, Self::Cancel, Self::Postpone, Self::Notice];

    /// The name, as in addresses and Fluent keys (`staff-cancel`).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
            Self::Cancel => "cancel",
            Self::Postpone => "postpone",
            Self::Notice => "notice",
        }
    }

    /// The changes that make sense where an event stands, in the order they are offered.
    #[must_use]
    pub const fn possible(status: Status) -> &'static [Self] {
        match status {
            Status::Draft => &[Self::Publish],
            Status::Published | Status::Rescheduled | Status::MovedOnline => {
                &[Self::Notice, Self::Postpone, Self::Cancel, Self::Unpublish]
            }
            Status::Postponed => &[Self::Notice, Self::Publish, Self::Cancel, Self::Unpublish],
            Status::Cancelled => &[Self::Notice, Self::Publish, Self::Unpublish],
        }
    }

    /// The change of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}

impl Route {
    /// The address in one language: a path, and a query where there is one.
    #[must_use]
    pub fn path(&self, locale: Locale) -> String {
        let (path, query) = self.parts();
        with_query(format!("/{locale}{path}"), &query)
    }

    /// The address of another representation: `json`, `csv`, `ics` or `atom`.
    #[must_use]
    pub fn representation(&self, locale: Locale, extension: &str) -> String {
        let (path, query) = self.parts();
        with_query(format!("/{locale}{path}.{extension}"), &query)
    }

    /// The address of the page's card: the picture that goes with a link to it. A list has one card, however it is filtered.
    ///
    /// `version` names what the card shows, so that an edit gives it another address; the bare address answers, too.
    #[must_use]
    pub fn card(&self, locale: Locale, version: Option<&str>) -> String {
        let (path, _) = self.parts();
        let version: Vec<_> = version.iter().map(|version| ("v", (*version).to_owned())).collect();
        with_query(format!("/{locale}{path}/card.png"), &version)
    }

    /// Pages for visitors, which search engines may keep; the others are for staff.
    #[must_use]
    pub const fn is_public(&self) -> bool {
        !matches!(
            self,
            Self::SignIn
                | Self::SignOut
                | Self::SignInCode
                | Self::Account
                | Self::AccountPassword
                | Self::SecondFactor
                | Self::RecoveryCodes
                | Self::SecondFactorOff
                | Self::AccountSessions
                | Self::AccountLog(_)
                | Self::SetPassword(_)
                | Self::StaffEvents(_)
                | Self::StaffEventNew
                | Self::StaffEvent(_)
                | Self::StaffEventPreview(_)
                | Self::StaffEventRevisions(..)
                | Self::StaffEventStatus(..)
        )
    }

    /// The path below the language, and the query's pairs.
    fn parts(&self) -> (String, Vec<(&'static str, String)>) {
        let plain = |path: &str| (path.to_owned(), Vec::new());
        match self {
            Self::Home => plain(""),
            Self::Center(theme) => {
                ("/center".to_owned(), theme.iter().map(|t| ("theme", t.name().to_owned())).collect())
            }
            Self::Programmes => plain("/programmes"),
            Self::Programme(slug) => plain(&format!("/programmes/{slug}")),
            Self::Framework => plain("/framework"),
            Self::Area(number) => plain(&format!("/framework/areas/{}", number.get())),
            Self::Plan(slug) => plain(&format!("/plans/{slug}")),
            Self::Countries => plain("/countries"),
            Self::Country(code) => plain(&format!("/countries/{}", code.path())),
            Self::Events(query) => ("/events".to_owned(), query.pairs()),
            Self::Event(slug) => plain(&format!("/events/{slug}")),
            Self::Search(query) => ("/search".to_owned(), query.pairs()),
            Self::Suggestions(typed) => ("/search/suggestions".to_owned(), vec![("q", typed.clone())]),
            Self::OpenSearch => plain("/opensearch.xml"),
            Self::Accessibility => plain("/accessibility"),
            Self::Privacy => plain("/privacy"),
            Self::SiteMap => plain("/site-map"),
            Self::SignIn => plain("/staff/sign-in"),
            Self::SignOut => plain("/staff/sign-out"),
            Self::SignInCode => plain("/staff/sign-in/code"),
            Self::Account => plain("/staff/account"),
            Self::AccountPassword => plain("/staff/account/password"),
            Self::SecondFactor => plain("/staff/account/second-factor"),
            Self::RecoveryCodes => plain("/staff/account/second-factor/codes"),
            Self::SecondFactorOff => plain("/staff/account/second-factor/off"),
            Self::AccountSessions => plain("/staff/account/sessions"),
            Self::AccountLog(before) => {
                let query = before.iter().map(|number| ("before", number.to_string())).collect();
                ("/staff/account/log".to_owned(), query)
            }
            Self::SetPassword(token) => plain(&format!("/staff/set-password/{token}")),
            Self::StaffEvents(query) => ("/staff/events".to_owned(), query.pairs()),
            Self::StaffEventNew => plain("/staff/events/new"),
            Self::StaffEvent(id) => plain(&format!("/staff/events/{id}")),
            Self::StaffEventPreview(id) => plain(&format!("/staff/events/{id}/preview")),
            Self::StaffEventRevisions(id, before) => {
                let query = before.iter().map(|version| ("before", version.to_string())).collect();
                (format!("/staff/events/{id}/revisions"), query)
            }
            Self::StaffEventStatus(id, change) => plain(&format!("/staff/events/{id}/{}", change.name())),
        }
    }
}

/// The path with these pairs as its query; without one where there are none.
#[must_use]
pub fn with_query(path: String, pairs: &[(&'static str, String)]) -> String {
    if pairs.is_empty() {
        return path;
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs);
    format!("{path}?{}", query.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Period;

    #[test]
    fn filters_live_in_the_address_of_every_representation() {
        let query = EventQuery { period: Period::Past, year: Some(2025), ..EventQuery::default() };
        let route = Route::Events(query);
        assert_eq!(route.path(Locale::ZhHans), "/zh-Hans/events?period=past&year=2025");
        assert_eq!(route.representation(Locale::En, "ics"), "/en/events.ics?period=past&year=2025");
        assert_eq!(Route::Home.path(Locale::En), "/en");
    }

    #[test]
    fn a_card_has_an_address_for_what_it_shows_and_none_for_a_filter() {
        let query = EventQuery { year: Some(2025), ..EventQuery::default() };
        assert_eq!(Route::Events(query).card(Locale::Th, Some("0a1b")), "/th/events/card.png?v=0a1b");
        assert_eq!(Route::Home.card(Locale::En, None), "/en/card.png");
    }
}
