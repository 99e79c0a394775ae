//! Logins. A token is 32 random bytes; only its hash is stored, and deleting the row ends it at once.

use domain::ids::{SessionId, UserId};
use domain::time::Timestamp;
use domain::wire;
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;

use crate::db::Db;
use crate::error::Result;
use crate::rows::{UserRow, id};

sql! {
    ADD = "INSERT INTO session (id, user_id, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    FIND = "SELECT s.id AS session_id, u.id, u.email, u.name, u.role, u.is_active, u.created_at FROM session s JOIN users u ON u.id = s.user_id \
        WHERE s.token_hash = $1 AND s.expires_at > $2";
    ALIVE = "SELECT COUNT(*) FROM session s JOIN users u ON u.id = s.user_id WHERE s.id = $1 AND s.expires_at > $2 AND u.is_active = 1";
    END = "DELETE FROM session WHERE id = $1";
    PRUNE = "DELETE FROM session WHERE expires_at <= $1";
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
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(ADD)
            .bind(session.to_string())
            .bind(user.to_string())
            .bind(hash(token))
            .bind(now.micros())
            .bind(until.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
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
    pub async fn end_session(&self, session: SessionId) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(END)
            .bind(session.to_string())
            .execute(c)
            .await?
            .rows_affected());
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
