//! How long a customer may be answered (platform notes §2.3).

use serde::{Deserialize, Serialize};

use crate::account::Platform;
use crate::inbound::{Inbound, What};
use crate::time::{DAY, HOUR, Timestamp};

/// Any content may be sent for this long after the customer's last act.
pub const STANDARD: i64 = 24 * HOUR;
/// A person (not a bot) may answer for this long, if the app has the Human Agent feature.
pub const HUMAN_AGENT: i64 = 7 * DAY;
/// "Closing" in the list's filter: less than this is left.
pub const CLOSING: i64 = 4 * HOUR;

/// Whether the customer may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WindowState {
    /// With any content.
    Open,
    /// By a person only, tagged as such.
    HumanAgent,
    /// Not until they write.
    Closed,
    /// Nothing is stored of this customer: Meta decides.
    Unknown,
}

/// The window and when its present state ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ReplyWindow {
    /// Whether the customer may be answered.
    pub state: WindowState,
    /// When the state ends by itself; none for closed and unknown.
    pub closes_at: Option<Timestamp>,
}

/// The window at `now`.
///
/// `opened_at` is the customer's last act that opens it, `has_history` whether anything at all is stored of the
/// conversation, `human_agent` whether the app has Meta's feature.
#[must_use]
pub fn reply_window(
    now: Timestamp,
    opened_at: Option<Timestamp>,
    has_history: bool,
    human_agent: bool,
) -> ReplyWindow {
    let Some(opened) = opened_at else {
        let state = if has_history {
            WindowState::Closed
        } else {
            WindowState::Unknown
        };
        return ReplyWindow {
            state,
            closes_at: None,
        };
    };
    let age = now.since(opened);
    if age < STANDARD {
        ReplyWindow {
            state: WindowState::Open,
            closes_at: Some(opened.plus(STANDARD)),
        }
    } else if human_agent && age < HUMAN_AGENT {
        ReplyWindow {
            state: WindowState::HumanAgent,
            closes_at: Some(opened.plus(HUMAN_AGENT)),
        }
    } else {
        ReplyWindow {
            state: WindowState::Closed,
            closes_at: None,
        }
    }
}

/// Which windows a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowFilter {
    /// Any content may be sent.
    Open,
    /// Open, and at most four hours are left.
    Closing,
    /// Only a person may answer.
    HumanAgent,
    /// Nobody may.
    Closed,
}

impl WindowFilter {
    /// Reads the word of a query, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "open" => Some(Self::Open),
            "closing" => Some(Self::Closing),
            "human_agent" => Some(Self::HumanAgent),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }

    /// The microseconds, from and to (exclusive), between which the customer's last act lies in such a window at `now`;
    /// -1 stands for none. The other half of [`reply_window`], for databases.
    #[must_use]
    pub const fn range(self, now: Timestamp, human_agent: bool) -> (i64, i64) {
        let now = now.micros();
        let last = if human_agent { HUMAN_AGENT } else { STANDARD };
        match self {
            Self::Open => (now - STANDARD + 1, i64::MAX),
            Self::Closing => (now - STANDARD + 1, now - (STANDARD - CLOSING) + 1),
            Self::HumanAgent => (now - last + 1, now - STANDARD + 1),
            Self::Closed => (-1, now - last + 1),
        }
    }
}

/// Whether an event of the customer opens the window.
///
/// | act | Instagram | Messenger | source |
/// |---|---|---|---|
/// | message, story reply, story mention, quick reply | yes | yes | §2.3 "message, story reply" |
/// | button, icebreaker, menu (`postback`) | yes | yes | §2.3 "postback/icebreaker" |
/// | link or ad on an existing thread (`referral` alone) | no: "ad click + message" | yes: "m.me with action" | §2.3 |
/// | reaction | no | yes: "on Messenger also reaction" | §2.3 |
/// | opt-in | no | yes: plugins start a conversation | §2.3, §2.6 |
/// | edit, unsend, feedback, read, delivery | no | no | not named there |
#[must_use]
pub fn opens(platform: Platform, event: &Inbound) -> bool {
    if event.from_business {
        return false;
    }
    match &event.what {
        What::Message(m) => !m.echo && !m.to_self,
        What::Postback { .. } => true,
        What::Referral(_) | What::OptedIn(_) => platform == Platform::Facebook,
        What::Reacted { reaction, .. } => platform == Platform::Facebook && reaction.is_some(),
        // Announced without its content: still the customer's message.
        What::Edited { number: 0, .. } => event.customer.is_some(),
        What::Edited { .. }
        | What::Unsent { .. }
        | What::Rated { .. }
        | What::Read(_)
        | What::Delivered { .. }
        | What::Unsupported(_)
        | What::HandedOver => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const T: Timestamp = Timestamp::from_secs(1_762_785_320);

    #[test]
    fn a_day_then_a_week_then_shut() {
        let at = |age, agent| reply_window(T.plus(age), Some(T), true, agent).state;
        assert_eq!(at(0, true), WindowState::Open);
        assert_eq!(at(STANDARD - 1, false), WindowState::Open);
        assert_eq!(at(STANDARD, true), WindowState::HumanAgent);
        assert_eq!(at(STANDARD, false), WindowState::Closed);
        assert_eq!(at(HUMAN_AGENT - 1, true), WindowState::HumanAgent);
        assert_eq!(at(HUMAN_AGENT, true), WindowState::Closed);
    }

    proptest::proptest! {
        /// The list's filter and the window that a chat shows never disagree.
        #[test]
        fn filters_are_the_other_half(age in -DAY..9 * DAY, near in -2_i64..3, edge in 0_usize..4, human_agent: bool) {
            let edges = [age, STANDARD + near, HUMAN_AGENT + near, STANDARD - CLOSING + near];
            for opened in [Some(T.plus(-edges[edge])), None] {
                let window = reply_window(T, opened, true, human_agent);
                let left = window.closes_at.map_or(0, |at| at.since(T));
                let within = |filter: WindowFilter| {
                    let (from, to) = filter.range(T, human_agent);
                    (from..to).contains(&opened.map_or(-1, Timestamp::micros))
                };
                proptest::prop_assert_eq!(within(WindowFilter::Open), window.state == WindowState::Open);
                proptest::prop_assert_eq!(within(WindowFilter::Closing), window.state == WindowState::Open && left <= CLOSING);
                proptest::prop_assert_eq!(within(WindowFilter::HumanAgent), window.state == WindowState::HumanAgent);
                proptest::prop_assert_eq!(within(WindowFilter::Closed), window.state == WindowState::Closed);
            }
        }
    }

    #[test]
    fn words_of_a_query_are_read() {
        assert_eq!(
            WindowFilter::parse("Human_Agent"),
            Some(WindowFilter::HumanAgent)
        );
        assert_eq!(WindowFilter::parse("ajar"), None);
    }

    #[test]
    fn never_written_is_closed_and_nothing_stored_is_unknown() {
        assert_eq!(reply_window(T, None, true, true).state, WindowState::Closed);
        assert_eq!(
            reply_window(T, None, false, true).state,
            WindowState::Unknown
        );
    }

    #[test]
    fn says_when_it_ends() {
        assert_eq!(
            reply_window(T, Some(T), true, true).closes_at,
            Some(T.plus(STANDARD))
        );
        assert_eq!(
            reply_window(T.plus(STANDARD), Some(T), true, true).closes_at,
            Some(T.plus(HUMAN_AGENT))
        );
        assert_eq!(
            reply_window(T.plus(HUMAN_AGENT), Some(T), true, true).closes_at,
            None
        );
    }
}
