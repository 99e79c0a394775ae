//! When a comment may be answered in public, and how long an answer may be.

use super::Comment;
use crate::account::Platform;

/// Longest comment on Instagram, in characters: the product's limit, for Meta publishes none for its API (platform notes
/// §11).
pub const INSTAGRAM_CHARS: usize = 2_200;
/// Longest comment on a Page, in characters: the product's limit.
pub const PAGE_CHARS: usize = 8_000;

/// Why a comment cannot be answered in public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoReply {
    /// It was removed.
    Removed,
    /// Instagram takes no answer to a hidden one (§5.1).
    Hidden,
    /// Instagram takes no answer to a live one (§5.1).
    Live,
}

impl NoReply {
    /// Stable word for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Removed => "comment_deleted",
            Self::Hidden => "comment_hidden",
            Self::Live => "live_comment",
        }
    }

    /// One sentence for an agent.
    #[must_use]
    pub const fn detail(self) -> &'static str {
        match self {
            Self::Removed => "This comment was deleted, so it cannot be answered any more.",
            Self::Hidden => "This comment is hidden. Show it again, then answer it.",
            Self::Live => {
                "Comments of a live broadcast take no answer in public. Answer privately while it runs."
            }
        }
    }
}

/// Whether this comment may be answered in public, as far as we know.
///
/// # Errors
/// The first reason that stands against it.
pub fn may_reply(comment: &Comment) -> Result<(), NoReply> {
    let instagram = comment.platform == Platform::Instagram;
    let facts = &comment.facts;
    if facts.removed.is_some() {
        Err(NoReply::Removed)
    } else if instagram && facts.live {
        Err(NoReply::Live)
    } else if instagram && facts.hidden() {
        Err(NoReply::Hidden)
    } else {
        Ok(())
    }
}

/// Checks the words of a comment or an answer; gives the sentence to show if they cannot be posted.
///
/// # Errors
/// Empty, or longer than the platform takes.
pub fn check_words(platform: Platform, text: &str) -> Result<(), String> {
    let (name, most) = match platform {
        Platform::Instagram => ("Instagram", INSTAGRAM_CHARS),
        Platform::Facebook => ("Facebook", PAGE_CHARS),
    };
    let chars = text.chars().count();
    if text.trim().is_empty() {
        Err("Write something.".to_owned())
    } else if chars > most {
        Err(format!(
            "{name} takes at most {most} characters in a comment and this has {chars}. Shorten it."
        ))
    } else {
        Ok(())
    }
}
