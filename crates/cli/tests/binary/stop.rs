//! SIGTERM: what has begun is finished, and nothing is lost.

use testkit::process::Options;

use crate::support::{Ledger, World};

#[tokio::test]
async fn a_stop_under_load_is_clean() {
    let mut world = World::start(Options::default()).await;
    for _ in 0..2 {
        let ledger = Ledger::begin(&world);
        ledger.more(300).await;
        let status = world.server.terminate().await;
        let posted = ledger.end().await;
        assert!(status.success(), "{status}");
        posted.honest();
        assert!(!posted.report.accepted.is_empty());
        world.server.restart().await;
        posted.is_kept(&world, false).await;
    }
}
