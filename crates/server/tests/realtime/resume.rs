//! Where a socket begins and what it replays.

use std::time::Duration;

use domain::time::DAY;
use testkit::ws::{Connect, Next, Socket};

use crate::world::{LOG, World, brisk, leave, pong, seqs, view};

#[tokio::test]
async fn live_events_come_in_order_with_their_numbers() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.admin).await;
    assert_eq!(socket.ready().await, (0, LOG.to_owned()));
    let chat = world.write(1, "hello").await;
    node.realtime.hint();
    let frames = socket.collect_to(3).await;
    let kinds: Vec<_> = frames.iter().map(|f| f["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["ig_dm", "new_message", "chat_updated"]);
    assert_eq!(seqs(&frames), [1, 2, 3]);
    assert_eq!(frames[0]["text"], "hello");
    assert_eq!(frames[2]["chat"]["id"], chat.to_string());
    assert!(frames.iter().all(|f| f.get("queued").is_none()));
    assert_eq!(node.realtime.position(), 3);
}

#[tokio::test]
async fn since_replays_the_rest_once_and_goes_live() {
    let world = World::new().await;
    for n in 0..70 {
        world.write(1, &n.to_string()).await;
    }
    let node = world.node(brisk()).await;
    let mut socket = node.open_since(&world.admin, 5).await;
    assert_eq!(socket.ready().await.0, 210);
    assert_eq!(
        seqs(&socket.collect_to(210).await),
        (6..=210).collect::<Vec<_>>()
    );
    world.write(1, "live").await;
    node.realtime.hint();
    assert_eq!(seqs(&socket.collect_to(213).await), [211, 212, 213]);
    assert!(
        socket.seen().iter().all(|f| f.get("queued").is_none()),
        "only a server that keeps the position says queued"
    );
    // At the head there is nothing to replay.
    let mut other = node.open_since(&world.admin, 213).await;
    assert_eq!(other.ready().await.0, 213);
    pong(&mut other).await;
    assert_eq!(other.seen().len(), 2);
}

#[tokio::test]
async fn another_log_a_pruned_one_and_the_future_are_read_afresh() {
    let world = World::new().await;
    let chat = world.write(1, "a").await;
    world.db.prune_events(view().now.plus(DAY)).await.unwrap();
    world.rename(chat, "Ada").await;
    let node = world.node(brisk()).await;
    let asked = |since: i64, log: &str| Connect::with_token(&world.admin.token()).since(since, log);
    for connect in [
        asked(4, "log-0"),
        asked(2, LOG),
        asked(5, LOG),
        asked(i64::MAX, LOG),
        asked(-7, LOG),
    ] {
        let mut socket = Socket::connect(&node.base, &connect).await;
        assert_eq!(socket.ready().await.0, 4);
        let Next::Frame(next) = socket.next().await else {
            panic!("closed")
        };
        assert_eq!(
            next,
            serde_json::json!({"type": "resync", "seq": 4}),
            "{connect:?}"
        );
    }
    let mut reaches = node.open_since(&world.admin, 3).await;
    reaches.ready().await;
    assert_eq!(seqs(&reaches.collect_to(4).await), [4]);
    // It goes on from there.
    let mut socket = Socket::connect(&node.base, &asked(1, LOG)).await;
    socket.next_of("resync").await;
    world.rename(chat, "Bea").await;
    node.realtime.hint();
    assert_eq!(seqs(&socket.collect_to(5).await), [5]);
}

#[tokio::test]
async fn live_by_what_was_replayed_by_what_is() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let mut anna = node.open(&world.anna).await;
    let mut ben = node.open(&world.ben).await;
    anna.ready().await;
    ben.ready().await;
    let chat = world.write(1, "unassigned").await;
    world.assign(chat, Some(&world.anna)).await;
    world.write(1, "for anna").await;
    world.assign(chat, Some(&world.ben)).await;
    world.write(1, "for ben").await;
    node.realtime.hint();
    // 1-3 nobody's, 4 assigned to anna, 5-7 hers, 8 tells both, 9-11 ben's.
    assert_eq!(seqs(&anna.collect_to(8).await), [4, 5, 6, 7, 8]);
    assert_eq!(seqs(&ben.collect_to(11).await), [8, 9, 10, 11]);
    pong(&mut anna).await;
    assert_eq!(seqs(anna.seen()), [4, 5, 6, 7, 8]);
    // In a replay the chat is ben's, with its history; anna learns that she lost it and nothing else.
    let mut anna = node.open_since(&world.anna, 0).await;
    anna.ready().await;
    assert_eq!(seqs(&anna.collect_to(8).await), [8]);
    let mut ben = node.open_since(&world.ben, 0).await;
    ben.ready().await;
    assert_eq!(
        seqs(&ben.collect_to(11).await),
        (1..=11).collect::<Vec<_>>()
    );
    // What agents may not see is passed over, and what follows is not held up by it.
    pong(&mut anna).await;
    assert_eq!(seqs(anna.seen()), [8]);
}

#[tokio::test]
async fn what_came_while_away_is_queued_also_after_a_restart() {
    let world = World::new().await;
    world.write(1, "before anybody came").await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.admin).await;
    assert_eq!(socket.ready().await.0, 3);
    assert_eq!(
        world.cursor(&world.admin).await,
        Some(3),
        "a newcomer starts at the head, and that is remembered"
    );
    world.write(1, "seen").await;
    node.realtime.hint();
    socket.collect_to(6).await;
    socket.ack(6).await;
    leave(&node, socket).await;
    assert_eq!(world.cursor(&world.admin).await, Some(6));
    node.soft.cancel();

    world.write(1, "missed").await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.admin).await;
    assert_eq!(socket.ready().await.0, 9);
    let missed = socket.collect_to(9).await;
    assert_eq!(seqs(&missed), [7, 8, 9]);
    assert!(missed.iter().all(|f| f["queued"] == true), "{missed:?}");
    world.write(1, "live").await;
    node.realtime.hint();
    let live = socket.collect_to(12).await;
    assert_eq!(seqs(&live), [10, 11, 12]);
    assert!(live.iter().all(|f| f.get("queued").is_none()), "{live:?}");
}

#[tokio::test]
async fn a_confirmation_that_the_log_has_outlived_is_a_resync() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.admin).await;
    socket.ready().await;
    leave(&node, socket).await;
    assert_eq!(world.cursor(&world.admin).await, Some(0));
    world.write(1, "a").await;
    world.db.prune_events(view().now.plus(DAY)).await.unwrap();
    let mut socket = node.open(&world.admin).await;
    assert_eq!(socket.ready().await.0, 3);
    assert_eq!(socket.next_of("resync").await["seq"], 3);
    socket.ack(3).await;
    leave(&node, socket).await;
    assert_eq!(world.cursor(&world.admin).await, Some(3));
}

#[tokio::test]
async fn events_of_other_nodes_come_without_a_hint() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.admin).await;
    socket.ready().await;
    world.write(1, "written elsewhere").await;
    assert_eq!(seqs(&socket.collect_to(3).await), [1, 2, 3]);
    assert_eq!(
        socket.next_within(Duration::from_millis(200)).await,
        None,
        "once"
    );
}
