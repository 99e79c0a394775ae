//! Readers that do not read.

use std::time::Duration;

use server::realtime::Limits;
use testkit::wait::{PATIENCE, until};

use crate::world::{World, brisk, ended_for, recorder, seqs};

/// More than the kernel holds for a connection on this machine, by far.
const EVENTS: usize = 80;
const EVENT_BYTES: usize = 250_000;
const SLOW: usize = 20;

fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap();
    statm.split(' ').nth(1).unwrap().parse::<usize>().unwrap() * 4_096
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn they_are_cut_off_and_cost_neither_memory_nor_time() {
    recorder();
    let world = World::new().await;
    let limits = Limits {
        write: Duration::from_millis(500),
        close: PATIENCE,
        ring_bytes: 1 << 20,
        ..brisk()
    };
    let node = world.node(limits).await;
    let chat = world.write(1, "a").await;
    let mut slow = Vec::new();
    for _ in 0..SLOW {
        let mut socket = node.open(&world.admin).await;
        socket.ready().await;
        slow.push(socket);
    }
    let mut quick = node.open(&world.admin).await;
    quick.ready().await;
    let before = resident_bytes();
    for n in 0..EVENTS {
        world
            .rename(chat, &format!("{n}{}", "x".repeat(EVENT_BYTES)))
            .await;
        node.realtime.hint();
        // Each comes before the next is written: the slow ones hold up nobody.
        let seq = 4 + i64::try_from(n).unwrap();
        assert_eq!(seqs(&quick.collect_to(seq).await), [seq]);
    }
    until(PATIENCE, "the slow readers to be cut off", async || {
        (ended_for("too_slow") >= SLOW).then_some(())
    })
    .await;
    let grown = resident_bytes().saturating_sub(before);
    // A queue per socket would hold 20 times 20 MB; the client of this test keeps what the quick one has read.
    assert!(
        grown < 3 * EVENTS * EVENT_BYTES + (64 << 20),
        "{grown} bytes more than before"
    );
    // Whoever reads on finds what was in flight, without a gap, and why it ended; and resumes.
    let mut socket = slow.pop().unwrap();
    let (code, reason) = socket.closed().await;
    assert_eq!(
        (code, reason.contains("too slowly")),
        (1013, true),
        "{reason}"
    );
    let got = seqs(socket.seen());
    let last = 3 + i64::try_from(got.len()).unwrap();
    assert_eq!(got, (4..=last).collect::<Vec<_>>());
    let head = world.head().await;
    assert!(last < head, "it was cut off");
    let mut again = node.open_since(&world.admin, last).await;
    again.ready().await;
    assert_eq!(
        seqs(&again.collect_to(head).await),
        (last + 1..=head).collect::<Vec<_>>()
    );
}
