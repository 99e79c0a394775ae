//! The outbox and the other work that is done after a transaction: claimed with a lease, one after the other where
//! they share an order key, finished only by whoever holds the newest attempt.

use domain::clock::Ids;
use domain::ids::{AccountId, JobId, MediaId, MessageId};
use domain::time::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch};
use crate::error::Result;
use crate::rows::{Key, id};

sql! {
    ADD = "INSERT INTO job (id, kind, dedupe, order_key, account_id, subject, state, run_at, attempt, created_at, updated_at) \
        SELECT value ->> 'id', value ->> 'kind', value ->> 'dedupe', value ->> 'order_key', value ->> 'account_id', value ->> 'subject', 'ready', \
            CAST(value ->> 'run_at' AS BIGINT), 0, $2, $2 \
        FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (dedupe) DO UPDATE SET state = 'ready', run_at = excluded.run_at, created_at = excluded.created_at, attempt = job.attempt + 1, last_error = NULL, updated_at = excluded.updated_at \
            WHERE job.state = 'failed' AND job.kind <> 'send'";
    // Still the holder; the row stays locked until the commit.
    HOLD = "UPDATE job SET updated_at = $3 WHERE id = $1 AND attempt = $2 AND state = 'running'";
    FINISH = "UPDATE job SET state = $3, run_at = $4, last_error = $5, lease_owner = NULL, lease_until = NULL, updated_at = $6, \
            lost_at = CASE WHEN $3 = 'waiting' THEN COALESCE(lost_at, $6) ELSE NULL END \
        WHERE id = $1 AND attempt = $2 AND state = 'running'";
    COMPLETE = "UPDATE job SET state = 'done', last_error = NULL, lease_owner = NULL, lease_until = NULL, updated_at = $2 \
        WHERE kind = 'send' AND subject IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT))) AND state IN ('ready', 'running', 'waiting')";
    FAIL_SENDS = "UPDATE job SET state = 'failed', last_error = $2, lease_owner = NULL, lease_until = NULL, updated_at = $3 \
        WHERE kind = 'send' AND subject IN (SELECT value ->> 'a' FROM json_each(CAST($1 AS TEXT))) AND state = 'ready'";
    // A look at its fate that is under way at this moment loses the job: it is no longer running.
    AGAIN = "UPDATE job SET state = 'ready', run_at = $2, created_at = $2, last_error = NULL, lost_at = NULL, updated_at = $2 WHERE kind = 'send' AND subject = $1 AND state IN ('done', 'failed', 'waiting', 'running')";
    LIST = "SELECT id, kind, account_id, subject, state, run_at, attempt, last_error, created_at, updated_at FROM job \
        WHERE id < $1 AND kind NOT IN ('watch_account', 'read_back') AND (($2 = 'open' AND state IN ('ready', 'running', 'waiting')) OR ($2 = 'failed' AND state = 'failed')) ORDER BY id DESC LIMIT $3";
    PRUNE = "DELETE FROM job WHERE id IN (SELECT id FROM job WHERE state = 'done' AND updated_at < $1 ORDER BY updated_at LIMIT $2)";
    RUNNING = "SELECT COUNT(*) FROM job WHERE state = 'running'";
    WAITING = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM job WHERE state IN ('ready', 'running', 'waiting') AND kind NOT IN ('watch_account', 'read_back') LIMIT 10001) AS open_jobs";
}

/// Jobs deleted per statement: a few milliseconds, so that deliveries do not wait behind it.
const PRUNE_BATCH: i64 = 2_000;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JobKind {
    /// Sends one message; the subject is its id.
    Send,
    /// Fetches a customer's profile; the subject is the chat.
    FetchProfile,
    /// Fetches a message that was announced without its content; the subject is its mid.
    FetchMessage,
    /// Tells the platform that the customer's messages were read; the subject is the chat.
    MarkSeen,
    /// Fetches a post that comments stand under; the subject is its id.
    FetchPost,
    /// Fetches what a mention says; the subject is its key.
    FetchMention,
    /// Looks at a comment after the answer to a call about it was lost; the subject is its id.
    FetchComment,
    /// Looks after a connected account again and again: its token, its subscription; the subject is the account. It never
    /// ends and waits for nothing, so operators' lists and counts leave it out.
    WatchAccount,
    /// Reads an account's conversations back again and again; the subject is the account. As endless as the one before.
    ReadBack,
    /// Sends a conversion and what waits beside it; the subject is its id.
    Conversion,
    /// Fetches an account's figures for plots; the subject is our id of the account.
    SampleAccount,
    /// Looks for stories that are live; the subject is our id of the account.
    FindStories,
    /// Fetches a story's figures before it ends; the subject is its media id.
    SampleStory,
    /// Asks Meta what it thinks of a template; the subject is the template.
    TemplateStatus,
    /// Erases a person at Meta's word; the subject is the hashed code of the request.
    ErasePerson,
}

impl JobKind {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::FetchProfile => "fetch_profile",
            Self::FetchMessage => "fetch_message",
            Self::MarkSeen => "mark_seen",
            Self::FetchPost => "fetch_post",
            Self::FetchMention => "fetch_mention",
            Self::FetchComment => "fetch_comment",
            Self::WatchAccount => "watch_account",
            Self::ReadBack => "read_back",
            Self::Conversion => "conversion",
            Self::SampleAccount => "sample_account",
            Self::FindStories => "find_stories",
            Self::SampleStory => "sample_story",
            Self::TemplateStatus => "template_status",
            Self::ErasePerson => "erase_person",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [
            Self::Send,
            Self::FetchProfile,
            Self::FetchMessage,
            Self::MarkSeen,
            Self::FetchPost,
            Self::FetchMention,
            Self::FetchComment,
            Self::WatchAccount,
            Self::ReadBack,
            Self::Conversion,
            Self::SampleAccount,
            Self::FindStories,
            Self::SampleStory,
            Self::TemplateStatus,
            Self::ErasePerson,
        ]
        .into_iter()
        .find(|k| k.as_str() == text)
    }
}

/// A job to be stored.
#[derive(Clone, Debug)]
pub(crate) struct NewJob {
    pub(crate) id: JobId,
    pub(crate) kind: JobKind,
    /// The same work is stored once.
    pub(crate) dedupe: String,
    pub(crate) order_key: Option<String>,
    pub(crate) account: Option<AccountId>,
    pub(crate) subject: String,
    pub(crate) run_at: Timestamp,
}

#[derive(Serialize)]
struct JobOut<'a> {
    id: String,
    kind: &'static str,
    dedupe: &'a str,
    order_key: Option<&'a str>,
    account_id: Option<String>,
    subject: &'a str,
    run_at: i64,
}

/// A job that this node holds until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Whose.
    pub account: Option<AccountId>,
    /// What it is about; see [`JobKind`].
    pub subject: String,
    /// Which try this is, from 1. Only the newest may finish the job.
    pub attempt: i64,
    /// When this try began: nothing that comes of it can be older.
    pub claimed_at: Timestamp,
    /// When it was written, or last asked for by a person.
    pub created_at: Timestamp,
    /// While the answer of a send is lost: since when.
    pub lost_at: Option<Timestamp>,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobEnd {
    /// Nothing is left to do.
    Done,
    /// Again at this time.
    Again {
        /// When.
        at: Timestamp,
        /// Why, for the operator.
        why: String,
    },
    /// The answer was lost: look again at this time, and let no later job of its chat overtake it.
    Waiting {
        /// When.
        at: Timestamp,
    },
    /// It will not work.
    Failed {
        /// Why, for the operator.
        why: String,
    },
}

/// A job, for the operator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OutboxJob {
    /// Our id.
    pub id: JobId,
    /// `send`, `mark_seen`, `conversion`, `fetch_` with `profile`, `message`, `post`, `mention` or `comment`, `sample_account`,
    /// `find_stories`, `sample_story` or `template_status`.
    pub kind: String,
    /// Whose.
    pub account_id: Option<String>,
    /// What it is about: a message, a chat, a conversion or Meta's id.
    pub subject: String,
    /// `ready`, `running`, `waiting` (the answer was lost), `failed` or `done`.
    pub state: String,
    /// When it is tried next.
    pub run_at: Timestamp,
    /// Tries so far.
    pub attempt: i64,
    /// Why it waits or failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

#[derive(FromRow)]
pub(crate) struct OutboxRow {
    id: String,
    kind: String,
    account_id: Option<String>,
    subject: String,
    state: String,
    run_at: i64,
    attempt: i64,
    last_error: Option<String>,
    created_at: i64,
    updated_at: i64,
}

/// The fetch of a post, stored at most once in each `slot` of time.
pub(crate) fn fetch_post(
    ids: &dyn Ids,
    account: AccountId,
    media: &MediaId,
    now: Timestamp,
    slot: i64,
) -> NewJob {
    let kind = JobKind::FetchPost;
    NewJob {
        id: JobId::new(ids.next()),
        kind,
        dedupe: format!(
            "{}:{media}:{account}:{slot}:{}",
            kind.as_str(),
            now.micros() / slot
        ),
        order_key: None,
        account: Some(account),
        subject: media.as_str().to_owned(),
        run_at: now,
    }
}

impl TryFrom<OutboxRow> for OutboxJob {
    type Error = crate::error::StoreError;

    fn try_from(r: OutboxRow) -> Result<Self> {
        Ok(Self {
            id: id("job", "id", &r.id)?,
            kind: r.kind,
            account_id: r.account_id,
            subject: r.subject,
            state: r.state,
            run_at: Timestamp::from_micros(r.run_at),
            attempt: r.attempt,
            last_error: r.last_error,
            created_at: Timestamp::from_micros(r.created_at),
            updated_at: Timestamp::from_micros(r.updated_at),
        })
    }
}

/// Stores jobs; those whose work is stored already are left as they are, and a fetch that had failed gets another chance.
pub(crate) async fn add(tx: &mut Tx, jobs: &[NewJob], now: Timestamp) -> Result<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    let rows: Vec<_> = jobs
        .iter()
        .map(|j| JobOut {
            id: j.id.to_string(),
            kind: j.kind.as_str(),
            dedupe: &j.dedupe,
            order_key: j.order_key.as_deref(),
            account_id: j.account.map(|a| a.to_string()),
            subject: &j.subject,
            run_at: j.run_at.micros(),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(ADD)
        .bind(batch(&rows))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// Ends the sends of these messages: something else has settled them.
pub(crate) async fn complete_sends(
    tx: &mut Tx,
    messages: &[MessageId],
    now: Timestamp,
) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = messages
        .iter()
        .map(|m| Key {
            a: m.to_string(),
            b: (),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(COMPLETE)
        .bind(batch(&keys))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// Fails the sends of these messages that have not begun.
pub(crate) async fn fail_sends(
    tx: &mut Tx,
    messages: &[MessageId],
    why: &str,
    now: Timestamp,
) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let keys: Vec<_> = messages
        .iter()
        .map(|m| Key {
            a: m.to_string(),
            b: (),
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(FAIL_SENDS)
        .bind(batch(&keys))
        .bind(why)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// Puts the send of a message back in line at a person's word: `new` is its job where the old one is forgotten by now.
pub(crate) async fn again(
    tx: &mut Tx,
    message: MessageId,
    new: NewJob,
    now: Timestamp,
) -> Result<()> {
    add(tx, &[new], now).await?;
    on_tx!(tx, |c| sqlx::query(AGAIN)
        .bind(message.to_string())
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

/// Whether this try still holds its job. If so, nobody can take the job over before the transaction ends.
pub(crate) async fn hold(tx: &mut Tx, job: &ClaimedJob, now: Timestamp) -> Result<bool> {
    let n = on_tx!(tx, |c| sqlx::query(HOLD)
        .bind(job.id.to_string())
        .bind(job.attempt)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(n > 0)
}

/// Ends a try. `false`: a newer attempt, or another hand, has taken it over, and nothing was changed.
pub(crate) async fn finish(
    tx: &mut Tx,
    job: &ClaimedJob,
    end: &JobEnd,
    now: Timestamp,
) -> Result<bool> {
    let (state, at, why) = match end {
        JobEnd::Done => ("done", now, None),
        JobEnd::Again { at, why } => ("ready", *at, Some(why.as_str())),
        JobEnd::Waiting { at } => ("waiting", *at, None),
        JobEnd::Failed { why } => ("failed", now, Some(why.as_str())),
    };
    let n = on_tx!(tx, |c| sqlx::query(FINISH)
        .bind(job.id.to_string())
        .bind(job.attempt)
        .bind(state)
        .bind(at.micros())
        .bind(why)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(n > 0)
}

impl Db {
    /// Ends a try that changed no message. `false`: somebody else has the job now.
    ///
    /// # Errors
    /// What the database said.
    pub async fn finish_job(&self, job: &ClaimedJob, end: &JobEnd, now: Timestamp) -> Result<bool> {
        let mut tx = self.write().await?;
        let ours = finish(&mut tx, job, end, now).await?;
        tx.commit().await?;
        Ok(ours)
    }

    /// Jobs that are open, or failed ones, newest first.
    ///
    /// # Errors
    /// What the database said.
    pub async fn outbox(
        &self,
        failed: bool,
        before: Option<JobId>,
        limit: i64,
    ) -> Result<Vec<OutboxJob>> {
        let before = before.map_or_else(|| "g".to_owned(), |j| j.to_string());
        let which = if failed { "failed" } else { "open" };
        let rows: Vec<OutboxRow> = on_db!(self, |c| sqlx::query_as(LIST)
            .bind(before)
            .bind(which)
            .bind(limit)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }

    /// How many jobs are being done at this moment, by any node; none after a node has died counts as ended before its
    /// lease is.
    ///
    /// # Errors
    /// What the database said.
    pub async fn running_jobs(&self) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(RUNNING)
            .fetch_one(c)
            .await?))
    }

    /// How many jobs are open, counted up to 10,001.
    ///
    /// # Errors
    /// What the database said.
    pub async fn open_jobs(&self) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(WAITING)
            .fetch_one(c)
            .await?))
    }

    /// Deletes finished jobs that last changed before `before`; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_jobs(&self, before: Timestamp) -> Result<u64> {
        let mut pruned = 0;
        loop {
            let mut tx = self.write().await?;
            let gone = on_tx!(&mut tx, |c| sqlx::query(PRUNE)
                .bind(before.micros())
                .bind(PRUNE_BATCH)
                .execute(c)
                .await?
                .rows_affected());
            tx.commit().await?;
            pruned += gone;
            if gone < PRUNE_BATCH.unsigned_abs() {
                return Ok(pruned);
            }
        }
    }
}
