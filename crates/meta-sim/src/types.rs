//! What the simulated Meta knows. Stored as JSON documents and sent as such to the phone page.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which product a business account belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Platform {
    Instagram,
    Facebook,
}

impl Platform {
    /// `object` of a delivery (platform notes §1.5).
    pub(crate) fn object(self) -> &'static str {
        match self {
            Self::Instagram => "instagram",
            Self::Facebook => "page",
        }
    }
}

/// A business account: an Instagram professional account with the Page behind it, or a Page alone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Account {
    /// What webhooks carry as `entry.id`.
    pub(crate) id: String,
    pub(crate) platform: Platform,
    pub(crate) name: String,
    pub(crate) username: String,
    /// The Page: its own id for a Page, always another one for an Instagram account (§8.1).
    pub(crate) page_id: String,
    /// `/me` field `id` on the Instagram host: not the webhook id (§1.8).
    pub(crate) app_scoped_id: String,
    /// Whether deliveries go out at all (§1.4 layer 2, §1.3 automatic unsubscription).
    pub(crate) subscribed: bool,
    /// A Page's chosen fields; none means all. Instagram accounts always get all (§1.4).
    #[serde(default)]
    pub(crate) subscribed_fields: Option<Vec<String>>,
    /// Since when every webhook of this account has failed, ms.
    #[serde(default)]
    pub(crate) failing_since: Option<i64>,
    /// Whether the app has Meta's Human Agent feature for it (§2.3).
    pub(crate) human_agent: bool,
    /// Taken as existing because somebody named it.
    pub(crate) adopted: bool,
    pub(crate) created_at: i64,
}

/// A person, scoped to one account: the same human has another id elsewhere (§1.8).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(crate) id: String,
    /// In which order people were made.
    #[serde(default)]
    pub(crate) seq: u64,
    pub(crate) account_id: String,
    pub(crate) name: String,
    pub(crate) username: String,
    pub(crate) conversation_id: String,
    pub(crate) created_at: i64,
    /// Meta's time of the last act that opens the 24-hour window (§2.3).
    #[serde(default)]
    pub(crate) opened_at: Option<i64>,
    /// Whether the profile may be read: from the first message on (§3).
    #[serde(default)]
    pub(crate) consent: bool,
    /// Taken as existing because somebody named it; its history is unknown, its window counts as open.
    #[serde(default)]
    pub(crate) adopted: bool,
    #[serde(default)]
    pub(crate) blocked: bool,
    /// Up to which time the customer has seen the business's messages.
    #[serde(default)]
    pub(crate) read_at: Option<i64>,
    /// Up to which time they were delivered (Messenger).
    #[serde(default)]
    pub(crate) delivered_at: Option<i64>,
    /// When the business last marked the thread as seen.
    #[serde(default)]
    pub(crate) business_seen_at: Option<i64>,
    /// Until when the business shows as typing (§2.2: it ends by itself after 20 s).
    #[serde(default)]
    pub(crate) typing_until: Option<i64>,
    #[serde(default)]
    pub(crate) last_at: i64,
    #[serde(default)]
    pub(crate) last_text: String,
}

/// Who wrote or reacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Side {
    Customer,
    Business,
}

/// One element of a message beside its text.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Attachment {
    /// Meta's `type`: image, video, audio, file, share, ig_reel, story_mention, …
    #[serde(rename = "type")]
    pub(crate) kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    /// The media id of a shared post or reel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) media_id: Option<String>,
    /// A template or anything else kept as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) payload: Option<Value>,
}

/// A reaction as it stands; a removed one is gone.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Reaction {
    pub(crate) from: Side,
    pub(crate) reaction: String,
    pub(crate) emoji: String,
    pub(crate) at: i64,
}

/// One message of a thread.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    pub(crate) mid: String,
    /// Order within the whole simulator.
    pub(crate) seq: u64,
    pub(crate) account_id: String,
    pub(crate) customer_id: String,
    pub(crate) from: Side,
    #[serde(default)]
    pub(crate) text: Option<String>,
    #[serde(default)]
    pub(crate) attachments: Vec<Attachment>,
    #[serde(default)]
    pub(crate) reply_to: Option<String>,
    /// The story answered to.
    #[serde(default)]
    pub(crate) story: Option<Value>,
    #[serde(default)]
    pub(crate) quick_replies: Vec<Value>,
    #[serde(default)]
    pub(crate) quick_reply_payload: Option<String>,
    #[serde(default)]
    pub(crate) postback: Option<Value>,
    #[serde(default)]
    pub(crate) referral: Option<Value>,
    #[serde(default)]
    pub(crate) reactions: Vec<Reaction>,
    #[serde(default)]
    pub(crate) edits: u32,
    #[serde(default)]
    pub(crate) deleted: bool,
    #[serde(default)]
    pub(crate) unsupported: bool,
    /// What goes over the wire as `timestamp`, ms.
    pub(crate) timestamp: i64,
    #[serde(default)]
    pub(crate) tag: Option<String>,
    /// No webhook that was taken, and no answer, has told the business of it yet.
    #[serde(default)]
    pub(crate) untold: bool,
}

/// What a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PostKind {
    Image,
    Video,
    Carousel,
    Reel,
    /// Gone after 24 hours (§6.2).
    Story,
    /// On a Page: text, with a picture.
    Page,
}

/// Something the business posted.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Post {
    pub(crate) id: String,
    /// In which order posts were made.
    pub(crate) seq: u64,
    pub(crate) account_id: String,
    pub(crate) kind: PostKind,
    #[serde(default)]
    pub(crate) caption: String,
    #[serde(default)]
    pub(crate) media_url: Option<String>,
    /// ms, by Meta's reckoning.
    pub(crate) posted_at: i64,
    /// A story that has ended: nothing is told of it any more.
    #[serde(default)]
    pub(crate) ended: bool,
    /// Taken as existing because somebody named it.
    #[serde(default)]
    pub(crate) adopted: bool,
}

/// A token seen before, by fingerprint only.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Token {
    /// The business it belongs to: the Page id, since an Instagram account and its Page share tokens.
    #[serde(default)]
    pub(crate) page_id: Option<String>,
    /// Set when it has died: the subcode of error 190 (§8.5), 0 for none.
    #[serde(default)]
    pub(crate) dead: Option<i64>,
    /// A person's token: it sees every Page of that person and is bound to none (§8.1).
    #[serde(default)]
    pub(crate) user: bool,
    pub(crate) issued_at: i64,
    /// When it ends, ms of Meta's reckoning; none for never (§8.1).
    #[serde(default)]
    pub(crate) expires_at: Option<i64>,
    /// When the person's data may no longer be read with it; none for 90 days from whenever that is asked.
    #[serde(default)]
    pub(crate) data_access_expires_at: Option<i64>,
    /// What it may do; none means everything that an account of ours needs.
    #[serde(default)]
    pub(crate) scopes: Option<Vec<String>>,
    /// Of a person's token: the Pages that the person chose at the login; none means all.
    #[serde(default)]
    pub(crate) pages: Option<Vec<String>>,
}

/// Where a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DeliveryState {
    /// Waiting for its turn, its answer or its next attempt.
    Pending,
    /// Answered with 2xx.
    Delivered,
    /// Left out on purpose by a fault.
    Dropped,
    /// Given up: the account was unsubscribed after failing too long (§1.3).
    Unsubscribed,
}

/// One attempt to post a delivery.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) at: i64,
    pub(crate) ms: u64,
    #[serde(default)]
    pub(crate) status: Option<u16>,
    /// The beginning of the answer's body, or why there was none.
    pub(crate) answer: String,
}

/// One webhook body with everything that happened to it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) id: String,
    pub(crate) seq: u64,
    pub(crate) account_id: String,
    #[serde(default)]
    pub(crate) customer_id: Option<String>,
    /// The webhook field it belongs to: messages, message_echoes, messaging_seen, …
    pub(crate) kind: String,
    /// A few words for people.
    pub(crate) summary: String,
    /// The raw body, byte for byte as posted.
    pub(crate) body: String,
    /// `X-Hub-Signature-256` as posted.
    pub(crate) signature: String,
    pub(crate) state: DeliveryState,
    /// Deliveries of one lane go one after the other.
    pub(crate) lane: String,
    pub(crate) due_at: i64,
    /// Waits for the answer of the call that caused it.
    #[serde(default)]
    pub(crate) held: bool,
    #[serde(default)]
    pub(crate) attempts: Vec<Attempt>,
    /// Attempts made, also beyond those kept.
    #[serde(default)]
    pub(crate) tries: u32,
    #[serde(default)]
    pub(crate) faults: Vec<String>,
    #[serde(default)]
    pub(crate) events: u32,
    #[serde(default)]
    pub(crate) resend_of: Option<String>,
    pub(crate) at: i64,
}

/// One Graph call with its answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Call {
    pub(crate) id: String,
    pub(crate) seq: u64,
    pub(crate) at: i64,
    /// `graph.facebook.com` or `graph.instagram.com`, whichever was meant.
    pub(crate) host: String,
    pub(crate) method: String,
    /// Without the version.
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) version: Option<String>,
    /// Fingerprint of the token, never the token.
    #[serde(default)]
    pub(crate) token: Option<String>,
    /// Parameters from query and body, without secrets.
    pub(crate) body: Value,
    /// Status as answered; none when the answer was lost.
    #[serde(default)]
    pub(crate) status: Option<u16>,
    pub(crate) answer: Value,
    /// Whether it took effect.
    pub(crate) accepted: bool,
    #[serde(default)]
    pub(crate) fault: Option<String>,
    pub(crate) ms: u64,
    /// A few words for people.
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) mid: Option<String>,
    #[serde(default)]
    pub(crate) customer_id: Option<String>,
}

/// A pixel or dataset (§7).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Pixel {
    pub(crate) id: String,
    /// The Page of the business it belongs to; none: every token may send to it.
    #[serde(default)]
    pub(crate) page_id: Option<String>,
    /// The one that `POST /{account}/dataset` answers.
    #[serde(default)]
    pub(crate) dataset: bool,
    /// Taken as existing because somebody named it.
    #[serde(default)]
    pub(crate) adopted: bool,
}

/// One event that a pixel took (§7).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Conversion {
    pub(crate) id: String,
    pub(crate) seq: u64,
    pub(crate) at: i64,
    /// By Meta's reckoning, which a person may have moved: what repeats are told by.
    pub(crate) received_at: i64,
    pub(crate) pixel_id: String,
    pub(crate) event_name: String,
    #[serde(default)]
    pub(crate) event_id: Option<String>,
    #[serde(default)]
    pub(crate) action_source: Option<String>,
    #[serde(default)]
    pub(crate) test_event_code: Option<String>,
    /// A repeat: received, and not counted again.
    #[serde(default)]
    pub(crate) duplicate: bool,
    /// Keys of the user data that should have been hashed and were not.
    #[serde(default)]
    pub(crate) in_the_clear: Vec<String>,
    /// As it came.
    pub(crate) event: Value,
}

/// Something a customer's app does later by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Planned {
    pub(crate) id: String,
    pub(crate) due_at: i64,
    pub(crate) seq: u64,
    pub(crate) customer_id: String,
    pub(crate) mid: String,
    pub(crate) what: PlannedKind,
}

/// What a customer's app does later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PlannedKind {
    /// The app received it: Messenger's `delivery`.
    Deliver,
    /// The person saw it: `read`.
    Read,
    /// The person answers.
    Answer,
    /// A story ended, and its last figures go out; `mid` is the story.
    StoryEnds,
}

/// Everything there is only one of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Meta {
    /// The part that makes our ids unlike another simulator's.
    pub(crate) instance: u64,
    /// The last number given to anything.
    pub(crate) last: u64,
    /// How far Meta's reckoning of windows runs ahead of the machine.
    pub(crate) offset_ms: i64,
    /// A stepped clock's time, kept for a restart.
    #[serde(default)]
    pub(crate) manual_ms: Option<i64>,
    #[serde(default)]
    pub(crate) webhook_url: Option<String>,
    /// Whether customers read by themselves.
    pub(crate) auto_read: bool,
    /// Whether customers answer by themselves.
    #[serde(default)]
    pub(crate) auto_answer: bool,
    /// Whether templates wait for a reviewer's word instead of being approved at once.
    #[serde(default)]
    pub(crate) hold_reviews: bool,
}

/// A utility template of a Page (§2.7).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    pub(crate) id: String,
    pub(crate) seq: u64,
    pub(crate) page_id: String,
    pub(crate) name: String,
    pub(crate) language: String,
    /// The text of its body, with `{{1}}`, …
    pub(crate) body: String,
    /// As handed in.
    pub(crate) components: Value,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) rejected_reason: Option<String>,
    pub(crate) created_at: i64,
}

/// An uploaded attachment (§2.4), by its id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Upload {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) url: String,
    pub(crate) at: i64,
    /// The Page that uploaded it; those of older states have none and are everybody's.
    #[serde(default)]
    pub(crate) page_id: Option<String>,
}
