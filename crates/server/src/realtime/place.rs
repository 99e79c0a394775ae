//! Where one client says it is: not too often, and not for ever.

use std::time::Duration;

use domain::ids::{ChatId, UserId};
use tokio::time::Instant;

use super::Limits;
use super::frames::State;
use super::presence::Seat;

/// Where one client is, and what it wants to be known of that.
pub(super) struct Place {
    seat: Seat,
    /// What the client said last and nobody was told yet; no chat if it is nowhere.
    wish: Option<(Option<ChatId>, State)>,
    wish_at: Option<Instant>,
    quiet_until: Instant,
    fade_at: Option<Instant>,
    /// Until when it is believed to look, should it stop typing.
    viewing_until: Option<Instant>,
    every: Duration,
    typing: Duration,
    viewing: Duration,
}

impl Place {
    /// Nowhere yet.
    pub(super) const fn new(seat: Seat, limits: &Limits, now: Instant) -> Self {
        Self {
            seat,
            wish: None,
            wish_at: None,
            quiet_until: now,
            fade_at: None,
            viewing_until: None,
            every: limits.presence_every,
            typing: limits.typing,
            viewing: limits.viewing,
        }
    }

    /// When there is something to do.
    pub(super) fn next(&self) -> Option<Instant> {
        [self.wish_at, self.fade_at].into_iter().flatten().min()
    }

    /// Remembers what the client says. The last word within a pause counts.
    pub(super) fn wish(&mut self, chat: Option<ChatId>, state: State, now: Instant) {
        self.wish = Some((chat, state));
        self.wish_at.get_or_insert(self.quiet_until.max(now));
    }

    /// Does what is due; says what is to be told if the client may be there.
    pub(super) fn due(&mut self, now: Instant) -> Option<(ChatId, State)> {
        if self.fade_at.take_if(|at| *at <= now).is_some() {
            self.fade(now);
        }
        self.wish_at.take_if(|at| *at <= now)?;
        self.quiet_until = now + self.every;
        let (chat, state) = self.wish.take()?;
        if chat.is_none() {
            self.leave();
        }
        chat.map(|chat| (chat, state))
    }

    /// This could not be told now; it is due again after a pause, unless the client says something else.
    pub(super) fn later(&mut self, chat: ChatId, state: State, now: Instant) {
        self.wish.get_or_insert((Some(chat), state));
        self.wish_at.get_or_insert(now + self.every);
    }

    /// The client may be there: everybody is told, and it fades unless it is renewed.
    pub(super) fn take(&mut self, chat: ChatId, owner: Option<UserId>, state: State, now: Instant) {
        if self.seat.at() != Some(chat) {
            self.viewing_until = None;
        }
        self.seat.take(chat, owner, state);
        self.fade_at = match state {
            State::Typing => Some(now + self.typing),
            State::Viewing | State::Gone => {
                self.viewing_until = Some(now + self.viewing);
                self.viewing_until
            }
        };
    }

    /// Typing fades to looking if the client said that too, else it is gone.
    fn fade(&mut self, now: Instant) {
        match self.viewing_until.take_if(|until| *until > now) {
            Some(until) => {
                self.seat.keep(State::Viewing);
                self.fade_at = Some(until);
            }
            None => self.leave(),
        }
    }

    /// Nowhere any more.
    pub(super) fn leave(&mut self) {
        self.seat.leave();
        (self.fade_at, self.viewing_until) = (None, None);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::user::{AgentVisibility, Role, Viewer};
    use uuid::Uuid;

    use super::super::presence::Presence;
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    fn chat(n: u128) -> ChatId {
        ChatId::new(Uuid::from_u128(n))
    }

    struct Stage {
        presence: Arc<Presence>,
        place: Place,
        start: Instant,
        seen: u64,
    }

    impl Stage {
        fn new() -> Self {
            let presence = Arc::new(Presence::new(Box::new(|_| ())));
            let limits = Limits {
                typing: 8_000 * MS,
                viewing: 75_000 * MS,
                presence_every: 250 * MS,
                ..Limits::default()
            };
            let start = Instant::now();
            let seat = presence.seat(1, UserId::new(Uuid::from_u128(2)));
            let place = Place::new(seat, &limits, start);
            Self {
                presence,
                place,
                start,
                seen: 0,
            }
        }

        fn at(&self, ms: u32) -> Instant {
            self.start + ms * MS
        }

        /// Says something, and is granted it when due.
        fn say(&mut self, ms: u32, chat: Option<ChatId>, state: State) {
            self.place.wish(chat, state, self.at(ms));
            self.turn(ms);
        }

        fn turn(&mut self, ms: u32) {
            let now = self.at(ms);
            if let Some((chat, state)) = self.place.due(now) {
                self.place.take(chat, None, state, now);
            }
        }

        fn heard(&mut self) -> Vec<String> {
            let admin = Viewer {
                id: UserId::new(Uuid::from_u128(1)),
                role: Role::Admin,
                visibility: AgentVisibility::Assigned,
            };
            let (words, seen) = self.presence.after(self.seen, &admin, 100);
            self.seen = seen;
            let state = |frame: &str| {
                let frame: serde_json::Value = serde_json::from_str(frame).unwrap();
                frame["state"].as_str().unwrap().to_owned()
            };
            words.iter().map(|w| state(w)).collect()
        }
    }

    #[test]
    fn words_keep_their_pause_and_the_last_one_counts() {
        let mut stage = Stage::new();
        stage.say(0, Some(chat(1)), State::Viewing);
        stage.say(10, Some(chat(2)), State::Viewing);
        stage.say(20, Some(chat(3)), State::Typing);
        assert_eq!(stage.heard(), ["viewing"]);
        assert_eq!(stage.place.next(), Some(stage.at(250)));
        stage.turn(250);
        assert_eq!(stage.heard(), ["gone", "typing"], "chat 2 was skipped");
        stage.say(600, None, State::Viewing);
        assert_eq!(stage.heard(), ["gone"]);
        assert_eq!(stage.place.next(), None);
    }

    #[test]
    fn typing_fades_to_looking_and_looking_to_nothing() {
        let mut stage = Stage::new();
        stage.say(0, Some(chat(1)), State::Viewing);
        stage.say(1_000, Some(chat(1)), State::Typing);
        stage.say(5_000, Some(chat(1)), State::Typing);
        stage.turn(9_500);
        assert_eq!(stage.heard(), ["typing"], "renewed at 5 s");
        stage.turn(13_000);
        assert_eq!(stage.heard(), ["viewing"]);
        stage.turn(74_000);
        assert_eq!(stage.heard(), Vec::<String>::new());
        stage.turn(75_000);
        assert_eq!(stage.heard(), ["gone"]);
        assert_eq!(stage.place.next(), None);
        stage.say(80_000, Some(chat(1)), State::Typing);
        stage.turn(88_000);
        assert_eq!(stage.heard(), ["gone"], "it never said that it looks");
    }

    #[test]
    fn what_could_not_be_told_is_tried_again_unless_it_is_old() {
        let mut stage = Stage::new();
        stage.place.wish(Some(chat(1)), State::Viewing, stage.at(0));
        assert_eq!(
            stage.place.due(stage.at(0)),
            Some((chat(1), State::Viewing))
        );
        stage.place.later(chat(1), State::Viewing, stage.at(5));
        stage.place.wish(Some(chat(2)), State::Typing, stage.at(10));
        assert_eq!(stage.place.due(stage.at(200)), None);
        assert_eq!(
            stage.place.due(stage.at(255)),
            Some((chat(2), State::Typing))
        );
    }
}
