//! Which words each chat holds, so that a search reads an index and no message. The words are made by
//! `domain::search`; here they are counted: a word is found as long as one text of the chat has it.

use std::collections::BTreeMap;

use domain::chat::Chat;
use domain::fold::Folded;
use domain::ids::ChatId;
use domain::search::{RULES, Range, words};
use serde::Serialize;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, lock_accounts, lock_name};
use crate::error::Result;
use crate::{rows, settings};

sql! {
    COUNT_WORDS = "INSERT INTO chat_word (chat_id, word, texts) \
        SELECT value ->> 'chat', value ->> 'word', CAST(value ->> 'texts' AS BIGINT) FROM json_each(CAST($1 AS TEXT)) WHERE 1 = 1 \
        ON CONFLICT (chat_id, word) DO UPDATE SET texts = chat_word.texts + excluded.texts";
    FORGET = "DELETE FROM chat_word WHERE texts <= 0 AND (chat_id, word) IN (SELECT value ->> 'chat', value ->> 'word' FROM json_each(CAST($1 AS TEXT)))";
    HOW_COMMON = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM chat_word WHERE word >= $1 AND word < $2 LIMIT $3) AS found";
    // All of them.
    EMPTY = "DELETE FROM chat_word WHERE word >= ''";
    OLD_MESSAGES = "SELECT id, chat_id, presence, text FROM message WHERE id > $1 ORDER BY id LIMIT $2";
    OLD_CHATS = "SELECT id, customer_id AS customer, username, customer_name FROM chat WHERE id > $1 ORDER BY id LIMIT $2";
    ACCOUNTS = "SELECT id FROM account ORDER BY id";
}

/// The setting that says by which rules the words were made.
const RULES_SETTING: &str = "search_rules";
/// Rows per statement while everything is read once.
const BATCH: i64 = 1_000;

#[derive(Serialize)]
struct WordOut<'a> {
    chat: String,
    word: &'a str,
    texts: i64,
}

/// Changes of what chats hold.
#[derive(Debug, Default)]
pub(crate) struct Changes(BTreeMap<(ChatId, String), i64>);

impl Changes {
    /// A text of a chat is now another; `""` is none.
    pub(crate) fn text(&mut self, chat: ChatId, before: &str, after: &str) {
        for (text, n) in [(before, -1), (after, 1)] {
            for word in words(text) {
                *self.0.entry((chat, word)).or_default() += n;
            }
        }
    }

    /// What a fold made and changed.
    pub(crate) fn fold(folded: &Folded) -> Self {
        let mut changes = Self::default();
        for chat in &folded.chats {
            if folded.new_chats.contains(&chat.id) {
                changes.text(
                    chat.id,
                    "",
                    &of_customer(chat.customer.as_str(), chat.username.as_deref(), None),
                );
            }
        }
        for text in &folded.texts {
            changes.text(text.chat, &text.before, &text.after);
        }
        changes
    }

    /// Stores the changes, under the lock of the chats' accounts.
    pub(crate) async fn store(&self, tx: &mut Tx) -> Result<()> {
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
struct OldMessage {
    id: String,
    chat_id: Option<String>,
    presence: String,
    text: String,
}

#[derive(FromRow)]
struct OldChat {
    id: String,
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

    /// Makes the words of everything that is stored, if they were never made or by other rules: once after an update,
    /// before anybody works with the database.
    pub(crate) async fn make_words(&self) -> Result<()> {
        let rules = RULES.to_string();
        if self.setting(RULES_SETTING).await?.as_deref() == Some(&rules) {
            return Ok(());
        }
        let mut tx = self.write().await?;
        lock_name(&mut tx, RULES_SETTING).await?;
        let accounts: Vec<String> = on_tx!(&mut tx, |c| sqlx::query_scalar(ACCOUNTS)
            .fetch_all(c)
            .await?);
        let accounts = accounts
            .iter()
            .map(|id| rows::id("account", "id", id))
            .collect::<Result<Vec<_>>>()?;
        lock_accounts(&mut tx, &accounts).await?;
        on_tx!(&mut tx, |c| sqlx::query(EMPTY)
            .execute(c)
            .await?
            .rows_affected());
        let mut after = String::new();
        loop {
            let page: Vec<OldChat> = on_tx!(&mut tx, |c| sqlx::query_as(OLD_CHATS)
                .bind(&after)
                .bind(BATCH)
                .fetch_all(c)
                .await?);
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            let mut changes = Changes::default();
            for chat in &page {
                let text = of_customer(
                    &chat.customer,
                    chat.username.as_deref(),
                    chat.customer_name.as_deref(),
                );
                changes.text(rows::id("chat", "id", &chat.id)?, "", &text);
            }
            changes.store(&mut tx).await?;
        }
        after.clear();
        loop {
            let page: Vec<OldMessage> = on_tx!(&mut tx, |c| sqlx::query_as(OLD_MESSAGES)
                .bind(&after)
                .bind(BATCH)
                .fetch_all(c)
                .await?);
            let Some(last) = page.last() else { break };
            after.clone_from(&last.id);
            let mut changes = Changes::default();
            for message in page.iter().filter(|m| m.presence == "shown") {
                if let Some(chat) = &message.chat_id {
                    changes.text(rows::id("message", "chat_id", chat)?, "", &message.text);
                }
            }
            changes.store(&mut tx).await?;
        }
        settings::put(&mut tx, RULES_SETTING, &rules).await?;
        tx.commit().await
    }
}

/// What changes when a chat's customer is called otherwise.
pub(crate) async fn renamed(
    tx: &mut Tx,
    before: &Chat,
    after: &Chat,
    names: [Option<&str>; 2],
) -> Result<()> {
    let text =
        |chat: &Chat, name| of_customer(chat.customer.as_str(), chat.username.as_deref(), name);
    let mut changes = Changes::default();
    changes.text(before.id, &text(before, names[0]), &text(after, names[1]));
    changes.store(tx).await
}
