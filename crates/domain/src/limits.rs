//! Meta's limits on what may be sent (platform notes §2.2), checked before anything is stored.

use crate::account::Platform;
use crate::message::SendKind;

/// Instagram counts bytes of UTF-8: at most this many.
pub const INSTAGRAM_TEXT_BYTES: usize = 1_000;
/// Messenger counts characters: fewer than this many.
pub const MESSENGER_TEXT_CHARS: usize = 2_000;
/// Files in one post. Each becomes a message of its own; Meta takes 10 images at once on Instagram, and a
/// person who sends more than that is better served by a link.
pub const ATTACHMENTS_PER_POST: usize = 10;
/// Longest URL of an attachment; browsers and Meta's fetcher take no more.
pub const URL_BYTES: usize = 2_048;

/// Why a message cannot be sent as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    /// Neither text nor a file.
    #[error("Write something or attach a file.")]
    Empty,
    /// Too long for Instagram.
    #[error(
        "Instagram takes at most {INSTAGRAM_TEXT_BYTES} bytes of text and this has {bytes}. Split it into two messages."
    )]
    InstagramTextTooLong {
        /// How many bytes it has.
        bytes: usize,
    },
    /// Too long for Messenger.
    #[error(
        "Messenger takes fewer than {MESSENGER_TEXT_CHARS} characters and this has {chars}. Split it into two messages."
    )]
    MessengerTextTooLong {
        /// How many characters it has.
        chars: usize,
    },
    /// Too many files.
    #[error("At most {ATTACHMENTS_PER_POST} files can be sent at once and this has {count}.")]
    TooManyAttachments {
        /// How many there are.
        count: usize,
    },
    /// Not an address Meta could fetch from.
    #[error(
        "The address of a file must begin with http:// or https:// and have at most {URL_BYTES} bytes."
    )]
    BadUrl,
}

impl LimitError {
    /// The field it is about, as a JSON pointer.
    #[must_use]
    pub const fn pointer(&self) -> &'static str {
        match self {
            Self::Empty | Self::InstagramTextTooLong { .. } | Self::MessengerTextTooLong { .. } => {
                "/content"
            }
            Self::TooManyAttachments { .. } | Self::BadUrl => "/attachments",
        }
    }
}

/// Checks text and files against the platform's limits. `text` may be empty if there are files.
///
/// # Errors
/// The first limit that is broken.
pub fn check(platform: Platform, text: &str, files: &[(SendKind, &str)]) -> Result<(), LimitError> {
    if text.trim().is_empty() && files.is_empty() {
        return Err(LimitError::Empty);
    }
    match platform {
        Platform::Instagram if text.len() > INSTAGRAM_TEXT_BYTES => {
            return Err(LimitError::InstagramTextTooLong { bytes: text.len() });
        }
        Platform::Facebook => {
            let chars = text.chars().count();
            if chars >= MESSENGER_TEXT_CHARS {
                return Err(LimitError::MessengerTextTooLong { chars });
            }
        }
        Platform::Instagram => {}
    }
    if files.len() > ATTACHMENTS_PER_POST {
        return Err(LimitError::TooManyAttachments { count: files.len() });
    }
    for (_, url) in files {
        let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
        if url.len() > URL_BYTES || !(lower.starts_with("http://") || lower.starts_with("https://"))
        {
            return Err(LimitError::BadUrl);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instagram_counts_bytes_and_messenger_characters() {
        let thousand = "é".repeat(500);
        assert_eq!(check(Platform::Instagram, &thousand, &[]), Ok(()));
        assert_eq!(
            check(Platform::Instagram, &format!("{thousand}x"), &[]),
            Err(LimitError::InstagramTextTooLong { bytes: 1_001 })
        );
        assert_eq!(check(Platform::Facebook, &"é".repeat(1_999), &[]), Ok(()));
        assert_eq!(
            check(Platform::Facebook, &"é".repeat(2_000), &[]),
            Err(LimitError::MessengerTextTooLong { chars: 2_000 })
        );
    }

    #[test]
    fn nothing_is_not_a_message() {
        assert_eq!(
            check(Platform::Facebook, " \n", &[]),
            Err(LimitError::Empty)
        );
        assert_eq!(
            check(
                Platform::Facebook,
                "",
                &[(SendKind::Image, "https://a.example/x.png")]
            ),
            Ok(())
        );
    }

    #[test]
    fn the_number_of_files_is_bounded() {
        let files = vec![(SendKind::Image, "https://a.example/x.png"); ATTACHMENTS_PER_POST + 1];
        assert_eq!(
            check(Platform::Instagram, "", &files),
            Err(LimitError::TooManyAttachments { count: 11 })
        );
    }

    #[test]
    fn only_web_addresses() {
        for bad in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "x",
            "ftp://a.example/x",
        ] {
            assert_eq!(
                check(Platform::Instagram, "", &[(SendKind::File, bad)]),
                Err(LimitError::BadUrl)
            );
        }
    }
}
