//! Meta says no: for now, for good, or to the whole account.

use serde_json::{Value, json};
use testkit::api::Method;
use testkit::process::Options;
use testkit::wait::{self, PATIENCE};

use crate::support::{INSTAGRAM, MESSENGER, Shop, Thread, World};

fn error(code: i64, subcode: Option<i64>) -> Value {
    json!({ "error": { "code": code, "subcode": subcode } })
}

#[tokio::test]
async fn a_passing_fault_is_tried_again() {
    let world = World::start(Options::default()).await;
    let tried_again = async |shop: Shop| {
        let thread = world.conversation(shop, "Patient").await;
        let fault = json!({ "error": { "code": 2, "status": 400, "is_transient": true } });
        world.sim.fault(shop.fault(1, &fault)).await;
        let id = world.say(&thread, "again").await;
        world.until(&thread, &id, &["read"]).await;
        world.sent_exactly(&thread, "again", 1).await;
        assert_eq!(world.sim.tries(&thread.customer, "again").await.len(), 2);
    };
    tokio::join!(tried_again(INSTAGRAM), tried_again(MESSENGER));
}

/// Text and two files are one chain: if the first is refused for good, the others do not go alone.
#[tokio::test]
async fn later_parts_fail_with_the_first() {
    let world = World::start(Options::default()).await;
    for shop in [INSTAGRAM, MESSENGER] {
        let thread = world.conversation(shop, "Parts").await;
        world
            .sim
            .fault(shop.fault(1, &error(200, Some(1_545_041))))
            .await;
        let ids = post_parts(&world, &thread).await;
        let first = world.until(&thread, &ids[0], &["failed"]).await;
        assert_eq!(first["error"]["code"], "person_unavailable");
        assert_eq!(first["error"]["meta_code"], 200);
        for id in &ids[1..] {
            let part = world.until(&thread, id, &["failed"]).await;
            assert_eq!(part["error"]["code"], "earlier_part_failed");
            assert_eq!(part["group_id"], first["group_id"]);
        }
        assert_eq!(
            sends_to(&world, &thread).await,
            ["text"],
            "nothing else left"
        );
        // One after the other, at a person's word.
        for id in &ids {
            let _ = world.retry(&thread, id, false).await.expect(200);
            world
                .until(&thread, id, &["sent", "delivered", "read"])
                .await;
        }
        let kinds = sends_to(&world, &thread).await;
        assert_eq!(kinds, ["text", "text", "image", "file"]);
    }
}

async fn post_parts(world: &World, thread: &Thread) -> Vec<String> {
    let files = json!([
        { "type": "image", "url": "https://cdn.example/cat.png" },
        { "type": "file", "url": "https://cdn.example/prices.pdf" },
    ]);
    let body = json!({ "content": "the prices", "attachments": files });
    let path = format!("/api/chats/{}/message", thread.chat);
    let first = world.admin.post(&path, &body).await;
    let also = first["also"].as_array().expect("the other parts");
    assert_eq!(also.len(), 2, "{first}");
    let rows = std::iter::once(&first).chain(also);
    rows.map(|row| row["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// What was tried to be sent to a customer, oldest first.
async fn sends_to(world: &World, thread: &Thread) -> Vec<String> {
    let calls = world.sim.calls("POST */messages").await;
    let of_it = calls.iter().filter(|call| {
        let body = &call["body"];
        body["recipient"]["id"] == thread.customer.as_str() && !body["message"].is_null()
    });
    let kind = |call: &Value| {
        let message = &call["body"]["message"];
        let kind = message["attachment"]["type"].as_str().unwrap_or("text");
        kind.to_owned()
    };
    of_it.map(kind).collect()
}

/// Meta's clock says that the window has closed, whatever ours says.
#[tokio::test]
async fn a_window_that_meta_has_closed() {
    let world = World::start(Options::default()).await;
    let threads = [
        world.conversation(INSTAGRAM, "Too late").await,
        world.conversation(MESSENGER, "Too late").await,
    ];
    let eight_days = 8 * 24 * 3_600_000_i64;
    let clock = json!({ "offset_ms": eight_days });
    world.sim.post("/_sim/clock", &clock).await;
    for thread in &threads {
        let id = world.say(thread, "still there?").await;
        let message = world.until(thread, &id, &["failed"]).await;
        assert_eq!(message["error"]["code"], "reply_window_closed");
        assert!(message["error"]["meta_code"].is_number(), "{message}");
        world.taken_exactly(thread, "still there?", 0).await;
        world.shown_exactly(thread, "still there?", 1).await;
    }
}

/// A dead token holds what would be sent, tells the admins, and keeps nobody from writing to us.
#[tokio::test]
async fn a_dead_token_holds_the_account() {
    let world = World::start(Options::default()).await;
    let thread = world.conversation(INSTAGRAM, "Held").await;
    let other = world.conversation(MESSENGER, "Free").await;
    world.idle().await;
    let mark = world.mark().await;
    world
        .sim
        .fault(INSTAGRAM.fault(1, &error(190, Some(463))))
        .await;
    let id = world.say(&thread, "held").await;
    let account = wait::until(PATIENCE, "the account to want a token", async || {
        let account = account(&world).await;
        (account["status"] == "reconnect").then_some(account)
    })
    .await;
    assert!(account["status_reason"].is_string(), "{account}");
    let message = world.message(&thread, &id).await;
    assert_eq!(message["delivery_status"], "queued", "{message}");
    let outbox = world.admin.get("/api/outbox").await;
    let jobs = outbox.as_array().expect("a list");
    let job = jobs.iter().find(|job| job["subject"] == id.as_str());
    let why = job.and_then(|job| job["last_error"].as_str());
    assert!(why.is_some_and(|why| why.contains("token")), "{outbox}");

    // The other account sends, and this one receives.
    let free = world.say(&other, "free").await;
    world
        .until(&other, &free, &["sent", "delivered", "read"])
        .await;
    world.sim.writes(&thread.customer, "are you there?").await;
    wait::until(PATIENCE, "the customer's next message", async || {
        let messages = world.messages(&thread).await;
        let came = messages.iter().any(|m| m["content"] == "are you there?");
        came.then_some(())
    })
    .await;
    world.taken_exactly(&thread, "held", 0).await;
    let events = world.events_since(&mark).await;
    let told = events.iter().find(|e| e["type"] == "account_status");
    assert_eq!(told.map(|e| &e["status"]), Some(&json!("reconnect")));

    // Connected again, what waited goes out.
    let body = json!({ "page_id": INSTAGRAM.account, "access_token": "a-new-token" });
    let path = "/api/instagram/accounts";
    let answer = world.admin.send(Method::POST, path, Some(&body)).await;
    assert_eq!(answer.expect(200).json()["status"], "active");
    world.until(&thread, &id, &["read"]).await;
    world.sent_exactly(&thread, "held", 1).await;
}

async fn account(world: &World) -> Value {
    let accounts = world.admin.get("/api/instagram/accounts").await;
    let found = accounts
        .as_array()
        .and_then(|list| list.iter().find(|a| a["page_id"] == INSTAGRAM.account));
    found.cloned().expect("the demo account")
}
