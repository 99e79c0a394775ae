//! Faults: what goes wrong on purpose, and that it goes wrong as said.

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{INSTAGRAM, PAGE, Receiver, Rig, config};

async fn rig() -> (Receiver, Rig) {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    (receiver, rig)
}

#[tokio::test]
async fn an_accepted_send_can_lose_its_answer() {
    let (receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    rig.post(
        "/_sim/faults",
        json!([{"match": "POST */messages", "times": 1, "then": "accept_then_timeout"}]),
    )
    .await;
    let body = json!({"recipient": {"id": id}, "message": {"text": "lost"}});
    let url = format!("{}/me/messages", rig.ig);
    let answer = rig
        .http
        .post(&url)
        .bearer_auth("t")
        .json(&body)
        .send()
        .await;
    assert!(answer.is_err(), "no answer at all: {answer:?}");
    let calls = rig.get("/_sim/calls").await;
    let call = &calls[0];
    assert_eq!(
        (&call["accepted"], &call["status"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(call["fault"], json!("accept_then_timeout"));
    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    assert_eq!(echo.event()["message"]["mid"], call["mid"]);
    // It happened once.
    assert_eq!(rig.graph("POST", &url, "t", Some(body)).await.0, 200);
}

/// A caller who gives up does not undo what Meta has been asked, and the echo leaves all the same.
#[tokio::test]
async fn a_call_is_done_for_a_caller_who_hangs_up() {
    let (receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    rig.post(
        "/_sim/faults",
        json!([{"times": 1, "then": {"delay_ms": 400}}]),
    )
    .await;
    let body = json!({"recipient": {"id": id}, "message": {"text": "still said"}});
    let answer = rig
        .http
        .post(format!("{}/me/messages", rig.ig))
        .bearer_auth("t")
        .timeout(Duration::from_millis(100))
        .json(&body)
        .send()
        .await;
    assert!(answer.is_err(), "it gave up: {answer:?}");
    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    assert_eq!(echo.text(), Some("still said"));
    let call = rig.get("/_sim/calls?limit=1").await[0].clone();
    assert_eq!(call["accepted"], json!(true));
    // What comes after it in the customer's order is not held up.
    rig.write(&id, "I heard you").await;
    receiver.wait(1, |g| g.text() == Some("I heard you")).await;
}

#[tokio::test]
async fn five_hundreds_after_acceptance_and_refusals_before_it() {
    let (_receiver, rig) = rig().await;
    let id = rig.customer(PAGE).await;
    let faults = json!([
        {"times": 1, "then": "accept_then_5xx"},
        {"times": 1, "then": "html_502"},
        {"times": 1, "then": {"error": {"code": 613}}},
        {"times": 1, "then": {"error": {"code": 190, "subcode": 463}}},
        {"times": 1, "then": {"error": {"code": 230}}},
        {"times": 1, "then": "refuse_before_accept"},
    ]);
    for fault in faults.as_array().unwrap() {
        rig.post("/_sim/faults", fault.clone()).await;
        let body = json!({"recipient": {"id": id}, "messaging_type": "RESPONSE", "message": {"text": "x"}});
        let sent = rig
            .http
            .post(format!("{}/{PAGE}/messages", rig.base))
            .bearer_auth("t")
            .json(&body)
            .send()
            .await;
        let call = rig.get("/_sim/calls?limit=1").await[0].clone();
        match fault["then"].as_str() {
            Some("accept_then_5xx") => {
                let response = sent.unwrap();
                assert_eq!(response.status(), 500);
                let error: Value = response.json().await.unwrap();
                assert_eq!(error["error"]["error_subcode"], json!(1_357_046));
                assert_eq!(call["accepted"], json!(true));
            }
            Some("html_502") => {
                let response = sent.unwrap();
                assert_eq!(response.status(), 502);
                assert!(response.text().await.unwrap().contains("<html>"));
                assert_eq!(call["accepted"], json!(false));
            }
            Some(_) => {
                assert!(sent.is_err());
                assert_eq!(call["accepted"], json!(false));
            }
            None => {
                let response = sent.unwrap();
                let throttled = fault.pointer("/then/error/code") == Some(&json!(613));
                let usage = response.headers()["x-app-usage"]
                    .to_str()
                    .unwrap()
                    .to_owned();
                assert_eq!(usage.contains("\"call_count\":100"), throttled, "{usage}");
                let error: Value = response.json().await.unwrap();
                assert_eq!(
                    Some(&error["error"]["code"]),
                    fault.pointer("/then/error/code")
                );
                assert_eq!(call["accepted"], json!(false));
            }
        }
    }
    let thread = rig.get(&format!("/_sim/customers/{id}/messages")).await;
    assert_eq!(
        thread.as_array().unwrap().len(),
        2,
        "one of six took effect"
    );
}

#[tokio::test]
async fn the_echo_can_come_first_or_not_at_all() {
    let (receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    rig.post(
        "/_sim/faults",
        json!({"times": 1, "then": "echo_before_answer"}),
    )
    .await;
    let (status, sent) = rig.send(INSTAGRAM, &id, "early").await;
    assert_eq!(status, 200);
    let arrived = receiver.all();
    assert!(
        arrived
            .iter()
            .any(|g| g.is_echo() && g.event()["message"]["mid"] == sent["message_id"])
    );
    rig.post("/_sim/faults", json!({"times": 1, "then": "no_echo"}))
        .await;
    rig.send(INSTAGRAM, &id, "silent").await;
    rig.send(INSTAGRAM, &id, "loud").await;
    receiver.wait(1, |g| g.text() == Some("loud")).await;
    assert!(receiver.all().iter().all(|g| g.text() != Some("silent")));
}

#[tokio::test]
async fn deliveries_come_twice_late_wrong_or_never() {
    let (receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    let once = async |then: Value| {
        rig.post(
            "/_sim/faults",
            json!({"match": "WEBHOOK messages", "times": 1, "then": then}),
        )
        .await;
    };
    once(json!({"duplicate": 3})).await;
    rig.write(&id, "thrice").await;
    let got = receiver.wait(3, |g| g.text() == Some("thrice")).await;
    assert!(got.iter().all(|g| g.raw == got[0].raw), "the same bytes");

    once(json!("drop")).await;
    rig.write(&id, "dropped").await;
    once(json!("bad_signature")).await;
    rig.write(&id, "forged").await;
    let forged = receiver
        .wait(1, |g| g.text() == Some("forged"))
        .await
        .remove(0);
    let last = receiver
        .wait(1, |g| g.text() == Some("hello"))
        .await
        .remove(0);
    assert_ne!(
        forged.headers["x-hub-signature-256"],
        last.headers["x-hub-signature-256"]
    );
    let kept = rig.get("/_sim/deliveries?limit=1").await;
    assert_eq!(kept[0]["faults"], json!(["bad_signature"]));

    once(json!("reorder")).await;
    rig.write(&id, "overtaken").await;
    rig.write(&id, "overtaker").await;
    receiver.wait(1, |g| g.text() == Some("overtaken")).await;
    let order: Vec<String> = receiver
        .all()
        .iter()
        .filter_map(|g| g.text())
        .filter(|t| t.starts_with("overtak"))
        .map(Into::into)
        .collect();
    assert_eq!(order, ["overtaker", "overtaken"]);

    once(json!("seconds_timestamps")).await;
    rig.write(&id, "seconds").await;
    let got = receiver
        .wait(1, |g| g.text() == Some("seconds"))
        .await
        .remove(0);
    assert!(got.event()["timestamp"].as_i64().unwrap() < 100_000_000_000);

    once(json!("num_edit_0")).await;
    let mid = rig.write(&id, "hidden").await["mid"].clone();
    let got = receiver
        .wait(1, |g| g.event().get("message_edit").is_some())
        .await
        .remove(0);
    assert_eq!(
        got.event()["message_edit"],
        json!({"mid": mid, "num_edit": 0})
    );
    assert_eq!(got.event().get("sender"), None);
    assert!(receiver.all().iter().all(|g| g.text() != Some("dropped")));
}

#[tokio::test]
async fn a_batch_holds_several_updates_in_order() {
    let (receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    rig.post(
        "/_sim/faults",
        json!({"match": "WEBHOOK messages", "then": {"batch": 3}}),
    )
    .await;
    for text in ["a", "b", "c"] {
        rig.write(&id, text).await;
    }
    let is_batch = |g: &crate::support::Got| {
        g.body["entry"][0]["messaging"]
            .as_array()
            .is_some_and(|m| m.len() == 3)
    };
    let got = receiver.wait(1, is_batch).await.remove(0);
    let texts: Vec<&Value> = got.body["entry"][0]["messaging"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["message"]["text"])
        .collect();
    assert_eq!(texts, [&json!("a"), &json!("b"), &json!("c")]);
}

#[tokio::test]
async fn unknown_faults_are_refused_with_a_reason() {
    let (_receiver, rig) = rig().await;
    let answer = rig.post("/_sim/faults", json!({"then": "explode"})).await;
    assert_eq!(answer["status"], json!(422));
    assert!(answer["detail"].as_str().unwrap().contains("explode"));
    assert_eq!(rig.get("/_sim/faults").await, json!([]));
}

#[tokio::test]
async fn a_fault_can_mean_every_profile_and_nothing_else() {
    let (_receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    rig.post(
        "/_sim/faults",
        json!({"match": "GET /{customer}", "then": {"error": {"code": 230}}}),
    )
    .await;
    let profile = format!("{}/{id}?fields=name", rig.ig);
    let (status, answer) = rig.graph("GET", &profile, "t", None).await;
    assert_eq!((status, &answer["error"]["code"]), (500, &json!(230)));
    let me = format!("{}/me?fields=id", rig.ig);
    assert_eq!(rig.graph("GET", &me, "t", None).await.0, 200);
}
