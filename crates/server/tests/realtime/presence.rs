//! Who is where.

use std::time::Duration;

use serde_json::{Value, json};
use server::realtime::Limits;

use crate::world::{World, brisk, leave, pong};

fn state(frame: &Value) -> (String, String, String) {
    let text = |name: &str| frame[name].as_str().unwrap().to_owned();
    (text("chat_id"), text("user_id"), text("state"))
}

#[tokio::test]
async fn colleagues_who_may_see_the_chat_are_told() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            typing: Duration::from_millis(100),
            presence_every: Duration::ZERO,
            ..brisk()
        })
        .await;
    let chat = world.write(1, "a").await;
    let other = world.write(2, "b").await;
    world.assign(chat, Some(&world.anna)).await;
    world.assign(other, Some(&world.ben)).await;
    let mut admin = node.open(&world.admin).await;
    let mut ben = node.open(&world.ben).await;
    let mut anna = node.open(&world.anna).await;
    for socket in [&mut admin, &mut ben, &mut anna] {
        socket.ready().await;
    }
    let is = |state: &str| {
        (
            chat.to_string(),
            world.anna.viewer.id.to_string(),
            state.to_owned(),
        )
    };
    // Not hers to see: nobody hears of it.
    anna.send(&json!({"type": "viewing", "chat_id": other}))
        .await;
    anna.send(&json!({"type": "ping"})).await;
    anna.next_of("pong").await;
    anna.send(&json!({"type": "viewing", "chat_id": chat}))
        .await;
    assert_eq!(state(&admin.next_of("presence").await), is("viewing"));
    anna.send(&json!({"type": "typing", "chat_id": chat})).await;
    assert_eq!(state(&admin.next_of("presence").await), is("typing"));
    assert_eq!(
        state(&admin.next_of("presence").await),
        is("viewing"),
        "typing was not renewed"
    );
    // Who comes later is told who is there.
    let mut late = node.open(&world.admin).await;
    assert_eq!(state(&late.next_of("presence").await), is("viewing"));
    leave(&node, anna).await;
    assert_eq!(state(&admin.next_of("presence").await), is("gone"));
    pong(&mut ben).await;
    let (last, _) = (world.write(2, "c").await, node.realtime.hint());
    ben.next_of("new_message").await;
    assert_eq!(last, other);
    assert!(
        ben.seen().iter().all(|f| f["type"] != "presence"),
        "{:?}",
        ben.seen()
    );
    assert!(
        admin
            .seen()
            .iter()
            .all(|f| f["chat_id"] != json!(other) || f["type"] != "presence")
    );
    assert_eq!(world.head().await, 11, "none of it is in the log");
}

#[tokio::test]
async fn typing_alone_fades_to_gone() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            typing: Duration::from_millis(50),
            ..brisk()
        })
        .await;
    let chat = world.write(1, "a").await;
    world.assign(chat, Some(&world.anna)).await;
    let mut admin = node.open(&world.admin).await;
    let mut anna = node.open(&world.anna).await;
    admin.ready().await;
    anna.ready().await;
    anna.send(&json!({"type": "typing", "chat_id": chat})).await;
    assert_eq!(admin.next_of("presence").await["state"], "typing");
    assert_eq!(admin.next_of("presence").await["state"], "gone");
}

#[tokio::test]
async fn a_flood_of_words_becomes_the_last_one() {
    let world = World::new().await;
    let node = world
        .node(Limits {
            presence_every: Duration::from_millis(300),
            ..brisk()
        })
        .await;
    let mut chats = Vec::new();
    for customer in 0..20 {
        chats.push(world.write(customer, "a").await);
    }
    let mut other = node.open(&world.anna).await;
    let mut admin = node.open(&world.admin).await;
    other.ready().await;
    admin.ready().await;
    world.assign(chats[19], Some(&world.anna)).await;
    for chat in &chats {
        admin
            .send(&json!({"type": "viewing", "chat_id": chat}))
            .await;
    }
    // Everything up to the last was either skipped or in a chat she does not see.
    assert_eq!(other.next_of("presence").await["chat_id"], json!(chats[19]));
    admin
        .send(&json!({"type": "viewing", "chat_id": null}))
        .await;
    assert_eq!(other.next_of("presence").await["state"], "gone");
}
