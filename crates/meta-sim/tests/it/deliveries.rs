//! Webhooks: bytes, order, retries, durability.

use std::time::Duration;

use axum::http::StatusCode;
use hmac::{Hmac, KeyInit as _, Mac as _};
use meta_sim::{Mode, SimConfig, Timings};
use serde_json::{Value, json};

use crate::support::{INSTAGRAM, PAGE, Receiver, Rig, SECRET, config, quick};

fn signature(body: &[u8]) -> String {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

#[tokio::test]
async fn bodies_are_compact_escaped_and_signed() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let made = rig
        .post("/_sim/customers", json!({"account_id": INSTAGRAM}))
        .await;
    let id = made["id"].as_str().unwrap();
    let text = "café مرحبا 👋 a/b";
    let answer = rig.write(id, text).await;
    for key in ["customer_id", "mid", "delivery_id"] {
        assert!(answer[key].is_string(), "{answer}");
    }
    let got = receiver.wait(1, |_| true).await.remove(0);
    let raw = String::from_utf8(got.raw.clone()).unwrap();
    assert!(
        raw.contains("caf\\u00e9 \\u0645\\u0631\\u062d\\u0628\\u0627 \\ud83d\\udc4b a\\/b"),
        "{raw}"
    );
    assert!(raw.is_ascii() && !raw.contains(": ") && !raw.contains('\n'));
    assert_eq!(
        got.headers["x-hub-signature-256"],
        signature(&got.raw).as_str()
    );
    assert!(
        got.headers["x-hub-signature"]
            .to_str()
            .unwrap()
            .starts_with("sha1=")
    );
    assert_eq!(got.headers["user-agent"], "facebookexternalua");
    assert_eq!(
        got.headers["content-length"],
        got.raw.len().to_string().as_str()
    );
    assert_eq!(got.body["object"], json!("instagram"));
    assert_eq!(got.text(), Some(text));
    assert_eq!(got.event()["timestamp"], answer["timestamp"]);
    let kept = rig
        .until("/_sim/deliveries", |d| d[0]["state"] == json!("delivered"))
        .await;
    assert_eq!(kept[0]["body"].as_str().unwrap().as_bytes(), got.raw);
    assert_eq!(kept[0]["signature"], json!(signature(&got.raw)));
    assert_eq!(kept[0]["attempts"][0]["status"], json!(200));
}

#[tokio::test]
async fn a_customers_messages_keep_their_order() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let id = rig.customer(INSTAGRAM).await;
    for n in 0..30 {
        rig.write(&id, &n.to_string()).await;
    }
    let got = receiver.wait(31, |_| true).await;
    let texts: Vec<&str> = got.iter().skip(1).filter_map(|g| g.text()).collect();
    assert_eq!(texts, (0..30).map(|n| n.to_string()).collect::<Vec<_>>());
    let times: Vec<i64> = got
        .iter()
        .map(|g| g.event()["timestamp"].as_i64().unwrap())
        .collect();
    assert!(
        times.windows(2).all(|w| w[0] < w[1]),
        "one order: {times:?}"
    );
}

#[tokio::test]
async fn a_failing_receiver_gets_it_again_and_others_pass_in_the_end() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    receiver.answer(StatusCode::SERVICE_UNAVAILABLE);
    let id = rig.customer(INSTAGRAM).await;
    receiver.wait(4, |_| true).await;
    receiver.answer(StatusCode::OK);
    let kept = rig
        .until("/_sim/deliveries", |d| d[0]["state"] == json!("delivered"))
        .await;
    assert!(kept[0]["tries"].as_u64().unwrap() >= 4, "{kept}");
    assert_eq!(kept[0]["attempts"][0]["status"], json!(503));
    rig.write(&id, "next").await;
    receiver.wait(1, |g| g.text() == Some("next")).await;
}

#[tokio::test]
async fn an_answer_that_does_not_come_counts_as_failure() {
    let receiver = Receiver::start().await;
    receiver.hang(true);
    let timings = Timings {
        webhook_timeout: Duration::from_millis(50),
        ..quick()
    };
    let rig = Rig::start(SimConfig {
        timings,
        ..config(&receiver)
    })
    .await;
    rig.customer(INSTAGRAM).await;
    receiver.wait(2, |_| true).await;
    receiver.hang(false);
    let kept = rig
        .until("/_sim/deliveries", |d| d[0]["state"] == json!("delivered"))
        .await;
    assert_eq!(kept[0]["attempts"][0]["status"], Value::Null);
}

#[tokio::test]
async fn an_account_that_fails_too_long_is_unsubscribed() {
    let receiver = Receiver::start().await;
    receiver.answer(StatusCode::INTERNAL_SERVER_ERROR);
    let timings = Timings {
        unsubscribe_after: Duration::from_millis(60),
        ..quick()
    };
    let rig = Rig::start(SimConfig {
        timings,
        ..config(&receiver)
    })
    .await;
    let id = rig.customer(INSTAGRAM).await;
    rig.until("/_sim/deliveries", |d| {
        d[0]["state"] == json!("unsubscribed")
    })
    .await;
    receiver.answer(StatusCode::OK);
    assert_eq!(rig.write(&id, "unheard").await["delivery_id"], Value::Null);
    let url = format!(
        "{}/{INSTAGRAM}/subscribed_apps?subscribed_fields=messages",
        rig.ig
    );
    assert_eq!(
        rig.graph("POST", &url, "t", None).await,
        (200, json!({"success": true}))
    );
    rig.write(&id, "heard").await;
    receiver.wait(1, |g| g.text() == Some("heard")).await;
}

#[tokio::test]
async fn what_was_not_delivered_leaves_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start().await;
    let nowhere = SimConfig {
        webhook_url: None,
        data_dir: Some(folder.path().into()),
        ..config(&receiver)
    };
    let rig = Rig::start(nowhere.clone()).await;
    let id = rig.customer(INSTAGRAM).await;
    rig.write(&id, "kept").await;
    let (status, sent) = rig.send(INSTAGRAM, &id, "answer").await;
    assert_eq!(status, 200);
    let before = rig.get("/_sim/calls").await;
    rig.stop().await;

    let rig = Rig::start(SimConfig {
        webhook_url: Some(receiver.url.clone()),
        ..nowhere
    })
    .await;
    receiver.wait(1, |g| g.text() == Some("kept")).await;
    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    assert_eq!(echo.event()["message"]["mid"], sent["message_id"]);
    assert_eq!(rig.get("/_sim/calls").await, before);
    let thread = rig.get(&format!("/_sim/customers/{id}/messages")).await;
    assert_eq!(thread.as_array().unwrap().len(), 3);
    // The window and the token survive too, and no id is given twice.
    let (status, again) = rig.send(INSTAGRAM, &id, "more").await;
    assert_eq!(status, 200);
    assert_ne!(again["message_id"], sent["message_id"]);
    rig.stop().await;
}

#[tokio::test]
async fn a_later_address_gets_what_was_waiting() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(SimConfig {
        webhook_url: None,
        ..config(&receiver)
    })
    .await;
    rig.customer(PAGE).await;
    assert!(receiver.all().is_empty());
    rig.sim
        .as_ref()
        .unwrap()
        .set_webhook_url(receiver.url.clone());
    receiver.wait(1, |g| g.text() == Some("hello")).await;
}

#[tokio::test]
async fn every_act_becomes_its_event() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let id = rig.customer(INSTAGRAM).await;
    let mid = rig.write(&id, "first").await["mid"].clone();
    rig.act(&id, json!({"action": "react", "mid": mid, "emoji": "❤️"}))
        .await;
    rig.act(&id, json!({"action": "unreact", "mid": mid})).await;
    rig.act(&id, json!({"action": "edit", "mid": mid, "text": "second"}))
        .await;
    rig.act(&id, json!({"action": "unsend", "mid": mid})).await;
    rig.act(
        &id,
        json!({"action": "postback", "title": "Hours?", "payload": "HOURS"}),
    )
    .await;
    rig.act(&id, json!({"action": "referral"})).await;
    let story = json!({"id": "18000000000000001", "url": "https://lookaside.fbsbx.com/s"});
    rig.post(
        &format!("/_sim/customers/{id}/messages"),
        json!({"text": "wow", "story": story}),
    )
    .await;
    let mention =
        json!({"attachments": [{"type": "story_mention", "url": "https://lookaside.fbsbx.com/m"}]});
    rig.post(&format!("/_sim/customers/{id}/messages"), mention)
        .await;
    rig.post(
        &format!("/_sim/customers/{id}/messages"),
        json!({"unsupported": true}),
    )
    .await;
    let got = receiver.wait(11, |_| true).await;
    let events: Vec<Value> = got.iter().skip(2).map(|g| g.event().clone()).collect();
    assert_eq!(
        events[0]["reaction"],
        json!({"mid": mid, "action": "react", "reaction": "love", "emoji": "❤️"})
    );
    assert_eq!(
        events[1]["reaction"],
        json!({"mid": mid, "action": "unreact"})
    );
    assert_eq!(
        events[2]["message_edit"],
        json!({"mid": mid, "text": "second", "num_edit": 1})
    );
    assert_eq!(
        events[3]["message"],
        json!({"mid": mid, "is_deleted": true})
    );
    assert_eq!(events[4]["postback"]["payload"], json!("HOURS"));
    assert_eq!(events[5]["referral"]["source"], json!("IGME-SOURCE-LINK"));
    assert_eq!(events[6]["message"]["reply_to"]["story"], story);
    assert_eq!(
        events[7]["message"]["attachments"][0]["type"],
        json!("story_mention")
    );
    assert_eq!(events[8]["message"]["is_unsupported"], json!(true));
}

#[tokio::test]
async fn a_page_gets_only_the_fields_it_chose() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let id = rig.customer(PAGE).await;
    let url = format!(
        "{}/{PAGE}/subscribed_apps?subscribed_fields=messages,message_reads",
        rig.base
    );
    assert_eq!(rig.graph("POST", &url, "t", None).await.0, 200);
    let bad = format!(
        "{}/{PAGE}/subscribed_apps?subscribed_fields=messages,messaging_seen",
        rig.base
    );
    assert_eq!(rig.graph("POST", &bad, "t", None).await.0, 400);
    let url = format!("{}/{PAGE}/messages", rig.base);
    let body =
        json!({"recipient": {"id": id}, "messaging_type": "RESPONSE", "message": {"text": "x"}});
    assert_eq!(rig.graph("POST", &url, "t", Some(body)).await.0, 200);
    receiver.wait(1, |g| g.event().get("read").is_some()).await;
    assert!(
        receiver
            .all()
            .iter()
            .all(|g| !g.is_echo() && g.event().get("delivery").is_none())
    );
}

#[tokio::test]
async fn stepped_mode_moves_only_when_told_and_repeats_itself() {
    let mut histories = Vec::new();
    for _ in 0..2 {
        let receiver = Receiver::start().await;
        let stepped = SimConfig {
            mode: Mode::Stepped,
            seed: Some(7),
            ..config(&receiver)
        };
        let rig = Rig::start(stepped).await;
        let id = rig.customer(INSTAGRAM).await;
        assert_eq!(rig.send(INSTAGRAM, &id, "hi").await.0, 200);
        assert!(receiver.all().is_empty());
        rig.until("/_sim/deliveries", |d| {
            d.as_array()
                .unwrap()
                .iter()
                .all(|d| d["held"] == json!(false))
        })
        .await;
        let one = rig.post("/_sim/step", json!({})).await;
        assert_eq!(one["moved"].as_array().unwrap().len(), 1);
        assert_eq!(receiver.all().len(), 1);
        let rest = rig.post("/_sim/step", json!({"all": true})).await;
        assert_eq!(rest["left"], json!(0), "{rest}");
        let got = receiver.all();
        assert!(got.last().unwrap().event().get("read").is_some());
        histories.push(
            got.iter()
                .map(|g| String::from_utf8(g.raw.clone()).unwrap())
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(histories[0], histories[1]);
    assert_eq!(histories[0].len(), 3);
}
