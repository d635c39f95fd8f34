//! Sessions, and tries to open one. None of this is content: the generation stays, and there are no revisions.

use jiff::{SignedDuration, Timestamp};
use model::{
    account::{EntryKind, OpenSession, Place},
    revision::Actor,
    staff::{Email, StaffId},
    viewer::{Role, Viewer},
};

use super::{
    Failed, NewDevice, Store, Waiting,
    account_entry::{self, NewEntry},
    device,
    dispatch::{Conn, values},
    event::timestamp,
    second_factor, staff,
};
use crate::app::Fault;

/// A session to be opened.
pub(crate) struct NewSession<'a> {
    /// The hash of the session's secret.
    pub(crate) token_hash: &'a str,
    /// The account.
    pub(crate) staff: &'a StaffId,
    /// The hash that the password was found to match. If the account has another one by now, no session is opened.
    pub(crate) password_hash: &'a str,
    pub(crate) at: Timestamp,
    /// When it ends at the latest.
    pub(crate) expires_at: Timestamp,
    /// Sessions last used before this have ended, and are cleared away.
    pub(crate) idle_since: Timestamp,
    /// The device that is known for the account from now on.
    pub(crate) device: NewDevice<'a>,
    /// Where it begins.
    pub(crate) place: &'a Place,
}

/// How somebody who opens a session has shown who they are.
pub(crate) enum By<'a> {
    /// By the password alone. If the account has a second factor by now, no session is opened.
    Password,
    /// By the password, and by a code that was used up. `token_hash`: of the secret of the sign-in that waited for it; it
    /// waits no more, or no session is opened.
    Code { token_hash: &'a str, waited: &'a Waiting },
}

/// A session, and whose it is now.
pub(crate) struct SessionRow {
    /// The account, with the role it has now.
    pub(crate) viewer: Viewer,
    /// When it was last used, as far as that was noted.
    pub(crate) seen_at: Timestamp,
    /// When it ends at the latest.
    pub(crate) expires_at: Timestamp,
    /// When it began.
    pub(crate) began: Timestamp,
    /// The account has a second factor.
    pub(crate) has_second_factor: bool,
}

/// Which of an account's sessions end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ending<'a> {
    /// All but the one that asks.
    Others,
    /// Those of these names; never the one that asks.
    Named(&'a [&'a str]),
}

/// An owner who has shown anew who they are, and asks for something that gives their session another secret.
#[derive(Clone, Copy)]
pub(crate) struct Asks<'a> {
    pub(crate) staff: &'a StaffId,
    /// The hash of the secret of the session that asks.
    pub(crate) session: &'a str,
    /// The hash of the one that it has from then on.
    pub(crate) renewed: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) place: &'a Place,
}

impl<'a> Asks<'a> {
    /// What they did, for the account's log.
    pub(super) fn entry(&self, kind: EntryKind) -> NewEntry<'a> {
        NewEntry::own(self.staff.as_str(), kind, self.at, self.place)
    }

    /// Gives the session its other secret; `false` if it has ended.
    pub(super) async fn renew(&self, conn: &mut Conn) -> Result<bool, Fault> {
        let sql = "UPDATE session SET token_hash = $2, seen_at = $3 WHERE token_hash = $1 AND staff = $4";
        Ok(conn.run(sql, values![self.session, self.renewed, self.at, self.staff.as_str()]).await? > 0)
    }

    /// Ends the account's sessions but for this one, which was renewed, and its sign-ins under way.
    pub(super) async fn end_others(&self, conn: &mut Conn) -> Result<u64, Fault> {
        let sql = "DELETE FROM session WHERE staff = $1 AND token_hash <> $2";
        let ended = conn.run(sql, values![self.staff.as_str(), self.renewed]).await?;
        end_sign_ins(conn, self.staff.as_str()).await?;
        Ok(ended)
    }
}

/// What one try to sign in is counted under: an address, an account, the two together; or a known device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attempt {
    /// What sort of key; one of a few words.
    pub(crate) kind: &'static str,
    /// A hash of what is counted.
    pub(crate) key: String,
}

/// How often it failed, and when last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tries {
    pub(crate) failures: i64,
    pub(crate) last_at: Timestamp,
}

impl Store {
    /// Opens a session, and makes its device known; `false` if the account's password has changed meanwhile, or the account
    /// is gone.
    pub(crate) async fn open_session(&self, by: By<'_>, new: NewSession<'_>) -> Result<bool, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        let staff = new.staff.as_str();
        let sql = match by {
            By::Password => {
                "UPDATE staff SET signed_in_at = $3 WHERE id = $1 AND password_hash = $2 AND NOT EXISTS \
                 (SELECT 1 FROM second_factor f WHERE f.staff = $1 AND f.confirmed_at IS NOT NULL)"
            }
            By::Code { .. } => "UPDATE staff SET signed_in_at = $3 WHERE id = $1 AND password_hash = $2",
        };
        if conn.run(sql, values![staff, new.password_hash, new.at]).await? == 0 {
            return Ok(false);
        }
        if let By::Code { token_hash, waited } = by {
            let sql = "DELETE FROM sign_in_step WHERE token_hash = $1 AND staff = $2";
            if conn.run(sql, values![token_hash, staff]).await? == 0 {
                return Ok(false);
            }
            let counted = second_factor::missing(&waited.staff, waited.since, new.place);
            account_entry::uncount(&mut conn, &counted).await?;
        }
        conn.run("DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2", values![new.at, new.idle_since])
            .await?;
        conn.run(
            "INSERT INTO session (token_hash, staff, created_at, seen_at, expires_at, network, browser) \
             VALUES ($1, $2, $3, $3, $4, $5, $6)",
            values![new.token_hash, staff, new.at, new.expires_at, &new.place.network, &new.place.browser],
        )
        .await?;
        account_entry::sign_in(&mut conn, staff, new.at, new.place).await?;
        device::know(&mut conn, staff, &new.device, new.at).await?;
        conn.commit().await?;
        Ok(true)
    }

    /// The session of this secret's hash.
    pub(crate) async fn session(&self, token_hash: &str) -> Result<Option<SessionRow>, Fault> {
        type Row = (String, String, String, i64, i64, i64, Option<i64>);
        let row: Option<Row> = self
            .read()
            .await?
            .one(
                "SELECT s.id, s.name, s.role, session.seen_at, session.expires_at, session.created_at, f.confirmed_at \
                 FROM session JOIN staff s ON s.id = session.staff LEFT JOIN second_factor f ON f.staff = s.id \
                 WHERE session.token_hash = $1",
                values![token_hash],
            )
            .await?;
        row.map(|(id, name, role, seen_at, expires_at, began, confirmed_at)| {
            let role = Role::named(&role).ok_or_else(|| Fault::Damaged(format!("account {id}: role")))?;
            Ok(SessionRow {
                viewer: Viewer::Staff { id: StaffId::from_stored(id), name, role },
                seen_at: timestamp(seen_at)?,
                expires_at: timestamp(expires_at)?,
                began: timestamp(began)?,
                has_second_factor: confirmed_at.is_some(),
            })
        })
        .transpose()
    }

    /// Notes that a session was used.
    pub(crate) async fn session_seen(&self, token_hash: &str, at: Timestamp) -> Result<(), Fault> {
        let mut conn = self.write_aside().await?;
        conn.run("UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2", values![token_hash, at])
            .await?;
        conn.commit().await
    }

    /// The account's sessions that stand, latest used first. `here`: the hash of the one that asks.
    pub(crate) async fn sessions(
        &self,
        staff: &StaffId,
        here: &str,
        at: Timestamp,
        idle_since: Timestamp,
    ) -> Result<Vec<OpenSession>, Fault> {
        let rows: Vec<(String, i64, i64, String, String)> = self
            .read()
            .await?
            .all(
                "SELECT token_hash, created_at, seen_at, network, browser FROM session \
                 WHERE staff = $1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, token_hash",
                values![staff.as_str(), at, idle_since],
            )
            .await?;
        rows.into_iter()
            .map(|(name, began, seen, network, browser)| {
                let (began, seen) = (timestamp(began)?, timestamp(seen)?);
                Ok(OpenSession { here: name == here, name, began, seen, place: Place { network, browser } })
            })
            .collect()
    }

    /// Ends sessions of an account, and notes how many; `None` if the one that asks has ended, which else stays.
    pub(crate) async fn end_sessions(&self, asks: Asks<'_>, which: Ending<'_>) -> Result<Option<u64>, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        // From here on it has another name, and is ended by none of these.
        if !asks.renew(&mut conn).await? {
            return Ok(None);
        }
        let ended = match which {
            Ending::Others => asks.end_others(&mut conn).await?,
            Ending::Named(names) => {
                let mut ended = 0;
                for name in names {
                    let sql = "DELETE FROM session WHERE staff = $1 AND token_hash = $2";
                    ended += conn.run(sql, values![asks.staff.as_str(), *name]).await?;
                }
                ended
            }
        };
        if ended > 0 {
            let entry = NewEntry { times: count(ended), ..asks.entry(EntryKind::SessionsEnded) };
            account_entry::append(&mut conn, entry).await?;
        }
        conn.commit().await?;
        Ok(Some(ended))
    }

    /// Ends every session of the account of this address; `None` if there is none.
    pub(crate) async fn end_all_sessions(
        &self,
        email: &Email,
        at: Timestamp,
        by: &Actor,
    ) -> Result<Option<u64>, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        let Some(id) = staff::id_of(&mut conn, email).await? else { return Ok(None) };
        let ended = end_all(&mut conn, &id).await?;
        if ended > 0 {
            let entry = NewEntry { times: count(ended), ..NewEntry::by(&id, EntryKind::SessionsEnded, at, by) };
            account_entry::append(&mut conn, entry).await?;
        }
        conn.commit().await?;
        Ok(Some(ended))
    }

    /// Ends a session.
    pub(crate) async fn end_session(&self, token_hash: &str) -> Result<(), Fault> {
        let mut conn = self.write_aside().await?;
        conn.run("DELETE FROM session WHERE token_hash = $1", values![token_hash]).await?;
        conn.commit().await
    }

    /// Counts a try as failed before it is made, so that a hundred tries at once are counted like a hundred in a row.
    /// `wait` tells from the tries so far, in the order of `attempts`, whether to wait; then nothing is counted. `failed` is
    /// counted in the log of the account, if there is one: here, so that no more time passes where there is.
    ///
    /// Whoever counts locks the keys in the order of `attempts`: give the kinds always in the same order.
    pub(crate) async fn count_try<W: Send>(
        &self,
        attempts: &[Attempt],
        at: Timestamp,
        window: SignedDuration,
        wait: impl Fn(&[Option<Tries>]) -> Option<W> + Send,
        failed: Option<&Failed<'_>>,
    ) -> Result<Result<(), W>, Fault> {
        let mut conn = self.write_aside().await?;
        let mut tries = Vec::with_capacity(attempts.len());
        for attempt in attempts {
            tries.push(lock_tries(&mut conn, attempt, at).await?.filter(|t| at.duration_since(t.last_at) < window));
        }
        if let Some(wait) = wait(&tries) {
            return Ok(Err(wait));
        }
        for (attempt, tries) in attempts.iter().zip(&tries) {
            let failures = tries.map_or(1, |t| t.failures.saturating_add(1));
            conn.run(
                "UPDATE sign_in_attempt SET failures = $3, last_at = $4 WHERE kind = $1 AND key = $2",
                values![attempt.kind, &attempt.key, failures, at],
            )
            .await?;
        }
        if let Some(failed) = failed {
            account_entry::count(&mut conn, failed).await?;
        }
        conn.commit().await?;
        Ok(Ok(()))
    }

    /// A try was right after all: takes one failure off `counted_once`, forgets `cleared`, and takes `failed` off the account's
    /// log.
    pub(crate) async fn settle_tries(
        &self,
        counted_once: Option<&Attempt>,
        cleared: &[Attempt],
        failed: &Failed<'_>,
    ) -> Result<(), Fault> {
        let mut conn = self.write_aside().await?;
        if let Some(once) = counted_once {
            conn.run(
                "UPDATE sign_in_attempt SET failures = failures - 1 WHERE kind = $1 AND key = $2 AND failures > 0",
                values![once.kind, &once.key],
            )
            .await?;
        }
        for attempt in cleared {
            let sql = "DELETE FROM sign_in_attempt WHERE kind = $1 AND key = $2";
            conn.run(sql, values![attempt.kind, &attempt.key]).await?;
        }
        account_entry::uncount(&mut conn, failed).await?;
        conn.commit().await
    }

    /// Forgets tries of this kind last made before `before`, at most `most` of them; how many.
    ///
    /// One kind in one transaction: whoever counts a try holds one row of a kind, so that neither can wait for the other
    /// in a circle. The instant is asked for twice, because a row may be counted anew between being found and deleted.
    pub(crate) async fn clear_tries(&self, kind: &str, before: Timestamp, most: u16) -> Result<u64, Fault> {
        let mut conn = self.write_aside().await?;
        let cleared = conn
            .run(
                "DELETE FROM sign_in_attempt WHERE kind = $1 AND last_at < $2 AND key IN \
                 (SELECT key FROM sign_in_attempt WHERE kind = $1 AND last_at < $2 ORDER BY last_at LIMIT $3)",
                values![kind, before, i64::from(most)],
            )
            .await?;
        conn.commit().await?;
        Ok(cleared)
    }
}

/// Ends every session of an account, and its sign-ins under way; how many sessions there were.
pub(super) async fn end_all(conn: &mut Conn, staff: &str) -> Result<u64, Fault> {
    let ended = conn.run("DELETE FROM session WHERE staff = $1", values![staff]).await?;
    end_sign_ins(conn, staff).await?;
    Ok(ended)
}

/// Ends the sign-ins of an account that wait for their code.
async fn end_sign_ins(conn: &mut Conn, staff: &str) -> Result<(), Fault> {
    conn.run("DELETE FROM sign_in_step WHERE staff = $1", values![staff]).await?;
    Ok(())
}

/// How many, as it is stored.
fn count(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

/// Reads a key's tries and locks its row, making it if it is missing: an update that changes nothing locks on both
/// databases.
async fn lock_tries(conn: &mut Conn, attempt: &Attempt, at: Timestamp) -> Result<Option<Tries>, Fault> {
    let row: Option<(i64, i64)> = conn
        .one(
            "INSERT INTO sign_in_attempt (kind, key, failures, last_at) VALUES ($1, $2, 0, $3) \
             ON CONFLICT (kind, key) DO UPDATE SET failures = sign_in_attempt.failures \
             RETURNING failures, last_at",
            values![attempt.kind, &attempt.key, at],
        )
        .await?;
    let Some((failures, last_at)) = row.filter(|(failures, _)| *failures > 0) else { return Ok(None) };
    Ok(Some(Tries { failures, last_at: timestamp(last_at)? }))
}
