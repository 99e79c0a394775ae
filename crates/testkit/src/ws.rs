//! A client of `/messenger/ws` for tests.

use std::fmt;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};
use url::Url;

use crate::wait::PATIENCE;

/// Where and as whom to connect.
#[derive(Debug, Clone, Default)]
pub struct Connect {
    /// The person's token, in the query; `None` connects as nobody.
    pub token: Option<String>,
    /// Resume after this event of the log.
    pub since: Option<i64>,
    /// The log that `since` belongs to.
    pub log: Option<String>,
}

impl Connect {
    /// As this person, continuing from what the server has stored for them.
    #[must_use]
    pub fn with_token(token: &str) -> Self {
        Self {
            token: Some(token.to_owned()),
            ..Self::default()
        }
    }

    /// The same, but from this point of this log.
    #[must_use]
    pub fn since(self, seq: i64, log: &str) -> Self {
        Self {
            since: Some(seq),
            log: Some(log.to_owned()),
            ..self
        }
    }
}

/// An open socket. Pings are answered by the library while a test waits for frames, which tells the server that
/// everything before them was delivered.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    seen: Vec<Value>,
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket")
            .field("seen", &self.seen)
            .finish_non_exhaustive()
    }
}

/// What came next.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    /// A frame of the server.
    Frame(Value),
    /// The server closed, with its code and reason; 1006 stands for a connection that broke.
    Closed(u16, String),
}

/// The code for "gone without a word", which no peer ever sends.
const BROKEN: u16 = 1006;

impl Socket {
    /// Opens a socket on the server at `base` (`http://127.0.0.1:8001`).
    ///
    /// # Panics
    /// When the server does not accept it. (It accepts even bad tokens, and then closes with a reason.)
    pub async fn connect(base: &str, connect: &Connect) -> Self {
        match Self::try_connect(base, connect).await {
            Ok(socket) => socket,
            Err(e) => panic!("{base}/messenger/ws did not accept the socket: {e}"),
        }
    }

    /// As [`connect`](Self::connect), for servers that may be gone.
    ///
    /// # Errors
    /// When the server does not accept it.
    pub async fn try_connect(base: &str, connect: &Connect) -> Result<Self, Error> {
        let (stream, _) = connect_async(address(base, connect)?.as_str()).await?;
        Ok(Self {
            stream,
            seen: Vec::new(),
        })
    }

    /// Every frame so far, in order.
    #[must_use]
    pub fn seen(&self) -> &[Value] {
        &self.seen
    }

    /// The next frame, or how the socket ended.
    ///
    /// # Panics
    /// When nothing comes within the usual patience, or what comes is not one JSON object.
    pub async fn next(&mut self) -> Next {
        match self.next_within(PATIENCE).await {
            Some(next) => next,
            None => panic!("no frame within {PATIENCE:?}; so far: {}", self.listing()),
        }
    }

    /// The next frame, or `None` when nothing comes within `time`: the way to show that nothing comes.
    ///
    /// # Panics
    /// When what comes is not one JSON object.
    pub async fn next_within(&mut self, time: Duration) -> Option<Next> {
        tokio::time::timeout(time, self.read()).await.ok()
    }

    async fn read(&mut self) -> Next {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = match serde_json::from_str(&text) {
                        Ok(frame @ Value::Object(_)) => frame,
                        other => panic!("a frame is one JSON object, not {text} ({other:?})"),
                    };
                    self.seen.push(frame.clone());
                    return Next::Frame(frame);
                }
                Some(Ok(Message::Close(Some(close)))) => {
                    return Next::Closed(close.code.into(), close.reason.as_str().to_owned());
                }
                Some(Ok(Message::Close(None)) | Err(_)) | None => {
                    return Next::Closed(BROKEN, String::new());
                }
                Some(Ok(_)) => {}
            }
        }
    }

    /// Reads on until a frame is what is wanted, and gives that one.
    ///
    /// # Panics
    /// When the socket ends or `time` passes before; with `what` and all frames so far.
    pub async fn next_where(
        &mut self,
        time: Duration,
        what: &str,
        mut wanted: impl FnMut(&Value) -> bool,
    ) -> Value {
        let reading = async {
            loop {
                match self.read().await {
                    Next::Frame(frame) if wanted(&frame) => return Ok(frame),
                    Next::Frame(_) => {}
                    Next::Closed(code, reason) => return Err(format!("closed {code} {reason}")),
                }
            }
        };
        let end = match tokio::time::timeout(time, reading).await {
            Ok(Ok(frame)) => return frame,
            Ok(Err(closed)) => closed,
            Err(_) => format!("{time:?} passed"),
        };
        panic!("waiting for {what}: {end}; so far: {}", self.listing())
    }

    /// As [`next_where`](Self::next_where), by the frame's `type`.
    ///
    /// # Panics
    /// As there.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        self.next_where(PATIENCE, kind, |frame| frame["type"] == kind)
            .await
    }

    /// The first frame, `ready`: the head of the log and the log's id.
    ///
    /// # Panics
    /// When the first frame is another.
    pub async fn ready(&mut self) -> (i64, String) {
        match self.next().await {
            Next::Frame(frame) if frame["type"] == "ready" => {
                let head = frame["head"].as_i64().unwrap_or_default();
                (head, frame["log"].as_str().unwrap_or_default().to_owned())
            }
            other => panic!("the first frame is `ready`, not {other:?}"),
        }
    }

    /// Reads until a frame of this `seq` or a later one has come, and gives every frame read on the way.
    ///
    /// # Panics
    /// As [`next_where`](Self::next_where).
    pub async fn collect_to(&mut self, seq: i64) -> Vec<Value> {
        let before = self.seen.len();
        let reached = |frame: &Value| frame["seq"].as_i64().is_some_and(|n| n >= seq);
        self.next_where(PATIENCE, &format!("event {seq}"), reached)
            .await;
        self.seen[before..].to_vec()
    }

    /// Reads until the server closes, and gives code and reason.
    ///
    /// # Panics
    /// When it does not close within the usual patience.
    pub async fn closed(&mut self) -> (u16, String) {
        let reading = async {
            loop {
                if let Next::Closed(code, reason) = self.read().await {
                    return (code, reason);
                }
            }
        };
        match tokio::time::timeout(PATIENCE, reading).await {
            Ok(closed) => closed,
            Err(_) => panic!("still open after {PATIENCE:?}; so far: {}", self.listing()),
        }
    }

    /// Confirms everything up to `seq`.
    ///
    /// # Panics
    /// When the socket is broken.
    pub async fn ack(&mut self, seq: i64) {
        self.send(&json!({ "type": "ack", "seq": seq })).await;
    }

    /// Sends any frame.
    ///
    /// # Panics
    /// When the socket is broken.
    pub async fn send(&mut self, frame: &Value) {
        if let Err(e) = self.stream.send(Message::text(frame.to_string())).await {
            panic!("cannot send {frame}: {e}");
        }
    }

    /// Says goodbye and waits until the server has heard it.
    pub async fn close(mut self) {
        if self.stream.close(None).await.is_ok() {
            let goodbye = async { while let Some(Ok(_)) = self.stream.next().await {} };
            let _ = tokio::time::timeout(PATIENCE, goodbye).await;
        }
    }

    fn listing(&self) -> String {
        self.seen
            .iter()
            .map(|frame| format!("\n  {frame}"))
            .collect()
    }
}

fn address(base: &str, connect: &Connect) -> Result<Url, Error> {
    let invalid = |e: url::ParseError| Error::Io(std::io::Error::other(e));
    let text = base.trim_end_matches('/').replacen("http", "ws", 1);
    let mut url = Url::parse(&format!("{text}/messenger/ws")).map_err(invalid)?;
    let since = connect.since.map(|seq| seq.to_string());
    let parts = [
        ("token", &connect.token),
        ("since", &since),
        ("log", &connect.log),
    ];
    for (name, value) in parts {
        if let Some(value) = value {
            url.query_pairs_mut().append_pair(name, value);
        }
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::extract::RawQuery;
    use axum::extract::ws::{CloseFrame, Message as Sent, WebSocketUpgrade};
    use axum::routing::get;

    use super::*;

    /// Says `ready`, three events, what it was asked, then repeats what it hears until it hears `ack`.
    async fn server() -> String {
        let route = get(
            async |RawQuery(query): RawQuery, upgrade: WebSocketUpgrade| {
                upgrade.on_upgrade(async move |mut socket| {
                    let frames = [
                        json!({ "type": "ready", "head": 2, "log": "l1" }),
                        json!({ "type": "new_message", "seq": 3 }),
                        json!({ "type": "chat_updated", "seq": 4 }),
                        json!({ "type": "new_message", "seq": 5, "query": query }),
                    ];
                    for frame in frames {
                        let _ = socket.send(Sent::Text(frame.to_string().into())).await;
                    }
                    let _ = socket.recv().await;
                    let close = CloseFrame {
                        code: 1012,
                        reason: "going down".into(),
                    };
                    let _ = socket.send(Sent::Close(Some(close))).await;
                })
            },
        );
        let app = Router::new().route("/messenger/ws", route);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        format!("http://{address}")
    }

    #[tokio::test]
    async fn reads_resumes_acknowledges_and_sees_the_end() {
        let connect = Connect::with_token("a b").since(2, "l1");
        let mut socket = Socket::connect(&server().await, &connect).await;
        assert_eq!(socket.ready().await, (2, "l1".to_owned()));
        let frames = socket.collect_to(5).await;
        assert_eq!(frames.len(), 3);
        assert_eq!(frames[2]["query"], "token=a+b&since=2&log=l1");
        socket.ack(5).await;
        assert_eq!(socket.closed().await, (1012, "going down".to_owned()));
        assert_eq!(socket.seen().len(), 4);
    }

    #[tokio::test]
    async fn finds_by_type() {
        let mut socket = Socket::connect(&server().await, &Connect::default()).await;
        assert_eq!(socket.next_of("chat_updated").await["seq"], 4);
        assert_eq!(socket.next_of("new_message").await["query"], Value::Null);
        assert_eq!(socket.next_within(Duration::from_millis(50)).await, None);
        socket.close().await;
    }

    #[tokio::test]
    #[should_panic(expected = "waiting for resync: 50ms passed; so far: \n  {\"head\":2")]
    async fn a_failure_lists_what_came() {
        let mut socket = Socket::connect(&server().await, &Connect::default()).await;
        let time = Duration::from_millis(50);
        socket
            .next_where(time, "resync", |frame| frame["type"] == "resync")
            .await;
    }
}
