//! Meta's way in: verification, and deliveries that are durable before they are answered.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::ids::DeliveryId;
use futures_util::StreamExt as _;
use meta::verify::{BadSignature, UnsignedPermit, Verified};
use secrecy::ExposeSecret as _;
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use store::deliveries::NewDelivery;
use subtle::ConstantTimeEq as _;
use tokio::sync::OwnedSemaphorePermit;
use tracing::{info, warn};

use crate::app::App;
use crate::config::Mode;
use crate::http::error::{ApiError, ApiResult, Problem};
use crate::http::extract::Peer;
use crate::ingest::BODY_LIMIT;

/// A body must have come by then; Meta's own come at once.
const BODY_TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of bodies that may be read at once, before anybody has been checked.
pub const READING: usize = 64 * 1024 * 1024;
/// Bytes of a body beyond the limit that are read so that its sender sees why it is refused; more is cut off.
const DISCARDED: usize = 8 * BODY_LIMIT;
/// Seconds after which Meta may try again; it has its own schedule and ignores this, proxies do not.
const RETRY_AFTER: u64 = 5;

/// The answer to every delivery that is kept.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Received {
    /// Always `received`.
    status: &'static str,
}

macro_rules! routes {
    ($verify:ident, $receive:ident, $path:literal) => {
        /// Meta's verification of the callback address (platform notes §1.1).
        #[utoipa::path(get, path = $path, tag = "webhooks", params(
            ("hub.mode" = Option<String>, Query, description = "`subscribe`."),
            ("hub.verify_token" = Option<String>, Query, description = "One of the configured verify tokens."),
            ("hub.challenge" = Option<String>, Query, description = "Comes back byte for byte.")), responses(
            (status = 200, description = "The challenge.", body = String, content_type = "text/plain"),
            (status = 403, description = "Unknown verify token.", body = Problem, content_type = "application/problem+json"),
        ))]
        pub async fn $verify(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
            verify(&app, query.as_deref())
        }

        /// A delivery. Answered with 200 only after its raw body is durable; what it says is understood later.
        #[utoipa::path(post, path = $path, tag = "webhooks", request_body(content = Vec<u8>, content_type = "application/json"), params(
            ("X-Hub-Signature-256" = Option<String>, Header, description = "`sha256=` and the HMAC of the raw body.")), responses(
            (status = 200, description = "Kept.", body = Received),
            (status = 400, description = "The body could not be read.", body = Problem, content_type = "application/problem+json"),
            (status = 401, description = "`Invalid signature`.", body = Problem, content_type = "application/problem+json"),
            (status = 408, description = "The body did not come in time.", body = Problem, content_type = "application/problem+json"),
            (status = 413, description = "Larger than any delivery of Meta's.", body = Problem, content_type = "application/problem+json"),
            (status = 503, description = "It could not be made durable; send it again.", body = Problem, content_type = "application/problem+json"),
        ))]
        pub async fn $receive(State(app): State<Arc<App>>, peer: Peer, headers: HeaderMap, body: Body) -> ApiResult<Json<Received>> {
            receive(&app, &peer, &headers, body).await
        }
    };
}

routes!(
    verify_instagram,
    receive_instagram,
    "/api/webhooks/instagram"
);
routes!(verify_facebook, receive_facebook, "/api/webhooks/facebook");
routes!(verify_plain, receive_plain, "/webhook");

fn verify(app: &App, query: Option<&str>) -> Response {
    let pairs: Vec<_> = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()).collect();
    let value = |name: &str| {
        pairs
            .iter()
            .find(|(k, _)| k == name)
            .map(|(_, v)| v.as_ref())
    };
    let token = value("hub.verify_token").unwrap_or_default();
    // Every token is compared, in constant time: the answer's time tells nothing about which was nearly right.
    let known = app.verify_tokens.iter().fold(0_u8, |known, t| {
        known
            | token
                .as_bytes()
                .ct_eq(t.expose_secret().as_bytes())
                .unwrap_u8()
    });
    if value("hub.mode") == Some("subscribe") && known == 1 && !token.is_empty() {
        let challenge = value("hub.challenge").unwrap_or_default().to_owned();
        return (
            [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
            challenge,
        )
            .into_response();
    }
    let detail = "The verify token is not one of those configured here. Compare it with the one in the app's webhook settings.";
    ApiError::new(StatusCode::FORBIDDEN, "unknown_verify_token", detail).into_response()
}

/// Reads a body within what all bodies together may take, before anybody has been checked.
async fn read(
    app: &App,
    headers: &HeaderMap,
    body: Body,
) -> ApiResult<(Bytes, OwnedSemaphorePermit)> {
    let too_large = || {
        ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "delivery_too_large",
            "This delivery is larger than Meta's largest.",
        )
    };
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.parse::<usize>().ok());
    // Meta says how long its bodies are; one that does not may be as long as any.
    let weight = announced.unwrap_or(BODY_LIMIT);
    if weight > BODY_LIMIT {
        discard(body).await;
        return Err(too_large());
    }
    let weight = u32::try_from(weight.max(1)).unwrap_or(u32::MAX);
    let room = Arc::clone(&app.intake_room)
        .try_acquire_many_owned(weight)
        .map_err(|_| not_durable("too many bodies are being read"))?;
    let bytes = tokio::time::timeout(BODY_TIMEOUT, axum::body::to_bytes(body, BODY_LIMIT)).await;
    match bytes {
        Ok(Ok(bytes)) => Ok((bytes, room)),
        Ok(Err(problem)) if is_too_long(&problem) => Err(too_large()),
        Ok(Err(_)) => Err(ApiError::bad_request(
            "bad_body",
            "The body could not be read to its end.",
        )),
        Err(_) => Err(ApiError::new(
            StatusCode::REQUEST_TIMEOUT,
            "body_too_slow",
            "The body did not come in time.",
        )),
    }
}

/// Reads on without keeping anything: a sender that is still writing when the connection closes never sees the answer.
async fn discard(body: Body) {
    let mut chunks = body.into_data_stream();
    let mut left = DISCARDED;
    let reading = async {
        while let Some(Ok(chunk)) = chunks.next().await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                return;
            }
        }
    };
    // Whoever is slower than that is not waited for.
    let _ = tokio::time::timeout(BODY_TIMEOUT, reading).await;
}

fn is_too_long(problem: &axum::Error) -> bool {
    std::error::Error::source(problem).is_some_and(|s| s.is::<http_body_util::LengthLimitError>())
}

fn not_durable(reason: &str) -> ApiError {
    metrics::counter!("ticklegram_deliveries_total", "answer" => "not_durable").increment(1);
    warn!(reason, "a delivery was not taken; Meta sends it again");
    let detail = "The delivery could not be stored in the database. Send it again.";
    ApiError::later(
        StatusCode::SERVICE_UNAVAILABLE,
        "not_durable",
        detail,
        RETRY_AFTER,
    )
}

async fn receive(
    app: &App,
    peer: &Peer,
    headers: &HeaderMap,
    body: Body,
) -> ApiResult<Json<Received>> {
    let (body, _room) = read(app, headers, body).await?;
    let signed = match check(app, peer, headers, &body) {
        Ok(signed) => signed,
        Err(problem) => {
            metrics::counter!("ticklegram_deliveries_total", "answer" => "refused").increment(1);
            warn!(reason = %problem, bytes = body.len(), "a delivery was refused");
            if app.config.hmac_debug {
                explain(app, headers, &body);
            }
            return Err(ApiError::new(
                StatusCode::UNAUTHORIZED,
                "invalid_signature",
                "Invalid signature",
            ));
        }
    };
    let delivery = NewDelivery {
        id: DeliveryId::new(app.ids.next()),
        received_at: app.clock.now(),
        body,
        signed,
    };
    app.writer
        .accept(delivery)
        .await
        .map_err(|refused| not_durable(&refused.to_string()))?;
    metrics::counter!("ticklegram_deliveries_total", "answer" => "kept").increment(1);
    Ok(Json(Received { status: "received" }))
}

/// For `INSTAGRAM_HMAC_DEBUG`: what a person needs to find out why a signature does not fit. Never a secret, and nothing
/// from which one could be found.
fn explain(app: &App, headers: &HeaderMap, body: &[u8]) {
    let length = |name: &str| headers.get(name).map_or(0, |v| v.len());
    let digest = hex::encode(Sha256::digest(body));
    info!(
        body.sha256 = digest,
        body.bytes = body.len(),
        secrets.configured = app.config.webhook_secrets.len(),
        sha256_header.bytes = length("x-hub-signature-256"),
        sha1_header.bytes = length("x-hub-signature"),
        content_encoding = headers.contains_key(header::CONTENT_ENCODING),
        "compare the body's SHA-256 with that of the bytes that were signed: if they differ, something on the way rewrote the body; \
         if they are the same, the app secret is another one"
    );
}

/// Whether a delivery may come in, and whether its signature was checked.
fn check(app: &App, peer: &Peer, headers: &HeaderMap, body: &[u8]) -> Result<bool, BadSignature> {
    let signature = headers.get("x-hub-signature-256").map(|v| v.as_bytes());
    let unsigned = signature.is_none() && !headers.contains_key("x-hub-signature");
    let forwarded = headers
        .keys()
        .any(|name| name == "forwarded" || name.as_str().starts_with("x-forwarded-"));
    if app.config.skip_signature {
        let _: Verified<'_> = Verified::unsigned(body, UnsignedPermit::SkipSignature);
        return Ok(app.secrets.verify(signature, body).is_ok());
    }
    if app.config.mode == Mode::Mock && unsigned && peer.0.is_loopback() && !forwarded {
        let _: Verified<'_> = Verified::unsigned(body, UnsignedPermit::MockLoopback);
        return Ok(false);
    }
    app.secrets.verify(signature, body).map(|_| true)
}
