//! Connecting accounts: whose token it is, what it may do, and that Meta sends what comes in (contract §2, Accounts).

mod anyway;
mod inspect;
mod login;
mod subscribe;
mod verify;

use domain::account::Platform;
use domain::ids::AccountId;
use domain::time::{HOUR, MINUTE};
use meta::graph::{CallError, Credentials, Host};
use store::accounts::{Account, Checked, NewAccount, Source, TokenHost};
use tracing::info;

use crate::app::App;
use crate::config::Mode;

pub(crate) use anyway::{instagram_anyway, page_anyway};
pub(crate) use inspect::{Seen, inspect};
pub(crate) use login::{Candidate, app_of, candidates, dialog, verified};
pub(crate) use subscribe::{resubscribe, subscribe, unsubscribe_unused};
pub(crate) use verify::{Found, instagram, page};

/// A connected account is looked at this often: after an hour of failing webhooks Meta stops sending without a word
/// (platform notes §1.3), and this is how long it goes unnoticed.
pub(crate) const WATCH_EVERY: i64 = HOUR;
/// One that could not be looked at is looked at again after this.
pub(crate) const WATCH_AGAIN: i64 = 5 * MINUTE;
/// One that was connected without Meta's word is looked at after this.
pub(crate) const WATCH_SOON: i64 = MINUTE;

/// Why an account was not connected, to go on after "Failed to verify …: ".
#[derive(Debug)]
pub(crate) struct Refused(pub(crate) String);

impl From<&CallError> for Refused {
    fn from(problem: &CallError) -> Self {
        Self(reason(problem))
    }
}

/// A failed call as the reason why something is not verified. Meta's texts hold no token.
fn reason(problem: &CallError) -> String {
    match problem {
        CallError::NoAnswer { .. } => "Meta was not reached. Try again in a moment.".to_owned(),
        CallError::Throttled { .. } | CallError::Paused { .. } => {
            "Meta is limiting calls. Try again later.".to_owned()
        }
        CallError::Transient(_) => "Meta had a passing fault. Try again in a moment.".to_owned(),
        CallError::TokenDead(error) => {
            format!(
                "Meta does not accept the access token ({}).",
                said(&error.message)
            )
        }
        CallError::Final { error, .. } => {
            let words = error.user_msg.as_deref().unwrap_or(&error.message);
            format!("Meta refused the call ({}).", said(words))
        }
    }
}

fn said(words: &str) -> &str {
    let words = words.trim().trim_end_matches('.');
    if words.is_empty() {
        "no reason given"
    } else {
        words
    }
}

/// Who connects an account, and by what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct By {
    /// By what.
    pub(crate) source: Source,
    /// Who.
    pub(crate) user: Option<domain::ids::UserId>,
}

/// The account as it is stored: a name that somebody gave goes before Meta's.
pub(crate) fn checked(app: &App, found: Found, name: Option<&str>, by: By) -> Checked {
    let made_up = || match found.platform {
        Platform::Instagram => anyway::made_up_username(found.external.as_str()),
        Platform::Facebook => format!("Page {}", found.external),
    };
    // Mock mode promises a name of its own for Instagram accounts that nobody named (contract §2).
    let promised = app.config.mode == Mode::Mock && found.platform == Platform::Instagram;
    let asked = found.name.clone().filter(|_| !promised);
    let account = NewAccount {
        id: AccountId::new(app.ids.next()),
        platform: found.platform,
        username: name.map(str::to_owned).or(asked).unwrap_or_else(made_up),
        external: found.external,
        token: found.token,
        host: found.host,
        sender_id: found.sender_id,
        facebook_page_id: found.page_id,
        source: by.source,
        user: by.user,
    };
    Checked {
        account,
        facts: found.facts,
        watch_at: app.clock.now().plus(WATCH_EVERY),
    }
}

/// Stores the account and wakes what waits for it.
pub(crate) async fn store(app: &App, new: &Checked) -> store::Result<Account> {
    let now = app.clock.now();
    let (account, parked) = app
        .db
        .connect_checked(&*app.ids, &app.sealer, new, &app.node, now)
        .await?;
    info!(account.id = %account.id, account.external_id = %account.external, parked, "an account is connected");
    app.wake.deliveries.notify_one();
    app.committed();
    Ok(account)
}

/// Which of Meta's hosts a stored token is for.
pub(crate) const fn host(host: TokenHost) -> Host {
    match host {
        TokenHost::Facebook => Host::Facebook,
        TokenHost::Instagram => Host::Instagram,
    }
}

impl Found {
    /// The right to speak for it although it is not stored yet.
    pub(crate) fn credentials(&self) -> Credentials {
        Credentials {
            host: host(self.host),
            sender_id: self.sender_id.clone(),
            token: self.token.clone(),
        }
    }
}
