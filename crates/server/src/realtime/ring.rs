//! The newest events of the log as ready-to-send frames, shared by all sockets of the node.
//!
//! A frame is serialised once, however many sockets it goes to. Nobody has a queue here: a socket brings its own
//! position and takes what follows; one that is too far behind is sent to the database.

use std::collections::VecDeque;
use std::sync::{PoisonError, RwLock};

use axum::extract::ws::Utf8Bytes;
use domain::user::Viewer;
use store::events::Event;
use tokio::sync::watch;

use super::frames;

/// Frames for one socket, and how far they bring it.
#[derive(Debug, PartialEq)]
pub(super) struct Batch {
    /// In the order of the log.
    pub(super) frames: Vec<Utf8Bytes>,
    /// Everything up to here is in `frames` or not for this reader.
    pub(super) up_to: i64,
}

/// How much one batch may hold; at least one frame is always given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Frames.
    pub(super) frames: usize,
    /// Bytes of these frames.
    pub(super) bytes: usize,
}

struct Line {
    /// Without its text, which stands in `frame`.
    event: Event,
    frame: Utf8Bytes,
}

#[derive(Default)]
struct Window {
    lines: VecDeque<Line>,
    bytes: usize,
}

/// The newest events.
pub(super) struct Ring {
    window: RwLock<Window>,
    /// The number of the newest event; it wakes the sockets.
    head: watch::Sender<i64>,
    bound: Room,
}

impl Ring {
    /// Empty, at `head`: what is older is in the database.
    pub(super) fn new(head: i64, bound: Room) -> Self {
        Self {
            window: RwLock::default(),
            head: watch::Sender::new(head),
            bound,
        }
    }

    /// The number of the newest event it has seen.
    pub(super) fn position(&self) -> i64 {
        *self.head.borrow()
    }

    /// Tells of new events.
    pub(super) fn watch(&self) -> watch::Receiver<i64> {
        self.head.subscribe()
    }

    /// Takes the next events of the log, in order. Only the tailer calls this.
    pub(super) fn push(&self, events: Vec<Event>) {
        let Some(last) = events.last().map(|e| e.seq) else {
            return;
        };
        let mut position = self.position();
        {
            let mut window = self.window.write().unwrap_or_else(PoisonError::into_inner);
            for event in events {
                if event.seq != position + 1 {
                    // The log has no gaps; if this reader was so slow that events were pruned before it came to
                    // them, the sockets have to ask the database, which knows.
                    *window = Window::default();
                }
                position = event.seq;
                let frame = frames::event(&event, false);
                window.bytes += frame.len();
                window.lines.push_back(Line {
                    event: Event {
                        frame: String::new(),
                        ..event
                    },
                    frame,
                });
            }
            while window.lines.len() > self.bound.frames
                || (window.bytes > self.bound.bytes && window.lines.len() > 1)
            {
                let Some(gone) = window.lines.pop_front() else {
                    break;
                };
                window.bytes -= gone.frame.len();
            }
        }
        self.head.send_replace(last);
    }

    /// What follows `after` for `viewer`, judged by who could see each event when it was written. `None` if the
    /// ring does not reach back that far.
    pub(super) fn take(&self, after: i64, viewer: &Viewer, room: Room) -> Option<Batch> {
        let window = self.window.read().unwrap_or_else(PoisonError::into_inner);
        let mut batch = Batch {
            frames: Vec::new(),
            up_to: after,
        };
        if after >= self.position() {
            return Some(batch);
        }
        let first = window.lines.front()?.event.seq;
        let skip = usize::try_from(after + 1 - first).ok()?;
        let mut bytes = 0;
        for line in window.lines.iter().skip(skip) {
            if line.event.is_for(viewer) {
                bytes += line.frame.len();
                if !batch.frames.is_empty()
                    && (batch.frames.len() >= room.frames || bytes > room.bytes)
                {
                    break;
                }
                batch.frames.push(line.frame.clone());
            }
            batch.up_to = line.event.seq;
        }
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use domain::event::Audience;
    use domain::ids::{ChatId, UserId};
    use domain::user::{AgentVisibility, Role};
    use uuid::Uuid;

    use super::*;

    const WIDE: Room = Room {
        frames: 1_000,
        bytes: 1 << 20,
    };

    fn user(n: u128) -> UserId {
        UserId::new(Uuid::from_u128(n))
    }

    fn admin() -> Viewer {
        Viewer {
            id: user(1),
            role: Role::Admin,
            visibility: AgentVisibility::Assigned,
        }
    }

    fn event(seq: i64, agent: Option<UserId>) -> Event {
        let audience = Audience::Chat {
            chat: ChatId::new(Uuid::from_u128(9)),
            agent,
            also: None,
        };
        Event {
            seq,
            audience,
            frame: r#"{"type":"x"}"#.to_owned(),
        }
    }

    fn events(seqs: std::ops::RangeInclusive<i64>) -> Vec<Event> {
        seqs.map(|seq| event(seq, None)).collect()
    }

    fn seqs(batch: &Batch) -> Vec<i64> {
        batch
            .frames
            .iter()
            .map(|f| {
                serde_json::from_str::<serde_json::Value>(f).unwrap()["seq"]
                    .as_i64()
                    .unwrap()
            })
            .collect()
    }

    #[test]
    fn gives_what_follows_and_sends_the_rest_to_the_database() {
        let ring = Ring::new(10, Room { frames: 3, ..WIDE });
        assert_eq!(
            ring.take(10, &admin(), WIDE),
            Some(Batch {
                frames: vec![],
                up_to: 10
            })
        );
        assert_eq!(ring.take(9, &admin(), WIDE), None, "older than the ring");
        ring.push(events(11..=12));
        assert_eq!(seqs(&ring.take(10, &admin(), WIDE).unwrap()), [11, 12]);
        assert_eq!(seqs(&ring.take(11, &admin(), WIDE).unwrap()), [12]);
        ring.push(events(13..=15));
        assert_eq!(ring.position(), 15);
        assert_eq!(ring.take(11, &admin(), WIDE), None, "12 has been evicted");
        assert_eq!(seqs(&ring.take(12, &admin(), WIDE).unwrap()), [13, 14, 15]);
        assert_eq!(
            ring.take(99, &admin(), WIDE),
            Some(Batch {
                frames: vec![],
                up_to: 99
            }),
            "ahead, after a catch-up"
        );
    }

    #[test]
    fn is_bounded_in_bytes_and_keeps_the_newest() {
        let ring = Ring::new(
            0,
            Room {
                frames: 100,
                bytes: 60,
            },
        );
        ring.push(events(1..=10));
        assert!(ring.window.read().unwrap().bytes <= 60);
        assert_eq!(ring.take(5, &admin(), WIDE), None);
        let long = Event {
            frame: format!(r#"{{"type":"{}"}}"#, "y".repeat(500)),
            ..event(11, None)
        };
        ring.push(vec![long]);
        assert_eq!(seqs(&ring.take(10, &admin(), WIDE).unwrap()), [11]);
        assert_eq!(ring.take(9, &admin(), WIDE), None);
    }

    #[test]
    fn a_batch_is_bounded_and_never_empty() {
        let ring = Ring::new(0, WIDE);
        ring.push(events(1..=10));
        let two = ring.take(0, &admin(), Room { frames: 2, ..WIDE }).unwrap();
        assert_eq!((seqs(&two), two.up_to), (vec![1, 2], 2));
        let tight = ring
            .take(
                2,
                &admin(),
                Room {
                    frames: 9,
                    bytes: 1,
                },
            )
            .unwrap();
        assert_eq!((seqs(&tight), tight.up_to), (vec![3], 3));
    }

    #[test]
    fn what_is_not_for_the_reader_is_passed_over() {
        let ring = Ring::new(0, WIDE);
        ring.push(vec![
            event(1, None),
            event(2, Some(user(7))),
            event(3, Some(user(8))),
            event(4, None),
        ]);
        let agent = Viewer {
            id: user(7),
            role: Role::Agent,
            visibility: AgentVisibility::Assigned,
        };
        let batch = ring.take(0, &agent, WIDE).unwrap();
        assert_eq!((seqs(&batch), batch.up_to), (vec![2], 4));
    }

    #[test]
    fn a_gap_empties_it() {
        let ring = Ring::new(0, WIDE);
        ring.push(events(1..=3));
        ring.push(events(8..=9));
        assert_eq!(ring.take(3, &admin(), WIDE), None);
        assert_eq!(seqs(&ring.take(7, &admin(), WIDE).unwrap()), [8, 9]);
    }
}
