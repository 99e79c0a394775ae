//! What was posted and what was promised, compared with what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use testkit::api::Method;
use testkit::load::{self, Delivery, Load, Messages, Report};
use testkit::wait;
use testkit::webhook::Account;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::{INSTAGRAM, World, list};

/// Requests in flight: enough that a crash always meets some.
const AT_ONCE: usize = 8;
/// People who write; few, so that each thread has pages.
const CUSTOMERS: usize = 12;
/// A load ends by itself after this, whatever the test does.
const LONGEST: Duration = Duration::from_secs(120);
/// Pages of a list that are read at most.
const MOST_PAGES: usize = 2_000;

/// A load on the demo account, with a record of every body that was made.
#[derive(Debug)]
pub(crate) struct Ledger {
    made: Arc<Mutex<Vec<Delivery>>>,
    handed_out: Arc<AtomicUsize>,
    stop: CancellationToken,
    running: JoinHandle<Report>,
}

/// A load that has ended.
#[derive(Debug)]
pub(crate) struct Posted {
    /// Every delivery that was posted, answered or not.
    pub(crate) made: Vec<Delivery>,
    /// What was answered.
    pub(crate) report: Report,
}

impl Ledger {
    /// Begins to post.
    pub(crate) fn begin(world: &World) -> Self {
        let made = Arc::new(Mutex::new(Vec::new()));
        let handed_out = Arc::new(AtomicUsize::new(0));
        let load = Load::new(AT_ONCE, load::MOST_DELIVERIES, LONGEST);
        let stop = load.stop.clone();
        let poster = world.poster();
        let (record, count) = (Arc::clone(&made), Arc::clone(&handed_out));
        let messages = Messages::new(Account::instagram(INSTAGRAM.account), CUSTOMERS, now_ms());
        let messages = messages.inspect(move |delivery| {
            let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
            record.push(delivery.clone());
            count.fetch_add(1, Ordering::SeqCst);
        });
        let running = tokio::spawn(async move { load::run(&poster, &load, messages).await });
        Self {
            made,
            handed_out,
            stop,
            running,
        }
    }

    /// Waits until so many more were posted.
    pub(crate) async fn more(&self, number: usize) {
        let target = self.handed_out.load(Ordering::SeqCst) + number;
        wait::until(LONGEST, "the load to go on", async || {
            (self.handed_out.load(Ordering::SeqCst) >= target).then_some(())
        })
        .await;
    }

    /// Ends the load.
    pub(crate) async fn end(self) -> Posted {
        self.stop.cancel();
        let report = self.running.await.expect("the load ends");
        let made = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        Posted { made, report }
    }
}

impl Posted {
    /// Only 200, 503 and silence were ever answered.
    pub(crate) fn honest(&self) {
        let mut refused = self.report.refused.clone();
        refused.remove(&503);
        assert!(
            refused.is_empty(),
            "answers other than 200 and 503: {refused:?}"
        );
    }

    /// Meta posts again what it got no 200 for, the same bytes.
    pub(crate) async fn post_the_rest(&self, world: &World) {
        let promised: BTreeSet<&str> = self.report.accepted.iter().map(String::as_str).collect();
        let rest: Vec<Delivery> = self
            .made
            .iter()
            .filter(|delivery| !promised.contains(delivery.key.as_str()))
            .cloned()
            .collect();
        let number = rest.len();
        let load = Load::new(AT_ONCE, load::MOST_DELIVERIES, LONGEST);
        let report = load::run(&world.poster(), &load, rest.into_iter()).await;
        assert_eq!(report.accepted.len(), number, "{:?}", report.refused);
    }

    /// Waits until every promised message is in the tables; it is there once, whatever else is there.
    pub(crate) async fn is_there(&self, world: &World) {
        let found = wait::until(LONGEST, "what was promised", async || {
            let found = everything(world).await;
            let mut promised = self.report.accepted.iter();
            promised.all(|key| found.contains_key(key)).then_some(found)
        })
        .await;
        self.is_in(&found);
    }

    fn is_in(&self, found: &BTreeMap<String, usize>) {
        let promised = self.report.accepted.iter();
        let wrong: Vec<_> = promised.filter(|key| found.get(*key) != Some(&1)).collect();
        assert!(wrong.is_empty(), "promised and not there once: {wrong:?}");
    }

    /// Every promised message is in the tables once, every counter fits, and every delivery is done. With `all`,
    /// everything that was made is there, promised or not.
    pub(crate) async fn is_kept(&self, world: &World, all: bool) {
        world.applied().await;
        let deliveries = pages(world, "/api/deliveries?limit=200").await;
        for delivery in &deliveries {
            assert_eq!(delivery["state"], "done", "{delivery}");
            assert_eq!(delivery["items"][0]["outcome"], "applied", "{delivery}");
        }
        let mut found = BTreeMap::<String, usize>::new();
        let mut messages = 0;
        for chat in pages(world, "/api/chats?limit=200").await {
            let inbound = thread(world, &chat).await;
            messages += inbound.len();
            assert_eq!(chat["unread_count"], inbound.len(), "{chat}");
            for message in inbound {
                let mid = message["meta_message_id"].as_str().expect("a mid");
                *found.entry(mid.to_owned()).or_default() += 1;
            }
        }
        assert_eq!(found.len(), messages, "each of Meta's ids once");
        self.is_in(&found);
        assert_eq!(deliveries.len(), messages, "one message each");
        if all {
            assert_eq!(messages, self.made.len(), "everything that was posted");
        }
    }
}

fn now_ms() -> i64 {
    #[expect(
        clippy::disallowed_methods,
        reason = "a process outside knows the machine's time only"
    )]
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |time| {
        i64::try_from(time.as_millis()).unwrap_or_default()
    })
}

/// Every row of a list, page after page.
async fn pages(world: &World, first: &str) -> Vec<Value> {
    let mut rows = Vec::new();
    let mut next = Some(first.to_owned());
    for _ in 0..MOST_PAGES {
        let Some(path) = next.take() else {
            return rows;
        };
        let answer = world.admin.send(Method::GET, &path, None).await.expect(200);
        next = answer.header("link").map(|link| {
            let end = link.find('>').expect("<…>; rel=\"next\"");
            link[1..end].to_owned()
        });
        rows.extend(list(answer.json()));
    }
    panic!("{first} has more than {MOST_PAGES} pages");
}

/// How often each of Meta's ids is in the tables.
async fn everything(world: &World) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::<String, usize>::new();
    for chat in pages(world, "/api/chats?limit=200").await {
        for message in thread(world, &chat).await {
            if let Some(mid) = message["meta_message_id"].as_str() {
                *found.entry(mid.to_owned()).or_default() += 1;
            }
        }
    }
    found
}

/// Everything a customer wrote, from the first page to the last.
async fn thread(world: &World, chat: &Value) -> Vec<Value> {
    let chat = chat["id"].as_str().expect("an id");
    let mut all: Vec<Value> = Vec::new();
    let mut before = String::new();
    for _ in 0..MOST_PAGES {
        let path = format!("/api/chats/{chat}?limit=200{before}");
        let page = list(world.admin.get(&path).await["messages"].take());
        let Some(oldest) = page.first() else {
            return all;
        };
        let oldest = oldest["id"].as_str().expect("an id");
        before = format!("&before={oldest}");
        all.extend(page);
    }
    panic!("{chat} has more than {MOST_PAGES} pages");
}
