//! Connecting by logging in at Meta (admins): where to go, what comes back, and the choice between several accounts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::account::Platform;
use domain::ids::{AccountId, ExternalId};
use domain::time::Timestamp;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use store::accounts::Source;
use store::logins::{LOGIN_LIFE, Login, LoginKind};
use url::Url;

use super::accounts::again;
use crate::app::App;
use crate::config::Mode;
use crate::connect::{self, By, Candidate, Refused};
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::{Admin, ApiPath, ApiQuery, KeyedJson};

/// Longest code or state that is looked at; Meta's codes have some 400 characters.
const MAX_CHARS: usize = 4_000;
/// Accounts that one choice may connect: each costs a few calls to Meta, and the request has to end in time.
const MAX_CHOSEN: usize = 20;
/// Where the dashboard shows accounts.
const SCREEN: &str = "/accounts";

/// What Meta's redirect carries.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuery {
    /// Good for one exchange.
    code: Option<String>,
    /// What the login was begun with.
    state: Option<String>,
    /// Why there is no code.
    error: Option<String>,
}

/// One of the accounts to choose from.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Choosable {
    /// `INSTAGRAM` or `FACEBOOK`.
    #[schema(value_type = String)]
    platform: Platform,
    /// Meta's id.
    id: String,
    /// Its handle or name.
    name: Option<String>,
    /// The Page behind it, or itself.
    page_id: Option<String>,
    /// Whether it is connected already; choosing it gives it the new token.
    connected: bool,
}

/// The accounts that a login may connect.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Choice {
    /// Until when one may choose.
    expires_at: Timestamp,
    /// What there is.
    accounts: Vec<Choosable>,
}

/// Which of them.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct Chosen {
    /// Meta's ids, at most 20.
    accounts: Vec<String>,
}

/// An account that was connected.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Connected {
    /// `INSTAGRAM` or `FACEBOOK`.
    #[schema(value_type = String)]
    platform: Platform,
    /// Our id.
    id: AccountId,
    /// Meta's id.
    page_id: ExternalId,
    /// Its handle or name.
    name: String,
}

/// An account that was not connected.
#[derive(Serialize, utoipa::ToSchema)]
pub struct NotConnected {
    /// `INSTAGRAM` or `FACEBOOK`.
    #[schema(value_type = String)]
    platform: Platform,
    /// Meta's id.
    page_id: String,
    /// Why, and what to do.
    reason: String,
}

/// What became of a choice.
#[derive(Serialize, utoipa::ToSchema)]
pub struct ChoiceMade {
    /// Whether all of them are connected.
    success: bool,
    /// Those that are.
    connected: Vec<Connected>,
    /// Those that are not.
    failed: Vec<NotConnected>,
}

fn platform(name: &str) -> ApiResult<Platform> {
    let known = Platform::parse(name).filter(|p| p.as_str().to_ascii_lowercase() == name);
    known.ok_or_else(|| {
        ApiError::not_found("There is no login of this name. Use facebook or instagram.")
    })
}

/// Where Meta sends the person back to: it has to be the same to the byte at both ends (platform notes §8.1). Mock mode,
/// which listens on this machine only, goes by the address that was asked; in real mode that could be anybody's word.
fn redirect_address(app: &App, headers: &HeaderMap, name: &str) -> ApiResult<String> {
    let host = || {
        let host = headers.get(header::HOST)?.to_str().ok()?;
        Url::parse(&format!("http://{host}/")).ok()
    };
    let mock = app.config.mode == Mode::Mock;
    let base = app.config.public_url.clone();
    let base = base.or_else(|| mock.then(host).flatten()).ok_or_else(|| {
        let detail =
            "Meta has to know where to send you back to. Ask the operator to set PUBLIC_URL.";
        ApiError::new(StatusCode::CONFLICT, "public_url_required", detail)
    })?;
    let base = base.as_str().trim_end_matches('/');
    Ok(format!("{base}/api/oauth/{name}/callback"))
}

fn go_to(place: &str) -> ApiResult<Response> {
    let place = HeaderValue::from_str(place)
        .map_err(|_| ApiError::bad_request("bad_address", "The address cannot be gone to."))?;
    let headers = [
        (header::LOCATION, place),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::FOUND, headers).into_response())
}

/// The dashboard's screen of accounts, with what happened.
fn screen(key: &str, value: &str) -> ApiResult<Response> {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair(key, value)
        .finish();
    go_to(&format!("{SCREEN}?{query}"))
}

/// Begins a login: sends the browser to Meta. It has to be back within ten minutes.
#[utoipa::path(get, path = "/api/oauth/{platform}/start", tag = "accounts", params(("platform" = String, Path, description = "`facebook` or `instagram`.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 302, description = "To Meta's login.", headers(("Location" = String, description = "Meta's login."))),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Neither `facebook` nor `instagram`.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`login_not_configured` or `public_url_required`: the operator has to set something first.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn start(
    State(app): State<Arc<App>>,
    admin: Admin,
    ApiPath(name): ApiPath<String>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let platform = platform(&name)?;
    let own = app_of(&app, platform)?;
    let redirect = redirect_address(&app, &headers, &name)?;
    let state = crate::auth::token::fresh();
    let now = app.clock.now();
    let login = Login {
        platform,
        user: admin.0.user.id,
        data: SecretString::from(redirect.clone()),
        expires_at: now.plus(LOGIN_LIFE),
    };
    app.db
        .keep_login(&app.sealer, LoginKind::State, &state, &login, now)
        .await?;
    go_to(connect::dialog(&app, platform, &own, &redirect, &state).as_str())
}

fn app_of(app: &App, platform: Platform) -> ApiResult<meta::graph::LoginApp> {
    connect::app_of(app, platform).ok_or_else(|| {
        let detail = match platform {
            Platform::Facebook => {
                "Ask the operator to set FACEBOOK_APP_ID and FACEBOOK_APP_SECRET."
            }
            Platform::Instagram => {
                "Ask the operator to set INSTAGRAM_APP_ID and INSTAGRAM_APP_SECRET."
            }
        };
        ApiError::new(StatusCode::CONFLICT, "login_not_configured", detail)
    })
}

/// Where Meta sends the browser back to. One account is connected at once; of several the admin chooses in the dashboard.
#[utoipa::path(get, path = "/api/oauth/{platform}/callback", tag = "accounts", params(("platform" = String, Path, description = "`facebook` or `instagram`."), CallbackQuery), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 302, description = "To the dashboard: `?connected=` with our id, `?choose=` with the choice's id, or `?login_error=` with a sentence.", headers(("Location" = String, description = "The dashboard."))),
    (status = 400, description = "`login_expired`: not begun here by this person, longer ago than ten minutes, or come back before.", body = Problem, content_type = "application/problem+json"),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Neither `facebook` nor `instagram`.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "`login_not_configured`: the operator has to set something first.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn callback(
    State(app): State<Arc<App>>,
    admin: Admin,
    ApiPath(name): ApiPath<String>,
    ApiQuery(query): ApiQuery<CallbackQuery>,
) -> ApiResult<Response> {
    let platform = platform(&name)?;
    let own = app_of(&app, platform)?;
    let expired = || {
        let detail = "This login was not begun here, took longer than ten minutes, or came back before. Begin again.";
        ApiError::bad_request("login_expired", detail)
    };
    let state = query.state.filter(|s| s.len() <= MAX_CHARS);
    let state = state.ok_or_else(expired)?;
    let now = app.clock.now();
    let login = app.db.take_login(&app.sealer, &state, now).await?;
    let login = login
        .filter(|l| l.platform == platform && l.user == admin.0.user.id)
        .ok_or_else(expired)?;
    let code = query.code.filter(|c| c.len() <= MAX_CHARS);
    let (Some(code), None) = (code, query.error) else {
        return screen(
            "login_error",
            "Nothing was connected: the login was cancelled at Meta.",
        );
    };
    let redirect = login.data.expose_secret();
    let found = connect::candidates(&app, platform, &own, redirect, &code).await;
    let found = match found {
        Ok(found) => found,
        Err(Refused(reason)) => {
            return screen("login_error", &format!("Nothing was connected. {reason}"));
        }
    };
    match found.as_slice() {
        [] => screen(
            "login_error",
            "Nothing was connected: no Page was allowed at Meta. Begin again and choose one there.",
        ),
        [only] => match connect_one(&app, only, &admin).await? {
            Ok(connected) => screen("connected", &connected.id.to_string()),
            Err(Refused(reason)) => {
                screen("login_error", &format!("Nothing was connected. {reason}"))
            }
        },
        several => {
            let choice = crate::auth::token::fresh();
            let data = serde_json::to_string(several).unwrap_or_default();
            let login = Login {
                data: SecretString::from(data),
                expires_at: now.plus(LOGIN_LIFE),
                ..login
            };
            app.db
                .keep_login(&app.sealer, LoginKind::Choice, &choice, &login, now)
                .await?;
            screen("choose", &choice)
        }
    }
}

async fn connect_one(
    app: &App,
    chosen: &Candidate,
    admin: &Admin,
) -> ApiResult<Result<Connected, Refused>> {
    let by = By {
        source: Source::Api,
        user: Some(admin.0.user.id),
    };
    let verified = async {
        let found = connect::verified(app, chosen).await?;
        connect::subscribe(app, &found.credentials(), found.platform).await?;
        Ok::<_, Refused>(found)
    };
    let found = match verified.await {
        Ok(found) => found,
        Err(refused) => return Ok(Err(refused)),
    };
    let name = found.name.clone();
    let new = connect::checked(app, found, name.as_deref(), by);
    let account = connect::store(app, &new).await?;
    Ok(Ok(Connected {
        platform: account.platform,
        id: account.id,
        page_id: account.external,
        name: account.username,
    }))
}

async fn open_choice(app: &App, admin: &Admin, choice: &str) -> ApiResult<(Login, Vec<Candidate>)> {
    let none = || ApiError::not_found("There is no such choice any more. Log in at Meta again.");
    let found = app
        .db
        .login_choice(&app.sealer, choice, app.clock.now())
        .await?;
    let login = found
        .filter(|l| l.user == admin.0.user.id)
        .ok_or_else(none)?;
    let candidates = serde_json::from_str(login.data.expose_secret()).map_err(|_| none())?;
    Ok((login, candidates))
}

/// The accounts that a login may connect.
#[utoipa::path(get, path = "/api/oauth/choices/{choice}", tag = "accounts", params(("choice" = String, Path, description = "From the dashboard's address after a login.")), security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "What there is to choose from.", body = Choice),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Not this person's, or its ten minutes are over.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn choice(
    State(app): State<Arc<App>>,
    admin: Admin,
    ApiPath(choice): ApiPath<String>,
) -> ApiResult<Json<Choice>> {
    let (login, candidates) = open_choice(&app, &admin, &choice).await?;
    let mut accounts = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let id = ExternalId::new(candidate.id.clone());
        let known = app.db.account_of(candidate.platform, &id).await?;
        accounts.push(Choosable {
            platform: candidate.platform,
            id: candidate.id,
            name: candidate.name,
            page_id: candidate.page_id,
            connected: known.is_some_and(|a| a.connected),
        });
    }
    Ok(Json(Choice {
        expires_at: login.expires_at,
        accounts,
    }))
}

/// Connects the chosen accounts, each checked and subscribed as one whose token was pasted. May be repeated.
#[utoipa::path(post, path = "/api/oauth/choices/{choice}", tag = "accounts", request_body = Chosen,
    params(("choice" = String, Path, description = "From the dashboard's address after a login."), ("Idempotency-Key" = Option<String>, Header, description = "The same key with another body is refused.")),
    security(("bearer" = []), ("cookie" = [])), responses(
    (status = 200, description = "What became of each.", body = ChoiceMade),
    (status = 401, description = "Not logged in.", body = Problem, content_type = "application/problem+json"),
    (status = 403, description = "Not an admin.", body = Problem, content_type = "application/problem+json"),
    (status = 404, description = "Not this person's, or its ten minutes are over.", body = Problem, content_type = "application/problem+json"),
    (status = 409, description = "The key was used for another body.", body = Problem, content_type = "application/problem+json"),
    (status = 422, description = "None, too many, or one that is not among them.", body = Problem, content_type = "application/problem+json"),
))]
pub async fn choose(
    State(app): State<Arc<App>>,
    admin: Admin,
    ApiPath(choice): ApiPath<String>,
    KeyedJson { body, key }: KeyedJson<Chosen>,
) -> ApiResult<Json<ChoiceMade>> {
    let (_, candidates) = open_choice(&app, &admin, &choice).await?;
    if body.accounts.is_empty() || body.accounts.len() > MAX_CHOSEN {
        let detail = format!("accounts must have 1 to {MAX_CHOSEN} ids.");
        return Err(ApiError::invalid("/accounts", detail));
    }
    let mut chosen = Vec::with_capacity(body.accounts.len());
    for (n, id) in body.accounts.iter().enumerate() {
        let found = candidates.iter().find(|c| c.id == *id).ok_or_else(|| {
            ApiError::invalid(
                &format!("/accounts/{n}"),
                "This account is not among those to choose from.",
            )
        })?;
        chosen.push(found);
    }
    // Connecting again does no harm, so a repeat simply does it again.
    again(&app, &admin, key.as_ref(), "login choice").await?;
    let mut made = ChoiceMade {
        success: true,
        connected: Vec::new(),
        failed: Vec::new(),
    };
    for account in chosen {
        match connect_one(&app, account, &admin).await? {
            Ok(connected) => made.connected.push(connected),
            Err(Refused(reason)) => {
                made.success = false;
                made.failed.push(NotConnected {
                    platform: account.platform,
                    page_id: account.id.clone(),
                    reason,
                });
            }
        }
    }
    Ok(Json(made))
}
