//! What an admin is told of an account: each check in words, with what to do about it.

use serde::Serialize;

use crate::account::{AccountStatus, Platform};
use crate::permissions;
use crate::policy::{PolicyAction, PolicyNotice};
use crate::reconcile::Gaps;
use crate::subscription;
use crate::time::{DAY, Timestamp};
use crate::token::{End, Standing, TokenKind, TokenLife, day};

/// An account that has had no delivery for this long is worth a look; a quiet shop may have a week without a message.
pub const QUIET_AFTER: i64 = 7 * DAY;

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Check {
    /// `token`, `expiry`, `permissions`, `subscription`, `deliveries`, `history`, `policy` or `sending`.
    pub name: &'static str,
    /// Whether it is well; null where that cannot be told.
    pub ok: Option<bool>,
    /// What was found.
    pub detail: String,
    /// What to do, if anything.
    pub remedy: Option<String>,
}

impl Check {
    fn new(name: &'static str, ok: Option<bool>, detail: impl Into<String>) -> Self {
        Self {
            name,
            ok,
            detail: detail.into(),
            remedy: None,
        }
    }

    fn remedy(mut self, words: impl Into<String>) -> Self {
        self.remedy = Some(words.into());
        self
    }
}

/// What Meta said of the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenWord {
    /// It works.
    Works,
    /// It does not; Meta's words.
    Dead(String),
    /// Meta could not be asked.
    NotAsked,
}

/// Everything that the checks go by.
#[derive(Clone, Debug)]
pub struct Observed {
    /// Where.
    pub platform: Platform,
    /// Whose token.
    pub kind: TokenKind,
    /// What Meta said of the token.
    pub token: TokenWord,
    /// Its times.
    pub life: TokenLife,
    /// What it may do; `None`: Meta does not say.
    pub scopes: Option<Vec<String>>,
    /// The fields that are subscribed; `None`: Meta could not be asked.
    pub subscribed: Option<Vec<String>>,
    /// When its last delivery came.
    pub last_webhook_at: Option<Timestamp>,
    /// When it was connected.
    pub connected_at: Timestamp,
    /// Its status.
    pub status: AccountStatus,
    /// Why, if not active.
    pub status_reason: Option<String>,
    /// What Meta last said of its behaviour.
    pub policy: Option<PolicyNotice>,
    /// What reading conversations back has found.
    pub gaps: Gaps,
    /// Whether sending is switched on.
    pub is_active: bool,
}

const AGAIN: &str = "Connect the account again with a new token.";

/// The checks, the most urgent first.
#[must_use]
pub fn checks(seen: &Observed, now: Timestamp) -> Vec<Check> {
    vec![
        token(seen),
        expiry(seen, now),
        scopes(seen),
        subscribed(seen),
        deliveries(seen, now),
        history(seen),
        policy(seen, now),
        sending(seen),
    ]
}

fn token(seen: &Observed) -> Check {
    match &seen.token {
        TokenWord::Works => Check::new("token", Some(true), "Meta accepts the token."),
        TokenWord::Dead(words) if words.is_empty() => {
            Check::new("token", Some(false), "Meta no longer accepts the token.").remedy(AGAIN)
        }
        TokenWord::Dead(words) => Check::new(
            "token",
            Some(false),
            format!("Meta no longer accepts the token: {words}"),
        )
        .remedy(AGAIN),
        TokenWord::NotAsked => {
            Check::new("token", None, "Meta could not be asked.").remedy("Try again in a moment.")
        }
    }
}

fn expiry(seen: &Observed, now: Timestamp) -> Check {
    const NAME: &str = "expiry";
    let standing = seen.life.standing(seen.kind, now);
    if let Some(words) = standing.words() {
        let remedy = match standing {
            Standing::Ended(_) => AGAIN,
            _ => "Connect the account again before then.",
        };
        return Check::new(NAME, Some(false), words).remedy(remedy);
    }
    let words = match (seen.kind, seen.life.first_end()) {
        (TokenKind::Instagram, Some((at, _))) => {
            format!("The token lasts until {}. It is refreshed by itself well before.", day(at))
        }
        (TokenKind::Instagram, None) => {
            "Meta does not say when this token ends; it is refreshed when it is a day old, and its end is known then.".to_owned()
        }
        (TokenKind::Facebook, Some((at, End::Token))) => format!(
            "The token lasts until {}. Meta lets nobody lengthen it: log in at Meta again before that day.",
            day(at)
        ),
        (TokenKind::Facebook, Some((at, End::DataAccess))) => format!(
            "The token has no end, and Meta lets this account's data be read until {}. Logging in at Meta again renews that.",
            day(at)
        ),
        (TokenKind::Facebook, None) => "The token has no end.".to_owned(),
    };
    Check::new(NAME, Some(true), words)
}

fn scopes(seen: &Observed) -> Check {
    const NAME: &str = "permissions";
    let Some(granted) = &seen.scopes else {
        return Check::new(NAME, None, "Meta does not say what this token may do.")
            .remedy("Connect the account by logging in at Meta: then it is known.");
    };
    let lacks = permissions::missing(seen.platform, seen.kind, granted);
    if lacks.is_empty() {
        return Check::new(
            NAME,
            Some(true),
            "The token may do everything that is needed.",
        );
    }
    let words: Vec<String> = lacks
        .iter()
        .map(|p| format!("{} (needed to {})", p.name, p.needed_to))
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let names: Vec<&str> = lacks.iter().map(|p| p.name).collect();
    Check::new(
        NAME,
        Some(false),
        format!("The token lacks {}.", permissions::listed(&words)),
    )
    .remedy(format!(
        "Connect the account again and allow {}.",
        permissions::listed(&names)
    ))
}

fn subscribed(seen: &Observed) -> Check {
    const NAME: &str = "subscription";
    const REPAIR: &str = "Choose Repair to subscribe again.";
    let Some(fields) = &seen.subscribed else {
        return Check::new(NAME, None, "Meta did not say what is subscribed.")
            .remedy("Mend the token first, then look again.");
    };
    let lacks = subscription::missing(seen.platform, seen.kind, fields);
    if lacks.is_empty() {
        return Check::new(NAME, Some(true), "Meta sends everything that is needed.");
    }
    let words = if fields.is_empty() {
        "Meta sends nothing for this account.".to_owned()
    } else {
        format!("Meta does not send {}.", permissions::listed(&lacks))
    };
    Check::new(NAME, Some(false), words).remedy(REPAIR)
}

fn deliveries(seen: &Observed, now: Timestamp) -> Check {
    const NAME: &str = "deliveries";
    let owner = match seen.platform {
        Platform::Instagram => {
            "If customers have written since, check in the Instagram app under Settings, Connected tools, that access to messages is allowed, and that the Meta app is live."
        }
        Platform::Facebook => "If customers have written since, check that the Meta app is live.",
    };
    match seen.last_webhook_at {
        Some(at) if now.since(at) <= QUIET_AFTER => Check::new(
            NAME,
            Some(true),
            format!("The last delivery came on {}.", day(at)),
        ),
        Some(at) => Check::new(
            NAME,
            None,
            format!("The last delivery came on {}.", day(at)),
        )
        .remedy(owner),
        None if now.since(seen.connected_at) <= DAY => {
            Check::new(NAME, None, "No delivery has come yet.")
                .remedy("Write a message to the account from another one.")
        }
        None => Check::new(NAME, None, "No delivery has ever come.").remedy(owner),
    }
}

fn history(seen: &Observed) -> Check {
    const NAME: &str = "history";
    let Gaps {
        swept_at,
        recovered,
        lost,
    } = seen.gaps;
    let Some(at) = swept_at else {
        return Check::new(
            NAME,
            None,
            "Conversations have not been read back to the end yet.",
        )
        .remedy("Wait for the first sweep; its progress is shown beside the account.");
    };
    let added = match recovered {
        0 => "everything had come by itself".to_owned(),
        1 => "1 message had not come by itself and was added".to_owned(),
        n => format!("{n} messages had not come by themselves and were added"),
    };
    let gone = match lost {
        0 => String::new(),
        1 => "; 1 is lost for good".to_owned(),
        n => format!("; {n} are lost for good"),
    };
    let words = format!(
        "Conversations were last read back on {}: {added}{gone}.",
        day(at)
    );
    let check = Check::new(NAME, Some(lost == 0), words);
    if lost == 0 {
        return check;
    }
    check.remedy(
        "Read the conversations concerned in Meta's own app: here Meta gives the newest 20 messages of a conversation only.",
    )
}

fn policy(seen: &Observed, now: Timestamp) -> Check {
    const NAME: &str = "policy";
    let Some((notice, words)) = seen.policy.as_ref().and_then(|n| Some((n, n.words(now)?))) else {
        return Check::new(
            NAME,
            Some(true),
            "Meta has no complaint about this account.",
        );
    };
    let remedy = match notice.action {
        PolicyAction::Block => {
            "Open the account's Support Inbox at Meta, mend what it names, and ask for a review there."
        }
        _ => "Open the account's Support Inbox at Meta and mend what it names: a block may follow.",
    };
    Check::new(
        NAME,
        Some(false),
        format!("{words} It said so on {}.", day(notice.at)),
    )
    .remedy(remedy)
}

fn sending(seen: &Observed) -> Check {
    const NAME: &str = "sending";
    if !seen.is_active {
        return Check::new(
            NAME,
            Some(false),
            "Sending is switched off for this account.",
        )
        .remedy("Switch it on in the account's settings.");
    }
    match seen.status {
        AccountStatus::Active | AccountStatus::Expiring => {
            Check::new(NAME, Some(true), "Messages go out.")
        }
        AccountStatus::Reconnect => Check::new(
            NAME,
            Some(false),
            "Messages wait until the account is connected again. Receiving goes on.",
        )
        .remedy(AGAIN),
        AccountStatus::Paused => Check::new(
            NAME,
            Some(false),
            seen.status_reason
                .clone()
                .unwrap_or_else(|| "Meta holds the account back.".to_owned()),
        )
        .remedy("Wait; what is queued goes out by itself."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_secs(1_764_000_000);

    fn well() -> Observed {
        Observed {
            platform: Platform::Instagram,
            kind: TokenKind::Facebook,
            token: TokenWord::Works,
            life: TokenLife::default(),
            scopes: Some(
                permissions::wanted(Platform::Instagram, TokenKind::Facebook)
                    .iter()
                    .map(|p| p.name.to_owned())
                    .collect(),
            ),
            subscribed: Some(vec!["feed".to_owned()]),
            last_webhook_at: Some(NOW),
            connected_at: NOW,
            status: AccountStatus::Active,
            status_reason: None,
            policy: None,
            gaps: Gaps {
                swept_at: Some(NOW),
                recovered: 3,
                lost: 0,
            },
            is_active: true,
        }
    }

    fn failing(seen: &Observed) -> Vec<&'static str> {
        let not_well = |c: &Check| (c.ok != Some(true)).then_some(c.name);
        checks(seen, NOW).iter().filter_map(not_well).collect()
    }

    #[test]
    fn a_healthy_account_has_nothing_to_do() {
        assert!(failing(&well()).is_empty());
        assert!(checks(&well(), NOW).iter().all(|c| c.remedy.is_none()));
    }

    #[test]
    fn what_reading_back_found_is_said_in_numbers() {
        let said = |swept_at, recovered, lost| {
            let mut seen = well();
            seen.gaps = Gaps {
                swept_at,
                recovered,
                lost,
            };
            history(&seen).detail
        };
        assert_eq!(
            said(Some(NOW), 0, 0),
            "Conversations were last read back on 2025-11-24: everything had come by itself."
        );
        assert_eq!(
            said(Some(NOW), 1, 0),
            "Conversations were last read back on 2025-11-24: 1 message had not come by itself and was added."
        );
        assert_eq!(
            said(Some(NOW), 4, 1),
            "Conversations were last read back on 2025-11-24: 4 messages had not come by themselves and were added; 1 is lost for good."
        );
        assert_eq!(
            said(None, 0, 0),
            "Conversations have not been read back to the end yet."
        );
    }

    #[test]
    fn every_fault_is_named_with_a_remedy() {
        let mut ill = well();
        ill.token = TokenWord::Dead("Session has expired.".to_owned());
        ill.life.expires_at = Some(NOW.plus(DAY));
        ill.scopes = Some(vec!["instagram_basic".to_owned()]);
        ill.subscribed = Some(Vec::new());
        ill.last_webhook_at = Some(NOW.plus(-QUIET_AFTER - 1));
        ill.policy = Some(PolicyNotice {
            at: NOW,
            action: PolicyAction::Block,
            reason: "Spam".to_owned(),
        });
        ill.gaps.lost = 2;
        ill.is_active = false;
        assert_eq!(
            failing(&ill),
            [
                "token",
                "expiry",
                "permissions",
                "subscription",
                "deliveries",
                "history",
                "policy",
                "sending"
            ]
        );
        let found = checks(&ill, NOW);
        assert!(found.iter().all(|c| c.remedy.is_some()));
        assert!(
            found[2]
                .detail
                .contains("instagram_manage_messages (needed to receive and send messages)")
        );
        assert!(
            found[2]
                .remedy
                .as_deref()
                .unwrap()
                .contains("pages_manage_metadata")
        );
    }

    #[test]
    fn what_cannot_be_told_is_neither_well_nor_ill() {
        let mut dim = well();
        dim.token = TokenWord::NotAsked;
        dim.scopes = None;
        dim.subscribed = None;
        let found = checks(&dim, NOW);
        let unknown: Vec<_> = found
            .iter()
            .filter(|c| c.ok.is_none())
            .map(|c| c.name)
            .collect();
        assert_eq!(unknown, ["token", "permissions", "subscription"]);
    }

    #[test]
    fn health_says_that_facebook_tokens_cannot_be_lengthened() {
        let mut far = well();
        far.life.expires_at = Some(NOW.plus(40 * DAY));
        assert!(
            checks(&far, NOW)[1]
                .detail
                .contains("Meta lets nobody lengthen it")
        );
        far.life.data_access_expires_at = Some(NOW.plus(30 * DAY));
        let detail = checks(&far, NOW)[1].detail.clone();
        assert!(
            detail.contains("read until") && detail.contains("Logging in"),
            "{detail}"
        );
        far.kind = TokenKind::Instagram;
        assert!(checks(&far, NOW)[1].detail.contains("refreshed by itself"));
    }
}
