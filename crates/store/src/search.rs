//! Which words each chat holds, so that a search reads an index and no message. The words are made by
//! `domain::search`; here they are counted: a word is found as long as one text of the chat has it.
//!
//! Counting costs some ten rows a message, so it is not done where a delivery waits for it. The transaction that changes a
//! text notes it as one row; `count_words` counts many of them together soon afterwards, at the latest before a search. What was stored before words
//! were made, or by other rules, is counted anew chat by chat, while the server works.

use std::collections::BTreeMap;

use domain::chat::Chat;
use domain::fold::Folded;
use domain::ids::{AccountId, ChatId};
use domain::search::{RULES, Range, words};
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, lock_accounts, lock_name};
use crate::error::Result;
use crate::rows::id;
use crate::settings;

sql! {
    NOTE = "INSERT INTO text_change (chat_id, old_text, new_text) \
        SELECT value ->> 'chat', value ->> 'before', value ->> 'after' FROM json_each(CAST($1 AS TEXT))";
    NEXT = "SELECT id, chat_id, old_text, new_text FROM text_change WHERE id > 0 ORDER BY id LIMIT $1";
    WAITING = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM text_change WHERE id > 0 LIMIT $1) AS found";
    COUNTED = "DELETE FROM text_change WHERE id IN (SELECT CAST(value ->> 'id' AS BIGINT) FROM json_each(CAST($1 AS TEXT)))";
    COUNT_WORDS = "INSERT INTO chat_word (chat_id, word, texts) \
        SELECT value ->> 'chat', value ->> 'word', CAST(value ->> 'texts' AS BIGINT) FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (chat_id, word) DO UPDATE SET texts = chat_word.texts + excluded.texts";
    FORGET = "DELETE FROM chat_word WHERE texts <= 0 AND (chat_id, word) IN (SELECT value ->> 'chat', value ->> 'word' FROM json_each(CAST($1 AS TEXT)))";
    FORGET_CHAT = "DELETE FROM chat_word WHERE chat_id = $1";
    FORGET_CHANGES = "DELETE FROM text_change WHERE chat_id = $1";
    HOW_COMMON = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM chat_word WHERE word >= $1 AND word < $2 LIMIT $3) AS found";
    OLD_CHATS = "SELECT id, account_id, customer_id AS customer, username, customer_name FROM chat WHERE id > $1 ORDER BY id LIMIT $2";
    ONE_CHAT = "SELECT id, account_id, customer_id AS customer, username, customer_name FROM chat WHERE id = $1";
    OLD_TEXTS = "SELECT text FROM message WHERE chat_id = $1 AND presence = 'shown' AND text <> ''";
}

/// The setting that says by which rules the words were made.
const RULES_SETTING: &str = "search_rules";
/// The setting that says how far counting anew has come: the rules and the last chat.
const WALK_SETTING: &str = "search_walk";
/// The lock under which words are counted: two nodes that add to the same words would wait for each other crosswise.
const WORDS_LOCK: &str = "chat_word";
/// Changes that are read for one transaction.
const CHANGES: i64 = 500;
/// Counters that one transaction changes at most, beyond the last text that is begun. They take some 20 ms, during
/// which a delivery waits.
const COUNTERS: usize = 4_000;
/// Transactions that a search waits for at most.
const CATCH_UP: usize = 4;
/// Chats that are counted anew in one transaction.
const CHATS: i64 = 20;

/// A text of a chat that is now another; `""` is none.
#[derive(Debug, Serialize)]
struct Change<'a> {
    chat: String,
    before: &'a str,
    after: &'a str,
}

#[derive(FromRow)]
struct ChangeRow {
    id: i64,
    chat_id: String,
    old_text: String,
    new_text: String,
}

#[derive(Serialize)]
struct Counted {
    id: i64,
}

#[derive(Serialize)]
struct WordOut<'a> {
    chat: String,
    word: &'a str,
    texts: i64,
}

/// In how many more or fewer texts of a chat each word stands.
#[derive(Debug, Default)]
struct Counts(BTreeMap<(ChatId, String), i64>);

impl Counts {
    fn text(&mut self, chat: ChatId, before: &str, after: &str) {
        for (text, n) in [(before, -1), (after, 1)] {
            for word in words(text) {
                *self.0.entry((chat, word)).or_default() += n;
            }
        }
    }

    /// Stores them, under the lock of the words.
    async fn store(&self, tx: &mut Tx) -> Result<()> {
        let rows = |wanted: fn(i64) -> bool| -> Vec<WordOut<'_>> {
            let changed = self.0.iter().filter(|(_, n)| wanted(**n));
            changed
                .map(|((chat, word), texts)| WordOut {
                    chat: chat.to_string(),
                    word,
                    texts: *texts,
                })
                .collect()
        };
        let changed = rows(|n| n != 0);
        if changed.is_empty() {
            return Ok(());
        }
        on_tx!(tx, |c| sqlx::query(COUNT_WORDS)
            .bind(batch(&changed))
            .execute(c)
            .await?
            .rows_affected());
        let fewer = rows(|n| n < 0);
        if !fewer.is_empty() {
            on_tx!(tx, |c| sqlx::query(FORGET)
                .bind(batch(&fewer))
                .execute(c)
                .await?
                .rows_affected());
        }
        Ok(())
    }
}

async fn note(tx: &mut Tx, changes: &[Change<'_>]) -> Result<()> {
    if !changes.is_empty() {
        on_tx!(tx, |c| sqlx::query(NOTE)
            .bind(batch(changes))
            .execute(c)
            .await?
            .rows_affected());
    }
    Ok(())
}

/// Notes what a fold made and changed, under the lock of the chats' accounts.
pub(crate) async fn folded(tx: &mut Tx, folded: &Folded) -> Result<()> {
    let new = |chat: &&Chat| folded.new_chats.contains(&chat.id);
    let names: Vec<(ChatId, String)> = folded
        .chats
        .iter()
        .filter(new)
        .map(|c| {
            (
                c.id,
                of_customer(c.customer.as_str(), c.username.as_deref(), None),
            )
        })
        .collect();
    let names = names.iter().map(|(chat, name)| Change {
        chat: chat.to_string(),
        before: "",
        after: name,
    });
    let texts = folded.texts.iter().map(|text| Change {
        chat: text.chat.to_string(),
        before: &text.before,
        after: &text.after,
    });
    note(tx, &names.chain(texts).collect::<Vec<_>>()).await
}

/// Notes that a chat's customer is called otherwise, under the lock of its account.
pub(crate) async fn renamed(
    tx: &mut Tx,
    before: &Chat,
    after: &Chat,
    names: [Option<&str>; 2],
) -> Result<()> {
    let text =
        |chat: &Chat, name| of_customer(chat.customer.as_str(), chat.username.as_deref(), name);
    let (was, is) = (text(before, names[0]), text(after, names[1]));
    if was == is {
        return Ok(());
    }
    let change = Change {
        chat: before.id.to_string(),
        before: &was,
        after: &is,
    };
    note(tx, &[change]).await
}

/// Forgets what a search finds a chat by, counted or not, under the lock of its account.
pub(crate) async fn forget(tx: &mut Tx, chat: &str) -> Result<()> {
    lock_name(tx, WORDS_LOCK).await?;
    for statement in [FORGET_CHAT, FORGET_CHANGES] {
        on_tx!(tx, |c| sqlx::query(statement)
            .bind(chat)
            .execute(c)
            .await?
            .rows_affected());
    }
    Ok(())
}

/// How much of a name is searched, in characters: more than any of Meta's has (an id of 170 among them), and little
/// enough that a name costs a message nothing.
const MAX_NAME_CHARS: usize = 300;

/// The text by which a customer is found.
pub(crate) fn of_customer(id: &str, username: Option<&str>, name: Option<&str>) -> String {
    let names = [Some(id), username, name].into_iter().flatten();
    let cut = |name: &str| name.chars().take(MAX_NAME_CHARS).collect::<String>();
    names.map(cut).collect::<Vec<_>>().join(" ")
}

#[derive(FromRow)]
struct ChatRow {
    id: String,
    account_id: String,
    customer: String,
    username: Option<String>,
    customer_name: Option<String>,
}

impl Db {
    /// The range that the fewest chats have, and whether these are at most `most`. `None` without a range.
    pub(crate) async fn rarest(
        &self,
        ranges: &[Range],
        most: i64,
    ) -> Result<Option<(Range, bool)>> {
        let mut rarest: Option<(i64, &Range)> = None;
        for range in ranges {
            let n: i64 = on_db!(self, |c| sqlx::query_scalar(HOW_COMMON)
                .bind(&range.from)
                .bind(&range.to)
                .bind(most + 1)
                .fetch_one(c)
                .await?);
            if rarest.is_none_or(|(least, _)| n < least) {
                rarest = Some((n, range));
            }
        }
        Ok(rarest.map(|(n, range)| (range.clone(), n <= most)))
    }

    /// How many changed texts no search knows yet, counting to `most`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn uncounted_texts(&self, most: i64) -> Result<i64> {
        Ok(on_db!(self, |c| sqlx::query_scalar(WAITING)
            .bind(most)
            .fetch_one(c)
            .await?))
    }

    /// Counts the words of the texts that changed first, some hundred of them. `false` if there were none.
    ///
    /// # Errors
    /// What the database said; nothing is counted then.
    pub async fn count_words(&self) -> Result<bool> {
        let rows: Vec<ChangeRow> = on_db!(self, |c| sqlx::query_as(NEXT)
            .bind(CHANGES)
            .fetch_all(c)
            .await?);
        if rows.is_empty() {
            return Ok(false);
        }
        // Split before the lock is taken.
        let mut counts = Counts::default();
        let mut done = Vec::with_capacity(rows.len());
        for row in &rows {
            counts.text(
                id("text_change", "chat_id", &row.chat_id)?,
                &row.old_text,
                &row.new_text,
            );
            done.push(Counted { id: row.id });
            if counts.0.len() >= COUNTERS {
                break;
            }
        }
        let mut tx = self.write().await?;
        lock_name(&mut tx, WORDS_LOCK).await?;
        let gone = on_tx!(&mut tx, |c| sqlx::query(COUNTED)
            .bind(batch(&done))
            .execute(c)
            .await?
            .rows_affected());
        // Otherwise another node counted some of them, or they were forgotten, since they were read.
        if gone == done.len() as u64 {
            counts.store(&mut tx).await?;
            tx.commit().await?;
        }
        Ok(true)
    }

    /// Before a search: counts what waits, so that it finds what was stored before it. Under load only some thousand texts,
    /// since whoever searches also waits.
    pub(crate) async fn catch_up(&self) -> Result<()> {
        for _ in 0..CATCH_UP {
            if !self.count_words().await? {
                break;
            }
        }
        Ok(())
    }

    /// Counts some chats anew if the words were never made, or by other rules. `false` when all are done.
    ///
    /// # Errors
    /// What the database said; the same chats are counted next time then.
    pub async fn recount_words(&self) -> Result<bool> {
        let rules = RULES.to_string();
        if self.setting(RULES_SETTING).await?.as_deref() == Some(&rules) {
            return Ok(false);
        }
        let walk = self.setting(WALK_SETTING).await?.unwrap_or_default();
        let after = walk
            .split_once(' ')
            .filter(|(by, _)| *by == rules)
            .map_or("", |(_, chat)| chat);
        let chats: Vec<ChatRow> = on_db!(self, |c| sqlx::query_as(OLD_CHATS)
            .bind(after)
            .bind(CHATS)
            .fetch_all(c)
            .await?);
        let mut tx = self.write().await?;
        let Some(last) = chats.last() else {
            settings::put(&mut tx, RULES_SETTING, &rules).await?;
            settings::put(&mut tx, WALK_SETTING, "").await?;
            tx.commit().await?;
            return Ok(false);
        };
        let accounts = chats
            .iter()
            .map(|chat| id("chat", "account_id", &chat.account_id))
            .collect::<Result<Vec<AccountId>>>()?;
        lock_accounts(&mut tx, &accounts).await?;
        for chat in &chats {
            recount(&mut tx, &chat.id).await?;
        }
        settings::put(&mut tx, WALK_SETTING, &format!("{rules} {}", last.id)).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Counts the words of one chat from what is stored, under the lock of its account.
async fn recount(tx: &mut Tx, chat: &str) -> Result<()> {
    forget(tx, chat).await?;
    // Its name may have changed before the lock was taken.
    let row: Option<ChatRow> = on_tx!(&mut *tx, |c| sqlx::query_as(ONE_CHAT)
        .bind(chat)
        .fetch_optional(c)
        .await?);
    let Some(row) = row else { return Ok(()) };
    let texts: Vec<String> = on_tx!(&mut *tx, |c| sqlx::query_scalar(OLD_TEXTS)
        .bind(chat)
        .fetch_all(c)
        .await?);
    let chat = id("chat", "id", &row.id)?;
    let name = of_customer(
        &row.customer,
        row.username.as_deref(),
        row.customer_name.as_deref(),
    );
    let mut counts = Counts::default();
    for text in std::iter::once(&name).chain(&texts) {
        counts.text(chat, "", text);
    }
    counts.store(tx).await
}
