//! Connected Instagram accounts (admins).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::account::{AccountStatus, Platform};
use domain::ids::{AccountId, ExternalId};
use domain::wire::InstagramAccount;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use store::accounts::Source;

use crate::app::App;
use crate::config::Mode;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiJson, ApiPath};
use crate::seed;

/// Longest id or token; Meta's have at most some 300 characters.
const MAX_CHARS: usize = 1_000;

/// An account to connect.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Connect {
    /// The Instagram account's id.
    page_id: String,
    /// A token that may speak for it. It is sealed, and never shown again.
    access_token: String,
    /// Its handle; found out or made up if missing.
    #[serde(default)]
    username: Option<String>,
}

fn field(name: &str, value: &str) -> ApiResult<String> {
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

/// Connects an account, or takes one up again with its history.
#[utoipa::path(post, path = "/api/instagram/accounts", tag = "accounts", request_body = Connect, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Connected; what had come for it before is applied now.", body = InstagramAccount),
    (status = 400, description = "`Instagram account already connected`, or it could not be verified.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or not valid.", body = Problem, content_type = "application/problem+json"),
    (status = 501, description = "Real mode does not connect accounts here yet; use `INSTAGRAM_PAGE_ID`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn connect(
    State(app): State<Arc<App>>,
    admin: Admin,
    ApiJson(body): ApiJson<Connect>,
) -> ApiResult<Json<InstagramAccount>> {
    let id = field("page_id", &body.page_id)?;
    let token = SecretString::from(field("access_token", &body.access_token)?);
    let username = body
        .username
        .as_deref()
        .filter(|u| !u.trim().is_empty())
        .map(|u| field("username", u))
        .transpose()?;
    if app.config.mode == Mode::Real {
        let detail = "In real mode an account is connected by INSTAGRAM_PAGE_ID and INSTAGRAM_PAGE_ACCESS_TOKEN for now.";
        return Err(ApiError::new(
            StatusCode::NOT_IMPLEMENTED,
            "not_available_in_real_mode",
            detail,
        ));
    }
    let known = app
        .db
        .account_of(Platform::Instagram, &ExternalId::new(id.clone()))
        .await?;
    // The environment's account becomes an ordinary one when somebody connects it (contract §2).
    // A new token for one that has to be reconnected is what the remedy asks for: what waits goes out with it.
    let refused = |a: &store::accounts::Account| {
        a.connected && a.source != Source::Env && a.status != AccountStatus::Reconnect
    };
    if known.as_ref().is_some_and(refused) {
        return Err(ApiError::bad_request(
            "already_connected",
            "Instagram account already connected",
        ));
    }
    let username = username.map(|u| u.trim_start_matches('@').to_owned());
    let mut new = seed::instagram(&app, &id, token, username.as_deref(), Source::Api).await;
    new.user = Some(admin.0.user.id);
    let (account, parked) = app
        .db
        .connect_account(&app.sealer, &new, &app.node, app.clock.now())
        .await?;
    if parked > 0 {
        tracing::info!(
            account.external_id = id,
            parked,
            "deliveries that waited for this account are applied now"
        );
    }
    app.wake.deliveries.notify_one();
    app.committed();
    Ok(Json(account.instagram()))
}

/// Connected accounts, whoever connected them.
#[utoipa::path(get, path = "/api/instagram/accounts", tag = "accounts", security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Accounts, newest first.", body = [InstagramAccount]),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(State(app): State<Arc<App>>, _: Admin) -> ApiResult<Json<Vec<InstagramAccount>>> {
    let accounts = app.db.accounts(Some(Platform::Instagram)).await?;
    Ok(Json(
        accounts
            .iter()
            .map(store::accounts::Account::instagram)
            .collect(),
    ))
}

fn no_account() -> ApiError {
    ApiError::not_found("Instagram account not found")
}

/// One connected account.
#[utoipa::path(get, path = "/api/instagram/accounts/{id}", tag = "accounts", params(("id" = AccountId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The account.", body = InstagramAccount),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Instagram account not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn detail(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<InstagramAccount>> {
    let account = app
        .db
        .account(id)
        .await?
        .filter(|a| a.connected && a.platform == Platform::Instagram);
    account.map(|a| Json(a.instagram())).ok_or_else(no_account)
}

/// An account was disconnected.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Disconnected {
    /// Always true.
    success: bool,
    /// In words.
    message: &'static str,
}

/// Disconnects an account. Its history stays, and connecting it again takes that up.
#[utoipa::path(delete, path = "/api/instagram/accounts/{id}", tag = "accounts", params(("id" = AccountId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Its token is destroyed.", body = Disconnected),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Instagram account not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn disconnect(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<Disconnected>> {
    let account = app
        .db
        .account(id)
        .await?
        .filter(|a| a.connected && a.platform == Platform::Instagram);
    let account = account.ok_or_else(no_account)?;
    app.db.disconnect_account(account.id).await?;
    app.committed();
    Ok(Json(Disconnected {
        success: true,
        message: "Instagram account disconnected",
    }))
}
