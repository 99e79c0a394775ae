//! Where a socket begins.

use store::events::Head;

/// Where a client wants to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resume {
    /// After this event (`?since=…&log=…`).
    Since {
        /// The last event the client has.
        seq: i64,
        /// The log it belongs to; a client that does not say is believed.
        log: Option<String>,
    },
    /// After what this person's screens have confirmed.
    Delivered,
}

/// Where a socket begins, and what it says first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// Replays what follows `after`; `queued` if it came while its reader was away.
    Replay {
        /// The last event that is not sent.
        after: i64,
        /// Whether the replayed events are marked.
        queued: bool,
    },
    /// This person never connected: goes live at the head, and that is remembered.
    Fresh,
    /// What the client has does not lead to what the log holds: it reads afresh, and goes live at the head.
    Resync,
}

/// Decides by what the client wants, which log this is, what it holds, and what was confirmed.
pub(super) fn decide(resume: &Resume, log: &str, head: Head, confirmed: Option<i64>) -> Start {
    let (after, queued) = match resume {
        Resume::Since {
            log: Some(other), ..
        } if other != log => return Start::Resync,
        Resume::Since { seq, .. } => (*seq, false),
        Resume::Delivered => match confirmed {
            Some(seq) => (seq, true),
            None => return Start::Fresh,
        },
    };
    if after < head.low || after > head.seq {
        Start::Resync
    } else {
        Start::Replay { after, queued }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table() {
        const HEAD: Head = Head { seq: 20, low: 10 };
        let since = |seq, log: Option<&str>| Resume::Since {
            seq,
            log: log.map(str::to_owned),
        };
        let replay = |after, queued| Start::Replay { after, queued };
        let cases = [
            (since(15, Some("a")), None, replay(15, false)),
            (since(15, None), Some(3), replay(15, false)),
            (since(10, Some("a")), None, replay(10, false)),
            (since(20, Some("a")), None, replay(20, false)),
            (since(9, Some("a")), None, Start::Resync),
            (since(21, Some("a")), None, Start::Resync),
            (since(-1, None), None, Start::Resync),
            (since(i64::MAX, None), None, Start::Resync),
            (since(15, Some("b")), None, Start::Resync),
            (since(15, Some("")), None, Start::Resync),
            (Resume::Delivered, Some(12), replay(12, true)),
            (Resume::Delivered, Some(20), replay(20, true)),
            (Resume::Delivered, Some(9), Start::Resync),
            (Resume::Delivered, Some(21), Start::Resync),
            (Resume::Delivered, None, Start::Fresh),
        ];
        for (resume, confirmed, expected) in cases {
            assert_eq!(
                decide(&resume, "a", HEAD, confirmed),
                expected,
                "{resume:?} {confirmed:?}"
            );
        }
        let empty = Head { seq: 0, low: 0 };
        assert_eq!(
            decide(&since(0, Some("a")), "a", empty, None),
            replay(0, false)
        );
    }
}
