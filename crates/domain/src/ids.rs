//! Typed ids, so that a customer's id cannot be passed where an account's is wanted.
//!
//! Ours are UUID v7 in their hyphenated text form, in both databases and on the wire. Meta's are opaque text of
//! any length: never numbers, never cut.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An id that is not a UUID where one of ours was expected.
#[derive(Debug, thiserror::Error)]
#[error("not one of our ids: expected a UUID")]
pub struct NotAnId;

macro_rules! our_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID.
            #[must_use]
            pub const fn new(id: Uuid) -> Self { Self(id) }
            /// The UUID itself.
            #[must_use]
            pub const fn uuid(self) -> Uuid { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Display::fmt(&self.0, f) }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }
        }
    )*};
}

our_id! {
    /// A connected Instagram account or Facebook Page, whatever Meta calls it.
    AccountId;
    /// One customer's thread with one account.
    ChatId;
    /// One message row.
    MessageId;
    /// The text and files that were posted together.
    GroupId;
    /// One raw webhook body.
    DeliveryId;
    /// One thing to send or fetch.
    JobId;
    /// One call that writes a comment or an answer to one.
    CallId;
    /// A text that is sent again and again.
    TemplateId;
    /// A person who works here.
    UserId;
    /// What Meta last said about one account, post or story.
    InsightId;
    /// One file: sent by a customer, uploaded by an agent, or a person's picture.
    FileId;
    /// One login.
    SessionId;
    /// One private note on a chat.
    NoteId;
    /// One conversion, as we store it.
    ConversionId;
}

macro_rules! meta_id {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Wraps Meta's text as it stands.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self { Self(id.into()) }
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
            /// The text, owned.
            #[must_use]
            pub fn into_string(self) -> String { self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
    )*};
}

meta_id! {
    /// What webhooks carry as `entry.id`: the Instagram professional account id, or the Page id.
    ExternalId;
    /// The customer's id, scoped to one account: IGSID on Instagram, PSID on Messenger.
    CustomerId;
    /// Meta's id of a message.
    Mid;
    /// Meta's id of a comment.
    CommentId;
    /// Meta's id of a post of the business: an Instagram medium, or a Page post `<page>_<post>`.
    MediaId;
}

/// Marks the keys that [`Mid::made_up`] makes; Meta's own mids never begin like this.
const MADE_UP: char = '~';

impl Mid {
    /// A stable key for something that Meta sent without a mid (a referral, some postbacks): the same event
    /// always gets the same key, so repeating it changes nothing.
    #[must_use]
    pub fn made_up(parts: &[&str]) -> Self {
        use sha2::{Digest as _, Sha256};
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest = hash.finalize();
        Self(format!("{MADE_UP}{}", hex::encode(&digest[..16])))
    }

    /// Whether Meta gave this id, as opposed to [`Mid::made_up`].
    #[must_use]
    pub fn is_metas(&self) -> bool {
        !self.0.starts_with(MADE_UP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_mids_are_stable_and_told_apart() {
        let a = Mid::made_up(&["referral", "17841", "1000", "1762785320762"]);
        assert_eq!(
            a,
            Mid::made_up(&["referral", "17841", "1000", "1762785320762"])
        );
        assert_ne!(
            a,
            Mid::made_up(&["referral", "178411000", "", "1762785320762"])
        );
        assert!(!a.is_metas());
        assert!(Mid::new("m_abc").is_metas());
    }
}
