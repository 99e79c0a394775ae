//! When a comment may be answered with a private message.

use super::Comment;
use crate::time::{DAY, HOUR, Timestamp};

/// Meta takes a private reply for this long after the comment (platform notes §2.3).
pub const WINDOW: i64 = 7 * DAY;
/// A live comment can be answered only while the broadcast runs (§2.3). Nobody tells us when it ends; Instagram ends
/// one after four hours, so a comment older than that belongs to one that is over. Before that Meta decides.
pub const LIVE: i64 = 4 * HOUR;

/// Why a private reply is not possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The business wrote the comment itself.
    Own,
    /// The comment was removed.
    Removed,
    /// There was one already.
    Used,
    /// The comment is older than [`WINDOW`].
    TooOld,
    /// The broadcast is over.
    LiveOver,
}

impl Refusal {
    /// Stable word for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "private_reply_to_self",
            Self::Removed => "comment_deleted",
            Self::Used => "private_reply_used",
            Self::TooOld => "private_reply_expired",
            Self::LiveOver => "broadcast_over",
        }
    }

    /// One sentence for an agent.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Own => "This comment is your own. Reply to a customer's comment instead.",
            Self::Removed => "This comment was deleted, so it cannot be answered any more.",
            Self::Used => {
                "This comment has had its one private reply. Answer in public, or in the chat once the customer writes."
            }
            Self::TooOld => {
                "This comment is older than 7 days, so Meta takes no private reply. Answer in public."
            }
            Self::LiveOver => {
                "The live broadcast is over, so its comments cannot be answered privately."
            }
        }
    }

    /// Whether the same reply could have been sent to this comment before, as opposed to never.
    #[must_use]
    pub const fn is_conflict(self) -> bool {
        matches!(self, Self::Used | Self::Removed)
    }
}

/// Whether this comment may get a private reply at `now`. What we cannot know (blocked, restricted) Meta decides.
///
/// # Errors
/// The first reason that stands against it.
pub fn may_reply_privately(comment: &Comment, now: Timestamp) -> Result<(), Refusal> {
    let facts = &comment.facts;
    let age = now.since(facts.written_at());
    if facts.own {
        Err(Refusal::Own)
    } else if facts.removed.is_some() {
        Err(Refusal::Removed)
    } else if facts.private_reply.is_some() {
        Err(Refusal::Used)
    } else if facts.live && age > LIVE {
        Err(Refusal::LiveOver)
    } else if age > WINDOW {
        Err(Refusal::TooOld)
    } else {
        Ok(())
    }
}
