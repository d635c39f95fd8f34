//! What an address asks of a list.

use http::Uri;
use model::{
    event::{Cursor, EventQuery, StaffEventQuery},
    locale::Locale,
    route::Route,
};

use super::text;
use crate::web::{
    form::{Pairs, filtered},
    layer::kept_address,
    problem::Problem,
};

/// Filters and places in a list: what is read is written as what is read again, in a link too; what is refused leads back to a
/// list that can be asked.
pub(super) fn query(bytes: &[u8]) {
    if let Some(cursor) = text(bytes).and_then(Cursor::parse) {
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
    }
    let Ok(pairs) = Pairs::parse(bytes) else { return };
    match filtered(&pairs, EventQuery::parse, Route::Events) {
        Ok(query) => {
            let written = query.pairs();
            assert_eq!(EventQuery::parse(written.iter().map(|(n, v)| (*n, v.as_str()))).as_ref(), Ok(&query));
            assert_eq!(asked(&Route::Events(query.clone())).as_ref(), Some(&query));
        }
        Err(Problem::Filter(bad)) => {
            assert!(!bad.errors.is_empty(), "what is refused is told");
            assert!(asked(&bad.list).is_some(), "the way on leads somewhere: {:?}", bad.list);
        }
        Err(other) => assert_eq!(other, Problem::BAD_REQUEST),
    }
    if let Ok(query) = StaffEventQuery::parse(pairs.iter()) {
        let written = query.pairs();
        assert_eq!(StaffEventQuery::parse(written.iter().map(|(n, v)| (*n, v.as_str()))), Ok(query));
    }
}

/// What the list's address asks, as its handler reads it.
fn asked(list: &Route) -> Option<EventQuery> {
    let uri: Uri = list.path(Locale::En).parse().ok()?;
    let pairs = Pairs::parse(uri.query().unwrap_or_default().as_bytes()).ok()?;
    EventQuery::parse(pairs.iter()).ok()
}

/// What a page is kept under: an address of its own, which is kept under itself.
pub(super) fn kept(bytes: &[u8]) {
    let Ok(uri) = Uri::try_from(bytes) else { return };
    let Some(address) = kept_address(&uri) else { return };
    assert!(!address.contains(['\n', '%']) || address.contains('?'), "{address}");
    let again: Option<Uri> = address.parse().ok();
    assert_eq!(again.as_ref().and_then(kept_address).as_ref(), Some(&address), "of {uri}");
}
