//! The same content for other software: calendars, news readers, spreadsheets, scripts, search engines.
//!
//! Pure functions from what the use cases give to a whole text; no I/O, no clock. Each file says which standard it
//! keeps, and its media type as `MEDIA_TYPE`.
//!
//! - [`calendar`]: iCalendar, of one event and of a list
//! - [`atom`]: Atom, of a list of events
//! - [`csv`]: comma-separated values, of a list of events
//! - [`json`]: events, programmes and countries, for scripts
//! - [`linked_data`]: JSON-LD, for search engines
//! - [`sitemap`] and [`robots`]: what search engines may keep

pub mod atom;
pub mod calendar;
pub mod csv;
pub mod json;
pub mod linked_data;
pub mod robots;
pub mod sitemap;

use model::{catalogue::Catalogue, locale::Locale, route::Route};

/// What every feed needs to know besides what it shows.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// Scheme and host for absolute links (`https://portal.example`), without a slash at the end.
    pub origin: &'a str,
    /// The language asked for.
    pub locale: Locale,
    /// All content but events.
    pub catalogue: &'a Catalogue,
}

impl Site<'_> {
    /// The whole address of a page in the language asked for.
    #[must_use]
    pub fn url(&self, route: &Route) -> String {
        format!("{}{}", self.origin, route.path(self.locale))
    }

    /// The whole address of another representation of a page: `json`, `csv`, `ics` or `atom`.
    #[must_use]
    pub fn representation(&self, route: &Route, extension: &str) -> String {
        format!("{}{}", self.origin, route.representation(self.locale, extension))
    }
}
