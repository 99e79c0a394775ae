//! Two nodes on one PostgreSQL are one server, and one of them may die.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use testkit::api::{Api, Method};
use testkit::postgres::{self, Database};
use testkit::process::{Options, Server};
use testkit::wait::PATIENCE;
use testkit::ws::{Connect, Next, Socket};

use crate::support::{INSTAGRAM, Ledger, SECRET, World};

/// A dead node's sends are taken up when their leases end, after some twenty seconds here; a busy machine needs more.
const LONG: Duration = Duration::from_secs(120);
/// Answers that are on their way when a node dies.
const ANSWERS: usize = 12;
/// What a server closes a socket with whose login is over.
const POLICY_VIOLATION: u16 = 1008;

/// One installation, two processes: each with a data folder of its own, the database and the simulator in common.
struct Pair {
    one: World,
    two: World,
    _database: Database,
}

impl Pair {
    async fn start(test: &str) -> Option<Self> {
        let database = postgres::database_or_skip(test).await?;
        let options = Options::default()
            .env("DATABASE_URL", database.url())
            .env("FACEBOOK_APP_SECRET", SECRET)
            // A lease outlasts two of these.
            .env("INSTAGRAM_WEBHOOK_TIMEOUT", "3");
        let one = World::beside(options.clone()).await;
        let sim = one.process.as_ref().expect("a simulator of its own").base();
        let options = options
            .env("GRAPH_BASE_URL", &sim)
            .env("INSTAGRAM_GRAPH_BASE_URL", &format!("{sim}/ig-host"));
        let server = Server::start(options).await;
        let two = World {
            admin: server.api().admin().await,
            server,
            sim: one.sim.clone(),
            process: None,
            line: None,
        };
        Some(Self {
            one,
            two,
            _database: database,
        })
    }
}

/// Somebody's open socket on a node.
async fn screen(world: &World, token: &str) -> Socket {
    let mut socket = Socket::connect(&world.server.base(), &Connect::with_token(token)).await;
    socket.ready().await;
    socket
}

async fn message_with(socket: &mut Socket, text: &str) -> Value {
    let wanted = |frame: &Value| {
        let is_new = frame["type"] == "new_message" || frame["type"] == "message_updated";
        is_new && frame["message"]["content"] == text
    };
    socket
        .next_where(PATIENCE, "the message on the other node", wanted)
        .await
}

#[tokio::test]
async fn what_one_does_the_other_knows() {
    let Some(Pair {
        one,
        two,
        _database,
    }) = Pair::start("two nodes are one server").await
    else {
        return;
    };
    // Both heard the start of the log, and a login made at one is a login at the other.
    let mut at_one = screen(&one, two.admin.token()).await;
    let mut at_two = screen(&two, one.admin.token()).await;

    // Meta posts to the first; screens of the second see it.
    let thread = one.conversation(INSTAGRAM, "Between Nodes").await;
    message_with(&mut at_two, "hello").await;

    // Somebody answers at the second; screens of the first see it go out, and Meta got it once.
    let id = two.say(&thread, "from the second node").await;
    message_with(&mut at_one, "from the second node").await;
    one.until(&thread, &id, &["sent", "read"]).await;
    one.sent_exactly(&thread, "from the second node", 1).await;

    // Who is typing at the first is seen at the second, and is gone with the socket.
    let agent = one.server.api().agent().await;
    let me = agent.get("/api/auth/me").await["id"].clone();
    let body = json!({ "agent_id": me });
    let assign = format!("/api/chats/{}/assign", thread.chat);
    two.admin.post(&assign, &body).await;
    let mut typing = screen(&one, agent.token()).await;
    let mut looks_on = screen(&two, two.admin.token()).await;
    typing
        .send(&json!({ "type": "typing", "chat_id": thread.chat }))
        .await;
    let seen = looks_on.next_of("presence").await;
    assert_eq!(seen["state"], "typing", "{seen}");
    assert_eq!(seen["user_id"], me, "{seen}");
    typing.close().await;
    let gone = |frame: &Value| frame["type"] == "presence" && frame["state"] == "gone";
    looks_on.next_where(PATIENCE, "the farewell", gone).await;

    // A login that ends at one node ends the sockets of the other, at once and not at the next look.
    let mut elsewhere = screen(&two, agent.token()).await;
    agent.post("/api/auth/logout", &json!({})).await;
    let (code, reason) = elsewhere.closed().await;
    assert_eq!(code, POLICY_VIOLATION, "{reason}");

    // It was told, not found by looking.
    for world in [&one, &two] {
        for way in ["said", "heard"] {
            let name = format!("ticklegram_node_words_total{{way=\"{way}\"}}");
            let metrics = world.server.api().send(Method::GET, "/metrics", None).await;
            assert!(
                metrics.text.contains(&name),
                "{name} of {}",
                world.server.base()
            );
        }
    }
}

/// A reader that follows one node, and goes on at the other when that dies.
struct Reader {
    seen: Vec<Value>,
    position: i64,
    log: String,
}

impl Reader {
    /// Reads until the socket ends, or the log has come to `head`.
    async fn read(&mut self, base: &str, token: &str, head: Option<i64>) {
        let connect = Connect::with_token(token).since(self.position, &self.log);
        let mut socket = Socket::connect(base, &connect).await;
        while head.is_none_or(|head| self.position < head) {
            match socket.next_within(LONG).await {
                Some(Next::Frame(frame)) => {
                    assert_ne!(frame["type"], "resync", "nothing has to be read afresh");
                    if let Some(seq) = frame["seq"].as_i64() {
                        self.position = seq;
                        self.seen.push(frame);
                    }
                }
                Some(Next::Closed(..)) | None => return,
            }
        }
    }
}

/// Answers to everybody, given to one node at once; gives thread and message.
async fn answer_all(world: &World, threads: &[crate::support::Thread]) -> Vec<(usize, String)> {
    let mut given = Vec::new();
    for (number, thread) in threads.iter().enumerate() {
        given.push((number, world.say(thread, &format!("answer {number}")).await));
    }
    given
}

#[tokio::test]
async fn one_may_die_under_load() {
    let Some(Pair {
        mut one,
        two,
        _database,
    }) = Pair::start("one of two nodes dies").await
    else {
        return;
    };
    let mut threads = Vec::new();
    for number in 0..ANSWERS {
        let name = format!("Customer {number}");
        threads.push(one.conversation(INSTAGRAM, &name).await);
    }
    one.idle().await;
    let mark = one.mark().await;
    let mut reader = Reader {
        seen: Vec::new(),
        position: mark.seq,
        log: mark.log.clone(),
    };
    let (base, token) = (one.server.base(), one.admin.token().to_owned());
    let following = tokio::spawn(async move {
        reader.read(&base, &token, None).await;
        reader
    });

    let loads = [Ledger::begin(&one), Ledger::begin(&two)];
    for load in &loads {
        load.more(150).await;
    }
    let answers = answer_all(&one, &threads).await;
    one.server.kill9();
    let mut reader = following.await.expect("a reader whose node died");
    let [of_one, of_two] = loads;
    of_two.more(150).await;
    let (of_one, of_two) = (of_one.end().await, of_two.end().await);
    of_one.honest();
    of_two.honest();
    assert!(
        of_one.report.accepted.len() > 50,
        "the first one was under load"
    );

    // What the dead one took in, and had not understood, is understood by the other.
    of_one.is_there(&two).await;
    of_two.is_there(&two).await;
    // What it was sending is finished by the other: once, or not known.
    for (number, id) in &answers {
        let thread = &threads[*number];
        let text = format!("answer {number}");
        let message = two
            .until_within(LONG, thread, id, &["sent", "read", "unknown"])
            .await;
        let taken = two.sim.accepted(&thread.customer, &text).await;
        assert!(taken <= 1, "{text} was taken {taken} times: {message}");
        if message["delivery_status"] != "unknown" {
            assert_eq!(taken, 1, "{message} was never taken");
        }
    }
    two.idle().await;

    // The screen of the dead node goes on at the other, and has missed nothing.
    let head = two.mark().await.seq;
    let token = two.admin.token();
    reader.read(&two.server.base(), token, Some(head)).await;
    let seqs: Vec<i64> = reader
        .seen
        .iter()
        .filter_map(|f| f["seq"].as_i64())
        .collect();
    let first = seqs.first().copied().unwrap_or_default();
    assert!(
        seqs.iter().copied().eq(first..=head) && first == mark.seq + 1,
        "every event once, in order"
    );
    let mut times = BTreeMap::<String, usize>::new();
    for frame in reader.seen.iter().filter(|f| f["type"] == "new_message") {
        if let Some(mid) = frame["message"]["meta_message_id"].as_str() {
            *times.entry(mid.to_owned()).or_default() += 1;
        }
    }
    let promised = of_one.report.accepted.iter().chain(&of_two.report.accepted);
    let missed: BTreeSet<&String> = promised.filter(|key| times.get(*key) != Some(&1)).collect();
    assert!(missed.is_empty(), "not shown exactly once: {missed:?}");

    // The dead one comes back, and is one of two again.
    one.server.restart().await;
    let admin: Api = one.server.api().admin().await;
    let chats = admin.get("/api/dashboard/stats").await;
    assert_eq!(chats, two.admin.get("/api/dashboard/stats").await);
}
