//! The server is killed while a message is on its way.

use std::time::Duration;

use serde_json::json;
use sqlx::{Connection as _, Executor as _, SqliteConnection};
use testkit::postgres;
use testkit::process::Options;
use testkit::proxy::Direction;
use testkit::wait::{self, PATIENCE};

use crate::support::{INSTAGRAM, MESSENGER, Mark, Thread, World};

/// When the echo of a send comes.
#[derive(Clone, Copy, Debug)]
enum Echo {
    /// At once: before the crash.
    Soon,
    /// After the restart.
    Late,
    /// Never: only the thread tells.
    Never,
}

/// One message that is on its way when the server dies, and one that waits behind it.
struct Sent {
    thread: Thread,
    first: String,
    second: String,
}

/// The lease of a dead server's send, the look at the thread after it, Meta's growing pauses between tries of a webhook,
/// and a busy machine.
const LONG: Duration = Duration::from_secs(120);
const FIRST: &str = "on its way";
const SECOND: &str = "behind it";

/// Meta has taken the message and its answer is on the wire.
#[tokio::test]
async fn before_the_answer_arrives() {
    crash_before_the_answer(Options::default()).await;
}

/// The same on PostgreSQL, where others may be at work, so that the dead server's sends are taken up when their leases end.
#[tokio::test]
async fn before_the_answer_arrives_on_postgres() {
    let Some(database) = postgres::database_or_skip("a send cut off, on PostgreSQL").await else {
        return;
    };
    let options = Options::default()
        .env("DATABASE_URL", database.url())
        // A lease outlasts two of these.
        .env("INSTAGRAM_WEBHOOK_TIMEOUT", "3");
    crash_before_the_answer(options).await;
}

async fn crash_before_the_answer(options: Options) {
    let (mut world, mark, sent) = in_flight(options).await;
    world.server.kill9();
    world.line().cut();
    world.line().heal();
    world.server.restart().await;
    once_each(&world, &mark, &sent).await;
}

/// Meta's answer has arrived, and what it says is not yet in the database: a lock from outside holds the commit back.
#[tokio::test]
async fn between_the_answer_and_the_commit() {
    let (mut world, mark, sent) = in_flight(Options::default()).await;
    let before = world.metric("ticklegram_sends_total").await;
    let file = world.server.data().join("ticklegram.db");
    let url = format!("sqlite:{}", file.display());
    let mut outside = SqliteConnection::connect(&url).await.expect("the database");
    wait::until(PATIENCE, "the database's write lock", async || {
        outside.execute("BEGIN IMMEDIATE").await.ok()
    })
    .await;
    world.line().heal();
    wait::until(PATIENCE, "Meta's answers to arrive", async || {
        let answered = world.metric("ticklegram_sends_total").await - before;
        (answered >= sent.len() as f64).then_some(())
    })
    .await;
    world.server.kill9();
    outside.close().await.expect("the lock is given back");
    world.server.restart().await;
    once_each(&world, &mark, &sent).await;
}

/// Sends to customers of both platforms, each with an echo of its own kind; all taken, no answer let through.
async fn in_flight(options: Options) -> (World, Mark, Vec<Sent>) {
    let world = World::apart(options).await;
    let mut threads = Vec::new();
    for shop in [INSTAGRAM, MESSENGER] {
        for echo in [Echo::Soon, Echo::Late, Echo::Never] {
            let thread = world.conversation(shop, "In flight").await;
            let echoes = json!({ "webhook": "message_echoes", "customer_id": thread.customer });
            let then = match echo {
                Echo::Soon => None,
                Echo::Late => Some(json!({ "delay_ms": 4_000 })),
                Echo::Never => Some(json!("no_echo")),
            };
            if let Some(then) = then {
                world
                    .sim
                    .fault(json!({ "match": echoes, "times": 1, "then": then }))
                    .await;
            }
            threads.push(thread);
        }
    }
    world.idle().await;
    let mark = world.mark().await;
    world.line().hold(Direction::ToClient);
    let mut sent = Vec::new();
    for thread in threads {
        let first = world.say(&thread, FIRST).await;
        let second = world.say(&thread, SECOND).await;
        sent.push(Sent {
            thread,
            first,
            second,
        });
    }
    for one in &sent {
        world.sim.until_accepted(&one.thread.customer, FIRST).await;
    }
    (world, mark, sent)
}

async fn once_each(world: &World, mark: &Mark, sent: &[Sent]) {
    for one in sent {
        for id in [&one.first, &one.second] {
            let read = world.until_within(LONG, &one.thread, id, &["read"]);
            let message = read.await;
            assert!(message["error"].is_null(), "{message}");
        }
    }
    for one in sent {
        for (id, text) in [(&one.first, FIRST), (&one.second, SECOND)] {
            world.sent_exactly(&one.thread, text, 1).await;
            world.seen_once(mark, &one.thread, id, text).await;
        }
    }
}

/// At every step of the way, as soon as that step can be seen.
#[tokio::test]
async fn at_any_step() {
    let mut world = World::apart(Options::default()).await;
    for (number, shop) in [INSTAGRAM, MESSENGER]
        .into_iter()
        .cycle()
        .take(6)
        .enumerate()
    {
        let thread = world.conversation(shop, "Anywhere").await;
        world.idle().await;
        let mark = world.mark().await;
        let text = format!("step {number}");
        let id = world.say(&thread, &text).await;
        match number / 2 {
            // Stored, and nothing more is known.
            0 => {}
            1 => world.sim.until_accepted(&thread.customer, &text).await,
            _ => drop(world.until(&thread, &id, &["sent", "delivered"]).await),
        }
        world.server.restart().await;
        world.until_within(LONG, &thread, &id, &["read"]).await;
        world.sent_exactly(&thread, &text, 1).await;
        world.seen_once(&mark, &thread, &id, &text).await;
    }
}

/// Told to stop in the middle of a send, the server waits for Meta's answer.
#[tokio::test]
async fn a_stop_waits_for_the_answer() {
    let mut world = World::apart(Options::default()).await;
    let thread = world.conversation(INSTAGRAM, "Goodbye").await;
    world.idle().await;
    world.line().hold(Direction::ToClient);
    let id = world.say(&thread, "one more").await;
    world.sim.until_accepted(&thread.customer, "one more").await;
    let base = world.server.api();
    let line = world.line.take().expect("the line");
    let ((), status) = tokio::join!(
        async {
            wait::until(
                PATIENCE,
                "the server to take no more requests",
                async || {
                    let asked = base.try_send(testkit::api::Method::GET, "/healthz", None, &[]);
                    asked.await.err()
                },
            )
            .await;
            line.heal();
        },
        world.server.terminate(),
    );
    assert!(status.success(), "{status}: {}", world.server.log());
    let stopped = state_in(&world.server.data(), &id).await;
    assert_eq!(stopped, "sent");
    world.line = Some(line);
    world.server.restart().await;
    world.until(&thread, &id, &["read"]).await;
    world.sent_exactly(&thread, "one more", 1).await;
}

/// How a message's send stands in the database of a server that has stopped.
async fn state_in(data: &std::path::Path, id: &str) -> String {
    let url = format!("sqlite:{}", data.join("ticklegram.db").display());
    let mut database = SqliteConnection::connect(&url).await.expect("the database");
    let state = sqlx::query_scalar("SELECT send FROM message WHERE id = $1").bind(id);
    let state: String = state.fetch_one(&mut database).await.expect("the message");
    database.close().await.expect("closed");
    state
}
