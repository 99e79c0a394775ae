//! How conversions move along: taken up together, ended one by one, asked for again by hand.

use domain::clock::Ids;
use domain::conversion::{Conversion, ConversionStatus, Failure, Next, before_sending};
use domain::event::ig_marketing_event;
use domain::ids::ConversionId;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::Value;

use crate::conversion_columns;
use crate::conversions::{ConversionRow, job_of, one};
use crate::db::{Db, Tx, batch};
use crate::error::Result;
use crate::events;
use crate::jobs::{self, ClaimedJob, JobEnd};
use crate::rows::{Key, time};

sql! {
    LANE_OF = "SELECT lane FROM conversion WHERE id = $1";
    LANE_WAITING = concat!("SELECT ", conversion_columns!(), " FROM conversion WHERE lane = $1 AND status = 'queued' ORDER BY id LIMIT $2");
    TAKE_CONVERSIONS = "UPDATE conversion SET taken_at = $2, attempts = attempts + 1, updated_at = $2, \
            lost_at = CASE WHEN taken_at IS NULL THEN lost_at ELSE COALESCE(lost_at, taken_at) END \
        WHERE status = 'queued' AND id IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT)))";
    // Meta's word that it took an event counts whatever was thought of it before.
    SETTLE = concat!("UPDATE conversion SET status = k.value ->> 'status', response = COALESCE(k.value ->> 'response', response), failure = k.value ->> 'failure', \
            lost_at = CAST(k.value ->> 'lost_at' AS BIGINT), batch = CAST(k.value ->> 'batch' AS BIGINT), taken_at = NULL, updated_at = $2 \
        FROM json_each(CAST($1 AS TEXT)) AS k WHERE conversion.id = k.value ->> 'id' \
            AND (conversion.status = 'queued' OR (k.value ->> 'status' = 'success' AND conversion.status <> 'success')) \
        RETURNING ", conversion_columns!());
    END_JOBS = "UPDATE job SET state = k.value ->> 'state', last_error = k.value ->> 'why', lease_owner = NULL, lease_until = NULL, updated_at = $2 \
        FROM json_each(CAST($1 AS TEXT)) AS k WHERE job.subject = k.value ->> 'id' AND job.kind = 'conversion' AND job.state = 'ready'";
    ASK_AGAIN = "UPDATE conversion SET status = 'queued', failure = NULL, lost_at = NULL, taken_at = NULL, since = $2, updated_at = $2 \
        WHERE id = $1 AND (status = 'failed' OR (status = 'unknown' AND $3 = 1)) RETURNING lane";
    JOB_AGAIN = "UPDATE job SET state = 'ready', run_at = $2, created_at = $2, last_error = NULL, updated_at = $2 \
        WHERE kind = 'conversion' AND subject = $1 AND state IN ('done', 'failed')";
}

/// What a try has to send.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// The events of one call. None if everything was settled without one.
    pub events: Vec<Conversion>,
    /// What they have in common.
    pub lane: String,
}

/// How a try ended for one of its events.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Which.
    pub event: ConversionId,
    /// What becomes of it.
    pub next: Next,
    /// When an answer to it was first lost.
    pub lost_at: Option<Timestamp>,
    /// Most events of its next call.
    pub batch: i64,
    /// Meta's answer, if there was one.
    pub response: Option<Value>,
}

/// What a person's wish to send an event again came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// In line again.
    Queued(Box<Conversion>),
    /// There is no such event.
    NoEvent,
    /// Its state does not allow it: only what failed, or what is in doubt and confirmed.
    NotAllowed(ConversionStatus),
}

#[derive(Serialize)]
struct SettleOut<'a> {
    id: String,
    status: &'static str,
    response: Option<String>,
    failure: Option<String>,
    lost_at: Option<i64>,
    batch: i64,
    state: &'static str,
    why: Option<&'a str>,
}

impl Db {
    /// Takes up the event of a job and what waits beside it, durably, before anything leaves. Events whose time is over are
    /// ended here; one that an interrupted try had taken counts as lost. `None` if the event is settled, gone, or if the job
    /// has another holder.
    ///
    /// # Errors
    /// What the database said.
    pub async fn start_conversions(
        &self,
        job: &ClaimedJob,
        conversion: ConversionId,
        now: Timestamp,
    ) -> Result<Option<Taken>> {
        let mut tx = self.write().await?;
        if !jobs::hold(&mut tx, job, now).await? {
            return Ok(None);
        }
        let lane: Option<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(LANE_OF)
            .bind(conversion.to_string())
            .fetch_optional(c)
            .await?);
        let own = one(&mut tx, conversion).await?;
        let own = own.filter(|c| c.status == ConversionStatus::Queued);
        let (Some(lane), Some(own)) = (lane, own) else {
            return Ok(None);
        };
        let rows: Vec<ConversionRow> = on_tx!(&mut tx, |c| sqlx::query_as(LANE_WAITING)
            .bind(&lane)
            .bind(own.batch)
            .fetch_all(c)
            .await?);
        let mut waiting = Vec::with_capacity(rows.len() + 1);
        for row in rows {
            let taken = time(row.taken_at);
            let mut found = Conversion::try_from(row)?;
            found.lost_at = found.lost_at.or(taken);
            waiting.push(found);
        }
        // Its own goes first, the others by age; the smallest bound of them all counts.
        if let Some(place) = waiting.iter().position(|c| c.id == own.id) {
            waiting[..=place].rotate_right(1);
        } else {
            waiting.insert(0, own);
        }
        let bound = waiting.iter().map(|c| c.batch).min().unwrap_or(1).max(1);
        waiting.truncate(usize::try_from(bound).unwrap_or(1));
        let mut over = Vec::new();
        waiting.retain(|c| match before_sending(&c.waiting(), now) {
            Ok(()) => true,
            Err(next) => {
                over.push(Verdict {
                    event: c.id,
                    next,
                    lost_at: c.lost_at,
                    batch: c.batch,
                    response: None,
                });
                false
            }
        });
        let keys: Vec<_> = waiting
            .iter()
            .map(|c| Key {
                a: c.id.to_string(),
                b: (),
            })
            .collect();
        on_tx!(&mut tx, |c| sqlx::query(TAKE_CONVERSIONS)
            .bind(batch(&keys))
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        settle(&mut tx, &over, now).await?;
        tx.commit().await?;
        Ok(Some(Taken {
            events: waiting,
            lane,
        }))
    }

    /// Stores how a try ended: in the events, in their jobs, in the log. If the job has another holder by now, only what
    /// Meta took is stored.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn finish_conversions(
        &self,
        job: &ClaimedJob,
        verdicts: &[Verdict],
        end: &JobEnd,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let ours = jobs::finish(&mut tx, job, end, now).await?;
        let counts = |v: &&Verdict| ours || v.next == Next::Success;
        let verdicts: Vec<Verdict> = verdicts.iter().filter(counts).cloned().collect();
        settle(&mut tx, &verdicts, now).await?;
        tx.commit().await
    }

    /// Puts a failed event, or one in doubt that a person confirms, back in line. `held_with_account`: its account's token
    /// sends it.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn retry_conversion(
        &self,
        ids: &dyn Ids,
        conversion: ConversionId,
        confirm_unknown: bool,
        held_with_account: bool,
        now: Timestamp,
    ) -> Result<Asked> {
        let mut tx = self.write().await?;
        let lane: Option<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(ASK_AGAIN)
            .bind(conversion.to_string())
            .bind(now.micros())
            .bind(i64::from(confirm_unknown))
            .fetch_optional(c)
            .await?);
        let Some(found) = one(&mut tx, conversion).await? else {
            return Ok(Asked::NoEvent);
        };
        let Some(lane) = lane else {
            return Ok(Asked::NotAllowed(found.status));
        };
        let account = found.account.filter(|_| held_with_account);
        let job = job_of(ids, conversion, &lane, account, now);
        jobs::add(&mut tx, &[job], now).await?;
        on_tx!(&mut tx, |c| sqlx::query(JOB_AGAIN)
            .bind(conversion.to_string())
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        events::append(&mut tx, &[ig_marketing_event(&found)], now).await?;
        tx.commit().await?;
        Ok(Asked::Queued(Box::new(found)))
    }
}

/// Writes what becomes of events, ends the jobs of those that are done with, and tells everyone what changed.
async fn settle(tx: &mut Tx, verdicts: &[Verdict], now: Timestamp) -> Result<()> {
    if verdicts.is_empty() {
        return Ok(());
    }
    let failures: Vec<Option<&Failure>> = verdicts
        .iter()
        .map(|v| match &v.next {
            Next::Failed(failure) | Next::Unknown(failure) => Some(failure),
            Next::Success | Next::Again => None,
        })
        .collect();
    let rows: Vec<SettleOut<'_>> = verdicts
        .iter()
        .zip(&failures)
        .map(|(v, failure)| {
            let (status, state) = match v.next {
                Next::Success => (ConversionStatus::Success, "done"),
                Next::Unknown(_) => (ConversionStatus::Unknown, "done"),
                Next::Failed(_) => (ConversionStatus::Failed, "failed"),
                Next::Again => (ConversionStatus::Queued, "ready"),
            };
            SettleOut {
                id: v.event.to_string(),
                status: status.as_str(),
                response: v.response.as_ref().and_then(crate::db::json),
                failure: failure.and_then(crate::db::json),
                lost_at: v.lost_at.map(Timestamp::micros),
                batch: v.batch,
                state,
                why: failure.map(|f| f.code.as_str()),
            }
        })
        .collect();
    let written: Vec<ConversionRow> = on_tx!(tx, |c| sqlx::query_as(SETTLE)
        .bind(batch(&rows))
        .bind(now.micros())
        .fetch_all(c)
        .await?);
    on_tx!(tx, |c| sqlx::query(END_JOBS)
        .bind(batch(&rows))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    let mut changed: Vec<Conversion> = crate::rows::all(written)?;
    // What goes again was queued before, and is.
    changed.retain(|c| c.status != ConversionStatus::Queued);
    changed.sort_by_key(|c| c.id);
    let told: Vec<_> = changed.iter().map(ig_marketing_event).collect();
    events::append(tx, &told, now).await
}
