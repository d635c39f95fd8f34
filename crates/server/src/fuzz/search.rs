//! What somebody looks for.

use model::{
    locale::Locale,
    route::Route,
    search::{Filter, Place, Query},
};

use super::text;
use crate::{
    search::{ask, mark, word},
    web::form::Pairs,
};

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

/// A text that is looked for, and looked through: the first line is what was typed, the rest what it is looked for in. Words stand where they
/// are said to; what goes to the index has no sign that means something there; and what is marked is the text, piece by piece.
pub(super) fn words(bytes: &[u8]) {
    let Some(typed) = text(bytes) else { return };
    let (asked, looked_through) = typed.split_once('\n').unwrap_or((typed, typed));
    let mut last = 0;
    for word in word::words(looked_through) {
        assert!(
            word.start >= last && word.start < word.end && looked_through.get(word.start..word.end).is_some(),
            "{word:?}"
        );
        assert!(is_plain(&word.text), "{word:?}");
        let again: String = word::words(&word.text).into_iter().map(|word| word.text).collect();
        assert_eq!(again, word.text, "what is folded stays as it is");
        last = word.start;
    }
    let understood = ask::understand(asked);
    let mut groups = Vec::new();
    for want in &understood.wants {
        assert!(!want.words.is_empty() && want.words.iter().all(|word| is_plain(word)), "{want:?}");
        let phrase = ask::Phrase { words: want.words.clone(), by_pairs: want.han().is_some() };
        for token in [phrase.tokens(true), phrase.tokens(false)].concat() {
            assert!(is_plain(&token.replace('_', "")), "{token:?}");
        }
        groups.push(ask::Group { any: vec![phrase], ..ask::Group::default() });
    }
    let marks = mark::marks(looked_through, &groups);
    let whole: String = mark::pieces(looked_through, &marks).into_iter().map(|piece| piece.text).collect();
    assert_eq!(whole, looked_through, "the pieces of a text are the text");
    let passage: String = mark::passage(looked_through, &marks).into_iter().map(|piece| piece.text).collect();
    assert!(passage.chars().count() <= 300, "a passage is short: {passage}");
}

/// Letters, marks and numbers alone: nothing that the index or the database would take for an operator.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && !word.chars().any(|c| c.is_ascii() && !(c.is_ascii_lowercase() || c.is_ascii_digit()))
}
