//! How far each person's screens have confirmed the log, stored with pauses.
//!
//! The sockets of a person share one mark. It moves when a client says what it has, and is written at once if the last
//! write is long enough ago, else when the pause is over. A socket that ends writes what is left. A crash in between
//! costs a repetition, never an event.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::clock::Clock;
use domain::ids::UserId;
use domain::time::Timestamp;
use store::Db;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// How long the writer waits after the database refused: the marks lose nothing by waiting.
const RETRY: Duration = Duration::from_secs(2);
/// How long the writer sleeps when nothing is to be written; a new mark wakes it.
const IDLE: Duration = Duration::from_secs(3_600);

struct Mark {
    sockets: usize,
    confirmed: i64,
    stored: i64,
    stored_at: Option<Timestamp>,
}

/// The marks of the people connected to this node.
pub(super) struct Marks {
    marks: Mutex<HashMap<UserId, Mark>>,
    /// Pause between two writes of a mark, in microseconds.
    pause: i64,
    dirty: Notify,
}

impl Marks {
    /// None yet; `pause` lies between two writes of the same person's mark.
    pub(super) fn new(pause: Duration) -> Self {
        Self {
            marks: Mutex::default(),
            pause: i64::try_from(pause.as_micros()).unwrap_or(i64::MAX),
            dirty: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<UserId, Mark>> {
        self.marks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A socket of this person opened; `stored` is what the database has, 0 if that was not asked.
    pub(super) fn join(&self, user: UserId, stored: i64) {
        let mut marks = self.lock();
        let mark = marks.entry(user).or_insert(Mark {
            sockets: 0,
            confirmed: 0,
            stored: 0,
            stored_at: None,
        });
        mark.sockets += 1;
        mark.stored = mark.stored.max(stored);
        mark.confirmed = mark.confirmed.max(stored);
    }

    /// A socket of this person closed; the last one takes the mark with it.
    pub(super) fn leave(&self, user: UserId) {
        let mut marks = self.lock();
        if let Some(mark) = marks.get_mut(&user) {
            mark.sockets = mark.sockets.saturating_sub(1);
            if mark.sockets == 0 {
                marks.remove(&user);
            }
        }
    }

    /// A screen of this person has everything up to `seq`.
    pub(super) fn confirm(&self, user: UserId, seq: i64) {
        let mut marks = self.lock();
        let Some(mark) = marks.get_mut(&user) else {
            return;
        };
        let was_clean = mark.confirmed <= mark.stored;
        mark.confirmed = mark.confirmed.max(seq);
        if was_clean && mark.confirmed > mark.stored {
            self.dirty.notify_one();
        }
    }

    /// What is confirmed and not stored, whatever the pause.
    pub(super) fn unstored(&self, user: UserId) -> Option<i64> {
        self.lock()
            .get(&user)
            .filter(|m| m.confirmed > m.stored)
            .map(|m| m.confirmed)
    }

    /// Marks whose pause is over, and how long until the next one's is.
    fn due(&self, now: Timestamp) -> (Vec<(UserId, i64)>, Option<Duration>) {
        let mut due = Vec::new();
        let mut next: Option<i64> = None;
        for (user, mark) in self.lock().iter().filter(|(_, m)| m.confirmed > m.stored) {
            let left = mark
                .stored_at
                .map_or(0, |at| self.pause.saturating_sub(now.since(at)));
            if left <= 0 {
                due.push((*user, mark.confirmed));
            } else {
                next = Some(next.map_or(left, |n| n.min(left)));
            }
        }
        (
            due,
            next.map(|micros| Duration::from_micros(micros.unsigned_abs())),
        )
    }

    fn stored(&self, user: UserId, seq: i64, now: Timestamp) {
        if let Some(mark) = self.lock().get_mut(&user) {
            mark.stored = mark.stored.max(seq);
            mark.stored_at = Some(now);
        }
    }

    /// Writes what is left of a person's mark, whatever the pause.
    pub(super) async fn flush(
        &self,
        user: UserId,
        db: &Db,
        clock: &dyn Clock,
    ) -> store::Result<()> {
        let Some(seq) = self.unstored(user) else {
            return Ok(());
        };
        self.store(user, seq, db, clock.now()).await
    }

    async fn store(&self, user: UserId, seq: i64, db: &Db, now: Timestamp) -> store::Result<()> {
        db.confirm(user, seq, now).await?;
        self.stored(user, seq, now);
        Ok(())
    }

    /// Writes the marks as they fall due, until `soft`; the sockets write the rest as they end.
    pub(super) async fn run(
        self: Arc<Self>,
        db: Db,
        clock: Arc<dyn Clock>,
        soft: CancellationToken,
    ) {
        let mut failing = false;
        while !soft.is_cancelled() {
            let (due, next) = self.due(clock.now());
            let mut wait = next.unwrap_or(IDLE);
            for (user, seq) in due {
                match self.store(user, seq, &db, clock.now()).await {
                    Ok(()) => failing = false,
                    Err(error) => {
                        if !failing {
                            tracing::warn!(%error, "cannot store how far screens have confirmed the event log; will retry");
                        }
                        failing = true;
                        wait = RETRY;
                        break;
                    }
                }
            }
            tokio::select! {
                () = soft.cancelled() => {}
                () = tokio::time::sleep(wait) => {}
                () = self.dirty.notified(), if !failing => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Manual;
    use domain::time::SECOND;
    use uuid::Uuid;

    use super::*;

    fn user(n: u128) -> UserId {
        UserId::new(Uuid::from_u128(n))
    }

    fn marks() -> (Marks, Manual) {
        (
            Marks::new(Duration::from_secs(5)),
            Manual::at(Timestamp::from_secs(1_000)),
        )
    }

    #[test]
    fn one_write_per_person_and_pause() {
        let (marks, clock) = marks();
        let anna = user(1);
        // Two screens of one person.
        marks.join(anna, 0);
        marks.join(anna, 0);
        assert_eq!(marks.due(clock.now()), (vec![], None));
        marks.confirm(anna, 7);
        marks.confirm(anna, 5);
        assert_eq!(
            marks.due(clock.now()).0,
            [(anna, 7)],
            "the first is written at once, and never goes back"
        );
        marks.stored(anna, 7, clock.now());
        marks.confirm(anna, 8);
        clock.advance(2 * SECOND);
        marks.confirm(anna, 9);
        assert_eq!(
            marks.due(clock.now()),
            (vec![], Some(Duration::from_secs(3)))
        );
        assert_eq!(
            marks.unstored(anna),
            Some(9),
            "a screen that leaves does not wait"
        );
        clock.advance(3 * SECOND);
        assert_eq!(marks.due(clock.now()).0, [(anna, 9)]);
        marks.stored(anna, 9, clock.now());
        clock.advance(60 * SECOND);
        marks.confirm(anna, 9);
        assert_eq!(
            marks.due(clock.now()),
            (vec![], None),
            "nothing new, nothing written"
        );
    }

    #[test]
    fn people_do_not_wait_for_each_other() {
        let (marks, clock) = marks();
        for n in 1..=3 {
            marks.join(user(n), 0);
        }
        marks.confirm(user(1), 4);
        marks.stored(user(1), 4, clock.now());
        clock.advance(SECOND);
        marks.confirm(user(1), 5);
        marks.confirm(user(2), 6);
        assert_eq!(
            marks.due(clock.now()),
            (vec![(user(2), 6)], Some(Duration::from_secs(4)))
        );
    }

    #[test]
    fn the_last_screen_takes_the_mark_with_it() {
        let (marks, clock) = marks();
        marks.join(user(1), 0);
        marks.join(user(1), 3);
        marks.confirm(user(1), 3);
        assert_eq!(
            marks.unstored(user(1)),
            None,
            "the database has that already"
        );
        marks.leave(user(1));
        marks.confirm(user(1), 4);
        assert_eq!(marks.unstored(user(1)), Some(4));
        marks.leave(user(1));
        marks.confirm(user(1), 5);
        assert_eq!(
            (marks.unstored(user(1)), marks.due(clock.now()).0),
            (None, vec![])
        );
        assert!(marks.lock().is_empty());
    }
}
