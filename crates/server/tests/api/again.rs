//! Answering a customer: once only, outside the window, and again.

use domain::clock::Clock as _;
use domain::time::{DAY, HOUR};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Api;
use testkit::webhook::Account;

use crate::app::{NOBODY, Place, SHOP, TestApp, at_once, ids, invalid, manual, problem, text};
use crate::message::send;

both!(once_only, windows, retries);

async fn once_only(place: &Place) {
    let app = place.mock(&[]).await;
    let [chat, second]: [String; 2] = app.generate(2, "instagram").await.try_into().unwrap();
    app.assign(&chat, Some(&app.id_of(&app.agent).await)).await;
    let keyed = async |person: &Api, chat: &str, key: &str, body: &Value| {
        let path = format!("/api/chats/{chat}/message");
        person
            .send_with(Method::POST, &path, Some(body), &[("idempotency-key", key)])
            .await
    };
    let body = json!({"content": "only once", "attachments": []});
    let first = keyed(&app.admin, &chat, "k1", &body)
        .await
        .expect(200)
        .json();
    let sent = app.message_is(&chat, &text(&first["id"]), "sent").await;
    // A repeat has no effect and answers with the row as it stands.
    let again = keyed(&app.admin, &chat, "k1", &body)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&again["id"], &again["meta_message_id"]),
        (&first["id"], &sent["meta_message_id"])
    );
    let other = json!({"content": "only once!", "attachments": []});
    problem(
        keyed(&app.admin, &chat, "k1", &other).await,
        409,
        "idempotency_mismatch",
        "",
    );
    assert_eq!(app.sends().await.len(), 1);
    // The key is one person's, for one route.
    for (person, chat) in [(&app.agent, &chat), (&app.admin, &second)] {
        let answer = keyed(person, chat, "k1", &other).await.expect(200).json();
        assert_ne!(answer["id"], first["id"]);
        app.message_is(chat, &text(&answer["id"]), "sent").await;
    }
    assert_eq!(app.sends().await.len(), 3);
    for key in ["", &"k".repeat(201), "schlüssel"] {
        problem(
            keyed(&app.admin, &chat, key, &body).await,
            400,
            "bad_idempotency_key",
            "",
        );
    }
    // A refused request leaves its key free.
    invalid(keyed(&app.admin, &chat, "k2", &json!({})).await, "/content");
    let _ = keyed(
        &app.admin,
        &chat,
        "k2",
        &json!({"content": "now it is right"}),
    )
    .await
    .expect(200);
    // Fifty at once: one message, one send.
    let many = (0..50).map(|_| {
        let (api, path) = (app.admin.clone(), format!("/api/chats/{second}/message"));
        async move {
            let body = json!({"content": "fifty at once"});
            let answer = api
                .send_with(
                    Method::POST,
                    &path,
                    Some(&body),
                    &[("idempotency-key", "k50")],
                )
                .await;
            text(&answer.expect(200).json()["id"])
        }
    });
    let mut made = at_once(many).await;
    made.sort_unstable();
    made.dedup();
    assert_eq!(made.len(), 1);
    app.message_is(&second, &made[0], "sent").await;
    let sends = app.sends().await;
    assert_eq!(
        sends
            .iter()
            .filter(|c| c["body"]["message"]["text"] == "fifty at once")
            .count(),
        1
    );
    app.finish().await;
}

async fn offset(app: &TestApp, micros: i64) {
    let _ = app
        .sim
        .post("/_sim/clock", &json!({"offset_ms": micros / 1_000}))
        .await;
}

async fn windows(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let chat = text(&app.write(SHOP, "a question").await["id"]);
    let window = async || {
        app.admin.get(&format!("/api/chats/{chat}")).await["reply_window"]["state"].clone()
    };
    assert_eq!(window().await, "open");
    // After a day an answer of a person is tagged as such, and Meta takes it.
    clock.advance(25 * HOUR);
    offset(&app, 25 * HOUR).await;
    assert_eq!(window().await, "human_agent");
    let sent = send(&app.admin, &chat, &json!({"content": "a late answer"}))
        .await
        .expect(200)
        .json();
    app.message_is(&chat, &text(&sent["id"]), "sent").await;
    assert_eq!(app.sends().await[0]["body"]["tag"], "HUMAN_AGENT");
    // After a week nobody may.
    clock.advance(6 * DAY);
    offset(&app, 25 * HOUR + 6 * DAY).await;
    let hi = json!({"content": "too late"});
    problem(
        send(&app.admin, &chat, &hi).await,
        403,
        "reply_window_closed",
        "",
    );
    assert_eq!(window().await, "closed");
    // The customer writes, and it is open again; for Meta by its own clock, for us by the time of the delivery.
    let body = json!({"chat_id": chat, "message": "hello?"});
    let _ = app.admin.post("/api/mock/simulate-message", &body).await;
    let customer = text(&app.admin.get(&format!("/api/chats/{chat}")).await["instagram_user_id"]);
    let shop = Account::instagram(SHOP);
    let now = clock.now().millis();
    app.deliver(&shop.deliver(now, &[shop.text(&customer, now, "mid-now", "anybody?")]))
        .await;
    assert_eq!(window().await, "open");
    let sent = send(&app.admin, &chat, &hi).await.expect(200).json();
    app.message_is(&chat, &text(&sent["id"]), "sent").await;
    assert!(app.sends().await[1]["body"].get("tag").is_none());
    app.finish().await;

    // Without Meta's feature a day is all there is.
    let (clock, sources) = manual();
    let app = place.mock_at(&[("HUMAN_AGENT", "false")], sources).await;
    let chat = text(&app.write(SHOP, "another one").await["id"]);
    clock.advance(DAY);
    problem(
        send(&app.admin, &chat, &hi).await,
        403,
        "reply_window_closed",
        "",
    );
    app.finish().await;
}

async fn retries(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let chat = text(&app.write(SHOP, "a question").await["id"]);
    let retry = async |message: &str, body: Value| {
        let path = format!("/api/chats/{chat}/messages/{message}/retry");
        app.admin.send(Method::POST, &path, Some(&body)).await
    };
    // Meta's clock is ahead of ours: it refuses what we thought was in time.
    offset(&app, 8 * DAY).await;
    let sent = send(&app.admin, &chat, &json!({"content": "in time?"}))
        .await
        .expect(200)
        .json();
    let id = text(&sent["id"]);
    let failed = app.message_is(&chat, &id, "failed").await;
    assert_eq!(failed["error"]["code"], "reply_window_closed");
    assert_eq!(failed["error"]["meta_code"], 10);
    assert!(failed["error"]["meta_subcode"].is_i64() && failed["error"]["retryable"].is_boolean());
    let why = app.admin.get("/api/outbox?state=failed").await;
    assert_eq!(why[0]["last_error"], "reply_window_closed", "{why}");
    offset(&app, 0).await;
    let again = retry(&id, json!({})).await.expect(200).json();
    assert_eq!((&again["id"], &again["error"]), (&json!(id), &Value::Null));
    app.message_is(&chat, &id, "sent").await;
    problem(
        retry(&id, json!({"confirm_unknown": true})).await,
        409,
        "not_failed",
        "",
    );
    // Meta took it and its answer was lost: only a person's word sends it again.
    let faults = json!([
        {"match": "POST */messages", "times": 1, "then": "accept_then_timeout"},
        {"match": "POST */messages", "times": 1, "then": "no_echo"},
    ]);
    let _ = app.sim.post("/_sim/faults", &faults).await;
    let sent = send(&app.admin, &chat, &json!({"content": "did it arrive?"}))
        .await
        .expect(200)
        .json();
    let lost = text(&sent["id"]);
    let unknown = app.message_is(&chat, &lost, "unknown").await;
    assert_eq!(unknown["error"]["code"], "answer_lost");
    problem(
        retry(&lost, json!({})).await,
        409,
        "confirmation_needed",
        "",
    );
    problem(
        retry(&lost, json!({"confirm_unknown": false})).await,
        409,
        "confirmation_needed",
        "",
    );
    invalid(
        retry(&lost, json!({"confirm_unknown": "yes"})).await,
        "/confirm_unknown",
    );
    // Looking into the thread settles it without a second send.
    clock.advance(5 * domain::time::SECOND);
    app.message_is(&chat, &lost, "sent").await;
    let arrived = app
        .sends()
        .await
        .into_iter()
        .filter(|c| c["body"]["message"]["text"] == "did it arrive?");
    assert_eq!(arrived.count(), 1);
    // Unless the person says so first: then it goes twice, as they were told.
    let _ = app.sim.post("/_sim/faults", &faults).await;
    let sent = send(&app.admin, &chat, &json!({"content": "and this?"}))
        .await
        .expect(200)
        .json();
    let lost = text(&sent["id"]);
    app.message_is(&chat, &lost, "unknown").await;
    let _ = retry(&lost, json!({"confirm_unknown": true}))
        .await
        .expect(200);
    app.message_is(&chat, &lost, "sent").await;
    let arrived = app
        .sends()
        .await
        .into_iter()
        .filter(|c| c["body"]["message"]["text"] == "and this?");
    assert_eq!(arrived.count(), 2);
    problem(
        retry(NOBODY, json!({})).await,
        404,
        "not_found",
        "Message not found",
    );
    let inbound =
        ids(app.admin.get(&format!("/api/chats/{chat}")).await["messages"].clone()).remove(0);
    problem(retry(&inbound, json!({})).await, 409, "not_failed", "");
    let elsewhere = app.generate(1, "instagram").await.remove(0);
    let path = format!("/api/chats/{elsewhere}/messages/{id}/retry");
    problem(
        app.admin.send(Method::POST, &path, Some(&json!({}))).await,
        404,
        "not_found",
        "Message not found",
    );
    app.finish().await;
}
