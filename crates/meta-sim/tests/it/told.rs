//! What is lost for good, test buttons, people who answer by themselves, batches.

use serde_json::{Value, json};

use crate::support::{INSTAGRAM, PAGE, Receiver, Rig, config};

async fn rig() -> (Receiver, Rig) {
    let receiver = Receiver::start().await;
    let rig = Rig::start(config(&receiver)).await;
    (receiver, rig)
}

async fn lost(rig: &Rig) -> Vec<Value> {
    let path = format!("/_sim/unrecoverable?account_id={INSTAGRAM}");
    rig.get(&path).await.as_array().unwrap().clone()
}

#[tokio::test]
async fn what_no_webhook_brought_and_no_answer_shows_is_lost() {
    let (receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    let drop = json!([{"match": "WEBHOOK *", "times": 2, "then": "drop"}]);
    rig.post("/_sim/faults", drop).await;
    let first = rig.write(&id, "never seen").await["mid"].clone();
    let second = rig.write(&id, "unsent in time").await["mid"].clone();
    rig.act(&id, json!({"action": "unsend", "mid": second}))
        .await;
    assert_eq!(
        lost(&rig).await,
        Vec::<Value>::new(),
        "it can still be read"
    );
    for n in 0..20 {
        rig.write(&id, &format!("m{n}")).await;
    }
    receiver.wait(20, |got| got.text().is_some()).await;
    let gone = lost(&rig).await;
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(
        (&gone[0]["mid"], &gone[0]["text"]),
        (&first, &json!("never seen"))
    );
    // Of another account nothing is lost.
    let other = rig
        .get(&format!("/_sim/unrecoverable?account_id={PAGE}"))
        .await;
    assert_eq!(other, json!([]));
}

#[tokio::test]
async fn an_answer_that_shows_a_message_tells_of_it_and_one_that_names_it_does_not() {
    let (_receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    rig.post(
        "/_sim/faults",
        json!([{"match": "WEBHOOK *", "then": "drop"}]),
    )
    .await;
    rig.write(&id, "one").await;
    rig.write(&id, "two").await;
    let host = rig.ig.clone();
    let ask = async |fields: &str| {
        let path = format!("{host}/me/conversations?platform=instagram&fields={fields}");
        let (status, answer) = rig.graph("GET", &path, "reader", None).await;
        assert_eq!(status, 200, "{answer}");
    };
    ask("id,messages.limit(20){id,created_time}").await;
    for n in 0..19 {
        rig.write(&id, &format!("m{n}")).await;
    }
    assert_eq!(lost(&rig).await.len(), 1, "only their ids were shown");
    ask("id,messages.limit(20){id,message}").await;
    for n in 0..20 {
        rig.write(&id, &format!("n{n}")).await;
    }
    assert_eq!(lost(&rig).await.len(), 1, "those that were shown are known");
}

#[tokio::test]
async fn the_test_button_sends_the_samples_for_nobodys_account() {
    let (receiver, rig) = rig().await;
    for (object, mid) in [("instagram", "random_mid"), ("page", "test_message_id")] {
        let made = rig.post("/_sim/tests", json!({"object": object})).await;
        assert!(made["delivery_id"].is_string(), "{made}");
        let got = receiver
            .wait(1, |got| got.body["object"] == object)
            .await
            .remove(0);
        assert_eq!(got.body["entry"][0]["id"], "0");
        let change = &got.body["entry"][0]["changes"][0];
        assert_eq!(
            (&change["field"], &change["value"]["message"]["mid"]),
            (&json!("messages"), &json!(mid))
        );
    }
    let comments = json!({"object": "instagram", "field": "comments"});
    rig.post("/_sim/tests", comments).await;
    let is_comment =
        |got: &crate::support::Got| got.body["entry"][0]["changes"][0]["field"] == "comments";
    receiver.wait(1, is_comment).await;
    let refused = rig
        .post(
            "/_sim/tests",
            json!({"object": "page", "field": "comments"}),
        )
        .await;
    assert!(
        refused["detail"].as_str().unwrap().contains("feed"),
        "{refused}"
    );
}

#[tokio::test]
async fn people_answer_by_themselves_when_told_to_and_not_for_ever() {
    let receiver = Receiver::start().await;
    let mut stepped = config(&receiver);
    stepped.mode = meta_sim::Mode::Stepped;
    let rig = Rig::start(stepped).await;
    let id = rig.customer(INSTAGRAM).await;
    rig.write(&id, "hi").await;
    let said = async || {
        rig.post("/_sim/step", json!({"all": true})).await;
        let thread = rig.get(&format!("/_sim/customers/{id}/messages")).await;
        let thread = thread.as_array().unwrap().clone();
        thread.iter().filter(|m| m["from"] == "customer").count()
    };
    let own = said().await;
    assert_eq!(rig.send(INSTAGRAM, &id, "Hello!").await.0, 200);
    assert_eq!(said().await, own, "nobody told them to");
    rig.post("/_sim/settings", json!({"auto_answer": true}))
        .await;
    // Two messages get one answer, and a machine that talks to a machine stops.
    assert_eq!(rig.send(INSTAGRAM, &id, "Are you there?").await.0, 200);
    assert_eq!(rig.send(INSTAGRAM, &id, "Hello?").await.0, 200);
    assert_eq!(said().await, own + 1);
    for _ in 0..8 {
        assert_eq!(rig.send(INSTAGRAM, &id, "And?").await.0, 200);
        said().await;
    }
    assert_eq!(said().await, own + 5);
    // A person's word begins it anew.
    rig.write(&id, "It is really me").await;
    assert_eq!(rig.send(INSTAGRAM, &id, "And?").await.0, 200);
    assert_eq!(said().await, own + 7);
}

#[tokio::test]
async fn calls_in_one_are_answered_one_by_one() {
    let (_receiver, rig) = rig().await;
    let id = rig.customer(INSTAGRAM).await;
    let mid = rig.write(&id, "hi").await["mid"]
        .as_str()
        .unwrap()
        .to_owned();
    let body = format!("recipient={{\"id\":\"{id}\"}}&message={{\"text\":\"from a batch\"}}");
    let batch = json!([
        {"method": "GET", "relative_url": format!("{mid}?fields=message")},
        {"method": "POST", "relative_url": "me/messages", "body": body},
        {"method": "GET", "relative_url": "2?fields=nonsense"},
    ]);
    let path = format!("{}/v25.0/", rig.ig);
    let (status, answer) = rig
        .graph("POST", &path, "batcher", Some(json!({"batch": batch})))
        .await;
    let answer = answer.as_array().unwrap().clone();
    let codes: Vec<u64> = answer.iter().map(|a| a["code"].as_u64().unwrap()).collect();
    assert_eq!((status, codes), (200, vec![200, 200, 400]));
    let inner =
        |n: usize| -> Value { serde_json::from_str(answer[n]["body"].as_str().unwrap()).unwrap() };
    assert_eq!(inner(0)["message"], "hi");
    assert_eq!(inner(1)["recipient_id"], json!(id));
    assert_eq!(inner(2)["error"]["code"], 100);
    let names = answer[2]["headers"].as_array().unwrap();
    assert!(names.iter().any(|h| h["name"] == "www-authenticate"));
    let thread = rig.get(&format!("/_sim/customers/{id}/messages")).await;
    let last = thread.as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["text"], "from a batch");
    let many: Vec<Value> = (0..51).map(|_| json!({"relative_url": "me"})).collect();
    let (status, refused) = rig
        .graph("POST", &path, "batcher", Some(json!({"batch": many})))
        .await;
    assert_eq!((status, &refused["error"]["code"]), (400, &json!(100)));
    let (status, _) = rig
        .graph("POST", &path, "batcher", Some(json!({"batch": "x"})))
        .await;
    assert_eq!(status, 400);
    // One whose line is cut is nothing in the answer of the whole.
    rig.post(
        "/_sim/faults",
        json!([{"match": "GET /me", "times": 1, "then": "accept_then_timeout"}]),
    )
    .await;
    let two = json!([{"relative_url": "me"}, {"relative_url": "me?fields=id"}]);
    let (status, answer) = rig
        .graph("POST", &path, "batcher", Some(json!({"batch": two})))
        .await;
    assert_eq!((status, &answer[0]), (200, &Value::Null));
    assert_eq!(answer[1]["code"], 200);
}
