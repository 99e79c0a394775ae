//! What Meta still shows of an account's conversations, read back: how far that is, and what it found (admins).

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::ids::AccountId;
use domain::reconcile::{EVERY, Sweep};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use store::read_back::GapKind;

use super::health::connected;
use crate::app::App;
use crate::http::error::{ApiResult, Problem};
use crate::http::extract::{Admin, ApiPath, ApiQuery, number};
use crate::http::paging;

/// One walk through the conversations of an account.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Walk {
    /// When it began.
    began_at: Timestamp,
    /// Everything that Meta shows was read, not only what moved since the walk before.
    whole: bool,
    /// Conversations looked at.
    conversations: i64,
    /// Messages compared.
    messages: i64,
    /// Messages from before the account was connected that were added.
    imported: i64,
    /// Messages that should have come by themselves and were added.
    recovered: i64,
    /// Messages that Meta names and no longer gives.
    lost: i64,
}

impl From<Sweep> for Walk {
    fn from(s: Sweep) -> Self {
        Self {
            began_at: s.began_at,
            whole: s.whole,
            conversations: s.conversations,
            messages: s.messages,
            imported: s.imported,
            recovered: s.recovered,
            lost: s.lost,
        }
    }
}

/// How reading an account's conversations back stands.
#[derive(Serialize, utoipa::ToSchema)]
pub struct History {
    /// Our id of the account.
    account_id: AccountId,
    /// `running`, `waiting` (something stands in the way) or `idle`.
    state: &'static str,
    /// The walk under way.
    current: Option<Walk>,
    /// The last one that came to its end.
    last: Option<Walk>,
    /// When that was.
    finished_at: Option<Timestamp>,
    /// When it goes on.
    next_at: Option<Timestamp>,
    /// What stands in the way.
    problem: Option<String>,
    /// Messages that did not come by themselves and were added, in all.
    recovered: i64,
    /// Messages that are lost for good, in all: `GET …/history/lost` names them.
    lost: i64,
    /// What can be read at all, in words.
    limits: &'static str,
}

/// A message that did not come by itself.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LostMessage {
    /// Meta's id of the message.
    meta_message_id: String,
    /// Meta's id of the customer.
    customer_id: Option<String>,
    /// When it was written.
    timestamp: Option<Timestamp>,
    /// When that was found out.
    found_at: Timestamp,
}

/// Which page of the list.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GapQuery {
    /// `lost` (the default) or `late`: those that were read back and added.
    #[param(value_type = Option<String>)]
    kind: Option<GapKind>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

const LIMITS: &str = "Meta gives the newest 20 messages of a conversation, none of conversations in Requests that were quiet for 30 days, and no list of mentions. Receipts and what was unsent cannot be read back.";

async fn standing(app: &App, account: AccountId) -> ApiResult<Json<History>> {
    let state = app.db.read_back_state(account).await?;
    let gaps = app.db.gaps(account).await?;
    let word = match (&state.sweep, &state.problem) {
        (Some(_), None) => "running",
        (_, Some(_)) => "waiting",
        (None, None) => "idle",
    };
    Ok(Json(History {
        account_id: account,
        state: word,
        current: state.sweep.map(Walk::from),
        last: state.last.map(Walk::from),
        finished_at: state.finished_at,
        next_at: state.next_at,
        problem: state.problem,
        recovered: gaps.recovered,
        lost: gaps.lost,
        limits: LIMITS,
    }))
}

/// How far reading the conversations back is, and what it found.
#[utoipa::path(get, path = "/api/accounts/{id}/history", tag = "accounts", params(("id" = AccountId, Path, description = "Our id, of either kind.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The walk under way, the last one, and the counts.", body = History),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Account not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn history(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<History>> {
    connected(&app, id).await?;
    standing(&app, id).await
}

/// Reads everything back that Meta shows, from the newest conversation on; a walk under way begins again.
#[utoipa::path(post, path = "/api/accounts/{id}/history", tag = "accounts", params(("id" = AccountId, Path, description = "Our id, of either kind.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "It has begun.", body = History),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Account not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn import(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<History>> {
    let (account, _) = connected(&app, id).await?;
    app.db
        .read_all_back(&*app.ids, &account, app.clock.now())
        .await?;
    app.committed();
    standing(&app, id).await
}

/// Ends the walk under way; what it added stays, and the next one comes at its time.
#[utoipa::path(delete, path = "/api/accounts/{id}/history", tag = "accounts", params(("id" = AccountId, Path, description = "Our id, of either kind.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "None is under way now.", body = History),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Account not found`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn stop(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
) -> ApiResult<Json<History>> {
    connected(&app, id).await?;
    let now = app.clock.now();
    app.db
        .stop_reading_back(&*app.ids, id, now.plus(EVERY), now)
        .await?;
    standing(&app, id).await
}

/// The messages that Meta names and no longer gives, or those that were read back, found last first.
#[utoipa::path(get, path = "/api/accounts/{id}/history/lost", tag = "accounts", params(("id" = AccountId, Path, description = "Our id, of either kind."), GapQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of messages.", body = [LostMessage], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Account not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn lost(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<AccountId>,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<GapQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<LostMessage>>)> {
    connected(&app, id).await?;
    let limit = paging::limit(query.limit)?;
    let after = paging::read(query.cursor.as_deref())?;
    let kind = query.kind.unwrap_or(GapKind::Lost);
    let rows = app.db.gap_list(id, kind, after, limit).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n == limit);
    let after = rows
        .last()
        .filter(|_| full)
        .map(|(gap, found_at)| (*found_at, gap.mid.as_str().to_owned()));
    let path = format!("/api/accounts/{id}/history/lost");
    let shown = rows.into_iter().map(|(gap, found_at)| LostMessage {
        meta_message_id: gap.mid.as_str().to_owned(),
        customer_id: gap.customer,
        timestamp: gap.at,
        found_at,
    });
    Ok((
        paging::next(&path, raw.as_deref(), after.as_ref()),
        Json(shown.collect()),
    ))
}
