//! What handlers receive: the person who asks, valid bodies, valid queries.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use domain::ids::SessionId;
use domain::user::{Role, Viewer};
use domain::wire;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use store::sends::IdempotencyKey;

use crate::app::App;
use crate::auth::token::COOKIE;
use crate::http::error::ApiError;

/// Longest `Idempotency-Key`.
const MAX_KEY: usize = 200;
/// Longest message about a field: it quotes what was sent, and that may be long.
const MAX_WORDS: usize = 300;
/// Largest JSON body of the API; the longest message with ten addresses has some 30 kB.
pub const JSON_LIMIT: usize = 256 * 1024;

/// A logged-in person.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Who.
    pub user: wire::User,
    /// Through which login.
    pub session: SessionId,
    /// What they may see.
    pub viewer: Viewer,
}

/// A logged-in admin.
#[derive(Clone, Debug)]
pub struct Admin(pub Agent);

/// The token of a request and where it stood.
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) from_cookie: bool,
}

const MISSING: &str = "Missing or invalid authorization header";

/// The token of the `Authorization` header or the session cookie.
pub(crate) fn token_of(headers: &HeaderMap) -> Result<Token, ApiError> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let text = value.to_str().ok().and_then(|v| v.split_once(' '));
        let text = text
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, t)| t.trim());
        let text = text
            .filter(|t| !t.is_empty())
            .ok_or_else(|| ApiError::unauthorized(MISSING))?;
        return Ok(Token {
            text: text.to_owned(),
            from_cookie: false,
        });
    }
    let jar = axum_extra::extract::CookieJar::from_headers(headers);
    let cookie = jar
        .get(COOKIE)
        .map(|c| c.value().to_owned())
        .filter(|v| !v.is_empty());
    cookie
        .map(|text| Token {
            text,
            from_cookie: true,
        })
        .ok_or_else(|| ApiError::unauthorized(MISSING))
}

/// Whether a request comes from a page of this server: its `Origin` names the host it was sent to. Browsers send it
/// with everything that changes something, and scripts of other pages cannot forge it.
pub(crate) fn is_same_origin(headers: &HeaderMap, allowed: &[String]) -> bool {
    let Some(origin) = headers.get(header::ORIGIN).and_then(|o| o.to_str().ok()) else {
        return headers
            .get("sec-fetch-site")
            .is_some_and(|s| s == "same-origin");
    };
    let host = headers
        .get(header::HOST)
        .and_then(|h| h.to_str().ok())
        .unwrap_or_default();
    let named = origin.split_once("://").map(|(_, rest)| rest);
    named == Some(host) || allowed.iter().any(|a| a == origin)
}

/// The person behind a token.
pub(crate) async fn person(app: &App, token: &str) -> Result<Agent, ApiError> {
    let found = app.db.session(token, app.clock.now()).await?;
    let (session, user) = found.ok_or_else(|| ApiError::unauthorized("Invalid token"))?;
    if !user.is_active {
        return Err(ApiError::unauthorized("User not found"));
    }
    let viewer = Viewer {
        id: user.id,
        role: user.role,
        visibility: app.config.visibility,
    };
    Ok(Agent {
        user,
        session,
        viewer,
    })
}

impl FromRequestParts<Arc<App>> for Agent {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let token = token_of(&parts.headers)?;
        let safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if token.from_cookie && !safe && !is_same_origin(&parts.headers, &app.config.cors_origins) {
            let detail =
                "This request did not come from the dashboard. Reload the page and try again.";
            return Err(ApiError::new(
                StatusCode::FORBIDDEN,
                "cross_site_request",
                detail,
            ));
        }
        person(app, &token.text).await
    }
}

impl FromRequestParts<Arc<App>> for Admin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let agent = Agent::from_request_parts(parts, app).await?;
        if agent.user.role == Role::Admin {
            Ok(Self(agent))
        } else {
            Err(ApiError::admin_required())
        }
    }
}

/// The address of whoever is connected.
pub struct Peer(pub IpAddr);

impl FromRequestParts<Arc<App>> for Peer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, ApiError> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|c| c.0.ip().to_canonical());
        peer.map(Self)
            .ok_or_else(|| ApiError::bad_request("no_peer", "The connection has no address."))
    }
}

/// A JSON body; what is wrong with it is answered field by field.
pub struct ApiJson<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for ApiJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        read_json(request, app).await.map(|(value, _)| Self(value))
    }
}

/// A JSON body together with its `Idempotency-Key`.
pub struct KeyedJson<T> {
    /// The body.
    pub body: T,
    /// The key, if the client sent one.
    pub key: Option<IdempotencyKey>,
}

impl<T: DeserializeOwned> FromRequest<Arc<App>> for KeyedJson<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        let route = format!("{} {}", request.method(), request.uri().path());
        let key = idempotency_key(request.headers())?;
        let (body, bytes) = read_json(request, app).await?;
        let key = key.map(|key| IdempotencyKey {
            route,
            key,
            body_sha256: hex::encode(Sha256::digest(&bytes)),
        });
        Ok(Self { body, key })
    }
}

/// The `Idempotency-Key` of a request, if it has one.
pub(crate) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(key) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = key.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > MAX_KEY {
        let detail =
            format!("The header Idempotency-Key must have 1 to {MAX_KEY} ASCII characters.");
        return Err(ApiError::bad_request("bad_idempotency_key", detail));
    }
    Ok(Some(key.to_owned()))
}

async fn read_json<T: DeserializeOwned>(
    request: Request,
    app: &Arc<App>,
) -> Result<(T, Bytes), ApiError> {
    let bytes = Bytes::from_request(request, app).await.map_err(|e| {
        if e.status() == StatusCode::PAYLOAD_TOO_LARGE {
            ApiError::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "body_too_large",
                "The body is larger than this route takes.",
            )
        } else {
            ApiError::bad_request("bad_body", "The body could not be read.")
        }
    })?;
    parse_json(&bytes).map(|value| (value, bytes))
}

/// A JSON object; nothing at all is as good as one without fields.
pub(crate) fn parse_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let text = bytes.trim_ascii();
    let text = if text.is_empty() { b"{}" } else { text };
    // serde would take a list for the fields in their order, which nobody means.
    if text.first() != Some(&b'{') && serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
    {
        return Err(ApiError::invalid("", "The body must be a JSON object."));
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|e| field_problem(&pointer(e.path()), e.inner()))?;
    reader.end().map_err(|e| field_problem("", &e))?;
    Ok(value)
}

/// A path as a JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(format!("/{index}")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                Some(format!("/{}", key.replace('~', "~0").replace('/', "~1")))
            }
            Segment::Unknown => None,
        })
        .collect()
}

fn field_problem(pointer: &str, error: &serde_json::Error) -> ApiError {
    if error.is_syntax() || error.is_eof() {
        return ApiError::invalid("", "The body is not valid JSON.");
    }
    // serde names the place in the text as well, which means nothing to somebody who sent an object.
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    // Nor do the names of our types.
    let text = text.split_once(", expected struct ").map_or_else(
        || text.to_owned(),
        |(found, _)| format!("{found}, expected an object"),
    );
    let text = text.as_str();
    let missing = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.strip_suffix('`'));
    match missing {
        Some(field) => ApiError::invalid(
            &format!("{pointer}/{field}"),
            format!("{field} is missing."),
        ),
        None => ApiError::invalid(
            pointer,
            format!("{}.", text.chars().take(MAX_WORDS).collect::<String>()),
        ),
    }
}

/// A query string; unknown values are answered with 422.
pub struct ApiQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Arc<App>> for ApiQuery<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Self, ApiError> {
        read_query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// Reads `a=b&c=d` into a structure, naming the parameter that does not fit.
fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, ApiError> {
    let pairs = url::form_urlencoded::parse(query.as_bytes()).filter(|(_, v)| !v.is_empty());
    let object: serde_json::Map<String, serde_json::Value> = pairs
        .map(|(k, v)| (k.into_owned(), serde_json::Value::String(v.into_owned())))
        .collect();
    serde_path_to_error::deserialize(serde_json::Value::Object(object)).map_err(|e| {
        let name = e.path().to_string();
        let text = e.inner().to_string();
        let name = name.trim_start_matches('.');
        let detail = format!("The parameter {name} is not valid: {text}.");
        ApiError::invalid(&format!("/{name}"), detail)
    })
}

/// One of our ids in a path; anything else is not found.
pub struct ApiPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<Arc<App>> for ApiPath<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, ApiError> {
        let path = Path::<T>::from_request_parts(parts, app).await;
        path.map(|Path(value)| Self(value))
            .map_err(|_| ApiError::not_found("There is nothing with this id."))
    }
}

/// Numbers of a query come as text.
pub(crate) mod number {
    use serde::{Deserialize, Deserializer, de::Error as _};

    /// Reads a whole number from text.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<i64>, D::Error> {
        let text = Option::<String>::deserialize(d)?;
        text.map(|t| {
            t.parse()
                .map_err(|_| D::Error::custom("expected a whole number"))
        })
        .transpose()
    }
}

/// Flags of a query come as text.
pub(crate) mod flag {
    use serde::{Deserialize, Deserializer, de::Error as _};

    /// Reads true or false from text.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<bool, D::Error> {
        match String::deserialize(d)?.to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            _ => Err(D::Error::custom("expected true or false")),
        }
    }
}
