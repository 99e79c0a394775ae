//! On a stand-in for the server: these must not depend on the product.

use super::*;

/// Called as the server is, it answers every request with 200 and counts its starts in the data folder. Written for
/// `node`, which the dashboard needs anyway.
fn stand_in() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/process/stand-in.mjs")
}

async fn starts(server: &Server) -> usize {
    fs::read(server.data().join("starts")).unwrap().len()
}

#[tokio::test]
async fn survives_a_crash_and_a_clean_end_with_its_data_and_port() {
    let path = stand_in();
    let mut server = Server::start_program(&path, Options::default())
        .await
        .unwrap();
    let address = server.address();
    assert_eq!(server.api().get("/readyz").await, serde_json::json!({}));

    server.kill9();
    let gone = server
        .api()
        .try_send(reqwest::Method::GET, "/", None, &[])
        .await;
    assert!(gone.is_err());
    server.restart_program(&path).await;
    assert_eq!(starts(&server).await, 2);

    assert!(server.terminate().await.success());
    assert!(server.log().contains("asked to end"));
    server.restart_program(&path).await;
    assert_eq!((starts(&server).await, server.address()), (3, address));
}

#[tokio::test]
async fn a_refusal_to_start_gives_status_and_log() {
    let path = stand_in();
    let options = Options::default().env("REFUSE", "no secret");
    let ended = Server::start_program(&path, options).await.unwrap_err();
    assert_eq!(ended.status.code(), Some(3));
    assert!(ended.log.contains("refused: no secret"));
}

#[tokio::test]
async fn nothing_of_the_persons_environment_reaches_it() {
    let path = stand_in();
    let options = Options::default().env("WANTED", "1");
    let server = Server::start_program(&path, options).await.unwrap();
    let log = server.log();
    let line = log
        .lines()
        .find(|line| line.starts_with("variables:"))
        .unwrap();
    assert!(line.contains("WANTED") && line.contains("SIM_LISTEN") && line.contains("PATH"));
    assert!(!line.contains("CARGO"), "{line}");
}

#[tokio::test]
async fn dropping_it_ends_it() {
    let path = stand_in();
    let server = Server::start_program(&path, Options::default())
        .await
        .unwrap();
    let api = server.api();
    drop(server);
    assert!(
        api.try_send(reqwest::Method::GET, "/", None, &[])
            .await
            .is_err()
    );
}
