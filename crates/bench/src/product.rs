//! The product, and the account whose webhooks are made.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use testkit::api::Api;
use testkit::load::Messages;
use testkit::process::{Options, Server};
use testkit::wait;
use testkit::webhook::Account;

/// The Instagram account that is there in mock mode.
const ACCOUNT: &str = "mock_ig_123";

/// So many people write in turn.
const CUSTOMERS: usize = 500;

/// What a round has left to apply is applied within this time, or the figure would be a lie.
const DRAIN: Duration = Duration::from_secs(300);

/// A server in mock mode on a fresh folder.
pub(crate) async fn start() -> Server {
    let options = Options::default()
        .env("FACEBOOK_APP_SECRET", crate::SECRET)
        .env("INSTAGRAM_APP_SECRET", crate::SECRET);
    Server::start(options).await
}

/// Messages of now from many customers, none equal to another.
pub(crate) fn messages() -> anyhow::Result<Messages> {
    Ok(Messages::new(
        Account::instagram(ACCOUNT),
        CUSTOMERS,
        now()?,
    ))
}

#[expect(clippy::disallowed_methods, reason = "a benchmark runs in real time")]
fn now() -> anyhow::Result<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    i64::try_from(since.as_millis()).context("the clock")
}

/// How many messages the server shows.
pub(crate) async fn shown(admin: &Api) -> anyhow::Result<usize> {
    let stats = admin.get("/api/dashboard/stats").await;
    let total = stats["total_messages"]
        .as_u64()
        .context("no total_messages in the stats")?;
    Ok(usize::try_from(total)?)
}

/// Waits until so many messages are shown.
pub(crate) async fn drained(admin: &Api, total: usize) -> anyhow::Result<()> {
    let waited = wait::try_until(DRAIN, "everything to be applied", async || {
        shown(admin).await.ok().filter(|shown| *shown >= total)
    });
    waited.await?;
    Ok(())
}
