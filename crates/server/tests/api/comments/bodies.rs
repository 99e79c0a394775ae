//! The body of every answer.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::webhook::to_wire;

use super::fault;
use crate::album::Album;
use crate::app::{PAGE, SHOP, TestApp, hours_ago};

/// The body of every answer.
pub(crate) async fn shapes(album: &mut Album, app: &TestApp) {
    album.chapter();
    let (get, send, remove) = (Method::GET, Method::POST, Method::DELETE);
    let at = hours_ago(1) / 1_000;
    let comment = |id: &str, text: &str| json!({"id": id, "text": text, "from": {"id": "1000000000000103", "username": "carl"}, "media": {"id": "18000000000000009"}});
    let change = |object: &str, account: &str, field: &str, value: Value| {
        to_wire(
            &json!({"object": object, "entry": [{"id": account, "time": at, "changes": [{"field": field, "value": value}]}]}),
        )
    };
    let mut answer = comment("c2", "9 Euro");
    answer["parent_id"] = json!("c1");
    answer["from"] = json!({"id": SHOP, "username": "the shop"});
    let page = json!({"item": "comment", "verb": "add", "comment_id": "9_1", "post_id": format!("{PAGE}_9"), "from": {"id": "300", "name": "Carl"}, "photo": "https://cdn.example/photo.jpg", "created_time": at});
    for body in [
        change("instagram", SHOP, "comments", comment("c1", "How much?")),
        change("instagram", SHOP, "comments", answer),
        change("page", PAGE, "feed", page),
        change(
            "instagram",
            SHOP,
            "mentions",
            json!({"media_id": "m9", "comment_id": "c9"}),
        ),
    ] {
        app.deliver(&body).await;
    }
    app.quiet().await;
    let route = |m: &Method, t: &'static str| (m.clone(), t, t);
    for (name, path) in [
        ("instagram-comments", "/api/instagram/comments"),
        ("facebook-comments", "/api/facebook/comments"),
        ("mentions", "/api/instagram/mentions"),
    ] {
        album.ask(name, &app.agent, route(&get, path), None).await;
        album
            .ask(&format!("{name}-401"), &app.nobody, route(&get, path), None)
            .await;
        let wrong = format!("{path}?limit=0");
        album
            .ask(
                &format!("{name}-422"),
                &app.agent,
                (get.clone(), path, &wrong),
                None,
            )
            .await;
    }
    let create = "/api/comments/create";
    let body = |message: &str| Some(json!({"media_id": "18000000000000009", "message": message}));
    album
        .ask(
            "comment-create",
            &app.agent,
            route(&send, create),
            body("Hello"),
        )
        .await;
    album
        .ask(
            "comment-create-401",
            &app.nobody,
            route(&send, create),
            body("x"),
        )
        .await;
    album
        .ask(
            "comment-create-422",
            &app.agent,
            route(&send, create),
            body(""),
        )
        .await;
    let nobodys = Some(json!({"media_id": "9_9", "message": "x"}));
    album
        .ask(
            "comment-create-404",
            &app.agent,
            route(&send, create),
            nobodys,
        )
        .await;
    let key = [("idempotency-key", "shape")];
    let _ = app
        .agent
        .send_with(send.clone(), create, body("once").as_ref(), &key)
        .await;
    album
        .ask_with(
            "comment-create-409",
            &app.agent,
            route(&send, create),
            body("other"),
            &key,
        )
        .await;
    fault(
        app,
        json!([{"match": "POST */comments", "times": 1, "then": {"error": {"code": 10}}}]),
    )
    .await;
    album
        .ask(
            "comment-create-502",
            &app.agent,
            route(&send, create),
            body("refused"),
        )
        .await;
    fault(app, json!([{"match": "POST */comments", "times": 1, "then": {"accept_then_5xx": 500}}, {"match": "WEBHOOK comments", "times": 1, "then": "drop"}])).await;
    album
        .ask(
            "comment-create-202",
            &app.agent,
            route(&send, create),
            body("lost"),
        )
        .await;
    let words = Some(json!({"text": "Gladly"}));
    for (name, template, path) in [
        (
            "instagram-reply",
            "/api/instagram/comments/{id}/reply",
            "/api/instagram/comments/17700000000000001/reply",
        ),
        (
            "facebook-reply",
            "/api/facebook/comments/{id}/reply",
            "/api/facebook/comments/9_1/reply",
        ),
        (
            "instagram-private",
            "/api/instagram/comments/{id}/private-reply",
            "/api/instagram/comments/17700000000000001/private-reply",
        ),
        (
            "facebook-private",
            "/api/facebook/comments/{id}/private-reply",
            "/api/facebook/comments/9_1/private-reply",
        ),
    ] {
        let route = || (send.clone(), template, path);
        album.ask(name, &app.agent, route(), words.clone()).await;
        album
            .ask(&format!("{name}-401"), &app.nobody, route(), words.clone())
            .await;
        album
            .ask(
                &format!("{name}-422"),
                &app.agent,
                route(),
                Some(json!({"text": ""})),
            )
            .await;
        if name.ends_with("private") {
            album
                .ask(&format!("{name}-409"), &app.agent, route(), words.clone())
                .await;
        }
        let missing = template.replace("{id}", &"x".repeat(600));
        album
            .ask(
                &format!("{name}-404"),
                &app.agent,
                (send.clone(), template, &missing),
                words.clone(),
            )
            .await;
    }
    let hide = "/api/comments/hide";
    let body = |hide: bool| Some(json!({"comment_id": "17700000000000001", "hide": hide}));
    album
        .ask("comment-hide", &app.agent, route(&send, hide), body(true))
        .await;
    album
        .ask(
            "comment-hide-401",
            &app.nobody,
            route(&send, hide),
            body(true),
        )
        .await;
    let nobodys = Some(json!({"comment_id": "", "hide": true}));
    album
        .ask("comment-hide-404", &app.agent, route(&send, hide), nobodys)
        .await;
    album
        .ask(
            "comment-hide-422",
            &app.agent,
            route(&send, hide),
            Some(json!({"comment_id": "c1"})),
        )
        .await;
    let drop = "/api/comments/delete";
    let which = "/api/comments/delete?comment_id=17700000000000001";
    album
        .ask(
            "comment-delete-401",
            &app.nobody,
            (remove.clone(), drop, which),
            None,
        )
        .await;
    album
        .ask(
            "comment-delete-403",
            &app.agent,
            (remove.clone(), drop, which),
            None,
        )
        .await;
    album
        .ask(
            "comment-delete",
            &app.admin,
            (remove.clone(), drop, which),
            None,
        )
        .await;
    album
        .ask(
            "comment-delete-404",
            &app.admin,
            (remove.clone(), drop, which),
            None,
        )
        .await;
    album
        .ask("comment-delete-422", &app.admin, route(&remove, drop), None)
        .await;
    album
        .ask("audit", &app.admin, route(&get, "/api/audit"), None)
        .await;
    album
        .ask("audit-403", &app.agent, route(&get, "/api/audit"), None)
        .await;
}
