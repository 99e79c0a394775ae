//! The group-commit writer: many deliveries, one statement, one commit, then every one of them is answered.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tracing::{error, warn};

use crate::db::Db;
use crate::deliveries::{self, NewDelivery};
use crate::error::StoreError;

/// Deliveries that may wait for the writer. At thousands a second this is about a second of work; more would
/// only be answered after Meta has given up (5 s).
const QUEUE: usize = 4_096;
/// Deliveries in one commit: the gain of a larger batch is below the noise, its latency is not.
const BATCH: usize = 512;
/// Bytes of bodies that may wait at once, so that a burst of large deliveries cannot exhaust the memory.
pub const MEMORY: usize = 64 * 1024 * 1024;
/// A commit that takes longer is given up and answered with 503: Meta waits for 5 s.
const COMMIT_TIMEOUT: Duration = Duration::from_secs(4);

/// Why a delivery could not be taken. Meta sends it again after a 503.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// More waits than can be stored in time.
    #[error("too many deliveries are waiting for the database")]
    Full,
    /// The database did not take it.
    #[error("the database did not take the delivery")]
    NotDurable,
    /// The server is shutting down.
    #[error("the server is shutting down")]
    Closed,
}

struct Waiting {
    delivery: NewDelivery,
    done: oneshot::Sender<Result<(), Refused>>,
    _memory: OwnedSemaphorePermit,
}

/// The way in. Cheap to clone; the writer ends when all clones are gone.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Waiting>,
    memory: Arc<Semaphore>,
}

impl Writer {
    /// Starts the writer. The returned future is its task: it ends after the last [`Writer`] was dropped and
    /// everything taken in is answered. `after_commit` is called after each commit.
    pub fn start(
        db: Db,
        node: String,
        after_commit: impl Fn(usize) + Send + 'static,
    ) -> (Self, impl Future<Output = ()> + Send) {
        let (queue, inbox) = mpsc::channel(QUEUE);
        let memory = Arc::new(Semaphore::new(MEMORY));
        (Self { queue, memory }, run(db, node, inbox, after_commit))
    }

    /// Resolves once the delivery is durable.
    ///
    /// # Errors
    /// [`Refused`]: it is not stored, and whoever sent it must send it again.
    pub async fn accept(&self, delivery: NewDelivery) -> Result<(), Refused> {
        let weight =
            u32::try_from(delivery.body.len().clamp(1, MEMORY)).map_err(|_| Refused::Full)?;
        let memory = Arc::clone(&self.memory)
            .try_acquire_many_owned(weight)
            .map_err(|_| Refused::Full)?;
        let (done, answer) = oneshot::channel();
        self.queue
            .try_send(Waiting {
                delivery,
                done,
                _memory: memory,
            })
            .map_err(|e| match e {
                mpsc::error::TrySendError::Full(_) => Refused::Full,
                mpsc::error::TrySendError::Closed(_) => Refused::Closed,
            })?;
        answer.await.unwrap_or(Err(Refused::Closed))
    }
}

async fn run(
    db: Db,
    node: String,
    mut inbox: mpsc::Receiver<Waiting>,
    after_commit: impl Fn(usize) + Send + 'static,
) {
    let mut waiting = Vec::with_capacity(BATCH);
    // Whatever is there is taken; nothing sleeps to fill a batch, so one delivery alone is as quick as it can be.
    while inbox.recv_many(&mut waiting, BATCH).await > 0 {
        let bodies: Vec<NewDelivery> = waiting.iter().map(|w| w.delivery.clone()).collect();
        match insert(&db, &node, &bodies).await {
            Ok(()) => {
                after_commit(waiting.len());
                for w in waiting.drain(..) {
                    let _ = w.done.send(Ok(()));
                }
            }
            Err(problem) if problem.is_passing() || waiting.len() == 1 => {
                error!(error = %problem, deliveries = waiting.len(), "deliveries were refused: the database did not take them");
                for w in waiting.drain(..) {
                    let _ = w.done.send(Err(Refused::NotDurable));
                }
            }
            Err(problem) => {
                warn!(error = %problem, "a batch of deliveries failed; storing them one by one");
                for w in waiting.drain(..) {
                    let result = insert(&db, &node, std::slice::from_ref(&w.delivery)).await;
                    if let Err(problem) = &result {
                        error!(error = %problem, "a delivery was refused: the database did not take it");
                    }
                    after_commit(usize::from(result.is_ok()));
                    let _ = w.done.send(result.map_err(|_| Refused::NotDurable));
                }
            }
        }
    }
}

async fn insert(db: &Db, node: &str, bodies: &[NewDelivery]) -> Result<(), StoreError> {
    match tokio::time::timeout(COMMIT_TIMEOUT, deliveries::insert(db, node, bodies)).await {
        Ok(result) => result,
        Err(_) => Err(StoreError::Database(sqlx::Error::PoolTimedOut)),
    }
}
