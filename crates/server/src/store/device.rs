//! The devices from which somebody has signed in to an account.

use jiff::Timestamp;
use model::staff::Email;

use super::{
    Store,
    dispatch::{Conn, values},
};
use crate::app::Fault;

/// The most devices that are known for one account: more than anybody has. Those known longest go first.
const MOST: i64 = 20;

/// A device to be known for an account.
pub(crate) struct NewDevice<'a> {
    /// The hash of its new secret.
    pub(crate) token_hash: &'a str,
    /// The hash of the secret that it had. That one is worth nothing afterwards: who copied it has a copy until its
    /// owner next signs in.
    pub(crate) had: Option<&'a str>,
    pub(crate) expires_at: Timestamp,
}

impl Store {
    /// The device of this secret's hash is known for the account of this address.
    pub(crate) async fn knows_device(&self, token_hash: &str, email: &Email, at: Timestamp) -> Result<bool, Fault> {
        let sql = "SELECT s.id FROM known_device d JOIN staff s ON s.id = d.staff \
                   WHERE d.token_hash = $1 AND s.email = $2 AND d.expires_at > $3";
        let row: Option<(String,)> = self.read().await?.one(sql, values![token_hash, email.as_str(), at]).await?;
        Ok(row.is_some())
    }
}

/// Makes a device known for an account, and forgets those that have ended. Other accounts that were known by the
/// device's old secret are known by the new one: colleagues may share a browser.
pub(super) async fn know(conn: &mut Conn, staff: &str, device: &NewDevice<'_>, at: Timestamp) -> Result<(), Fault> {
    conn.run("DELETE FROM known_device WHERE expires_at <= $1", values![at]).await?;
    if let Some(had) = device.had {
        let sql = "UPDATE known_device SET token_hash = $2 WHERE token_hash = $1";
        conn.run(sql, values![had, device.token_hash]).await?;
    }
    conn.run(
        "INSERT INTO known_device (token_hash, staff, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (token_hash, staff) DO UPDATE SET expires_at = excluded.expires_at",
        values![device.token_hash, staff, device.expires_at],
    )
    .await?;
    conn.run(
        "DELETE FROM known_device WHERE staff = $1 AND token_hash NOT IN \
         (SELECT token_hash FROM known_device WHERE staff = $1 ORDER BY expires_at DESC, token_hash LIMIT $2)",
        values![staff, MOST],
    )
    .await?;
    Ok(())
}

/// Forgets every device of an account.
pub(super) async fn forget(conn: &mut Conn, staff: &str) -> Result<(), Fault> {
    conn.run("DELETE FROM known_device WHERE staff = $1", values![staff]).await?;
    Ok(())
}
