//! Messages that leave: stored together with their job, moved along by the runner's results.

use domain::account::AccountStatus;
use domain::chat::Chat;
use domain::clock::Ids;
use domain::fold::State;
use domain::ids::{ChatId, GroupId, JobId, MessageId, Mid, UserId};
use domain::message::{Content, Direction, Message, Presence, Rank};
use domain::outbox::{DeliveryStatus, SendFailure, SendState, SendStep};
use domain::template::pass;
use domain::time::Timestamp;
use domain::user::Viewer;
use domain::window::ReplyWindow;
use domain::wire;
use sqlx::FromRow;

use crate::db::{Db, Tx, plain};
use crate::error::Result;
use crate::ingest::{self, View};
use crate::jobs::{self, JobKind, NewJob};
use crate::progress::Work;
use crate::read::{locked_chat, messages_by_id};
use crate::write::{answers, write};
use crate::{chats, events, media};

sql! {
    KEY_NEW = "INSERT INTO idempotency (user_id, route, key, body_sha256, subject, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (user_id, route, key) DO NOTHING";
    KEY_GET = "SELECT body_sha256, subject FROM idempotency WHERE user_id = $1 AND route = $2 AND key = $3";
    KEY_POINT = "UPDATE idempotency SET subject = $4 WHERE user_id = $1 AND route = $2 AND key = $3";
    KEY_PRUNE = "DELETE FROM idempotency WHERE created_at < $1";
    GROUP = "SELECT id FROM message WHERE group_id = $2 AND chat_id = $1 ORDER BY id";
}

/// A key that makes a POST happen once (contract §1).
#[derive(Clone, Debug)]
pub struct IdempotencyKey {
    /// Which route, with its path parameters.
    pub route: String,
    /// What the client sent.
    pub key: String,
    /// SHA-256 of the body, hex.
    pub body_sha256: String,
}

/// A post that is to be sent: one row per part.
#[derive(Clone, Debug)]
pub struct NewSend {
    /// Where.
    pub chat: ChatId,
    /// Who wrote it.
    pub author: Viewer,
    /// Its parts in order: text first, then one per file.
    pub parts: Vec<Content>,
    /// Once only.
    pub key: Option<IdempotencyKey>,
}

/// What became of a request to send.
#[derive(Clone, Debug)]
pub enum Stored {
    /// Stored now, or before under the same key: the rows as they stand.
    Messages(Vec<wire::Message>),
    /// The chat does not exist.
    NoChat,
    /// The account is not connected.
    NoAccount,
    /// The author may not see the chat.
    Denied,
    /// The customer may not be answered now.
    WindowClosed(ReplyWindow),
    /// The key was used with another body.
    KeyMismatch,
}

/// What a person's wish to retry came to.
#[derive(Clone, Debug)]
pub enum Retried {
    /// In line again.
    Message(Box<wire::Message>),
    /// There is no such message in that chat.
    NoMessage,
    /// The author may not see the chat.
    Denied,
    /// Its state does not allow it: only what failed, or what is unknown and confirmed.
    NotAllowed(DeliveryStatus),
    /// The customer may not be answered now.
    WindowClosed(ReplyWindow),
}

/// How a try to send ended.
#[derive(Clone, Debug)]
pub enum SendResult {
    /// Meta took it, says its answer.
    Accepted(Mid),
    /// Meta took it, says the thread.
    Found {
        /// Meta's id.
        mid: Mid,
        /// Meta's time.
        at: Timestamp,
    },
    /// Try again.
    PutBack {
        /// When.
        at: Timestamp,
        /// Why, for the operator.
        why: String,
    },
    /// It will not work.
    Failed(SendFailure),
    /// The answer was lost: look again at this time.
    Lost(Timestamp),
    /// Its account is held; try again when it is not.
    AccountHeld {
        /// How the account stands now.
        status: AccountStatus,
        /// Why, for admins.
        reason: String,
        /// Until when, if that is known.
        until: Option<Timestamp>,
    },
}

#[derive(FromRow)]
struct KeyRow {
    body_sha256: String,
    subject: String,
}

#[derive(FromRow)]
pub(crate) struct IdRow {
    pub(crate) id: String,
}

/// What a key stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// Used for the first time.
    First,
    /// Used before for the same thing.
    Again,
    /// Used before for something else.
    Mismatch,
}

impl Db {
    /// Takes a key for something that a repeat must not do again.
    ///
    /// # Errors
    /// What the database said.
    pub async fn use_key(
        &self,
        user: UserId,
        key: &IdempotencyKey,
        subject: &str,
        now: Timestamp,
    ) -> Result<KeyUse> {
        let mut tx = self.write().await?;
        let kept = keep_key(&mut tx, user, key, subject, now).await?;
        tx.commit().await?;
        Ok(match kept {
            Kept::New => KeyUse::First,
            Kept::Before(before) if before == subject => KeyUse::Again,
            Kept::Before(_) | Kept::Mismatch => KeyUse::Mismatch,
        })
    }

    /// Stores a post and its jobs in one transaction, marks the chat as read, and answers with the rows. A
    /// repeated key answers with the rows as they stand and stores nothing.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn store_send(&self, ids: &dyn Ids, view: View, send: &NewSend) -> Result<Stored> {
        let mut tx = self.write().await?;
        let Some(chat) = locked_chat(&mut tx, send.chat).await? else {
            return Ok(Stored::NoChat);
        };
        if !send.author.may_see(chat.assigned_to) {
            return Ok(Stored::Denied);
        }
        let group = GroupId::new(ids.next());
        if let Some(key) = &send.key {
            match keep_key(&mut tx, send.author.id, key, &group.to_string(), view.now).await? {
                Kept::New => {}
                Kept::Mismatch => return Ok(Stored::KeyMismatch),
                Kept::Before(subject) => {
                    let rows = group_rows(&mut tx, chat.id, &subject).await?;
                    return Ok(Stored::Messages(shape(&mut tx, &chat, &rows).await?));
                }
            }
        }
        let window = chat.window(view.now, view.human_agent);
        if send.parts.iter().any(|p| pass(&window, p).is_none()) {
            return Ok(Stored::WindowClosed(window));
        }
        let line = Line {
            chat: &chat,
            is_new: false,
            group,
            author: send.author.id,
            parts: &send.parts,
        };
        let answer = put_in_line(&mut tx, ids, view, &line).await?;
        tx.commit().await?;
        Ok(Stored::Messages(answer))
    }

    /// Puts a failed send, or an unknown one that the person confirms, back in line.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn retry_send(
        &self,
        ids: &dyn Ids,
        view: View,
        author: &Viewer,
        chat: ChatId,
        message: MessageId,
        confirm_unknown: bool,
    ) -> Result<Retried> {
        let mut tx = self.write().await?;
        let Some(mut work) = Work::load(&mut tx, ids, message).await? else {
            return Ok(Retried::NoMessage);
        };
        let Some(row) = work
            .state
            .message(message)
            .filter(|m| m.chat == Some(chat))
            .cloned()
        else {
            return Ok(Retried::NoMessage);
        };
        let Some(thread) = work.before.first().cloned() else {
            return Ok(Retried::NoMessage);
        };
        if !author.may_see(thread.assigned_to) {
            return Ok(Retried::Denied);
        }
        let step = SendStep::RetryByHand { confirm_unknown };
        let Some(Ok(next)) = row.send.map(|s| s.next(step)) else {
            return Ok(Retried::NotAllowed(row.status));
        };
        let window = thread.window(view.now, view.human_agent);
        if pass(&window, &row.content).is_none() {
            return Ok(Retried::WindowClosed(window));
        }
        work.state.change(message, |m| {
            m.send = Some(next);
            m.failure = None;
            m.at = view.now;
        });
        jobs::again(
            &mut tx,
            message,
            send_job(ids, &row, &thread, view.now),
            view.now,
        )
        .await?;
        let (events, row) = work.write(&mut tx, ids, view, message).await?;
        let answer = shape(&mut tx, &thread, std::slice::from_ref(&row))
            .await?
            .pop();
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await?;
        Ok(answer.map_or(Retried::NoMessage, |m| Retried::Message(Box::new(m))))
    }

    /// Forgets keys that were used before `before`.
    ///
    /// # Errors
    /// What the database said.
    pub async fn prune_keys(&self, before: Timestamp) -> Result<u64> {
        let mut tx = self.write().await?;
        let gone = on_tx!(&mut tx, |c| sqlx::query(KEY_PRUNE)
            .bind(before.micros())
            .execute(c)
            .await?
            .rows_affected());
        tx.commit().await?;
        Ok(gone)
    }
}

/// A post on its way into the outbox.
pub(crate) struct Line<'a> {
    pub(crate) chat: &'a Chat,
    /// The chat is stored with it.
    pub(crate) is_new: bool,
    pub(crate) group: GroupId,
    pub(crate) author: UserId,
    pub(crate) parts: &'a [Content],
}

/// Stores one row and one job per part, marks the chat as read, and appends the events. Nothing may follow it in the
/// transaction.
pub(crate) async fn put_in_line(
    tx: &mut Tx,
    ids: &dyn Ids,
    view: View,
    line: &Line<'_>,
) -> Result<Vec<wire::Message>> {
    let chat = line.chat;
    let mut rows: Vec<Message> = line
        .parts
        .iter()
        .map(|part| queued(ids, line, part, view.now))
        .collect();
    for row in &mut rows {
        if let Some(upload) = row.content.upload {
            row.media = media::attach(tx, ids, upload, row, view.now).await?;
        }
    }
    let new: Vec<NewJob> = rows
        .iter()
        .map(|m| send_job(ids, m, chat, view.now))
        .collect();
    jobs::add(tx, &new, view.now).await?;
    chats::read_all(tx, chat.id).await?;
    let before = if line.is_new {
        Vec::new()
    } else {
        vec![chat.clone()]
    };
    let mut state = State::new(ids, Vec::new(), before.clone(), Vec::new());
    if line.is_new {
        state.add_chat(chat.clone());
    }
    for row in &rows {
        state.insert(row.clone());
    }
    let folded = state.finish();
    ingest::follow_up(tx, ids, view.now, &folded.follow_ups).await?;
    let events = write(tx, view, &folded, &before).await?;
    let answer = shape(tx, chat, &rows).await?;
    events::append(tx, &events, view.now).await?;
    Ok(answer)
}

fn queued(ids: &dyn Ids, line: &Line<'_>, part: &Content, now: Timestamp) -> Message {
    let chat = line.chat;
    Message {
        id: MessageId::new(ids.next()),
        account: chat.account,
        chat: Some(chat.id),
        mid: None,
        group: Some(line.group),
        presence: Presence::Shown,
        rank: Rank::Ours,
        direction: Direction::Outbound,
        at: now,
        content: part.clone(),
        media: Vec::new(),
        edit: None,
        unsent_at: None,
        reactions: Vec::new(),
        read_here: false,
        read_mark: false,
        delivered_mark: false,
        send: Some(SendState::Queued),
        status: DeliveryStatus::Queued,
        failure: None,
        sent_by: Some(line.author),
        held_until: None,
    }
}

fn send_job(ids: &dyn Ids, message: &Message, chat: &Chat, now: Timestamp) -> NewJob {
    NewJob {
        id: JobId::new(ids.next()),
        kind: JobKind::Send,
        dedupe: format!("send:{}", message.id),
        order_key: Some(chat.id.to_string()),
        account: Some(chat.account),
        subject: message.id.to_string(),
        run_at: now,
    }
}

pub(crate) async fn shape(
    tx: &mut Tx,
    chat: &Chat,
    rows: &[Message],
) -> Result<Vec<wire::Message>> {
    let answers = answers(tx, rows.iter()).await?;
    Ok(rows
        .iter()
        .map(|m| wire::Message::of(m, chat.id, chat.platform, answers.get(&m.id).copied()))
        .collect())
}

async fn group_rows(tx: &mut Tx, chat: ChatId, group: &str) -> Result<Vec<Message>> {
    let ids: Vec<IdRow> = on_tx!(tx, |c| sqlx::query_as(GROUP)
        .bind(chat.to_string())
        .bind(group)
        .fetch_all(c)
        .await?);
    let ids = ids
        .iter()
        .map(|r| crate::rows::id("message", "id", &r.id))
        .collect::<Result<Vec<_>>>()?;
    let mut rows = messages_by_id(tx, &ids).await?;
    rows.sort_by_key(|m| m.id);
    Ok(rows)
}

/// What a key was taken for.
pub(crate) enum Kept {
    /// Nothing yet: it is now.
    New,
    /// This, by the same body.
    Before(String),
    /// Another body.
    Mismatch,
}

/// Takes a key for `subject`, or says what it was taken for.
pub(crate) async fn keep_key(
    tx: &mut Tx,
    user: UserId,
    key: &IdempotencyKey,
    subject: &str,
    now: Timestamp,
) -> Result<Kept> {
    let user = user.to_string();
    let new = on_tx!(tx, |c| sqlx::query(KEY_NEW)
        .bind(&user)
        .bind(plain(&key.route))
        .bind(plain(&key.key))
        .bind(&key.body_sha256)
        .bind(subject)
        .bind(now.micros())
        .execute(c)
        .await?
        .rows_affected());
    if new > 0 {
        return Ok(Kept::New);
    }
    let row: Option<KeyRow> = on_tx!(tx, |c| sqlx::query_as(KEY_GET)
        .bind(&user)
        .bind(plain(&key.route))
        .bind(plain(&key.key))
        .fetch_optional(c)
        .await?);
    Ok(match row {
        Some(row) if row.body_sha256 == key.body_sha256 => Kept::Before(row.subject),
        Some(_) => Kept::Mismatch,
        None => Kept::New,
    })
}

/// Lets a key that was just taken stand for something that was there before.
pub(crate) async fn point_key(
    tx: &mut Tx,
    user: UserId,
    key: &IdempotencyKey,
    subject: &str,
) -> Result<()> {
    on_tx!(tx, |c| sqlx::query(KEY_POINT)
        .bind(user.to_string())
        .bind(plain(&key.route))
        .bind(plain(&key.key))
        .bind(subject)
        .execute(c)
        .await?
        .rows_affected());
    Ok(())
}
