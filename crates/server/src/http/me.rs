//! What a person may do about themselves: their name, address, password and logins.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use domain::ids::SessionId;
use domain::person::{Change, Email, Name, check_password};
use domain::time::Timestamp;
use domain::wire::User;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::auth::password::MAX_BYTES;
use crate::http::auth::{Done, slow_down};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiJson, ApiPath, ApiQuery, Peer, number};
use crate::http::paging;
use crate::http::users::{changed, strictness, wrong};

/// Who is logged in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Me {
    /// The person.
    #[serde(flatten)]
    user: User,
    /// A one-time password opened this login: it is used up, so a new one has to be chosen before the login ends.
    password_change_required: bool,
}

/// What is to be different about oneself; what is left out stays.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct MyChange {
    /// Display name.
    #[serde(default)]
    name: Option<String>,
    /// Address to log in with; changing it takes the password.
    #[serde(default)]
    email: Option<String>,
    /// The password, when the address changes.
    #[serde(default)]
    current_password: Option<String>,
}

/// A new password.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewPassword {
    /// The password so far. Not needed in a login that a one-time password opened.
    #[serde(default)]
    current_password: Option<String>,
    /// The one to come.
    #[schema(min_length = 8)]
    new_password: String,
}

/// One of the person's logins.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LoginInfo {
    /// Our id.
    id: SessionId,
    /// When it began.
    created_at: Timestamp,
    /// When it ends by itself.
    expires_at: Timestamp,
    /// The program that logged in, in its own words.
    user_agent: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

/// Which logins.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LoginsQuery {
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Who is logged in.
#[utoipa::path(get, path = "/api/auth/me", tag = "session", security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The person.", body = Me),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn me(State(app): State<Arc<App>>, agent: Agent) -> ApiResult<Json<Me>> {
    let password_change_required = app.db.is_once(agent.session).await?;
    Ok(Json(Me {
        user: agent.user,
        password_change_required,
    }))
}

/// Changes one's own name or address.
#[utoipa::path(patch, path = "/api/auth/me", tag = "session", request_body = MyChange, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The person as they are now.", body = User),
    (status = 400, description = "`Email already registered`, `wrong_password`, or the body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many tries; `Retry-After` says how long to wait.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn update(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    agent: Agent,
    ApiJson(body): ApiJson<MyChange>,
) -> ApiResult<Json<User>> {
    let name = body.name.as_deref().map(Name::parse).transpose();
    let email = body.email.as_deref().map(Email::parse).transpose();
    let change = Change {
        name: name.map_err(wrong)?,
        email: email.map_err(wrong)?,
        ..Change::default()
    };
    let moves = |e: &Email| e.as_str() != agent.user.email;
    if change.email.as_ref().is_some_and(moves) {
        // Who finds an open screen must not take the account along.
        confirm(&app, peer, &agent, body.current_password).await?;
    }
    changed(&app, agent.user.id, &change).await.map(Json)
}

/// Whether the person knows their password, as slowly as a login.
async fn confirm(
    app: &App,
    peer: std::net::IpAddr,
    agent: &Agent,
    password: Option<String>,
) -> ApiResult<()> {
    let missing = || ApiError::invalid("/current_password", "current_password is missing.");
    let password = password.ok_or_else(missing)?;
    let wrong = || ApiError::bad_request("wrong_password", "The current password is not right.");
    if password.len() > MAX_BYTES {
        return Err(wrong());
    }
    slow_down(app, peer, &agent.user.email)?;
    let known = app.db.known(&agent.user.email).await?;
    let hash = known.filter(|k| k.user.id == agent.user.id).map(|k| k.hash);
    let fits = app.passwords.verify(password, hash).await?;
    fits.then_some(()).ok_or_else(wrong)
}

/// Changes one's own password and ends one's other logins.
#[utoipa::path(post, path = "/api/auth/change-password", tag = "session", request_body = NewPassword, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The new password holds; all other logins of the person have ended.", body = Done),
    (status = 400, description = "`wrong_password`, or the body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing, or the new password is not accepted.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many tries; `Retry-After` says how long to wait.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn change_password(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    agent: Agent,
    ApiJson(body): ApiJson<NewPassword>,
) -> ApiResult<Json<Done>> {
    let email = &agent.user.email;
    check_password(&body.new_password, email, strictness(app.config.mode))
        .map_err(|e| ApiError::invalid("/new_password", e.to_string()))?;
    if !app.db.is_once(agent.session).await? {
        confirm(&app, peer, &agent, body.current_password).await?;
    }
    let hash = app.passwords.hash(body.new_password).await?;
    let (user, session, now) = (agent.user.id, agent.session, app.clock.now());
    app.db.choose_password(user, &hash, session, now).await?;
    app.committed();
    Ok(Json(Done { success: true }))
}

/// One's own logins, newest first.
#[utoipa::path(get, path = "/api/auth/sessions", tag = "session", params(LoginsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of logins.", body = [LoginInfo], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn sessions(
    State(app): State<Arc<App>>,
    agent: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<LoginsQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<LoginInfo>>)> {
    let limit = paging::limit(query.limit)?;
    let before: Option<(Timestamp, SessionId)> = paging::read(query.cursor.as_deref())?;
    let (user, now) = (agent.user.id, app.clock.now());
    let rows = app.db.sessions(user, before, limit, now).await?;
    let full = i64::try_from(rows.len()).is_ok_and(|n| n == limit);
    let last = rows.last().filter(|_| full).map(|s| (s.created_at, s.id));
    let link = paging::next("/api/auth/sessions", raw.as_deref(), last.as_ref());
    let shape = |s: store::sessions::Session| LoginInfo {
        id: s.id,
        created_at: s.created_at,
        expires_at: s.expires_at,
        user_agent: s.user_agent,
        current: s.id == agent.session,
    };
    Ok((link, Json(rows.into_iter().map(shape).collect())))
}

/// Ends one of one's own logins, at once and everywhere.
#[utoipa::path(delete, path = "/api/auth/sessions/{id}", tag = "session", params(("id" = SessionId, Path,)), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "Its token no longer works.", body = Done),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such login of this person.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn end_session(
    State(app): State<Arc<App>>,
    agent: Agent,
    ApiPath(session): ApiPath<SessionId>,
) -> ApiResult<Json<Done>> {
    let (user, now) = (agent.user.id, app.clock.now());
    if !app.db.end_own_session(user, session, now).await? {
        return Err(ApiError::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "You have no such login.",
        ));
    }
    app.realtime.end_session(session);
    app.committed();
    Ok(Json(Done { success: true }))
}
