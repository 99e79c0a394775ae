//! `GET /api/instagram/mentions`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::account::Platform;
use domain::comment::{MentionsAnswer, names};
use serde::Deserialize;
use store::accounts::{Account, TokenHost};
use store::comment_list::CommentCursor;

use crate::app::App;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiQuery, number};
use crate::http::paging;

/// Longest list of accounts in the note.
const NAMED: usize = 5;

/// Which mentions.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MentionsQuery {
    /// Of this account: Meta's Instagram id. All accounts if it is missing.
    ig_user_id: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Where somebody mentioned the accounts under a post or in a caption, newest first. Stored when they came: Meta keeps no
/// list.
#[utoipa::path(get, path = "/api/instagram/mentions", tag = "comments", params(MentionsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of mentions, and what the list cannot hold.", body = MentionsAnswer, headers(
        ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such account.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn mentions(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<MentionsQuery>,
) -> ApiResult<(HeaderMap, Json<MentionsAnswer>)> {
    let limit = paging::limit(query.limit)?;
    let cursor: Option<CommentCursor> = paging::read(query.cursor.as_deref())?;
    let accounts = app.db.accounts(Some(Platform::Instagram)).await?;
    let wanted = query.ig_user_id.as_deref();
    let accounts: Vec<Account> = accounts
        .into_iter()
        .filter(|a| wanted.is_none_or(|id| id == a.external.as_str()))
        .collect();
    if wanted.is_some() && accounts.is_empty() {
        return Err(ApiError::not_found("Instagram account not found"));
    }
    let (data, next) = app
        .db
        .mention_page(Platform::Instagram, wanted, cursor.as_ref(), limit)
        .await?;
    let headers = paging::next("/api/instagram/mentions", raw.as_deref(), next.as_ref());
    Ok((
        headers,
        Json(MentionsAnswer {
            success: true,
            data,
            note: note(&accounts),
        }),
    ))
}

/// Which of these accounts Meta tells nothing about mentions.
fn note(accounts: &[Account]) -> Option<String> {
    let deaf: Vec<&str> = accounts
        .iter()
        .filter(|a| !names(a.host == TokenHost::Instagram))
        .map(|a| a.username.as_str())
        .collect();
    if deaf.is_empty() {
        return None;
    }
    let mut shown: Vec<String> = deaf.iter().take(NAMED).map(|n| format!("@{n}")).collect();
    if deaf.len() > NAMED {
        shown.push(format!("{} more", deaf.len() - NAMED));
    }
    Some(format!(
        "Meta sends no mentions for accounts connected through Instagram Login ({}). Connect them through their Facebook Page to get them; a comment under their own posts that names them is marked with mentioned_user_id.",
        shown.join(", ")
    ))
}
