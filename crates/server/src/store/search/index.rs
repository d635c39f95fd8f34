//! Writing the index, in the transaction that writes what it indexes.

use std::collections::BTreeMap;

use model::search::Kind;
use sqlx::AssertSqlSafe;

use super::{
    super::dispatch::{Conn, Value, values},
    place,
};
use crate::{
    app::Fault,
    search::{
        spelling::ends,
        subject::Subject,
        token::{Known, Tokens, VERSION},
    },
};

/// How many rows go into one statement: these sizes and no others, so that statements are few and stay prepared.
const SIZES: [usize; 4] = [64, 16, 4, 1];

/// What becomes of the vocabulary in one transaction: written once, at its end.
#[derive(Debug, Default)]
pub(in crate::store) struct Indexing {
    words: BTreeMap<String, Known>,
    subjects: i64,
}

impl Indexing {
    /// Begins, in a transaction that writes content. An index that was made in another way than this binary makes it is emptied
    /// first, to be made anew ([`super::rebuild`]): what is written here is then right already.
    pub(in crate::store) async fn begin(conn: &mut Conn) -> Result<Self, Fault> {
        let state: Option<(i64,)> = conn.one("SELECT version FROM search_state WHERE id = 1", values![]).await?;
        if state.is_none_or(|(version,)| version != VERSION) {
            empty(conn).await?;
        }
        Ok(Self::default())
    }

    /// Puts a subject into the index as it is now, in place of what it was before; takes it out where it is none any more.
    pub(in crate::store) async fn put(
        &mut self,
        conn: &mut Conn,
        (kind, key): (Kind, &str),
        before: Option<&Subject>,
        now: Option<&Subject>,
    ) -> Result<(), Fault> {
        let sql = "SELECT place FROM search_subject WHERE kind = $1 AND key = $2";
        let there: Option<(i64,)> = conn.one(sql, values![kind.name(), key]).await?;
        if there.is_some() && before == now {
            return Ok(());
        }
        if let Some((place,)) = there {
            self.take_out(conn, place, before).await?;
        }
        match now {
            Some(now) => self.put_in(conn, now).await,
            None => Ok(()),
        }
    }

    /// Puts a subject into the index that may be there already, and is then as it is now.
    pub(super) async fn put_where_missing(&mut self, conn: &mut Conn, subject: &Subject) -> Result<(), Fault> {
        self.put(conn, (subject.kind, &subject.key), Some(subject), Some(subject)).await
    }

    async fn put_in(&mut self, conn: &mut Conn, subject: &Subject) -> Result<(), Fault> {
        let tokens = Tokens::of(subject);
        let place = place::free(conn, place::wanted(subject)).await?;
        if conn.is_postgres() {
            let sql = "INSERT INTO search_subject (place, kind, key, tokens) VALUES ($1, $2, $3, CAST($4 AS tsvector))";
            conn.run(sql, values![place, subject.kind.name(), &subject.key, tokens.postgres()]).await?;
        } else {
            let sql = "INSERT INTO search_subject (place, kind, key) VALUES ($1, $2, $3)";
            conn.run(sql, values![place, subject.kind.name(), &subject.key]).await?;
            let sql = "INSERT INTO search_text (rowid, tokens) VALUES ($1, $2)";
            conn.run(sql, values![place, tokens.sqlite()]).await?;
        }
        self.count(&tokens, 1);
        Ok(())
    }

    async fn take_out(&mut self, conn: &mut Conn, place: i64, before: Option<&Subject>) -> Result<(), Fault> {
        conn.run("DELETE FROM search_subject WHERE place = $1", values![place]).await?;
        if !conn.is_postgres() {
            conn.run("DELETE FROM search_text WHERE rowid = $1", values![place]).await?;
        }
        // The same words were counted: what was indexed was made in this way, of this subject.
        match before {
            Some(before) => self.count(&Tokens::of(before), -1),
            None => self.subjects -= 1,
        }
        Ok(())
    }

    fn count(&mut self, tokens: &Tokens, by: i64) {
        self.subjects += by;
        for (word, in_title) in tokens.counted() {
            let known = self.words.entry(word.to_owned()).or_default();
            known.subjects += by;
            known.titles += if in_title { by } else { 0 };
        }
    }

    /// Writes what has become of the vocabulary.
    pub(in crate::store) async fn end(self, conn: &mut Conn) -> Result<(), Fault> {
        if self.subjects != 0 {
            let sql = "UPDATE search_state SET subjects = subjects + $1 WHERE id = 1";
            conn.run(sql, values![self.subjects]).await?;
        }
        let moved: Vec<(String, Known)> = self.words.into_iter().filter(|(_, by)| *by != Known::default()).collect();
        let mut gone = Vec::new();
        for rows in in_sizes(&moved) {
            gone.extend(recount(conn, rows).await?);
        }
        for words in in_sizes(&gone) {
            let sql = format!("DELETE FROM search_word WHERE word IN ({})", names(1, words.len()));
            conn.run(AssertSqlSafe(sql), words.iter().map(Value::from).collect()).await?;
        }
        Ok(())
    }
}

/// Adds to the counts of words; answers those that nothing holds any more.
async fn recount(conn: &mut Conn, rows: &[(String, Known)]) -> Result<Vec<String>, Fault> {
    let mut values: Vec<Value> = Vec::new();
    let mut of_rows = Vec::new();
    for (word, by) in rows {
        of_rows.push(format!("({})", names(values.len() + 1, 6)));
        let ((head, tail), letters) = (ends(word), word.chars().count());
        values.extend(values![word, by.subjects, by.titles, i64::try_from(letters).unwrap_or(0), head, tail]);
    }
    let sql = format!(
        "INSERT INTO search_word (word, subjects, titles, letters, head, tail) VALUES {} \
         ON CONFLICT (word) DO UPDATE SET subjects = search_word.subjects + excluded.subjects, \
         titles = search_word.titles + excluded.titles RETURNING word, subjects",
        of_rows.join(", ")
    );
    let now: Vec<(String, i64)> = conn.all(AssertSqlSafe(sql), values).await?;
    Ok(now.into_iter().filter(|(_, subjects)| *subjects <= 0).map(|(word, _)| word).collect())
}

/// `$3, $4, $5`: so many names of values, from one on.
pub(super) fn names(from: usize, many: usize) -> String {
    (from..from + many).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// The rows in parts of [`SIZES`].
fn in_sizes<T>(rows: &[T]) -> Vec<&[T]> {
    let mut parts = Vec::new();
    let mut rest = rows;
    for size in SIZES {
        while let Some((part, after)) = rest.split_at_checked(size) {
            parts.push(part);
            rest = after;
        }
    }
    parts
}

/// Empties the index, and says that it is being made in this binary's way.
async fn empty(conn: &mut Conn) -> Result<(), Fault> {
    if conn.is_postgres() {
        conn.run("TRUNCATE search_subject, search_word", values![]).await?;
    } else {
        conn.run("INSERT INTO search_text (search_text) VALUES ('delete-all')", values![]).await?;
        conn.run("DELETE FROM search_subject", values![]).await?;
        conn.run("DELETE FROM search_word", values![]).await?;
    }
    let sql = "UPDATE search_state SET version = $1, subjects = 0, reached = '', whole = 0 WHERE id = 1";
    conn.run(sql, values![VERSION]).await?;
    Ok(())
}
