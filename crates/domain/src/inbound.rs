//! What one element of a delivery says, once it is understood.
//!
//! The parser in `meta` turns Meta's JSON into these; [`crate::fold`] turns these into rows. Nothing in between
//! knows Meta's spelling.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::Platform;
use crate::ids::{CommentId, CustomerId, ExternalId, MediaId, Mid};
use crate::insights::StoryFigures;
use crate::policy::PolicyAction;
use crate::time::Timestamp;

/// One element of a delivery: its place, whose it is, and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Position in the delivery, counted over all entries from 0.
    pub index: u32,
    /// The business's account that it was sent to (`object` and `entry.id`), if the delivery names one.
    pub account: Option<(Platform, ExternalId)>,
    /// The field or key that names the kind, for the operator's view: `message`, `read`, `comments`, …
    pub kind: String,
    /// What it means.
    pub meaning: Meaning,
}

/// What is to be done with an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// Understood.
    Event(Inbound),
    /// A comment under a post, or what became of one.
    Comment(Box<CommentEvent>),
    /// Somebody mentioned the account.
    Mention(Box<MentionEvent>),
    /// Something happened to a post of the account: what we know of it is fetched again.
    Post(MediaId),
    /// A story has ended: its last figures.
    StoryEnded(Box<StoryFigures>),
    /// Meta warns the account, holds it back, or lets it go again; without a time it counts from its arrival.
    Policy(Option<Timestamp>, PolicyAction, String),
    /// Understood, and nothing here shows it; says what it is, for the operator.
    NotShown(String),
    /// A known kind that this version does not apply yet; a later one does, by replay.
    Deferred,
    /// The dashboard's test button (`entry.id` "0" or mid `random_mid`).
    Test,
    /// Nothing we know. If a customer sent it, the thread shows that something came.
    Unknown(Option<Inbound>),
    /// Cannot be understood: the reason, in words for the operator. Bounded to 300 characters by the parser.
    Quarantined(String),
}

/// One event of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbound {
    /// The customer, whichever side sent it. Missing where Meta leaves it out (`message_edit` with
    /// `num_edit: 0`, opt-ins with a `user_ref`).
    pub customer: Option<CustomerId>,
    /// Whether the business is the acting side (echo, its own reaction).
    pub from_business: bool,
    /// Meta's time of the event; `None` if absent or unreadable.
    pub at: Option<Timestamp>,
    /// Who has the conversation as of then, where that can be told.
    pub holder: Option<Holder>,
    /// What happened.
    pub what: What,
}

/// Which of the apps on an account has a conversation (platform notes §1.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// This app, or none.
    NoOtherApp,
    /// Another app.
    AnotherApp,
}

/// What happened in a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A message, or an echo of one.
    Message(Box<NewMessage>),
    /// A message was taken back by its author.
    Unsent {
        /// Which.
        mid: Mid,
    },
    /// A message was edited.
    Edited {
        /// Which.
        mid: Mid,
        /// Which edit: 1 for the first. 0 announces a *new* message whose content must be fetched by its mid.
        number: u32,
        /// The text after the edit; missing for number 0.
        text: Option<String>,
    },
    /// A reaction was set or removed.
    Reacted {
        /// On which message.
        mid: Mid,
        /// `None` removes.
        reaction: Option<Reaction>,
    },
    /// The customer said what they think of an answer (`response_feedback`); shown as their reaction to it.
    Rated {
        /// Of which.
        mid: Mid,
        /// What they think.
        reaction: Reaction,
    },
    /// The customer has read.
    Read(ReadMark),
    /// Messages reached the customer's device (Messenger only).
    Delivered {
        /// These, if named.
        mids: Vec<Mid>,
        /// And everything up to here.
        watermark: Option<Timestamp>,
    },
    /// A button, icebreaker or menu item was pressed.
    Postback {
        /// May be missing.
        mid: Option<Mid>,
        /// What the person saw.
        title: Option<String>,
        /// What the app gave the button; missing for apps that are not its owner.
        payload: Option<String>,
        /// Where the person came from.
        referral: Option<Value>,
    },
    /// An existing thread was opened through a link or an ad.
    Referral(Value),
    /// The person agreed to something (`optin`).
    OptedIn(Value),
    /// The conversation went from one app to another; [`Inbound::holder`] says to whom.
    HandedOver,
    /// A kind nobody has told us about: shown, not dropped. Holds the key.
    Unsupported(String),
}

/// The content of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewMessage {
    /// Missing only in malformed deliveries; a stable made-up key is used then.
    pub mid: Option<Mid>,
    /// Text, `""` if none.
    pub text: String,
    /// Attachments in Meta's order, the doubled ones (sticker + image, share + ig_post) already merged.
    pub attachments: Vec<InboundAttachment>,
    /// The payload of a pressed quick reply.
    pub quick_reply: Option<String>,
    /// What it answers.
    pub reply_to: Option<InboundReply>,
    /// Where the person came from.
    pub referral: Option<Value>,
    /// Meta says that the API cannot show it.
    pub unsupported: bool,
    /// An echo of something the business sent.
    pub echo: bool,
    /// The business wrote to itself (Instagram self messaging): no reply window applies.
    pub to_self: bool,
    /// The sending app, on Messenger echoes.
    pub app_id: Option<String>,
    /// What the sending app attached, on Messenger echoes. Ours is the id of the message row.
    pub metadata: Option<String>,
}

/// One attachment as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InboundAttachment {
    /// What it is.
    pub kind: AttachmentKind,
    /// Meta's word for it, kept for the wire and for kinds we do not know.
    pub meta_type: String,
    /// Where the media lie; expires.
    pub url: Option<String>,
    /// Caption or title.
    pub title: Option<String>,
    /// Meta's id of what is shared (media id, reel id, sticker id), as text.
    pub target_id: Option<String>,
}

/// What an attachment is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    /// Photo, sticker or heart.
    Image,
    /// Video.
    Video,
    /// Voice message.
    Audio,
    /// Any other file.
    File,
    /// A shared post, reel, link or product.
    Share,
    /// The customer mentioned the account in a story. Its media may be shown, not kept.
    StoryMention,
    /// View-once media: Meta gives nothing.
    Ephemeral,
    /// A template sent by the business, seen in an echo.
    Template,
    /// A place (historic).
    Location,
    /// Anything else, `unsupported_type` included.
    Unknown,
}

/// What a message answers.
#[derive(Clone, Debug, PartialEq)]
pub enum InboundReply {
    /// A message of the thread.
    Message(Mid),
    /// A story of the business.
    Story(StoryRef),
}

/// A story that was answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryRef {
    /// Meta's media id.
    pub id: Option<String>,
    /// Where the media lie; expires with the story.
    pub url: Option<String>,
    /// The link sticker that was pressed.
    pub link_sticker_url: Option<String>,
}

/// A reaction.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reaction {
    /// Meta's word: `love`, `other`, …; `other` if it sent none.
    pub name: String,
    /// The character, if Meta sent one.
    pub emoji: Option<String>,
}

/// How far the customer has read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadMark {
    /// Everything up to this message (Instagram).
    Mid(Mid),
    /// Everything up to this time (Messenger).
    Watermark(Timestamp),
}

/// What happened to a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentVerb {
    /// It was written.
    Written,
    /// Its text was edited (Pages only, platform notes §1.9).
    Edited,
    /// The business hid it (Pages only).
    Hidden,
    /// The business shows it again (Pages only).
    Unhidden,
    /// It was removed (Pages only).
    Removed,
}

/// One event about a comment. Everything but its id may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentEvent {
    /// Which comment.
    pub id: CommentId,
    /// What happened to it.
    pub verb: CommentVerb,
    /// The post, or the advertisement made of one.
    pub media: Option<MediaId>,
    /// The post that the advertisement was made of.
    pub original: Option<MediaId>,
    /// The comment that it answers; nothing for one that stands under the post itself.
    pub parent: Option<CommentId>,
    /// Who acts: the author, or the Page that hides or removes.
    pub author: Option<String>,
    /// Their handle or name.
    pub author_name: Option<String>,
    /// The delivery marks the author as the business itself.
    pub by_business: bool,
    /// The words.
    pub text: Option<String>,
    /// A photo in it.
    pub photo: Option<String>,
    /// Written during a live broadcast.
    pub live: bool,
    /// Meta's time of the comment itself.
    pub created: Option<Timestamp>,
    /// Meta's time of the delivery.
    pub at: Option<Timestamp>,
}

/// Somebody mentioned the account; at least one of post and comment is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionEvent {
    /// The post.
    pub media: Option<MediaId>,
    /// The comment; nothing for a caption.
    pub comment: Option<CommentId>,
    /// Who mentioned (Pages, and not always).
    pub author: Option<String>,
    /// Their name.
    pub author_name: Option<String>,
    /// The words (Pages, and not always).
    pub text: Option<String>,
    /// Meta's time.
    pub at: Option<Timestamp>,
}
