//! Conversions: stored once, hashed, sent together, and what becomes of those that Meta does not take.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};

use crate::album::Album;
use crate::app::{
    NOBODY, PAGE, Place, SHOP, TestApp, all, at_once, ids, invalid, manual, problem, text,
};

both!(
    on_its_way,
    fifty_at_once_are_one,
    repeats_and_keys,
    from_a_chat,
    lost_answers,
    one_bad_event_among_good_ones,
    a_dead_token_waits,
    the_token_for_conversions_waits_too,
    refusals,
    added_up,
    every_body,
);

const EVENTS: &str = "/api/marketing/events";
const PIXEL: (&str, &str) = ("PIXEL_ID", "1000000000001");
/// The account of the stories in real mode.
const FERN: &str = "17841400000000001";
const FERN_TOKEN: &str = "EAAtoken-of-the-environment";

fn now() -> i64 {
    crate::app::hours_ago(0) / 1_000
}

/// A shop's event of this moment, with these changes.
fn event(extra: &Value) -> Value {
    let mut body = json!({"event_name": "Purchase", "event_time": now(), "action_source": "system_generated",
        "user_data": {"em": " John_Smith@gmail.com"}});
    for (key, value) in extra.as_object().unwrap() {
        body[key] = value.clone();
    }
    body
}

async fn send(person: &Api, extra: &Value) -> Answer {
    person.send(Method::POST, EVENTS, Some(&event(extra))).await
}

async fn sent(person: &Api, extra: &Value) -> Value {
    send(person, extra).await.expect(200).json()
}

async fn retry(app: &TestApp, id: &str, body: Value) -> Answer {
    let path = format!("{EVENTS}/{id}/retry");
    app.admin.send(Method::POST, &path, Some(&body)).await
}

async fn listed(person: &Api, id: &str) -> Value {
    let list = all(person.get(&format!("{EVENTS}?limit=200")).await);
    list.into_iter().find(|e| e["id"] == id).unwrap()
}

/// Waits until an event has come so far; gives it.
async fn reaches(app: &TestApp, event: &Value, status: &str) -> Value {
    let id = text(&event["id"]);
    until(PATIENCE, status, async || {
        let found = listed(&app.admin, &id).await;
        (found["status"] == status).then_some(found)
    })
    .await
}

/// What the simulator took, oldest first.
async fn received(app: &TestApp) -> Vec<Value> {
    let mut events = all(app.sim.get("/_sim/events?limit=5000").await);
    events.reverse();
    events
}

async fn calls(app: &TestApp) -> usize {
    let calls = app.sim.get("/_sim/calls?limit=5000&match=POST */events");
    all(calls.await).len()
}

async fn fault(app: &TestApp, then: Value) {
    let fault = json!({"match": "POST */events", "times": 1, "then": then});
    let _ = app.sim.post("/_sim/faults", &fault).await;
}

async fn on_its_way(place: &Place) {
    let app = place.mock(&[PIXEL]).await;
    let (mut agents, mut admins) = (app.socket(&app.agent).await, app.socket(&app.admin).await);
    let extra = json!({"event_id": "order-1001", "action_source": "website", "event_source_url": "https://shop.example/checkout",
        "value": 142.52, "currency": "usd", "test_event_code": "TEST12345",
        "user_data": {"em": "John_Smith@gmail.com", "ph": "+1 (650) 555-1212", "client_user_agent": "Mozilla/5.0"},
        "custom_data": {"contents": [{"id": "product123", "quantity": 1}]}});
    let stored = sent(&app.agent, &extra).await;
    assert_eq!(
        (&stored["status"], &stored["attempts"], &stored["pixel_id"]),
        (&json!("queued"), &json!(0), &json!(PIXEL.1))
    );
    assert_eq!(
        (
            &stored["value"],
            &stored["currency"],
            &stored["external_event_id"]
        ),
        (&json!(142.52), &json!("USD"), &json!("order-1001"))
    );
    let done = reaches(&app, &stored, "success").await;
    assert_eq!(
        (&done["attempts"], &done["error"]),
        (&json!(1), &Value::Null)
    );
    let answer: Value = serde_json::from_str(done["response_json"].as_str().unwrap()).unwrap();
    assert_eq!(answer["events_received"], 1);

    // Meta has it as it was told, hashed.
    let got = received(&app).await;
    assert_eq!(got.len(), 1, "{got:?}");
    assert_eq!(got[0]["in_the_clear"], json!([]));
    assert_eq!(got[0]["test_event_code"], "TEST12345");
    let em = "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f";
    assert_eq!(got[0]["event"]["user_data"]["em"], json!([em]));
    let payload: Value = serde_json::from_str(done["payload_json"].as_str().unwrap()).unwrap();
    assert_eq!(payload["data"][0], got[0]["event"]);

    // Everyone is told, of every state once.
    for socket in [&mut agents, &mut admins] {
        let last = |f: &Value| f["type"] == "ig_marketing_event" && f["status"] == "success";
        socket.next_where(PATIENCE, "the success", last).await;
        let mut frames = socket.seen().to_vec();
        frames.retain(|f| f["type"] == "ig_marketing_event");
        let states: Vec<_> = frames.iter().map(|f| text(&f["status"])).collect();
        assert_eq!(states, ["queued", "success"]);
        let mut frame = frames.remove(0);
        frame.as_object_mut().unwrap().remove("seq");
        let expected = json!({"type": "ig_marketing_event", "event_name": "Purchase", "value": 142.52, "currency": "USD",
            "ts": stored["ts"], "status": "queued", "id": stored["id"]});
        assert_eq!(frame, expected);
    }

    // Nowhere does the person stand in the clear.
    let kept: Vec<String> = store::on_db!(&app.app().db, |c| {
        sqlx::query_scalar(
        "SELECT event FROM conversion UNION ALL SELECT frame FROM event UNION ALL SELECT subject || dedupe FROM job UNION ALL SELECT body_sha256 FROM idempotency"
    )
    .fetch_all(c)
    .await
    .unwrap()
    });
    assert!(!kept.is_empty());
    for raw in ["ohn_", "gmail", "6505551212", "555-1212"] {
        assert!(!kept.concat().contains(raw), "{raw}");
    }
    app.finish().await;
}

async fn fifty_at_once_are_one(place: &Place) {
    let app = place.mock(&[PIXEL]).await;
    let body = event(&json!({"event_id": "order-1"}));
    let asked = (0..50).map(|_| {
        let (person, body) = (app.agent.clone(), body.clone());
        async move { person.send(Method::POST, EVENTS, Some(&body)).await }
    });
    let answers = at_once(asked).await;
    let mut found: Vec<Value> = answers
        .into_iter()
        .map(|a| a.expect(200).json()["id"].clone())
        .collect();
    found.dedup();
    assert_eq!(found.len(), 1, "{found:?}");
    // The same by a key, without an id of its own.
    let body = event(&json!({}));
    let asked = (0..50).map(|_| {
        let (person, body) = (app.agent.clone(), body.clone());
        let key = [("Idempotency-Key", "once")];
        async move {
            person
                .send_with(Method::POST, EVENTS, Some(&body), &key)
                .await
        }
    });
    let answers = at_once(asked).await;
    let mut found: Vec<Value> = answers
        .into_iter()
        .map(|a| a.expect(200).json()["id"].clone())
        .collect();
    found.dedup();
    assert_eq!(found.len(), 1, "{found:?}");
    app.quiet().await;
    assert_eq!(received(&app).await.len(), 2);
    assert_eq!(ids(app.agent.get(EVENTS).await).len(), 2);
    app.finish().await;
}

async fn repeats_and_keys(place: &Place) {
    let app = place.mock(&[PIXEL]).await;
    let first = sent(&app.agent, &json!({"event_id": "order-1"})).await;
    reaches(&app, &first, "success").await;
    // A repeat shows the first as it stands, whoever sends it, in whatever letters.
    let same = json!({"event_id": "order-1", "event_time": first["ts"], "user_data": {"em": "JOHN_SMITH@GMAIL.COM "}});
    let again = sent(&app.other, &same).await;
    assert_eq!(
        (&again["id"], &again["status"]),
        (&first["id"], &json!("success"))
    );
    let mut other = same.clone();
    other["value"] = json!(5);
    other["currency"] = json!("EUR");
    let detail = "Another event was sent with this event_id. Use a new event_id for a new event.";
    problem(
        send(&app.agent, &other).await,
        409,
        "idempotency_mismatch",
        detail,
    );
    // Elsewhere, or by another name, it is another event.
    for extra in [
        json!({"event_id": "order-1", "pixel_id": "2"}),
        json!({"event_id": "order-1", "event_name": "Lead"}),
    ] {
        assert_ne!(sent(&app.agent, &extra).await["id"], first["id"]);
    }
    let key = [("Idempotency-Key", "k")];
    let body = event(&json!({}));
    let keyed = async |body: &Value| {
        let asked = app.agent.send_with(Method::POST, EVENTS, Some(body), &key);
        asked.await
    };
    let once = keyed(&body).await.expect(200).json();
    assert_eq!(keyed(&body).await.expect(200).json()["id"], once["id"]);
    let mut body = body;
    body["currency"] = json!("EUR");
    problem(keyed(&body).await, 409, "idempotency_mismatch", "");
    // A key of somebody else is another key.
    let others = app.other.send_with(Method::POST, EVENTS, Some(&body), &key);
    assert_ne!(others.await.expect(200).json()["id"], once["id"]);
    app.quiet().await;
    assert_eq!(received(&app).await.len(), 5);
    app.finish().await;
}

async fn from_a_chat(place: &Place) {
    // Without PIXEL_ID: the dataset of the chat's account takes them.
    let app = place.mock(&[]).await;
    let chat = app.write(SHOP, "I take it").await;
    let id = text(&chat["id"]);
    let me = app.id_of(&app.agent).await;
    app.assign(&id, Some(&me)).await;
    let bought = json!({"event_name": "Purchase", "event_time": now(), "chat_id": id, "value": 123, "currency": "USD"});
    let ask =
        async |person: &Api, body: &Value| person.send(Method::POST, EVENTS, Some(body)).await;
    problem(
        ask(&app.other, &bought).await,
        403,
        "access_denied",
        "Access denied",
    );
    let mut nowhere = bought.clone();
    nowhere["chat_id"] = json!(NOBODY);
    problem(
        ask(&app.agent, &nowhere).await,
        404,
        "not_found",
        "Chat not found",
    );
    let mut lead = bought.clone();
    lead["event_name"] = json!("Lead");
    invalid(ask(&app.agent, &lead).await, "/event_name");
    let stored = ask(&app.agent, &bought).await.expect(200).json();
    assert_eq!(
        (
            &stored["action_source"],
            &stored["chat_id"],
            &stored["pixel_id"]
        ),
        (&json!("business_messaging"), &json!(id), &Value::Null)
    );
    let done = reaches(&app, &stored, "success").await;
    let pixels = app.sim.get("/_sim/pixels").await;
    assert_eq!(pixels[0]["dataset"], true);
    assert_eq!(done["pixel_id"], pixels[0]["id"]);
    let got = received(&app).await.remove(0);
    assert_eq!(
        (&got["pixel_id"], &got["event"]["messaging_channel"]),
        (&done["pixel_id"], &json!("instagram"))
    );
    let expected =
        json!({"instagram_business_account_id": SHOP, "ig_sid": chat["instagram_user_id"]});
    assert_eq!(got["event"]["user_data"], expected);
    // The dataset is asked for once.
    let mut shipped = bought.clone();
    shipped["event_name"] = json!("OrderShipped");
    let second = ask(&app.agent, &shipped).await.expect(200).json();
    assert_eq!(second["pixel_id"], done["pixel_id"]);
    reaches(&app, &second, "success").await;
    let asked = app.sim.get("/_sim/calls?match=POST */dataset").await;
    assert_eq!(all(asked).len(), 1);
    // Who may not see the chat sees that there was a purchase, and not of whom.
    let id_of = text(&stored["id"]);
    let hidden = listed(&app.other, &id_of).await;
    assert_eq!(hidden["chat_id"], Value::Null);
    let payload = text(&hidden["payload_json"]);
    assert!(
        !payload.contains("user_data") && payload.contains("Purchase"),
        "{payload}"
    );
    let shown = text(&listed(&app.agent, &id_of).await["payload_json"]);
    assert!(shown.contains("ig_sid"), "{shown}");
    // A Page's chat.
    let chat = app.write(PAGE, "I take it").await;
    let of_page = json!({"event_name": "Purchase", "event_time": now(), "chat_id": chat["id"]});
    let stored = ask(&app.admin, &of_page).await.expect(200).json();
    reaches(&app, &stored, "success").await;
    let got = received(&app).await.pop().unwrap();
    let expected = json!({"page_id": PAGE, "page_scoped_user_id": chat["instagram_user_id"]});
    assert_eq!(got["event"]["user_data"], expected);
    assert_eq!(got["event"]["messaging_channel"], "messenger");
    app.finish().await;
}

async fn lost_answers(place: &Place) {
    let app = place.mock(&[PIXEL]).await;
    // Where Meta knows repeats it is sent again, and counted once.
    fault(&app, json!("accept_then_timeout")).await;
    let stored = sent(&app.agent, &json!({"event_id": "order-1"})).await;
    let done = reaches(&app, &stored, "success").await;
    assert_eq!(done["attempts"], 2);
    let got = received(&app).await;
    let repeats: Vec<_> = got.iter().map(|e| e["duplicate"] == true).collect();
    assert_eq!(repeats, [false, true]);
    // From a chat it is not.
    let chat = app.write(SHOP, "I take it").await;
    fault(&app, json!("accept_then_timeout")).await;
    let bought = json!({"event_name": "Purchase", "event_time": now(), "chat_id": chat["id"]});
    let asked = app.admin.send(Method::POST, EVENTS, Some(&bought)).await;
    let stored = asked.expect(200).json();
    let lost = reaches(&app, &stored, "unknown").await;
    assert_eq!(
        (
            &lost["attempts"],
            &lost["error"]["code"],
            &lost["response_json"]
        ),
        (&json!(1), &json!("answer_lost"), &Value::Null)
    );
    app.quiet().await;
    assert_eq!(received(&app).await.len(), 3);
    let id = text(&stored["id"]);
    problem(
        retry(&app, &id, json!({})).await,
        409,
        "confirmation_needed",
        "",
    );
    let again = retry(&app, &id, json!({"confirm_unknown": true})).await;
    assert_eq!(again.expect(200).json()["status"], "queued");
    reaches(&app, &stored, "success").await;
    problem(
        retry(&app, &id, json!({"confirm_unknown": true})).await,
        409,
        "not_failed",
        "",
    );
    // What certainly was not taken is sent again everywhere.
    fault(&app, json!({"error": {"code": 2, "status": 400}})).await;
    let asked = app.admin.send(Method::POST, EVENTS, Some(&bought)).await;
    let stored = asked.expect(200).json();
    assert_eq!(reaches(&app, &stored, "success").await["attempts"], 2);
    app.finish().await;
}

async fn one_bad_event_among_good_ones(place: &Place) {
    let app = place.strict(FERN, FERN_TOKEN, &[PIXEL]).await;
    // Meta does not know the pixel yet.
    let early = sent(&app.agent, &json!({})).await;
    let failed = reaches(&app, &early, "failed").await;
    assert_eq!(failed["error"]["code"], "object_missing");
    assert!(
        text(&failed["response_json"]).contains("Unsupported post request"),
        "{failed}"
    );
    let pixel = json!({"id": PIXEL.1});
    let _ = app.sim.post("/_sim/pixels", &pixel).await;
    // From the outbox or from its own place.
    let jobs = all(app.admin.get("/api/outbox?state=failed").await);
    assert_eq!((jobs.len(), &jobs[0]["subject"]), (1, &early["id"]));
    let path = format!("/api/outbox/{}/retry", text(&jobs[0]["id"]));
    let job = app.admin.post(&path, &json!({})).await;
    assert_eq!(job["state"], "ready");
    reaches(&app, &early, "success").await;
    let id = text(&early["id"]);
    problem(retry(&app, &id, json!({})).await, 409, "not_failed", "");
    let error = json!({"error": {"code": 100, "subcode": 33}});
    fault(&app, error).await;
    let early = sent(&app.agent, &json!({})).await;
    reaches(&app, &early, "failed").await;
    let id = text(&early["id"]);
    let again = retry(&app, &id, json!({})).await.expect(200).json();
    assert_eq!(
        (&again["status"], &again["error"]),
        (&json!("queued"), &Value::Null)
    );
    reaches(&app, &early, "success").await;

    // By Meta's clock one of these is too old. The first call does not get through, so that they wait together.
    let clock = json!({"offset_ms": 25 * 3_600_000});
    let _ = app.sim.post("/_sim/clock", &clock).await;
    fault(&app, json!("refuse_before_accept")).await;
    let mut good = Vec::new();
    for n in 0..3 {
        good.push(sent(&app.agent, &json!({"event_id": format!("good-{n}")})).await);
    }
    let week = 7 * 86_400 - 3_600;
    let old = sent(
        &app.agent,
        &json!({"event_id": "old", "event_time": now() - week}),
    )
    .await;
    let failed = reaches(&app, &old, "failed").await;
    assert_eq!(failed["error"]["code"], "rejected_by_meta");
    let answer: Value = serde_json::from_str(failed["response_json"].as_str().unwrap()).unwrap();
    assert_eq!(answer["error"]["error_subcode"], 2_804_003);
    assert_eq!(
        answer["error"]["error_user_title"],
        "Event Timestamp Too Old"
    );
    for event in &good {
        let done = reaches(&app, event, "success").await;
        assert_eq!(done["error"], Value::Null);
    }
    let got = received(&app).await;
    let mut names: Vec<_> = got.iter().map(|e| text(&e["event_id"])).collect();
    names.retain(|n| n.starts_with("good"));
    names.sort();
    names.dedup();
    assert_eq!(names, ["good-0", "good-1", "good-2"]);
    assert!(got.iter().all(|e| e["event_id"] != "old"));
    app.finish().await;
}

async fn a_dead_token_waits(place: &Place) {
    let app = place.strict(FERN, FERN_TOKEN, &[PIXEL]).await;
    let _ = app.sim.post("/_sim/pixels", &json!({"id": PIXEL.1})).await;
    let token = |dead: Value| json!({"token": FERN_TOKEN, "account_id": FERN, "dead": dead});
    let _ = app.sim.post("/_sim/tokens", &token(json!(463))).await;
    let stored = sent(&app.agent, &json!({})).await;
    let id = text(&stored["id"]);
    until(PATIENCE, "the account to need a new token", async || {
        let accounts = all(app.admin.get("/api/instagram/accounts").await);
        (accounts[0]["status"] == "reconnect").then_some(())
    })
    .await;
    let waits = until(PATIENCE, "Meta's answer", async || {
        let found = listed(&app.admin, &id).await;
        (found["attempts"] == 1 && !found["response_json"].is_null()).then_some(found)
    })
    .await;
    assert_eq!(
        (&waits["status"], &waits["error"]),
        (&json!("queued"), &Value::Null)
    );
    // Another one waits without asking Meta.
    let second = sent(&app.agent, &json!({})).await;
    assert_eq!(calls(&app).await, 1);
    let waiting = all(app.admin.get("/api/outbox").await);
    assert_eq!(waiting.len(), 2, "{waiting:?}");
    assert_eq!(waiting[0]["kind"], "conversion");
    // The token lives again, as after a new connection: both go.
    let _ = app.sim.post("/_sim/tokens", &token(Value::Null)).await;
    app.sql("UPDATE account SET status = 'active', status_reason = NULL")
        .await;
    reaches(&app, &stored, "success").await;
    reaches(&app, &second, "success").await;
    app.finish().await;
}

async fn the_token_for_conversions_waits_too(place: &Place) {
    let (clock, sources) = manual();
    let vars = [PIXEL, ("CAPI_ACCESS_TOKEN", "EAAconversions")];
    let app = place.mock_at(&vars, sources).await;
    let token = |dead: Value| json!({"token": "EAAconversions", "dead": dead});
    let _ = app.sim.post("/_sim/tokens", &token(json!(460))).await;
    let stored = sent(&app.agent, &json!({})).await;
    let id = text(&stored["id"]);
    let waits = until(PATIENCE, "Meta's answer", async || {
        let found = listed(&app.admin, &id).await;
        (!found["response_json"].is_null()).then_some(found)
    })
    .await;
    assert_eq!(waits["status"], "queued");
    // No account is to blame.
    let accounts = all(app.admin.get("/api/instagram/accounts").await);
    assert!(
        accounts.iter().all(|a| a["status"] == "active"),
        "{accounts:?}"
    );
    let _ = app.sim.post("/_sim/tokens", &token(Value::Null)).await;
    clock.advance(31 * domain::time::MINUTE);
    let done = reaches(&app, &stored, "success").await;
    assert_eq!(done["attempts"], 2);
    let used = app.sim.get("/_sim/calls?match=POST */events").await;
    assert_eq!(used[0]["token"], used[1]["token"]);
    // Meta throttles: whatever goes to this pixel waits for as long as it says.
    fault(&app, json!({"error": {"code": 4}})).await;
    let first = sent(&app.agent, &json!({})).await;
    until(PATIENCE, "the refusal", async || {
        let found = listed(&app.admin, &text(&first["id"])).await;
        (found["attempts"] == 1).then_some(())
    })
    .await;
    let second = sent(&app.agent, &json!({})).await;
    clock.advance(50 * domain::time::SECOND);
    assert_eq!(
        listed(&app.admin, &text(&second["id"])).await["attempts"],
        0
    );
    clock.advance(15 * domain::time::SECOND);
    reaches(&app, &first, "success").await;
    reaches(&app, &second, "success").await;
    assert_eq!(calls(&app).await, 4, "both in one call");
    app.finish().await;
}

async fn refusals(place: &Place) {
    let app = place.mock(&[]).await;
    let detail = "PIXEL_ID is not configured";
    problem(
        send(&app.agent, &json!({})).await,
        400,
        "pixel_not_configured",
        detail,
    );
    let with = |extra: Value| {
        let mut extra = extra;
        extra["pixel_id"] = extra.get("pixel_id").cloned().unwrap_or(json!("1"));
        extra
    };
    for (extra, pointer) in [
        (json!({"pixel_id": "../me"}), "/pixel_id"),
        (json!({"pixel_id": "me"}), "/pixel_id"),
        (json!({"event_name": ""}), "/event_name"),
        (json!({"event_name": null}), "/event_name"),
        (json!({"event_time": "soon"}), "/event_time"),
        (json!({"event_time": now() - 8 * 86_400}), "/event_time"),
        (json!({"event_time": now() + 3_600}), "/event_time"),
        (json!({"value": 5}), "/currency"),
        (json!({"value": "much", "currency": "EUR"}), "/value"),
        (json!({"currency": "EURO"}), "/currency"),
        (json!({"action_source": "web"}), "/action_source"),
        (
            json!({"action_source": "website"}),
            "/user_data/client_user_agent",
        ),
        (json!({"action_source": "business_messaging"}), "/chat_id"),
        (json!({"user_data": {}}), "/user_data"),
        (json!({"user_data": null}), "/user_data"),
        (json!({"user_data": {"em": "nobody"}}), "/user_data/em"),
        (json!({"user_data": "a@b.example"}), "/user_data"),
        (json!({"custom_data": []}), "/custom_data"),
        (json!({"chat_id": "1"}), "/chat_id"),
        (json!({"event_id": ""}), "/event_id"),
    ] {
        invalid(send(&app.agent, &with(extra)).await, pointer);
    }
    let body = json!({"event_name": "Purchase", "pixel_id": "1"});
    invalid(
        app.agent.send(Method::POST, EVENTS, Some(&body)).await,
        "/event_time",
    );
    for (query, pointer) in [
        ("status=sent", "/status"),
        ("since=yesterday", "/since"),
        ("limit=0", "/limit"),
        ("cursor=x", "/cursor"),
    ] {
        let path = format!("{EVENTS}?{query}");
        invalid(app.agent.send(Method::GET, &path, None).await, pointer);
    }
    let name = format!("{EVENTS}?name={}", "x".repeat(201));
    invalid(app.agent.send(Method::GET, &name, None).await, "/name");
    for query in [
        "since=2025-01-01&until=2025-12-31",
        "since=2025-01-02&until=2024-12-31",
        "since=x",
    ] {
        let path = format!("/api/marketing/totals?{query}");
        invalid(app.agent.send(Method::GET, &path, None).await, "/since");
    }
    problem(
        retry(&app, NOBODY, json!({})).await,
        404,
        "not_found",
        "Event not found",
    );
    let path = format!("{EVENTS}/{NOBODY}/retry");
    let denied = app.agent.send(Method::POST, &path, Some(&json!({}))).await;
    problem(denied, 403, "admin_required", "Admin access required");
    assert_eq!(app.agent.get(EVENTS).await, json!([]));
    assert_eq!(calls(&app).await, 0);
    app.finish().await;
}

async fn added_up(place: &Place) {
    let app = place.mock(&[PIXEL]).await;
    let price = |value: f64| json!({"value": value, "currency": "EUR"});
    for value in [0.1, 0.2] {
        sent(&app.agent, &price(value)).await;
    }
    let mut old = price(5.0);
    old["event_time"] = json!(now() - 3 * 86_400);
    let old = sent(&app.agent, &old).await;
    let lead = sent(&app.agent, &json!({"event_name": "Lead"})).await;
    app.quiet().await;
    let totals = all(app.agent.get("/api/marketing/totals").await);
    assert_eq!(totals.len(), 3, "{totals:?}");
    assert_eq!(
        (&totals[0]["event_name"], &totals[0]["value"]),
        (&json!("Purchase"), &json!(5))
    );
    let of_today = |name: &str| {
        let found = totals[1..].iter().find(|t| t["event_name"] == name);
        found.unwrap().clone()
    };
    let bought = of_today("Purchase");
    assert_eq!(
        (
            &bought["events"],
            &bought["success"],
            &bought["value"],
            &bought["currency"]
        ),
        (&json!(2), &json!(2), &json!(0.3), &json!("EUR"))
    );
    assert_eq!(of_today("Lead")["value"], Value::Null);
    let day = text(&totals[0]["day"]);
    let path = format!("/api/marketing/totals?since={day}&until={day}");
    assert_eq!(all(app.agent.get(&path).await).len(), 1);
    // The list, by page and by filter.
    let page = app
        .agent
        .send(Method::GET, &format!("{EVENTS}?limit=3"), None)
        .await;
    let link = page.header("link").unwrap().to_owned();
    assert_eq!(all(page.json()).len(), 3);
    let next = link.trim_start_matches('<').split('>').next().unwrap();
    assert_eq!(all(app.agent.get(next).await).len(), 1);
    for (query, count) in [
        ("status=SUCCESS", 4),
        ("status=failed", 0),
        ("name=Lead", 1),
        ("name=Lead&status=success", 1),
        ("pixel=1000000000001", 4),
        ("pixel=2", 0),
        ("since=2020-01-01T00:00:00Z", 4),
        ("since=2100-01-01", 0),
        ("since=1", 4),
    ] {
        let found = all(app.agent.get(&format!("{EVENTS}?{query}")).await);
        assert_eq!(found.len(), count, "{query}");
    }
    let newest = ids(app.agent.get(EVENTS).await);
    assert_eq!(
        (&newest[0], &newest[1]),
        (&text(&lead["id"]), &text(&old["id"]))
    );
    app.finish().await;
}

async fn every_body(place: &Place) {
    let app = place.mock(&[]).await;
    let mut album = Album::of(app.sim.base());
    let chat = app.generate(1, "instagram").await.remove(0);
    let (post, get) = (Method::POST, Method::GET);
    let create = || (post.clone(), EVENTS, EVENTS);
    let full = json!({"event_id": "order-1001", "pixel_id": "1000000000001", "action_source": "website",
        "event_source_url": "https://shop.example/checkout", "value": 142.52, "currency": "usd", "test_event_code": "TEST12345",
        "user_data": {"em": "John_Smith@gmail.com", "client_ip_address": "192.0.2.10", "client_user_agent": "Mozilla/5.0"},
        "custom_data": {"contents": [{"id": "product123", "quantity": 1}]}});
    let asked = album
        .ask("conversion", &app.admin, create(), Some(event(&full)))
        .await;
    let stored = asked.json();
    reaches(&app, &stored, "success").await;
    let error =
        json!({"error": {"code": 100, "subcode": 2_804_003, "message": "Invalid parameter"}});
    fault(&app, error).await;
    let refused = sent(
        &app.admin,
        &json!({"pixel_id": "1000000000001", "event_id": "order-1002"}),
    )
    .await;
    reaches(&app, &refused, "failed").await;
    album
        .ask(
            "conversions",
            &app.admin,
            (get.clone(), EVENTS, EVENTS),
            None,
        )
        .await;
    let mut other = full.clone();
    other["value"] = json!(1);
    for (name, person, body) in [
        ("conversion-400", &app.admin, event(&json!({}))),
        ("conversion-401", &app.nobody, event(&json!({}))),
        (
            "conversion-403",
            &app.other,
            event(&json!({"chat_id": chat, "pixel_id": "1"})),
        ),
        (
            "conversion-404",
            &app.admin,
            event(&json!({"chat_id": NOBODY})),
        ),
        ("conversion-409", &app.admin, event(&other)),
        (
            "conversion-422",
            &app.admin,
            event(&json!({"pixel_id": "1", "value": 1})),
        ),
    ] {
        album.ask(name, person, create(), Some(body)).await;
    }
    let list = (get.clone(), EVENTS, "/api/marketing/events?status=sent");
    album.ask("conversions-422", &app.agent, list, None).await;
    let template = "/api/marketing/events/{id}/retry";
    let again = |id: &Value| format!("{EVENTS}/{}/retry", text(id));
    for (name, person, id) in [
        ("conversion-retry", &app.admin, &refused["id"]),
        ("conversion-retry-403", &app.agent, &refused["id"]),
        ("conversion-retry-404", &app.admin, &json!(NOBODY)),
        ("conversion-retry-409", &app.admin, &stored["id"]),
    ] {
        let path = again(id);
        let route = (post.clone(), template, path.as_str());
        album.ask(name, person, route, Some(json!({}))).await;
    }
    reaches(&app, &refused, "success").await;
    let totals = "/api/marketing/totals";
    album
        .ask(
            "conversion-totals",
            &app.agent,
            (get.clone(), totals, totals),
            None,
        )
        .await;
    let path = "/api/marketing/totals?since=yesterday";
    album
        .ask(
            "conversion-totals-422",
            &app.agent,
            (get, totals, path),
            None,
        )
        .await;
    app.finish().await;
}
