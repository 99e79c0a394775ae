//! The Send API: what is accepted, what is refused and how.

use axum::http::StatusCode;
use meta_sim::{Mode, SimConfig};
use serde_json::{Value, json};

use crate::support::{INSTAGRAM, INSTAGRAM_PAGE, PAGE, Receiver, Rig, config};

fn code(answer: &(u16, Value)) -> (u16, i64, Option<i64>) {
    let error = &answer.1["error"];
    assert!(error["fbtrace_id"].is_string(), "{answer:?}");
    (
        answer.0,
        error["code"].as_i64().unwrap_or_default(),
        error["error_subcode"].as_i64(),
    )
}

#[tokio::test]
async fn an_instagram_send_echoes_without_metadata_and_is_read() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let customer = rig.customer(INSTAGRAM).await;
    let body =
        json!({"recipient": {"id": customer}, "message": {"text": "Hi 👋", "metadata": "ours"}});
    let url = format!("{}/v23.0/me/messages", rig.ig);
    let response = rig
        .http
        .post(&url)
        .bearer_auth("IGAAsecret")
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["instagram-api-version"], "v23.0");
    assert_eq!(
        response.headers()["x-app-usage"],
        "{\"call_volume\":0,\"cpu_time\":0}"
    );
    let sent: Value = response.json().await.unwrap();
    assert_eq!(sent["recipient_id"], json!(customer));
    let mid = sent["message_id"].clone();

    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    let message = &echo.event()["message"];
    assert_eq!((&message["mid"], &message["text"]), (&mid, &json!("Hi 👋")));
    assert_eq!(
        (message.get("metadata"), message.get("app_id")),
        (None, None)
    );
    assert_eq!(echo.event()["sender"]["id"], json!(INSTAGRAM));
    assert_eq!(echo.event()["recipient"]["id"], json!(customer));
    let read = receiver
        .wait(1, |g| g.event().get("read").is_some())
        .await
        .remove(0);
    assert_eq!(read.event()["read"], json!({"mid": mid}));
    assert!(
        receiver
            .all()
            .iter()
            .all(|g| g.event().get("delivery").is_none()),
        "Instagram has no delivery receipts"
    );
}

#[tokio::test]
async fn a_messenger_send_echoes_with_app_id_and_metadata_then_delivery_then_read() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(SimConfig {
        app_id: "263902037430900".into(),
        ..config(&receiver)
    })
    .await;
    let customer = rig.customer(PAGE).await;
    let url = format!("{}/{PAGE}/messages?access_token=t", rig.base);
    // §2.1: form fields whose values are JSON.
    let form = [
        ("recipient", json!({"id": customer}).to_string()),
        ("messaging_type", "RESPONSE".into()),
        (
            "message",
            json!({"text": "Yes", "metadata": "m-1"}).to_string(),
        ),
    ];
    let response = rig.http.post(&url).form(&form).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers().contains_key("x-business-use-case-usage"));
    assert!(response.headers().contains_key("facebook-api-version"));
    let sent: Value = response.json().await.unwrap();

    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    assert_eq!(
        echo.event()["message"]["app_id"],
        json!(263_902_037_430_900_u64)
    );
    assert_eq!(echo.event()["message"]["metadata"], json!("m-1"));
    let read = receiver
        .wait(1, |g| g.event().get("read").is_some())
        .await
        .remove(0);
    assert_eq!(read.event()["read"]["watermark"], echo.event()["timestamp"]);
    let order: Vec<&str> = receiver
        .all()
        .iter()
        .filter_map(|g| {
            ["delivery", "read"]
                .into_iter()
                .find(|k| g.event().get(k).is_some())
        })
        .collect();
    assert_eq!(order, ["delivery", "read"]);
    let delivery = receiver
        .wait(1, |g| g.event().get("delivery").is_some())
        .await
        .remove(0);
    assert_eq!(
        delivery.event()["delivery"]["mids"],
        json!([sent["message_id"]])
    );
}

#[tokio::test]
async fn windows_close_by_metas_clock() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let (ig, fb) = (rig.customer(INSTAGRAM).await, rig.customer(PAGE).await);
    assert_eq!(rig.send(INSTAGRAM, &ig, "in time").await.0, 200);

    rig.post("/_sim/clock", json!({"offset_ms": 25 * 3_600_000}))
        .await;
    assert_eq!(
        code(&rig.send(INSTAGRAM, &ig, "late").await),
        (400, 10, Some(2_534_022))
    );
    assert_eq!(
        code(&rig.send(PAGE, &fb, "late").await),
        (400, 10, Some(2_018_278))
    );
    let url = format!("{}/{INSTAGRAM}/messages", rig.ig);
    let body = json!({"recipient": {"id": ig}, "message": {"text": "late"}});
    assert_eq!(
        code(&rig.graph("POST", &url, "t2", Some(body.clone())).await),
        (403, 10, Some(2_534_022))
    );
    let mut tagged = body.clone();
    tagged["tag"] = json!("HUMAN_AGENT");
    assert_eq!(
        rig.graph("POST", &url, "t2", Some(tagged.clone())).await.0,
        200
    );
    let mut old = body;
    old["tag"] = json!("ACCOUNT_UPDATE");
    assert_eq!(
        code(&rig.graph("POST", &url, "t2", Some(old)).await),
        (400, 100, None)
    );

    rig.post("/_sim/clock", json!({"offset_ms": 8 * 24 * 3_600_000_i64}))
        .await;
    assert_eq!(
        code(&rig.graph("POST", &url, "t2", Some(tagged)).await),
        (403, 10, Some(2_534_022))
    );
    rig.write(&ig, "me again").await;
    assert_eq!(rig.send(INSTAGRAM, &ig, "open again").await.0, 200);
}

#[tokio::test]
async fn someone_who_never_wrote_is_outside_the_window() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let silent = rig
        .post("/_sim/customers", json!({"account_id": INSTAGRAM}))
        .await;
    let silent = silent["id"].as_str().unwrap();
    assert_eq!(
        code(&rig.send(INSTAGRAM, silent, "hi").await),
        (400, 10, Some(2_534_022))
    );
}

#[tokio::test]
async fn limits_are_metas() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let (ig, fb) = (rig.customer(INSTAGRAM).await, rig.customer(PAGE).await);
    assert_eq!(rig.send(INSTAGRAM, &ig, &"é".repeat(500)).await.0, 200);
    assert_eq!(
        code(&rig.send(INSTAGRAM, &ig, &"é".repeat(501)).await).1,
        100
    );
    assert_eq!(rig.send(PAGE, &fb, &"é".repeat(1_999)).await.0, 200);
    assert_eq!(code(&rig.send(PAGE, &fb, &"é".repeat(2_000)).await).1, 100);
    assert_eq!(code(&rig.send(PAGE, &fb, "").await).1, 100);

    let url = format!("{}/{INSTAGRAM_PAGE}/messages", rig.base);
    let send = async |extra: Value| {
        let mut body = json!({"recipient": {"id": ig}});
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        rig.graph("POST", &url, "token-of-mock_ig_123", Some(body))
            .await
    };
    let image = json!({"type": "image", "payload": {"url": "https://cdn.example/p.jpg"}});
    let many = |n: usize| json!({"message": {"attachments": vec![image.clone(); n]}});
    assert_eq!(send(many(10)).await.0, 200);
    assert_eq!(code(&send(many(11)).await), (400, 100, Some(2_534_068)));
    let both = send(json!({"message": {"text": "x"}, "sender_action": "typing_on"})).await;
    assert_eq!(code(&both), (400, 100, Some(2_018_014)));
    let gone = json!({"message": {"attachment": {"type": "image", "payload": {"url": "https://gone.invalid/p.jpg"}}}});
    assert_eq!(code(&send(gone).await), (400, 100, Some(2_018_008)));
    let refused = rig
        .until("/_sim/calls?match=POST%20*", |calls| {
            calls.as_array().unwrap().len() >= 9
        })
        .await;
    assert!(
        refused
            .as_array()
            .unwrap()
            .iter()
            .any(|c| c["accepted"] == json!(false) && c["status"] == json!(400))
    );
}

#[tokio::test]
async fn the_facebook_host_knows_no_messages_edge_on_an_instagram_id() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let ig = rig.customer(INSTAGRAM).await;
    for id in [INSTAGRAM, "17841400000000099"] {
        let url = format!("{}/v25.0/{id}/messages", rig.base);
        let body = json!({"recipient": {"id": ig}, "message": {"text": "x"}});
        assert_eq!(
            code(&rig.graph("POST", &url, "t", Some(body)).await),
            (400, 100, Some(33))
        );
    }
    let url = format!("{}/{INSTAGRAM_PAGE}/messages", rig.ig);
    let body = json!({"recipient": {"id": ig}, "message": {"text": "x"}});
    assert_eq!(
        code(&rig.graph("POST", &url, "t", Some(body)).await),
        (400, 100, Some(33))
    );
}

#[tokio::test]
async fn a_token_belongs_to_its_first_account_and_can_die() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let (ig, fb) = (rig.customer(INSTAGRAM).await, rig.customer(PAGE).await);
    assert_eq!(rig.send(INSTAGRAM, &ig, "mine").await.0, 200);
    let url = format!("{}/{PAGE}/messages", rig.base);
    let body = json!({"recipient": {"id": fb}, "message": {"text": "x"}});
    assert_eq!(
        code(
            &rig.graph("POST", &url, "token-of-mock_ig_123", Some(body))
                .await
        ),
        (403, 200, None)
    );
    rig.post(
        "/_sim/tokens",
        json!({"token": "token-of-mock_ig_123", "dead": 460}),
    )
    .await;
    assert_eq!(
        code(&rig.send(INSTAGRAM, &ig, "no").await),
        (400, 190, Some(460))
    );
    let debug = format!("{}/debug_token?input_token=token-of-mock_ig_123", rig.base);
    let (status, answer) = rig.graph("GET", &debug, "another", None).await;
    assert_eq!((status, &answer["data"]["is_valid"]), (200, &json!(false)));
    // Tokens of one product on the other's host.
    let me = |base: &str| format!("{base}/me");
    assert_eq!(
        code(&rig.graph("GET", &me(&rig.ig), "EAAx", None).await),
        (401, 190, None)
    );
    assert_eq!(
        code(&rig.graph("GET", &me(&rig.base), "IGAAx", None).await),
        (401, 190, None)
    );
    let none = rig.http.get(me(&rig.base)).send().await.unwrap();
    assert_eq!(none.status(), StatusCode::BAD_REQUEST);
    // No token is ever kept.
    let calls = rig.get("/_sim/calls").await.to_string();
    assert!(
        !calls.contains("token-of-mock_ig_123") && !calls.contains("EAAx"),
        "{calls}"
    );
}

#[tokio::test]
async fn adopting_takes_the_unknown_and_strict_refuses_it() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let body = json!({"recipient": {"id": "5550001112223334"}, "message": {"text": "hello"}});
    let url = format!("{}/17841499999999999/messages", rig.ig);
    let (status, answer) = rig.graph("POST", &url, "fresh", Some(body.clone())).await;
    assert_eq!(
        (status, &answer["recipient_id"]),
        (200, &json!("5550001112223334"))
    );
    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    assert_eq!(echo.body["entry"][0]["id"], json!("17841499999999999"));

    let strict = Rig::start(SimConfig {
        strict: true,
        ..config(&receiver)
    })
    .await;
    let url = format!("{}/17841499999999999/messages", strict.ig);
    assert_eq!(
        code(
            &strict
                .graph("POST", &url, "fresh", Some(body.clone()))
                .await
        ),
        (401, 190, None)
    );
    strict
        .post(
            "/_sim/tokens",
            json!({"token": "known", "account_id": INSTAGRAM}),
        )
        .await;
    assert_eq!(
        code(
            &strict
                .graph("POST", &url, "known", Some(body.clone()))
                .await
        ),
        (400, 100, Some(33))
    );
    let url = format!("{}/{INSTAGRAM}/messages", strict.ig);
    assert_eq!(
        code(&strict.graph("POST", &url, "known", Some(body)).await),
        (400, 100, Some(2_534_014))
    );
}

#[tokio::test]
async fn the_guides_curl_with_two_kinds_of_body_works() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let ig = rig.customer(INSTAGRAM).await;
    let body = format!(
        "{}&access_token=PAGE_TOKEN",
        json!({"recipient": {"id": ig}, "message": {"text": "Hello 👋"}})
    );
    let response = rig
        .http
        .post(format!("{}/v18.0/{INSTAGRAM_PAGE}/messages", rig.base))
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    // §0: an expired version is served by the oldest living one.
    assert_eq!(response.headers()["facebook-api-version"], "v21.0");
}

#[tokio::test]
async fn gestures_answer_only_the_recipient() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let ig = rig.customer(INSTAGRAM).await;
    let mid = rig.write(&ig, "look").await["mid"].clone();
    let url = format!("{}/me/messages", rig.ig);
    for body in [
        json!({"recipient": {"id": ig}, "sender_action": "typing_on"}),
        json!({"recipient": {"id": ig}, "sender_action": "mark_seen"}),
        json!({"recipient": {"id": ig}, "sender_action": "react", "payload": {"message_id": mid, "reaction": "love"}}),
    ] {
        assert_eq!(
            rig.graph("POST", &url, "t", Some(body)).await,
            (200, json!({"recipient_id": ig}))
        );
    }
    let thread = rig.get(&format!("/_sim/customers/{ig}/messages")).await;
    let last = thread.as_array().unwrap().last().unwrap();
    assert_eq!(last["reactions"][0]["from"], json!("business"));
    assert!(
        receiver
            .all()
            .iter()
            .all(|g| g.event().get("reaction").is_none()),
        "no echo of a reaction"
    );
}

#[tokio::test]
async fn media_on_loopback_is_fetched_and_checked() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let ig = rig.customer(INSTAGRAM).await;
    let files = Rig::start(SimConfig {
        mode: Mode::Auto,
        ..SimConfig::default()
    })
    .await;
    let send = async |kind: &str, url: String| {
        let message = json!({"attachment": {"type": kind, "payload": {"url": url}}});
        let body = json!({"recipient": {"id": ig}, "message": message});
        rig.graph("POST", &format!("{}/me/messages", rig.ig), "t", Some(body))
            .await
    };
    assert_eq!(
        send("image", format!("{}/_sim/media/sample.png", files.base))
            .await
            .0,
        200
    );
    let echo = receiver.wait(1, |g| g.is_echo()).await.remove(0);
    let url = echo.event()["message"]["attachments"][0]["payload"]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(url.starts_with(&rig.base), "{url}");
    let copy = rig.http.get(&url).send().await.unwrap();
    assert_eq!(copy.headers()["content-type"], "image/png");
    assert_eq!(
        code(&send("image", format!("{}/_sim/media/nothing", files.base)).await),
        (400, 100, Some(2_018_008))
    );
    assert_eq!(
        code(&send("video", format!("{}/_sim/media/sample.png", files.base)).await),
        (400, 100, Some(2_018_047))
    );
}
