//! As many signed webhooks as the other side takes, with as little work here as possible: requests are made beforehand,
//! connections are kept, and of an answer only its status is read.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use testkit::load::Delivery;
use testkit::webhook::{SIGNATURE_HEADER, sign};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// No answer to a webhook is larger: a status, some headers, a few words.
const LARGEST_ANSWER: usize = 16 * 1024;

/// What came of one round.
#[derive(Debug)]
pub(crate) struct Round {
    /// How many were answered 200.
    pub(crate) accepted: usize,
    /// From the first request to the last answer.
    pub(crate) elapsed: Duration,
    /// How long each took, sorted.
    pub(crate) latencies: Vec<Duration>,
}

impl Round {
    pub(crate) fn per_second(&self) -> f64 {
        self.accepted as f64 / self.elapsed.as_secs_f64()
    }
}

/// The whole HTTP request for one delivery.
pub(crate) fn request(address: SocketAddr, delivery: &Delivery) -> Vec<u8> {
    let body = &delivery.body;
    let signature = sign(crate::SECRET, body);
    let mut request = format!(
        "POST /webhook HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         User-Agent: facebookexternalua\r\n{SIGNATURE_HEADER}: {signature}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

/// Posts the requests over so many connections until they are used up or the time is over. Anything but a 200 ends it.
pub(crate) async fn run(
    address: SocketAddr,
    connections: usize,
    time: Duration,
    requests: Vec<Vec<u8>>,
) -> anyhow::Result<Round> {
    let requests = Arc::new(requests);
    let next = Arc::new(AtomicUsize::new(0));
    let mut streams = Vec::with_capacity(connections);
    for _ in 0..connections {
        streams.push(Connection::open(address).await?);
    }
    let start = Instant::now();
    let mut workers = JoinSet::new();
    for mut connection in streams {
        let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
        workers.spawn(async move {
            let mut latencies = Vec::new();
            while start.elapsed() < time {
                let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) else {
                    break;
                };
                let asked = Instant::now();
                connection.post(request).await?;
                latencies.push(asked.elapsed());
            }
            anyhow::Ok(latencies)
        });
    }
    let mut latencies = Vec::new();
    while let Some(worker) = workers.join_next().await {
        latencies.extend(worker??);
    }
    let elapsed = start.elapsed();
    latencies.sort_unstable();
    Ok(Round {
        accepted: latencies.len(),
        elapsed,
        latencies,
    })
}

/// One kept connection.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(LARGEST_ANSWER),
        })
    }

    /// Sends one request and reads its answer to the end.
    pub(crate) async fn post(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the server closed the connection: {}", self.so_far());
            }
            if let Some(length) = complete(&self.buffer) {
                anyhow::ensure!(self.buffer.len() == length, "more than one answer");
                break;
            }
            anyhow::ensure!(self.buffer.len() < LARGEST_ANSWER, "an endless answer");
        }
        anyhow::ensure!(
            self.buffer.starts_with(b"HTTP/1.1 200"),
            "not 200: {}",
            self.so_far()
        );
        Ok(())
    }

    fn so_far(&self) -> String {
        String::from_utf8_lossy(&self.buffer).into_owned()
    }
}

/// The length of the answer that the buffer holds, once it is all there.
fn complete(buffer: &[u8]) -> Option<usize> {
    let head = buffer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&buffer[..head]).ok()?;
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse::<usize>().ok())?
    });
    let all = head + length.unwrap_or(0);
    (buffer.len() >= all).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_complete_with_its_body() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(complete(answer), Some(answer.len()));
        assert_eq!(complete(&answer[..answer.len() - 1]), None);
        assert_eq!(complete(b"HTTP/1.1 200 OK\r\n"), None);
        assert_eq!(complete(b"HTTP/1.1 200 OK\r\n\r\n"), Some(19));
    }
}
