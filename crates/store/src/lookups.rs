//! Small reads and the clean-up at start that belong to no list.

use domain::account::Platform;
use domain::ids::{AccountId, Mid};
use domain::message::Message;
use domain::time::Timestamp;
use domain::wire;

use crate::db::Db;
use crate::error::Result;
use crate::message_columns;
use crate::rows::MessageRow;

sql! {
    SHOWN = concat!("SELECT ", message_columns!(), " FROM message m WHERE m.account_id = $1 AND m.mid = $2 AND m.presence = 'shown'");
    RECLAIM_JOBS = "UPDATE job SET lease_until = $1 WHERE state = 'running'";
    RECLAIM_DELIVERIES = "UPDATE delivery SET node = $1 WHERE state = 'new'";
}

impl Db {
    /// A shown message by Meta's id.
    ///
    /// # Errors
    /// What the database said.
    pub async fn shown_message(
        &self,
        account: AccountId,
        platform: Platform,
        mid: &Mid,
    ) -> Result<Option<wire::Message>> {
        let row: Option<MessageRow> = on_db!(self, |c| sqlx::query_as(SHOWN)
            .bind(account.to_string())
            .bind(mid.as_str())
            .fetch_optional(c)
            .await?);
        let Some(row) = row else { return Ok(None) };
        let message = Message::try_from(row)?;
        Ok(message
            .chat
            .map(|chat| wire::Message::of(&message, chat, platform, None)))
    }

    /// Ends the lease of every running job: at the start of a server that has the database to itself, whoever held
    /// them is dead.
    ///
    /// # Errors
    /// What the database said.
    pub async fn reclaim_jobs(&self, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(RECLAIM_JOBS)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Takes over every delivery that waits, for the same reason.
    ///
    /// # Errors
    /// What the database said.
    pub async fn reclaim_deliveries(&self, node: &str) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(RECLAIM_DELIVERIES)
            .bind(node)
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }
}
