//! People, as an admin manages them.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use domain::ids::UserId;
use domain::person::{Change, Email, Name, PersonError, Strictness, check_password};
use domain::time::{DAY, Timestamp};
use domain::user::Role;
use domain::wire::User;
use serde::{Deserialize, Serialize};
use store::people::{Added, Changed, Reset};
use store::users::NewUser;

use crate::app::App;
use crate::auth::token;
use crate::config::Mode;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, Agent, ApiJson, ApiPath, ApiQuery, KeyedJson, number};
use crate::http::paging;

/// How long a one-time password works: until tomorrow, for somebody who begins in the morning.
const ONCE: i64 = DAY;

/// Which people.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// `admin` or `agent`.
    role: Option<String>,
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Which agents.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AgentsQuery {
    /// Rows, at most 200.
    #[serde(default, deserialize_with = "number::deserialize")]
    #[param(value_type = Option<i64>)]
    limit: Option<i64>,
    /// Where the page before ended.
    cursor: Option<String>,
}

/// Somebody new.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewPerson {
    /// Display name, 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100, example = "Grace")]
    name: String,
    /// Address to log in with, in any case.
    #[schema(example = "grace@example.com")]
    email: String,
    /// What they may do; an agent unless said otherwise.
    #[serde(default)]
    role: Option<Role>,
    /// Their password. Without one the answer carries a one-time password.
    #[serde(default)]
    #[schema(min_length = 8)]
    password: Option<String>,
}

/// A person, with the password that was made for them.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Invited {
    /// The person.
    #[serde(flatten)]
    user: User,
    /// Opens one login, at which a password is to be chosen. Shown this once: only its hash is stored. Null if the admin
    /// chose a password, and when a request is repeated with its `Idempotency-Key`.
    #[schema(example = "k7qm-2vtx-9fbd-hn4s")]
    one_time_password: Option<String>,
    /// When the one-time password ends.
    one_time_password_until: Option<Timestamp>,
}

/// What is to be different; what is left out stays.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct PersonChange {
    /// Display name.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
    /// Address to log in with.
    #[serde(default)]
    email: Option<String>,
    /// What they may do.
    #[serde(default)]
    role: Option<Role>,
    /// Whether they can log in.
    #[serde(default)]
    is_active: Option<bool>,
}

/// The people of a role or all, a page at a time, by name.
async fn page(
    app: &App,
    path: &str,
    raw: Option<&str>,
    role: Option<Role>,
    limit: Option<i64>,
    cursor: Option<&str>,
) -> ApiResult<(HeaderMap, Json<Vec<User>>)> {
    let limit = paging::limit(limit)?;
    let after: Option<(String, UserId)> = paging::read(cursor)?;
    let people = app.db.people_page(role, after.as_ref(), limit).await?;
    let full = i64::try_from(people.len()).is_ok_and(|n| n == limit);
    let after = people.last().filter(|_| full);
    let after = after.map(|u| (u.name.clone(), u.id));
    Ok((paging::next(path, raw, after.as_ref()), Json(people)))
}

/// The people of role agent, by name; those who were deactivated too, because chats still name them.
#[utoipa::path(get, path = "/api/users/agents", tag = "users", params(AgentsQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of agents.", body = [User], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn agents(
    State(app): State<Arc<App>>,
    _: Agent,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<AgentsQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<User>>)> {
    let (path, cursor) = ("/api/users/agents", query.cursor.as_deref());
    let role = Some(Role::Agent);
    page(&app, path, raw.as_deref(), role, query.limit, cursor).await
}

/// Everybody who works here, by name.
#[utoipa::path(get, path = "/api/users", tag = "users", params(PeopleQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "A page of people.", body = [User], headers(("Link" = String, description = "The next page, if there is one."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A parameter is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn list(
    State(app): State<Arc<App>>,
    _: Admin,
    RawQuery(raw): RawQuery,
    ApiQuery(query): ApiQuery<PeopleQuery>,
) -> ApiResult<(HeaderMap, Json<Vec<User>>)> {
    let role = query.role.as_deref().map(|text| {
        let unknown = || ApiError::invalid("/role", "role must be one of: admin, agent.");
        Role::parse(&text.to_ascii_lowercase()).ok_or_else(unknown)
    });
    let cursor = query.cursor.as_deref();
    let role = role.transpose()?;
    page(
        &app,
        "/api/users",
        raw.as_deref(),
        role,
        query.limit,
        cursor,
    )
    .await
}

/// 400 with the contract's sentence.
pub(super) fn taken() -> ApiError {
    ApiError::bad_request("email_taken", "Email already registered")
}

/// 422 for the field that is wrong.
pub(super) fn wrong(problem: PersonError) -> ApiError {
    ApiError::invalid(&format!("/{}", problem.field()), problem.to_string())
}

fn nobody() -> ApiError {
    ApiError::not_found("User not found")
}

fn key_mismatch() -> ApiError {
    let detail = "This Idempotency-Key was used for another request. Use a new key.";
    ApiError::new(StatusCode::CONFLICT, "idempotency_mismatch", detail)
}

/// How much is asked of a password here.
pub(crate) fn strictness(mode: Mode) -> Strictness {
    match mode {
        Mode::Mock => Strictness::LengthOnly,
        Mode::Real => Strictness::NotWellKnown,
    }
}

/// Somebody new as they will be stored: everything checked, the password hashed.
pub(super) async fn newcomer(
    app: &App,
    name: &str,
    email: &str,
    role: Role,
    password: String,
) -> ApiResult<NewUser> {
    let name = Name::parse(name).map_err(wrong)?;
    let email = Email::parse(email).map_err(wrong)?;
    check_password(&password, email.as_str(), strictness(app.config.mode)).map_err(wrong)?;
    Ok(NewUser {
        id: UserId::new(app.ids.next()),
        email: email.as_str().to_owned(),
        name: name.as_str().to_owned(),
        role,
        password_hash: app.passwords.hash(password).await?,
    })
}

/// Adds a person. Without a password the answer carries a one-time password to pass on.
#[utoipa::path(post, path = "/api/users", tag = "users", params(("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key adds nobody and answers with the person as they are.")),
    request_body = NewPerson, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The person.", body = Invited),
    (status = 400, description = "`Email already registered`, or the body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Name, address or password is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn create(
    State(app): State<Arc<App>>,
    Admin(admin): Admin,
    KeyedJson { body, key }: KeyedJson<NewPerson>,
) -> ApiResult<Json<Invited>> {
    let now = app.clock.now();
    let made = body.password.is_none().then(token::speakable);
    let until = made.is_some().then(|| now.plus(ONCE));
    let password = body.password.or_else(|| made.clone()).unwrap_or_default();
    let role = body.role.unwrap_or(Role::Agent);
    let new = newcomer(&app, &body.name, &body.email, role, password).await?;
    let key = key.as_ref().map(|k| (admin.user.id, k));
    match app.db.add_person(&new, until, key, now).await? {
        Added::User(user) => {
            app.committed();
            Ok(Json(Invited {
                user,
                one_time_password: made,
                one_time_password_until: until,
            }))
        }
        Added::Before(user) => Ok(Json(Invited {
            user,
            one_time_password: None,
            one_time_password_until: None,
        })),
        Added::Taken => Err(taken()),
        Added::KeyMismatch => Err(key_mismatch()),
    }
}

/// Changes a person. Whoever changes role or is deactivated is logged out at once and everywhere. The chats of somebody
/// who is deactivated stay theirs until they are given to somebody else.
#[utoipa::path(patch, path = "/api/users/{id}", tag = "users", params(("id" = UserId, Path,)), request_body = PersonChange, security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The person as they are now.", body = User),
    (status = 400, description = "`Email already registered`, or the body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such person.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`last_admin`: nobody would be left to manage the others.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is not valid.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn update(
    State(app): State<Arc<App>>,
    _: Admin,
    ApiPath(user): ApiPath<UserId>,
    ApiJson(body): ApiJson<PersonChange>,
) -> ApiResult<Json<User>> {
    let name = body.name.as_deref().map(Name::parse).transpose();
    let email = body.email.as_deref().map(Email::parse).transpose();
    let change = Change {
        name: name.map_err(wrong)?,
        email: email.map_err(wrong)?,
        role: body.role,
        is_active: body.is_active,
    };
    changed(&app, user, &change).await.map(Json)
}

/// Changes a person and tells whoever has to know.
pub(super) async fn changed(app: &App, user: UserId, change: &Change) -> ApiResult<User> {
    match app.db.change_person(user, change, app.clock.now()).await? {
        Changed::User(user) => {
            // The event has every node look whose logins ended, this one too.
            app.committed();
            Ok(user)
        }
        Changed::NoUser => Err(nobody()),
        Changed::Taken => Err(taken()),
        Changed::LastAdmin => {
            let detail = "This is the last active admin. Make somebody else an admin first.";
            Err(ApiError::new(StatusCode::CONFLICT, "last_admin", detail))
        }
    }
}

/// What a reset needs to know: nothing.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct ResetPassword {}

/// Gives a person a one-time password and logs them out everywhere. It opens one login within a day, at which they choose
/// a password of their own.
#[utoipa::path(post, path = "/api/users/{id}/reset-password", tag = "users", params(("id" = UserId, Path,), ("Idempotency-Key" = Option<String>, Header, description = "A repeat with the same key changes nothing, and cannot show the password again.")),
    request_body(content = inline(Option<ResetPassword>), description = "Nothing, or an empty object."), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The person, with the one-time password to pass on.", body = Invited),
    (status = 400, description = "The body or the key cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "No such person.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`idempotency_mismatch`: the key was used with another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "The body is no JSON object.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn reset_password(
    State(app): State<Arc<App>>,
    Admin(admin): Admin,
    ApiPath(user): ApiPath<UserId>,
    KeyedJson { key, .. }: KeyedJson<ResetPassword>,
) -> ApiResult<Json<Invited>> {
    let now = app.clock.now();
    let (password, until) = (token::speakable(), now.plus(ONCE));
    let hash = app.passwords.hash(password.clone()).await?;
    let key = key.as_ref().map(|k| (admin.user.id, k));
    match app.db.reset_person(user, &hash, until, key, now).await? {
        Reset::User(user) => {
            app.realtime.end_user(user.id);
            app.committed();
            Ok(Json(Invited {
                user,
                one_time_password: Some(password),
                one_time_password_until: Some(until),
            }))
        }
        Reset::Before(user) => Ok(Json(Invited {
            user,
            one_time_password: None,
            one_time_password_until: None,
        })),
        Reset::NoUser => Err(nobody()),
        Reset::KeyMismatch => Err(key_mismatch()),
    }
}
