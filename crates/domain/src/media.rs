//! Files of a conversation: which are copied, how long an address of Meta's lives, when a fetch is given up.
//!
//! Meta's addresses end within days (platform notes §3), so what customers send is copied at once. Media of a story that
//! mentions the account may be shown but not kept (Meta's rules for story mentions): only the address is, until the story
//! ends. Shares are links to what belongs to somebody else, and stay links.

use serde::{Deserialize, Serialize};

use crate::ids::{ChatId, FileId, MessageId};
use crate::inbound::{AttachmentKind, InboundAttachment};
use crate::message::{Message, Presence, Rank, SendKind};
use crate::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};

/// A story is shown this long.
pub const STORY_LIFE: i64 = DAY;
/// Largest file that is fetched. Meta takes 25 MB from businesses (§2.2) and says nothing of customers, whose apps shrink
/// what they send; twice that and a little leaves room without letting one message fill a disk.
pub const FETCH_BYTES: u64 = 64 * 1024 * 1024;
/// A fetch that meets only passing faults is given up after this long; Meta's addresses live a few days.
pub const FETCH_PATIENCE: i64 = DAY;
/// A fetch that finds no room on our side waits this long for an operator; no address lives longer.
pub const FULL_PATIENCE: i64 = 7 * DAY;
/// Pause while there is no room.
const FULL_PAUSE: i64 = MINUTE;
/// First and longest pause after a passing fault.
const FIRST_PAUSE: i64 = 2 * SECOND;
const LONGEST_PAUSE: i64 = 30 * MINUTE;
/// A profile picture without a stated end is asked for again after this long: the end that captures show (§3).
const PICTURE_LIFE: i64 = 5 * DAY;
/// A profile is never asked for sooner than this, whatever the address says.
const PROFILE_REST: i64 = HOUR;
/// Nor later.
const PROFILE_LIFE: i64 = 30 * DAY;
/// Type of what cannot be told.
pub const UNKNOWN_TYPE: &str = "application/octet-stream";
/// What browsers may show under our address; everything else is only downloaded. No type here can run a script.
const SHOWN: [&str; 13] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "audio/mpeg",
    "audio/mp4",
    "audio/aac",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
];

/// Whether the media of an attachment can be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentState {
    /// At `url`.
    Ready,
    /// Being fetched.
    Fetching,
    /// The address has ended.
    Expired,
    /// Meta does not hand it out.
    Withheld,
    /// Could not be fetched.
    Failed,
}

impl AttachmentState {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Fetching => "fetching",
            Self::Expired => "expired",
            Self::Withheld => "withheld",
            Self::Failed => "failed",
        }
    }
}

/// What became of one attachment of a message. Beside the content, because it is no part of what Meta said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaFact {
    /// Which attachment, from 0.
    pub place: u32,
    /// Our copy, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<FileId>,
    /// Whether it can be shown.
    pub state: AttachmentState,
    /// Its type, looked at and not believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime: Option<String>,
    /// Bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// File name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether there is a small picture of it.
    #[serde(default)]
    pub preview: bool,
}

/// What is to be done with an attachment that Meta sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// Copy it.
    Copy,
    /// Only its address, until this time.
    Until(Timestamp),
    /// Only what the message says of it.
    AsItIs,
}

/// What is to be done with an attachment of a message of `at`.
#[must_use]
pub fn keep(attachment: &InboundAttachment, at: Timestamp) -> Keep {
    let Some(url) = &attachment.url else {
        return Keep::AsItIs;
    };
    match attachment.kind {
        AttachmentKind::Image
        | AttachmentKind::Video
        | AttachmentKind::Audio
        | AttachmentKind::File => Keep::Copy,
        AttachmentKind::StoryMention => Keep::Until(at.plus(STORY_LIFE)),
        _ => expires(url).map_or(Keep::AsItIs, Keep::Until),
    }
}

/// A file of a message that somebody has to look after.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Of which message.
    pub message: MessageId,
    /// In which chat.
    pub chat: ChatId,
    /// Which attachment, from 0.
    pub place: u32,
    /// Copied, or watched until its address ends.
    pub keep: Keep,
    /// Where it is.
    pub url: String,
}

/// The files of a message that nobody looks after yet. What was sent from here is looked after by the sender.
#[must_use]
pub fn wanted(message: &Message) -> Vec<Wanted> {
    let Some(chat) = message.chat else {
        return Vec::new();
    };
    if message.presence != Presence::Shown
        || message.rank != Rank::Meta
        || message.unsent_at.is_some()
    {
        return Vec::new();
    }
    let known = |place: u32| message.media.iter().any(|m| m.place == place);
    (0u32..)
        .zip(&message.content.attachments)
        .filter(|(place, _)| !known(*place))
        .filter_map(|(place, a)| {
            let keep = keep(a, message.at);
            let url = a.url.clone().filter(|_| keep != Keep::AsItIs)?;
            Some(Wanted {
                message: message.id,
                chat,
                place,
                keep,
                url,
            })
        })
        .collect()
}

/// Puts a fact in the place of an older one.
pub fn know(facts: &mut Vec<MediaFact>, fact: MediaFact) {
    facts.retain(|m| m.place != fact.place);
    facts.push(fact);
    facts.sort_by_key(|m| m.place);
}

/// When Meta's address ends: `oe`, hexadecimal Unix seconds (§3).
#[must_use]
pub fn expires(url: &str) -> Option<Timestamp> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let digits = query.split('&').find_map(|p| p.strip_prefix("oe="))?;
    let secs = i64::from_str_radix(digits, 16).ok()?;
    (secs > 0).then(|| Timestamp::from_secs(secs))
}

/// What came in the way of a fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FetchFault {
    /// The address has ended: 403, 404 or 410.
    Gone,
    /// Not what it should be: too large, of another kind, or at an address that is not Meta's.
    Refused,
    /// A fault that passes: no answer, 5xx, 429.
    Passing,
    /// No room on our side.
    Full,
}

/// What comes after a fetch that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFetch {
    /// Another try after so many microseconds.
    Again(i64),
    /// This is how it stays.
    Ends(AttachmentState),
}

/// What comes after try `attempt` (from 1) of a fetch that was asked for `age` microseconds ago. `jitter` in 0..=1000
/// spreads the pauses by up to a quarter.
#[must_use]
pub fn after_fetch(fault: FetchFault, attempt: i64, age: i64, jitter: u32) -> AfterFetch {
    match fault {
        FetchFault::Gone => AfterFetch::Ends(AttachmentState::Expired),
        FetchFault::Refused => AfterFetch::Ends(AttachmentState::Failed),
        FetchFault::Full if age < FULL_PATIENCE => AfterFetch::Again(FULL_PAUSE),
        FetchFault::Passing if age < FETCH_PATIENCE => {
            let doublings = attempt.clamp(1, 20) - 1;
            let base = (FIRST_PAUSE << doublings).min(LONGEST_PAUSE);
            AfterFetch::Again(base + base / 4 * i64::from(jitter.min(1_000)) / 1_000)
        }
        FetchFault::Full | FetchFault::Passing => AfterFetch::Ends(AttachmentState::Failed),
    }
}

/// When a profile that was read at `now` is asked for again: when its picture's address ends.
#[must_use]
pub fn profile_due(now: Timestamp, picture: Option<&str>) -> Timestamp {
    let end = picture
        .and_then(expires)
        .unwrap_or_else(|| now.plus(PICTURE_LIFE));
    end.clamp(now.plus(PROFILE_REST), now.plus(PROFILE_LIFE))
}

/// The type under which a file is kept. `found` is what its first bytes show; what browsers could run is none.
#[must_use]
pub fn settled_type(found: Option<&str>, audio: bool) -> String {
    match found.unwrap_or(UNKNOWN_TYPE) {
        // The same container; voice messages come in it.
        "video/mp4" if audio => "audio/mp4",
        "audio/m4a" | "audio/x-m4a" => "audio/mp4",
        "audio/x-wav" => "audio/wav",
        "audio/x-aac" => "audio/aac",
        "video/x-m4v" => "video/mp4",
        t if t.starts_with("text/") || t.contains("xml") || t.contains("html") => UNKNOWN_TYPE,
        t => t,
    }
    .to_owned()
}

/// What a file of this type is sent as, unless the sender says otherwise.
#[must_use]
pub fn kind_of(mime: &str) -> SendKind {
    match mime.split('/').next() {
        Some("image") => SendKind::Image,
        Some("video") => SendKind::Video,
        Some("audio") => SendKind::Audio,
        _ => SendKind::File,
    }
}

/// Whether what was fetched for an attachment of this kind can be one: an error page is none.
#[must_use]
pub fn fits(kind: AttachmentKind, mime: &str) -> bool {
    match kind {
        AttachmentKind::Image | AttachmentKind::Video | AttachmentKind::Audio => {
            kind_of(mime) != SendKind::File
        }
        _ => true,
    }
}

/// Whether browsers may show it under our address.
#[must_use]
pub fn may_show(mime: &str) -> bool {
    SHOWN.contains(&mime)
}

/// Where a file is served.
#[must_use]
pub fn address(id: FileId) -> String {
    format!("/api/media/{id}")
}

/// Where the small picture of a file is served.
#[must_use]
pub fn preview_address(id: FileId) -> String {
    format!("/api/media/{id}?size=thumb")
}

#[cfg(test)]
#[path = "media_tests.rs"]
mod tests;
