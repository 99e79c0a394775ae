//! Reading conversations back: what Meta still shows of them, against what is stored here.
//!
//! Meta loses webhooks and tells nobody. It lets the newest twenty messages of a conversation be read, and names the ids
//! of older ones (platform notes §4). So a sweep through the conversations that moved since the last one finds what
//! never came: what can be read is added, what can only be named is counted as lost.

use serde::{Deserialize, Serialize};

use crate::inbound::Reaction;
use crate::message::{Direction, Message, Rank};
use crate::time::{DAY, HOUR, MINUTE, SECOND, Timestamp};

/// How often an account's conversations are read back. What is lost stays unseen at most this long, and a conversation
/// may grow by twenty messages within it before anything is lost for good.
pub const EVERY: i64 = HOUR;
/// After something stood in the way.
pub const AGAIN: i64 = 5 * MINUTE;
/// Between two calls for one account: Meta allows two a second (§9.4), and the inbox needs some of them.
pub const PACE: i64 = 700 * SECOND / 1_000;
/// What happened so shortly before the look may still be on its way here by itself.
pub const SETTLES: i64 = 2 * MINUTE;
/// Each sweep begins so long before the one before it did: for clocks that differ, and for what had not settled then.
pub const OVERLAP: i64 = 10 * MINUTE;
/// Of how many messages of a conversation Meta gives the content (§4).
pub const READABLE: usize = 20;
/// In a conversation from before the account was connected, somebody still waits for an answer if their last word is
/// younger than this: as long as a person may answer at all (§2.3).
pub const STILL_WAITS: i64 = 7 * DAY;

/// One walk through the conversations of an account; small enough to be stored after each call, so that a restart goes
/// on where it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sweep {
    /// When it began.
    pub began_at: Timestamp,
    /// From when on everything should have come by itself: when the account was connected, at first. A new token for a
    /// connected account changes nothing of that.
    pub promised_from: Timestamp,
    /// Everything that Meta shows is read, not only what moved.
    pub whole: bool,
    /// Conversations that have not moved since are not looked at; `None` in a whole one.
    pub since: Option<Timestamp>,
    /// Where the list of conversations goes on.
    pub cursor: Option<String>,
    /// The list is at its end, or at what has not moved.
    pub listed: bool,
    /// Conversations of which more than the readable messages may be missing.
    pub deep: Vec<Deep>,
    /// Conversations so far.
    pub conversations: i64,
    /// Messages compared so far.
    pub messages: i64,
    /// Messages from before the account was connected that were added.
    pub imported: i64,
    /// Messages that should have come by themselves and were added.
    pub recovered: i64,
    /// Messages that can no longer be read.
    pub lost: i64,
}

/// A conversation whose older ids are still to be compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deep {
    /// Meta's id of the conversation.
    pub thread: String,
    /// The customer.
    pub customer: String,
    /// Down to here, exclusive.
    pub since: Timestamp,
    /// Where the list of ids goes on.
    pub cursor: Option<String>,
}

impl Sweep {
    /// A new one. `swept_at` is when the last one that came to its end began: without it everything is read. `last` is
    /// that one, unless the account was disconnected since.
    #[must_use]
    pub fn begin(
        now: Timestamp,
        swept_at: Option<Timestamp>,
        last: Option<&Self>,
        connected_at: Timestamp,
    ) -> Self {
        let since = swept_at.map(|at| at.plus(-OVERLAP));
        Self {
            began_at: now,
            promised_from: last.map_or(connected_at, |last| last.promised_from),
            whole: since.is_none(),
            since,
            cursor: None,
            listed: false,
            deep: Vec::new(),
            conversations: 0,
            messages: 0,
            imported: 0,
            recovered: 0,
            lost: 0,
        }
    }

    /// Whether a conversation that moved last at `updated` is beyond what this sweep reads; the list is newest first, so
    /// all after it are too.
    #[must_use]
    pub fn is_beyond(&self, updated: Option<Timestamp>) -> bool {
        matches!((self.since, updated), (Some(since), Some(at)) if at < since)
    }

    /// Whether something written then has had its time to come by itself. What has no time has.
    #[must_use]
    pub fn is_settled(&self, at: Option<Timestamp>) -> bool {
        at.is_none_or(|at| at <= self.began_at.plus(-SETTLES))
    }

    /// Down to which time messages of a conversation must be here.
    #[must_use]
    pub fn floor(&self) -> Timestamp {
        self.since
            .map_or(self.promised_from, |since| since.max(self.promised_from))
    }

    /// Whether something written then is from before the account was connected.
    #[must_use]
    pub fn is_history(&self, at: Option<Timestamp>) -> bool {
        at.is_some_and(|at| !may_be_after(at, self.promised_from))
    }

    /// Whether nothing is left to be read.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.listed && self.deep.is_empty()
    }
}

/// Whether something that was written in this second may have been written after `since`: Meta tells whole seconds (§4).
#[must_use]
pub fn may_be_after(second: Timestamp, since: Timestamp) -> bool {
    second.plus(SECOND - 1) >= since
}

/// A message as it was read back, as far as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// When it was written.
    pub at: Option<Timestamp>,
    /// Whether the business wrote it.
    pub from_business: bool,
    /// Its text as it is now.
    pub text: String,
    /// Who reacted and how; `None` where Meta was not asked.
    pub reactions: Option<Vec<(bool, Reaction)>>,
}

/// What differs between what Meta shows and what is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// It never came.
    Missing,
    /// It was edited since; the number is the one after the last edit that is known.
    Edited {
        /// Which edit it is at least.
        number: u32,
        /// The text.
        text: String,
    },
    /// A reaction came, changed or went.
    Reacted {
        /// The business's, or the customer's.
        business: bool,
        /// `None`: it is gone.
        reaction: Option<Reaction>,
    },
}

/// Compares a message that Meta shows with its row. `asked` is when Meta was asked.
///
/// That a message is *not* shown proves nothing: unsent, deleted on one side and too old look alike. So nothing is ever
/// taken away here.
#[must_use]
pub fn differences(stored: Option<&Message>, shown: &Shown, asked: Timestamp) -> Vec<Difference> {
    let Some(row) = stored else {
        let mut found = vec![Difference::Missing];
        found.extend(reactions(&[], shown));
        return found;
    };
    if row.unsent_at.is_some() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if row.rank < Rank::Meta {
        found.push(Difference::Missing);
    } else if row.direction == Direction::Inbound && !shown.from_business {
        let settled = row.edit.as_ref().is_none_or(|e| has_settled(e.at, asked));
        if settled && !shown.text.is_empty() && shown.text != row.text() {
            found.push(Difference::Edited {
                number: row.edit.as_ref().map_or(1, |e| e.number.saturating_add(1)),
                text: shown.text.clone(),
            });
        }
    }
    // What was said a moment ago may not have reached the place that is read yet.
    let known: Vec<(bool, Option<&Reaction>, bool)> = row
        .reactions
        .iter()
        .map(|m| (m.business, m.reaction.as_ref(), has_settled(m.at, asked)))
        .collect();
    found.extend(reactions(&known, shown));
    found
}

fn has_settled(at: Timestamp, asked: Timestamp) -> bool {
    asked.since(at) >= SETTLES
}

/// Where the reactions that are shown differ from those `known`: whose, what, and whether it is old enough to be judged.
fn reactions(known: &[(bool, Option<&Reaction>, bool)], shown: &Shown) -> Vec<Difference> {
    let Some(shown) = &shown.reactions else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for business in [false, true] {
        let now = shown.iter().find(|(by, _)| *by == business).map(|(_, r)| r);
        let before = known.iter().find(|(by, ..)| *by == business);
        let (was, settled) = before.map_or((None, true), |(_, was, settled)| (*was, *settled));
        let same = match (was, now) {
            (None, None) => true,
            (Some(was), Some(now)) => is_same(was, now),
            _ => false,
        };
        if settled && !same {
            found.push(Difference::Reacted {
                business,
                reaction: now.cloned(),
            });
        }
    }
    found
}

/// A webhook names a reaction and shows its character, an answer has one of the two.
fn is_same(was: &Reaction, now: &Reaction) -> bool {
    let bare = |text: &str| text.trim_end_matches('\u{fe0f}').to_owned();
    let shown = |r: &Reaction| r.emoji.as_deref().map(bare);
    match shown(was).zip(shown(now)) {
        Some((was, now)) => was == now,
        None => was.name == now.name,
    }
}

/// Of a conversation's messages, newest first: how many at the front are a customer's who still waits for an answer.
#[must_use]
pub fn waiting(newest_first: &[(Option<Timestamp>, bool)], now: Timestamp) -> usize {
    let last = newest_first.first().and_then(|(at, _)| *at);
    if last.is_none_or(|at| now.since(at) > STILL_WAITS) {
        return 0;
    }
    newest_first
        .iter()
        .take_while(|(_, from_business)| !from_business)
        .count()
}

/// The time of a message that was read back. Meta tells whole seconds, but lists messages in their order: so it stands
/// behind the one before it, within its second.
#[must_use]
pub fn placed(second: Timestamp, before: Option<Timestamp>) -> Timestamp {
    let behind = before.map_or(second, |at| at.plus(1));
    behind.clamp(second, second.plus(SECOND - 1))
}

/// What reading back has found out about an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// When conversations were last read back to the end.
    pub swept_at: Option<Timestamp>,
    /// Messages that did not come by themselves and were added.
    pub recovered: i64,
    /// Messages that are lost for good.
    pub lost: i64,
}

#[cfg(test)]
#[path = "reconcile_tests.rs"]
mod tests;
