//! Time and fresh ids as parameters, so that tests can hold both still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use uuid::Uuid;

use crate::time::Timestamp;

/// Where the current time comes from.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Where fresh ids come from.
pub trait Ids: Send + Sync + 'static {
    /// A UUID that sorts after every one this source gave before.
    fn next(&self) -> Uuid;
}

/// The machine's clock and UUID v7.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Clock for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that may read the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(jiff::Timestamp::now().as_microsecond())
    }
}

impl Ids for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that may make an id"
    )]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// A clock that moves only when told, and ids that count up from 1.
#[derive(Debug, Clone)]
pub struct Manual {
    now: Arc<AtomicI64>,
    next: Arc<AtomicU64>,
}

impl Manual {
    /// Stands at `start` until moved.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self {
            now: Arc::new(AtomicI64::new(start.micros())),
            next: Arc::new(AtomicU64::new(0)),
        }
    }

    /// Moves forward by `micros`.
    pub fn advance(&self, micros: i64) {
        self.now.fetch_add(micros, Ordering::SeqCst);
    }

    /// Jumps to `to`.
    pub fn set(&self, to: Timestamp) {
        self.now.store(to.micros(), Ordering::SeqCst);
    }
}

impl Clock for Manual {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.now.load(Ordering::SeqCst))
    }
}

impl Ids for Manual {
    fn next(&self) -> Uuid {
        let n = self.next.fetch_add(1, Ordering::SeqCst) + 1;
        // The version and variant bits of a v7, so that nothing downstream can tell the difference.
        Uuid::from_u128((0x7000_u128 << 64) | (0x8000_u128 << 48) | u128::from(n))
    }
}
