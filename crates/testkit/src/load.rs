//! Many signed deliveries at once, and an exact record of what the server promised.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use url::{Host, Url};

use crate::ids::unique;
use crate::wait::POLL;
use crate::webhook::{Account, Poster};

/// No load beyond this: a million bodies in memory is where a test has become something else.
pub const MOST_DELIVERIES: usize = 1_000_000;

/// One delivery to post, and the name by which the test will look for it.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// What identifies it afterwards: usually the message id.
    pub key: String,
    /// The bytes.
    pub body: Vec<u8>,
}

/// Makes text messages that no other delivery equals: each with a message id of its own.
#[derive(Debug)]
pub struct Messages {
    account: Account,
    run: String,
    customers: usize,
    made: usize,
    start: i64,
}

impl Messages {
    /// Messages to `account` from so many customers in turn, the first at `start` (milliseconds) and each a
    /// millisecond later.
    #[must_use]
    pub fn new(account: Account, customers: usize, start: i64) -> Self {
        Self {
            account,
            run: unique(),
            customers: customers.max(1),
            made: 0,
            start,
        }
    }

    /// The customer who writes the `number`-th message.
    #[must_use]
    pub fn customer(&self, number: usize) -> String {
        // Digits only and 16 of them, as Meta's are; two runs do not meet.
        let run = u64::from_str_radix(&self.run[..8], 16).unwrap_or_default();
        format!(
            "{}",
            4_000_000_000_000_000 + run * 100_000 + (number % self.customers) as u64
        )
    }
}

impl Iterator for Messages {
    type Item = Delivery;

    fn next(&mut self) -> Option<Delivery> {
        let number = self.made;
        self.made += 1;
        let at = self.start + i64::try_from(number).unwrap_or_default();
        let key = format!("m_{}_{number}", self.run);
        let text = format!("message {number} of run {}", &self.run[..8]);
        let element = self.account.text(&self.customer(number), at, &key, &text);
        Some(Delivery {
            key,
            body: self.account.deliver(at, &[element]),
        })
    }
}

/// How much, for how long, and how many at once.
#[derive(Debug, Clone)]
pub struct Load {
    /// Requests in flight.
    pub at_once: usize,
    /// Ends after so many deliveries, [`MOST_DELIVERIES`] at most.
    pub deliveries: usize,
    /// Ends after this time in any case.
    pub time: Duration,
    /// Ends early when cancelled.
    pub stop: CancellationToken,
}

impl Load {
    /// These bounds, and nobody who stops it early.
    #[must_use]
    pub fn new(at_once: usize, deliveries: usize, time: Duration) -> Self {
        Self {
            at_once,
            deliveries,
            time,
            stop: CancellationToken::new(),
        }
    }
}

/// What came of a load.
#[derive(Debug, Default)]
pub struct Report {
    /// The keys of all deliveries that were answered 200: the server has promised to keep them.
    pub accepted: Vec<String>,
    /// How often each other status was answered.
    pub refused: BTreeMap<u16, usize>,
    /// How often there was no answer; these may or may not be kept.
    pub unanswered: usize,
    /// How long each 200 took, in no order.
    pub latencies: Vec<Duration>,
    /// From the first request to the last answer.
    pub elapsed: Duration,
}

impl Report {
    /// Promises per second.
    #[must_use]
    pub fn per_second(&self) -> f64 {
        self.accepted.len() as f64 / self.elapsed.as_secs_f64().max(f64::EPSILON)
    }

    /// The latency that this share (0.0 to 1.0) of the 200s did not exceed; zero where there are none.
    #[must_use]
    pub fn percentile(&self, share: f64) -> Duration {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        percentile(&sorted, share)
    }

    fn add(&mut self, other: Self) {
        self.accepted.extend(other.accepted);
        self.latencies.extend(other.latencies);
        self.unanswered += other.unanswered;
        for (status, times) in other.refused {
            *self.refused.entry(status).or_default() += times;
        }
    }
}

/// The value that this share of `sorted` does not exceed; zero for none.
#[must_use]
pub fn percentile(sorted: &[Duration], share: f64) -> Duration {
    let last = sorted.len().saturating_sub(1);
    let place = (share.clamp(0.0, 1.0) * last as f64).round() as usize;
    sorted.get(place).copied().unwrap_or_default()
}

/// Posts what `deliveries` makes until it ends or the load's bounds do.
///
/// A server that is away (a test that kills it) costs a short pause per attempt; the delivery that got no answer is
/// not posted again.
///
/// # Panics
/// When the address is not on this machine: a load generator is aimed at nobody else.
pub async fn run<I>(poster: &Poster, load: &Load, deliveries: I) -> Report
where
    I: Iterator<Item = Delivery> + Send + 'static,
{
    assert!(
        is_loopback(poster.url()),
        "{} is not on this machine",
        poster.url()
    );
    let start = Instant::now();
    let source = deliveries.take(load.deliveries.min(MOST_DELIVERIES));
    let source = Arc::new(Mutex::new(source));
    let mut workers = JoinSet::new();
    for _ in 0..load.at_once.max(1) {
        let (source, poster, load) = (Arc::clone(&source), poster.clone(), load.clone());
        workers.spawn(async move {
            let mut report = Report::default();
            while start.elapsed() < load.time && !load.stop.is_cancelled() {
                let Some(delivery) = source.lock().await.next() else {
                    break;
                };
                post_one(&poster, delivery, &mut report).await;
            }
            report
        });
    }
    let mut total = Report::default();
    while let Some(report) = workers.join_next().await {
        match report {
            Ok(report) => total.add(report),
            Err(e) => std::panic::resume_unwind(e.into_panic()),
        }
    }
    total.elapsed = start.elapsed();
    total
}

async fn post_one(poster: &Poster, delivery: Delivery, report: &mut Report) {
    let asked = Instant::now();
    match poster.try_post_signed(&delivery.body).await {
        Ok((status, _)) if status.as_u16() == 200 => {
            report.latencies.push(asked.elapsed());
            report.accepted.push(delivery.key);
        }
        Ok((status, _)) => *report.refused.entry(status.as_u16()).or_default() += 1,
        Err(_) => {
            report.unanswered += 1;
            tokio::time::sleep(POLL).await;
        }
    }
}

fn is_loopback(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else {
        return false;
    };
    match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::body::Bytes;
    use axum::http::StatusCode;
    use axum::routing::post;

    use super::*;

    /// A server that refuses every third delivery and remembers what it took.
    async fn server(taken: Arc<std::sync::Mutex<Vec<Bytes>>>) -> Poster {
        let seen = Arc::new(AtomicUsize::new(0));
        let webhook = post(async move |body: Bytes| {
            if seen.fetch_add(1, Ordering::Relaxed) % 3 == 2 {
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            taken.lock().unwrap().push(body);
            StatusCode::OK
        });
        let app = Router::new().route("/webhook", webhook);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        Poster::new(&format!("http://{address}/webhook"), "secret")
    }

    fn messages() -> Messages {
        Messages::new(Account::instagram("17841"), 5, 1_762_785_320_000)
    }

    #[tokio::test]
    async fn records_exactly_what_was_promised() {
        let taken = Arc::default();
        let poster = server(Arc::clone(&taken)).await;
        let report = run(
            &poster,
            &Load::new(4, 90, Duration::from_secs(60)),
            messages(),
        )
        .await;
        assert_eq!(report.accepted.len(), 60);
        assert_eq!(report.latencies.len(), 60);
        assert_eq!(report.refused, BTreeMap::from([(503, 30)]));
        assert_eq!(report.unanswered, 0);
        let keys: BTreeSet<_> = report.accepted.iter().collect();
        assert_eq!(keys.len(), 60, "no two deliveries are the same");
        let bodies = taken.lock().unwrap();
        let all = bodies
            .iter()
            .map(|b| String::from_utf8_lossy(b))
            .collect::<String>();
        assert!(keys.iter().all(|key| all.contains(&format!("\"{key}\""))));
    }

    #[tokio::test]
    async fn time_and_a_stop_end_it() {
        let poster = server(Arc::default()).await;
        let none = run(&poster, &Load::new(2, 1000, Duration::ZERO), messages()).await;
        assert_eq!(none.accepted.len(), 0);
        let load = Load::new(2, 1000, Duration::from_secs(60));
        load.stop.cancel();
        assert_eq!(run(&poster, &load, messages()).await.accepted.len(), 0);
    }

    #[tokio::test]
    async fn a_server_that_is_away_is_counted() {
        let poster = Poster::new("http://127.0.0.1:1/webhook", "secret");
        let report = run(
            &poster,
            &Load::new(2, 4, Duration::from_secs(60)),
            messages(),
        )
        .await;
        assert_eq!((report.accepted.len(), report.unanswered), (0, 4));
    }

    #[tokio::test]
    #[should_panic(expected = "is not on this machine")]
    async fn never_leaves_this_machine() {
        let poster = Poster::new("http://192.0.2.1/webhook", "secret");
        run(&poster, &Load::new(1, 1, Duration::ZERO), messages()).await;
    }

    #[test]
    fn percentiles() {
        let sorted: Vec<_> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(percentile(&sorted, 0.5), Duration::from_millis(51));
        assert_eq!(percentile(&sorted, 0.99), Duration::from_millis(99));
        assert_eq!(percentile(&sorted, 1.0), Duration::from_millis(100));
        assert_eq!(percentile(&[], 0.5), Duration::ZERO);
    }

    #[test]
    fn customers_take_turns() {
        let messages = messages();
        assert_eq!(messages.customer(0), messages.customer(5));
        assert_ne!(messages.customer(0), messages.customer(1));
        assert_eq!(messages.customer(0).len(), 16);
    }
}
