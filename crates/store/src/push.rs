//! Browsers that are told of messages, and how far the event log was told of.

use domain::ids::{SessionId, UserId};
use domain::push::Prefs;
use domain::time::{SECOND, Timestamp};
use secrecy::SecretString;
use sqlx::FromRow;

use crate::crypt::Sealer;
use crate::db::Db;
use crate::error::{Result, inconsistent};
use crate::rows::id;

/// Devices of one person: more are old ones that were forgotten.
pub const MAX_DEVICES: i64 = 10;
/// A node that tells holds the turn this long; a dead one's is taken over then.
const TURN: i64 = 30 * SECOND;

sql! {
    PUSH_PUT = "INSERT INTO push_subscription (id, user_id, session_id, sealed, prefs, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id, sealed = excluded.sealed, prefs = excluded.prefs";
    PUSH_TRIM = "DELETE FROM push_subscription WHERE id IN (SELECT id FROM push_subscription WHERE user_id = $1 ORDER BY created_at DESC, id LIMIT -1 OFFSET $2)";
    PUSH_TRIM_POSTGRES = "DELETE FROM push_subscription WHERE id IN (SELECT id FROM push_subscription WHERE user_id = $1 ORDER BY created_at DESC, id OFFSET $2)";
    PUSH_DROP = "DELETE FROM push_subscription WHERE id = $1 AND user_id = $2";
    PUSH_GONE = "DELETE FROM push_subscription WHERE id = $1";
    PUSH_ANY = "SELECT COUNT(*) FROM push_subscription";
    PUSH_DEVICES = "SELECT p.id, p.user_id, p.sealed, p.prefs FROM push_subscription p JOIN users u ON u.id = p.user_id JOIN session s ON s.id = p.session_id \
        WHERE u.is_active = 1 AND s.expires_at > $1 ORDER BY p.user_id, p.id";
    PUSH_TURN = "UPDATE push_cursor SET lease_until = $1 WHERE id = 1 AND lease_until <= $2";
    PUSH_SEQ = "SELECT seq FROM push_cursor WHERE id = 1";
    PUSH_TOLD = "UPDATE push_cursor SET seq = $1, lease_until = $2 WHERE id = 1";
}

/// A browser that is told of messages.
#[derive(Clone, Debug)]
pub struct Device {
    /// The hash of its endpoint.
    pub id: String,
    /// Whose it is.
    pub user: UserId,
    /// Endpoint and keys, as they were stored.
    pub subscription: SecretString,
    /// What they want to be told of.
    pub prefs: Prefs,
}

#[derive(FromRow)]
struct DeviceRow {
    id: String,
    user_id: String,
    sealed: String,
    prefs: String,
}

impl Db {
    /// Keeps a browser's subscription; the oldest one of many is forgotten. The same endpoint again takes the place of what
    /// was there.
    ///
    /// # Errors
    /// What the database said.
    pub async fn subscribe(
        &self,
        sealer: &Sealer,
        device: &Device,
        session: SessionId,
        now: Timestamp,
    ) -> Result<()> {
        let sealed = sealer.seal(&device.id, &device.subscription)?;
        let prefs = serde_json::to_string(&device.prefs).unwrap_or_default();
        let head = self.head().await?.seq;
        let mut tx = self.write().await?;
        let first: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(PUSH_ANY)
            .fetch_one(c)
            .await?);
        if first == 0 {
            // Nobody is told of what came before anybody asked.
            on_tx!(&mut tx, |c| sqlx::query(PUSH_TOLD)
                .bind(head)
                .bind(0_i64)
                .execute(c)
                .await?
                .rows_affected());
        }
        on_tx!(&mut tx, |c| sqlx::query(PUSH_PUT)
            .bind(&device.id)
            .bind(device.user.to_string())
            .bind(session.to_string())
            .bind(&sealed)
            .bind(&prefs)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let trim = match self {
            Self::Sqlite { .. } => PUSH_TRIM,
            Self::Postgres(_) => PUSH_TRIM_POSTGRES,
        };
        on_tx!(&mut tx, |c| sqlx::query(trim)
            .bind(device.user.to_string())
            .bind(MAX_DEVICES)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Forgets a browser of a person's own.
    ///
    /// # Errors
    /// What the database said.
    pub async fn unsubscribe(&self, device: &str, user: UserId) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(PUSH_DROP)
            .bind(device)
            .bind(user.to_string())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Forgets a browser whose push service does not know it any more.
    ///
    /// # Errors
    /// What the database said.
    pub async fn forget_device(&self, device: &str) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(PUSH_GONE)
            .bind(device)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// The browsers of people who are active and logged in there.
    ///
    /// # Errors
    /// What the database said, or a wrong key.
    pub async fn devices(&self, sealer: &Sealer, now: Timestamp) -> Result<Vec<Device>> {
        let rows: Vec<DeviceRow> = on_db!(self, |c| sqlx::query_as(PUSH_DEVICES)
            .bind(now.micros())
            .fetch_all(c)
            .await?);
        rows.into_iter()
            .map(|row| {
                Ok(Device {
                    user: id("push_subscription", "user_id", &row.user_id)?,
                    subscription: sealer.open(&row.id, &row.sealed)?,
                    prefs: serde_json::from_str(&row.prefs)
                        .map_err(|_| inconsistent("push_subscription", "prefs", &row.id))?,
                    id: row.id,
                })
            })
            .collect()
    }

    /// Takes the turn of telling, if no other node has it, and gives the number of the last event that was told of.
    ///
    /// # Errors
    /// What the database said.
    pub async fn take_push_turn(&self, now: Timestamp) -> Result<Option<i64>> {
        let any: i64 = on_db!(self, |c| sqlx::query_scalar(PUSH_ANY).fetch_one(c).await?);
        if any == 0 {
            return Ok(None);
        }
        let mut tx = self.write().await?;
        let taken = on_tx!(&mut tx, |c| sqlx::query(PUSH_TURN)
            .bind(now.plus(TURN).micros())
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let seq: i64 = on_tx!(&mut tx, |c| sqlx::query_scalar(PUSH_SEQ)
            .fetch_one(c)
            .await?);
        tx.commit().await?;
        Ok((taken > 0).then_some(seq))
    }

    /// Everything up to `seq` was told of; the turn is given back.
    ///
    /// # Errors
    /// What the database said.
    pub async fn push_told(&self, seq: i64) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(PUSH_TOLD)
            .bind(seq)
            .bind(0_i64)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }
}
