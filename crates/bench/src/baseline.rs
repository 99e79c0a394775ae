//! The least that gives a durable acknowledgement: check the HMAC, put the body into a batch, commit, answer.
//!
//! No routes, no limits, no logs, no reading of the body. What the product does more than this is what the ratio shows.

use std::io::Write as _;
use std::path::Path;
use std::str::FromStr;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sqlx::QueryBuilder;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};

/// The argument that makes this program the plain handler; the database file follows.
pub(crate) const MODE: &str = "baseline";

/// As many as one statement takes without nearing SQLite's limit of variables; the generator never has more waiting.
const BATCH: usize = 512;

/// What may wait for the writer; beyond it a handler waits too.
const QUEUE: usize = 4096;

/// A body, and who waits for its commit.
type Waiting = (Bytes, oneshot::Sender<bool>);

/// Serves until it is killed; the first line of its output is its port.
pub(crate) async fn serve(file: &Path) -> anyhow::Result<()> {
    let (listener, app) = prepare(file).await?;
    let mut out = std::io::stdout();
    writeln!(out, "{}", listener.local_addr()?.port()).and_then(|()| out.flush())?;
    axum::serve(listener, app).await.context("serving")
}

async fn prepare(file: &Path) -> anyhow::Result<(TcpListener, Router)> {
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", file.display()))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await?;
    sqlx::query("CREATE TABLE delivery (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
        .execute(&pool)
        .await?;
    let (queue, waiting) = mpsc::channel(QUEUE);
    tokio::spawn(write(pool, waiting));
    let app = Router::new()
        .route("/webhook", post(accept))
        .with_state(queue);
    Ok((TcpListener::bind("127.0.0.1:0").await?, app))
}

async fn accept(
    State(queue): State<mpsc::Sender<Waiting>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    if !verified(&headers, &body) {
        return StatusCode::UNAUTHORIZED;
    }
    let (done, committed) = oneshot::channel();
    if queue.send((body, done)).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match committed.await {
        Ok(true) => StatusCode::OK,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn verified(headers: &HeaderMap, body: &[u8]) -> bool {
    let signature = headers
        .get(testkit::webhook::SIGNATURE_HEADER)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| hex::decode(value.strip_prefix("sha256=")?).ok());
    let (Some(signature), Ok(mut mac)) = (
        signature,
        Hmac::<Sha256>::new_from_slice(crate::SECRET.as_bytes()),
    ) else {
        return false;
    };
    mac.update(body);
    mac.verify_slice(&signature).is_ok()
}

/// One statement and one commit for whatever is waiting.
async fn write(pool: SqlitePool, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let mut insert = QueryBuilder::new("INSERT INTO delivery (body) ");
        insert.push_values(&batch, |mut row, (body, _)| {
            row.push_bind(body.as_ref());
        });
        let written = insert.build().execute(&pool).await.is_ok();
        for (_, done) in batch.drain(..) {
            let _ = done.send(written);
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::net::SocketAddr;

    use super::*;

    /// Serves in this process.
    pub(crate) async fn start(file: &Path) -> SocketAddr {
        let (listener, app) = prepare(file).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        address
    }

    /// How many deliveries are in the file, seen by another connection.
    pub(crate) async fn count(file: &Path) -> i64 {
        let pool = SqlitePool::connect(&format!("sqlite://{}", file.display()))
            .await
            .unwrap();
        sqlx::query_scalar("SELECT count(*) FROM delivery")
            .fetch_one(&pool)
            .await
            .unwrap()
    }
}
