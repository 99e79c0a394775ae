//! What nodes tell each other: that something was committed, that a login has ended, who is where.
//!
//! Words are hints. Whoever misses one looks by himself: at the log every second, at logins every half a minute; and
//! clients let a presence fade that is not renewed. So a word may be lost, and is dropped rather than waited for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::ids::{ChatId, SessionId, UserId};
use serde::{Deserialize, Serialize};
use store::Db;
use store::nodes::{Heard, MAX_WORD_BYTES};
use tokio::sync::Notify;

use super::Shared;
use super::presence::Here;
use super::tail::backoff;

/// Pause after words were said: under load, what comes within it is one word.
const BREATH: Duration = Duration::from_millis(5);
/// Words in one notification: at some 200 bytes each, well within what PostgreSQL takes.
const MOST_AT_ONCE: usize = MAX_WORD_BYTES / 250;
/// Places that wait to be told. Beyond it the oldest go untold: they are renewed within half a minute.
const MOST_PLACES: usize = 1_024;

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    /// The log has grown, or work waits.
    Moved,
    /// A login has ended.
    SessionOver(SessionId),
    /// All logins of a person have ended, or what they may do has changed.
    UserOver(UserId),
    /// Somebody is somewhere.
    Here(Here),
}

/// What goes over the line.
#[derive(Serialize, Deserialize)]
struct Words {
    node: String,
    words: Vec<Word>,
}

#[derive(Default)]
struct Waiting {
    moved: bool,
    over: Vec<Word>,
    here: BTreeMap<(ChatId, UserId), Here>,
}

impl Waiting {
    fn take(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        if std::mem::take(&mut self.moved) {
            words.push(Word::Moved);
        }
        let room = MOST_AT_ONCE - words.len();
        words.extend(self.over.drain(..self.over.len().min(room)));
        while words.len() < MOST_AT_ONCE
            && let Some((_, here)) = self.here.pop_first()
        {
            words.push(Word::Here(here));
        }
        words
    }
}

/// Speaks to the other nodes; silent where there can be none.
pub(super) struct Mouth {
    node: String,
    waiting: Option<Mutex<Waiting>>,
    wake: Notify,
}

impl Mouth {
    /// Of this node.
    pub(super) fn new(node: String, db: &Db) -> Self {
        Self {
            node,
            waiting: db.is_shared().then(Mutex::default),
            wake: Notify::new(),
        }
    }

    fn say(&self, change: impl FnOnce(&mut Waiting)) {
        let Some(waiting) = &self.waiting else { return };
        change(&mut lock(waiting));
        self.wake.notify_one();
    }

    /// Something was committed.
    pub(super) fn moved(&self) {
        self.say(|waiting| waiting.moved = true);
    }

    /// A login has ended.
    pub(super) fn session_over(&self, session: SessionId) {
        self.say(|waiting| waiting.over.push(Word::SessionOver(session)));
    }

    /// The logins of a person have ended.
    pub(super) fn user_over(&self, user: UserId) {
        self.say(|waiting| waiting.over.push(Word::UserOver(user)));
    }

    /// Somebody is somewhere; a newer word about it replaces the older one.
    pub(super) fn here(&self, here: Here) {
        self.say(|waiting| {
            waiting.here.insert((here.chat, here.user), here);
            if waiting.here.len() > MOST_PLACES {
                waiting.here.pop_first();
            }
        });
    }

    /// Says what there is to say, for ever.
    pub(super) async fn run(&self, db: &Db) {
        let Some(waiting) = &self.waiting else { return };
        let mut failures = 0;
        loop {
            self.wake.notified().await;
            loop {
                let words = lock(waiting).take();
                if words.is_empty() {
                    break;
                }
                let count = words.len() as u64;
                match db.tell_nodes(&self.text(words)).await {
                    Ok(()) => {
                        metrics::counter!("ticklegram_node_words_total", "way" => "said")
                            .increment(count);
                        failures = 0;
                        tokio::time::sleep(BREATH).await;
                    }
                    Err(problem) => {
                        if failures == 0 {
                            tracing::warn!(error = %problem, "other nodes could not be told through the database; they look by themselves");
                        }
                        failures += 1;
                        tokio::time::sleep(backoff(failures)).await;
                    }
                }
            }
        }
    }

    fn text(&self, words: Vec<Word>) -> String {
        let words = Words {
            node: self.node.clone(),
            words,
        };
        // Plain enums with text keys cannot fail to serialise.
        serde_json::to_string(&words).unwrap_or_default()
    }
}

fn lock(waiting: &Mutex<Waiting>) -> MutexGuard<'_, Waiting> {
    waiting.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hears the other nodes, for ever; returns at once where there can be none.
pub(super) async fn hear(shared: Arc<Shared>) {
    let mut failures = 0;
    loop {
        match shared.db.listen().await {
            Ok(None) => return,
            Ok(Some(mut ear)) => {
                failures = 0;
                // What was said before this is not known.
                shared.stir();
                let fade = tokio::time::interval(shared.limits.typing);
                tokio::pin!(fade);
                let lost = loop {
                    tokio::select! {
                        heard = ear.hear() => match heard {
                            Ok(Heard::Words(text)) => understand(&shared, &text),
                            Ok(Heard::Gap) => shared.stir(),
                            Err(problem) => break problem,
                        },
                        _ = fade.tick() => {
                            if let Some(since) = Instant::now().checked_sub(shared.limits.viewing) {
                                shared.presence.fade(since);
                            }
                        }
                    }
                };
                tracing::warn!(error = %lost, "the line to the other nodes through the database was cut; it is made again");
            }
            Err(problem) => {
                if failures == 0 {
                    tracing::warn!(error = %problem, "other nodes cannot be heard through the database; this one looks by itself");
                }
                failures += 1;
            }
        }
        tokio::time::sleep(backoff(failures.max(1))).await;
    }
}

/// What another node says; what a newer version says beyond that is left out.
fn understand(shared: &Shared, text: &str) {
    let Ok(said) = serde_json::from_str::<Words>(text) else {
        shared.stir();
        return;
    };
    if said.node == shared.nodes.node {
        return;
    }
    metrics::counter!("ticklegram_node_words_total", "way" => "heard")
        .increment(said.words.len() as u64);
    for word in said.words {
        match word {
            Word::Moved => shared.stir(),
            Word::SessionOver(session) => shared.sockets.end_session(session),
            Word::UserOver(user) => shared.sockets.end_user(user),
            Word::Here(here) => shared.presence.heard(&said.node, &here, Instant::now()),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::frames::State;
    use super::*;

    fn here(n: u128) -> Here {
        Here {
            chat: ChatId::new(Uuid::from_u128(n)),
            user: UserId::new(Uuid::from_u128(n)),
            owner: Some(UserId::new(Uuid::from_u128(n))),
            state: State::Viewing,
        }
    }

    #[test]
    fn what_is_said_at_once_fits_and_nothing_but_places_is_dropped() {
        let mouth = Mouth {
            node: Uuid::nil().to_string(),
            waiting: Some(Mutex::default()),
            wake: Notify::new(),
        };
        for n in 0..100 {
            mouth.user_over(UserId::new(Uuid::from_u128(n)));
            mouth.moved();
        }
        for n in 0..3_000 {
            mouth.here(here(n));
        }
        let waiting = mouth.waiting.as_ref().unwrap();
        let (mut moved, mut over, mut places) = (0, 0, 0);
        loop {
            let words = lock(waiting).take();
            if words.is_empty() {
                break;
            }
            for word in &words {
                match word {
                    Word::Moved => moved += 1,
                    Word::Here(_) => places += 1,
                    _ => over += 1,
                }
            }
            assert!(mouth.text(words).len() <= MAX_WORD_BYTES);
        }
        assert_eq!((moved, over, places), (1, 100, MOST_PLACES));
    }
}
