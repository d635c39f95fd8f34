//! Second factors: the secrets that codes are made of, the codes on paper, and who is asked for a code. None of this is content:
//! the generation stays.

use jiff::Timestamp;
use model::{
    account::{EntryKind, Place, SecondFactor},
    revision::Actor,
    staff::{Email, Staff, StaffId},
};

use super::{
    Store,
    account_entry::{self, Failed, NewEntry},
    dispatch::{Conn, values},
    event::timestamp,
    session::{self, Asks},
    staff,
};
use crate::app::Fault;

/// How many sign-ins of one account may be waiting for their code: more than anybody begins. The oldest go first.
const WAITING: i64 = 20;

/// A second factor as it is stored.
pub(crate) struct Factor {
    /// The secret, perhaps sealed.
    pub(crate) secret: String,
    /// The hash of the session that may see it until it is confirmed.
    pub(crate) offered_to: String,
    pub(crate) created_at: Timestamp,
    /// Since when it is on; not yet where `None`.
    pub(crate) confirmed_at: Option<Timestamp>,
}

/// What shows that somebody holds the second factor.
pub(crate) enum Proof {
    /// The code of this step.
    Step(i64),
    /// The recovery code of this hash.
    Recovery(String),
}

/// Somebody has given the right password, and is asked for a code.
pub(crate) struct Waiting {
    /// Whose account it is.
    pub(crate) staff: Staff,
    /// The hash of the account's password now.
    pub(crate) password_hash: String,
    /// When the password was given.
    pub(crate) since: Timestamp,
}

/// A sign-in that is to wait for its code.
pub(crate) struct NewWaiting<'a> {
    /// The hash of its secret.
    pub(crate) token_hash: &'a str,
    pub(crate) staff: &'a Staff,
    /// The hash that the password was found to match.
    pub(crate) password_hash: &'a str,
    pub(crate) at: Timestamp,
    pub(crate) expires_at: Timestamp,
    pub(crate) place: &'a Place,
}

impl Store {
    /// The account's second factor, on or not yet.
    pub(crate) async fn factor(&self, staff: &StaffId) -> Result<Option<Factor>, Fault> {
        let sql = "SELECT secret, offered_to, created_at, confirmed_at FROM second_factor WHERE staff = $1";
        let row: Option<(String, String, i64, Option<i64>)> =
            self.read().await?.one(sql, values![staff.as_str()]).await?;
        row.map(|(secret, offered_to, created_at, confirmed_at)| {
            let confirmed_at = confirmed_at.map(timestamp).transpose()?;
            Ok(Factor { secret, offered_to, created_at: timestamp(created_at)?, confirmed_at })
        })
        .transpose()
    }

    /// A stored secret of anybody's that begins like this, and whose it is.
    pub(crate) async fn any_secret(&self, beginning: &str) -> Result<Option<(String, String)>, Fault> {
        let sql = "SELECT staff, secret FROM second_factor WHERE secret LIKE $1 ORDER BY staff LIMIT 1";
        self.read().await?.one(sql, values![format!("{beginning}%")]).await
    }

    /// The account's second factor as its owner sees it, if it is on.
    pub(crate) async fn second_factor(&self, staff: &StaffId) -> Result<Option<SecondFactor>, Fault> {
        let row: Option<(i64, i64)> = self
            .read()
            .await?
            .one(
                "SELECT f.confirmed_at, (SELECT COUNT(*) FROM recovery_code c WHERE c.staff = f.staff AND c.used_at IS NULL) \
                 FROM second_factor f WHERE f.staff = $1 AND f.confirmed_at IS NOT NULL",
                values![staff.as_str()],
            )
            .await?;
        row.map(|(since, codes_left)| Ok(SecondFactor { since: timestamp(since)?, codes_left })).transpose()
    }

    /// Keeps a secret for the owner to take over, in place of one that was not confirmed; `false` if the factor is on.
    /// `session`: the hash of the one that may see it.
    pub(crate) async fn begin_factor(
        &self,
        staff: &StaffId,
        secret: &str,
        session: &str,
        at: Timestamp,
    ) -> Result<bool, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        let begun = conn
            .run(
                "INSERT INTO second_factor (staff, secret, offered_to, created_at, used_step) VALUES ($1, $2, $3, $4, 0) \
                 ON CONFLICT (staff) DO UPDATE SET secret = excluded.secret, offered_to = excluded.offered_to, \
                 created_at = excluded.created_at \
                 WHERE second_factor.confirmed_at IS NULL",
                values![staff.as_str(), secret, session, at],
            )
            .await?;
        conn.commit().await?;
        Ok(begun > 0)
    }

    /// Turns the factor on whose secret is stored as this, by the code of a step; writes its recovery codes, and ends the
    /// account's other sessions. `false` if it is on already, or another by now; `None` if the session that asks has ended.
    pub(crate) async fn confirm_factor(
        &self,
        asks: Asks<'_>,
        secret: &str,
        step: i64,
        codes: &[String],
    ) -> Result<Option<bool>, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        if !asks.renew(&mut conn).await? {
            return Ok(None);
        }
        let confirmed = conn
            .run(
                "UPDATE second_factor SET confirmed_at = $3, used_step = $4, offered_to = '' \
                 WHERE staff = $1 AND secret = $2 AND confirmed_at IS NULL",
                values![asks.staff.as_str(), secret, asks.at, step],
            )
            .await?;
        if confirmed == 0 {
            return Ok(Some(false));
        }
        write_codes(&mut conn, asks.staff, codes).await?;
        asks.end_others(&mut conn).await?;
        account_entry::append(&mut conn, asks.entry(EntryKind::SecondFactorOn)).await?;
        conn.commit().await?;
        Ok(Some(true))
    }

    /// Writes new recovery codes in place of the old; `false` if the factor is off by now, `None` if the session that asks has
    /// ended.
    pub(crate) async fn replace_codes(&self, asks: Asks<'_>, codes: &[String]) -> Result<Option<bool>, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        if !asks.renew(&mut conn).await? {
            return Ok(None);
        }
        let sql = "SELECT staff FROM second_factor WHERE staff = $1 AND confirmed_at IS NOT NULL";
        let on: Option<(String,)> = conn.one(sql, values![asks.staff.as_str()]).await?;
        if on.is_none() {
            return Ok(Some(false));
        }
        write_codes(&mut conn, asks.staff, codes).await?;
        account_entry::append(&mut conn, asks.entry(EntryKind::RecoveryCodesMade)).await?;
        conn.commit().await?;
        Ok(Some(true))
    }

    /// Turns the factor off, and ends the account's other sessions; `false` if it is off already, `None` if the session that
    /// asks has ended.
    pub(crate) async fn remove_factor(&self, asks: Asks<'_>) -> Result<Option<bool>, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        if !asks.renew(&mut conn).await? {
            return Ok(None);
        }
        if !forget(&mut conn, asks.staff.as_str()).await? {
            return Ok(Some(false));
        }
        asks.end_others(&mut conn).await?;
        account_entry::append(&mut conn, asks.entry(EntryKind::SecondFactorOff)).await?;
        conn.commit().await?;
        Ok(Some(true))
    }

    /// Turns the factor of an account off whose owner has lost it, and ends all its sessions; `None` if there is no such
    /// account, `false` if it has none.
    pub(crate) async fn reset_factor(&self, email: &Email, at: Timestamp, by: &Actor) -> Result<Option<bool>, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        let Some(id) = staff::id_of(&mut conn, email).await? else { return Ok(None) };
        if !forget(&mut conn, &id).await? {
            return Ok(Some(false));
        }
        session::end_all(&mut conn, &id).await?;
        account_entry::append(&mut conn, NewEntry::by(&id, EntryKind::SecondFactorOff, at, by)).await?;
        conn.commit().await?;
        Ok(Some(true))
    }

    /// Uses a code up; `false` if it was used before, or never was one. `reseal`: the secret, as it is to be stored from now on.
    pub(crate) async fn use_proof(
        &self,
        staff: &StaffId,
        proof: &Proof,
        reseal: Option<&str>,
        at: Timestamp,
        place: &Place,
    ) -> Result<bool, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        let id = staff.as_str();
        let used = match proof {
            Proof::Step(step) => {
                let sql = "UPDATE second_factor SET used_step = $2 \
                           WHERE staff = $1 AND used_step < $2 AND confirmed_at IS NOT NULL";
                conn.run(sql, values![id, *step]).await?
            }
            Proof::Recovery(hash) => {
                let sql =
                    "UPDATE recovery_code SET used_at = $3 WHERE staff = $1 AND code_hash = $2 AND used_at IS NULL";
                conn.run(sql, values![id, hash, at]).await?
            }
        };
        if used == 0 {
            return Ok(false);
        }
        if let Proof::Recovery(_) = proof {
            let entry = NewEntry::own(id, EntryKind::RecoveryCodeUsed, at, place);
            account_entry::append(&mut conn, entry).await?;
        }
        if let Some(secret) = reseal {
            conn.run("UPDATE second_factor SET secret = $2 WHERE staff = $1", values![id, secret]).await?;
        }
        conn.commit().await?;
        Ok(true)
    }

    /// Lets a sign-in wait for its code, and notes that the password was right; `false` if the account's password has changed
    /// meanwhile, or the account is gone.
    pub(crate) async fn wait_for_code(&self, new: NewWaiting<'_>) -> Result<bool, Fault> {
        let mut conn = self.write_aside().await?;
        conn.write_accounts().await?;
        let staff = new.staff.id.as_str();
        let sql = "SELECT id FROM staff WHERE id = $1 AND password_hash = $2";
        let found: Option<(String,)> = conn.one(sql, values![staff, new.password_hash]).await?;
        if found.is_none() {
            return Ok(false);
        }
        conn.run("DELETE FROM sign_in_step WHERE expires_at <= $1", values![new.at]).await?;
        conn.run(
            "INSERT INTO sign_in_step (token_hash, staff, created_at, expires_at) VALUES ($1, $2, $3, $4)",
            values![new.token_hash, staff, new.at, new.expires_at],
        )
        .await?;
        conn.run(
            "DELETE FROM sign_in_step WHERE staff = $1 AND token_hash NOT IN \
             (SELECT token_hash FROM sign_in_step WHERE staff = $1 ORDER BY created_at DESC, token_hash LIMIT $2)",
            values![staff, WAITING],
        )
        .await?;
        account_entry::count(&mut conn, &missing(new.staff, new.at, new.place)).await?;
        conn.commit().await?;
        Ok(true)
    }

    /// The sign-in that waits for its code under the secret of this hash.
    pub(crate) async fn waiting(&self, token_hash: &str, at: Timestamp) -> Result<Option<Waiting>, Fault> {
        let mut conn = self.snapshot().await?;
        let sql = "SELECT staff, created_at FROM sign_in_step WHERE token_hash = $1 AND expires_at > $2";
        let row: Option<(String, i64)> = conn.one(sql, values![token_hash, at]).await?;
        let Some((id, since)) = row else { return Ok(None) };
        let since = timestamp(since)?;
        let account = staff::account_of(&mut conn, &id).await?;
        Ok(account.and_then(|(staff, hash)| hash.map(|password_hash| Waiting { staff, password_hash, since })))
    }
}

/// That the right password came without a code: a line for every hour, as of tries that fail.
pub(super) const fn missing<'a>(staff: &'a Staff, at: Timestamp, place: &'a Place) -> Failed<'a> {
    Failed { email: &staff.email, kind: EntryKind::CodeMissing, at, place }
}

/// Forgets an account's second factor that is on, and its codes; `false` if there was none.
async fn forget(conn: &mut Conn, staff: &str) -> Result<bool, Fault> {
    let sql = "DELETE FROM second_factor WHERE staff = $1 AND confirmed_at IS NOT NULL";
    if conn.run(sql, values![staff]).await? == 0 {
        return Ok(false);
    }
    conn.run("DELETE FROM recovery_code WHERE staff = $1", values![staff]).await?;
    Ok(true)
}

async fn write_codes(conn: &mut Conn, staff: &StaffId, codes: &[String]) -> Result<(), Fault> {
    conn.run("DELETE FROM recovery_code WHERE staff = $1", values![staff.as_str()]).await?;
    for code in codes {
        let sql = "INSERT INTO recovery_code (staff, code_hash) VALUES ($1, $2)";
        conn.run(sql, values![staff.as_str(), code]).await?;
    }
    Ok(())
}
