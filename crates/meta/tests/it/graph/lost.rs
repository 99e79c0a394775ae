//! Answers that never come. What matters is whether the request can have been taken.

use std::time::Duration;

use domain::account::Platform;
use meta::graph::{CallError, GraphClient, GraphConfig, Host, SendError, SenderAction};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{CUSTOMER, TOKEN, config, creds, text};

/// Takes one connection, reads the whole request, and hands the connection over.
async fn take_one(listener: TcpListener) -> (TcpStream, String) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    while !request.windows(2).any(|end| end == b"}}") {
        let read = stream.read(&mut buffer).await.unwrap();
        assert_ne!(read, 0, "the request came whole");
        request.extend_from_slice(&buffer[..read]);
    }
    (stream, String::from_utf8(request).unwrap())
}

async fn listen() -> (TcpListener, GraphConfig) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = config(&format!("http://{}", listener.local_addr().unwrap()));
    (listener, config)
}

async fn send(config: GraphConfig) -> SendError {
    let client = GraphClient::new(config).unwrap();
    client
        .send(&creds(Host::Facebook), &text(Platform::Instagram, "hi"))
        .await
        .unwrap_err()
}

#[tokio::test]
async fn nobody_listens() {
    let (listener, config) = listen().await;
    drop(listener);
    let error = send(config.clone()).await;
    assert!(matches!(error, SendError::NotReached { .. }), "{error}");
    assert!(
        !error.to_string().contains(TOKEN) && !error.to_string().contains("messages"),
        "{error}"
    );
    let client = GraphClient::new(config).unwrap();
    let customer = domain::ids::CustomerId::new(CUSTOMER);
    let action = client
        .sender_action(&creds(Host::Facebook), &customer, SenderAction::MarkSeen)
        .await;
    assert!(matches!(action, Err(CallError::NoAnswer { .. })));
}

#[tokio::test]
async fn the_connection_closes_after_the_request() {
    let (listener, config) = listen().await;
    let server = tokio::spawn(async move { take_one(listener).await.1 });
    let error = send(config).await;
    assert!(matches!(error, SendError::Unknown { .. }), "{error}");
    let request = server.await.unwrap();
    assert!(
        request.starts_with("POST /v25.0/100000000000001/messages HTTP/1.1\r\n"),
        "{request}"
    );
}

#[tokio::test]
async fn the_answer_stops_in_the_middle() {
    let (listener, config) = listen().await;
    tokio::spawn(async move {
        let (mut stream, _) = take_one(listener).await;
        let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"message_id\":\"m_1\"";
        stream.write_all(half).await.unwrap();
    });
    let error = send(config).await;
    assert!(matches!(error, SendError::Unknown { .. }), "{error}");
}

#[tokio::test]
async fn no_answer_in_time() {
    let (listener, config) = listen().await;
    let server = tokio::spawn(take_one(listener));
    let error = send(GraphConfig {
        timeout: Duration::from_millis(300),
        ..config
    })
    .await;
    assert!(matches!(error, SendError::Unknown { .. }), "{error}");
    // The connection was open all the time: it was the clock that ended the call.
    server.await.unwrap();
}

#[tokio::test]
async fn an_answer_that_is_not_http() {
    let (listener, config) = listen().await;
    tokio::spawn(async move {
        let (mut stream, _) = take_one(listener).await;
        stream.write_all(b"hello\r\n\r\n").await.unwrap();
    });
    let error = send(config).await;
    assert!(matches!(error, SendError::Unknown { .. }), "{error}");
}
