//! Chats as people work on them: lists, one chat, read marks, assignment, figures.

use std::collections::BTreeMap;

use domain::account::Platform;
use domain::chat::{Chat, ChatState};
use domain::clock::Ids;
use domain::event;
use domain::ids::{ChatId, JobId, UserId};
use domain::time::Timestamp;
use domain::user::{AgentVisibility, Role, Viewer};
use domain::window::{CLOSING, HUMAN_AGENT, STANDARD};
use domain::wire;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use crate::chat_columns;
use crate::db::{Db, Tx, plain};
use crate::error::Result;
use crate::ingest::View;
use crate::jobs::{self, JobKind, NewJob};
use crate::read::{chats_by_id, locked_chat};
use crate::rows::{self, ChatRow};
use crate::write::{shapes, summarise};
use crate::{events, tally, users};

/// A page of a list, from one of the orders that an index serves: `$1` to `$14` are the same in each.
macro_rules! list {
    ($scope:literal) => {
        concat!("SELECT ", chat_columns!(), " FROM chat c WHERE c.last_at IS NOT NULL AND (c.last_at, c.id) < ($1, $2) ", $scope, " \
        AND ($3 = '' OR c.platform = $3) \
        AND ($5 = '' OR ($5 = 'assigned' AND c.assigned_to IS NOT NULL) OR ($5 = 'unassigned' AND c.assigned_to IS NULL)) \
        AND ($6 = '' OR c.state = $6) \
        AND ($7 = 0 OR c.assigned_to = $4) \
        AND ($8 = 0 OR c.unread > 0) \
        AND ($9 = 0 OR (COALESCE(c.window_at, -1) >= $10 AND COALESCE(c.window_at, -1) < $11)) \
        AND ($12 = '' OR REPLACE(',' || SUBSTR(c.labels, 2), $12, '') <> ',' || SUBSTR(c.labels, 2)) \
        AND ($13 = '' OR LOWER(COALESCE(c.username, '')) LIKE $13 ESCAPE '!' OR LOWER(c.customer_id) LIKE $13 ESCAPE '!' \
            OR EXISTS (SELECT 1 FROM message m WHERE m.chat_id = c.id AND m.presence = 'shown' AND LOWER(m.text) LIKE $13 ESCAPE '!')) \
        ORDER BY c.last_at DESC, c.id DESC LIMIT $14")
    };
}

sql! {
    LIST = list!("");
    LIST_OF_PLATFORM = list!("AND c.platform = $3");
    LIST_OF_AGENT = list!("AND c.assigned_to = $4");
    LIST_OF_NOBODY = list!("AND c.assigned_to IS NULL");
    ONE = concat!("SELECT ", chat_columns!(), " FROM chat c WHERE c.id = $1");
    // From the few accounts, so that the key (account_id, customer_id) serves.
    BY_CUSTOMER = concat!("SELECT ", chat_columns!(), " FROM account a CROSS JOIN chat c WHERE a.platform = $1 AND c.account_id = a.id AND c.customer_id = $2 \
        ORDER BY COALESCE(c.last_at, -1) DESC, c.id DESC LIMIT 1");
    READ_ALL = "UPDATE message SET read_here = 1, unread = 0 WHERE chat_id = $1 AND unread = 1";
    ASSIGN = "UPDATE chat SET assigned_to = $2 WHERE id = $1";
    PROFILE = "UPDATE chat SET username = COALESCE($2, username), picture = COALESCE($3, picture) WHERE id = $1";
    STATS = "SELECT owner, platform, chats, messages FROM tally WHERE $1 = 1 OR owner = $2 OR ($3 = 1 AND owner = '')";
    STATS_AGENTS = "SELECT COUNT(*) FROM users WHERE role = 'agent' AND is_active = 1";
}

/// Which windows a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowFilter {
    /// Any content may be sent.
    Open,
    /// Open, and less than four hours are left.
    Closing,
    /// Only a person may answer.
    HumanAgent,
    /// Nobody may.
    Closed,
}

/// Which chats a list shows. `None` and `false` mean all.
#[derive(Clone, Debug, Default)]
pub struct ChatFilter {
    /// On this platform.
    pub platform: Option<Platform>,
    /// That somebody has, or that nobody has.
    pub assigned: Option<bool>,
    /// In this state.
    pub state: Option<ChatState>,
    /// Assigned to whoever asks.
    pub mine: bool,
    /// With unread messages.
    pub unread: bool,
    /// With this window.
    pub window: Option<WindowFilter>,
    /// With this label.
    pub label: Option<String>,
    /// Whose name, id or messages contain this.
    pub search: Option<String>,
}

/// Where a page of chats ends: the next begins after it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatCursor {
    /// Microseconds of the last chat's newest message.
    pub at: i64,
    /// The last chat.
    pub id: ChatId,
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

/// From and to (exclusive) of `window_at`, in microseconds.
fn window_range(filter: WindowFilter, view: View) -> (i64, i64) {
    let ago = |micros: i64| view.now.micros() - micros;
    let last = if view.human_agent {
        HUMAN_AGENT
    } else {
        STANDARD
    };
    match filter {
        WindowFilter::Open => (ago(STANDARD) + 1, i64::MAX),
        WindowFilter::Closing => (ago(STANDARD) + 1, ago(STANDARD - CLOSING) + 1),
        WindowFilter::HumanAgent => (ago(last) + 1, ago(STANDARD) + 1),
        WindowFilter::Closed => (-1, ago(last) + 1),
    }
}

/// The lists that together hold what `viewer` may see: of those that an index serves, the shortest.
const fn lists(viewer: &Viewer, filter: &ChatFilter) -> &'static [&'static str] {
    match (viewer.role, viewer.visibility, filter.mine) {
        (_, _, true) | (Role::Agent, AgentVisibility::Assigned, _) => &[LIST_OF_AGENT],
        (Role::Agent, AgentVisibility::Unassigned, false) => &[LIST_OF_AGENT, LIST_OF_NOBODY],
        (Role::Admin, ..) if matches!(filter.assigned, Some(false)) => &[LIST_OF_NOBODY],
        (Role::Admin, ..) if filter.platform.is_some() => &[LIST_OF_PLATFORM],
        (Role::Admin, ..) => &[LIST],
    }
}

impl Db {
    /// A page of chats that `viewer` may see, newest activity first, at most `limit`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn chats(
        &self,
        viewer: &Viewer,
        view: View,
        filter: &ChatFilter,
        after: Option<&ChatCursor>,
        limit: i64,
    ) -> Result<Vec<wire::Chat>> {
        let (before_at, before_id) =
            after.map_or((i64::MAX, String::new()), |c| (c.at, c.id.to_string()));
        let (from, to) = filter.window.map_or((0, 0), |w| window_range(w, view));
        // A whole element of the JSON array: within a string, a quote never follows a comma.
        let label = filter.label.as_deref();
        let label = label
            .map(|l| format!(",{}", serde_json::Value::from(plain(l))))
            .unwrap_or_default();
        let search = filter
            .search
            .as_deref()
            .map(str::trim)
            .filter(|q| !q.is_empty());
        // As LOWER does it: both databases leave letters beyond ASCII alone, so these are found as they are written.
        let search = search
            .map(|q| contains(&plain(q).to_ascii_lowercase()))
            .unwrap_or_default();
        let assigned = match filter.assigned {
            None => "",
            Some(true) => "assigned",
            Some(false) => "unassigned",
        };
        let mut rows: Vec<ChatRow> = Vec::new();
        for &list in lists(viewer, filter) {
            rows.extend(on_db!(self, |c| sqlx::query_as::<_, ChatRow>(list)
                .bind(before_at)
                .bind(&before_id)
                .bind(filter.platform.map_or("", Platform::as_str))
                .bind(viewer.id.to_string())
                .bind(assigned)
                .bind(filter.state.map_or("", ChatState::as_str))
                .bind(i64::from(filter.mine))
                .bind(i64::from(filter.unread))
                .bind(i64::from(filter.window.is_some()))
                .bind(from)
                .bind(to)
                .bind(&label)
                .bind(&search)
                .bind(limit)
                .fetch_all(c)
                .await?));
        }
        let mut chats: Vec<Chat> = rows::all(rows)?;
        chats.sort_by_key(|c| std::cmp::Reverse((c.summary.last_at, c.id)));
        chats.truncate(usize::try_from(limit).unwrap_or(0));
        let people = self
            .people(chats.iter().filter_map(|c| c.assigned_to))
            .await?;
        let agent = |id: Option<UserId>| id.and_then(|id| people.get(&id).cloned());
        Ok(chats
            .iter()
            .map(|c| wire::Chat::of(c, agent(c.assigned_to), view.now, view.human_agent))
            .collect())
    }

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

    /// Stores what is known of a customer; screens are told if it is new.
    ///
    /// # Errors
    /// What the database said.
    pub async fn store_profile(
        &self,
        view: View,
        chat: ChatId,
        username: Option<&str>,
        picture: Option<&str>,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let before: Vec<Chat> = locked_chat(&mut tx, chat).await?.into_iter().collect();
        on_tx!(&mut tx, |c| sqlx::query(PROFILE)
            .bind(chat.to_string())
            .bind(username.map(plain))
            .bind(picture.map(plain))
            .execute(c)
            .await?
            .rows_affected());
        let rows = chats_by_id(&mut tx, [chat.to_string().as_str()].into_iter()).await?;
        if rows != before
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

/// The cursor after the last of these chats.
#[must_use]
pub fn cursor_after(chats: &[wire::Chat]) -> Option<ChatCursor> {
    chats.last().map(|c| ChatCursor {
        at: Timestamp::micros(c.updated_at),
        id: c.id,
    })
}
