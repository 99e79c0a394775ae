//! What each kind of event does to the rows.

use crate::chat::Chat;
use crate::ids::{AccountId, ChatId, MessageId, Mid};
use crate::inbound::{Holder, Inbound, NewMessage, ReadMark, What};
use crate::message::{Content, Direction, Edit, Message, Presence, Rank, ReactionMark};
use crate::time::Timestamp;
use crate::window;

use super::keys::row_key;
use super::state::{AccountFacts, FollowUp, State};

/// What an event did.
pub(super) struct Applied {
    pub(super) changed: bool,
    pub(super) chat: Option<ChatId>,
    pub(super) message: Option<MessageId>,
}

impl State<'_> {
    /// Applies one event at its (clamped) time.
    pub(super) fn event(
        &mut self,
        account: &AccountFacts,
        event: &Inbound,
        at: Timestamp,
        arrived: Timestamp,
    ) -> Result<Applied, &'static str> {
        // A chat is made by whatever names its customer; it is listed once something is shown in it.
        let chats = self.chats.len();
        let chat = event
            .customer
            .as_ref()
            .map(|customer| self.chat(account, customer));
        let mut changed = self.chats.len() != chats;
        let key = row_key(event);
        let row = key.as_ref().map(|mid| {
            (
                self.by_mid.contains_key(&(account.id, mid.clone())),
                self.row(account.id, mid),
            )
        });
        let before = row.map(|(existed, id)| (existed, self.messages.get(&id).cloned()));
        let message = match (&event.what, row) {
            (What::Read(mark), _) => {
                changed |= self.read(account.id, chat, mark)?;
                None
            }
            (What::Delivered { mids, watermark }, _) => {
                changed |= self.delivered(account.id, chat, mids, *watermark);
                None
            }
            (_, None) => None,
            (what, Some((_, id))) => {
                let id = self.on_row(account, event, what, id, chat, at, arrived)?;
                if let Some((existed, before)) = before {
                    changed |= !existed || before.as_ref() != self.messages.get(&id);
                }
                Some(id)
            }
        };
        if let (Some(id), true) = (chat, window::opens(account.platform, event)) {
            changed |= self.raise(id, at, |c| &mut c.window_at);
        }
        // Only of a customer who is named: one who is known by the message alone is known in some orders and not in
        // others.
        if let (Some(id), Some(holder)) = (chat, event.holder) {
            changed |= match holder {
                Holder::NoOtherApp => self.raise(id, at, |c| &mut c.ours_mark),
                Holder::AnotherApp => self.raise(id, at, |c| &mut c.elsewhere_mark),
            };
        }
        Ok(Applied {
            changed,
            chat: chat.or_else(|| self.chat_of(message)),
            message,
        })
    }

    fn chat_of(&self, message: Option<MessageId>) -> Option<ChatId> {
        message
            .and_then(|id| self.messages.get(&id))
            .and_then(|m| m.chat)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one event with everything that was found out about it"
    )]
    fn on_row(
        &mut self,
        account: &AccountFacts,
        event: &Inbound,
        what: &What,
        id: MessageId,
        chat: Option<ChatId>,
        at: Timestamp,
        arrived: Timestamp,
    ) -> Result<MessageId, &'static str> {
        match what {
            What::Message(m) if event.from_business => {
                return self.echo(account, m, id, chat, at, arrived);
            }
            What::Message(m) => {
                let chat = chat.ok_or("the message does not say who sent it")?;
                self.show(
                    id,
                    chat,
                    Rank::Meta,
                    Direction::Inbound,
                    at,
                    &Content::from_meta(m),
                );
            }
            What::Postback {
                title,
                payload,
                referral,
                ..
            } => {
                let chat = chat.ok_or("the button does not say who pressed it")?;
                let content = Content {
                    text: title
                        .clone()
                        .or_else(|| payload.clone())
                        .unwrap_or_default(),
                    payload: payload.clone(),
                    context: referral.clone(),
                    postback: true,
                    ..Content::default()
                };
                self.show(id, chat, Rank::Meta, Direction::Inbound, at, &content);
            }
            What::Unsupported(_) => {
                let chat = chat.ok_or("it does not say whose it is")?;
                let content = Content {
                    unsupported: true,
                    ..Content::default()
                };
                self.show(id, chat, Rank::Meta, Direction::Inbound, at, &content);
            }
            What::Referral(context) | What::OptedIn(context) => {
                let content = Content {
                    context: Some(context.clone()),
                    ..Content::default()
                };
                self.put(
                    id,
                    chat,
                    Presence::Fact,
                    Rank::Meta,
                    Direction::Inbound,
                    at,
                    &content,
                );
            }
            What::Edited {
                mid,
                number: 0,
                text,
            } => {
                self.announced(
                    account.id,
                    mid,
                    id,
                    chat.filter(|_| !event.from_business),
                    text.as_deref(),
                    at,
                );
            }
            What::Edited { number, text, .. } => {
                let text = text.as_deref().ok_or("the edit has no text")?;
                self.update(id, chat, |m| m.merge_edit(*number, text, at));
            }
            What::Unsent { .. } => self.update(id, chat, |m| m.merge_unsent(at)),
            What::Reacted { reaction, .. } => {
                let mark = ReactionMark {
                    business: event.from_business,
                    at,
                    reaction: reaction.clone(),
                };
                self.update(id, chat, |m| m.merge_reaction(mark));
            }
            What::Rated { reaction, .. } => {
                let mark = ReactionMark {
                    business: false,
                    at,
                    reaction: Some(reaction.clone()),
                };
                self.update(id, chat, |m| m.merge_reaction(mark));
            }
            What::Read(_) | What::Delivered { .. } | What::HandedOver => {}
        }
        Ok(id)
    }

    /// Gives a row its content and a place in the thread.
    pub(super) fn show(
        &mut self,
        id: MessageId,
        chat: ChatId,
        rank: Rank,
        direction: Direction,
        at: Timestamp,
        content: &Content,
    ) {
        self.put(
            id,
            Some(chat),
            Presence::Shown,
            rank,
            direction,
            at,
            content,
        );
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of a row")]
    pub(super) fn put(
        &mut self,
        id: MessageId,
        chat: Option<ChatId>,
        presence: Presence,
        rank: Rank,
        direction: Direction,
        at: Timestamp,
        content: &Content,
    ) {
        self.update(id, chat, |m| {
            m.merge_content(rank, direction, at, content);
            m.chat = chat.or(m.chat);
            if m.presence != Presence::Shown {
                m.presence = presence;
                m.held_until = None;
            }
        });
    }

    /// A new message that Meta announced without its content (platform notes §1.6, `num_edit: 0`). If the
    /// customer is named, the thread shows at once that something came; the content is fetched by its mid.
    fn announced(
        &mut self,
        account: AccountId,
        mid: &Mid,
        id: MessageId,
        chat: Option<ChatId>,
        text: Option<&str>,
        at: Timestamp,
    ) {
        let known = self.messages.get(&id).is_some_and(|m| m.rank >= Rank::Meta);
        if known {
            return;
        }
        self.follow_ups
            .insert(FollowUp::FetchMessage(account, mid.clone()));
        if let Some(chat) = chat {
            let content = Content {
                text: text.unwrap_or_default().to_owned(),
                unsupported: text.is_none(),
                ..Content::default()
            };
            self.show(id, chat, Rank::Announced, Direction::Inbound, at, &content);
        }
    }

    fn read(
        &mut self,
        account: AccountId,
        chat: Option<ChatId>,
        mark: &ReadMark,
    ) -> Result<bool, &'static str> {
        match mark {
            ReadMark::Watermark(at) => {
                let chat = chat.ok_or("the receipt does not say whose it is")?;
                Ok(self.raise(chat, *at, |c| &mut c.read_mark))
            }
            ReadMark::Mid(mid) => {
                let id = self.row(account, mid);
                let was = self.messages.get(&id).is_some_and(|m| m.read_mark);
                self.update(id, chat, |m| m.read_mark = true);
                Ok(!was)
            }
        }
    }

    fn delivered(
        &mut self,
        account: AccountId,
        chat: Option<ChatId>,
        mids: &[Mid],
        watermark: Option<Timestamp>,
    ) -> bool {
        let mut changed = false;
        for mid in mids {
            let id = self.row(account, mid);
            changed |= !self.messages.get(&id).is_some_and(|m| m.delivered_mark);
            self.update(id, chat, |m| m.delivered_mark = true);
        }
        if let (Some(chat), Some(at)) = (chat, watermark) {
            changed |= self.raise(chat, at, |c| &mut c.delivered_mark);
        }
        changed
    }

    /// Raises a maximum of a chat; says whether it moved.
    fn raise(
        &mut self,
        chat: ChatId,
        at: Timestamp,
        slot: impl Fn(&mut Chat) -> &mut Option<Timestamp>,
    ) -> bool {
        let Some(chat) = self.chats.get_mut(&chat) else {
            return false;
        };
        let slot = slot(chat);
        let before = *slot;
        Chat::raise(slot, at);
        *slot != before
    }

    /// Changes a row and brings what depends on it into line.
    pub(super) fn update(
        &mut self,
        id: MessageId,
        chat: Option<ChatId>,
        change: impl FnOnce(&mut Message),
    ) {
        let Some(row) = self.messages.get_mut(&id) else {
            return;
        };
        change(row);
        if row.chat.is_none() {
            row.chat = chat;
        }
        settle(row);
        // A receipt that names a message covers everything before it (§1.6), once its time is known.
        let covers = (row.read_mark && row.rank >= Rank::Meta).then_some(row.at);
        let owner = row.chat;
        if let (Some(at), Some(chat)) = (covers, owner) {
            self.raise(chat, at, |c| &mut c.read_mark);
        }
        let marks = owner
            .and_then(|c| self.chats.get(&c))
            .map(|c| (c.delivered_mark, c.read_mark));
        let (delivered, read) = marks.unwrap_or_default();
        if let Some(row) = self.messages.get_mut(&id) {
            row.derive_status(delivered, read);
        }
    }
}

/// What has been taken back is not kept: neither its words nor what was said about them.
fn settle(row: &mut Message) {
    if row.unsent_at.is_some() {
        let kept = Content {
            unsupported: row.content.unsupported,
            postback: row.content.postback,
            ..Content::default()
        };
        if row.content != kept {
            row.content = kept;
        }
        row.media.clear();
        row.edit = None::<Edit>;
        row.reactions.clear();
    }
}

/// Whether an echo shows what a send of ours says: the same text, or the same kind of file.
pub(super) fn same_content(echo: &NewMessage, ours: &Content) -> bool {
    let kinds = |list: &[crate::inbound::InboundAttachment]| {
        list.iter().map(|a| a.kind).collect::<Vec<_>>()
    };
    echo.text.trim() == ours.text.trim() && kinds(&echo.attachments) == kinds(&ours.attachments)
}
