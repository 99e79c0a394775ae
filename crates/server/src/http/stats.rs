//! The figures of the top bar.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use store::chats::Stats;

use crate::app::App;
use crate::http::error::{ApiResult, Problem};
use crate::http::extract::Agent;

/// Counts of what the person may see.
#[utoipa::path(get, path = "/api/dashboard/stats", tag = "chats", security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The figures.", body = Stats),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn stats(State(app): State<Arc<App>>, agent: Agent) -> ApiResult<Json<Stats>> {
    Ok(Json(app.db.stats(&agent.viewer).await?))
}
