//! Direct sends: to a customer who is named by Meta's id, with Meta's answer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::account::Platform;
use domain::ids::{AccountId, ChatId, CustomerId, MessageId, Mid};
use domain::meta_error::Reason;
use domain::outbox::{DeliveryStatus, SendFailure};
use domain::time::Timestamp;
use domain::wire;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use store::direct::{DirectSend, Group};
use store::sends::Stored;

use crate::app::App;
use crate::credentials::{default_account, may_send_for};
use crate::http::chats::{NewAttachment, NewMessage, key_mismatch, parts};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, KeyedJson};
use crate::outcomes::{self, Outcome};

/// Longest id of a customer, in bytes: Meta's have 15 to 20 digits, and an index has to hold it.
const MAX_IGSID: usize = 500;
/// Both paths are one route, so that a key counts once for both.
const ROUTE: &str = "POST /messages/send";

/// A message to somebody who is named by Meta's id.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct DirectMessage {
    /// Meta's id of the customer.
    igsid: String,
    /// The text. It or a file must be there.
    #[serde(default)]
    text: Option<String>,
    /// Files; each becomes a message of its own after the text. One object is as good as a list of one, and so is Meta's
    /// form `{type, payload: {url}}`.
    #[serde(default, deserialize_with = "files")]
    attachments: Vec<NewAttachment>,
}

/// What became of it.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DirectAnswer {
    /// Whether Meta has taken it. False with 202: that is not known, or not yet so.
    success: bool,
    /// Our id.
    message_id: MessageId,
    /// Meta's id, once it is known.
    #[schema(value_type = Option<String>)]
    graph_message_id: Option<Mid>,
    /// Its time: Meta's, once that is known.
    timestamp: Timestamp,
    /// The customer.
    igsid: String,
    /// The chat that it stands in.
    chat_id: ChatId,
    /// `sent`, `delivered` or `read`; with 202 `queued` or `unknown`.
    delivery_status: DeliveryStatus,
    /// What 202 means in this case, in one sentence.
    detail: Option<String>,
    /// Every part as it stands.
    messages: Vec<wire::Message>,
}

/// Sends a message to a customer who is named by Meta's id, and waits for Meta's answer. It goes through the outbox as
/// any other message and is in the customer's chat, which is made if there is none.
#[utoipa::path(post, path = "/messages/send", tag = "messages", params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key sends nothing and answers with what became of the first.")),
    request_body = DirectMessage, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has taken it.", body = DirectAnswer),
    (status = 202, description = "`queued`: it could not be sent in time and waits in the outbox. `unknown`: Meta's answer was lost; it is never sent twice.", body = DirectAnswer),
    (status = 400, description = "`no_account`: nothing is connected that could send it; or the body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "A customer whose chat you may not see, or `reply_window_closed`.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`, or `idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty, beyond the platform's limits, or `account_required`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not sent, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn send(
    state: State<Arc<App>>,
    agent: Agent,
    body: KeyedJson<DirectMessage>,
) -> ApiResult<(StatusCode, Json<DirectAnswer>)> {
    deliver(&state, &agent, body).await
}

/// The older path of `POST /messages/send`.
#[utoipa::path(post, path = "/api/messages/send", tag = "messages", params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key sends nothing and answers with what became of the first.")),
    request_body = DirectMessage, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has taken it.", body = DirectAnswer),
    (status = 202, description = "`queued`: it could not be sent in time and waits in the outbox. `unknown`: Meta's answer was lost; it is never sent twice.", body = DirectAnswer),
    (status = 400, description = "`no_account`: nothing is connected that could send it; or the body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "A customer whose chat you may not see, or `reply_window_closed`.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`, or `idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty, beyond the platform's limits, or `account_required`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not sent, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn send_alias(
    state: State<Arc<App>>,
    agent: Agent,
    body: KeyedJson<DirectMessage>,
) -> ApiResult<(StatusCode, Json<DirectAnswer>)> {
    deliver(&state, &agent, body).await
}

async fn deliver(
    app: &App,
    agent: &Agent,
    KeyedJson { body, mut key }: KeyedJson<DirectMessage>,
) -> ApiResult<(StatusCode, Json<DirectAnswer>)> {
    if let Some(key) = &mut key {
        ROUTE.clone_into(&mut key.route);
    }
    let customer = customer(&body.igsid)?;
    let (account, platform) = sender(app, agent, &customer).await?;
    may_send_for(app, account).await?;
    let message = NewMessage::direct(body.text.unwrap_or_default(), body.attachments);
    let send = DirectSend {
        account,
        customer,
        author: agent.viewer,
        parts: parts(app, agent, platform, None, &message)
            .await
            .map_err(|e| e.moved("/content", "/text"))?,
        key,
    };
    let stored = app.db.store_direct(&*app.ids, app.view(), &send).await?;
    let rows = match stored {
        Stored::Messages(rows) => rows,
        Stored::NoAccount => return Err(no_account()),
        Stored::NoChat => return Err(ApiError::not_found("Chat not found")),
        Stored::Denied => return Err(ApiError::denied()),
        Stored::WindowClosed(window) => return Err(ApiError::window_closed(window)),
        Stored::KeyMismatch => return Err(key_mismatch()),
    };
    app.committed();
    // From here on it is the outbox's: if the client hangs up, it is sent all the same, and once.
    let group = rows.first().and_then(|m| m.group_id);
    let patience = app.config.graph_timeout;
    let outcome = match group {
        Some(group) => outcomes::of(app, account, group, patience).await?,
        None => None,
    };
    let outcome = outcome.ok_or_else(|| ApiError::not_found("Chat not found"))?;
    answer(outcome, &send.customer)
}

fn customer(igsid: &str) -> ApiResult<CustomerId> {
    let igsid = igsid.trim();
    let usable = !igsid.is_empty() && igsid.len() <= MAX_IGSID && !igsid.contains(char::is_control);
    if usable {
        return Ok(CustomerId::new(igsid));
    }
    Err(ApiError::invalid(
        "/igsid",
        format!("igsid must be Meta's id of the customer, at most {MAX_IGSID} bytes."),
    ))
}

/// By which account: that of the customer's chat, else the default one (contract §2).
async fn sender(
    app: &App,
    agent: &Agent,
    customer: &CustomerId,
) -> ApiResult<(AccountId, Platform)> {
    if let Some(chat) = app.db.chat_of_person(customer).await? {
        if !agent.viewer.may_see(chat.assigned_to) {
            return Err(ApiError::denied());
        }
        return Ok((chat.account, chat.platform));
    }
    // A chat that does not exist yet is nobody's.
    if !agent.viewer.may_see(None) {
        return Err(ApiError::denied());
    }
    if app.db.accounts(Some(Platform::Instagram)).await?.is_empty() {
        return Err(no_account());
    }
    let account = default_account(app, Platform::Instagram).await?;
    Ok((account.id, account.platform))
}

fn no_account() -> ApiError {
    ApiError::bad_request("no_account", "Instagram page ID not configured")
}

fn answer(outcome: Outcome, customer: &CustomerId) -> ApiResult<(StatusCode, Json<DirectAnswer>)> {
    let (status, post, shown, detail) = match outcome {
        Outcome::Failed { sent, failure } => return Err(refused(sent, &failure)),
        Outcome::Sent(post) => (StatusCode::OK, post, None, None),
        Outcome::Unknown(post) => (
            StatusCode::ACCEPTED,
            post,
            Some(DeliveryStatus::Unknown),
            Some("Meta's answer was lost or has not come, so this may have been sent. It is not sent twice; the chat shows what becomes of it.".to_owned()),
        ),
        Outcome::Queued(post, held) => {
            let why = held.unwrap_or_else(|| "It could not be sent in time.".to_owned());
            let detail = format!("{why} It waits in the outbox and goes out by itself; do not send it again.");
            (StatusCode::ACCEPTED, post, Some(DeliveryStatus::Queued), Some(detail))
        }
    };
    let Group { chat, rows } = post;
    let first = rows
        .first()
        .ok_or_else(|| ApiError::not_found("Chat not found"))?;
    let body = DirectAnswer {
        success: status == StatusCode::OK,
        message_id: first.id,
        graph_message_id: first.mid.clone(),
        timestamp: first.at,
        igsid: customer.as_str().to_owned(),
        chat_id: chat.id,
        delivery_status: shown.unwrap_or(first.status),
        detail,
        messages: rows
            .iter()
            .map(|m| wire::Message::of(m, chat.id, chat.platform, None))
            .collect(),
    };
    Ok((status, Json(body)))
}

/// 502: our sentence, what to do, and Meta's words.
fn refused(sent: usize, failure: &SendFailure) -> ApiError {
    let mut detail = format!("{} {}", failure.detail, failure.remedy);
    if let Some(words) = &failure.meta_message {
        detail = format!("{detail} Meta says: {words}");
    }
    if sent > 0 {
        detail = format!("The first {sent} of its parts were sent, the next was not. {detail}");
    }
    let code = Reason::parse(&failure.code).code();
    ApiError::new(StatusCode::BAD_GATEWAY, code, detail)
}

/// Files in the forms in which clients send them.
fn files<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<NewAttachment>, D::Error> {
    let list = match Value::deserialize(d)? {
        Value::Null => Vec::new(),
        Value::Array(list) => list,
        one => vec![one],
    };
    let mut files = Vec::with_capacity(list.len());
    for (n, mut file) in list.into_iter().enumerate() {
        if let Some(fields) = file.as_object_mut()
            && !fields.contains_key("url")
            && let Some(url) = fields.get("payload").and_then(|p| p.get("url")).cloned()
        {
            fields.insert("url".to_owned(), url);
        }
        let file = serde_json::from_value(file);
        files.push(file.map_err(|e| D::Error::custom(format!("attachments/{n}: {e}")))?);
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(attachments: &Value) -> Result<Vec<String>, String> {
        let body = json!({"igsid": "1", "attachments": attachments});
        let body: DirectMessage = serde_json::from_value(body).map_err(|e| e.to_string())?;
        Ok(body.attachments.iter().map(|a| a.shown()).collect())
    }

    #[test]
    fn files_come_in_several_forms() {
        let plain = json!({"type": "image", "url": "https://a.example/x.png"});
        let metas = json!({"type": "image", "payload": {"url": "https://a.example/x.png"}});
        let one = vec!["image https://a.example/x.png".to_owned()];
        for form in [&plain, &metas, &json!([plain]), &json!([metas])] {
            assert_eq!(read(form), Ok(one.clone()), "{form}");
        }
        assert_eq!(read(&Value::Null), Ok(Vec::new()));
        assert_eq!(read(&json!([])), Ok(Vec::new()));
        for bad in [
            json!("https://a.example/x.png"),
            json!([7]),
            json!({"type": "tune"}),
        ] {
            assert!(read(&bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ids_are_bounded_and_opaque() {
        assert_eq!(customer(" 17 ").unwrap().as_str(), "17");
        for bad in ["", " ", "a\nb", &"1".repeat(MAX_IGSID + 1)] {
            assert!(customer(bad).is_err(), "{bad}");
        }
        assert!(customer("../me").is_ok(), "it is a value, never a path");
    }
}
