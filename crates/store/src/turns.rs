//! Who writes next, where only one can: SQLite has one writer, and its pool hands it out in the order of asking. With
//! some dozens of background jobs asking all the time, a delivery that Meta waits for would be last of them.
//!
//! So the journal asks the pool itself; everybody else asks here first, and only one of them stands in the pool's queue.
//! Among them background work counts as one: people's own changes and the understanding of deliveries wait for one of
//! its transactions at most, not for all. Nobody starves, because each queue is first come, first served, and the
//! journal has one transaction at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Result;

tokio::task_local! {
    static BACKGROUND: ();
}

/// Runs work for which nobody waits: its writes stand back behind those of deliveries and of people.
pub async fn in_background<F: Future>(work: F) -> F::Output {
    BACKGROUND.scope((), work).await
}

/// The two queues in front of SQLite's one writer.
#[derive(Clone, Debug)]
pub struct Turns {
    everybody: Arc<Semaphore>,
    background: Arc<Semaphore>,
}

/// A turn to write, over when it is dropped.
#[derive(Debug)]
pub struct Turn {
    _turn: OwnedSemaphorePermit,
    _background: Option<OwnedSemaphorePermit>,
}

impl Default for Turns {
    fn default() -> Self {
        Self {
            everybody: Arc::new(Semaphore::new(1)),
            background: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Turns {
    /// Waits for the next turn, at most so long.
    ///
    /// # Errors
    /// As the pool does when no connection is free in time.
    pub(crate) async fn next(&self, longest: Duration) -> Result<Turn> {
        let turn = async {
            let background = if BACKGROUND.try_with(|()| ()).is_ok() {
                Some(Arc::clone(&self.background).acquire_owned().await.ok()?)
            } else {
                None
            };
            Some(Turn {
                _turn: Arc::clone(&self.everybody).acquire_owned().await.ok()?,
                _background: background,
            })
        };
        match tokio::time::timeout(longest, turn).await {
            Ok(Some(turn)) => Ok(turn),
            Ok(None) | Err(_) => Err(sqlx::Error::PoolTimedOut.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[tokio::test]
    async fn one_background_turn_goes_before_a_persons_at_most() {
        let turns = Turns::default();
        let order = Arc::new(Mutex::new(Vec::new()));
        let held = turns.next(LONG).await.unwrap();
        let mut waiting = Vec::new();
        for n in 0..6 {
            let (turns, order) = (turns.clone(), Arc::clone(&order));
            let write = async move {
                let _turn = turns.next(LONG).await.unwrap();
                order.lock().unwrap().push(n);
            };
            // The last one is a person's.
            let task = if n < 5 {
                tokio::spawn(in_background(write))
            } else {
                tokio::spawn(write)
            };
            waiting.push(task);
            // Each stands in its queue before the next one comes.
            tokio::task::yield_now().await;
        }
        drop(held);
        for task in waiting {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), [0, 5, 1, 2, 3, 4]);
    }

    #[tokio::test]
    async fn who_waits_too_long_is_told() {
        let turns = Turns::default();
        let _held = turns.next(LONG).await.unwrap();
        let late = turns.next(Duration::from_millis(1)).await;
        assert!(late.unwrap_err().is_passing());
    }
}
