//! Somebody mentioned the account under a post of theirs, or in its caption.
//!
//! The webhook carries ids only and Meta keeps no list (platform notes §5.2), so each mention is stored when it comes
//! and its words are fetched once.

use std::cmp::Reverse;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Micros, raise};
use crate::account::Platform;
use crate::ids::{AccountId, CommentId, ExternalId, MediaId};
use crate::inbound::MentionEvent;
use crate::time::Timestamp;

/// What tells one mention from another within an account: the comment, or the post where its caption names us.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionKey(String);

impl MentionKey {
    /// The key as stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Of what a webhook names.
    #[must_use]
    pub fn of(media: Option<&MediaId>, comment: Option<&CommentId>) -> Self {
        match (comment, media) {
            (Some(comment), _) => Self(format!("comment:{comment}")),
            (None, Some(media)) => Self(format!("media:{media}")),
            (None, None) => Self("nothing".to_owned()),
        }
    }

    /// From its stored form.
    #[must_use]
    pub fn stored(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for MentionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Who is mentioned.
    pub account: AccountId,
    /// Meta's id of that account.
    pub external: ExternalId,
    /// Where.
    pub platform: Platform,
    /// What tells it from others.
    pub key: MentionKey,
    /// What is known of it.
    pub facts: MentionFacts,
}

/// What is known of a mention; merges like [`super::Facts`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct MentionFacts {
    /// The post.
    pub media: Option<MediaId>,
    /// The comment; a mention without one stands in the caption.
    pub comment: Option<CommentId>,
    /// Who mentioned, where the webhook says so (Pages).
    pub author: Option<String>,
    /// Their name.
    pub author_name: Option<String>,
    /// When it came.
    pub at: Option<Reverse<Micros>>,
    /// What was fetched of it, the newest.
    pub details: Option<(Micros, Details)>,
}

/// What Meta says about a mention when asked (§5.2). Every field can be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Details {
    /// `IMAGE`, `VIDEO`, …
    pub media_type: Option<String>,
    /// Where the media lie; expires.
    pub media_url: Option<String>,
    /// The post's own address.
    pub permalink: Option<String>,
    /// The caption; Meta strips a leading `@`.
    pub caption: Option<String>,
    /// Who mentioned.
    pub username: Option<String>,
    /// The words of the comment.
    pub text: Option<String>,
    /// When it was written.
    pub at: Option<Micros>,
}

impl MentionFacts {
    /// The name or handle of whoever mentioned us, if anybody has said it.
    #[must_use]
    pub fn handle(&self) -> Option<&str> {
        let fetched = self
            .details
            .as_ref()
            .and_then(|(_, d)| d.username.as_deref());
        fetched.or(self.author_name.as_deref())
    }

    /// What an event of a delivery says.
    #[must_use]
    pub fn of_event(event: &MentionEvent, arrived: Timestamp) -> Self {
        let at = event.at.unwrap_or(arrived).min(arrived);
        let text = event.text.clone().map(|text| {
            let details = Details {
                text: Some(text),
                ..Details::default()
            };
            (Micros::default(), details)
        });
        Self {
            media: event.media.clone(),
            comment: event.comment.clone(),
            author: event.author.clone(),
            author_name: event.author_name.clone(),
            at: Some(Reverse(Micros(at))),
            details: text,
        }
    }

    /// What was fetched.
    #[must_use]
    pub fn fetched(details: Details, at: Timestamp) -> Self {
        Self {
            details: Some((Micros(at), details)),
            ..Self::default()
        }
    }

    /// Takes in what another source knows, in any order.
    pub fn merge(&mut self, other: Self) {
        raise(&mut self.media, other.media);
        raise(&mut self.comment, other.comment);
        raise(&mut self.author, other.author);
        raise(&mut self.author_name, other.author_name);
        raise(&mut self.at, other.at);
        raise(&mut self.details, other.details);
    }

    /// When it was written, else when it came.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        let written = self.details.as_ref().and_then(|(_, d)| d.at);
        written
            .or(self.at.map(|at| at.0))
            .map(|at| at.0)
            .unwrap_or_default()
    }
}

/// Whether Meta tells accounts of this kind that they were mentioned. Instagram Login has no `mentions` field
/// (platform notes §1.4).
#[must_use]
pub const fn names(instagram_login: bool) -> bool {
    !instagram_login
}
