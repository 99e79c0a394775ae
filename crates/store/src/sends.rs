//! Messages that leave: stored together with their job, moved along by the runner's results.

use std::collections::BTreeSet;

use domain::account::AccountStatus;
use domain::chat::Chat;
use domain::clock::Ids;
use domain::event::NewEvent;
use domain::fold::{FollowUp, State};
use domain::ids::{ChatId, GroupId, JobId, MessageId, Mid, UserId};
use domain::message::{Content, Direction, Message, Presence, Rank};
use domain::meta_error::Reason;
use domain::outbox::{DeliveryStatus, SendFailure, SendState, SendStep};
use domain::time::Timestamp;
use domain::user::Viewer;
use domain::window::ReplyWindow;
use domain::wire;
use sqlx::FromRow;

use crate::db::{Db, Tx, lock_accounts};
use crate::error::Result;
use crate::ingest::{self, View, answers, chats_by_id, messages_by_id, open_rows};
use crate::jobs::{self, ClaimedJob, JobEnd, JobKind, NewJob};
use crate::{chats, events};

sql! {
    KEY_NEW = "INSERT INTO idempotency (user_id, route, key, body_sha256, subject, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
        ON CONFLICT (user_id, route, key) DO NOTHING";
    KEY_GET = "SELECT body_sha256, subject FROM idempotency WHERE user_id = $1 AND route = $2 AND key = $3";
    KEY_PRUNE = "DELETE FROM idempotency WHERE created_at < $1";
    GROUP = "SELECT id FROM message WHERE chat_id = $1 AND group_id = $2 ORDER BY id";
    LATER_PARTS = "SELECT id FROM message WHERE chat_id = $1 AND group_id = $2 AND send = 'queued' AND id > $3 ORDER BY id";
    OVERDUE = "SELECT DISTINCT chat_id FROM message WHERE presence = 'held' AND held_until <= $1 LIMIT 200";
    PAUSE = "UPDATE account SET status = $2, status_reason = $3, paused_until = $4 WHERE id = $1";
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
    /// Meta took it.
    Accepted(Mid),
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
struct IdRow {
    id: String,
}

/// A chat with everything of it that a send can touch, folded and written in one step.
struct Work<'a> {
    state: State<'a>,
    before: Vec<Chat>,
}

impl Db {
    /// Stores a post and its jobs in one transaction, marks the chat as read, and answers with the rows. A
    /// repeated key answers with the rows as they stand and stores nothing.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn store_send(&self, ids: &dyn Ids, view: View, send: &NewSend) -> Result<Stored> {
        let mut tx = self.write().await?;
        let Some(chat) = chats_by_id(&mut tx, [send.chat.to_string().as_str()].into_iter())
            .await?
            .pop()
        else {
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
        lock_accounts(&mut tx, &[chat.account]).await?;
        let window = chat.window(view.now, view.human_agent);
        if !window.person_may_send() {
            return Ok(Stored::WindowClosed(window));
        }
        let rows: Vec<Message> = send
            .parts
            .iter()
            .map(|part| queued(ids, &chat, group, send, part, view.now))
            .collect();
        let new: Vec<NewJob> = rows
            .iter()
            .map(|m| send_job(ids, m, &chat, view.now))
            .collect();
        jobs::add(&mut tx, &new, view.now).await?;
        chats::read_all(&mut tx, chat.id).await?;
        let mut state = State::new(ids, Vec::new(), vec![chat.clone()], Vec::new());
        for row in &rows {
            state.insert(row.clone());
        }
        let folded = state.finish();
        let events = ingest::write(&mut tx, view, &folded, std::slice::from_ref(&chat)).await?;
        let answer = shape(&mut tx, &chat, &rows).await?;
        events::append(&mut tx, &events, view.now).await?;
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
        if !window.person_may_send() {
            return Ok(Retried::WindowClosed(window));
        }
        work.state.change(message, |m| {
            m.send = Some(next);
            m.failure = None;
            m.at = view.now;
        });
        jobs::again(&mut tx, message, view.now).await?;
        let (events, row) = work.write(&mut tx, ids, view, message).await?;
        let answer = shape(&mut tx, &thread, std::slice::from_ref(&row))
            .await?
            .pop();
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await?;
        Ok(answer.map_or(Retried::NoMessage, |m| Retried::Message(Box::new(m))))
    }

    /// Takes a send up: `queued` becomes `sending`, durably, before anything leaves. Returns the row and its chat as
    /// they are now; a row in another state is returned untouched.
    ///
    /// # Errors
    /// What the database said.
    pub async fn start_send(
        &self,
        ids: &dyn Ids,
        view: View,
        message: MessageId,
    ) -> Result<Option<(Message, Chat)>> {
        let mut tx = self.write().await?;
        let Some(mut work) = Work::load(&mut tx, ids, message).await? else {
            return Ok(None);
        };
        let Some(chat) = work.before.first().cloned() else {
            return Ok(None);
        };
        let Some(row) = work.state.message(message).cloned() else {
            return Ok(None);
        };
        let Some(Ok(next)) = row.send.map(|s| s.next(SendStep::Start)) else {
            return Ok(Some((row, chat)));
        };
        work.state.change(message, |m| m.send = Some(next));
        let (events, _) = work.write(&mut tx, ids, view, message).await?;
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await?;
        // As it was before: the caller learns from the state whether it may send.
        Ok(Some((row, chat)))
    }

    /// Stores how a try ended, in the message, in what hangs on it, and in the job. If the job has another holder by
    /// now, only what Meta's answer proves is stored.
    ///
    /// # Errors
    /// What the database said; nothing is stored then.
    pub async fn finish_send(
        &self,
        ids: &dyn Ids,
        view: View,
        job: &ClaimedJob,
        message: MessageId,
        result: &SendResult,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        let Some(mut work) = Work::load(&mut tx, ids, message).await? else {
            jobs::finish(&mut tx, job, &JobEnd::Done, view.now).await?;
            return tx.commit().await;
        };
        let state = work.state.message(message).and_then(|m| m.send);
        let settled = state == Some(SendState::Sent);
        let end = match result {
            SendResult::Accepted(_) => JobEnd::Done,
            _ if settled => JobEnd::Done,
            SendResult::PutBack { at, why } => JobEnd::Again {
                at: *at,
                why: why.clone(),
            },
            SendResult::Failed(failure) => JobEnd::Failed {
                why: failure.code.clone(),
            },
            SendResult::Lost(at) => JobEnd::Waiting { at: *at },
            SendResult::AccountHeld { reason, .. } => JobEnd::Again {
                at: view.now,
                why: reason.clone(),
            },
        };
        let ours = jobs::finish(&mut tx, job, &end, view.now).await?;
        let mut extra = Vec::new();
        let mut failed = Vec::new();
        if let SendResult::Accepted(mid) = result {
            if let Some(other) = work.row_of(&mut tx, message, mid).await? {
                work.state.insert_known(other);
            }
            work.state.answered(message, mid, view.now);
        } else if ours && !settled {
            extra = hold_account(&mut tx, &work, message, result).await?;
            failed = work.apply(&mut tx, message, result).await?;
        }
        if let Some(chat) = work.before.first().map(|c| c.id) {
            work.state.settle_held(chat, view.now);
        }
        let (mut events, _) = work.write(&mut tx, ids, view, message).await?;
        jobs::fail_sends(&mut tx, &failed, Reason::EarlierPartFailed.code(), view.now).await?;
        events.append(&mut extra);
        events::append(&mut tx, &events, view.now).await?;
        tx.commit().await
    }

    /// Shows or matches the echoes whose wait is over; says how many chats that touched.
    ///
    /// # Errors
    /// What the database said.
    pub async fn settle_overdue_echoes(&self, ids: &dyn Ids, view: View) -> Result<usize> {
        let overdue: Vec<Option<String>> = on_db!(self, |c| sqlx::query_scalar(OVERDUE)
            .bind(view.now.micros())
            .fetch_all(c)
            .await?);
        for chat in overdue.iter().flatten() {
            let mut tx = self.write().await?;
            let Some(chat) = chats_by_id(&mut tx, [chat.as_str()].into_iter())
                .await?
                .pop()
            else {
                continue;
            };
            lock_accounts(&mut tx, &[chat.account]).await?;
            let open = open_rows(&mut tx, [chat.id].into_iter()).await?;
            let mut state = State::new(ids, Vec::new(), vec![chat.clone()], open);
            state.settle_held(chat.id, view.now);
            let folded = state.finish();
            ingest::follow_up(&mut tx, ids, view.now, &folded.follow_ups).await?;
            let events = ingest::write(&mut tx, view, &folded, std::slice::from_ref(&chat)).await?;
            events::append(&mut tx, &events, view.now).await?;
            tx.commit().await?;
        }
        Ok(overdue.len())
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

impl<'a> Work<'a> {
    /// Reads a message, its chat, and the chat's open sends and held echoes, under the account's lock.
    async fn load(tx: &mut Tx, ids: &'a dyn Ids, message: MessageId) -> Result<Option<Self>> {
        let Some(found) = messages_by_id(tx, &[message]).await?.pop() else {
            return Ok(None);
        };
        lock_accounts(tx, &[found.account]).await?;
        // Once more under the lock: another node may have changed it in between.
        let mut rows = messages_by_id(tx, &[message]).await?;
        let chat = found.chat.map(|c| c.to_string());
        let before = chats_by_id(tx, chat.as_deref().into_iter()).await?;
        let open = open_rows(tx, before.iter().map(|c| c.id)).await?;
        rows.extend(open.into_iter().filter(|m| m.id != message));
        Ok(Some(Self {
            state: State::new(ids, Vec::new(), before.clone(), rows),
            before,
        }))
    }

    /// The row that Meta's id has already, if it is another one.
    async fn row_of(&self, tx: &mut Tx, message: MessageId, mid: &Mid) -> Result<Option<Message>> {
        let Some(account) = self.state.message(message).map(|m| m.account) else {
            return Ok(None);
        };
        let found = ingest::message_by_mid(tx, account, mid.as_str()).await?;
        Ok(found.filter(|m| m.id != message))
    }

    /// Moves the message along; returns the later parts that fail with it.
    async fn apply(
        &mut self,
        tx: &mut Tx,
        message: MessageId,
        result: &SendResult,
    ) -> Result<Vec<MessageId>> {
        let (step, failure) = match result {
            SendResult::PutBack { .. } | SendResult::AccountHeld { .. } => {
                (SendStep::PutBack, None)
            }
            SendResult::Failed(failure) => (SendStep::Refuse, Some(failure.clone())),
            SendResult::Lost(_) => (SendStep::LoseAnswer, Some(SendFailure::unknown())),
            SendResult::Accepted(_) => (SendStep::Accepted, None),
        };
        let mut later = Vec::new();
        if matches!(result, SendResult::Failed(_)) {
            later = self.later_parts(tx, message).await?;
        }
        self.state.change(message, |m| {
            if let Some(Ok(next)) = m.send.map(|s| s.next(step)) {
                m.send = Some(next);
                m.failure = failure;
            }
        });
        for part in &later {
            self.state.change(*part, |m| {
                if let Some(Ok(next)) = m.send.map(|s| s.next(SendStep::Refuse)) {
                    m.send = Some(next);
                    m.failure = Some(SendFailure::new(Reason::EarlierPartFailed, None));
                }
            });
        }
        Ok(later)
    }

    async fn later_parts(&mut self, tx: &mut Tx, message: MessageId) -> Result<Vec<MessageId>> {
        let Some(row) = self.state.message(message) else {
            return Ok(Vec::new());
        };
        let (Some(chat), Some(group)) = (row.chat, row.group) else {
            return Ok(Vec::new());
        };
        let ids: Vec<IdRow> = on_tx!(tx, |c| sqlx::query_as(LATER_PARTS)
            .bind(chat.to_string())
            .bind(group.to_string())
            .bind(message.to_string())
            .fetch_all(c)
            .await?);
        let ids = ids
            .iter()
            .map(|r| crate::rows::id("message", "id", &r.id))
            .collect::<Result<Vec<MessageId>>>()?;
        for part in messages_by_id(tx, &ids).await? {
            self.state.insert_known(part);
        }
        Ok(ids)
    }

    async fn write(
        self,
        tx: &mut Tx,
        ids: &dyn Ids,
        view: View,
        message: MessageId,
    ) -> Result<(Vec<NewEvent>, Message)> {
        let row = self.state.message(message).cloned();
        let mut folded = self.state.finish();
        let others: BTreeSet<FollowUp> = std::mem::take(&mut folded.follow_ups);
        // The runner finishes this message's own job itself, fenced by its attempt.
        let others = others
            .into_iter()
            .filter(|f| *f != FollowUp::CompleteSend(message))
            .collect();
        ingest::follow_up(tx, ids, view.now, &others).await?;
        let events = ingest::write(tx, view, &folded, &self.before).await?;
        let row = row.unwrap_or_else(|| {
            Message::mark(
                message,
                domain::ids::AccountId::new(uuid::Uuid::nil()),
                Mid::new(""),
            )
        });
        Ok((events, row))
    }
}

/// Notes that an account has to be reconnected or is held by Meta, and tells the admins.
async fn hold_account(
    tx: &mut Tx,
    work: &Work<'_>,
    message: MessageId,
    result: &SendResult,
) -> Result<Vec<NewEvent>> {
    let SendResult::AccountHeld {
        status,
        reason,
        until,
    } = result
    else {
        return Ok(Vec::new());
    };
    let Some(account) = work.state.message(message).map(|m| m.account) else {
        return Ok(Vec::new());
    };
    let until = until.map(Timestamp::micros);
    on_tx!(tx, |c| sqlx::query(PAUSE)
        .bind(account.to_string())
        .bind(status.as_str())
        .bind(reason)
        .bind(until)
        .execute(c)
        .await?
        .rows_affected());
    Ok(vec![domain::event::account_status(
        account,
        *status,
        Some(reason),
    )])
}

fn queued(
    ids: &dyn Ids,
    chat: &Chat,
    group: GroupId,
    send: &NewSend,
    part: &Content,
    now: Timestamp,
) -> Message {
    Message {
        id: MessageId::new(ids.next()),
        account: chat.account,
        chat: Some(chat.id),
        mid: None,
        group: Some(group),
        presence: Presence::Shown,
        rank: Rank::Ours,
        direction: Direction::Outbound,
        at: now,
        content: part.clone(),
        edit: None,
        unsent_at: None,
        reactions: Vec::new(),
        read_here: false,
        read_mark: false,
        delivered_mark: false,
        send: Some(SendState::Queued),
        status: DeliveryStatus::Queued,
        failure: None,
        sent_by: Some(send.author.id),
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

async fn shape(tx: &mut Tx, chat: &Chat, rows: &[Message]) -> Result<Vec<wire::Message>> {
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

enum Kept {
    New,
    Before(String),
    Mismatch,
}

/// Takes a key for `subject`, or says what it was taken for.
async fn keep_key(
    tx: &mut Tx,
    user: UserId,
    key: &IdempotencyKey,
    subject: &str,
    now: Timestamp,
) -> Result<Kept> {
    let user = user.to_string();
    let new = on_tx!(tx, |c| sqlx::query(KEY_NEW)
        .bind(&user)
        .bind(&key.route)
        .bind(&key.key)
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
        .bind(&key.route)
        .bind(&key.key)
        .fetch_optional(c)
        .await?);
    Ok(match row {
        Some(row) if row.body_sha256 == key.body_sha256 => Kept::Before(row.subject),
        Some(_) => Kept::Mismatch,
        None => Kept::New,
    })
}
