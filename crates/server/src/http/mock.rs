//! Mock mode's shortcuts for customers: the simulator sends real signed deliveries, and the answer comes when these
//! are applied.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use domain::account::Platform;
use domain::ids::{ChatId, Mid};
use domain::user::Role;
use domain::wire;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::accounts::Account;
use tracing::warn;

use crate::app::{App, Simulator};
use crate::config::Mode;
use crate::credentials::default_account;
use crate::http::chats::may_see;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, Agent, ApiQuery, number, parse_json};

/// Chats made if nobody says how many.
const DEFAULT_COUNT: i64 = 5;
/// Most chats of one call; more is what the simulator's own load page is for.
const MAX_COUNT: i64 = 100;
/// A delivery that is not applied by then is said to be under way; it is applied all the same.
const APPLY_TIMEOUT: Duration = Duration::from_secs(20);
/// Pause between looks for an applied delivery.
const LOOK_EVERY: Duration = Duration::from_millis(15);
/// What customers of generated chats write first.
const OPENERS: [&str; 8] = [
    "Hi! Is the blue one still in stock?",
    "Do you ship to Kerala? And how long does it take?",
    "My parcel arrived today, thank you so much 💜",
    "Could I change the size of my order?",
    "What are your opening hours on Saturday?",
    "The link in your story does not work for me",
    "How much is the gift set, and can you wrap it?",
    "Hello, I have a question about my order #1042",
];

/// How many chats, and where.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Generate {
    /// 1 to 100; 5 if missing.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    count: Option<i64>,
    /// `instagram` (if missing) or `facebook`.
    platform: Option<String>,
}

/// Chats were made.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Generated {
    /// Always true.
    success: bool,
    /// How many.
    count: usize,
    /// Where.
    #[schema(value_type = String)]
    platform: Platform,
    /// Which.
    chat_ids: Vec<ChatId>,
}

/// A customer's message.
#[derive(Deserialize, Default, utoipa::IntoParams, utoipa::ToSchema)]
#[into_params(parameter_in = Query)]
pub struct Simulate {
    /// Which chat.
    chat_id: Option<String>,
    /// What the customer writes.
    message: Option<String>,
}

/// A customer has written.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Simulated {
    /// Always true.
    success: bool,
    /// The message as it was stored.
    message: wire::Message,
}

fn simulator(app: &App) -> ApiResult<&Simulator> {
    let found = app
        .simulator
        .as_ref()
        .filter(|_| app.config.mode == Mode::Mock);
    found.ok_or_else(|| ApiError::not_found("This exists in mock mode only."))
}

/// Makes customers write their first message.
#[utoipa::path(post, path = "/api/mock/generate-chats", tag = "mock", params(Generate), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The chats are there.", body = Generated),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Not in mock mode.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid, or `account_required`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "The simulator did not answer.", body = Problem, content_type = "application/problem+json"),
    (status = 504, description = "`not_applied_yet`: what the simulator sent has not arrived in time; it will be there when it does.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn generate_chats(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiQuery(query): ApiQuery<Generate>,
) -> ApiResult<Json<Generated>> {
    let sim = simulator(&app)?;
    let count = query.count.unwrap_or(DEFAULT_COUNT);
    if !(1..=MAX_COUNT).contains(&count) {
        return Err(ApiError::invalid(
            "/count",
            format!("count must be from 1 to {MAX_COUNT}."),
        ));
    }
    let platform = query
        .platform
        .as_deref()
        .map_or(Some(Platform::Instagram), Platform::parse);
    let platform = platform
        .ok_or_else(|| ApiError::invalid("/platform", "platform must be instagram or facebook."))?;
    let account = default_account(&app, platform).await?;
    let mut written = Vec::new();
    for opener in OPENERS
        .iter()
        .cycle()
        .take(usize::try_from(count).unwrap_or(0))
    {
        let customer = ask(
            sim,
            "_sim/customers",
            &json!({"account_id": account.external}),
        )
        .await?;
        let customer = customer["id"].as_str().unwrap_or_default().to_owned();
        written.push(write(sim, &account, &customer, opener).await?);
    }
    let mut chat_ids = Vec::with_capacity(written.len());
    for mid in &written {
        chat_ids.push(applied(&app, &account, mid).await?.chat_id);
    }
    Ok(Json(Generated {
        success: true,
        count: chat_ids.len(),
        platform,
        chat_ids,
    }))
}

/// Makes the customer of a chat write. The fields come as a JSON body or as query parameters.
#[utoipa::path(post, path = "/api/mock/simulate-message", tag = "mock", params(Simulate), request_body = Option<Simulate>, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The message is there.", body = Simulated),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat, or not in mock mode.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or not valid.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "The simulator did not answer.", body = Problem, content_type = "application/problem+json"),
    (status = 504, description = "`not_applied_yet`: what the simulator sent has not arrived in time; it will be there when it does.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn simulate_message(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiQuery(query): ApiQuery<Simulate>,
    body: Bytes,
) -> ApiResult<Json<Simulated>> {
    let sim = simulator(&app)?;
    let body: Simulate = parse_json(&body)?;
    let chat = body
        .chat_id
        .or(query.chat_id)
        .ok_or_else(|| ApiError::invalid("/chat_id", "chat_id is missing."))?;
    let text = body
        .message
        .or(query.message)
        .filter(|m| !m.trim().is_empty());
    let text = text.ok_or_else(|| ApiError::invalid("/message", "message is missing."))?;
    let chat: ChatId = chat
        .parse()
        .map_err(|_| ApiError::not_found("Chat not found"))?;
    let chat = may_see(&app, &agent, chat).await?;
    // Contract §2: an admin, or the agent who has the chat.
    if agent.user.role != Role::Admin && chat.assigned_to != Some(agent.user.id) {
        return Err(ApiError::denied());
    }
    let account = app
        .db
        .account(chat.account)
        .await?
        .ok_or_else(|| ApiError::not_found("Chat not found"))?;
    let mid = write(sim, &account, chat.customer.as_str(), &text).await?;
    Ok(Json(Simulated {
        success: true,
        message: applied(&app, &account, &mid).await?,
    }))
}

/// Has a customer write; one that the simulator does not know yet (made by an older script) is introduced first.
async fn write(sim: &Simulator, account: &Account, customer: &str, text: &str) -> ApiResult<Mid> {
    let path = format!("_sim/customers/{}/messages", encode(customer));
    let body = json!({"text": text});
    let answer = match send(sim, &path, &body).await? {
        (StatusCode::NOT_FOUND, _) => {
            ask(
                sim,
                "_sim/customers",
                &json!({"account_id": account.external, "id": customer}),
            )
            .await?;
            ask(sim, &path, &body).await?
        }
        (status, answer) if status.is_success() => answer,
        (status, answer) => return Err(refused(status, &answer)),
    };
    let mid = answer["mid"].as_str().map(Mid::new);
    mid.ok_or_else(|| {
        ApiError::new(
            StatusCode::BAD_GATEWAY,
            "simulator_unavailable",
            "The simulator gave no message id.",
        )
    })
}

fn encode(segment: &str) -> String {
    url::form_urlencoded::byte_serialize(segment.as_bytes())
        .collect::<String>()
        .replace('+', "%20")
}

async fn ask(sim: &Simulator, path: &str, body: &Value) -> ApiResult<Value> {
    let (status, answer) = send(sim, path, body).await?;
    if status.is_success() {
        Ok(answer)
    } else {
        Err(refused(status, &answer))
    }
}

async fn send(sim: &Simulator, path: &str, body: &Value) -> ApiResult<(StatusCode, Value)> {
    let gone = |problem: &dyn std::fmt::Display| {
        warn!(problem = %problem, "the simulator did not answer");
        ApiError::new(
            StatusCode::BAD_GATEWAY,
            "simulator_unavailable",
            "The simulator did not answer. Look whether it is running.",
        )
    };
    let url = sim.base.join(path).map_err(|e| gone(&e))?;
    let answer = sim
        .http
        .post(url)
        .json(body)
        .send()
        .await
        .map_err(|e| gone(&e))?;
    let status = answer.status();
    let body = answer.json().await.unwrap_or(Value::Null);
    Ok((status, body))
}

fn refused(status: StatusCode, answer: &Value) -> ApiError {
    warn!(status = status.as_u16(), "the simulator refused");
    let why = answer["error"]
        .as_str()
        .or_else(|| answer["detail"].as_str())
        .unwrap_or("it gave no reason");
    ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "simulator_refused",
        format!("The simulator refused: {why}."),
    )
}

/// Waits until a message is applied.
async fn applied(app: &App, account: &Account, mid: &Mid) -> ApiResult<wire::Message> {
    let look = async {
        loop {
            if let Some(message) = app
                .db
                .shown_message(account.id, account.platform, mid)
                .await?
            {
                return Ok(message);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(APPLY_TIMEOUT, look)
        .await
        .unwrap_or_else(|_| {
            let detail =
                "The simulator's delivery has not arrived yet. It will show up when it does.";
            Err(ApiError::new(
                StatusCode::GATEWAY_TIMEOUT,
                "not_applied_yet",
                detail,
            ))
        })
}
