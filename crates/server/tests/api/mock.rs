//! Mock mode's shortcuts: everything behind them is real.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::webhook::sign;

use crate::app::{NOBODY, PAGE, Place, SECRET, SHOP, all, ids, invalid, problem, text};

both!(generated_chats, simulated_messages);

async fn post(person: &Api, path: &str, body: Option<&Value>) -> Answer {
    person.send(Method::POST, path, body).await
}

async fn generated_chats(place: &Place) {
    let app = place.mock(&[]).await;
    let mut socket = app.socket(&app.admin).await;
    for (query, count, platform, account) in [
        ("count=7&platform=instagram", 7, "INSTAGRAM", SHOP),
        ("count=3&platform=Facebook", 3, "FACEBOOK", PAGE),
        ("", 5, "INSTAGRAM", SHOP),
        ("count=1", 1, "INSTAGRAM", SHOP),
    ] {
        let before: BTreeSet<String> = ids(app.admin.get("/api/deliveries?limit=200").await)
            .into_iter()
            .collect();
        let sent_before = all(app.sim.get("/_sim/deliveries?limit=5000").await).len();
        let made = app
            .admin
            .post(&format!("/api/mock/generate-chats?{query}"), &json!({}))
            .await;
        let chats: Vec<String> = all(made["chat_ids"].clone()).iter().map(text).collect();
        assert_eq!(
            (&made["success"], &made["count"]),
            (&json!(true), &json!(count))
        );
        assert_eq!(text(&made["platform"]).to_uppercase(), platform);
        assert_eq!(
            (chats.len(), chats.iter().collect::<BTreeSet<_>>().len()),
            (count, count)
        );
        // One raw delivery for each message, signed over the bytes that were kept.
        let deliveries = all(app.admin.get("/api/deliveries?limit=200").await);
        let new: Vec<&Value> = deliveries
            .iter()
            .filter(|d| !before.contains(&text(&d["id"])))
            .collect();
        assert_eq!(new.len(), count);
        assert!(new.iter().all(|d| d["signed"] == true
            && d["repeats"] == 0
            && d["items"].as_array().unwrap().len() == 1));
        let sent = all(app.sim.get("/_sim/deliveries?limit=5000").await);
        let sent = &sent[..sent.len() - sent_before];
        assert_eq!(sent.len(), count);
        let mut reached = BTreeSet::new();
        for delivery in &new {
            let item = &delivery["items"][0];
            assert_eq!(
                (&item["outcome"], &item["kind"], &item["account_id"]),
                (&json!("applied"), &json!("message"), &json!(account))
            );
            let raw = text(
                &app.admin
                    .get(&format!("/api/deliveries/{}", text(&delivery["id"])))
                    .await["body"],
            );
            let original = sent.iter().find(|d| d["body"] == raw.as_str()).unwrap();
            assert_eq!(original["signature"], sign(SECRET, raw.as_bytes()));
            reached.insert(text(&item["chat_id"]));
        }
        assert_eq!(reached, chats.iter().cloned().collect());
        for chat in &chats {
            let chat = app.admin.get(&format!("/api/chats/{chat}")).await;
            assert_eq!(
                (&chat["platform"], &chat["facebook_page_id"]),
                (&json!(platform), &json!(account))
            );
            assert_eq!(
                (&chat["unread_count"], &chat["reply_window"]["state"]),
                (&json!(1), &json!("open"))
            );
        }
    }
    for _ in 0..16 {
        socket.next_of("new_message").await;
    }
    for (query, pointer) in [
        ("count=0", "/count"),
        ("count=101", "/count"),
        ("count=-1", "/count"),
        ("count=many", "/count"),
        ("count=2.5", "/count"),
        ("count=1&platform=telegram", "/platform"),
    ] {
        invalid(
            post(
                &app.admin,
                &format!("/api/mock/generate-chats?{query}"),
                None,
            )
            .await,
            pointer,
        );
    }
    assert_eq!(all(app.admin.get("/api/chats").await).len(), 16);
    problem(
        post(&app.agent, "/api/mock/generate-chats", None).await,
        403,
        "admin_required",
        "",
    );
    problem(
        post(&app.nobody, "/api/mock/generate-chats", None).await,
        401,
        "unauthorized",
        "",
    );
    // Without an account of that platform it has to be said which one.
    let demo = ids(app.admin.get("/api/instagram/accounts").await).remove(0);
    let _ = app
        .admin
        .delete(&format!("/api/instagram/accounts/{demo}"))
        .await;
    problem(
        post(&app.admin, "/api/mock/generate-chats?count=1", None).await,
        422,
        "account_required",
        "",
    );
    app.finish().await;
}

async fn simulated_messages(place: &Place) {
    let app = place.mock(&[]).await;
    let [mine, others]: [String; 2] = app.generate(2, "instagram").await.try_into().unwrap();
    app.assign(&mine, Some(&app.id_of(&app.agent).await)).await;
    const PATH: &str = "/api/mock/simulate-message";
    let by_json = json!({"chat_id": mine, "message": "by JSON: 50% & more"});
    let by_query = format!("{PATH}?chat_id={mine}&message=by%20query%3A+50%25%20%26%20more");
    for (person, path, body, said) in [
        (
            &app.admin,
            PATH.to_owned(),
            Some(&by_json),
            "by JSON: 50% & more",
        ),
        (&app.agent, by_query.clone(), None, "by query: 50% & more"),
        (
            &app.agent,
            PATH.to_owned(),
            Some(&by_json),
            "by JSON: 50% & more",
        ),
    ] {
        let made = post(person, &path, body).await.expect(200).json();
        assert_eq!(made["success"], true);
        let message = &made["message"];
        assert_eq!(
            (&message["content"], &message["chat_id"]),
            (&json!(said), &json!(mine))
        );
        assert_eq!(
            (&message["direction"], &message["delivery_status"]),
            (&json!("inbound"), &json!("received"))
        );
        // It is there when the answer is.
        let chat = app.admin.get(&format!("/api/chats/{mine}")).await;
        assert_eq!(chat["last_message"], said);
        assert_eq!(
            chat["messages"].as_array().unwrap().last().unwrap(),
            message
        );
    }
    assert_eq!(
        app.admin.get(&format!("/api/chats/{mine}")).await["unread_count"],
        4
    );
    let theirs = json!({"chat_id": others, "message": "x"});
    problem(
        post(&app.agent, PATH, Some(&theirs)).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(
        post(&app.other, &by_query, None).await,
        403,
        "access_denied",
        "Access denied",
    );
    problem(
        post(&app.nobody, &by_query, None).await,
        401,
        "unauthorized",
        "",
    );
    for body in [
        json!({"chat_id": NOBODY, "message": "x"}),
        json!({"chat_id": "x", "message": "x"}),
    ] {
        problem(
            post(&app.admin, PATH, Some(&body)).await,
            404,
            "not_found",
            "Chat not found",
        );
    }
    for (body, pointer) in [
        (json!({}), "/chat_id"),
        (json!({"message": "x"}), "/chat_id"),
        (json!({"chat_id": mine}), "/message"),
        (json!({"chat_id": mine, "message": "  "}), "/message"),
        (json!({"chat_id": mine, "message": 5}), "/message"),
        (json!([mine, "x"]), ""),
    ] {
        invalid(post(&app.admin, PATH, Some(&body)).await, pointer);
    }
    // A customer whom the simulator has never seen, as older scripts leave them, is introduced to it.
    let shop = testkit::webhook::Account::instagram(SHOP);
    let now = crate::app::hours_ago(0);
    app.deliver(&shop.deliver(
        now,
        &[shop.text("made by hand/1", now, "mid-hand", "hello")],
    ))
    .await;
    let chats = app.admin.get("/api/chats?q=made%20by%20hand").await;
    let body = json!({"chat_id": chats[0]["id"], "message": "and again"});
    let made = post(&app.admin, PATH, Some(&body)).await.expect(200).json();
    assert_eq!(made["message"]["content"], "and again");
    app.finish().await;
}
