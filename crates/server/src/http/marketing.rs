//! Conversions: send an event to Meta, see what became of it, send it again, add them up.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use domain::account::Platform;
use domain::chat::Chat;
use domain::conversion::{self, ActionSource, ConversionStatus, Draft, MarketingEvent, is_pixel};
use domain::ids::{AccountId, ConversionId};
use domain::time::{DAY, Timestamp};
use serde::Deserialize;
use store::accounts::TokenHost;
use store::conversion_sends::Asked;
use store::conversions::{ConversionFilter, ConversionTotal, NewConversion, Stored, Target};
use store::sends::KeyUse;

use crate::app::App;
use crate::credentials::{default_account, may_send_for};
use crate::http::chats::may_see;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, Agent, ApiPath, ApiQuery, KeyedJson, number};
use crate::http::moments::moment;
use crate::http::paging;

/// Days that totals are added up for if nobody says which: four weeks.
const TOTAL_DAYS: i64 = 28;
/// Most days of totals: a quarter of a year.
const MAX_TOTAL_DAYS: i64 = 92;
/// Most rows of totals: ten names a day for a quarter of a year.
const MAX_TOTALS: i64 = 1_000;
/// Longest filter text: more than any name or pixel has.
const FILTER_CHARS: usize = 200;

/// Sends an event to Meta's Conversions API. It is durable before the answer, with everything hashed that names a person;
/// what becomes of it follows as `ig_marketing_event`.
#[utoipa::path(post, path = "/api/marketing/events", tag = "marketing", params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key sends nothing and answers with the event as it stands.")),
    request_body = Draft, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Stored and on its way; or the first event of this pixel, name and `event_id` as it stands.", body = MarketingEvent),
    (status = 400, description = "`pixel_not_configured`, or the body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive` for an event of a chat, or `idempotency_mismatch`: the key, or the pixel, name and `event_id`, stand for another event.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Something that Meta would refuse, or `capi_token_required`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn create(
    State(app): State<Arc<App>>,
    agent: Agent,
    KeyedJson { body, key }: KeyedJson<Draft>,
) -> ApiResult<Json<MarketingEvent>> {
    let chat = match body.chat_id {
        Some(chat) => Some(may_see(&app, &agent, chat).await?),
        None => None,
    };
    if let Some(chat) = &chat {
        may_send_for(&app, chat.account).await?;
    }
    let target = target(&app, &body, chat.as_ref()).await?;
    let now = app.clock.now();
    let id = app.ids.next();
    let of_chat = chat.as_ref().map(|c| conversion::Chat {
        platform: c.platform,
        account: c.external.as_str(),
        customer: c.customer.as_str(),
    });
    let prepared = conversion::prepare(&body, of_chat, &id.to_string(), now)
        .map_err(|problem| ApiError::invalid(&problem.pointer, problem.message))?;
    let new = NewConversion {
        id: ConversionId::new(id),
        prepared,
        target,
        chat: body.chat_id,
        account: sender(&app, chat.as_ref()).await?,
        held_with_account: app.config.capi_token.is_none(),
        user: agent.user.id,
        key,
    };
    match app.db.store_conversion(&*app.ids, &new, now).await? {
        Stored::Event(event) => {
            app.committed();
            Ok(Json(event.wire(true)))
        }
        Stored::Mismatch => Err(ApiError::new(
            StatusCode::CONFLICT,
            "idempotency_mismatch",
            "Another event was sent with this event_id. Use a new event_id for a new event.",
        )),
        Stored::KeyMismatch => Err(key_mismatch()),
    }
}

fn key_mismatch() -> ApiError {
    let detail = "This Idempotency-Key was used for something else. Use a new key.";
    ApiError::new(StatusCode::CONFLICT, "idempotency_mismatch", detail)
}

/// Where an event goes: the pixel that is named, `PIXEL_ID`, or for one of a conversation the dataset of its account.
async fn target(app: &App, body: &Draft, chat: Option<&Chat>) -> ApiResult<Target> {
    if let Some(pixel) = &body.pixel_id {
        if !is_pixel(pixel) {
            let words = "pixel_id must be the id of a pixel or dataset.";
            return Err(ApiError::invalid("/pixel_id", words));
        }
        return Ok(Target::Pixel(pixel.clone()));
    }
    if let Some(pixel) = &app.config.pixel_id {
        return Ok(Target::Pixel(pixel.clone()));
    }
    let messaging = ActionSource::BusinessMessaging.as_str();
    let source = body.action_source.as_deref().unwrap_or(messaging);
    match chat.filter(|_| source == messaging) {
        Some(chat) => {
            let known = app.db.dataset(chat.account).await?;
            Ok(Target::DatasetOf(chat.account, known))
        }
        None => Err(ApiError::bad_request(
            "pixel_not_configured",
            "PIXEL_ID is not configured",
        )),
    }
}

/// Whose token sends it, or whose dataset it goes to: the chat's account, else the default one.
async fn sender(app: &App, chat: Option<&Chat>) -> ApiResult<Option<AccountId>> {
    if app.config.capi_token.is_some() {
        return Ok(chat.map(|c| c.account));
    }
    let required = |detail: &str| {
        ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "capi_token_required",
            detail,
        )
    };
    let account = match chat {
        Some(chat) => app.db.account(chat.account).await?,
        None => match default_account(app, Platform::Instagram).await {
            Ok(account) => Some(account),
            Err(_) => default_account(app, Platform::Facebook).await.ok(),
        },
    };
    let account = account.ok_or_else(|| {
        required("It is not clear whose token sends this. Ask an admin to set CAPI_ACCESS_TOKEN.")
    })?;
    if account.host == TokenHost::Instagram {
        let detail = "An account connected by Instagram Login cannot send conversions. Ask an admin to set CAPI_ACCESS_TOKEN.";
        return Err(required(detail));
    }
    Ok(Some(account.id))
}

/// Which events.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsQuery {
    /// `queued`, `success`, `failed` or `unknown`.
    status: Option<String>,
    /// Only those with this name.
    name: Option<String>,
    /// Only those of this pixel or dataset.
    pixel: Option<String>,
    /// Only those written since then: a day, RFC 3339, or Unix seconds.
    since: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Events, newest first, with status, attempts and Meta's answer.
#[utoipa::path(get, path = "/api/marketing/events", tag = "marketing", params(EventsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of events.", body = [MarketingEvent], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    agent: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<EventsQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<MarketingEvent>>)> {
    let limit = paging::limit(query.limit)?;
    let status = query.status.as_deref().map(|word| {
        ConversionStatus::parse(&word.to_ascii_lowercase()).ok_or_else(|| {
            let words = "status must be one of: queued, success, failed, unknown.";
            ApiError::invalid("/status", words)
        })
    });
    let bounded = |name: &str, text: Option<String>| match text {
        Some(text) if text.chars().count() > FILTER_CHARS => {
            let words = format!("{name} has more than {FILTER_CHARS} characters.");
            Err(ApiError::invalid(&format!("/{name}"), words))
        }
        text => Ok(text),
    };
    let since = query.since.as_deref().map(|t| moment("since", t));
    let filter = ConversionFilter {
        status: status.transpose()?,
        name: bounded("name", query.name)?,
        pixel: bounded("pixel", query.pixel)?,
        since: since.transpose()?.map_or(Timestamp::EPOCH, |m| m.at),
    };
    let cursor: Option<ConversionId> = paging::read(query.cursor.as_deref())?;
    let mut rows = app.db.conversions(&filter, cursor, limit + 1).await?;
    let more = i64::try_from(rows.len()).is_ok_and(|n| n > limit);
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let after = rows.last().map(|(c, _)| c.id).filter(|_| more);
    let shown = rows
        .into_iter()
        .map(|(c, owner)| c.wire(agent.viewer.may_see(owner)))
        .collect();
    Ok((
        paging::next("/api/marketing/events", raw.as_deref(), after.as_ref()),
        Json(shown),
    ))
}

/// What a retry needs to know.
#[derive(Deserialize, utoipa::ToSchema)]
#[schema(as = RetryEvent)]
pub struct Retry {
    /// For an event in doubt: the person accepts that Meta may count it twice.
    #[serde(default)]
    confirm_unknown: bool,
}

/// Sends a failed event again, or one in doubt that the person confirms.
#[utoipa::path(post, path = "/api/marketing/events/{id}/retry", tag = "marketing", params(("id" = ConversionId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key starts nothing again.")),
    request_body = Retry, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "In line again.", body = MarketingEvent),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such event.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`not_failed`, `confirmation_needed` or `idempotency_mismatch`.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The body is too large.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is of the wrong type.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn retry(
    State(app): State<Arc<App>>,
    Admin(admin): Admin,
    ApiPath(id): ApiPath<ConversionId>,
    KeyedJson { body, key }: KeyedJson<Retry>,
) -> ApiResult<Json<MarketingEvent>> {
    let not_found = || ApiError::not_found("Event not found");
    let now = app.clock.now();
    if let Some(key) = &key {
        let subject = id.to_string();
        match app.db.use_key(admin.user.id, key, &subject, now).await? {
            KeyUse::First => {}
            KeyUse::Mismatch => return Err(key_mismatch()),
            KeyUse::Again => {
                let found = app.db.conversion(id).await?.ok_or_else(not_found)?;
                return Ok(Json(found.wire(true)));
            }
        }
    }
    let held = app.config.capi_token.is_none();
    let asked = app
        .db
        .retry_conversion(&*app.ids, id, body.confirm_unknown, held, now);
    match asked.await? {
        Asked::Queued(event) => {
            app.committed();
            Ok(Json(event.wire(true)))
        }
        Asked::NoEvent => Err(not_found()),
        Asked::NotAllowed(ConversionStatus::Unknown) => Err(ApiError::new(
            StatusCode::CONFLICT,
            "confirmation_needed",
            "Meta may have counted this already. Look into its Events Manager first, then confirm that it may count twice.",
        )),
        Asked::NotAllowed(_) => Err(ApiError::new(
            StatusCode::CONFLICT,
            "not_failed",
            "Only an event that was not sent can be sent again.",
        )),
    }
}

/// Which days.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TotalsQuery {
    /// From this day or moment on; 28 days before the end if it is left out.
    since: Option<String>,
    /// Up to this day, all of it, or this moment; now if it is left out.
    until: Option<String>,
}

/// Events by day, name and currency: how many, how many Meta took, and what those were worth.
#[utoipa::path(get, path = "/api/marketing/totals", tag = "marketing", params(TotalsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "At most 1000 rows, by day and name.", body = [ConversionTotal]),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid, or more than 92 days.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn totals(
    State(app): State<Arc<App>>,
    _: Agent,
    ApiQuery(query): ApiQuery<TotalsQuery>,
) -> ApiResult<Json<Vec<ConversionTotal>>> {
    let read = |name: &str, text: Option<&str>| text.map(|t| moment(name, t)).transpose();
    let until = read("until", query.until.as_deref())?;
    let until = until.map_or_else(|| app.clock.now(), |m| m.end());
    let since = read("since", query.since.as_deref())?;
    let since = since.map_or_else(|| until.plus(-TOTAL_DAYS * DAY), |m| m.at);
    if since > until {
        let words = "since must not be later than until.";
        return Err(ApiError::invalid("/since", words));
    }
    if until.since(since) > MAX_TOTAL_DAYS * DAY {
        let words = format!("Ask for at most {MAX_TOTAL_DAYS} days.");
        return Err(ApiError::invalid("/since", words));
    }
    let totals = app.db.conversion_totals(since, until, MAX_TOTALS);
    Ok(Json(totals.await?))
}
