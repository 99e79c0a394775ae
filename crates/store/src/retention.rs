//! How long the journal of deliveries keeps what is over.

use domain::time::Timestamp;

use crate::db::{Db, batch};
use crate::error::Result;
use crate::rows::Key;

sql! {
    // Read apart from the deletion, so that what is kept does not hold up those who write.
    OVER = "SELECT d.id FROM delivery d WHERE d.state <> 'new' AND d.applied_at < $1 AND (d.applied_at < $2 OR (d.state = 'done' AND NOT EXISTS \
        (SELECT 1 FROM delivery_item i WHERE i.delivery_id = d.id AND i.outcome IN ('parked', 'deferred', 'quarantined', 'unsupported')))) \
        ORDER BY d.applied_at LIMIT $3";
    // Unless it was put back in line in between.
    DELETE = "DELETE FROM delivery WHERE id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT))) AND state <> 'new'";
}

/// Deliveries deleted per statement: their bodies are large, and new ones must not wait behind it.
const BATCH: i64 = 500;

impl Db {
    /// Deletes deliveries that were understood before `applied` and of which every element found its place, and all
    /// others that were last looked at before `unapplied`; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_deliveries(&self, applied: Timestamp, unapplied: Timestamp) -> Result<u64> {
        let mut pruned = 0;
        loop {
            let over: Vec<String> = on_db!(self, |c| sqlx::query_scalar(OVER)
                .bind(applied.micros())
                .bind(unapplied.micros())
                .bind(BATCH)
                .fetch_all(c)
                .await?);
            if over.is_empty() {
                return Ok(pruned);
            }
            let keys: Vec<_> = over.iter().map(|id| Key { a: id, b: () }).collect();
            let mut tx = self.write().await?;
            let gone = on_tx!(&mut tx, |c| sqlx::query(DELETE)
                .bind(batch(&keys))
                .execute(c)
                .await?
                .rows_affected());
            tx.commit().await?;
            pruned += gone;
            // Somebody plays them all again: they are not over.
            if gone == 0 {
                return Ok(pruned);
            }
        }
    }
}
