//! Connected accounts and the platforms they live on.

use serde::{Deserialize, Serialize};

/// Where a chat takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Platform {
    /// Instagram messaging; webhooks say `object: "instagram"`.
    Instagram,
    /// Messenger of a Facebook Page; webhooks say `object: "page"`.
    Facebook,
}

impl Platform {
    /// As the wire and the database spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Instagram => "INSTAGRAM",
            Self::Facebook => "FACEBOOK",
        }
    }

    /// Reads any case; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Instagram, Self::Facebook]
            .into_iter()
            .find(|p| p.as_str().eq_ignore_ascii_case(text))
    }

    /// How people call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instagram => "Instagram",
            Self::Facebook => "Messenger",
        }
    }

    /// From the `object` of a delivery.
    #[must_use]
    pub fn from_object(object: &str) -> Option<Self> {
        match object {
            "instagram" => Some(Self::Instagram),
            "page" => Some(Self::Facebook),
            _ => None,
        }
    }
}

/// Health of a connected account, as admins see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountStatus {
    /// Works.
    Active,
    /// The token ends soon.
    Expiring,
    /// The token is dead: receiving goes on, sending waits for a new one.
    Reconnect,
    /// Meta holds this account back for a while.
    Paused,
}

impl AccountStatus {
    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Expiring => "expiring",
            Self::Reconnect => "reconnect",
            Self::Paused => "paused",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Active, Self::Expiring, Self::Reconnect, Self::Paused]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}
