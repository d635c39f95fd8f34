//! What happened to accounts, for their owners to read. Written in the transaction of what happened; not content: the generation
//! stays.

use jiff::Timestamp;
use model::{
    account::{Entry, EntryKind, Log, Place, Welcome},
    revision::Actor,
    staff::{Email, StaffId},
};

use super::{
    Store,
    dispatch::{Conn, values},
    event::timestamp,
    revision::{from_json, json},
};
use crate::app::Fault;

/// The most lines of one account that are there after one was written, besides the last two sign-ins: more than anybody reads. The
/// oldest go first. Tries that fail write none: they are counted, in one line an hour for each kind.
const MOST: i64 = 1000;
/// What was done by somebody at the portal's own machine has no place.
static NOWHERE: Place = Place { network: String::new(), browser: String::new() };
/// Microseconds in an hour.
const HOUR: i64 = 3600 * 1_000_000;

/// Something that happened, to be written.
pub(super) struct NewEntry<'a> {
    pub(super) staff: &'a str,
    pub(super) kind: EntryKind,
    pub(super) at: Timestamp,
    /// How many.
    pub(super) times: i64,
    pub(super) place: &'a Place,
    /// Who did it, where that was not the owner.
    pub(super) by: Option<&'a Actor>,
}

impl<'a> NewEntry<'a> {
    /// Something that the owner did, once.
    pub(super) const fn own(staff: &'a str, kind: EntryKind, at: Timestamp, place: &'a Place) -> Self {
        Self { staff, kind, at, times: 1, place, by: None }
    }

    /// Something that somebody else did to the account, once.
    pub(super) fn by(staff: &'a str, kind: EntryKind, at: Timestamp, by: &'a Actor) -> Self {
        Self { by: Some(by), ..Self::own(staff, kind, at, &NOWHERE) }
    }
}

/// A try that failed, to be counted: with others of its kind, a line for every hour.
#[derive(Clone, Copy)]
pub(crate) struct Failed<'a> {
    /// The account that was tried, if there is one of this address.
    pub(crate) email: &'a Email,
    pub(crate) kind: EntryKind,
    pub(crate) at: Timestamp,
    pub(crate) place: &'a Place,
}

impl Store {
    /// The lines of an account's log before a number (all for `None`), latest first.
    pub(crate) async fn account_log(&self, staff: &StaffId, before: Option<i64>, limit: u16) -> Result<Log, Fault> {
        let rows: Vec<EntryRow> = self
            .read()
            .await?
            .all(
                "SELECT id, kind, at, times, network, browser, actor FROM account_entry \
                 WHERE staff = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
                values![staff.as_str(), before.unwrap_or(i64::MAX), i64::from(limit) + 1],
            )
            .await?;
        let mut entries = rows.into_iter().map(Entry::try_from).collect::<Result<Vec<_>, _>>()?;
        let more = entries.len() > usize::from(limit);
        entries.truncate(usize::from(limit));
        let next = entries.last().map(|last| last.number).filter(|_| more);
        Ok(Log { entries, next })
    }

    /// What the owner is told of a session that began then; nothing where nobody had signed in before.
    pub(crate) async fn welcome(&self, staff: &str, began: Timestamp) -> Result<Option<Welcome>, Fault> {
        let mut conn = self.snapshot().await?;
        let kind = EntryKind::SignedIn.name();
        let previous: Option<(i64, i64, String, String)> = conn
            .one(
                "SELECT id, at, network, browser FROM account_entry WHERE staff = $1 AND kind = $2 AND at < $3 \
                 ORDER BY id DESC LIMIT 1",
                values![staff, kind, began],
            )
            .await?;
        let Some((id, at, network, browser)) = previous else { return Ok(None) };
        let failed: Option<(i64,)> = conn
            .one(
                "SELECT CAST(COALESCE(SUM(times), 0) AS BIGINT) FROM account_entry \
                 WHERE staff = $1 AND kind IN ('wrong-password', 'wrong-code', 'code-missing') AND id > $2 AND at <= $3",
                values![staff, id, began],
            )
            .await?;
        Ok(Some(Welcome {
            previous: timestamp(at)?,
            place: Place { network, browser },
            failures: failed.map_or(0, |(failed,)| failed),
        }))
    }

    /// Forgets lines older than this.
    pub(crate) async fn forget_old_entries(&self, before: Timestamp) -> Result<(), Fault> {
        let mut conn = self.write_aside().await?;
        conn.run("DELETE FROM account_entry WHERE at < $1", values![before]).await?;
        conn.commit().await
    }
}

/// Writes a line, and forgets the account's oldest where there are too many. When somebody last signed in, and the time before, is
/// kept however many there are: who signs in is told of it.
pub(super) async fn append(conn: &mut Conn, new: NewEntry<'_>) -> Result<(), Fault> {
    let actor = new.by.map(json).transpose()?.unwrap_or_default();
    conn.run(
        "INSERT INTO account_entry (staff, kind, at, times, network, browser, actor) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![new.staff, new.kind.name(), new.at, new.times, &new.place.network, &new.place.browser, actor],
    )
    .await?;
    conn.run(
        "DELETE FROM account_entry WHERE staff = $1 AND id <= \
         (SELECT id FROM account_entry WHERE staff = $1 ORDER BY id DESC LIMIT 1 OFFSET $2) AND id NOT IN \
         (SELECT id FROM account_entry WHERE staff = $1 AND kind = $3 ORDER BY id DESC LIMIT 2)",
        values![new.staff, MOST, EntryKind::SignedIn.name()],
    )
    .await?;
    Ok(())
}

/// Notes that somebody signed in. What fails from then on is counted anew, so that it can be told what failed since.
pub(super) async fn sign_in(conn: &mut Conn, staff: &str, at: Timestamp, place: &Place) -> Result<(), Fault> {
    let sql = "UPDATE account_entry SET hour = NULL WHERE staff = $1 AND hour IS NOT NULL";
    conn.run(sql, values![staff]).await?;
    append(conn, NewEntry::own(staff, EntryKind::SignedIn, at, place)).await
}

/// Counts a failure; of an address that has no account nothing is written, by the same statement.
pub(super) async fn count(conn: &mut Conn, failed: &Failed<'_>) -> Result<(), Fault> {
    conn.run(
        "INSERT INTO account_entry (staff, kind, at, times, hour, network, browser, actor) \
         SELECT id, $2, $3, 1, $4, $5, $6, '' FROM staff WHERE email = $1 \
         ON CONFLICT (staff, kind, hour) DO UPDATE SET times = account_entry.times + 1",
        values![
            failed.email.as_str(),
            failed.kind.name(),
            failed.at,
            hour(failed.at),
            &failed.place.network,
            &failed.place.browser
        ],
    )
    .await?;
    Ok(())
}

/// What was counted as failed was right after all.
pub(super) async fn uncount(conn: &mut Conn, failed: &Failed<'_>) -> Result<(), Fault> {
    let key = || values![failed.email.as_str(), failed.kind.name(), hour(failed.at)];
    conn.run(
        "UPDATE account_entry SET times = times - 1 \
         WHERE staff IN (SELECT id FROM staff WHERE email = $1) AND kind = $2 AND hour = $3",
        key(),
    )
    .await?;
    conn.run(
        "DELETE FROM account_entry \
         WHERE staff IN (SELECT id FROM staff WHERE email = $1) AND kind = $2 AND hour = $3 AND times <= 0",
        key(),
    )
    .await?;
    Ok(())
}

fn hour(at: Timestamp) -> i64 {
    at.as_microsecond().div_euclid(HOUR)
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    id: i64,
    kind: String,
    at: i64,
    times: i64,
    network: String,
    browser: String,
    actor: String,
}

impl TryFrom<EntryRow> for Entry {
    type Error = Fault;

    fn try_from(row: EntryRow) -> Result<Self, Fault> {
        let what = format!("account entry {}", row.id);
        let by: Option<Actor> = if row.actor.is_empty() { None } else { Some(from_json(&what, &row.actor)?) };
        Ok(Self {
            number: row.id,
            kind: EntryKind::named(&row.kind).ok_or_else(|| Fault::Damaged(format!("{what}: kind")))?,
            at: timestamp(row.at)?,
            times: row.times,
            place: Place { network: row.network, browser: row.browser },
            by,
        })
    }
}
