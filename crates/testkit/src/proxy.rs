//! A TCP proxy that breaks connections when a test says so.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Bytes moved at once. Small, so that a delay or a cut falls into the middle of a conversation.
const CHUNK: usize = 4096;

/// Which way bytes travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From who connected to who is behind the proxy.
    ToServer,
    /// Back.
    ToClient,
}

/// What happens to connections now.
#[derive(Debug, Clone)]
struct Rules {
    target: SocketAddr,
    refuse: bool,
    delay: Duration,
    black_hole: Option<Direction>,
    held: Option<Direction>,
}

/// A proxy in front of one address, itself on a free loopback port; it ends when the value is dropped.
///
/// Changes take effect for connections that are open, too, except where a method says otherwise.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    rules: watch::Sender<Rules>,
    /// Cancelled and replaced to cut what is open now.
    open: watch::Sender<CancellationToken>,
    accepted: Arc<AtomicUsize>,
    _end: DropGuard,
}

impl Proxy {
    /// Starts a proxy that passes everything on.
    ///
    /// # Panics
    /// When there is no free port.
    pub async fn start(target: SocketAddr) -> Self {
        let listening = async {
            let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
            let address = listener.local_addr()?;
            io::Result::Ok((listener, address))
        };
        let (listener, address) = match listening.await {
            Ok(listening) => listening,
            Err(e) => panic!("the proxy has no port: {e}"),
        };
        let rules = Rules {
            target,
            refuse: false,
            delay: Duration::ZERO,
            black_hole: None,
            held: None,
        };
        let (rules, rules_seen) = watch::channel(rules);
        let end = CancellationToken::new();
        let (open, open_seen) = watch::channel(end.child_token());
        let accepted = Arc::new(AtomicUsize::new(0));
        let accepting = accept(listener, rules_seen, open_seen, Arc::clone(&accepted));
        let stop = end.clone();
        tokio::spawn(async move { stop.run_until_cancelled(accepting).await });
        Self {
            address,
            rules,
            open,
            accepted,
            _end: end.drop_guard(),
        }
    }

    /// Where to connect instead of to the server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The same as the base of URLs.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many connections were ever accepted (refused ones are not).
    #[must_use]
    pub fn accepted(&self) -> usize {
        self.accepted.load(Ordering::SeqCst)
    }

    /// Cuts every connection that is open, at once and without a goodbye. New ones are served.
    pub fn cut(&self) {
        self.open.send_modify(|token| {
            token.cancel();
            *token = CancellationToken::new();
        });
    }

    /// Cuts what is open and closes each new connection at once, until [`heal`](Self::heal).
    pub fn refuse(&self) {
        self.rules.send_modify(|rules| rules.refuse = true);
        self.cut();
    }

    /// Holds every piece back for this long, in both directions.
    pub fn delay(&self, delay: Duration) {
        self.rules.send_modify(|rules| rules.delay = delay);
    }

    /// Swallows everything that travels this way: the connection stays open, and nothing arrives. What was swallowed
    /// stays lost when the proxy is healed, so cut before you go on.
    pub fn black_hole(&self, direction: Direction) {
        self.rules
            .send_modify(|rules| rules.black_hole = Some(direction));
    }

    /// Keeps everything that travels this way until [`heal`](Self::heal), which lets it go on: an answer that has been
    /// given and has not arrived.
    pub fn hold(&self, direction: Direction) {
        self.rules.send_modify(|rules| rules.held = Some(direction));
    }

    /// Passes everything on again.
    pub fn heal(&self) {
        self.rules.send_modify(|rules| {
            rules.refuse = false;
            rules.delay = Duration::ZERO;
            rules.black_hole = None;
            rules.held = None;
        });
    }

    /// Sends new connections elsewhere (a server that came back on another port).
    pub fn retarget(&self, target: SocketAddr) {
        self.rules.send_modify(|rules| rules.target = target);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.cut();
    }
}

async fn accept(
    listener: TcpListener,
    rules: watch::Receiver<Rules>,
    open: watch::Receiver<CancellationToken>,
    accepted: Arc<AtomicUsize>,
) {
    while let Ok((client, _)) = listener.accept().await {
        if rules.borrow().refuse {
            continue;
        }
        accepted.fetch_add(1, Ordering::SeqCst);
        let cut = open.borrow().clone();
        let rules = rules.clone();
        tokio::spawn(async move { cut.run_until_cancelled(serve(client, rules)).await });
    }
}

async fn serve(client: TcpStream, rules: watch::Receiver<Rules>) {
    let target = rules.borrow().target;
    let Ok(server) = TcpStream::connect(target).await else {
        return;
    };
    let _ = (client.set_nodelay(true), server.set_nodelay(true));
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    // Each direction ends by itself: half-closed connections are part of what is passed on.
    let _ = tokio::join!(
        pump(from_client, to_server, Direction::ToServer, rules.clone()),
        pump(from_server, to_client, Direction::ToClient, rules),
    );
}

async fn pump(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    direction: Direction,
    mut rules: watch::Receiver<Rules>,
) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return to.shutdown().await;
        }
        let (delay, lost) = {
            let rules = rules.borrow();
            (rules.delay, rules.black_hole == Some(direction))
        };
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        // An error means that the proxy is gone; the connection is about to be cut.
        let _ = rules.wait_for(|rules| rules.held != Some(direction)).await;
        if !lost {
            to.write_all(&buffer[..length]).await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::wait::{PATIENCE, until};

    const SHORT: Duration = Duration::from_millis(50);

    /// Gives back what it is sent.
    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    tokio::io::copy(&mut from, &mut to).await
                });
            }
        });
        address
    }

    async fn said(stream: &mut TcpStream, word: &[u8]) -> io::Result<Vec<u8>> {
        stream.write_all(word).await?;
        let mut answer = vec![0; word.len()];
        stream.read_exact(&mut answer).await?;
        Ok(answer)
    }

    async fn ended(stream: &mut TcpStream) -> bool {
        matches!(
            tokio::time::timeout(PATIENCE, stream.read(&mut [0; 1])).await,
            Ok(Ok(0) | Err(_))
        )
    }

    #[tokio::test]
    async fn passes_on_and_cuts() {
        let proxy = Proxy::start(echo().await).await;
        let mut first = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(said(&mut first, b"hello").await.unwrap(), b"hello");
        proxy.cut();
        assert!(ended(&mut first).await);
        let mut second = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(said(&mut second, b"again").await.unwrap(), b"again");
        assert_eq!(proxy.accepted(), 2);
    }

    #[tokio::test]
    async fn refuses_until_healed() {
        let proxy = Proxy::start(echo().await).await;
        proxy.refuse();
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert!(ended(&mut stream).await);
        assert_eq!(proxy.accepted(), 0);
        proxy.heal();
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(said(&mut stream, b"x").await.unwrap(), b"x");
    }

    #[tokio::test]
    async fn delays_and_swallows() {
        let proxy = Proxy::start(echo().await).await;
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        proxy.delay(SHORT);
        let start = Instant::now();
        said(&mut stream, b"slow").await.unwrap();
        assert!(start.elapsed() >= 2 * SHORT, "once in each direction");
        proxy.heal();
        proxy.black_hole(Direction::ToClient);
        let nothing = tokio::time::timeout(SHORT, said(&mut stream, b"lost")).await;
        assert!(nothing.is_err(), "open, and silent");
        proxy.heal();
        assert_eq!(said(&mut stream, b"back").await.unwrap(), b"back");
    }

    #[tokio::test]
    async fn holds_until_healed() {
        let proxy = Proxy::start(echo().await).await;
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(said(&mut stream, b"x").await.unwrap(), b"x");
        proxy.hold(Direction::ToClient);
        stream.write_all(b"later").await.unwrap();
        let mut answer = [0; 5];
        let nothing = tokio::time::timeout(SHORT, stream.read_exact(&mut answer)).await;
        assert!(nothing.is_err(), "it is on its way");
        proxy.heal();
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"later");
    }

    #[tokio::test]
    async fn follows_a_server_that_moved_and_ends_with_its_value() {
        let gone = TcpListener::bind("127.0.0.1:0")
            .await
            .unwrap()
            .local_addr()
            .unwrap();
        let proxy = Proxy::start(gone).await;
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert!(ended(&mut stream).await, "nobody is behind it");
        proxy.retarget(echo().await);
        let mut stream = TcpStream::connect(proxy.address()).await.unwrap();
        assert_eq!(said(&mut stream, b"x").await.unwrap(), b"x");
        let address = proxy.address();
        drop(proxy);
        assert!(ended(&mut stream).await);
        until(PATIENCE, "the port to be closed", async || {
            TcpStream::connect(address).await.err()
        })
        .await;
    }
}
