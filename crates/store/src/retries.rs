//! Work that failed and is asked for once more by an operator.

use domain::ids::JobId;
use domain::time::Timestamp;

use crate::db::Db;
use crate::error::Result;
use crate::jobs::{OutboxJob, OutboxRow};

sql! {
    ONE = "SELECT id, kind, account_id, subject, state, run_at, attempt, last_error, created_at, updated_at FROM job WHERE id = $1";
    // It is as old as this wish: what gives up after a time begins anew.
    RETRY = "UPDATE job SET state = 'ready', run_at = $2, created_at = $2, last_error = NULL, lost_at = NULL, updated_at = $2 \
        WHERE id = $1 AND state = 'failed' AND kind <> 'send'";
}

impl Db {
    /// One job, as the operator sees it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn job(&self, job: JobId) -> Result<Option<OutboxJob>> {
        let row: Option<OutboxRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(job.to_string())
            .fetch_optional(c)
            .await?);
        row.map(OutboxJob::try_from).transpose()
    }

    /// Puts a failed job back in line. `false` if it has not failed, or if it is a send: that goes by the rules of its
    /// message ([`Db::retry_send`]).
    ///
    /// # Errors
    /// What the database said.
    pub async fn retry_job(&self, job: JobId, now: Timestamp) -> Result<bool> {
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(RETRY)
            .bind(job.to_string())
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n > 0)
    }
}
