//! Which echo belongs to which send of ours.
//!
//! Messenger gives back the metadata we sent (our row's id). Instagram gives nothing, and its echo may come
//! before the answer to the send. So: by mid; else by metadata; else, while a send to that customer is under
//! way, the echo waits; else the oldest send whose answer was lost and that says the same; else somebody wrote
//! in Meta's own app.

use crate::account::Platform;
use crate::ids::{ChatId, MessageId, Mid};
use crate::inbound::NewMessage;
use crate::message::{Content, Direction, Message, Presence, Rank};
use crate::outbox::{ECHO_HOLD, ECHO_REACH, SendState, SendStep};
use crate::time::{MINUTE, Timestamp};

use super::apply::same_content;
use super::state::{AccountFacts, FollowUp, State};

/// An echo may carry a time this much before our send and still be its: two clocks.
const CLOCK_SKEW: i64 = 2 * MINUTE;

impl State<'_> {
    pub(super) fn echo(
        &mut self,
        account: &AccountFacts,
        echo: &NewMessage,
        id: MessageId,
        chat: Option<ChatId>,
        at: Timestamp,
        arrived: Timestamp,
    ) -> Result<MessageId, &'static str> {
        let chat = chat.ok_or("the echo does not say whom it was sent to")?;
        let content = Content::from_meta(echo);
        let row = self.messages.get(&id);
        if row.is_some_and(|m| m.rank == Rank::Ours) {
            self.accept(id, None, at);
            return Ok(id);
        }
        let named = echo
            .metadata
            .as_deref()
            .and_then(|text| text.parse::<MessageId>().ok());
        let mid = row.and_then(|m| m.mid.clone());
        if let Some(own) = named.filter(|own| self.is_ours(*own, account, chat, mid.as_ref())) {
            self.accept(own, Some(id), at);
            return Ok(own);
        }
        let settled = row.is_some_and(|m| matches!(m.presence, Presence::Shown | Presence::Held));
        if account.platform == Platform::Instagram && !settled {
            if self.sending(chat) {
                self.put(
                    id,
                    Some(chat),
                    Presence::Held,
                    Rank::Meta,
                    Direction::Outbound,
                    at,
                    &content,
                );
                self.update(id, None, |m| m.held_until = Some(arrived.plus(ECHO_HOLD)));
                return Ok(id);
            }
            let lost = |s| s == SendState::Unknown;
            if let Some(own) = self.open_twin(chat, at, lost, |ours| same_content(echo, ours)) {
                self.accept(own, Some(id), at);
                return Ok(own);
            }
        }
        let presence = match row.map(|m| m.presence) {
            Some(Presence::Held) => Presence::Held,
            _ => Presence::Shown,
        };
        let until = row.and_then(|m| m.held_until);
        self.put(
            id,
            Some(chat),
            presence,
            Rank::Meta,
            Direction::Outbound,
            at,
            &content,
        );
        if presence == Presence::Held {
            self.update(id, None, |m| m.held_until = until);
        }
        Ok(id)
    }

    /// Looks again at the echoes of a chat that wait, after one of its sends was answered or time has passed.
    pub fn settle_held(&mut self, chat: ChatId, now: Timestamp) {
        let held: Vec<MessageId> = self.rows_of(chat, |m| m.presence == Presence::Held);
        for id in held {
            let Some(row) = self.messages.get(&id).cloned() else {
                continue;
            };
            let same = |ours: &Content| {
                ours.text.trim() == row.content.text.trim()
                    && ours.attachments.iter().map(|a| a.kind).eq(row
                        .content
                        .attachments
                        .iter()
                        .map(|a| a.kind))
            };
            let overdue = row.held_until.is_none_or(|until| until <= now);
            if self.sending(chat) && !overdue {
                continue;
            }
            // One that is still being sent after all this time has lost its answer too, only nobody has noticed yet.
            let open = |s: SendState| s == SendState::Unknown || (overdue && s.may_have_left());
            if let Some(own) = self.open_twin(chat, row.at, open, same) {
                self.accept(own, Some(id), row.at);
            } else {
                self.update(id, None, |m| {
                    m.presence = Presence::Shown;
                    m.held_until = None;
                });
            }
        }
    }

    /// Meta took the send `own`: said by its answer (`mid`), which is the last word on whose mid that is.
    pub fn answered(&mut self, own: MessageId, mid: &Mid, at: Timestamp) {
        let Some(row) = self.messages.get(&own) else {
            return;
        };
        let account = row.account;
        if row.send == Some(SendState::Sent) && row.mid.as_ref() == Some(mid) {
            // Its echo was here first, with Meta's own time.
            self.follow_ups.insert(FollowUp::CompleteSend(own));
            return;
        }
        self.part_from_wrong_echo(own, mid);
        let other = self.by_mid.get(&(account, mid.clone())).copied();
        match other.filter(|id| *id != own) {
            Some(id) if self.messages.get(&id).is_some_and(|m| m.rank == Rank::Ours) => {
                // A twin had been given this mid by its looks; the answer knows better.
                self.update(id, None, |m| {
                    m.mid = None;
                    m.send = Some(SendState::Unknown);
                    m.failure = Some(crate::outbox::SendFailure::unknown());
                });
                self.by_mid.remove(&(account, mid.clone()));
                self.take(own, mid, at);
            }
            Some(id) => {
                // Meta's own time, if its echo was here first.
                let echo = self.messages.get(&id).filter(|m| m.rank >= Rank::Meta);
                let at = echo.map_or(at, |m| m.at);
                self.accept(own, Some(id), at);
            }
            None => self.take(own, mid, at),
        }
    }

    /// An echo that was taken for that of `own` by its looks, and was not, is a message of its own.
    fn part_from_wrong_echo(&mut self, own: MessageId, mid: &Mid) {
        let Some(row) = self.messages.get(&own) else {
            return;
        };
        let Some(wrong) = row.mid.clone().filter(|known| known != mid) else {
            return;
        };
        let (account, chat, at, content) = (row.account, row.chat, row.at, row.content.clone());
        self.by_mid.remove(&(account, wrong.clone()));
        self.update(own, None, |m| m.mid = None);
        let id = self.row(account, &wrong);
        self.put(
            id,
            chat,
            Presence::Shown,
            Rank::Meta,
            Direction::Outbound,
            at,
            &content,
        );
    }

    fn take(&mut self, own: MessageId, mid: &Mid, at: Timestamp) {
        let Some(account) = self.messages.get(&own).map(|m| m.account) else {
            return;
        };
        self.by_mid.insert((account, mid.clone()), own);
        self.update(own, None, |m| m.mid = Some(mid.clone()));
        self.accept(own, None, at);
    }

    /// Marks a send of ours as taken by Meta; `twin` is the row that its echo or its receipts had made.
    fn accept(&mut self, own: MessageId, twin: Option<MessageId>, at: Timestamp) {
        let twin = twin.and_then(|id| self.messages.remove(&id));
        if let Some((account, mid)) = twin
            .as_ref()
            .and_then(|t| Some((t.account, t.mid.clone()?)))
        {
            self.by_mid.insert((account, mid), own);
        }
        // In one step: a receipt that the twin had covers what came before Meta's time, not before ours.
        self.update(own, None, |m| {
            if let Some(Ok(next)) = m.send.map(|s| s.next(SendStep::Accepted)) {
                m.send = Some(next);
                m.failure = None;
                m.at = at;
            }
            if let Some(twin) = &twin {
                m.mid.clone_from(&twin.mid);
                m.absorb(twin);
            }
        });
        self.removed.extend(twin);
        self.follow_ups.insert(FollowUp::CompleteSend(own));
    }

    /// Whether `id` is a send of ours to this chat that has no other mid: one that was sent twice on a person's word has
    /// two echoes with the same metadata, and the second is a message of its own.
    fn is_ours(
        &self,
        id: MessageId,
        account: &AccountFacts,
        chat: ChatId,
        mid: Option<&Mid>,
    ) -> bool {
        self.messages.get(&id).is_some_and(|m| {
            m.rank == Rank::Ours
                && m.account == account.id
                && m.chat == Some(chat)
                && (m.mid.is_none() || m.mid.as_ref() == mid)
        })
    }

    fn sending(&self, chat: ChatId) -> bool {
        self.messages
            .values()
            .any(|m| m.chat == Some(chat) && m.send == Some(SendState::Sending) && m.mid.is_none())
    }

    /// The oldest send of the chat without a mid, in a state that is `open`, that `same` recognises and that was written
    /// shortly before `at`.
    fn open_twin(
        &self,
        chat: ChatId,
        at: Timestamp,
        open: impl Fn(SendState) -> bool,
        same: impl Fn(&Content) -> bool,
    ) -> Option<MessageId> {
        let open = |m: &&Message| {
            m.chat == Some(chat)
                && m.send.is_some_and(&open)
                && m.mid.is_none()
                && at.plus(CLOCK_SKEW) >= m.at
                && at.since(m.at) <= ECHO_REACH + CLOCK_SKEW
                && same(&m.content)
        };
        self.messages
            .values()
            .filter(open)
            .min_by_key(|m| (m.at, m.id))
            .map(|m| m.id)
    }

    fn rows_of(&self, chat: ChatId, wanted: impl Fn(&Message) -> bool) -> Vec<MessageId> {
        let mut rows: Vec<_> = self
            .messages
            .values()
            .filter(|m| m.chat == Some(chat) && wanted(m))
            .collect();
        rows.sort_by_key(|m| (m.at, m.id));
        rows.into_iter().map(|m| m.id).collect()
    }
}
