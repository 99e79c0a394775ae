//! The event log: appended last in a transaction, read from a cursor.
//!
//! The numbers come from the one row of `head`, updated as the last statement before the commit. A sequence would
//! hand out numbers before the commit, and a reader that follows a cursor would miss those that appear late.

use domain::event::{Audience, NewEvent};
use domain::ids::{ChatId, UserId};
use domain::time::Timestamp;
use domain::user::{AgentVisibility, Role, Viewer};
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch};
use crate::error::{Result, inconsistent};
use crate::rows::id;

sql! {
    TAKE = "UPDATE head SET next = next + $1 WHERE id = 1 RETURNING next";
    APPEND = "INSERT INTO event (seq, at, audience, chat_id, agent_id, also_id, frame) \
        SELECT CAST(value ->> 'seq' AS BIGINT), $2, value ->> 'audience', value ->> 'chat_id', value ->> 'agent_id', value ->> 'also_id', value ->> 'frame' \
        FROM json_each(CAST($1 AS TEXT))";
    HEAD = "SELECT next - 1, low FROM head WHERE id = 1";
    AFTER = "SELECT seq, audience, chat_id, agent_id, also_id, frame FROM event WHERE seq > $1 ORDER BY seq LIMIT $2";
    // Who may see it now decides: the chat may have changed hands since. The person who just lost a chat is told
    // so by the event that names them.
    AFTER_FOR = "SELECT e.seq, e.audience, e.chat_id, e.agent_id, e.also_id, e.frame FROM event e \
        LEFT JOIN chat c ON c.id = e.chat_id \
        WHERE e.seq > $1 AND (e.audience = 'everyone' OR ($2 = 1 AND e.audience <> 'person') OR (e.audience = 'person' AND e.agent_id = $3) \
            OR (e.audience = 'chat' AND (c.assigned_to = $3 OR e.also_id = $3 OR ($4 = 1 AND c.assigned_to IS NULL)))) \
        ORDER BY e.seq LIMIT $5";
    CURSOR = "SELECT seq FROM user_cursor WHERE user_id = $1";
    CONFIRM = "INSERT INTO user_cursor (user_id, seq, updated_at) VALUES ($1, $2, $3) \
        ON CONFLICT (user_id) DO UPDATE SET seq = excluded.seq, updated_at = excluded.updated_at WHERE user_cursor.seq < excluded.seq";
    OLDEST = "SELECT seq, at FROM event ORDER BY seq LIMIT $1";
    PRUNE = "DELETE FROM event WHERE seq <= $1";
    RAISE_LOW = "UPDATE head SET low = $1 WHERE id = 1 AND low < $1";
}

/// Events deleted per statement: a few milliseconds, so that deliveries do not wait behind it.
const PRUNE_BATCH: i64 = 2_000;

/// One event of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number.
    pub seq: i64,
    /// Who may see it.
    pub audience: Audience,
    /// The frame without its number.
    pub frame: String,
}

impl Event {
    /// Whether `viewer` could see it when it was written.
    #[must_use]
    pub fn is_for(&self, viewer: &Viewer) -> bool {
        match self.audience {
            Audience::Everyone => true,
            Audience::Admins => viewer.role == Role::Admin,
            Audience::Person(person) => viewer.id == person,
            Audience::Chat { agent, also, .. } => viewer.may_see(agent) || also == Some(viewer.id),
        }
    }
}

/// Where the log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of the newest event, 0 if none.
    pub seq: i64,
    /// Events up to this number are gone.
    pub low: i64,
}

#[derive(Serialize)]
struct EventOut<'a> {
    seq: i64,
    audience: &'static str,
    chat_id: Option<String>,
    agent_id: Option<String>,
    also_id: Option<String>,
    frame: &'a str,
}

#[derive(FromRow)]
struct EventRow {
    seq: i64,
    audience: String,
    chat_id: Option<String>,
    agent_id: Option<String>,
    also_id: Option<String>,
    frame: String,
}

impl TryFrom<EventRow> for Event {
    type Error = crate::error::StoreError;

    fn try_from(r: EventRow) -> Result<Self> {
        const T: &str = "event";
        let user =
            |column, text: Option<&str>| text.map(|t| id::<UserId>(T, column, t)).transpose();
        let agent = user("agent_id", r.agent_id.as_deref())?;
        let audience = match (r.audience.as_str(), r.chat_id.as_deref()) {
            ("everyone", _) => Audience::Everyone,
            ("person", _) => Audience::Person(
                agent.ok_or_else(|| inconsistent(T, "agent_id", &r.seq.to_string()))?,
            ),
            ("chat", Some(chat)) => Audience::Chat {
                chat: id::<ChatId>(T, "chat_id", chat)?,
                agent,
                also: user("also_id", r.also_id.as_deref())?,
            },
            _ => Audience::Admins,
        };
        Ok(Self {
            seq: r.seq,
            audience,
            frame: r.frame,
        })
    }
}

/// Appends events. Must be the last thing a transaction does: it holds the log until the commit.
pub(crate) async fn append(tx: &mut Tx, events: &[NewEvent], now: Timestamp) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(events.len()).unwrap_or(i64::MAX);
    let next: i64 = on_tx!(tx, |c| sqlx::query_scalar(TAKE)
        .bind(count)
        .fetch_one(c)
        .await?);
    let rows: Vec<EventOut<'_>> = (next - count..)
        .zip(events)
        .map(|(seq, event)| {
            let (audience, chat, agent, also) = match event.audience {
                Audience::Everyone => ("everyone", None, None, None),
                Audience::Admins => ("admins", None, None, None),
                Audience::Person(person) => ("person", None, Some(person), None),
                Audience::Chat { chat, agent, also } => ("chat", Some(chat), agent, also),
            };
            EventOut {
                seq,
                audience,
                chat_id: chat.map(|c| c.to_string()),
                agent_id: agent.map(|u| u.to_string()),
                also_id: also.map(|u| u.to_string()),
                frame: &event.frame,
            }
        })
        .collect();
    on_tx!(tx, |c| sqlx::query(APPEND)
        .bind(batch(&rows))
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Where the log stands.
    ///
    /// # Errors
    /// What the database said.
    pub async fn head(&self) -> Result<Head> {
        let (seq, low): (i64, i64) = on_db!(self, |c| sqlx::query_as(HEAD).fetch_one(c).await?);
        Ok(Head { seq, low })
    }

    /// The next events after `seq`, at most `limit`, whoever may see them.
    ///
    /// # Errors
    /// What the database said.
    pub async fn events_after(&self, seq: i64, limit: i64) -> Result<Vec<Event>> {
        let rows: Vec<EventRow> = on_db!(self, |c| sqlx::query_as(AFTER)
            .bind(seq)
            .bind(limit)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }

    /// The next events after `seq` that `viewer` may see now, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn events_after_for(
        &self,
        viewer: &Viewer,
        seq: i64,
        limit: i64,
    ) -> Result<Vec<Event>> {
        let admin = i64::from(viewer.role == Role::Admin);
        let unassigned = i64::from(viewer.visibility == AgentVisibility::Unassigned);
        let rows: Vec<EventRow> = on_db!(self, |c| sqlx::query_as(AFTER_FOR)
            .bind(seq)
            .bind(admin)
            .bind(viewer.id.to_string())
            .bind(unassigned)
            .bind(limit)
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }

    /// How far this person's screens have confirmed the log; `None` if they never connected.
    ///
    /// # Errors
    /// What the database said.
    pub async fn cursor(&self, user: UserId) -> Result<Option<i64>> {
        Ok(on_db!(self, |c| sqlx::query_scalar(CURSOR)
            .bind(user.to_string())
            .fetch_optional(c)
            .await?))
    }

    /// Remembers that this person's screens have everything up to `seq`; never goes back.
    ///
    /// # Errors
    /// What the database said.
    pub async fn confirm(&self, user: UserId, seq: i64, now: Timestamp) -> Result<()> {
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(CONFIRM)
            .bind(user.to_string())
            .bind(seq)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// Deletes events older than `before`, in steps; says how many.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_events(&self, before: Timestamp) -> Result<u64> {
        let mut pruned = 0;
        loop {
            let oldest: Vec<(i64, i64)> = on_db!(self, |c| sqlx::query_as(OLDEST)
                .bind(PRUNE_BATCH)
                .fetch_all(c)
                .await?);
            // From the beginning, without a gap: clocks of nodes differ, numbers do not.
            let old = oldest.iter().take_while(|(_, at)| *at < before.micros());
            let Some((last, _)) = old.last() else {
                return Ok(pruned);
            };
            let mut tx = self.write().await?;
            let gone = on_tx!(&mut tx, |c| sqlx::query(PRUNE)
                .bind(last)
                .execute(c)
                .await?
                .rows_affected());
            on_tx!(&mut tx, |c| sqlx::query(RAISE_LOW)
                .bind(last)
                .execute(c)
                .await?
                .rows_affected());
            tx.commit().await?;
            pruned += gone;
        }
    }
}
