//! The fold on a store in memory: whatever the order, the repetition and the batches, the rows end the same.

mod converge;
mod echoes;
mod files;
mod rules;

use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::account::Platform;
use crate::chat::Chat;
use crate::clock::Manual;
use crate::ids::{AccountId, CustomerId, ExternalId, GroupId, Mid};
use crate::inbound::{
    AttachmentKind, Holder, Inbound, InboundAttachment, Meaning, NewMessage, Reaction, ReadMark,
    What,
};
use crate::message::{Content, Direction, Message, Presence, Rank};
use crate::outbox::{DeliveryStatus, ECHO_HOLD, SendState};
use crate::time::{DAY, SECOND};

const T: Timestamp = Timestamp::from_secs(1_762_785_320);
const ANNA: &str = "anna";

/// Rows in memory, read and written as the store does it: only what the keys of a batch name, and what is open.
struct Store {
    ids: Manual,
    account: AccountFacts,
    chats: BTreeMap<ChatId, Chat>,
    messages: BTreeMap<MessageId, Message>,
    follow_ups: Vec<FollowUp>,
}

impl Store {
    fn new(platform: Platform) -> Self {
        let account = AccountFacts {
            id: AccountId::new(Uuid::from_u128(7)),
            platform,
            external: ExternalId::new("shop"),
            username: "made.up_shop".to_owned(),
            connected: true,
            policy: None,
        };
        Self {
            ids: Manual::at(T),
            account,
            chats: BTreeMap::new(),
            messages: BTreeMap::new(),
            follow_ups: Vec::new(),
        }
    }

    fn item(&self, meaning: Meaning, arrived: Timestamp) -> Item {
        Item {
            delivery: DeliveryId::new(Uuid::from_u128(1)),
            arrived,
            element: Element {
                index: 0,
                account: Some((self.account.platform, self.account.external.clone())),
                kind: "message".to_owned(),
                meaning,
            },
        }
    }

    /// What a batch of these items may touch.
    fn state<'s>(&self, ids: &'s Manual, items: &[Item]) -> State<'s> {
        let mut wanted = Keys::default();
        for item in items {
            keys(&item.element.meaning, &mut wanted);
        }
        let named = |m: &&Message| {
            m.mid.as_ref().is_some_and(|mid| wanted.mids.contains(mid))
                || wanted.own.contains(&m.id)
        };
        let mut messages: BTreeMap<MessageId, Message> = self
            .messages
            .values()
            .filter(named)
            .map(|m| (m.id, m.clone()))
            .collect();
        let touched = |c: &&Chat| {
            wanted.customers.contains(&c.customer)
                || messages.values().any(|m| m.chat == Some(c.id))
        };
        let chats: Vec<Chat> = self.chats.values().filter(touched).cloned().collect();
        let open = |m: &&Message| {
            let open = m.presence == Presence::Held || m.send.is_some_and(SendState::may_have_left);
            open && chats.iter().any(|c| m.chat == Some(c.id))
        };
        messages.extend(
            self.messages
                .values()
                .filter(open)
                .map(|m| (m.id, m.clone())),
        );
        State::new(
            ids,
            vec![self.account.clone()],
            chats,
            messages.into_values().collect(),
        )
    }

    fn write(&mut self, folded: Folded) {
        for gone in &folded.removed {
            self.messages.remove(&gone.id);
        }
        let mut touched: Vec<ChatId> = folded.chats.iter().map(|c| c.id).collect();
        self.chats
            .extend(folded.chats.into_iter().map(|c| (c.id, c)));
        for t in folded.messages {
            touched.extend(t.message.chat);
            self.messages.insert(t.message.id, t.message);
        }
        // Watermarks cover every message before them, also those that the batch did not touch.
        for row in self.messages.values_mut() {
            let Some(chat) = row
                .chat
                .filter(|id| touched.contains(id))
                .map(|id| &self.chats[&id])
            else {
                continue;
            };
            let covers = |mark: Option<Timestamp>| mark.is_some_and(|m| row.at <= m);
            let (seen, there) = (covers(chat.read_mark), covers(chat.delivered_mark));
            match row.status {
                DeliveryStatus::Sent | DeliveryStatus::Delivered if seen => {
                    row.status = DeliveryStatus::Read;
                }
                DeliveryStatus::Sent if there => row.status = DeliveryStatus::Delivered,
                _ => {}
            }
        }
        let mids: Vec<&Mid> = self
            .messages
            .values()
            .filter_map(|m| m.mid.as_ref())
            .collect();
        let unique: std::collections::BTreeSet<&&Mid> = mids.iter().collect();
        assert_eq!(unique.len(), mids.len(), "one row per mid");
        self.follow_ups.extend(folded.follow_ups);
    }

    fn apply_items(&mut self, items: &[Item]) -> Vec<ItemOutcome> {
        let ids = self.ids.clone();
        let mut state = self.state(&ids, items);
        let outcomes = items.iter().map(|item| state.apply(item)).collect();
        let folded = state.finish();
        self.write(folded);
        outcomes
    }

    fn apply(&mut self, event: &Inbound) -> Outcome {
        self.apply_at(event, T.plus(DAY))
    }

    fn apply_at(&mut self, event: &Inbound, arrived: Timestamp) -> Outcome {
        let item = self.item(Meaning::Event(event.clone()), arrived);
        self.apply_items(&[item]).remove(0).outcome
    }

    /// A send of ours in some state.
    fn send(&mut self, customer: &str, text: &str, send: SendState, at: Timestamp) -> MessageId {
        self.apply(&seen(customer, ReadMark::Watermark(Timestamp::EPOCH)));
        let chat = self
            .chats
            .values()
            .find(|c| c.customer.as_str() == customer)
            .unwrap()
            .id;
        let id = MessageId::new(crate::clock::Ids::next(&self.ids));
        let mut row = Message::mark(id, self.account.id, Mid::new(""));
        row.mid = None;
        row.chat = Some(chat);
        row.group = Some(GroupId::new(Uuid::from_u128(9)));
        row.presence = Presence::Shown;
        row.rank = Rank::Ours;
        row.direction = Direction::Outbound;
        row.at = at;
        row.content = Content {
            text: text.to_owned(),
            ..Content::default()
        };
        row.send = Some(send);
        row.derive_status(None, None);
        self.messages.insert(id, row);
        id
    }

    /// Meta's answer to a send, as the runner stores it.
    fn answer(&mut self, own: MessageId, mid: &str, now: Timestamp) {
        let ids = self.ids.clone();
        let mut state = self.open_state(&ids, own);
        let mid = Mid::new(mid);
        if let Some(other) = self
            .messages
            .values()
            .find(|m| m.mid.as_ref() == Some(&mid) && m.id != own)
        {
            state.insert_known(other.clone());
        }
        state.answered(own, &mid, now);
        state.settle_held(self.messages[&own].chat.unwrap(), now);
        let folded = state.finish();
        self.write(folded);
    }

    fn lose(&mut self, own: MessageId, now: Timestamp) {
        let ids = self.ids.clone();
        let mut state = self.open_state(&ids, own);
        state.change(own, |m| m.send = Some(SendState::Unknown));
        state.settle_held(self.messages[&own].chat.unwrap(), now);
        let folded = state.finish();
        self.write(folded);
    }

    fn settle(&mut self, now: Timestamp) {
        let ids = self.ids.clone();
        for chat in self.chats.keys().copied().collect::<Vec<_>>() {
            let open = self.messages.values().filter(|m| {
                m.chat == Some(chat)
                    && (m.presence == Presence::Held
                        || m.send.is_some_and(SendState::may_have_left))
            });
            let mut state = State::new(
                &ids,
                vec![],
                vec![self.chats[&chat].clone()],
                open.cloned().collect(),
            );
            state.settle_held(chat, now);
            let folded = state.finish();
            self.write(folded);
        }
    }

    fn open_state<'s>(&self, ids: &'s Manual, own: MessageId) -> State<'s> {
        let chat = self.messages[&own].chat.unwrap();
        let open = |m: &&Message| {
            m.id == own
                || (m.chat == Some(chat)
                    && (m.presence == Presence::Held
                        || m.send.is_some_and(SendState::may_have_left)))
        };
        let rows = self.messages.values().filter(open).cloned().collect();
        State::new(ids, vec![], vec![self.chats[&chat].clone()], rows)
    }

    fn row(&self, mid: &str) -> &Message {
        self.messages
            .values()
            .find(|m| m.mid.as_ref().is_some_and(|k| k.as_str() == mid))
            .unwrap()
    }

    /// The bubbles: text and status, by time.
    fn thread(&self) -> Vec<(String, DeliveryStatus)> {
        let mut rows: Vec<&Message> = self
            .messages
            .values()
            .filter(|m| m.presence == Presence::Shown)
            .collect();
        rows.sort_by_key(|m| (m.at, m.id));
        rows.into_iter()
            .map(|m| (m.text().to_owned(), m.status))
            .collect()
    }

    /// Everything that is stored, without our ids.
    fn stored(&self) -> Vec<String> {
        let customer = |chat: Option<ChatId>| chat.map(|id| self.chats[&id].customer.clone());
        let chats = self.chats.values().map(|c| {
            format!(
                "{} {:?} {:?} {:?} {:?} {:?} {:?}",
                c.customer,
                c.state,
                c.window_at,
                c.read_mark,
                c.delivered_mark,
                c.ours_mark,
                c.elsewhere_mark
            )
        });
        let nil = MessageId::new(Uuid::nil());
        let rows = self.messages.values().map(|m| {
            format!(
                "{:?} {:?}",
                customer(m.chat),
                Message {
                    id: nil,
                    chat: None,
                    ..m.clone()
                }
            )
        });
        let mut all: Vec<String> = chats.chain(rows).collect();
        all.sort();
        all
    }
}

fn event(customer: &str, at: Timestamp, what: What) -> Inbound {
    Inbound {
        customer: Some(CustomerId::new(customer)),
        from_business: false,
        at: Some(at),
        holder: None,
        what,
    }
}

fn text(customer: &str, mid: &str, text: &str, at: Timestamp) -> Inbound {
    let message = NewMessage {
        mid: Some(Mid::new(mid)),
        text: text.to_owned(),
        ..NewMessage::default()
    };
    event(customer, at, What::Message(Box::new(message)))
}

fn echo(
    customer: &str,
    mid: &str,
    words: &str,
    at: Timestamp,
    metadata: Option<MessageId>,
) -> Inbound {
    let message = NewMessage {
        mid: Some(Mid::new(mid)),
        text: words.to_owned(),
        echo: true,
        metadata: metadata.map(|id| id.to_string()),
        ..NewMessage::default()
    };
    Inbound {
        from_business: true,
        ..event(customer, at, What::Message(Box::new(message)))
    }
}

fn seen(customer: &str, mark: ReadMark) -> Inbound {
    event(customer, T, What::Read(mark))
}
