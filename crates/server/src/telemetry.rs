//! Logs and metrics. No bodies, tokens, query strings or addresses of people go into either (docs/LOGGING.md).

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing::{debug, error, info};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

/// Buckets of durations in seconds: from a cached page to a Graph call.
const BUCKETS: [f64; 10] = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 30.0];
/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_FILTER: &str = "info,hyper=warn,tower_http=warn";

static RECORDER: Mutex<Option<PrometheusHandle>> = Mutex::new(None);

/// Starts logging to standard error, and to `file` if there is one. Does nothing if a logger is there already.
///
/// # Errors
/// If the file cannot be opened.
pub fn logging(file: Option<&Path>) -> anyhow::Result<()> {
    let filter =
        || EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
    let console = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_filter(filter());
    let file = match file {
        None => None,
        Some(path) => {
            let open = std::fs::OpenOptions::new()
                .create(true)
                .append(true)
                .open(path);
            let open = open.map_err(|e| {
                anyhow::anyhow!("LOG_FILE: {} cannot be written: {e}", path.display())
            })?;
            Some(
                tracing_subscriber::fmt::layer()
                    .with_ansi(false)
                    .with_writer(Mutex::new(open))
                    .with_filter(filter()),
            )
        }
    };
    if tracing_subscriber::registry()
        .with(console)
        .with(file)
        .try_init()
        .is_err()
    {
        debug!("a logger is there already");
    }
    Ok(())
}

/// Says why the server does not start.
pub fn cannot_start(problem: &anyhow::Error) {
    error!("TickleGram cannot start: {problem:#}");
}

/// The metrics of this process.
///
/// # Errors
/// If another recorder is there already.
pub fn metrics() -> anyhow::Result<PrometheusHandle> {
    // Two servers of one test process share the recorder: the first installs it, whoever comes meanwhile waits.
    let mut installed = RECORDER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*installed {
        return Ok(handle.clone());
    }
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)?
        .install_recorder()?;
    *installed = Some(handle.clone());
    Ok(handle)
}

/// Counts and logs a request: its route, never its query.
pub async fn observe(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "other".to_owned(), |p| p.as_str().to_owned());
    let response = next.run(request).await;
    let status = response.status().as_u16();
    let elapsed = started.elapsed();
    metrics::counter!("ticklegram_http_requests_total", "method" => method.to_string(), "route" => route.clone(), "status" => status.to_string()).increment(1);
    metrics::histogram!("ticklegram_http_request_seconds", "route" => route.clone())
        .record(elapsed.as_secs_f64());
    let duration_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    if status >= 500 {
        info!(http.method = %method, http.route = route, http.status = status, duration_ms, "a request failed");
    } else {
        debug!(http.method = %method, http.route = route, http.status = status, duration_ms, "request");
    }
    response
}
