//! The socket through cut lines and restarts.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use testkit::process::Options;
use testkit::proxy::Proxy;
use testkit::wait::{self, PATIENCE};
use testkit::webhook::Account;
use testkit::ws::{Connect, Next, Socket};

use crate::support::{INSTAGRAM, World};

/// Messages that arrive while the line is cut and the server restarted.
const MESSAGES: usize = 240;
/// How long the whole may take on a busy machine.
const LONG: Duration = Duration::from_secs(120);

/// What a reader does to the world after so many messages.
#[derive(Clone, Copy, Debug)]
enum Trouble {
    Cut,
    Stop,
    Crash,
}

const TROUBLES: [(usize, Trouble); 5] = [
    (20, Trouble::Cut),
    (60, Trouble::Stop),
    (100, Trouble::Cut),
    (140, Trouble::Crash),
    (190, Trouble::Cut),
];

/// A reader that resumes where it was: every event once, in order, none left out.
#[tokio::test]
async fn every_event_comes_once() {
    let mut world = World::start(Options::default()).await;
    let proxy = Proxy::start(world.server.address()).await;
    let thread = world.conversation(INSTAGRAM, "Talkative").await;
    world.idle().await;
    let mark = world.mark().await;
    let poster = world.poster();
    let customer = thread.customer.clone();
    let writing = async move {
        let account = Account::instagram(INSTAGRAM.account);
        for number in 0..MESSAGES {
            let at = 1_762_785_320_000 + i64::try_from(number).unwrap_or_default();
            let text = account.text(
                &customer,
                at,
                &format!("m_{number}"),
                &format!("nr {number}"),
            );
            let body = account.deliver(at, &[text]);
            // Meta posts again until it is taken.
            wait::until(LONG, "a delivery to be taken", async || {
                let answer = poster.try_post_signed(&body).await.ok()?;
                (answer.0 == 200).then_some(())
            })
            .await;
        }
    };

    let mut seen: Vec<Value> = Vec::new();
    let mut position = mark.seq;
    let mut messages = 0;
    let mut troubles = TROUBLES.into_iter().peekable();
    let mut socket: Option<Socket> = None;
    let reading = async {
        while messages < MESSAGES {
            let Some(open) = &mut socket else {
                let connect = Connect::with_token(world.admin.token()).since(position, &mark.log);
                let mut opened = wait::until(PATIENCE, "the socket to open", async || {
                    Socket::try_connect(&proxy.base(), &connect).await.ok()
                })
                .await;
                // A cut may come before the first word.
                if let Some(Next::Frame(first)) = opened.next_within(PATIENCE).await {
                    assert_eq!(first["type"], "ready", "{first}");
                    assert_eq!(first["log"], mark.log.as_str(), "{first}");
                    socket = Some(opened);
                }
                continue;
            };
            match open.next_within(PATIENCE).await {
                Some(Next::Frame(frame)) => {
                    assert_ne!(frame["type"], "resync", "nothing has to be read afresh");
                    if let Some(seq) = frame["seq"].as_i64() {
                        position = seq;
                        messages += usize::from(frame["type"] == "new_message");
                        seen.push(frame);
                    }
                }
                Some(Next::Closed(..)) | None => socket = None,
            }
            if troubles.peek().is_some_and(|(after, _)| messages >= *after) {
                match troubles.next() {
                    Some((_, Trouble::Cut)) => proxy.cut(),
                    Some((_, Trouble::Stop)) => {
                        assert!(world.server.terminate().await.success());
                        world.server.restart().await;
                    }
                    Some((_, Trouble::Crash)) => {
                        world.server.kill9();
                        world.server.restart().await;
                    }
                    None => {}
                }
            }
        }
    };
    let both = async { tokio::join!(writing, reading) };
    let in_time = tokio::time::timeout(LONG, both).await;
    assert!(in_time.is_ok(), "{messages} of {MESSAGES} after {LONG:?}");
    assert!(troubles.next().is_none(), "all of it happened");

    let seqs: Vec<i64> = seen.iter().filter_map(|f| f["seq"].as_i64()).collect();
    for (before, after) in seqs.iter().zip(&seqs[1..]) {
        assert_eq!(
            *after,
            before + 1,
            "an admin sees every event once, in order"
        );
    }
    let mut texts = BTreeMap::<&str, usize>::new();
    for frame in seen.iter().filter(|f| f["type"] == "new_message") {
        let text = frame["message"]["content"].as_str().expect("a text");
        *texts.entry(text).or_default() += 1;
    }
    assert_eq!(texts.len(), MESSAGES);
    assert!(texts.values().all(|times| *times == 1), "{texts:?}");
}

/// What came while an agent was away comes when the agent is back, marked, also from a server that was restarted.
#[tokio::test]
async fn what_came_meanwhile_is_queued() {
    let mut world = World::start(Options::default()).await;
    let agent = world.server.api().agent().await;
    let me = agent.get("/api/auth/me").await;
    let thread = world.conversation(INSTAGRAM, "Patient").await;
    let other = world.conversation(INSTAGRAM, "Somebody else's").await;
    let path = format!("/api/chats/{}/assign", thread.chat);
    world
        .admin
        .post(&path, &json!({ "agent_id": me["id"] }))
        .await;
    world.idle().await;

    let connect = Connect::with_token(agent.token());
    let base = world.server.base();
    let mut socket = Socket::connect(&base, &connect).await;
    socket.ready().await;
    world.sim.writes(&thread.customer, "live").await;
    let live = arrival(&mut socket, "live").await;
    assert_eq!(live["queued"], Value::Null, "{live}");
    let after = socket.next_of("chat_updated").await;
    socket.ack(after["seq"].as_i64().expect("a seq")).await;
    socket.close().await;

    for text in ["away one", "away two"] {
        world.sim.writes(&thread.customer, text).await;
    }
    world
        .sim
        .writes(&other.customer, "not for this agent")
        .await;
    wait::until(PATIENCE, "the messages to arrive", async || {
        let here = world.messages(&thread).await;
        let there = world.messages(&other).await;
        (here.len() == 4 && there.len() == 2).then_some(())
    })
    .await;
    assert!(world.server.terminate().await.success());
    world.server.restart().await;

    let mut socket = Socket::connect(&base, &connect).await;
    socket.ready().await;
    for text in ["away one", "away two"] {
        let frame = arrival(&mut socket, text).await;
        assert_eq!(frame["queued"], true, "{frame}");
    }
    world.sim.writes(&thread.customer, "live again").await;
    let frame = arrival(&mut socket, "live again").await;
    assert_eq!(frame["queued"], Value::Null, "{frame}");
    let seen: Vec<&str> = socket
        .seen()
        .iter()
        .filter(|frame| frame["type"] == "new_message")
        .filter_map(|frame| frame["message"]["content"].as_str())
        .collect();
    assert_eq!(
        seen,
        ["away one", "away two", "live again"],
        "each once, and nobody else's"
    );
}

async fn arrival(socket: &mut Socket, text: &str) -> Value {
    socket
        .next_where(PATIENCE, text, |frame| {
            frame["type"] == "new_message" && frame["message"]["content"] == text
        })
        .await
}
