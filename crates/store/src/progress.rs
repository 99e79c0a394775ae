//! How sends move along: taken up, ended, matched with their echoes.

use std::collections::BTreeSet;

use domain::chat::Chat;
use domain::clock::Ids;
use domain::event::NewEvent;
use domain::fold::{FollowUp, State};
use domain::ids::{ChatId, MessageId, Mid};
use domain::message::Message;
use domain::meta_error::Reason;
use domain::outbox::{SendFailure, SendState, SendStep};
use domain::time::Timestamp;

use crate::accounts;
use crate::db::{Db, Tx, lock_accounts};
use crate::error::Result;
use crate::events;
use crate::ingest::{self, View};
use crate::jobs::{self, ClaimedJob, JobEnd};
use crate::read::{chats_by_id, locked_chat, message_by_mid, messages_by_id, open_rows};
use crate::sends::{IdRow, SendResult};
use crate::write::write;

sql! {
    LATER_PARTS = "SELECT id FROM message WHERE group_id = $2 AND chat_id = $1 AND send = 'queued' AND id > $3 ORDER BY id";
    OVERDUE = "SELECT DISTINCT chat_id FROM message WHERE presence = 'held' AND held_until <= $1 LIMIT 200";
}

/// Between the parts of a post that share their time of writing: more than an echo's time differs from the answer's.
const PART_GAP: i64 = 5_000;

/// A chat with everything of it that a send can touch, folded and written in one step.
pub(crate) struct Work<'a> {
    pub(crate) state: State<'a>,
    pub(crate) before: Vec<Chat>,
}

impl Db {
    /// Takes a send up: `queued` becomes `sending`, durably, before anything leaves. Returns the row and its chat as
    /// they were; a row in another state is returned untouched. `None` if there is no such message, or if the job has
    /// another holder by now and nothing may leave.
    ///
    /// # Errors
    /// What the database said.
    pub async fn start_send(
        &self,
        ids: &dyn Ids,
        view: View,
        job: &ClaimedJob,
        message: MessageId,
    ) -> Result<Option<(Message, Chat)>> {
        let mut tx = self.write().await?;
        let Some(mut work) = Work::load(&mut tx, ids, message).await? else {
            return Ok(None);
        };
        if !jobs::hold(&mut tx, job, view.now).await? {
            return Ok(None);
        }
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
            SendResult::Accepted(_) | SendResult::Found { .. } => JobEnd::Done,
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
        // An answer does not say Meta's time, and a receipt that covers the message must not miss it: until the echo tells,
        // it is as old as the try.
        let taken = match result {
            SendResult::Accepted(mid) => Some((mid, job.claimed_at)),
            SendResult::Found { mid, at } => Some((mid, *at)),
            _ => None,
        };
        if let Some((mid, at)) = taken {
            if let Some(other) = work.row_of(&mut tx, message, mid).await? {
                work.know_chat(&mut tx, &other).await?;
                work.state.insert_known(other);
            }
            work.state.answered(message, mid, at);
            work.keep_order(&mut tx, message).await?;
        } else if ours && !settled {
            extra = hold_account(&mut tx, &work, message, result, job.claimed_at).await?;
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
            let id: ChatId = crate::rows::id("message", "chat_id", chat)?;
            let Some(chat) = locked_chat(&mut tx, id).await? else {
                continue;
            };
            let open = open_rows(&mut tx, [chat.id].into_iter()).await?;
            let mut state = State::new(ids, Vec::new(), vec![chat.clone()], open);
            state.settle_held(chat.id, view.now);
            let folded = state.finish();
            ingest::follow_up(&mut tx, ids, view.now, &folded.follow_ups).await?;
            let events = write(&mut tx, view, &folded, std::slice::from_ref(&chat)).await?;
            events::append(&mut tx, &events, view.now).await?;
            tx.commit().await?;
        }
        Ok(overdue.len())
    }
}

impl<'a> Work<'a> {
    /// Reads a message, its chat, and the chat's open sends and held echoes, under the account's lock.
    pub(crate) async fn load(
        tx: &mut Tx,
        ids: &'a dyn Ids,
        message: MessageId,
    ) -> Result<Option<Self>> {
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
        let found = message_by_mid(tx, account, mid.as_str()).await?;
        Ok(found.filter(|m| m.id != message))
    }

    /// Meta's id stands in another chat's row: that chat changes too.
    async fn know_chat(&mut self, tx: &mut Tx, other: &Message) -> Result<()> {
        let known = |id: &ChatId| self.before.iter().any(|c| c.id == *id);
        if let Some(chat) = other.chat.filter(|id| !known(id)) {
            self.before
                .extend(chats_by_id(tx, [chat.to_string().as_str()].into_iter()).await?);
        }
        Ok(())
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
            SendResult::Accepted(_) | SendResult::Found { .. } => (SendStep::Accepted, None),
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

    /// A part that was taken stands at Meta's time; those that are still to come stand after it.
    async fn keep_order(&mut self, tx: &mut Tx, message: MessageId) -> Result<()> {
        let Some(at) = self.state.message(message).map(|m| m.at) else {
            return Ok(());
        };
        for part in self.later_parts(tx, message).await? {
            self.state
                .change(part, |m| m.at = m.at.max(at.plus(PART_GAP)));
        }
        Ok(())
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

    pub(crate) async fn write(
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
        let events = write(tx, view, &folded, &self.before).await?;
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
    since: Timestamp,
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
    let told = accounts::hold(tx, account, *status, reason, *until, since).await?;
    Ok(told.into_iter().collect())
}
