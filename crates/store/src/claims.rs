//! Who may work on which job now: due, in the order of its chat, and not held back by its account.

use domain::time::Timestamp;
use sqlx::FromRow;

use crate::db::{Db, lock_name};
use crate::error::{Result, inconsistent};
use crate::jobs::{ClaimedJob, JobKind};
use crate::rows::{id, time};

/// Whether nothing of its order key goes before the job `j`. What has begun goes on, before all others; the rest goes in
/// the order in which it was asked for, so that a job tried again by hand goes behind those that wait.
macro_rules! free {
    () => {
        "(j.state <> 'ready' OR NOT EXISTS (SELECT 1 FROM job e WHERE e.order_key = j.order_key AND e.id <> j.id \
            AND e.state IN ('ready', 'running', 'waiting') AND (e.state <> 'ready' OR (e.created_at, e.id) < (j.created_at, j.id))))"
    };
}

/// Whether the account of the job `j` takes calls at the time given: neither without a token nor paused.
macro_rules! unheld {
    ($at:literal) => {
        concat!(
            "NOT EXISTS (SELECT 1 FROM account a WHERE a.id = j.account_id AND a.connected = 1 \
            AND (a.status = 'reconnect' OR a.paused_until > ",
            $at,
            "))"
        )
    };
}

/// Claims at most `$4` of the jobs that `$chosen` names.
macro_rules! claim {
    ($chosen:expr) => {
        concat!("UPDATE job SET state = 'running', attempt = attempt + 1, lease_owner = $1, lease_until = $2, updated_at = $3 WHERE id IN ( ", $chosen, ") \
        RETURNING id, kind, account_id, subject, attempt, created_at, run_at, lost_at")
    };
}

/// What a holder has left behind.
macro_rules! left {
    ($lock:literal) => {
        claim!(concat!(
            "SELECT j.id FROM job j WHERE j.state = 'running' AND j.lease_until <= $3 AND ",
            free!(),
            " AND ",
            unheld!("$3"),
            " ORDER BY j.lease_until LIMIT $4",
            $lock
        ))
    };
}

/// Of one owner, the jobs that are due, as many as one may have at once.
macro_rules! due_of {
    ($owner:literal, $lock:literal) => {
        concat!(
            "SELECT j.id, j.run_at FROM job j WHERE j.account_id ",
            $owner,
            " AND j.state IN ('ready', 'waiting') AND j.run_at <= $3 AND ",
            free!(),
            " AND ",
            unheld!("$3"),
            " ORDER BY j.run_at, j.id LIMIT $5",
            $lock
        )
    };
}

/// What is due, oldest first, of each account at most `$5` together with what this node runs for it already. `$due` gives
/// the first `$5` of each.
macro_rules! due {
    ($due:expr) => {
        claim!(concat!(
            "SELECT p.id FROM (SELECT d.id, d.run_at, ROW_NUMBER() OVER (PARTITION BY d.owner ORDER BY d.run_at, d.id) \
                + (SELECT COUNT(*) FROM job r WHERE r.state = 'running' AND r.lease_until > $3 AND r.lease_owner = $1 AND COALESCE(r.account_id, '') = d.owner) AS place \
            FROM (", $due, ") AS d) AS p WHERE p.place <= $5 ORDER BY p.run_at, p.id LIMIT $4"
        ))
    };
}

sql! {
    // What a holder has left behind, and what is due.
    CLAIM_LEFT_SQLITE = left!("");
    CLAIM_DUE_SQLITE = due!(concat!(
        "SELECT x.id, x.run_at, a.id AS owner FROM account a CROSS JOIN job x WHERE x.id IN (SELECT o.id FROM (", due_of!("= a.id", ""), ") AS o) \
        UNION ALL SELECT n.id, n.run_at, '' AS owner FROM (", due_of!("IS NULL", ""), ") AS n"
    ));
    // The same, passing over rows that a transaction of another node is ending at this moment.
    CLAIM_LEFT_POSTGRES = left!(" FOR UPDATE SKIP LOCKED");
    CLAIM_DUE_POSTGRES = due!(concat!(
        "SELECT o.id, o.run_at, a.id AS owner FROM account a CROSS JOIN LATERAL (", due_of!("= a.id", " FOR UPDATE OF j SKIP LOCKED"), ") AS o \
        UNION ALL SELECT n.id, n.run_at, '' AS owner FROM (", due_of!("IS NULL", " FOR UPDATE OF j SKIP LOCKED"), ") AS n"
    ));
    // The first that could be claimed, the first pause that ends, the first lease that ends. What waits for its turn or
    // for a new token has no time of its own.
    NEXT_DUE = concat!("SELECT MIN(due) FROM ( \
        SELECT due FROM (SELECT j.run_at AS due FROM job j WHERE j.state IN ('ready', 'waiting') AND ", free!(), " AND ", unheld!("j.run_at"), " \
            ORDER BY j.run_at LIMIT 1) AS first \
        UNION ALL SELECT MIN(a.paused_until) AS due FROM account a WHERE a.paused_until IS NOT NULL AND a.connected = 1 AND a.status <> 'reconnect' \
            AND EXISTS (SELECT 1 FROM job j WHERE j.account_id = a.id AND j.state IN ('ready', 'running', 'waiting') AND j.run_at < a.paused_until) \
        UNION ALL SELECT MIN(j.lease_until) AS due FROM job j WHERE j.state = 'running' AND ", unheld!("j.lease_until"), ") AS times");
    RELEASE = "UPDATE job SET lease_until = $2 WHERE lease_owner = $1 AND state = 'running'";
}

#[derive(FromRow)]
struct ClaimedRow {
    id: String,
    kind: String,
    account_id: Option<String>,
    subject: String,
    attempt: i64,
    created_at: i64,
    run_at: i64,
    lost_at: Option<i64>,
}

impl Db {
    /// Claims jobs that are due, oldest first, at most `limit`, for `lease` microseconds. Jobs of an account that
    /// has to be reconnected or is paused wait; so does every job behind an unfinished one of its order key, of which
    /// never two are held at once; and an account of which `owner` runs `per_account` already, so that one whose calls
    /// hang does not hold up the others. Jobs of no account count as one.
    ///
    /// # Errors
    /// What the database said.
    pub async fn claim_jobs(
        &self,
        owner: &str,
        now: Timestamp,
        lease: i64,
        limit: i64,
        per_account: i64,
    ) -> Result<Vec<ClaimedJob>> {
        let mut tx = self.write().await?;
        // One node at a time: each sees what the others have claimed, so that no chat is served by two at once.
        lock_name(&mut tx, "claim_jobs").await?;
        let until = now.plus(lease).micros();
        let mut rows: Vec<ClaimedRow> = Vec::new();
        for (sqlite, postgres, bounded) in [
            (CLAIM_LEFT_SQLITE, CLAIM_LEFT_POSTGRES, false),
            (CLAIM_DUE_SQLITE, CLAIM_DUE_POSTGRES, true),
        ] {
            let free = limit - i64::try_from(rows.len()).unwrap_or(limit);
            let statement = if self.is_shared() { postgres } else { sqlite };
            rows.extend(on_tx!(&mut tx, |c| {
                let query = sqlx::query_as::<_, ClaimedRow>(statement)
                    .bind(owner)
                    .bind(until)
                    .bind(now.micros())
                    .bind(free);
                let query = if bounded {
                    query.bind(per_account)
                } else {
                    query
                };
                query.fetch_all(c).await?
            }));
        }
        tx.commit().await?;
        rows.sort_by(|a, b| (a.run_at, &a.id).cmp(&(b.run_at, &b.id)));
        rows.into_iter()
            .map(|r| {
                Ok(ClaimedJob {
                    id: id("job", "id", &r.id)?,
                    kind: JobKind::parse(&r.kind)
                        .ok_or_else(|| inconsistent("job", "kind", &r.id))?,
                    account: r
                        .account_id
                        .as_deref()
                        .map(|a| id("job", "account_id", a))
                        .transpose()?,
                    subject: r.subject,
                    attempt: r.attempt,
                    claimed_at: now,
                    created_at: Timestamp::from_micros(r.created_at),
                    lost_at: time(r.lost_at),
                })
            })
            .collect()
    }

    /// When the next job is due or a lease ends; `None` if nothing waits.
    ///
    /// # Errors
    /// What the database said.
    pub async fn next_job_at(&self) -> Result<Option<Timestamp>> {
        let at: Option<i64> = on_db!(self, |c| sqlx::query_scalar(NEXT_DUE).fetch_one(c).await?);
        Ok(time(at))
    }

    /// Lets go of everything this node still holds, at shutdown or, on a database of its own, at start: whoever
    /// looks next finds the leases ended.
    ///
    /// # Errors
    /// What the database said.
    pub async fn release_jobs(&self, owner: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(RELEASE)
            .bind(owner)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }
}
