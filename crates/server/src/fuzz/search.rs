//! What somebody looks for.

use model::{
    locale::Locale,
    route::Route,
    search::{Filter, Place, Query},
};

use super::text;
use crate::web::form::Pairs;

/// The search page's address: any text can be looked for, within its length; what is read is written as what is read again, in
/// a link too; and a filter that is taken away is gone.
pub(super) fn search(bytes: &[u8]) {
    if let Some(place) = text(bytes).and_then(|typed| typed.parse::<Place>().ok()) {
        assert_eq!(place.to_string().parse(), Ok(place));
    }
    let Ok(pairs) = Pairs::parse(bytes) else { return };
    let Ok(query) = Query::parse(pairs.iter()) else { return };
    assert!(query.text.chars().count() <= Query::LONGEST && query.text.trim() == query.text, "{query:?}");
    // That something was cut off is told once; the rest is what is looked for.
    let whole = Query { cut: false, ..query.clone() };
    assert_eq!(read(&Route::Search(query.clone())).as_ref(), Some(&whole));
    for filter in query.filters() {
        let without = query.without(filter);
        assert!(!without.filters().contains(&filter) && without.after.is_none(), "{filter:?} of {query:?}");
        assert_eq!(without.filters().len() + 1, query.filters().len());
    }
    assert!(query.filters().len() <= Filter::ALL.len());
}

/// The query in a page's address, as a handler reads it.
fn read(page: &Route) -> Option<Query> {
    let uri: http::Uri = page.path(Locale::En).parse().ok()?;
    Query::parse(Pairs::parse(uri.query().unwrap_or_default().as_bytes()).ok()?.iter()).ok()
}
