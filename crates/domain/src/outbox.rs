//! How a send moves from written to read, and when it is tried again.

use serde::{Deserialize, Serialize};

use crate::meta_error::Reason;
use crate::time::{MINUTE, SECOND, Timestamp};

/// What the wire shows of a message's way (contract §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryStatus {
    /// Came in.
    Received,
    /// Waits for its turn.
    Queued,
    /// On its way to Meta.
    Sending,
    /// Meta took it.
    Sent,
    /// It is on the customer's device (Messenger only).
    Delivered,
    /// The customer has seen it.
    Read,
    /// It was not sent.
    Failed,
    /// It may have been sent: Meta's answer was lost.
    Unknown,
}

impl DeliveryStatus {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// How far a send of ours has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Stored, waits for its turn.
    Queued,
    /// The request is being made; after a crash nobody knows whether it arrived.
    Sending,
    /// Meta took it.
    Sent,
    /// It was not sent.
    Failed,
    /// It may have been sent.
    Unknown,
}

/// What can happen to a send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendStep {
    /// The runner takes it up.
    Start,
    /// Meta took it: by its answer, by an echo, or found in the thread.
    Accepted,
    /// Not taken and to be tried again later (throttled, not reached, account held).
    PutBack,
    /// Not taken, for good.
    Refuse,
    /// Nobody knows.
    LoseAnswer,
    /// A person asks for another try.
    RetryByHand {
        /// The person accepts that an unknown one may arrive twice.
        confirm_unknown: bool,
    },
}

/// A step that the state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a send that is {0:?} cannot {1:?}")]
pub struct Rejected(pub SendState, pub SendStep);

impl SendState {
    /// The state after `step`.
    ///
    /// # Errors
    /// If the step is not allowed: above all, nothing leaves `Sent`, and only a person's word starts an
    /// `Unknown` again.
    pub const fn next(self, step: SendStep) -> Result<Self, Rejected> {
        use SendState::{Failed, Queued, Sending, Sent, Unknown};
        match (self, step) {
            (Queued, SendStep::Start) => Ok(Sending),
            (Sending, SendStep::PutBack) => Ok(Queued),
            (Sending | Queued, SendStep::Refuse) => Ok(Failed),
            (Sending, SendStep::LoseAnswer) => Ok(Unknown),
            // An echo may prove a send in any state; a failed one too, if Meta took what it had refused to confirm.
            (_, SendStep::Accepted) => Ok(Sent),
            (Failed, SendStep::RetryByHand { .. }) => Ok(Queued),
            (
                Unknown,
                SendStep::RetryByHand {
                    confirm_unknown: true,
                },
            ) => Ok(Queued),
            _ => Err(Rejected(self, step)),
        }
    }

    /// What the wire shows before any receipt.
    #[must_use]
    pub const fn status(self) -> DeliveryStatus {
        match self {
            Self::Queued => DeliveryStatus::Queued,
            Self::Sending => DeliveryStatus::Sending,
            Self::Sent => DeliveryStatus::Sent,
            Self::Failed => DeliveryStatus::Failed,
            Self::Unknown => DeliveryStatus::Unknown,
        }
    }

    /// As stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.status().as_str()
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [
            Self::Queued,
            Self::Sending,
            Self::Sent,
            Self::Failed,
            Self::Unknown,
        ]
        .into_iter()
        .find(|s| s.as_str() == text)
    }

    /// Whether an unmatched echo could be this send's.
    #[must_use]
    pub const fn may_have_left(self) -> bool {
        matches!(self, Self::Sending | Self::Unknown)
    }
}

/// Why a message was not sent, as stored and on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct SendFailure {
    /// Stable word.
    pub code: String,
    /// Meta's code, if it gave one.
    pub meta_code: Option<i64>,
    /// Meta's subcode, if it gave one.
    pub meta_subcode: Option<i64>,
    /// What Meta says of it, in its own words and often in the language of the account's owner.
    #[serde(default)]
    pub meta_message: Option<String>,
    /// What happened, one sentence.
    pub detail: String,
    /// What to do.
    pub remedy: String,
    /// Whether a retry by hand makes sense as it is.
    pub retryable: bool,
}

impl SendFailure {
    /// From our own word for it, with Meta's codes if there are any.
    #[must_use]
    pub fn new(reason: Reason, meta: Option<(i64, Option<i64>)>) -> Self {
        Self {
            code: reason.code().to_owned(),
            meta_code: meta.map(|m| m.0),
            meta_subcode: meta.and_then(|m| m.1),
            meta_message: None,
            detail: reason.detail().to_owned(),
            remedy: reason.remedy().to_owned(),
            retryable: reason.retryable(),
        }
    }

    /// The same with Meta's own words; none if there are none.
    #[must_use]
    pub fn saying(mut self, words: &str) -> Self {
        let words = words.trim();
        self.meta_message = (!words.is_empty()).then(|| words.to_owned());
        self
    }

    /// The words for a lost answer.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            code: "answer_lost".to_owned(),
            meta_code: None,
            meta_subcode: None,
            meta_message: None,
            detail: "This may have been sent: Meta's answer was lost, so it was not tried twice.".to_owned(),
            remedy: "Look at the conversation on the platform first, then send it again if it is not there.".to_owned(),
            retryable: true,
        }
    }
}

/// An echo that could belong to an open send waits at most this long for the answer (architecture §4.2).
pub const ECHO_HOLD: i64 = 60 * SECOND;
/// An unknown send holds its chat's queue at most this long; then it stays unknown and the next one goes.
pub const UNKNOWN_HOLD: i64 = 60 * SECOND;
/// When an unknown send's thread is read back, after the answer was lost.
pub const READ_BACK_AFTER: [i64; 2] = [5 * SECOND, 30 * SECOND];
/// A thread that Meta would not show is asked for again at most this long after the answer was lost: a throttled look
/// tells nothing, and many looks at once are throttled.
pub const LOOK_HOLD: i64 = UNKNOWN_HOLD + 2 * MINUTE;
/// The shortest pause after a look that Meta refused for now, and what chance adds to it so that looks of one account
/// part ways.
pub const LOOK_PAUSE: i64 = 5 * SECOND;
/// See [`LOOK_PAUSE`].
pub const LOOK_SPREAD: i64 = 10 * SECOND;

/// When an unknown send's thread is looked at next, in microseconds from now; `None`: it stays unknown, and the next
/// send of its chat goes. `since` is the time since the answer was lost, `refused` whether Meta would not show the thread
/// for now, `chance` a number below 1000.
#[must_use]
pub fn next_look(since: i64, refused: bool, chance: i64) -> Option<i64> {
    if refused {
        let pause = LOOK_PAUSE + LOOK_SPREAD / 1_000 * chance;
        return (since + pause <= LOOK_HOLD).then_some(pause);
    }
    if since >= UNKNOWN_HOLD {
        return None;
    }
    let next = READ_BACK_AFTER
        .into_iter()
        .find(|after| *after > since)
        .unwrap_or(UNKNOWN_HOLD);
    Some(next - since)
}
/// A send that has waited longer than this is not sent without asking: the conversation has moved on.
pub const STALE_AFTER: i64 = 15 * MINUTE;
/// A send that does not reach Meta, or meets only passing faults, is given up after this long: sooner than it would be
/// too old to be sent unasked, so that the person learns the true reason.
pub const GIVE_UP_AFTER: i64 = 5 * MINUTE;
/// An echo's time may be this much after its send was written: a send waits for at most [`STALE_AFTER`], and its call for
/// two minutes. Later messages that say the same were written elsewhere.
pub const ECHO_REACH: i64 = STALE_AFTER + 5 * MINUTE;

/// Microseconds to wait before try `attempt + 1`, given that `attempt` (from 1) failed; doubles from 2 s to at
/// most 2 min. `jitter` in 0..=1000 spreads it by up to a quarter.
#[must_use]
pub fn backoff(attempt: u32, jitter: u32) -> i64 {
    let base = (2 * SECOND) << attempt.saturating_sub(1).min(6);
    let base = base.min(2 * MINUTE);
    base + base / 4 * i64::from(jitter.min(1_000)) / 1_000
}

/// Whether a send written at `written` may still go out at `now` without asking again.
#[must_use]
pub const fn is_stale(written: Timestamp, now: Timestamp) -> bool {
    now.since(written) > STALE_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn steps() -> impl Strategy<Value = SendStep> {
        prop_oneof![
            Just(SendStep::Start),
            Just(SendStep::Accepted),
            Just(SendStep::PutBack),
            Just(SendStep::Refuse),
            Just(SendStep::LoseAnswer),
            any::<bool>().prop_map(|confirm_unknown| SendStep::RetryByHand { confirm_unknown }),
        ]
    }

    #[test]
    fn a_look_that_meta_refuses_is_no_look() {
        assert_eq!(next_look(5 * SECOND, false, 0), Some(25 * SECOND));
        assert_eq!(next_look(30 * SECOND, false, 999), Some(30 * SECOND));
        assert_eq!(next_look(UNKNOWN_HOLD, false, 0), None);
        // One that was throttled at the end of the hold is made up for.
        assert_eq!(next_look(UNKNOWN_HOLD, true, 0), Some(LOOK_PAUSE));
        assert!(next_look(UNKNOWN_HOLD, true, 999) > Some(LOOK_PAUSE + LOOK_SPREAD * 9 / 10));
        // And the chat's next message does not wait for ever.
        assert_eq!(next_look(LOOK_HOLD, true, 0), None);
    }

    proptest! {
        /// Whatever happens, what Meta took stays sent, and an unknown one is started again only by a person.
        #[test]
        fn sent_is_final_and_unknown_needs_a_person(walk in prop::collection::vec(steps(), 0..40)) {
            let mut state = SendState::Queued;
            for step in walk {
                let Ok(next) = state.next(step) else { continue };
                if state == SendState::Sent {
                    prop_assert_eq!(next, SendState::Sent);
                }
                if state == SendState::Unknown && next == SendState::Queued {
                    prop_assert_eq!(step, SendStep::RetryByHand { confirm_unknown: true });
                }
                if next == SendState::Sending {
                    prop_assert_eq!(state, SendState::Queued);
                }
                state = next;
            }
        }

        #[test]
        fn backoff_grows_and_is_bounded(attempt in 1u32..60, jitter in 0u32..=1_000) {
            let wait = backoff(attempt, jitter);
            prop_assert!(wait >= 2 * SECOND);
            prop_assert!(wait <= 2 * MINUTE + 30 * SECOND);
            prop_assert!(backoff(attempt + 1, jitter) >= wait);
        }
    }

    #[test]
    fn a_quarter_of_an_hour_is_the_limit() {
        let t = Timestamp::from_secs(1_000);
        assert!(!is_stale(t, t.plus(STALE_AFTER)));
        assert!(is_stale(t, t.plus(STALE_AFTER + 1)));
    }
}
