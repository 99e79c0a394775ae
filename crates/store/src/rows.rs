//! Rows as they are stored, and how they become the domain's types. Stored words that cannot be read are a named
//! inconsistency, never a panic and never a silent default.

use std::str::FromStr;

use domain::account::Platform;
use domain::chat::{Chat, ChatState, Summary};
use domain::ids::{AccountId, ChatId, CustomerId, ExternalId, MessageId, Mid, UserId};
use domain::message::{Direction, Message, Presence, Rank};
use domain::outbox::{DeliveryStatus, SendState};
use domain::time::Timestamp;
use domain::user::Role;
use domain::wire;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::FromRow;

use crate::error::{Result, inconsistent};

/// Reads one of our ids.
pub(crate) fn id<T: FromStr>(table: &'static str, column: &'static str, text: &str) -> Result<T> {
    text.parse().map_err(|_| inconsistent(table, column, text))
}

pub(crate) fn ids<T: FromStr>(
    table: &'static str,
    column: &'static str,
    text: Option<&str>,
) -> Result<Option<T>> {
    text.map(|t| id(table, column, t)).transpose()
}

/// Reads a word of an enum through its serde form.
fn word<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    key: &str,
    text: &str,
) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(text.to_owned()))
        .map_err(|_| inconsistent(table, column, key))
}

/// Reads stored JSON.
pub(crate) fn json<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    key: &str,
    text: &str,
) -> Result<T> {
    serde_json::from_str(text).map_err(|_| inconsistent(table, column, key))
}

/// The stored form of an enum or a structure.
fn words<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(other) => crate::db::json(&other).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

/// Microseconds of an optional time.
pub(crate) fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::micros)
}

/// An optional time from stored microseconds.
pub(crate) fn time(at: Option<i64>) -> Option<Timestamp> {
    at.map(Timestamp::from_micros)
}

/// The columns of `MessageRow` of the table `message`, called `m`.
#[macro_export]
macro_rules! message_columns {
    () => {
        "m.id, m.account_id, m.chat_id, m.mid, m.group_id, m.presence, m.rank, m.direction, m.at, m.content, m.media, m.edit, \
         m.unsent_at, m.reactions, m.read_here, m.read_mark, m.delivered_mark, m.send, m.status, m.failure, m.sent_by, m.held_until"
    };
}

/// A row of `message`, as read.
#[derive(FromRow)]
pub(crate) struct MessageRow {
    pub(crate) id: String,
    account_id: String,
    pub(crate) chat_id: Option<String>,
    mid: Option<String>,
    group_id: Option<String>,
    presence: String,
    rank: String,
    direction: String,
    at: i64,
    content: String,
    media: String,
    edit: Option<String>,
    unsent_at: Option<i64>,
    reactions: String,
    read_here: i64,
    read_mark: i64,
    delivered_mark: i64,
    send: Option<String>,
    status: String,
    failure: Option<String>,
    sent_by: Option<String>,
    held_until: Option<i64>,
}

impl TryFrom<MessageRow> for Message {
    type Error = crate::error::StoreError;

    fn try_from(r: MessageRow) -> Result<Self> {
        const T: &str = "message";
        let key = r.id.as_str();
        let send =
            |text: String| SendState::parse(&text).ok_or_else(|| inconsistent(T, "send", key));
        Ok(Self {
            id: id(T, "id", key)?,
            account: id(T, "account_id", &r.account_id)?,
            chat: ids(T, "chat_id", r.chat_id.as_deref())?,
            mid: r.mid.map(Mid::new),
            group: ids(T, "group_id", r.group_id.as_deref())?,
            presence: word::<Presence>(T, "presence", key, &r.presence)?,
            rank: word::<Rank>(T, "rank", key, &r.rank)?,
            direction: word::<Direction>(T, "direction", key, &r.direction)?,
            at: Timestamp::from_micros(r.at),
            content: json(T, "content", key, &r.content)?,
            media: json(T, "media", key, &r.media)?,
            edit: r
                .edit
                .as_deref()
                .map(|t| json(T, "edit", key, t))
                .transpose()?,
            unsent_at: time(r.unsent_at),
            reactions: json(T, "reactions", key, &r.reactions)?,
            read_here: r.read_here != 0,
            read_mark: r.read_mark != 0,
            delivered_mark: r.delivered_mark != 0,
            send: r.send.map(send).transpose()?,
            status: word::<DeliveryStatus>(T, "status", key, &r.status)?,
            failure: r
                .failure
                .as_deref()
                .map(|t| json(T, "failure", key, t))
                .transpose()?,
            sent_by: ids(T, "sent_by", r.sent_by.as_deref())?,
            held_until: time(r.held_until),
        })
    }
}

/// A row of `message`, as written in a batch.
#[derive(Serialize)]
pub(crate) struct MessageOut {
    id: String,
    account_id: String,
    chat_id: Option<String>,
    mid: Option<String>,
    group_id: Option<String>,
    presence: String,
    rank: String,
    direction: String,
    at: i64,
    ord: String,
    content: String,
    media: String,
    text: String,
    preview: String,
    reply_mid: Option<String>,
    edit: Option<String>,
    unsent_at: Option<i64>,
    reactions: String,
    unread: i64,
    open: i64,
    read_here: i64,
    read_mark: i64,
    delivered_mark: i64,
    send: Option<String>,
    status: String,
    failure: Option<String>,
    sent_by: Option<String>,
    held_until: Option<i64>,
    refers: i64,
}

impl From<&Message> for MessageOut {
    fn from(m: &Message) -> Self {
        Self {
            id: m.id.to_string(),
            account_id: m.account.to_string(),
            chat_id: m.chat.map(|c| c.to_string()),
            mid: m.mid.as_ref().map(|mid| mid.as_str().to_owned()),
            group_id: m.group.map(|g| g.to_string()),
            presence: words(&m.presence),
            rank: words(&m.rank),
            direction: words(&m.direction),
            at: m.at.micros(),
            ord: m
                .mid
                .as_ref()
                .map_or_else(|| m.id.to_string(), |mid| mid.as_str().to_owned()),
            content: words(&m.content),
            media: words(&m.media),
            text: m.text().to_owned(),
            preview: m.preview(),
            reply_mid: m
                .content
                .reply_mid
                .as_ref()
                .map(|mid| mid.as_str().to_owned()),
            edit: m.edit.as_ref().map(words),
            unsent_at: micros(m.unsent_at),
            reactions: words(&m.reactions),
            unread: i64::from(m.is_unread()),
            open: i64::from(
                m.presence == Presence::Held || m.send.is_some_and(SendState::may_have_left),
            ),
            read_here: i64::from(m.read_here),
            read_mark: i64::from(m.read_mark),
            delivered_mark: i64::from(m.delivered_mark),
            send: m.send.map(|s| s.as_str().to_owned()),
            status: m.status.as_str().to_owned(),
            failure: m.failure.as_ref().map(words),
            sent_by: m.sent_by.map(|u| u.to_string()),
            held_until: micros(m.held_until),
            refers: i64::from(m.content.context.is_some()),
        }
    }
}

/// The columns of `ChatRow` of the table `chat`, called `c`.
#[macro_export]
macro_rules! chat_columns {
    () => {
        "c.id, c.account_id, c.external_id, c.platform, c.customer_id, c.username, c.picture_id, c.profile_due, c.assigned_to, c.state, c.state_at, c.snoozed_until, c.labels, \
         c.window_at, c.read_mark, c.delivered_mark, c.ours_mark, c.elsewhere_mark, c.begun_here, c.first_at, c.last_message, c.last_at, c.last_incoming_at, c.last_outgoing_at, c.unread"
    };
}

/// A row of `chat`, as read.
#[derive(FromRow)]
pub(crate) struct ChatRow {
    pub(crate) id: String,
    account_id: String,
    external_id: String,
    platform: String,
    customer_id: String,
    username: Option<String>,
    picture_id: Option<String>,
    profile_due: Option<i64>,
    assigned_to: Option<String>,
    state: String,
    state_at: Option<i64>,
    snoozed_until: Option<i64>,
    labels: String,
    window_at: Option<i64>,
    read_mark: Option<i64>,
    delivered_mark: Option<i64>,
    ours_mark: Option<i64>,
    elsewhere_mark: Option<i64>,
    begun_here: i64,
    first_at: Option<i64>,
    last_message: String,
    last_at: Option<i64>,
    last_incoming_at: Option<i64>,
    last_outgoing_at: Option<i64>,
    unread: i64,
}

impl TryFrom<ChatRow> for Chat {
    type Error = crate::error::StoreError;

    fn try_from(r: ChatRow) -> Result<Self> {
        const T: &str = "chat";
        let key = r.id.as_str();
        Ok(Self {
            id: id::<ChatId>(T, "id", key)?,
            account: id::<AccountId>(T, "account_id", &r.account_id)?,
            external: ExternalId::new(r.external_id),
            platform: Platform::parse(&r.platform)
                .ok_or_else(|| inconsistent(T, "platform", key))?,
            customer: CustomerId::new(r.customer_id),
            username: r.username,
            picture: ids(T, "picture_id", r.picture_id.as_deref())?,
            profile_due: time(r.profile_due),
            assigned_to: ids::<UserId>(T, "assigned_to", r.assigned_to.as_deref())?,
            state: ChatState::parse(&r.state).ok_or_else(|| inconsistent(T, "state", key))?,
            state_at: time(r.state_at),
            snoozed_until: time(r.snoozed_until),
            labels: json(T, "labels", key, &r.labels)?,
            window_at: time(r.window_at),
            read_mark: time(r.read_mark),
            delivered_mark: time(r.delivered_mark),
            ours_mark: time(r.ours_mark),
            elsewhere_mark: time(r.elsewhere_mark),
            begun_here: r.begun_here != 0,
            summary: Summary {
                first_at: time(r.first_at),
                last_message: r.last_message,
                last_at: time(r.last_at),
                last_incoming_at: time(r.last_incoming_at),
                last_outgoing_at: time(r.last_outgoing_at),
                unread: r.unread,
            },
        })
    }
}

/// A row of `chat`, as the ingest writes it: what people set (assignee, labels) is left alone.
#[derive(Serialize)]
pub(crate) struct ChatOut {
    id: String,
    account_id: String,
    external_id: String,
    platform: &'static str,
    customer_id: String,
    state: &'static str,
    window_at: Option<i64>,
    read_mark: Option<i64>,
    delivered_mark: Option<i64>,
    ours_mark: Option<i64>,
    elsewhere_mark: Option<i64>,
    begun_here: i64,
}

impl From<&Chat> for ChatOut {
    fn from(c: &Chat) -> Self {
        Self {
            id: c.id.to_string(),
            account_id: c.account.to_string(),
            external_id: c.external.as_str().to_owned(),
            platform: c.platform.as_str(),
            customer_id: c.customer.as_str().to_owned(),
            state: c.state.as_str(),
            window_at: micros(c.window_at),
            read_mark: micros(c.read_mark),
            delivered_mark: micros(c.delivered_mark),
            ours_mark: micros(c.ours_mark),
            elsewhere_mark: micros(c.elsewhere_mark),
            begun_here: i64::from(c.begun_here),
        }
    }
}

/// A row of `users`, as read.
#[derive(FromRow)]
pub(crate) struct UserRow {
    pub(crate) id: String,
    email: String,
    name: String,
    role: String,
    is_active: i64,
    created_at: i64,
}

impl TryFrom<UserRow> for wire::User {
    type Error = crate::error::StoreError;

    fn try_from(r: UserRow) -> Result<Self> {
        const T: &str = "users";
        Ok(Self {
            id: id(T, "id", &r.id)?,
            name: r.name,
            email: r.email,
            role: Role::parse(&r.role).ok_or_else(|| inconsistent(T, "role", &r.id))?,
            is_active: r.is_active != 0,
            created_at: Timestamp::from_micros(r.created_at),
        })
    }
}

/// A key of a batch, for the statements that look rows up.
#[derive(Serialize)]
pub(crate) struct Key<A: Serialize, B: Serialize> {
    pub(crate) a: A,
    pub(crate) b: B,
}

/// All rows, or the first inconsistency.
pub(crate) fn all<R, T: TryFrom<R, Error = crate::error::StoreError>>(
    rows: Vec<R>,
) -> Result<Vec<T>> {
    rows.into_iter().map(T::try_from).collect()
}

/// Reads an optional id of a message.
pub(crate) fn message_id(text: Option<&str>) -> Result<Option<MessageId>> {
    ids("message", "id", text)
}
