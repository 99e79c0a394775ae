//! The rows of a batch while it is folded.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::Platform;
use crate::chat::{Chat, ChatState};
use crate::clock::Ids;
use crate::comment::{Comment, Mention, MentionKey};
use crate::ids::{AccountId, ChatId, CustomerId, ExternalId, MediaId, MessageId, Mid};
use crate::inbound::Meaning;
use crate::insights::Snapshot;
use crate::media::{Wanted, wanted};
use crate::message::{Direction, Message, Presence};
use crate::outbox::DeliveryStatus;
use crate::policy::PolicyNotice;
use crate::time::Timestamp;

use super::apply::Applied;
use super::public::Public;
use super::stories::Stories;
use super::{Item, ItemOutcome};
use crate::delivery::Outcome;

/// What the fold needs to know of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountFacts {
    /// Our id.
    pub id: AccountId,
    /// Where.
    pub platform: Platform,
    /// Meta's id.
    pub external: ExternalId,
    /// Handle, or the Page's name: whom a comment with `@` means.
    pub username: String,
    /// Whether it is connected now; deliveries of others are parked.
    pub connected: bool,
    /// The last that Meta said of its behaviour.
    pub policy: Option<PolicyNotice>,
}

/// A row that changed, and how it was before.
#[derive(Clone, Debug, PartialEq)]
pub struct Touched {
    /// The row as it is to be written.
    pub message: Message,
    /// `None`: the row is new.
    pub before: Option<Before>,
}

/// What a screen knew of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    /// Whether it was shown.
    pub presence: Presence,
    /// What it showed of its way.
    pub status: DeliveryStatus,
    /// It had a mid that it gives up now: another row may take that one in the same batch.
    pub mid_moves: bool,
}

impl Touched {
    /// The bubble appears now.
    #[must_use]
    pub fn appears(&self) -> bool {
        self.message.presence == Presence::Shown
            && self.before.is_none_or(|b| b.presence != Presence::Shown)
    }

    /// The bubble was there and its status changed.
    #[must_use]
    pub fn status_changed(&self) -> bool {
        self.before
            .is_some_and(|b| b.presence == Presence::Shown && b.status != self.message.status)
    }
}

/// Work that follows from a batch, stored as jobs in the same transaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FollowUp {
    /// A message was announced without its content.
    FetchMessage(AccountId, Mid),
    /// A customer wrote for the first time.
    FetchProfile(ChatId),
    /// A customer wrote, and what is known of them was due to be asked for again at that time.
    RefreshProfile(ChatId, Timestamp),
    /// A file of a message has to be copied, or its address watched.
    KeepMedia(Wanted),
    /// The files of a message go: it was taken back, or is another's echo.
    DropMedia(MessageId),
    /// An echo proved a send of ours; its job is over.
    CompleteSend(MessageId),
    /// A comment came whose post may have changed since it was last fetched.
    FetchPost(AccountId, MediaId),
    /// A post changed.
    RefreshPost(AccountId, MediaId),
    /// A mention came, by its key.
    FetchMention(AccountId, MentionKey),
}

/// The outcome of a fold: what is to be written.
#[derive(Debug, Default)]
pub struct Folded {
    /// Chats that are new or changed, by id.
    pub chats: Vec<Chat>,
    /// Which of them are new.
    pub new_chats: BTreeSet<ChatId>,
    /// Rows that are new or changed, in a fixed order of keys.
    pub messages: Vec<Touched>,
    /// Rows that turned out to be another's echo, as they were.
    pub removed: Vec<Message>,
    /// What can be found by search in another way than before.
    pub texts: Vec<TextChange>,
    /// Work that follows.
    pub follow_ups: BTreeSet<FollowUp>,
    /// Comments that are new or changed, as they were and as they are.
    pub comments: Vec<(Option<Comment>, Comment)>,
    /// Mentions that are new or changed.
    pub mentions: Vec<Mention>,
    /// Figures of stories that have ended, new or changed.
    pub stories: Vec<Snapshot>,
    /// What Meta newly says of accounts' behaviour.
    pub policies: BTreeMap<AccountId, PolicyNotice>,
}

/// The text of a chat's row as it was shown and as it is shown now, `""` where none was or is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// Which chat.
    pub chat: ChatId,
    /// What is no longer found.
    pub before: String,
    /// What is found now.
    pub after: String,
}

/// The rows of a batch.
pub struct State<'a> {
    pub(super) ids: &'a dyn Ids,
    pub(super) accounts: BTreeMap<(Platform, ExternalId), AccountFacts>,
    pub(super) chats: BTreeMap<ChatId, Chat>,
    pub(super) chat_by_customer: BTreeMap<(AccountId, CustomerId), ChatId>,
    pub(super) messages: BTreeMap<MessageId, Message>,
    pub(super) by_mid: BTreeMap<(AccountId, Mid), MessageId>,
    pub(super) follow_ups: BTreeSet<FollowUp>,
    pub(super) removed: Vec<Message>,
    pub(super) public: Public,
    pub(super) stories: Stories,
    policies: BTreeMap<AccountId, PolicyNotice>,
    /// Nobody waits for an answer to any of this.
    history: bool,
    /// The newest arrival of the batch.
    now: Timestamp,
    original_chats: BTreeMap<ChatId, Chat>,
    original_messages: BTreeMap<MessageId, Message>,
}

impl<'a> State<'a> {
    /// From what was read. `messages` holds the rows of the batch's keys, the held echoes and the open sends of
    /// its chats.
    #[must_use]
    pub fn new(
        ids: &'a dyn Ids,
        accounts: Vec<AccountFacts>,
        chats: Vec<Chat>,
        messages: Vec<Message>,
    ) -> Self {
        let by_mid = messages
            .iter()
            .filter_map(|m| Some(((m.account, m.mid.clone()?), m.id)))
            .collect();
        let chat_by_customer = chats
            .iter()
            .map(|c| ((c.account, c.customer.clone()), c.id))
            .collect();
        let messages: BTreeMap<_, _> = messages.into_iter().map(|m| (m.id, m)).collect();
        let chats: BTreeMap<_, _> = chats.into_iter().map(|c| (c.id, c)).collect();
        Self {
            ids,
            accounts: accounts
                .into_iter()
                .map(|a| ((a.platform, a.external.clone()), a))
                .collect(),
            chat_by_customer,
            by_mid,
            follow_ups: BTreeSet::new(),
            removed: Vec::new(),
            public: Public::default(),
            stories: Stories::default(),
            policies: BTreeMap::new(),
            history: false,
            now: Timestamp::EPOCH,
            original_chats: chats.clone(),
            original_messages: messages.clone(),
            chats,
            messages,
        }
    }

    /// What comes is from before anybody here could answer: it counts as read, and the chats it makes are done with.
    #[must_use]
    pub const fn of_history(mut self) -> Self {
        self.history = true;
        self
    }

    /// A row, as it stands now.
    #[must_use]
    pub fn message(&self, id: MessageId) -> Option<&Message> {
        self.messages.get(&id)
    }

    /// Adds a row that is new.
    pub fn insert(&mut self, message: Message) {
        self.messages.insert(message.id, message);
    }

    /// Adds a row that was read after the others.
    pub fn insert_known(&mut self, message: Message) {
        if self.messages.contains_key(&message.id) {
            return;
        }
        if let Some(mid) = &message.mid {
            self.by_mid
                .insert((message.account, mid.clone()), message.id);
        }
        self.original_messages.insert(message.id, message.clone());
        self.messages.insert(message.id, message);
    }

    /// Changes a row and brings what depends on it into line.
    pub fn change(&mut self, id: MessageId, change: impl FnOnce(&mut Message)) {
        self.update(id, None, change);
    }

    /// Folds one element in and says what became of it.
    pub fn apply(&mut self, item: &Item) -> ItemOutcome {
        let element = &item.element;
        self.now = self.now.max(item.arrived);
        let mut out = ItemOutcome {
            delivery: item.delivery,
            index: element.index,
            kind: element.kind.clone(),
            outcome: Outcome::Unsupported,
            reason: None,
            account: element.account.clone(),
            chat: None,
            message: None,
        };
        match &element.meaning {
            Meaning::Deferred => {
                out.outcome = Outcome::Deferred;
                return out;
            }
            Meaning::Test => {
                out.outcome = Outcome::Test;
                return out;
            }
            Meaning::Quarantined(reason) => {
                out.outcome = Outcome::Quarantined;
                out.reason = Some(reason.clone());
                return out;
            }
            Meaning::Unknown(None) => {
                out.reason = Some("a kind that is not known".to_owned());
                return out;
            }
            Meaning::NotShown(what) => {
                out.reason = Some(what.clone());
                return out;
            }
            Meaning::Event(_)
            | Meaning::Unknown(Some(_))
            | Meaning::Comment(_)
            | Meaning::Mention(_)
            | Meaning::Post(_)
            | Meaning::StoryEnded(_)
            | Meaning::Policy(..) => {}
        }
        let Some(account) = element
            .account
            .as_ref()
            .and_then(|key| self.accounts.get(key))
            .cloned()
        else {
            out.outcome = if element.account.is_some() {
                Outcome::Parked
            } else {
                Outcome::Quarantined
            };
            out.reason = Some(match &element.account {
                Some((platform, id)) => {
                    format!("no connected {} account has the id {id}", platform.name())
                }
                None => "it does not say which account it is for".to_owned(),
            });
            return out;
        };
        if !account.connected {
            out.outcome = Outcome::Parked;
            out.reason = Some("the account is disconnected".to_owned());
            return out;
        }
        // A time in the future would keep a chat on top and its window open for ever (contract §4).
        let in_time = |at: Option<Timestamp>| at.map_or(item.arrived, |at| at.min(item.arrived));
        let applied = match &element.meaning {
            Meaning::Event(event) | Meaning::Unknown(Some(event)) => {
                self.event(&account, event, in_time(event.at), item.arrived)
            }
            Meaning::Comment(event) => Ok(self.comment(&account, event, item.arrived)),
            Meaning::Mention(event) => Ok(self.mention(&account, event, item.arrived)),
            Meaning::Post(media) => Ok(self.post(&account, media)),
            Meaning::StoryEnded(figures) => self.story(&account, figures, item.arrived),
            Meaning::Policy(at, action, reason) => Ok(self.policy(
                &account,
                PolicyNotice {
                    at: in_time(*at),
                    action: *action,
                    reason: reason.clone(),
                },
            )),
            // Answered above.
            _ => return out,
        };
        match applied {
            Ok(applied) => {
                out.chat = applied.chat;
                out.message = applied.message;
                out.outcome = match (&element.meaning, applied.changed) {
                    (Meaning::Unknown(_), _) => Outcome::Unsupported,
                    (_, true) => Outcome::Applied,
                    (_, false) => Outcome::Duplicate,
                };
            }
            Err(reason) => {
                out.outcome = Outcome::Quarantined;
                out.reason = Some(reason.to_owned());
            }
        }
        out
    }

    /// What is to be written. Rows that did not change are left out; the order is that of their keys, so that
    /// two nodes lock rows in the same order.
    #[must_use]
    pub fn finish(mut self) -> Folded {
        if self.history {
            self.put_aside();
        } else {
            self.reopen();
        }
        self.look_after_files();
        let changed = |c: &Chat| self.original_chats.get(&c.id) != Some(c);
        let new_chats = self
            .chats
            .keys()
            .filter(|id| !self.original_chats.contains_key(id))
            .copied()
            .collect();
        let messages = self.messages.values().filter_map(|m| {
            let before = self.original_messages.get(&m.id);
            (before != Some(m)).then(|| Touched {
                message: m.clone(),
                before: before.map(|b| Before {
                    presence: b.presence,
                    status: b.status,
                    mid_moves: b.mid.is_some() && b.mid != m.mid,
                }),
            })
        });
        let mut messages: Vec<_> = messages.collect();
        messages.sort_by_key(|t| (t.message.account, t.message.mid.clone(), t.message.id));
        let texts = self.texts();
        // A row that was made and taken away within the batch was never there.
        let removed = self
            .removed
            .into_iter()
            .filter(|m| self.original_messages.contains_key(&m.id))
            .collect();
        Folded {
            chats: self
                .chats
                .values()
                .filter(|c| changed(c))
                .cloned()
                .collect(),
            new_chats,
            messages,
            removed,
            texts,
            follow_ups: self.follow_ups,
            comments: self.public.changed_comments(),
            mentions: self.public.changed_mentions(),
            stories: self.stories.changed(),
            policies: self.policies,
        }
    }

    /// Takes over what Meta says of an account's behaviour, if it is newer than what is known.
    fn policy(&mut self, account: &AccountFacts, notice: PolicyNotice) -> Applied {
        let known = self.policies.get(&account.id).or(account.policy.as_ref());
        let changed = known.is_none_or(|known| notice > *known);
        if changed {
            self.policies.insert(account.id, notice);
        }
        Applied {
            changed,
            chat: None,
            message: None,
        }
    }

    /// What a search finds of the rows, where that changed.
    fn texts(&self) -> Vec<TextChange> {
        let found = |m: &Message| {
            (m.presence == Presence::Shown)
                .then(|| Some((m.chat?, m.text().to_owned())))
                .flatten()
        };
        let mut texts = Vec::new();
        let ids: BTreeSet<&MessageId> = self
            .messages
            .keys()
            .chain(self.original_messages.keys())
            .collect();
        for id in ids {
            let before = self.original_messages.get(id).and_then(found);
            let after = self.messages.get(id).and_then(found);
            if before == after {
                continue;
            }
            for (side, is_before) in [(before, true), (after, false)] {
                let Some((chat, text)) = side.filter(|(_, text)| !text.is_empty()) else {
                    continue;
                };
                let (before, after) = if is_before {
                    (text, String::new())
                } else {
                    (String::new(), text)
                };
                texts.push(TextChange {
                    chat,
                    before,
                    after,
                });
            }
        }
        texts
    }

    /// A customer whose words nobody knew when a chat was put aside puts it back on the table; how often they come does
    /// not matter.
    fn reopen(&mut self) {
        for row in self.messages.values() {
            if row.presence == Presence::Shown
                && row.direction == Direction::Inbound
                && let Some(chat) = row.chat.and_then(|id| self.chats.get_mut(&id))
            {
                let was = self.original_messages.get(&row.id).map(|m| m.presence);
                let appears = was != Some(Presence::Shown);
                chat.heard(row.at, appears);
                if let Some(due) = chat.profile_due.filter(|due| appears && *due <= self.now) {
                    self.follow_ups
                        .insert(FollowUp::RefreshProfile(chat.id, due));
                }
            }
        }
    }

    /// What is only read back later is read, and its chats are done with until the customer writes.
    fn put_aside(&mut self) {
        let originals = &self.original_messages;
        for row in self.messages.values_mut() {
            let was = originals.get(&row.id).map(|m| m.presence);
            if row.presence == Presence::Shown && was != Some(Presence::Shown) {
                row.read_here = true;
            }
        }
        let originals = &self.original_chats;
        for chat in self.chats.values_mut() {
            if !originals.contains_key(&chat.id) {
                chat.state = ChatState::Resolved;
            }
        }
    }

    /// Files that came are kept, those of messages that were taken back or turned out to be another's are not.
    fn look_after_files(&mut self) {
        for row in self.messages.values() {
            let before = self.original_messages.get(&row.id);
            if before == Some(row) {
                continue;
            }
            let wanted = wanted(row).into_iter().map(FollowUp::KeepMedia);
            self.follow_ups.extend(wanted);
            let other = before.is_some_and(|b| {
                !b.content.attachments.is_empty()
                    && b.content.attachments != row.content.attachments
            });
            let unsent = row.unsent_at.is_some() && before.is_some_and(|b| b.unsent_at.is_none());
            if other || unsent {
                self.follow_ups.insert(FollowUp::DropMedia(row.id));
            }
        }
        let removed = self.removed.iter().map(|m| FollowUp::DropMedia(m.id));
        self.follow_ups.extend(removed);
    }

    /// The chat of a customer, made if there is none.
    pub(super) fn chat(&mut self, account: &AccountFacts, customer: &CustomerId) -> ChatId {
        let key = (account.id, customer.clone());
        if let Some(id) = self.chat_by_customer.get(&key) {
            return *id;
        }
        let id = ChatId::new(self.ids.next());
        self.add_chat(Chat::new(id, account, customer));
        id
    }

    /// Adds a chat that is new, and has its customer's profile fetched.
    pub fn add_chat(&mut self, chat: Chat) {
        let key = (chat.account, chat.customer.clone());
        self.chat_by_customer.insert(key, chat.id);
        self.follow_ups.insert(FollowUp::FetchProfile(chat.id));
        self.chats.insert(chat.id, chat);
    }

    /// The row of a mid, made as a mark if there is none.
    pub(super) fn row(&mut self, account: AccountId, mid: &Mid) -> MessageId {
        if let Some(id) = self.by_mid.get(&(account, mid.clone())) {
            return *id;
        }
        let id = MessageId::new(self.ids.next());
        self.messages
            .insert(id, Message::mark(id, account, mid.clone()));
        self.by_mid.insert((account, mid.clone()), id);
        id
    }
}
