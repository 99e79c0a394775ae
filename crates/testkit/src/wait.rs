//! Waiting on conditions instead of sleeping.
//!
//! This is the only module that lets time pass: it asks again every [`POLL`] until the condition holds or the time is
//! up. A test that waits says what it waits for, and that sentence is what a failure prints.

use std::fmt;
use std::future::Future;
use std::panic::Location;
use std::time::{Duration, Instant};

/// How often a condition is asked again. Short beside everything a test waits for (a commit takes about a
/// millisecond, a process start hundreds), long enough that a hundred waiting tests do not use a core.
pub const POLL: Duration = Duration::from_millis(10);

/// The usual patience of a test. Long, because two busy cores can stretch a millisecond into seconds, and a passing
/// test never uses it up.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A condition that did not come true in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedOut {
    /// What was waited for, in the caller's words.
    pub what: String,
    /// How long it was waited for.
    pub after: Duration,
}

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "waited {:?} in vain for {}", self.after, self.what)
    }
}

impl std::error::Error for TimedOut {}

/// Asks `probe` until it answers `Some`, and gives that answer.
///
/// ```no_run
/// # async fn example() {
/// use testkit::wait;
/// let text = wait::until(wait::PATIENCE, "the file to be written", async || {
///     std::fs::read_to_string("/tmp/answer").ok()
/// })
/// .await;
/// # }
/// ```
///
/// # Panics
/// When `timeout` has passed, with `what` and the caller's place in the message. A probe that hangs counts as `None`.
#[track_caller]
pub fn until<'a, T, F>(
    timeout: Duration,
    what: &'a str,
    probe: F,
) -> impl Future<Output = T> + use<'a, T, F>
where
    F: AsyncFnMut() -> Option<T> + 'a,
    T: 'a,
{
    let place = Location::caller();
    async move {
        match try_until(timeout, what, probe).await {
            Ok(value) => value,
            Err(late) => panic!("{late} (at {place})"),
        }
    }
}

/// As [`until`], for those who want to add to the failure (a log, a body) before they give up.
///
/// # Errors
/// [`TimedOut`] when `timeout` has passed.
pub async fn try_until<T, F>(timeout: Duration, what: &str, mut probe: F) -> Result<T, TimedOut>
where
    F: AsyncFnMut() -> Option<T>,
{
    let asking = async {
        loop {
            if let Some(value) = probe().await {
                return value;
            }
            tokio::time::sleep(POLL).await;
        }
    };
    tokio::time::timeout(timeout, asking)
        .await
        .map_err(|_| TimedOut {
            what: what.to_owned(),
            after: timeout,
        })
}

/// As [`try_until`], for code that runs without a runtime (starting processes, `Drop`).
///
/// # Errors
/// [`TimedOut`] when `timeout` has passed.
#[expect(
    clippy::disallowed_methods,
    reason = "the one blocking wait of the tests; the asynchronous one is above"
)]
pub fn until_blocking<T>(
    timeout: Duration,
    what: &str,
    mut probe: impl FnMut() -> Option<T>,
) -> Result<T, TimedOut> {
    let start = Instant::now();
    loop {
        if let Some(value) = probe() {
            return Ok(value);
        }
        if start.elapsed() >= timeout {
            return Err(TimedOut {
                what: what.to_owned(),
                after: timeout,
            });
        }
        std::thread::sleep(POLL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn gives_the_first_answer() {
        let mut asked = 0;
        let value = until(PATIENCE, "the third time", async || {
            asked += 1;
            (asked == 3).then_some(asked)
        })
        .await;
        assert_eq!(value, 3);
    }

    #[tokio::test]
    async fn says_what_did_not_happen() {
        let short = Duration::from_millis(30);
        let late = try_until(short, "the sun to rise", async || None::<()>).await;
        let text = late.unwrap_err().to_string();
        assert_eq!(text, "waited 30ms in vain for the sun to rise");
    }

    #[tokio::test]
    async fn a_hanging_probe_is_not_waited_for() {
        let short = Duration::from_millis(30);
        let late = try_until(short, "nothing", async || {
            std::future::pending::<Option<()>>().await
        });
        assert!(late.await.is_err());
    }

    #[tokio::test]
    #[should_panic(expected = "wait.rs")]
    async fn a_failure_names_the_callers_place() {
        until(Duration::from_millis(1), "x", async || None::<()>).await;
    }

    #[test]
    fn blocking_wait_ends_both_ways() {
        let mut left = 2;
        let done = until_blocking(PATIENCE, "zero", || {
            left -= 1;
            (left == 0).then_some(())
        });
        assert_eq!(done, Ok(()));
        assert!(until_blocking(Duration::ZERO, "never", || None::<()>).is_err());
    }
}
