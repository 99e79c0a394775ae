//! `ig_comment` and `fb_comment` (contract §3).

use serde::Serialize;

use super::wire::{Comment as Shape, Mentioned};
use super::{Comment, Mention};
use crate::account::Platform;
use crate::event::{Audience, NewEvent};

/// Who brought the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A delivery of Meta.
    Webhook,
    /// A call made here.
    Api,
}

#[derive(Serialize)]
struct CommentChanged<'a> {
    r#type: &'static str,
    action: &'a str,
    media_id: Option<&'a str>,
    comment_id: Option<&'a str>,
    text: &'a str,
    author_id: Option<&'a str>,
    author_username: Option<&'a str>,
    parent_id: Option<&'a str>,
    hidden: bool,
    timestamp: i64,
    mentioned_user_id: Option<&'a str>,
    account_id: String,
    source: Source,
    #[serde(skip_serializing_if = "Option::is_none")]
    media: Option<&'a Mentioned>,
}

const fn kind(platform: Platform) -> &'static str {
    match platform {
        Platform::Instagram => "ig_comment",
        Platform::Facebook => "fb_comment",
    }
}

/// The event of a comment that changed, for everyone. `None` if nothing that a screen shows has changed: the webhook of a
/// comment that was written here says nothing new.
#[must_use]
pub fn changed(before: Option<&Comment>, now: &Comment, source: Source) -> Option<NewEvent> {
    if !now.facts.shown {
        return None;
    }
    let shape = Shape::of(now);
    let seen = |shape: &Shape| Shape {
        // Moves by a second when Meta's own time comes.
        ts: 0,
        created_at: crate::time::Timestamp::EPOCH,
        updated_at: crate::time::Timestamp::EPOCH,
        ..shape.clone()
    };
    if let Some(before) = before.filter(|b| b.facts.shown)
        && seen(&Shape::of(before)) == seen(&shape)
    {
        return None;
    }
    let frame = CommentChanged {
        r#type: kind(now.platform),
        action: shape.action.as_str(),
        media_id: shape.media_id.as_deref(),
        comment_id: Some(&shape.id),
        text: &shape.text,
        author_id: shape.author_id.as_deref(),
        author_username: shape.author_username.as_deref(),
        parent_id: shape.parent_id.as_deref(),
        hidden: shape.hidden,
        timestamp: shape.ts,
        mentioned_user_id: shape.mentioned_user_id.as_deref(),
        account_id: now.account.to_string(),
        source,
        media: None,
    };
    Some(NewEvent::of(Audience::Everyone, &frame))
}

/// The event of a mention that came, or whose words were fetched, for everyone.
#[must_use]
pub fn mentioned(mention: &Mention, media: &Mentioned) -> NewEvent {
    let facts = &mention.facts;
    let frame = CommentChanged {
        r#type: kind(mention.platform),
        action: "mentioned",
        media_id: media.media_id.as_deref(),
        comment_id: media.comment_id.as_deref(),
        text: media
            .text
            .as_deref()
            .or(media.caption.as_deref())
            .unwrap_or_default(),
        author_id: facts.author.as_deref(),
        author_username: media.username.as_deref(),
        parent_id: None,
        hidden: false,
        timestamp: media.timestamp.secs(),
        mentioned_user_id: Some(mention.external.as_str()),
        account_id: mention.account.to_string(),
        source: Source::Webhook,
        media: Some(media),
    };
    NewEvent::of(Audience::Everyone, &frame)
}
