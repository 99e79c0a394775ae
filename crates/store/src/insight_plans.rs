//! What is fetched from Meta without being asked for, so that plots have points and no story ends unread. One row per
//! schedule; when one is due it becomes a job, and jobs have the leases and the patience.

use domain::clock::Ids;
use domain::ids::{AccountId, JobId};
use domain::post::Post;
use domain::time::{DAY, HOUR, MINUTE, Timestamp};
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, lock_name};
use crate::error::{Result, inconsistent};
use crate::jobs::{self, JobKind, NewJob};
use crate::rows::id;

sql! {
    ENSURE = "INSERT INTO insight_plan (kind, subject, account_id, next_at) \
        SELECT CAST($1 AS TEXT), a.id, a.id, CAST($2 AS BIGINT) FROM account a WHERE a.connected = 1 AND a.platform = 'INSTAGRAM' \
        ON CONFLICT (kind, subject) DO NOTHING";
    PLAN_STORIES = "INSERT INTO insight_plan (kind, subject, account_id, next_at) \
        SELECT 'story', value ->> 'subject', value ->> 'account_id', CAST(value ->> 'next_at' AS BIGINT) FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (kind, subject) DO NOTHING";
    // Without a token that works nothing can be fetched: the row waits.
    DUE = "SELECT p.kind, p.subject, p.account_id, p.next_at FROM insight_plan p JOIN account a ON a.id = p.account_id \
        WHERE p.next_at <= $1 AND a.connected = 1 AND a.status <> 'reconnect' ORDER BY p.next_at LIMIT $2";
    LATER = "UPDATE insight_plan SET next_at = $3 WHERE kind = $1 AND subject = $2";
    DROP = "DELETE FROM insight_plan WHERE kind = $1 AND subject = $2";
    FORGET = "DELETE FROM insight_plan WHERE next_at < $1 AND account_id IN (SELECT id FROM account WHERE connected = 0)";
}

/// Schedules that become jobs at once. A look comes every second, so a thousand accounts that are due together ask Meta
/// over three minutes, not at once.
const AT_ONCE: i64 = 5;
/// An account's days are those of the US Pacific coast, and each is to have its point.
const ACCOUNT_EVERY: i64 = DAY;
/// A story that is found within six hours still has most of its day before it.
const STORIES_EVERY: i64 = 6 * HOUR;
/// A story is read so long before it ends: most of what it will reach is in, and a try that fails can be repeated.
const BEFORE_END: i64 = 30 * MINUTE;
/// Held while due schedules are taken, by one node at a time.
const LOCK: &str = "insight_plan";

#[derive(Serialize)]
struct StoryOut<'a> {
    subject: &'a str,
    account_id: String,
    next_at: i64,
}

#[derive(FromRow)]
struct PlanRow {
    kind: String,
    subject: String,
    account_id: String,
    next_at: i64,
}

/// Plans the last look at each of these that is a story which has not ended.
pub(crate) async fn plan_stories(tx: &mut Tx, posts: &[Post]) -> Result<()> {
    let planned: Vec<_> = posts
        .iter()
        .filter_map(|post| {
            let (end, seen) = post.ends_at().zip(post.fetched_at)?;
            (seen < end).then(|| StoryOut {
                subject: post.id.as_str(),
                account_id: post.account.to_string(),
                next_at: end.plus(-BEFORE_END).max(seen).micros(),
            })
        })
        .collect();
    if planned.is_empty() {
        return Ok(());
    }
    on_tx!(tx, |c| sqlx::query(PLAN_STORIES)
        .bind(batch(&planned))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Sees to it that every connected Instagram account has its schedules, the first time due at `first`, and forgets
    /// those of accounts that have not been connected since `before`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn ensure_insight_plans(&self, first: Timestamp, before: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        for kind in ["account", "stories"] {
            on_tx!(&mut tx, |c| sqlx::query(ENSURE)
                .bind(kind)
                .bind(first.micros())
                .execute(c)
                .await?
                .rows_affected());
        }
        on_tx!(&mut tx, |c| sqlx::query(FORGET)
            .bind(before.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Turns schedules that are due into jobs, a few at once; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn release_insight_plans(&self, ids: &dyn Ids, now: Timestamp) -> Result<usize> {
        // Most looks find nothing, and should cost no write.
        let due: Vec<PlanRow> = on_db!(self, |c| sqlx::query_as(DUE)
            .bind(now.micros())
            .bind(1_i64)
            .fetch_all(c)
            .await?);
        if due.is_empty() {
            return Ok(0);
        }
        let mut tx = self.write().await?;
        lock_name(&mut tx, LOCK).await?;
        let due: Vec<PlanRow> = on_tx!(&mut tx, |c| sqlx::query_as(DUE)
            .bind(now.micros())
            .bind(AT_ONCE)
            .fetch_all(c)
            .await?);
        let mut new = Vec::new();
        for row in &due {
            let (kind, again) = match row.kind.as_str() {
                "account" => (JobKind::SampleAccount, Some(ACCOUNT_EVERY)),
                "stories" => (JobKind::FindStories, Some(STORIES_EVERY)),
                "story" => (JobKind::SampleStory, None),
                _ => return Err(inconsistent("insight_plan", "kind", &row.subject)),
            };
            match again {
                // From now on, not from when it was due: what was missed while the server stood still is not caught up.
                Some(every) => on_tx!(&mut tx, |c| sqlx::query(LATER)
                    .bind(&row.kind)
                    .bind(&row.subject)
                    .bind(now.plus(every).micros())
                    .execute(c)
                    .await?
                    .rows_affected()),
                None => on_tx!(&mut tx, |c| sqlx::query(DROP)
                    .bind(&row.kind)
                    .bind(&row.subject)
                    .execute(c)
                    .await?
                    .rows_affected()),
            };
            new.push(NewJob {
                id: JobId::new(ids.next()),
                kind,
                dedupe: format!("{}:{}:{}", kind.as_str(), row.subject, row.next_at),
                order_key: None,
                account: Some(id::<AccountId>(
                    "insight_plan",
                    "account_id",
                    &row.account_id,
                )?),
                subject: row.subject.clone(),
                run_at: now,
            });
        }
        jobs::add(&mut tx, &new, now).await?;
        tx.commit().await?;
        Ok(new.len())
    }
}
