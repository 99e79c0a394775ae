//! Connected accounts (admins): Instagram accounts, Facebook Pages, and how they are.

pub mod health;
pub mod history;
pub mod instagram;
pub mod pages;

use axum::http::StatusCode;
use domain::account::{AccountStatus, Platform};
use domain::ids::AccountId;
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::accounts::{Account, Source};
use store::sends::{IdempotencyKey, KeyUse};

use crate::app::App;
use crate::connect;
use crate::credentials::credentials;
use crate::http::error::{ApiError, ApiResult};
use crate::http::extract::{Admin, number};
use crate::http::paging;

/// Longest id or token; Meta's have at most some 300 characters.
const MAX_CHARS: usize = 1_000;

/// Which page of the list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// An account was disconnected.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Disconnected {
    /// Always true.
    success: bool,
    /// In words.
    message: &'static str,
}

/// A text of a body: not empty, bounded, without control characters.
pub(crate) fn field(name: &str, value: &str) -> ApiResult<String> {
    let value = value.trim();
    let pointer = format!("/{name}");
    if value.is_empty() {
        return Err(ApiError::invalid(
            &pointer,
            format!("{name} must not be empty."),
        ));
    }
    if value.chars().count() > MAX_CHARS || value.chars().any(char::is_control) {
        return Err(ApiError::invalid(
            &pointer,
            format!("{name} must be plain text of at most {MAX_CHARS} characters."),
        ));
    }
    Ok(value.to_owned())
}

/// The same for a text that may be missing or blank.
fn optional(name: &str, value: Option<&str>) -> ApiResult<Option<String>> {
    value
        .filter(|v| !v.trim().is_empty())
        .map(|v| field(name, v))
        .transpose()
}

/// One page of connected accounts with the cursor behind it.
async fn listed(
    app: &App,
    platform: Platform,
    query: &ListQuery,
) -> ApiResult<(Vec<Account>, Option<(Timestamp, AccountId)>)> {
    let limit = paging::limit(query.limit)?;
    let cursor = paging::read(query.cursor.as_deref())?;
    let rows = app.db.accounts_page(platform, cursor, limit).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n == limit);
    let after = rows.last().filter(|_| full).map(|a| (a.connected_at, a.id));
    Ok((rows, after))
}

/// Takes the key of a request to connect; whether it was used before for the same.
pub(crate) async fn again(
    app: &App,
    admin: &Admin,
    key: Option<&IdempotencyKey>,
    subject: &str,
) -> ApiResult<bool> {
    let Some(key) = key else { return Ok(false) };
    let used = app
        .db
        .use_key(admin.0.user.id, key, subject, app.clock.now())
        .await?;
    match used {
        KeyUse::First => Ok(false),
        KeyUse::Again => Ok(true),
        KeyUse::Mismatch => Err(ApiError::new(
            StatusCode::CONFLICT,
            "idempotency_mismatch",
            "This Idempotency-Key was used for another account. Use a new key for a new account.",
        )),
    }
}

/// Whether a connected account takes a new token: one that needs it does, and the environment's becomes an ordinary one.
fn takes_token(account: &Account) -> bool {
    let needs_one = matches!(
        account.status,
        AccountStatus::Reconnect | AccountStatus::Expiring
    );
    needs_one || account.source == Source::Env
}

/// Disconnects: the token is destroyed first, whatever Meta says then.
async fn disconnect(app: &App, account: &Account) -> ApiResult<()> {
    let before = credentials(app, account.id).await?;
    app.db.disconnect_account(account.id).await?;
    app.committed();
    if let Some((account, creds)) = before {
        connect::unsubscribe_unused(app, &account, &creds).await?;
    }
    tracing::info!(account.id = %account.id, account.external_id = %account.external, "an account is disconnected");
    Ok(())
}
