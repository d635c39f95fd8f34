//! The words that visitors may see: counted, completed, corrected.

use sqlx::AssertSqlSafe;

use super::{
    super::dispatch::{Conn, Value, values},
    index::names,
};
use crate::{
    app::Fault,
    search::{
        spelling::{distance, ends, exchanged_in_the_middle, forgiven},
        token::Known,
    },
};

/// How many words may be looked through for those that begin in a way, or are near: what is too common to tell anything is not
/// looked through to its end.
const LOOKED_THROUGH: i64 = 3_000;

/// The words that begin in a way, those that most subjects hold first. Looks through the first of them by the alphabet.
pub(super) const COMPLETE: &str = "SELECT word, subjects, titles FROM \
     (SELECT word, subjects, titles FROM search_word WHERE word >= $1 AND word < $2 ORDER BY word LIMIT $3) AS begun \
     ORDER BY subjects DESC, word LIMIT $4";

/// The words of so many letters, give or take, that begin or end as this one does.
pub(super) const NEAR: &str = "SELECT word, subjects, titles FROM \
     (SELECT word, subjects, titles FROM search_word \
      WHERE head = $1 AND letters >= $3 AND letters <= $4 ORDER BY head, letters LIMIT $5) AS begun \
     UNION SELECT word, subjects, titles FROM \
     (SELECT word, subjects, titles FROM search_word \
      WHERE tail = $2 AND letters >= $3 AND letters <= $4 ORDER BY tail, letters LIMIT $5) AS ended";

/// A word of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) word: String,
    pub(super) known: Known,
}

fn entries(rows: Vec<(String, i64, i64)>) -> Vec<Entry> {
    rows.into_iter().map(|(word, subjects, titles)| Entry { word, known: Known { subjects, titles } }).collect()
}

/// Those of the words that are known.
pub(super) async fn known(conn: &mut Conn, words: &[String]) -> Result<Vec<Entry>, Fault> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT word, subjects, titles FROM search_word WHERE word IN ({})", names(1, words.len()));
    Ok(entries(conn.all(AssertSqlSafe(sql), words.iter().map(Value::from).collect()).await?))
}

/// At most `most` words that begin so, those that most subjects hold first.
pub(super) async fn completed(conn: &mut Conn, beginning: &str, most: i64) -> Result<Vec<Entry>, Fault> {
    let end = format!("{beginning}{}", char::MAX);
    Ok(entries(conn.all(COMPLETE, values![beginning, end, LOOKED_THROUGH, most]).await?))
}

/// At most `most` other words that somebody may have meant: the fewest mistakes first, then those that most subjects hold.
pub(super) async fn near(conn: &mut Conn, typed: &str, most: usize) -> Result<Vec<Entry>, Fault> {
    let letters = typed.chars().count();
    let mistakes = forgiven(letters);
    if mistakes == 0 {
        return Ok(Vec::new());
    }
    let (head, tail) = ends(typed);
    let bound = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let (least, longest) = (bound(letters - mistakes), bound(letters + mistakes));
    let rows = conn.all(NEAR, values![head, tail, least, longest, LOOKED_THROUGH]).await?;
    let mut entries = entries(rows);
    if let Some(exchanged) = exchanged_in_the_middle(typed) {
        entries.extend(known(conn, &[exchanged]).await?);
    }
    let mut found: Vec<(usize, Entry)> = entries
        .into_iter()
        .filter_map(|entry| Some((distance(typed, &entry.word, mistakes)?, entry)))
        .filter(|(mistakes, _)| *mistakes > 0)
        .collect();
    found.sort_by(|(m, a), (n, b)| (m, -a.known.subjects, &a.word).cmp(&(n, -b.known.subjects, &b.word)));
    Ok(found.into_iter().take(most).map(|(_, entry)| entry).collect())
}
