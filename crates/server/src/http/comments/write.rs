//! Writing: comments, public answers, private answers. Each is a row before it leaves, and the answer is Meta's.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use domain::account::Platform;
use domain::comment::{self, Comment, Facts, Shape};
use domain::ids::{AccountId, ChatId, CommentId, CustomerId, MediaId, MessageId};
use domain::limits;
use domain::time::SECOND;
use meta::graph::SendError;
use serde::{Deserialize, Serialize};
use store::accounts::Account;
use store::comment_calls::{Begun, CallEnd, CallKind, CallState, CommentCall, NewCall};

use super::{LostAnswer, Target, not_found, refusal, target};
use crate::app::App;
use crate::credentials::{credentials, may_send};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiPath, KeyedJson};
use crate::objects::{Owned, fetch_post, owner_of_media};

/// How often somebody who repeats a request looks whether the first one has ended: Meta answers in about 300 ms.
const LOOK: Duration = Duration::from_millis(50);
/// Beyond the longest Graph call, the end of a call is stored within this time.
const MARGIN: i64 = 15 * SECOND;
/// Levels of answers that are climbed to the comment under the post: Facebook's API makes three (platform notes §5.3).
const DEPTH: usize = 3;

/// A comment to write.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewComment {
    /// Meta's id of the post.
    media_id: String,
    /// The words.
    message: String,
    /// Our id of the account that writes; that of the post if it is missing.
    #[serde(default)]
    account_id: Option<AccountId>,
}

/// Writes a comment under a post, in the name of the business.
#[utoipa::path(post, path = "/api/comments/create", tag = "comments", params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key writes nothing and answers with what became of the first.")),
    request_body = NewComment, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has taken it.", body = Shape),
    (status = 202, description = "`unknown`: Meta's answer was lost. It is never written twice; its webhook tells.", body = LostAnswer),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The request did not come from the dashboard.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Media not found`: no connected account has it. `Account not found`.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`account_inactive`, or `idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing, empty or too long.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not written, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn create_comment(
    State(app): State<Arc<App>>,
    agent: Agent,
    KeyedJson { body, key }: KeyedJson<NewComment>,
) -> ApiResult<Response> {
    if body.media_id.is_empty() {
        return Err(ApiError::invalid("/media_id", "media_id is empty."));
    }
    let media = MediaId::new(body.media_id);
    let Owned {
        account,
        credentials,
        post,
    } = owned(&app, &media, body.account_id).await?;
    may_send(&account)?;
    let text = words(account.platform, &body.message, "/message")?;
    let new = NewCall {
        account: account.id,
        user: agent.user.id,
        kind: CallKind::Comment,
        target: media.as_str().to_owned(),
        text: text.clone(),
        key,
    };
    let task = {
        let (app, account) = (Arc::clone(&app), account.clone());
        async move {
            let id = app.graph.comment(&credentials, &post.id, &text).await?;
            let author = (&account.external, account.username.as_str());
            let now = app.clock.now();
            let facts = Facts::written_here(Some(post.id), None, author, &text, agent.user.id, now);
            Ok(CallEnd::Written {
                id,
                facts: Box::new(facts),
            })
        }
    };
    let call = make(&app, account, new, task, "Media not found").await?;
    written(&app, &call).await
}

/// The post, of the account that was named or of whichever has it.
async fn owned(app: &App, media: &MediaId, account: Option<AccountId>) -> ApiResult<Owned> {
    let nobodys = || ApiError::not_found("Media not found");
    let Some(id) = account else {
        return owner_of_media(app, media).await;
    };
    let (account, credentials) = credentials(app, id)
        .await?
        .ok_or_else(|| ApiError::not_found("Account not found"))?;
    let post = match app.db.post(media).await? {
        Some(post) => Some(post).filter(|p| p.account == id),
        None => fetch_post(app, &account, &credentials, media).await?,
    };
    Ok(Owned {
        post: post.ok_or_else(nobodys)?,
        account,
        credentials,
    })
}

/// An answer to write.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewReply {
    /// The words.
    text: String,
}

/// Answers a comment under an Instagram post, for everybody to read.
#[utoipa::path(post, path = "/api/instagram/comments/{id}/reply", tag = "comments", params(("id" = String, Path, description = "Meta's id of the comment."), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key writes nothing and answers with what became of the first.")),
    request_body = NewReply, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has taken it.", body = Shape),
    (status = 202, description = "`unknown`: Meta's answer was lost. It is never written twice; its webhook tells.", body = LostAnswer),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The request did not come from the dashboard.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Comment not found`: no connected account has it.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`comment_deleted`, `comment_hidden`, `account_inactive` or `idempotency_mismatch`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty, too long, or `live_comment`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not written, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn instagram_reply(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(id): ApiPath<String>,
    body: KeyedJson<NewReply>,
) -> ApiResult<Response> {
    reply(app, agent, Platform::Instagram, id, body).await
}

/// Answers a comment under a Page's post, for everybody to read.
#[utoipa::path(post, path = "/api/facebook/comments/{id}/reply", tag = "comments", params(("id" = String, Path, description = "Meta's id of the comment."), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key writes nothing and answers with what became of the first.")),
    request_body = NewReply, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has taken it.", body = Shape),
    (status = 202, description = "`unknown`: Meta's answer was lost. It is never written twice; its webhook tells.", body = LostAnswer),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The request did not come from the dashboard.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Comment not found`: no connected account has it.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`comment_deleted`, `account_inactive` or `idempotency_mismatch`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty or too long.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not written, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn facebook_reply(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(id): ApiPath<String>,
    body: KeyedJson<NewReply>,
) -> ApiResult<Response> {
    reply(app, agent, Platform::Facebook, id, body).await
}

async fn reply(
    app: Arc<App>,
    agent: Agent,
    platform: Platform,
    id: String,
    KeyedJson { body, key }: KeyedJson<NewReply>,
) -> ApiResult<Response> {
    let text = words(platform, &body.text, "/text")?;
    let Target {
        account,
        credentials,
        comment,
    } = target(&app, &id, Some(platform)).await?;
    comment::may_reply(&comment).map_err(|why| {
        let status = match why {
            comment::NoReply::Live => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        ApiError::new(status, why.code(), why.detail())
    })?;
    // An answer to an answer belongs below the comment itself: Meta puts it there, or shows it nowhere (§5.1, §5.3).
    let root = root_of(&app, &comment).await?;
    let media = comment.facts.media.clone();
    let new = NewCall {
        account: account.id,
        user: agent.user.id,
        kind: CallKind::Reply,
        target: root.as_str().to_owned(),
        text: text.clone(),
        key,
    };
    let task = {
        let (app, account) = (Arc::clone(&app), account.clone());
        async move {
            let id = app
                .graph
                .reply(&credentials, platform, &root, &text)
                .await?;
            let author = (&account.external, account.username.as_str());
            let now = app.clock.now();
            let facts = Facts::written_here(media, Some(root), author, &text, agent.user.id, now);
            Ok(CallEnd::Written {
                id,
                facts: Box::new(facts),
            })
        }
    };
    let call = make(&app, account, new, task, "Comment not found").await?;
    written(&app, &call).await
}

/// The comment under the post that this one belongs to.
async fn root_of(app: &App, comment: &Comment) -> ApiResult<CommentId> {
    let mut root = comment.id.clone();
    let mut parent = comment.facts.parent.clone();
    for _ in 0..DEPTH {
        let Some(above) = parent else { break };
        let known = app.db.comment_of(comment.account, &above).await?;
        parent = known.and_then(|c| c.facts.parent);
        root = above;
    }
    Ok(root)
}

/// A private reply that Meta took.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PrivateReplySent {
    /// Always true.
    success: bool,
    /// Always `sent`.
    #[schema(value_type = String)]
    status: &'static str,
    /// The comment.
    comment_id: String,
    /// The chat with its author.
    chat_id: Option<ChatId>,
    /// Our id of the message in it.
    message_id: Option<MessageId>,
    /// Meta's id of the message.
    graph_message_id: Option<String>,
}

/// Answers the author of an Instagram comment with a message. Once per comment and within 7 days; to a live comment only
/// while the broadcast runs. The message stands in the author's chat, which it may be the first of.
#[utoipa::path(post, path = "/api/instagram/comments/{id}/private-reply", tag = "comments", params(("id" = String, Path, description = "Meta's id of the comment."), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key sends nothing and answers with what became of the first.")),
    request_body = NewReply, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has taken it.", body = PrivateReplySent),
    (status = 202, description = "`unknown`: Meta's answer was lost. It is never sent twice; its echo tells.", body = LostAnswer),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The author's chat is another agent's.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Comment not found`: no connected account has it.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`private_reply_used`, `comment_deleted`, `account_inactive` or `idempotency_mismatch`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty, too long, `private_reply_expired`, `broadcast_over` or `private_reply_to_self`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not sent, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn instagram_private_reply(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(id): ApiPath<String>,
    body: KeyedJson<NewReply>,
) -> ApiResult<Response> {
    private_reply(app, agent, Platform::Instagram, id, body).await
}

/// Answers the author of a comment on a Page with a message. Once per comment and within 7 days. The message stands in the
/// author's chat, which it may be the first of.
#[utoipa::path(post, path = "/api/facebook/comments/{id}/private-reply", tag = "comments", params(("id" = String, Path, description = "Meta's id of the comment."), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key sends nothing and answers with what became of the first.")),
    request_body = NewReply, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Meta has taken it.", body = PrivateReplySent),
    (status = 202, description = "`unknown`: Meta's answer was lost. It is never sent twice; its echo tells.", body = LostAnswer),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The request did not come from the dashboard.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "`Comment not found`: no connected account has it.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`private_reply_used`, `comment_deleted`, `account_inactive` or `idempotency_mismatch`.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Empty, too long, `private_reply_expired` or `private_reply_to_self`.", body = Problem, content_type = "application/problem+json"),
    (status = 502, description = "Not sent, with Meta's reason.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn facebook_private_reply(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(id): ApiPath<String>,
    body: KeyedJson<NewReply>,
) -> ApiResult<Response> {
    private_reply(app, agent, Platform::Facebook, id, body).await
}

async fn private_reply(
    app: Arc<App>,
    agent: Agent,
    platform: Platform,
    id: String,
    KeyedJson { body, key }: KeyedJson<NewReply>,
) -> ApiResult<Response> {
    let text = body.text.replace('\0', "\u{fffd}");
    // It is a message, with the limits of one.
    limits::check(platform, &text, &[]).map_err(|e| ApiError::invalid("/text", e.to_string()))?;
    let Target {
        account,
        credentials,
        comment,
    } = target(&app, &id, Some(platform)).await?;
    not_anothers(&app, &agent, &comment).await?;
    let repeat = key.is_some();
    let refused = comment::may_reply_privately(&comment, app.clock.now()).err();
    // A repeat with its key has its answer, though by now the comment has had its reply.
    let used = refused == Some(comment::Refusal::Used);
    if let Some(why) = refused.filter(|_| !(repeat && used)) {
        return Err(no_private_reply(why));
    }
    let comment_id = comment.id.clone();
    let new = NewCall {
        account: account.id,
        user: agent.user.id,
        kind: CallKind::PrivateReply,
        target: comment_id.as_str().to_owned(),
        text: text.clone(),
        key,
    };
    let task = {
        let app = Arc::clone(&app);
        async move {
            let sent = app
                .graph
                .private_reply(&credentials, &comment_id, &text)
                .await?;
            Ok(CallEnd::SentPrivately {
                customer: sent.customer,
                mid: sent.mid,
            })
        }
    };
    let call = make(&app, account.clone(), new, task, "Comment not found").await?;
    if call.state != CallState::Done {
        let about = LostAnswer::about(Some(comment.id.as_str()), None, Some(&call.text));
        return Ok((StatusCode::ACCEPTED, Json(about)).into_response());
    }
    let place = match &call.mid {
        Some(mid) => app.db.place_of_mid(account.id, platform, mid).await?,
        None => None,
    };
    let answer = PrivateReplySent {
        success: true,
        status: "sent",
        comment_id: comment.id.as_str().to_owned(),
        chat_id: place.map(|(chat, _)| chat),
        message_id: place.map(|(_, message)| message),
        graph_message_id: call.mid.map(domain::ids::Mid::into_string),
    };
    Ok(Json(answer).into_response())
}

fn no_private_reply(why: comment::Refusal) -> ApiError {
    let status = if why.is_conflict() {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    ApiError::new(status, why.code(), why.detail())
}

/// Everybody sees comments, but a message to somebody whose chat another agent has is that agent's business. On a Page
/// nobody knows whose chat it will be before Meta's answer.
async fn not_anothers(app: &App, agent: &Agent, comment: &Comment) -> ApiResult<()> {
    let author = comment.facts.author.as_deref();
    let Some(author) = author.filter(|_| comment.platform == Platform::Instagram) else {
        return Ok(());
    };
    let chat = app.db.chat_of_person(&CustomerId::new(author)).await?;
    match chat.and_then(|c| c.assigned_to) {
        Some(other) if !agent.viewer.may_see(Some(other)) => Err(ApiError::denied()),
        _ => Ok(()),
    }
}

/// The words of a comment, as the database can hold them.
fn words(platform: Platform, text: &str, pointer: &str) -> ApiResult<String> {
    let text = text.replace('\0', "\u{fffd}");
    comment::check_words(platform, &text).map_err(|why| ApiError::invalid(pointer, why))?;
    Ok(text)
}

/// Makes a call once and stores how it ended, or waits for the end of the one that the same key began.
async fn make(
    app: &Arc<App>,
    account: Account,
    new: NewCall,
    task: impl Future<Output = Result<CallEnd, SendError>> + Send + 'static,
    missing: &'static str,
) -> ApiResult<CommentCall> {
    let call = match app.db.begin_call(&*app.ids, &new, app.clock.now()).await? {
        Begun::New(call) => call,
        Begun::Before(call) => return ended(app, call).await,
        Begun::Used => return Err(no_private_reply(comment::Refusal::Used)),
        Begun::KeyMismatch => {
            return Err(ApiError::new(
                StatusCode::CONFLICT,
                "idempotency_mismatch",
                "This Idempotency-Key was used for something else. Use a new key for a new comment.",
            ));
        }
    };
    // On a task of its own: if the client hangs up, it is done to its end all the same.
    let running = {
        let app = Arc::clone(app);
        tokio::spawn(async move {
            let result = task.await;
            finish(&app, &account, &call, result, missing).await
        })
    };
    let broken = |_| {
        let detail = "Something went wrong here; the log says more.";
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", detail)
    };
    let result = running.await.map_err(broken)?;
    app.committed();
    result
}

async fn finish(
    app: &App,
    account: &Account,
    call: &CommentCall,
    result: Result<CallEnd, SendError>,
    missing: &'static str,
) -> ApiResult<CommentCall> {
    let (end, refused) = match result {
        Ok(end) => (end, None),
        Err(SendError::Unknown { why }) => {
            tracing::info!(call.id = %call.id, account.id = %account.id, why, "the answer to a comment was lost");
            (CallEnd::Lost, None)
        }
        Err(problem) => {
            let refused = refusal(app, account, &problem, missing).await?;
            (CallEnd::Failed(refused.detail().to_owned()), Some(refused))
        }
    };
    let call = app
        .db
        .finish_call(&*app.ids, app.view(), account, call, end)
        .await?;
    refused.map_or(Ok(call), Err)
}

/// The end of a call that somebody else makes at this moment; one that has not come in time counts as lost.
async fn ended(app: &App, mut call: CommentCall) -> ApiResult<CommentCall> {
    while call.state == CallState::Pending && app.clock.now().since(call.updated_at) < patience(app)
    {
        tokio::time::sleep(LOOK).await;
        match app.db.comment_call(call.id).await? {
            Some(now) => call = now,
            None => break,
        }
    }
    match (call.state, &call.problem) {
        (CallState::Failed, problem) => Err(ApiError::new(
            StatusCode::BAD_GATEWAY,
            "meta_refused",
            problem
                .clone()
                .unwrap_or_else(|| "Meta did not take this.".to_owned()),
        )),
        _ => Ok(call),
    }
}

/// Longest time that a call is under way.
fn patience(app: &App) -> i64 {
    let graph = i64::try_from(app.config.graph_timeout.as_micros()).unwrap_or(i64::MAX / 4);
    graph + MARGIN
}

/// Calls whose process died are as good as lost.
///
/// # Errors
/// What the database said.
pub async fn bury_calls(app: &App) -> store::Result<()> {
    let before = app.clock.now().plus(-patience(app));
    for call in app.db.abandoned_calls(before).await? {
        if let Some(account) = app.db.account(call.account).await? {
            app.db
                .finish_call(&*app.ids, app.view(), &account, &call, CallEnd::Lost)
                .await?;
        }
    }
    Ok(())
}

/// The comment that a call became, or 202.
async fn written(app: &App, call: &CommentCall) -> ApiResult<Response> {
    let id = call
        .comment
        .as_ref()
        .filter(|_| call.state == CallState::Done);
    let Some(id) = id else {
        let (comment, media) = match call.kind {
            CallKind::Comment => (None, Some(call.target.as_str())),
            _ => (Some(call.target.as_str()), None),
        };
        let about = LostAnswer::about(comment, media, Some(&call.text));
        return Ok((StatusCode::ACCEPTED, Json(about)).into_response());
    };
    let comment = app.db.comment_of(call.account, id).await?;
    let comment = comment.ok_or_else(not_found)?;
    Ok(Json(Shape::of(&comment)).into_response())
}
