//! Accounts, and the one-time links that set their passwords.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use model::{
    account::{EntryKind, Place},
    revision::{Actor, Change, Noun, differences},
    staff::{Account, Email, Staff, StaffId},
    viewer::Role,
};

use super::{
    NewDevice, Store,
    account_entry::{self, NewEntry},
    device,
    dispatch::{Conn, Value, values},
    event::timestamp,
    revision::{NewRevision, append, json},
    session::{self, Asks},
};
use crate::app::Fault;

/// An account and what is needed to write it again.
struct Held {
    staff: Staff,
    version: i64,
    password_hash: Option<String>,
    signed_in_at: Option<Timestamp>,
}

/// The columns of a [`StaffRow`].
macro_rules! columns {
    () => {
        "s.id, s.email, s.name, s.role, s.password_hash, s.sample, s.version, s.created_at, s.signed_in_at"
    };
}

#[derive(sqlx::FromRow)]
struct StaffRow {
    id: String,
    email: String,
    name: String,
    role: String,
    password_hash: Option<String>,
    sample: i64,
    version: i64,
    created_at: i64,
    signed_in_at: Option<i64>,
}

impl TryFrom<StaffRow> for Held {
    type Error = Fault;

    fn try_from(row: StaffRow) -> Result<Self, Fault> {
        let wrong = |what: &str| Fault::Damaged(format!("account {}: {what}", row.id));
        Ok(Self {
            staff: Staff {
                email: Email::parse(&row.email).map_err(|_| wrong("e-mail address"))?,
                role: Role::named(&row.role).ok_or_else(|| wrong("role"))?,
                sample: row.sample != 0,
                created_at: timestamp(row.created_at)?,
                id: StaffId::from_stored(row.id),
                name: row.name,
            },
            version: row.version,
            password_hash: row.password_hash,
            signed_in_at: row.signed_in_at.map(timestamp).transpose()?,
        })
    }
}

/// An account to be made, with its one-time link.
#[derive(Clone, Copy)]
pub(crate) struct NewInvite<'a> {
    /// The account, as it shall be if there is none of its address.
    pub(crate) staff: &'a Staff,
    /// The hash of the link's secret.
    pub(crate) token_hash: &'a str,
    /// When the link ends.
    pub(crate) expires_at: Timestamp,
    pub(crate) at: Timestamp,
    pub(crate) by: &'a Actor,
}

/// A password that its owner changes.
pub(crate) struct PasswordChange<'a> {
    pub(crate) asks: Asks<'a>,
    /// The hash that the present password was found to match.
    pub(crate) old_hash: &'a str,
    pub(crate) new_hash: &'a str,
    /// The device that stays known.
    pub(crate) device: &'a NewDevice<'a>,
}

/// A one-time link that stands.
pub(crate) struct Invite<'a> {
    /// The hash of the link's secret.
    pub(crate) token_hash: &'a str,
    pub(crate) at: Timestamp,
}

impl Store {
    /// The account of this address, and its password's hash.
    pub(crate) async fn account(&self, email: &Email) -> Result<Option<(Staff, Option<String>)>, Fault> {
        let held = by_email(&mut self.read().await?, email).await?;
        Ok(held.map(|held| (held.staff, held.password_hash)))
    }

    /// Every account, by e-mail address.
    pub(crate) async fn accounts(&self) -> Result<Vec<Account>, Fault> {
        let mut conn = self.snapshot().await?;
        let sql = concat!("SELECT ", columns!(), " FROM staff s ORDER BY s.email");
        let rows: Vec<StaffRow> = conn.all(sql, values![]).await?;
        let sql = "SELECT staff FROM second_factor WHERE confirmed_at IS NOT NULL";
        let on: BTreeSet<String> = conn.all::<(String,)>(sql, values![]).await?.into_iter().map(|(id,)| id).collect();
        let account = |held: Held| Account {
            has_second_factor: on.contains(held.staff.id.as_str()),
            staff: held.staff,
            has_password: held.password_hash.is_some(),
            signed_in_at: held.signed_in_at,
        };
        rows.into_iter().map(|row| Held::try_from(row).map(account)).collect()
    }

    /// Gives an account another role; `false` if there is none of this address.
    pub(crate) async fn set_role(&self, email: &Email, role: Role, at: Timestamp, by: &Actor) -> Result<bool, Fault> {
        let mut conn = self.write().await?;
        conn.write_accounts().await?;
        let Some(held) = by_email(&mut conn, email).await? else { return Ok(false) };
        if held.staff.role != role {
            give_role(&mut conn, &held, role, at, by, Change::Edited).await?;
            conn.commit().await?;
        }
        Ok(true)
    }

    /// Takes an account away, and all that hangs on it; `false` if there is none of this address.
    pub(crate) async fn remove_staff(&self, email: &Email, at: Timestamp, by: &Actor) -> Result<bool, Fault> {
        let mut conn = self.write().await?;
        conn.write_accounts().await?;
        let Some(Held { staff, version, .. }) = by_email(&mut conn, email).await? else { return Ok(false) };
        conn.run("DELETE FROM staff WHERE id = $1", values![staff.id.as_str()]).await?;
        append(
            &mut conn,
            NewRevision {
                noun: Noun::Staff,
                subject: staff.id.as_str(),
                version: version + 1,
                at,
                by,
                change: Change::Removed,
                note: "",
                fields: &differences(&told(&staff), &BTreeMap::new()),
                snapshot: &json(&staff)?,
            },
        )
        .await?;
        conn.commit().await?;
        Ok(true)
    }

    /// Makes an account, or gives the one of this address the role asked for, and makes a one-time link. Older links of
    /// the account end.
    pub(crate) async fn invite_staff(&self, new: NewInvite<'_>) -> Result<Staff, Fault> {
        let NewInvite { staff, token_hash, expires_at, at, by } = new;
        let mut conn = self.write().await?;
        conn.write_accounts().await?;
        let staff = match by_email(&mut conn, &staff.email).await? {
            None => {
                insert(&mut conn, staff, None).await?;
                record(&mut conn, None, staff, 1, at, by, Change::Created).await?;
                staff.clone()
            }
            Some(held) => {
                let made = NewEntry::by(held.staff.id.as_str(), EntryKind::LinkMade, at, by);
                account_entry::append(&mut conn, made).await?;
                give_role(&mut conn, &held, staff.role, at, by, Change::Invited).await?
            }
        };
        conn.run("DELETE FROM staff_invite WHERE staff = $1", values![staff.id.as_str()]).await?;
        conn.run(
            "INSERT INTO staff_invite (token_hash, staff, expires_at) VALUES ($1, $2, $3)",
            values![token_hash, staff.id.as_str(), expires_at],
        )
        .await?;
        conn.commit().await?;
        Ok(staff)
    }

    /// The account that a one-time link is for, while the link stands.
    pub(crate) async fn invited(&self, invite: &Invite<'_>) -> Result<Option<Staff>, Fault> {
        let row: Option<StaffRow> = self
            .read()
            .await?
            .one(
                concat!(
                    "SELECT ",
                    columns!(),
                    " FROM staff_invite i JOIN staff s ON s.id = i.staff \
                     WHERE i.token_hash = $1 AND i.used_at IS NULL AND i.expires_at > $2"
                ),
                values![invite.token_hash, invite.at],
            )
            .await?;
        row.map(|row| Held::try_from(row).map(|held| held.staff)).transpose()
    }

    /// Uses a one-time link up to set a password; ends the account's sessions and forgets its devices, but for the one
    /// that the link was used on. `false` if the link does not stand: of two that use it at the same time, one gets this.
    pub(crate) async fn set_password(
        &self,
        invite: &Invite<'_>,
        password_hash: &str,
        device: &NewDevice<'_>,
        place: &Place,
    ) -> Result<bool, Fault> {
        let mut conn = self.write().await?;
        conn.write_accounts().await?;
        let used: Option<(String,)> = conn
            .one(
                "UPDATE staff_invite SET used_at = $2 \
                 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING staff",
                values![invite.token_hash, invite.at],
            )
            .await?;
        let Some((id,)) = used else { return Ok(false) };
        let held = by_id(&mut conn, &id).await?.ok_or_else(|| Fault::Other(format!("account {id} is gone")))?;
        write_password(&mut conn, &held, password_hash, device, invite.at).await?;
        session::end_all(&mut conn, &id).await?;
        let set = NewEntry::own(&id, EntryKind::PasswordSet, invite.at, place);
        account_entry::append(&mut conn, set).await?;
        conn.commit().await?;
        Ok(true)
    }

    /// Gives an account a new password in place of the one that this hash is of; ends its other sessions, gives the one that
    /// asks another secret, forgets its other devices, and voids its one-time links. `false` if the password or the session is another by now.
    pub(crate) async fn change_password(&self, change: PasswordChange<'_>) -> Result<bool, Fault> {
        let PasswordChange { asks, old_hash, new_hash, device } = change;
        let staff = asks.staff.as_str();
        let mut conn = self.write().await?;
        conn.write_accounts().await?;
        let held = by_id(&mut conn, staff).await?.filter(|held| held.password_hash.as_deref() == Some(old_hash));
        let Some(held) = held else { return Ok(false) };
        if !asks.renew(&mut conn).await? {
            return Ok(false);
        }
        write_password(&mut conn, &held, new_hash, device, asks.at).await?;
        conn.run("DELETE FROM staff_invite WHERE staff = $1 AND used_at IS NULL", values![staff]).await?;
        asks.end_others(&mut conn).await?;
        account_entry::append(&mut conn, asks.entry(EntryKind::PasswordChanged)).await?;
        conn.commit().await?;
        Ok(true)
    }

    /// The account of this id, and its password's hash.
    pub(crate) async fn account_by_id(&self, id: &StaffId) -> Result<Option<(Staff, Option<String>)>, Fault> {
        account_of(&mut self.read().await?, id.as_str()).await
    }

    /// Makes an account with a password; `false` if there is one of this address.
    pub(crate) async fn add_staff(&self, staff: &Staff, password_hash: &str, by: &Actor) -> Result<bool, Fault> {
        let mut conn = self.write().await?;
        conn.write_accounts().await?;
        if by_email(&mut conn, &staff.email).await?.is_some() {
            return Ok(false);
        }
        insert(&mut conn, staff, Some(password_hash)).await?;
        record(&mut conn, None, staff, 1, staff.created_at, by, Change::Created).await?;
        conn.commit().await?;
        Ok(true)
    }
}

/// The account of this id, and its password's hash.
pub(super) async fn account_of(conn: &mut Conn, id: &str) -> Result<Option<(Staff, Option<String>)>, Fault> {
    Ok(by_id(conn, id).await?.map(|held| (held.staff, held.password_hash)))
}

/// The id of the account of this address.
pub(super) async fn id_of(conn: &mut Conn, email: &Email) -> Result<Option<String>, Fault> {
    let row: Option<(String,)> = conn.one("SELECT id FROM staff WHERE email = $1", values![email.as_str()]).await?;
    Ok(row.map(|(id,)| id))
}

/// Writes a password and its revision; forgets the account's devices, but for this one.
async fn write_password(
    conn: &mut Conn,
    held: &Held,
    password_hash: &str,
    device: &NewDevice<'_>,
    at: Timestamp,
) -> Result<(), Fault> {
    let (id, version) = (held.staff.id.as_str(), held.version + 1);
    let sql = "UPDATE staff SET password_hash = $2, version = $3 WHERE id = $1";
    conn.run(sql, values![id, password_hash, version]).await?;
    device::forget(conn, id).await?;
    device::know(conn, id, device, at).await?;
    let by = Actor::Staff { id: id.to_owned(), name: held.staff.name.clone() };
    record(conn, Some(&held.staff), &held.staff, version, at, &by, Change::PasswordSet).await
}

async fn by_email(conn: &mut Conn, email: &Email) -> Result<Option<Held>, Fault> {
    let sql = concat!("SELECT ", columns!(), " FROM staff s WHERE s.email = $1");
    held(conn, sql, email.as_str().into()).await
}

async fn by_id(conn: &mut Conn, id: &str) -> Result<Option<Held>, Fault> {
    let sql = concat!("SELECT ", columns!(), " FROM staff s WHERE s.id = $1");
    held(conn, sql, id.into()).await
}

/// The account of this id, as revisions tell it.
pub(super) async fn told_by_id(conn: &mut Conn, id: &str) -> Result<Option<Staff>, Fault> {
    Ok(by_id(conn, id).await?.map(|held| held.staff))
}

async fn held(conn: &mut Conn, sql: &'static str, key: Value) -> Result<Option<Held>, Fault> {
    conn.one::<StaffRow>(sql, vec![key]).await?.map(Held::try_from).transpose()
}

async fn insert(conn: &mut Conn, staff: &Staff, password_hash: Option<&str>) -> Result<(), Fault> {
    conn.run(
        "INSERT INTO staff (id, email, name, role, password_hash, sample, version, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7)",
        values![
            staff.id.as_str(),
            staff.email.as_str(),
            &staff.name,
            staff.role.name(),
            password_hash.map(str::to_owned),
            staff.sample,
            staff.created_at,
        ],
    )
    .await?;
    Ok(())
}

/// Writes the role and its revision, and notes in the account's log where it is another; the account as it is then.
async fn give_role(
    conn: &mut Conn,
    held: &Held,
    role: Role,
    at: Timestamp,
    by: &Actor,
    change: Change,
) -> Result<Staff, Fault> {
    let after = Staff { role, ..held.staff.clone() };
    let version = held.version + 1;
    let sql = "UPDATE staff SET role = $2, version = $3 WHERE id = $1";
    conn.run(sql, values![after.id.as_str(), role.name(), version]).await?;
    record(conn, Some(&held.staff), &after, version, at, by, change).await?;
    if role != held.staff.role {
        account_entry::append(conn, NewEntry::by(after.id.as_str(), EntryKind::RoleGiven, at, by)).await?;
    }
    Ok(after)
}

/// Appends a revision. The snapshot is the account without its password's hash.
async fn record(
    conn: &mut Conn,
    before: Option<&Staff>,
    after: &Staff,
    version: i64,
    at: Timestamp,
    by: &Actor,
    change: Change,
) -> Result<(), Fault> {
    append(
        conn,
        NewRevision {
            noun: Noun::Staff,
            subject: after.id.as_str(),
            version,
            at,
            by,
            change,
            note: "",
            fields: &differences(&before.map(told).unwrap_or_default(), &told(after)),
            snapshot: &json(after)?,
        },
    )
    .await
}

fn told(staff: &Staff) -> BTreeMap<String, Vec<String>> {
    [("email", staff.email.as_str()), ("name", &staff.name), ("role", staff.role.name())]
        .map(|(field, value)| (field.to_owned(), vec![value.to_owned()]))
        .into()
}
