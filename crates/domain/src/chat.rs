//! One customer's thread with one account.

use serde::{Deserialize, Serialize};

use crate::account::Platform;
use crate::fold::AccountFacts;
use crate::ids::{AccountId, ChatId, CustomerId, ExternalId, FileId, UserId};
use crate::time::Timestamp;
use crate::window::{ReplyWindow, reply_window};

/// How far the work on a chat has come.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ChatState {
    /// Somebody has to look.
    #[default]
    Open,
    /// Comes back at its time.
    Snoozed,
    /// Done, until the customer writes.
    Resolved,
}

impl ChatState {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Open, Self::Snoozed, Self::Resolved]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// A chat row.
#[derive(Clone, Debug, PartialEq)]
pub struct Chat {
    /// Our id.
    pub id: ChatId,
    /// Whose thread.
    pub account: AccountId,
    /// Meta's id of that account.
    pub external: ExternalId,
    /// Where.
    pub platform: Platform,
    /// The customer.
    pub customer: CustomerId,
    /// Handle or name, once the profile is known.
    pub username: Option<String>,
    /// Our copy of the picture, once there is one.
    pub picture: Option<FileId>,
    /// When the profile is to be asked for again, as soon as the customer writes; none while it is asked for the first
    /// time.
    pub profile_due: Option<Timestamp>,
    /// Who answers.
    pub assigned_to: Option<UserId>,
    /// How far the work has come.
    pub state: ChatState,
    /// When somebody last changed it. What the customer said before that does not bring the chat back.
    pub state_at: Option<Timestamp>,
    /// When a snoozed chat comes back by itself.
    pub snoozed_until: Option<Timestamp>,
    /// Labels, sorted.
    pub labels: Vec<String>,
    /// The customer's last act that opens the reply window. A maximum.
    pub window_at: Option<Timestamp>,
    /// The customer has read up to here. A maximum.
    pub read_mark: Option<Timestamp>,
    /// The customer's device has everything up to here (Messenger). A maximum.
    pub delivered_mark: Option<Timestamp>,
    /// The latest sign that no other app has the conversation. A maximum.
    pub ours_mark: Option<Timestamp>,
    /// The latest sign that another app has it. A maximum.
    pub elsewhere_mark: Option<Timestamp>,
    /// It was begun by a message of ours to somebody of whom nothing was stored: what the customer did before is not
    /// known, so only Meta can say whether they may be written to.
    pub begun_here: bool,
    /// Computed from the rows.
    pub summary: Summary,
}

/// What the rows of a chat add up to. Written by one statement in the store, never counted up by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Time of the earliest row of the thread, shown or not.
    pub first_at: Option<Timestamp>,
    /// The newest line that is not unsent.
    pub last_message: String,
    /// Time of the newest shown message; none while nothing is shown.
    pub last_at: Option<Timestamp>,
    /// Time of the newest shown message of the customer.
    pub last_incoming_at: Option<Timestamp>,
    /// Time of the newest shown message of the business.
    pub last_outgoing_at: Option<Timestamp>,
    /// Inbound, not unsent, not read here.
    pub unread: i64,
}

impl Chat {
    /// An empty chat of a customer with an account.
    #[must_use]
    pub fn new(id: ChatId, account: &AccountFacts, customer: &CustomerId) -> Self {
        Self {
            id,
            account: account.id,
            external: account.external.clone(),
            platform: account.platform,
            customer: customer.clone(),
            username: None,
            picture: None,
            profile_due: None,
            assigned_to: None,
            state: ChatState::Open,
            state_at: None,
            snoozed_until: None,
            labels: Vec::new(),
            window_at: None,
            read_mark: None,
            delivered_mark: None,
            ours_mark: None,
            elsewhere_mark: None,
            begun_here: false,
            summary: Summary::default(),
        }
    }

    /// The reply window at `now`.
    #[must_use]
    pub fn window(&self, now: Timestamp, human_agent: bool) -> ReplyWindow {
        let has_history = self.summary.last_at.is_some() && !self.begun_here;
        reply_window(now, self.window_at, has_history, human_agent)
    }

    /// Whether another app on the account has the conversation, by the later of the two signs. Of two signs of one
    /// moment the careful one counts: whoever answers should know that somebody else may be answering too.
    #[must_use]
    pub fn held_by_another_app(&self) -> bool {
        self.elsewhere_mark.is_some() && self.elsewhere_mark >= self.ours_mark
    }

    /// Makes a maximum of `slot` and `at`.
    pub fn raise(slot: &mut Option<Timestamp>, at: Timestamp) {
        *slot = Some(slot.map_or(at, |old| old.max(at)));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::window::WindowState;

    /// An open chat in which nothing has been said.
    pub(crate) fn chat() -> Chat {
        let account = AccountFacts {
            id: AccountId::new(uuid::Uuid::from_u128(2)),
            platform: Platform::Instagram,
            external: ExternalId::new("shop"),
            username: "shop".to_owned(),
            connected: true,
            policy: None,
        };
        let id = ChatId::new(uuid::Uuid::from_u128(1));
        Chat::new(id, &account, &CustomerId::new("anna"))
    }

    /// Our own message is no history: it says nothing of what the customer did.
    #[test]
    fn what_we_began_leaves_the_window_unknown_until_they_write() {
        let now = Timestamp::from_secs(1_762_785_320);
        let account = AccountFacts {
            id: AccountId::new(uuid::Uuid::from_u128(1)),
            platform: Platform::Instagram,
            external: ExternalId::new("17841400000000001"),
            username: "shop".to_owned(),
            connected: true,
            policy: None,
        };
        let id = ChatId::new(uuid::Uuid::from_u128(2));
        let mut chat = Chat::new(id, &account, &CustomerId::new("1000000000000101"));
        assert_eq!(chat.window(now, false).state, WindowState::Unknown);
        chat.summary.last_at = Some(now);
        assert_eq!(chat.window(now, false).state, WindowState::Closed);
        chat.begun_here = true;
        assert_eq!(chat.window(now, false).state, WindowState::Unknown);
        chat.window_at = Some(now);
        assert_eq!(chat.window(now, false).state, WindowState::Open);
        let later = now.plus(crate::window::STANDARD);
        assert_eq!(chat.window(later, false).state, WindowState::Closed);
    }
}
