//! Sending webhooks (platform notes §1.2, §1.3) and doing what customers planned.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, USER_AGENT};
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::SimError;
use crate::config::Mode;
use crate::events::{self, Outgoing};
use crate::sim::Sim;
use crate::types::{Attempt, DeliveryState, PlannedKind, Platform};
use crate::wire;
use crate::world::World;

/// Webhooks on their way at the same time. Enough to load a receiver, few enough for a laptop.
const MAX_IN_FLIGHT: usize = 32;
/// How much of an answer is kept.
const ANSWER_KEPT: usize = 2_000;
/// Attempts kept per delivery.
const ATTEMPTS_KEPT: usize = 20;
/// Sleep when nothing is due; a change rings the bell anyway.
const IDLE: Duration = Duration::from_secs(3_600);

/// What a delivery needs to leave.
#[derive(Debug)]
struct Parcel {
    id: String,
    epoch: u64,
    url: String,
    body: String,
    signature: String,
    sha1: String,
}

/// The automatic mode: everything happens when it is due. In stepped mode it only releases echoes.
pub(crate) async fn run(sim: Arc<Sim>, mut releases: mpsc::UnboundedReceiver<String>) {
    loop {
        let sleep = if sim.fixed.mode == Mode::Auto {
            match pump(&sim).await {
                Ok(sleep) => sleep,
                Err(error) => {
                    tracing::error!(%error, "the simulator could not go on");
                    Duration::from_secs(1)
                }
            }
        } else {
            IDLE
        };
        tokio::select! {
            () = sim.stop.cancelled() => return,
            () = sim.wake.notified() => {}
            () = tokio::time::sleep(sleep) => {}
            Some(id) = releases.recv() => {
                let delay = i64::try_from(sim.fixed.timings.echo_after.as_millis()).unwrap_or(0);
                let released = sim.change(|w| {
                    if let Some(delivery) = w.deliveries.get_mut(&id) {
                        delivery.due_at = w.now + delay;
                    }
                    w.release(&id);
                });
                if let Err(error) = released.await {
                    tracing::error!(%error, "an echo could not be released");
                }
            }
        }
    }
}

/// Does what is due and says how long nothing will be.
async fn pump(sim: &Arc<Sim>) -> Result<Duration, SimError> {
    while let Some(done) = do_planned(sim, None).await? {
        tracing::debug!(?done, "planned act");
    }
    while let Some(parcel) = next_parcel(sim, None) {
        let sim = Arc::clone(sim);
        tokio::spawn(async move {
            // Cut off by the end of the simulator: it goes again at the next start.
            if let Err(error) = attempt(&sim, parcel).await
                && !sim.stop.is_cancelled()
            {
                tracing::error!(%error, "a webhook attempt could not be recorded");
            }
        });
    }
    let next = sim.look(|w| {
        let planned = w.agenda.first_key_value().map(|(k, _)| k.0);
        let waiting = (w.webhook_url().is_some() && w.lanes.in_flight() < MAX_IN_FLIGHT)
            .then(|| w.lanes.next_due().map(|(due, _)| due))
            .flatten();
        planned
            .into_iter()
            .chain(waiting)
            .min()
            .map(|due| (due - w.now).max(1))
    });
    Ok(next.map_or(IDLE, |ms| {
        Duration::from_millis(u64::try_from(ms).unwrap_or(1)).min(IDLE)
    }))
}

/// One planned act, if one is due. `until` overrides the clock, for stepping.
async fn do_planned(sim: &Sim, until: Option<i64>) -> Result<Option<Value>, SimError> {
    if sim.look(|w| {
        w.agenda
            .first_key_value()
            .is_none_or(|(k, _)| k.0 > until.unwrap_or(w.now))
    }) {
        return Ok(None);
    }
    sim.change(|w| {
        let planned = w.take_planned(until.unwrap_or(w.now))?;
        let delivery = match planned.what {
            PlannedKind::Deliver => w.customer_received(&planned.customer_id, &planned.mid),
            PlannedKind::Read => w.customer_read(&planned.customer_id, Some(&planned.mid)),
            PlannedKind::Answer => w.answer(&planned.customer_id),
            PlannedKind::StoryEnds => w.story_ended(&planned.mid),
        };
        let what = match planned.what {
            PlannedKind::Deliver => "delivered",
            PlannedKind::Read => "read",
            PlannedKind::Answer => "answered",
            PlannedKind::StoryEnds => "story ended",
        };
        Some(json!({"moved": what, "customer_id": planned.customer_id, "mid": planned.mid, "delivery_id": delivery}))
    })
    .await
}

fn next_parcel(sim: &Sim, until: Option<i64>) -> Option<Parcel> {
    sim.take(|w| {
        let url = w.webhook_url()?.to_owned();
        if w.lanes.in_flight() >= MAX_IN_FLIGHT {
            return None;
        }
        loop {
            let id = w.lanes.take(until.unwrap_or(w.now))?;
            if let Some(parcel) = pack(w, &id, &url) {
                return Some(parcel);
            }
            // Gone from the documents: nothing to send.
            tracing::error!(delivery = id, "a waiting delivery has no document");
        }
    })
}

fn pack(w: &World, id: &str, url: &str) -> Option<Parcel> {
    let delivery = w.deliveries.get(id)?;
    let bad = delivery.faults.iter().any(|f| f == "bad_signature");
    let sha1_key = if bad {
        "not the app secret"
    } else {
        w.fixed.app_secret.as_str()
    };
    Some(Parcel {
        id: id.to_owned(),
        epoch: w.epoch,
        url: url.to_owned(),
        body: delivery.body.clone(),
        signature: delivery.signature.clone(),
        sha1: wire::signature_1(sha1_key, delivery.body.as_bytes()),
    })
}

/// Posts once and records what came of it. Whatever is posted is on disk before.
async fn attempt(sim: &Sim, parcel: Parcel) -> Result<Value, SimError> {
    sim.db.barrier().await?;
    let started = Instant::now();
    let request = sim
        .http
        .post(&parcel.url)
        // §1.2: the headers of real deliveries.
        .header(USER_AGENT, "facebookexternalua")
        .header(ACCEPT, "*/*")
        .header(ACCEPT_ENCODING, "deflate, gzip")
        .header(CONTENT_TYPE, "application/json")
        .header("X-Hub-Signature", parcel.sha1)
        .header("X-Hub-Signature-256", &parcel.signature)
        .header("Facebook-Api-Version", "v25.0")
        .timeout(sim.fixed.timings.webhook_timeout)
        .body(parcel.body);
    let (status, answer) = match request.send().await {
        Ok(response) => {
            let status = response.status().as_u16();
            // The status counts; a body that does not come is only not shown.
            let text = response.text().await.unwrap_or_default();
            (Some(status), text.chars().take(ANSWER_KEPT).collect())
        }
        Err(error) if error.is_timeout() => (
            None,
            format!(
                "no answer within {} ms",
                sim.fixed.timings.webhook_timeout.as_millis()
            ),
        ),
        Err(error) if error.is_connect() => (None, String::from("nobody answers at that address")),
        Err(error) => (None, error.without_url().to_string()),
    };
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let (id, epoch) = (parcel.id, parcel.epoch);
    sim.change(|w| {
        if w.epoch == epoch {
            w.attempted(&id, status, answer, ms);
        }
        json!({"moved": "webhook", "delivery_id": id, "status": status})
    })
    .await
}

/// Moves one thing in stepped mode: whatever is due first. None if nothing waits.
pub(crate) async fn step(sim: &Sim) -> Result<Option<Value>, SimError> {
    let (planned, waiting) = sim.look(|w| {
        let waiting = w.webhook_url().and_then(|_| w.lanes.next_due());
        (w.agenda.first_key_value().map(|(k, _)| *k), waiting)
    });
    let first = match (planned, waiting) {
        (None, None) => return Ok(None),
        (Some(p), Some(d)) if p <= d => p,
        (Some(p), None) => p,
        (_, Some(d)) => d,
    };
    sim.clock.advance_to(first.0);
    if planned == Some(first) {
        return do_planned(sim, Some(first.0)).await;
    }
    match next_parcel(sim, Some(first.0)) {
        Some(parcel) => attempt(sim, parcel).await.map(Some),
        None => Ok(None),
    }
}

/// Sends one delivery now and waits for its first answer: the echo that comes before the answer to a send.
pub(crate) async fn send_now(sim: &Sim, id: &str) -> Result<(), SimError> {
    let parcel = sim
        .change(|w| {
            w.release(id);
            // Whatever stands before it in the lane must not hold the answer back for long: it goes alone.
            let delivery = w.deliveries.get_mut(id)?;
            let old = std::mem::replace(&mut delivery.lane, format!("now:{id}"));
            let (lane, seq) = (delivery.lane.clone(), delivery.seq);
            w.lanes.remove(&old, id);
            w.lanes.push(&lane, id, seq, i64::MIN, false);
            let url = w.webhook_url()?.to_owned();
            let taken = w.lanes.take(i64::MIN)?;
            pack(w, &taken, &url)
        })
        .await?;
    if let Some(parcel) = parcel {
        attempt(sim, parcel).await?;
    }
    Ok(())
}

impl World {
    /// Records an attempt and decides what is next.
    fn attempted(&mut self, id: &str, status: Option<u16>, answer: String, ms: u64) {
        let now = self.now;
        let good = status.is_some_and(|s| (200..300).contains(&s));
        let Some(delivery) = self.deliveries.get_mut(id) else {
            return;
        };
        delivery.tries += 1;
        delivery.attempts.push(Attempt {
            at: now,
            ms,
            status,
            answer,
        });
        if delivery.attempts.len() > ATTEMPTS_KEPT {
            delivery.attempts.remove(0);
        }
        let (lane, account_id, tries, seq) = (
            delivery.lane.clone(),
            delivery.account_id.clone(),
            delivery.tries,
            delivery.seq,
        );
        if good {
            delivery.state = DeliveryState::Delivered;
            let body = delivery.body.clone();
            self.told_by(&body);
            self.lanes.done(&lane);
            if self
                .accounts
                .get(&account_id)
                .is_some_and(|a| a.failing_since.is_some())
                && let Some(account) = self.accounts.get_mut(&account_id)
            {
                account.failing_since = None;
            }
            self.let_overtaken_go(id);
            return;
        }
        if self
            .deliveries
            .get(id)
            .is_some_and(|d| d.state == DeliveryState::Unsubscribed)
        {
            self.lanes.done(&lane);
            return;
        }
        let since = match self.accounts.get_mut(&account_id) {
            Some(account) => *account.failing_since.get_or_insert(now),
            None => now,
        };
        let limit =
            i64::try_from(self.fixed.timings.unsubscribe_after.as_millis()).unwrap_or(i64::MAX);
        if now - since >= limit {
            self.lanes.done(&lane);
            self.unsubscribe(&account_id);
            return;
        }
        let timings = &self.fixed.timings;
        let index = usize::try_from(tries)
            .unwrap_or(usize::MAX)
            .saturating_sub(1);
        let pause = timings
            .retry
            .get(index)
            .or(timings.retry.last())
            .copied()
            .unwrap_or(Duration::from_secs(1));
        let due_at = now + i64::try_from(pause.as_millis()).unwrap_or(i64::MAX / 4);
        let ordered = index < timings.ordered_retries;
        let Some(delivery) = self.deliveries.get_mut(id) else {
            return;
        };
        delivery.due_at = due_at;
        if ordered || lane.starts_with("d:") {
            self.lanes.retry(&lane, due_at);
        } else {
            // §1.3: order is not kept once there were failures.
            delivery.lane = format!("d:{id}");
            let aside = delivery.lane.clone();
            self.lanes.done(&lane);
            self.lanes.push(&aside, id, seq, due_at, false);
        }
    }

    /// Something got through: what was to be overtaken may follow it.
    fn let_overtaken_go(&mut self, delivered: &str) {
        let now = self.now;
        for id in std::mem::take(&mut self.overtaken) {
            if id == delivered {
                continue;
            }
            if let Some(delivery) = self.deliveries.get_mut(&id) {
                delivery.due_at = now;
                let lane = delivery.lane.clone();
                self.lanes.change(&lane, &id, now);
            }
        }
    }

    /// Meta gives up on an account (§1.3): nothing more until `subscribed_apps` is called again.
    fn unsubscribe(&mut self, account_id: &str) {
        tracing::warn!(
            account = account_id,
            "webhooks failed too long; the account is unsubscribed"
        );
        if let Some(account) = self.accounts.get_mut(account_id) {
            account.subscribed = false;
        }
        let given_up: Vec<String> = self
            .deliveries
            .values()
            .filter(|d| d.account_id == account_id && d.state == DeliveryState::Pending)
            .map(|d| d.id.clone())
            .collect();
        for id in given_up {
            if let Some(delivery) = self.deliveries.get_mut(&id) {
                delivery.state = DeliveryState::Unsubscribed;
                let lane = delivery.lane.clone();
                self.lanes.remove(&lane, &id);
            }
        }
    }

    /// The customer's app received everything up to this message: Messenger only (§1.7).
    pub(crate) fn customer_received(&mut self, customer_id: &str, mid: &str) -> Option<String> {
        let account = self.account_of_customer(customer_id)?;
        let sent = self.messages.get(mid)?.timestamp;
        let customer = self.customers.get_mut(customer_id)?;
        customer.delivered_at = customer.delivered_at.max(Some(sent));
        if account.platform != Platform::Facebook {
            return None;
        }
        let event = events::event(
            customer_id,
            &account.id,
            self.now,
            json!({"delivery": {"mids": [mid], "watermark": sent}}),
        );
        self.queue(Outgoing {
            account,
            customer_id: customer_id.to_owned(),
            kind: "message_deliveries",
            summary: String::from("delivered"),
            event,
            held: false,
            change: false,
        })
    }

    /// The customer has seen everything up to this message, or up to the newest.
    pub(crate) fn customer_read(&mut self, customer_id: &str, mid: Option<&str>) -> Option<String> {
        let account = self.account_of_customer(customer_id)?;
        let (mid, sent) = match mid {
            Some(mid) => (mid.to_owned(), self.messages.get(mid)?.timestamp),
            None => {
                let newest = self
                    .thread(customer_id)
                    .rev()
                    .find(|m| m.from == crate::types::Side::Business)?;
                (newest.mid.clone(), newest.timestamp)
            }
        };
        let customer = self.customers.get_mut(customer_id)?;
        if customer.read_at.is_some_and(|at| at > sent) {
            return None;
        }
        customer.read_at = Some(sent);
        customer.delivered_at = customer.delivered_at.max(Some(sent));
        let event = events::event(
            customer_id,
            &account.id,
            self.now,
            events::read(account.platform, &mid, sent),
        );
        let kind = match account.platform {
            Platform::Instagram => "messaging_seen",
            Platform::Facebook => "message_reads",
        };
        let customer_id = customer_id.to_owned();
        self.queue(Outgoing {
            account,
            customer_id,
            kind,
            summary: String::from("seen"),
            event,
            held: false,
            change: false,
        })
    }

    /// The account a customer writes to.
    pub(crate) fn account_of_customer(&self, customer_id: &str) -> Option<crate::types::Account> {
        self.accounts
            .get(&self.customers.get(customer_id)?.account_id)
            .cloned()
    }
}
