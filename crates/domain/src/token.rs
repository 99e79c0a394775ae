//! How long a token lives, and what that asks of us (platform notes §8.1, §8.2).

use crate::account::AccountStatus;
use crate::time::{DAY, HOUR, Timestamp};

/// An admin is told this long before a token ends: long enough to find the person who can log in at Meta again.
pub const EXPIRING_BEFORE: i64 = 7 * DAY;
/// Instagram takes a token for refreshing only when it is this old (§8.2).
pub const REFRESH_AGE: i64 = 24 * HOUR;
/// A token is refreshed when less than this is left of its 60 days: half of them, so that a month of failures is
/// survived.
pub const REFRESH_BEFORE: i64 = 30 * DAY;
/// A token whose end nobody told us is refreshed this long after it was given: old enough for Meta whenever it was made,
/// and from then on its end is known.
pub const REFRESH_UNKNOWN_AFTER: i64 = REFRESH_AGE + HOUR;

/// Which of Meta's hosts a token belongs to, as far as its life goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A Page token of Facebook Login: nobody can lengthen it, only a new login.
    Facebook,
    /// A token of Instagram Login: lives 60 days and can be refreshed.
    Instagram,
}

/// What is known of a token's times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TokenLife {
    /// When it was issued, or first given to us.
    pub since: Option<Timestamp>,
    /// When it ends; `None`: never, or nobody said.
    pub expires_at: Option<Timestamp>,
    /// When the person's data may no longer be read with it: 90 days after their last activity (§8.1).
    pub data_access_expires_at: Option<Timestamp>,
}

impl TokenLife {
    /// The end that comes first, and what it is an end of.
    #[must_use]
    pub fn first_end(&self) -> Option<(Timestamp, End)> {
        let token = self.expires_at.map(|at| (at, End::Token));
        let data = self.data_access_expires_at.map(|at| (at, End::DataAccess));
        token.into_iter().chain(data).min_by_key(|(at, _)| *at)
    }

    /// How an account with this token stands, apart from pauses.
    #[must_use]
    pub fn standing(&self, kind: TokenKind, now: Timestamp) -> Standing {
        match self.first_end() {
            Some((at, end)) if at <= now => Standing::Ended(end),
            // One that we refresh ourselves is no reason to trouble anybody, unless refreshing has failed for weeks.
            Some((at, end)) if at <= now.plus(EXPIRING_BEFORE) => Standing::Expiring {
                at,
                end,
                refreshed_by_us: kind == TokenKind::Instagram && end == End::Token,
            },
            _ => Standing::Good,
        }
    }

    /// From when on it should be refreshed; `None` where Meta does not allow it at all.
    #[must_use]
    pub fn refresh_at(&self, kind: TokenKind) -> Option<Timestamp> {
        if kind == TokenKind::Facebook {
            return None;
        }
        let since = self.since.unwrap_or(Timestamp::EPOCH);
        Some(match self.expires_at {
            Some(end) => end.plus(-REFRESH_BEFORE).max(since.plus(REFRESH_AGE)),
            None => since.plus(REFRESH_UNKNOWN_AFTER),
        })
    }

    /// Whether it should be refreshed now. An ended one cannot be (§8.2).
    #[must_use]
    pub fn refresh_is_due(&self, kind: TokenKind, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| end > now)
            && self.refresh_at(kind).is_some_and(|at| at <= now)
    }
}

/// What comes to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The token itself.
    Token,
    /// The right to read the person's data.
    DataAccess,
}

/// How a token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing to do.
    Good,
    /// It ends soon.
    Expiring {
        /// When.
        at: Timestamp,
        /// What.
        end: End,
        /// We try to lengthen it ourselves.
        refreshed_by_us: bool,
    },
    /// It has ended.
    Ended(End),
}

impl Standing {
    /// What has ended or ends soon, in a sentence.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let what = |end: &End| match end {
            End::Token => "The token",
            End::DataAccess => "Meta's permission to read this account's data",
        };
        match self {
            Self::Good => None,
            Self::Expiring {
                at,
                end,
                refreshed_by_us,
            } => {
                let tried = if *refreshed_by_us {
                    " and could not be lengthened so far"
                } else {
                    ""
                };
                Some(format!("{} ends on {}{tried}.", what(end), day(*at)))
            }
            Self::Ended(end) => Some(format!("{} has ended.", what(end))),
        }
    }

    /// The account's status that follows, and what admins are told of it.
    #[must_use]
    pub fn status(&self) -> (AccountStatus, Option<String>) {
        let told = |remedy: &str| self.words().map(|words| format!("{words} {remedy}"));
        match self {
            Self::Good => (AccountStatus::Active, None),
            Self::Expiring { .. } => (
                AccountStatus::Expiring,
                told("Connect the account again before then."),
            ),
            Self::Ended(_) => (
                AccountStatus::Reconnect,
                told("Connect the account again, and what waits goes out."),
            ),
        }
    }
}

/// The day of a time, for sentences: `2026-11-25`.
#[must_use]
pub fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: Timestamp = Timestamp::from_secs(1_764_000_000);

    fn ends(at: i64) -> TokenLife {
        TokenLife {
            since: Some(NOW.plus(-10 * DAY)),
            expires_at: Some(NOW.plus(at)),
            data_access_expires_at: None,
        }
    }

    #[test]
    fn a_week_before_its_end_it_is_expiring() {
        let kind = TokenKind::Facebook;
        assert_eq!(
            ends(EXPIRING_BEFORE + 1).standing(kind, NOW),
            Standing::Good
        );
        assert!(matches!(
            ends(EXPIRING_BEFORE).standing(kind, NOW),
            Standing::Expiring { .. }
        ));
        assert_eq!(ends(0).standing(kind, NOW), Standing::Ended(End::Token));
        assert_eq!(TokenLife::default().standing(kind, NOW), Standing::Good);
    }

    #[test]
    fn the_first_end_counts_and_is_named() {
        let life = TokenLife {
            data_access_expires_at: Some(NOW.plus(DAY)),
            ..ends(3 * DAY)
        };
        let (status, words) = life.standing(TokenKind::Facebook, NOW).status();
        assert_eq!(status, AccountStatus::Expiring);
        assert_eq!(
            words.unwrap(),
            "Meta's permission to read this account's data ends on 2025-11-25. Connect the account again before then."
        );
        let (status, words) = ends(-1).standing(TokenKind::Facebook, NOW).status();
        assert_eq!(status, AccountStatus::Reconnect);
        assert!(words.unwrap().starts_with("The token has ended."));
    }

    #[test]
    fn facebook_tokens_are_never_refreshed() {
        assert_eq!(ends(DAY).refresh_at(TokenKind::Facebook), None);
    }

    #[test]
    fn instagram_tokens_are_refreshed_at_half_time() {
        let kind = TokenKind::Instagram;
        assert!(!ends(REFRESH_BEFORE + 1).refresh_is_due(kind, NOW));
        assert!(ends(REFRESH_BEFORE).refresh_is_due(kind, NOW));
        assert!(!ends(0).refresh_is_due(kind, NOW), "an ended one cannot be");
        let unknown = TokenLife {
            since: Some(NOW),
            ..TokenLife::default()
        };
        assert!(!unknown.refresh_is_due(kind, NOW.plus(REFRESH_AGE)));
        assert!(unknown.refresh_is_due(kind, NOW.plus(REFRESH_UNKNOWN_AFTER)));
    }

    proptest! {
        /// Whatever is known, Meta is never asked to refresh what it would refuse.
        #[test]
        fn nothing_young_or_ended_is_refreshed(since in 0i64..200, end in prop::option::of(-100i64..200), now in 0i64..400) {
            let at = |hours: i64| NOW.plus(hours * HOUR);
            let life = TokenLife { since: Some(at(since)), expires_at: end.map(|e| at(since + e)), data_access_expires_at: None };
            if life.refresh_is_due(TokenKind::Instagram, at(now)) {
                prop_assert!(now - since >= 24);
                prop_assert!(end.is_none_or(|e| since + e > now));
            }
        }
    }
}
