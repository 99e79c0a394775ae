//! For whom a call to Meta is made, and the right to make it.

use axum::http::StatusCode;
use domain::account::{AccountStatus, Platform};
use domain::ids::AccountId;
use domain::meta_error::Reason;
use meta::graph::{CallError, Credentials, Host};
use store::accounts::{Account, Source, TokenHost};

use crate::app::App;
use crate::config::Mode;
use crate::http::error::{ApiError, ApiResult};

/// What admins are told of a token that Meta no longer accepts.
pub(crate) const RECONNECT: &str =
    "Meta no longer accepts the token. Connect the account again, and what waits goes out.";

/// An account and the right to speak for it; `None` if it is not connected.
pub(crate) async fn credentials(
    app: &App,
    account: AccountId,
) -> store::Result<Option<(Account, Credentials)>> {
    let Some(account) = app.db.account(account).await?.filter(|a| a.connected) else {
        return Ok(None);
    };
    let Some(token) = account.token(&app.sealer)? else {
        return Ok(None);
    };
    let host = match account.host {
        TokenHost::Facebook => Host::Facebook,
        TokenHost::Instagram => Host::Instagram,
    };
    let credentials = Credentials {
        host,
        sender_id: account.sender_id.clone(),
        token,
    };
    Ok(Some((account, credentials)))
}

/// Whether messages, comments and the like may leave for an account: an admin may have switched that off, while
/// receiving goes on.
///
/// # Errors
/// 409 `account_inactive`.
pub(crate) fn may_send(account: &Account) -> ApiResult<()> {
    if account.is_active {
        return Ok(());
    }
    let reason = Reason::SendingOff;
    let detail = format!("{} Ask an admin to switch it on.", reason.detail());
    Err(ApiError::new(StatusCode::CONFLICT, reason.code(), detail))
}

/// The same for an account that is known by its id. One that is not there is for others to refuse.
///
/// # Errors
/// As [`may_send`], and what the database said.
pub(crate) async fn may_send_for(app: &App, account: AccountId) -> ApiResult<()> {
    let account = app.db.account(account).await?;
    account.as_ref().map_or(Ok(()), may_send)
}

/// The account where none is named (contract §2): that of `INSTAGRAM_PAGE_ID`, else the only connected one. In mock mode
/// the seeded one decides between several, so that the guide's commands work after its own connect step.
///
/// # Errors
/// 422 `account_required`.
pub(crate) async fn default_account(app: &App, platform: Platform) -> ApiResult<Account> {
    let accounts = app.db.accounts(Some(platform)).await?;
    let named = app.config.env_account.as_ref().map(|a| a.id.as_str());
    let by = |wanted: &dyn Fn(&Account) -> bool| accounts.iter().find(|a| wanted(a)).cloned();
    let found = by(&|a| named.is_some_and(|id| a.is_called(id)))
        .or_else(|| accounts.first().filter(|_| accounts.len() == 1).cloned())
        .or_else(|| by(&|a| app.config.mode == Mode::Mock && a.source == Source::Seed));
    found.ok_or_else(|| {
        let detail = "Several accounts or none are connected, so one has to be named.";
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "account_required", detail)
    })
}

/// Draws what a refused call means for the account as a whole: a dead token or a hold is noted, and the admins are told.
/// `account` is the row that the call's token was read from: one that was connected anew meanwhile is left alone.
pub(crate) async fn heed(app: &App, account: &Account, problem: &CallError) -> store::Result<()> {
    let now = app.clock.now();
    let (status, reason, until) = match problem {
        CallError::TokenDead(_) => (AccountStatus::Reconnect, RECONNECT, None),
        CallError::Paused { micros, .. } => {
            let reason = "Meta holds this account back for a while. Look at the account's quality page at Meta.";
            (AccountStatus::Paused, reason, Some(now.plus(*micros)))
        }
        CallError::NoAnswer { .. }
        | CallError::Throttled { .. }
        | CallError::Transient(_)
        | CallError::Final { .. } => return Ok(()),
    };
    if app
        .db
        .hold_account(account.id, status, reason, until, account.connected_at, now)
        .await?
    {
        app.committed();
    }
    Ok(())
}
