//! What Meta calls by itself besides webhooks (platform notes §8.7): somebody removed the app, or wants to be erased.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;

use crate::control::{Body, Failure};
use crate::graph::token;
use crate::sim::Sim;
use crate::wire;

/// §8.5: the app was removed by its user.
const REMOVED: i64 = 458;

#[derive(Deserialize)]
pub(super) struct Callback {
    /// `deauthorize` or `data-deletion`.
    kind: String,
    /// The app-scoped id; without it the owner of all accounts.
    #[serde(default)]
    user_id: Option<String>,
    /// Where to; without it the place beside the webhooks.
    #[serde(default)]
    url: Option<String>,
}

/// Posts a `signed_request` as Meta does, and tells what was answered. Removing the app kills the tokens of all accounts.
pub(super) async fn call(
    State(sim): State<Arc<Sim>>,
    Body(callback): Body<Callback>,
) -> Result<Json<Value>, Failure> {
    let unknown = || {
        Failure::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "kind is deauthorize or data-deletion",
        )
    };
    if !matches!(callback.kind.as_str(), "deauthorize" | "data-deletion") {
        return Err(unknown());
    }
    let (webhook, owner, now) = sim.look(|w| {
        (
            w.webhook_url().map(str::to_owned),
            token::owner(w),
            w.meta_now(),
        )
    });
    let beside = || {
        Url::parse(&webhook?)
            .ok()?
            .join(&format!("/api/meta/{}", callback.kind))
            .ok()
    };
    let named = callback.url.as_deref().and_then(|url| Url::parse(url).ok());
    let url = named.or_else(beside);
    let url = url.ok_or_else(|| {
        Failure::new(StatusCode::CONFLICT, "there is no webhook address to go by")
    })?;
    let user_id = callback.user_id.unwrap_or(owner);
    if callback.kind == "deauthorize" {
        sim.change(|w| {
            let prints: Vec<String> = w.tokens.ids().cloned().collect();
            for print in prints {
                if let Some(token) = w.tokens.get_mut(&print) {
                    token.dead = Some(REMOVED);
                }
            }
        })
        .await?;
    }
    let payload = json!({"algorithm": "HMAC-SHA256", "issued_at": now / 1_000, "user_id": user_id});
    let payload = URL_SAFE_NO_PAD.encode(payload.to_string());
    let mac = hex::decode(wire::proof(&sim.fixed.app_secret, &payload)).unwrap_or_default();
    let signed = format!("{}.{payload}", URL_SAFE_NO_PAD.encode(mac));
    let sent = sim
        .http
        .post(url)
        .form(&[("signed_request", signed)])
        .send()
        .await;
    let answer =
        sent.map_err(|e| Failure::new(StatusCode::BAD_GATEWAY, e.without_url().to_string()))?;
    let status = answer.status().as_u16();
    let text = answer.text().await.unwrap_or_default();
    let shown = serde_json::from_str(&text).unwrap_or(Value::String(text));
    Ok(Json(
        json!({"status": status, "answer": shown, "user_id": user_id}),
    ))
}
