//! One simulated week in which everything goes wrong at once: webhooks are lost, doubled and mixed up, Meta throttles and
//! loses answers, a token dies and is replaced two days later. At the end the server knows what Meta lets anybody know, and
//! counts the rest.

use std::collections::{BTreeMap, BTreeSet};

use domain::time::{DAY, HOUR, MINUTE, SECOND};
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};

use super::{FERN, MOSS, World, lost, sorted};
use crate::app::{Place, all, text};

both!(a_week_in_which_everything_goes_wrong);

/// Rounds of this length: a walk in each.
const ROUND: i64 = 3 * HOUR;
const ROUNDS: i64 = 7 * DAY / ROUND;
/// In these rounds Fern's token is dead.
const DEAD: std::ops::Range<i64> = 24..40;

struct Person {
    account: &'static str,
    id: String,
    /// What they wrote in this round.
    wrote: Vec<String>,
}

async fn a_week_in_which_everything_goes_wrong(place: &Place) {
    let world = Box::pin(World::begin(place, 7)).await;
    let fern = world.first_walk().await;
    let moss = world.moss().await;
    let mut people = Vec::new();
    for (account, name) in [
        (FERN, "anna"),
        (FERN, "bert"),
        (FERN, "cleo"),
        (MOSS, "paul"),
        (MOSS, "rita"),
    ] {
        let id = world.customer(account, name).await;
        let wrote = Vec::new();
        people.push(Person { account, id, wrote });
    }
    for fault in [
        json!({"match": "WEBHOOK *", "every": 3, "then": "drop"}),
        json!({"match": "WEBHOOK *", "every": 4, "then": {"duplicate": 2}}),
        json!({"match": "WEBHOOK *", "every": 5, "then": "reorder"}),
        json!({"match": "WEBHOOK messages", "every": 11, "then": "num_edit_0"}),
        json!({"match": "GET */conversations", "every": 5, "then": {"error": {"code": 613}}}),
        json!({"match": "GET */conversations", "every": 7, "then": "html_502"}),
        json!({"match": "POST */messages", "every": 4, "then": "accept_then_timeout"}),
    ] {
        world.fault(fault).await;
    }
    let mut chance = SmallRng::seed_from_u64(7);
    for round in 0..ROUNDS {
        if round == DEAD.start {
            let dead = json!({"token": "EAAfern", "account_id": FERN, "dead": 463});
            world.app.sim.post("/_sim/tokens", &dead).await;
        }
        if round == DEAD.end {
            let new = json!({"token": "EAAnew", "account_id": FERN});
            world.app.sim.post("/_sim/tokens", &new).await;
            assert_eq!(world.fern("EAAnew").await, fern, "it is the same account");
        }
        for person in &mut people {
            happens(&world, person, &mut chance).await;
        }
        world.deliver().await;
        if chance.random_ratio(1, 3) {
            answer(&world, &people[chance.random_range(0..people.len())]).await;
        }
        world.pass(ROUND).await;
        world.settle().await;
        // Time for the walk, its refusals and its tries.
        for _ in 0..20 {
            world.pass(MINUTE).await;
            world.settle().await;
        }
        world.deliver().await;
        for person in &mut people {
            person.wrote.clear();
        }
    }
    // Meta behaves again, and two walks have had their time.
    world.no_faults().await;
    world.deliver().await;
    for _ in 0..2 {
        let since = world.app.app().clock.now().plus(1);
        world.pass(HOUR).await;
        world.swept_since(&fern, since).await;
        world.swept_since(&moss, since).await;
    }

    let mut gone = 0;
    for (account, ours) in [(FERN, &fern), (MOSS, &moss)] {
        let path = format!("/_sim/unrecoverable?account_id={account}");
        let truth = all(world.app.sim.get(&path).await);
        let truth = sorted(truth.iter().map(|m| text(&m["mid"])).collect());
        let counted: BTreeSet<String> = lost(&world.app, ours).await.into_iter().collect();
        let real: BTreeSet<String> = truth.iter().cloned().collect();
        let missed: Vec<_> = real.difference(&counted).collect();
        let invented: Vec<_> = counted.difference(&real).collect();
        assert!(
            missed.is_empty() && invented.is_empty(),
            "of {account}, lost and not counted: {missed:?}; counted and not lost: {invented:?}"
        );
        let history = world.history(ours).await;
        assert_eq!(history["lost"], json!(truth.len()), "{history}");
        assert!(history["recovered"].as_i64().unwrap() > 20, "{history}");
        gone += truth.len();
    }
    assert!(
        gone > 10,
        "the story has bursts that nobody can read back: {gone}"
    );
    for person in &people {
        is_as_it_was(&world, person).await;
    }
    world.end().await;
}

/// What a person does in a round.
async fn happens(world: &World, person: &mut Person, chance: &mut SmallRng) {
    let burst = chance.random_ratio(1, 30);
    let count = if burst { 30 } else { chance.random_range(0..3) };
    for n in 0..count {
        let words = format!("{} {n}", chance.random_range(0..1_000_000));
        person.wrote.push(world.write(&person.id, &words).await);
    }
    let Some(last) = person.wrote.last().cloned().filter(|_| !burst) else {
        return;
    };
    match chance.random_range(0..6) {
        0 => {
            let edited = format!("edited {}", chance.random_range(0..1_000_000));
            let act = json!({"action": "edit", "mid": last, "text": edited});
            world.act(&person.id, act).await;
        }
        1 => {
            world
                .act(&person.id, json!({"action": "unsend", "mid": last}))
                .await;
        }
        2 => {
            let act = json!({"action": "react", "mid": last, "reaction": "love", "emoji": "❤"});
            world.act(&person.id, act).await;
        }
        _ => {}
    }
}

/// Somebody here answers a person who has just written, if they can.
async fn answer(world: &World, person: &Person) {
    let Some(thread) = world.thread(&person.id).await else {
        return;
    };
    let path = format!("/api/chats/{}/message", text(&thread["id"]));
    let body = json!({"content": format!("an answer to {}", text(&thread["last_message"]))});
    // A window that has closed and an account that is held are refusals, which is well.
    let _ = world
        .app
        .admin
        .send(reqwest::Method::POST, &path, Some(&body))
        .await;
    for _ in 0..3 {
        world.pass(20 * SECOND).await;
        world.settle().await;
    }
}

/// The thread is that of the simulator, as far as anybody could know it.
async fn is_as_it_was(world: &World, person: &Person) {
    let path = format!("/_sim/customers/{}/messages?limit=1000", person.id);
    let truth = all(world.app.sim.get(&path).await);
    assert!(
        truth.len() < 200,
        "both show a thread as a whole: {}",
        truth.len()
    );
    let thread = world.thread(&person.id).await.unwrap();
    let shown: BTreeMap<String, Value> = all(thread["messages"].clone())
        .into_iter()
        .filter_map(|m| Some((m["meta_message_id"].as_str()?.to_owned(), m)))
        .collect();
    let path = format!("/_sim/unrecoverable?account_id={}", person.account);
    let gone: BTreeSet<String> = all(world.app.sim.get(&path).await)
        .iter()
        .map(|m| text(&m["mid"]))
        .collect();
    let there = |m: &&Value| m["deleted"] != true;
    let readable: BTreeSet<String> = truth
        .iter()
        .rev()
        .filter(there)
        .take(20)
        .map(|m| text(&m["mid"]))
        .collect();
    for message in truth.iter().filter(there) {
        let mid = text(&message["mid"]);
        if gone.contains(&mid) {
            assert!(!shown.contains_key(&mid), "lost, and here: {message}");
            continue;
        }
        let Some(ours) = shown.get(&mid) else {
            panic!("{} of {} is missing: {message}", mid, person.id);
        };
        let inbound = message["from"] == "customer";
        assert_eq!(
            ours["direction"],
            if inbound { "inbound" } else { "outbound" }
        );
        if inbound && readable.contains(&mid) {
            assert_eq!(ours["content"], message["text"], "{ours} {message}");
            if person.account == FERN {
                let reacted = all(message["reactions"].clone()).len();
                assert_eq!(
                    all(ours["reactions"].clone()).len(),
                    reacted,
                    "{ours} {message}"
                );
            }
        }
    }
    let known: BTreeSet<String> = truth.iter().map(|m| text(&m["mid"])).collect();
    for mid in shown.keys() {
        assert!(known.contains(mid), "nobody wrote {mid}");
    }
}
