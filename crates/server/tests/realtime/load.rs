//! The hand-over from the database to the ring and back, while writers write and connections break.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use domain::ids::ChatId;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;
use server::realtime::Limits;
use store::messages::Thread;
use testkit::wait::PATIENCE;
use testkit::ws::Next;

use crate::world::{Node, Person, World, brisk};

const WRITERS: u64 = 4;
const WRITES: u64 = 60;
const READERS: u64 = 6;
const CHATS: u32 = 6;

/// Reads as `person` from the start of the log to its end, over connections that break at random, resuming by `since`.
async fn read_to_the_end(
    world: &World,
    node: &Node,
    person: &Person,
    writing: &AtomicUsize,
    seed: u64,
) -> Vec<Value> {
    let mut chance = StdRng::seed_from_u64(seed);
    let mut frames: Vec<Value> = Vec::new();
    loop {
        let last = frames.last().map_or(0, |f| f["seq"].as_i64().unwrap());
        let done = writing.load(Ordering::SeqCst) == 0;
        if done && world.visible(person, last).await.is_empty() {
            return frames;
        }
        let mut socket = node.open_since(person, last).await;
        socket.ready().await;
        for _ in 0..chance.random_range(0..90) {
            match socket.next_within(Duration::from_millis(300)).await {
                Some(Next::Frame(frame)) => frames.push(frame),
                Some(Next::Closed(code, reason)) => panic!("closed {code} {reason}"),
                None => break,
            }
        }
    }
}

/// The log as a screen understands it: the newest name of each chat, and its messages.
fn fold(frames: &[Value]) -> (BTreeMap<String, String>, BTreeMap<String, usize>) {
    let (mut names, mut messages) = (BTreeMap::new(), BTreeMap::new());
    for frame in frames {
        match frame["type"].as_str().unwrap() {
            "chat_updated" => {
                let chat = &frame["chat"];
                let name = chat["username"].as_str().unwrap_or_default().to_owned();
                names.insert(chat["id"].as_str().unwrap().to_owned(), name);
            }
            "new_message" => {
                let chat = frame["chat_id"].as_str().unwrap().to_owned();
                *messages.entry(chat).or_default() += 1;
            }
            _ => {}
        }
    }
    (names, messages)
}

async fn check(world: &World, person: &Person, chats: &[ChatId], frames: &[Value]) {
    let seqs: Vec<i64> = frames.iter().map(|f| f["seq"].as_i64().unwrap()).collect();
    assert_eq!(
        seqs,
        world.visible(person, 0).await,
        "each event once, in order"
    );
    let (names, messages) = fold(frames);
    for chat in chats {
        let row = world.db.chat(*chat).await.unwrap().unwrap();
        if !person.viewer.may_see(row.assigned_to) {
            assert!(!names.contains_key(&chat.to_string()));
            continue;
        }
        assert_eq!(names[&chat.to_string()], row.username.unwrap());
        let view = crate::world::view();
        let thread = world.db.thread(view, *chat, None, 1_000).await.unwrap();
        let Thread::Page { messages: rows, .. } = thread else {
            panic!("{thread:?}")
        };
        assert_eq!(messages[&chat.to_string()], rows.len());
    }
}

async fn nothing_lost_nothing_twice(limits: Limits) {
    let world = Arc::new(World::new().await);
    let node = Arc::new(world.node(limits).await);
    let mut chats = Vec::new();
    for customer in 0..CHATS {
        let chat = world.write(customer, "first").await;
        world.rename(chat, "first").await;
        world
            .assign(
                chat,
                Some(if customer % 2 == 0 {
                    &world.anna
                } else {
                    &world.ben
                }),
            )
            .await;
        chats.push(chat);
    }
    let writing = Arc::new(AtomicUsize::new(usize::try_from(WRITERS).unwrap()));
    let mut tasks = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (world, node, writing, chats) = (
            Arc::clone(&world),
            Arc::clone(&node),
            Arc::clone(&writing),
            chats.clone(),
        );
        tasks.spawn(async move {
            let mut chance = StdRng::seed_from_u64(writer);
            for n in 0..WRITES {
                let customer = chance.random_range(0..CHATS);
                if chance.random_bool(0.5) {
                    world.write(customer, &format!("{writer}.{n}")).await;
                } else {
                    world
                        .rename(chats[customer as usize], &format!("{writer}.{n}"))
                        .await;
                }
                // A hint may get lost.
                if chance.random_bool(0.7) {
                    node.realtime.hint();
                }
            }
            writing.fetch_sub(1, Ordering::SeqCst);
            None
        });
    }
    for reader in 0..READERS {
        let (world, node, writing) = (Arc::clone(&world), Arc::clone(&node), Arc::clone(&writing));
        tasks.spawn(async move {
            let person = if reader % 2 == 0 {
                world.admin
            } else {
                world.anna
            };
            Some((
                person,
                read_to_the_end(&world, &node, &person, &writing, 1_000 + reader).await,
            ))
        });
    }
    let all = tokio::time::timeout(4 * PATIENCE, tasks.join_all())
        .await
        .expect("readers to reach the end");
    for (person, frames) in all.into_iter().flatten() {
        check(&world, &person, &chats, &frames).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_ring_that_holds_everything() {
    nothing_lost_nothing_twice(brisk()).await;
}

/// Most sockets are behind such a ring, so that they change between it and the database all the time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_ring_that_holds_next_to_nothing() {
    nothing_lost_nothing_twice(Limits {
        ring_events: 3,
        ..brisk()
    })
    .await;
}
