//! What starts, and what refuses to, saying why.

use std::path::Path;

use testkit::api::Method;
use testkit::process::{Options, Server, command};

/// The product guide's backend block, word for word.
const GUIDE_BACKEND: &str = "\
# Instagram Configuration
INSTAGRAM_MODE=mock                           # Use 'mock' for dev, 'real' for production
INSTAGRAM_APP_SECRET=${FACEBOOK_APP_SECRET}   # Uses same app as Facebook
INSTAGRAM_WEBHOOK_VERIFY_TOKEN=${FACEBOOK_WEBHOOK_VERIFY_TOKEN}
INSTAGRAM_WEBHOOK_TIMEOUT=30
INSTAGRAM_PAGE_ID=your-instagram-page-id
INSTAGRAM_PAGE_ACCESS_TOKEN=your-instagram-page-access-token
VERIFY_TOKEN=your-instagram-verify-token
PIXEL_ID=your-meta-pixel-id
GRAPH_VERSION=v21.0
INSTAGRAM_SKIP_SIGNATURE=false          # Set true only for debugging signature issues
";
/// Its frontend block.
const GUIDE_FRONTEND: &str = "REACT_APP_BACKEND_URL=/api\nWDS_SOCKET_PORT=0\n";
/// Its block for mock mode.
const GUIDE_MOCK: &str = "\
# Backend .env
INSTAGRAM_MODE=mock
# No real credentials needed for mock mode
";
/// Its block for real mode, with the placeholders still in place.
const GUIDE_REAL: &str = "\
# Backend .env
INSTAGRAM_MODE=real
FACEBOOK_APP_ID=your-actual-app-id
FACEBOOK_APP_SECRET=your-actual-app-secret
FACEBOOK_WEBHOOK_VERIFY_TOKEN=your-verify-token
";

/// A proper configuration of real mode, with nobody at the other end.
fn real() -> Options {
    Options::default()
        .env("INSTAGRAM_MODE", "real")
        .env("FACEBOOK_APP_ID", "1234567890")
        .env("FACEBOOK_APP_SECRET", "b1946ac92492d234")
        .env("VERIFY_TOKEN", "5d41402abc4b2a76")
        .env("GRAPH_BASE_URL", "http://127.0.0.1:9")
        .env("INSTAGRAM_GRAPH_BASE_URL", "http://127.0.0.1:9/ig-host")
}

/// What a server says that refuses to start.
async fn refused(options: Options) -> String {
    match Server::try_start(options).await {
        Ok(_) => panic!("it started"),
        Err(ended) => {
            assert!(!ended.status.success(), "{}", ended.log);
            ended.log
        }
    }
}

#[tokio::test]
async fn the_guides_blocks_start_the_server() {
    for block in [GUIDE_BACKEND, GUIDE_FRONTEND, GUIDE_MOCK] {
        let server = Server::start(Options::default().file(".env", block)).await;
        // The guide's own login and its check of the webhook work.
        let admin = server.api().admin().await;
        assert_eq!(admin.get("/api/auth/me").await["role"], "admin");
        let accounts = admin.get("/api/instagram/accounts").await;
        assert_eq!(accounts[0]["page_id"], "mock_ig_123", "{accounts}");
        let challenge = "/api/webhooks/instagram?hub.mode=subscribe&hub.verify_token=your-instagram-verify-token&hub.challenge=1";
        let answer = server.api().send(Method::GET, challenge, None).await;
        assert_eq!(answer.status, 403, "a placeholder is no secret: {answer}");
    }
}

#[tokio::test]
async fn real_mode_names_every_placeholder_at_once() {
    let log = refused(Options::default().file(".env", GUIDE_REAL)).await;
    for name in [
        "FACEBOOK_APP_ID",
        "FACEBOOK_APP_SECRET",
        "FACEBOOK_WEBHOOK_VERIFY_TOKEN",
    ] {
        assert!(log.contains(name), "{name} is missing in: {log}");
    }
    let log = refused(Options::default().env("INSTAGRAM_MODE", "real")).await;
    for name in ["FACEBOOK_APP_ID", "APP_SECRET", "VERIFY_TOKEN"] {
        assert!(log.contains(name), "{name} is missing in: {log}");
    }
}

#[tokio::test]
async fn a_data_folder_has_one_server() {
    let first = Server::start(Options::default()).await;
    let log = refused(Options::default().data(&first.data())).await;
    assert!(log.contains("in use by another server"), "{log}");
    assert!(log.contains("--data"), "it says what to do: {log}");
    first.api().admin().await;
}

#[tokio::test]
async fn a_wrong_key_is_named() {
    let mut first = Server::start(Options::default().env("TICKLEGRAM_KEY", "the first key")).await;
    assert!(first.terminate().await.success());
    let other = Options::default().data(&first.data());
    let log = refused(other.clone().env("TICKLEGRAM_KEY", "another key")).await;
    assert!(log.contains("TICKLEGRAM_KEY"), "{log}");
    assert!(!log.contains("another key"), "{log}");
    let right = Server::start(other.env("TICKLEGRAM_KEY", "the first key")).await;
    right.api().admin().await;
}

#[tokio::test]
async fn a_database_keeps_its_mode() {
    let mut mock = Server::start(Options::default()).await;
    assert!(mock.terminate().await.success());
    let log = refused(real().data(&mock.data())).await;
    assert!(
        log.contains("mock mode") && log.contains("real mode"),
        "{log}"
    );
    assert!(
        log.contains("INSTAGRAM_MODE=mock"),
        "it says what to do: {log}"
    );

    let mut real_one = Server::start(real()).await;
    assert!(real_one.terminate().await.success());
    let log = refused(Options::default().data(&real_one.data())).await;
    assert!(log.contains("INSTAGRAM_MODE=real"), "{log}");
}

#[test]
fn the_committed_api_document_is_the_binarys() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = command(folder.path()).arg("openapi").output();
    let said = said.expect("it runs");
    assert!(said.status.success());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi.json");
    let committed = std::fs::read(root).expect("openapi.json");
    assert!(
        said.stdout == committed,
        "ticklegram openapi > openapi.json"
    );
}
