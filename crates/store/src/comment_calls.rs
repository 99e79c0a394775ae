//! Calls that write a comment, an answer or a private reply: durable before they leave.
//!
//! Meta gives these no idempotency key. So each is a row first: a repeat with the same key finds it, a lost answer is a
//! state of its own, and what a webhook brings later says what became of it. Nothing is written twice by itself.

use std::collections::BTreeMap;

use domain::clock::Ids;
use domain::comment::Facts;
use domain::fold::Keys;
use domain::ids::{AccountId, CallId, CommentId, CustomerId, Mid, UserId};
use domain::time::Timestamp;
use serde::Serialize;
use sqlx::FromRow;

use crate::comments;
use crate::db::{Db, Tx, lock_accounts, plain};
use crate::error::{Result, inconsistent};
use crate::rows;
use crate::sends::{IdempotencyKey, Kept, keep_key};

/// The columns of `CallRow` of the table `comment_call`, called `k`.
#[macro_export]
macro_rules! call_columns {
    () => {
        "k.id, k.account_id, k.user_id, k.kind, k.target, k.text, k.state, k.comment_id, k.mid, k.problem, k.created_at, k.updated_at"
    };
}

sql! {
    NEW = "INSERT INTO comment_call (id, account_id, user_id, kind, target, text, state, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $7)";
    GET = concat!("SELECT ", call_columns!(), " FROM comment_call k WHERE k.id = $1");
    AGAIN = "UPDATE comment_call SET state = 'pending', problem = NULL, updated_at = $2 WHERE id = $1 AND state = 'failed'";
    OPEN_PRIVATE = "SELECT COUNT(*) FROM comment_call WHERE account_id = $1 AND target = $2 AND kind = 'private_reply' AND state IN ('pending', 'unknown')";
    ABANDONED = concat!("SELECT ", call_columns!(), " FROM account a JOIN comment_call k ON k.account_id = a.id \
        WHERE k.state IN ('pending', 'unknown') AND k.state = 'pending' AND k.updated_at < $1 ORDER BY k.created_at, k.id LIMIT 200");
    PRUNE = "DELETE FROM comment_call WHERE id IN (SELECT id FROM comment_call WHERE updated_at < $1 ORDER BY updated_at LIMIT $2)";
}

/// Calls deleted per statement: a few milliseconds, so that deliveries do not wait behind it.
const PRUNE_BATCH: i64 = 2_000;

/// What a call writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallKind {
    /// A comment under a post; the target is the post.
    Comment,
    /// An answer below a comment; the target is the comment.
    Reply,
    /// A message to the author of a comment; the target is the comment.
    PrivateReply,
}

impl CallKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Reply => "reply",
            Self::PrivateReply => "private_reply",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Comment, Self::Reply, Self::PrivateReply]
            .into_iter()
            .find(|k| k.as_str() == text)
    }
}

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// Under way, or its process died.
    Pending,
    /// Meta took it.
    Done,
    /// Meta certainly did not take it.
    Failed,
    /// The answer was lost.
    Unknown,
}

impl CallState {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Pending, Self::Done, Self::Failed, Self::Unknown]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// A call to be made.
#[derive(Clone, Debug)]
pub struct NewCall {
    /// On whose behalf.
    pub account: AccountId,
    /// Who asks.
    pub user: UserId,
    /// What it writes.
    pub kind: CallKind,
    /// Under what: Meta's id.
    pub target: String,
    /// The words.
    pub text: String,
    /// Once only.
    pub key: Option<IdempotencyKey>,
}

/// A call, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentCall {
    /// Our id.
    pub id: CallId,
    /// On whose behalf.
    pub account: AccountId,
    /// Who asked.
    pub user: UserId,
    /// What it writes.
    pub kind: CallKind,
    /// Under what.
    pub target: String,
    /// The words.
    pub text: String,
    /// How far it has come.
    pub state: CallState,
    /// The comment that it became; of a private reply the one that was answered.
    pub comment: Option<CommentId>,
    /// The message that a private reply became.
    pub mid: Option<Mid>,
    /// Why it failed, one sentence.
    pub problem: Option<String>,
    /// When it was first asked for.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What came of the wish to make a call.
#[derive(Clone, Debug)]
pub enum Begun {
    /// Make it now.
    New(CommentCall),
    /// It was asked for before, under the same key.
    Before(CommentCall),
    /// The key was used with another body.
    KeyMismatch,
    /// The comment has its private reply, or one is under way.
    Used,
}

/// How a call ended.
#[derive(Clone, Debug)]
pub enum CallEnd {
    /// Meta took the comment and gave it this id.
    Written {
        /// Meta's id.
        id: CommentId,
        /// What is known of it.
        facts: Box<Facts>,
    },
    /// Meta took the private reply.
    SentPrivately {
        /// The author of the comment, as messages name them.
        customer: CustomerId,
        /// The message.
        mid: Mid,
    },
    /// The answer was lost.
    Lost,
    /// Meta certainly did not take it.
    Failed(String),
}

#[derive(FromRow)]
pub(crate) struct CallRow {
    id: String,
    account_id: String,
    user_id: String,
    kind: String,
    target: String,
    text: String,
    state: String,
    comment_id: Option<String>,
    mid: Option<String>,
    problem: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl TryFrom<CallRow> for CommentCall {
    type Error = crate::error::StoreError;

    fn try_from(r: CallRow) -> Result<Self> {
        const T: &str = "comment_call";
        Ok(Self {
            id: rows::id(T, "id", &r.id)?,
            account: rows::id(T, "account_id", &r.account_id)?,
            user: rows::id(T, "user_id", &r.user_id)?,
            kind: CallKind::parse(&r.kind).ok_or_else(|| inconsistent(T, "kind", &r.id))?,
            target: r.target,
            text: r.text,
            state: CallState::parse(&r.state).ok_or_else(|| inconsistent(T, "state", &r.id))?,
            comment: r.comment_id.map(CommentId::new),
            mid: r.mid.map(Mid::new),
            problem: r.problem,
            created_at: Timestamp::from_micros(r.created_at),
            updated_at: Timestamp::from_micros(r.updated_at),
        })
    }
}

pub(crate) async fn get(tx: &mut Tx, id: &str) -> Result<Option<CommentCall>> {
    let row: Option<CallRow> = on_tx!(tx, |c| sqlx::query_as(GET)
        .bind(id)
        .fetch_optional(c)
        .await?);
    row.map(CommentCall::try_from).transpose()
}

impl Db {
    /// Stores a call before it is made. With a key that was used before, the call as it stands; a failed one may be made
    /// again.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn begin_call(&self, ids: &dyn Ids, new: &NewCall, now: Timestamp) -> Result<Begun> {
        let mut tx = self.write().await?;
        lock_accounts(&mut tx, &[new.account]).await?;
        let id = CallId::new(ids.next());
        if let Some(key) = &new.key {
            match keep_key(&mut tx, new.user, key, &id.to_string(), now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Begun::KeyMismatch),
                Kept::Before(subject) => {
                    if let Some(call) = get(&mut tx, &subject).await? {
                        let again = on_tx!(&mut tx, |c| sqlx::query(AGAIN)
                            .bind(&subject)
                            .bind(now.micros())
                            .execute(c)
                            .await?
                            .rows_affected());
                        tx.commit().await?;
                        return Ok(if again > 0 {
                            Begun::New(CommentCall {
                                state: CallState::Pending,
                                problem: None,
                                updated_at: now,
                                ..call
                            })
                        } else {
                            Begun::Before(call)
                        });
                    }
                }
            }
        }
        if new.kind == CallKind::PrivateReply && used(&mut tx, new).await? {
            return Ok(Begun::Used);
        }
        on_tx!(&mut tx, |c| sqlx::query(NEW)
            .bind(id.to_string())
            .bind(new.account.to_string())
            .bind(new.user.to_string())
            .bind(new.kind.as_str())
            .bind(plain(&new.target))
            .bind(plain(&new.text))
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let call = get(&mut tx, &id.to_string()).await?;
        tx.commit().await?;
        call.map(Begun::New)
            .ok_or_else(|| inconsistent("comment_call", "id", &id.to_string()))
    }

    /// A call as it stands.
    ///
    /// # Errors
    /// What the database said.
    pub async fn comment_call(&self, id: CallId) -> Result<Option<CommentCall>> {
        let row: Option<CallRow> = on_db!(self, |c| sqlx::query_as(GET)
            .bind(id.to_string())
            .fetch_optional(c)
            .await?);
        row.map(CommentCall::try_from).transpose()
    }

    /// Calls that began before `before` and never said how they ended, at most 200: their process died.
    ///
    /// # Errors
    /// What the database said.
    pub async fn abandoned_calls(&self, before: Timestamp) -> Result<Vec<CommentCall>> {
        let rows: Vec<CallRow> = on_db!(self, |c| sqlx::query_as(ABANDONED)
            .bind(before.micros())
            .fetch_all(c)
            .await?);
        rows::all(rows)
    }

    /// Deletes calls that last changed before `before`; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_calls(&self, before: Timestamp) -> Result<u64> {
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

async fn used(tx: &mut Tx, new: &NewCall) -> Result<bool> {
    let open: i64 = on_tx!(tx, |c| sqlx::query_scalar(OPEN_PRIVATE)
        .bind(new.account.to_string())
        .bind(plain(&new.target))
        .fetch_one(c)
        .await?);
    let mut keys = Keys::default();
    keys.comments.insert(CommentId::new(new.target.clone()));
    let (found, _) = comments::read(tx, &BTreeMap::from([(new.account, keys)])).await?;
    Ok(open > 0 || found.iter().any(|c| c.facts.private_reply.is_some()))
}
