//! Listening, and the one thing a web framework does not offer: hanging up without an answer.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::graph::params::MAX_BODY;
use crate::sim::Sim;
use crate::{control, graph, page};

/// How long a client may take for its request line and headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// How long running answers may take when the simulator stops.
const DRAIN: Duration = Duration::from_secs(2);
/// Pause after a failed accept, so that running out of files does not spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// On an answer: close the connection instead of sending it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hangup;

#[derive(Debug, thiserror::Error)]
#[error("hung up on purpose")]
struct HungUp;

/// All paths of the simulator; whatever is neither control nor page is the Graph API.
pub(crate) fn router(sim: Arc<Sim>, open: bool) -> Router {
    let control = control::router().layer(middleware::from_fn_with_state(open, same_origin));
    Router::new()
        .route("/", get(page::index).post(graph::handle))
        .route("/favicon.svg", get(page::favicon))
        .route("/favicon.ico", get(page::favicon))
        .route("/dialog/oauth", get(graph::login::facebook))
        .route("/{version}/dialog/oauth", get(graph::login::facebook))
        .route("/ig-host/oauth/authorize", get(graph::login::instagram))
        .nest("/_sim", control)
        .fallback(any(graph::handle))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(sim)
}

/// The control API has no login, so a foreign page open in the same browser must not reach it:
/// neither by a form (Origin) nor by a name that points here (Host).
async fn same_origin(State(open): State<bool>, request: Request, next: Next) -> Response {
    if !is_own(open, &request) {
        return (
            StatusCode::FORBIDDEN,
            "The simulator answers its own page and local programs only.\n",
        )
            .into_response();
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

fn is_own(open: bool, request: &Request) -> bool {
    let text = |name: header::HeaderName| request.headers().get(name).and_then(|v| v.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let is_port = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    let name = host
        .rsplit_once(':')
        .filter(|(_, port)| is_port(port))
        .map_or(host, |(name, _)| name);
    let local = matches!(name, "localhost" | "[::1]")
        || name
            .parse::<std::net::Ipv4Addr>()
            .is_ok_and(|ip| ip.is_loopback());
    let own = text(header::ORIGIN)
        .is_none_or(|origin| origin.split_once("://").is_some_and(|(_, o)| o == host));
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    (local || open) && (own || reads)
}

/// Accepts connections until told to stop.
pub(crate) async fn run(listener: TcpListener, router: Router, sim: Arc<Sim>) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            () = sim.stop.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        // Answers are small; without this the last packet of each waits for an acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no nodelay");
        }
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let router = router.clone();
            async move {
                let Ok(response) = router.oneshot(request.map(Body::new)).await;
                if response.extensions().get::<Hangup>().is_some() {
                    return Err(HungUp);
                }
                Ok(response)
            }
        });
        let connection = hyper::server::conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADER_TIMEOUT)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::debug!("some connections were still open");
    }
}
