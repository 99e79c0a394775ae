//! What reports count.

use domain::account::Platform;
use domain::ids::{ChatId, UserId};
use domain::reports::{Counting, LOOK_BACK, Resolved, Said};
use domain::time::Timestamp;
use domain::user::{Role, Viewer};
use sqlx::FromRow;

use crate::db::{Db, Tx};
use crate::error::{Result, inconsistent};
use crate::rows::{id, ids, time};

/// Messages read at once: a year of them is not held in memory.
const BATCH: i64 = 20_000;

sql! {
    // An answer counts once Meta has it.
    SAID = "SELECT m.id, m.chat_id, c.platform, c.assigned_to, m.direction, m.at, m.sent_by FROM message m JOIN chat c ON c.id = m.chat_id \
        WHERE m.presence = 'shown' AND (m.at, m.id) > ($1, $2) AND m.at < $3 AND m.status NOT IN ('queued', 'sending', 'failed', 'unknown') ORDER BY m.at, m.id LIMIT $4";
    RESOLVED = "SELECT r.at, r.since, r.user_id, c.platform, c.assigned_to FROM resolution r JOIN chat c ON c.id = r.chat_id \
        WHERE r.at >= $1 AND r.at < $2 ORDER BY r.at, r.chat_id";
    RESOLVE = "INSERT INTO resolution (chat_id, at, since, user_id) SELECT $1, $2, (SELECT MIN(m.at) FROM message m WHERE m.chat_id = $1 \
        AND m.direction = 'inbound' AND m.presence = 'shown' AND m.at > COALESCE((SELECT MAX(r.at) FROM resolution r WHERE r.chat_id = $1), -1)), $3 \
        ON CONFLICT (chat_id, at) DO NOTHING";
}

#[derive(FromRow)]
struct SaidRow {
    id: String,
    chat_id: String,
    platform: String,
    assigned_to: Option<String>,
    direction: String,
    at: i64,
    sent_by: Option<String>,
}

#[derive(FromRow)]
struct ResolvedRow {
    at: i64,
    since: Option<i64>,
    user_id: Option<String>,
    platform: String,
    assigned_to: Option<String>,
}

/// Somebody said that the work on a chat is done.
pub(crate) async fn resolved(tx: &mut Tx, chat: ChatId, by: UserId, now: Timestamp) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(RESOLVE)
        .bind(chat.to_string())
        .bind(now.micros())
        .bind(by.to_string())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Counts a period for what `viewer` may see now, on one platform or on both.
    ///
    /// # Errors
    /// What the database said.
    pub async fn count(
        &self,
        counting: &mut Counting<'_>,
        viewer: &Viewer,
        platform: Option<Platform>,
        since: Timestamp,
        until: Timestamp,
    ) -> Result<()> {
        let (mut at, mut last) = (since.plus(-LOOK_BACK).micros() - 1, String::new());
        loop {
            let rows: Vec<SaidRow> = on_db!(self, |c| sqlx::query_as(SAID)
                .bind(at)
                .bind(&last)
                .bind(until.micros())
                .bind(BATCH)
                .fetch_all(c)
                .await?);
            let whole = i64::try_from(rows.len()).unwrap_or(BATCH) == BATCH;
            if let Some(row) = rows.last() {
                (at, last) = (row.at, row.id.clone());
            }
            for row in &rows {
                let said = Said {
                    chat: id("message", "chat_id", &row.chat_id)?,
                    platform: platform_of(&row.platform)?,
                    inbound: row.direction == "inbound",
                    at: Timestamp::from_micros(row.at),
                    by: user(row.sent_by.as_deref())?,
                };
                if platform.is_none_or(|p| p == said.platform)
                    && viewer.may_see(user(row.assigned_to.as_deref())?)
                {
                    counting.said(&said);
                }
            }
            if !whole {
                break;
            }
        }
        let rows: Vec<ResolvedRow> = on_db!(self, |c| sqlx::query_as(RESOLVED)
            .bind(since.micros())
            .bind(until.micros())
            .fetch_all(c)
            .await?);
        for row in rows {
            let of = platform_of(&row.platform)?;
            let by = user(row.user_id.as_deref())?;
            // What an agent has done stays theirs, whoever has the chat now.
            let own = viewer.role == Role::Agent && by == Some(viewer.id);
            if platform.is_none_or(|p| p == of)
                && (own || viewer.may_see(user(row.assigned_to.as_deref())?))
            {
                counting.resolved(&Resolved {
                    by,
                    at: Timestamp::from_micros(row.at),
                    since: time(row.since),
                });
            }
        }
        Ok(())
    }
}

fn user(text: Option<&str>) -> Result<Option<UserId>> {
    ids("users", "id", text)
}

fn platform_of(text: &str) -> Result<Platform> {
    Platform::parse(text).ok_or_else(|| inconsistent("chat", "platform", text))
}
