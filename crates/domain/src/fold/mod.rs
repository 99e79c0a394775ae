//! From understood events to rows, in memory.
//!
//! The store reads what a batch touches (one statement per table), this module folds the batch into it, the
//! store writes back what changed (one statement per table). A bad element drops out with its outcome and
//! leaves its neighbours alone. Whatever the order and repetition of the elements, the rows end the same.

mod apply;
mod echo;
mod keys;
mod public;
mod state;
mod stories;

pub use keys::{Keys, keys};
pub use state::{AccountFacts, Folded, FollowUp, State, TextChange, Touched};

use crate::delivery::Outcome;
use crate::ids::{ChatId, DeliveryId, MessageId};
use crate::inbound::Element;
use crate::time::Timestamp;

/// One element of a delivery that is to be applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// When that delivery first arrived; stands in for a missing time, and bounds times in the future.
    pub arrived: Timestamp,
    /// The element.
    pub element: Element,
}

/// What became of one element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemOutcome {
    /// Which delivery.
    pub delivery: DeliveryId,
    /// Which element of it.
    pub index: u32,
    /// Its kind in Meta's words.
    pub kind: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why, where that is not plain.
    pub reason: Option<String>,
    /// The account it was for, if known: platform and Meta's id.
    pub account: Option<(crate::account::Platform, crate::ids::ExternalId)>,
    /// The chat it ended in.
    pub chat: Option<ChatId>,
    /// The message row it ended in.
    pub message: Option<MessageId>,
}

#[cfg(test)]
mod tests;
