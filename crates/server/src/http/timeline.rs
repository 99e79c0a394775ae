//! Everything that is known of a chat's customer, in one list.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::ids::ChatId;
use domain::timeline::{Entry, Place};
use serde::Deserialize;

use crate::app::App;
use crate::http::chats::{may_see, seq_header};
use crate::http::error::{ApiResult, Problem};
use crate::http::extract::{Agent, ApiPath, ApiQuery, number};
use crate::http::paging;

/// Which entries.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TimelineQuery {
    /// Entries, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// The customer's messages, comments and mentions, where they came from, what came of it, and the team's notes, newest
/// first.
#[utoipa::path(get, path = "/api/chats/{id}/timeline", tag = "chats", params(("id" = ChatId, Path,), TimelineQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of entries. What an entry's `kind` says lies in the field of that name.", body = [Entry], headers(("X-Event-Seq" = i64, description = "The log position that this reflects."), ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn timeline(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<TimelineQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Entry>>)> {
    let limit = paging::limit(query.limit)?;
    let cursor: Option<Place> = paging::read(query.cursor.as_deref())?;
    let row = may_see(&app, &agent, chat).await?;
    // Read before the rows: what comes in between is told again by the log.
    let seq = app.db.head().await?.seq;
    let page = app.db.timeline(&row, cursor.as_ref(), limit).await?;
    let path = format!("/api/chats/{chat}/timeline");
    let mut headers = paging::next(&path, raw.as_deref(), page.next.as_ref());
    seq_header(&mut headers, seq);
    Ok((headers, Json(page.entries)))
}
