//! What becomes of an event after a try, and whether another one may be made.

use serde::{Deserialize, Serialize};

use super::ActionSource;
use crate::meta_error::Reason;
use crate::time::{HOUR, SECOND, Timestamp};

/// Meta recognises a repeat by name and `event_id` within 48 hours (§7). Two hours less, since nobody knows when a call
/// whose answer was lost arrived there.
pub const REPEATS_KNOWN: i64 = 46 * HOUR;
/// An event that does not reach Meta, or meets only passing faults, is given up after this long. Shorter than
/// [`REPEATS_KNOWN`], so that no retry of ours is counted twice.
pub const GIVE_UP_AFTER: i64 = 24 * HOUR;
/// Shortest and longest pause between two tries.
const PAUSES: (i64, i64) = (2 * SECOND, HOUR);

/// Microseconds to wait before the next try of what has waited for `waited`: a quarter of that, so that the pauses grow by
/// themselves. `jitter` in 0..=1000 adds up to a quarter more.
#[must_use]
pub fn pause(waited: i64, jitter: u32) -> i64 {
    let base = (waited / 4).clamp(PAUSES.0, PAUSES.1);
    base + base / 4 * i64::from(jitter.min(1_000)) / 1_000
}

/// What decides about an event that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Where it happened.
    pub source: ActionSource,
    /// When it happened.
    pub time: Timestamp,
    /// Since when it waits.
    pub since: Timestamp,
    /// When an answer to it was first lost.
    pub lost_at: Option<Timestamp>,
}

/// What a try came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Meta took it.
    Taken,
    /// It was certainly not taken, for a passing reason.
    NotTaken,
    /// It was not taken, and time alone does not mend it: a person has to renew the token first.
    Held,
    /// It may have been taken: the answer was lost.
    Lost,
    /// It was refused for good.
    Refused(Reason),
    /// The call was refused because of one of its events: it goes again in a smaller one.
    Split,
}

/// What to do with the event now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Done.
    Success,
    /// Over, with the reason.
    Failed(Failure),
    /// In doubt, until a person decides.
    Unknown(Failure),
    /// Another try.
    Again,
}

/// Why an event failed or is in doubt, as stored and on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ConversionFailure)]
pub struct Failure {
    /// Stable word.
    pub code: String,
    /// What happened, one sentence.
    pub detail: String,
    /// What to do.
    pub remedy: String,
    /// Whether a retry by hand makes sense as it is.
    pub retryable: bool,
}

impl Failure {
    fn of(code: &str, detail: &str, remedy: &str, retryable: bool) -> Self {
        Self {
            code: code.to_owned(),
            detail: detail.to_owned(),
            remedy: remedy.to_owned(),
            retryable,
        }
    }

    /// Its time has passed.
    #[must_use]
    pub fn too_old() -> Self {
        Self::of(
            "event_too_old",
            "This event is too old: Meta takes events of the last 7 days, from shops of the last 62.",
            "Send later events sooner. This one cannot be mended.",
            false,
        )
    }

    /// A lost answer.
    #[must_use]
    pub fn answer_lost() -> Self {
        Self::of(
            "answer_lost",
            "Meta may have counted this: its answer was lost, and a repeat could count twice.",
            "Look into Meta's Events Manager first, then retry if it is not there.",
            true,
        )
    }

    /// A refusal of Meta's, or a condition on our side.
    #[must_use]
    pub fn refused(reason: Reason) -> Self {
        let (detail, remedy, retryable) = match reason {
            Reason::PermissionMissing => (
                "The token may not send events to this pixel.",
                "Give it the permission at Meta, or set another CAPI_ACCESS_TOKEN, then retry.",
                true,
            ),
            Reason::ObjectMissing => (
                "Meta does not know this pixel, or the token may not see it.",
                "Check PIXEL_ID and what the token may see, then retry.",
                true,
            ),
            Reason::AccountDisconnected => (
                "The account whose token sends this is not connected.",
                "Ask an admin to connect it again, then retry.",
                true,
            ),
            Reason::GaveUp => (
                "Meta did not take this for a whole day, and we stopped trying.",
                "Retry when Meta answers again.",
                true,
            ),
            _ => (
                "Meta refused this event.",
                "Read Meta's answer, and send it again corrected, with an event_id of its own.",
                true,
            ),
        };
        Self::of(reason.code(), detail, remedy, retryable)
    }

    /// The account's token is of Instagram Login, which has no conversions (§7: the host is graph.facebook.com).
    #[must_use]
    pub fn needs_token() -> Self {
        Self::of(
            "capi_token_required",
            "An account connected by Instagram Login cannot send conversions with its own token.",
            "Set CAPI_ACCESS_TOKEN to a token that may send to the pixel, then retry.",
            true,
        )
    }
}

/// Whether a try may be made now; if not, what becomes of the event.
///
/// # Errors
/// The end that it has come to.
pub fn before_sending(waiting: &Waiting, now: Timestamp) -> Result<(), Next> {
    if let Some(lost) = waiting.lost_at {
        let known = waiting.source.repeats_are_known() && now.since(lost) < REPEATS_KNOWN;
        if !known {
            return Err(Next::Unknown(Failure::answer_lost()));
        }
    }
    if now.since(waiting.time) > waiting.source.reach() {
        return Err(match waiting.lost_at {
            Some(_) => Next::Unknown(Failure::answer_lost()),
            None => Next::Failed(Failure::too_old()),
        });
    }
    Ok(())
}

/// What follows from a try. After a lost answer an event goes again only where and as long as Meta recognises the repeat.
#[must_use]
pub fn next(waiting: &Waiting, outcome: Outcome, now: Timestamp) -> Next {
    let over = now.since(waiting.since) >= GIVE_UP_AFTER;
    match outcome {
        Outcome::Taken => Next::Success,
        Outcome::Refused(reason) => Next::Failed(Failure::refused(reason)),
        Outcome::Split | Outcome::Held => Next::Again,
        Outcome::Lost if over || !waiting.source.repeats_are_known() => {
            Next::Unknown(Failure::answer_lost())
        }
        Outcome::NotTaken if over => match waiting.lost_at {
            Some(_) => Next::Unknown(Failure::answer_lost()),
            None => Next::Failed(Failure::refused(Reason::GaveUp)),
        },
        Outcome::Lost | Outcome::NotTaken => Next::Again,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_secs(1_762_785_320);

    fn waiting(source: ActionSource) -> Waiting {
        Waiting {
            source,
            time: NOW,
            since: NOW,
            lost_at: None,
        }
    }

    fn after(waiting: Waiting, outcome: Outcome, wait: i64) -> Next {
        next(&waiting, outcome, NOW.plus(wait))
    }

    #[test]
    fn a_lost_answer_is_repeated_only_where_meta_knows_repeats() {
        let shop = waiting(ActionSource::Website);
        assert_eq!(after(shop, Outcome::Lost, SECOND), Next::Again);
        let chat = waiting(ActionSource::BusinessMessaging);
        let doubt = Next::Unknown(Failure::answer_lost());
        assert_eq!(after(chat, Outcome::Lost, SECOND), doubt);
        assert_eq!(after(chat, Outcome::NotTaken, SECOND), Next::Again);
        // Interrupted in between, so nobody knows.
        let lost_at = Some(NOW);
        let broken = Waiting { lost_at, ..chat };
        assert_eq!(before_sending(&broken, NOW.plus(SECOND)), Err(doubt));
        let broken = Waiting { lost_at, ..shop };
        assert_eq!(before_sending(&broken, NOW.plus(SECOND)), Ok(()));
    }

    #[test]
    fn a_day_is_the_limit_and_two_days_of_repeats() {
        let shop = waiting(ActionSource::Website);
        assert_eq!(
            after(shop, Outcome::NotTaken, GIVE_UP_AFTER - 1),
            Next::Again
        );
        let given_up = Next::Failed(Failure::refused(Reason::GaveUp));
        assert_eq!(after(shop, Outcome::NotTaken, GIVE_UP_AFTER), given_up);
        let lost = Waiting {
            lost_at: Some(NOW),
            ..shop
        };
        let doubt = Next::Unknown(Failure::answer_lost());
        assert_eq!(after(lost, Outcome::NotTaken, GIVE_UP_AFTER), doubt);
        assert_eq!(before_sending(&lost, NOW.plus(REPEATS_KNOWN - 1)), Ok(()));
        assert_eq!(before_sending(&lost, NOW.plus(REPEATS_KNOWN)), Err(doubt));
        // A dead token waits for as long as the event is worth sending.
        assert_eq!(after(shop, Outcome::Held, 6 * DAY), Next::Again);
    }

    #[test]
    fn events_grow_too_old_while_they_wait() {
        let shop = waiting(ActionSource::Website);
        assert_eq!(before_sending(&shop, NOW.plus(7 * DAY)), Ok(()));
        let old = Next::Failed(Failure::too_old());
        assert_eq!(before_sending(&shop, NOW.plus(7 * DAY + 1)), Err(old));
        let store = waiting(ActionSource::PhysicalStore);
        assert_eq!(before_sending(&store, NOW.plus(62 * DAY)), Ok(()));
    }

    proptest! {
        /// Whatever order tries fail in, an event of a chat is never sent again after a lost answer.
        #[test]
        fn no_chat_event_is_ever_repeated_after_a_doubt(walk in prop::collection::vec(0..3u8, 1..30)) {
            let mut state = waiting(ActionSource::BusinessMessaging);
            let mut now = NOW;
            for step in walk {
                now = now.plus(SECOND);
                if before_sending(&state, now).is_err() {
                    prop_assert!(state.lost_at.is_some());
                    return Ok(());
                }
                prop_assert!(state.lost_at.is_none());
                let outcome = [Outcome::NotTaken, Outcome::Lost, Outcome::Held][usize::from(step)];
                if outcome == Outcome::Lost {
                    state.lost_at = Some(now);
                    prop_assert_ne!(next(&state, outcome, now), Next::Again);
                }
            }
        }

        #[test]
        fn pauses_grow_and_are_bounded(waited in 0i64..10 * DAY, jitter in 0u32..=1_000) {
            let wait = pause(waited, jitter);
            prop_assert!((2 * SECOND..=HOUR + HOUR / 4).contains(&wait));
            prop_assert!(pause(waited + HOUR, jitter) >= wait);
        }
    }
}
