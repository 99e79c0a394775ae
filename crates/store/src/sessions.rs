//! Logins. A token is 32 random bytes; only its hash is stored, and deleting the row ends it at once.

use domain::event;
use domain::ids::{SessionId, UserId};
use domain::time::Timestamp;
use domain::wire;
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;

use crate::db::{Db, plain};
use crate::error::{Result, StoreError};
use crate::events;
use crate::rows::{UserRow, id};

sql! {
    ADD = "INSERT INTO session (id, user_id, token_hash, created_at, expires_at, once, user_agent) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT s.id AS session_id, u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM session s JOIN users u ON u.id = s.user_id \
        WHERE s.token_hash = $1 AND s.expires_at > $2";
    ALIVE = "SELECT COUNT(*) FROM session s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND s.expires_at > $2 AND u.is_active = 1";
    ONCE = "SELECT once FROM session WHERE id = $1";
    PAGE = "SELECT s.id, s.created_at, s.expires_at, s.user_agent FROM session s \
        WHERE s.user_id = $1 AND s.expires_at > $2 AND (s.created_at, s.id) < ($3, $4) ORDER BY s.created_at DESC, s.id DESC LIMIT $5";
    END = "DELETE FROM session WHERE id = $1 RETURNING user_id";
    END_OWN = "DELETE FROM session WHERE id = $1 AND user_id = $2";
    PRUNE = "DELETE FROM session WHERE expires_at <= $1";
}

/// A login that is about to begin.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Our id.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// What it is known by; only its hash is stored.
    pub token: &'a str,
    /// When it ends by itself.
    pub until: Timestamp,
    /// The program that logged in, in its own words.
    pub user_agent: Option<&'a str>,
    /// Whether a one-time password opened it.
    pub once: bool,
}

/// One of a person's logins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Our id.
    pub id: SessionId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// The program that logged in, in its own words.
    pub user_agent: Option<String>,
}

#[derive(FromRow)]
struct SessionRow {
    id: String,
    created_at: i64,
    expires_at: i64,
    user_agent: Option<String>,
}

impl TryFrom<SessionRow> for Session {
    type Error = StoreError;

    fn try_from(r: SessionRow) -> Result<Self> {
        Ok(Self {
            id: id("session", "id", &r.id)?,
            created_at: Timestamp::from_micros(r.created_at),
            expires_at: Timestamp::from_micros(r.expires_at),
            user_agent: r.user_agent,
        })
    }
}

#[derive(FromRow)]
struct FoundRow {
    session_id: String,
    #[sqlx(flatten)]
    user: UserRow,
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

impl Db {
    /// Stores a login.
    ///
    /// # Errors
    /// What the database said.
    pub async fn add_session(
        &self,
        session: SessionId,
        user: UserId,
        token: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<()> {
        let new = NewSession {
            id: session,
            user,
            token,
            until,
            user_agent: None,
            once: false,
        };
        self.open_session(&new, now).await
    }

    /// Stores a login with what is known of it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn open_session(&self, new: &NewSession<'_>, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(ADD)
            .bind(new.id.to_string())
            .bind(new.user.to_string())
            .bind(hash(new.token))
            .bind(now.micros())
            .bind(new.until.micros())
            .bind(i64::from(new.once))
            .bind(new.user_agent.map(plain))
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Whether a one-time password opened this login, and no other was chosen since.
    ///
    /// # Errors
    /// What the database said.
    pub async fn is_once(&self, session: SessionId) -> Result<bool> {
        let once: Option<i64> = on_db!(self, |c| sqlx::query_scalar(ONCE)
            .bind(session.to_string())
            .fetch_optional(c)
            .await?);
        Ok(once == Some(1))
    }

    /// A page of a person's logins, newest first; `before` is beginning and id of the last one seen.
    ///
    /// # Errors
    /// What the database said.
    pub async fn sessions(
        &self,
        user: UserId,
        before: Option<(Timestamp, SessionId)>,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<Session>> {
        // Nothing began after the last second of the calendar.
        let (at, last) = before.map_or((i64::MAX, String::new()), |(at, id)| {
            (at.micros(), id.to_string())
        });
        let rows: Vec<SessionRow> = on_db!(self, |c| sqlx::query_as(PAGE)
            .bind(user.to_string())
            .bind(now.micros())
            .bind(at)
            .bind(&last)
            .bind(limit)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }

    /// Ends one of a person's own logins; `false` if it is not theirs.
    ///
    /// # Errors
    /// What the database said.
    pub async fn end_own_session(
        &self,
        user: UserId,
        session: SessionId,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let ended = on_tx!(&mut tx, |c| sqlx::query(END_OWN)
            .bind(session.to_string())
            .bind(user.to_string())
            .execute(c)
            .await?
            .rows_affected());
        if ended > 0 {
            events::append(&mut tx, &[event::logins_changed(user)], now).await?;
        }
        tx.commit().await?;
        Ok(ended > 0)
    }

    /// Whose token this is; `None` if nobody's, or its time is over.
    ///
    /// # Errors
    /// What the database said.
    pub async fn session(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<(SessionId, wire::User)>> {
        let row: Option<FoundRow> = on_db!(self, |c| sqlx::query_as(FIND)
            .bind(hash(token))
            .bind(now.micros())
            .fetch_optional(c)
            .await?);
        row.map(|r| Ok((id("session", "id", &r.session_id)?, r.user.try_into()?)))
            .transpose()
    }

    /// Whether a login still holds.
    ///
    /// # Errors
    /// What the database said.
    pub async fn session_alive(&self, session: SessionId, now: Timestamp) -> Result<bool> {
        let n: i64 = on_db!(self, |c| sqlx::query_scalar(ALIVE)
            .bind(session.to_string())
            .bind(now.micros())
            .fetch_one(c)
            .await?);
        Ok(n > 0)
    }

    /// Ends a login.
    ///
    /// # Errors
    /// What the database said.
    pub async fn end_session(&self, session: SessionId, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        let user: Option<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(END)
            .bind(session.to_string())
            .fetch_optional(c)
            .await?);
        if let Some(user) = user {
            let user = id("session", "user_id", &user)?;
            events::append(&mut tx, &[event::logins_changed(user)], now).await?;
        }
        tx.commit().await
    }

    /// Forgets logins whose time is over.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_sessions(&self, now: Timestamp) -> Result<u64> {
        let mut tx = self.write().await?;
        let gone = on_tx!(&mut tx, |c| sqlx::query(PRUNE)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(gone)
    }
}
