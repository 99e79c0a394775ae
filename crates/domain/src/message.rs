//! One message: what is stored of it, and how facts about it merge.
//!
//! A row gathers *facts* that may come in any order and any number of times: its content, edits, an unsend,
//! reactions, receipts. Every merge here is commutative and idempotent, so the order of deliveries cannot show
//! in the result. Facts about a message that has not come yet are kept in a row that is not shown.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::{AccountId, ChatId, FileId, GroupId, MessageId, Mid, UserId};
use crate::inbound::{
    AttachmentKind, InboundAttachment, InboundReply, NewMessage, Reaction, StoryRef,
};
use crate::media::MediaFact;
use crate::outbox::{DeliveryStatus, SendFailure, SendState};
use crate::rich::Rich;
use crate::template::TemplateUse;
use crate::time::Timestamp;

/// Who a message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// The customer.
    Inbound,
    /// The business, through us or not.
    Outbound,
}

/// Whether and why a row stands in the thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Only marks are known (an edit, a reaction, a receipt); its message has not come.
    Mark,
    /// An event without a bubble of its own: a referral or an opt-in.
    Fact,
    /// An echo that waits for the answer of an open send, so that it does not stand beside its own bubble.
    Held,
    /// A bubble of the thread.
    Shown,
}

/// Where the content of a row came from; a higher rank replaces a lower one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// No content yet.
    Nothing,
    /// Announced without content (`num_edit: 0`).
    Announced,
    /// As Meta sent or gave it back.
    Meta,
    /// Written here.
    Ours,
}

/// What kind of bubble it is; the first that applies (contract §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageType {
    /// The customer mentioned the account in a story.
    StoryMention,
    /// An answer to a story of the account.
    StoryReply,
    /// A pressed button.
    Postback,
    /// Meta does not show it to us.
    Unsupported,
    /// A shared post, reel, link or product.
    Share,
    /// A photo, sticker or heart.
    Image,
    /// A video.
    Video,
    /// A voice message.
    Audio,
    /// Another file.
    File,
    /// Text.
    Text,
}

impl MessageType {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::StoryMention => "story_mention",
            Self::StoryReply => "story_reply",
            Self::Postback => "postback",
            Self::Unsupported => "unsupported",
            Self::Share => "share",
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
            Self::Text => "text",
        }
    }
}

/// A file that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SendKind {
    /// Photo.
    Image,
    /// Video.
    Video,
    /// Sound.
    Audio,
    /// Any other file.
    File,
}

impl SendKind {
    /// Meta's word, and ours.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Audio => "audio",
            Self::File => "file",
        }
    }

    /// The same as an attachment of a row.
    #[must_use]
    pub const fn attachment(self) -> AttachmentKind {
        match self {
            Self::Image => AttachmentKind::Image,
            Self::Video => AttachmentKind::Video,
            Self::Audio => AttachmentKind::Audio,
            Self::File => AttachmentKind::File,
        }
    }
}

/// What a message says. Compared as a whole when two deliveries disagree about one mid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// Text, `""` if none.
    pub text: String,
    /// Attachments in Meta's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<InboundAttachment>,
    /// The mid of the message it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_mid: Option<Mid>,
    /// The story it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryRef>,
    /// Payload of a pressed quick reply or button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// Where the person came from, or what they agreed to: Meta's object as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Value>,
    /// A pressed button.
    #[serde(default, skip_serializing_if = "is_false")]
    pub postback: bool,
    /// Meta says that the API cannot show it, or it is of a kind nobody knows.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsupported: bool,
    /// The upload that is sent; its attachment has no address then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<FileId>,
    /// The app that sent an echo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// The template that it was made from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateUse>,
    /// Quick replies, buttons or cards that go with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rich: Option<Rich>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
const fn is_false(b: &bool) -> bool {
    !*b
}

impl Content {
    /// The content of a message that came from Meta.
    #[must_use]
    pub fn from_meta(message: &NewMessage) -> Self {
        let (reply_mid, story) = match &message.reply_to {
            Some(InboundReply::Message(mid)) => (Some(mid.clone()), None),
            Some(InboundReply::Story(story)) => (None, Some(story.clone())),
            None => (None, None),
        };
        Self {
            text: message.text.clone(),
            attachments: message.attachments.clone(),
            reply_mid,
            story,
            payload: message.quick_reply.clone(),
            context: message.referral.clone(),
            postback: false,
            unsupported: message.unsupported,
            upload: None,
            app_id: message.app_id.clone(),
            template: None,
            rich: None,
        }
    }

    /// The kind of bubble.
    #[must_use]
    pub fn message_type(&self) -> MessageType {
        let kinds = || self.attachments.iter().map(|a| a.kind);
        if kinds().any(|k| k == AttachmentKind::StoryMention) {
            return MessageType::StoryMention;
        }
        if self.story.is_some() {
            return MessageType::StoryReply;
        }
        if self.postback {
            return MessageType::Postback;
        }
        let opaque = |k| matches!(k, AttachmentKind::Unknown | AttachmentKind::Ephemeral);
        let only_opaque =
            !self.attachments.is_empty() && kinds().all(opaque) && self.text.is_empty();
        if self.unsupported || kinds().any(|k| k == AttachmentKind::Ephemeral) || only_opaque {
            return MessageType::Unsupported;
        }
        if kinds().any(|k| k == AttachmentKind::Share) {
            return MessageType::Share;
        }
        match kinds().find(|k| !opaque(*k)) {
            Some(AttachmentKind::Image) => MessageType::Image,
            Some(AttachmentKind::Video) => MessageType::Video,
            Some(AttachmentKind::Audio) => MessageType::Audio,
            Some(AttachmentKind::File | AttachmentKind::Location | AttachmentKind::Template) => {
                MessageType::File
            }
            _ => MessageType::Text,
        }
    }

    /// The line that stands for it in a list. `text` is the text after edits.
    #[must_use]
    pub fn preview(&self, text: &str) -> String {
        if !text.is_empty() {
            return text.chars().take(PREVIEW_CHARS).collect();
        }
        if let Some(Rich::Cards { cards }) = &self.rich
            && let Some(first) = cards.first()
        {
            return first.title.chars().take(PREVIEW_CHARS).collect();
        }
        match self.message_type() {
            MessageType::StoryMention => "Mentioned you in a story",
            MessageType::StoryReply => "Replied to your story",
            MessageType::Postback => "Pressed a button",
            MessageType::Unsupported => "A message that can't be shown yet",
            MessageType::Share => "Shared a post",
            MessageType::Image => "Photo",
            MessageType::Video => "Video",
            MessageType::Audio => "Voice message",
            MessageType::File => "File",
            MessageType::Text => "",
        }
        .to_owned()
    }
}

/// Length of the line in the list; a row shows about sixty characters, search finds the rest in the message.
const PREVIEW_CHARS: usize = 160;

/// One person's last word on one message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReactionMark {
    /// Whether the business reacted, or the customer.
    pub business: bool,
    /// When.
    pub at: Timestamp,
    /// `None`: removed. Kept, so that an older "set" that comes later stays beaten.
    pub reaction: Option<Reaction>,
}

/// An edit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edit {
    /// Which edit, from 1.
    pub number: u32,
    /// The text after it.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// A message row.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Our id.
    pub id: MessageId,
    /// Whose thread.
    pub account: AccountId,
    /// Which thread; unknown while only marks without a customer have come.
    pub chat: Option<ChatId>,
    /// Meta's id, or a made-up key; none for a send that has no answer yet.
    pub mid: Option<Mid>,
    /// What was posted together.
    pub group: Option<GroupId>,
    /// Whether it is shown.
    pub presence: Presence,
    /// How much is known.
    pub rank: Rank,
    /// Which side wrote it.
    pub direction: Direction,
    /// Meta's time; ours while a send is under way.
    pub at: Timestamp,
    /// What it says.
    pub content: Content,
    /// What became of its attachments, by their place; missing for those that are not looked after yet.
    pub media: Vec<MediaFact>,
    /// The highest edit.
    pub edit: Option<Edit>,
    /// Taken back.
    pub unsent_at: Option<Timestamp>,
    /// Last word per side.
    pub reactions: Vec<ReactionMark>,
    /// Somebody here has read it (inbound).
    pub read_here: bool,
    /// The customer's read receipt named it (Instagram), perhaps before it came.
    pub read_mark: bool,
    /// A delivery receipt named it (Messenger), perhaps before it came.
    pub delivered_mark: bool,
    /// How far sending has come; `None` for what was not sent from here.
    pub send: Option<SendState>,
    /// What the wire shows; derived by [`Message::derive_status`].
    pub status: DeliveryStatus,
    /// Why it failed.
    pub failure: Option<SendFailure>,
    /// Who wrote it here.
    pub sent_by: Option<UserId>,
    /// While [`Presence::Held`]: until when.
    pub held_until: Option<Timestamp>,
}

impl Message {
    /// A row that knows nothing but its key.
    #[must_use]
    pub fn mark(id: MessageId, account: AccountId, mid: Mid) -> Self {
        Self {
            id,
            account,
            chat: None,
            mid: Some(mid),
            group: None,
            presence: Presence::Mark,
            rank: Rank::Nothing,
            direction: Direction::Inbound,
            at: Timestamp::EPOCH,
            content: Content::default(),
            media: Vec::new(),
            edit: None,
            unsent_at: None,
            reactions: Vec::new(),
            read_here: false,
            read_mark: false,
            delivered_mark: false,
            send: None,
            status: DeliveryStatus::Received,
            failure: None,
            sent_by: None,
            held_until: None,
        }
    }

    /// Takes over content of `rank`. A higher rank wins; between equals the earlier time wins, then the smaller
    /// text form, so that two deliveries that disagree end the same in both orders.
    pub fn merge_content(
        &mut self,
        rank: Rank,
        direction: Direction,
        at: Timestamp,
        content: &Content,
    ) {
        let better = match rank.cmp(&self.rank) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal if *content == self.content => at < self.at,
            std::cmp::Ordering::Equal => {
                (at, canonical(content)) < (self.at, canonical(&self.content))
            }
        };
        if better {
            self.rank = rank;
            self.direction = direction;
            self.at = at;
            // What was found out about other files says nothing of these.
            if self.content.attachments != content.attachments {
                self.media.clear();
            }
            self.content = content.clone();
        }
    }

    /// Takes over an edit: the highest number wins, between equals the greater text, and the earliest time at
    /// which it was told.
    pub fn merge_edit(&mut self, number: u32, text: &str, at: Timestamp) {
        match &mut self.edit {
            Some(e) if number < e.number || (number == e.number && text < e.text.as_str()) => {}
            Some(e) if number == e.number && text == e.text => e.at = e.at.min(at),
            slot => {
                *slot = Some(Edit {
                    number,
                    text: text.to_owned(),
                    at,
                });
            }
        }
    }

    /// Takes over an unsend; the earliest time counts.
    pub fn merge_unsent(&mut self, at: Timestamp) {
        self.unsent_at = Some(self.unsent_at.map_or(at, |old| old.min(at)));
    }

    /// Takes over a reaction or its removal: the last by time wins, between equals the greater value.
    pub fn merge_reaction(&mut self, mark: ReactionMark) {
        match self
            .reactions
            .iter_mut()
            .find(|r| r.business == mark.business)
        {
            Some(old) => {
                if (mark.at, &mark.reaction) > (old.at, &old.reaction) {
                    *old = mark;
                }
            }
            None => {
                self.reactions.push(mark);
                self.reactions.sort_by_key(|r| r.business);
            }
        }
    }

    /// Takes over everything another row of the same message knows, except content it already has.
    pub fn absorb(&mut self, other: &Self) {
        if let Some(e) = &other.edit {
            self.merge_edit(e.number, &e.text, e.at);
        }
        if let Some(at) = other.unsent_at {
            self.merge_unsent(at);
        }
        for mark in &other.reactions {
            self.merge_reaction(mark.clone());
        }
        self.read_mark |= other.read_mark;
        self.delivered_mark |= other.delivered_mark;
    }

    /// The text as it stands: after edits, `""` once unsent.
    #[must_use]
    pub fn text(&self) -> &str {
        if self.unsent_at.is_some() {
            return "";
        }
        self.edit
            .as_ref()
            .map_or(self.content.text.as_str(), |e| e.text.as_str())
    }

    /// The line in the list.
    #[must_use]
    pub fn preview(&self) -> String {
        self.content.preview(self.text())
    }

    /// Whether it counts as unread here.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.presence == Presence::Shown
            && self.direction == Direction::Inbound
            && self.unsent_at.is_none()
            && !self.read_here
    }

    /// Computes [`Message::status`] from what is known. `delivered` and `read` are the thread's watermarks.
    pub fn derive_status(&mut self, delivered: Option<Timestamp>, read: Option<Timestamp>) {
        if self.direction == Direction::Inbound {
            self.status = DeliveryStatus::Received;
            return;
        }
        let sent = self.send.is_none_or(|s| s == SendState::Sent);
        let covers = |mark: Option<Timestamp>| mark.is_some_and(|m| self.at <= m);
        self.status = match self.send {
            Some(s) if !sent => s.status(),
            _ if self.read_mark || covers(read) => DeliveryStatus::Read,
            _ if self.delivered_mark || covers(delivered) => DeliveryStatus::Delivered,
            _ => DeliveryStatus::Sent,
        };
    }
}

fn canonical(content: &Content) -> String {
    serde_json::to_string(content).unwrap_or_default()
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
