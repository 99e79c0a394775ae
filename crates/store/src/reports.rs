//! What reports count.

use std::collections::{BTreeSet, HashMap};

use domain::account::Platform;
use domain::ids::{ChatId, UserId};
use domain::reports::{Counting, LOOK_BACK, Resolved, Said};
use domain::time::Timestamp;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch};
use crate::error::{Result, inconsistent};
use crate::rows::{Key, id, ids, time};

/// Messages read at once: a year of them is not held in memory.
const BATCH: i64 = 20_000;

sql! {
    // An answer counts once Meta has it. The index holds all of this.
    SAID = "SELECT m.id, m.chat_id, m.direction, m.at, m.sent_by FROM message m \
        WHERE m.presence = 'shown' AND m.status NOT IN ('queued', 'sending', 'failed', 'unknown') AND (m.at, m.id) > ($1, $2) AND m.at < $3 ORDER BY m.at, m.id LIMIT $4";
    WHERE_SAID = "SELECT c.id, c.platform, c.assigned_to FROM json_each(CAST($1 AS TEXT)) AS k JOIN chat c ON c.id = k.value ->> 'a'";
    RESOLVED = "SELECT r.chat_id, r.at, r.since, r.user_id, c.platform, c.assigned_to FROM resolution r JOIN chat c ON c.id = r.chat_id \
        WHERE r.at >= $1 AND r.at < $2 ORDER BY r.at, r.chat_id";
    RESOLVE = "INSERT INTO resolution (chat_id, at, since, user_id) SELECT $1, $2, (SELECT MIN(m.at) FROM message m WHERE m.chat_id = $1 \
        AND m.direction = 'inbound' AND m.presence = 'shown' AND m.at > COALESCE((SELECT MAX(r.at) FROM resolution r WHERE r.chat_id = $1), -1)), $3 \
        ON CONFLICT (chat_id, at) DO NOTHING";
    // Nobody did this work: it only tells where the next begins.
    PUT_ASIDE = "INSERT INTO resolution (chat_id, at) SELECT value ->> 'a', $2 FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 ON CONFLICT (chat_id, at) DO NOTHING";
}

#[derive(FromRow)]
struct SaidRow {
    id: String,
    chat_id: Option<String>,
    direction: String,
    at: i64,
    sent_by: Option<String>,
}

#[derive(FromRow)]
struct ChatRow {
    id: String,
    platform: String,
    assigned_to: Option<String>,
}

/// What is the same for all messages of a chat, by its id.
type Chats = HashMap<String, (ChatId, Platform, Option<UserId>)>;

#[derive(FromRow)]
struct ResolvedRow {
    chat_id: String,
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

/// Chats that came with their history: what was said in them is past.
pub(crate) async fn put_aside(tx: &mut Tx, chats: &[ChatId], now: Timestamp) -> Result<()> {
    if chats.is_empty() {
        return Ok(());
    }
    let keys = chats.iter().map(|chat| Key {
        a: chat.to_string(),
        b: (),
    });
    let keys = batch(&keys.collect::<Vec<_>>());
    on_tx!(tx, |c| sqlx::query(PUT_ASIDE)
        .bind(&keys)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}

impl Db {
    /// Counts a period, on one platform or on both.
    ///
    /// # Errors
    /// What the database said.
    pub async fn count(
        &self,
        counting: &mut Counting<'_>,
        platform: Option<Platform>,
    ) -> Result<()> {
        let wanted = |p: Platform| platform.is_none_or(|platform| platform == p);
        let since = counting.since().plus(-LOOK_BACK);
        let until = counting.until().micros();
        let mut done = self.resolutions(since, until).await?.into_iter().peekable();
        let mut chats = Chats::new();
        let (mut at, mut last) = (since.micros() - 1, String::new());
        loop {
            let rows: Vec<SaidRow> = on_db!(self, |c| sqlx::query_as(SAID)
                .bind(at)
                .bind(&last)
                .bind(until)
                .bind(BATCH)
                .fetch_all(c)
                .await?);
            let whole = i64::try_from(rows.len()).unwrap_or(BATCH) == BATCH;
            if let Some(row) = rows.last() {
                (at, last) = (row.at, row.id.clone());
            }
            self.look_up(&mut chats, &rows).await?;
            for row in &rows {
                let Some(said) = said(&chats, row)? else {
                    continue;
                };
                while let Some((p, one)) = done.next_if(|(_, one)| one.at < said.at) {
                    if wanted(p) {
                        counting.resolved(&one);
                    }
                }
                if wanted(said.platform) {
                    counting.said(&said);
                }
            }
            if !whole {
                break;
            }
        }
        for (p, one) in done {
            if wanted(p) {
                counting.resolved(&one);
            }
        }
        Ok(())
    }

    /// Adds the chats of these messages that are not known yet.
    async fn look_up(&self, chats: &mut Chats, rows: &[SaidRow]) -> Result<()> {
        let named = rows.iter().filter_map(|row| row.chat_id.as_deref());
        let new: BTreeSet<&str> = named.filter(|id| !chats.contains_key(*id)).collect();
        let keys: Vec<_> = new.into_iter().map(|a| Key { a, b: () }).collect();
        if keys.is_empty() {
            return Ok(());
        }
        let found: Vec<ChatRow> = on_db!(self, |c| sqlx::query_as(WHERE_SAID)
            .bind(batch(&keys))
            .fetch_all(c)
            .await?);
        for row in found {
            let chat = id("chat", "id", &row.id)?;
            let platform = platform_of(&row.platform)?;
            let owner = user(row.assigned_to.as_deref())?;
            chats.insert(row.id, (chat, platform, owner));
        }
        Ok(())
    }

    async fn resolutions(&self, since: Timestamp, until: i64) -> Result<Vec<(Platform, Resolved)>> {
        let rows: Vec<ResolvedRow> = on_db!(self, |c| sqlx::query_as(RESOLVED)
            .bind(since.micros())
            .bind(until)
            .fetch_all(c)
            .await?);
        let read = |row: &ResolvedRow| {
            let one = Resolved {
                chat: id("resolution", "chat_id", &row.chat_id)?,
                owner: user(row.assigned_to.as_deref())?,
                by: user(row.user_id.as_deref())?,
                at: Timestamp::from_micros(row.at),
                since: time(row.since),
            };
            Ok((platform_of(&row.platform)?, one))
        };
        rows.iter().map(read).collect()
    }
}

/// A message of a chat; one of none is nobody's.
fn said(chats: &Chats, row: &SaidRow) -> Result<Option<Said>> {
    let found = row.chat_id.as_ref().and_then(|chat| chats.get(chat));
    let Some(&(chat, platform, owner)) = found else {
        return Ok(None);
    };
    Ok(Some(Said {
        chat,
        owner,
        platform,
        inbound: row.direction == "inbound",
        at: Timestamp::from_micros(row.at),
        by: user(row.sent_by.as_deref())?,
    }))
}

fn user(text: Option<&str>) -> Result<Option<UserId>> {
    ids("users", "id", text)
}

fn platform_of(text: &str) -> Result<Platform> {
    Platform::parse(text).ok_or_else(|| inconsistent("chat", "platform", text))
}
