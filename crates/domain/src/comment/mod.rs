//! One comment under a post: what is stored of it, and how facts about it merge.
//!
//! Like a message, a comment gathers *facts* in any order and any number of times: what a webhook said, what our own
//! call did, what Meta's node shows. Each source becomes a [`Facts`], and [`Facts::merge`] is commutative, associative
//! and idempotent, so the order of deliveries cannot show in the result. Edits, hiding and removals never blank what is
//! stored: a removed comment keeps its words.

mod event;
mod mention;
mod private_reply;
mod reply;
mod wire;

pub use event::{Source, changed, mentioned};
pub use mention::{Details, Mention, MentionFacts, MentionKey, names};
pub use private_reply::{LIVE, Refusal, WINDOW, may_reply_privately};
pub use reply::{INSTAGRAM_CHARS, NoReply, PAGE_CHARS, check_words, may_reply};
pub use wire::{Attachment, Comment as Shape, Listed, Mentioned, MentionsAnswer, Post, Reply};

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::account::Platform;
use crate::ids::{AccountId, CommentId, ExternalId, MediaId, Mid, UserId};
use crate::inbound::{CommentEvent, CommentVerb};
use crate::time::Timestamp;

/// A comment of one of our accounts' posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Whose post it stands under.
    pub account: AccountId,
    /// Meta's id of that account.
    pub external: ExternalId,
    /// Where.
    pub platform: Platform,
    /// Meta's id.
    pub id: CommentId,
    /// What is known of it.
    pub facts: Facts,
}

/// What became of a comment, as the wire says it; a function of its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It was written.
    Created,
    /// It was edited, hidden or shown again.
    Updated,
    /// It was removed; its text is kept.
    Deleted,
}

impl Action {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
        }
    }
}

/// How well a time of writing is known; the better one wins, among equals the earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dating {
    /// By our clock: when it arrived here or left.
    Ours,
    /// By the delivery, which leaves shortly after (Instagram tells no more, platform notes §1.9).
    Delivery,
    /// By Meta, of the comment itself.
    Meta,
}

/// When it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dated {
    /// How well that is known.
    pub by: Dating,
    /// When; the order of this structure puts the earlier one higher.
    pub at: Reverse<Micros>,
}

/// A time that is stored as its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Micros(pub Timestamp);

impl Serialize for Micros {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0.micros())
    }
}

impl<'de> Deserialize<'de> for Micros {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(|n| Self(Timestamp::from_micros(n)))
    }
}

/// Where a text comes from; the later one wins, whatever its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Telling {
    /// Seen in passing: a hide carries the words, and so does Meta's node.
    Seen,
    /// As it was written.
    Written,
    /// As it was edited.
    Edited,
}

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Said {
    /// Who tells.
    pub by: Telling,
    /// When it was said; of two edits the later wins.
    pub at: Micros,
    /// The words.
    pub text: String,
}

/// Hidden or shown by the business.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Veil {
    /// When.
    pub at: Micros,
    /// Whether it is hidden since.
    pub hidden: bool,
}

/// A private reply that Meta took: there can be one (platform notes §2.3).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PrivateReply {
    /// When.
    pub at: Micros,
    /// The message that it became.
    pub mid: Option<Mid>,
    /// Who wrote it here.
    pub by: Option<UserId>,
}

/// What is known of a comment. Each field has its own merge; a missing one says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Its words, or the fact that it has none, are known: it can be shown.
    pub shown: bool,
    /// The post. Of a boosted one the original, so that a comment that comes by both ways stands under one.
    pub media: Option<MediaId>,
    /// The advertisement made of the post, if it was written there.
    pub ad: Option<MediaId>,
    /// The comment that it answers.
    pub parent: Option<CommentId>,
    /// Who wrote it: on Instagram the same id as in messages (§5.1), on a Page another one.
    pub author: Option<String>,
    /// Handle or name, and when it was told.
    pub author_name: Option<(Micros, String)>,
    /// The business wrote it.
    pub own: bool,
    /// Written during a live broadcast.
    pub live: bool,
    /// When it was written.
    pub written: Option<Dated>,
    /// What it says.
    pub said: Option<Said>,
    /// A photo in it: where, and when that was told.
    pub photo: Option<(Micros, String)>,
    /// Whether the business hides it.
    pub veil: Option<Veil>,
    /// When it was removed.
    pub removed: Option<Reverse<Micros>>,
    /// It names the account with `@`.
    pub mentions: bool,
    /// Who of us wrote it.
    pub sent_by: Option<UserId>,
    /// Its private reply.
    pub private_reply: Option<PrivateReply>,
}

/// Raises a fact to the greater of two; nothing is the least.
fn raise<T: Ord>(slot: &mut Option<T>, other: Option<T>) {
    if other > *slot {
        *slot = other;
    }
}

impl Facts {
    /// What an event of a delivery says. `own` is the account's id at Meta, `arrived` stands in for a missing time and
    /// bounds times in the future.
    #[must_use]
    pub fn of_event(event: &CommentEvent, own: &ExternalId, arrived: Timestamp) -> Self {
        let clamp = |at: Timestamp| at.min(arrived);
        let happened = Micros(clamp(event.at.or(event.created).unwrap_or(arrived)));
        let written = match (event.created, event.at) {
            (Some(at), _) => Dated {
                by: Dating::Meta,
                at: Reverse(Micros(clamp(at))),
            },
            (None, Some(at)) => Dated {
                by: Dating::Delivery,
                at: Reverse(Micros(clamp(at))),
            },
            (None, None) => Dated {
                by: Dating::Ours,
                at: Reverse(Micros(arrived)),
            },
        };
        // Only who writes or edits is its author: hiding and removing is done by the Page, too (§1.9).
        let by_author = matches!(event.verb, CommentVerb::Written | CommentVerb::Edited);
        let author = event.author.clone().filter(|_| by_author);
        let name = event.author_name.clone().filter(|_| by_author);
        let said = |by, at| event.text.clone().map(|text| Said { by, at, text });
        let mut facts = Self {
            shown: by_author || event.text.is_some() || event.photo.is_some(),
            media: event.original.clone().or_else(|| event.media.clone()),
            ad: event
                .media
                .clone()
                .filter(|media| event.original.as_ref().is_some_and(|o| o != media)),
            parent: event.parent.clone(),
            own: by_author && (event.by_business || author.as_deref() == Some(own.as_str())),
            author,
            author_name: name.map(|name| (happened, name)),
            live: event.live,
            photo: event.photo.clone().map(|url| (happened, url)),
            ..Self::default()
        };
        match event.verb {
            CommentVerb::Written => {
                facts.written = Some(written);
                facts.said = said(Telling::Written, written.at.0);
            }
            CommentVerb::Edited => facts.said = said(Telling::Edited, happened),
            CommentVerb::Hidden | CommentVerb::Unhidden => {
                let hidden = event.verb == CommentVerb::Hidden;
                facts.veil = Some(Veil {
                    at: happened,
                    hidden,
                });
                facts.said = said(Telling::Seen, happened);
            }
            CommentVerb::Removed => facts.removed = Some(Reverse(happened)),
        }
        if facts.written.is_none() && facts.shown {
            // The time of an edit or a hide is no time of writing, but better than none until that comes.
            facts.written = Some(Dated {
                by: Dating::Ours,
                at: written.at,
            });
        }
        facts
    }

    /// Takes in what another source knows. In any order, any number of times: the result is the same.
    pub fn merge(&mut self, other: Self) {
        self.shown |= other.shown;
        raise(&mut self.media, other.media);
        raise(&mut self.ad, other.ad);
        raise(&mut self.parent, other.parent);
        raise(&mut self.author, other.author);
        raise(&mut self.author_name, other.author_name);
        self.own |= other.own;
        self.live |= other.live;
        raise(&mut self.written, other.written);
        raise(&mut self.said, other.said);
        raise(&mut self.photo, other.photo);
        raise(&mut self.veil, other.veil);
        raise(&mut self.removed, other.removed);
        self.mentions |= other.mentions;
        raise(&mut self.sent_by, other.sent_by);
        raise(&mut self.private_reply, other.private_reply);
    }

    /// The words as they stand, `""` if none.
    #[must_use]
    pub fn text(&self) -> &str {
        self.said.as_ref().map_or("", |s| s.text.as_str())
    }

    /// Whether the business hides it.
    #[must_use]
    pub fn hidden(&self) -> bool {
        self.veil.is_some_and(|v| v.hidden)
    }

    /// When it was removed.
    #[must_use]
    pub fn removed_at(&self) -> Option<Timestamp> {
        self.removed.map(|at| at.0.0)
    }

    /// When it was written.
    #[must_use]
    pub fn written_at(&self) -> Timestamp {
        self.written.map(|d| d.at.0.0).unwrap_or_default()
    }

    /// When it last changed.
    #[must_use]
    pub fn changed_at(&self) -> Timestamp {
        let edited = self
            .said
            .as_ref()
            .filter(|s| s.by == Telling::Edited)
            .map(|s| s.at.0);
        let veiled = self.veil.map(|v| v.at.0);
        [edited, veiled, self.removed_at()]
            .into_iter()
            .flatten()
            .fold(self.written_at(), Timestamp::max)
    }

    /// What became of it.
    #[must_use]
    pub fn action(&self) -> Action {
        let edited = self.said.as_ref().is_some_and(|s| s.by == Telling::Edited);
        if self.removed.is_some() {
            Action::Deleted
        } else if edited || self.veil.is_some() {
            Action::Updated
        } else {
            Action::Created
        }
    }
}

/// What our own calls did, once Meta has said yes.
impl Facts {
    /// A comment or an answer that was written here.
    #[must_use]
    pub fn written_here(
        media: Option<MediaId>,
        parent: Option<CommentId>,
        author: (&ExternalId, &str),
        text: &str,
        by: UserId,
        at: Timestamp,
    ) -> Self {
        Self {
            shown: true,
            media,
            parent,
            author: Some(author.0.as_str().to_owned()),
            author_name: Some((Micros(at), author.1.to_owned())),
            own: true,
            written: Some(Dated {
                by: Dating::Ours,
                at: Reverse(Micros(at)),
            }),
            said: Some(Said {
                by: Telling::Written,
                at: Micros(at),
                text: text.to_owned(),
            }),
            sent_by: Some(by),
            ..Self::default()
        }
    }

    /// It was hidden or shown. Our own clock tells its acts apart within a second, which Meta's deliveries do not.
    #[must_use]
    pub fn veiled_here(hidden: bool, at: Timestamp) -> Self {
        Self {
            veil: Some(Veil {
                at: Micros(at),
                hidden,
            }),
            ..Self::default()
        }
    }

    /// It was removed.
    #[must_use]
    pub fn removed_here(at: Timestamp) -> Self {
        Self {
            removed: Some(Reverse(Micros(at))),
            ..Self::default()
        }
    }
}

/// Whether a text names this handle with `@`, as a whole word and in any case. A handle has letters, digits, dots and
/// underscores; a dot at its end belongs to the sentence.
#[must_use]
pub fn is_named(text: &str, handle: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    !handle.is_empty()
        && text.split('@').skip(1).any(|rest| {
            let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
            let named = rest.get(..end).unwrap_or_default();
            let named = named.strip_suffix('.').unwrap_or(named);
            named.eq_ignore_ascii_case(handle)
        })
}

#[cfg(test)]
mod tests;
