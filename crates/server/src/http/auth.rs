//! Login, logout, who am I.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::ids::SessionId;
use domain::user::Role;
use domain::wire::User;
use serde::{Deserialize, Serialize};
use store::sessions::NewSession;

use crate::app::App;
use crate::auth::password::MAX_BYTES;
use crate::auth::token::{COOKIE, LIFETIME, fresh};
use crate::config::Mode;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Agent, ApiJson, Peer, is_same_origin};
use crate::seed::DEMO_USERS;

/// Longest address that mail can have; longer ones are no names to remember tries by.
const MAX_NAME: usize = 254;
/// Characters of a program's name that are kept with its login: enough to tell a phone from a desk.
const MAX_USER_AGENT: usize = 200;

/// A login.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Login {
    /// Address, in any case.
    #[serde(default)]
    email: Option<String>,
    /// The same under its older name.
    #[serde(default)]
    identifier: Option<String>,
    /// Password.
    password: String,
}

/// A successful login.
#[derive(Serialize, utoipa::ToSchema)]
pub struct LoggedIn {
    /// Opaque; goes into the `Authorization` header.
    access_token: String,
    /// Always `bearer`.
    token_type: &'static str,
    /// Who it is.
    user: User,
    /// The password was a one-time password and is used up: choose one before this login ends.
    password_change_required: bool,
}

/// Something was done.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Done {
    /// Always true.
    pub success: bool,
}

/// What a page needs to know before anybody is logged in.
#[derive(Serialize, utoipa::ToSchema)]
pub struct PublicConfig {
    /// `mock` or `real`.
    mode: &'static str,
    /// Whether people may sign up.
    signup: bool,
    /// The simulator's phone page, in mock mode.
    simulator_url: Option<String>,
    /// The ready-made people, in mock mode.
    demo_users: Vec<DemoUser>,
    /// Whether the app has Meta's Human Agent feature.
    human_agent: bool,
    /// Deliveries are not checked: for debugging only.
    signature_check_off: bool,
    /// Where Meta sends deliveries to.
    webhook_url: Option<String>,
}

/// A ready-made person of mock mode.
#[derive(Serialize, utoipa::ToSchema)]
pub struct DemoUser {
    email: &'static str,
    password: &'static str,
    name: &'static str,
    role: Role,
}

/// Logs in.
#[utoipa::path(post, path = "/api/auth/login", tag = "session", request_body = Login, responses(
    (status = 200, description = "Logged in; also sets the dashboard's session cookie.", body = LoggedIn),
    (status = 401, description = "Wrong address or password.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "The login came from another site's page.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "A field is missing or of the wrong type.", body = Problem, content_type = "application/problem+json"),
    (status = 429, description = "Too many tries; `Retry-After` says how long to wait.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn login(
    State(app): State<Arc<App>>,
    Peer(peer): Peer,
    headers: HeaderMap,
    jar: CookieJar,
    ApiJson(body): ApiJson<Login>,
) -> ApiResult<(CookieJar, Json<LoggedIn>)> {
    let name = body
        .email
        .or(body.identifier)
        .filter(|n| !n.trim().is_empty());
    let name = name.ok_or_else(|| ApiError::invalid("/email", "email is missing."))?;
    same_site(&app, &headers)?;
    if name.len() > MAX_NAME {
        return Err(ApiError::invalid(
            "/email",
            format!("email must have at most {MAX_NAME} characters."),
        ));
    }
    if body.password.len() > MAX_BYTES {
        return Err(ApiError::invalid(
            "/password",
            format!("password must have at most {MAX_BYTES} bytes."),
        ));
    }
    slow_down(&app, peer, &name)?;
    let wrong = || {
        ApiError::new(
            StatusCode::UNAUTHORIZED,
            "bad_credentials",
            "Incorrect email or password",
        )
    };
    let known = app.db.known(&name).await?;
    let hash = known.as_ref().map(|k| k.hash.clone());
    let fits = app.passwords.verify(body.password, hash).await?;
    let known = known.filter(|k| fits && k.user.is_active);
    let known = known.ok_or_else(wrong)?;
    let once = known.once_until.is_some();
    let now = app.clock.now();
    if once && !app.db.use_once(known.user.id, &known.hash, now).await? {
        return Err(wrong());
    }
    log_in(&app, jar, &headers, known.user, once).await
}

/// Another site could log somebody into an account of its own and read what they write there.
pub(super) fn same_site(app: &App, headers: &HeaderMap) -> ApiResult<()> {
    if headers.contains_key(header::ORIGIN) && !is_same_origin(headers, &app.config.cors_origins) {
        let detail = "This request did not come from the dashboard. Reload the page and try again.";
        return Err(ApiError::new(
            StatusCode::FORBIDDEN,
            "cross_site_request",
            detail,
        ));
    }
    Ok(())
}

/// Whether another try of a password is allowed.
pub(super) fn slow_down(app: &App, peer: std::net::IpAddr, account: &str) -> ApiResult<()> {
    app.logins.check(peer, account).map_err(|seconds| {
        let detail = format!("Too many tries. Wait {seconds} seconds and try again.");
        ApiError::later(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_logins",
            detail,
            seconds,
        )
    })
}

/// Begins a login of somebody who has proved who they are.
pub(super) async fn log_in(
    app: &App,
    jar: CookieJar,
    headers: &HeaderMap,
    user: User,
    once: bool,
) -> ApiResult<(CookieJar, Json<LoggedIn>)> {
    let (token, now) = (fresh(), app.clock.now());
    let program = headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok());
    let program = program.map(|p| p.chars().take(MAX_USER_AGENT).collect::<String>());
    let new = NewSession {
        id: SessionId::new(app.ids.next()),
        user: user.id,
        token: &token,
        until: now.plus(LIFETIME),
        user_agent: program.as_deref(),
        once,
    };
    app.db.open_session(&new, now).await?;
    let secure = app
        .config
        .public_url
        .as_ref()
        .is_some_and(|u| u.scheme() == "https");
    Ok((
        jar.add(session_cookie(&token, secure)),
        Json(LoggedIn {
            access_token: token,
            token_type: "bearer",
            user,
            password_change_required: once,
        }),
    ))
}

/// Holds as long as the login does, and only for our own pages.
fn session_cookie(token: &str, secure: bool) -> Cookie<'static> {
    let seconds = LIFETIME / domain::time::SECOND;
    let mut cookie = Cookie::parse(format!(
        "{COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}"
    ))
    .unwrap_or_else(|_| Cookie::new(COOKIE, token.to_owned()));
    cookie.set_http_only(true);
    cookie.set_same_site(SameSite::Lax);
    cookie.set_secure(secure);
    cookie
}

/// Ends this login, at once and everywhere.
#[utoipa::path(post, path = "/api/auth/logout", tag = "session", security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "The token no longer works.", body = Done),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn logout(
    State(app): State<Arc<App>>,
    agent: Agent,
    jar: CookieJar,
) -> ApiResult<(CookieJar, Json<Done>)> {
    app.db.end_session(agent.session, app.clock.now()).await?;
    app.realtime.end_session(agent.session);
    app.realtime.hint();
    let gone = Cookie::build((COOKIE, "")).path("/").build();
    Ok((jar.remove(gone), Json(Done { success: true })))
}

/// What a page needs to know before anybody is logged in.
#[utoipa::path(get, path = "/api/auth/config", tag = "session", responses((status = 200, description = "Public settings.", body = PublicConfig)))]
pub async fn config(State(app): State<Arc<App>>) -> Json<PublicConfig> {
    let mock = app.config.mode == Mode::Mock;
    let demo = DEMO_USERS.iter().map(|u| DemoUser {
        email: u.email,
        password: u.password,
        name: u.name,
        role: u.role,
    });
    Json(PublicConfig {
        mode: app.config.mode.as_str(),
        signup: app.config.public_signup,
        simulator_url: app.simulator.as_ref().map(|s| s.base.to_string()),
        demo_users: if mock { demo.collect() } else { Vec::new() },
        human_agent: app.config.human_agent,
        signature_check_off: app.config.skip_signature,
        webhook_url: app
            .config
            .public_url
            .as_ref()
            .and_then(|u| u.join("/api/webhooks/instagram").ok())
            .map(|u| u.to_string()),
    })
}
