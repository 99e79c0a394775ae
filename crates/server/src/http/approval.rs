//! Utility templates: handing a template in to Meta, and what Meta thinks of it (platform notes §2.7).

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::account::Platform;
use domain::ids::{ExternalId, TemplateId};
use domain::template;
use domain::time::{SECOND, Timestamp};
use domain::wire;
use meta::graph::{NewTemplate, SendError, TemplateState};
use serde::Deserialize;
use serde_json::Value;
use store::accounts::Account;
use store::sends::KeyUse;
use store::templates::{Begun, Submission, Template, Verdict};

use crate::app::App;
use crate::credentials::{credentials, default_account, heed};
use crate::http::chats::key_mismatch;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiPath, KeyedJson};
use crate::http::templates::{given, no_template};

/// From the longest call on, whoever handed a template in knows what became of it, or never will.
const LOOK_AFTER: i64 = 10 * SECOND;

/// For which Page, and with which examples.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct SubmitTemplate {
    /// Meta's id of the Page; the default one if it is left out.
    #[serde(default)]
    page_id: Option<String>,
    /// An example of each variable, for Meta's reviewers; its name in words if it is left out.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    examples: BTreeMap<String, Value>,
}

/// Hands a template in to Meta, to be sent outside the window once it is approved. The same text is handed in once.
#[utoipa::path(post, path = "/api/templates/{id}/submit-to-meta", tag = "templates", params(("id" = TemplateId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key hands nothing in again.")),
    request_body = SubmitTemplate, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has it; `meta_submission_status` is its word.", body = wire::Template),
    (status = 202, description = "Meta's answer was lost: the state is `UNKNOWN` until it is found out.", body = wire::Template),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such template.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "`not_supported_by_meta` for Instagram, what Meta would refuse for certain, or `account_required`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Meta did not take it, with its reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn submit(
    State(app): State<Arc<App>>,
    Admin(admin): Admin,
    ApiPath(id): ApiPath<TemplateId>,
    KeyedJson { body, key }: KeyedJson<SubmitTemplate>,
) -> ApiResult<(StatusCode, Json<wire::Template>)> {
    let row = supported(&app, id).await?;
    let examples = given(body.examples)?;
    let utility = template::utility(&row.content, &examples)
        .map_err(|e| ApiError::invalid(e.pointer(), e.to_string()))?;
    let page = page(&app, body.page_id.as_deref()).await?;
    let Some((account, creds)) = credentials(&app, page.id).await? else {
        return Err(not_connected());
    };
    let now = app.clock.now();
    if let Some(key) = &key {
        let used = app
            .db
            .use_key(admin.user.id, key, &id.to_string(), now)
            .await?;
        if used == KeyUse::Mismatch {
            return Err(key_mismatch());
        }
    }
    let begun = app
        .db
        .begin_submission(&*app.ids, id, page.id, look_at(&app, now), now)
        .await?;
    let row = match begun {
        Begun::None => return Err(no_template()),
        Begun::Before(row) => return Ok(answer(&row)),
        Begun::Now(row) => row,
    };
    let submission = row.submission.clone().ok_or_else(no_template)?;
    let new = NewTemplate {
        name: &submission.name,
        language: &row.language,
        body: &utility.body,
        examples: &utility.examples,
    };
    let told = app.graph.submit_template(&creds, &new).await;
    let judged = after(&app, id, &submission, told, &account).await?;
    Ok(answer(&judged.ok_or_else(no_template)?))
}

/// Long after the call has ended, so that the look does not meet it half-way.
fn look_at(app: &App, now: Timestamp) -> Timestamp {
    let longest = i64::try_from(app.config.graph_timeout.as_micros()).unwrap_or(i64::MAX / 4);
    now.plus(longest + LOOK_AFTER)
}

fn answer(row: &Template) -> (StatusCode, Json<wire::Template>) {
    let lost = row.current().is_some_and(|s| s.status == template::UNKNOWN);
    let status = if lost {
        StatusCode::ACCEPTED
    } else {
        StatusCode::OK
    };
    (status, Json(row.shape()))
}

/// Notes what Meta said to a submission.
async fn after(
    app: &App,
    id: TemplateId,
    submission: &Submission,
    told: Result<Option<TemplateState>, SendError>,
    account: &Account,
) -> ApiResult<Option<Template>> {
    let now = app.clock.now();
    match told {
        Ok(Some(state)) => Ok(app
            .db
            .judge_submission(id, submission.id, &verdict(state), now)
            .await?),
        // A duplicate by Meta's account, or no answer at all: the look that is planned finds out.
        Ok(None) | Err(SendError::Unknown { .. }) => Ok(app.db.template(id).await?),
        Err(problem) => {
            app.db.forget_submission(id, submission.id, now).await?;
            if let Some(call) = problem.as_call() {
                heed(app, account, &call).await?;
            }
            Err(ApiError::from(&problem))
        }
    }
}

/// What Meta says, for the row.
pub(crate) fn verdict(state: TemplateState) -> Verdict {
    Verdict {
        meta_id: Some(state.id),
        status: state.status,
        reason: state.reason,
    }
}

/// Asks Meta what it thinks of a template now.
#[utoipa::path(get, path = "/api/templates/{id}/meta-status", tag = "templates", params(("id" = TemplateId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The template with Meta's word for its state; null if it was never handed in.", body = wire::Template),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such template.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "`not_supported_by_meta` for Instagram.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Meta did not say, with its reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn status(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<TemplateId>,
) -> ApiResult<Json<wire::Template>> {
    let row = supported(&app, id).await?;
    let Some(submission) = row.submission.clone() else {
        return Ok(Json(row.shape()));
    };
    let Some((account, creds)) = credentials(&app, submission.account).await? else {
        return Err(not_connected());
    };
    let told = match &submission.meta_id {
        Some(meta_id) => app.graph.template(&creds, meta_id).await.map(Some),
        None => {
            let name = &submission.name;
            app.graph.template_named(&creds, name, &row.language).await
        }
    };
    match told {
        Ok(Some(state)) => {
            let now = app.clock.now();
            let verdict = verdict(state);
            let judged = app
                .db
                .judge_submission(id, submission.id, &verdict, now)
                .await?;
            Ok(Json(judged.ok_or_else(no_template)?.shape()))
        }
        // Not there yet, or never: the job decides when it has waited long enough.
        Ok(None) => Ok(Json(row.shape())),
        Err(problem) => {
            heed(&app, &account, &problem).await?;
            Err(ApiError::from(&problem))
        }
    }
}

/// The template, if Meta approves such.
async fn supported(app: &App, id: TemplateId) -> ApiResult<Template> {
    let row = app.db.template(id).await?.ok_or_else(no_template)?;
    if row.platform == Platform::Facebook {
        return Ok(row);
    }
    let detail = "Meta approves templates for Messenger only. On Instagram a template is sent while the window is open.";
    Err(ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "not_supported_by_meta",
        detail,
    ))
}

async fn page(app: &App, named: Option<&str>) -> ApiResult<Account> {
    let Some(named) = named else {
        return default_account(app, Platform::Facebook).await;
    };
    let found = app
        .db
        .account_of(Platform::Facebook, &ExternalId::new(named))
        .await?;
    found
        .filter(|a| a.connected)
        .ok_or_else(|| ApiError::invalid("/page_id", "No connected Page has this id."))
}

fn not_connected() -> ApiError {
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "account_required",
        "The Page of this template is not connected. Ask an admin to connect it again.",
    )
}
