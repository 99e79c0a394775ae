//! Follows the log into the ring: woken by hints, and by itself for what other nodes have written.

use std::sync::Arc;
use std::time::Duration;

use domain::event::{Audience, LOGINS_CHANGED};
use store::Db;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::registry::Registry;
use super::ring::Ring;

/// Events read at once: a batch of deliveries makes about as many, and they fit in half a megabyte.
const PAGE: i64 = 512;
/// First pause after the database failed.
const RETRY_FIRST: Duration = Duration::from_millis(250);
/// Longest pause while it keeps failing: what an agent waits at most once it is back.
const RETRY_MAX: Duration = Duration::from_secs(5);

/// `time`, a tenth more or less, so that nodes and sockets do not move in step.
pub(super) fn jittered(time: Duration) -> Duration {
    time.mul_f64(rand::random_range(0.9..1.1))
}

/// The pause after `failures` failures in a row (1 for the first).
pub(super) fn backoff(failures: u32) -> Duration {
    let doubled = RETRY_FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16));
    jittered(doubled.min(RETRY_MAX))
}

/// Reads what has been appended since the ring's position.
async fn catch_up(db: &Db, ring: &Ring, sockets: &Registry) -> store::Result<()> {
    loop {
        let events = db.events_after(ring.position(), PAGE).await?;
        // Whoever opens a socket after this was read finds in the database what it says.
        for event in &events {
            if let Audience::Person(user) = event.audience
                && event.frame == LOGINS_CHANGED
            {
                sockets.doubt_user(user);
            }
        }
        let count = events.len();
        metrics::counter!("realtime_events_total").increment(count as u64);
        ring.push(events);
        if i64::try_from(count).unwrap_or(PAGE) < PAGE {
            return Ok(());
        }
    }
}

/// Keeps the ring at the head of the log until `soft`. While the database fails, the sockets simply wait.
pub(super) async fn run(
    db: Db,
    ring: Arc<Ring>,
    hint: Arc<Notify>,
    sockets: Arc<Registry>,
    poll_every: Duration,
    soft: CancellationToken,
) {
    let mut failures = 0;
    let follow = async {
        loop {
            let wait = match catch_up(&db, &ring, &sockets).await {
                Ok(()) => {
                    if failures > 0 {
                        tracing::info!("the event log can be read again");
                    }
                    failures = 0;
                    jittered(poll_every)
                }
                Err(error) => {
                    if failures == 0 {
                        tracing::error!(%error, "the event log cannot be read; screens wait until it can");
                    }
                    failures += 1;
                    backoff(failures)
                }
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = hint.notified(), if failures == 0 => {}
            }
        }
    };
    let _: Option<()> = soft.run_until_cancelled(follow).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_their_bound() {
        for (failures, millis) in [(1, 250), (2, 500), (3, 1_000), (6, 5_000), (1_000, 5_000)] {
            let pause = backoff(failures).as_millis();
            assert!(
                pause >= millis * 9 / 10 && pause <= millis * 11 / 10,
                "{failures}: {pause}"
            );
        }
    }
}
