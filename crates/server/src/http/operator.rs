//! What an operator looks at: deliveries and the outbox.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::delivery::Outcome;
use domain::ids::{DeliveryId, JobId};
use serde::{Deserialize, Serialize};
use store::deliveries::DeliverySummary;
use store::jobs::OutboxJob;

use crate::app::App;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiPath, ApiQuery, number};
use crate::http::paging;

/// Which deliveries.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DeliveriesQuery {
    /// Only those with an element of this outcome.
    outcome: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// A delivery with its body.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeliveryDetail {
    /// What became of it.
    #[serde(flatten)]
    delivery: DeliverySummary,
    /// The raw body; bytes that are no UTF-8 are shown as U+FFFD.
    body: String,
}

/// A delivery is in line again.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Replayed {
    /// Always true.
    success: bool,
    /// Which.
    delivery_id: DeliveryId,
}

const OUTCOMES: [Outcome; 7] = [
    Outcome::Applied,
    Outcome::Duplicate,
    Outcome::Parked,
    Outcome::Quarantined,
    Outcome::Unsupported,
    Outcome::Deferred,
    Outcome::Test,
];

/// What came in, newest first.
#[utoipa::path(get, path = "/api/deliveries", tag = "operator", params(DeliveriesQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of deliveries.", body = [DeliverySummary], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn deliveries(
    State(app): State<Arc<App>>,
    _: Admin,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<DeliveriesQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<DeliverySummary>>)> {
    let limit = paging::limit(query.limit)?;
    let outcome = query.outcome.as_deref().map(|text| {
        let found = OUTCOMES.into_iter().find(|o| o.as_str().eq_ignore_ascii_case(text));
        found.ok_or_else(|| ApiError::invalid("/outcome", "outcome must be one of: applied, duplicate, parked, quarantined, unsupported, deferred, test."))
    });
    let cursor: Option<DeliveryId> = paging::read(query.cursor.as_deref())?;
    let rows = app
        .db
        .deliveries(cursor, outcome.transpose()?, limit)
        .await?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n == limit);
    let after = rows.last().map(|d| d.id).filter(|_| full);
    Ok((
        paging::next("/api/deliveries", raw.as_deref(), after.as_ref()),
        Json(rows),
    ))
}

fn none() -> ApiError {
    ApiError::not_found("Delivery not found")
}

/// One delivery with its raw body.
#[utoipa::path(get, path = "/api/deliveries/{id}", tag = "operator", params(("id" = DeliveryId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The delivery.", body = DeliveryDetail),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such delivery.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn delivery(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<DeliveryId>,
) -> ApiResult<Json<DeliveryDetail>> {
    let delivery = app.db.delivery(id).await?.ok_or_else(none)?;
    let body = app.db.delivery_body(id).await?.ok_or_else(none)?;
    Ok(Json(DeliveryDetail {
        delivery,
        body: String::from_utf8_lossy(&body).into_owned(),
    }))
}

/// Understands a delivery again. Nothing leaves the server by it.
#[utoipa::path(post, path = "/api/deliveries/{id}/replay", tag = "operator", params(("id" = DeliveryId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "In line; its outcomes are written anew in a moment.", body = Replayed),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such delivery.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn replay(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<DeliveryId>,
) -> ApiResult<Json<Replayed>> {
    if !app
        .db
        .replay_delivery(id, &app.node, app.clock.now())
        .await?
    {
        return Err(none());
    }
    app.wake.deliveries.notify_one();
    Ok(Json(Replayed {
        success: true,
        delivery_id: id,
    }))
}

/// Which jobs.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutboxQuery {
    /// `open` (what waits, the default) or `failed`.
    state: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// What waits to leave, why, and since when.
#[utoipa::path(get, path = "/api/outbox", tag = "operator", params(OutboxQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of jobs, newest first.", body = [OutboxJob], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn outbox(
    State(app): State<Arc<App>>,
    _: Admin,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<OutboxQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<OutboxJob>>)> {
    let limit = paging::limit(query.limit)?;
    let failed = match query.state.as_deref() {
        None | Some("open") => false,
        Some("failed") => true,
        Some(_) => return Err(ApiError::invalid("/state", "state must be open or failed.")),
    };
    let cursor: Option<JobId> = paging::read(query.cursor.as_deref())?;
    let rows = app.db.outbox(failed, cursor, limit).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n == limit);
    let after = rows.last().map(|j| j.id).filter(|_| full);
    Ok((
        paging::next("/api/outbox", raw.as_deref(), after.as_ref()),
        Json(rows),
    ))
}
