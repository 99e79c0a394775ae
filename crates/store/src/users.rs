//! People who work here.

use std::collections::{BTreeSet, HashMap};

use domain::ids::UserId;
use domain::time::Timestamp;
use domain::user::Role;
use domain::wire;

use crate::db::{Db, Tx, batch, plain};
use crate::error::{Result, StoreError};
use crate::events;
use crate::rows::{self, Key, UserRow};

sql! {
    ADD = "INSERT INTO users (id, email, name, role, is_active, password_hash, created_at) VALUES ($1, $2, $3, $4, 1, $5, $6)";
    BY_IDS = "SELECT u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM json_each(CAST($1 AS TEXT)) k JOIN users u ON u.id = k.value ->> 'a'";
    ONE = "SELECT u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM users u WHERE u.id = $1";
    LIST = "SELECT u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM users u WHERE $1 = '' OR u.role = $1 ORDER BY u.name, u.id LIMIT $2";
    COUNT = "SELECT COUNT(*) FROM users";
    PASSWORD = "UPDATE users SET password_hash = $2, once_until = NULL WHERE id = $1";
    REHASH = "UPDATE users SET password_hash = $2 WHERE id = $1";
    END_SESSIONS = "DELETE FROM session WHERE user_id = $1";
}

/// People in one list. An installation with more has outgrown one page of names.
const LIST_LIMIT: i64 = 200;

/// A person to be added.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// Our id.
    pub id: UserId,
    /// Address, in any case.
    pub email: String,
    /// Display name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Hash of the password, in PHC form.
    pub password_hash: String,
}

/// The people with these ids.
pub(crate) async fn by_ids(
    tx: &mut Tx,
    ids: impl Iterator<Item = UserId>,
) -> Result<HashMap<UserId, wire::User>> {
    let ids: BTreeSet<UserId> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let keys: Vec<_> = ids
        .iter()
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    let rows: Vec<UserRow> = on_tx!(tx, |c| sqlx::query_as(BY_IDS)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    Ok(rows::all::<_, wire::User>(rows)?
        .into_iter()
        .map(|u| (u.id, u))
        .collect())
}

impl Db {
    /// The people with these ids.
    pub(crate) async fn people(
        &self,
        ids: impl Iterator<Item = UserId>,
    ) -> Result<HashMap<UserId, wire::User>> {
        let ids: BTreeSet<UserId> = ids.collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let keys: Vec<_> = ids
            .iter()
            .map(|id| Key {
                a: id.to_string(),
                b: (),
            })
            .collect();
        let rows: Vec<UserRow> = on_db!(self, |c| sqlx::query_as(BY_IDS)
            .bind(batch(&keys))
            .fetch_all(c)
            .await?);
        Ok(rows::all::<_, wire::User>(rows)?
            .into_iter()
            .map(|u| (u.id, u))
            .collect())
    }

    /// Adds a person.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if the address is in use.
    pub async fn add_user(&self, new: &NewUser, now: Timestamp) -> Result<wire::User> {
        let mut tx = self.write().await?;
        let email = plain(new.email.trim()).to_lowercase();
        let added = async {
            on_tx!(&mut tx, |c| sqlx::query(ADD)
                .bind(new.id.to_string())
                .bind(&email)
                .bind(plain(&new.name))
                .bind(new.role.as_str())
                .bind(&new.password_hash)
                .bind(now.micros())
                .execute(c)
                .await?
                .rows_affected());
            Ok::<_, StoreError>(())
        };
        added.await.map_err(|e| {
            if e.is_unique_violation() {
                StoreError::Taken("a person with this address")
            } else {
                e
            }
        })?;
        tx.commit().await?;
        Ok(wire::User {
            id: new.id,
            name: new.name.clone(),
            email,
            role: new.role,
            is_active: true,
            created_at: now,
        })
    }

    /// One person.
    ///
    /// # Errors
    /// What the database said.
    pub async fn user(&self, user: UserId) -> Result<Option<wire::User>> {
        let row: Option<UserRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(user.to_string())
            .fetch_optional(c)
            .await?);
        row.map(wire::User::try_from).transpose()
    }

    /// The person with this address, in any case, and the hash of their password.
    ///
    /// # Errors
    /// What the database said.
    pub async fn user_for_login(&self, email: &str) -> Result<Option<(wire::User, String)>> {
        Ok(self.known(email).await?.map(|k| (k.user, k.hash)))
    }

    /// All people, or those of one role, by name.
    ///
    /// # Errors
    /// What the database said.
    pub async fn users(&self, role: Option<Role>) -> Result<Vec<wire::User>> {
        let role = role.map_or("", Role::as_str);
        let rows: Vec<UserRow> = on_db!(self, |c| sqlx::query_as(LIST)
            .bind(role)
            .bind(LIST_LIMIT)
            .fetch_all(c)
            .await?);
        rows::all(rows)
    }

    /// How many people there are.
    ///
    /// # Errors
    /// What the database said.
    pub async fn count_users(&self) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(COUNT)
            .fetch_one(c)
            .await?))
    }

    /// Gives a person a new password and ends all their sessions. `false` if there is no such person.
    ///
    /// # Errors
    /// What the database said.
    pub async fn set_password(&self, user: UserId, hash: &str, now: Timestamp) -> Result<bool> {
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(PASSWORD)
            .bind(user.to_string())
            .bind(hash)
            .execute(c)
            .await?
            .rows_affected());
        on_tx!(&mut tx, |c| sqlx::query(END_SESSIONS)
            .bind(user.to_string())
            .execute(c)
            .await?
            .rows_affected());
        if n > 0 {
            events::append(&mut tx, &[domain::event::logins_changed(user)], now).await?;
        }
        tx.commit().await?;
        Ok(n > 0)
    }

    /// Replaces a password's hash by a better one of the same password; sessions go on.
    ///
    /// # Errors
    /// What the database said.
    pub async fn rehash_password(&self, user: UserId, hash: &str) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(REHASH)
            .bind(user.to_string())
            .bind(hash)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }
}
