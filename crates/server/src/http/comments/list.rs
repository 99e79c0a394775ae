//! `GET /api/instagram/comments` and `GET /api/facebook/comments`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue};
use domain::account::Platform;
use domain::comment::Listed;
use domain::ids::AccountId;
use serde::Deserialize;
use store::comment_list::{CommentCursor, CommentFilter};

use crate::app::App;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiQuery, flag, number};
use crate::http::paging;

/// Longest search text: more finds nothing and costs as much.
const SEARCH_CHARS: usize = 200;

/// Which comments.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CommentsQuery {
    /// Under this post: Meta's id.
    media_id: Option<String>,
    /// `true`: only hidden ones; `false`: only those that are not.
    hidden: Option<String>,
    /// Only customers' comments that nobody has answered, in public or privately.
    #[serde(default, deserialize_with = "flag::deserialize")]
    unanswered: bool,
    /// Whose words or author contain this.
    q: Option<String>,
    /// Deleted ones too; their words are kept.
    #[serde(default, deserialize_with = "flag::deserialize")]
    deleted: bool,
    /// Of this account: our id.
    #[param(value_type = Option<String>, format = Uuid)]
    account_id: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

impl CommentsQuery {
    fn filter(&self, platform: Platform) -> ApiResult<CommentFilter> {
        let hidden = match self.hidden.as_deref() {
            None => None,
            Some("true" | "1") => Some(true),
            Some("false" | "0") => Some(false),
            Some(_) => {
                return Err(ApiError::invalid(
                    "/hidden",
                    "hidden must be true or false.",
                ));
            }
        };
        let long = |q: &String| q.chars().count() > SEARCH_CHARS;
        if self.q.as_ref().is_some_and(long) {
            return Err(ApiError::invalid(
                "/q",
                format!("Search for at most {SEARCH_CHARS} characters."),
            ));
        }
        let account = self.account_id.as_deref().map(str::parse::<AccountId>);
        let account = account.transpose().map_err(|_| {
            ApiError::invalid("/account_id", "account_id must be our id of an account.")
        })?;
        Ok(CommentFilter {
            platform,
            media: self.media_id.clone(),
            hidden,
            unanswered: self.unanswered,
            search: self.q.clone(),
            deleted: self.deleted,
            account,
        })
    }
}

/// Comments under the posts of the Instagram accounts, newest first, each with its answers and its post.
#[utoipa::path(get, path = "/api/instagram/comments", tag = "comments", params(CommentsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of comments.", body = [Listed], headers(
        ("X-Event-Seq" = i64, description = "The log position that this reflects."),
        ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A filter has an unknown value.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn instagram_comments(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<CommentsQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Listed>>)> {
    page(
        &app,
        Platform::Instagram,
        "/api/instagram/comments",
        raw,
        &query,
    )
    .await
}

/// Comments under the posts of the Facebook Pages, newest first, each with its answers and its post.
#[utoipa::path(get, path = "/api/facebook/comments", tag = "comments", params(CommentsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of comments.", body = [Listed], headers(
        ("X-Event-Seq" = i64, description = "The log position that this reflects."),
        ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A filter has an unknown value.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn facebook_comments(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<CommentsQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Listed>>)> {
    page(
        &app,
        Platform::Facebook,
        "/api/facebook/comments",
        raw,
        &query,
    )
    .await
}

async fn page(
    app: &App,
    platform: Platform,
    path: &str,
    raw: Option<String>,
    query: &CommentsQuery,
) -> ApiResult<(HeaderMap, Json<Vec<Listed>>)> {
    let filter = query.filter(platform)?;
    let limit = paging::limit(query.limit)?;
    let cursor: Option<CommentCursor> = paging::read(query.cursor.as_deref())?;
    // Read before the rows: what comes in between is told again by the log, and telling twice does no harm.
    let seq = app.db.head().await?.seq;
    let now = app.clock.now();
    let page = app
        .db
        .comment_page(&filter, cursor.as_ref(), limit, now)
        .await?;
    // The addresses of pictures end within days; the next look has fresh ones.
    app.db.refresh_posts(&*app.ids, &page.stale, now).await?;
    if !page.stale.is_empty() {
        app.wake.jobs.notify_one();
    }
    let mut headers = paging::next(path, raw.as_deref(), page.next.as_ref());
    headers.insert("x-event-seq", HeaderValue::from(seq));
    Ok((headers, Json(page.comments)))
}
