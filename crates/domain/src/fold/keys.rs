//! Which rows a batch may touch.

use std::collections::BTreeSet;

use crate::comment::MentionKey;
use crate::ids::{CommentId, CustomerId, MediaId, MessageId, Mid};
use crate::inbound::{Inbound, InboundReply, Meaning, ReadMark, What};

/// Keys of rows within one account, to be read before the batch is folded.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Customers whose chats are touched.
    pub customers: BTreeSet<CustomerId>,
    /// Messages that are touched or answered.
    pub mids: BTreeSet<Mid>,
    /// Our own rows that an echo's metadata names.
    pub own: BTreeSet<MessageId>,
    /// Comments that are touched.
    pub comments: BTreeSet<CommentId>,
    /// Mentions that are touched.
    pub mentions: BTreeSet<MentionKey>,
    /// Stories whose figures are touched.
    pub stories: BTreeSet<MediaId>,
}

/// Adds what `meaning` touches to `keys`.
pub fn keys(meaning: &Meaning, keys: &mut Keys) {
    let event = match meaning {
        Meaning::Event(event) | Meaning::Unknown(Some(event)) => event,
        Meaning::Comment(event) => {
            keys.comments.insert(event.id.clone());
            return;
        }
        Meaning::Mention(event) => {
            let key = MentionKey::of(event.media.as_ref(), event.comment.as_ref());
            keys.mentions.insert(key);
            return;
        }
        Meaning::StoryEnded(figures) => {
            keys.stories.insert(figures.media.clone());
            return;
        }
        _ => return,
    };
    keys.customers.extend(event.customer.clone());
    keys.mids.extend(row_key(event));
    match &event.what {
        What::Message(m) => {
            if let Some(InboundReply::Message(mid)) = &m.reply_to {
                keys.mids.insert(mid.clone());
            }
            keys.own.extend(
                m.metadata
                    .as_deref()
                    .and_then(|text| text.parse::<MessageId>().ok()),
            );
        }
        What::Read(ReadMark::Mid(mid)) => {
            keys.mids.insert(mid.clone());
        }
        What::Delivered { mids, .. } => keys.mids.extend(mids.iter().cloned()),
        _ => {}
    }
}

/// The key of the row that an event belongs to; `None` for receipts, which touch others' rows, and for
/// what concerns the chat alone.
pub(super) fn row_key(event: &Inbound) -> Option<Mid> {
    let who = event.customer.as_ref().map_or("", CustomerId::as_str);
    let at = event.at.map(|t| t.micros().to_string()).unwrap_or_default();
    let side = if event.from_business { "b" } else { "c" };
    match &event.what {
        What::Message(m) => Some(m.mid.clone().unwrap_or_else(|| {
            let files = serde_json::to_string(&m.attachments).unwrap_or_default();
            Mid::made_up(&["message", side, who, &at, &m.text, &files])
        })),
        What::Unsent { mid }
        | What::Edited { mid, .. }
        | What::Reacted { mid, .. }
        | What::Rated { mid, .. } => Some(mid.clone()),
        What::Read(_) | What::Delivered { .. } | What::HandedOver => None,
        What::Postback {
            mid,
            title,
            payload,
            ..
        } => Some(mid.clone().unwrap_or_else(|| {
            let (title, payload) = (
                title.as_deref().unwrap_or(""),
                payload.as_deref().unwrap_or(""),
            );
            Mid::made_up(&["postback", who, &at, title, payload])
        })),
        What::Referral(context) => {
            Some(Mid::made_up(&["referral", who, &at, &context.to_string()]))
        }
        What::OptedIn(context) => Some(Mid::made_up(&["optin", who, &at, &context.to_string()])),
        What::Unsupported(kind) => Some(Mid::made_up(&["unsupported", side, who, &at, kind])),
    }
}
