//! A look at a connected account: what Meta says of its token and its subscription. Changes nothing.

use domain::health::{Observed, TokenWord};
use domain::reconcile::Gaps;
use domain::token::TokenLife;
use meta::graph::{CallError, Credentials};
use store::account_watch::Noted;
use store::accounts::{Account, TokenHost};

use super::{host, subscribe, verify};
use crate::app::App;

/// What was seen.
#[derive(Debug)]
pub(crate) struct Seen {
    /// What Meta said of the token.
    pub(crate) token: TokenWord,
    /// Its times.
    pub(crate) life: TokenLife,
    /// What it may do, if Meta says.
    pub(crate) scopes: Option<Vec<String>>,
    /// What is subscribed, if Meta says.
    pub(crate) subscribed: Option<Vec<String>>,
    /// What stood in the way, for whoever acts on it.
    pub(crate) problem: Option<CallError>,
}

/// Asks Meta about an account.
pub(crate) async fn inspect(app: &App, account: &Account, creds: &Credentials) -> Seen {
    let mut seen = Seen {
        token: TokenWord::NotAsked,
        life: account.life(),
        scopes: account.scopes.clone(),
        subscribed: None,
        problem: None,
    };
    let info = match account.host {
        TokenHost::Facebook => verify::debug(app, &creds.token).await,
        // That host has nothing of the kind.
        TokenHost::Instagram => None,
    };
    if let Some(info) = info {
        seen.token = if info.is_valid {
            let mut assets = vec![account.external.as_str()];
            assets.extend(account.facebook_page_id.as_deref());
            seen.scopes = Some(info.scopes_for(&assets));
            seen.life = verify::life(&info);
            TokenWord::Works
        } else {
            TokenWord::Dead(info.problem.unwrap_or_default())
        };
    } else {
        let asked = app.graph.owner(host(account.host), &creds.token).await;
        seen.take(asked.map(|_| ()));
    }
    if !matches!(seen.token, TokenWord::Dead(_)) {
        match subscribe::subscribed(app, creds).await {
            Ok(fields) => seen.subscribed = Some(fields),
            Err(problem) => seen.take(Err(problem)),
        }
    }
    seen
}

impl Seen {
    fn take(&mut self, asked: Result<(), CallError>) {
        match asked {
            Ok(()) => self.token = TokenWord::Works,
            Err(problem) => {
                if let CallError::TokenDead(error) = &problem {
                    self.token = TokenWord::Dead(error.message.clone());
                }
                self.problem = Some(problem);
            }
        }
    }

    /// What the checks of an account's health go by.
    pub(crate) fn observed(self, account: &Account, gaps: Gaps) -> Observed {
        Observed {
            platform: account.platform,
            kind: account.host.kind(),
            token: self.token,
            life: self.life,
            scopes: self.scopes,
            subscribed: self.subscribed,
            last_webhook_at: account.last_webhook_at,
            connected_at: account.connected_at,
            status: account.status,
            status_reason: account.status_reason.clone(),
            policy: account.policy.clone(),
            gaps,
            is_active: account.is_active,
        }
    }

    /// What is to be written down of it; `None` if Meta said nothing about the token.
    pub(crate) fn noted(&self, account: &Account, now: domain::time::Timestamp) -> Option<Noted> {
        let (status, reason) = match &self.token {
            TokenWord::Works => self.life.standing(account.host.kind(), now).status(),
            TokenWord::Dead(_) => (
                domain::account::AccountStatus::Reconnect,
                Some(crate::credentials::RECONNECT.to_owned()),
            ),
            TokenWord::NotAsked => return None,
        };
        Some(Noted {
            life: self.life,
            scopes: self.scopes.clone(),
            status,
            reason,
        })
    }
}
