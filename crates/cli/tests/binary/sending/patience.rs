//! What the product itself lets wait a minute: everything of that kind beside each other, so that the tests wait once.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::process::Options;
use testkit::proxy::Direction;
use testkit::wait;

use crate::support::{INSTAGRAM, Thread, World};

/// A lost send is looked for 60 s, a throttled account rests 60 s; the rest is for busy machines.
const LONG: Duration = Duration::from_secs(120);

#[tokio::test]
async fn a_minute_of_patience() {
    // A person who is answered after the window has closed is another feature's business.
    let options = Options::default().env("HUMAN_AGENT", "false");
    let (world, apart) = tokio::join!(World::start(options), World::apart(Options::default()));
    tokio::join!(
        never_found(&world),
        throttled(&world),
        never_taken_and_said_again(&world),
        window_that_closes_while_waiting(&world),
        asked_for_during_the_last_look(&apart),
    );
}

/// An Instagram account of its own, so that its faults meet nobody else; gives our account and its Page's id.
async fn own_account(world: &World, id: &str) -> String {
    let body = json!({ "page_id": id, "access_token": format!("token-of-{id}") });
    let account = world.admin.post("/api/instagram/accounts", &body).await;
    let page = account["facebook_page_id"].as_str();
    page.expect("the Page behind it").to_owned()
}

/// No answer, no echo, and the thread cannot be read: it stays unknown, lets the next one go, and is sent again only
/// at a person's word.
async fn never_found(world: &World) {
    let page = own_account(world, "17841400000000777").await;
    let thread = world.conversation_of("17841400000000777", "Nowhere").await;
    let echoes = json!({ "webhook": "message_echoes", "customer_id": thread.customer });
    world
        .sim
        .fault(json!([
            { "match": echoes, "times": 1, "then": "no_echo" },
            { "match": format!("POST /{page}/messages"), "times": 1, "then": "accept_then_timeout" },
            { "match": format!("GET /{page}/conversations"), "then": { "error": { "code": 10 } } },
        ]))
        .await;
    let mark = world.mark().await;
    let id = world.say(&thread, "into the dark").await;
    world.until(&thread, &id, &["unknown"]).await;
    let next = world.say(&thread, "the next").await;
    world
        .until_within(LONG, &thread, &next, &["sent", "read"])
        .await;
    world.until(&thread, &next, &["read"]).await;
    let message = world.message(&thread, &id).await;
    assert_eq!(message["delivery_status"], "unknown", "{message}");
    world.taken_exactly(&thread, "into the dark", 1).await;
    world.shown_exactly(&thread, "into the dark", 1).await;
    world.seen_once(&mark, &thread, &id, "into the dark").await;
    let refused = world.retry(&thread, &id, false).await.expect(409);
    assert_eq!(refused.json()["code"], "confirmation_needed");
    let _ = world.retry(&thread, &id, true).await.expect(200);
    world.until(&thread, &id, &["read"]).await;
    world.taken_exactly(&thread, "into the dark", 2).await;
    world.shown_exactly(&thread, "into the dark", 1).await;
}

/// Meta never took the first, and the agent says the same again: the second is not taken for the first.
async fn never_taken_and_said_again(world: &World) {
    const ACCOUNT: &str = "17841400000000666";
    let page = own_account(world, ACCOUNT).await;
    let thread = world.conversation_of(ACCOUNT, "Twice").await;
    world
        .sim
        .fault(json!({
            "match": format!("POST /{page}/messages"),
            "times": 1,
            "then": "refuse_before_accept",
        }))
        .await;
    let first = world.say(&thread, "hello?").await;
    world.until(&thread, &first, &["unknown"]).await;
    let second = world.say(&thread, "hello?").await;
    world.until_within(LONG, &thread, &second, &["read"]).await;
    let message = world.message(&thread, &first).await;
    assert_eq!(message["delivery_status"], "unknown", "{message}");
    world.taken_exactly(&thread, "hello?", 1).await;
    world.shown_exactly(&thread, "hello?", 2).await;
}

/// Meta limits the account: it rests, says so, and goes on by itself.
async fn throttled(world: &World) {
    const ACCOUNT: &str = "17841400000000888";
    let page = own_account(world, ACCOUNT).await;
    let thread = world.conversation_of(ACCOUNT, "Too many").await;
    let mark = world.mark().await;
    world
        .sim
        .fault(json!({
            "match": format!("POST /{page}/messages"),
            "times": 1,
            "then": { "error": { "code": 613 } },
        }))
        .await;
    let id = world.say(&thread, "slowly").await;
    wait::until(LONG, "the account to be paused", async || {
        (status_of(world, ACCOUNT).await == "paused").then_some(())
    })
    .await;
    let second = world.say(&thread, "and slowly").await;
    let outbox = world.admin.get("/api/outbox").await;
    let job = outbox
        .as_array()
        .and_then(|jobs| jobs.iter().find(|job| job["subject"] == id.as_str()))
        .cloned()
        .expect("the job that waits");
    assert_eq!(job["state"], "ready", "{job}");
    let why = job["last_error"].as_str().unwrap_or_default();
    assert!(why.contains("limiting"), "{job}");
    for (id, text) in [(&id, "slowly"), (&second, "and slowly")] {
        world
            .until_within(LONG, &thread, id, &["sent", "read"])
            .await;
        world.sent_exactly(&thread, text, 1).await;
    }
    wait::until(LONG, "the account to be active", async || {
        (status_of(world, ACCOUNT).await == "active").then_some(())
    })
    .await;
    assert_eq!(world.sim.tries(&thread.customer, "slowly").await.len(), 2);
    let events = world.events_since(&mark).await;
    let told: Vec<&str> = events
        .iter()
        .filter(|event| event["type"] == "account_status")
        .filter_map(|event| event["status"].as_str())
        .collect();
    assert_eq!(told, ["paused", "active"]);
}

async fn status_of(world: &World, id: &str) -> String {
    let accounts = world.admin.get("/api/instagram/accounts").await;
    let found = accounts
        .as_array()
        .and_then(|list| list.iter().find(|account| account["page_id"] == id));
    let status = found.and_then(|account| account["status"].as_str());
    status.expect("the account").to_owned()
}

/// The window was open when the message was written, and is closed when its turn comes: it does not leave.
async fn window_that_closes_while_waiting(world: &World) {
    const ACCOUNT: &str = "17841400000000999";
    const DAY_MS: i64 = 24 * 3_600_000;
    // Longer than it takes to post, shorter than the tries go on (30 s and more).
    const LEFT_MS: i64 = 20_000;
    let page = own_account(world, ACCOUNT).await;
    let customer = world.sim.customer(ACCOUNT, "Yesterday").await;
    let now = world.sim.get("/_sim/clock").await["now"].as_i64();
    let at = now.expect("a time") - DAY_MS + LEFT_MS;
    let account = testkit::webhook::Account::instagram(ACCOUNT);
    let text = account.text(&customer, at, "m_yesterday", "hello");
    let (status, _) = world.poster().post(&account.deliver(at, &[text])).await;
    assert_eq!(status, 200);
    let chat = world.chat_of(&customer).await;
    let thread = Thread { chat, customer };
    world
        .sim
        .fault(json!({
            "match": format!("POST /{page}/messages"),
            "then": { "error": { "code": 2, "status": 400, "is_transient": true } },
        }))
        .await;
    let id = world.say(&thread, "in the last minute").await;
    let message = world.until_within(LONG, &thread, &id, &["failed"]).await;
    assert_eq!(message["error"]["code"], "reply_window_closed");
    assert_eq!(message["error"]["meta_code"], Value::Null, "our own word");
    world.taken_exactly(&thread, "in the last minute", 0).await;
}

/// A person asks for another try while the last look at the thread is under way: the try is not lost with the look.
async fn asked_for_during_the_last_look(world: &World) {
    let thread = world.conversation(INSTAGRAM, "Impatient").await;
    world.idle().await;
    world
        .sim
        .fault(INSTAGRAM.fault(1, &json!("refuse_before_accept")))
        .await;
    let id = world.say(&thread, "once more").await;
    world.until(&thread, &id, &["unknown"]).await;
    until_looks(world, 2).await;
    // The third look is the last. Its answer is kept back until the person has asked.
    world.line().hold(Direction::ToClient);
    until_looks(world, 3).await;
    let _ = world.retry(&thread, &id, true).await.expect(200);
    world.line().heal();
    world
        .until_within(LONG, &thread, &id, &["sent", "read"])
        .await;
    world.sent_exactly(&thread, "once more", 1).await;
}

/// Waits until the account's conversations were asked for so often.
async fn until_looks(world: &World, times: usize) {
    let pattern = format!("GET /{}/conversations", INSTAGRAM.page);
    wait::until(LONG, "the thread to be looked at", async || {
        (world.sim.calls(&pattern).await.len() >= times).then_some(())
    })
    .await;
}
