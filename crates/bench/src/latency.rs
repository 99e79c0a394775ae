//! From a webhook to an open dashboard: the time between the first byte of a delivery and its frame on the socket.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Context;
use testkit::load::percentile;
use testkit::ws::{Connect, Next, Socket};
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;

use crate::generator::{self, Connection};
use crate::product;
use crate::report::{line, ms};

/// One after the other, on an idle server.
const ALONE: usize = 1_000;

/// At a steady pace: a busy shop's evening, far from the limit.
const PACED: usize = 5_000;

/// Between two of them: 1,000 a second.
const PACE: Duration = Duration::from_millis(1);

pub(crate) async fn run() -> anyhow::Result<()> {
    let server = product::start().await;
    let admin = server.api().admin().await;
    let mut socket = Socket::connect(&server.base(), &Connect::with_token(admin.token())).await;
    socket.ready().await;

    line("webhook to socket (first byte of the delivery to its frame, one admin's socket)");
    let alone = alone(server.address(), &mut socket).await?;
    show("one at a time", alone);
    let paced = paced(server.address(), &mut socket).await?;
    show("1000 per second", paced);
    Ok(())
}

fn show(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let (p50, p99) = (ms(percentile(&times, 0.5)), ms(percentile(&times, 0.99)));
    line(&format!(
        "  {name:<20} p50 {p50}   p99 {p99}   ({} messages)",
        times.len()
    ));
}

async fn alone(address: SocketAddr, socket: &mut Socket) -> anyhow::Result<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let mut times = Vec::with_capacity(ALONE);
    for delivery in product::messages()?.take(ALONE) {
        let request = generator::request(address, &delivery);
        let start = Instant::now();
        connection.post(&request).await?;
        while shown(socket).await? != delivery.key {}
        times.push(start.elapsed());
    }
    Ok(times)
}

async fn paced(address: SocketAddr, socket: &mut Socket) -> anyhow::Result<Vec<Duration>> {
    let mut connection = Connection::open(address).await?;
    let (started, mut starts) = mpsc::channel(PACED);
    let deliveries: Vec<_> = product::messages()?.take(PACED).collect();
    let sending = tokio::spawn(async move {
        let mut clock = tokio::time::interval(PACE);
        // A late answer is not made up for by a burst: what is measured is a steady load.
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        for delivery in deliveries {
            let request = generator::request(address, &delivery);
            clock.tick().await;
            started.send((delivery.key, Instant::now())).await?;
            connection.post(&request).await?;
        }
        anyhow::Ok(())
    });
    let mut open = HashMap::with_capacity(PACED);
    let mut times = Vec::with_capacity(PACED);
    while times.len() < PACED {
        let key = shown(socket).await?;
        let arrived = Instant::now();
        while let Ok((key, start)) = starts.try_recv() {
            open.insert(key, start);
        }
        if let Some(start) = open.remove(&key) {
            times.push(arrived - start);
        }
    }
    sending.await??;
    Ok(times)
}

/// Meta's id of the next message that the socket shows.
async fn shown(socket: &mut Socket) -> anyhow::Result<String> {
    loop {
        match socket.next().await {
            Next::Frame(frame) if frame["type"] == "new_message" => {
                let id = frame["message"]["meta_message_id"].as_str();
                return id
                    .map(str::to_owned)
                    .context("a message without meta_message_id");
            }
            Next::Frame(_) => {}
            Next::Closed(code, reason) => anyhow::bail!("the socket closed: {code} {reason}"),
        }
    }
}
