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
/// Largest photo that either platform takes.
pub const IMAGE_BYTES: u64 = 8 * 1024 * 1024;
/// Largest other file that either platform takes.
pub const FILE_BYTES: u64 = 25 * 1024 * 1024;
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
    /// A file beyond the platform's size.
    #[error("{} takes files of kind {} of at most {limit_mb} MB and this has {size_mb}. Send a smaller one, or a link to it.", .platform.name(), .kind.as_str())]
    FileTooLarge {
        /// Where.
        platform: Platform,
        /// As what.
        kind: SendKind,
        /// What it takes, in MB.
        limit_mb: u64,
        /// What it has, in MB, rounded up.
        size_mb: u64,
    },
    /// A file of a type that the platform does not take.
    #[error("{} takes {takes} as {}, and this file is something else. Send it as another kind, or a link to it.", .platform.name(), .kind.as_str())]
    FileType {
        /// Where.
        platform: Platform,
        /// As what.
        kind: SendKind,
        /// What it takes, in words.
        takes: &'static str,
    },
}

impl LimitError {
    /// The field it is about, as a JSON pointer.
    #[must_use]
    pub const fn pointer(&self) -> &'static str {
        match self {
            Self::Empty | Self::InstagramTextTooLong { .. } | Self::MessengerTextTooLong { .. } => {
                "/content"
            }
            Self::TooManyAttachments { .. }
            | Self::BadUrl
            | Self::FileTooLarge { .. }
            | Self::FileType { .. } => "/attachments",
        }
    }
}

/// Checks text and files against the platform's limits. `text` may be empty if there are files.
///
/// # Errors
/// The first limit that is broken.
pub fn check(platform: Platform, text: &str, files: &[(SendKind, &str)]) -> Result<(), LimitError> {
    check_post(platform, text, files.len())?;
    files.iter().try_for_each(|(_, url)| check_url(url))
}

/// Checks a text and how many files go with it.
///
/// # Errors
/// The first limit that is broken.
pub fn check_post(platform: Platform, text: &str, files: usize) -> Result<(), LimitError> {
    if text.trim().is_empty() && files == 0 {
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
    if files > ATTACHMENTS_PER_POST {
        return Err(LimitError::TooManyAttachments { count: files });
    }
    Ok(())
}

/// Checks the address of a file that Meta is to fetch.
///
/// # Errors
/// [`LimitError::BadUrl`].
pub fn check_url(url: &str) -> Result<(), LimitError> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let web = lower.starts_with("http://") || lower.starts_with("https://");
    if web && url.len() <= URL_BYTES {
        Ok(())
    } else {
        Err(LimitError::BadUrl)
    }
}

/// Checks a file that is sent as `kind`: its size, and its type as its bytes show it. Instagram lists formats, Messenger
/// only kinds.
///
/// # Errors
/// The first limit that is broken.
pub fn check_file(
    platform: Platform,
    kind: SendKind,
    mime: &str,
    size: u64,
) -> Result<(), LimitError> {
    const MB: u64 = 1024 * 1024;
    let limit = match kind {
        SendKind::Image => IMAGE_BYTES,
        SendKind::Video | SendKind::Audio | SendKind::File => FILE_BYTES,
    };
    if size > limit {
        return Err(LimitError::FileTooLarge {
            platform,
            kind,
            limit_mb: limit / MB,
            size_mb: size.div_ceil(MB),
        });
    }
    let takes = takes(platform, kind);
    if takes.1(mime) {
        return Ok(());
    }
    Err(LimitError::FileType {
        platform,
        kind,
        takes: takes.0,
    })
}

/// What a platform takes as `kind`, in words and as a test of the type.
fn takes(platform: Platform, kind: SendKind) -> (&'static str, fn(&str) -> bool) {
    match (platform, kind) {
        (Platform::Instagram, SendKind::Image) => ("PNG, JPEG and GIF", |m| {
            matches!(m, "image/png" | "image/jpeg" | "image/gif")
        }),
        (Platform::Instagram, SendKind::Video) => ("MP4, OGG, AVI, MOV and WebM", |m| {
            matches!(
                m,
                "video/mp4"
                    | "video/ogg"
                    | "audio/ogg"
                    | "video/x-msvideo"
                    | "video/quicktime"
                    | "video/webm"
            )
        }),
        (Platform::Instagram, SendKind::Audio) => ("AAC, M4A, WAV and MP4", |m| {
            matches!(m, "audio/aac" | "audio/mp4" | "audio/wav" | "video/mp4")
        }),
        (Platform::Instagram, SendKind::File) => ("PDF", |m| m == "application/pdf"),
        (Platform::Facebook, SendKind::Image) => ("pictures", |m| m.starts_with("image/")),
        (Platform::Facebook, SendKind::Video) => ("videos", |m| m.starts_with("video/")),
        (Platform::Facebook, SendKind::Audio) => {
            ("sounds", |m| m.starts_with("audio/") || m == "video/mp4")
        }
        (Platform::Facebook, SendKind::File) => ("anything", |_| true),
    }
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

    #[test]
    fn files_are_checked_by_what_they_are() {
        use Platform::{Facebook, Instagram};
        let check = |p, k, m| check_file(p, k, m, 1).is_ok();
        for (platform, kind, mime, taken) in [
            (Instagram, SendKind::Image, "image/png", true),
            (Instagram, SendKind::Image, "image/webp", false),
            (Facebook, SendKind::Image, "image/webp", true),
            (Facebook, SendKind::Image, "application/pdf", false),
            (Instagram, SendKind::Video, "video/quicktime", true),
            (Instagram, SendKind::Audio, "video/mp4", true),
            (Instagram, SendKind::Audio, "audio/mpeg", false),
            (Facebook, SendKind::Audio, "audio/mpeg", true),
            (Instagram, SendKind::File, "application/pdf", true),
            (Instagram, SendKind::File, "application/zip", false),
            (Facebook, SendKind::File, "application/zip", true),
        ] {
            assert_eq!(
                check(platform, kind, mime),
                taken,
                "{platform:?} {kind:?} {mime}"
            );
        }
        let large = check_file(Instagram, SendKind::Image, "image/png", IMAGE_BYTES + 1);
        assert_eq!(
            large.unwrap_err().to_string(),
            "Instagram takes files of kind image of at most 8 MB and this has 9. Send a smaller one, or a link to it."
        );
        assert!(check_file(Facebook, SendKind::Video, "video/mp4", FILE_BYTES).is_ok());
        assert!(check_file(Facebook, SendKind::File, "x/y", FILE_BYTES + 1).is_err());
    }
}
