//! Chats: list, thread, answer, read, assign.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use domain::account::Platform;
use domain::chat::{Chat, ChatState};
use domain::ids::{ChatId, FileId, MessageId, UserId};
use domain::limits;
use domain::message::{Content, SendKind};
use domain::rich::{self, Button, Card, QuickReply, Rich};
use domain::wire;
use serde::{Deserialize, Serialize};
use store::chats::{Assigned, ChatCursor, ChatFilter, WindowFilter, cursor_after};
use store::messages::Thread;
use store::sends::{KeyUse, NewSend, Retried, Stored};

use crate::app::App;
use crate::credentials::may_send_for;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiJson, ApiPath, ApiQuery, KeyedJson, flag, number};
use crate::http::paging;
use crate::http::uploads;

/// Longest search text: more finds nothing and costs as much.
const SEARCH_CHARS: usize = 200;

/// Which chats.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `instagram` or `facebook`, in any case.
    platform: Option<String>,
    /// `assigned` or `unassigned`.
    status_filter: Option<String>,
    /// `open`, `snoozed` or `resolved`.
    state: Option<String>,
    /// Only mine.
    #[serde(default, deserialize_with = "flag::deserialize")]
    assigned_to_me: bool,
    /// Only with unread messages.
    #[serde(default, deserialize_with = "flag::deserialize")]
    unread: bool,
    /// `open`, `closing` (within 4 h), `human_agent` or `closed`.
    window: Option<String>,
    /// With this label, in any case.
    label: Option<String>,
    /// Whose name, id or messages have words that begin so, in any case and order.
    q: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

impl ListQuery {
    fn filter(&self) -> ApiResult<ChatFilter> {
        let unknown = |name: &str, allowed: &str| {
            ApiError::invalid(
                &format!("/{name}"),
                format!("{name} must be one of: {allowed}."),
            )
        };
        let platform = self
            .platform
            .as_deref()
            .map(|p| Platform::parse(p).ok_or_else(|| unknown("platform", "instagram, facebook")));
        let assigned =
            self.status_filter
                .as_deref()
                .map(|s| match s.to_ascii_lowercase().as_str() {
                    "assigned" => Ok(true),
                    "unassigned" => Ok(false),
                    _ => Err(unknown("status_filter", "assigned, unassigned")),
                });
        let state = self.state.as_deref().map(|s| {
            ChatState::parse(&s.to_ascii_lowercase())
                .ok_or_else(|| unknown("state", "open, snoozed, resolved"))
        });
        let window = self.window.as_deref().map(|w| {
            WindowFilter::parse(w)
                .ok_or_else(|| unknown("window", "open, closing, human_agent, closed"))
        });
        if self
            .q
            .as_ref()
            .is_some_and(|q| q.chars().count() > SEARCH_CHARS)
        {
            return Err(ApiError::invalid(
                "/q",
                format!("Search for at most {SEARCH_CHARS} characters."),
            ));
        }
        Ok(ChatFilter {
            platform: platform.transpose()?,
            assigned: assigned.transpose()?,
            state: state.transpose()?,
            mine: self.assigned_to_me,
            unread: self.unread,
            window: window.transpose()?,
            label: self.label.clone(),
            search: self.q.clone(),
        })
    }
}

/// The log position that an answer reflects.
pub(crate) fn seq_header(headers: &mut HeaderMap, seq: i64) {
    headers.insert("x-event-seq", HeaderValue::from(seq));
}

/// Chats, newest activity first.
#[utoipa::path(get, path = "/api/chats", tag = "chats", params(ListQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of chats.", body = [wire::Chat], headers(
        ("X-Event-Seq" = i64, description = "The log position that this reflects."),
        ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A filter has an unknown value.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    agent: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<wire::Chat>>)> {
    let filter = query.filter()?;
    let limit = paging::limit(query.limit)?;
    let cursor: Option<ChatCursor> = paging::read(query.cursor.as_deref())?;
    // Read before the rows: what comes in between is told again by the log, and telling twice does no harm.
    let seq = app.db.head().await?.seq;
    let mut chats = app
        .db
        .chats(
            &agent.viewer,
            app.view(),
            &filter,
            cursor.as_ref(),
            limit + 1,
        )
        .await?;
    let more = chats.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    chats.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let after = cursor_after(&chats).filter(|_| more);
    let mut headers = paging::next("/api/chats", raw.as_deref(), after.as_ref());
    seq_header(&mut headers, seq);
    Ok((headers, Json(chats)))
}

/// Which messages.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DetailQuery {
    /// Messages, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Those before this message.
    #[param(value_type = Option<String>, format = Uuid)]
    before: Option<String>,
}

/// One chat with its newest messages, or those before one of them.
#[utoipa::path(get, path = "/api/chats/{id}", tag = "chats", params(("id" = ChatId, Path,), DetailQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The chat and a page of its messages, ascending.", body = wire::ChatWithMessages, headers(
        ("X-Event-Seq" = i64, description = "The log position that this reflects."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn detail(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
    ApiQuery(query): ApiQuery<DetailQuery>,
) -> ApiResult<(HeaderMap, Json<wire::ChatWithMessages>)> {
    let limit = paging::limit(query.limit)?;
    let unknown = || {
        ApiError::invalid(
            "/before",
            "before must be the id of a message of this chat.",
        )
    };
    let before: Option<MessageId> = query
        .before
        .as_deref()
        .map(str::parse)
        .transpose()
        .map_err(|_| unknown())?;
    // Who may not see it learns nothing of it, not even whether a message is in it.
    may_see(&app, &agent, chat).await?;
    match app.db.thread(app.view(), chat, before, limit).await? {
        Thread::NoChat => Err(no_chat()),
        Thread::NoMessage => Err(unknown()),
        Thread::Page {
            chat,
            messages,
            seq,
            ..
        } => {
            let mut headers = HeaderMap::new();
            seq_header(&mut headers, seq);
            Ok((
                headers,
                Json(wire::ChatWithMessages {
                    chat: *chat,
                    messages,
                }),
            ))
        }
    }
}

pub(crate) fn key_mismatch() -> ApiError {
    let detail =
        "This Idempotency-Key was used for another message. Use a new key for a new message.";
    ApiError::new(StatusCode::CONFLICT, "idempotency_mismatch", detail)
}

pub(crate) fn no_chat() -> ApiError {
    ApiError::not_found("Chat not found")
}

/// The chat, if the person may see it.
pub(crate) async fn may_see(app: &App, agent: &Agent, chat: ChatId) -> ApiResult<Chat> {
    let chat = app.db.chat(chat).await?.ok_or_else(no_chat)?;
    if agent.viewer.may_see(chat.assigned_to) {
        Ok(chat)
    } else {
        Err(ApiError::denied())
    }
}

/// A chat was read.
#[derive(Serialize, utoipa::ToSchema)]
pub struct MarkedRead {
    /// Always true.
    success: bool,
    /// Which chat.
    chat_id: ChatId,
}

/// Marks what is stored by now as read, and tells the platform.
#[utoipa::path(post, path = "/api/chats/{id}/mark_read", tag = "chats", params(("id" = ChatId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Read.", body = MarkedRead),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn mark_read(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
) -> ApiResult<Json<MarkedRead>> {
    may_see(&app, &agent, chat).await?;
    app.db
        .mark_read(&*app.ids, app.view(), chat)
        .await?
        .ok_or_else(no_chat)?;
    app.committed();
    Ok(Json(MarkedRead {
        success: true,
        chat_id: chat,
    }))
}

/// A file to send.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewAttachment {
    /// What it is.
    #[serde(rename = "type")]
    pub(super) kind: SendKind,
    /// Where Meta can fetch it.
    #[serde(default)]
    pub(super) url: Option<String>,
    /// Or an upload of one's own (`POST /api/uploads`).
    #[serde(default)]
    pub(super) upload_id: Option<FileId>,
}

#[cfg(test)]
impl NewAttachment {
    /// Kind and address.
    pub(crate) fn shown(&self) -> String {
        format!(
            "{} {}",
            self.kind.as_str(),
            self.url.as_deref().unwrap_or("-")
        )
    }
}

/// A message to send.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewMessage {
    /// The text.
    #[serde(default)]
    content: String,
    /// Files; each becomes a message of its own after the text.
    #[serde(default)]
    attachments: Vec<NewAttachment>,
    /// The message that it answers: our id.
    #[serde(default)]
    reply_to: Option<MessageId>,
    /// Answers to choose from, shown under the text.
    #[serde(default)]
    quick_replies: Option<Vec<QuickReply>>,
    /// Buttons under the text.
    #[serde(default)]
    buttons: Option<Vec<Button>>,
    /// Cards side by side, in the place of a text.
    #[serde(default)]
    cards: Option<Vec<Card>>,
}

impl NewMessage {
    /// A message that answers nothing.
    pub(crate) const fn direct(content: String, attachments: Vec<NewAttachment>) -> Self {
        Self {
            content,
            attachments,
            reply_to: None,
            quick_replies: None,
            buttons: None,
            cards: None,
        }
    }
}

/// The first message of a post and the others of its group.
#[derive(Serialize, utoipa::ToSchema)]
pub struct SentMessage {
    /// The first row.
    #[serde(flatten)]
    message: wire::Message,
    /// The others that were posted with it.
    also: Vec<wire::Message>,
}

impl SentMessage {
    /// From the rows of a post.
    pub(crate) fn of(rows: Vec<wire::Message>) -> ApiResult<Self> {
        let mut rows = rows.into_iter();
        Ok(Self {
            message: rows.next().ok_or_else(no_chat)?,
            also: rows.collect(),
        })
    }
}

/// Answers the customer. The message is durable in the outbox before the answer; what becomes of it follows as
/// `message_updated`.
#[utoipa::path(post, path = "/api/chats/{id}/message", tag = "chats", params(("id" = ChatId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key sends nothing and answers with the rows as they stand.")),
    request_body = NewMessage, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Stored and on its way.", body = SentMessage),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat, or `reply_window_closed`.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`, or `idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty, or beyond the platform's limits.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn message(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
    KeyedJson { body, key }: KeyedJson<NewMessage>,
) -> ApiResult<Json<SentMessage>> {
    let row = may_see(&app, &agent, chat).await?;
    may_send_for(&app, row.account).await?;
    let parts = parts(&app, &agent, row.platform, Some(row.id), &body).await?;
    let send = NewSend {
        chat,
        author: agent.viewer,
        parts,
        key,
    };
    let stored = app.db.store_send(&*app.ids, app.view(), &send).await?;
    let rows = match stored {
        Stored::Messages(rows) => rows,
        Stored::NoChat | Stored::NoAccount => return Err(no_chat()),
        Stored::Denied => return Err(ApiError::denied()),
        Stored::WindowClosed(window) => return Err(ApiError::window_closed(window)),
        Stored::KeyMismatch => return Err(key_mismatch()),
    };
    app.committed();
    SentMessage::of(rows).map(Json)
}

/// The rows that a post becomes: the text, then one for each file (Meta takes one or the other).
/// `chat` is where the answered message has to be.
pub(crate) async fn parts(
    app: &App,
    agent: &Agent,
    platform: Platform,
    chat: Option<ChatId>,
    body: &NewMessage,
) -> ApiResult<Vec<Content>> {
    let rich = rich(platform, body)?;
    let files_or_cards = body.attachments.len() + body.cards.as_ref().map_or(0, |_| 1);
    limits::check_post(platform, &body.content, files_or_cards)
        .map_err(|e| ApiError::invalid(e.pointer(), e.to_string()))?;
    let files = uploads::parts(app, agent, platform, &body.attachments).await?;
    // The database's text cannot hold it, and Meta shows nothing for it.
    let text = body.content.replace('\0', "\u{fffd}");
    let reply_mid = match body.reply_to {
        None => None,
        Some(id) => {
            let unknown = || {
                ApiError::invalid(
                    "/reply_to",
                    "reply_to must be the id of a message of this chat.",
                )
            };
            let answered = app
                .db
                .message(id)
                .await?
                .filter(|m| chat.is_some() && m.chat == chat)
                .ok_or_else(unknown)?;
            let mid = answered.mid.filter(domain::ids::Mid::is_metas);
            Some(mid.ok_or_else(|| {
                ApiError::invalid(
                    "/reply_to",
                    "This message cannot be answered directly. Send without reply_to.",
                )
            })?)
        }
    };
    let mut parts = Vec::with_capacity(files.len() + 1);
    if !text.trim().is_empty() || rich.is_some() {
        parts.push(Content {
            text,
            rich,
            ..Content::default()
        });
    }
    parts.extend(files);
    if let Some(first) = parts.first_mut() {
        first.reply_mid = reply_mid;
    }
    Ok(parts)
}

/// What goes with the text: one of the three at most, within Meta's limits.
fn rich(platform: Platform, body: &NewMessage) -> ApiResult<Option<Rich>> {
    let quick = body.quick_replies.clone();
    let buttons = body.buttons.clone();
    let cards = body.cards.clone();
    let all = [
        quick.map(|replies| Rich::QuickReplies { replies }),
        buttons.map(|buttons| Rich::Buttons { buttons }),
        cards.map(|cards| Rich::Cards { cards }),
    ];
    let mut given = all.into_iter().flatten();
    let Some(rich) = given.next() else {
        return Ok(None);
    };
    if given.next().is_some() {
        let words = "A message takes quick replies, buttons or cards: one of them.";
        return Err(ApiError::invalid("", words));
    }
    rich::check(platform, &body.content, &rich)
        .map_err(|e| ApiError::invalid(&e.pointer, e.words))?;
    Ok(Some(rich))
}

/// What a retry needs to know.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Retry {
    /// For a message whose outcome is unknown: the person accepts that the customer may get it twice.
    #[serde(default)]
    confirm_unknown: bool,
}

/// Sends a failed message again, or an unknown one that the person confirms.
#[utoipa::path(post, path = "/api/chats/{id}/messages/{message_id}/retry", tag = "chats", params(("id" = ChatId, Path,), ("message_id" = MessageId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key starts nothing again.")),
    request_body = Retry, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "In line again.", body = wire::Message),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat, or `reply_window_closed`.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message in this chat.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`not_failed`, `confirmation_needed` or `idempotency_mismatch`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is of the wrong type.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn retry(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath((chat, message)): ApiPath<(ChatId, MessageId)>,
    KeyedJson { body, key }: KeyedJson<Retry>,
) -> ApiResult<Json<wire::Message>> {
    let row = may_see(&app, &agent, chat).await?;
    if let Some(key) = &key {
        let used = app
            .db
            .use_key(agent.user.id, key, &message.to_string(), app.clock.now())
            .await?;
        if used == KeyUse::Mismatch {
            return Err(key_mismatch());
        }
        if used == KeyUse::Again {
            let now = app
                .db
                .message(message)
                .await?
                .filter(|m| m.chat == Some(chat));
            let now = now.ok_or_else(|| ApiError::not_found("Message not found"))?;
            return Ok(Json(wire::Message::of(&now, chat, row.platform, None)));
        }
    }
    let retried = app
        .db
        .retry_send(
            &*app.ids,
            app.view(),
            &agent.viewer,
            chat,
            message,
            body.confirm_unknown,
        )
        .await?;
    match retried {
        Retried::Message(message) => {
            app.committed();
            Ok(Json(*message))
        }
        Retried::NoMessage => Err(ApiError::not_found("Message not found")),
        Retried::Denied => Err(ApiError::denied()),
        Retried::WindowClosed(window) => Err(ApiError::window_closed(window)),
        Retried::NotAllowed(domain::outbox::DeliveryStatus::Unknown) => {
            let detail = "This may have been sent already. Look at the conversation first, then confirm that it may go twice.";
            Err(ApiError::new(
                StatusCode::CONFLICT,
                "confirmation_needed",
                detail,
            ))
        }
        Retried::NotAllowed(_) => Err(ApiError::new(
            StatusCode::CONFLICT,
            "not_failed",
            "Only a message that was not sent can be retried.",
        )),
    }
}

/// Who is to have a chat.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Assign {
    /// The person, or null for nobody. It must be there: a misspelt field would take the chat away from its agent.
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(required)]
    agent_id: Option<UserId>,
}

/// A chat was assigned.
#[derive(Serialize, utoipa::ToSchema)]
pub struct AssignedChat {
    /// Always true.
    success: bool,
    /// The chat as it is now.
    chat: wire::Chat,
}

/// Gives a chat to somebody or to nobody. Admins assign freely; agents take what nobody has and they can see, and give
/// back their own.
#[utoipa::path(post, path = "/api/chats/{id}/assign", tag = "chats", params(("id" = ChatId, Path,)), request_body = Assign, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Assigned; both the old and the new agent are told.", body = AssignedChat),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not allowed.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat, or `Agent not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is of the wrong type.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn assign(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
    ApiJson(body): ApiJson<Assign>,
) -> ApiResult<Json<AssignedChat>> {
    match app
        .db
        .assign(app.view(), &agent.viewer, chat, body.agent_id)
        .await?
    {
        Assigned::Chat(chat) => {
            app.committed();
            Ok(Json(AssignedChat {
                success: true,
                chat: *chat,
            }))
        }
        Assigned::NoChat => Err(no_chat()),
        Assigned::NoAgent => Err(ApiError::not_found("Agent not found")),
        Assigned::Denied => Err(ApiError::denied()),
    }
}
