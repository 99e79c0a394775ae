//! What Meta says of an account that broke its rules (platform notes §1.7, `policy_enforcement`).

use serde::{Deserialize, Serialize};

use crate::time::{DAY, Timestamp};

/// A warning is shown this long: Meta takes none back.
pub const WARNING_SHOWN: i64 = 30 * DAY;

/// What Meta does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyAction {
    /// A block is over.
    Unblock,
    /// Nothing yet.
    Warning,
    /// Messages are refused until it says otherwise.
    Block,
}

impl PolicyAction {
    /// As Meta spells it, and as stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unblock => "unblock",
            Self::Warning => "warning",
            Self::Block => "block",
        }
    }

    /// Reads Meta's word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Unblock, Self::Warning, Self::Block]
            .into_iter()
            .find(|a| a.as_str().eq_ignore_ascii_case(text))
    }
}

/// The last that Meta said of an account. Ordered by time, and at one moment by gravity: the greatest is the one that
/// counts, in whatever order they come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyNotice {
    /// When.
    pub at: Timestamp,
    /// What Meta does.
    pub action: PolicyAction,
    /// Why, in Meta's words; `""` if it does not say.
    pub reason: String,
}

impl PolicyNotice {
    /// What admins are told while it counts; `None` once it is over.
    #[must_use]
    pub fn words(&self, now: Timestamp) -> Option<String> {
        let said = match self.reason.trim().trim_end_matches('.') {
            "" => String::new(),
            reason => format!(" Meta's reason: {reason}."),
        };
        match self.action {
            PolicyAction::Unblock => None,
            PolicyAction::Warning if now.since(self.at) > WARNING_SHOWN => None,
            PolicyAction::Warning => Some(format!(
                "Meta warned this account that it breaks the rules for messages.{said}"
            )),
            PolicyAction::Block => Some(format!(
                "Meta blocks messages from this account because it broke the rules.{said}"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::SECOND;

    const T: Timestamp = Timestamp::from_secs(1_762_785_320);

    fn notice(action: PolicyAction, reason: &str) -> PolicyNotice {
        PolicyNotice {
            at: T,
            action,
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn a_block_is_told_until_it_is_lifted_and_a_warning_for_a_month() {
        let block = notice(PolicyAction::Block, "Spam.");
        let words = block.words(T.plus(400 * DAY)).unwrap();
        assert_eq!(
            words,
            "Meta blocks messages from this account because it broke the rules. Meta's reason: Spam."
        );
        assert_eq!(notice(PolicyAction::Unblock, "").words(T), None);
        let warning = notice(PolicyAction::Warning, "");
        assert!(
            !warning
                .words(T.plus(WARNING_SHOWN))
                .unwrap()
                .contains("reason")
        );
        assert_eq!(warning.words(T.plus(WARNING_SHOWN + SECOND)), None);
    }

    #[test]
    fn the_latest_counts_and_at_one_moment_the_gravest() {
        let unblock = PolicyNotice {
            at: T.plus(SECOND),
            ..notice(PolicyAction::Unblock, "")
        };
        assert!(unblock > notice(PolicyAction::Block, "x"));
        assert!(notice(PolicyAction::Block, "") > notice(PolicyAction::Warning, "x"));
        assert!(notice(PolicyAction::Warning, "") > notice(PolicyAction::Unblock, "x"));
    }

    #[test]
    fn words_are_read_in_any_case_and_nothing_else() {
        for action in [
            PolicyAction::Unblock,
            PolicyAction::Warning,
            PolicyAction::Block,
        ] {
            let text = action.as_str().to_uppercase();
            assert_eq!(PolicyAction::parse(&text), Some(action));
        }
        assert_eq!(PolicyAction::parse("pause"), None);
    }
}
