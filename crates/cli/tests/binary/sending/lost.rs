//! The answer to a send is lost.

use serde_json::json;
use testkit::process::Options;
use testkit::proxy::Direction;
use testkit::wait::{self, PATIENCE};

use crate::support::{INSTAGRAM, MESSENGER, Shop, World};

#[tokio::test]
async fn the_echo_settles_a_lost_answer() {
    let world = World::start(Options::default()).await;
    let settles = async |shop: Shop| {
        let faults = [
            json!("accept_then_timeout"),
            json!({ "accept_then_5xx": 500 }),
            json!({ "accept_then_5xx": 503 }),
        ];
        for (number, fault) in faults.iter().enumerate() {
            let thread = world.conversation(shop, "Lost").await;
            let mark = world.mark().await;
            let text = format!("lost {number} on {}", shop.platform);
            world.sim.fault(shop.fault(1, fault)).await;
            let id = world.say(&thread, &text).await;
            let message = world.until(&thread, &id, &["read"]).await;
            assert!(message["error"].is_null(), "{message}");
            world.sent_exactly(&thread, &text, 1).await;
            world.seen_once(&mark, &thread, &id, &text).await;
        }
    };
    tokio::join!(settles(INSTAGRAM), settles(MESSENGER));
}

#[tokio::test]
async fn without_an_echo_the_thread_is_read_back() {
    let world = World::start(Options::default()).await;
    let settles = async |shop: Shop, fault: &str, text: &str| {
        let thread = world.conversation(shop, "Silent").await;
        let mark = world.mark().await;
        let echo = json!({ "webhook": "message_echoes", "customer_id": thread.customer });
        world
            .sim
            .fault(json!({ "match": echo, "then": "no_echo" }))
            .await;
        world.sim.fault(shop.fault(1, &json!(fault))).await;
        let id = world.say(&thread, text).await;
        // The receipts came before: they count for what was found later.
        let message = world.until(&thread, &id, &["read"]).await;
        assert!(message["error"].is_null(), "{message}");
        world.sent_exactly(&thread, text, 1).await;
        world.seen_once(&mark, &thread, &id, text).await;
    };
    tokio::join!(
        settles(INSTAGRAM, "accept_then_timeout", "who hears me"),
        settles(MESSENGER, "accept_then_5xx", "and me"),
    );
}

/// Not a line that breaks, but an answer that does not come within `INSTAGRAM_WEBHOOK_TIMEOUT`.
#[tokio::test]
async fn an_answer_that_never_comes_is_lost_too() {
    let options = Options::default().env("INSTAGRAM_WEBHOOK_TIMEOUT", "2");
    let world = World::apart(options).await;
    let instagram = world.conversation(INSTAGRAM, "Slow").await;
    let messenger = world.conversation(MESSENGER, "Slower").await;
    world.idle().await;
    let mark = world.mark().await;
    world.line().hold(Direction::ToClient);
    let first = world.say(&instagram, "are you there").await;
    let second = world.say(&messenger, "and you").await;
    world
        .sim
        .until_accepted(&instagram.customer, "are you there")
        .await;
    world
        .sim
        .until_accepted(&messenger.customer, "and you")
        .await;
    world.until(&instagram, &first, &["read"]).await;
    world.until(&messenger, &second, &["read"]).await;
    world.line().heal();
    world.idle().await;
    for (thread, id, text) in [
        (&instagram, &first, "are you there"),
        (&messenger, &second, "and you"),
    ] {
        world.sent_exactly(thread, text, 1).await;
        world.seen_once(&mark, thread, id, text).await;
    }
}

/// The line is cut before Meta takes anything. From here that looks the same, so nothing is sent again unasked.
#[tokio::test]
async fn a_person_decides_about_what_may_have_been_sent() {
    let world = World::start(Options::default()).await;
    for shop in [INSTAGRAM, MESSENGER] {
        let thread = world.conversation(shop, "Maybe").await;
        let fault = json!("refuse_before_accept");
        world.sim.fault(shop.fault(1, &fault)).await;
        let id = world.say(&thread, "perhaps").await;
        let message = world.until(&thread, &id, &["unknown"]).await;
        assert_eq!(message["error"]["code"], "answer_lost");
        let refused = world.retry(&thread, &id, false).await.expect(409);
        assert_eq!(refused.json()["code"], "confirmation_needed");
        world.taken_exactly(&thread, "perhaps", 0).await;
        let again = world.retry(&thread, &id, true).await.expect(200);
        assert_eq!(again.json()["id"], id);
        world.until(&thread, &id, &["sent", "read"]).await;
        world.sent_exactly(&thread, "perhaps", 1).await;
        let refused = world.retry(&thread, &id, true).await.expect(409);
        assert_eq!(refused.json()["code"], "not_failed", "sent is sent");
    }
}

/// Meta cannot be reached at all: certainly nothing was sent, so it waits and goes by itself.
#[tokio::test]
async fn what_never_left_goes_when_meta_is_back() {
    let mut world = World::beside(Options::default()).await;
    let thread = world.conversation(INSTAGRAM, "Later").await;
    world.idle().await;
    let process = world.process.as_mut().expect("a simulator of its own");
    process.kill();
    let id = world.say(&thread, "when you are back").await;
    wait::until(PATIENCE, "a first try", async || {
        let waiting = world.admin.get("/api/outbox").await;
        let why = waiting[0]["last_error"].as_str()?.to_owned();
        why.contains("was not reached").then_some(())
    })
    .await;
    let message = world.message(&thread, &id).await;
    assert_eq!(message["delivery_status"], "queued");
    let process = world.process.as_mut().expect("a simulator of its own");
    process.restart().await;
    world.until(&thread, &id, &["read"]).await;
    world.sent_exactly(&thread, "when you are back", 1).await;
}
