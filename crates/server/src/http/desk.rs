//! What a team does with a chat besides answering: its state, its labels, private notes.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use domain::chat::ChatState;
use domain::desk::{MAX_NOTE_CHARS, Note, StateWish, WishError, note_text};
use domain::ids::ChatId;
use domain::label::{self, MAX_LABELS};
use domain::time::Timestamp;
use domain::wire;
use serde::{Deserialize, Deserializer};
use store::desk::{Changed, ChatWish, NoteCursor, Noted};

use crate::app::App;
use crate::http::chats::{may_see, no_chat, seq_header};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiJson, ApiPath, ApiQuery, KeyedJson, number};
use crate::http::paging;

/// What to change of a chat. What is left out stays as it is.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ChatChange {
    /// `open`, `snoozed` or `resolved`. The customer's next message opens it again.
    #[serde(default)]
    state: Option<ChatState>,
    /// When a snoozed chat comes back by itself, at most 366 days from now; `null`: not before the customer writes. A time
    /// without a state snoozes.
    #[serde(default, deserialize_with = "spoken")]
    #[schema(value_type = Option<Timestamp>)]
    snoozed_until: Option<Option<Timestamp>>,
    /// All labels that it is to have: at most 20, each of at most 40 characters. Two that differ in case only are one.
    #[serde(default)]
    #[schema(max_items = 20)]
    labels: Option<Vec<String>>,
}

/// Tells a field that is null from one that is left out.
fn spoken<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Option<Timestamp>>, D::Error> {
    Option::deserialize(d).map(Some)
}

impl ChatChange {
    fn wish(&self, now: Timestamp) -> ApiResult<ChatWish> {
        let state = StateWish {
            state: self.state,
            until: self.snoozed_until,
        };
        state
            .check(now)
            .map_err(|e: WishError| ApiError::invalid("/snoozed_until", format!("{e}.")))?;
        let labels = self.labels.as_deref().map(label::labels).transpose();
        let labels = labels.map_err(|e| ApiError::invalid(&e.pointer(), format!("{e}.")))?;
        if !state.is_some() && labels.is_none() {
            let detail = format!(
                "Name at least one of state, snoozed_until and labels (at most {MAX_LABELS})."
            );
            return Err(ApiError::invalid("", detail));
        }
        Ok(ChatWish { state, labels })
    }
}

/// Puts a chat aside, takes it up again, or labels it. All who see it are told.
#[utoipa::path(patch, path = "/api/chats/{id}", tag = "chats", params(("id" = ChatId, Path,)), request_body = ChatChange, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The chat as it is now.", body = wire::Chat),
    (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The body is larger than this route takes.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Nothing to change, a time that is not to come, or a label that is none.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn update(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
    ApiJson(body): ApiJson<ChatChange>,
) -> ApiResult<Json<wire::Chat>> {
    may_see(&app, &agent, chat).await?;
    let wish = body.wish(app.clock.now())?;
    match app
        .db
        .change_chat(app.view(), &agent.viewer, chat, &wish)
        .await?
    {
        Changed::Chat(chat) => {
            app.committed();
            Ok(Json(*chat))
        }
        Changed::NoChat => Err(no_chat()),
        Changed::Denied => Err(ApiError::denied()),
    }
}

/// Which notes.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NotesQuery {
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// The private notes on a chat, newest first.
#[utoipa::path(get, path = "/api/chats/{id}/notes", tag = "chats", params(("id" = ChatId, Path,), NotesQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of notes.", body = [Note], headers(("X-Event-Seq" = i64, description = "The log position that this reflects."), ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn notes(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<NotesQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<Note>>)> {
    let limit = paging::limit(query.limit)?;
    let cursor: Option<NoteCursor> = paging::read(query.cursor.as_deref())?;
    may_see(&app, &agent, chat).await?;
    // Read before the rows: what comes in between is told again by the log.
    let seq = app.db.head().await?.seq;
    let notes = app.db.notes(chat, cursor.as_ref(), limit + 1).await?;
    let (notes, more) = paging::page(notes, limit);
    let after = notes.last().map(NoteCursor::after).filter(|_| more);
    let path = format!("/api/chats/{chat}/notes");
    let mut headers = paging::next(&path, raw.as_deref(), after.as_ref());
    seq_header(&mut headers, seq);
    Ok((headers, Json(notes)))
}

/// A note.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewNote {
    /// What it says, at most 5,000 characters.
    #[schema(min_length = 1, max_length = 5000)]
    text: String,
}

// The document says the same number.
const _: () = assert!(MAX_NOTE_CHARS == 5_000);

/// Leaves a private note on a chat. It is never sent to the customer.
#[utoipa::path(post, path = "/api/chats/{id}/notes", tag = "chats", params(("id" = ChatId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key adds nothing and answers with the note that is there.")),
    request_body = NewNote, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The note; all who see the chat are told by `chat_note`.", body = Note),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 413, description = "The body is larger than this route takes.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty or too long.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn add_note(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
    KeyedJson { body, key }: KeyedJson<NewNote>,
) -> ApiResult<Json<Note>> {
    may_see(&app, &agent, chat).await?;
    let text = note_text(&body.text).map_err(|e| ApiError::invalid("/text", e))?;
    let noted = app
        .db
        .add_note(
            &*app.ids,
            app.view(),
            &agent.viewer,
            chat,
            text,
            key.as_ref(),
        )
        .await?;
    match noted {
        Noted::Note(note) => {
            app.committed();
            Ok(Json(*note))
        }
        Noted::NoChat => Err(no_chat()),
        Noted::Denied => Err(ApiError::denied()),
        Noted::KeyMismatch => {
            let detail =
                "This Idempotency-Key was used for another note. Use a new key for a new note.";
            Err(ApiError::new(
                StatusCode::CONFLICT,
                "idempotency_mismatch",
                detail,
            ))
        }
    }
}

/// Which labels.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LabelsQuery {
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// The labels in use, by the alphabet: what to offer where one is chosen.
#[utoipa::path(get, path = "/api/labels", tag = "chats", params(LabelsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of labels.", body = [String], headers(("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn labels(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<LabelsQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<String>>)> {
    let limit = paging::limit(query.limit)?;
    let cursor: Option<String> = paging::read(query.cursor.as_deref())?;
    let labels = app.db.labels(cursor.as_deref(), limit + 1).await?;
    let (labels, more) = paging::page(labels, limit);
    let after = labels.last().filter(|_| more);
    Ok((
        paging::next("/api/labels", raw.as_deref(), after),
        Json(labels),
    ))
}
