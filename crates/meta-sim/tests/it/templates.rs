//! Utility templates of a Page: handed in, reviewed, sent (§2.7).

use serde_json::{Value, json};

use crate::support::{INSTAGRAM, PAGE, Receiver, Rig, config};

const TOKEN: &str = "token-of-mock_fb_123";

fn template(name: &str, body: &str, examples: &[&str]) -> Value {
    json!({
        "name": name,
        "language": "en_US",
        "category": "UTILITY",
        "components": [{"type": "BODY", "text": body, "example": {"body_text": [examples]}}],
    })
}

const READY: &str = "Hello {{1}}, your order #{{2}} is ready. Thank you!";

async fn hand_in(rig: &Rig, template: Value) -> (u16, Value) {
    let url = format!("{}/v25.0/{PAGE}/message_templates", rig.base);
    rig.graph("POST", &url, TOKEN, Some(template)).await
}

async fn ask(rig: &Rig, path: &str) -> (u16, Value) {
    let url = format!("{}/v25.0/{path}", rig.base);
    rig.graph("GET", &url, TOKEN, None).await
}

async fn send(rig: &Rig, customer: &str, name: &str, values: &[&str]) -> (u16, Value) {
    let values: Vec<Value> = values
        .iter()
        .map(|text| json!({"type": "text", "text": text}))
        .collect();
    let body = json!({
        "recipient": {"id": customer},
        "messaging_type": "UTILITY",
        "message": {"template": {"name": name, "language": {"code": "en_US"}, "components": [{"type": "body", "parameters": values}]}},
    });
    let url = format!("{}/v25.0/{PAGE}/messages", rig.base);
    rig.graph("POST", &url, TOKEN, Some(body)).await
}

#[tokio::test]
async fn one_is_approved_and_sent_outside_the_window() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    let (status, made) = hand_in(&rig, template("ready", READY, &["Mark", "566701"])).await;
    assert_eq!(
        (status, &made["status"]),
        (200, &json!("APPROVED")),
        "{made}"
    );
    let id = made["id"].as_str().unwrap();
    let (_, node) = ask(
        &rig,
        &format!("{id}?fields=id,name,language,status,rejected_reason"),
    )
    .await;
    assert_eq!(
        node,
        json!({"id": id, "name": "ready", "language": "en_US", "status": "APPROVED", "rejected_reason": "NONE"})
    );
    let (_, list) = ask(&rig, &format!("{PAGE}/message_templates?name=ead")).await;
    assert_eq!(
        list["data"][0]["id"], id,
        "parts of names are found: {list}"
    );
    let (_, none) = ask(&rig, &format!("{PAGE}/message_templates?name=other")).await;
    assert_eq!(none["data"], json!([]));
    // A customer who never wrote: no window, and a template needs none.
    let customer = rig
        .post("/_sim/customers", json!({"account_id": PAGE}))
        .await;
    let customer = customer["id"].as_str().unwrap();
    let url = format!("{}/v25.0/{PAGE}/messages", rig.base);
    let plain = json!({"recipient": {"id": customer}, "messaging_type": "RESPONSE", "message": {"text": "hi"}});
    let (_, refused) = rig.graph("POST", &url, TOKEN, Some(plain)).await;
    assert_eq!(refused["error"]["error_subcode"], 2_018_278, "{refused}");
    let (status, sent) = send(&rig, customer, "ready", &["Maya", "4711"]).await;
    assert_eq!(status, 200, "{sent}");
    let thread = rig
        .get(&format!("/_sim/customers/{customer}/messages"))
        .await;
    assert!(
        thread
            .to_string()
            .contains("Hello Maya, your order #4711 is ready. Thank you!"),
        "{thread}"
    );
    for (name, values) in [
        ("ready", &["Maya"][..]),
        ("other", &[]),
        ("ready", &["a", ""]),
    ] {
        let (status, refused) = send(&rig, customer, name, values).await;
        assert_eq!(
            (status, &refused["error"]["code"]),
            (400, &json!(100)),
            "{refused}"
        );
    }
    let utility = json!({"recipient": {"id": customer}, "messaging_type": "UTILITY", "message": {"text": "hi"}});
    let (status, _) = rig.graph("POST", &url, TOKEN, Some(utility)).await;
    assert_eq!(status, 400, "the type alone opens nothing");
    let gone = format!("{}/v25.0/{PAGE}/message_templates?hsm_id={id}", rig.base);
    let (status, _) = rig.graph("DELETE", &gone, TOKEN, None).await;
    assert_eq!(status, 200);
    let (status, _) = send(&rig, customer, "ready", &["Maya", "4711"]).await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn reviewers_refuse_and_take_their_time() {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    for (body, examples, reason) in [
        (
            "Hello {{1}}, all is 20% off today.",
            &["Mark"][..],
            "TAG_SHOULD_BE_MARKETING",
        ),
        (
            "Hello {{1}}, your order is ready.",
            &[],
            "TEMPLATE_VARIABLES_MISSING_SAMPLE_VALUES",
        ),
        (
            "Hello {{2}}, your order is ready.",
            &["Mark"],
            "INCORRECT_PARAMS",
        ),
    ] {
        let name = reason.to_ascii_lowercase();
        let (_, made) = hand_in(&rig, template(&name, body, examples)).await;
        assert_eq!(made["status"], "REJECTED", "{made}");
        let (_, node) = ask(
            &rig,
            &format!("{}?fields=rejected_reason", made["id"].as_str().unwrap()),
        )
        .await;
        assert_eq!(node["rejected_reason"], reason);
    }
    for bad in [
        template("Not_plain", READY, &["a", "b"]),
        template("dangling", "{{1}}, your order is ready.", &["Mark"]),
        template("long", &"x".repeat(1_025), &[]),
        template("empty", " ", &[]),
        json!({"name": "x", "language": "en_US", "category": "MARKETING", "components": [{"type": "BODY", "text": "x"}]}),
        json!({"name": "x", "language": "en_US", "category": "UTILITY"}),
    ] {
        let (status, refused) = hand_in(&rig, bad).await;
        assert_eq!(
            (status, &refused["error"]["code"]),
            (400, &json!(100)),
            "{refused}"
        );
    }
    rig.post("/_sim/settings", json!({"hold_reviews": true}))
        .await;
    let slow = template("slow", READY, &["Mark", "1"]);
    let (_, made) = hand_in(&rig, slow.clone()).await;
    assert_eq!(made["status"], "PENDING");
    let (status, _) = hand_in(&rig, slow).await;
    assert_eq!(status, 400, "a name is used once");
    let id = made["id"].as_str().unwrap();
    rig.post(
        &format!("/_sim/templates/{id}"),
        json!({"status": "REJECTED", "reason": "TAG_SHOULD_BE_MARKETING"}),
    )
    .await;
    let (_, node) = ask(&rig, &format!("{id}?fields=status,rejected_reason")).await;
    assert_eq!(node["status"], "REJECTED");
    // Instagram has none of this.
    let url = format!("{}/v25.0/100000000000123/message_templates", rig.base);
    let (status, _) = rig
        .graph(
            "POST",
            &url,
            &format!("token-of-{INSTAGRAM}"),
            Some(template("x", READY, &["a", "b"])),
        )
        .await;
    assert_eq!(status, 400);
}
