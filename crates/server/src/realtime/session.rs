//! One socket, from `ready` to its close.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, close_code};
use domain::ids::{ChatId, UserId};
use domain::user::Viewer;
use futures_util::SinkExt as _;
use tokio::task::coop::consume_budget;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use super::frames::{self, FromClient, State};
use super::presence::Seat;
use super::registry::{Full, Slot};
use super::resume::{self, Start};
use super::ring::{Batch, Room};
use super::tail::{backoff, jittered};
use super::{Connected, Shared};

/// What is written in one go before the client is heard again. It also sets how slow a reader may be: this much must go
/// out within the write timeout, 6 KiB a second, which the worst mobile link manages.
const TURN: Room = Room {
    frames: 64,
    bytes: 64 * 1024,
};
/// Events read from the database at once. As many as fit a turn, because a page waits in memory for its reader.
const PAGE: i64 = 64;
/// How long a read may take until it counts as failed. The database gives up on a connection after half of it.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Why a socket ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The client left, or the connection broke.
    Gone,
    /// The login behind it is over.
    SessionOver,
    /// The client does not read.
    TooSlow,
    /// The client gives no sign of life.
    Silent,
    /// There is no room.
    Full(Full),
    /// The database did not answer when the socket opened.
    Unavailable,
    /// The server stops.
    Restart,
}

impl End {
    /// Code and reason of the close frame. 1008 tells clients to stop, 1012 and 1013 to come back.
    const fn close(self) -> Option<(u16, &'static str)> {
        match self {
            Self::Gone => None,
            Self::SessionOver => Some((close_code::POLICY, "session ended")),
            Self::TooSlow => Some((
                close_code::AGAIN,
                "reading too slowly; reconnect to go on where this ended",
            )),
            Self::Silent => Some((
                close_code::AGAIN,
                "no sign of life; reconnect to go on where this ended",
            )),
            Self::Full(Full::Node) => Some((
                close_code::AGAIN,
                "this server has too many connections; try again later",
            )),
            Self::Full(Full::User) => Some((
                close_code::AGAIN,
                "you have too many connections; close some and try again",
            )),
            Self::Unavailable => Some((
                close_code::AGAIN,
                "the event log cannot be read; try again later",
            )),
            Self::Restart => Some((
                close_code::RESTART,
                "the server is restarting; reconnect to go on where this ended",
            )),
        }
    }

    /// The word for the metric.
    const fn label(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::SessionOver => "session_over",
            Self::TooSlow => "too_slow",
            Self::Silent => "silent",
            Self::Full(_) => "full",
            Self::Unavailable => "unavailable",
            Self::Restart => "restart",
        }
    }
}

/// What may end a socket while it waits for something else.
struct Stop {
    ended: CancellationToken,
    soft: CancellationToken,
    spread: Duration,
}

impl Stop {
    /// Resolves when waiting any longer is pointless: at once when the login ends, after the spread when the server
    /// stops.
    async fn now(&self) -> End {
        let restart = async {
            self.soft.cancelled().await;
            sleep(self.spread).await;
        };
        tokio::select! {
            () = self.ended.cancelled() => End::SessionOver,
            () = restart => End::Restart,
        }
    }

    /// Asks the database, bounded in time. `None` if it did not answer, `Err` if the socket ends.
    async fn ask<T>(
        &self,
        read: impl Future<Output = store::Result<T>> + Send,
    ) -> Result<Option<T>, End> {
        tokio::select! {
            end = self.now() => Err(end),
            read = timeout(READ_TIMEOUT, read) => Ok(match read {
                Ok(Ok(found)) => Some(found),
                Ok(Err(error)) => {
                    // A warning per socket would be a flood; the tailer, which reads the same database, gives one.
                    tracing::debug!(%error, "the database did not answer a socket");
                    None
                }
                Err(_) => None,
            }),
        }
    }
}

/// What a client wants to be known of where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wish {
    chat: Option<ChatId>,
    state: State,
}

/// When something is to be done next.
struct Timers {
    ping: Instant,
    check: Instant,
    idle: Instant,
    retry: Option<Instant>,
    stop: Option<Instant>,
    wish: Option<Instant>,
    fade: Option<Instant>,
}

impl Timers {
    fn next(&self) -> Instant {
        let fixed = [
            Some(self.ping),
            Some(self.check),
            Some(self.idle),
            self.retry,
            self.stop,
            self.wish,
            self.fade,
        ];
        fixed.into_iter().flatten().min().unwrap_or(self.ping)
    }
}

/// Takes the time out of `timer` if it has come.
fn take_due(timer: &mut Option<Instant>, now: Instant) -> bool {
    timer.take_if(|at| *at <= now).is_some()
}

impl Shared {
    /// Stores what a person has confirmed, whatever the pause.
    async fn flush(&self, user: UserId) {
        match timeout(READ_TIMEOUT, self.marks.flush(user, &self.db, &*self.clock)).await {
            Ok(Ok(())) => {}
            // At worst these events come again.
            Ok(Err(error)) => tracing::debug!(%error, "cannot store what a socket has confirmed"),
            Err(_) => tracing::debug!("cannot store in time what a socket has confirmed"),
        }
    }
}

struct Session {
    shared: Arc<Shared>,
    socket: WebSocket,
    slot: Slot,
    viewer: Viewer,
    stop: Stop,
    timers: Timers,
    /// Everything up to here was written to this socket, or is not for this person.
    position: i64,
    /// Events up to here are replayed from the database: they were there before the socket was.
    replay_to: i64,
    /// Events up to here came while the person was away.
    queued_to: i64,
    read_failures: u32,
    seat: Seat,
    wish: Option<Wish>,
    wish_allowed_at: Instant,
    /// Until when this client is believed to look at its chat.
    viewing_until: Option<Instant>,
    heard: u64,
}

/// Serves a socket to its end.
pub(super) async fn serve(shared: Arc<Shared>, mut socket: WebSocket, who: Connected) {
    let slot = match shared.sockets.admit(who.viewer.id, who.session) {
        Ok(slot) => slot,
        Err(full) => {
            say_goodbye(&mut socket, End::Full(full), shared.limits.close).await;
            return;
        }
    };
    let stop = Stop {
        ended: slot.ended.clone(),
        soft: shared.soft.clone(),
        spread: shared.limits.spread,
    };
    let seat = shared.presence.seat(slot.id, who.viewer.id);
    let now = Instant::now();
    let timers = Timers {
        // The first comes early and at a random time, so that the sockets of a thousand reconnects do not ping in step.
        ping: now
            + shared
                .limits
                .ping_every
                .mul_f64(rand::random_range(0.5..1.0)),
        check: now + jittered(shared.limits.check_every),
        idle: now + shared.limits.idle,
        retry: None,
        stop: None,
        wish: None,
        fade: None,
    };
    let session = Session {
        viewer: who.viewer,
        stop,
        timers,
        position: 0,
        replay_to: 0,
        queued_to: 0,
        read_failures: 0,
        seat,
        wish: None,
        wish_allowed_at: now,
        viewing_until: None,
        heard: 0,
        shared,
        socket,
        slot,
    };
    session.serve(&who).await;
}

/// Sends the close frame and waits for the client's, both within `patience`.
async fn say_goodbye(socket: &mut WebSocket, end: End, patience: Duration) {
    metrics::counter!("realtime_sockets_closed_total", "reason" => end.label()).increment(1);
    let goodbye = async {
        if let Some((code, reason)) = end.close()
            && socket
                .send(Message::Close(Some(CloseFrame {
                    code,
                    reason: Utf8Bytes::from_static(reason),
                })))
                .await
                .is_err()
        {
            return;
        }
        while let Some(Ok(_)) = socket.recv().await {}
    };
    let _: Result<(), _> = timeout(patience, goodbye).await;
}

impl Session {
    async fn serve(mut self, who: &Connected) {
        let end = match self.open(who).await {
            Ok(()) => {
                let end = self.run().await;
                // Before the goodbye: whoever reconnects on it finds what they have confirmed.
                self.shared.flush(self.viewer.id).await;
                self.shared.marks.leave(self.viewer.id);
                end
            }
            Err(end) => end,
        };
        self.seat.leave();
        tracing::debug!(user.id = %self.viewer.id, socket = self.slot.id, reason = end.label(), "socket of {} ended", self.viewer.id);
        say_goodbye(&mut self.socket, end, self.shared.limits.close).await;
    }

    /// Says `ready` and finds where to begin. On success the person's mark has been joined.
    async fn open(&mut self, who: &Connected) -> Result<(), End> {
        let (shared, user) = (Arc::clone(&self.shared), self.viewer.id);
        let now = shared.clock.now();
        let reading = async {
            let _turn = shared.readers.acquire().await;
            // Asked after the slot was taken: a logout before that found no socket to end.
            if !shared.db.session_alive(who.session, now).await? {
                return Ok(None);
            }
            let confirmed = match who.resume {
                resume::Resume::Delivered => shared.db.cursor(user).await?,
                resume::Resume::Since { .. } => None,
            };
            // After the cursor, which another screen of the same person may be moving: it is never ahead of a later head.
            let head = shared.db.head().await?;
            let start = resume::decide(&who.resume, &shared.log, head, confirmed);
            if start == Start::Fresh {
                shared.db.confirm(user, head.seq, now).await?;
            }
            Ok(Some((start, head, confirmed)))
        };
        let (start, head, confirmed) = match self.stop.ask(reading).await? {
            Some(Some(found)) => found,
            Some(None) => return Err(End::SessionOver),
            None => return Err(End::Unavailable),
        };
        let mut first = vec![frames::ready(head.seq, &shared.log)];
        self.position = head.seq;
        self.replay_to = head.seq;
        match start {
            Start::Fresh => {}
            Start::Resync => first.push(frames::resync(head.seq)),
            Start::Replay { after, queued } => {
                self.position = after;
                self.queued_to = if queued { head.seq } else { after };
            }
        }
        self.write(first.into_iter().map(Message::Text)).await?;
        let stored = if start == Start::Fresh {
            Some(head.seq)
        } else {
            confirmed
        };
        shared.marks.join(user, stored.unwrap_or(0));
        Ok(())
    }

    /// The life of the socket. Every branch is either safe to drop at an await or runs to its end before the next turn:
    /// writing and reading the database happen in the bodies, never in the conditions.
    async fn run(&mut self) -> End {
        let mut head = self.shared.ring.watch();
        let mut words = self.shared.presence.watch();
        loop {
            let newest = *head.borrow_and_update();
            let behind = self.timers.retry.is_none() && self.position < newest.max(self.replay_to);
            let said = *words.borrow_and_update() > self.heard;
            let stopping = self.timers.stop.is_some();
            let turn = tokio::select! {
                () = self.stop.ended.cancelled() => Err(End::SessionOver),
                () = self.stop.soft.cancelled(), if !stopping => {
                    self.timers.stop = Some(Instant::now() + self.shared.limits.spread.mul_f64(rand::random()));
                    self.shared.flush(self.viewer.id).await;
                    Ok(())
                }
                frame = self.socket.recv() => match frame {
                    Some(Ok(frame)) => self.hear(frame).await,
                    Some(Err(_)) | None => Err(End::Gone),
                },
                () = sleep_until(self.timers.next()) => self.tick().await,
                () = consume_budget(), if behind => self.advance(newest).await,
                () = consume_budget(), if said => self.pass_on().await,
                // These only wake: what there is to do is seen at the top.
                Ok(()) = head.changed(), if !behind => Ok(()),
                Ok(()) = words.changed(), if !said => Ok(()),
            };
            if let Err(end) = turn {
                return end;
            }
        }
    }

    /// Writes, and waits until it is out of our hands. Nothing is added while the client does not take it, so that a
    /// socket never holds more than its write buffer and one frame.
    async fn write(&mut self, messages: impl Iterator<Item = Message> + Send) -> Result<(), End> {
        let Self {
            socket,
            stop,
            shared,
            ..
        } = self;
        let writing = async {
            for message in messages {
                socket.feed(message).await?;
            }
            socket.flush().await
        };
        tokio::select! {
            end = stop.now() => Err(end),
            written = timeout(shared.limits.write, writing) => match written {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Gone),
                Err(_) => Err(End::TooSlow),
            },
        }
    }

    /// Sends the next events: from the ring, or from the database what was there before the socket or is no longer
    /// in the ring.
    async fn advance(&mut self, newest: i64) -> Result<(), End> {
        let live = if self.position < self.replay_to {
            None
        } else {
            self.shared.ring.take(self.position, &self.viewer, TURN)
        };
        let batch = match live {
            Some(batch) => Some(batch),
            None => self.page(newest.max(self.replay_to)).await?,
        };
        let Some(batch) = batch else { return Ok(()) };
        if !batch.frames.is_empty() {
            metrics::counter!("realtime_frames_total").increment(batch.frames.len() as u64);
            self.write(batch.frames.into_iter().map(Message::Text))
                .await?;
        }
        self.position = batch.up_to;
        Ok(())
    }

    /// The next page of the database. `reached` is a number the log had reached before this is called: a page that is
    /// not full covers the log at least up to there. `None` if the database has to be asked again later.
    async fn page(&mut self, reached: i64) -> Result<Option<Batch>, End> {
        let shared = Arc::clone(&self.shared);
        let reading = async {
            let _turn = shared.readers.acquire().await;
            let events = shared
                .db
                .events_after_for(&self.viewer, self.position, PAGE)
                .await?;
            // After the page: had events been pruned before it was read, this shows it.
            Ok((events, shared.db.head().await?))
        };
        let Some((events, head)) = self.stop.ask(reading).await? else {
            self.read_failures += 1;
            self.timers.retry = Some(Instant::now() + backoff(self.read_failures));
            return Ok(None);
        };
        self.read_failures = 0;
        if self.position < head.low {
            return Ok(Some(Batch {
                frames: vec![frames::resync(head.seq)],
                up_to: head.seq,
            }));
        }
        let last = events.last().map_or(self.position, |e| e.seq);
        let full = i64::try_from(events.len()).unwrap_or(PAGE) >= PAGE;
        let frames = events
            .iter()
            .map(|e| frames::event(e, e.seq <= self.queued_to))
            .collect();
        Ok(Some(Batch {
            frames,
            up_to: if full { last } else { last.max(reached) },
        }))
    }

    /// Passes on what others have said about where they are.
    async fn pass_on(&mut self) -> Result<(), End> {
        let (words, heard) = self
            .shared
            .presence
            .after(self.heard, &self.viewer, TURN.frames);
        self.heard = heard;
        if words.is_empty() {
            Ok(())
        } else {
            self.write(words.into_iter().map(Message::Text)).await
        }
    }

    async fn hear(&mut self, message: Message) -> Result<(), End> {
        self.timers.idle = Instant::now() + self.shared.limits.idle;
        match message {
            Message::Text(text) => match frames::parse(&text) {
                Some(FromClient::Ping) => {
                    let pong = Message::Text(Utf8Bytes::from_static(frames::PONG));
                    self.write(std::iter::once(pong)).await?;
                }
                Some(FromClient::Ack { seq }) => self.confirm(seq),
                Some(FromClient::Typing { chat_id: chat }) => self.wish(Wish {
                    chat,
                    state: State::Typing,
                }),
                Some(FromClient::Viewing { chat_id: chat }) => self.wish(Wish {
                    chat,
                    state: State::Viewing,
                }),
                None => {}
            },
            // The payload of our pings comes back.
            Message::Pong(payload) => {
                if let Some(seq) = std::str::from_utf8(&payload)
                    .ok()
                    .and_then(|text| text.parse().ok())
                {
                    self.confirm(seq);
                }
            }
            Message::Close(_) => return Err(End::Gone),
            Message::Ping(_) | Message::Binary(_) => {}
        }
        Ok(())
    }

    /// The client has everything up to `seq`, which cannot be more than it was given.
    fn confirm(&self, seq: i64) {
        self.shared
            .marks
            .confirm(self.viewer.id, seq.min(self.position));
    }

    async fn tick(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if self.timers.stop.is_some_and(|at| at <= now) {
            return Err(End::Restart);
        }
        if self.timers.idle <= now {
            return Err(End::Silent);
        }
        // Its time alone makes the socket look again.
        take_due(&mut self.timers.retry, now);
        if take_due(&mut self.timers.fade, now) {
            self.fade(now);
        }
        if take_due(&mut self.timers.wish, now) {
            self.announce(now).await?;
        }
        if self.timers.check <= now {
            self.timers.check = now + jittered(self.shared.limits.check_every);
            self.check().await?;
        }
        if self.timers.ping <= now {
            self.timers.ping = now + self.shared.limits.ping_every;
            let payload = self.position.to_string();
            self.write(std::iter::once(Message::Ping(payload.into())))
                .await?;
        }
        Ok(())
    }

    /// Whether the login still holds, and what the person is now. While the database does not answer, both stay.
    async fn check(&mut self) -> Result<(), End> {
        let shared = Arc::clone(&self.shared);
        let (session, user) = (self.slot.session, self.viewer.id);
        let reading = async {
            let _turn = shared.readers.acquire().await;
            let alive = shared.db.session_alive(session, shared.clock.now()).await?;
            Ok((alive, shared.db.user(user).await?))
        };
        match self.stop.ask(reading).await? {
            Some((true, Some(user))) => self.viewer.role = user.role,
            Some(_) => return Err(End::SessionOver),
            None => {}
        }
        Ok(())
    }

    /// Remembers where the client says it is. The last word within a pause counts.
    fn wish(&mut self, wish: Wish) {
        self.wish = Some(wish);
        self.timers
            .wish
            .get_or_insert(self.wish_allowed_at.max(Instant::now()));
    }

    /// Tells the others where this client is, if it may be there.
    async fn announce(&mut self, now: Instant) -> Result<(), End> {
        self.wish_allowed_at = now + self.shared.limits.presence_every;
        let Some(Wish { chat, state }) = self.wish.take() else {
            return Ok(());
        };
        let Some(chat) = chat else {
            self.seat.leave();
            (self.timers.fade, self.viewing_until) = (None, None);
            return Ok(());
        };
        let shared = Arc::clone(&self.shared);
        // Nothing waits for this: with all readers busy the word is lost, and the next one comes within seconds.
        let Ok(_turn) = shared.readers.try_acquire() else {
            return Ok(());
        };
        let Some(Some(found)) = self.stop.ask(shared.db.chat(chat)).await? else {
            return Ok(());
        };
        if !self.viewer.may_see(found.assigned_to) {
            return Ok(());
        }
        if self.seat.at() != Some(chat) {
            self.viewing_until = None;
        }
        self.seat.take(chat, found.assigned_to, state);
        let limits = &self.shared.limits;
        self.timers.fade = match state {
            State::Typing => Some(now + limits.typing),
            State::Viewing | State::Gone => {
                self.viewing_until = Some(now + limits.viewing);
                self.viewing_until
            }
        };
        Ok(())
    }

    /// What was said has not been renewed: typing fades to looking if the client said that too, else it is gone.
    fn fade(&mut self, now: Instant) {
        match self.viewing_until.take_if(|until| *until > now) {
            Some(until) => {
                self.seat.keep(State::Viewing);
                self.timers.fade = Some(until);
            }
            None => {
                self.viewing_until = None;
                self.seat.leave();
            }
        }
    }
}
