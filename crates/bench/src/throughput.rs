//! Durable acknowledgements per second, the product beside the plain handler.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context;
use testkit::load::percentile;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::generator::{self, Round};
use crate::report::{line, median, ms};
use crate::{baseline, product};

/// Kept connections, each with one request under way. Meta opens many; beyond this more only wait longer.
const CONNECTIONS: usize = 64;

/// Rounds of each server, in turns, so that a slow moment of the machine does not fall on one of them. Odd, for the
/// median.
const ROUNDS: usize = 3;

/// Long enough for several checkpoints of SQLite's log.
const ROUND: Duration = Duration::from_secs(5);

/// Requests made for one round: more than any machine we know takes in [`ROUND`], about 100 MB.
const REQUESTS: usize = 200_000;

/// Before the first figure: caches, pools, prepared statements.
const WARM_UP: usize = 2_000;

pub(crate) async fn run() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (_plain, plain_address) = start_plain(&folder.path().join("plain.db")).await?;
    let server = product::start().await;
    let admin = server.api().admin().await;

    round(plain_address, WARM_UP).await?;
    let warm = round(server.address(), WARM_UP).await?;
    let mut sent = warm.accepted;
    product::drained(&admin, sent).await?;

    let (mut plain, mut ours, mut applied) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        plain.push(round(plain_address, REQUESTS).await?);
        let start = Instant::now();
        let taken = round(server.address(), REQUESTS).await?;
        sent += taken.accepted;
        product::drained(&admin, sent).await?;
        applied.push(taken.accepted as f64 / start.elapsed().as_secs_f64());
        ours.push(taken);
    }

    line(&format!(
        "durable webhook acknowledgements (SQLite, synchronous=FULL, {CONNECTIONS} connections, median of {ROUNDS} rounds of {} s)",
        ROUND.as_secs()
    ));
    let plain_rate = show("plain handler", &plain);
    let our_rate = show("ticklegram", &ours);
    line(&format!(
        "  ratio                {:.2}",
        our_rate / plain_rate
    ));
    line(&format!(
        "  applied and shown    {:>9.0} /s",
        median(&applied)
    ));
    Ok(())
}

fn show(name: &str, rounds: &[Round]) -> f64 {
    let rate = median(&rounds.iter().map(Round::per_second).collect::<Vec<_>>());
    let mut all: Vec<_> = rounds
        .iter()
        .flat_map(|round| round.latencies.iter().copied())
        .collect();
    all.sort_unstable();
    let (p50, p99) = (ms(percentile(&all, 0.5)), ms(percentile(&all, 0.99)));
    line(&format!(
        "  {name:<20} {rate:>9.0} /s   p50 {p50}   p99 {p99}"
    ));
    rate
}

async fn round(address: SocketAddr, most: usize) -> anyhow::Result<Round> {
    let requests = product::messages()?
        .take(most)
        .map(|delivery| generator::request(address, &delivery))
        .collect();
    generator::run(address, CONNECTIONS, ROUND, requests).await
}

/// This program again, as the plain handler.
async fn start_plain(file: &Path) -> anyhow::Result<(Child, SocketAddr)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg(baseline::MODE)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let output = child.stdout.take().context("no output")?;
    let first = BufReader::new(output)
        .lines()
        .next_line()
        .await?
        .context("it did not start")?;
    Ok((child, SocketAddr::from(([127, 0, 0, 1], first.parse()?))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain handler in this process; as a child it is the whole program.
    #[tokio::test]
    async fn the_plain_handler_keeps_what_it_acknowledges() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plain.db");
        let address = baseline::tests::start(&file).await;
        let requests = product::messages().unwrap().take(300);
        let requests = requests
            .map(|delivery| generator::request(address, &delivery))
            .collect();
        let done = generator::run(address, 8, Duration::from_secs(60), requests)
            .await
            .unwrap();
        assert_eq!(done.accepted, 300);
        assert_eq!(baseline::tests::count(&file).await, 300);

        let forged = b"POST /webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        let refused = generator::run(address, 1, Duration::from_secs(60), vec![forged.to_vec()]);
        assert!(refused.await.unwrap_err().to_string().contains("401"));
    }
}
