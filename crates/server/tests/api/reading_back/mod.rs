//! Conversations read back: what there was before an account was connected, what never came, and what is lost for good.
//! The simulator stands still between steps, and its clock and the server's are moved together.

mod week;

use std::sync::Arc;

use domain::clock::{Manual, System};
use domain::time::{HOUR, MINUTE, SECOND, Timestamp};
use reqwest::Method;
use serde_json::{Value, json};
use server::Sources;
use testkit::wait::{PATIENCE, until};

use crate::app::{Place, STEPPED_START, TestApp, all, text, time};

both!(
    what_there_was_before_is_imported,
    what_never_came_is_added_and_counted,
    edits_and_reactions_are_caught_up_with,
    what_can_no_longer_be_read_is_counted_as_lost,
    meta_may_be_slow_or_refuse,
    nobody_who_was_erased_comes_back,
);

/// An Instagram account, its Page, and a Page of its own.
const FERN: &str = "17841400000000001";
const FERN_PAGE: &str = "100000000000001";
const MOSS: &str = "100000000000002";

/// A server and a simulator whose clocks go together.
struct World {
    app: TestApp,
    clock: Manual,
}

impl World {
    async fn begin(place: &Place, seed: u64) -> Self {
        let clock = Manual::at(STEPPED_START);
        let sources = Sources {
            clock: Arc::new(clock.clone()),
            ids: Arc::new(System),
        };
        let app = place.stepped(seed, &[], sources).await;
        for account in [
            json!({"platform": "instagram", "id": FERN, "page_id": FERN_PAGE, "username": "fern", "name": "Fern", "token": "EAAfern", "subscribed": true}),
            json!({"platform": "facebook", "id": MOSS, "name": "Moss", "token": "EAAmoss", "subscribed": true}),
        ] {
            app.sim.post("/_sim/accounts", &account).await;
        }
        Self { app, clock }
    }

    /// Connects Fern; gives our id.
    async fn fern(&self, token: &str) -> String {
        self.connect("/api/instagram/accounts", FERN, token).await
    }

    /// Connects Moss; gives our id.
    async fn moss(&self) -> String {
        self.connect("/api/facebook/pages", MOSS, "EAAmoss").await
    }

    async fn connect(&self, list: &str, id: &str, token: &str) -> String {
        let body = json!({"page_id": id, "access_token": token, "page_name": "a page"});
        text(&self.app.admin.post(list, &body).await["id"])
    }

    /// Lets time pass for both.
    async fn pass(&self, micros: i64) {
        self.clock.advance(micros);
        let step = json!({"advance_ms": micros / 1_000});
        self.app.sim.post("/_sim/clock", &step).await;
        self.app.app().committed();
    }

    /// Waits until everything that is due has been done: time that jumps while a call is under way would end its lease.
    async fn settle(&self) {
        let app = self.app.app();
        until(PATIENCE, "what is due to be done", async || {
            let now = app.clock.now();
            let next = app.db.next_job_at().await.unwrap();
            if next.is_some_and(|at| at <= now) {
                app.committed();
                return None;
            }
            let running = app.db.running_jobs().await.unwrap();
            (running == 0).then_some(())
        })
        .await;
    }

    /// Everything that is on its way arrives.
    async fn deliver(&self) {
        // Nothing arrives before it was written: the simulator gives each message a millisecond of its own.
        self.pass(SECOND).await;
        let moved = self.app.sim.post("/_sim/step", &json!({"all": true})).await;
        let now = Timestamp::from_millis(moved["now"].as_i64().unwrap());
        self.clock.set(now.max(self.app.app().clock.now()));
        let db = &self.app.app().db;
        until(PATIENCE, "every delivery to be understood", async || {
            (db.pending_deliveries().await.unwrap() == 0).then_some(())
        })
        .await;
    }

    async fn customer(&self, account: &str, name: &str) -> String {
        let body = json!({"account_id": account, "name": name, "username": name});
        text(&self.app.sim.post("/_sim/customers", &body).await["id"])
    }

    /// A customer writes; gives the mid.
    async fn write(&self, customer: &str, words: &str) -> String {
        let path = format!("/_sim/customers/{customer}/messages");
        text(&self.app.sim.post(&path, &json!({"text": words})).await["mid"])
    }

    async fn act(&self, customer: &str, act: Value) {
        let path = format!("/_sim/customers/{customer}/actions");
        self.app.sim.post(&path, &act).await;
    }

    async fn fault(&self, fault: Value) {
        self.app.sim.post("/_sim/faults", &json!([fault])).await;
    }

    async fn no_faults(&self) {
        self.app.sim.delete("/_sim/faults").await;
    }

    async fn history(&self, account: &str) -> Value {
        let path = format!("/api/accounts/{account}/history");
        self.app.admin.get(&path).await
    }

    /// Waits until a walk that began then or later has come to its end.
    async fn swept_since(&self, account: &str, since: Timestamp) -> Value {
        until(PATIENCE, "the walk to end", async || {
            let history = self.history(account).await;
            let began = &history["last"]["began_at"];
            let fresh = began.is_string() && time(began) >= since;
            if fresh && history["current"].is_null() {
                return Some(history);
            }
            self.pass(SECOND).await;
            None
        })
        .await
    }

    /// Connects Fern, and waits until there is nothing left to be imported; gives our id.
    async fn first_walk(&self) -> String {
        let now = self.app.app().clock.now();
        let fern = self.fern("EAAfern").await;
        self.swept_since(&fern, now).await;
        fern
    }

    /// The next hour's walk.
    async fn next_walk(&self, account: &str) -> Value {
        let since = self.app.app().clock.now().plus(1);
        self.pass(HOUR).await;
        self.swept_since(account, since).await
    }

    /// The chat of a customer with its messages, if there is one.
    async fn thread(&self, customer: &str) -> Option<Value> {
        let found = self.app.admin.get("/api/chats?limit=200").await;
        let chat = all(found)
            .into_iter()
            .find(|c| c["instagram_user_id"] == customer)?;
        let path = format!("/api/chats/{}?limit=200", text(&chat["id"]));
        Some(self.app.admin.get(&path).await)
    }

    /// The words of a customer's thread, oldest first.
    async fn words(&self, customer: &str) -> Vec<String> {
        let thread = self.thread(customer).await;
        let messages = thread.map_or_else(Vec::new, |t| all(t["messages"].clone()));
        messages.iter().map(|m| text(&m["content"])).collect()
    }

    async fn end(self) {
        self.app.stop().await;
    }
}

async fn what_there_was_before_is_imported(place: &Place) {
    let world = Box::pin(World::begin(place, 1)).await;
    // Nobody listens yet.
    world
        .fault(json!({"match": "WEBHOOK *", "then": "drop"}))
        .await;
    let done = world.customer(FERN, "done").await;
    world.write(&done, "an old question").await;
    world.pass(10 * 24 * HOUR).await;
    let waits = world.customer(FERN, "waits").await;
    for n in 0..25 {
        world.write(&waits, &format!("m{n}")).await;
    }
    let pager = world.customer(MOSS, "pager").await;
    world.write(&pager, "to the Page").await;
    for n in 0..7 {
        let one = world.customer(FERN, &format!("more{n}")).await;
        world.write(&one, "hello?").await;
    }
    world.no_faults().await;
    world.pass(5 * MINUTE).await;

    let mut screen = world.app.socket(&world.app.admin).await;
    let fern = world.first_walk().await;
    let history = world.history(&fern).await;
    let last = &history["last"];
    assert_eq!(
        (&last["whole"], &last["conversations"]),
        (&json!(true), &json!(9)),
        "{history}"
    );
    assert_eq!(
        (&last["imported"], &history["recovered"], &history["lost"]),
        (&json!(28), &json!(0), &json!(0)),
        "{history}"
    );
    // Somebody who still waits is work, with a bell; who was answered or gave up long ago is not.
    let thread = world.thread(&waits).await.unwrap();
    assert_eq!(
        (&thread["state"], &thread["unread_count"]),
        (&json!("open"), &json!(20)),
        "{thread}"
    );
    assert_eq!(world.words(&waits).await[0], "m5", "Meta gives twenty");
    let thread = world.thread(&done).await.unwrap();
    assert_eq!(
        (&thread["state"], &thread["unread_count"]),
        (&json!("resolved"), &json!(0)),
        "{thread}"
    );
    assert_eq!(world.words(&done).await, ["an old question"]);
    assert_eq!(screen.next_of("new_message").await["type"], "new_message");
    let told = world.app.events("new_message").await;
    assert!(
        !told.iter().any(|frame| frame.contains("an old question")),
        "no bell for what is over"
    );
    assert_eq!(
        world.thread(&pager).await,
        None,
        "that account is not connected"
    );

    // What comes now comes once, and the next walk reads only what moved.
    world.write(&done, "and another one").await;
    world.deliver().await;
    let history = world.next_walk(&fern).await;
    assert_eq!(
        (&history["last"]["whole"], &history["recovered"]),
        (&json!(false), &json!(0)),
        "{history}"
    );
    assert_eq!(
        world.words(&done).await,
        ["an old question", "and another one"]
    );
    assert_eq!(
        world.thread(&done).await.unwrap()["state"],
        "open",
        "the customer wrote again"
    );
    // Everything once more changes nothing.
    let path = format!("/api/accounts/{fern}/history");
    let now = world.app.app().clock.now();
    let begun = world.app.admin.post(&path, &json!({})).await;
    assert_eq!(begun["current"]["whole"], true);
    let history = world.swept_since(&fern, now).await;
    assert_eq!(
        (&history["last"]["imported"], &history["last"]["recovered"]),
        (&json!(0), &json!(0)),
        "{history}"
    );
    world.end().await;
}

async fn what_never_came_is_added_and_counted(place: &Place) {
    let world = Box::pin(World::begin(place, 2)).await;
    let began = world.app.app().clock.now();
    let (fern, moss) = (world.fern("EAAfern").await, world.moss().await);
    world.swept_since(&fern, began).await;
    let anna = world.customer(FERN, "anna").await;
    let paul = world.customer(MOSS, "paul").await;
    world
        .fault(json!({"match": "WEBHOOK messages", "every": 2, "then": "drop"}))
        .await;
    for n in 0..6 {
        world.write(&anna, &format!("a{n}")).await;
        world.write(&anna, &format!("b{n}")).await;
        world.write(&paul, &format!("p{n}")).await;
    }
    world.deliver().await;
    let came = world.words(&anna).await.len() + world.words(&paul).await.len();
    assert_eq!(came, 9, "every second one is lost on the way");
    let since = world.app.app().clock.now().plus(1);
    let history = world.next_walk(&fern).await;
    let moss_history = world.swept_since(&moss, since).await;
    let recovered = |h: &Value| h["recovered"].as_i64().unwrap();
    assert_eq!(
        recovered(&history) + recovered(&moss_history),
        9,
        "{history} {moss_history}"
    );
    assert_eq!(
        world.words(&paul).await,
        ["p0", "p1", "p2", "p3", "p4", "p5"]
    );
    assert_eq!(world.words(&anna).await.len(), 12);
    assert_eq!(world.thread(&anna).await.unwrap()["unread_count"], 12);
    // Named one by one, and said where an admin looks.
    let late = format!("/api/accounts/{fern}/history/lost?kind=late");
    let late = all(world.app.admin.get(&late).await);
    assert_eq!(i64::try_from(late.len()).unwrap(), recovered(&history));
    assert_eq!(late[0]["customer_id"], json!(anna));
    let health = world
        .app
        .admin
        .get(&format!("/api/accounts/{fern}/health"))
        .await;
    let check = all(health["checks"].clone())
        .into_iter()
        .find(|c| c["name"] == "history")
        .unwrap();
    assert!(
        text(&check["detail"]).contains("had not come by themselves"),
        "{check}"
    );
    // A webhook that comes after all is no second message.
    let dropped = all(world
        .app
        .sim
        .get("/_sim/deliveries?match=messages&limit=200")
        .await);
    world.no_faults().await;
    for delivery in dropped.iter().filter(|d| d["state"] == "dropped") {
        let again = format!("/_sim/deliveries/{}/resend", text(&delivery["id"]));
        world.app.sim.post(&again, &json!({})).await;
    }
    world.deliver().await;
    assert_eq!(
        world.words(&anna).await.len() + world.words(&paul).await.len(),
        18
    );
    world.end().await;
}

async fn edits_and_reactions_are_caught_up_with(place: &Place) {
    let world = Box::pin(World::begin(place, 3)).await;
    let fern = world.first_walk().await;
    let anna = world.customer(FERN, "anna").await;
    let mid = world.write(&anna, "frist").await;
    let other = world.write(&anna, "second").await;
    world
        .act(
            &anna,
            json!({"action": "react", "mid": other, "reaction": "love", "emoji": "❤"}),
        )
        .await;
    world.deliver().await;
    world
        .fault(json!({"match": "WEBHOOK *", "then": "drop"}))
        .await;
    world
        .act(
            &anna,
            json!({"action": "edit", "mid": mid, "text": "first"}),
        )
        .await;
    world
        .act(
            &anna,
            json!({"action": "react", "mid": mid, "reaction": "love", "emoji": "❤"}),
        )
        .await;
    world
        .act(&anna, json!({"action": "unreact", "mid": other}))
        .await;
    world.deliver().await;
    assert_eq!(world.words(&anna).await, ["frist", "second"]);
    let history = world.next_walk(&fern).await;
    assert_eq!(history["recovered"], 0, "no message was missing: {history}");
    let thread = world.thread(&anna).await.unwrap();
    let messages = all(thread["messages"].clone());
    assert_eq!(messages[0]["content"], "first");
    assert!(messages[0]["edited_at"].is_string());
    assert_eq!(messages[0]["reactions"][0]["reaction"], "love");
    assert_eq!(messages[1]["reactions"], json!([]));
    // The next edit comes by itself and goes on from there.
    world.no_faults().await;
    world
        .act(
            &anna,
            json!({"action": "edit", "mid": mid, "text": "First!"}),
        )
        .await;
    world.deliver().await;
    assert_eq!(world.words(&anna).await[0], "First!");
    world.end().await;
}

async fn what_can_no_longer_be_read_is_counted_as_lost(place: &Place) {
    let world = Box::pin(World::begin(place, 4)).await;
    let fern = world.first_walk().await;
    let anna = world.customer(FERN, "anna").await;
    let mut mids = Vec::new();
    world
        .fault(json!({"match": "WEBHOOK messages", "then": "drop"}))
        .await;
    for n in 0..150 {
        mids.push(world.write(&anna, &format!("m{n}")).await);
    }
    world.deliver().await;
    let history = world.next_walk(&fern).await;
    assert_eq!(
        (&history["recovered"], &history["lost"]),
        (&json!(20), &json!(130)),
        "{history}"
    );
    let truth = world
        .app
        .sim
        .get(&format!("/_sim/unrecoverable?account_id={FERN}"))
        .await;
    let truth: Vec<String> = all(truth).iter().map(|m| text(&m["mid"])).collect();
    assert_eq!(truth, mids[..130]);
    assert_eq!(lost(&world.app, &fern).await, sorted(truth));
    let health = world
        .app
        .admin
        .get(&format!("/api/accounts/{fern}/health"))
        .await;
    let check = all(health["checks"].clone())
        .into_iter()
        .find(|c| c["name"] == "history")
        .unwrap();
    assert_eq!(check["ok"], false);
    assert!(
        text(&check["detail"]).ends_with("130 are lost for good."),
        "{check}"
    );
    // One that comes after all is not lost, and the next walk finds nothing new.
    world.no_faults().await;
    let dropped = all(world
        .app
        .sim
        .get("/_sim/deliveries?match=messages&limit=500")
        .await);
    let first = dropped
        .iter()
        .find(|d| text(&d["body"]).contains("\"m0\""))
        .unwrap();
    let again = format!("/_sim/deliveries/{}/resend", text(&first["id"]));
    world.app.sim.post(&again, &json!({})).await;
    world.deliver().await;
    let history = world.next_walk(&fern).await;
    assert_eq!(
        (&history["recovered"], &history["lost"]),
        (&json!(20), &json!(129)),
        "{history}"
    );
    world.end().await;
}

/// The mids that the server counts as lost for good, sorted.
async fn lost(app: &TestApp, account: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut path = format!("/api/accounts/{account}/history/lost?limit=100");
    loop {
        let answer = app.admin.send(Method::GET, &path, None).await.expect(200);
        let next = answer.header("link").and_then(|link| {
            let (_, rest) = link.split_once('<')?;
            Some(rest.split_once('>')?.0.to_owned())
        });
        found.extend(
            all(answer.json())
                .iter()
                .map(|m| text(&m["meta_message_id"])),
        );
        match next {
            Some(next) => path = next,
            None => return sorted(found),
        }
    }
}

fn sorted(mut list: Vec<String>) -> Vec<String> {
    list.sort();
    list
}

async fn meta_may_be_slow_or_refuse(place: &Place) {
    let world = Box::pin(World::begin(place, 5)).await;
    let fern = world.first_walk().await;
    let anna = world.customer(FERN, "anna").await;
    world
        .fault(json!({"match": "WEBHOOK messages", "times": 1, "then": "drop"}))
        .await;
    world.write(&anna, "hello?").await;
    world.deliver().await;
    // Throttled: it waits, says so, and goes on by itself.
    world
        .fault(
            json!({"match": "GET */conversations", "times": 1, "then": {"error": {"code": 613}}}),
        )
        .await;
    world.pass(HOUR).await;
    let waits = until(PATIENCE, "the walk to be refused", async || {
        world.pass(SECOND).await;
        let history = world.history(&fern).await;
        (history["state"] == "waiting").then_some(history)
    })
    .await;
    assert!(
        waits["problem"].is_string() && waits["current"].is_object(),
        "{waits}"
    );
    world.pass(6 * MINUTE).await;
    let history = until(PATIENCE, "the walk to end", async || {
        world.pass(SECOND).await;
        let history = world.history(&fern).await;
        (history["state"] == "idle").then_some(history)
    })
    .await;
    assert_eq!(
        (&history["state"], &history["recovered"]),
        (&json!("idle"), &json!(1)),
        "{history}"
    );
    // An answer that is no list is survived as well.
    world
        .fault(json!({"match": "GET */conversations", "times": 1, "then": "html_502"}))
        .await;
    world.pass(HOUR).await;
    until(PATIENCE, "the walk to be refused", async || {
        world.pass(SECOND).await;
        (world.history(&fern).await["state"] == "waiting").then_some(())
    })
    .await;
    // Somebody stops it: what it had added stays.
    let path = format!("/api/accounts/{fern}/history");
    let stopped = world.app.admin.delete(&path).await;
    assert!(stopped["current"].is_null(), "{stopped}");
    assert_eq!(world.words(&anna).await, ["hello?"]);
    world.end().await;
}

async fn nobody_who_was_erased_comes_back(place: &Place) {
    let world = Box::pin(World::begin(place, 6)).await;
    let fern = world.first_walk().await;
    let anna = world.customer(FERN, "anna").await;
    world.write(&anna, "my secret").await;
    world.deliver().await;
    world.pass(HOUR).await;
    let app = world.app.app();
    let now = app.clock.now();
    app.db
        .request_erasure(&*app.ids, "a code of this test", &anna, now)
        .await
        .unwrap();
    app.committed();
    until(PATIENCE, "the person to be erased", async || {
        world.pass(SECOND).await;
        world.words(&anna).await.is_empty().then_some(())
    })
    .await;
    world.pass(5 * MINUTE).await;
    let path = format!("/api/accounts/{fern}/history");
    let now = world.app.app().clock.now();
    world.app.admin.post(&path, &json!({})).await;
    let history = world.swept_since(&fern, now).await;
    assert_eq!(
        (
            &history["last"]["imported"],
            &history["recovered"],
            &history["lost"]
        ),
        (&json!(0), &json!(0), &json!(0)),
        "{history}"
    );
    assert_eq!(world.thread(&anna).await, None);
    // What they write from now on is theirs to say.
    world
        .fault(json!({"match": "WEBHOOK messages", "times": 1, "then": "drop"}))
        .await;
    world.write(&anna, "me again").await;
    world.deliver().await;
    world.next_walk(&fern).await;
    assert_eq!(world.words(&anna).await, ["me again"]);
    world.end().await;
}
