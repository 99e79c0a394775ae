//! Templates: made, filled in, sent, and handed in to Meta.

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};

use crate::album::Album;
use crate::app::{
    NOBODY, PAGE, Place, SHOP, TestApp, all, at_once, ids, invalid, manual, problem, text,
};

both!(
    made_and_changed,
    filled_in_and_sent,
    approved_ones_need_no_window,
    reviews_take_their_time,
    lost_and_refused,
    in_real_mode,
);

const LIST: &str = "/api/templates";
const READY: &str = "Hello {username}, your order #{order} is ready. Thank you!";

async fn ask(person: &Api, method: Method, path: &str, body: Option<Value>) -> Answer {
    person.send(method, path, body.as_ref()).await
}

fn of(id: &str, rest: &str) -> String {
    format!("{LIST}/{id}{rest}")
}

async fn make(app: &TestApp, platform: &str, content: &str) -> String {
    let body = json!({"name": "Ready", "content": content, "platform": platform});
    text(&app.admin.post(LIST, &body).await["id"])
}

async fn made_and_changed(place: &Place) {
    let app = place.mock(&[]).await;
    let body =
        json!({"name": " Ready ", "content": READY, "platform": "instagram", "category": "orders"});
    let made = app.admin.post(LIST, &body).await;
    assert_eq!(
        (
            &made["name"],
            &made["platform"],
            &made["category"],
            &made["language"]
        ),
        (
            &json!("Ready"),
            &json!("INSTAGRAM"),
            &json!("orders"),
            &json!("en_US")
        )
    );
    assert_eq!(made["variables"], json!(["username", "order"]));
    assert_eq!(
        (&made["is_meta_approved"], &made["meta_submission_status"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(made["created_by"], app.id_of(&app.admin).await.as_str());
    let id = text(&made["id"]);
    // Only admins make them, everybody may use them.
    let forbidden = ask(&app.agent, Method::POST, LIST, Some(body.clone())).await;
    problem(forbidden, 403, "admin_required", "Admin access required");
    let other = make(&app, "FACEBOOK", "Bye {username}, see you.").await;
    assert_eq!(ids(app.agent.get(LIST).await), [other.clone(), id.clone()]);
    assert_eq!(
        ids(app.agent.get("/api/templates?platform=Facebook").await),
        std::slice::from_ref(&other)
    );
    assert_eq!(
        ids(app.agent.get("/api/templates?category=orders").await),
        std::slice::from_ref(&id)
    );
    invalid(
        ask(&app.agent, Method::GET, "/api/templates?platform=x", None).await,
        "/platform",
    );
    let first = ask(&app.agent, Method::GET, "/api/templates?limit=1", None).await;
    let link = first.header("link").unwrap().to_owned();
    let next = link.split(['<', '>']).nth(1).unwrap();
    assert_eq!(ids(app.agent.get(next).await), std::slice::from_ref(&id));

    let changed = json!({"content": "Hi {username}"});
    let changed = ask(&app.admin, Method::PUT, &of(&id, ""), Some(changed)).await;
    let changed = changed.expect(200).json();
    assert_eq!(
        (&changed["content"], &changed["name"], &changed["variables"]),
        (
            &json!("Hi {username}"),
            &json!("Ready"),
            &json!(["username"])
        )
    );
    for (body, pointer) in [
        (json!({"name": "x", "platform": "INSTAGRAM"}), "/content"),
        (
            json!({"name": "", "content": "x", "platform": "INSTAGRAM"}),
            "/name",
        ),
        (
            json!({"name": "x", "content": " ", "platform": "INSTAGRAM"}),
            "/content",
        ),
        (
            json!({"name": "x", "content": "é".repeat(501), "platform": "INSTAGRAM"}),
            "/content",
        ),
        (
            json!({"name": "x", "content": "x", "platform": "both"}),
            "/platform",
        ),
        (
            json!({"name": "x", "content": "x", "platform": "INSTAGRAM", "language": "English"}),
            "/language",
        ),
        (
            json!({"name": "x", "content": "x", "platform": "INSTAGRAM", "category": ""}),
            "/category",
        ),
    ] {
        invalid(
            ask(&app.admin, Method::POST, LIST, Some(body)).await,
            pointer,
        );
    }
    let gone = ask(&app.admin, Method::DELETE, &of(&id, ""), None).await;
    assert_eq!(gone.expect(200).json(), json!({"success": true, "id": id}));
    for (method, rest, body) in [
        (Method::DELETE, "", None),
        (Method::PUT, "", Some(json!({}))),
        (Method::POST, "/submit-to-meta", Some(json!({}))),
        (Method::GET, "/meta-status", None),
        (Method::POST, "/send", Some(json!({"chat_id": NOBODY}))),
    ] {
        let answer = ask(&app.admin, method, &of(&id, rest), body).await;
        problem(answer, 404, "not_found", "Template not found");
    }
    // One key, one template.
    let many = (0..10).map(|_| {
        let api = app.admin.clone();
        async move {
            let body = json!({"name": "Once", "content": "x", "platform": "INSTAGRAM"});
            let key = [("idempotency-key", "once")];
            let answer = api.send_with(Method::POST, LIST, Some(&body), &key).await;
            text(&answer.expect(200).json()["id"])
        }
    });
    let mut made = at_once(many).await;
    made.dedup();
    assert_eq!(made.len(), 1);
    app.finish().await;
}

async fn send(person: &Api, id: &str, body: Value) -> Answer {
    ask(person, Method::POST, &of(id, "/send"), Some(body)).await
}

async fn filled_in_and_sent(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let id = make(
        &app,
        "INSTAGRAM",
        "Hi {username} on {platform}, order {order} costs {{price}}.",
    )
    .await;
    let chat = app.write(SHOP, "Is it ready?").await;
    let chat_id = text(&chat["id"]);
    app.quiet().await;
    let named = app.admin.get(&format!("/api/chats/{chat_id}")).await;
    let named = text(&named["username"]);
    let body = json!({"chat_id": chat_id, "variables": {"order": "4711"}});
    let missing = send(&app.admin, &id, body).await.expect(422).json();
    assert_eq!(missing["detail"], "Fill in: price.");
    assert_eq!(missing["errors"][0]["pointer"], "/variables/price");
    let body = json!({"chat_id": chat_id, "variables": {"order": 4711, "price": "{order} €"}});
    problem(
        send(&app.agent, &id, body.clone()).await,
        403,
        "access_denied",
        "",
    );
    let sent = send(&app.admin, &id, body.clone()).await.expect(200).json();
    assert_eq!(
        sent["content"],
        format!("Hi {named} on Instagram, order 4711 costs {{order}} €.")
    );
    assert_eq!(
        (&sent["delivery_status"], &sent["also"]),
        (&json!("queued"), &json!([]))
    );
    app.message_is(&chat_id, &text(&sent["id"]), "read").await;
    let call = app.sends().await.remove(0);
    assert_eq!(call["body"]["message"]["text"], sent["content"]);
    assert_eq!(call["body"]["messaging_type"], "RESPONSE", "{call}");

    let long = json!({"chat_id": chat_id, "variables": {"order": "x".repeat(1_000), "price": 1}});
    invalid(send(&app.admin, &id, long).await, "/variables");
    let list = json!({"chat_id": chat_id, "variables": {"order": [1], "price": 1}});
    invalid(send(&app.admin, &id, list).await, "/variables/order");
    let page = app.write(PAGE, "And here?").await;
    let there = json!({"chat_id": page["id"], "variables": {"order": 1, "price": 1}});
    invalid(send(&app.admin, &id, there).await, "/chat_id");
    let nowhere = json!({"chat_id": NOBODY, "variables": {"order": 1, "price": 1}});
    problem(
        send(&app.admin, &id, nowhere).await,
        404,
        "not_found",
        "Chat not found",
    );

    // After a day a person's words are tagged; a template is not a person's words.
    clock.advance(30 * domain::time::HOUR);
    let window = app.admin.get(&format!("/api/chats/{chat_id}")).await;
    assert_eq!(window["reply_window"]["state"], "human_agent");
    problem(
        send(&app.admin, &id, body).await,
        403,
        "reply_window_closed",
        "",
    );
    app.finish().await;
}

/// A customer of the Page whose window has closed, here and at Meta.
async fn late(app: &TestApp) -> String {
    let customer = app
        .sim
        .post("/_sim/customers", &json!({"account_id": PAGE}))
        .await;
    let customer = text(&customer["id"]);
    let path = format!("/_sim/customers/{customer}/messages");
    let _ = app.sim.post(&path, &json!({"text": "My order?"})).await;
    text(&app.chat_of(&customer).await["id"])
}

async fn approved_ones_need_no_window(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[("HUMAN_AGENT", "false")], sources).await;
    let chat = late(&app).await;
    clock.advance(48 * domain::time::HOUR);
    let offset = json!({"offset_ms": 48 * 3_600_000_i64});
    let _ = app.sim.post("/_sim/clock", &offset).await;
    let id = make(&app, "FACEBOOK", READY).await;
    let values = json!({"chat_id": chat, "variables": {"username": "Maya", "order": 4711}});
    problem(
        send(&app.admin, &id, values.clone()).await,
        403,
        "reply_window_closed",
        "",
    );
    let path = of(&id, "/submit-to-meta");
    let examples = json!({"examples": {"order": "566701"}});
    let made = ask(&app.admin, Method::POST, &path, Some(examples.clone())).await;
    let made = made.expect(200).json();
    assert_eq!(
        (&made["meta_submission_status"], &made["is_meta_approved"]),
        (&json!("APPROVED"), &json!(true))
    );
    assert!(
        made["meta_template_id"].is_string() && made["meta_submission_id"].is_string(),
        "{made}"
    );
    // The same text is handed in once.
    let again = ask(&app.admin, Method::POST, &path, Some(examples))
        .await
        .expect(200)
        .json();
    assert_eq!(again["meta_template_id"], made["meta_template_id"]);
    let known = all(app.sim.get("/_sim/templates").await);
    assert_eq!(known.len(), 1, "{known:?}");
    assert_eq!(
        known[0]["body"],
        "Hello {{1}}, your order #{{2}} is ready. Thank you!"
    );

    let sent = send(&app.admin, &id, values.clone())
        .await
        .expect(200)
        .json();
    app.message_is(&chat, &text(&sent["id"]), "read").await;
    let call = app.sends().await.pop().unwrap();
    assert_eq!(call["body"]["messaging_type"], "UTILITY", "{call}");
    assert_eq!(
        call["body"]["message"]["template"]["name"],
        known[0]["name"]
    );
    let values_sent = &call["body"]["message"]["template"]["components"][0]["parameters"];
    assert_eq!(
        (&values_sent[0]["text"], &values_sent[1]["text"]),
        (&json!("Maya"), &json!("4711"))
    );
    // Its echo is the same message.
    let thread = app.admin.get(&format!("/api/chats/{chat}")).await;
    let said: Vec<&Value> = thread["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["content"])
        .collect();
    assert_eq!(
        said,
        [
            "My order?",
            "Hello Maya, your order #4711 is ready. Thank you!"
        ]
    );
    // Another text is another template.
    let other = json!({"content": "Hello {username}, it is late, sorry."});
    let changed = ask(&app.admin, Method::PUT, &of(&id, ""), Some(other)).await;
    assert_eq!(changed.expect(200).json()["is_meta_approved"], false);
    problem(
        send(&app.admin, &id, values).await,
        403,
        "reply_window_closed",
        "",
    );
    let elsewhere = json!({"platform": "INSTAGRAM"});
    invalid(
        ask(&app.admin, Method::PUT, &of(&id, ""), Some(elsewhere)).await,
        "/platform",
    );
    app.finish().await;
}

async fn reviews_take_their_time(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let _ = app
        .sim
        .post("/_sim/settings", &json!({"hold_reviews": true}))
        .await;
    let id = make(&app, "FACEBOOK", READY).await;
    let path = of(&id, "/submit-to-meta");
    let made = ask(&app.admin, Method::POST, &path, Some(json!({}))).await;
    let made = made.expect(200).json();
    assert_eq!(made["meta_submission_status"], "PENDING");
    let now = app.admin.get(&of(&id, "/meta-status")).await;
    assert_eq!(
        (&now["meta_submission_status"], &now["is_meta_approved"]),
        (&json!("PENDING"), &json!(false))
    );
    // Nobody asks, and still it is found out.
    let verdict = json!({"status": "REJECTED", "reason": "TAG_SHOULD_BE_MARKETING"});
    let metas = text(&made["meta_template_id"]);
    let _ = app
        .sim
        .post(&format!("/_sim/templates/{metas}"), &verdict)
        .await;
    clock.advance(domain::time::MINUTE);
    app.app().committed();
    let row = until(PATIENCE, "Meta's word", async || {
        let row = all(app.admin.get(LIST).await).remove(0);
        (row["meta_submission_status"] == "REJECTED").then_some(row)
    })
    .await;
    assert_eq!(row["meta_reason"], "TAG_SHOULD_BE_MARKETING");
    // And what is asked for is told at once.
    let _ = app
        .sim
        .post(
            &format!("/_sim/templates/{metas}"),
            &json!({"status": "APPROVED"}),
        )
        .await;
    let now = app.admin.get(&of(&id, "/meta-status")).await;
    assert_eq!(
        (&now["is_meta_approved"], &now["meta_reason"]),
        (&json!(true), &Value::Null)
    );

    // Instagram has none of this, and one that was never handed in has no state.
    let instagram = make(&app, "INSTAGRAM", READY).await;
    for (method, rest) in [
        (Method::POST, "/submit-to-meta"),
        (Method::GET, "/meta-status"),
    ] {
        let body = (method == Method::POST).then(|| json!({}));
        let answer = ask(&app.admin, method, &of(&instagram, rest), body).await;
        problem(answer, 422, "not_supported_by_meta", "");
    }
    let fresh = make(&app, "FACEBOOK", READY).await;
    let now = app.admin.get(&of(&fresh, "/meta-status")).await;
    assert_eq!(now["meta_submission_status"], Value::Null);
    app.finish().await;
}

async fn lost_and_refused(place: &Place) {
    let (clock, sources) = manual();
    let app = place.mock_at(&[], sources).await;
    let submit = async |id: &str, body: Value| {
        ask(
            &app.admin,
            Method::POST,
            &of(id, "/submit-to-meta"),
            Some(body),
        )
        .await
    };
    // What Meta would refuse for certain does not reach it.
    let dangling = make(&app, "FACEBOOK", "{username}, your order is ready.").await;
    invalid(submit(&dangling, json!({})).await, "/content");
    let id = make(&app, "FACEBOOK", READY).await;
    invalid(
        submit(&id, json!({"page_id": "nobody's"})).await,
        "/page_id",
    );
    let fault = json!({"match": "POST */message_templates", "times": 1, "then": {"error": {"code": 200, "message": "Requires page_utility_messaging permission"}}});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    let refused = problem(submit(&id, json!({})).await, 502, "permission_missing", "");
    assert!(
        text(&refused["detail"]).contains("page_utility_messaging"),
        "{refused}"
    );
    let row = app.admin.get(&of(&id, "/meta-status")).await;
    assert_eq!(
        row["meta_submission_status"],
        Value::Null,
        "nothing was handed in"
    );
    // Taken, but the answer is lost: found by its name, and not handed in twice.
    let fault =
        json!({"match": "POST */message_templates", "times": 1, "then": "accept_then_timeout"});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    let lost = submit(&id, json!({"page_id": PAGE}))
        .await
        .expect(202)
        .json();
    assert_eq!(lost["meta_submission_status"], "UNKNOWN");
    let again = submit(&id, json!({"page_id": PAGE}))
        .await
        .expect(202)
        .json();
    assert_eq!(again["meta_submission_id"], lost["meta_submission_id"]);
    clock.advance(domain::time::MINUTE);
    app.app().committed();
    until(PATIENCE, "the lost one to be found", async || {
        let row = all(app.admin.get(LIST).await).remove(0);
        (row["is_meta_approved"] == true).then_some(())
    })
    .await;
    assert_eq!(all(app.sim.get("/_sim/templates").await).len(), 1);
    // Lost on the way there: it is looked for, and then it may be handed in again.
    let never = make(&app, "FACEBOOK", "Hello {username}, we are closed today.").await;
    let fault =
        json!({"match": "POST */message_templates", "times": 1, "then": "refuse_before_accept"});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    let lost = submit(&never, json!({})).await.expect(202).json();
    assert_eq!(lost["meta_submission_status"], "UNKNOWN");
    clock.advance(10 * domain::time::MINUTE);
    app.app().committed();
    until(PATIENCE, "the lost one to be given up", async || {
        let row = all(app.admin.get(LIST).await).remove(0);
        row["meta_submission_status"].is_null().then_some(())
    })
    .await;
    let made = submit(&never, json!({})).await.expect(200).json();
    assert_eq!(made["meta_submission_status"], "APPROVED");
    app.finish().await;
}

/// The main job in real mode, against a simulator that refuses what it was never told of.
async fn in_real_mode(place: &Place) {
    let app = place
        .strict("17841400000000001", "EAAtoken-of-the-environment", &[])
        .await;
    let made = app.admin.post(LIST, &json!({"name": "Hours", "content": "Hi {username}, we open at {time}.", "platform": "INSTAGRAM"})).await;
    let chat = app.write("17841400000000001", "When do you open?").await;
    let body = json!({"chat_id": chat["id"], "variables": {"username": "Ada", "time": "nine"}});
    let sent = send(&app.admin, &text(&made["id"]), body)
        .await
        .expect(200)
        .json();
    app.message_is(&text(&chat["id"]), &text(&sent["id"]), "read")
        .await;
    assert_eq!(
        app.sends().await[0]["body"]["message"]["text"],
        "Hi Ada, we open at nine."
    );
    app.finish().await;
}

/// The body of every answer.
pub(crate) async fn shapes(a: &mut Album, app: &TestApp) {
    a.chapter();
    let (get, post, put) = (Method::GET, Method::POST, Method::PUT);
    let new = || {
        Some(
            json!({"name": "Ready", "content": READY, "platform": "FACEBOOK", "category": "orders"}),
        )
    };
    let key = [("idempotency-key", "template")];
    let route = |method: &Method| (method.clone(), LIST, LIST);
    let made = a
        .ask_with("template-create", &app.admin, route(&post), new(), &key)
        .await
        .json();
    let other = Some(json!({"name": "Other", "content": "x", "platform": "FACEBOOK"}));
    a.ask_with("template-create-409", &app.admin, route(&post), other, &key)
        .await;
    a.ask("template-create-403", &app.agent, route(&post), new())
        .await;
    a.ask(
        "template-create-422",
        &app.admin,
        route(&post),
        Some(json!({"name": "x"})),
    )
    .await;
    a.ask("templates", &app.agent, route(&get), None).await;
    let wrong = (get.clone(), LIST, "/api/templates?platform=x");
    a.ask("templates-422", &app.agent, wrong, None).await;
    let id = text(&made["id"]);
    let one = "/api/templates/{id}";
    let path = of(&id, "");
    let nothing = of(NOBODY, "");
    a.ask(
        "template-update",
        &app.admin,
        (put.clone(), one, &path),
        Some(json!({"category": "news"})),
    )
    .await;
    a.ask(
        "template-update-422",
        &app.admin,
        (put.clone(), one, &path),
        Some(json!({"name": ""})),
    )
    .await;
    a.ask(
        "template-update-404",
        &app.admin,
        (put, one, &nothing),
        Some(json!({})),
    )
    .await;

    let submit = "/api/templates/{id}/submit-to-meta";
    let path = of(&id, "/submit-to-meta");
    let fault = json!({"match": "POST */message_templates", "times": 1, "then": {"error": {"code": 200, "message": "Requires page_utility_messaging permission"}}});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    a.ask(
        "template-submit-502",
        &app.admin,
        (post.clone(), submit, &path),
        Some(json!({})),
    )
    .await;
    a.ask(
        "template-submit-403",
        &app.agent,
        (post.clone(), submit, &path),
        Some(json!({})),
    )
    .await;
    let fault =
        json!({"match": "POST */message_templates", "times": 1, "then": "accept_then_timeout"});
    let _ = app.sim.post("/_sim/faults", &fault).await;
    a.ask(
        "template-submit-202",
        &app.admin,
        (post.clone(), submit, &path),
        Some(json!({})),
    )
    .await;
    let status = "/api/templates/{id}/meta-status";
    let look = of(&id, "/meta-status");
    a.ask(
        "template-status",
        &app.admin,
        (get.clone(), status, &look),
        None,
    )
    .await;
    a.ask(
        "template-status-403",
        &app.agent,
        (get.clone(), status, &look),
        None,
    )
    .await;
    a.ask(
        "template-submit",
        &app.admin,
        (post.clone(), submit, &path),
        Some(json!({})),
    )
    .await;
    let instagram = make(app, "INSTAGRAM", "Hi {username}, order {order}.").await;
    let path = of(&instagram, "/submit-to-meta");
    a.ask(
        "template-submit-422",
        &app.admin,
        (post.clone(), submit, &path),
        Some(json!({})),
    )
    .await;

    let chat = text(&app.write(SHOP, "Is it ready?").await["id"]);
    let sending = "/api/templates/{id}/send";
    let path = of(&instagram, "/send");
    let values = |order: Value| {
        Some(json!({"chat_id": chat, "variables": {"username": "Maya", "order": order}}))
    };
    a.ask(
        "template-send",
        &app.admin,
        (post.clone(), sending, &path),
        values(json!(1)),
    )
    .await;
    a.ask(
        "template-send-403",
        &app.agent,
        (post.clone(), sending, &path),
        values(json!(1)),
    )
    .await;
    a.ask(
        "template-send-422",
        &app.admin,
        (post.clone(), sending, &path),
        values(Value::Null),
    )
    .await;
    let path = of(NOBODY, "/send");
    a.ask(
        "template-send-404",
        &app.admin,
        (post, sending, &path),
        values(json!(1)),
    )
    .await;
    let path = of(&instagram, "");
    a.ask(
        "template-delete",
        &app.admin,
        (Method::DELETE, one, &path),
        None,
    )
    .await;
    a.ask(
        "template-delete-404",
        &app.admin,
        (Method::DELETE, one, &path),
        None,
    )
    .await;
    let path = of(&id, "");
    let _ = app
        .admin
        .send(Method::DELETE, &path, None)
        .await
        .expect(200);
}
