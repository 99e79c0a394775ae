//! An admin has switched sending off for a Page: everything comes in, nothing leaves, whichever door it is tried by.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::wait::{PATIENCE, until};

use crate::app::{PAGE, Place, all, problem, text};

both!(nothing_leaves_while_it_is_off);

async fn nothing_leaves_while_it_is_off(place: &Place) {
    let app = place.mock(&[]).await;
    let chat = app.write(PAGE, "do you deliver?").await;
    let (chat, customer) = (text(&chat["id"]), text(&chat["instagram_user_id"]));
    let said = json!({"text": "how much?"});
    let said = app
        .sim
        .post(&format!("/_sim/customers/{customer}/comments"), &said)
        .await;
    let comment = text(&said["comment_id"]);
    let row = until(PATIENCE, "the comment in the list", async || {
        let found = all(app.agent.get("/api/facebook/comments").await);
        found.into_iter().find(|c| c["id"] == comment.as_str())
    })
    .await;
    let template = json!({"name": "Bye", "content": "See you.", "platform": "FACEBOOK"});
    let template = text(&app.admin.post("/api/templates", &template).await["id"]);
    app.quiet().await;
    let page = format!("/api/facebook/pages/{PAGE}");
    let _ = app.admin.patch(&page, &json!({"is_active": false})).await;

    let asked = async || all(app.sim.get("/_sim/calls?limit=5000&match=POST").await).len();
    let before = asked().await;
    let of = |rest: &str| format!("/api/facebook/comments/{comment}/{rest}");
    let now = app.app().clock.now().secs();
    let doors: Vec<(Method, String, Option<Value>)> = vec![
        (
            Method::POST,
            format!("/api/chats/{chat}/message"),
            Some(json!({"content": "we do"})),
        ),
        (
            Method::POST,
            "/messages/send".to_owned(),
            Some(json!({"igsid": customer, "text": "we do"})),
        ),
        (
            Method::POST,
            format!("/api/templates/{template}/send"),
            Some(json!({"chat_id": chat})),
        ),
        (
            Method::POST,
            "/api/comments/create".to_owned(),
            Some(json!({"media_id": row["media_id"], "message": "9 Euro"})),
        ),
        (Method::POST, of("reply"), Some(json!({"text": "9 Euro"}))),
        (
            Method::POST,
            of("private-reply"),
            Some(json!({"text": "9 Euro"})),
        ),
        (
            Method::POST,
            "/api/comments/hide".to_owned(),
            Some(json!({"comment_id": comment, "hide": true})),
        ),
        (
            Method::DELETE,
            format!("/api/comments/delete?comment_id={comment}"),
            None,
        ),
        (
            Method::POST,
            "/api/marketing/events".to_owned(),
            Some(
                json!({"event_name": "Purchase", "event_time": now, "chat_id": chat, "value": 9, "currency": "EUR"}),
            ),
        ),
    ];
    for (method, path, body) in &doors {
        let answer = app.admin.send(method.clone(), path, body.as_ref()).await;
        problem(
            answer,
            409,
            "account_inactive",
            "Sending is switched off for this account. Ask an admin to switch it on.",
        );
    }
    app.quiet().await;
    assert_eq!(asked().await, before, "Meta was asked for something");

    // What customers do comes in all the same, and with the switch on everything leaves again.
    let more = app.write(PAGE, "hello?").await;
    assert_eq!(more["last_message"], "hello?");
    let _ = app.admin.patch(&page, &json!({"is_active": true})).await;
    for (method, path, body) in &doors {
        let answer = app.admin.send(method.clone(), path, body.as_ref()).await;
        let _ = answer.expect(200);
    }
    app.finish().await;
}
