//! Logins at Meta that are under way: their states and, where there is a choice, the accounts to choose from. Only hashes
//! of what a browser holds are kept, and tokens only sealed.

use domain::account::Platform;
use domain::ids::UserId;
use domain::time::{MINUTE, Timestamp};
use secrecy::SecretString;
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;

use crate::crypt::Sealer;
use crate::db::{Db, Tx};
use crate::error::{Result, inconsistent};

sql! {
    ADD = "INSERT INTO login (key_hash, kind, platform, user_id, data, expires_at) VALUES ($1, $2, $3, $4, $5, $6)";
    // The person's oldest give way.
    MAKE_ROOM = "DELETE FROM login WHERE user_id = $1 AND kind = $2 AND key_hash NOT IN ( \
        SELECT key_hash FROM login WHERE user_id = $1 AND kind = $2 ORDER BY expires_at DESC LIMIT $3)";
    TAKE = "DELETE FROM login WHERE key_hash = $1 AND kind = 'state' RETURNING platform, user_id, data, expires_at";
    LOOK = "SELECT platform, user_id, data, expires_at FROM login WHERE key_hash = $1 AND kind = 'choice' AND expires_at > $2";
    PRUNE = "DELETE FROM login WHERE expires_at <= $1";
}

/// A login must come back within this time.
pub const LOGIN_LIFE: i64 = 10 * MINUTE;
/// Logins that one person may have under way: as many windows as somebody may have open by mistake.
const AT_ONCE: i64 = 9;

/// A login that came back, or a choice that is open.
#[derive(Clone, Debug)]
pub struct Login {
    /// At which of the two.
    pub platform: Platform,
    /// Who began it.
    pub user: UserId,
    /// What was kept with it.
    pub data: SecretString,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct LoginRow {
    platform: String,
    user_id: String,
    data: String,
    expires_at: i64,
}

/// What a login is: begun, or come back with a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginKind {
    /// Begun; taken once.
    State,
    /// Come back with several accounts; read until its time is over, so that a repeated request does no harm.
    Choice,
}

impl LoginKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Choice => "choice",
        }
    }
}

fn hash(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

fn row_of(key_hash: &str) -> String {
    format!("login:{key_hash}")
}

impl LoginRow {
    fn open(self, sealer: &Sealer, key_hash: &str) -> Result<Login> {
        Ok(Login {
            platform: Platform::parse(&self.platform)
                .ok_or_else(|| inconsistent("login", "platform", key_hash))?,
            user: crate::rows::id("login", "user_id", &self.user_id)?,
            data: sealer.open(&row_of(key_hash), &self.data)?,
            expires_at: Timestamp::from_micros(self.expires_at),
        })
    }
}

impl Db {
    /// Keeps a login under the key that the browser gets, for ten minutes; what is kept with it is sealed.
    ///
    /// # Errors
    /// What the database said.
    pub async fn keep_login(
        &self,
        sealer: &Sealer,
        kind: LoginKind,
        key: &str,
        login: &Login,
        now: Timestamp,
    ) -> Result<()> {
        let key_hash = hash(key);
        let sealed = sealer.seal(&row_of(&key_hash), &login.data)?;
        let mut tx = self.write().await?;
        prune(&mut tx, now).await?;
        on_tx!(&mut tx, |c| sqlx::query(ADD)
            .bind(&key_hash)
            .bind(kind.as_str())
            .bind(login.platform.as_str())
            .bind(login.user.to_string())
            .bind(&sealed)
            .bind(login.expires_at.micros())
            .execute(c)
            .await?
            .rows_affected());
        on_tx!(&mut tx, |c| sqlx::query(MAKE_ROOM)
            .bind(login.user.to_string())
            .bind(kind.as_str())
            .bind(AT_ONCE)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Takes a login that comes back: it is good once. `None`: never begun, too old, or taken.
    ///
    /// # Errors
    /// What the database said.
    pub async fn take_login(
        &self,
        sealer: &Sealer,
        state: &str,
        now: Timestamp,
    ) -> Result<Option<Login>> {
        let key_hash = hash(state);
        let mut tx = self.write().await?;
        let row: Option<LoginRow> = on_tx!(&mut tx, |c| sqlx::query_as(TAKE)
            .bind(&key_hash)
            .fetch_optional(c)
            .await?);
        tx.commit().await?;
        let login = row.map(|r| r.open(sealer, &key_hash)).transpose()?;
        Ok(login.filter(|l| l.expires_at > now))
    }

    /// The accounts to choose from after a login. `None`: there is no such choice, or its time is over.
    ///
    /// # Errors
    /// What the database said.
    pub async fn login_choice(
        &self,
        sealer: &Sealer,
        choice: &str,
        now: Timestamp,
    ) -> Result<Option<Login>> {
        let key_hash = hash(choice);
        let row: Option<LoginRow> = on_db!(self, |c| sqlx::query_as(LOOK)
            .bind(&key_hash)
            .bind(now.micros())
            .fetch_optional(c)
            .await?);
        row.map(|r| r.open(sealer, &key_hash)).transpose()
    }

    /// Forgets the logins whose time is over.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_logins(&self, now: Timestamp) -> Result<u64> {
        let mut tx = self.write().await?;
        let gone = prune(&mut tx, now).await?;
        tx.commit().await?;
        Ok(gone)
    }
}

async fn prune(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    Ok(on_tx!(tx, |c| sqlx::query(PRUNE)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected()))
}
