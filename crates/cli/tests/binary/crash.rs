//! SIGKILL under load, again and again: whatever was answered with 200 is there afterwards, once.

use testkit::ids::unique;
use testkit::postgres;
use testkit::process::Options;

use crate::support::{Ledger, World};

#[tokio::test]
async fn what_was_promised_survives_crashes() {
    let world = World::start(Options::default()).await;
    survives(world, 10).await;
}

#[tokio::test]
async fn what_was_promised_survives_crashes_on_postgres() {
    let Some(database) = postgres::database_or_skip("crashes on PostgreSQL").await else {
        return;
    };
    let options = Options::default().env("DATABASE_URL", database.url());
    let world = World::start(options).await;
    survives(world, 4).await;
}

async fn survives(mut world: World, crashes: usize) {
    let ledger = Ledger::begin(&world);
    for _ in 0..crashes {
        // In the middle of something, and never at the same place.
        ledger.more(50 + any_number_below(400)).await;
        world.server.kill9();
        world.server.restart().await;
    }
    ledger.more(50).await;
    let posted = ledger.end().await;
    posted.honest();
    let promised = posted.report.accepted.len();
    assert!(promised > 50 * crashes, "{promised} promises are no load");
    posted.is_kept(&world, false).await;
    posted.post_the_rest(&world).await;
    posted.is_kept(&world, true).await;
}

fn any_number_below(end: usize) -> usize {
    usize::from_str_radix(&unique()[..6], 16).unwrap_or_default() % end
}
