//! Why a socket ends, and what it says then.

use std::future::Future;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use domain::ids::UserId;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use super::Shared;
use super::registry::Full;

/// How long a read may take until it counts as failed. The database gives up on a connection after half of it.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Why a socket ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The client left, or the connection broke.
    Gone,
    /// The login behind it is over.
    SessionOver,
    /// The client does not read.
    TooSlow,
    /// The client gives no sign of life.
    Silent,
    /// There is no room.
    Full(Full),
    /// The database did not answer when the socket opened.
    Unavailable,
    /// The server stops.
    Restart,
}

impl End {
    /// Code and reason of the close frame. 1008 tells clients to stop, 1012 and 1013 to come back.
    const fn close(self) -> Option<(u16, &'static str)> {
        match self {
            Self::Gone => None,
            Self::SessionOver => Some((close_code::POLICY, "session ended")),
            Self::TooSlow => Some((
                close_code::AGAIN,
                "reading too slowly; reconnect to go on where this ended",
            )),
            Self::Silent => Some((
                close_code::AGAIN,
                "no sign of life; reconnect to go on where this ended",
            )),
            Self::Full(Full::Node) => Some((
                close_code::AGAIN,
                "this server has too many connections; try again later",
            )),
            Self::Full(Full::User) => Some((
                close_code::AGAIN,
                "you have too many connections; close some and try again",
            )),
            Self::Unavailable => Some((
                close_code::AGAIN,
                "the event log cannot be read; try again later",
            )),
            Self::Restart => Some((
                close_code::RESTART,
                "the server is restarting; reconnect to go on where this ended",
            )),
        }
    }

    /// The word for the metric.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::SessionOver => "session_over",
            Self::TooSlow => "too_slow",
            Self::Silent => "silent",
            Self::Full(_) => "full",
            Self::Unavailable => "unavailable",
            Self::Restart => "restart",
        }
    }
}

/// What may end a socket while it waits for something else.
pub(super) struct Stop {
    /// The login behind the socket is over.
    pub(super) ended: CancellationToken,
    /// The server stops.
    pub(super) soft: CancellationToken,
    /// How long it takes its time.
    pub(super) spread: Duration,
}

impl Stop {
    /// Resolves when waiting any longer is pointless: at once when the login ends, after the spread when the server
    /// stops.
    pub(super) async fn now(&self) -> End {
        let restart = async {
            self.soft.cancelled().await;
            sleep(self.spread).await;
        };
        tokio::select! {
            () = self.ended.cancelled() => End::SessionOver,
            () = restart => End::Restart,
        }
    }

    /// Asks the database, bounded in time. `None` if it did not answer, `Err` if the socket ends.
    pub(super) async fn ask<T>(
        &self,
        read: impl Future<Output = store::Result<T>> + Send,
    ) -> Result<Option<T>, End> {
        tokio::select! {
            end = self.now() => Err(end),
            read = timeout(READ_TIMEOUT, read) => Ok(match read {
                Ok(Ok(found)) => Some(found),
                Ok(Err(error)) => {
                    // A warning per socket would be a flood; the tailer, which reads the same database, gives one.
                    tracing::debug!(%error, "the database did not answer a socket");
                    None
                }
                Err(_) => None,
            }),
        }
    }
}

/// Sends the close frame and waits for the client's, both within `patience`.
pub(super) async fn say_goodbye(socket: &mut WebSocket, end: End, patience: Duration) {
    metrics::counter!("realtime_sockets_closed_total", "reason" => end.label()).increment(1);
    let goodbye = async {
        if let Some((code, reason)) = end.close()
            && socket
                .send(Message::Close(Some(CloseFrame {
                    code,
                    reason: Utf8Bytes::from_static(reason),
                })))
                .await
                .is_err()
        {
            return;
        }
        while let Some(Ok(_)) = socket.recv().await {}
    };
    let _: Result<(), _> = timeout(patience, goodbye).await;
}

impl Shared {
    /// Stores what a person has confirmed, whatever the pause.
    pub(super) async fn flush(&self, user: UserId) {
        match timeout(READ_TIMEOUT, self.marks.flush(user, &self.db, &*self.clock)).await {
            Ok(Ok(())) => {}
            // At worst these events come again.
            Ok(Err(error)) => tracing::debug!(%error, "cannot store what a socket has confirmed"),
            Err(_) => tracing::debug!("cannot store in time what a socket has confirmed"),
        }
    }
}
