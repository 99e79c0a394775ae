//! How a connected account is, and mending what can be mended from here (admins).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use domain::account::{AccountStatus, Platform};
use domain::health::{Check, TokenWord, checks};
use domain::ids::AccountId;
use domain::time::Timestamp;
use meta::graph::{CallError, Credentials};
use serde::Serialize;
use store::accounts::Account;

use crate::app::App;
use crate::connect;
use crate::credentials::{credentials, heed};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiPath};

/// How an account is.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Health {
    /// Our id.
    account_id: AccountId,
    /// `INSTAGRAM` or `FACEBOOK`.
    #[schema(value_type = String)]
    platform: Platform,
    /// `active`, `expiring`, `reconnect` or `paused`.
    #[schema(value_type = String)]
    status: AccountStatus,
    /// Why, if not active.
    status_reason: Option<String>,
    /// When the token ends, if known.
    token_expires_at: Option<Timestamp>,
    /// When Meta's permission to read the account's data ends, if known.
    data_access_expires_at: Option<Timestamp>,
    /// When the last delivery came.
    last_webhook_at: Option<Timestamp>,
    /// When this was looked at.
    checked_at: Timestamp,
    /// What was looked at, in words.
    checks: Vec<Check>,
}

fn no_account() -> ApiError {
    ApiError::not_found("Account not found")
}

pub(super) async fn connected(app: &App, id: AccountId) -> ApiResult<(Account, Credentials)> {
    credentials(app, id).await?.ok_or_else(no_account)
}

/// Looks at an account now: its token, permissions and subscription at Meta, and its last delivery. Changes nothing.
#[utoipa::path(get, path = "/api/accounts/{id}/health", tag = "accounts", params(("id" = AccountId, Path, description = "Our id, of either kind.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Each check with what was found and what to do.", body = Health),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Account not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn health(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<Health>> {
    let (account, creds) = connected(&app, id).await?;
    let seen = connect::inspect(&app, &account, &creds).await;
    Ok(Json(shown(&app, &account, seen).await?))
}

/// Subscribes to Meta's webhooks again, reads that back, and writes down how the account stands. A token that is dead
/// cannot be mended from here: the checks say so.
#[utoipa::path(post, path = "/api/accounts/{id}/repair", tag = "accounts", params(("id" = AccountId, Path, description = "Our id, of either kind.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The checks as they are afterwards.", body = Health),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Account not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Meta was not reached, or is limiting calls.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn repair(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<Health>> {
    let (account, creds) = connected(&app, id).await?;
    if let Err(problem) = connect::resubscribe(&app, &creds, account.platform).await {
        heed(&app, &account, &problem).await?;
        match problem {
            // The checks name it.
            CallError::TokenDead(_) | CallError::Final { .. } => {}
            problem => return Err(ApiError::from(&problem)),
        }
    }
    let seen = connect::inspect(&app, &account, &creds).await;
    if let Some(noted) = seen.noted(&account, app.clock.now()) {
        app.db
            .note_account(&account, &noted, app.clock.now())
            .await?;
        app.committed();
    }
    // As it is now, status and all.
    let (account, _) = connected(&app, id).await?;
    tracing::info!(account.id = %account.id, works = seen.token == TokenWord::Works, "an account was repaired");
    Ok(Json(shown(&app, &account, seen).await?))
}

async fn shown(app: &App, account: &Account, seen: connect::Seen) -> ApiResult<Health> {
    let gaps = app.db.gaps(account.id).await?;
    let now = app.clock.now();
    let life = seen.life;
    Ok(Health {
        account_id: account.id,
        platform: account.platform,
        status: account.status,
        status_reason: account.reason(now),
        token_expires_at: life.expires_at,
        data_access_expires_at: life.data_access_expires_at,
        last_webhook_at: account.last_webhook_at,
        checked_at: now,
        checks: checks(&seen.observed(account, gaps), now),
    })
}
