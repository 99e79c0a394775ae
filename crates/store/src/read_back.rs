//! Conversations that are read back from Meta: how far that is, and what it found.

use domain::clock::Ids;
use domain::ids::{AccountId, JobId, Mid};
use domain::message::Message;
use domain::reconcile::{Gaps, Sweep};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use crate::accounts::Account;
use crate::db::{Db, Tx, batch, json, plain};
use crate::error::{Result, inconsistent};
use crate::jobs::{self, ClaimedJob, JobEnd, JobKind, NewJob};
use crate::read::BY_MID;
use crate::rows::{self, Key, MessageRow, time};

sql! {
    ONE = "SELECT r.sweep, r.last, r.swept_at, r.finished_at, r.problem,             (SELECT j.run_at FROM job j WHERE j.dedupe = $2) AS next_at FROM read_back r WHERE r.account_id = $1";
    PUT = "INSERT INTO read_back (account_id, sweep, problem) VALUES ($1, $2, $3)         ON CONFLICT (account_id) DO UPDATE SET sweep = excluded.sweep, problem = excluded.problem";
    END = "INSERT INTO read_back (account_id, last, swept_at, finished_at) VALUES ($1, $2, $3, $4)         ON CONFLICT (account_id) DO UPDATE SET sweep = NULL, last = excluded.last, swept_at = excluded.swept_at, finished_at = excluded.finished_at, problem = NULL";
    STOP = "UPDATE read_back SET sweep = NULL WHERE account_id = $1 AND sweep IS NOT NULL";
    FORGET = "UPDATE read_back SET sweep = NULL, last = NULL WHERE account_id = $1";
    UNSCHEDULE = "DELETE FROM job WHERE dedupe = $1";
    // The first word on a message stands: one that came late stays late.
    PUT_GAPS = "INSERT INTO gap (account_id, mid, kind, customer_id, at, found_at)         SELECT $1, value ->> 'mid', value ->> 'kind', value ->> 'customer_id', CAST(value ->> 'at' AS BIGINT), $3 FROM json_each(CAST($2 AS TEXT)) WHERE 1 = 1         ON CONFLICT (account_id, mid) DO NOTHING";
    // One that was given up and came after all is here, and one that its author took back is nobody's loss.
    COUNT = "SELECT COUNT(*) FROM gap g WHERE g.account_id = $1 AND g.kind = $2 AND (g.kind = 'lost') <> EXISTS         (SELECT 1 FROM message m WHERE m.account_id = g.account_id AND m.mid = g.mid AND (m.rank IN ('meta', 'ours') OR m.unsent_at IS NOT NULL))";
    LIST = "SELECT g.mid, g.kind, g.customer_id, g.at, g.found_at FROM gap g WHERE g.account_id = $1 AND g.kind = $2 AND (g.found_at, g.mid) < ($3, $4)         AND (g.kind = 'lost') <> EXISTS (SELECT 1 FROM message m WHERE m.account_id = g.account_id AND m.mid = g.mid AND (m.rank IN ('meta', 'ours') OR m.unsent_at IS NOT NULL))         ORDER BY g.found_at DESC, g.mid DESC LIMIT $5";
}

/// Greater than any of Meta's ids, so that a list begins at its end.
const BEHIND_ALL: &str = "\u{10ffff}";

/// How reading an account's conversations back stands.
#[derive(Clone, Debug, Default)]
pub struct ReadBackState {
    /// The sweep under way.
    pub sweep: Option<Sweep>,
    /// The last one that came to its end.
    pub last: Option<Sweep>,
    /// When that one began.
    pub swept_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// What stood in the way of the last look.
    pub problem: Option<String>,
    /// When it goes on; `None`: nobody reads this account back.
    pub next_at: Option<Timestamp>,
}

/// What became of a message that did not come by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    /// It was read back and added.
    Late,
    /// Meta names it and no longer gives its content.
    Lost,
}

impl GapKind {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Lost => "lost",
        }
    }
}

/// A message that did not come by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Meta's id.
    pub mid: Mid,
    /// What became of it.
    pub kind: GapKind,
    /// Whose conversation.
    pub customer: Option<String>,
    /// When it was written, if Meta says.
    pub at: Option<Timestamp>,
}

#[derive(Serialize)]
struct GapOut<'a> {
    mid: &'a str,
    kind: &'static str,
    customer_id: Option<String>,
    at: Option<i64>,
}

#[derive(FromRow)]
struct GapRow {
    mid: String,
    customer_id: Option<String>,
    at: Option<i64>,
    found_at: i64,
}

#[derive(FromRow)]
struct StateRow {
    sweep: Option<String>,
    last: Option<String>,
    swept_at: Option<i64>,
    finished_at: Option<i64>,
    problem: Option<String>,
    next_at: Option<i64>,
}

/// The one job that reads an account's conversations back.
fn key(account: AccountId) -> String {
    format!("{}:{account}", JobKind::ReadBack.as_str())
}

/// Sees to it that an account's conversations are read back from `at` on: one job for each.
pub(crate) async fn schedule(
    tx: &mut Tx,
    ids: &dyn Ids,
    account: AccountId,
    at: Timestamp,
    now: Timestamp,
) -> Result<()> {
    unschedule(tx, account).await?;
    let job = NewJob {
        id: JobId::new(ids.next()),
        kind: JobKind::ReadBack,
        dedupe: key(account),
        order_key: None,
        account: Some(account),
        subject: account.to_string(),
        run_at: at,
    };
    jobs::add(tx, &[job], now).await
}

/// Nobody reads it back any more; a look that is under way finds its job gone.
async fn unschedule(tx: &mut Tx, account: AccountId) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(UNSCHEDULE)
        .bind(key(account))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// As stored. Plain fields with text keys cannot fail to serialise.
fn text(sweep: &Sweep) -> String {
    json(sweep).unwrap_or_default()
}

/// An account is no longer connected: what is said from now on nobody promises. The counts stay.
pub(crate) async fn end(tx: &mut Tx, account: AccountId) -> Result<()> {
    unschedule(tx, account).await?;
    on_tx!(tx, |c| sqlx::query(FORGET)
        .bind(account.to_string())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

async fn put(tx: &mut Tx, account: AccountId, sweep: &Sweep, problem: Option<&str>) -> Result<()> {
    let sweep = text(sweep);
    on_tx!(tx, |c| sqlx::query(PUT)
        .bind(account.to_string())
        .bind(&sweep)
        .bind(problem.map(plain))
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// How reading an account's conversations back stands.
    ///
    /// # Errors
    /// What the database said.
    pub async fn read_back_state(&self, account: AccountId) -> Result<ReadBackState> {
        let row: Option<StateRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(account.to_string())
            .bind(key(account))
            .fetch_optional(c)
            .await?);
        let Some(row) = row else {
            return Ok(ReadBackState {
                next_at: self.read_back_at(account).await?,
                ..ReadBackState::default()
            });
        };
        let sweep = |text: Option<String>| {
            text.map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|_| inconsistent("read_back", "sweep", &account.to_string()))
        };
        Ok(ReadBackState {
            sweep: sweep(row.sweep)?,
            last: sweep(row.last)?,
            swept_at: time(row.swept_at),
            finished_at: time(row.finished_at),
            problem: row.problem,
            next_at: time(row.next_at),
        })
    }

    /// When an account's conversations are read back next.
    async fn read_back_at(&self, account: AccountId) -> Result<Option<Timestamp>> {
        let at: Option<i64> = on_db!(self, |c| sqlx::query_scalar(crate::account_watch::WATCHED)
            .bind(key(account))
            .fetch_optional(c)
            .await?);
        Ok(time(at))
    }

    /// Begins a sweep through everything that Meta shows, in the place of the one under way.
    ///
    /// # Errors
    /// What the database said.
    pub async fn read_all_back(
        &self,
        ids: &dyn Ids,
        account: &Account,
        now: Timestamp,
    ) -> Result<()> {
        let last = self.read_back_state(account.id).await?.last;
        let sweep = Sweep::begin(now, None, last.as_ref(), account.connected_at);
        let mut tx = self.write().await?;
        put(&mut tx, account.id, &sweep, None).await?;
        schedule(&mut tx, ids, account.id, now, now).await?;
        tx.commit().await
    }

    /// Ends the sweep under way where it is; the next one comes `at`. `false`: there was none.
    ///
    /// # Errors
    /// What the database said.
    pub async fn stop_reading_back(
        &self,
        ids: &dyn Ids,
        account: AccountId,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(STOP)
            .bind(account.to_string())
            .execute(c)
            .await?
            .rows_affected());
        if n > 0 {
            schedule(&mut tx, ids, account, at, now).await?;
        }
        tx.commit().await?;
        Ok(n > 0)
    }

    /// Writes down how far a sweep is, or that it is over, and when it goes on. Nothing is written if somebody else has the
    /// job by now.
    ///
    /// # Errors
    /// What the database said.
    pub async fn swept(
        &self,
        job: &ClaimedJob,
        account: AccountId,
        sweep: &Sweep,
        problem: Option<&str>,
        at: Timestamp,
        now: Timestamp,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let end = JobEnd::Again {
            at,
            why: problem
                .unwrap_or("conversations are read back again and again")
                .to_owned(),
        };
        if !jobs::finish(&mut tx, job, &end, now).await? {
            return Ok(());
        }
        if sweep.is_over() {
            let done = text(sweep);
            on_tx!(&mut tx, |c| sqlx::query(END)
                .bind(account.to_string())
                .bind(&done)
                .bind(sweep.began_at.micros())
                .bind(now.micros())
                .execute(c)
                .await?
                .rows_affected());
        } else {
            put(&mut tx, account, sweep, problem).await?;
        }
        tx.commit().await
    }

    /// The rows of these messages, as far as there are any.
    ///
    /// # Errors
    /// What the database said.
    pub async fn messages_by_mid(&self, account: AccountId, mids: &[&Mid]) -> Result<Vec<Message>> {
        let account = account.to_string();
        let keys: Vec<_> = mids
            .iter()
            .map(|mid| Key {
                a: account.as_str(),
                b: mid.as_str(),
            })
            .collect();
        let rows: Vec<MessageRow> = on_db!(self, |c| sqlx::query_as(BY_MID)
            .bind(batch(&keys))
            .fetch_all(c)
            .await?);
        rows::all(rows)
    }

    /// Notes messages that did not come by themselves. Those that are noted already stay as they are.
    ///
    /// # Errors
    /// What the database said.
    pub async fn note_gaps(&self, account: AccountId, gaps: &[Gap], now: Timestamp) -> Result<u64> {
        if gaps.is_empty() {
            return Ok(0);
        }
        let rows: Vec<_> = gaps
            .iter()
            .map(|gap| GapOut {
                mid: gap.mid.as_str(),
                kind: gap.kind.as_str(),
                customer_id: gap.customer.clone(),
                at: rows::micros(gap.at),
            })
            .collect();
        let mut tx = self.write().await?;
        let n = on_tx!(&mut tx, |c| sqlx::query(PUT_GAPS)
            .bind(account.to_string())
            .bind(batch(&rows))
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(n)
    }

    /// What reading back has found out about an account.
    ///
    /// # Errors
    /// What the database said.
    pub async fn gaps(&self, account: AccountId) -> Result<Gaps> {
        let state = self.read_back_state(account).await?;
        Ok(Gaps {
            swept_at: state.swept_at,
            recovered: self.count_gaps(account, GapKind::Late).await?,
            lost: self.count_gaps(account, GapKind::Lost).await?,
        })
    }

    async fn count_gaps(&self, account: AccountId, kind: GapKind) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(COUNT)
            .bind(account.to_string())
            .bind(kind.as_str())
            .fetch_one(c)
            .await?))
    }

    /// Messages that did not come by themselves, found last first, from behind `after` on, with the time at which each
    /// was found.
    ///
    /// # Errors
    /// What the database said.
    pub async fn gap_list(
        &self,
        account: AccountId,
        kind: GapKind,
        after: Option<(Timestamp, String)>,
        limit: i64,
    ) -> Result<Vec<(Gap, Timestamp)>> {
        let (found_at, mid) = after.map_or_else(
            || (i64::MAX, BEHIND_ALL.to_owned()),
            |(at, mid)| (at.micros(), mid),
        );
        let rows: Vec<GapRow> = on_db!(self, |c| sqlx::query_as(LIST)
            .bind(account.to_string())
            .bind(kind.as_str())
            .bind(found_at)
            .bind(mid)
            .bind(limit)
            .fetch_all(c)
            .await?);
        let gap = |r: GapRow| {
            let gap = Gap {
                mid: Mid::new(r.mid),
                kind,
                customer: r.customer_id,
                at: time(r.at),
            };
            (gap, Timestamp::from_micros(r.found_at))
        };
        Ok(rows.into_iter().map(gap).collect())
    }
}
