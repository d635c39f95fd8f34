//! Sessions, and tries to open one. None of this is content: the generation stays, and there are no revisions.

use jiff::{SignedDuration, Timestamp};
use model::{
    staff::StaffId,
    viewer::{Role, Viewer},
};

use super::{
    NewDevice, Store, device,
    dispatch::{Conn, values},
    event::timestamp,
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
}

/// A session, and whose it is now.
pub(crate) struct SessionRow {
    /// The account, with the role it has now.
    pub(crate) viewer: Viewer,
    /// When it was last used, as far as that was noted.
    pub(crate) seen_at: Timestamp,
    /// When it ends at the latest.
    pub(crate) expires_at: Timestamp,
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
    pub(crate) async fn open_session(&self, new: NewSession<'_>) -> Result<bool, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        let staff = new.staff.as_str();
        let sql = "UPDATE staff SET signed_in_at = $3 WHERE id = $1 AND password_hash = $2";
        if conn.run(sql, values![staff, new.password_hash, new.at]).await? == 0 {
            return Ok(false);
        }
        conn.run("DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2", values![new.at, new.idle_since])
            .await?;
        conn.run(
            "INSERT INTO session (token_hash, staff, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)",
            values![new.token_hash, staff, new.at, new.expires_at],
        )
        .await?;
        device::know(&mut conn, staff, &new.device, new.at).await?;
        conn.commit().await?;
        Ok(true)
    }

    /// The session of this secret's hash.
    pub(crate) async fn session(&self, token_hash: &str) -> Result<Option<SessionRow>, Fault> {
        let row: Option<(String, String, String, i64, i64)> = self
            .read()
            .await?
            .one(
                "SELECT s.id, s.name, s.role, session.seen_at, session.expires_at \
                 FROM session JOIN staff s ON s.id = session.staff WHERE session.token_hash = $1",
                values![token_hash],
            )
            .await?;
        row.map(|(id, name, role, seen_at, expires_at)| {
            let role = Role::named(&role).ok_or_else(|| Fault::Damaged(format!("account {id}: role")))?;
            Ok(SessionRow {
                viewer: Viewer::Staff { id: StaffId::from_stored(id), name, role },
                seen_at: timestamp(seen_at)?,
                expires_at: timestamp(expires_at)?,
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

    /// Ends a session.
    pub(crate) async fn end_session(&self, token_hash: &str) -> Result<(), Fault> {
        let mut conn = self.write_aside().await?;
        conn.run("DELETE FROM session WHERE token_hash = $1", values![token_hash]).await?;
        conn.commit().await
    }

    /// Counts a try as failed before it is made, so that a hundred tries at once are counted like a hundred in a row.
    /// `wait` tells from the tries so far, in the order of `attempts`, whether to wait; then nothing is counted.
    ///
    /// Whoever counts locks the keys in the order of `attempts`: give the kinds always in the same order.
    pub(crate) async fn count_try<W: Send>(
        &self,
        attempts: &[Attempt],
        at: Timestamp,
        window: SignedDuration,
        wait: impl Fn(&[Option<Tries>]) -> Option<W> + Send,
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
        conn.commit().await?;
        Ok(Ok(()))
    }

    /// A try was right after all: takes one failure off `counted_once`, and forgets `cleared`.
    pub(crate) async fn settle_tries(&self, counted_once: Option<&Attempt>, cleared: &[Attempt]) -> Result<(), Fault> {
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
