//! The log of a busy day holds nothing that must not be there.

use serde_json::json;
use sqlx::Connection as _;
use testkit::api::Method;
use testkit::process::Options;
use testkit::webhook::{Account, SIGNATURE_HEADER, sign};
use testkit::ws::{Connect, Socket};

use crate::support::{INSTAGRAM, MESSENGER, SECRET, World, chat_of};

#[tokio::test]
async fn no_secret_and_no_message_is_logged() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("server.log");
    let options = Options::default()
        .env("RUST_LOG", "debug")
        .env("LOG_FILE", &file.display().to_string())
        .env("VERIFY_TOKEN", "verify-me-4711")
        .env("TICKLEGRAM_KEY", "the-sealing-key-4711")
        .env("INSTAGRAM_PAGE_ID", "17841400000000042")
        .env("INSTAGRAM_PAGE_ACCESS_TOKEN", "EAAenvironmenttoken4711")
        .env("INSTAGRAM_HMAC_DEBUG", "true");
    let world = World::start(options).await;
    let connect = Connect::with_token(world.admin.token());
    let socket = Socket::connect(&world.server.base(), &connect).await;
    let account =
        json!({ "page_id": "17841400000000043", "access_token": "EAAapitoken4711471147114711" });
    world.admin.post("/api/instagram/accounts", &account).await;
    for shop in [INSTAGRAM, MESSENGER] {
        let thread = world.conversation(shop, "Ludmila Private").await;
        world
            .sim
            .writes(&thread.customer, "the-customers-words")
            .await;
        world
            .sim
            .fault(json!([
                shop.fault(
                    1,
                    &json!({ "error": { "code": 2, "status": 400, "is_transient": true } })
                ),
                shop.fault(1, &json!("html_502")),
            ]))
            .await;
        let id = world.say(&thread, "the-agents-words").await;
        world
            .until(&thread, &id, &["sent", "delivered", "read", "unknown"])
            .await;
    }
    refusals(&world).await;
    let signature = sign(SECRET, b"[]");
    let signed = [(SIGNATURE_HEADER, signature.as_str())];
    let (status, _) = world.poster().post_with(b"[]", &signed).await;
    assert_eq!(status, 200);
    world.applied().await;
    socket.close().await;
    let token = world.admin.token().to_owned();
    let mut server = world.server;
    assert!(server.terminate().await.success());

    let written = std::fs::read_to_string(&file).expect("LOG_FILE");
    assert!(written.contains("TickleGram listens"), "{written}");
    assert!(!written.contains('\u{1b}'), "no colours in a file");
    let log = format!("{}{written}", server.log());
    let never = [
        token.as_str(),
        "admin123",
        "a-wrong-password",
        "not-a-token-4711",
        SECRET,
        "verify-me-4711",
        "the-sealing-key-4711",
        "EAAenvironmenttoken4711",
        "EAAapitoken4711471147114711",
        "mock-token-mock_ig_123",
        signature.trim_start_matches("sha256="),
        "the-customers-words",
        "the-agents-words",
        "Ludmila",
        "an-unsigned-text",
    ];
    for secret in never {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} stands in the log: {line:?}");
    }
}

/// The guide's search of the log finds what is wrong with the storage, by the word that it looks for.
#[tokio::test]
async fn storage_errors_name_the_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("server.log");
    let options = Options::default().env("LOG_FILE", &file.display().to_string());
    let world = World::start(options).await;
    let url = format!(
        "sqlite:{}",
        world.server.data().join("ticklegram.db").display()
    );
    let mut held = sqlx::SqliteConnection::connect(&url)
        .await
        .expect("the file");
    // As a backup or an operator's shell that does not end.
    let lock = sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut held).await;
    lock.expect("the lock");
    let account = Account::instagram(INSTAGRAM.account);
    let body = account.deliver(1, &[account.text("4711", 1, "m_4711", "hello?")]);
    let (status, answer) = world.poster().post(&body).await;
    assert_eq!(status, 503, "{answer}");
    let written = std::fs::read_to_string(&file).expect("LOG_FILE");
    let errors: Vec<&str> = written
        .lines()
        .filter(|line| line.contains("ERROR"))
        .collect();
    assert!(!errors.is_empty(), "{written}");
    for line in errors {
        assert!(line.contains("database"), "{line}");
        assert!(!line.contains("hello?"), "{line}");
    }
    held.close().await.expect("the lock is gone");
    // Meta sends it again, and it is there.
    let (status, answer) = world.poster().post(&body).await;
    assert_eq!(status, 200, "{answer}");
    world.applied().await;
    chat_of(&world.admin, "4711").await;
}

/// What is refused is logged too.
async fn refusals(world: &World) {
    let api = world.server.api();
    let login = json!({ "email": "admin@ticklegram.com", "password": "a-wrong-password" });
    let answer = api
        .send(Method::POST, "/api/auth/login", Some(&login))
        .await;
    assert_eq!(answer.status, 401, "{answer}");
    let verify = "/webhook?hub.mode=subscribe&hub.verify_token=not-a-token-4711&hub.challenge=1";
    let answer = api.send(Method::GET, verify, None).await;
    assert_eq!(answer.status, 403, "{answer}");
    let body = br#"{"object":"instagram","text":"an-unsigned-text"}"#;
    let wrong = [(SIGNATURE_HEADER, "sha256=00")];
    let (status, _) = world.poster().post_with(body, &wrong).await;
    assert_eq!(status, 401);
    let nobody = Connect::with_token("not-a-token-4711");
    let mut socket = Socket::connect(&world.server.base(), &nobody).await;
    assert_eq!(socket.closed().await.0, 1008);
}
