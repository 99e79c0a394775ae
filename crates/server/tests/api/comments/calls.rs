//! What is written once: private replies, lost answers, repeated requests.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::wait::{PATIENCE, until};
use testkit::webhook::to_wire;

use super::{comments, customer, delete, done, fault, list, listed, post};
use crate::app::{PAGE, Place, SHOP, all, at_once, hours_ago, problem, text};

both!(private_replies, lost_answers, fifty_at_once_are_one);

async fn private_replies(place: &Place) {
    let app = place.mock(&[]).await;
    for (platform, account) in [("instagram", SHOP), ("facebook", PAGE)] {
        let anna = customer(&app, account, "anna").await;
        let id = comments(&app, &anna, json!({"text": "How much?"})).await;
        listed(&app, platform, &id, |c| c["can_reply_privately"] == true).await;
        let path = format!("/api/{platform}/comments/{id}/private-reply");
        let sent = post(&app.agent, &path, json!({"text": "9 Euro for you"}))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&sent["success"], &sent["status"], &sent["comment_id"]),
            (&json!(true), &json!("sent"), &json!(id))
        );
        // It is a message of the customer's chat, once, and opens no window.
        let chat = app.chat_of(&anna).await;
        assert_eq!(chat["id"], sent["chat_id"]);
        app.quiet().await;
        let chat = app
            .admin
            .get(&format!("/api/chats/{}", text(&chat["id"])))
            .await;
        let messages = all(chat["messages"].clone());
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert_eq!(messages[0]["content"], "9 Euro for you");
        assert_eq!(
            (&messages[0]["id"], &messages[0]["meta_message_id"]),
            (&sent["message_id"], &sent["graph_message_id"])
        );
        assert_eq!(messages[0]["sent_by"], app.id_of(&app.agent).await.as_str());
        assert_ne!(chat["reply_window"]["state"], "open");
        // Once.
        problem(
            post(&app.admin, &path, json!({"text": "and 8"})).await,
            409,
            "private_reply_used",
            "",
        );
        let used = listed(&app, platform, &id, |c| c["can_reply_privately"] == false).await;
        assert!(used["private_reply_at"].is_string(), "{used}");
        // Not after a week, not to oneself.
        let week = hours_ago(7 * 24 + 1);
        let old = comments(&app, &anna, json!({"text": "long ago", "timestamp": week})).await;
        let value = match platform {
            "instagram" => {
                json!({"object": "instagram", "entry": [{"id": SHOP, "time": week / 1_000, "changes": [{"field": "comments", "value": {"id": "old", "text": "long ago", "from": {"id": anna}, "media": {"id": "1"}}}]}]})
            }
            _ => Value::Null,
        };
        let old = if value.is_null() {
            old
        } else {
            app.deliver(&to_wire(&value)).await;
            "old".to_owned()
        };
        listed(&app, platform, &old, |_| true).await;
        let path = format!("/api/{platform}/comments/{old}/private-reply");
        problem(
            post(&app.agent, &path, json!({"text": "x"})).await,
            422,
            "private_reply_expired",
            "",
        );
        let own = app.reply_at_meta(&id, "in public").await;
        until(PATIENCE, "our own answer", async || {
            let found = list(&app, platform, "limit=200").await;
            found
                .iter()
                .any(|c| c["replies"][0]["id"] == own.as_str())
                .then_some(())
        })
        .await;
        let path = format!("/api/{platform}/comments/{own}/private-reply");
        problem(
            post(&app.agent, &path, json!({"text": "x"})).await,
            422,
            "private_reply_to_self",
            "",
        );
    }
    // The customer of another agent's chat is not theirs to write to.
    let carl = customer(&app, SHOP, "carl").await;
    let _ = app
        .sim
        .post(
            &format!("/_sim/customers/{carl}/messages"),
            &json!({"text": "hi"}),
        )
        .await;
    let chat = text(&app.chat_of(&carl).await["id"]);
    app.assign(&chat, Some(&app.id_of(&app.other).await)).await;
    let id = comments(&app, &carl, json!({"text": "hello?"})).await;
    listed(&app, "instagram", &id, |_| true).await;
    let path = format!("/api/instagram/comments/{id}/private-reply");
    problem(
        post(&app.agent, &path, json!({"text": "x"})).await,
        403,
        "access_denied",
        "Access denied",
    );
    let _ = post(&app.other, &path, json!({"text": "hello"}))
        .await
        .expect(200);
    // A live comment takes no public answer, and a private one only while the broadcast runs.
    let live = app
        .sim
        .post(&format!("/_sim/accounts/{SHOP}/broadcasts"), &json!({}))
        .await;
    let live = text(&live["id"]);
    let [first, second] = [
        comments(&app, &carl, json!({"text": "one", "media_id": live})).await,
        comments(&app, &carl, json!({"text": "two", "media_id": live})).await,
    ];
    for id in [&first, &second] {
        listed(&app, "instagram", id, |_| true).await;
    }
    let path = format!("/api/instagram/comments/{first}/reply");
    problem(
        post(&app.other, &path, json!({"text": "x"})).await,
        422,
        "live_comment",
        "",
    );
    let path = format!("/api/instagram/comments/{first}/private-reply");
    let _ = post(&app.other, &path, json!({"text": "thanks"}))
        .await
        .expect(200);
    app.sim.delete(&format!("/_sim/broadcasts/{live}")).await;
    let path = format!("/api/instagram/comments/{second}/private-reply");
    problem(
        post(&app.other, &path, json!({"text": "x"})).await,
        502,
        "private_reply_impossible",
        "",
    );
    app.finish().await;
}

async fn lost_answers(place: &Place) {
    let app = place.mock(&[("INSTAGRAM_WEBHOOK_TIMEOUT", "1")]).await;
    let media = all(app.sim.get(&format!("/_sim/accounts/{SHOP}/media")).await);
    let media = text(&media[0]["id"]);
    // A comment that Meta took and did not confirm, and whose webhook is late: 202, and never written twice.
    fault(&app, json!([{"match": "POST */comments", "times": 1, "then": {"accept_then_5xx": 500}}, {"match": "WEBHOOK comments", "times": 1, "then": {"delay_ms": 700}}])).await;
    let key = [("idempotency-key", "lost")];
    let body = json!({"media_id": media, "message": "Is this on?"});
    let path = "/api/comments/create";
    let lost = app
        .agent
        .send_with(Method::POST, path, Some(&body), &key)
        .await
        .expect(202)
        .json();
    assert_eq!(
        (
            &lost["status"],
            &lost["success"],
            &lost["media_id"],
            &lost["text"]
        ),
        (
            &json!("unknown"),
            &json!(false),
            &json!(media),
            &json!("Is this on?")
        )
    );
    let again = app
        .agent
        .send_with(Method::POST, path, Some(&body), &key)
        .await;
    assert!(matches!(again.status.as_u16(), 200 | 202), "{again}");
    // Its webhook tells: the same request now has its comment, and it was written once.
    let found = until(PATIENCE, "the comment", async || {
        let again = app
            .agent
            .send_with(Method::POST, path, Some(&body), &key)
            .await;
        (again.status == 200).then(|| again.json())
    })
    .await;
    assert_eq!(found["text"], "Is this on?");
    assert_eq!(done(&app, "POST */comments").await, 1);
    let mine = list(&app, "instagram", "q=this+on").await;
    assert_eq!(mine.len(), 1, "{mine:?}");
    // What Meta refused for certain may be tried again with its key.
    fault(
        &app,
        json!({"match": "POST */comments", "times": 1, "then": {"error": {"code": 10}}}),
    )
    .await;
    let key = [("idempotency-key", "refused")];
    let refused = app
        .agent
        .send_with(Method::POST, path, Some(&body), &key)
        .await;
    problem(refused, 502, "permission_missing", "");
    let _ = app
        .agent
        .send_with(Method::POST, path, Some(&body), &key)
        .await
        .expect(200);
    // A hide whose answer was lost is looked up, not repeated.
    let anna = customer(&app, SHOP, "anna").await;
    let id = comments(&app, &anna, json!({"text": "rude"})).await;
    listed(&app, "instagram", &id, |_| true).await;
    fault(
        &app,
        json!({"match": "POST /{comment}", "times": 1, "then": "accept_then_timeout"}),
    )
    .await;
    let hide = json!({"comment_id": id, "hide": true});
    let lost = post(&app.agent, "/api/comments/hide", hide)
        .await
        .expect(202)
        .json();
    assert_eq!(
        (&lost["status"], &lost["comment_id"]),
        (&json!("unknown"), &json!(id))
    );
    listed(&app, "instagram", &id, |c| c["hidden"] == true).await;
    fault(
        &app,
        json!({"match": "DELETE *", "times": 1, "then": "accept_then_timeout"}),
    )
    .await;
    let _ = delete(&app.admin, &id).await.expect(202);
    listed(&app, "instagram", &id, |c| c["action"] == "deleted").await;
    let audit = all(app.admin.get("/api/audit").await);
    assert!(
        audit.iter().all(|a| a["detail"]["outcome"] == "unknown"),
        "{audit:?}"
    );
    // A private reply whose answer was lost: its echo tells, and there is no second one.
    let id = comments(&app, &anna, json!({"text": "How much?"})).await;
    listed(&app, "instagram", &id, |_| true).await;
    fault(&app, json!([{"match": "POST */messages", "times": 1, "then": {"accept_then_5xx": 500}}, {"match": "WEBHOOK message_echoes", "times": 1, "then": {"delay_ms": 700}}])).await;
    let path = format!("/api/instagram/comments/{id}/private-reply");
    let _ = post(&app.agent, &path, json!({"text": "9 Euro"}))
        .await
        .expect(202);
    problem(
        post(&app.agent, &path, json!({"text": "9 Euro"})).await,
        409,
        "private_reply_used",
        "",
    );
    listed(&app, "instagram", &id, |c| {
        c["private_reply_at"].is_string()
    })
    .await;
    assert_eq!(app.sends().await.len(), 1);
    // A token that has died is told to the admins.
    fault(
        &app,
        json!({"match": "POST *", "times": 1, "then": {"error": {"code": 190, "subcode": 463}}}),
    )
    .await;
    problem(
        post(&app.agent, "/api/comments/create", body).await,
        502,
        "account_reconnect",
        "",
    );
    let accounts = all(app.admin.get("/api/instagram/accounts").await);
    assert_eq!(accounts[0]["status"], "reconnect");
    app.finish().await;
}

async fn fifty_at_once_are_one(place: &Place) {
    let app = place.mock(&[]).await;
    let anna = customer(&app, SHOP, "anna").await;
    let id = comments(&app, &anna, json!({"text": "How much?"})).await;
    listed(&app, "instagram", &id, |_| true).await;
    fault(
        &app,
        json!({"match": "POST *", "times": 2, "then": {"delay_ms": 200}}),
    )
    .await;
    for (tail, field) in [("reply", "id"), ("private-reply", "graph_message_id")] {
        let path = format!("/api/instagram/comments/{id}/{tail}");
        let one = |words: &'static str| {
            let (api, path) = (app.agent.clone(), path.clone());
            async move {
                let body = json!({"text": words});
                let key = [("idempotency-key", "fifty")];
                api.send_with(Method::POST, &path, Some(&body), &key).await
            }
        };
        let answers = at_once((0..50).map(|_| one("9 Euro"))).await;
        let mut made: Vec<String> = answers
            .into_iter()
            .map(|a| text(&a.expect(200).json()[field]))
            .collect();
        made.dedup();
        assert_eq!(made.len(), 1, "{made:?}");
        problem(one("other").await, 409, "idempotency_mismatch", "");
    }
    assert_eq!(done(&app, "POST */replies").await, 1);
    assert_eq!(app.sends().await.len(), 1);
    app.finish().await;
}
