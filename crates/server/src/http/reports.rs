//! What the team did in a period.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use domain::account::Platform;
use domain::reports::{Counting, MAX_DAYS, Report};
use domain::time::{DAY, Timestamp};
use serde::Deserialize;

use crate::app::App;
use crate::calendar::Zone;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiQuery};
use crate::http::moments::moment;

/// Days of a report if none are named.
const DEFAULT_DAYS: i64 = 7;

/// Which period.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportQuery {
    /// From this day of the zone, or this moment, on; 7 days before the end if it is left out.
    since: Option<String>,
    /// Up to this day, all of it, or this moment; now if it is left out.
    until: Option<String>,
    /// The zone whose days and hours are counted, by IANA's name; `UTC` if it is left out.
    tz: Option<String>,
    /// `instagram` or `facebook`; both if it is left out.
    platform: Option<String>,
}

/// Volume by day and hour, first answers, resolutions, by person and platform. An agent's covers the chats they may see now,
/// and of the people only themselves, with all they did.
#[utoipa::path(get, path = "/api/reports", tag = "insights", params(ReportQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The report.", body = Report),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid, or more than 366 days.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn report(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiQuery(query): ApiQuery<ReportQuery>,
) -> ApiResult<Json<Report>> {
    let name = query.tz.as_deref().unwrap_or("UTC");
    let zone = Zone::named(name).ok_or_else(|| {
        let words = "tz must be a time zone of IANA's list, such as Europe/Berlin.";
        ApiError::invalid("/tz", words)
    })?;
    let platform = query.platform.as_deref().map(platform).transpose()?;
    let end = query.until.as_deref().map(|t| end(&zone, t)).transpose()?;
    let until = end.unwrap_or_else(|| app.clock.now());
    let begin = query
        .since
        .as_deref()
        .map(|t| begin(&zone, t))
        .transpose()?;
    let since = begin.unwrap_or_else(|| until.plus(-DEFAULT_DAYS * DAY));
    if since >= until {
        let words = "since must be earlier than until.";
        return Err(ApiError::invalid("/since", words));
    }
    // A day with 25 hours must not make a year too long.
    if until.since(since) > (MAX_DAYS + 1) * DAY {
        let words = format!("Ask for at most {MAX_DAYS} days.");
        return Err(ApiError::invalid("/since", words));
    }
    let mut counting = Counting::new(since, until, agent.viewer, &zone);
    app.db.count(&mut counting, platform).await?;
    let people = app.db.users(None).await?;
    Ok(Json(counting.report(|id| {
        let user = people.iter().find(|user| user.id == id);
        user.map(|user| user.name.clone()).unwrap_or_default()
    })))
}

fn platform(text: &str) -> ApiResult<Platform> {
    Platform::parse(&text.to_ascii_uppercase())
        .ok_or_else(|| ApiError::invalid("/platform", "platform must be instagram or facebook."))
}

fn begin(zone: &Zone, text: &str) -> ApiResult<Timestamp> {
    match zone.day(text.trim()) {
        Some(day) => Ok(day),
        None => moment("since", text).map(|m| m.at),
    }
}

fn end(zone: &Zone, text: &str) -> ApiResult<Timestamp> {
    match zone.day(text.trim()) {
        Some(day) => Ok(zone.day_after(day)),
        None => moment("until", text).map(|m| m.at),
    }
}
