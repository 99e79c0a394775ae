//! What the customer sees of the business without a message: its reaction, and that somebody is typing (platform notes §2.2).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::fold::Item;
use domain::ids::{ChatId, DeliveryId, MessageId, Mid};
use domain::inbound::{Element, Inbound, Meaning, Reaction, What};
use domain::window::WindowState;
use domain::wire;
use meta::graph::SenderAction;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::app::App;
use crate::credentials::{credentials, heed, may_send};
use crate::http::chats::{may_see, no_chat};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiJson, ApiPath};

/// Longest name or character of a reaction.
const LONGEST: usize = 32;

/// Meta's word for a reaction that is a character of its own.
const OTHER: &str = "other";

/// A reaction.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewReaction {
    /// `love` or a character; null takes the reaction back.
    reaction: Option<String>,
}

/// Reacts to a message of the customer's, or takes the reaction back. Meta is asked first; a repeat does no harm.
#[utoipa::path(post, path = "/api/chats/{id}/messages/{message_id}/reaction", tag = "chats", params(("id" = ChatId, Path,), ("message_id" = MessageId, Path,)),
    request_body = NewReaction, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The message as it is now.", body = wire::Message),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such message in this chat.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`, or `not_at_meta`: the message has no id of Meta's.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The reaction is not one.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Meta refused it, was not reached, or is limiting calls.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn react(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath((chat, message)): ApiPath<(ChatId, MessageId)>,
    ApiJson(body): ApiJson<NewReaction>,
) -> ApiResult<Json<wire::Message>> {
    let chat = may_see(&app, &agent, chat).await?;
    let row = app.db.message(message).await?;
    let row = row.filter(|m| m.chat == Some(chat.id) && m.unsent_at.is_none());
    let row = row.ok_or_else(|| ApiError::not_found("Message not found"))?;
    let reaction = body.reaction.as_deref().map(named).transpose()?;
    let mid = row.mid.filter(Mid::is_metas).ok_or_else(|| {
        let words = "Meta does not know this message, so nothing can be put on it.";
        ApiError::new(StatusCode::CONFLICT, "not_at_meta", words)
    })?;
    let (account, creds) = credentials(&app, chat.account).await?.ok_or_else(no_chat)?;
    may_send(&account)?;
    let said = reaction.as_ref().map(|r| match (&*r.name, &r.emoji) {
        (OTHER, Some(emoji)) => emoji.as_str(),
        (name, _) => name,
    });
    if let Err(problem) = app.graph.react(&creds, &chat.customer, &mid, said).await {
        heed(&app, &account, &problem).await?;
        return Err(ApiError::from(&problem));
    }
    // As its webhook will tell: the later word counts, and this one is as old as the call.
    let now = app.clock.now();
    let item = Item {
        delivery: DeliveryId::new(Uuid::nil()),
        arrived: now,
        element: Element {
            index: 0,
            account: Some((account.platform, account.external.clone())),
            kind: "reaction".to_owned(),
            meaning: Meaning::Event(Inbound {
                customer: Some(chat.customer.clone()),
                from_business: true,
                at: Some(now),
                holder: None,
                what: What::Reacted { mid, reaction },
            }),
        },
    };
    app.db.apply(&*app.ids, app.view(), &[item], &[]).await?;
    app.committed();
    let row = app.db.message(message).await?.ok_or_else(no_chat)?;
    Ok(Json(wire::Message::of(&row, chat.id, chat.platform, None)))
}

/// A word of Meta's, or a character.
fn named(text: &str) -> ApiResult<Reaction> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        let words = "reaction must be love or a character, or null to take it back.";
        return Err(ApiError::invalid("/reaction", words));
    }
    Ok(if text.is_ascii() {
        Reaction {
            name: text.to_owned(),
            emoji: (text == "love").then(|| "\u{2764}\u{fe0f}".to_owned()),
        }
    } else {
        Reaction {
            name: OTHER.to_owned(),
            emoji: Some(text.to_owned()),
        }
    })
}

/// The customer sees the dots, or does not.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Shown {
    /// Whether Meta was told: not while the customer may not be written to.
    shown: bool,
}

/// Shows the customer that somebody is typing, for up to 20 seconds. To be called again at most every ten; what Meta says
/// to it does not matter.
#[utoipa::path(post, path = "/api/chats/{id}/typing", tag = "chats", params(("id" = ChatId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta was told, or there was nothing to tell.", body = Shown),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such chat.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn typing(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(chat): ApiPath<ChatId>,
) -> ApiResult<Json<Shown>> {
    let chat = may_see(&app, &agent, chat).await?;
    let (account, creds) = credentials(&app, chat.account).await?.ok_or_else(no_chat)?;
    may_send(&account)?;
    let window = chat.window(app.clock.now(), app.config.human_agent);
    // Outside the window Meta refuses it, and the customer would be told of somebody who cannot answer.
    let shown = window.state == WindowState::Open
        && app
            .graph
            .sender_action(&creds, &chat.customer, SenderAction::TypingOn)
            .await
            .is_ok();
    Ok(Json(Shown { shown }))
}
