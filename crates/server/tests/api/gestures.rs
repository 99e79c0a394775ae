//! Reactions, typing, and what goes with a text: quick replies, buttons and cards.

use reqwest::Method;
use serde_json::{Value, json};

use crate::album::Album;
use crate::app::{NOBODY, PAGE, Place, SHOP, all, text};

both!(reacting, typing, what_goes_with_a_text);

const REACTION: &str = "/api/chats/{id}/messages/{message_id}/reaction";

async fn reacting(place: &Place) {
    let app = place.mock(&[]).await;
    let mut album = Album::of(app.sim.base());
    let chat = app.write(SHOP, "Is it open?").await;
    let id = text(&chat["id"]);
    let thread = app.admin.get(&format!("/api/chats/{id}")).await;
    let message = text(&thread["messages"][0]["id"]);
    let path = format!("/api/chats/{id}/messages/{message}/reaction");
    let ask = |path: &str| (Method::POST, REACTION.to_owned(), path.to_owned());
    let mut socket = app.socket(&app.admin).await;
    let route = ask(&path);
    let love = json!({"reaction": "love"});
    let answer = album
        .ask(
            "reaction",
            &app.admin,
            (route.0, &route.1, &route.2),
            Some(love),
        )
        .await;
    let reacted = answer.expect(200).json();
    assert_eq!(reacted["reactions"][0]["from"], "business");
    let told = socket.next_of("message_updated").await;
    assert_eq!(told["message"]["reactions"][0]["reaction"], "love");
    // The customer's phone shows it.
    let customer = text(&chat["instagram_user_id"]);
    let phone = app
        .sim
        .get(&format!("/_sim/customers/{customer}/messages"))
        .await;
    assert_eq!(phone[0]["reactions"][0]["reaction"], "love", "{phone}");
    // Another one replaces it, and nothing takes it back.
    let other = app.admin.post(&path, &json!({"reaction": "🎉"})).await;
    assert_eq!(
        (
            other["reactions"][0]["emoji"].as_str(),
            all(other["reactions"].clone()).len()
        ),
        (Some("🎉"), 1)
    );
    let none = app.admin.post(&path, &json!({"reaction": null})).await;
    assert_eq!(none["reactions"], json!([]));
    let phone = app
        .sim
        .get(&format!("/_sim/customers/{customer}/messages"))
        .await;
    assert_eq!(phone[0]["reactions"], json!([]));
    // What cannot be: no such message, no such reaction, Meta's refusal.
    let nowhere = format!("/api/chats/{id}/messages/{NOBODY}/reaction");
    let love = || Some(json!({"reaction": "love"}));
    let _ = album
        .ask(
            "reaction-404",
            &app.admin,
            (Method::POST, REACTION, &nowhere),
            love(),
        )
        .await
        .expect(404);
    let long = Some(json!({"reaction": "x".repeat(99)}));
    let _ = album
        .ask(
            "reaction-422",
            &app.admin,
            (Method::POST, REACTION, &path),
            long,
        )
        .await
        .expect(422);
    let fault = json!([{"match": "POST */messages", "times": 1, "then": {"error": {"code": 10}}}]);
    app.sim.post("/_sim/faults", &fault).await;
    let refused = app
        .admin
        .send(Method::POST, &path, Some(&json!({"reaction": "love"})))
        .await;
    assert!(refused.status.as_u16() >= 500, "Meta refuses");
    let now = app.admin.get(&format!("/api/chats/{id}")).await;
    assert_eq!(
        now["messages"][0]["reactions"],
        json!([]),
        "nothing is shown that Meta did not take"
    );
    app.finish().await;
}

async fn typing(place: &Place) {
    const TYPING: &str = "/api/chats/{id}/typing";
    let app = place.mock(&[]).await;
    let mut album = Album::of(app.sim.base());
    let chat = app.write(SHOP, "Is it open?").await;
    let path = format!("/api/chats/{}/typing", text(&chat["id"]));
    let answer = album
        .ask("typing", &app.admin, (Method::POST, TYPING, &path), None)
        .await;
    assert_eq!(answer.expect(200).json(), json!({"shown": true}));
    let calls = app.sim.get("/_sim/calls?match=POST */messages").await;
    assert_eq!(calls[0]["body"]["sender_action"], "typing_on", "{calls}");
    let nowhere = format!("/api/chats/{NOBODY}/typing");
    let _ = album
        .ask(
            "typing-404",
            &app.admin,
            (Method::POST, TYPING, &nowhere),
            None,
        )
        .await
        .expect(404);
    app.finish().await;
}

async fn what_goes_with_a_text(place: &Place) {
    let app = place.mock(&[]).await;
    for account in [SHOP, PAGE] {
        let chat = app.write(account, "What do you have?").await;
        let id = text(&chat["id"]);
        let path = format!("/api/chats/{id}/message");
        let button = json!({"type": "postback", "title": "Sizes", "payload": "SIZES"});
        let link = json!({"type": "web_url", "title": "Shop", "url": "https://shop.example/"});
        for body in [
            json!({"content": "Which one?", "quick_replies": [{"title": "Red", "payload": "RED"}]}),
            json!({"content": "Have a look", "buttons": [button, link]}),
            json!({"cards": [{"title": "Red shirt", "subtitle": "29 EUR", "image_url": "https://shop.example/red.jpg", "buttons": [link]}]}),
        ] {
            let sent = app.admin.post(&path, &body).await;
            app.message_is(&id, &text(&sent["id"]), "sent").await;
            assert!(sent["rich"].is_object(), "{sent}");
        }
        let customer = text(&chat["instagram_user_id"]);
        let phone = all(app
            .sim
            .get(&format!("/_sim/customers/{customer}/messages"))
            .await);
        let ours: Vec<&Value> = phone.iter().filter(|m| m["from"] == "business").collect();
        assert_eq!(ours.len(), 3, "{phone:?}");
        assert_eq!(ours[0]["quick_replies"][0]["title"], "Red");
        assert_eq!(
            ours[1]["attachments"][0]["payload"]["template_type"],
            "button"
        );
        assert_eq!(
            ours[2]["attachments"][0]["payload"]["elements"][0]["title"],
            "Red shirt"
        );
        // Its echo is no second message, and the list says what was sent.
        app.still().await;
        let thread = app.admin.get(&format!("/api/chats/{id}")).await;
        assert_eq!(all(thread["messages"].clone()).len(), 4, "{thread}");
        assert_eq!(thread["last_message"], "Red shirt");
        // Meta's limits are told before anything is stored.
        for (body, at) in [
            (
                json!({"content": "x", "quick_replies": [{"title": "x".repeat(21), "payload": "X"}]}),
                "/quick_replies/0/title",
            ),
            (json!({"content": "x", "buttons": []}), "/buttons"),
            (
                json!({"content": "x", "cards": [{"title": "y"}]}),
                "/content",
            ),
        ] {
            let refused = app
                .admin
                .send(Method::POST, &path, Some(&body))
                .await
                .expect(422)
                .json();
            assert_eq!(refused["errors"][0]["pointer"], at, "{refused}");
        }
    }
    app.finish().await;
}
