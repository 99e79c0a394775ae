//! The body of every answer, as a snapshot: what a client may rely on, and what it must not lose.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::Api;
use testkit::webhook::{Account, sign};

use crate::album::Album;
use crate::app::{NOBODY, Place, SECRET, SHOP, TestApp, hours_ago, ids, text};

both!(every_body);

/// Name of the snapshot, who asks, method, what follows the chat's path, the chat, body.
type Ask<'a> = (
    &'a str,
    &'a Api,
    &'a Method,
    &'static str,
    &'a str,
    Option<Value>,
);

/// Customers with names of their own, so that nothing in their chats is made up at random.
async fn introduce(app: &TestApp, account: &str, id: &str, name: &str) {
    let body = json!({"account_id": account, "id": id, "name": name, "username": name});
    let _ = app.sim.post("/_sim/customers", &body).await;
}

#[expect(
    clippy::too_many_lines,
    reason = "one request after the other, in the order of the routes"
)]
async fn every_body(place: &Place) {
    let app = place.mock(&[]).await;
    let mut album = Album::of(app.sim.base());
    introduce(&app, SHOP, "1000000000000101", "anna").await;
    introduce(&app, SHOP, "1000000000000102", "bert").await;
    // She writes to Meta first: her window is open there as well.
    let hello = json!({"text": "Hello", "timestamp": hours_ago(2)});
    let _ = app
        .sim
        .post("/_sim/customers/1000000000000101/messages", &hello)
        .await;
    app.chat_of("1000000000000101").await;
    let shop = Account::instagram(SHOP);
    let (anna, at) = ("1000000000000101", hours_ago(1));
    // One of everything that a thread can hold.
    let now = hours_ago(0);
    let deliveries = [
        shop.text(anna, at, "mid-text", "Is the blue one in stock?"),
        shop.attachment(
            anna,
            at + 1_000,
            "mid-image",
            "image",
            "https://cdn.example/photo.jpg",
        ),
        shop.attachment(
            anna,
            at + 2_000,
            "mid-share",
            "share",
            "https://cdn.example/post",
        ),
        shop.attachment(
            anna,
            at + 3_000,
            "mid-mention",
            "story_mention",
            "https://cdn.example/story",
        ),
        shop.story_reply(
            anna,
            at + 4_000,
            "mid-story",
            "Love it",
            "18000000000000003",
        ),
        shop.reply(anna, at + 5_000, "mid-reply", "this one", "mid-image"),
        shop.postback(anna, at + 6_000, "mid-postback", "Opening hours"),
        shop.text(anna, at + 7_000, "mid-edited", "Is it too let?"),
        shop.edit(anna, at + 8_000, "mid-edited", "Is it too late?", 1),
        shop.text(anna, at + 9_000, "mid-unsent", "never mind"),
        shop.unsend(anna, at + 10_000, "mid-unsent"),
        shop.from_customer(
            anna,
            at + 11_000,
            json!({"message": {"mid": "mid-unsupported", "is_unsupported": true}}),
        ),
        shop.echo(
            anna,
            at + 12_000,
            "mid-echo",
            "Answered in Meta's own app",
            None,
        ),
        shop.react(anna, at + 13_000, "mid-echo"),
        shop.read(anna, at + 14_000, "mid-echo", at),
    ];
    let batch = app.deliver(&shop.deliver(now, &deliveries)).await;
    let old = shop.text("1000000000000102", hours_ago(8 * 24), "mid-old", "long ago");
    app.deliver(&shop.deliver(now, &[old])).await;
    let odd = app.deliver(b"not JSON").await;
    app.quiet().await;
    let chat = text(&app.chat_of(anna).await["id"]);
    let closed = text(&app.chat_of("1000000000000102").await["id"]);
    let agent = app.id_of(&app.agent).await;
    let (get, post, delete) = (Method::GET, Method::POST, Method::DELETE);
    let a = &mut album;

    // Session.
    let route = |m: &Method, t: &'static str| (m.clone(), t, t);
    let login = "/api/auth/login";
    let body = json!({"email": "admin@ticklegram.com", "password": "admin123"});
    a.ask("login", &app.nobody, route(&post, login), Some(body))
        .await;
    let body = json!({"email": "nobody@ticklegram.com", "password": "x"});
    a.ask(
        "login-401",
        &app.nobody,
        route(&post, login),
        Some(body.clone()),
    )
    .await;
    a.ask(
        "login-422",
        &app.nobody,
        route(&post, login),
        Some(json!({"email": "x"})),
    )
    .await;
    for _ in 0..9 {
        let _ = app.nobody.send(post.clone(), login, Some(&body)).await;
    }
    a.ask("login-429", &app.nobody, route(&post, login), Some(body))
        .await;
    let guest = app.nobody.agent().await;
    a.ask("logout", &guest, route(&post, "/api/auth/logout"), None)
        .await;
    a.ask("logout-401", &guest, route(&post, "/api/auth/logout"), None)
        .await;
    a.ask("me", &app.agent, route(&get, "/api/auth/me"), None)
        .await;
    a.ask("me-401", &app.nobody, route(&get, "/api/auth/me"), None)
        .await;
    a.ask("config", &app.nobody, route(&get, "/api/auth/config"), None)
        .await;
    a.ask("agents", &app.agent, route(&get, "/api/users/agents"), None)
        .await;
    a.ask(
        "agents-401",
        &app.nobody,
        route(&get, "/api/users/agents"),
        None,
    )
    .await;

    // Chats.
    let of = |m: &Method, tail: &'static str, id: &str| {
        let template: &'static str = match tail {
            "" => "/api/chats/{id}",
            "/mark_read" => "/api/chats/{id}/mark_read",
            "/message" => "/api/chats/{id}/message",
            _ => "/api/chats/{id}/assign",
        };
        (m.clone(), template, format!("/api/chats/{id}{tail}"))
    };
    let assign = async |a: &mut Album, name: &str, person: &Api, body: Value| {
        let (m, t, p) = of(&post, "/assign", &chat);
        a.ask(name, person, (m, t, &p), Some(body)).await;
    };
    assign(a, "assign", &app.admin, json!({"agent_id": agent})).await;
    assign(a, "assign-403", &app.other, json!({"agent_id": null})).await;
    assign(a, "assign-404", &app.admin, json!({"agent_id": NOBODY})).await;
    assign(a, "assign-422", &app.admin, json!({})).await;
    a.ask(
        "chats",
        &app.admin,
        (get.clone(), "/api/chats", "/api/chats?q=anna"),
        None,
    )
    .await;
    a.ask(
        "chats-empty",
        &app.admin,
        (get.clone(), "/api/chats", "/api/chats?label=none"),
        None,
    )
    .await;
    a.ask(
        "chats-422",
        &app.admin,
        (get.clone(), "/api/chats", "/api/chats?window=ajar"),
        None,
    )
    .await;
    let asks: [Ask<'_>; 9] = [
        ("chat", &app.agent, &get, "", &chat, None),
        ("chat-403", &app.other, &get, "", &chat, None),
        ("chat-404", &app.admin, &get, "", NOBODY, None),
        ("mark-read", &app.agent, &post, "/mark_read", &chat, None),
        (
            "mark-read-403",
            &app.other,
            &post,
            "/mark_read",
            &chat,
            None,
        ),
        (
            "message-403-window",
            &app.admin,
            &post,
            "/message",
            &closed,
            Some(json!({"content": "hi"})),
        ),
        (
            "message-404",
            &app.admin,
            &post,
            "/message",
            NOBODY,
            Some(json!({"content": "hi"})),
        ),
        (
            "message-422-empty",
            &app.agent,
            &post,
            "/message",
            &chat,
            Some(json!({})),
        ),
        (
            "message-422-length",
            &app.agent,
            &post,
            "/message",
            &chat,
            Some(json!({"content": "x".repeat(1_001)})),
        ),
    ];
    for (name, person, method, tail, id, body) in asks {
        let (m, t, p) = of(method, tail, id);
        a.ask(name, person, (m, t, &p), body).await;
    }
    let path = format!("/api/chats/{chat}?before={NOBODY}");
    a.ask(
        "chat-422",
        &app.agent,
        (get.clone(), "/api/chats/{id}", &path),
        None,
    )
    .await;
    let mut socket = app.socket(&app.agent).await;
    let (m, t, path) = of(&post, "/message", &chat);
    let key = [("idempotency-key", "k")];
    let file = json!({"type": "image", "url": format!("{}/_sim/media/sample.png", app.sim.base())});
    let body = json!({"content": "Yes", "attachments": [file]});
    let sent = a
        .ask_with(
            "message",
            &app.agent,
            (m.clone(), t, &path),
            Some(body),
            &key,
        )
        .await
        .json();
    a.ask_with(
        "message-409",
        &app.agent,
        (m.clone(), t, &path),
        Some(json!({"content": "No"})),
        &key,
    )
    .await;
    let message = text(&sent["also"][0]["id"]);
    app.message_is(&chat, &message, "read").await;
    let frame = socket.seen().first().cloned();
    a.take("frame-ready", frame.map(|f| json!({"type": f["type"], "keys": f.as_object().unwrap().keys().collect::<Vec<_>>()})).unwrap());
    for kind in ["ig_dm", "new_message", "message_updated", "chat_updated"] {
        let seen = socket.seen().iter().find(|f| f["type"] == kind).cloned();
        let frame = match seen {
            Some(frame) => frame,
            None => socket.next_of(kind).await,
        };
        a.take(&format!("frame-{kind}"), frame);
    }

    // A refused send, and what an admin sees of it.
    let fault = json!({"match": "POST */messages", "times": 1, "then": {"error": {"code": 10, "subcode": 2_534_022}}});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    let refused = app.agent.post(&path, &json!({"content": "too late"})).await;
    let refused = text(&refused["id"]);
    let failed = app.message_is(&chat, &refused, "failed").await;
    a.take("message-failed", failed);
    app.quiet().await;
    a.ask(
        "outbox",
        &app.admin,
        (get.clone(), "/api/outbox", "/api/outbox?state=failed"),
        None,
    )
    .await;
    a.ask("outbox-403", &app.agent, route(&get, "/api/outbox"), None)
        .await;
    a.ask(
        "outbox-422",
        &app.admin,
        (get.clone(), "/api/outbox", "/api/outbox?state=lost"),
        None,
    )
    .await;
    let retry = "/api/chats/{id}/messages/{message_id}/retry";
    let again = format!("/api/chats/{chat}/messages/{refused}/retry");
    a.ask(
        "retry",
        &app.agent,
        (post.clone(), retry, &again),
        Some(json!({})),
    )
    .await;
    app.message_is(&chat, &refused, "read").await;
    a.ask(
        "retry-409",
        &app.agent,
        (post.clone(), retry, &again),
        Some(json!({})),
    )
    .await;
    let nowhere = format!("/api/chats/{chat}/messages/{NOBODY}/retry");
    a.ask(
        "retry-404",
        &app.agent,
        (post.clone(), retry, &nowhere),
        Some(json!({})),
    )
    .await;
    a.ask(
        "stats",
        &app.admin,
        route(&get, "/api/dashboard/stats"),
        None,
    )
    .await;
    a.ask(
        "stats-401",
        &app.nobody,
        route(&get, "/api/dashboard/stats"),
        None,
    )
    .await;
    let devices = "/api/push/subscriptions";
    let forget = (Method::DELETE, devices, devices);
    let endpoint = json!({"endpoint": "https://push.example/gone"});
    a.ask("push-key", &app.agent, route(&get, "/api/push/key"), None)
        .await;
    a.ask(
        "push-key-401",
        &app.nobody,
        route(&get, "/api/push/key"),
        None,
    )
    .await;
    a.ask("push-forget", &app.agent, forget.clone(), Some(endpoint))
        .await;
    a.ask("push-forget-422", &app.agent, forget, Some(json!({})))
        .await;
    let keys = json!({
        "p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
        "auth": "tBHItJI5svbpez7KI4CCXg",
    });
    let new = json!({"endpoint": "https://push.example/one", "keys": keys});
    a.ask(
        "push-subscribe",
        &app.agent,
        route(&post, devices),
        Some(new),
    )
    .await;
    let wrong = json!({"endpoint": "https://push.example/one", "keys": {"p256dh": "", "auth": ""}});
    a.ask(
        "push-subscribe-422",
        &app.agent,
        route(&post, devices),
        Some(wrong),
    )
    .await;
    for (name, query) in [
        (
            "report",
            "?tz=Europe/Berlin&since=2026-01-01&until=2026-01-02",
        ),
        ("report-422", "?tz=Europe/Atlantis"),
    ] {
        let path = format!("/api/reports{query}");
        a.ask(name, &app.agent, (get.clone(), "/api/reports", &path), None)
            .await;
    }

    // Accounts. The simulator is told of this one, so that the Page behind it is no random one.
    let fern =
        json!({"id": "17841400000000001", "platform": "instagram", "page_id": "100000000000999"});
    let _ = app.sim.post("/_sim/accounts", &fern).await;
    let list = "/api/instagram/accounts";
    let body =
        json!({"page_id": "17841400000000001", "access_token": "EAAtoken", "username": "fern"});
    let made = a
        .ask(
            "account-connect",
            &app.admin,
            route(&post, list),
            Some(body.clone()),
        )
        .await
        .json();
    a.ask(
        "account-connect-400",
        &app.admin,
        route(&post, list),
        Some(body),
    )
    .await;
    a.ask(
        "account-connect-403",
        &app.agent,
        route(&post, list),
        Some(json!({})),
    )
    .await;
    a.ask(
        "account-connect-422",
        &app.admin,
        route(&post, list),
        Some(json!({"page_id": "1"})),
    )
    .await;
    a.ask("accounts", &app.admin, route(&get, list), None).await;
    a.ask("accounts-403", &app.agent, route(&get, list), None)
        .await;
    let one = "/api/instagram/accounts/{id}";
    let path = format!("{list}/{}", text(&made["id"]));
    a.ask("account", &app.admin, (get.clone(), one, &path), None)
        .await;
    a.ask(
        "account-disconnect",
        &app.admin,
        (delete.clone(), one, &path),
        None,
    )
    .await;
    a.ask("account-404", &app.admin, (get.clone(), one, &path), None)
        .await;
    a.ask(
        "account-disconnect-404",
        &app.admin,
        (delete, one, &path),
        None,
    )
    .await;

    // Deliveries.
    let one = "/api/deliveries/{id}";
    let path = format!("/api/deliveries/{}", text(&batch["id"]));
    a.ask("delivery", &app.admin, (get.clone(), one, &path), None)
        .await;
    let path = format!("/api/deliveries/{}", text(&odd["id"]));
    a.ask(
        "delivery-quarantined",
        &app.admin,
        (get.clone(), one, &path),
        None,
    )
    .await;
    let replay = "/api/deliveries/{id}/replay";
    let again = format!("{path}/replay");
    a.ask(
        "delivery-replay",
        &app.admin,
        (post.clone(), replay, &again),
        None,
    )
    .await;
    let _ = app.understood(&text(&odd["id"])).await;
    let nowhere = format!("/api/deliveries/{NOBODY}/replay");
    a.ask(
        "delivery-replay-404",
        &app.admin,
        (post.clone(), replay, &nowhere),
        None,
    )
    .await;
    let nowhere = format!("/api/deliveries/{NOBODY}");
    a.ask(
        "delivery-404",
        &app.admin,
        (get.clone(), one, &nowhere),
        None,
    )
    .await;
    let all = "/api/deliveries";
    a.ask(
        "deliveries",
        &app.admin,
        (get.clone(), all, "/api/deliveries?outcome=quarantined"),
        None,
    )
    .await;
    a.ask("deliveries-403", &app.agent, route(&get, all), None)
        .await;
    a.ask(
        "deliveries-422",
        &app.admin,
        (get.clone(), all, "/api/deliveries?outcome=lost"),
        None,
    )
    .await;

    // Mock mode.
    let generate = "/api/mock/generate-chats";
    a.ask(
        "generate",
        &app.admin,
        (
            post.clone(),
            generate,
            "/api/mock/generate-chats?count=2&platform=facebook",
        ),
        None,
    )
    .await;
    a.ask(
        "generate-422",
        &app.admin,
        (post.clone(), generate, "/api/mock/generate-chats?count=101"),
        None,
    )
    .await;
    a.ask("generate-403", &app.agent, route(&post, generate), None)
        .await;
    let simulate = "/api/mock/simulate-message";
    a.ask(
        "simulate",
        &app.admin,
        route(&post, simulate),
        Some(json!({"chat_id": chat, "message": "Hello?"})),
    )
    .await;
    a.ask(
        "simulate-404",
        &app.admin,
        route(&post, simulate),
        Some(json!({"chat_id": NOBODY, "message": "x"})),
    )
    .await;
    a.ask(
        "simulate-422",
        &app.admin,
        route(&post, simulate),
        Some(json!({})),
    )
    .await;

    // Meta.
    let verify_token = secrecy::ExposeSecret::expose_secret(&app.app().verify_tokens[0]).to_owned();
    for (n, path) in [
        "/api/webhooks/instagram",
        "/webhook",
        "/api/webhooks/facebook",
    ]
    .into_iter()
    .enumerate()
    {
        let asked = format!(
            "{path}?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={verify_token}"
        );
        a.ask(
            &format!("verify-{n}"),
            &app.nobody,
            (get.clone(), path, &asked),
            None,
        )
        .await;
        a.ask(
            &format!("verify-{n}-403"),
            &app.nobody,
            route(&get, path),
            None,
        )
        .await;
        let body = json!({"object": "instagram", "entry": [{"id": "0", "n": n}]});
        let signature = sign(SECRET, body.to_string().as_bytes());
        let signed = [("x-hub-signature-256", signature.as_str())];
        a.ask_with(
            &format!("webhook-{n}"),
            &app.nobody,
            route(&post, path),
            Some(body.clone()),
            &signed,
        )
        .await;
        let forged = [("x-hub-signature-256", "sha256=0")];
        a.ask_with(
            &format!("webhook-{n}-401"),
            &app.nobody,
            route(&post, path),
            Some(body),
            &forged,
        )
        .await;
    }
    a.ask("healthz", &app.nobody, route(&get, "/healthz"), None)
        .await;
    a.ask("readyz", &app.nobody, route(&get, "/readyz"), None)
        .await;
    a.ask(
        "unknown-path-404",
        &app.nobody,
        route(&get, "/api/nothing"),
        None,
    )
    .await;
    a.ask(
        "unknown-method-405",
        &app.nobody,
        route(&Method::PUT, "/api/chats"),
        None,
    )
    .await;

    crate::desk::shapes(&mut album, &app, &chat).await;
    crate::outbox::shapes(&mut album, &app, &chat).await;
    crate::direct::shapes(&mut album, &app).await;
    crate::insights::shapes(&mut album, &app).await;
    crate::templates::shapes(&mut album, &app).await;
    crate::comments::shapes(&mut album, &app).await;
    assert_eq!(ids(app.agent.get("/api/chats").await), [chat]);
    app.finish().await;
}
