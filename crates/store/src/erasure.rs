//! Erasing a person at Meta's word (platform notes §8.7), and what the person may look up about it.
//!
//! Rows that others count on stay, without anything that the person said or is: a message becomes an unsent one, a chat
//! has nobody's name. Comments, the answers to them, mentions, notes, labels, conversions and files go; who did what stays, without
//! details. Raw deliveries and the event log are gone through piece by piece.

use domain::clock::Ids;
use domain::ids::{AccountId, ChatId, DeliveryId, JobId};
use domain::time::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use sqlx::FromRow;

use crate::accounts::{Account, AccountRow, account_columns};
use crate::db::{Db, plain};
use crate::error::Result;
use crate::jobs::{self, JobKind, NewJob};
use crate::rows::{id, time};

sql! {
    GIVEN_BY = concat!("SELECT ", account_columns!(), " FROM account WHERE connected = 1 AND (owner_id = $1 OR app_scoped_id = $1) ORDER BY id LIMIT 200");
    ADD = "INSERT INTO erasure (code_hash, subject, subject_hash, requested_at, chats, messages, comments) VALUES ($1, $2, $3, $4, 0, 0, 0)";
    STATUS = "SELECT requested_at, finished_at, chats, messages, comments FROM erasure WHERE code_hash = $1";
    SUBJECT = "SELECT subject FROM erasure WHERE code_hash = $1 AND finished_at IS NULL";
    // The figures of several tries add up: a second one finds what the first has left.
    COUNT = "UPDATE erasure SET chats = chats + $2, messages = messages + $3, comments = comments + $4 WHERE code_hash = $1";
    FINISH = "UPDATE erasure SET finished_at = $2, subject = NULL WHERE code_hash = $1";
    CHATS = "SELECT id, account_id FROM chat WHERE account_id IN (SELECT id FROM account) AND customer_id = $1";
    BLANK_CHAT = "UPDATE chat SET customer_id = 'erased-' || id, username = NULL, customer_name = NULL, picture = NULL, picture_id = NULL, profile_due = NULL, \
        labels = '[]', last_message = '' WHERE id = $1";
    BLANK_MESSAGES = "UPDATE message SET mid = NULL, ord = id, content = '{\"text\":\"\"}', text = '', preview = '', reply_mid = NULL, edit = NULL, reactions = '[]', media = '[]', \
        unsent_at = COALESCE(unsent_at, $3), unread = 0 WHERE account_id = $1 AND chat_id = $2 AND content <> '{\"text\":\"\"}'";
    LABELS = "DELETE FROM chat_label WHERE chat_id = $1";
    NOTES = "DELETE FROM chat_note WHERE chat_id = $1";
    CONVERSIONS = "DELETE FROM conversion WHERE chat_id = $1";
    // Their rows are the queue that removes the bytes too.
    FILES = "UPDATE media SET state = 'gone', message_id = NULL, run_at = $2, attempt = attempt + 1 WHERE chat_id = $1 AND state <> 'gone'";
    // What was answered to them. One whose answer is still awaited keeps its row, without its words.
    ANSWERS = "DELETE FROM comment_call WHERE state <> 'pending' AND target IN (SELECT id FROM comment WHERE author_id = $1)";
    AWAITED = "UPDATE comment_call SET text = '' WHERE target IN (SELECT id FROM comment WHERE author_id = $1)";
    AUDITED = "UPDATE audit SET detail = NULL WHERE subject IN (SELECT id FROM comment WHERE author_id = $1)";
    // Also those of which only a removal is known.
    COMMENTS = "DELETE FROM comment WHERE account_id IN (SELECT id FROM account) AND author_id = $1";
    MENTIONS = "DELETE FROM mention WHERE platform IN ('INSTAGRAM', 'FACEBOOK') AND author_id = $1";
    GAPS = "DELETE FROM gap WHERE customer_id = $1";
    LAST = "SELECT MAX(requested_at) FROM erasure WHERE subject_hash = $1";
    FORGET_OWNER = "UPDATE account SET owner_id = NULL, app_scoped_id = NULL WHERE owner_id = $1 OR app_scoped_id = $1";
    BODIES = "SELECT id, body FROM delivery WHERE id > $1 ORDER BY id LIMIT $2";
    PUT_BODY = "UPDATE delivery SET body = $2 WHERE id = $1";
    PUT_FRAME = "UPDATE event SET frame = $2 WHERE seq = $1";
}

/// Deliveries or events that are gone through at once: a few milliseconds of writing.
const STEP: i64 = 500;
/// What stands in the log in the place of an event that named the person.
const ERASED: &str = r#"{"type":"erased"}"#;

/// How far an erasure has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// When Meta asked for it.
    pub requested_at: Timestamp,
    /// When it was done.
    pub finished_at: Option<Timestamp>,
    /// Chats that lost their person.
    pub chats: i64,
    /// Messages that were emptied.
    pub messages: i64,
    /// Comments and mentions that were deleted.
    pub comments: i64,
}

#[derive(FromRow)]
struct ErasureRow {
    requested_at: i64,
    finished_at: Option<i64>,
    chats: i64,
    messages: i64,
    comments: i64,
}

#[derive(FromRow)]
struct ChatKey {
    id: String,
    account_id: String,
}

#[derive(FromRow)]
struct BodyRow {
    id: String,
    body: Vec<u8>,
}

fn hash(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Whether a text names an id as a whole, not as a part of a longer one.
fn names(text: &str, id: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
    text.match_indices(id).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + id.len()..).and_then(|t| t.chars().next());
        !part(before) && !part(after)
    })
}

/// A delivery without the elements that name the person; what cannot be read goes as a whole.
fn without(body: &[u8], person: &str) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_slice::<Value>(body) else {
        return b"{}".to_vec();
    };
    let entries = value.get_mut("entry").and_then(Value::as_array_mut);
    for entry in entries
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        for list in ["messaging", "standby", "changes"] {
            if let Some(list) = entry.get_mut(list).and_then(Value::as_array_mut) {
                list.retain(|element| !names(&element.to_string(), person));
            }
        }
        // The flat form of a change (§1.5).
        if entry
            .get("value")
            .is_some_and(|v| names(&v.to_string(), person))
        {
            entry.remove("value");
        }
    }
    let text = value.to_string();
    if names(&text, person) {
        return b"{}".to_vec();
    }
    text.into_bytes()
}

impl Db {
    /// The connected accounts whose token this person gave, by Meta's app-scoped id.
    ///
    /// # Errors
    /// What the database said.
    pub async fn accounts_given_by(&self, person: &str) -> Result<Vec<Account>> {
        let rows: Vec<AccountRow> = on_db!(self, |c| sqlx::query_as(GIVEN_BY)
            .bind(plain(person))
            .fetch_all(c)
            .await?);
        crate::rows::all(rows)
    }

    /// Notes that a person is to be erased, with the job that does it. `code` is what the person looks it up by.
    ///
    /// # Errors
    /// What the database said.
    pub async fn request_erasure(
        &self,
        ids: &dyn Ids,
        code: &str,
        person: &str,
        now: Timestamp,
    ) -> Result<()> {
        let code_hash = hash(code);
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(ADD)
            .bind(&code_hash)
            .bind(plain(person))
            .bind(hash(person))
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        let job = NewJob {
            id: JobId::new(ids.next()),
            kind: JobKind::ErasePerson,
            dedupe: format!("{}:{code_hash}", JobKind::ErasePerson.as_str()),
            order_key: None,
            account: None,
            subject: code_hash,
            run_at: now,
        };
        jobs::add(&mut tx, &[job], now).await?;
        tx.commit().await
    }

    /// How far an erasure has come; `None` for a code that nobody was given.
    ///
    /// # Errors
    /// What the database said.
    pub async fn erasure(&self, code: &str) -> Result<Option<Erasure>> {
        let row: Option<ErasureRow> = on_db!(self, |c| sqlx::query_as(STATUS)
            .bind(hash(code))
            .fetch_optional(c)
            .await?);
        Ok(row.map(|r| Erasure {
            requested_at: Timestamp::from_micros(r.requested_at),
            finished_at: time(r.finished_at),
            chats: r.chats,
            messages: r.messages,
            comments: r.comments,
        }))
    }

    /// Erases the person of a request, whose hashed code is the job's subject. May be repeated: it goes on where it was
    /// left.
    ///
    /// # Errors
    /// What the database said; what was erased so far stays erased.
    pub async fn erase_person(&self, code_hash: &str, now: Timestamp) -> Result<()> {
        let subject: Option<Option<String>> = on_db!(self, |c| sqlx::query_scalar(SUBJECT)
            .bind(code_hash)
            .fetch_optional(c)
            .await?);
        let Some(person) = subject.flatten() else {
            return Ok(());
        };
        let chats = self.erase_rows(code_hash, &person, now).await?;
        self.erase_deliveries(&person).await?;
        self.erase_events(&person, &chats).await?;
        let mut tx = self.write().await?;
        on_tx!(&mut tx, |c| sqlx::query(FINISH)
            .bind(code_hash)
            .bind(now.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await
    }

    /// When Meta last asked to erase this person: nothing from before may come back.
    ///
    /// # Errors
    /// What the database said.
    pub async fn erased_at(&self, person: &str) -> Result<Option<Timestamp>> {
        let at: Option<i64> = on_db!(self, |c| sqlx::query_scalar(LAST)
            .bind(hash(person))
            .fetch_one(c)
            .await?);
        Ok(time(at))
    }

    async fn erase_rows(
        &self,
        code_hash: &str,
        person: &str,
        now: Timestamp,
    ) -> Result<Vec<ChatId>> {
        let mut tx = self.write().await?;
        let rows: Vec<ChatKey> = on_tx!(&mut tx, |c| sqlx::query_as(CHATS)
            .bind(plain(person))
            .fetch_all(c)
            .await?);
        let mut chats = Vec::with_capacity(rows.len());
        let mut accounts: Vec<AccountId> = Vec::with_capacity(rows.len());
        for row in &rows {
            chats.push(id("chat", "id", &row.id)?);
            accounts.push(id("chat", "account_id", &row.account_id)?);
        }
        crate::db::lock_accounts(&mut tx, &accounts).await?;
        let mut messages = 0;
        for row in &rows {
            messages += on_tx!(&mut tx, |c| sqlx::query(BLANK_MESSAGES)
                .bind(&row.account_id)
                .bind(&row.id)
                .bind(now.micros())
                .execute(c)
                .await?
                .rows_affected());
            for statement in [BLANK_CHAT, LABELS, NOTES, CONVERSIONS] {
                on_tx!(&mut tx, |c| sqlx::query(statement)
                    .bind(&row.id)
                    .execute(c)
                    .await?
                    .rows_affected());
            }
            crate::search::forget(&mut tx, &row.id).await?;
            on_tx!(&mut tx, |c| sqlx::query(FILES)
                .bind(&row.id)
                .bind(now.micros())
                .execute(c)
                .await?
                .rows_affected());
        }
        for statement in [ANSWERS, AWAITED, AUDITED] {
            on_tx!(&mut tx, |c| sqlx::query(statement)
                .bind(plain(person))
                .execute(c)
                .await?
                .rows_affected());
        }
        let mut comments = 0;
        for statement in [COMMENTS, MENTIONS, GAPS] {
            comments += on_tx!(&mut tx, |c| sqlx::query(statement)
                .bind(plain(person))
                .execute(c)
                .await?
                .rows_affected());
        }
        on_tx!(&mut tx, |c| sqlx::query(FORGET_OWNER)
            .bind(plain(person))
            .execute(c)
            .await?
            .rows_affected());
        on_tx!(&mut tx, |c| sqlx::query(COUNT)
            .bind(code_hash)
            .bind(i64::try_from(rows.len()).unwrap_or(i64::MAX))
            .bind(i64::try_from(messages).unwrap_or(i64::MAX))
            .bind(i64::try_from(comments).unwrap_or(i64::MAX))
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(chats)
    }

    async fn erase_deliveries(&self, person: &str) -> Result<()> {
        let mut after = String::new();
        loop {
            let rows: Vec<BodyRow> = on_db!(self, |c| sqlx::query_as(BODIES)
                .bind(&after)
                .bind(STEP)
                .fetch_all(c)
                .await?);
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after.clone_from(&last.id);
            let mut tx = self.write().await?;
            for row in &rows {
                let _: DeliveryId = id("delivery", "id", &row.id)?;
                if !names(&String::from_utf8_lossy(&row.body), person) {
                    continue;
                }
                on_tx!(&mut tx, |c| sqlx::query(PUT_BODY)
                    .bind(&row.id)
                    .bind(without(&row.body, person))
                    .execute(c)
                    .await?
                    .rows_affected());
            }
            tx.commit().await?;
        }
    }

    async fn erase_events(&self, person: &str, chats: &[ChatId]) -> Result<()> {
        let chats: Vec<String> = chats.iter().map(ToString::to_string).collect();
        let mut after = 0;
        loop {
            let events = self.events_after(after, STEP).await?;
            let Some(last) = events.last() else {
                return Ok(());
            };
            after = last.seq;
            let mut tx = self.write().await?;
            for event in &events {
                let of_chat = chats.iter().any(|chat| event.frame.contains(chat.as_str()));
                if !of_chat && !names(&event.frame, person) {
                    continue;
                }
                on_tx!(&mut tx, |c| sqlx::query(PUT_FRAME)
                    .bind(event.seq)
                    .bind(ERASED)
                    .execute(c)
                    .await?
                    .rows_affected());
            }
            tx.commit().await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_as_a_whole() {
        assert!(names(r#"{"id":"123"}"#, "123") && names("[123,4]", "123"));
        assert!(!names(r#"{"id":"1234"}"#, "123") && !names(r#""x_123""#, "123"));
        assert!(names(r#"["1234","123"]"#, "123"));
    }

    #[test]
    fn the_others_of_a_delivery_stay() {
        let body = br#"{"object":"instagram","entry":[{"id":"1","messaging":[{"sender":{"id":"7"}},{"sender":{"id":"77"}}]}]}"#;
        let left = String::from_utf8(without(body, "7")).unwrap();
        assert!(
            left.contains(r#"{"id":"77"}"#) && !names(&left, "7"),
            "{left}"
        );
        assert_eq!(without(b"not JSON 7", "7"), b"{}");
        assert_eq!(without(br#"{"entry":[{"id":"7"}]}"#, "7"), b"{}");
    }
}
