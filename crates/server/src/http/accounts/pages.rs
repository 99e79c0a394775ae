//! Connected Facebook Pages (admins), addressed by Meta's id of the Page.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::account::Platform;
use domain::ids::ExternalId;
use domain::wire::FacebookPage;
use secrecy::SecretString;
use serde::Deserialize;
use store::accounts::{Account, Source};

use super::{Disconnected, ListQuery, again, field, listed, optional};
use crate::app::App;
use crate::config::Mode;
use crate::connect::{self, By, Refused};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiJson, ApiPath, ApiQuery, KeyedJson};
use crate::http::paging;

/// A Page to connect.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ConnectPage {
    /// The Page's id.
    page_id: String,
    /// A token that may speak for it: its own, or of a person who manages it. It is sealed, and never shown again.
    access_token: String,
    /// Its name; found out if missing.
    #[serde(default)]
    page_name: Option<String>,
}

/// What may be changed of a Page; what is missing stays.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ChangePage {
    /// Whether messages may be sent for it. Receiving goes on either way.
    #[serde(default)]
    is_active: Option<bool>,
    /// Its name here.
    #[serde(default)]
    page_name: Option<String>,
}

fn not_verified(Refused(reason): &Refused) -> ApiError {
    let detail = format!("Failed to verify Facebook page: {reason}");
    ApiError::bad_request("verification_failed", detail)
}

/// Connects a Page, takes one up again with its history, or gives a connected one a new token.
#[utoipa::path(post, path = "/api/facebook/pages", tag = "accounts", request_body = ConnectPage,
    params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key and body gives the Page that is there.")),
    security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Connected and subscribed; what had come for it before is applied now.", body = FacebookPage),
    (status = 400, description = "`Failed to verify Facebook page: …` with the reason.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The key was used for another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn connect(
    State(app): State<Arc<App>>,
    admin: Admin,
    KeyedJson { body, key }: KeyedJson<ConnectPage>,
) -> ApiResult<Json<FacebookPage>> {
    let id = field("page_id", &body.page_id)?;
    let token = SecretString::from(field("access_token", &body.access_token)?);
    let name = optional("page_name", body.page_name.as_deref())?;
    let known = app
        .db
        .account_of(Platform::Facebook, &ExternalId::new(id.clone()))
        .await?
        .filter(|a| a.connected);
    if again(&app, &admin, key.as_ref(), &format!("FACEBOOK:{id}")).await?
        && let Some(known) = &known
    {
        return Ok(Json(known.page(app.clock.now())));
    }
    let by = By {
        source: Source::Api,
        user: Some(admin.0.user.id),
    };
    // A new token is no reason to forget what somebody called the Page.
    let name = name.or_else(|| known.map(|a| a.username));
    let new = if app.config.mode == Mode::Mock {
        connect::page_anyway(&app, &id, &token, name.as_deref(), by).await
    } else {
        let found = connect::page(&app, &id, &token)
            .await
            .map_err(|e| not_verified(&e))?;
        connect::subscribe(&app, &found.credentials(), found.platform)
            .await
            .map_err(|e| not_verified(&e))?;
        connect::checked(&app, found, name.as_deref(), by)
    };
    let account = connect::store(&app, &new).await?;
    Ok(Json(account.page(app.clock.now())))
}

/// Connected Pages, whoever connected them.
#[utoipa::path(get, path = "/api/facebook/pages", tag = "accounts", params(ListQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of Pages, newest first.", body = [FacebookPage], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    _: Admin,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<FacebookPage>>)> {
    let now = app.clock.now();
    let (pages, after) = listed(&app, Platform::Facebook, &query).await?;
    Ok((
        paging::next("/api/facebook/pages", raw.as_deref(), after.as_ref()),
        Json(pages.iter().map(|p| p.page(now)).collect()),
    ))
}

fn no_page() -> ApiError {
    ApiError::not_found("Facebook page not found")
}

async fn found(app: &App, page: String) -> ApiResult<Account> {
    let page = app
        .db
        .account_of(Platform::Facebook, &ExternalId::new(page))
        .await?;
    page.filter(|a| a.connected).ok_or_else(no_page)
}

/// One connected Page.
#[utoipa::path(get, path = "/api/facebook/pages/{page_id}", tag = "accounts", params(("page_id" = String, Path, description = "Meta's id of the Page.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The Page.", body = FacebookPage),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Facebook page not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn detail(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(page): ApiPath<String>,
) -> ApiResult<Json<FacebookPage>> {
    Ok(Json(found(&app, page).await?.page(app.clock.now())))
}

/// Renames a Page here, or switches sending off and on. While it is off everything still comes in, and whatever would leave
/// is refused with `account_inactive`.
#[utoipa::path(patch, path = "/api/facebook/pages/{page_id}", tag = "accounts", request_body = ChangePage, params(("page_id" = String, Path, description = "Meta's id of the Page.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The Page as it is now.", body = FacebookPage),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Facebook page not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(page): ApiPath<String>,
    ApiJson(body): ApiJson<ChangePage>,
) -> ApiResult<Json<FacebookPage>> {
    let name = body
        .page_name
        .as_deref()
        .map(|name| field("page_name", name))
        .transpose()?;
    let page = found(&app, page).await?;
    let changed = app
        .db
        .change_account(
            Platform::Facebook,
            &page.external,
            body.is_active,
            name.as_deref(),
        )
        .await?;
    if !changed {
        return Err(no_page());
    }
    let page = found(&app, page.external.into_string()).await?;
    Ok(Json(page.page(app.clock.now())))
}

/// Disconnects a Page. Its history stays, and connecting it again takes that up.
#[utoipa::path(delete, path = "/api/facebook/pages/{page_id}", tag = "accounts", params(("page_id" = String, Path, description = "Meta's id of the Page.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Its token is destroyed; its subscription ends unless a connected Instagram account uses it.", body = Disconnected),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Facebook page not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn disconnect(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(page): ApiPath<String>,
) -> ApiResult<Json<Disconnected>> {
    let page = found(&app, page).await?;
    super::disconnect(&app, &page).await?;
    Ok(Json(Disconnected {
        success: true,
        message: "Facebook page disconnected",
    }))
}
