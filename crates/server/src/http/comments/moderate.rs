//! Hiding and deleting. Both wait for Meta's answer and are noted with who did it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::account::Platform;
use domain::comment::{Facts, Shape};
use domain::ids::UserId;
use meta::graph::SendError;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::audit::NewAudit;

use super::{LostAnswer, Target, not_found, refusal, target};
use crate::app::App;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, Agent, ApiJson, ApiQuery};

/// Whether a comment is to be hidden.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct HideComment {
    /// Meta's id of the comment.
    comment_id: String,
    /// `true` hides it from everybody but its author, `false` shows it again.
    hide: bool,
}

fn audit(target: &Target, user: UserId, action: &'static str, outcome: &str) -> NewAudit {
    NewAudit {
        user,
        action,
        account: Some(target.account.id),
        subject: target.comment.id.as_str().to_owned(),
        detail: json!({"outcome": outcome, "media_id": target.comment.facts.media}),
    }
}

/// Hides a comment, or shows it again. Its stored text stays as it is.
#[utoipa::path(post, path = "/api/comments/hide", tag = "comments", request_body = HideComment, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Done; the comment as it is now.", body = Shape),
    (status = 202, description = "`unknown`: Meta's answer was lost. It is looked up, not repeated.", body = LostAnswer),
    (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The request did not come from the dashboard.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Comment not found`: no connected account has it.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`own_comment`: Instagram does not hide what the business wrote itself. `account_inactive`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or of the wrong type.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not done, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn hide_comment(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiJson(body): ApiJson<HideComment>,
) -> ApiResult<Response> {
    let target = target(&app, &body.comment_id, None).await?;
    let (id, platform) = (target.comment.id.clone(), target.account.platform);
    // Meta says yes to it and does nothing (platform notes §5.1).
    if body.hide && target.comment.facts.own && platform == Platform::Instagram {
        return Err(ApiError::new(
            StatusCode::CONFLICT,
            "own_comment",
            "Instagram does not hide comments of your own. Delete it instead.",
        ));
    }
    let action = if body.hide {
        "comment.hide"
    } else {
        "comment.unhide"
    };
    let result = app
        .graph
        .hide_comment(&target.credentials, platform, &id, body.hide)
        .await;
    match result {
        Ok(()) => {
            let facts = Facts::veiled_here(body.hide, app.clock.now());
            let by = audit(&target, agent.user.id, action, "done");
            let comment = app
                .db
                .learn_comment(&*app.ids, app.view(), &target.account, &id, facts, Some(by))
                .await?;
            app.committed();
            let comment = comment.ok_or_else(not_found)?;
            Ok(Json(Shape::of(&comment)).into_response())
        }
        Err(SendError::Unknown { .. }) => lost(&app, &target, agent.user.id, action).await,
        Err(problem) => Err(refusal(&app, &target.account, &problem, "Comment not found").await?),
    }
}

/// Notes a call whose answer was lost, and has Meta asked how the comment stands.
async fn lost(
    app: &App,
    target: &Target,
    user: UserId,
    action: &'static str,
) -> ApiResult<Response> {
    let now = app.clock.now();
    let by = audit(target, user, action, "unknown");
    app.db.note(&*app.ids, &by, now).await?;
    app.db
        .look_at_comment(&*app.ids, target.account.id, &target.comment.id, now)
        .await?;
    app.wake.jobs.notify_one();
    let about = LostAnswer::about(Some(target.comment.id.as_str()), None, None);
    Ok((StatusCode::ACCEPTED, Json(about)).into_response())
}

/// Which comment is to be deleted.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeleteQuery {
    /// Meta's id of the comment.
    comment_id: Option<String>,
}

/// A comment was deleted.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeletedComment {
    /// Always true.
    success: bool,
    /// Which.
    comment_id: String,
}

/// Deletes a comment at Meta. Here it is kept, marked as deleted.
#[utoipa::path(delete, path = "/api/comments/delete", tag = "comments", params(DeleteQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Deleted.", body = DeletedComment),
    (status = 202, description = "`unknown`: Meta's answer was lost. It is looked up, not repeated.", body = LostAnswer),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`Admin access required`.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Comment not found`: no connected account has it, or it was deleted before.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "comment_id is missing.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not deleted, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delete_comment(
    State(app): State<Arc<App>>,
    Admin(agent): Admin,
    ApiQuery(query): ApiQuery<DeleteQuery>,
) -> ApiResult<Response> {
    let named = query.comment_id.as_deref().unwrap_or_default();
    if named.is_empty() {
        return Err(ApiError::invalid("/comment_id", "comment_id is missing."));
    }
    let target = target(&app, named, None).await?;
    let id = target.comment.id.clone();
    match app.graph.delete_comment(&target.credentials, &id).await {
        Ok(()) => {
            let facts = Facts::removed_here(app.clock.now());
            let by = audit(&target, agent.user.id, "comment.delete", "done");
            app.db
                .learn_comment(&*app.ids, app.view(), &target.account, &id, facts, Some(by))
                .await?;
            app.committed();
            let answer = DeletedComment {
                success: true,
                comment_id: named.to_owned(),
            };
            Ok(Json(answer).into_response())
        }
        Err(SendError::Unknown { .. }) => {
            lost(&app, &target, agent.user.id, "comment.delete").await
        }
        Err(problem) => Err(refusal(&app, &target.account, &problem, "Comment not found").await?),
    }
}
