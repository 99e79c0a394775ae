//! Reads the rows that a batch or a send touches, one statement per table.

use std::collections::{BTreeMap, BTreeSet};

use domain::chat::Chat;
use domain::fold::Keys;
use domain::ids::{AccountId, ChatId, MessageId};
use domain::message::Message;

use crate::db::{Tx, batch, lock_accounts};
use crate::error::Result;
use crate::rows::{self, ChatRow, Key, MessageRow};
use crate::{chat_columns, message_columns};

sql! {
    /// Chats by account and customer.
    CHATS = concat!("SELECT ", chat_columns!(), " FROM json_each(CAST($1 AS TEXT)) k \
        JOIN chat c ON c.account_id = k.value ->> 'a' AND c.customer_id = k.value ->> 'b'");
    CHATS_BY_ID = concat!("SELECT ", chat_columns!(), " FROM json_each(CAST($1 AS TEXT)) k JOIN chat c ON c.id = k.value ->> 'a'");
    BY_MID = concat!("SELECT ", message_columns!(), " FROM json_each(CAST($1 AS TEXT)) k \
        JOIN message m ON m.account_id = k.value ->> 'a' AND m.mid = k.value ->> 'b'");
    BY_ID = concat!("SELECT ", message_columns!(), " FROM json_each(CAST($1 AS TEXT)) k JOIN message m ON m.id = k.value ->> 'a'");
    OPEN = concat!("SELECT ", message_columns!(), " FROM json_each(CAST($1 AS TEXT)) k JOIN message m ON m.chat_id = k.value ->> 'a' WHERE m.open = 1");
}

/// Reads the rows that the keys name, and the open sends and held echoes of their chats.
pub(crate) async fn read(
    tx: &mut Tx,
    wanted: &BTreeMap<AccountId, Keys>,
) -> Result<(Vec<Chat>, Vec<Message>)> {
    let customers = wanted.iter().flat_map(|(a, k)| {
        k.customers.iter().map(|c| Key {
            a: a.to_string(),
            b: c.as_str(),
        })
    });
    let customers: Vec<_> = customers.collect();
    let mids: Vec<_> = wanted
        .iter()
        .flat_map(|(a, k)| {
            k.mids.iter().map(|m| Key {
                a: a.to_string(),
                b: m.as_str(),
            })
        })
        .collect();
    let own: Vec<_> = wanted
        .values()
        .flat_map(|k| {
            k.own.iter().map(|id| Key {
                a: id.to_string(),
                b: (),
            })
        })
        .collect();
    let mut chats: Vec<Chat> = Vec::new();
    if !customers.is_empty() {
        let rows: Vec<ChatRow> = on_tx!(tx, |c| sqlx::query_as(CHATS)
            .bind(batch(&customers))
            .fetch_all(c)
            .await?);
        chats = rows::all(rows)?;
    }
    let mut messages: Vec<MessageRow> = Vec::new();
    if !mids.is_empty() {
        messages = on_tx!(tx, |c| sqlx::query_as(BY_MID)
            .bind(batch(&mids))
            .fetch_all(c)
            .await?);
    }
    if !own.is_empty() {
        messages.extend(on_tx!(tx, |c| sqlx::query_as::<_, MessageRow>(BY_ID)
            .bind(batch(&own))
            .fetch_all(c)
            .await?));
    }
    // A receipt may name a message without naming its customer: its chat is touched all the same.
    let known: BTreeSet<String> = chats.iter().map(|c| c.id.to_string()).collect();
    let more: BTreeSet<String> = messages
        .iter()
        .filter_map(|m| m.chat_id.clone())
        .filter(|id| !known.contains(id))
        .collect();
    if !more.is_empty() {
        chats.extend(chats_by_id(tx, more.iter().map(String::as_str)).await?);
    }
    let open = open_rows(tx, chats.iter().map(|c| c.id)).await?;
    let mut seen = BTreeSet::new();
    let messages = rows::all::<_, Message>(messages)?
        .into_iter()
        .chain(open)
        .filter(|m| seen.insert(m.id))
        .collect();
    Ok((chats, messages))
}

pub(crate) async fn chats_by_id(tx: &mut Tx, ids: impl Iterator<Item = &str>) -> Result<Vec<Chat>> {
    let keys: Vec<_> = ids.map(|id| Key { a: id, b: () }).collect();
    let rows: Vec<ChatRow> = on_tx!(tx, |c| sqlx::query_as(CHATS_BY_ID)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    rows::all(rows)
}

/// A chat as it stands while its account is locked for this transaction: what is decided by it stays true until the
/// commit.
pub(crate) async fn locked_chat(tx: &mut Tx, chat: ChatId) -> Result<Option<Chat>> {
    let id = chat.to_string();
    let Some(found) = chats_by_id(tx, [id.as_str()].into_iter()).await?.pop() else {
        return Ok(None);
    };
    lock_accounts(tx, &[found.account]).await?;
    // Once more under the lock: another node may have changed it in between.
    Ok(chats_by_id(tx, [id.as_str()].into_iter()).await?.pop())
}

pub(crate) async fn messages_by_id(tx: &mut Tx, ids: &[MessageId]) -> Result<Vec<Message>> {
    let keys: Vec<_> = ids
        .iter()
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    let rows: Vec<MessageRow> = on_tx!(tx, |c| sqlx::query_as(BY_ID)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    rows::all(rows)
}

pub(crate) async fn message_by_mid(
    tx: &mut Tx,
    account: AccountId,
    mid: &str,
) -> Result<Option<Message>> {
    let keys = [Key {
        a: account.to_string(),
        b: mid,
    }];
    let row: Option<MessageRow> = on_tx!(tx, |c| sqlx::query_as(BY_MID)
        .bind(batch(&keys))
        .fetch_optional(c)
        .await?);
    row.map(Message::try_from).transpose()
}

/// The sends of these chats whose outcome is not known, and the echoes that wait for them.
pub(crate) async fn open_rows(
    tx: &mut Tx,
    chats: impl Iterator<Item = ChatId>,
) -> Result<Vec<Message>> {
    let keys: Vec<_> = chats
        .map(|id| Key {
            a: id.to_string(),
            b: (),
        })
        .collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<MessageRow> = on_tx!(tx, |c| sqlx::query_as(OPEN)
        .bind(batch(&keys))
        .fetch_all(c)
        .await?);
    rows::all(rows)
}
