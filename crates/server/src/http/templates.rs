//! Templates: texts that are sent again and again.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use domain::account::Platform;
use domain::ids::{ChatId, TemplateId};
use domain::limits;
use domain::message::Content;
use domain::template::{self, TemplateUse};
use domain::time::Timestamp;
use domain::wire;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::sends::{NewSend, Stored};
use store::templates::{NewTemplate, Template, TemplateCursor};

use crate::app::App;
use crate::credentials::may_send_for;
use crate::http::chats::{SentMessage, key_mismatch, may_see};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, Agent, ApiJson, ApiPath, ApiQuery, KeyedJson, number};
use crate::http::paging;

/// The category of a template that names none.
const CATEGORY: &str = "general";
/// The language of a template that names none.
const LANGUAGE: &str = "en_US";

/// Which templates.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `instagram` or `facebook`, in any case.
    platform: Option<String>,
    /// This category.
    category: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Templates, newest first.
#[utoipa::path(get, path = "/api/templates", tag = "templates", params(ListQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of templates.", body = [wire::Template], headers(
        ("Link" = String, description = "The next page, `rel=\"next\"`, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<ListQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<wire::Template>>)> {
    let platform = query.platform.as_deref().map(platform_of).transpose()?;
    let category = query.category.unwrap_or_default();
    let limit = paging::limit(query.limit)?;
    let cursor: Option<TemplateCursor> = paging::read(query.cursor.as_deref())?;
    let mut rows = app
        .db
        .templates(platform, &category, cursor.as_ref(), limit + 1)
        .await?;
    let page = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    let after = rows.last().filter(|_| more).map(|last| TemplateCursor {
        at: Timestamp::micros(last.created_at),
        id: last.id,
    });
    let headers = paging::next("/api/templates", raw.as_deref(), after.as_ref());
    Ok((headers, Json(rows.iter().map(Template::shape).collect())))
}

fn platform_of(text: &str) -> ApiResult<Platform> {
    Platform::parse(text).ok_or_else(|| {
        ApiError::invalid("/platform", "platform must be one of: instagram, facebook.")
    })
}

pub(crate) fn no_template() -> ApiError {
    ApiError::not_found("Template not found")
}

/// A template to make.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct CreateTemplate {
    /// What people call it.
    name: String,
    /// The text, with variables like `{username}`.
    content: String,
    /// A word to sort by; `general` if it is left out.
    #[serde(default)]
    category: Option<String>,
    /// `INSTAGRAM` or `FACEBOOK`.
    platform: String,
    /// Its language, as Meta writes it; `en_US` if it is left out.
    #[serde(default)]
    language: Option<String>,
}

/// What to change; what is left out stays.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct UpdateTemplate {
    /// What people call it.
    #[serde(default)]
    name: Option<String>,
    /// The text. Meta's approval is for the text that was handed in, and for no other.
    #[serde(default)]
    content: Option<String>,
    /// A word to sort by.
    #[serde(default)]
    category: Option<String>,
    /// `INSTAGRAM` or `FACEBOOK`.
    #[serde(default)]
    platform: Option<String>,
    /// Its language, as Meta writes it.
    #[serde(default)]
    language: Option<String>,
}

fn checked(new: NewTemplate) -> ApiResult<NewTemplate> {
    let new = NewTemplate {
        name: new.name.trim().to_owned(),
        category: new.category.trim().to_owned(),
        language: new.language.trim().to_owned(),
        ..new
    };
    template::check(
        new.platform,
        &new.name,
        &new.category,
        &new.language,
        &new.content,
    )
    .map_err(|e| ApiError::invalid(e.pointer(), e.to_string()))?;
    Ok(new)
}

/// Makes a template.
#[utoipa::path(post, path = "/api/templates", tag = "templates", params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key makes nothing and answers with the template.")),
    request_body = CreateTemplate, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Made.", body = wire::Template),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn create(
    State(app): State<Arc<App>>,
    Admin(admin): Admin,
    KeyedJson { body, key }: KeyedJson<CreateTemplate>,
) -> ApiResult<Json<wire::Template>> {
    let new = checked(NewTemplate {
        platform: platform_of(&body.platform)?,
        name: body.name,
        content: body.content,
        category: body.category.unwrap_or_else(|| CATEGORY.to_owned()),
        language: body.language.unwrap_or_else(|| LANGUAGE.to_owned()),
    })?;
    let now = app.clock.now();
    let made = app
        .db
        .add_template(&*app.ids, admin.user.id, &new, key.as_ref(), now)
        .await?;
    made.map(|t| Json(t.shape())).ok_or_else(key_mismatch)
}

/// Changes a template.
#[utoipa::path(put, path = "/api/templates/{id}", tag = "templates", params(("id" = TemplateId, Path,)), request_body = UpdateTemplate, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Changed.", body = wire::Template),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such template.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is not valid, or a template that Meta has was to change its platform.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn update(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<TemplateId>,
    ApiJson(body): ApiJson<UpdateTemplate>,
) -> ApiResult<Json<wire::Template>> {
    let row = app.db.template(id).await?.ok_or_else(no_template)?;
    let platform = body.platform.as_deref().map(platform_of).transpose()?;
    let platform = platform.unwrap_or(row.platform);
    if platform != row.platform && row.submission.is_some() {
        let words = "Meta has this template for its platform. Make a new one for the other.";
        return Err(ApiError::invalid("/platform", words));
    }
    let new = checked(NewTemplate {
        name: body.name.unwrap_or(row.name),
        content: body.content.unwrap_or(row.content),
        category: body.category.unwrap_or(row.category),
        platform,
        language: body.language.unwrap_or(row.language),
    })?;
    let changed = app.db.change_template(id, &new, app.clock.now()).await?;
    changed.map(|t| Json(t.shape())).ok_or_else(no_template)
}

/// A template is gone.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DeletedTemplate {
    /// Always true.
    success: bool,
    /// Which.
    id: TemplateId,
}

/// Deletes a template here. What was sent from it stays, and so does what Meta has of it.
#[utoipa::path(delete, path = "/api/templates/{id}", tag = "templates", params(("id" = TemplateId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Deleted.", body = DeletedTemplate),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such template.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn remove(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(id): ApiPath<TemplateId>,
) -> ApiResult<Json<DeletedTemplate>> {
    if app.db.delete_template(id, app.clock.now()).await? {
        Ok(Json(DeletedTemplate { success: true, id }))
    } else {
        Err(no_template())
    }
}

/// To whom, and with what.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct SendTemplate {
    /// Where.
    chat_id: ChatId,
    /// The values: texts, numbers or truth values. `username` and `platform` are known without them.
    #[serde(default)]
    #[schema(value_type = std::collections::HashMap<String, String>)]
    variables: BTreeMap<String, Value>,
}

/// Sends a template to a customer. It is durable in the outbox before the answer, as any message; what becomes of it
/// follows as `message_updated`.
#[utoipa::path(post, path = "/api/templates/{id}/send", tag = "templates", params(("id" = TemplateId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key sends nothing and answers with the row as it stands.")),
    request_body = SendTemplate, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Stored and on its way.", body = SentMessage),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Another agent's chat, or `reply_window_closed`.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such template or chat.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`, or `idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A variable has no value, the text is too long with them, or the template is for the other platform.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn send(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(id): ApiPath<TemplateId>,
    KeyedJson { body, key }: KeyedJson<SendTemplate>,
) -> ApiResult<Json<SentMessage>> {
    let row = app.db.template(id).await?.ok_or_else(no_template)?;
    let chat = may_see(&app, &agent, body.chat_id).await?;
    may_send_for(&app, chat.account).await?;
    if row.platform != chat.platform {
        let words = format!(
            "This template is for {}, and the chat is on {}.",
            row.platform.name(),
            chat.platform.name()
        );
        return Err(ApiError::invalid("/chat_id", words));
    }
    let mut values = template::of_chat(chat.username.as_deref(), chat.platform);
    values.extend(given(body.variables)?);
    let text = template::fill(&row.content, &values).map_err(|missing| unfilled(&missing))?;
    // The database's text cannot hold it, and Meta shows nothing for it.
    let text = text.replace('\0', "\u{fffd}");
    limits::check(chat.platform, &text, &[])
        .map_err(|e| ApiError::invalid("/variables", e.to_string()))?;
    let parameters = template::utility(&row.content, &BTreeMap::new())
        .map(|u| u.parameters)
        .unwrap_or_default()
        .iter()
        .filter_map(|name| values.get(name).cloned())
        .collect();
    let content = Content {
        text,
        template: Some(TemplateUse {
            template: row.id,
            approved: row.approved_for(chat.account, parameters),
        }),
        ..Content::default()
    };
    let send = NewSend {
        chat: chat.id,
        author: agent.viewer,
        parts: vec![content],
        key,
    };
    match app.db.store_send(&*app.ids, app.view(), &send).await? {
        Stored::Messages(rows) => {
            app.committed();
            SentMessage::of(rows).map(Json)
        }
        Stored::NoChat | Stored::NoAccount => Err(ApiError::not_found("Chat not found")),
        Stored::Denied => Err(ApiError::denied()),
        Stored::WindowClosed(window) => Err(ApiError::window_closed(window)),
        Stored::KeyMismatch => Err(key_mismatch()),
    }
}

/// The given values as texts.
pub(crate) fn given(variables: BTreeMap<String, Value>) -> ApiResult<BTreeMap<String, String>> {
    if variables.len() > template::VARIABLES {
        let words = format!("Give at most {} variables.", template::VARIABLES);
        return Err(ApiError::invalid("/variables", words));
    }
    let texts = variables.into_iter().map(|(name, value)| match value {
        Value::String(text) => Ok((name, text)),
        Value::Number(number) => Ok((name, number.to_string())),
        Value::Bool(flag) => Ok((name, flag.to_string())),
        // As if it were not there: it is named as unfilled if the text needs it.
        Value::Null => Ok((name, String::new())),
        Value::Array(_) | Value::Object(_) => Err(ApiError::invalid(
            &format!("/variables/{}", name.replace('~', "~0").replace('/', "~1")),
            "A variable is a text or a number.",
        )),
    });
    texts.collect()
}

fn unfilled(missing: &[String]) -> ApiError {
    let fields = missing.iter().map(|name| {
        let pointer = format!("/variables/{name}");
        (pointer, format!("{name} has no value."))
    });
    let detail = format!("Fill in: {}.", missing.join(", "));
    ApiError::invalid_all(detail, fields)
}
