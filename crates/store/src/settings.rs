//! What an installation remembers of itself: its mode, its log, its key's fingerprint.

use sqlx::Row as _;

use crate::crypt::Sealer;
use crate::db::{Db, Tx};
use crate::error::{Result, StoreError};

sql! {
    GET = "SELECT value FROM setting WHERE key = $1";
    PUT = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    PUT_FIRST = "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
}

/// Writes a setting.
pub(crate) async fn put(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(PUT)
        .bind(key)
        .bind(value)
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Reads a setting.
    ///
    /// # Errors
    /// What the database said.
    pub async fn setting(&self, key: &str) -> Result<Option<String>> {
        on_db!(self, |c| {
            let row = sqlx::query(GET).bind(key).fetch_optional(c).await?;
            row.map(|r| r.try_get(0)).transpose().map_err(Into::into)
        })
    }

    /// Writes a setting.
    ///
    /// # Errors
    /// What the database said.
    pub async fn set_setting(&self, key: &str, value: &str) -> Result<()> {
        let mut tx = self.write().await?;
        put(&mut tx, key, value).await?;
        tx.commit().await
    }

    /// Writes a setting unless it has a value, and says which value it has now.
    ///
    /// # Errors
    /// What the database said.
    pub async fn setting_or(&self, key: &str, value: &str) -> Result<String> {
        if let Some(found) = self.setting(key).await? {
            return Ok(found);
        }
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(PUT_FIRST)
            .bind(key)
            .bind(value)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(self.setting(key).await?.unwrap_or_else(|| value.to_owned()))
    }

    /// Binds the database to its mode and key at the first start, and checks both at every later one.
    ///
    /// # Errors
    /// [`StoreError::WrongMode`], [`StoreError::WrongKey`].
    pub async fn claim(&self, mode: &str, sealer: &Sealer) -> Result<()> {
        let stored = self.setting_or("mode", mode).await?;
        if stored != mode {
            return Err(StoreError::WrongMode {
                stored,
                wanted: mode.to_owned(),
            });
        }
        if self.setting_or("key_id", sealer.key_id()).await? != sealer.key_id() {
            return Err(StoreError::WrongKey);
        }
        Ok(())
    }
}
