//! Who looks at which chat, and who is typing. Not events: never stored, only the last word counts, and a word may
//! be lost, because the next one comes within seconds and receivers let old ones fade.
//!
//! The words stand in one list, ordered by when they were said. A socket remembers how far it has read; a newer word
//! replaces the older one of the same person in the same chat, so that a slow socket reads less, not more.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::extract::ws::Utf8Bytes;
use domain::ids::{ChatId, UserId};
use domain::user::Viewer;
use serde::{Deserialize, Serialize};
use tokio::sync::watch;

use super::frames::{self, State};

/// Farewells that are kept for sockets that have not read them yet. One that is further behind sees the person fade.
const FAREWELLS: usize = 1_024;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    chat: ChatId,
    user: UserId,
}

struct Word {
    key: Key,
    /// Who had the chat when it was said; decides who hears it.
    owner: Option<UserId>,
    state: State,
    frame: Utf8Bytes,
}

/// Where a person is there from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum From {
    /// A socket of this node.
    Socket(u64),
    /// Another node, with all their sockets there. It says so again and again; if it does not, it is gone.
    Node(String, Instant),
}

struct Screen {
    from: From,
    state: State,
}

/// What the sockets of this node add up to, for the other nodes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Here {
    /// Where.
    pub(super) chat: ChatId,
    /// Who.
    pub(super) user: UserId,
    /// Who had the chat when it was said.
    pub(super) owner: Option<UserId>,
    /// What they do.
    pub(super) state: State,
}

type ToNodes = Box<dyn Fn(Here) + Send + Sync>;

#[derive(Default)]
struct Room {
    words: BTreeMap<u64, Word>,
    newest: HashMap<Key, u64>,
    /// What each screen of a person does there.
    here: HashMap<Key, Vec<Screen>>,
    farewells: VecDeque<u64>,
    last: u64,
}

/// Who is where, on this node and on others.
pub(super) struct Presence {
    room: Mutex<Room>,
    version: watch::Sender<u64>,
    to_nodes: ToNodes,
}

/// What one socket has said; takes it back when dropped.
pub(super) struct Seat {
    presence: Arc<Presence>,
    socket: u64,
    user: UserId,
    at: Option<ChatId>,
}

impl Room {
    /// Says what the sockets of a person add up to in a chat.
    fn say(&mut self, key: Key, owner: Option<UserId>) {
        let state = self
            .here
            .get(&key)
            .into_iter()
            .flatten()
            .map(|screen| screen.state)
            .max()
            .unwrap_or(State::Gone);
        if let Some(old) = self.newest.remove(&key) {
            self.words.remove(&old);
        }
        self.last += 1;
        let frame = frames::presence(key.chat, key.user, state);
        self.words.insert(
            self.last,
            Word {
                key,
                owner,
                state,
                frame,
            },
        );
        self.newest.insert(key, self.last);
        if state == State::Gone {
            self.farewells.push_back(self.last);
            if self.farewells.len() > FAREWELLS
                && let Some(old) = self.farewells.pop_front()
                && let Some(word) = self.words.remove(&old)
            {
                self.newest.remove(&word.key);
            }
        }
    }

    fn put(&mut self, key: Key, from: From, state: State) {
        let screens = self.here.entry(key).or_default();
        screens.retain(|screen| !screen.from.is_same(&from));
        screens.push(Screen { from, state });
    }

    fn remove(&mut self, key: Key, gone: impl Fn(&From) -> bool) {
        if let Some(screens) = self.here.get_mut(&key) {
            screens.retain(|screen| !gone(&screen.from));
            if screens.is_empty() {
                self.here.remove(&key);
            }
        }
        let owner = self.owner(key);
        self.say(key, owner);
    }

    /// What the sockets of this node add up to.
    fn ours(&self, key: Key) -> Here {
        let screens = self.here.get(&key).into_iter().flatten();
        let ours = screens.filter(|screen| matches!(screen.from, From::Socket(_)));
        Here {
            chat: key.chat,
            user: key.user,
            owner: self.owner(key),
            state: ours.map(|screen| screen.state).max().unwrap_or(State::Gone),
        }
    }

    /// Who had the chat when the newest word was said.
    fn owner(&self, key: Key) -> Option<UserId> {
        self.newest
            .get(&key)
            .and_then(|version| self.words.get(version))
            .and_then(|word| word.owner)
    }
}

impl From {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Socket(a), Self::Socket(b)) => a == b,
            (Self::Node(a, _), Self::Node(b, _)) => a == b,
            _ => false,
        }
    }
}

impl Presence {
    /// Nobody is anywhere. What the sockets of this node do is also handed to `to_nodes`, which must not block.
    pub(super) fn new(to_nodes: ToNodes) -> Self {
        Self {
            room: Mutex::default(),
            version: watch::Sender::new(0),
            to_nodes,
        }
    }

    /// Another node says what its sockets add up to.
    pub(super) fn heard(&self, node: &str, here: &Here, now: Instant) {
        let key = Key {
            chat: here.chat,
            user: here.user,
        };
        let version = {
            let mut room = self.lock();
            if here.state == State::Gone {
                room.remove(
                    key,
                    |from| matches!(from, From::Node(name, _) if name == node),
                );
            } else {
                room.put(key, From::Node(node.to_owned(), now), here.state);
                room.say(key, here.owner);
            }
            room.last
        };
        self.tell(version);
    }

    /// Forgets what other nodes said before `since` and never said again.
    pub(super) fn fade(&self, since: Instant) {
        let old = |from: &From| matches!(from, From::Node(_, at) if *at < since);
        let version = {
            let mut room = self.lock();
            let has_old = |screens: &Vec<Screen>| screens.iter().any(|s| old(&s.from));
            let faded = room.here.iter().filter(|(_, screens)| has_old(screens));
            let faded: Vec<Key> = faded.map(|(key, _)| *key).collect();
            for key in faded {
                room.remove(key, old);
            }
            room.last
        };
        self.tell(version);
    }

    fn lock(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a socket, which has said nothing yet.
    pub(super) fn seat(self: &Arc<Self>, socket: u64, user: UserId) -> Seat {
        Seat {
            presence: Arc::clone(self),
            socket,
            user,
            at: None,
        }
    }

    /// Wakes the sockets. Two words may be said at once, and the newer number must stand.
    fn tell(&self, version: u64) {
        self.version.send_if_modified(|newest| {
            let newer = version > *newest;
            *newest = version.max(*newest);
            newer
        });
    }

    /// Tells of new words.
    pub(super) fn watch(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Words after `seen` that others said about chats `viewer` may see, at most `limit`, and how far that was.
    /// Who begins (`seen` 0) is told who is there, not who has left.
    pub(super) fn after(&self, seen: u64, viewer: &Viewer, limit: usize) -> (Vec<Utf8Bytes>, u64) {
        let room = self.lock();
        let mut said = Vec::new();
        for (version, word) in room.words.range(seen + 1..) {
            if word.key.user == viewer.id
                || !viewer.may_see(word.owner)
                || (seen == 0 && word.state == State::Gone)
            {
                continue;
            }
            said.push(word.frame.clone());
            if said.len() >= limit {
                return (said, *version);
            }
        }
        (said, room.last)
    }
}

impl Seat {
    /// This socket now does this, in a chat that `owner` has. Ends what it did elsewhere.
    pub(super) fn take(&mut self, chat: ChatId, owner: Option<UserId>, state: State) {
        if self.at != Some(chat) {
            self.leave();
        }
        self.at = Some(chat);
        let key = Key {
            chat,
            user: self.user,
        };
        let (version, ours) = {
            let mut room = self.presence.lock();
            room.put(key, From::Socket(self.socket), state);
            room.say(key, owner);
            (room.last, room.ours(key))
        };
        self.presence.tell(version);
        (self.presence.to_nodes)(ours);
    }

    /// The chat this socket is in.
    pub(super) const fn at(&self) -> Option<ChatId> {
        self.at
    }

    /// This socket now does this, where it is already.
    pub(super) fn keep(&mut self, state: State) {
        if let Some(chat) = self.at {
            let owner = self.presence.lock().owner(Key {
                chat,
                user: self.user,
            });
            self.take(chat, owner, state);
        }
    }

    /// This socket does nothing anywhere any more.
    pub(super) fn leave(&mut self) {
        let Some(chat) = self.at.take() else { return };
        let key = Key {
            chat,
            user: self.user,
        };
        let (version, ours) = {
            let mut room = self.presence.lock();
            let mine = From::Socket(self.socket);
            room.remove(key, |from| from.is_same(&mine));
            (room.last, room.ours(key))
        };
        self.presence.tell(version);
        (self.presence.to_nodes)(ours);
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.leave();
    }
}

#[cfg(test)]
mod tests {
    use domain::user::{AgentVisibility, Role};
    use uuid::Uuid;

    use super::*;

    fn user(n: u128) -> UserId {
        UserId::new(Uuid::from_u128(n))
    }

    fn chat(n: u128) -> ChatId {
        ChatId::new(Uuid::from_u128(n))
    }

    fn viewer(n: u128, role: Role) -> Viewer {
        Viewer {
            id: user(n),
            role,
            visibility: AgentVisibility::Assigned,
        }
    }

    fn words(presence: &Presence, seen: &mut u64, viewer: &Viewer) -> Vec<(u128, String)> {
        let (said, now) = presence.after(*seen, viewer, 100);
        *seen = now;
        said.iter()
            .map(|frame| {
                let frame: serde_json::Value = serde_json::from_str(frame).unwrap();
                let chat: Uuid = frame["chat_id"].as_str().unwrap().parse().unwrap();
                (chat.as_u128(), frame["state"].as_str().unwrap().to_owned())
            })
            .collect()
    }

    #[test]
    fn the_last_word_counts_and_others_hear_it() {
        let presence = Arc::new(Presence::new(Box::new(|_| ())));
        let admin = viewer(1, Role::Admin);
        let mut seen = 0;
        let mut anna = presence.seat(1, user(2));
        anna.take(chat(5), None, State::Viewing);
        anna.take(chat(5), None, State::Typing);
        assert_eq!(
            words(&presence, &mut seen, &admin),
            [(5, "typing".to_owned())]
        );
        anna.take(chat(5), None, State::Typing);
        assert_eq!(
            words(&presence, &mut seen, &admin),
            [(5, "typing".to_owned())],
            "a renewal is passed on"
        );
        anna.take(chat(6), None, State::Viewing);
        assert_eq!(
            words(&presence, &mut seen, &admin),
            [(5, "gone".to_owned()), (6, "viewing".to_owned())]
        );
        drop(anna);
        assert_eq!(
            words(&presence, &mut seen, &admin),
            [(6, "gone".to_owned())]
        );
        assert_eq!(words(&presence, &mut seen, &admin), []);
        assert_eq!(
            words(&presence, &mut 0, &admin),
            [],
            "a newcomer does not care who has left"
        );
    }

    #[test]
    fn only_those_hear_it_who_may_see_the_chat() {
        let presence = Arc::new(Presence::new(Box::new(|_| ())));
        let mut boss = presence.seat(1, user(1));
        boss.take(chat(5), Some(user(2)), State::Viewing);
        assert_eq!(
            words(&presence, &mut 0, &viewer(2, Role::Agent)),
            [(5, "viewing".to_owned())]
        );
        assert_eq!(words(&presence, &mut 0, &viewer(3, Role::Agent)), []);
        assert_eq!(
            words(&presence, &mut 0, &viewer(1, Role::Admin)),
            [],
            "nobody hears themselves"
        );
        boss.leave();
        assert_eq!(
            words(&presence, &mut 1, &viewer(2, Role::Agent)),
            [(5, "gone".to_owned())]
        );
    }

    #[test]
    fn two_screens_of_a_person_are_one_presence() {
        let presence = Arc::new(Presence::new(Box::new(|_| ())));
        let admin = viewer(9, Role::Admin);
        let mut seen = 0;
        let mut laptop = presence.seat(1, user(2));
        let mut phone = presence.seat(2, user(2));
        laptop.take(chat(5), None, State::Typing);
        phone.take(chat(5), None, State::Viewing);
        assert_eq!(
            words(&presence, &mut seen, &admin),
            [(5, "typing".to_owned())]
        );
        laptop.leave();
        assert_eq!(
            words(&presence, &mut seen, &admin),
            [(5, "viewing".to_owned())]
        );
        phone.leave();
        assert_eq!(
            words(&presence, &mut seen, &admin),
            [(5, "gone".to_owned())]
        );
    }

    #[test]
    fn farewells_are_bounded_and_reading_goes_in_portions() {
        let presence = Arc::new(Presence::new(Box::new(|_| ())));
        let mut anna = presence.seat(1, user(2));
        for n in 0..3_000 {
            anna.take(chat(n), None, State::Viewing);
        }
        assert!(presence.lock().words.len() <= FAREWELLS + 1);
        assert!(presence.lock().newest.len() <= FAREWELLS + 1);
        assert_eq!(presence.lock().here.len(), 1);
        let admin = viewer(1, Role::Admin);
        let (first, up_to) = presence.after(1, &admin, 10);
        let (second, _) = presence.after(up_to, &admin, 10);
        assert_eq!((first.len(), second.len()), (10, 10));
        assert_ne!(first, second);
    }

    #[test]
    fn nodes_hear_each_other_and_a_dead_one_fades() {
        let said = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&said);
        let one = Arc::new(Presence::new(Box::new(move |here| {
            record.lock().unwrap().push(here);
        })));
        let other = Presence::new(Box::new(|_| panic!("what was heard is not passed on")));
        let start = Instant::now();
        let pass_on = |at| {
            for here in said.lock().unwrap().drain(..) {
                other.heard("one", &here, at);
            }
        };
        let admin = viewer(1, Role::Admin);
        let mut seen = 0;
        let mut laptop = one.seat(1, user(2));
        let mut phone = one.seat(2, user(2));
        laptop.take(chat(5), Some(user(3)), State::Viewing);
        phone.take(chat(5), Some(user(3)), State::Typing);
        laptop.leave();
        pass_on(start);
        assert_eq!(words(&other, &mut seen, &admin), [(5, "typing".to_owned())]);
        assert_eq!(
            words(&other, &mut 0, &viewer(4, Role::Agent)),
            [],
            "whoever has the chat decides who hears it, on every node"
        );
        phone.leave();
        pass_on(start);
        assert_eq!(words(&other, &mut seen, &admin), [(5, "gone".to_owned())]);
        laptop.take(chat(6), None, State::Viewing);
        pass_on(start);
        let _ = words(&other, &mut seen, &admin);
        other.fade(start);
        assert_eq!(words(&other, &mut seen, &admin), [], "it was said just now");
        other.fade(start + std::time::Duration::from_secs(1));
        assert_eq!(words(&other, &mut seen, &admin), [(6, "gone".to_owned())]);
        assert!(other.lock().here.is_empty());
    }
}
