//! The Conversions API: what is taken, what is refused and how, what counts as a repeat.

use meta_sim::SimConfig;
use serde_json::{Value, json};

use crate::support::{INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, config};

const PIXEL: &str = "1000000000001";
const TOKEN: &str = "EAAMADEUPsystemUserToken";

/// The platform notes' samples.
fn sample(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../meta/fixtures/graph");
    serde_json::from_slice(&std::fs::read(format!("{folder}/{name}.json")).unwrap()).unwrap()
}

fn now() -> i64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "the simulator goes by the machine's time, and so do its callers"
    )]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(now.unwrap().as_secs()).unwrap()
}

/// A shop's event of this moment, with these changes.
fn event(extra: &Value) -> Value {
    let mut event = json!({"event_name": "Purchase", "event_time": now(), "event_id": "order-1", "action_source": "other",
        "user_data": {"em": ["62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"]}});
    for (key, value) in extra.as_object().unwrap() {
        event[key] = value.clone();
    }
    event
}

async fn send(rig: &Rig, pixel: &str, body: Value) -> (u16, Value) {
    let url = format!("{}/v25.0/{pixel}/events", rig.base);
    rig.graph("POST", &url, TOKEN, Some(body)).await
}

async fn one(rig: &Rig, extra: Value) -> (u16, Value) {
    send(rig, PIXEL, json!({"data": [event(&extra)]})).await
}

/// Status, code, subcode.
fn code(answer: &(u16, Value)) -> (u16, i64, i64) {
    let number = |key: &str| answer.1["error"][key].as_i64().unwrap_or_default();
    (answer.0, number("code"), number("error_subcode"))
}

async fn strict() -> Rig {
    let receiver = Receiver::start().await;
    let rig = Rig::start(SimConfig {
        strict: true,
        ..config(&receiver)
    })
    .await;
    rig.post("/_sim/pixels", json!({"id": PIXEL})).await;
    rig.post("/_sim/tokens", json!({"token": TOKEN})).await;
    rig
}

#[tokio::test]
async fn the_notes_samples_are_taken() {
    let rig = strict().await;
    for name in [
        "capi-ok",
        "capi-business-messaging-instagram",
        "capi-business-messaging-messenger",
    ] {
        let mut sample = sample(name);
        sample["request"]["body"]["data"][0]["event_time"] = json!(now());
        let (status, answer) = send(&rig, PIXEL, sample["request"]["body"].take()).await;
        assert_eq!(status, 200, "{name}: {answer}");
        for (key, value) in sample["body"].as_object().unwrap() {
            match key.as_str() {
                "fbtrace_id" => assert!(answer[key].is_string()),
                _ => assert_eq!(&answer[key], value, "{name}"),
            }
        }
    }
    let kept = rig.get(&format!("/_sim/events?pixel={PIXEL}")).await;
    assert_eq!(kept.as_array().unwrap().len(), 3);
    assert_eq!(kept[2]["test_event_code"], "TEST12345");
    assert_eq!(kept[2]["in_the_clear"], json!([]));
    assert_eq!(kept[0]["event"]["user_data"]["page_id"], "100000000000001");
    rig.stop().await;
}

#[tokio::test]
async fn one_bad_event_refuses_all_and_says_why() {
    let rig = strict().await;
    let good = event(&json!({}));
    let old = event(&json!({"event_time": now() - 7 * 86_400 - 60}));
    let answer = send(&rig, PIXEL, json!({"data": [good, old]})).await;
    let known = sample("error-capi-too-old");
    assert_eq!(answer.0, known["status"]);
    for (key, value) in known["body"]["error"].as_object().unwrap() {
        if key != "fbtrace_id" {
            assert_eq!(&answer.1["error"][key], value, "{key}");
        }
    }
    let name = json!({"event_name": "Lead", "action_source": "business_messaging", "messaging_channel": "instagram",
        "user_data": {"ig_account_id": "17841400000000001", "ig_sid": "1000000000000101"}});
    let answer = one(&rig, name).await;
    let known = sample("error-capi-bm-event");
    for (key, value) in known["body"]["error"].as_object().unwrap() {
        if key != "fbtrace_id" {
            assert_eq!(&answer.1["error"][key], value, "{key}");
        }
    }
    for (extra, subcode) in [
        (json!({"event_name": ""}), 2_804_007),
        (json!({"event_time": "soon"}), 2_804_007),
        (json!({"action_source": null}), 2_804_007),
        (json!({"action_source": "web"}), 2_804_007),
        (json!({"user_data": {"client_user_agent": "UA"}}), 2_804_050),
        (json!({"user_data": null}), 2_804_050),
        (
            json!({"action_source": "website", "event_source_url": "https://a.example"}),
            2_804_007,
        ),
        (
            json!({"action_source": "website", "user_data": {"fbp": "fb.1.1.1", "client_user_agent": "UA"}}),
            2_804_007,
        ),
        (
            json!({"action_source": "business_messaging", "messaging_channel": "pigeon"}),
            2_804_007,
        ),
        (
            json!({"action_source": "business_messaging", "messaging_channel": "messenger", "user_data": {"page_id": "1"}}),
            2_804_007,
        ),
        (
            json!({"custom_data": {"value": "much", "currency": "EUR"}}),
            2_804_007,
        ),
        (
            json!({"custom_data": {"value": 1, "currency": "EURO"}}),
            2_804_007,
        ),
    ] {
        let answer = one(&rig, extra.clone()).await;
        assert_eq!(code(&answer), (400, 100, subcode), "{extra}: {}", answer.1);
        assert_eq!(answer.1["error"]["message"], "Invalid parameter");
        assert!(answer.1["error"]["error_user_msg"].is_string());
    }
    assert_eq!(code(&send(&rig, PIXEL, json!({"data": []})).await).1, 100);
    assert_eq!(code(&send(&rig, PIXEL, json!({})).await).1, 100);
    let many = vec![event(&json!({})); 1_001];
    assert_eq!(
        code(&send(&rig, PIXEL, json!({"data": many})).await),
        (400, 100, 0)
    );
    // From shops 62 days are allowed.
    let shop = json!({"event_time": now() - 61 * 86_400, "action_source": "physical_store"});
    assert_eq!(one(&rig, shop).await.0, 200);
    assert_eq!(rig.get("/_sim/events").await.as_array().unwrap().len(), 1);
    rig.stop().await;
}

#[tokio::test]
async fn pixels_and_tokens_are_known_or_refused() {
    let rig = strict().await;
    let data = || json!({"data": [event(&json!({}))]});
    let known = sample("error-capi-pixel");
    let answer = send(&rig, "1234567891234569", data()).await;
    assert_eq!(answer.0, known["status"]);
    for key in ["message", "type", "code", "error_subcode"] {
        assert_eq!(answer.1["error"][key], known["body"]["error"][key]);
    }
    let url = format!("{}/v25.0/{PIXEL}/events", rig.base);
    let answer = rig.graph("POST", &url, "EAAunknown", Some(data())).await;
    assert_eq!(answer.1["error"]["code"], 190);
    // Another business's pixel, and a Page is none.
    rig.post("/_sim/pixels", json!({"id": "77", "account_id": PAGE}))
        .await;
    let shop = json!({"token": "EAAshop", "account_id": INSTAGRAM});
    rig.post("/_sim/tokens", shop).await;
    let url = format!("{}/v25.0/77/events", rig.base);
    let answer = rig.graph("POST", &url, "EAAshop", Some(data())).await;
    assert_eq!(code(&answer), (400, 100, 33));
    assert_eq!(
        code(&send(&rig, INSTAGRAM_PAGE, data()).await),
        (400, 100, 33)
    );
    // The host of Instagram Login has no conversions.
    let url = format!("{}/v25.0/{PIXEL}/events", rig.ig);
    let answer = rig.graph("POST", &url, "token", Some(data())).await;
    assert!(answer.0 >= 400, "{answer:?}");
    rig.stop().await;
}

#[tokio::test]
async fn a_repeat_is_received_and_not_counted() {
    let rig = strict().await;
    let kept = async || {
        let events = rig.get("/_sim/events").await;
        let list = events.as_array().unwrap().clone();
        list.iter()
            .map(|e| e["duplicate"] == true)
            .rev()
            .collect::<Vec<_>>()
    };
    for extra in [
        json!({}),
        json!({}),
        json!({"event_name": "Lead"}),
        json!({"event_id": "order-2"}),
    ] {
        let (status, answer) = one(&rig, extra).await;
        assert_eq!((status, &answer["events_received"]), (200, &json!(1)));
    }
    assert_eq!(kept().await, [false, true, false, false]);
    // Within one call too.
    let twice = [
        event(&json!({"event_id": "order-3"})),
        event(&json!({"event_id": "order-3"})),
    ];
    send(&rig, PIXEL, json!({"data": twice})).await;
    assert_eq!(kept().await[4..], [false, true]);
    // Two days later it is new.
    rig.post("/_sim/clock", json!({"offset_ms": 49 * 3_600_000}))
        .await;
    one(&rig, json!({"event_time": now() + 49 * 3_600})).await;
    assert_eq!(kept().await[6..], [false]);
    // Conversations have no repeats.
    let chat = json!({"event_id": "x", "action_source": "business_messaging", "messaging_channel": "instagram",
        "user_data": {"ig_account_id": "17841400000000001", "ig_sid": "1000000000000101"}});
    one(&rig, chat.clone()).await;
    one(&rig, chat).await;
    assert_eq!(kept().await[7..], [false, false]);
    rig.stop().await;
}

#[tokio::test]
async fn the_guides_sample_is_taken_by_an_adopting_simulator_only() {
    // As `curl -d '{…}' -d access_token=…` sends it, with an event of 2024 and without an action_source.
    let body = r#"{
    "data": [{
      "event_name":"Purchase","event_time":1730440000,
      "user_data":{"client_ip_address":"1.2.3.4","client_user_agent":"UA"},
      "custom_data":{"currency":"INR","value":4999}
    }],
    "test_event_code":"TEST123"
  }&access_token=SYSTEM_OR_PAGE_TOKEN"#;
    let post = async |rig: &Rig, body: String| {
        let url = format!("{}/v21.0/PIXEL_ID/events", rig.base);
        let kind = ("content-type", "application/json");
        let request = rig.http.post(url).header(kind.0, kind.1).body(body);
        let response = request.send().await.unwrap();
        (
            response.status().as_u16(),
            response.json::<Value>().await.unwrap(),
        )
    };
    let receiver = Receiver::start().await;
    let adopting = Rig::start(config(&receiver)).await;
    let (status, answer) = post(&adopting, body.to_owned()).await;
    assert_eq!(
        (status, &answer["events_received"]),
        (200, &json!(1)),
        "{answer}"
    );
    let kept = adopting.get("/_sim/events").await;
    assert_eq!(kept[0]["pixel_id"], "PIXEL_ID");
    assert_eq!(kept[0]["test_event_code"], "TEST123");
    // Nothing else is let through.
    assert_eq!(
        code(&one(&adopting, json!({"action_source": "web"})).await).0,
        400
    );
    assert_eq!(code(&one(&adopting, json!({"user_data": {}})).await).0, 400);
    adopting.stop().await;

    let rig = strict().await;
    rig.post("/_sim/pixels", json!({"id": "PIXEL_ID"})).await;
    rig.post("/_sim/tokens", json!({"token": "SYSTEM_OR_PAGE_TOKEN"}))
        .await;
    // The body is no JSON, so it holds no token either.
    assert_eq!(code(&post(&rig, body.to_owned()).await), (400, 2500, 0));
    let url = format!("{}/v21.0/PIXEL_ID/events", rig.base);
    let json_only: Value = serde_json::from_str(body.split("&access").next().unwrap()).unwrap();
    let mut dated = json_only.clone();
    let answer = rig
        .graph("POST", &url, "SYSTEM_OR_PAGE_TOKEN", Some(json_only))
        .await;
    assert_eq!(code(&answer), (400, 100, 2_804_007), "no action_source");
    dated["data"][0]["action_source"] = json!("other");
    let answer = rig
        .graph("POST", &url, "SYSTEM_OR_PAGE_TOKEN", Some(dated))
        .await;
    assert_eq!(code(&answer), (400, 100, 2_804_003), "too old");
    rig.stop().await;
}

#[tokio::test]
async fn an_account_has_one_dataset() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let ask = async |owner: &str, token: &str| {
        let url = format!("{}/v25.0/{owner}/dataset", rig.base);
        rig.graph("POST", &url, token, None).await
    };
    let (status, made) = ask(INSTAGRAM, "EAAshop").await;
    assert_eq!(status, 200, "{made}");
    assert_eq!(ask(INSTAGRAM, "EAAshop").await.1, made);
    assert_eq!(
        ask(INSTAGRAM_PAGE, "EAAshop").await.1,
        made,
        "the business's"
    );
    assert_ne!(ask(PAGE, "EAApage").await.1, made);
    // It takes events of its own business only.
    let url = format!("{}/v25.0/{}/events", rig.base, made["id"].as_str().unwrap());
    let data = json!({"data": [event(&json!({}))]});
    assert_eq!(
        rig.graph("POST", &url, "EAAshop", Some(data.clone()))
            .await
            .0,
        200
    );
    let answer = rig.graph("POST", &url, "EAApage", Some(data)).await;
    assert_eq!(code(&answer), (400, 100, 33));
    rig.stop().await;
}
