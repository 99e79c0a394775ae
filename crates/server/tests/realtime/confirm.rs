//! Delivered means confirmed.

use std::time::Duration;

use server::realtime::Limits;
use testkit::wait::{PATIENCE, until};

use crate::world::{World, brisk, leave, pong, seqs};

#[tokio::test]
async fn unconfirmed_events_come_again() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.admin).await;
    socket.ready().await;
    world.write(1, "a").await;
    node.realtime.hint();
    socket.collect_to(3).await;
    leave(&node, socket).await;
    assert_eq!(
        world.cursor(&world.admin).await,
        Some(0),
        "it was written, and nobody has said that it came"
    );
    let mut socket = node.open(&world.admin).await;
    socket.ready().await;
    assert_eq!(seqs(&socket.collect_to(3).await), [1, 2, 3]);
    socket.ack(2).await;
    world.confirmed(&world.admin, 2).await;
    leave(&node, socket).await;
    let mut socket = node.open(&world.admin).await;
    socket.ready().await;
    assert_eq!(seqs(&socket.collect_to(3).await), [3]);
}

#[tokio::test]
async fn the_answer_to_a_ping_confirms() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            ping_every: Duration::from_millis(30),
            confirm_every: Duration::ZERO,
            ..brisk()
        })
        .await;
    let mut socket = node.open(&world.admin).await;
    socket.ready().await;
    world.write(1, "a").await;
    node.realtime.hint();
    socket.collect_to(3).await;
    // The client's library answers while the test reads.
    until(PATIENCE, "the answer to be stored", async || {
        let _ = socket.next_within(Duration::from_millis(20)).await;
        (world.cursor(&world.admin).await == Some(3)).then_some(())
    })
    .await;
}

#[tokio::test]
async fn never_more_than_was_written() {
    let world = World::new().await;
    let node = world.node(brisk()).await;
    let mut socket = node.open(&world.anna).await;
    socket.ready().await;
    socket.ack(i64::MAX).await;
    socket.ack(-5).await;
    pong(&mut socket).await;
    world.write(1, "a").await;
    leave(&node, socket).await;
    assert_eq!(world.cursor(&world.anna).await, Some(0));
}

#[tokio::test]
async fn screens_of_a_person_share_the_pause_and_the_last_word_is_stored_at_the_end() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            confirm_every: Duration::from_secs(3_600),
            ..brisk()
        })
        .await;
    let mut laptop = node.open(&world.admin).await;
    let mut phone = node.open(&world.admin).await;
    laptop.ready().await;
    phone.ready().await;
    world.write(1, "a").await;
    node.realtime.hint();
    laptop.collect_to(3).await;
    phone.collect_to(3).await;
    laptop.ack(1).await;
    world.confirmed(&world.admin, 1).await;
    phone.ack(2).await;
    laptop.ack(3).await;
    pong(&mut phone).await;
    pong(&mut laptop).await;
    assert_eq!(
        world.cursor(&world.admin).await,
        Some(1),
        "the pause is not over"
    );
    leave(&node, phone).await;
    assert_eq!(world.cursor(&world.admin).await, Some(3));
    leave(&node, laptop).await;
    assert_eq!(world.cursor(&world.admin).await, Some(3));
}
