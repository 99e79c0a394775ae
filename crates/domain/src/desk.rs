//! How people put a chat aside and take it up again, and their notes on it.

use serde::{Deserialize, Serialize};

use crate::chat::{Chat, ChatState};
use crate::ids::{ChatId, NoteId, UserId};
use crate::time::{DAY, Timestamp};
use crate::wire;

/// Longest time that a chat can sleep: what is further away belongs into a calendar.
pub const MAX_SNOOZE: i64 = 366 * DAY;
/// A message that comes so much later than it was written is still news (microseconds): the reply window is as long, and
/// beyond it nobody could answer. What is older is history that is read back.
pub const UNSEEN: i64 = DAY;
/// Longest note: five long messages.
pub const MAX_NOTE_CHARS: usize = 5_000;

/// What a person wants to change of a chat's state. `until` is there if they spoke of the time at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StateWish {
    /// The state.
    pub state: Option<ChatState>,
    /// When it comes back by itself; `Some(None)` for never.
    pub until: Option<Option<Timestamp>>,
}

/// Why a wish is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WishError {
    /// A time for a chat that does not sleep.
    #[error("snoozed_until goes with the state snoozed only")]
    NotSnoozed,
    /// Not in the future.
    #[error("snoozed_until must be in the future")]
    Past,
    /// Too far away.
    #[error("snoozed_until can be at most 366 days from now")]
    Far,
}

impl StateWish {
    /// Whether it wants anything.
    #[must_use]
    pub const fn is_some(&self) -> bool {
        self.state.is_some() || self.until.is_some()
    }

    /// What can be said of it without knowing the chat.
    ///
    /// # Errors
    /// If its parts contradict each other, or its time is not one to wake at.
    pub fn check(&self, now: Timestamp) -> Result<(), WishError> {
        let Some(Some(until)) = self.until else {
            return Ok(());
        };
        if self.state.is_some_and(|s| s != ChatState::Snoozed) {
            return Err(WishError::NotSnoozed);
        }
        if until <= now {
            return Err(WishError::Past);
        }
        if until.since(now) > MAX_SNOOZE {
            return Err(WishError::Far);
        }
        Ok(())
    }

    /// Carries it out. A time alone puts the chat to sleep, or moves the time of one that sleeps; without a time it
    /// sleeps until the customer writes.
    pub fn apply(&self, chat: &mut Chat, now: Timestamp) {
        let slept = chat.state == ChatState::Snoozed;
        let state = match (self.state, self.until) {
            (Some(state), _) => state,
            (None, Some(Some(_))) => ChatState::Snoozed,
            (None, _) => chat.state,
        };
        let until = match self.until {
            Some(until) => until,
            // Said once more, it sleeps as long as was said before.
            None if slept => chat.snoozed_until,
            None => None,
        };
        let until = until.filter(|_| state == ChatState::Snoozed);
        if (state, until) != (chat.state, chat.snoozed_until) {
            chat.state = state;
            chat.snoozed_until = until;
            chat.state_at = Some(now);
        }
    }
}

impl Chat {
    /// The customer wrote at `at`; `new` if nobody could have seen it before now. What was put aside comes back if it was
    /// written later, or if it has only just come: whoever put the chat aside did not know of it, because Meta was slow
    /// or its clock is behind ours. What was there already changes nothing, however often it is delivered, nor does
    /// what is so old that nobody could answer it ([`UNSEEN`]). Says whether it came back.
    pub fn heard(&mut self, at: Timestamp, new: bool) -> bool {
        let later = |put: Timestamp| at > put || (new && put.since(at) <= UNSEEN);
        let back = self.state != ChatState::Open && self.state_at.is_none_or(later);
        if back {
            self.state = ChatState::Open;
            self.snoozed_until = None;
        }
        back
    }

    /// Wakes a chat whose time has come. Says whether it did.
    pub fn wake(&mut self, now: Timestamp) -> bool {
        let wakes =
            self.state == ChatState::Snoozed && self.snoozed_until.is_some_and(|at| at <= now);
        if wakes {
            self.state = ChatState::Open;
            self.snoozed_until = None;
        }
        wakes
    }
}

/// A private note on a chat. It is never sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Note {
    /// Our id.
    pub id: NoteId,
    /// On which chat.
    pub chat_id: ChatId,
    /// Who wrote it.
    pub author_id: UserId,
    /// Who wrote it, in full.
    pub author: wire::User,
    /// What they wrote.
    pub text: String,
    /// When.
    pub created_at: Timestamp,
}

/// The text of a note as it is kept, without space around it.
///
/// # Errors
/// The sentence for the person who wrote it: if nothing is left of it, or if it is too long.
pub fn note_text(text: &str) -> Result<&str, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Write something first.".to_owned());
    }
    if text.chars().count() > MAX_NOTE_CHARS {
        return Err(format!(
            "A note can have at most {MAX_NOTE_CHARS} characters."
        ));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chat::ChatState::{Open, Resolved, Snoozed};
    use crate::time::HOUR;
    use proptest::prelude::*;

    const T: Timestamp = Timestamp::from_secs(1_762_785_320);

    fn after(chat: &Chat, state: Option<ChatState>, until: Option<Option<Timestamp>>) -> Chat {
        let mut chat = chat.clone();
        StateWish { state, until }.apply(&mut chat, T);
        chat
    }

    #[test]
    fn a_chat_is_put_aside_and_taken_up() {
        let chat = crate::chat::tests::chat();
        let tomorrow = T.plus(DAY);
        let of = |c: &Chat| (c.state, c.snoozed_until, c.state_at);
        let resolved = after(&chat, Some(Resolved), None);
        assert_eq!(of(&resolved), (Resolved, None, Some(T)));
        let asleep = after(&resolved, Some(Snoozed), Some(Some(tomorrow)));
        assert_eq!(of(&asleep), (Snoozed, Some(tomorrow), Some(T)));
        assert_eq!(of(&after(&chat, None, Some(Some(tomorrow)))), of(&asleep));
        assert_eq!(
            of(&after(&asleep, Some(Snoozed), None)),
            of(&asleep),
            "no other time was named"
        );
        assert_eq!(
            of(&after(&asleep, None, Some(None))),
            (Snoozed, None, Some(T))
        );
        assert_eq!(
            of(&after(&asleep, Some(Resolved), None)),
            (Resolved, None, Some(T))
        );
        assert_eq!(
            of(&after(&asleep, Some(Open), Some(None))),
            (Open, None, Some(T))
        );
        assert_eq!(after(&chat, Some(Open), None), chat, "nothing changed");
        assert_eq!(after(&chat, None, None), chat);
    }

    #[test]
    fn impossible_wishes_are_refused() {
        let check = |state, until| {
            StateWish {
                state,
                until: Some(Some(until)),
            }
            .check(T)
        };
        assert_eq!(check(Some(Resolved), T.plus(1)), Err(WishError::NotSnoozed));
        assert_eq!(check(Some(Open), T.plus(1)), Err(WishError::NotSnoozed));
        assert_eq!(check(None, T), Err(WishError::Past));
        assert_eq!(
            check(Some(Snoozed), T.plus(MAX_SNOOZE + 1)),
            Err(WishError::Far)
        );
        assert_eq!(check(Some(Snoozed), T.plus(MAX_SNOOZE)), Ok(()));
        assert_eq!(
            StateWish {
                state: Some(Resolved),
                until: Some(None)
            }
            .check(T),
            Ok(())
        );
    }

    #[test]
    fn sleepers_wake_at_their_time_and_not_before() {
        let mut chat = after(&crate::chat::tests::chat(), None, Some(Some(T.plus(HOUR))));
        assert!(!chat.wake(T.plus(HOUR - 1)));
        assert!(chat.wake(T.plus(HOUR)) && chat.state == Open && chat.snoozed_until.is_none());
        assert!(!chat.wake(T.plus(HOUR)));
        let mut endless = after(&chat, Some(Snoozed), None);
        assert!(!endless.wake(T.plus(MAX_SNOOZE * 2)));
    }

    #[test]
    fn what_nobody_could_have_seen_brings_a_chat_back() {
        let put = after(&crate::chat::tests::chat(), Some(Resolved), None);
        let heard = |at, new| put.clone().heard(T.plus(at), new);
        assert!(heard(-HOUR, true) && heard(-UNSEEN, true) && heard(1, false));
        assert!(!heard(-HOUR, false) && !heard(0, false));
        assert!(!heard(-UNSEEN - 1, true), "history is no news");
    }

    #[test]
    fn notes_are_trimmed_and_bounded() {
        assert_eq!(note_text(" call back \n"), Ok("call back"));
        assert!(note_text("\t ").is_err());
        assert!(note_text(&"ä".repeat(MAX_NOTE_CHARS)).is_ok());
        assert!(note_text(&"x".repeat(MAX_NOTE_CHARS + 1)).is_err());
    }

    proptest! {
        /// Only whether something was said later decides, whatever the order and repetition.
        #[test]
        fn what_was_known_does_not_bring_a_chat_back(mut times in prop::collection::vec(-5_i64..6, 0..12), state in prop::sample::select(vec![Resolved, Snoozed])) {
            let put = after(&crate::chat::tests::chat(), Some(state), None);
            let told = |times: &[i64]| {
                let mut chat = put.clone();
                for t in times {
                    chat.heard(T.plus(*t), false);
                }
                chat
            };
            let one = told(&times);
            prop_assert_eq!(one.state == Open, times.iter().any(|t| *t > 0));
            times.reverse();
            times.extend(times.clone());
            prop_assert_eq!(told(&times), one);
        }
    }
}
