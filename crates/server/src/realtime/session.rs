//! One socket, from `ready` to its close.

use std::sync::Arc;

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use domain::ids::ChatId;
use domain::user::Viewer;
use futures_util::SinkExt as _;
use tokio::task::coop::consume_budget;
use tokio::time::{Instant, sleep_until, timeout};

use super::end::{End, Stop, say_goodbye};
use super::frames::{self, FromClient, State};
use super::place::Place;
use super::registry::Slot;
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
/// When something is to be done next.
struct Timers {
    ping: Instant,
    check: Instant,
    idle: Instant,
    retry: Option<Instant>,
    stop: Option<Instant>,
}

impl Timers {
    fn next(&self) -> Instant {
        let fixed = [
            Some(self.ping),
            Some(self.check),
            Some(self.idle),
            self.retry,
            self.stop,
        ];
        fixed.into_iter().flatten().min().unwrap_or(self.ping)
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
    place: Place,
    /// What others said was passed on up to here.
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
    let now = Instant::now();
    let seat = shared.presence.seat(slot.id, who.viewer.id);
    let place = Place::new(seat, &shared.limits, now);
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
    };
    let session = Session {
        viewer: who.viewer,
        stop,
        timers,
        position: 0,
        replay_to: 0,
        queued_to: 0,
        read_failures: 0,
        place,
        heard: 0,
        shared,
        socket,
        slot,
    };
    session.serve(&who).await;
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
        self.place.leave();
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
            let wake = self
                .place
                .next()
                .map_or(self.timers.next(), |at| at.min(self.timers.next()));
            let turn = tokio::select! {
                () = self.stop.ended.cancelled() => Err(End::SessionOver),
                () = self.slot.doubt.notified() => {
                    self.timers.check = Instant::now();
                    Ok(())
                }
                () = self.stop.soft.cancelled(), if !stopping => {
                    self.timers.stop = Some(Instant::now() + self.shared.limits.spread.mul_f64(rand::random()));
                    self.shared.flush(self.viewer.id).await;
                    Ok(())
                }
                frame = self.socket.recv() => match frame {
                    Some(Ok(frame)) => self.hear(frame).await,
                    Some(Err(_)) | None => Err(End::Gone),
                },
                () = sleep_until(wake) => self.tick().await,
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
                Some(FromClient::Typing { chat_id }) => {
                    self.place.wish(chat_id, State::Typing, Instant::now());
                }
                Some(FromClient::Viewing { chat_id }) => {
                    self.place.wish(chat_id, State::Viewing, Instant::now());
                }
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
        self.timers.retry.take_if(|at| *at <= now);
        if let Some((chat, state)) = self.place.due(now) {
            self.announce(chat, state).await?;
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

    /// Tells the others where this client is, if it may be there.
    async fn announce(&mut self, chat: ChatId, state: State) -> Result<(), End> {
        let shared = Arc::clone(&self.shared);
        // Events go first: with all readers busy this tries again, with what the client says by then.
        let Ok(_turn) = shared.readers.try_acquire() else {
            self.place.later(chat, state, Instant::now());
            return Ok(());
        };
        if let Some(Some(found)) = self.stop.ask(shared.db.chat(chat)).await?
            && self.viewer.may_see(found.assigned_to)
        {
            self.place
                .take(chat, found.assigned_to, state, Instant::now());
        }
        Ok(())
    }
}
