//! How people come, change and go: each in one transaction with the end of the logins that it ends and the events that
//! tell every screen and every node.

use domain::event::{self, NewEvent};
use domain::ids::UserId;
use domain::person::{Change, ends_logins, leaves_an_admin};
use domain::time::Timestamp;
use domain::user::Role;
use domain::wire;
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;

use crate::db::{Db, Tx, lock_name, plain};
use crate::error::{Result, StoreError};
use crate::events;
use crate::rows::{self, UserRow};
use crate::sends::{IdempotencyKey, Kept, keep_key};
use crate::users::NewUser;

sql! {
    ONE = "SELECT u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM users u WHERE u.id = $1";
    ADD = "INSERT INTO users (id, email, name, role, is_active, password_hash, once_until, created_at) VALUES ($1, $2, $3, $4, 1, $5, $6, $7)";
    CHANGE = "UPDATE users SET name = $2, email = $3, role = $4, is_active = $5 WHERE id = $1";
    OTHER_ADMINS = "SELECT COUNT(*) FROM users u WHERE u.role = 'admin' AND u.is_active = 1 AND u.id <> $1";
    COUNT = "SELECT COUNT(*) FROM users";
    PAGE = "SELECT u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM users u \
        WHERE (u.name, u.id) > ($1, $2) AND ($3 = '' OR u.role = $3) ORDER BY u.name, u.id LIMIT $4";
    LOGIN = "SELECT u.id, u.email, u.name, u.role, u.is_active, u.created_at, u.password_hash, u.once_until FROM users u WHERE u.email = $1";
    PASSWORD_ONCE = "UPDATE users SET password_hash = $2, once_until = $3 WHERE id = $1";
    // Whoever is first has used it; nothing fits the empty hash.
    USE_ONCE = "UPDATE users SET password_hash = '', once_until = NULL WHERE id = $1 AND password_hash = $2 AND once_until > $3";
    END_LOGINS = "DELETE FROM session WHERE user_id = $1";
    END_OTHER_LOGINS = "DELETE FROM session WHERE user_id = $1 AND id <> $2";
    NOT_ONCE = "UPDATE session SET once = 0 WHERE id = $1";
    SETUP_GET = "SELECT value FROM setting WHERE key = 'setup'";
    SETUP_END = "DELETE FROM setting WHERE key = 'setup'";
}

/// The lock of whatever depends on how many people there are.
const PEOPLE: &str = "people";
/// The setting that holds the set-up link's fingerprint and its end.
const SETUP: &str = "setup";

/// What became of somebody new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// There now.
    User(wire::User),
    /// There since an earlier request with the same key: the row as it stands.
    Before(wire::User),
    /// The address belongs to somebody.
    Taken,
    /// The key was used for something else.
    KeyMismatch,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// The person as they are now.
    User(wire::User),
    /// There is no such person.
    NoUser,
    /// The address belongs to somebody else.
    Taken,
    /// Nobody would be left to manage the others.
    LastAdmin,
}

/// What became of a new one-time password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reset {
    /// It works.
    User(wire::User),
    /// An earlier request with the same key made one; this one did nothing.
    Before(wire::User),
    /// There is no such person.
    NoUser,
    /// The key was used for something else.
    KeyMismatch,
}

/// What became of a set-up link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SetUp {
    /// The first admin.
    User(wire::User),
    /// There are people already.
    Over,
    /// Not the link that was printed last, or its time has passed.
    BadToken,
}

/// Somebody who tries to log in.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who it would be.
    pub user: wire::User,
    /// Hash of the password; empty if there is none.
    pub hash: String,
    /// Set for a one-time password: until when it works.
    pub once_until: Option<Timestamp>,
}

#[derive(FromRow)]
struct KnownRow {
    #[sqlx(flatten)]
    user: UserRow,
    password_hash: String,
    once_until: Option<i64>,
}

fn fingerprint(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

async fn one(tx: &mut Tx, user: UserId) -> Result<Option<wire::User>> {
    let row: Option<UserRow> = on_tx!(tx, |c| sqlx::query_as(ONE)
        .bind(user.to_string())
        .fetch_optional(c)
        .await?);
    row.map(wire::User::try_from).transpose()
}

/// A unique key that refuses the address is an answer; PostgreSQL gives the transaction up with it.
fn taken<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(e) if e.is_unique_violation() => Ok(None),
        Err(e) => Err(e),
    }
}

/// Stores somebody new; `None` if the address is taken.
async fn insert(
    tx: &mut Tx,
    new: &NewUser,
    once_until: Option<Timestamp>,
    now: Timestamp,
) -> Result<Option<wire::User>> {
    let email = plain(new.email.trim()).to_lowercase();
    let name = plain(&new.name).into_owned();
    let added = async {
        on_tx!(tx, |c| sqlx::query(ADD)
            .bind(new.id.to_string())
            .bind(&email)
            .bind(&name)
            .bind(new.role.as_str())
            .bind(&new.password_hash)
            .bind(rows::micros(once_until))
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        Ok::<_, StoreError>(())
    };
    Ok(taken(added.await)?.map(|()| wire::User {
        id: new.id,
        name,
        email,
        role: new.role,
        is_active: true,
        created_at: now,
    }))
}

async fn end_logins(tx: &mut Tx, user: UserId) -> Result<u64> {
    Ok(on_tx!(tx, |c| sqlx::query(END_LOGINS)
        .bind(user.to_string())
        .execute(c)
        .await?
        .rows_affected()))
}

impl Db {
    /// Adds a person and tells everybody. With `once_until` their password opens one login before that time.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn add_person(
        &self,
        new: &NewUser,
        once_until: Option<Timestamp>,
        key: Option<(UserId, &IdempotencyKey)>,
        now: Timestamp,
    ) -> Result<Added> {
        let mut tx = self.write().await?;
        if let Some((asks, key)) = key {
            match keep_key(&mut tx, asks, key, &new.id.to_string(), now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Added::KeyMismatch),
                Kept::Before(subject) => {
                    let before = rows::id("idempotency", "subject", &subject)?;
                    let user = one(&mut tx, before).await?;
                    return Ok(user.map_or(Added::KeyMismatch, Added::Before));
                }
            }
        }
        let Some(user) = insert(&mut tx, new, once_until, now).await? else {
            return Ok(Added::Taken);
        };
        events::append(&mut tx, &[event::user_updated(&user)], now).await?;
        tx.commit().await?;
        Ok(Added::User(user))
    }

    /// Changes a person. Whoever changes role or is deactivated is logged out everywhere, in the same transaction; the
    /// last active admin stays one.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn change_person(
        &self,
        user: UserId,
        change: &Change,
        now: Timestamp,
    ) -> Result<Changed> {
        let mut tx = self.write().await?;
        // Two admins who demote each other at once are two steps: the second finds itself the last.
        lock_name(&mut tx, PEOPLE).await?;
        let Some(before) = one(&mut tx, user).await? else {
            return Ok(Changed::NoUser);
        };
        let after = change.applied(&before);
        if after == before {
            return Ok(Changed::User(before));
        }
        let others: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(OTHER_ADMINS)
            .bind(user.to_string())
            .fetch_one(c)
            .await?);
        if !leaves_an_admin(&before, &after, others) {
            return Ok(Changed::LastAdmin);
        }
        let changed = async {
            on_tx!(&mut tx, |c| sqlx::query(CHANGE)
                .bind(user.to_string())
                .bind(plain(&after.name))
                .bind(plain(&after.email))
                .bind(after.role.as_str())
                .bind(i64::from(after.is_active))
                .execute(c)
                .await?
                .rows_affected());
            Ok::<_, StoreError>(())
        };
        if taken(changed.await)?.is_none() {
            return Ok(Changed::Taken);
        }
        let mut told: Vec<NewEvent> = vec![event::user_updated(&after)];
        if ends_logins(&before, &after) {
            end_logins(&mut tx, user).await?;
            told.push(event::logins_changed(user));
        }
        events::append(&mut tx, &told, now).await?;
        tx.commit().await?;
        Ok(Changed::User(after))
    }

    /// A page of people by name, those of one role or all; `after` is name and id of the last one seen.
    ///
    /// # Errors
    /// What the database said.
    pub async fn people_page(
        &self,
        role: Option<Role>,
        after: Option<&(String, UserId)>,
        limit: i64,
    ) -> Result<Vec<wire::User>> {
        let (name, id) = after.map_or_else(Default::default, |(n, u)| (n.clone(), u.to_string()));
        let rows: Vec<UserRow> = on_db!(self, |c| sqlx::query_as(PAGE)
            .bind(plain(&name))
            .bind(&id)
            .bind(role.map_or("", Role::as_str))
            .bind(limit)
            .fetch_all(c)
            .await?);
        rows::all(rows)
    }

    /// The person with this address, in any case, and what their password is checked with.
    ///
    /// # Errors
    /// What the database said.
    pub async fn known(&self, email: &str) -> Result<Option<Known>> {
        let email = plain(email.trim()).to_lowercase();
        let row: Option<KnownRow> = on_db!(self, |c| sqlx::query_as(LOGIN)
            .bind(email)
            .fetch_optional(c)
            .await?);
        row.map(|r| {
            Ok(Known {
                user: r.user.try_into()?,
                hash: r.password_hash,
                once_until: rows::time(r.once_until),
            })
        })
        .transpose()
    }

    /// Takes a one-time password out of use; `false` if somebody was first or its time has passed.
    ///
    /// # Errors
    /// What the database said.
    pub async fn use_once(&self, user: UserId, hash: &str, now: Timestamp) -> Result<bool> {
        let mut tx = self.write().await?;
        let used = on_tx!(&mut tx, |c| sqlx::query(USE_ONCE)
            .bind(user.to_string())
            .bind(hash)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(used > 0)
    }

    /// Gives a person a one-time password and ends all their logins.
    ///
    /// # Errors
    /// What the database said; nothing is changed then.
    pub async fn reset_person(
        &self,
        user: UserId,
        hash: &str,
        until: Timestamp,
        key: Option<(UserId, &IdempotencyKey)>,
        now: Timestamp,
    ) -> Result<Reset> {
        let mut tx = self.write().await?;
        let Some(found) = one(&mut tx, user).await? else {
            return Ok(Reset::NoUser);
        };
        if let Some((asks, key)) = key {
            match keep_key(&mut tx, asks, key, &user.to_string(), now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Reset::KeyMismatch),
                Kept::Before(_) => return Ok(Reset::Before(found)),
            }
        }
        on_tx!(&mut tx, |c| sqlx::query(PASSWORD_ONCE)
            .bind(user.to_string())
            .bind(hash)
            .bind(until.micros())
            .execute(c)
            .await?
            .rows_affected());
        end_logins(&mut tx, user).await?;
        events::append(&mut tx, &[event::logins_changed(user)], now).await?;
        tx.commit().await?;
        Ok(Reset::User(found))
    }

    /// Gives a person the password that they chose, and ends all their logins but `keep`.
    ///
    /// # Errors
    /// What the database said; nothing is changed then.
    pub async fn choose_password(
        &self,
        user: UserId,
        hash: &str,
        keep: domain::ids::SessionId,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(PASSWORD_ONCE)
            .bind(user.to_string())
            .bind(hash)
            .bind(None::<i64>)
            .execute(c)
            .await?
            .rows_affected());
        on_tx!(&mut tx, |c| sqlx::query(NOT_ONCE)
            .bind(keep.to_string())
            .execute(c)
            .await?
            .rows_affected());
        let ended = on_tx!(&mut tx, |c| sqlx::query(END_OTHER_LOGINS)
            .bind(user.to_string())
            .bind(keep.to_string())
            .execute(c)
            .await?
            .rows_affected());
        if ended > 0 {
            events::append(&mut tx, &[event::logins_changed(user)], now).await?;
        }
        tx.commit().await
    }

    /// Remembers the set-up link that is about to be printed, in the place of an earlier one; `false` if there are people
    /// already.
    ///
    /// # Errors
    /// What the database said.
    pub async fn offer_setup(&self, token: &str, until: Timestamp) -> Result<bool> {
        let mut tx = self.write().await?;
        lock_name(&mut tx, PEOPLE).await?;
        let people: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(COUNT).fetch_one(c).await?);
        if people > 0 {
            return Ok(false);
        }
        let value = format!("{} {}", fingerprint(token), until.micros());
        crate::settings::put(&mut tx, SETUP, &value).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Adds the first person, whom the set-up link makes an admin. The link is used up with it.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn set_up(&self, token: &str, new: &NewUser, now: Timestamp) -> Result<SetUp> {
        let mut tx = self.write().await?;
        lock_name(&mut tx, PEOPLE).await?;
        let people: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(COUNT).fetch_one(c).await?);
        if people > 0 {
            return Ok(SetUp::Over);
        }
        let stored: Option<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(SETUP_GET)
            .fetch_optional(c)
            .await?);
        let fits = stored.as_deref().and_then(|s| s.split_once(' '));
        let fits = fits.is_some_and(|(hash, until)| {
            hash == fingerprint(token) && until.parse().is_ok_and(|u: i64| now.micros() < u)
        });
        if !fits {
            return Ok(SetUp::BadToken);
        }
        let Some(user) = insert(&mut tx, new, None, now).await? else {
            return Ok(SetUp::Over);
        };
        on_tx!(&mut tx, |c| sqlx::query(SETUP_END)
            .execute(c)
            .await?
            .rows_affected());
        events::append(&mut tx, &[event::user_updated(&user)], now).await?;
        tx.commit().await?;
        Ok(SetUp::User(user))
    }
}
