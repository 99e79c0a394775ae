//! What Meta calls by itself (platform notes §8.7): a person removed the app, or wants their data erased.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::AccountStatus;
use domain::time::Timestamp;
use domain::token::day;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::ApiPath;

/// Longest app-scoped id; Meta's have at most 20 digits, and an index has to hold it.
const MAX_ID: usize = 500;
/// What admins are told when the owner of an account has removed the app.
const REMOVED: &str =
    "The owner has removed this app at Meta. Connect the account again, and what waits goes out.";

/// Meta's form.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct SignedForm {
    /// `base64url(signature).base64url(JSON)`, signed with the app's secret.
    #[expect(
        dead_code,
        reason = "read by hand: the form is described, not parsed, by this"
    )]
    signed_request: String,
}

#[derive(Deserialize)]
struct Payload {
    algorithm: String,
    user_id: serde_json::Value,
}

/// It was heard.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Heard {
    /// Always true.
    success: bool,
}

/// Where a person can see what became of the request.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeletionAccepted {
    /// The page.
    url: String,
    /// The code.
    confirmation_code: String,
}

/// What became of a request.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeletionStatus {
    /// `requested` or `done`.
    status: &'static str,
    /// When Meta asked for it.
    requested_at: Timestamp,
    /// When it was done.
    finished_at: Option<Timestamp>,
    /// Chats that lost their person.
    chats: i64,
    /// Messages that were emptied.
    messages: i64,
    /// Comments and mentions that were deleted.
    comments: i64,
}

/// Whom Meta's signed request is about.
fn person(app: &App, body: &[u8]) -> ApiResult<String> {
    let unreadable = || {
        let detail = "The form must hold a signed_request of Meta's.";
        ApiError::bad_request("bad_signed_request", detail)
    };
    let mut form = url::form_urlencoded::parse(body);
    let text = form.find(|(key, _)| key == "signed_request");
    let (_, text) = text.ok_or_else(unreadable)?;
    let (signature, payload) = text.split_once('.').ok_or_else(unreadable)?;
    let decoded = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
    let signature = decoded(signature).map_err(|_| unreadable())?;
    // The encoded text is what is signed.
    let header = format!("sha256={}", hex::encode(signature));
    let signed = app
        .secrets
        .verify(Some(header.as_bytes()), payload.as_bytes());
    if signed.is_err() {
        return Err(ApiError::unauthorized("Invalid signature"));
    }
    let payload = decoded(payload).map_err(|_| unreadable())?;
    let payload: Payload = serde_json::from_slice(&payload).map_err(|_| unreadable())?;
    let id = match payload.user_id {
        serde_json::Value::String(id) => id,
        serde_json::Value::Number(id) => id.to_string(),
        _ => return Err(unreadable()),
    };
    let usable = payload.algorithm.eq_ignore_ascii_case("HMAC-SHA256")
        && !id.is_empty()
        && id.len() <= MAX_ID;
    usable.then_some(id).ok_or_else(unreadable)
}

/// Somebody removed the app at Meta: the accounts that they connected need a new token. Receiving goes on as far as Meta sends.
#[utoipa::path(post, path = "/api/meta/deauthorize", tag = "webhooks", request_body(content = SignedForm, content_type = "application/x-www-form-urlencoded"), responses(
    (status = 200, description = "Heard.", body = Heard),
    (status = 400, description = "`bad_signed_request`: it cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "`Invalid signature`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn deauthorize(State(app): State<Arc<App>>, body: Bytes) -> ApiResult<Json<Heard>> {
    let person = person(&app, &body)?;
    let now = app.clock.now();
    for account in app.db.accounts_given_by(&person).await? {
        app.db
            .hold_account(
                account.id,
                AccountStatus::Reconnect,
                REMOVED,
                None,
                now,
                now,
            )
            .await?;
        tracing::warn!(account.id = %account.id, "the owner of an account has removed the app at Meta");
    }
    app.committed();
    Ok(Json(Heard { success: true }))
}

/// Somebody wants their data erased. It is done at once in the background, and can be followed under the answer's address.
#[utoipa::path(post, path = "/api/meta/data-deletion", tag = "webhooks", request_body(content = SignedForm, content_type = "application/x-www-form-urlencoded"), responses(
    (status = 200, description = "Accepted and durable.", body = DeletionAccepted),
    (status = 400, description = "`bad_signed_request`: it cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "`Invalid signature`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn data_deletion(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> ApiResult<Json<DeletionAccepted>> {
    let person = person(&app, &body)?;
    let code = crate::auth::token::fresh();
    let now = app.clock.now();
    // Who gave an account's token takes it along.
    for account in app.db.accounts_given_by(&person).await? {
        app.db
            .hold_account(
                account.id,
                AccountStatus::Reconnect,
                REMOVED,
                None,
                now,
                now,
            )
            .await?;
    }
    app.db
        .request_erasure(&*app.ids, &code, &person, now)
        .await?;
    app.committed();
    tracing::info!("a person is erased at Meta's word");
    let base = app.config.public_url.as_ref().map_or_else(
        || {
            let host = headers.get(header::HOST).and_then(|h| h.to_str().ok());
            format!("http://{}", host.unwrap_or("localhost"))
        },
        |url| url.as_str().trim_end_matches('/').to_owned(),
    );
    Ok(Json(DeletionAccepted {
        url: format!("{base}/api/meta/data-deletion/{code}"),
        confirmation_code: code,
    }))
}

/// What became of a request to erase: a page for people, JSON for programs.
#[utoipa::path(get, path = "/api/meta/data-deletion/{code}", tag = "webhooks", params(("code" = String, Path, description = "The confirmation code.")), responses(
    (status = 200, description = "How far it is; a page if the browser asks for HTML.", body = DeletionStatus),
    (status = 404, description = "No such code.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn status(
    State(app): State<Arc<App>>,
    ApiPath(code): ApiPath<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let found = app.db.erasure(&code).await?;
    let found = found.ok_or_else(|| ApiError::not_found("There is no request with this code."))?;
    let html = headers
        .get(header::ACCEPT)
        .and_then(|a| a.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"));
    if html {
        let words = match found.finished_at {
            Some(at) => format!(
                "Done on {}. Your messages, comments and profile are erased here.",
                day(at)
            ),
            None => "Your data is being erased. Look again in a minute.".to_owned(),
        };
        let asked = day(found.requested_at);
        let page = format!(
            "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>Erasure of your data</title></head><body><h1>Erasure of your data</h1><p>Requested on {asked}. {words}</p></body></html>"
        );
        return Ok(Html(page).into_response());
    }
    let done = found.finished_at.is_some();
    let body = DeletionStatus {
        status: if done { "done" } else { "requested" },
        requested_at: found.requested_at,
        finished_at: found.finished_at,
        chats: found.chats,
        messages: found.messages,
        comments: found.comments,
    };
    Ok((StatusCode::OK, Json(body)).into_response())
}
