//! Browsers that are told of messages, and how far the event log was told of.

use domain::ids::{SessionId, UserId};
use domain::push::Prefs;
use domain::time::{SECOND, Timestamp};
use domain::user::Role;
use secrecy::SecretString;
use sqlx::FromRow;

use crate::crypt::Sealer;
use crate::db::Db;
use crate::error::{Result, StoreError, inconsistent};
use crate::rows::id;

/// Browsers of one person: more are old ones that were forgotten.
pub const MAX_DEVICES: i64 = 10;
/// A node that tells holds the turn this long: it reads a few hundred rows. A dead one's is taken over then.
const TURN: i64 = 30 * SECOND;

sql! {
    PUSH_PUT = "INSERT INTO push_subscription (id, user_id, session_id, sealed, prefs, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (id) DO UPDATE SET user_id = excluded.user_id, session_id = excluded.session_id, sealed = excluded.sealed, prefs = excluded.prefs, created_at = excluded.created_at";
    PUSH_TRIM = "DELETE FROM push_subscription WHERE user_id = $1 AND id NOT IN (SELECT id FROM push_subscription WHERE user_id = $1 ORDER BY created_at DESC, id LIMIT $2)";
    PUSH_DROP = "DELETE FROM push_subscription WHERE id = $1 AND user_id = $2";
    PUSH_GONE = "DELETE FROM push_subscription WHERE id = $1";
    PUSH_ANY = "SELECT COUNT(*) FROM push_subscription";
    PUSH_LISTENERS = "SELECT p.id, p.user_id, u.role, p.prefs FROM push_subscription p JOIN users u ON u.id = p.user_id JOIN session s ON s.id = p.session_id \
        WHERE u.is_active = 1 AND s.expires_at > $1 ORDER BY p.user_id, p.id";
    PUSH_ADDRESS = "SELECT p.sealed FROM push_subscription p JOIN users u ON u.id = p.user_id JOIN session s ON s.id = p.session_id \
        WHERE p.id = $1 AND p.user_id = $2 AND u.is_active = 1 AND s.expires_at > $3";
    // Most looks find nothing, and write nothing.
    PUSH_WAITS = "SELECT COUNT(*) FROM push_cursor p JOIN head h ON h.next - 1 > p.seq WHERE p.id = 1 AND h.id = 1 AND p.lease_until <= $1 \
        AND EXISTS (SELECT 1 FROM push_subscription)";
    PUSH_TURN = "UPDATE push_cursor SET lease_until = $1 WHERE id = 1 AND lease_until <= $2 RETURNING seq";
    PUSH_TOLD = "UPDATE push_cursor SET seq = $1, lease_until = $2 WHERE id = 1";
}

/// A browser that wants to be told of messages.
#[derive(Clone, Debug)]
pub struct Device {
    /// The hash of its endpoint.
    pub id: String,
    /// Whose it is.
    pub user: UserId,
    /// Endpoint and keys.
    pub subscription: SecretString,
    /// What they want to be told of.
    pub prefs: Prefs,
}

/// A browser whose person is active and logged in there.
#[derive(Clone, Debug)]
pub struct Listener {
    /// The hash of its endpoint.
    pub id: String,
    /// Whose it is.
    pub user: UserId,
    /// Their role.
    pub role: Role,
    /// What they want to be told of.
    pub prefs: Prefs,
}

#[derive(FromRow)]
struct ListenerRow {
    id: String,
    user_id: String,
    role: String,
    prefs: String,
}

impl TryFrom<ListenerRow> for Listener {
    type Error = StoreError;

    fn try_from(row: ListenerRow) -> Result<Self> {
        Ok(Self {
            user: id("push_subscription", "user_id", &row.user_id)?,
            role: Role::parse(&row.role).ok_or_else(|| inconsistent("users", "role", &row.role))?,
            prefs: serde_json::from_str(&row.prefs)
                .map_err(|_| inconsistent("push_subscription", "prefs", &row.id))?,
            id: row.id,
        })
    }
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
        on_tx!(&mut tx, |c| sqlx::query(PUSH_TRIM)
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

    /// The browsers of people who are active and logged in there. A row that cannot be read keeps nobody else from being
    /// told, and is logged.
    ///
    /// # Errors
    /// What the database said.
    pub async fn listeners(&self, now: Timestamp) -> Result<Vec<Listener>> {
        let rows: Vec<ListenerRow> = on_db!(self, |c| sqlx::query_as(PUSH_LISTENERS)
            .bind(now.micros())
            .fetch_all(c)
            .await?);
        let read = rows.into_iter().map(Listener::try_from);
        let read = read.filter_map(|found| {
            found
                .inspect_err(|problem| {
                    tracing::error!(error = %problem, "a browser is told of nothing: its row in the database cannot be read");
                })
                .ok()
        });
        Ok(read.collect())
    }

    /// Endpoint and keys of a browser, as they were stored, if its person is still active and logged in there.
    ///
    /// # Errors
    /// What the database said, or a wrong key.
    pub async fn address(
        &self,
        sealer: &Sealer,
        device: &str,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<SecretString>> {
        let sealed: Option<String> = on_db!(self, |c| sqlx::query_scalar(PUSH_ADDRESS)
            .bind(device)
            .bind(user.to_string())
            .bind(now.micros())
            .fetch_optional(c)
            .await?);
        sealed.map(|text| sealer.open(device, &text)).transpose()
    }

    /// Takes the turn of telling, if there is anything to tell and no other node has it, and gives the number of the last
    /// event that was told of.
    ///
    /// # Errors
    /// What the database said.
    pub async fn take_push_turn(&self, now: Timestamp) -> Result<Option<i64>> {
        let waits: i64 = on_db!(self, |c| sqlx::query_scalar(PUSH_WAITS)
            .bind(now.micros())
            .fetch_one(c)
            .await?);
        if waits == 0 {
            return Ok(None);
        }
        let mut tx = self.write().await?;
        let seq: Option<i64> = on_tx!(&mut tx, |c| sqlx::query_scalar(PUSH_TURN)
            .bind(now.plus(TURN).micros())
            .bind(now.micros())
            .fetch_optional(c)
            .await?);
        tx.commit().await?;
        Ok(seq)
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
