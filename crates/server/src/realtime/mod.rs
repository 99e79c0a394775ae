//! Real time: the event log, followed by sockets.
//!
//! Everything a screen must see is a row of the log, and everybody pulls: one tailer per node reads the log into a
//! ring of ready-to-send frames ([`ring`]), every socket holds a position in it and takes what follows
//! ([`session`]). There is no queue per socket. A slow one falls behind, then out of the ring, then reads pages from
//! the database, then, if it does not read at all, is cut off; it resumes by its position and has lost nothing.
//!
//! Two filters decide who sees what. Live, each event is judged by who could see it when it was written. In a replay
//! it is what the person may see *now*, because in between chats may have changed hands. The hand-over from one to the
//! other is one position: a page of the database covers everything up to a number that the ring had reached before
//! the page was read, and the ring goes on from there.
//!
//! *Delivered* means confirmed by the client ([`confirm`]); who is looking at what ([`presence`]) is not in the log.
//! Nodes that share a database tell each other what is worth looking at ([`nodes`]).

mod confirm;
mod end;
mod frames;
mod nodes;
mod place;
mod presence;
mod registry;
mod resume;
mod ring;
mod session;
mod tail;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use domain::clock::Clock;
use domain::ids::{SessionId, UserId};
use domain::user::Viewer;
use store::Db;
use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use resume::Resume;

/// Longest frame that is pushed. A message of Meta's has at most 2,000 characters of text and a few links, which make
/// some kilobytes; what is longer was not made by people, and is read by those who open the chat.
const MAX_FRAME_BYTES: usize = 1024 * 1024;
/// Longest message of a client. Theirs are a few dozen bytes; more is refused by the protocol and ends the socket.
const MAX_CLIENT_BYTES: usize = 16 * 1024;
/// What is read at once. The default of 128 KiB is allocated for every socket and would be most of its memory.
const READ_BUFFER_BYTES: usize = 4 * 1024;
/// What is collected before it is written: several frames per system call, and little memory per idle socket.
const WRITE_BUFFER_BYTES: usize = 8 * 1024;
/// What a socket may hold unwritten. It never comes to that, because nothing is added while a write is blocked: the
/// write buffer and one longest frame.
const MAX_WRITE_BUFFER_BYTES: usize = 2 * MAX_FRAME_BYTES;
/// Sockets that may read the database at once. Fewer than its connections, so that a thousand screens that come back
/// after a restart leave some to the requests they make.
const CATCH_UP_READERS: usize = 2;

/// How much, how often and how long.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Sockets on this node. At some 30 KiB each, 10,000 are 300 MiB.
    pub per_node: usize,
    /// Sockets of one person: more tabs than anybody has, fewer than a client that forgets to close would make.
    pub per_user: usize,
    /// Newest events kept in memory: minutes of a busy installation, so that a short hiccup costs no query.
    pub ring_events: usize,
    /// Bytes of these events: twice what they need at a usual kilobyte each.
    pub ring_bytes: usize,
    /// How often the log is read without a hint, for what other nodes have written.
    pub poll_every: Duration,
    /// How often a client is asked for a sign of life, which also confirms what it has.
    pub ping_every: Duration,
    /// A client that says nothing for this long is gone: three pings.
    pub idle: Duration,
    /// How long a write may take until its reader counts as too slow.
    pub write: Duration,
    /// How long the server waits for the answer to its goodbye.
    pub close: Duration,
    /// Pause between two writes of what a person has confirmed (contract §3).
    pub confirm_every: Duration,
    /// How often the login behind a socket is checked, should its end have escaped: ends on this node are told at once,
    /// those on other nodes by the log.
    pub check_every: Duration,
    /// Time over which the goodbyes of a shutdown are spread, so that not all come back in the same instant.
    pub spread: Duration,
    /// Typing fades when it is not renewed for this long; clients renew it every 4 s.
    pub typing: Duration,
    /// Looking fades when it is not renewed for this long; clients renew it every 30 s.
    pub viewing: Duration,
    /// Pause between two words of a socket about where it is; the last one in between counts.
    pub presence_every: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            per_node: 10_000,
            per_user: 50,
            ring_events: 4_096,
            ring_bytes: 8 * 1024 * 1024,
            poll_every: Duration::from_secs(1),
            ping_every: Duration::from_secs(20),
            idle: Duration::from_secs(60),
            write: Duration::from_secs(10),
            close: Duration::from_secs(2),
            confirm_every: Duration::from_secs(5),
            check_every: Duration::from_secs(30),
            spread: Duration::from_secs(2),
            typing: Duration::from_secs(8),
            viewing: Duration::from_secs(75),
            presence_every: Duration::from_millis(250),
        }
    }
}

/// Who opened a socket, and where they want to go on.
#[derive(Clone, Debug)]
pub struct Connected {
    /// The person.
    pub viewer: Viewer,
    /// Their login.
    pub session: SessionId,
    /// Where to begin.
    pub resume: Resume,
}

/// What the sockets of a node share.
struct Shared {
    db: Db,
    clock: Arc<dyn Clock>,
    log: String,
    limits: Limits,
    ring: Arc<ring::Ring>,
    hint: Arc<Notify>,
    marks: Arc<confirm::Marks>,
    sockets: Arc<registry::Registry>,
    presence: Arc<presence::Presence>,
    nodes: Arc<nodes::Mouth>,
    moved: Box<dyn Fn() + Send + Sync>,
    readers: Semaphore,
    tracker: TaskTracker,
    soft: CancellationToken,
}

impl Shared {
    /// Another node has committed something: the log may have grown, and work may wait.
    fn stir(&self) {
        self.hint.notify_one();
        (self.moved)();
    }
}

/// A node among those that share a database.
pub struct Node {
    /// Its name, fresh at every start.
    pub name: String,
    /// Called when another node has committed something; must not block.
    pub moved: Box<dyn Fn() + Send + Sync>,
}

/// The real time of this node; a cheap handle.
#[derive(Clone)]
pub struct Realtime {
    shared: Arc<Shared>,
}

impl Realtime {
    /// Reads where the log stands and follows it from there, by tasks on `tracker` that end with `soft`. `log` is the
    /// id of this log, `node` who this is among those that share the database.
    ///
    /// # Errors
    /// What the database said.
    pub async fn start(
        db: Db,
        clock: Arc<dyn Clock>,
        log: String,
        node: Node,
        limits: Limits,
        tracker: &TaskTracker,
        soft: CancellationToken,
    ) -> store::Result<Self> {
        let head = db.head().await?;
        let bound = ring::Room {
            frames: limits.ring_events,
            bytes: limits.ring_bytes,
        };
        let nodes = Arc::new(nodes::Mouth::new(node.name, &db));
        let to_nodes = Arc::clone(&nodes);
        let shared = Arc::new(Shared {
            ring: Arc::new(ring::Ring::new(head.seq, bound)),
            hint: Arc::default(),
            marks: Arc::new(confirm::Marks::new(limits.confirm_every)),
            sockets: Arc::new(registry::Registry::new(limits.per_node, limits.per_user)),
            presence: Arc::new(presence::Presence::new(Box::new(move |here| {
                to_nodes.here(here);
            }))),
            nodes,
            moved: node.moved,
            readers: Semaphore::new(CATCH_UP_READERS),
            tracker: tracker.clone(),
            db,
            clock,
            log,
            limits,
            soft,
        });
        let Shared {
            ref db,
            ref clock,
            ref ring,
            ref hint,
            ref marks,
            ref sockets,
            ref soft,
            ..
        } = *shared;
        let tail = tail::run(
            db.clone(),
            Arc::clone(ring),
            Arc::clone(hint),
            Arc::clone(sockets),
            shared.limits.poll_every,
            soft.clone(),
        );
        tracker.spawn(tail);
        tracker.spawn(
            soft.clone()
                .run_until_cancelled_owned(nodes::hear(Arc::clone(&shared))),
        );
        let (mouth, telling) = (Arc::clone(&shared.nodes), db.clone());
        let speak = async move { mouth.run(&telling).await };
        tracker.spawn(soft.clone().run_until_cancelled_owned(speak));
        tracker.spawn(Arc::clone(marks).run(db.clone(), Arc::clone(clock), soft.clone()));
        Ok(Self { shared })
    }

    /// Sets the bounds of a socket before it is opened: buffers, and the length of what a client may say.
    pub fn bounded(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
        upgrade
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(WRITE_BUFFER_BYTES)
            .max_write_buffer_size(MAX_WRITE_BUFFER_BYTES)
            .max_message_size(MAX_CLIENT_BYTES)
            .max_frame_size(MAX_CLIENT_BYTES)
    }

    /// The log may have grown. Never blocks; many hints at once are one.
    pub fn hint(&self) {
        self.shared.hint.notify_one();
        self.shared.nodes.moved();
    }

    /// The number of the newest event that the sockets of this node can have.
    #[must_use]
    pub fn position(&self) -> i64 {
        self.shared.ring.position()
    }

    /// Open sockets.
    #[must_use]
    pub fn sockets(&self) -> usize {
        self.shared.sockets.count()
    }

    /// Serves one socket to its end.
    pub async fn serve(&self, socket: WebSocket, who: Connected) {
        // Shutdown waits for this, so that what was confirmed is stored before the database closes.
        let _running = self.shared.tracker.token();
        session::serve(Arc::clone(&self.shared), socket, who).await;
    }

    /// Ends the sockets of a login at once, on all nodes.
    pub fn end_session(&self, session: SessionId) {
        self.shared.sockets.end_session(session);
        self.shared.nodes.session_over(session);
    }

    /// Ends the sockets of a person at once, on all nodes.
    pub fn end_user(&self, user: UserId) {
        self.shared.sockets.end_user(user);
        self.shared.nodes.user_over(user);
    }
}
