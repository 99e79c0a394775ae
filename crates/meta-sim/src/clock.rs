//! The one place where the simulator reads the time.
//!
//! In automatic mode the time is the machine's. In stepped mode it stands still until a step or a
//! control call moves it, so that one seed gives one history.

use std::sync::atomic::{AtomicI64, Ordering};

/// Where a seeded, stepped history begins: 2026-01-01T00:00:00Z, so that two runs are equal to the byte.
pub(crate) const SEEDED_START_MS: i64 = 1_767_225_600_000;

/// Milliseconds since 1970, from the machine or from the hand that steps it.
#[derive(Debug)]
pub(crate) enum Clock {
    /// The machine's clock.
    System,
    /// Stands still until moved.
    Manual(AtomicI64),
}

impl Clock {
    pub(crate) fn manual(start_ms: i64) -> Self {
        Self::Manual(AtomicI64::new(start_ms))
    }

    pub(crate) fn now(&self) -> i64 {
        match self {
            Self::System => system_now(),
            Self::Manual(at) => at.load(Ordering::SeqCst),
        }
    }

    /// Moves a manual clock forward, never back; the system clock ignores it.
    pub(crate) fn advance_to(&self, ms: i64) {
        if let Self::Manual(at) = self {
            at.fetch_max(ms, Ordering::SeqCst);
        }
    }

    /// Sets a manual clock, also backwards: for a restart or a reset.
    pub(crate) fn set(&self, ms: i64) {
        if let Self::Manual(at) = self {
            at.store(ms, Ordering::SeqCst);
        }
    }
}

/// The machine's time in milliseconds.
#[expect(
    clippy::disallowed_methods,
    reason = "the simulator's one look at the machine's clock"
)]
pub(crate) fn system_now() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// `2025-07-28T22:44:49+0000`, the form of every time the Graph API prints (platform notes §4).
pub(crate) fn graph_time(ms: i64) -> String {
    match jiff::Timestamp::from_millisecond(ms) {
        Ok(at) => at.strftime("%Y-%m-%dT%H:%M:%S+0000").to_string(),
        Err(_) => String::from("1970-01-01T00:00:00+0000"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graph_times_look_like_metas() {
        assert_eq!(graph_time(1_753_742_689_000), "2025-07-28T22:44:49+0000");
    }

    #[test]
    fn a_manual_clock_only_advances() {
        let clock = Clock::manual(10);
        clock.advance_to(5);
        assert_eq!(clock.now(), 10);
        clock.advance_to(15);
        assert_eq!(clock.now(), 15);
    }
}
