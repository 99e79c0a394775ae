//! The frames that screens receive (contract §3), as rows of the event log.
//!
//! The payload is the frame without its number: the log gives that when it is appended.

use serde::Serialize;
use serde_json::Value;

use crate::account::Platform;
use crate::ids::{ChatId, MessageId, UserId};
use crate::message::Direction;
use crate::wire;

/// Who may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// The chat's agent, all admins, and those who may see unassigned chats.
    Chat {
        /// Which chat.
        chat: ChatId,
        /// Who had it when the event was written.
        agent: Option<UserId>,
        /// Somebody who just lost it and must learn that.
        also: Option<UserId>,
    },
    /// Everybody who is logged in.
    Everyone,
    /// Admins.
    Admins,
    /// One person.
    Person(UserId),
}

/// One row of the log, not yet numbered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// Who may see it.
    pub audience: Audience,
    /// The frame, an object that begins with `type`, without `seq`.
    pub frame: String,
}

impl NewEvent {
    pub(crate) fn of(audience: Audience, frame: &impl Serialize) -> Self {
        // Every frame is made of plain structs with text keys, which cannot fail to serialise.
        let frame =
            serde_json::to_string(frame).unwrap_or_else(|_| r#"{"type":"error"}"#.to_owned());
        Self { audience, frame }
    }
}

#[derive(Serialize)]
struct IgDm<'a> {
    r#type: &'static str,
    legacy_type: &'static str,
    direction: Direction,
    igsid: &'a str,
    text: &'a str,
    attachments: &'a [wire::Attachment],
    timestamp: i64,
    message_id: MessageId,
    page_id: &'a str,
    delivery_status: crate::outbox::DeliveryStatus,
    chat_id: ChatId,
    graph_message_id: Option<&'a str>,
    sent_by: Option<UserId>,
}

#[derive(Serialize)]
struct NewMessage<'a> {
    r#type: &'static str,
    chat_id: ChatId,
    platform: Platform,
    sender: wire::Sender,
    sender_id: Option<String>,
    message: &'a wire::Message,
}

#[derive(Serialize)]
struct MessageUpdated<'a> {
    r#type: &'static str,
    chat_id: ChatId,
    message: &'a wire::Message,
}

#[derive(Serialize)]
struct MessageRemoved {
    r#type: &'static str,
    chat_id: ChatId,
    message_id: MessageId,
}

#[derive(Serialize)]
struct ChatUpdated<'a> {
    r#type: &'static str,
    chat: &'a wire::Chat,
}

/// The audience of a chat.
#[must_use]
pub const fn audience_of(chat: &wire::Chat) -> Audience {
    Audience::Chat {
        chat: chat.id,
        agent: chat.assigned_to,
        also: None,
    }
}

/// `ig_dm`: an Instagram message was stored, or its delivery status changed. `None` on Messenger.
#[must_use]
pub fn ig_dm(chat: &wire::Chat, message: &wire::Message) -> Option<NewEvent> {
    (chat.platform == Platform::Instagram).then(|| {
        NewEvent::of(
            audience_of(chat),
            &IgDm {
                r#type: "ig_dm",
                legacy_type: "instagram_dm",
                direction: message.direction,
                igsid: chat.instagram_user_id.as_str(),
                text: &message.content,
                attachments: &message.attachments,
                timestamp: message.timestamp.secs(),
                message_id: message.id,
                page_id: chat.facebook_page_id.as_str(),
                delivery_status: message.delivery_status,
                chat_id: chat.id,
                graph_message_id: message
                    .meta_message_id
                    .as_ref()
                    .map(crate::ids::Mid::as_str),
                sent_by: message.sent_by,
            },
        )
    })
}

/// `new_message`: a bubble was added.
#[must_use]
pub fn new_message(chat: &wire::Chat, message: &wire::Message) -> NewEvent {
    let sender_id = match message.direction {
        Direction::Inbound => Some(chat.instagram_user_id.as_str().to_owned()),
        Direction::Outbound => message.sent_by.map(|u| u.to_string()),
    };
    NewEvent::of(
        audience_of(chat),
        &NewMessage {
            r#type: "new_message",
            chat_id: chat.id,
            platform: chat.platform,
            sender: message.sender,
            sender_id,
            message,
        },
    )
}

/// `message_updated`: status, edit, unsend, reaction or media of a bubble changed.
#[must_use]
pub fn message_updated(chat: &wire::Chat, message: &wire::Message) -> NewEvent {
    NewEvent::of(
        audience_of(chat),
        &MessageUpdated {
            r#type: "message_updated",
            chat_id: chat.id,
            message,
        },
    )
}

/// `message_removed`: a bubble turned out to be another's echo.
#[must_use]
pub fn message_removed(chat: &wire::Chat, message_id: MessageId) -> NewEvent {
    NewEvent::of(
        audience_of(chat),
        &MessageRemoved {
            r#type: "message_removed",
            chat_id: chat.id,
            message_id,
        },
    )
}

/// `chat_updated`: assignment, unread, state, labels or window changed. `also` is who just lost it.
#[must_use]
pub fn chat_updated(chat: &wire::Chat, also: Option<UserId>) -> NewEvent {
    let audience = Audience::Chat {
        chat: chat.id,
        agent: chat.assigned_to,
        also,
    };
    NewEvent::of(
        audience,
        &ChatUpdated {
            r#type: "chat_updated",
            chat,
        },
    )
}

#[derive(Serialize)]
struct ChatNote<'a> {
    r#type: &'static str,
    chat_id: ChatId,
    note: &'a crate::desk::Note,
}

/// `chat_note`: somebody left a private note on a chat that `agent` has.
#[must_use]
pub fn chat_note(chat_id: ChatId, agent: Option<UserId>, note: &crate::desk::Note) -> NewEvent {
    let audience = Audience::Chat {
        chat: chat_id,
        agent,
        also: None,
    };
    NewEvent::of(
        audience,
        &ChatNote {
            r#type: "chat_note",
            chat_id,
            note,
        },
    )
}

/// `account_status`: an account's health changed.
#[must_use]
pub fn account_status(
    account: crate::ids::AccountId,
    status: crate::account::AccountStatus,
    reason: Option<&str>,
) -> NewEvent {
    let frame = serde_json::json!({"type": "account_status", "account_id": account, "status": status, "reason": reason});
    NewEvent::of(Audience::Admins, &frame)
}

#[derive(Serialize)]
struct UserUpdated<'a> {
    r#type: &'static str,
    user: &'a wire::User,
}

/// `user_updated`: somebody came, or their name, address, role or activity changed.
#[must_use]
pub fn user_updated(user: &wire::User) -> NewEvent {
    let frame = UserUpdated {
        r#type: "user_updated",
        user,
    };
    NewEvent::of(Audience::Everyone, &frame)
}

/// The frame of [`logins_changed`].
pub const LOGINS_CHANGED: &str = r#"{"type":"logins_changed"}"#;

/// `logins_changed`: some of this person's logins have ended. Each node looks at once which of its sockets it concerns.
#[must_use]
pub fn logins_changed(user: UserId) -> NewEvent {
    NewEvent {
        audience: Audience::Person(user),
        frame: LOGINS_CHANGED.to_owned(),
    }
}

#[derive(Serialize)]
struct IgMarketingEvent<'a> {
    r#type: &'static str,
    event_name: &'a str,
    value: Option<serde_json::Number>,
    currency: Option<&'a str>,
    ts: i64,
    status: crate::conversion::ConversionStatus,
    id: crate::ids::ConversionId,
}

/// `ig_marketing_event`: a conversion was stored, or came a step further. It names nobody, so everyone may see it.
#[must_use]
pub fn ig_marketing_event(conversion: &crate::conversion::Conversion) -> NewEvent {
    NewEvent::of(
        Audience::Everyone,
        &IgMarketingEvent {
            r#type: "ig_marketing_event",
            event_name: &conversion.name,
            value: conversion.value.map(crate::conversion::number),
            currency: conversion.currency.as_deref(),
            ts: conversion.time.secs(),
            status: conversion.status,
            id: conversion.id,
        },
    )
}

/// Puts the number into a frame: `{"seq":7,"type":…}`; `queued` marks what came while its reader was away.
#[must_use]
pub fn numbered(seq: i64, frame: &str, queued: bool) -> String {
    let rest = frame.strip_prefix('{').unwrap_or(frame);
    let queued = if queued { "\"queued\":true," } else { "" };
    format!("{{\"seq\":{seq},{queued}{rest}")
}

/// The `type` of a frame, for tests and logs.
#[must_use]
pub fn kind(frame: &str) -> Option<String> {
    serde_json::from_str::<Value>(frame)
        .ok()?
        .get("type")?
        .as_str()
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_first() {
        assert_eq!(
            numbered(7, r#"{"type":"x"}"#, false),
            r#"{"seq":7,"type":"x"}"#
        );
        assert_eq!(
            numbered(7, r#"{"type":"x"}"#, true),
            r#"{"seq":7,"queued":true,"type":"x"}"#
        );
    }
}
