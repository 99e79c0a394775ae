//! Addresses of media end, as those of Meta's servers do (§3).

use serde_json::{Value, json};

use crate::support::{Got, INSTAGRAM, Receiver, Rig, config};

const HOUR_MS: i64 = 3_600_000;

async fn status(rig: &Rig, url: &str) -> u16 {
    rig.http.get(url).send().await.unwrap().status().as_u16()
}

async fn sends(rig: &Rig, receiver: &Receiver, kind: &str, n: usize) -> String {
    let customer = rig.customer(INSTAGRAM).await;
    let path = format!("/_sim/customers/{customer}/messages");
    rig.post(&path, json!({"attachments": [{"type": kind}]}))
        .await;
    // The first word of a new person is no file.
    let files = |g: &Got| g.event()["message"]["attachments"].is_array();
    let got = receiver.wait(n, files).await;
    let url = &got[n - 1].event()["message"]["attachments"][0]["payload"]["url"];
    url.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn addresses_are_signed_and_end() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let photo = sends(&rig, &receiver, "image", 1).await;
    let story = sends(&rig, &receiver, "story_mention", 2).await;
    let (plain, signature) = photo.split_once("?oe=").unwrap();
    let (end, signed) = signature.split_once("&oh=").unwrap();
    assert!(i64::from_str_radix(end, 16).is_ok() && !signed.is_empty());
    assert_eq!(status(&rig, &photo).await, 200);
    assert_eq!(status(&rig, &story).await, 200);
    assert_eq!(
        status(&rig, plain).await,
        200,
        "the phone page's own has no end"
    );
    let forged = format!("{plain}?oe=FFFFFFFF&oh={signed}");
    assert_eq!(status(&rig, &forged).await, 403);
    let set = async |hours: i64| {
        rig.post("/_sim/clock", json!({"offset_ms": hours * HOUR_MS}))
            .await;
    };
    set(25).await;
    assert_eq!(status(&rig, &story).await, 403, "a story ends with its day");
    assert_eq!(status(&rig, &photo).await, 200);
    set(6 * 24).await;
    assert_eq!(status(&rig, &photo).await, 403);
    rig.stop().await;
}

#[tokio::test]
async fn what_is_read_back_has_a_fresh_address() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let photo = sends(&rig, &receiver, "image", 1).await;
    let all = receiver.all();
    let sent = all
        .iter()
        .find(|g| g.event()["message"]["attachments"].is_array());
    let mid = sent.unwrap().event()["message"]["mid"].clone();
    rig.post("/_sim/clock", json!({"offset_ms": 6 * 24 * HOUR_MS}))
        .await;
    assert_eq!(status(&rig, &photo).await, 403);
    let path = format!("{}/{}?fields=attachments", rig.ig, mid.as_str().unwrap());
    let (code, node) = rig.graph("GET", &path, "t", None).await;
    assert_eq!(code, 200, "{node}");
    let url = &node["attachments"]["data"][0]["image_data"]["url"];
    assert_eq!(status(&rig, url.as_str().unwrap()).await, 200);
    rig.stop().await;
}

#[tokio::test]
async fn downloads_meet_faults_of_their_own() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let photo = sends(&rig, &receiver, "image", 1).await;
    let fault = |then: Value| json!({"match": "GET /{media}", "times": 1, "then": then});
    rig.post("/_sim/faults", fault(json!("html_502"))).await;
    assert_eq!(status(&rig, &photo).await, 502);
    rig.post(
        "/_sim/faults",
        fault(json!({"error": {"code": 1, "status": 410}})),
    )
    .await;
    assert_eq!(status(&rig, &photo).await, 410);
    assert_eq!(status(&rig, &photo).await, 200);
    // A face is another thing.
    rig.post("/_sim/faults", fault(json!("html_502"))).await;
    let face = format!("{}/_sim/avatar/1.png", rig.base);
    assert_eq!(status(&rig, &face).await, 200);
    rig.stop().await;
}
