//! The client of the Graph API (§2 to §4, §9).
//!
//! Meta gives a send no idempotency key, and lost answers and HTTP 5xx can follow a message that was delivered
//! (§2.5). So the errors here are decisions: only what certainly was not taken may be sent again, everything
//! that leaves a doubt is [`SendError::Unknown`].

mod client;
mod comments;
mod conversations;
mod conversions;
mod error;
mod fetch;
mod identity;
pub(crate) mod insights;
mod login;
mod media;
mod readback;
mod send;
mod subscription;
mod templates;
mod token;
mod upload;
mod usage;

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

pub use client::{ConfigError, GraphClient, UsageReport};
pub use comments::{CommentNode, MentionNode, RepliedPrivately};
pub use conversations::{Conversation, Page, conversations_in, ids_in};
pub use conversions::{Events, Received};
pub use error::{CallError, GraphError, SendError};
pub use fetch::Profile;
pub use identity::{ManagedPage, Owner, PageBehind};
pub use login::{InstagramGrant, LoginApp, LoginHosts};
pub use media::Media;
pub use readback::ReadBack;
pub use send::{Content, Outgoing, SenderAction, Sent, Tag};
pub use templates::{NewTemplate, TemplateState};
pub use token::{LongToken, TokenInfo};
pub use upload::Upload;
pub use usage::Usage;

/// Where Meta is and how long it may take.
#[derive(Clone, Debug)]
pub struct GraphConfig {
    /// `GRAPH_BASE_URL`; its path, if any, is kept in front of every call.
    pub facebook_base: Url,
    /// `INSTAGRAM_GRAPH_BASE_URL`, likewise.
    pub instagram_base: Url,
    /// `GRAPH_VERSION`, like `v25.0`.
    pub version: String,
    /// Longest time for a whole call, from connecting to the last byte of the answer.
    pub timeout: Duration,
    /// The Meta app's secret: with it, calls to the Facebook host carry `appsecret_proof` (§8.4). Tokens of the
    /// Instagram host belong to the Instagram app, whose secret may be another, so they carry none.
    pub app_secret: Option<SecretString>,
}

/// Which of Meta's two hosts an account's token is for. A token of one is refused by the other (code 190).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// `graph.facebook.com`: Pages, and Instagram accounts behind a Page.
    Facebook,
    /// `graph.instagram.com`: Instagram Login.
    Instagram,
}

impl Host {
    /// For logs and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Facebook => "facebook",
            Self::Instagram => "instagram",
        }
    }
}

/// On whose behalf a call is made.
#[derive(Clone)]
pub struct Credentials {
    /// Where the token is valid.
    pub host: Host,
    /// The id that sends: the Page's on the Facebook host (for Instagram too, §2.1), the Instagram professional
    /// account's on the Instagram host.
    pub sender_id: String,
    /// The access token. It travels in a header only, never in an address.
    pub token: SecretString,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("host", &self.host)
            .field("sender_id", &self.sender_id)
            .finish_non_exhaustive()
    }
}
