//! Connected Instagram accounts (admins).

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::account::Platform;
use domain::ids::AccountId;
use domain::wire::InstagramAccount;
use secrecy::SecretString;
use serde::Deserialize;
use store::accounts::{Account, Source};

use super::{Disconnected, ListQuery, again, field, listed, optional, takes_token};
use crate::app::App;
use crate::config::Mode;
use crate::connect::{self, By, Refused};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiPath, ApiQuery, KeyedJson};
use crate::http::paging;

/// An account to connect.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Connect {
    /// The Instagram account's id; its Page's and its app-scoped id are found as well.
    page_id: String,
    /// A token that may speak for it: of its Page, of a person who manages the Page, or of Instagram Login. It is sealed,
    /// and never shown again.
    access_token: String,
    /// Its handle; found out or made up if missing.
    #[serde(default)]
    username: Option<String>,
}

fn already_connected() -> ApiError {
    ApiError::bad_request("already_connected", "Instagram account already connected")
}

pub(crate) fn not_verified(Refused(reason): &Refused) -> ApiError {
    let detail = format!("Failed to verify Instagram account: {reason}");
    ApiError::bad_request("verification_failed", detail)
}

/// Connects an account, or takes one up again with its history.
#[utoipa::path(post, path = "/api/instagram/accounts", tag = "accounts", request_body = Connect,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key and body gives the account that is there.")),
    security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Connected and subscribed; what had come for it before is applied now.", body = InstagramAccount),
    (status = 400, description = "`Instagram account already connected`, or `Failed to verify Instagram account: …` with the reason.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The key was used for another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn connect(
    State(app): State<Arc<App>>,
    admin: Admin,
    KeyedJson { body, key }: KeyedJson<Connect>,
) -> ApiResult<Json<InstagramAccount>> {
    let id = field("page_id", &body.page_id)?;
    let token = SecretString::from(field("access_token", &body.access_token)?);
    let username = optional("username", body.username.as_deref())?;
    let username = username.map(|u| u.trim_start_matches('@').to_owned());
    let repeated = again(&app, &admin, key.as_ref(), &format!("INSTAGRAM:{id}")).await?;
    if let Some(known) = app.db.instagram_named(&id).await? {
        if repeated {
            return Ok(Json(known.instagram(app.clock.now())));
        }
        if !takes_token(&known) {
            return Err(already_connected());
        }
    }
    let by = By {
        source: Source::Api,
        user: Some(admin.0.user.id),
    };
    let name = username.as_deref();
    let new = if app.config.mode == Mode::Mock {
        connect::instagram_anyway(&app, &id, &token, name, by).await
    } else {
        let found = connect::instagram(&app, &id, &token)
            .await
            .map_err(|e| not_verified(&e))?;
        // The id may have been another name of one that is connected.
        let known = app
            .db
            .account_of(Platform::Instagram, &found.external)
            .await?;
        match known.filter(|a| a.connected && !takes_token(a)) {
            Some(known) if repeated => return Ok(Json(known.instagram(app.clock.now()))),
            Some(_) => return Err(already_connected()),
            None => {}
        }
        connect::subscribe(&app, &found.credentials(), found.platform)
            .await
            .map_err(|e| not_verified(&e))?;
        connect::checked(&app, found, name, by)
    };
    let account = connect::store(&app, &new).await?;
    Ok(Json(account.instagram(app.clock.now())))
}

/// Connected accounts, whoever connected them.
#[utoipa::path(get, path = "/api/instagram/accounts", tag = "accounts", params(ListQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of accounts, newest first.", body = [InstagramAccount], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    _: Admin,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<InstagramAccount>>)> {
    let now = app.clock.now();
    let (accounts, after) = listed(&app, Platform::Instagram, &query).await?;
    Ok((
        paging::next("/api/instagram/accounts", raw.as_deref(), after.as_ref()),
        Json(accounts.iter().map(|a| a.instagram(now)).collect()),
    ))
}

fn no_account() -> ApiError {
    ApiError::not_found("Instagram account not found")
}

async fn found(app: &App, id: AccountId) -> ApiResult<Account> {
    let account = app.db.account(id).await?;
    account
        .filter(|a| a.connected && a.platform == Platform::Instagram)
        .ok_or_else(no_account)
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
    Ok(Json(found(&app, id).await?.instagram(app.clock.now())))
}

/// Disconnects an account. Its history stays, and connecting it again takes that up.
#[utoipa::path(delete, path = "/api/instagram/accounts/{id}", tag = "accounts", params(("id" = AccountId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Its token is destroyed; its subscription ends unless another connected account uses its Page.", body = Disconnected),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Instagram account not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn disconnect(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<Disconnected>> {
    let account = found(&app, id).await?;
    super::disconnect(&app, &account).await?;
    Ok(Json(Disconnected {
        success: true,
        message: "Instagram account disconnected",
    }))
}
