//! Echoes that come first, equal texts, and the order of one conversation.

use serde_json::json;
use testkit::process::Options;
use testkit::proxy::Direction;
use testkit::wait::{self, PATIENCE};

use crate::support::{INSTAGRAM, MESSENGER, Shop, Thread, World, bubbles, statuses};

#[tokio::test]
async fn an_echo_before_the_answer_makes_no_second_bubble() {
    let world = World::apart(Options::default()).await;
    let threads = [
        (INSTAGRAM, world.conversation(INSTAGRAM, "Early").await),
        (MESSENGER, world.conversation(MESSENGER, "Earlier").await),
    ];
    world.idle().await;
    let mark = world.mark().await;
    world
        .sim
        .fault(json!({ "then": "echo_before_answer" }))
        .await;
    world.line().hold(Direction::ToClient);
    let mut ids = Vec::new();
    for (_, thread) in &threads {
        ids.push(world.say(thread, "hello, Echo").await);
    }
    for ((shop, thread), id) in threads.iter().zip(&ids) {
        until_echoed(&world, thread).await;
        let message = world.message(thread, id).await;
        // Messenger's echo names our message; Instagram's could be anybody's, so it waits for the answer.
        let wanted = if shop.platform == "facebook" {
            &["sent", "delivered", "read"][..]
        } else {
            &["sending"][..]
        };
        let status = message["delivery_status"].as_str().unwrap_or_default();
        assert!(wanted.contains(&status), "{message}");
        world.shown_exactly(thread, "hello, Echo", 1).await;
    }
    world.line().heal();
    for ((_, thread), id) in threads.iter().zip(&ids) {
        world.until(thread, id, &["read"]).await;
        world.sent_exactly(thread, "hello, Echo", 1).await;
        world.seen_once(&mark, thread, id, "hello, Echo").await;
    }
}

/// Waits until the simulator's echo to this customer was answered with 200, and was applied.
async fn until_echoed(world: &World, thread: &Thread) {
    let path = format!(
        "/_sim/deliveries?match=message_echoes&customer_id={}",
        thread.customer
    );
    wait::until(PATIENCE, "the echo to arrive", async || {
        let echoes = world.sim.get(&path).await;
        (echoes[0]["state"] == "delivered").then_some(())
    })
    .await;
    world.applied().await;
}

#[tokio::test]
async fn equal_texts_are_two_messages() {
    let world = World::start(Options::default()).await;
    let twice = async |shop: Shop, name: &str, lost: u32, echo: bool| {
        let thread = world.conversation(shop, name).await;
        let mark = world.mark().await;
        if !echo {
            let echoes = json!({ "webhook": "message_echoes", "customer_id": thread.customer });
            let fault = json!({ "match": echoes, "then": "no_echo" });
            world.sim.fault(fault).await;
        }
        if lost > 0 {
            let fault = json!("accept_then_timeout");
            world.sim.fault(shop.fault(lost, &fault)).await;
        }
        let (first, second) = tokio::join!(world.say(&thread, "ok"), world.say(&thread, "ok"));
        for id in [&first, &second] {
            world.until(&thread, id, &["read"]).await;
        }
        world.sent_exactly(&thread, "ok", 2).await;
        let events = world.events_since(&mark).await;
        for id in [&first, &second] {
            let way = statuses(&events, id);
            assert!(!way.contains(&"failed".to_owned()), "{name}: {way:?}");
        }
        let shown = bubbles(&events, &thread, "ok");
        assert_eq!(shown, 2, "{name}: bubbles that ever appeared");
    };
    let platform = async |shop: Shop| {
        twice(shop, "heard", 0, true).await;
        twice(shop, "first lost", 1, true).await;
        twice(shop, "both lost", 2, true).await;
        twice(shop, "both lost, no echo", 2, false).await;
    };
    tokio::join!(platform(INSTAGRAM), platform(MESSENGER));
}

/// While the outcome of one is open, the next of its chat waits; those of other chats do not.
#[tokio::test]
async fn a_lost_answer_holds_its_own_chat_only() {
    let world = World::start(Options::default()).await;
    let thread = world.conversation(INSTAGRAM, "In order").await;
    let other = world.conversation(INSTAGRAM, "Elsewhere").await;
    let echoes = json!({ "webhook": "message_echoes", "customer_id": thread.customer });
    world
        .sim
        .fault(json!({ "match": echoes, "then": "no_echo" }))
        .await;
    let fault = json!("accept_then_timeout");
    world.sim.fault(INSTAGRAM.fault(1, &fault)).await;
    let first = world.say(&thread, "one").await;
    world.until(&thread, &first, &["unknown"]).await;
    let second = world.say(&thread, "two").await;
    let free = world.say(&other, "three").await;
    world.until(&other, &free, &["sent", "read"]).await;
    let waiting = world.message(&thread, &second).await;
    assert_eq!(waiting["delivery_status"], "queued", "behind the first");
    world.until(&thread, &second, &["sent", "read"]).await;
    for text in ["one", "two"] {
        world.sent_exactly(&thread, text, 1).await;
    }
    let sent = world.sim.calls("POST */messages").await;
    let order: Vec<_> = sent
        .iter()
        .filter(|call| call["customer_id"] == thread.customer.as_str())
        .filter_map(|call| call["body"]["message"]["text"].as_str())
        .collect();
    assert_eq!(order, ["one", "two"]);
}
