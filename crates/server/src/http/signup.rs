//! How people come without an admin: by signing up where that is allowed, and the very first one by the set-up link.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum_extra::extract::CookieJar;
use domain::user::Role;
use domain::wire::User;
use serde::Deserialize;
use store::people::{Added, SetUp};

use crate::app::App;
use crate::http::auth::{LoggedIn, log_in, same_site};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{ApiJson, Peer};
use crate::http::users::{newcomer, taken};

/// Somebody who signs up. Whatever else they send, they become an agent.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct SignUp {
    /// Display name, 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100, example = "Grace")]
    name: String,
    /// Address to log in with, in any case.
    #[schema(example = "grace@example.com")]
    email: String,
    /// Their password.
    #[schema(min_length = 8)]
    password: String,
}

/// The first admin.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct FirstAdmin {
    /// From the set-up link that the server printed when it started.
    token: String,
    /// Display name, 1 to 100 characters.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// Address to log in with, in any case.
    email: String,
    /// Their password.
    #[schema(min_length = 8)]
    password: String,
}

/// Each newcomer costs a hash and a row: nobody makes them faster than an office can.
fn throttle(app: &App, peer: IpAddr) -> ApiResult<()> {
    app.newcomers.check(peer).map_err(|seconds| {
        let detail = format!("Too many tries. Wait {seconds} seconds and try again.");
        let status = StatusCode::TOO_MANY_REQUESTS;
        ApiError::later(status, "too_many_signups", detail, seconds)
    })
}

/// Signs up, as an agent.
#[utoipa::path(post, path = "/api/auth/signup", tag = "session", request_body = SignUp, responses(
    (status = 200, description = "The new agent; they log in with what they sent.", body = User),
    (status = 400, description = "`Email already registered`, or the body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`signup_off`: an admin adds people here. Or the request came from another site's page.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Name, address or password is not valid.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many tries; `Retry-After` says how long to wait.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn signup(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    ApiJson(body): ApiJson<SignUp>,
) -> ApiResult<Json<User>> {
    sign_up(&app, peer, &headers, body).await.map(Json)
}

/// Signs up, under the older name of the route.
#[utoipa::path(post, path = "/api/auth/register", tag = "session", request_body = SignUp, responses(
    (status = 200, description = "The new agent; they log in with what they sent.", body = User),
    (status = 400, description = "`Email already registered`, or the body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`signup_off`: an admin adds people here. Or the request came from another site's page.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Name, address or password is not valid.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many tries; `Retry-After` says how long to wait.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn register(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    ApiJson(body): ApiJson<SignUp>,
) -> ApiResult<Json<User>> {
    sign_up(&app, peer, &headers, body).await.map(Json)
}

async fn sign_up(app: &App, peer: IpAddr, headers: &HeaderMap, body: SignUp) -> ApiResult<User> {
    same_site(app, headers)?;
    if !app.config.public_signup {
        let detail = "Nobody can sign up here. Ask an admin to add you.";
        return Err(ApiError::new(StatusCode::FORBIDDEN, "signup_off", detail));
    }
    throttle(app, peer)?;
    let (name, email) = (&body.name, &body.email);
    let new = newcomer(app, name, email, Role::Agent, body.password).await?;
    match app.db.add_person(&new, None, None, app.clock.now()).await? {
        Added::User(user) => {
            app.committed();
            Ok(user)
        }
        Added::Before(_) | Added::Taken | Added::KeyMismatch => Err(taken()),
    }
}

/// Adds the first admin by the link that a server without people prints when it starts, and logs them in. The link works
/// once.
#[utoipa::path(post, path = "/api/auth/setup", tag = "session", request_body = FirstAdmin, responses(
    (status = 200, description = "The first admin, logged in; also sets the dashboard's session cookie.", body = LoggedIn),
    (status = 400, description = "The body cannot be read.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "`bad_setup_token`: not the link that was printed last. Or the request came from another site's page.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`already_set_up`: there are people already.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "Name, address or password is not valid.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many tries; `Retry-After` says how long to wait.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn setup(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    jar: CookieJar,
    ApiJson(body): ApiJson<FirstAdmin>,
) -> ApiResult<(CookieJar, Json<LoggedIn>)> {
    same_site(&app, &headers)?;
    throttle(&app, peer)?;
    let (name, email) = (&body.name, &body.email);
    let new = newcomer(&app, name, email, Role::Admin, body.password).await?;
    match app.db.set_up(&body.token, &new, app.clock.now()).await? {
        SetUp::User(user) => {
            app.committed();
            log_in(&app, jar, &headers, user, false).await
        }
        SetUp::Over => {
            let detail = "The first admin is there already. Log in, or ask an admin to add you.";
            let status = StatusCode::CONFLICT;
            Err(ApiError::new(status, "already_set_up", detail))
        }
        SetUp::BadToken => {
            let detail = "This set-up link is not the one that was printed last. Start the server again for a new one.";
            let status = StatusCode::FORBIDDEN;
            Err(ApiError::new(status, "bad_setup_token", detail))
        }
    }
}
