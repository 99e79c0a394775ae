//! The object shapes of the HTTP contract (§1), as they stand in answers and in events.

use serde::{Deserialize, Serialize};

use crate::account::{AccountStatus, Platform};
use crate::chat::{Chat as ChatRow, ChatState};
use crate::ids::{
    AccountId, ChatId, CustomerId, ExternalId, GroupId, MessageId, Mid, TemplateId, UserId,
};
use crate::inbound::{AttachmentKind, InboundAttachment, StoryRef};
use crate::media::{self, Keep, MediaFact};
use crate::message::{Direction, Message as MessageRow, MessageType, Rank};
use crate::outbox::{DeliveryStatus, SendFailure};
use crate::time::Timestamp;
use crate::user::Role;
use crate::window::ReplyWindow;

pub use crate::media::AttachmentState;

/// A person who works here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct User {
    /// Our id.
    pub id: UserId,
    /// Display name.
    pub name: String,
    /// Address they log in with.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they can log in.
    pub is_active: bool,
    /// When they were added.
    pub created_at: Timestamp,
}

/// A connected Instagram account. The token is never shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct InstagramAccount {
    /// Our id.
    pub id: AccountId,
    /// The Instagram professional account id, as webhooks carry it.
    pub page_id: ExternalId,
    /// Handle.
    pub username: String,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// Health: `active`, `expiring`, `reconnect` or `paused`.
    #[schema(value_type = String)]
    pub status: AccountStatus,
    /// Why, if not active.
    pub status_reason: Option<String>,
    /// When the token ends, if known.
    pub token_expires_at: Option<Timestamp>,
    /// When the last delivery for it came.
    pub last_webhook_at: Option<Timestamp>,
    /// The Facebook Page behind it, if known.
    pub facebook_page_id: Option<String>,
}

/// A connected Facebook Page. The token is never shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct FacebookPage {
    /// Our id.
    pub id: AccountId,
    /// Meta's id of the Page; the routes of Pages take this one.
    pub page_id: ExternalId,
    /// Its name.
    pub page_name: String,
    /// Whether messages may be sent for it. Receiving goes on either way.
    pub is_active: bool,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// Health: `active`, `expiring`, `reconnect` or `paused`.
    #[schema(value_type = String)]
    pub status: AccountStatus,
    /// Why, if not active.
    pub status_reason: Option<String>,
    /// When the token ends, if known.
    pub token_expires_at: Option<Timestamp>,
    /// When the last delivery for it came.
    pub last_webhook_at: Option<Timestamp>,
}

/// Whether somebody has a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssignmentStatus {
    /// Somebody has it.
    Assigned,
    /// Nobody has it.
    Unassigned,
}

/// One customer's thread with one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Chat {
    /// Our id.
    pub id: ChatId,
    /// The customer's scoped id, on both platforms.
    pub instagram_user_id: CustomerId,
    /// Handle or name; the scoped id while the profile is not known.
    pub username: String,
    /// Our copy of the picture: a path of this server.
    pub profile_pic_url: Option<String>,
    /// The newest line, `""` if none.
    pub last_message: String,
    /// Whether somebody has it.
    pub status: AssignmentStatus,
    /// How far the work has come.
    pub state: ChatState,
    /// When a snoozed chat comes back by itself; none: when the customer writes.
    pub snoozed_until: Option<Timestamp>,
    /// Who has it.
    pub assigned_to: Option<UserId>,
    /// Inbound messages that nobody here has read.
    pub unread_count: i64,
    /// `INSTAGRAM` or `FACEBOOK`.
    #[schema(value_type = String)]
    pub platform: Platform,
    /// Meta's id of the business's account, on both platforms.
    pub facebook_page_id: ExternalId,
    /// Earliest event of the thread.
    pub created_at: Timestamp,
    /// Time of the newest message.
    pub updated_at: Timestamp,
    /// Who has it, in full.
    pub assigned_agent: Option<User>,
    /// The customer's newest message.
    pub last_incoming_at: Option<Timestamp>,
    /// The business's newest message.
    pub last_outgoing_at: Option<Timestamp>,
    /// Labels, sorted.
    pub labels: Vec<String>,
    /// How long an answer is allowed.
    pub reply_window: ReplyWindow,
    /// Another app on the account has this conversation; Meta may refuse an answer from here.
    pub held_by_another_app: bool,
}

impl Chat {
    /// The shape of a row at `now`; `agent` is the person it is assigned to.
    #[must_use]
    pub fn of(row: &ChatRow, agent: Option<User>, now: Timestamp, human_agent: bool) -> Self {
        Self {
            id: row.id,
            instagram_user_id: row.customer.clone(),
            username: row
                .username
                .clone()
                .unwrap_or_else(|| row.customer.as_str().to_owned()),
            profile_pic_url: row.picture.map(media::address),
            last_message: row.summary.last_message.clone(),
            status: match row.assigned_to {
                Some(_) => AssignmentStatus::Assigned,
                None => AssignmentStatus::Unassigned,
            },
            state: row.state,
            snoozed_until: row.snoozed_until,
            assigned_to: row.assigned_to,
            unread_count: row.summary.unread,
            platform: row.platform,
            facebook_page_id: row.external.clone(),
            created_at: row.summary.first_at.unwrap_or_default(),
            updated_at: row
                .summary
                .last_at
                .or(row.summary.first_at)
                .unwrap_or_default(),
            assigned_agent: agent,
            last_incoming_at: row.summary.last_incoming_at,
            last_outgoing_at: row.summary.last_outgoing_at,
            labels: row.labels.clone(),
            reply_window: row.window(now, human_agent),
            held_by_another_app: row.held_by_another_app(),
        }
    }
}

/// A chat with its newest messages, ascending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ChatWithMessages {
    /// The chat.
    #[serde(flatten)]
    pub chat: Chat,
    /// Ascending by time.
    pub messages: Vec<Message>,
}

/// Who wrote a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sender {
    /// The business.
    Agent,
    /// A customer on Instagram.
    InstagramUser,
    /// A customer on Messenger.
    FacebookUser,
}

/// A file or a shared thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Attachment {
    /// Stable within the message.
    pub id: String,
    /// `image`, `video`, `audio`, `file`, `share`, `story_mention`, `ephemeral`, `template`, `location` or `unknown`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    pub kind: AttachmentKind,
    /// Where it is: a path of this server once it is copied, else an address elsewhere.
    pub url: Option<String>,
    /// A smaller picture of it.
    pub preview_url: Option<String>,
    /// Media type.
    pub mime: Option<String>,
    /// Bytes.
    pub size: Option<i64>,
    /// File name.
    pub name: Option<String>,
    /// Caption or title.
    pub title: Option<String>,
    /// Whether it can be shown.
    pub state: AttachmentState,
}

/// What a message answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReplyTo {
    /// Our id, if we have that message.
    pub message_id: Option<MessageId>,
    /// Meta's id.
    pub meta_message_id: Option<Mid>,
    /// The story that was answered.
    pub story: Option<Story>,
}

/// A story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Story {
    /// Meta's media id.
    pub id: Option<String>,
    /// Where it is shown; ends with the story.
    pub url: Option<String>,
    /// The link sticker that was pressed.
    pub link_sticker_url: Option<String>,
}

impl From<&StoryRef> for Story {
    fn from(story: &StoryRef) -> Self {
        Self {
            id: story.id.clone(),
            url: story.url.clone(),
            link_sticker_url: story.link_sticker_url.clone(),
        }
    }
}

/// Which side reacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The customer.
    Customer,
    /// The business.
    Business,
}

/// A reaction on a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Reaction {
    /// The character, if Meta sent one.
    pub emoji: Option<String>,
    /// Meta's word for it.
    pub reaction: String,
    /// Who.
    pub from: Side,
    /// When.
    pub at: Timestamp,
}

/// A text that is sent again and again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Template {
    /// Our id.
    pub id: TemplateId,
    /// What people call it.
    pub name: String,
    /// The text, with variables like `{username}`.
    pub content: String,
    /// A word to sort by.
    pub category: String,
    /// `INSTAGRAM` or `FACEBOOK`: where it is sent.
    #[schema(value_type = String)]
    pub platform: Platform,
    /// Its language, as Meta writes it: `en_US`.
    pub language: String,
    /// The variables of the text, in the order of their first use.
    pub variables: Vec<String>,
    /// Meta's id, once it was handed in.
    pub meta_template_id: Option<String>,
    /// Ours for the newest handing in.
    pub meta_submission_id: Option<String>,
    /// Meta's word for its state (`PENDING`, `APPROVED`, `REJECTED`, …), or `UNKNOWN` while Meta's answer is lost.
    pub meta_submission_status: Option<String>,
    /// Why Meta refuses it, in Meta's words.
    pub meta_reason: Option<String>,
    /// Whether Meta has approved the text as it stands now.
    pub is_meta_approved: bool,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// One message: one row is one Meta message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Message {
    /// Our id.
    pub id: MessageId,
    /// Its chat.
    pub chat_id: ChatId,
    /// Shared by what was posted together.
    pub group_id: Option<GroupId>,
    /// Who wrote it.
    pub sender: Sender,
    /// The text, `""` if none.
    pub content: String,
    /// What kind of bubble it is.
    pub message_type: MessageType,
    /// `INSTAGRAM` or `FACEBOOK`.
    #[schema(value_type = String)]
    pub platform: Platform,
    /// Meta's time.
    pub timestamp: Timestamp,
    /// `inbound` or `outbound`.
    #[schema(value_type = String)]
    pub direction: Direction,
    /// Files and shared things.
    pub attachments: Vec<Attachment>,
    /// What it answers.
    pub reply_to: Option<ReplyTo>,
    /// Reactions on it.
    pub reactions: Vec<Reaction>,
    /// Who wrote it here.
    pub sent_by: Option<UserId>,
    /// Meta's id.
    pub meta_message_id: Option<Mid>,
    /// How far it has come.
    pub delivery_status: DeliveryStatus,
    /// Why it was not sent.
    pub error: Option<SendFailure>,
    /// Time of the last edit.
    pub edited_at: Option<Timestamp>,
    /// When it was taken back.
    pub deleted_at: Option<Timestamp>,
    /// Quick replies, buttons or cards that went with it.
    pub rich: Option<crate::rich::Rich>,
}

impl Message {
    /// The shape of a row of `chat`; `answers` is our id of the message it answers, if we have it.
    #[must_use]
    pub fn of(
        row: &MessageRow,
        chat: ChatId,
        platform: Platform,
        answers: Option<MessageId>,
    ) -> Self {
        let gone = row.unsent_at.is_some();
        let content = &row.content;
        let reply_to = (content.reply_mid.is_some() || content.story.is_some()).then(|| ReplyTo {
            message_id: answers,
            meta_message_id: content.reply_mid.clone(),
            story: content.story.as_ref().map(Story::from),
        });
        let reactions = row.reactions.iter().filter_map(|mark| {
            mark.reaction.as_ref().map(|r| Reaction {
                emoji: r.emoji.clone(),
                reaction: r.name.clone(),
                from: if mark.business {
                    Side::Business
                } else {
                    Side::Customer
                },
                at: mark.at,
            })
        });
        Self {
            id: row.id,
            chat_id: chat,
            group_id: row.group,
            sender: match (row.direction, platform) {
                (Direction::Outbound, _) => Sender::Agent,
                (Direction::Inbound, Platform::Instagram) => Sender::InstagramUser,
                (Direction::Inbound, Platform::Facebook) => Sender::FacebookUser,
            },
            content: row.text().to_owned(),
            message_type: content.message_type(),
            platform,
            timestamp: row.at,
            direction: row.direction,
            attachments: if gone { Vec::new() } else { attachments(row) },
            reply_to,
            reactions: reactions.collect(),
            sent_by: row.sent_by,
            meta_message_id: row.mid.clone().filter(Mid::is_metas),
            delivery_status: row.status,
            error: row.failure.clone(),
            edited_at: row.edit.as_ref().map(|e| e.at),
            deleted_at: row.unsent_at,
            rich: content.rich.clone().filter(|_| !gone),
        }
    }
}

fn attachments(row: &MessageRow) -> Vec<Attachment> {
    (0u32..)
        .zip(&row.content.attachments)
        .map(|(place, a)| {
            let fact = row.media.iter().find(|m| m.place == place);
            attachment(row, place, a, fact)
        })
        .collect()
}

fn attachment(
    row: &MessageRow,
    place: u32,
    a: &InboundAttachment,
    fact: Option<&MediaFact>,
) -> Attachment {
    let copying = row.rank == Rank::Meta && fact.is_none() && media::keep(a, row.at) == Keep::Copy;
    let state = match fact {
        Some(fact) => fact.state,
        None if copying => AttachmentState::Fetching,
        None if a.url.is_some() => AttachmentState::Ready,
        None => AttachmentState::Withheld,
    };
    let ready = state == AttachmentState::Ready;
    let copy = fact.and_then(|f| f.id).filter(|_| ready);
    Attachment {
        id: format!("{}.{place}", row.id),
        kind: a.kind,
        url: copy
            .map(media::address)
            .or_else(|| a.url.clone().filter(|_| ready)),
        preview_url: copy
            .filter(|_| fact.is_some_and(|f| f.preview))
            .map(media::preview_address),
        mime: fact.and_then(|f| f.mime.clone()),
        size: fact.and_then(|f| f.size),
        name: fact.and_then(|f| f.name.clone()),
        title: a.title.clone(),
        state,
    }
}
