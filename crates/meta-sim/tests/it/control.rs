//! The control API and its guards.

use futures_util::StreamExt as _;
use meta_sim::{SimConfig, SimError};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::support::{INSTAGRAM, Receiver, Rig, config};

#[tokio::test]
async fn it_listens_on_loopback_only_unless_allowed() {
    let everywhere = SimConfig {
        listen: "0.0.0.0:0".parse().unwrap(),
        ..SimConfig::default()
    };
    let refused = meta_sim::start(everywhere, CancellationToken::new()).await;
    assert!(matches!(refused, Err(SimError::Public(_))));
}

#[tokio::test]
async fn foreign_pages_cannot_reach_the_control_api() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let reset = format!("{}/_sim/reset", rig.base);
    let by_form = rig
        .http
        .post(&reset)
        .header("origin", "https://evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(by_form.status(), 403);
    let by_name = rig
        .http
        .get(format!("{}/_sim/state", rig.base))
        .header("host", "evil.example")
        .send()
        .await
        .unwrap();
    assert_eq!(by_name.status(), 403);
    let own = rig
        .http
        .post(&reset)
        .header("origin", &rig.base)
        .send()
        .await
        .unwrap();
    assert_eq!(own.status(), 200);
}

#[tokio::test]
async fn reset_begins_anew_with_other_ids() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let before = rig
        .get(&format!("/_sim/customers?account_id={INSTAGRAM}"))
        .await;
    rig.customer(INSTAGRAM).await;
    rig.post("/_sim/faults", json!({"then": "drop"})).await;
    rig.post("/_sim/reset", json!({})).await;
    let after = rig
        .get(&format!("/_sim/customers?account_id={INSTAGRAM}"))
        .await;
    assert_eq!(after.as_array().unwrap().len(), 3, "the demo's three");
    assert_ne!(after[0]["id"], before[0]["id"]);
    assert_eq!(rig.get("/_sim/deliveries").await, json!([]));
    assert_eq!(rig.get("/_sim/faults").await, json!([]));
    rig.customer(INSTAGRAM).await;
    receiver.wait(2, |g| g.text() == Some("hello")).await;
}

#[tokio::test]
async fn a_burst_reaches_the_receiver() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let answer = rig
        .post(
            "/_sim/burst",
            json!({"account_id": INSTAGRAM, "customers": 20, "messages_each": 3}),
        )
        .await;
    assert_eq!(answer["messages"], json!(60));
    receiver.wait(60, |_| true).await;
    let too_many = rig
        .post(
            "/_sim/burst",
            json!({"account_id": INSTAGRAM, "customers": 1_000_000}),
        )
        .await;
    assert_eq!(too_many["status"], json!(422));
}

#[tokio::test]
async fn deliveries_can_be_resent_and_made_by_hand() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    rig.customer(INSTAGRAM).await;
    let id = rig.get("/_sim/deliveries").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    rig.post(&format!("/_sim/deliveries/{id}/resend"), json!({}))
        .await;
    let twice = receiver.wait(2, |g| g.text() == Some("hello")).await;
    assert_eq!(twice[0].raw, twice[1].raw);
    rig.post("/_sim/deliveries", json!({"body": "this is not JSON"}))
        .await;
    receiver.wait(1, |g| g.raw == b"this is not JSON").await;
    rig.post(
        "/_sim/deliveries",
        json!({"body": {"object": "instagram", "entry": []}}),
    )
    .await;
    receiver
        .wait(1, |g| g.raw == b"{\"entry\":[],\"object\":\"instagram\"}")
        .await;
}

#[tokio::test]
async fn changes_are_streamed_as_they_are_stored() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let mut stream = rig
        .http
        .get(format!("{}/_sim/stream", rig.base))
        .send()
        .await
        .unwrap()
        .bytes_stream();
    let mut text = String::new();
    while !text.contains("event: hello") {
        text.push_str(&String::from_utf8_lossy(
            &stream.next().await.unwrap().unwrap(),
        ));
    }
    rig.customer(INSTAGRAM).await;
    while !text.contains("\"kind\":\"message\"") || !text.contains("\"state\":\"delivered\"") {
        text.push_str(&String::from_utf8_lossy(
            &stream.next().await.unwrap().unwrap(),
        ));
    }
    assert!(!text.contains("\"kind\":\"token\""));
}

#[tokio::test]
async fn files_of_unknown_kinds_are_only_downloaded() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let upload = async |mime: &str| {
        let request = rig
            .http
            .post(format!("{}/_sim/media", rig.base))
            .header("content-type", mime.to_owned());
        let made: Value = request
            .body("<script>alert(1)</script>")
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        rig.http
            .get(made["url"].as_str().unwrap())
            .send()
            .await
            .unwrap()
    };
    let page = upload("text/html").await;
    assert!(
        page.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    assert!(
        page.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("sandbox")
    );
    let image = upload("image/png").await;
    assert!(
        image.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("inline")
    );
}

#[tokio::test]
async fn the_page_is_served_with_a_strict_policy() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let page = rig.http.get(&rig.base).send().await.unwrap();
    let policy = page.headers()["content-security-policy"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"));
    let html = page.text().await.unwrap();
    for part in html
        .split(['"', '\''])
        .filter(|p| p.starts_with("/_sim/page/"))
    {
        let response = rig
            .http
            .get(format!("{}{part}", rig.base))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200, "{part}");
    }
    assert!(
        !html.contains("http://") && !html.contains("https://"),
        "nothing comes from elsewhere"
    );
}
