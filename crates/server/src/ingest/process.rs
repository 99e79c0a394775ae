//! The processor: claims what is durable, understands it, applies it in batches.

use std::sync::Arc;
use std::time::Duration;

use domain::delivery::DeliveryState;
use domain::fold::Item;
use domain::inbound::{Element, Meaning};
use meta::verify::{StoredPermit, Verified};
use store::StoreError;
use store::deliveries::{Claimed, Finished};
use store::ingest::Applied;
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use crate::app::App;

/// Deliveries in one transaction: large enough that the commit does not matter, small enough (a few milliseconds)
/// that acknowledgements do not wait behind it.
const BATCH: i64 = 128;
/// Elements in one transaction. A delivery may hold a thousand; the next one waits for the next batch.
const ELEMENTS: usize = 1_000;
/// How long to wait without a hint: other nodes' deliveries come without one.
const POLL: Duration = Duration::from_secs(1);
/// Pauses between tries while the database does not answer.
const RETRY: [Duration; 4] = [
    Duration::from_millis(50),
    Duration::from_millis(200),
    Duration::from_secs(1),
    Duration::from_secs(3),
];

/// Applies deliveries until `soft` is cancelled and nothing is left half done.
pub async fn run(app: Arc<App>, soft: CancellationToken) {
    let mut failures = 0;
    while !soft.is_cancelled() {
        let hint = app.wake.deliveries.notified();
        let claimed = app
            .db
            .claim_deliveries(&app.node, app.clock.now(), BATCH)
            .await;
        let wait = match claimed {
            Ok(claimed) if claimed.is_empty() => POLL,
            Ok(claimed) => match apply_all(&app, &claimed).await {
                Ok(()) => {
                    failures = 0;
                    continue;
                }
                Err(problem) => pause(&mut failures, &problem),
            },
            Err(problem) => pause(&mut failures, &problem),
        };
        tokio::select! {
            () = hint, if failures == 0 => {}
            () = tokio::time::sleep(wait) => {}
            () = soft.cancelled() => {}
        }
    }
}

fn pause(failures: &mut usize, problem: &StoreError) -> Duration {
    error!(error = %problem, "deliveries wait: the database did not take them");
    let wait = RETRY[(*failures).min(RETRY.len() - 1)];
    *failures += 1;
    wait
}

/// Applies claimed deliveries in as few transactions as their size allows.
async fn apply_all(app: &App, claimed: &[Claimed]) -> Result<(), StoreError> {
    let mut items = Vec::new();
    let mut finished = Vec::new();
    for delivery in claimed {
        let (found, end) = understand(delivery);
        items.extend(found);
        finished.push(end);
        if items.len() >= ELEMENTS {
            apply(app, &items, &finished).await?;
            items.clear();
            finished.clear();
        }
    }
    if finished.is_empty() {
        Ok(())
    } else {
        apply(app, &items, &finished).await
    }
}

/// What a delivery says: its elements, and how it ends as a whole.
#[must_use]
pub fn understand(delivery: &Claimed) -> (Vec<Item>, Finished) {
    let body = Verified::stored(&delivery.body, StoredPermit::FromJournal);
    let end = |state, reason| Finished {
        id: delivery.id,
        state,
        reason,
    };
    match meta::inbound::parse(&body) {
        Ok(elements) => {
            let item = |element| Item {
                delivery: delivery.id,
                arrived: delivery.received_at,
                element,
            };
            (
                elements.into_iter().map(item).collect(),
                end(DeliveryState::Done, None),
            )
        }
        Err(malformed) => (
            Vec::new(),
            end(
                DeliveryState::Quarantined,
                Some(malformed.reason().to_owned()),
            ),
        ),
    }
}

async fn apply(app: &App, items: &[Item], finished: &[Finished]) -> Result<(), StoreError> {
    match store(app, items, finished).await {
        Err(problem) if !problem.is_passing() => {
            warn!(error = %problem, deliveries = finished.len(), "a batch could not be stored; applying its deliveries one by one");
            for end in finished {
                let own: Vec<Item> = items
                    .iter()
                    .filter(|i| i.delivery == end.id)
                    .cloned()
                    .collect();
                one_by_one(app, &own, end).await?;
            }
            Ok(())
        }
        result => result,
    }
}

/// A delivery that cannot be stored as a whole: each element alone, and the one that cannot be stored is quarantined.
async fn one_by_one(app: &App, items: &[Item], end: &Finished) -> Result<(), StoreError> {
    match store(app, items, std::slice::from_ref(end)).await {
        Err(problem) if !problem.is_passing() => {}
        result => return result,
    }
    let mut good = Vec::new();
    for item in items {
        match store(app, std::slice::from_ref(item), &[]).await {
            Ok(()) => good.push(item.clone()),
            Err(problem) if problem.is_passing() => return Err(problem),
            Err(problem) => {
                error!(error = %problem, delivery.id = %item.delivery, element = item.element.index, "an element could not be stored and is quarantined");
                let meaning = Meaning::Quarantined(
                    "the database could not store it; the log says why".to_owned(),
                );
                good.push(Item {
                    element: Element {
                        meaning,
                        ..item.element.clone()
                    },
                    ..item.clone()
                });
            }
        }
    }
    store(app, &good, std::slice::from_ref(end)).await
}

async fn store(app: &App, items: &[Item], finished: &[Finished]) -> Result<(), StoreError> {
    let Applied {
        events,
        jobs,
        outcomes,
    } = app.db.apply(&*app.ids, app.view(), items, finished).await?;
    metrics::counter!("ticklegram_deliveries_applied_total").increment(finished.len() as u64);
    for outcome in &outcomes {
        metrics::counter!("ticklegram_delivery_elements_total", "outcome" => outcome.outcome.as_str()).increment(1);
    }
    if events > 0 {
        app.realtime.hint();
        app.wake.words.notify_one();
    }
    if jobs > 0 {
        app.wake.jobs.notify_one();
        app.wake.media.notify_one();
    }
    Ok(())
}
