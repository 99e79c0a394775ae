//! Chats as people work on them: one chat, read marks, assignment, figures. Lists stand in [`crate::lists`].

use std::collections::BTreeMap;

use domain::account::Platform;
use domain::chat::Chat;
use domain::clock::Ids;
use domain::event;
use domain::ids::{ChatId, JobId, UserId};
use domain::user::{AgentVisibility, Role, Viewer};
use domain::wire;
use serde::Serialize;
use sqlx::FromRow;

use crate::chat_columns;
use crate::db::{Db, Tx, plain};
use crate::error::Result;
use crate::ingest::View;
use crate::jobs::{self, JobKind, NewJob};
use crate::read::{chats_by_id, locked_chat};
use crate::rows::ChatRow;
use crate::write::{shapes, summarise};
use crate::{events, search, tally, users};

pub use crate::lists::{ChatCursor, ChatFilter, cursor_after};
pub use domain::window::WindowFilter;

sql! {
    ONE = concat!("SELECT ", chat_columns!(), " FROM chat c WHERE c.id = $1");
    // From the few accounts, so that the key (account_id, customer_id) serves.
    BY_CUSTOMER = concat!("SELECT ", chat_columns!(), " FROM account a CROSS JOIN chat c WHERE a.platform = $1 AND c.account_id = a.id AND c.customer_id = $2 \
        ORDER BY COALESCE(c.last_at, -1) DESC, c.id DESC LIMIT 1");
    READ_ALL = "UPDATE message SET read_here = 1, unread = 0 WHERE chat_id = $1 AND unread = 1";
    ASSIGN = "UPDATE chat SET assigned_to = $2 WHERE id = $1";
    PROFILE = "UPDATE chat SET username = COALESCE($2, username), picture = COALESCE($3, picture), customer_name = COALESCE($4, customer_name) WHERE id = $1";
    NAME = "SELECT customer_name FROM chat WHERE id = $1";
    STATS = "SELECT owner, platform, chats, messages FROM tally WHERE $1 = 1 OR owner = $2 OR ($3 = 1 AND owner = '')";
    STATS_AGENTS = "SELECT COUNT(*) FROM users WHERE role = 'agent' AND is_active = 1";
}

/// The figures of the top bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Stats {
    /// Chats that whoever asks may see.
    pub total_chats: i64,
    /// Of these, with an agent.
    pub assigned_chats: i64,
    /// Of these, without one.
    pub unassigned_chats: i64,
    /// Messages in them.
    pub total_messages: i64,
    /// Agents that can log in.
    pub active_agents: i64,
    /// Of the chats, on Instagram.
    pub instagram_chats: i64,
    /// Of the chats, on Messenger.
    pub facebook_chats: i64,
}

#[derive(FromRow)]
struct StatsRow {
    owner: String,
    platform: String,
    chats: i64,
    messages: i64,
}

/// What became of a wish to assign.
#[derive(Clone, Debug)]
pub enum Assigned {
    /// Done.
    Chat(Box<wire::Chat>),
    /// There is no such chat.
    NoChat,
    /// There is no such active agent.
    NoAgent,
    /// Whoever asks may not.
    Denied,
}

/// Marks what is stored by now as read here; says whether anything was unread.
pub(crate) async fn read_all(tx: &mut Tx, chat: ChatId) -> Result<bool> {
    Ok(on_tx!(tx, |c| sqlx::query(READ_ALL)
        .bind(chat.to_string())
        .execute(c)
        .await?
        .rows_affected())
        > 0)
}

/// A pattern for LIKE that finds `text` anywhere, with its own wildcards taken literally.
pub(crate) fn contains(text: &str) -> String {
    let escaped = text
        .replace('!', "!!")
        .replace('%', "!%")
        .replace('_', "!_");
    format!("%{escaped}%")
}

impl Db {
    /// One chat, whoever may see it.
    ///
    /// # Errors
    /// What the database said.
    pub async fn chat(&self, chat: ChatId) -> Result<Option<Chat>> {
        let row: Option<ChatRow> = on_db!(self, |c| sqlx::query_as(ONE)
            .bind(chat.to_string())
            .fetch_optional(c)
            .await?);
        row.map(Chat::try_from).transpose()
    }

    /// The chat of a customer, the newest if several accounts know that id.
    ///
    /// # Errors
    /// What the database said.
    pub async fn chat_of_customer(
        &self,
        platform: Platform,
        customer: &str,
    ) -> Result<Option<Chat>> {
        let row: Option<ChatRow> = on_db!(self, |c| sqlx::query_as(BY_CUSTOMER)
            .bind(platform.as_str())
            .bind(plain(customer))
            .fetch_optional(c)
            .await?);
        row.map(Chat::try_from).transpose()
    }

    /// Marks everything stored by now as read, and has the platform told. `None` if there is no such chat.
    ///
    /// # Errors
    /// What the database said.
    pub async fn mark_read(
        &self,
        ids: &dyn Ids,
        view: View,
        chat: ChatId,
    ) -> Result<Option<wire::Chat>> {
        let mut tx = self.write().await?;
        let Some(row) = locked_chat(&mut tx, chat).await? else {
            return Ok(None);
        };
        if !read_all(&mut tx, chat).await? {
            return Ok(shapes(&mut tx, view, &[row]).await?.remove(&chat));
        }
        let rows = summarise(&mut tx, &BTreeMap::from([(chat, 0)])).await?;
        let shape = shapes(&mut tx, view, &rows).await?.remove(&chat);
        let newest = row.summary.last_incoming_at.unwrap_or_default();
        let job = NewJob {
            id: JobId::new(ids.next()),
            kind: JobKind::MarkSeen,
            // Once for everything that had come by then.
            dedupe: format!("mark_seen:{chat}:{}", newest.micros()),
            order_key: None,
            account: Some(row.account),
            subject: chat.to_string(),
            run_at: view.now,
        };
        jobs::add(&mut tx, &[job], view.now).await?;
        let told: Vec<_> = shape.iter().map(|c| event::chat_updated(c, None)).collect();
        events::append(&mut tx, &told, view.now).await?;
        tx.commit().await?;
        Ok(shape)
    }

    /// Gives a chat to somebody or to nobody. Both the old and the new agent are told.
    ///
    /// # Errors
    /// What the database said.
    pub async fn assign(
        &self,
        view: View,
        viewer: &Viewer,
        chat: ChatId,
        to: Option<UserId>,
    ) -> Result<Assigned> {
        let mut tx = self.write().await?;
        // Under the lock: two agents may reach for it at once, and one of them is too late.
        let Some(row) = locked_chat(&mut tx, chat).await? else {
            return Ok(Assigned::NoChat);
        };
        if !viewer.may_see(row.assigned_to) && !viewer.may_assign(row.assigned_to, to) {
            return Ok(Assigned::Denied);
        }
        if let Some(agent) = to {
            let people = users::by_ids(&mut tx, [agent].into_iter()).await?;
            if !people.get(&agent).is_some_and(|u| u.is_active) {
                return Ok(Assigned::NoAgent);
            }
        }
        if !viewer.may_assign(row.assigned_to, to) {
            return Ok(Assigned::Denied);
        }
        let to_text = to.map(|u| u.to_string());
        on_tx!(&mut tx, |c| sqlx::query(ASSIGN)
            .bind(chat.to_string())
            .bind(to_text)
            .execute(c)
            .await?
            .rows_affected());
        let rows = chats_by_id(&mut tx, [chat.to_string().as_str()].into_iter()).await?;
        let shape = shapes(&mut tx, view, &rows).await?.remove(&chat);
        let Some(shape) = shape else {
            return Ok(Assigned::NoChat);
        };
        if row.assigned_to != to {
            tally::moved(&mut tx, &row, to).await?;
            events::append(
                &mut tx,
                &[event::chat_updated(&shape, row.assigned_to)],
                view.now,
            )
            .await?;
        }
        tx.commit().await?;
        Ok(Assigned::Chat(Box::new(shape)))
    }

    /// Stores what is known of a customer: the handle or name that is shown, and the name by which they are found as
    /// well. Screens are told if it is new.
    ///
    /// # Errors
    /// What the database said.
    pub async fn store_profile(
        &self,
        view: View,
        chat: ChatId,
        username: Option<&str>,
        name: Option<&str>,
        picture: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let Some(before) = locked_chat(&mut tx, chat).await? else {
            return Ok(());
        };
        let id = chat.to_string();
        let named = |c: Option<Option<String>>| c.flatten();
        let was: Option<Option<String>> = on_tx!(&mut tx, |c| sqlx::query_scalar(NAME)
            .bind(&id)
            .fetch_optional(c)
            .await?);
        on_tx!(&mut tx, |c| sqlx::query(PROFILE)
            .bind(&id)
            .bind(username.map(plain))
            .bind(picture.map(plain))
            .bind(name.map(plain))
            .execute(c)
            .await?
            .rows_affected());
        let is: Option<Option<String>> = on_tx!(&mut tx, |c| sqlx::query_scalar(NAME)
            .bind(&id)
            .fetch_optional(c)
            .await?);
        let rows = chats_by_id(&mut tx, [id.as_str()].into_iter()).await?;
        if let Some(row) = rows.first() {
            let names = [named(was), named(is)];
            search::renamed(
                &mut tx,
                &before,
                row,
                names.each_ref().map(Option::as_deref),
            )
            .await?;
        }
        if rows.first() != Some(&before)
            && let Some(shape) = shapes(&mut tx, view, &rows).await?.remove(&chat)
            && shape.last_incoming_at.or(shape.last_outgoing_at).is_some()
        {
            events::append(&mut tx, &[event::chat_updated(&shape, None)], view.now).await?;
        }
        tx.commit().await
    }

    /// The figures of the top bar for what `viewer` may see.
    ///
    /// # Errors
    /// What the database said.
    pub async fn stats(&self, viewer: &Viewer) -> Result<Stats> {
        let admin = i64::from(viewer.role == Role::Admin);
        let unassigned = i64::from(viewer.visibility == AgentVisibility::Unassigned);
        let me = viewer.id.to_string();
        let rows: Vec<StatsRow> = on_db!(self, |c| sqlx::query_as(STATS)
            .bind(admin)
            .bind(&me)
            .bind(unassigned)
            .fetch_all(c)
            .await?);
        let active_agents: i64 = on_db!(self, |c| sqlx::query_scalar(STATS_AGENTS)
            .fetch_one(c)
            .await?);
        let chats = |wanted: &dyn Fn(&StatsRow) -> bool| {
            rows.iter().filter(|r| wanted(r)).map(|r| r.chats).sum()
        };
        Ok(Stats {
            total_chats: chats(&|_| true),
            assigned_chats: chats(&|r| !r.owner.is_empty()),
            unassigned_chats: chats(&|r| r.owner.is_empty()),
            total_messages: rows.iter().map(|r| r.messages).sum(),
            active_agents,
            instagram_chats: chats(&|r| r.platform == Platform::Instagram.as_str()),
            facebook_chats: chats(&|r| r.platform == Platform::Facebook.as_str()),
        })
    }
}
