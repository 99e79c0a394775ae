//! What became of a delivery and of each of its elements.

use serde::{Deserialize, Serialize};

/// What became of one element of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It changed rows.
    Applied,
    /// It said nothing new.
    Duplicate,
    /// The account is not connected; applied when it is.
    Parked,
    /// It could not be understood; the reason is stored.
    Quarantined,
    /// Nothing we know; kept, and shown where a customer sent it.
    Unsupported,
    /// A known kind for a later version; applied then, by replay.
    Deferred,
    /// The dashboard's test button.
    Test,
}

impl Outcome {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Duplicate => "duplicate",
            Self::Parked => "parked",
            Self::Quarantined => "quarantined",
            Self::Unsupported => "unsupported",
            Self::Deferred => "deferred",
            Self::Test => "test",
        }
    }
}

/// How far a delivery has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// Durable, not yet understood.
    New,
    /// Every element has its outcome.
    Done,
    /// The body as a whole could not be understood; the reason is stored.
    Quarantined,
}

impl DeliveryState {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Done => "done",
            Self::Quarantined => "quarantined",
        }
    }
}
