//! Answering a customer: on its way, in parts, and refused.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::PATIENCE;
use testkit::webhook::Account;
use testkit::ws::Socket;

use crate::app::{NOBODY, PAGE, Place, SHOP, all, hours_ago, ids, invalid, problem, text};

both!(on_its_way, groups_and_replies, refusals);

pub(crate) async fn send(person: &Api, chat: &str, body: &Value) -> Answer {
    person
        .send(
            Method::POST,
            &format!("/api/chats/{chat}/message"),
            Some(body),
        )
        .await
}

/// `type status` of every frame about a message, in order, until `last` has come.
async fn way(socket: &mut Socket, message: &str, last: &str) -> Vec<String> {
    let about = |f: &Value| f["message_id"] == message || f["message"]["id"] == message;
    let word = |f: &Value| {
        let status = f["delivery_status"]
            .as_str()
            .or(f["message"]["delivery_status"].as_str());
        format!(
            "{} {}",
            f["type"].as_str().unwrap_or_default(),
            status.unwrap_or_default()
        )
    };
    socket
        .next_where(PATIENCE, last, |f| about(f) && word(f) == last)
        .await;
    let seqs: Vec<i64> = socket
        .seen()
        .iter()
        .filter_map(|f| f["seq"].as_i64())
        .collect();
    assert!(seqs.is_sorted_by(|a, b| a < b), "{seqs:?}");
    let mut words: Vec<String> = socket
        .seen()
        .iter()
        .filter(|f| about(f))
        .map(word)
        .collect();
    words.dedup();
    words
}

async fn on_its_way(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.write(SHOP, "Is it open?").await;
    let id = text(&chat["id"]);
    let me = app.id_of(&app.agent).await;
    app.assign(&id, Some(&me)).await;
    let (mut agents, mut admins) = (app.socket(&app.agent).await, app.socket(&app.admin).await);
    // Unknown fields are ignored.
    let body = json!({"content": "Until six, مرحبا 👋", "message_type": "text", "color": "red"});
    let sent = send(&app.agent, &id, &body).await.expect(200).json();
    let message = text(&sent["id"]);
    assert_eq!(sent["delivery_status"], "queued");
    assert_eq!(
        (&sent["sender"], &sent["direction"]),
        (&json!("agent"), &json!("outbound"))
    );
    assert_eq!(
        (&sent["sent_by"], &sent["chat_id"]),
        (&json!(me), &json!(id))
    );
    assert_eq!(
        (&sent["also"], &sent["meta_message_id"], &sent["error"]),
        (&json!([]), &Value::Null, &Value::Null)
    );
    let expected = [
        "ig_dm queued",
        "new_message queued",
        "ig_dm sending",
        "message_updated sending",
        "ig_dm sent",
        "message_updated sent",
        "ig_dm read",
        "message_updated read",
    ];
    assert_eq!(
        way(&mut agents, &message, "message_updated read").await,
        expected
    );
    assert_eq!(
        way(&mut admins, &message, "message_updated read").await,
        expected
    );
    let dm = agents
        .seen()
        .iter()
        .find(|f| f["type"] == "ig_dm" && f["delivery_status"] == "read")
        .unwrap();
    let calls = app.sends().await;
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0]["body"]["message"]["text"], "Until six, مرحبا 👋");
    assert_eq!(
        calls[0]["body"]["recipient"]["id"],
        chat["instagram_user_id"]
    );
    assert_eq!(dm["graph_message_id"], calls[0]["mid"]);
    assert_eq!(
        (&dm["igsid"], &dm["page_id"], &dm["legacy_type"]),
        (
            &chat["instagram_user_id"],
            &json!(SHOP),
            &json!("instagram_dm")
        )
    );
    assert_eq!(
        (&dm["text"], &dm["sent_by"], &dm["chat_id"]),
        (&json!("Until six, مرحبا 👋"), &json!(me), &json!(id))
    );
    // Its echo is the same message, and answering is reading.
    let thread = app.agent.get(&format!("/api/chats/{id}")).await;
    assert_eq!(all(thread["messages"].clone()).len(), 2);
    assert_eq!(
        (&thread["unread_count"], &thread["last_message"]),
        (&json!(0), &json!("Until six, مرحبا 👋"))
    );

    // Messenger reports delivery, and has no `ig_dm`.
    let chat = text(&app.write(PAGE, "And on Sunday?").await["id"]);
    let sent = send(&app.admin, &chat, &json!({"content": "Closed"}))
        .await
        .expect(200)
        .json();
    let message = text(&sent["id"]);
    assert_eq!(
        way(&mut admins, &message, "message_updated read").await,
        [
            "new_message queued",
            "message_updated sending",
            "message_updated sent",
            "message_updated delivered",
            "message_updated read"
        ]
    );
    assert_eq!(
        app.message(&chat, &message).await["meta_message_id"],
        app.sends().await[1]["mid"]
    );
    app.finish().await;
}

async fn groups_and_replies(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = text(&app.write(SHOP, "Show me").await["id"]);
    let asked = app.admin.get(&format!("/api/chats/{chat}")).await["messages"][0].clone();
    let file = |name: &str| format!("{}/_sim/media/{name}", app.sim.base());
    let body = json!({
        "content": "Here it is",
        "attachments": [
            {"type": "image", "url": file("sample.png")},
            {"type": "audio", "url": file("sample.wav")},
        ],
        "reply_to": asked["id"],
    });
    let sent = send(&app.admin, &chat, &body).await.expect(200).json();
    let also = all(sent["also"].clone());
    assert_eq!(also.len(), 2);
    let rows: Vec<&Value> = std::iter::once(&sent).chain(&also).collect();
    assert!(sent["group_id"].is_string() && rows.iter().all(|m| m["group_id"] == sent["group_id"]));
    let kinds: Vec<&Value> = rows.iter().map(|m| &m["message_type"]).collect();
    assert_eq!(kinds, ["text", "image", "audio"]);
    assert_eq!(
        (&sent["content"], &also[0]["content"]),
        (&json!("Here it is"), &json!(""))
    );
    assert_eq!(also[0]["attachments"][0]["url"], file("sample.png"));
    assert_eq!(sent["reply_to"]["message_id"], asked["id"]);
    assert_eq!(
        sent["reply_to"]["meta_message_id"],
        asked["meta_message_id"]
    );
    for row in &rows {
        app.message_is(&chat, &text(&row["id"]), "read").await;
    }
    let calls = app.sends().await;
    let said: Vec<Value> = calls.iter().map(|c| c["body"]["message"].clone()).collect();
    assert_eq!(said.len(), 3, "{said:?}");
    assert_eq!(said[0]["text"], "Here it is");
    assert_eq!(said[1]["attachment"]["type"], "image");
    assert_eq!(said[2]["attachment"]["type"], "audio");
    assert_eq!(
        calls[0]["body"]["reply_to"]["mid"],
        asked["meta_message_id"]
    );
    assert!(calls[1]["body"].get("reply_to").is_none());
    // In the thread they stand as they were posted.
    let thread = ids(app.admin.get(&format!("/api/chats/{chat}")).await["messages"].clone());
    let posted: Vec<String> = rows.iter().map(|m| text(&m["id"])).collect();
    assert_eq!(thread[1..], posted);
    // A part that fails for good takes the later ones with it, and nothing of them leaves.
    let fault = json!({"match": "POST */messages", "times": 1, "then": {"error": {"code": 100, "subcode": 2_018_109}}});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    let sent = send(&app.admin, &chat, &body).await.expect(200).json();
    let first = app.message_is(&chat, &text(&sent["id"]), "failed").await;
    assert_eq!(
        (&first["error"]["code"], &first["error"]["meta_subcode"]),
        (&json!("content_refused"), &json!(2_018_109))
    );
    for row in all(sent["also"].clone()) {
        let later = app.message_is(&chat, &text(&row["id"]), "failed").await;
        assert_eq!(later["error"]["code"], "earlier_part_failed");
    }
    assert_eq!(app.sends().await.len(), 3);
    app.finish().await;
}

async fn refusals(place: &Place) {
    let app = place.mock(&[]).await;
    let instagram = text(&app.write(SHOP, "hi").await["id"]);
    let facebook = text(&app.write(PAGE, "hi").await["id"]);
    let shop = Account::instagram(SHOP);
    let old = shop.text("gone", hours_ago(8 * 24), "mid-old", "long ago");
    app.deliver(&shop.deliver(hours_ago(0), &[old])).await;
    let closed = text(&app.chat_of("gone").await["id"]);
    let foreign =
        ids(app.admin.get(&format!("/api/chats/{facebook}")).await["messages"].clone()).remove(0);
    app.quiet().await;
    let head = app.head().await;

    let file = json!({"type": "image", "url": "https://cdn.example/a.png"});
    let cases: Vec<(Value, &str)> = vec![
        (json!({}), "/content"),
        (json!({"content": ""}), "/content"),
        (json!({"content": " \n\t ", "attachments": []}), "/content"),
        (json!({"text": "a misspelt field"}), "/content"),
        (json!({"content": 5}), "/content"),
        (json!({"content": null}), "/content"),
        (json!({"content": ["hi"]}), "/content"),
        (json!({"content": "é".repeat(500) + "x"}), "/content"),
        (
            json!({"content": "hi", "attachments": file}),
            "/attachments",
        ),
        (
            json!({"content": "hi", "attachments": ["a.png"]}),
            "/attachments/0",
        ),
        (
            json!({"content": "hi", "attachments": [file, {"type": "image"}]}),
            "/attachments/1/url",
        ),
        (
            json!({"content": "hi", "attachments": [{"url": "https://cdn.example/a.png"}]}),
            "/attachments/0/type",
        ),
        (
            json!({"content": "hi", "attachments": [{"type": "hologram", "url": "https://cdn.example/a"}]}),
            "/attachments/0/type",
        ),
        (
            json!({"content": "hi", "attachments": [{"type": "image", "url": 5}]}),
            "/attachments/0/url",
        ),
        (
            json!({"content": "hi", "attachments": [{"type": "image", "url": "file:///etc/passwd"}]}),
            "/attachments",
        ),
        (
            json!({"content": "hi", "attachments": vec![file; 11]}),
            "/attachments",
        ),
        (json!({"content": "hi", "reply_to": "x"}), "/reply_to"),
        (json!({"content": "hi", "reply_to": NOBODY}), "/reply_to"),
        (json!({"content": "hi", "reply_to": foreign}), "/reply_to"),
        (json!([{"content": "hi"}]), ""),
        (json!("hi"), ""),
    ];
    for (body, pointer) in cases {
        invalid(send(&app.admin, &instagram, &body).await, pointer);
    }
    invalid(
        send(
            &app.admin,
            &facebook,
            &json!({"content": "é".repeat(2_000)}),
        )
        .await,
        "/content",
    );
    let body = json!({"content": "x".repeat(300 * 1024)});
    problem(
        send(&app.admin, &facebook, &body).await,
        413,
        "body_too_large",
        "",
    );
    for raw in [
        "{\"content\":\"hi\"",
        "content=hi",
        "{\"content\":\"\\ud83d\"}",
    ] {
        let url = format!("{}/api/chats/{instagram}/message", app.base);
        let request = testkit::api::client()
            .post(url)
            .bearer_auth(app.admin.token())
            .body(raw);
        assert_eq!(request.send().await.unwrap().status(), 422, "{raw}");
    }
    let hi = json!({"content": "hi"});
    let shut = problem(
        send(&app.admin, &closed, &hi).await,
        403,
        "reply_window_closed",
        "",
    );
    assert_eq!(
        shut["reply_window"],
        json!({"state": "closed", "closes_at": null})
    );
    problem(
        send(&app.admin, NOBODY, &hi).await,
        404,
        "not_found",
        "Chat not found",
    );
    problem(send(&app.admin, "x", &hi).await, 404, "not_found", "");
    problem(
        send(&app.agent, &instagram, &hi).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(
        send(&app.nobody, &instagram, &hi).await,
        401,
        "unauthorized",
        "",
    );
    assert_eq!(app.head().await, head, "nothing was stored");
    assert_eq!(app.admin.get("/api/outbox").await, json!([]));
    assert_eq!(app.sends().await, Vec::<Value>::new());
    for chat in [&instagram, &facebook, &closed] {
        let thread = app.admin.get(&format!("/api/chats/{chat}")).await;
        assert_eq!(
            (
                all(thread["messages"].clone()).len(),
                &thread["unread_count"]
            ),
            (1, &json!(1))
        );
    }
    // The longest that is allowed, and what no database text can hold.
    for (chat, content) in [
        (&instagram, "é".repeat(500)),
        (&facebook, "é".repeat(1_999)),
        (&instagram, "a\0b".to_owned()),
    ] {
        let sent = send(&app.admin, chat, &json!({"content": content}))
            .await
            .expect(200)
            .json();
        let sent = app.message_is(chat, &text(&sent["id"]), "read").await;
        assert_eq!(text(&sent["content"]), content.replace('\0', "\u{fffd}"));
    }
    app.finish().await;
}
