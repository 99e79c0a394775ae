//! How long an answer of Meta's is good enough.

use crate::time::{DAY, HOUR, MINUTE, Timestamp};

use super::{Period, Scope, Snapshot};

/// An account's figures come with up to two days' delay (platform notes §6.1), so asking more often tells nothing.
const ACCOUNT: i64 = HOUR;
/// Who the followers are changes over weeks.
const DEMOGRAPHY: i64 = DAY;
/// A post of the last two days is watched while it spreads.
const YOUNG_POST: i64 = 10 * MINUTE;
const YOUNG: i64 = 2 * DAY;
/// Most of what a post will ever reach it has reached within a month.
const POST: i64 = HOUR;
const SETTLED: i64 = 30 * DAY;
const OLD_POST: i64 = DAY;
/// A story lives for a day, and what is not fetched by then is lost.
const STORY: i64 = 5 * MINUTE;
/// A range that ended longer ago than Meta's delay does not change any more; Meta keeps it for 90 days.
const DELAY: i64 = 2 * DAY;
const PAST_RANGE: i64 = 30 * DAY;

/// What freshness depends on besides the answer itself.
#[derive(Clone, Copy, Debug)]
pub struct Age {
    /// When the post was posted, if it is one and that is known.
    pub posted_at: Option<Timestamp>,
    /// Now.
    pub now: Timestamp,
}

/// Microseconds for which this answer is served again; `None`: for ever, because Meta has no other.
#[must_use]
pub fn fresh_for(answer: &Snapshot, age: Age) -> Option<i64> {
    if answer.ended {
        return None;
    }
    Some(match (answer.scope, answer.period) {
        (Scope::Story, _) => STORY,
        (Scope::Account, Period::Lifetime) => DEMOGRAPHY,
        (Scope::Account, Period::Day) => match answer.until {
            Some(until) if answer.fetched_at.since(until) > DELAY => PAST_RANGE,
            _ => ACCOUNT,
        },
        (Scope::Media, _) => match age.posted_at.map(|at| age.now.since(at)) {
            Some(old) if old < YOUNG => YOUNG_POST,
            Some(old) if old > SETTLED => OLD_POST,
            _ => POST,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{AccountId, InsightId};
    use uuid::Uuid;

    fn answer(scope: Scope, period: Period) -> Snapshot {
        let now = Timestamp::from_secs(1_762_785_320);
        Snapshot::empty(
            InsightId::new(Uuid::from_u128(1)),
            AccountId::new(Uuid::from_u128(2)),
            scope,
            "1",
            period,
            now,
        )
    }

    #[test]
    fn what_changes_quickly_ages_quickly() {
        let now = Timestamp::from_secs(1_762_785_320);
        let age = |old: i64| Age {
            posted_at: Some(now.plus(-old)),
            now,
        };
        let media = answer(Scope::Media, Period::Lifetime);
        for (old, fresh) in [
            (0, YOUNG_POST),
            (YOUNG - 1, YOUNG_POST),
            (YOUNG, POST),
            (SETTLED, POST),
            (SETTLED + 1, OLD_POST),
        ] {
            assert_eq!(fresh_for(&media, age(old)), Some(fresh), "{old}");
        }
        let unknown = Age {
            posted_at: None,
            now,
        };
        assert_eq!(fresh_for(&media, unknown), Some(POST));
        let account = answer(Scope::Account, Period::Day);
        assert_eq!(fresh_for(&account, unknown), Some(ACCOUNT));
        let whole = answer(Scope::Account, Period::Lifetime);
        assert_eq!(fresh_for(&whole, unknown), Some(DEMOGRAPHY));
    }

    #[test]
    fn a_range_long_past_and_an_ended_story_stay() {
        let age = Age {
            posted_at: None,
            now: Timestamp::from_secs(1_762_785_320),
        };
        let range = |until: i64| Snapshot {
            until: Some(age.now.plus(until)),
            ..answer(Scope::Account, Period::Day)
        };
        assert_eq!(fresh_for(&range(0), age), Some(ACCOUNT));
        assert_eq!(fresh_for(&range(-DELAY), age), Some(ACCOUNT));
        assert_eq!(fresh_for(&range(-DELAY - 1), age), Some(PAST_RANGE));
        let story = answer(Scope::Story, Period::Lifetime);
        assert_eq!(fresh_for(&story, age), Some(STORY));
        let ended = Snapshot {
            ended: true,
            ..story
        };
        assert_eq!(fresh_for(&ended, age), None);
    }
}
