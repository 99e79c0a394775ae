//! Comments and mentions: from the customer's phone to the list and the event, and back.

mod bodies;
mod calls;

pub(crate) use bodies::shapes;

use reqwest::Method;
use serde_json::{Value, json};
use testkit::api::{Answer, Api};
use testkit::wait::{PATIENCE, until};
use testkit::webhook::to_wire;

use crate::app::{PAGE, Place, SHOP, TestApp, all, hours_ago, ids, invalid, problem, text};

both!(
    from_the_phone_to_the_list,
    writing_and_moderating,
    mentions,
    what_was_put_off_is_applied_at_start,
    in_real_mode,
);

const FERN: &str = "17841400000000001";
const FERN_TOKEN: &str = "EAAtoken-of-the-environment";

async fn customer(app: &TestApp, account: &str, name: &str) -> String {
    let body = json!({"account_id": account, "name": name, "username": name});
    text(&app.sim.post("/_sim/customers", &body).await["id"])
}

/// A customer comments in the simulator; gives the comment's id.
async fn comments(app: &TestApp, customer: &str, body: Value) -> String {
    let path = format!("/_sim/customers/{customer}/comments");
    text(&app.sim.post(&path, &body).await["comment_id"])
}

async fn list(app: &TestApp, platform: &str, query: &str) -> Vec<Value> {
    all(app
        .agent
        .get(&format!("/api/{platform}/comments?{query}"))
        .await)
}

/// The comment of a list, once `wanted` is true of it.
async fn listed(app: &TestApp, platform: &str, id: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    until(PATIENCE, "the comment in the list", async || {
        let found = list(app, platform, "deleted=true&limit=200").await;
        found.into_iter().find(|c| c["id"] == id && wanted(c))
    })
    .await
}

async fn post(person: &Api, path: &str, body: Value) -> Answer {
    person.send(Method::POST, path, Some(&body)).await
}

async fn delete(person: &Api, id: &str) -> Answer {
    let path = format!("/api/comments/delete?comment_id={id}");
    person.send(Method::DELETE, &path, None).await
}

async fn fault(app: &TestApp, fault: Value) {
    let _ = app.sim.post("/_sim/faults", &fault).await;
}

/// How often Meta was asked for this and did it.
async fn done(app: &TestApp, matching: &str) -> usize {
    let calls = app
        .sim
        .get(&format!("/_sim/calls?limit=5000&match={matching}"))
        .await;
    all(calls).iter().filter(|c| c["accepted"] == true).count()
}

async fn from_the_phone_to_the_list(place: &Place) {
    let app = place.mock(&[]).await;
    let mut screen = app.socket(&app.agent).await;
    let anna = customer(&app, SHOP, "anna").await;
    let id = comments(&app, &anna, json!({"text": "How much is it?"})).await;
    let event = screen.next_of("ig_comment").await;
    assert_eq!(
        (
            &event["action"],
            &event["comment_id"],
            &event["text"],
            &event["source"]
        ),
        (
            &json!("created"),
            &json!(id),
            &json!("How much is it?"),
            &json!("webhook")
        )
    );
    assert_eq!(
        (&event["author_id"], &event["hidden"]),
        (&json!(anna), &json!(false))
    );
    assert!(
        event["timestamp"].is_i64() && event["mentioned_user_id"].is_null(),
        "{event}"
    );
    // With its post, which was fetched meanwhile, and the picture of nobody who never wrote.
    let row = listed(&app, "instagram", &id, |c| c["post"]["caption"].is_string()).await;
    assert_eq!(
        (&row["username"], &row["text"]),
        (&json!("anna"), &json!("How much is it?"))
    );
    assert_eq!(row["post"]["id"], event["media_id"]);
    assert!(
        text(&row["post"]["permalink"]).starts_with("https://"),
        "{row}"
    );
    assert!(
        row["profile_pic"].is_null() && row["replies"] == json!([]),
        "{row}"
    );
    // The business answers in Instagram's own app: below the comment, and no customer's.
    let answer = app.reply_at_meta(&id, "9 Euro").await;
    let row = listed(&app, "instagram", &id, |c| c["replies"] != json!([])).await;
    assert_eq!(row["replies"][0]["id"], answer.as_str());
    assert_eq!(
        (&row["replies"][0]["text"], &row["replies"][0]["own"]),
        (&json!("9 Euro"), &json!(true))
    );
    assert!(list(&app, "instagram", "unanswered=true").await.is_empty());

    // A Page tells everything that becomes of a comment, and its words stay.
    let bert = customer(&app, PAGE, "bert").await;
    let id = comments(&app, &bert, json!({"text": "Do you deliver?"})).await;
    let event = screen.next_of("fb_comment").await;
    assert_eq!(
        (&event["action"], &event["comment_id"]),
        (&json!("created"), &json!(id))
    );
    assert_ne!(
        event["author_id"],
        bert.as_str(),
        "another id than in messages"
    );
    for (act, action, hidden, words) in [
        (
            json!({"action": "edit", "text": "Do you deliver on Sunday?"}),
            "updated",
            false,
            "Do you deliver on Sunday?",
        ),
        (
            json!({"action": "hide"}),
            "updated",
            true,
            "Do you deliver on Sunday?",
        ),
        (
            json!({"action": "remove"}),
            "deleted",
            true,
            "Do you deliver on Sunday?",
        ),
    ] {
        let _ = app.sim.post(&format!("/_sim/comments/{id}"), &act).await;
        let event = screen.next_of("fb_comment").await;
        assert_eq!(
            (&event["action"], &event["hidden"], &event["text"]),
            (&json!(action), &json!(hidden), &json!(words)),
            "{act}"
        );
    }
    assert!(list(&app, "facebook", "").await.is_empty());
    assert_eq!(
        ids(json!(list(&app, "facebook", "deleted=true").await)),
        [id]
    );
    // Filters refuse what they do not know, and pages are kept by a cursor.
    for (query, pointer) in [
        ("hidden=maybe", "/hidden"),
        ("unanswered=x", "/unanswered"),
        ("limit=0", "/limit"),
        ("cursor=x", "/cursor"),
        ("account_id=x", "/account_id"),
    ] {
        let path = format!("/api/instagram/comments?{query}");
        invalid(app.agent.send(Method::GET, &path, None).await, pointer);
    }
    let long = format!("/api/facebook/comments?q={}", "x".repeat(201));
    invalid(app.agent.send(Method::GET, &long, None).await, "/q");
    comments(&app, &anna, json!({"text": "And in blue?"})).await;
    screen.next_of("ig_comment").await;
    let first = app
        .agent
        .send(Method::GET, "/api/instagram/comments?limit=1", None)
        .await;
    let next = first
        .header("link")
        .unwrap()
        .split(['<', '>'])
        .nth(1)
        .unwrap()
        .to_owned();
    let second = app.agent.get(&next).await;
    // Both of one second, perhaps: each once, in whatever order.
    let mut both = [text(&first.json()[0]["text"]), text(&second[0]["text"])];
    both.sort_unstable();
    assert_eq!(both, ["And in blue?", "How much is it?"]);
    app.finish().await;
}

impl TestApp {
    /// The business answers a comment without us.
    async fn reply_at_meta(&self, comment: &str, words: &str) -> String {
        let (edge, token) = if comment.contains('_') {
            ("comments", "token-of-the-page")
        } else {
            ("replies", "token-of-the-shop")
        };
        let path = format!("/v25.0/{comment}/{edge}?access_token={token}");
        text(&self.sim.post(&path, &json!({"message": words})).await["id"])
    }
}

async fn writing_and_moderating(place: &Place) {
    let app = place.mock(&[]).await;
    let mut screen = app.socket(&app.other).await;
    for (platform, account, event) in [
        ("instagram", SHOP, "ig_comment"),
        ("facebook", PAGE, "fb_comment"),
    ] {
        let media = all(app
            .sim
            .get(&format!("/_sim/accounts/{account}/media"))
            .await);
        let media = text(&media[0]["id"]);
        // Under a post.
        let body = json!({"media_id": media, "message": "Back in stock 👋"});
        let made = post(&app.agent, "/api/comments/create", body)
            .await
            .expect(200)
            .json();
        assert_eq!(
            (
                &made["media_id"],
                &made["text"],
                &made["action"],
                &made["own"]
            ),
            (
                &json!(media),
                &json!("Back in stock 👋"),
                &json!("created"),
                &json!(true)
            )
        );
        assert_eq!(
            (
                &made["hidden"],
                &made["attachments_json"],
                &made["attachments"]
            ),
            (&json!(false), &json!("[]"), &json!([]))
        );
        let told = screen.next_of(event).await;
        assert_eq!(
            (&told["comment_id"], &told["source"], &told["action"]),
            (&made["id"], &json!("api"), &json!("created"))
        );
        // Below a comment, and below an answer: both stand under the comment itself.
        let anna = customer(&app, account, "anna").await;
        let id = comments(&app, &anna, json!({"text": "How much?", "media_id": media})).await;
        screen.next_of(event).await;
        let path = format!("/api/{platform}/comments/{id}/reply");
        let answer = post(&app.agent, &path, json!({"text": "9 Euro"}))
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&answer["parent_id"], &answer["own"]),
            (&json!(id), &json!(true))
        );
        let path = format!("/api/{platform}/comments/{}/reply", text(&answer["id"]));
        let again = post(&app.agent, &path, json!({"text": "each"}))
            .await
            .expect(200)
            .json();
        assert_eq!(again["parent_id"], id.as_str());
        for _ in 0..2 {
            assert_eq!(screen.next_of(event).await["source"], "api");
        }
        // Hidden, shown, hidden; its words stay. Anybody may; it is written down.
        for hide in [true, false, true] {
            let body = json!({"comment_id": id, "hide": hide});
            let hidden = post(&app.agent, "/api/comments/hide", body)
                .await
                .expect(200)
                .json();
            assert_eq!(
                (&hidden["hidden"], &hidden["text"], &hidden["action"]),
                (&json!(hide), &json!("How much?"), &json!("updated"))
            );
        }
        let found = listed(&app, platform, &id, |c| c["hidden"] == true).await;
        assert_eq!(found["replies"].as_array().unwrap().len(), 2, "{found}");
        if platform == "instagram" {
            let path = format!("/api/instagram/comments/{id}/reply");
            problem(
                post(&app.agent, &path, json!({"text": "x"})).await,
                409,
                "comment_hidden",
                "",
            );
            let body = json!({"comment_id": made["id"], "hide": true});
            problem(
                post(&app.agent, "/api/comments/hide", body).await,
                409,
                "own_comment",
                "",
            );
        }
        // Deleted: an admin's business, kept here, and gone for a second time.
        problem(
            delete(&app.agent, &id).await,
            403,
            "admin_required",
            "Admin access required",
        );
        let gone = delete(&app.admin, &id).await.expect(200).json();
        assert_eq!(gone, json!({"success": true, "comment_id": id}));
        let kept = listed(&app, platform, &id, |c| c["action"] == "deleted").await;
        assert_eq!(kept["text"], "How much?");
        problem(
            delete(&app.admin, &id).await,
            404,
            "not_found",
            "Comment not found",
        );
        let path = format!("/api/{platform}/comments/{id}/reply");
        problem(
            post(&app.agent, &path, json!({"text": "x"})).await,
            409,
            "comment_deleted",
            "",
        );
        // What the webhooks of all that say is known already: no event repeats it.
        app.quiet().await;
        let head = app.head().await;
        assert!(
            screen
                .seen()
                .iter()
                .filter(|e| e["type"] == event && e["source"] == "webhook")
                .count()
                <= 3,
            "{head}"
        );
    }
    let audit = all(app.admin.get("/api/audit?limit=3").await);
    let acts: Vec<_> = audit
        .iter()
        .map(|a| (text(&a["action"]), text(&a["user_name"])))
        .collect();
    assert_eq!(acts[0].0, "comment.delete");
    assert_eq!(acts[1].0, "comment.hide");
    assert_ne!(acts[0].1, acts[1].1);
    // Ids that are nobody's, words that are none.
    let media = json!({"media_id": "999_999", "message": "x"});
    problem(
        post(&app.agent, "/api/comments/create", media).await,
        404,
        "not_found",
        "Media not found",
    );
    let unknown = json!({"comment_id": "x".repeat(600), "hide": true});
    problem(
        post(&app.agent, "/api/comments/hide", unknown).await,
        404,
        "not_found",
        "Comment not found",
    );
    for (path, body, pointer) in [
        ("/api/comments/create", json!({"message": "x"}), "/media_id"),
        (
            "/api/comments/create",
            json!({"media_id": "", "message": "x"}),
            "/media_id",
        ),
        (
            "/api/comments/create",
            json!({"media_id": "18000000000000001"}),
            "/message",
        ),
        (
            "/api/comments/create",
            json!({"media_id": "18000000000000001", "message": " "}),
            "/message",
        ),
        ("/api/comments/hide", json!({"comment_id": "1"}), "/hide"),
        (
            "/api/comments/hide",
            json!({"comment_id": "1", "hide": "yes"}),
            "/hide",
        ),
        ("/api/instagram/comments/1/reply", json!({}), "/text"),
        (
            "/api/facebook/comments/1_1/reply",
            json!({"text": "x".repeat(8_001)}),
            "/text",
        ),
        (
            "/api/instagram/comments/1/private-reply",
            json!({"text": "ä".repeat(501)}),
            "/text",
        ),
    ] {
        invalid(post(&app.agent, path, body).await, pointer);
    }
    invalid(
        app.admin
            .send(Method::DELETE, "/api/comments/delete", None)
            .await,
        "/comment_id",
    );
    // An id is one segment of a path, whatever it holds.
    let odd = json!({"comment_id": "../me/messages?x=1", "hide": true});
    problem(
        post(&app.agent, "/api/comments/hide", odd).await,
        404,
        "not_found",
        "Comment not found",
    );
    app.finish().await;
}

async fn mentions(place: &Place) {
    let app = place.mock(&[]).await;
    let mut screen = app.socket(&app.agent).await;
    let anna = customer(&app, SHOP, "anna").await;
    let path = format!("/_sim/customers/{anna}/mentions");
    let made = app
        .sim
        .post(&path, &json!({"text": "makes lovely mugs"}))
        .await;
    let told = screen.next_of("ig_comment").await;
    assert_eq!(
        (
            &told["action"],
            &told["comment_id"],
            &told["mentioned_user_id"]
        ),
        (&json!("mentioned"), &made["comment_id"], &json!(SHOP))
    );
    assert_eq!(told["media"]["media_id"], made["media_id"]);
    let _ = app
        .sim
        .post(&path, &json!({"text": "the new glaze", "caption": true}))
        .await;
    let found = until(PATIENCE, "what the mentions say", async || {
        let found = app.agent.get("/api/instagram/mentions").await;
        let data = all(found["data"].clone());
        (data.len() == 2 && data.iter().all(|m| m["username"].is_string())).then_some(found)
    })
    .await;
    assert_eq!(
        (&found["success"], &found["note"]),
        (&json!(true), &Value::Null)
    );
    let comment = all(found["data"].clone())
        .into_iter()
        .find(|m| m["comment_id"] == made["comment_id"])
        .unwrap();
    assert!(
        text(&comment["text"]).contains("makes lovely mugs"),
        "{comment}"
    );
    assert_eq!(
        (&comment["username"], &comment["media_type"]),
        (&json!("anna"), &json!("IMAGE"))
    );
    assert!(
        text(&comment["permalink"]).starts_with("https://") && comment["timestamp"].is_string()
    );
    let own = app
        .agent
        .get(&format!(
            "/api/instagram/mentions?ig_user_id={SHOP}&limit=1"
        ))
        .await;
    assert_eq!(all(own["data"].clone()).len(), 1);
    let nobodys = app
        .agent
        .send(Method::GET, "/api/instagram/mentions?ig_user_id=1", None)
        .await;
    problem(nobodys, 404, "not_found", "Instagram account not found");
    // A comment under a post of ours that names the account is marked as such.
    let account = all(app.admin.get("/api/instagram/accounts").await).remove(0);
    let words = format!("@{} how much?", text(&account["username"]));
    let id = comments(&app, &anna, json!({"text": words})).await;
    let told = screen
        .next_where(PATIENCE, "a comment", |e| e["comment_id"] == id.as_str())
        .await;
    assert_eq!(
        (&told["action"], &told["mentioned_user_id"]),
        (&json!("created"), &json!(SHOP))
    );
    // Accounts on Instagram Login get none, and the answer says so.
    app.sql("UPDATE account SET host = 'instagram' WHERE platform = 'INSTAGRAM'")
        .await;
    let found = app.agent.get("/api/instagram/mentions").await;
    assert!(text(&found["note"]).contains("Instagram Login"), "{found}");
    // A Page's mention comes as an event and says what it says.
    let bert = customer(&app, PAGE, "bert").await;
    let _ = app
        .sim
        .post(
            &format!("/_sim/customers/{bert}/mentions"),
            &json!({"text": "hello"}),
        )
        .await;
    let told = screen.next_of("fb_comment").await;
    assert_eq!(told["action"], "mentioned");
    assert!(text(&told["text"]).contains("hello"), "{told}");
    app.finish().await;
}

/// Deliveries that a version took in which knew nothing of comments: applied when this one starts.
async fn what_was_put_off_is_applied_at_start(place: &Place) {
    let app = place.mock(&[]).await;
    let at = hours_ago(1) / 1_000;
    let bodies = [
        json!({"object": "instagram", "entry": [{"id": SHOP, "time": at, "changes": [{"field": "comments", "value": {"id": "c1", "text": "How much?", "from": {"id": "anna"}, "media": {"id": "m1"}}}]}]}),
        json!({"object": "page", "entry": [{"id": PAGE, "time": at, "changes": [{"field": "feed", "value": {"item": "comment", "verb": "add", "comment_id": "1_2", "post_id": "p_1", "message": "Hi"}}]}]}),
    ];
    for body in &bodies {
        app.deliver(&to_wire(body)).await;
    }
    app.quiet().await;
    // As the database of such a version looks.
    app.sql("DELETE FROM comment; UPDATE delivery_item SET outcome = 'deferred' WHERE kind IN ('comments', 'feed')").await;
    app.stop().await;
    let app = place.mock(&[]).await;
    listed(&app, "instagram", "c1", |c| c["text"] == "How much?").await;
    listed(&app, "facebook", "1_2", |c| c["text"] == "Hi").await;
    let deferred = all(app.admin.get("/api/deliveries?outcome=deferred").await);
    assert!(deferred.is_empty(), "{deferred:?}");
    app.finish().await;
}

/// The main job against a simulator that refuses what it was never told of.
async fn in_real_mode(place: &Place) {
    let app = place.strict(FERN, FERN_TOKEN, &[]).await;
    let media = json!({"kind": "image", "caption": "Mugs"});
    let media = app
        .sim
        .post(&format!("/_sim/accounts/{FERN}/media"), &media)
        .await;
    let anna = customer(&app, FERN, "anna").await;
    let id = comments(
        &app,
        &anna,
        json!({"text": "How much?", "media_id": media["id"]}),
    )
    .await;
    let row = listed(&app, "instagram", &id, |c| c["post"]["caption"] == "Mugs").await;
    assert_eq!(row["username"], "anna");
    let path = format!("/api/instagram/comments/{id}");
    let answer = post(
        &app.agent,
        &format!("{path}/reply"),
        json!({"text": "9 Euro"}),
    )
    .await
    .expect(200)
    .json();
    assert_eq!(answer["parent_id"], id.as_str());
    let _ = post(
        &app.agent,
        &format!("{path}/private-reply"),
        json!({"text": "For you 8"}),
    )
    .await
    .expect(200);
    let body = json!({"media_id": media["id"], "message": "All sold"});
    let _ = post(&app.agent, "/api/comments/create", body)
        .await
        .expect(200);
    let hide = json!({"comment_id": id, "hide": true});
    let _ = post(&app.agent, "/api/comments/hide", hide)
        .await
        .expect(200);
    let _ = delete(&app.admin, &id).await.expect(200);
    // A comment that no webhook told of is asked of Meta; one that is nobody's is not found.
    fault(
        &app,
        json!({"match": "WEBHOOK comments", "times": 1, "then": "drop"}),
    )
    .await;
    let untold = comments(
        &app,
        &anna,
        json!({"text": "Hello?", "media_id": media["id"]}),
    )
    .await;
    let hide = json!({"comment_id": untold, "hide": true});
    let hidden = post(&app.agent, "/api/comments/hide", hide)
        .await
        .expect(200)
        .json();
    assert_eq!(
        (&hidden["text"], &hidden["hidden"]),
        (&json!("Hello?"), &json!(true))
    );
    let nobodys = json!({"comment_id": "17900000000000099", "hide": true});
    problem(
        post(&app.agent, "/api/comments/hide", nobodys).await,
        404,
        "not_found",
        "Comment not found",
    );
    let nobodys = json!({"media_id": "18000000000000099", "message": "x"});
    problem(
        post(&app.agent, "/api/comments/create", nobodys).await,
        404,
        "not_found",
        "Media not found",
    );
    app.finish().await;
}
