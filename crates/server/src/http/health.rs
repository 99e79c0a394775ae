//! Is it alive, is it ready, how is it doing.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::time::SECOND;
use serde::Serialize;

use crate::app::App;

/// A part that does not answer by then is not ready.
const PROBE_TIMEOUT: Duration = Duration::from_secs(3);

/// The process runs.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Alive {
    /// Always `ok`.
    status: &'static str,
}

/// Which parts are ready.
#[derive(Serialize, utoipa::ToSchema)]
pub struct Ready {
    /// `ready` or `not_ready`.
    status: &'static str,
    /// The database takes writes.
    store: bool,
    /// Deliveries are taken.
    intake: bool,
    /// The simulator answers (mock mode; null in real mode).
    simulator: Option<bool>,
    /// What the operator should know.
    warnings: Vec<String>,
}

/// The process runs.
#[utoipa::path(get, path = "/healthz", tag = "operator", responses((status = 200, description = "Alive.", body = Alive)))]
pub async fn healthz() -> Json<Alive> {
    Json(Alive { status: "ok" })
}

/// Whether the database takes writes, looked at once a second at most, however many ask.
async fn writable(app: &App) -> bool {
    let mut probed = app.probed.lock().await;
    let now = app.clock.now();
    if let Some((at, good)) = *probed
        && (0..SECOND).contains(&now.since(at))
    {
        return good;
    }
    let good = tokio::time::timeout(PROBE_TIMEOUT, app.db.probe(now.micros()))
        .await
        .is_ok_and(|r| r.is_ok());
    *probed = Some((now, good));
    good
}

/// Everything that requests need is there.
#[utoipa::path(get, path = "/readyz", tag = "operator", responses(
    (status = 200, description = "Ready.", body = Ready),
    (status = 503, description = "Not ready; the body says which part.", body = Ready),
))]
pub async fn readyz(State(app): State<Arc<App>>) -> Response {
    let store = writable(&app).await;
    let simulator = match &app.simulator {
        None => None,
        Some(sim) => {
            let asked = sim
                .http
                .get(sim.base.clone())
                .timeout(PROBE_TIMEOUT)
                .send()
                .await;
            Some(asked.is_ok_and(|r| r.status().is_success()))
        }
    };
    // The writer takes deliveries exactly as long as the database takes writes.
    let ready = store && simulator != Some(false);
    let body = Ready {
        status: if ready { "ready" } else { "not_ready" },
        store,
        intake: store,
        simulator,
        warnings: app.config.warnings.clone(),
    };
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (status, Json(body)).into_response()
}

/// How it is doing, for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "operator", responses((status = 200, description = "Counters and gauges in Prometheus' text form.", body = String, content_type = "text/plain")))]
pub async fn metrics(State(app): State<Arc<App>>) -> Response {
    (
        [(
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        )],
        app.metrics.render(),
    )
        .into_response()
}
