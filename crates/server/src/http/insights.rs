//! Figures of accounts, posts and stories, and their history.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use domain::account::Platform;
use domain::ids::{ExternalId, MediaId};
use domain::insights::plan::{is_name, usual_period};
use domain::insights::table::Kind;
use domain::insights::wire::{HistoryPoint, Insight, KnownPost};
use domain::insights::{Period, Scope, range};
use domain::meta_error::Reason;
use domain::post::Product;
use domain::time::{DAY, Timestamp};
use meta::graph::CallError;
use serde::Deserialize;
use store::accounts::Account;
use store::insights::HistoryFilter;

use crate::app::App;
use crate::credentials::{credentials, default_account};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiQuery, flag, number};
use crate::http::paging;
use crate::insights::{Trouble, Wish, current};
use crate::objects::{Owned, owner_of_media};

/// Metrics in one request: Meta has some thirty for any one thing.
const MAX_NAMES: usize = 50;
/// Longest id; Meta's of media have at most 40 characters.
const MAX_ID: usize = 200;
/// How far a plot reaches back if nobody says: as far as Meta keeps the figures of accounts.
const HISTORY: i64 = 90 * DAY;

/// Which figures of an account.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AccountQuery {
    /// Meta's names, with commas between; the usual ones if missing.
    metrics: Option<String>,
    /// `day` (the usual) or `lifetime` (who the followers are).
    period: Option<String>,
    /// From here: Unix seconds, RFC 3339, or a day like `2026-01-31`. Only with days, at most 30 of them.
    since: Option<String>,
    /// To here, likewise.
    until: Option<String>,
    /// The Instagram account's id; the default account if missing.
    ig_user_id: Option<String>,
    /// Ask Meta though a fresh answer is stored.
    #[serde(default, deserialize_with = "flag::deserialize")]
    refresh: bool,
}

/// Which figures of a post.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct MediaQuery {
    /// Meta's id of the post.
    media_id: Option<String>,
    /// Meta's names, with commas between; the usual ones if missing.
    metrics: Option<String>,
    /// Ask Meta though a fresh answer is stored.
    #[serde(default, deserialize_with = "flag::deserialize")]
    refresh: bool,
}

/// Which figures of a story.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StoryQuery {
    /// Meta's id of the story.
    story_id: Option<String>,
    /// Meta's names, with commas between; the usual ones if missing.
    metrics: Option<String>,
    /// Ask Meta though a fresh answer is stored.
    #[serde(default, deserialize_with = "flag::deserialize")]
    refresh: bool,
}

/// Which posts.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostsQuery {
    /// `media` (the usual) or `story`.
    scope: Option<String>,
    /// The Instagram account's id; the default account if missing.
    ig_user_id: Option<String>,
    /// Posts, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Which plot.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// `account`, `media` or `story`.
    scope: Option<String>,
    /// Meta's id of the account, post or story.
    entity_id: Option<String>,
    /// Meta's names, with commas between; all that are stored if missing.
    metric: Option<String>,
    /// From here: Unix seconds, RFC 3339, or a day. 90 days ago if missing.
    since: Option<String>,
    /// To before here, likewise. Now if missing.
    until: Option<String>,
    /// Points, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

impl From<Trouble> for ApiError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Store(problem) => Self::from(problem),
            Trouble::Call(CallError::Final {
                reason: Reason::ObjectMissing,
                ..
            }) => Self::not_found("Media not found"),
            Trouble::Call(problem) => Self::from(&problem),
        }
    }
}

fn required(name: &str, value: Option<String>) -> ApiResult<String> {
    let pointer = format!("/{name}");
    let value = value.map(|v| v.trim().to_owned()).unwrap_or_default();
    if value.is_empty() {
        return Err(ApiError::invalid(&pointer, format!("{name} is missing.")));
    }
    if value.chars().count() > MAX_ID || value.chars().any(char::is_control) {
        let detail = format!("{name} must be plain text of at most {MAX_ID} characters.");
        return Err(ApiError::invalid(&pointer, detail));
    }
    Ok(value)
}

fn names(parameter: &str, list: Option<&str>) -> ApiResult<Vec<String>> {
    let list = list.unwrap_or_default().split(',').map(str::trim);
    let names: Vec<String> = list.filter(|n| !n.is_empty()).map(str::to_owned).collect();
    let pointer = format!("/{parameter}");
    if names.len() > MAX_NAMES {
        let detail = format!("{parameter} may hold at most {MAX_NAMES} names.");
        return Err(ApiError::invalid(&pointer, detail));
    }
    match names.iter().all(|name| is_name(name)) {
        true => Ok(names),
        false => Err(ApiError::invalid(
            &pointer,
            format!(
                "{parameter} must be names like reach or total_interactions, with commas between."
            ),
        )),
    }
}

/// A time in any of the three spellings.
fn time(name: &str, text: Option<&str>) -> ApiResult<Option<Timestamp>> {
    let Some(text) = text.map(str::trim) else {
        return Ok(None);
    };
    let seconds = text.parse::<i64>().ok().map(Timestamp::from_secs);
    let quoted = |text: &str| serde_json::from_value(serde_json::Value::from(text)).ok();
    let found = seconds
        .or_else(|| quoted(text))
        .or_else(|| quoted(&format!("{text}T00:00:00Z")));
    found.map(Some).ok_or_else(|| {
        ApiError::invalid(
            &format!("/{name}"),
            format!("{name} must be Unix seconds, a time like 2026-01-31T12:00:00Z, or a day like 2026-01-31."),
        )
    })
}

/// The figures of an Instagram account.
#[utoipa::path(get, path = "/api/insights/account", tag = "insights", params(AccountQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "What Meta says, or said a short while ago. What it does not give is `null`, with the reason under `unavailable`.", body = Insight),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Instagram account not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid, no account is named and none is the default one, or it is a Page.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Meta did not answer, or refused with a reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn account(
    State(app): State<Arc<App>>,
    _: Agent,
    ApiQuery(query): ApiQuery<AccountQuery>,
) -> ApiResult<Json<Insight>> {
    let metrics = names("metrics", query.metrics.as_deref())?;
    let period = match query.period.as_deref() {
        None => usual_period(Kind::Account, &metrics),
        Some(text) => Period::parse(text)
            .ok_or_else(|| ApiError::invalid("/period", "period must be one of: day, lifetime."))?,
    };
    let since = time("since", query.since.as_deref())?;
    let until = time("until", query.until.as_deref())?;
    let range = range(since, until, app.clock.now())
        .map_err(|bad| ApiError::invalid("/since", bad.to_string()))?;
    if range.is_some() && period != Period::Day {
        let detail = "since and until can only be used with period=day.";
        return Err(ApiError::invalid("/period", detail));
    }
    let account = match query.ig_user_id {
        Some(id) => named_account(&app, &required("ig_user_id", Some(id))?).await?,
        None => default_account(&app, Platform::Instagram).await?,
    };
    let (account, credentials) = credentials(&app, account.id)
        .await?
        .ok_or_else(no_account)?;
    let wish = Wish {
        period,
        range,
        metrics: &metrics,
        refresh: query.refresh,
        ..Wish::account(&account, &credentials)
    };
    Ok(Json(current(&app, &wish).await?))
}

fn no_account() -> ApiError {
    ApiError::not_found("Instagram account not found")
}

/// The connected Instagram account with this id of Meta's.
async fn named_account(app: &App, id: &str) -> ApiResult<Account> {
    let external = ExternalId::new(id);
    let found = app.db.account_of(Platform::Instagram, &external).await?;
    if let Some(account) = found.filter(|a| a.connected) {
        return Ok(account);
    }
    let accounts = app.db.accounts(None).await?;
    let is_page = |a: &Account| {
        a.facebook_page_id.as_deref() == Some(id)
            || (a.platform == Platform::Facebook && a.external.as_str() == id)
    };
    if accounts.iter().any(is_page) {
        let detail = "This is a Facebook Page. Figures are shown for Instagram accounts only; use the Instagram account's id.";
        return Err(ApiError::invalid("/ig_user_id", detail));
    }
    Err(no_account())
}

/// The figures of a post or reel.
#[utoipa::path(get, path = "/api/insights/media", tag = "insights", params(MediaQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "What Meta says, or said a short while ago. A story is answered with scope `story`.", body = Insight),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Media not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid, or it is a Page's post.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Meta did not answer, or refused with a reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn media(
    State(app): State<Arc<App>>,
    _: Agent,
    ApiQuery(query): ApiQuery<MediaQuery>,
) -> ApiResult<Json<Insight>> {
    let id = required("media_id", query.media_id)?;
    let metrics = names("metrics", query.metrics.as_deref())?;
    let owned = owner_of_media(&app, &MediaId::new(id)).await?;
    of_post(&app, &owned, "/media_id", &metrics, query.refresh).await
}

/// The figures of a story: while it is live as often as they change, afterwards the last ones.
#[utoipa::path(get, path = "/api/insights/story", tag = "insights", params(StoryQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "What Meta says, or said last.", body = Insight),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Media not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid, or it is no story.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Meta did not answer, or refused with a reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn story(
    State(app): State<Arc<App>>,
    _: Agent,
    ApiQuery(query): ApiQuery<StoryQuery>,
) -> ApiResult<Json<Insight>> {
    let id = required("story_id", query.story_id)?;
    let metrics = names("metrics", query.metrics.as_deref())?;
    let owned = owner_of_media(&app, &MediaId::new(id)).await?;
    if owned.post.product().is_some_and(|p| p != Product::Story) {
        let detail = "This is a post, not a story. Ask for it with /api/insights/media.";
        return Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "not_a_story",
            detail,
        ));
    }
    of_post(&app, &owned, "/story_id", &metrics, query.refresh).await
}

async fn of_post(
    app: &App,
    owned: &Owned,
    pointer: &str,
    metrics: &[String],
    refresh: bool,
) -> ApiResult<Json<Insight>> {
    let wish = Wish::post(&owned.account, &owned.credentials, &owned.post).ok_or_else(|| {
        let detail = "This is a post of a Facebook Page. Figures are shown for Instagram only.";
        ApiError::invalid(pointer, detail)
    })?;
    let wish = Wish {
        metrics,
        refresh,
        ..wish
    };
    Ok(Json(current(app, &wish).await?))
}

/// The posts or stories that are known here, newest first, with what Meta last said about each. Meta is not asked.
#[utoipa::path(get, path = "/api/insights/posts", tag = "insights", params(PostsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page; the next one in `Link`.", body = [KnownPost], headers(("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Instagram account not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid, no account is named and none is the default one, or it is a Page.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn posts(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<PostsQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<KnownPost>>)> {
    let scope = match query.scope.as_deref() {
        None | Some("media") => Scope::Media,
        Some("story") => Scope::Story,
        Some(_) => {
            let detail = "scope must be media or story.";
            return Err(ApiError::invalid("/scope", detail));
        }
    };
    let account = match query.ig_user_id {
        Some(id) => named_account(&app, &required("ig_user_id", Some(id))?).await?,
        None => default_account(&app, Platform::Instagram).await?,
    };
    let limit = paging::limit(query.limit)?;
    let before = paging::read::<(Timestamp, String)>(query.cursor.as_deref())?;
    let rows = app.db.known_posts(account.id, scope, before, limit + 1);
    let (rows, more) = paging::page(rows.await?, limit);
    let last = rows.last().filter(|_| more);
    let after = last.map(|post| (post.timestamp, post.id.clone()));
    let headers = paging::next("/api/insights/posts", raw.as_deref(), after.as_ref());
    Ok((headers, Json(rows)))
}

/// The stored figures over time, oldest first, for plots. Meta is not asked.
#[utoipa::path(get, path = "/api/insights/history", tag = "insights", params(HistoryQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Points; the next page in `Link`.", body = [HistoryPoint]),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn history(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<HistoryQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<HistoryPoint>>)> {
    let scope = Scope::parse(query.scope.as_deref().unwrap_or_default()).ok_or_else(|| {
        ApiError::invalid("/scope", "scope must be one of: account, media, story.")
    })?;
    let entity = required("entity_id", query.entity_id)?;
    let metrics = names("metric", query.metric.as_deref())?;
    let now = app.clock.now();
    let until = time("until", query.until.as_deref())?.unwrap_or(now.plus(1));
    let since = time("since", query.since.as_deref())?.unwrap_or(now.plus(-HISTORY));
    if since >= until {
        return Err(ApiError::invalid("/since", "since must be before until."));
    }
    let limit = paging::limit(query.limit)?;
    let after = paging::read::<(Timestamp, String)>(query.cursor.as_deref())?;
    let filter = HistoryFilter {
        scope,
        entity: &entity,
        metrics: &metrics,
        since,
        until,
        after,
        limit: limit + 1,
    };
    let mut points = app.db.insight_history(filter).await?;
    let size = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = points.len() > size;
    points.truncate(size);
    let last = points.last().filter(|_| more);
    let last = last.map(|p| (p.at, p.metric.clone()));
    let headers = paging::next("/api/insights/history", raw.as_deref(), last.as_ref());
    Ok((headers, Json(points)))
}
