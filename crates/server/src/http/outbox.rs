//! Work that failed, asked for once more.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::ids::{JobId, MessageId};
use domain::outbox::DeliveryStatus;
use serde::Deserialize;
use store::conversion_sends::Asked;
use store::jobs::{JobKind, OutboxJob};
use store::sends::{KeyUse, Retried};

use crate::app::App;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiPath, KeyedJson};

/// Nothing has to be said.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct RetryJob {}

fn none() -> ApiError {
    ApiError::not_found("Job not found")
}

fn not_failed() -> ApiError {
    let detail = "Only a job that failed can be tried again. This one is under way or done.";
    ApiError::new(StatusCode::CONFLICT, "not_failed", detail)
}

fn may_have_gone() -> ApiError {
    let detail = "Meta's answer to this was lost, and it may have arrived. Look at the conversation, then retry the message there.";
    ApiError::new(StatusCode::CONFLICT, "confirmation_needed", detail)
}

/// Tries a failed job again, at once. A message goes by the same rules as when its agent retries it.
#[utoipa::path(post, path = "/api/outbox/{id}/retry", tag = "operator", params(("id" = JobId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key starts nothing again.")),
    request_body = RetryJob, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The job, in line again.", body = OutboxJob),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin, or `reply_window_closed`.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such job.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`not_failed`, `confirmation_needed` or `idempotency_mismatch`.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The body is larger than this route takes.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The body is not a JSON object.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn retry(
    State(app): State<Arc<App>>,
    Admin(admin): Admin,
    ApiPath(id): ApiPath<JobId>,
    KeyedJson {
        body: RetryJob {},
        key,
    }: KeyedJson<RetryJob>,
) -> ApiResult<Json<OutboxJob>> {
    let job = app.db.job(id).await?.ok_or_else(none)?;
    if let Some(key) = &key {
        match app
            .db
            .use_key(admin.user.id, key, &id.to_string(), app.clock.now())
            .await?
        {
            KeyUse::First => {}
            KeyUse::Again => return Ok(Json(job)),
            KeyUse::Mismatch => {
                let detail = "This Idempotency-Key was used for something else. Use a new key.";
                return Err(ApiError::new(
                    StatusCode::CONFLICT,
                    "idempotency_mismatch",
                    detail,
                ));
            }
        }
    }
    match job.state.as_str() {
        "failed" => {}
        "waiting" => return Err(may_have_gone()),
        _ => return Err(not_failed()),
    }
    if job.kind == JobKind::Send.as_str() {
        send(&app, &admin.viewer, &job).await?;
    } else if job.kind == JobKind::Conversion.as_str() {
        conversion(&app, &job).await?;
    } else if !app.db.retry_job(id, app.clock.now()).await? {
        return Err(not_failed());
    }
    app.committed();
    Ok(Json(app.db.job(id).await?.ok_or_else(none)?))
}

/// By the rules of the event: what may have been counted needs a person's word, which is given there.
async fn conversion(app: &App, job: &OutboxJob) -> ApiResult<()> {
    let event = job.subject.parse().map_err(|_| none())?;
    let held = app.config.capi_token.is_none();
    let now = app.clock.now();
    match app
        .db
        .retry_conversion(&*app.ids, event, false, held, now)
        .await?
    {
        Asked::Queued(_) => Ok(()),
        Asked::NoEvent => Err(none()),
        Asked::NotAllowed(_) => Err(not_failed()),
    }
}

/// By the rules of the message: its window, its state, its place behind those that wait.
async fn send(app: &App, viewer: &domain::user::Viewer, job: &OutboxJob) -> ApiResult<()> {
    let message: MessageId = job.subject.parse().map_err(|_| none())?;
    let row = app.db.message(message).await?.ok_or_else(none)?;
    let chat = row.chat.ok_or_else(none)?;
    let retried = app
        .db
        .retry_send(&*app.ids, app.view(), viewer, chat, message, false)
        .await?;
    match retried {
        Retried::Message(_) => Ok(()),
        Retried::NoMessage => Err(none()),
        Retried::Denied => Err(ApiError::denied()),
        Retried::WindowClosed(window) => Err(ApiError::window_closed(window)),
        Retried::NotAllowed(DeliveryStatus::Unknown) => Err(may_have_gone()),
        Retried::NotAllowed(_) => Err(not_failed()),
    }
}
