//! Messages to a customer who is named by Meta's id, whether there is a chat yet or not; and what became of them.

use domain::account::{AccountStatus, Platform};
use domain::chat::Chat;
use domain::clock::Ids;
use domain::fold::AccountFacts;
use domain::ids::{AccountId, ChatId, CustomerId, ExternalId, GroupId};
use domain::message::{Content, Message};
use domain::template::pass;
use domain::time::Timestamp;
use domain::user::Viewer;
use sqlx::FromRow;

use crate::db::{Db, Tx, batch, lock_accounts, plain};
use crate::error::{Result, inconsistent};
use crate::ingest::View;
use crate::read::CHATS;
use crate::rows::{self, ChatRow, Key, MessageRow, time};
use crate::sends::{IdempotencyKey, Kept, Line, Stored, keep_key, put_in_line, shape};
use crate::{chat_columns, message_columns};

sql! {
    // From the few accounts, so that the key (account_id, customer_id) serves. Connected ones first: only they can send.
    OF_CUSTOMER = concat!("SELECT ", chat_columns!(), " FROM account a CROSS JOIN chat c WHERE c.account_id = a.id AND c.customer_id = $1 \
        ORDER BY a.connected DESC, a.platform DESC, COALESCE(c.last_at, -1) DESC, c.id DESC LIMIT 1");
    ACCOUNT = "SELECT platform, external_id, username, connected FROM account WHERE id = $1";
    OF_GROUP = concat!("SELECT ", message_columns!(), " FROM message m WHERE m.group_id = $1 ORDER BY m.id");
    HOLD = "SELECT status, status_reason, paused_until FROM account WHERE id = $1 AND connected = 1";
}

/// A post to somebody who is named by Meta's id.
#[derive(Clone, Debug)]
pub struct DirectSend {
    /// By which account.
    pub account: AccountId,
    /// To whom.
    pub customer: CustomerId,
    /// Who asks for it.
    pub author: Viewer,
    /// Its parts in order: text first, then one per file.
    pub parts: Vec<Content>,
    /// Once only.
    pub key: Option<IdempotencyKey>,
}

/// A post as it stands.
#[derive(Clone, Debug)]
pub struct Group {
    /// Where it is.
    pub chat: Chat,
    /// Its parts in order.
    pub rows: Vec<Message>,
}

/// Why an account's sends do not leave now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// How it stands.
    pub status: AccountStatus,
    /// In words for admins.
    pub reason: Option<String>,
    /// Until when; none if nobody knows.
    pub until: Option<Timestamp>,
}

#[derive(FromRow)]
struct FactsRow {
    platform: String,
    external_id: String,
    username: String,
    connected: i64,
}

#[derive(FromRow)]
struct HoldRow {
    status: String,
    status_reason: Option<String>,
    paused_until: Option<i64>,
}

impl Db {
    /// The chat of a customer on either platform: with a connected account if there is one, on Instagram before
    /// Messenger, then the newest.
    ///
    /// # Errors
    /// What the database said.
    pub async fn chat_of_person(&self, customer: &CustomerId) -> Result<Option<Chat>> {
        let row: Option<ChatRow> = on_db!(self, |c| sqlx::query_as(OF_CUSTOMER)
            .bind(plain(customer.as_str()))
            .fetch_optional(c)
            .await?);
        row.map(Chat::try_from).transpose()
    }

    /// Stores a post and its jobs in one transaction, with the chat if there is none. A repeated key answers with the
    /// rows as they stand and stores nothing.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn store_direct(
        &self,
        ids: &dyn Ids,
        view: View,
        send: &DirectSend,
    ) -> Result<Stored> {
        let mut tx = self.write().await?;
        let group = GroupId::new(ids.next());
        // Before anything else is asked: a repeat is answered even if the account has gone in between.
        if let Some(key) = &send.key {
            match keep_key(&mut tx, send.author.id, key, &group.to_string(), view.now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Stored::KeyMismatch),
                Kept::Before(subject) => return repeat(&mut tx, &subject).await,
            }
        }
        lock_accounts(&mut tx, &[send.account]).await?;
        let Some(account) = facts(&mut tx, send.account).await? else {
            return Ok(Stored::NoAccount);
        };
        let found = of_customer(&mut tx, send.account, &send.customer).await?;
        let assigned_to = found.as_ref().and_then(|c| c.assigned_to);
        if !send.author.may_see(assigned_to) {
            return Ok(Stored::Denied);
        }
        let (chat, is_new) = match found {
            Some(chat) => (chat, false),
            None => {
                let id = ChatId::new(ids.next());
                let mut chat = Chat::new(id, &account, &send.customer);
                chat.begun_here = true;
                (chat, true)
            }
        };
        let window = chat.window(view.now, view.human_agent);
        if send.parts.iter().any(|p| pass(&window, p).is_none()) {
            return Ok(Stored::WindowClosed(window));
        }
        let line = Line {
            chat: &chat,
            is_new,
            group,
            author: send.author.id,
            parts: &send.parts,
        };
        let answer = put_in_line(&mut tx, ids, view, &line).await?;
        tx.commit().await?;
        Ok(Stored::Messages(answer))
    }

    /// A post as it stands now; `None` if there is no such group.
    ///
    /// # Errors
    /// What the database said.
    pub async fn group(&self, group: GroupId) -> Result<Option<Group>> {
        let rows: Vec<MessageRow> = on_db!(self, |c| sqlx::query_as(OF_GROUP)
            .bind(group.to_string())
            .fetch_all(c)
            .await?);
        let rows: Vec<Message> = rows::all(rows)?;
        let Some(chat) = rows.first().and_then(|m| m.chat) else {
            return Ok(None);
        };
        Ok(self.chat(chat).await?.map(|chat| Group { chat, rows }))
    }

    /// Why the sends of an account do not leave now; `None` if they do.
    ///
    /// # Errors
    /// What the database said.
    pub async fn hold_of(&self, account: AccountId) -> Result<Option<Hold>> {
        let row: Option<HoldRow> = on_db!(self, |c| sqlx::query_as(HOLD)
            .bind(account.to_string())
            .fetch_optional(c)
            .await?);
        let Some(row) = row else { return Ok(None) };
        let status = AccountStatus::parse(&row.status)
            .ok_or_else(|| inconsistent("account", "status", &account.to_string()))?;
        let held = status == AccountStatus::Reconnect || row.paused_until.is_some();
        Ok(held.then(|| Hold {
            status,
            reason: row.status_reason,
            until: time(row.paused_until),
        }))
    }
}

/// The rows that a repeated key stands for.
async fn repeat(tx: &mut Tx, group: &str) -> Result<Stored> {
    let rows: Vec<MessageRow> = on_tx!(tx, |c| sqlx::query_as(OF_GROUP)
        .bind(group)
        .fetch_all(c)
        .await?);
    let rows: Vec<Message> = rows::all(rows)?;
    let Some(chat) = rows.first().and_then(|m| m.chat) else {
        return Ok(Stored::NoChat);
    };
    let found = crate::read::chats_by_id(tx, [chat.to_string().as_str()].into_iter()).await?;
    match found.first() {
        Some(chat) => Ok(Stored::Messages(shape(tx, chat, &rows).await?)),
        None => Ok(Stored::NoChat),
    }
}

async fn facts(tx: &mut Tx, account: AccountId) -> Result<Option<AccountFacts>> {
    let row: Option<FactsRow> = on_tx!(tx, |c| sqlx::query_as(ACCOUNT)
        .bind(account.to_string())
        .fetch_optional(c)
        .await?);
    let Some(row) = row.filter(|r| r.connected != 0) else {
        return Ok(None);
    };
    Ok(Some(AccountFacts {
        id: account,
        platform: Platform::parse(&row.platform)
            .ok_or_else(|| inconsistent("account", "platform", &account.to_string()))?,
        external: ExternalId::new(row.external_id),
        username: row.username,
        connected: true,
        policy: None,
    }))
}

async fn of_customer(
    tx: &mut Tx,
    account: AccountId,
    customer: &CustomerId,
) -> Result<Option<Chat>> {
    let keys = [Key {
        a: account.to_string(),
        b: customer.as_str(),
    }];
    let row: Option<ChatRow> = on_tx!(tx, |c| sqlx::query_as(CHATS)
        .bind(batch(&keys))
        .fetch_optional(c)
        .await?);
    row.map(Chat::try_from).transpose()
}
