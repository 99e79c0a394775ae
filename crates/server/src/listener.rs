//! Accepts connections: bounded in number, with a deadline for the headers, ended gracefully.
//!
//! axum's own `serve` has neither bound nor deadline, so a few thousand idle connections would shut everybody out.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;
use tracing::{debug, warn};

/// Connections at once: sockets of screens and Meta's deliveries together. Each costs some 30 kB.
const CONNECTIONS: usize = 16_384;
/// A client must have sent its headers by then.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Pause after the system refused a connection (no file descriptors): trying at once would only spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves `router` until `soft` is cancelled; connections end on `tracker`.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    tracker: TaskTracker,
    soft: CancellationToken,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = soft.cancelled() => return,
        };
        match accepted {
            Ok((stream, peer)) => {
                let connection = connection(stream, peer, router.clone(), soft.clone());
                tracker.spawn(async move {
                    connection.await;
                    drop(place);
                });
            }
            Err(problem) => {
                warn!(error = %problem, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, soft: CancellationToken) {
    if let Err(problem) = stream.set_nodelay(true) {
        debug!(error = %problem, "TCP_NODELAY was refused");
    }
    let service = hyper::service::service_fn(move |request: Request<Incoming>| {
        let router = router.clone();
        async move {
            let mut request = request.map(axum::body::Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            router.oneshot(request).await
        }
    });
    // HTTP/1 alone: recognising the protocol would wait for the first bytes without a deadline.
    let mut builder = Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIMEOUT);
    let serving = builder
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut serving = std::pin::pin!(serving);
    tokio::select! {
        ended = serving.as_mut() => note(ended),
        () = soft.cancelled() => {
            // Finish what has begun, then close.
            serving.as_mut().graceful_shutdown();
            note(serving.await);
        }
    }
}

fn note(ended: Result<(), hyper::Error>) {
    if let Err(problem) = ended {
        debug!(error = %problem, "a connection ended early");
    }
}
