//! Direct sends: to a customer by Meta's id, with Meta's answer.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};

use crate::album::Album;
use crate::app::{PAGE, Place, SHOP, TestApp, all, at_once, ids, invalid, problem, text};

both!(
    known_and_unknown_customers,
    by_which_account,
    files_and_parts,
    refusals_of_meta,
    queued_and_unknown,
    fifty_at_once_are_one,
    the_client_hangs_up,
    in_real_mode,
);

const SEND: &str = "/messages/send";
const ALIAS: &str = "/api/messages/send";
/// The account of the stories in real mode.
const FERN: &str = "17841400000000001";
const FERN_TOKEN: &str = "EAAtoken-of-the-environment";

async fn send(person: &Api, body: &Value) -> Answer {
    person.send(Method::POST, SEND, Some(body)).await
}

async fn fault(app: &TestApp, fault: Value) {
    let _ = app.sim.post("/_sim/faults", &fault).await;
}

/// What the simulator took with this text.
async fn taken(app: &TestApp, words: &str) -> usize {
    let said = |c: &&Value| c["body"]["message"]["text"] == words;
    app.sends().await.iter().filter(said).count()
}

async fn known_and_unknown_customers(place: &Place) {
    let app = place.mock(&[]).await;
    // Somebody of whom nothing is stored: Meta decides, and its answer is ours.
    let body = json!({"igsid": "900100200300", "text": "Hello 👋"});
    let sent = send(&app.admin, &body).await.expect(200).json();
    assert_eq!(
        (&sent["success"], &sent["igsid"], &sent["delivery_status"]),
        (&json!(true), &json!("900100200300"), &json!("sent"))
    );
    let calls = app.sends().await;
    assert_eq!(calls.len(), 1, "{calls:?}");
    assert_eq!(calls[0]["mid"], sent["graph_message_id"]);
    assert_eq!(calls[0]["body"]["message"]["text"], "Hello 👋");
    assert!(text(&sent["timestamp"]).ends_with('Z'), "{sent}");

    // It stands in the customer's chat as any other message, once.
    let chat = app.chat_of("900100200300").await;
    let id = text(&chat["id"]);
    assert_eq!(sent["chat_id"], chat["id"]);
    assert_eq!(
        (&chat["status"], &chat["facebook_page_id"]),
        (&json!("unassigned"), &json!(SHOP))
    );
    app.message_is(&id, &text(&sent["message_id"]), "read")
        .await;
    // Our own message is no history: the window is as unknown as it was, and Meta is asked again.
    let chat = app.admin.get(&format!("/api/chats/{id}")).await;
    assert_eq!(chat["reply_window"]["state"], "unknown");
    assert_eq!(all(chat["messages"].clone()).len(), 1);
    let body = json!({"igsid": "900100200300", "text": "Still there?"});
    let again = app.admin.send(Method::POST, ALIAS, Some(&body)).await;
    let again = again.expect(200).json();
    assert_eq!(again["chat_id"], id.as_str());
    // The customer's answer opens it.
    let path = "/_sim/customers/900100200300/messages";
    let _ = app.sim.post(path, &json!({"text": "Yes"})).await;
    until(PATIENCE, "the window to open", async || {
        let chat = app.admin.get(&format!("/api/chats/{id}")).await;
        (chat["reply_window"]["state"] == "open").then_some(())
    })
    .await;

    // An agent writes to customers whose chat they may see, and to nobody else.
    let hello = json!({"igsid": "900100200300", "text": "I am Ann"});
    for igsid in ["900100200300", "900100200399"] {
        let body = json!({"igsid": igsid, "text": "x"});
        problem(
            send(&app.agent, &body).await,
            403,
            "access_denied",
            "Access denied",
        );
    }
    let me = app.id_of(&app.agent).await;
    app.assign(&id, Some(&me)).await;
    let sent = send(&app.agent, &hello).await.expect(200).json();
    assert_eq!(sent["messages"][0]["sent_by"], me.as_str());
    problem(
        send(&app.other, &hello).await,
        403,
        "access_denied",
        "Access denied",
    );

    // A customer of the Page has their chat there, and that decides.
    let chat = app.write(PAGE, "And on Sunday?").await;
    let psid = text(&chat["instagram_user_id"]);
    let body = json!({"igsid": psid, "text": "Closed"});
    let sent = send(&app.admin, &body).await.expect(200).json();
    assert_eq!(sent["chat_id"], chat["id"]);
    assert_eq!(taken(&app, "Closed").await, 1);
    app.finish().await;
}

async fn by_which_account(place: &Place) {
    let vars = [
        ("AGENT_CHAT_VISIBILITY", "unassigned"),
        ("INSTAGRAM_PAGE_ID", FERN),
        ("INSTAGRAM_PAGE_ACCESS_TOKEN", FERN_TOKEN),
    ];
    let app = place.mock(&vars).await;
    // The environment's, beside the demo's. Where agents see what nobody has, they may begin a chat too.
    let body = json!({"igsid": "900100200301", "text": "from the environment"});
    let _ = send(&app.agent, &body).await.expect(200);
    assert_eq!(app.chat_of("900100200301").await["facebook_page_id"], FERN);
    app.finish().await;

    let app = place.mock(&[]).await;
    // Gone with its variables: the customer's chat is there, and nobody to write for it.
    let answer = send(&app.admin, &body).await;
    problem(
        answer,
        400,
        "no_account",
        "Instagram page ID not configured",
    );
    let demo = ids(app.admin.get("/api/instagram/accounts").await);
    let path = format!("/api/instagram/accounts/{}", demo[0]);
    let _ = app
        .admin
        .send(Method::DELETE, &path, None)
        .await
        .expect(200);
    let body = json!({"igsid": "900100200302", "text": "to whom?"});
    let answer = send(&app.admin, &body).await;
    problem(
        answer,
        400,
        "no_account",
        "Instagram page ID not configured",
    );
    assert_eq!(taken(&app, "to whom?").await, 0);
    // Several and none named: nobody guesses.
    for id in ["17841400000000002", "17841400000000003"] {
        let new = json!({"page_id": id, "access_token": format!("EAAtoken-of-{id}")});
        let _ = app.admin.post("/api/instagram/accounts", &new).await;
    }
    problem(send(&app.admin, &body).await, 422, "account_required", "");
    app.finish().await;
}

async fn files_and_parts(place: &Place) {
    let app = place.mock(&[]).await;
    let picture = app.sim.base();
    let picture = format!("{}/_sim/avatar/1.png", picture.trim_end_matches('/'));
    let plain = json!({"type": "image", "url": picture});
    let metas = json!({"type": "image", "payload": {"url": picture}});
    for (n, form) in [json!([plain]), plain.clone(), json!([metas]), metas]
        .iter()
        .enumerate()
    {
        let body = json!({"igsid": format!("90010020031{n}"), "attachments": form});
        let sent = send(&app.admin, &body).await.expect(200).json();
        assert_eq!(sent["messages"][0]["message_type"], "image", "{sent}");
    }
    // Text and a file are two messages, and it is sent when both are.
    let body = json!({"igsid": "900100200320", "text": "Look", "attachments": plain});
    let sent = send(&app.admin, &body).await.expect(200).json();
    let parts = all(sent["messages"].clone());
    assert_eq!(parts.len(), 2);
    assert!(
        parts.iter().all(|m| m["meta_message_id"].is_string()),
        "{sent}"
    );
    assert_eq!(parts[0]["id"], sent["message_id"]);
    // The second part is refused: it says how far it came.
    let refuse = json!({"match": "POST */messages", "every": 2, "times": 1, "then": {"error": {"code": 100, "subcode": 2_534_015, "message": "no such file"}}});
    let body = json!({"igsid": "900100200321", "attachments": [{"type": "tune", "url": picture}]});
    invalid(send(&app.admin, &body).await, "/attachments");
    let body =
        json!({"igsid": "900100200321", "attachments": [{"type": "image", "url": "ftp://x"}]});
    invalid(send(&app.admin, &body).await, "/attachments");
    fault(&app, refuse).await;
    let body = json!({"igsid": "900100200321", "text": "One", "attachments": [plain]});
    let refused = problem(send(&app.admin, &body).await, 502, "content_refused", "");
    let detail = text(&refused["detail"]);
    assert!(
        detail.starts_with("The first 1 of its parts were sent"),
        "{detail}"
    );
    assert!(detail.ends_with("Meta says: no such file"), "{detail}");
    app.finish().await;
}

async fn refusals_of_meta(place: &Place) {
    let app = place.mock(&[]).await;
    for body in [json!({"igsid": "1"}), json!({"igsid": "1", "text": " "})] {
        invalid(send(&app.admin, &body).await, "/text");
    }
    let long = json!({"igsid": "1", "text": "é".repeat(501)});
    invalid(send(&app.admin, &long).await, "/text");
    invalid(send(&app.admin, &json!({"text": "x"})).await, "/igsid");
    invalid(
        send(&app.admin, &json!({"igsid": " ", "text": "x"})).await,
        "/igsid",
    );
    invalid(
        send(&app.admin, &json!({"igsid": 17, "text": "x"})).await,
        "/igsid",
    );
    let nobody = send(&app.nobody, &json!({"igsid": "1", "text": "x"})).await;
    assert_eq!(nobody.status, 401);
    // Meta's refusal, with its words, whatever status it chose.
    for (error, code, words) in [
        (
            json!({"code": 100, "subcode": 2_018_001, "message": "No matching user found"}),
            "no_such_person",
            "No matching user found",
        ),
        (
            json!({"code": 10, "subcode": 2_534_022, "status": 403, "message": "Janela fechada"}),
            "reply_window_closed",
            "Janela fechada",
        ),
        (
            json!({"code": 551, "subcode": 1_545_041}),
            "person_unavailable",
            "",
        ),
    ] {
        fault(
            &app,
            json!({"match": "POST */messages", "times": 1, "then": {"error": error}}),
        )
        .await;
        let body = json!({"igsid": "900100200330", "text": code});
        let refused = problem(send(&app.admin, &body).await, 502, code, "");
        assert!(text(&refused["detail"]).contains(words), "{refused}");
        assert_eq!(taken(&app, code).await, 0);
    }
    // A passing fault is tried again, and the answer is the end of it.
    fault(&app, json!({"match": "POST */messages", "times": 1, "then": {"error": {"code": 2, "status": 400, "is_transient": true}}})).await;
    let body = json!({"igsid": "900100200330", "text": "in the end"});
    let _ = send(&app.admin, &body).await.expect(200);
    assert_eq!(taken(&app, "in the end").await, 1);
    app.finish().await;
}

async fn queued_and_unknown(place: &Place) {
    let app = place.mock(&[("INSTAGRAM_WEBHOOK_TIMEOUT", "1")]).await;
    // Not reached in time: it waits in the outbox, and goes out once.
    fault(&app, json!({"match": "POST */messages", "times": 1, "then": {"error": {"code": 2, "status": 400, "is_transient": true}}})).await;
    let body = json!({"igsid": "900100200340", "text": "patience"});
    let queued = send(&app.admin, &body).await.expect(202).json();
    assert_eq!(
        (&queued["success"], &queued["delivery_status"]),
        (&json!(false), &json!("queued"))
    );
    assert_eq!(queued["graph_message_id"], Value::Null);
    let chat = text(&queued["chat_id"]);
    app.message_is(&chat, &text(&queued["message_id"]), "read")
        .await;
    assert_eq!(taken(&app, "patience").await, 1);

    // Taken, but the answer is lost and no echo comes: unknown, and never sent twice.
    fault(
        &app,
        json!([
            {"match": "POST */messages", "times": 1, "then": "accept_then_timeout"},
            {"match": "POST */messages", "times": 1, "then": "no_echo"},
        ]),
    )
    .await;
    let body = json!({"igsid": "900100200341", "text": "lost"});
    let unknown = send(&app.admin, &body).await.expect(202).json();
    assert_eq!(
        (&unknown["success"], &unknown["delivery_status"]),
        (&json!(false), &json!("unknown"))
    );
    // Reading the thread back proves it later.
    let chat = text(&unknown["chat_id"]);
    app.message_is(&chat, &text(&unknown["message_id"]), "read")
        .await;
    assert_eq!(taken(&app, "lost").await, 1);

    // The same with its echo: that is as good as an answer.
    fault(
        &app,
        json!({"match": "POST */messages", "times": 1, "then": "accept_then_timeout"}),
    )
    .await;
    let body = json!({"igsid": "900100200342", "text": "proved"});
    let proved = send(&app.admin, &body).await.expect(200).json();
    assert!(proved["graph_message_id"].is_string(), "{proved}");
    assert_eq!(taken(&app, "proved").await, 1);

    // A dead token holds the account: nobody waits for nothing, and it says why.
    fault(&app, json!({"match": "POST */messages", "times": 1, "then": {"error": {"code": 190, "subcode": 460}}})).await;
    let body = json!({"igsid": "900100200343", "text": "held"});
    let held = send(&app.admin, &body).await.expect(202).json();
    assert_eq!(held["delivery_status"], "queued");
    assert!(
        text(&held["detail"]).contains("Connect the account again"),
        "{held}"
    );
    app.sql("UPDATE account SET status = 'active', status_reason = NULL")
        .await;
    app.app().committed();
    let chat = text(&held["chat_id"]);
    app.message_is(&chat, &text(&held["message_id"]), "read")
        .await;
    app.finish().await;
}

async fn fifty_at_once_are_one(place: &Place) {
    let app = place.mock(&[]).await;
    let body = json!({"igsid": "900100200350", "text": "fifty at once"});
    let many = (0..50).map(|n| {
        let (api, body) = (app.admin.clone(), body.clone());
        let path = if n % 2 == 0 { SEND } else { ALIAS };
        async move {
            let key = [("idempotency-key", "k50")];
            let answer = api.send_with(Method::POST, path, Some(&body), &key).await;
            let sent = answer.expect(200).json();
            (text(&sent["message_id"]), text(&sent["graph_message_id"]))
        }
    });
    let mut made = at_once(many).await;
    made.sort_unstable();
    made.dedup();
    assert_eq!(made.len(), 1, "one effect, and the same ids fifty times");
    assert_eq!(taken(&app, "fifty at once").await, 1);
    let chats = all(app.admin.get("/api/chats").await);
    assert_eq!(chats.len(), 1);
    let other = json!({"igsid": "900100200350", "text": "another"});
    let key = [("idempotency-key", "k50")];
    let answer = app
        .admin
        .send_with(Method::POST, SEND, Some(&other), &key)
        .await;
    problem(answer, 409, "idempotency_mismatch", "");
    // Without a key they are fifty, in one chat and in order of the outbox.
    let many = (0..10).map(|n| {
        let api = app.admin.clone();
        async move {
            let body = json!({"igsid": "900100200351", "text": format!("no key {n}")});
            text(&send(&api, &body).await.expect(200).json()["chat_id"])
        }
    });
    let mut chats = at_once(many).await;
    chats.dedup();
    assert_eq!(
        chats.len(),
        1,
        "two requests never make two chats of one customer"
    );
    app.finish().await;
}

async fn the_client_hangs_up(place: &Place) {
    let app = place.mock(&[]).await;
    fault(
        &app,
        json!({"match": "POST */messages", "times": 1, "then": {"delay_ms": 300}}),
    )
    .await;
    let api = app.admin.clone();
    let body = json!({"igsid": "900100200360", "text": "gone"});
    let asking = tokio::spawn(async move { send(&api, &body).await });
    let chat = app.chat_of("900100200360").await;
    asking.abort();
    let thread = app
        .admin
        .get(&format!("/api/chats/{}", text(&chat["id"])))
        .await;
    let message = text(&thread["messages"][0]["id"]);
    app.message_is(&text(&chat["id"]), &message, "sent").await;
    assert_eq!(taken(&app, "gone").await, 1);
    app.finish().await;
}

/// The main job in real mode, against a simulator that refuses what it was never told of.
async fn in_real_mode(place: &Place) {
    let app = place.strict(FERN, FERN_TOKEN, &[]).await;
    // This customer wrote to the account, and we never heard of it.
    let known = app
        .sim
        .post("/_sim/customers", &json!({"account_id": FERN}))
        .await;
    let known = text(&known["id"]);
    fault(
        &app,
        json!({"match": "WEBHOOK messages", "times": 1, "then": "drop"}),
    )
    .await;
    let path = format!("/_sim/customers/{known}/messages");
    let _ = app.sim.post(&path, &json!({"text": "hello?"})).await;
    let body = json!({"igsid": known, "text": "We are here"});
    let sent = send(&app.admin, &body).await.expect(200).json();
    assert!(sent["graph_message_id"].is_string(), "{sent}");
    // This one exists and never wrote, and that one does not exist.
    let silent = app
        .sim
        .post("/_sim/customers", &json!({"account_id": FERN}))
        .await;
    let body = json!({"igsid": silent["id"], "text": "Buy this"});
    problem(
        send(&app.admin, &body).await,
        502,
        "reply_window_closed",
        "",
    );
    let body = json!({"igsid": "900100200370", "text": "Who is there?"});
    problem(send(&app.admin, &body).await, 502, "no_such_person", "");
    let mock = app
        .admin
        .send(Method::POST, "/api/mock/generate-chats", None)
        .await;
    assert_eq!(mock.status, 404);
    app.finish().await;
}

/// The body of every answer.
pub(crate) async fn shapes(album: &mut Album, app: &TestApp) {
    album.chapter();
    let post = Method::POST;
    let body = |igsid: &str, words: &str| Some(json!({"igsid": igsid, "text": words}));
    for (n, path) in [("direct", SEND), ("direct-alias", ALIAS)] {
        let route = || (post.clone(), path, path);
        let name = |status: &str| format!("{n}{status}");
        album
            .ask(
                &name(""),
                &app.admin,
                route(),
                body("900100200380", "hello"),
            )
            .await;
        album
            .ask(&name("-401"), &app.nobody, route(), body("1", "x"))
            .await;
        album
            .ask(
                &name("-403"),
                &app.agent,
                route(),
                body("900100200380", "x"),
            )
            .await;
        album
            .ask(
                &name("-422"),
                &app.admin,
                route(),
                Some(json!({"igsid": "1"})),
            )
            .await;
        let error = json!({"code": 100, "subcode": 2_018_001, "message": "No matching user found"});
        fault(
            app,
            json!({"match": "POST */messages", "times": 1, "then": {"error": error}}),
        )
        .await;
        album
            .ask(
                &name("-502"),
                &app.admin,
                route(),
                body("900100200381", "x"),
            )
            .await;
        let key = [("idempotency-key", n)];
        let first = body("900100200380", "once");
        let _ = app
            .admin
            .send_with(post.clone(), path, first.as_ref(), &key)
            .await;
        let other = body("900100200380", "other");
        album
            .ask_with(&name("-409"), &app.admin, route(), other, &key)
            .await;
    }
}
