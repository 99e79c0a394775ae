//! `GET /api/audit`: who hid or deleted what.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use serde::Deserialize;
use store::audit::AuditEntry;

use crate::app::App;
use crate::http::error::{ApiResult, Problem};
use crate::http::extract::{Admin, ApiQuery, number};
use crate::http::paging;

/// Which entries.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// What people did that the rows themselves do not show, newest first.
#[utoipa::path(get, path = "/api/audit", tag = "operator", params(AuditQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of entries.", body = [AuditEntry], headers(
        ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`Admin access required`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn audit(
    State(app): State<Arc<App>>,
    _: Admin,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<AuditQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<AuditEntry>>)> {
    let limit = paging::limit(query.limit)?;
    let cursor: Option<String> = paging::read(query.cursor.as_deref())?;
    let mut entries = app.db.audit(cursor.as_deref(), limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = entries.len() > wanted;
    entries.truncate(wanted);
    let after = entries.last().filter(|_| more).map(|e| e.id.clone());
    let headers = paging::next("/api/audit", raw.as_deref(), after.as_ref());
    Ok((headers, Json(entries)))
}
